"""Addresses, order and the four reports of findings."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations

import pytest
from openpyxl.utils import get_column_letter

from handbook.findings import (
    Cell,
    Finding,
    Party,
    Plain,
    Related,
    Severity,
    Visibility,
    column_letters,
    in_reading_order,
    in_record_order,
)
from handbook.reporters import REPORTERS, Report, report_json
from handbook.sources.addresses import column_number
from small_workbooks import MESSAGES, SCHEMA


@pytest.mark.parametrize(
    ("number", "letters"),
    [
        pytest.param(1, "A", id="first"),
        pytest.param(26, "Z", id="last of one letter"),
        pytest.param(27, "AA", id="first of two letters"),
        pytest.param(52, "AZ", id="end of the second round"),
        pytest.param(702, "ZZ", id="last of two letters"),
        pytest.param(703, "AAA", id="first of three letters"),
        pytest.param(16_384, "XFD", id="last column of Excel"),
    ],
)
def test_columns_are_named_as_spreadsheets_name_them(number: int, letters: str) -> None:
    assert column_letters(number) == letters


def test_every_column_of_a_spreadsheet_is_named_like_others_do_and_found_again() -> None:
    numbers = range(1, 16_385)
    assert [column_letters(number) for number in numbers] == list(map(get_column_letter, numbers))
    assert [column_number(column_letters(number)) for number in numbers] == list(numbers)


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_column_before_the_first(number: int) -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        column_letters(number)


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        pytest.param(Cell("postings", "挂职", 11, 6, "end_planned"), "挂职!F11", id="cell"),
        pytest.param(Cell("postings", "挂职", 11), "挂职!11:11", id="row"),
        pytest.param(Cell("postings", "挂职", None, 28), "挂职!AB:AB", id="column"),
        pytest.param(Cell("postings", "挂职"), "挂职", id="sheet"),
        pytest.param(Cell("", ""), "", id="workbook"),
        pytest.param(Cell("", "My Sheet!", 1, 1), "My Sheet!!A1", id="title with a mark"),
    ],
)
def test_a_place_is_named_in_a1_notation(cell: Cell, address: str) -> None:
    assert cell.a1 == address


def finding(
    code: str,
    cell: Cell,
    *,
    record: str = "",
    severity: Severity = Severity.ERROR,
    visibility: Visibility = Visibility.INTERNAL,
    **params: str | int | date | Plain | tuple[str, ...],
) -> Finding:
    """Make a finding by hand."""
    return Finding(code, cell, record, severity, Party.ORG_DEPT, visibility, params=params)


WORKBOOK = finding("SRC102", Cell("", ""), severity=Severity.INFO, sheet="岗位", count=1, rules="R")
UNITS = finding("HDR203", Cell("units", "单位", 1, 4), found="x", sheet="单位")
TYPED = finding(
    "CEL302", Cell("programmes", "项目", 2, 4, "term_max_months"), record="P-01",
    value="十二", field="期限", sheet="项目", example="12",
)  # fmt: skip
FIRST = finding(
    "KEY404", Cell("postings", "挂职", 3, 2, "cadre_id"), record="S-0002",
    value="x", field="干部", sheet="挂职", target="干部", example="C-00001",
)  # fmt: skip
SAME_CELL = finding(
    "SRC108", Cell("postings", "挂职", 3, 2, "cadre_id"), record="S-0002",
    value="x", formula="=A1", field="干部", sheet="挂职",
)  # fmt: skip
LATER = finding(
    "KEY404", Cell("postings", "挂职", 11, 2, "cadre_id"), record="S-0001",
    value="y", field="干部", sheet="挂职", target="干部", example="C-00001",
)  # fmt: skip
STRANGE = finding("SRC103", Cell("", "食堂"), severity=Severity.INFO, sheet="食堂")
READING_ORDER = [WORKBOOK, UNITS, TYPED, FIRST, SAME_CELL, LATER, STRANGE]


def test_findings_are_told_in_reading_order_however_they_were_found() -> None:
    for shuffled in permutations(READING_ORDER):
        assert in_reading_order(shuffled, SCHEMA.tables) == READING_ORDER


def test_findings_of_a_publication_are_told_by_record_not_by_row() -> None:
    for shuffled in permutations([UNITS, TYPED, FIRST, SAME_CELL, LATER]):
        expected = [UNITS, TYPED, LATER, FIRST, SAME_CELL]
        assert in_record_order(shuffled, SCHEMA.tables) == expected


def test_findings_can_stand_in_sets() -> None:
    plain = Plain({"zh": "甲", "vi": "a", "en": "a"})
    assert len({plain, Plain({"zh": "甲", "vi": "a", "en": "a"})}) == 1


def report(findings: list[Finding], limit: Visibility = Visibility.SEALED) -> Report:
    """A report in Chinese."""
    return Report(findings, SCHEMA, MESSAGES, "zh", limit)


SECRET = finding(
    "KEY404", Cell("postings", "挂职", 3, 2, "cadre_id"), record="S-0002",
    visibility=Visibility.ORG, value="x", field="干部", sheet="挂职", target="干部", example="y",
)  # fmt: skip


@pytest.mark.parametrize("style", list(REPORTERS))
def test_findings_above_the_reader_leave_no_trace(style: str) -> None:
    with_secret = REPORTERS[style](report([UNITS, SECRET], Visibility.UNIT))
    assert with_secret == REPORTERS[style](report([UNITS], Visibility.UNIT))


@pytest.mark.parametrize(
    ("style", "text"),
    [
        pytest.param("text", "没有发现问题。\n", id="text"),
        pytest.param("markdown", "没有发现问题。\n", id="markdown"),
        pytest.param("github", "", id="github"),
        pytest.param(
            "json",
            '{\n  "version": 1,\n  "language": "zh",\n  "counts": {\n    "error": 0,\n'
            '    "warning": 0,\n    "info": 0\n  },\n  "findings": [],\n  "folds": [],\n'
            '  "waived": []\n}\n',
            id="json",
        ),
    ],
)
def test_a_clean_register_is_said_to_be_clean(style: str, text: str) -> None:
    assert REPORTERS[style](report([])) == text


def test_the_json_report_has_the_same_keys_whatever_is_found() -> None:
    findings = json.loads(report_json(report(READING_ORDER)))["findings"]
    assert {tuple(each) for each in findings} == {
        (
            "code", "slug", "name", "severity", "effect", "responsible", "visibility", "sheet",
            "title", "cell", "book", "row", "column", "field", "record", "variant", "message",
            "expected", "help", "policy", "params", "related",
        )
    }  # fmt: skip
    assert [each["cell"] for each in findings] == [each.cell.a1 for each in READING_ORDER]


HOSTILE = "]]></td>\r\n::error::%0A`|*[x](javascript:1){{ 7 }}\u202e\u200b\x1b[31m"


def hostile() -> Finding:
    """A finding whose every part somebody typed."""
    return Finding(
        "KEY404",
        Cell("postings", HOSTILE, 3, 2, "cadre_id"),
        HOSTILE,
        Severity.ERROR,
        Party.ORG_DEPT,
        Visibility.INTERNAL,
        params=dict.fromkeys(("value", "field", "sheet", "target", "example"), HOSTILE),
        related=(Related(Cell("postings", HOSTILE, 4, 2), HOSTILE),),
    )


def test_the_github_report_stays_on_one_line_and_names_no_typed_id() -> None:
    text = REPORTERS["github"](report([hostile()]))
    assert text.count("\n") == 1
    assert text.startswith("::error title=KEY404")
    assert "\r" not in text


def test_the_markdown_report_keeps_a_hostile_title_in_its_cell() -> None:
    row = REPORTERS["markdown"](report([hostile()])).splitlines()[-1]
    cells = row.removeprefix("| ").removesuffix(" |").split(" | ")
    assert len(cells) == 5
    assert not set("\\`*[]<>{}\u202e\u200b\x1b\r") & set(row)


def test_the_text_report_shows_what_cannot_be_seen() -> None:
    text = REPORTERS["text"](report([hostile()]))
    assert not set("\u202e\u200b\x1b\r") & set(text)
    assert not any(line.startswith("::") for line in text.splitlines())


def test_typed_headers_are_named_as_typed() -> None:
    typed = Report([FIRST], SCHEMA, MESSAGES, "zh", labels={("postings", "cadre_id"): "姓名"})
    assert typed.column_title(FIRST) == "姓名"
    assert report([FIRST]).column_title(FIRST) == "干部"
