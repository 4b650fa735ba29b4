"""What a reader takes along: a calendar and a list, on a telephone and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import vobject
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def telephone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def taken(page: Page, link: str, place: str = "body") -> Path:
    """Follow a link that downloads a file."""
    with page.expect_download() as download:
        page.locator(place).get_by_role("link", name=link).click()
    return Path(download.value.path())


def test_the_calendar_of_a_unit_can_be_taken_along(telephone: Page, demo: str) -> None:
    telephone.goto(f"{demo}units/U-0031.html")
    content = taken(telephone, "订阅或下载（.ics）").read_text(encoding="utf-8")
    calendar = vobject.readOne(content)
    assert calendar.name == "VCALENDAR"
    assert "C-00024：挂职最后一天" in {each.summary.value for each in calendar.vevent_list}


@pytest.mark.parametrize("name", ["cadres", "units", "programmes", "batches", "postings"])
def test_a_list_can_be_taken_along_as_a_spreadsheet(telephone: Page, demo: str, name: str) -> None:
    telephone.goto(f"{demo}{name}/index.html")
    file = taken(telephone, "Excel 表格", ".hb-files")
    with file.open("rb") as content:
        sheet = openpyxl.load_workbook(content).active
    assert sheet is not None
    assert sheet.max_row > 20
