"""Excel workbooks as Excel, WPS and LibreOffice write them, read back whole."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from handbook.sources.xlsx import pull_xlsx
from handbook.sources.xlsx_formats import display_of
from handbook.workbook import Manifest, Merged, Sheet

SHEET = "xl/worksheets/sheet1.xml"


def texts(sheet: Sheet) -> list[list[str]]:
    return sheet.text.to_numpy().tolist()


def written(path: Path, fill: Callable[[Worksheet], None]) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(path)
    return path


def with_cells(tmp_path: Path, cells: dict[str, Any]) -> Path:
    def fill(sheet: Worksheet) -> None:
        for a1, value in cells.items():
            sheet[a1] = value

    return written(tmp_path / "register.xlsx", fill)


def patched(path: Path, part: str, pattern: str, replacement: str) -> Path:
    """Change one part of the package in place, as another program would have written it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed, times = re.subn(pattern, replacement, parts[part].decode())
    assert times, f"{pattern} is not in {part}"
    parts[part] = changed.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def with_rows(tmp_path: Path, rows: str) -> Path:
    """Write a sheet whose rows stand in the file exactly so."""
    path = with_cells(tmp_path, {})
    return patched(
        path, SHEET, "<sheetData ?/>|<sheetData></sheetData>", f"<sheetData>{rows}</sheetData>"
    )


def with_raw_cell(tmp_path: Path, raw: str) -> Path:
    """Write a sheet with 1 in A1 and, in row 2, a cell as it stands in the file."""
    return with_rows(tmp_path, f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{raw}</row>')


VALUES = [
    pytest.param("顾清禾", "General", "顾清禾", id="text"),
    pytest.param(" 顾清禾 ", "General", " 顾清禾 ", id="spaces are kept"),
    pytest.param("第一行\n第二行", "General", "第一行\n第二行", id="line break"),
    pytest.param("007", "General", "007", id="number typed as text"),
    pytest.param("=x", "@", "=x", id="text that looks like a formula"),
    pytest.param(45.0, "General", "45", id="whole number"),
    pytest.param(45.5, "General", "45.5", id="decimal number"),
    pytest.param(0.1 + 0.2, "General", "0.3", id="as many digits as the file has"),
    pytest.param(-0.0, "General", "0", id="minus zero"),
    pytest.param(1e-7, "General", "1e-07", id="tiny number"),
    pytest.param(110101199001011237, "General", "1.101011990010112e+17", id="digits already lost"),
    pytest.param(20240301, "General", "20240301", id="date typed as a number"),
    pytest.param(45901, "General", "45901", id="serial number without date format"),
    pytest.param(1234567.5, "#,##0.00", "1234567.5", id="thousands separators are left out"),
    pytest.param(8, '0"人"', "8", id="unit in the format is left out"),
    pytest.param(12, '"C-"00000', "C-00012", id="id made by the format"),
    pytest.param(7, "000", "007", id="leading zeros made by the format"),
    pytest.param(0.5, "0%", "50%", id="percentage"),
    pytest.param(0.125, "0%", "12.5%", id="percentage is not rounded"),
    pytest.param(True, "General", "TRUE", id="true"),
    pytest.param(False, "General", "FALSE", id="false"),
    pytest.param(date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01", id="date"),
    pytest.param(date(2024, 2, 29), "yyyy/m/d", "2024-02-29", id="leap day"),
    pytest.param(date(2024, 3, 1), 'yyyy"年"m"月"d"日"', "2024-03-01", id="Chinese date format"),
    pytest.param(date(2024, 3, 1), "mm-dd-yy", "2024-03-01", id="built-in short date"),
    pytest.param(date(2024, 3, 1), 'm"月"d"日"', "2024-03-01", id="format without the year"),
    pytest.param(date(2025, 9, 1), 'yyyy"年"m"月";@', "2025-09", id="month typed as 2025年9月"),
    pytest.param(date(2025, 9, 1), "mmm-yy", "2025-09", id="month typed as Sep-25"),
    pytest.param(date(2025, 9, 15), 'yyyy"年"m"月"', "2025-09-15", id="day hidden by the format"),
    pytest.param(datetime(2024, 3, 1), "yyyy-mm-dd hh:mm", "2024-03-01", id="midnight"),  # noqa: DTZ001
    pytest.param(
        datetime(2024, 3, 1, 9, 5),  # noqa: DTZ001
        "yyyy-mm-dd hh:mm",
        "2024-03-01 09:05",
        id="date and time",
    ),
    pytest.param(45352.99999999, "yyyy-mm-dd", "2024-03-02", id="time a hair before midnight"),
    pytest.param(time(9, 5), "hh:mm", "09:05", id="time"),
    pytest.param(time(9, 5, 7), "hh:mm:ss", "09:05:07", id="time with seconds"),
    pytest.param(timedelta(hours=30), "[h]:mm", "30:00", id="duration over a day"),
]


@pytest.mark.parametrize(("value", "number_format", "expected"), VALUES)
def test_value_is_read_as_an_editor_sees_it(
    tmp_path: Path, value: object, number_format: str, expected: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = value
        sheet["A1"].number_format = number_format
        if isinstance(value, str):
            sheet["A1"].data_type = "s"

    sheet = pull_xlsx(written(tmp_path / "register.xlsx", fill)).sheets[0]
    assert texts(sheet) == [[expected]]


RAW_CELLS = [
    pytest.param('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!", id="error"),
    pytest.param('<c r="A2" t="e"><v>#N/A</v></c>', "#N/A", id="not available"),
    pytest.param('<c r="A2" t="e"><v>#SPILL!</v></c>', "#SPILL!", id="error of newer Excel"),
    pytest.param('<c r="A2" t="e"><v>Err:502</v></c>', "Err:502", id="error of LibreOffice"),
    pytest.param("<c r='A2' t='e'><v>#DIV/0!</v></c>", "#DIV/0!", id="single quotes"),
    pytest.param('<c r="A2" t="d"><v>2024-03-01T00:00:00</v></c>', "2024-03-01", id="ISO date"),
    pytest.param('<c t="n"><v>45</v></c>', "45", id="cell without address"),
    pytest.param(
        '<c r="A2" t="inlineStr"><is><r><t>顾</t></r><r><t>清禾</t></r>'
        '<rPh sb="0" eb="1"><t>gu</t></rPh></is></c>',
        "顾清禾",
        id="rich text with pronunciation",
    ),
    pytest.param(
        '<c r="A2" t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c>', "甲\n乙", id="CR and LF"
    ),
]


@pytest.mark.parametrize(("raw", "expected"), RAW_CELLS)
def test_cell_as_other_programs_write_it(tmp_path: Path, raw: str, expected: str) -> None:
    sheet = pull_xlsx(with_raw_cell(tmp_path, raw)).sheets[0]
    assert texts(sheet) == [["1"], [expected]]


def test_addresses_are_the_editors_when_the_sheet_starts_late(tmp_path: Path) -> None:
    sheet = pull_xlsx(with_cells(tmp_path, {"C3": "姓名", "D5": "顾清禾"})).sheets[0]
    assert texts(sheet) == [
        ["", "", "", ""],
        ["", "", "", ""],
        ["", "", "姓名", ""],
        ["", "", "", ""],
        ["", "", "", "顾清禾"],
    ]
    assert list(sheet.text.index) == [1, 2, 3, 4, 5]
    assert list(sheet.text.columns) == [1, 2, 3, 4]


def test_typed_values_stand_in_the_shape_of_the_texts(tmp_path: Path) -> None:
    cells = {"A1": "日期", "B1": "天数", "A2": date(2024, 3, 1), "B3": 2.5, "C3": "=A1"}
    sheet = pull_xlsx(with_cells(tmp_path, cells)).sheets[0]
    assert sheet.typed is not None
    assert sheet.typed.to_numpy().tolist() == [
        ["日期", "天数", None],
        [date(2024, 3, 1), None, None],
        [None, 2.5, None],
    ]


def test_empty_rows_and_columns_at_the_end_are_dropped(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "姓名"
        sheet["B2"] = ""
        sheet["F9"].number_format = "0.00"

    assert texts(pull_xlsx(written(tmp_path / "a.xlsx", fill)).sheets[0]) == [["姓名"]]


def test_empty_sheet_has_no_cells(tmp_path: Path) -> None:
    sheet = pull_xlsx(with_cells(tmp_path, {})).sheets[0]
    assert sheet.text.shape == (0, 0)


def test_macintosh_dates_count_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2024, 3, 1)
    book.save(tmp_path / "a.xlsx")
    assert texts(pull_xlsx(tmp_path / "a.xlsx").sheets[0]) == [["2024-03-01"]]


def test_formulas_stand_beside_their_results(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", '=IF(B1>1,"<是>","否")', None, "否")
        sheet.write_formula("B1", "=1+1", None, 2)
        sheet.write_formula("C1", "=1/0", None, "#DIV/0!")
    sheet = pull_xlsx(path).sheets[0]
    assert texts(sheet) == [["否", "2", "#DIV/0!"]]
    assert sheet.formulas == {
        (1, 1): '=IF(B1>1,"<是>","否")',
        (1, 2): "=1+1",
        (1, 3): "=1/0",
    }


def test_formula_without_a_result_keeps_its_place(tmp_path: Path) -> None:
    sheet = pull_xlsx(with_cells(tmp_path, {"A1": "合计", "C4": "=SUM(A2:A3)"})).sheets[0]
    assert texts(sheet) == [["合计", "", ""], ["", "", ""], ["", "", ""], ["", "", ""]]
    assert sheet.formulas == {(4, 3): "=SUM(A2:A3)"}


def test_formula_filled_down_reads_as_in_its_own_row(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    sheet = pull_xlsx(with_rows(tmp_path, rows)).sheets[0]
    assert texts(sheet) == [["1", "1"], ["2", "2"], ["", "3"]]
    assert sheet.formulas == {(1, 2): "=A1*$A$1", (2, 2): "=A2*$A$1", (3, 2): "=A3*$A$1"}


def test_array_formula_counts_at_every_cell_it_fills(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_array_formula("A1:A2", "{=B1:B2}", None, 1)
        sheet.write("A2", 2)
    assert pull_xlsx(path).sheets[0].formulas == {(1, 1): "=B1:B2", (2, 1): "=B1:B2"}


def test_merged_blocks_come_in_reading_order(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A4"] = "名册", "注"
        sheet.merge_cells("A4:B5")
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("A1:H1")

    sheet = pull_xlsx(written(tmp_path / "a.xlsx", fill)).sheets[0]
    assert sheet.merged == (Merged(1, 1, 1, 8), Merged(2, 3, 3, 3), Merged(4, 5, 1, 2))


def test_rows_hidden_by_hand_or_filter_are_known(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in range(1, 8):
            sheet.cell(row, 1, f"第{row}行")
        sheet.auto_filter.ref = "A1:A7"
        sheet.auto_filter.add_filter_column(0, ["第2行"])
        for row in (3, 4, 500):
            sheet.row_dimensions[row].hidden = True

    path = written(tmp_path / "a.xlsx", fill)
    patched(path, SHEET, '<row r="6"', '<row r="6" ht="0" customHeight="1"')
    sheet = pull_xlsx(path).sheets[0]
    assert sheet.hidden_rows == frozenset({3, 4, 6})
    assert texts(sheet) == [[f"第{row}行"] for row in range(1, 8)]


def test_sheets_keep_order_titles_and_whether_they_are_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = " 挂职 & 干部 "
    book.create_chartsheet("图表")
    book.create_sheet("旧表").sheet_state = "hidden"
    book.create_sheet("底表").sheet_state = "veryHidden"
    book.save(tmp_path / "台账.xlsx")
    workbook = pull_xlsx(tmp_path / "台账.xlsx")
    assert [(sheet.title, sheet.is_hidden) for sheet in workbook.sheets] == [
        (" 挂职 & 干部 ", False),
        ("旧表", True),
        ("底表", True),
    ]
    assert workbook.manifest == Manifest(source="台账.xlsx")


def test_macro_workbook_is_read_like_any_other(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名"}).rename(tmp_path / "register.xlsm")
    patched(path, "[Content_Types].xml", r"sheet\.main\+xml", "sheet.macroEnabled.main+xml")
    assert texts(pull_xlsx(path).sheets[0]) == [["姓名"]]


def test_prefixed_elements_are_understood(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名", "B1": "=1+1"})
    patched(path, SHEET, "<(/?)", r"<\1x:")
    patched(path, SHEET, "xmlns=", "xmlns:x=")
    sheet = pull_xlsx(path).sheets[0]
    assert texts(sheet) == [["姓名", ""]]
    assert sheet.formulas == {(1, 2): "=1+1"}


def test_wide_sheet_is_read_to_its_last_column(tmp_path: Path) -> None:
    sheet = pull_xlsx(with_cells(tmp_path, {"A1": "姓名", "CV2": "=1+1", "CW2": "末列"})).sheets[0]
    assert sheet.text.shape == (2, 101)
    assert sheet.text.loc[2, 101] == "末列"
    assert sheet.formulas == {(2, 100): "=1+1"}


def test_same_file_gives_the_same_content_hash(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名", "B2": 45, "C3": "=1+1"})
    assert pull_xlsx(path).content_hash() == pull_xlsx(path).content_hash()


FORMATS = [
    pytest.param("General", 12.0, None, id="general"),
    pytest.param("0", 12.0, None, id="whole"),
    pytest.param("0.00", 12.0, None, id="two decimals"),
    pytest.param("0.00E+00", 12.0, None, id="scientific"),
    pytest.param("@", 12.0, None, id="text"),
    pytest.param('0000"年"', 2025.0, None, id="word behind the number"),
    pytest.param("00000;-00000", 12.0, "00012", id="sections"),
    pytest.param("[红色]00000", 12.0, "00012", id="colour"),
    pytest.param("\\S\\-0000", 12.0, "S-0012", id="escaped letters"),
    pytest.param("0000", 12.5, None, id="decimals in a padded format"),
    pytest.param("0000", -12.0, None, id="negative number in a padded format"),
    pytest.param("0000", "甲", None, id="text in a padded format"),
    pytest.param("0.0%", 0.07, "7%", id="percentage without binary dust"),
    pytest.param("yyyy-mm", date(2025, 9, 1), "2025-09", id="month"),
    pytest.param("[$-804]yyyy\\-mm;@", date(2025, 9, 1), "2025-09", id="month with locale"),
    pytest.param("yyyy-mm-dd", date(2025, 9, 1), None, id="day"),
    pytest.param("mm:ss", time(0, 5), None, id="minutes are no month"),
]


@pytest.mark.parametrize(("code", "value", "expected"), FORMATS)
def test_number_format_shows(code: str, value: object, expected: str | None) -> None:
    display = display_of(code)
    assert (display(value) if display else None) == expected


def test_far_cell_that_is_only_formatted_does_no_harm(tmp_path: Path) -> None:
    path = with_raw_cell(
        tmp_path, '<c r="A2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/>'
    )
    assert texts(pull_xlsx(path).sheets[0]) == [["1"], ["1"]]
