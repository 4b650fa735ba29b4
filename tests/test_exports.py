"""Lists to take along, read again: right cells, real dates, and no cell that is worked out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demos import shown_demo
from handbook.exports import export_files
from handbook.exports.lists import Listing
from handbook.exports.plain import csv_bytes, guarded
from handbook.exports.workbooks import xlsx_bytes
from handbook.gate import GateProblem, Problem, check_site
from handbook.pages import open_book
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, Publishable, make_publishable
from handbook.taken_along import FORMULA, faults_of, text_of
from small_workbooks import (
    AS_OF,
    BATCH,
    CADRES,
    POSTING,
    PROGRAMME,
    SCHEMA,
    TEXTS,
    UNITS,
    check,
    workbook,
)

DANGEROUS = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "－2+3",
    "a;=1",
    "a\n@b",
)
HARMLESS = ("a=b", "2026-06-30", "甲", "", "1-2", "C-00001 顾清禾", "a；b", "a, -b", "'=1")


def exported(publishable: Publishable, language: str = "zh") -> dict[str, bytes]:
    files = export_files(open_book(publishable, language), TEXTS.messages)
    return {address: file.make() for address, file in files.items()}


def small(audience: Audience = ORG, **sheets: object) -> Publishable:
    return make_publishable(check(workbook(**sheets)), audience)  # type: ignore[arg-type]


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def xlsx_rows(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return [["" if value is None else value for value in row] for row in sheet.values]


def listing(*rows: Sequence[str | float | date]) -> Listing:
    return Listing("cadres", "干部", tuple("甲乙丙丁"[: len(rows[0])]), tuple(map(tuple, rows)))


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_spreadsheet_sees_a_formula_begin(text: str) -> None:
    (_, row) = csv_rows(csv_bytes(listing([text])))
    assert row == [guarded(text)] != [text]
    assert row[0].replace("'", "") == text
    assert list(faults_of("exports/cadres.csv", csv_bytes(listing([text])))) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_guarding_only_adds_apostrophes_and_is_done_once(text: str) -> None:
    once = guarded(text)
    assert guarded(once) == once
    kept = iter(once)
    assert all(character in kept for character in text)
    assert len(once) - len(text) == once.count("'") - text.count("'")


@pytest.mark.parametrize(
    "text", [*DANGEROUS, "http://example.org", "007", "1e5", "mailto:a@example.org"]
)
def test_in_excel_a_text_is_a_text(text: str) -> None:
    content = xlsx_bytes(listing([text]), AS_OF, "")
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cell = sheet.cell(2, 1)
    assert (cell.value.replace("_x000D_", "\r"), cell.data_type) == (text, "s")
    assert cell.hyperlink is None
    assert list(faults_of("exports/cadres.xlsx", content)) == []


def test_days_and_numbers_are_days_and_numbers() -> None:
    values = ["C-00001", date(2026, 6, 30), 12.0, -2.5]
    assert csv_rows(csv_bytes(listing(values)))[1] == ["C-00001", "2026-06-30", "12", "-2.5"]
    assert xlsx_rows(xlsx_bytes(listing(values), AS_OF, ""))[1] == [
        "C-00001",
        datetime(2026, 6, 30),  # noqa: DTZ001 - a day, no time
        12,
        -2.5,
    ]


def test_a_day_excel_does_not_know_is_a_text() -> None:
    ((_,), (early,)) = xlsx_rows(xlsx_bytes(listing([date(1899, 12, 31)]), AS_OF, ""))
    ((_,), (first,)) = xlsx_rows(xlsx_bytes(listing([date(1900, 3, 1)]), AS_OF, ""))
    assert (early, first) == ("1899-12-31", datetime(1900, 3, 1))  # noqa: DTZ001 - a day, no time


def test_csv_is_marked_as_utf_8_and_ends_its_lines_as_windows_does() -> None:
    assert csv_bytes(listing(["一"])) == "\ufeff甲\r\n一\r\n".encode()


def test_a_text_too_long_for_excel_is_cut_and_says_so() -> None:
    ((_,), (text,)) = xlsx_rows(xlsx_bytes(listing(["长" * 40_000]), AS_OF, ""))
    assert isinstance(text, str)
    assert (len(text), text[-1]) == (32_767, "…")


def test_the_head_stays_in_sight_and_on_every_printed_page() -> None:
    content = exported(small())["exports/postings.xlsx"]
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.oddHeader.left.text == "数据截至 2026-06-30 · 只供组织部门使用，请勿外传"
    assert {each.width >= 6 for each in sheet.column_dimensions.values()} == {True}


def test_a_list_of_postings_reads_as_the_register_does() -> None:
    (head, row) = csv_rows(exported(small(INTERNAL))["exports/postings.csv"])
    told = {title: value for title, value in zip(head, row, strict=True) if value}
    assert told == {
        "挂职编号": "S-0001",
        "干部": "C-00001 顾清禾",
        "批次": "B-001 公开选派 第一批",
        "接收单位": "U-0002 杏坞镇",
        "计划开始": "2026-01-01",
        "计划结束": "2026-12-31",
        "任职文号": "栖组干〔2025〕18号",
        "任职日期": "2025-12-20",
        "报到日期": "2026-01-01",
        "状态": "在挂",
        "派出单位": "U-0001 栖川市发展规划局",
        "方向": "下派",
        "人事关系": "原单位",
    }


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_titles_are_in_the_language_of_the_site(language: str) -> None:
    head = csv_rows(exported(small(), language)["exports/units.csv"])[0]
    assert head[:2] == [
        SCHEMA.field(f"units.{name}").titles[language] for name in ("unit_id", "unit_name")
    ]


def test_two_of_one_name_are_told_apart_by_their_ids() -> None:
    units = [*UNITS, {"unit_id": "U-0004", "unit_name": "杏坞镇"}]
    head, row = csv_rows(exported(small(units=units))["exports/postings.csv"])
    assert row[head.index("接收单位")] == "U-0002 杏坞镇"


def test_a_value_that_cannot_be_trusted_says_so() -> None:
    head, row = csv_rows(
        exported(small(postings=[POSTING | {"end_planned": "2026-02-30"}]))["exports/postings.csv"]
    )
    assert row[head.index("计划结束")] == "待核"


@pytest.mark.parametrize("audience", [PUBLIC, INTERNAL, ORG], ids=["public", "internal", "org"])
def test_a_list_has_every_column_of_its_audience_and_no_other(audience: Audience) -> None:
    publishable = shown_demo(audience)
    files = exported(publishable)
    for name in ("cadres", "units", "programmes", "batches", "postings"):
        fields = publishable.tables[name].fields if name in publishable.tables else ()
        assert (f"exports/{name}.csv" in files) == bool(fields)
        if fields:
            head, *rows = csv_rows(files[f"exports/{name}.csv"])
            assert head == [field.titles["zh"] for field in fields]
            assert [row[0] for row in rows] == list(publishable.tables[name].records)
    assert ("exports/findings.csv" in files) == (audience is not PUBLIC)


def test_both_forms_of_every_list_say_the_same() -> None:
    files = exported(shown_demo(ORG))
    for address, content in files.items():
        if address.endswith(".csv"):
            plain = csv_rows(content)
            rich = xlsx_rows(files[address.replace(".csv", ".xlsx")])
            assert [[as_csv(value) for value in row] for row in rich] == plain


def as_csv(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return guarded(value) if isinstance(value, str) else f"{value:.15g}"


def test_the_to_do_list_says_what_by_when_and_by_whom() -> None:
    head, *rows = csv_rows(exported(shown_demo(ORG))["exports/todo.csv"])
    assert head == [
        "办理期限",
        "离期限天数",
        "谁来办",
        "单位",
        "干部",
        "记录",
        "规则编号",
        "要办的事",
        "怎么办",
    ]
    assert rows[0][:7] == [
        "2025-12-31",
        "-181",
        "干部本人",
        "",
        "C-00158 鞠景帆",
        "S-0084",
        "POL-R65",
    ]
    assert len(rows) == len(shown_demo(ORG).findings)


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_the_same_register_gives_the_same_bytes(language: str) -> None:
    assert exported(shown_demo(INTERNAL), language) == exported(shown_demo(INTERNAL), language)


def test_files_are_made_again_only_where_their_list_changed() -> None:
    before, after = (
        export_files(open_book(small(cadres=cadres), "zh"), TEXTS.messages)
        for cadres in (CADRES, [CADRES[0], dict(CADRES[1]) | {"name": "陆予宁"}])
    )
    changed = {name for name, file in before.items() if file.digest != after[name].digest}
    assert changed == {"exports/cadres.csv", "exports/cadres.xlsx"}


CANARY = "标记甲乙丙丁"


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(PUBLIC, 0), (INTERNAL, 0), (ORG, 10)],
    ids=["public", "internal", "org"],
)
def test_a_remark_is_in_the_files_of_the_organisation_department_alone(
    audience: Audience, expected: int
) -> None:
    sheets = {
        "cadres": CADRES,
        "units": UNITS,
        "programmes": [PROGRAMME],
        "batches": [BATCH],
        "postings": [POSTING],
    }
    marked = {
        name: [dict(row) | {"remark": CANARY} for row in rows] for name, rows in sheets.items()
    }
    files = exported(small(audience, **marked))
    assert sum(CANARY in text_of(name, content) for name, content in files.items()) == expected


def test_the_gate_sees_a_formula_however_it_got_there() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    content = BytesIO()
    book.save(content)
    assert list(faults_of("exports/cadres.xlsx", content.getvalue())) == [FORMULA]
    assert list(faults_of("exports/cadres.csv", "\ufeff甲\r\n=1\r\n".encode())) == [FORMULA]
    assert list(faults_of("exports/cadres.csv", "\ufeff甲\r\n-1.5\r\n".encode())) == []


@pytest.mark.parametrize(
    ("address", "content"),
    [
        (
            "calendars/C-00001.ics",
            b"BEGIN:VEVENT\r\nATTACH:https://example.org/a\r\nEND:VEVENT\r\n",
        ),
        ("calendars/C-00001.ics", b"BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n"),
    ],
    ids=["something fetched", "an alarm"],
)
def test_the_gate_sees_what_a_calendar_would_fetch_or_ring(address: str, content: bytes) -> None:
    assert list(faults_of(address, content)) == ["foreign"]


def test_the_gate_sees_a_link_to_another_file_in_a_table() -> None:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels", '<Relationship TargetMode="External"/>'
        )
    assert list(faults_of("exports/cadres.xlsx", content.getvalue())) == ["foreign"]


def test_the_text_of_every_file_can_be_searched() -> None:
    files = exported(small(ORG, cadres=[dict(CADRES[0]) | {"remark": "标记&<物>"}, CADRES[1]]))
    for form in ("csv", "xlsx"):
        address = f"exports/cadres.{form}"
        assert "标记&<物>" in text_of(address, files[address])


def test_a_site_with_a_formula_in_a_table_is_refused(tmp_path: Path) -> None:
    publishable = make_publishable(check(workbook(units=[], cadres=[], programmes=[], batches=[],
                                                  postings=[])), PUBLIC)  # fmt: skip
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "units.csv").write_bytes("\ufeff甲\r\n=1+1\r\n".encode())
    (tmp_path / "exports" / "batches.csv").write_bytes("\ufeff甲\r\n'=1+1\r\n".encode())
    assert check_site(tmp_path, publishable) == [GateProblem("exports/units.csv", Problem.FORMULA)]
