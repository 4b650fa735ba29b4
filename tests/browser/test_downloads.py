"""What a reader takes along: a calendar and a list, on a telephone and without scripts."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from builders import PROJECT
from handbook.exports.plain import guarded

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
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


CHOSEN = "cadres/index.html#status=active&host=镇&sort=-end"
HEADS = ["编号", "姓名", "派出单位", "接收单位", "挂任职务", "起", "止", "状态"]


@pytest.fixture
def chosen(chromium: Browser, demo: str) -> Iterator[Page]:
    """The directory, with something filtered and sorted."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page = context.new_page()
    page.goto(demo + CHOSEN)
    expect(page.locator("form [role=status]")).not_to_be_empty()
    yield page
    context.close()


def saved(page: Page, form: str, folder: Path) -> Path:
    """Take along what was found."""
    with page.expect_download() as download:
        page.locator(f"[data-take={form}]").click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def seen(page: Page) -> list[list[str]]:
    """Give the rows as they stand on the page, with the number each leads to."""
    return page.locator(".hb-results tbody tr").evaluate_all(
        """rows => rows.map((row) => [
          row.querySelector("a").href.replace(/.*\\/|\\.html/g, ""),
          ...[...row.cells].map((cell) => cell.textContent),
        ])"""
    )


def test_what_was_found_is_taken_along_as_it_stands(chosen: Page, tmp_path: Path) -> None:
    found = [HEADS, *seen(chosen)]
    workbook = saved(chosen, "xlsx", tmp_path)
    text = saved(chosen, "csv", tmp_path).read_text(encoding="utf-8-sig")
    sheet = openpyxl.load_workbook(workbook).active
    assert sheet is not None

    assert workbook.name == "cadres-selection.xlsx"
    assert len(found) > 5
    assert [list(row) for row in sheet.values] == found
    assert CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python() == found
    assert list(csv.reader(io.StringIO(text, newline=""))) == found
    assert (sheet.title, sheet.freeze_panes) == ("筛选结果", "A2")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_all_that_was_found_is_taken_not_only_what_is_shown(
    chromium: Browser, demo: str, tmp_path: Path
) -> None:
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{demo}cadres/index.html#all=1")
    expect(page.locator(".hb-results tbody tr")).to_have_count(100)
    sheet = openpyxl.load_workbook(saved(page, "xlsx", tmp_path)).active
    context.close()

    assert sheet is not None
    assert sheet.max_row == 304


def test_the_same_answer_is_the_same_file(chosen: Page, tmp_path: Path) -> None:
    first = saved(chosen, "xlsx", tmp_path).read_bytes()

    assert saved(chosen, "xlsx", tmp_path).read_bytes() == first


HOSTILE = [
    *("=1+1", "+1", "-1", "@a", "＝1", "\t=1", "a;=1", "a\n=1", " =1", "\u3000-1", "a-b", "a=b"),
    *('"quoted"', "a,b", "<b>&amp;</b>", "]]>", "_x0041_", "\x00\x0b\ufffe", "\ud800x", "𠮷", ""),
]


@pytest.fixture(scope="module")
def written(chromium: Browser) -> dict[str, Any]:
    """What the script makes of texts that mean mischief."""
    page = chromium.new_page()
    page.add_script_tag(path=PROJECT / "docs" / "overrides" / "assets" / "sheets.js")
    made = page.evaluate(
        """async (texts) => {
          const rows = [["文字", "二"], ...texts.map((text) => [text, "·"])];
          const { csv, xlsx } = window.handbookSheets;
          const read = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
          return { csv: await read(csv(rows)), xlsx: await read(await xlsx(rows, "[a]:b?")) };
        }""",
        HOSTILE,
    )
    page.close()
    return {form: bytes(content) for form, content in made.items()}


def test_no_text_becomes_a_formula_in_csv(written: dict[str, Any]) -> None:
    rows = list(csv.reader(io.StringIO(written["csv"].decode("utf-8-sig"), newline="")))

    told = [text.replace("\ud800", "\ufffd") for text in HOSTILE]
    assert [row[0] for row in rows[1:]] == [guarded(text) for text in told]


def test_no_text_becomes_a_formula_in_a_workbook(written: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written["xlsx"]))
    rows = list(book.active.iter_rows(min_row=2)) if book.active else []
    plain = [text for text in HOSTILE if text.isprintable() and "_x" not in text]

    assert len(rows) == len(HOSTILE)
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert {text for text in plain if text} <= {row[0].value for row in rows}
    assert book.sheetnames == ["a  b"]
    with zipfile.ZipFile(io.BytesIO(written["xlsx"])) as parts:
        assert parts.testzip() is None
        assert b"_x005F_x0041_" in parts.read("xl/worksheets/sheet1.xml")


def test_an_office_opens_it(written: dict[str, Any], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    (tmp_path / "chosen.xlsx").write_bytes(written["xlsx"])
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *(office, f"-env:UserInstallation={profile}", "--headless", "--convert-to"),
            *("csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path),
            tmp_path / "chosen.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "chosen.csv").read_text(encoding="utf-8")
    first = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]

    assert first[:5] == ["文字", "=1+1", "+1", "-1", "@a"]
