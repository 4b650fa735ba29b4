"""A workbook as an office filled it in: title rows, a blank column, mixed dates, many slips.

`workbooks/office/register.xlsx` is fictional; its phone number and id number are test vectors.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from handbook.building import Built, Request, build_site, check_source
from handbook.reporters import Report, report_text
from test_building import PROJECT, TEXTS

OFFICE = Path(__file__).parent / "workbooks" / "office"
SOURCE = OFFICE / "register.xlsx"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    output = tmp_path_factory.mktemp("office") / "site"
    return build_site(PROJECT, Request(SOURCE, as_of=AS_OF, output=output), TEXTS)


def page(built: Built, address: str) -> str:
    """Give the text of a page without its tags."""
    html = (built.site / address).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1]))


def test_the_report_is_the_one_a_clerk_was_promised() -> None:
    checked = check_source(TEXTS, SOURCE, AS_OF)
    report = Report(checked.findings, TEXTS.schema, TEXTS.messages, "zh")
    expected = (OFFICE / "expected.txt").read_text(encoding="utf-8")
    assert report_text(report) == expected


def test_nobody_who_should_be_there_is_lost(built: Built) -> None:
    assert built.problems == ()
    people = {path.stem for path in (built.site / "cadres").glob("C-*.html")}
    assert people == {f"C-{number:05d}" for number in range(1, 12)}


def test_two_people_under_one_number_are_named_as_waiting(built: Built) -> None:
    directory = page(built, "cadres/index.html")
    assert "C-00012" in directory
    assert "待核" in directory


def test_a_held_posting_is_mentioned_where_a_reader_looks_for_it(built: Built) -> None:
    for address in ("cadres/C-00007.html", "cadres/C-00008.html", "units/U-0007.html"):
        assert "S-0008" in page(built, address)


def test_typed_dates_of_every_kind_are_shown_alike(built: Built) -> None:
    for number in (1, 2, 3, 11):
        shown = page(built, f"cadres/C-{number:05d}.html")
        assert "2025-09-01" in shown
        assert "2026-08-31" in shown


def test_markup_in_a_cell_is_text(built: Built) -> None:
    html = (built.site / "units" / "U-0010.html").read_text(encoding="utf-8")
    assert "<b>重点</b>" not in html


def test_remarks_stay_in_the_organisation_department(built: Built) -> None:
    for path in built.site.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"13800138000" not in content, path
            assert b"11010519491231002X" not in content, path
