"""Workbooks as offices make and spoil them, read from real files: nothing lost, nothing shifted.

Every layout must give the same register as the plain one; every mistake its complete list of
findings, one for each mistake, at the cell as the editor sees it.
"""

from __future__ import annotations

import csv
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from handbook.checking import Checked, check_workbook
from handbook.cli import main
from handbook.reporters import REPORTERS, Report
from handbook.schema import LANGUAGES
from handbook.sources import pull
from small_workbooks import AS_OF, MESSAGES, ROOT, SCHEMA, said

Cells = Sequence[Sequence[Any]]
Book = Mapping[str, Cells]
Said = list[tuple[str, str, str]]


UNITS = [
    ["单位编号", "单位名称", "层级"],
    ["U-0001", "栖川市发展规划局", "地市"],
    ["U-0002", "杏坞镇", "乡镇"],
    ["U-0003", "白枥乡", "乡镇"],
]
CADRES = [
    ["干部编号", "姓名", "原单位"],
    ["C-00001", "顾清禾", "U-0001"],
    ["C-00002", "陆予安", "U-0001"],
]
PROGRAMMES = [
    ["项目编号", "项目名称", "类型", "期限上限(月)", "帮带人数", "帮带层次"],
    ["P-01", "公开选派", "下派", "12", "0", "任意"],
]
BATCHES = [["批次编号", "项目", "名称"], ["B-001", "P-01", "第一批"]]
HEADER = [
    "挂职编号", "干部", "批次", "接收单位", "计划开始", "计划结束", "任职文号", "任职日期", "状态",
]  # fmt: skip
SPAN = ["2026-01-01", "2026-12-31"]
APPOINTED = ["栖组干〔2025〕18号", "2025-12-20"]
FIRST = ["S-0001", "C-00001", "B-001", "U-0002", *SPAN, *APPOINTED, "在挂"]
SECOND = ["S-0002", "C-00002", "B-001", "U-0003", *SPAN, *APPOINTED, "在挂"]
POSTINGS = [HEADER, FIRST, SECOND]
BOOK: Book = {
    "单位": UNITS,
    "干部": CADRES,
    "项目": PROGRAMMES,
    "批次": BATCHES,
    "挂职": POSTINGS,
}


def with_postings(rows: Cells) -> Book:
    """The plain book with other rows in the postings sheet."""
    return {**BOOK, "挂职": rows}


def with_cell(sheet: str, address: tuple[int, int], value: object) -> Book:
    """The plain book with one cell changed; row and column counted from 1."""
    rows = [list(row) for row in BOOK[sheet]]
    rows[address[0] - 1][address[1] - 1] = value
    return {**BOOK, sheet: rows}


def save_csv(book: Book, folder: Path) -> Path:
    """Save as a folder of CSV files."""
    for title, rows in book.items():
        with (folder / f"{title}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return folder


def save_xlsx(book: Book, folder: Path, finish: Callable[[Any], None] | None = None) -> Path:
    """Save as an Excel workbook: numbers as numbers, days as real date cells."""
    path = folder / "register.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        for title, rows in book.items():
            sheet = workbook.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif value != "":
                        sheet.write(row, column, value)
        if finish is not None:
            finish(workbook)
    return path


SAVE: Mapping[str, Callable[[Book, Path], Path]] = {"xlsx": save_xlsx, "csv": save_csv}
both_kinds = pytest.mark.parametrize("kind", list(SAVE))


def check(source: Path) -> Checked:
    """Check a file or folder the way the command does."""
    return check_workbook(pull(source), SCHEMA, AS_OF)


@cache
def plain(kind: str) -> Checked:
    """Check the plain book saved as one kind of file, once for all that is held against it."""
    with TemporaryDirectory() as folder:
        return check(SAVE[kind](BOOK, Path(folder)))


def assert_same_register(checked: Checked, plain: Checked) -> None:
    """Every sheet holds the same records with the same typed values."""
    assert list(checked.register.tables) == list(plain.register.tables)
    for key, table in plain.register.tables.items():
        other = checked.register.tables[key]
        assert other.frame.equals(table.frame), key
        assert other.held.tolist() == table.held.tolist(), key


def wider(rows: Cells, at: int, *texts: str) -> list[list[Any]]:
    """Insert a column before position `at`, from 0, with a text per row."""
    return [
        [*row[:at], text, *row[at:]]
        for row, text in zip(rows, [*texts, *[""] * len(rows)], strict=False)
    ]


GROUPED = [
    ["挂职编号", "干部", "批次", "接收单位", "计划", "", "任职文号", "任职日期", "状态"],
    ["", "", "", "", "开始", "结束", "", "", ""],
]
BROKEN_LINES = [title.replace("计划", "计划\n") for title in HEADER]
NUMBERED = wider(POSTINGS, 0, "序号", "1", "2")

LAYOUTS = [
    pytest.param(with_postings([["挂职干部登记表"], *POSTINGS]), id="title line above"),
    pytest.param(
        with_postings(
            [["附件2"], ["挂职干部登记表"], ["填报单位：栖川市", "", "2026年6月"], *POSTINGS]
        ),
        id="annex, title, unit and month above",
    ),
    pytest.param(with_postings([[]] * 9 + POSTINGS), id="header in row 10"),
    pytest.param(with_postings([*GROUPED, *POSTINGS[1:]]), id="header in two rows"),
    pytest.param(
        with_postings([["挂职干部登记表"], *GROUPED, *POSTINGS[1:]]), id="title, header in two rows"
    ),
    pytest.param(
        with_postings([*GROUPED, FIRST, *GROUPED, SECOND]), id="two-row header on every page"
    ),
    pytest.param(
        with_postings([["登记表"], HEADER, FIRST, [], HEADER, SECOND]), id="header on every page"
    ),
    pytest.param(with_postings([BROKEN_LINES, *POSTINGS[1:]]), id="line breaks in the header"),
    pytest.param(
        with_postings([BROKEN_LINES, FIRST, BROKEN_LINES, SECOND]),
        id="line breaks in a repeated header",
    ),
    pytest.param(
        with_postings([[f" {title}\u3000" for title in HEADER], *POSTINGS[1:]]),
        id="spaces around the titles",
    ),
    pytest.param(
        with_postings([[f"\ufeff{title}\u200b" for title in HEADER], *POSTINGS[1:]]),
        id="invisible characters in the titles",
    ),
    pytest.param(with_postings(NUMBERED), id="column that counts the rows"),
    pytest.param(
        with_postings([*NUMBERED, ["3"], ["4"], ["5"]]), id="rows numbered ahead"
    ),
    pytest.param(with_postings(wider(POSTINGS, 3)), id="blank column between"),
    pytest.param(with_postings(wider(wider(POSTINGS, 3), 0)), id="blank column before and between"),
    pytest.param(
        with_postings([HEADER, [], FIRST, [], [" "], SECOND, []]), id="blank rows between"
    ),
    pytest.param(with_postings([*POSTINGS, ["合计", "2"]]), id="total"),
    pytest.param(with_postings([*POSTINGS, [], ["合 计", "", "2人"]]), id="total with a space"),
    pytest.param(with_postings([*POSTINGS, ["总计：2人"]]), id="total in one cell"),
    pytest.param(with_postings([*POSTINGS, ["", "共2人"]]), id="total without its word"),
    pytest.param(with_postings([*POSTINGS, ["注：起止时间以任职文件为准"]]), id="note"),
    pytest.param(with_postings([*POSTINGS, ["备注：", "以文件为准"]]), id="note in two cells"),
    pytest.param(
        with_postings([*POSTINGS, ["填表人：", "纪明远", "审核人：", "", "联系电话："]]),
        id="signatures",
    ),
    pytest.param(with_postings([*POSTINGS, ["Tổng cộng", "2"]]), id="Vietnamese total"),
    pytest.param(with_postings([*POSTINGS, ["Total: 2"]]), id="English total"),
    pytest.param(
        with_postings([HEADER, ["一、乡镇"], FIRST, ["（二）街道"], SECOND]), id="section headings"
    ),
    pytest.param(
        with_postings([list(reversed(row)) for row in POSTINGS]), id="columns the other way round"
    ),
    pytest.param(dict(reversed(BOOK.items())), id="tabs the other way round"),
    pytest.param({**BOOK, "Postings": []}, id="blank tab of the same name"),
    pytest.param(
        {f"\u200b{title} ": rows for title, rows in BOOK.items()},
        id="tabs with invisible characters",
    ),
    pytest.param(
        with_postings(
            [HEADER, [*FIRST[:4], date(2026, 1, 1), date(2026, 12, 31), *FIRST[6:]], SECOND]
        ),
        id="real dates beside typed ones",
    ),
    pytest.param(
        with_postings([HEADER, [*FIRST[:4], 20260101, "2026.12.31", *FIRST[6:]], SECOND]),
        id="dates as eight digits and with points",
    ),
    pytest.param(
        with_postings(
            [HEADER, [*FIRST[:4], "２０２６年１月１日", "2026/12/31", *FIRST[6:]], SECOND]
        ),
        id="full-width digits in a date",
    ),
    pytest.param(
        with_postings([HEADER, [f"\u00a0{text}\u3000 " for text in FIRST], SECOND]),
        id="no-break and wide spaces around everything",
    ),
    pytest.param(
        with_postings(
            [HEADER, ["Ｓ－０００１", "Ｃ—００００１", "Ｂ－００１", *FIRST[3:]], SECOND]
        ),
        id="full-width ids",
    ),
    pytest.param(with_cell("项目", (2, 4), 12.0), id="number with a decimal"),
    pytest.param(with_cell("挂职", (2, 9), "Active"), id="label in another language"),
    pytest.param(with_cell("挂职", (2, 9), "active"), id="key of a choice"),
    pytest.param(with_cell("挂职", (2, 2), "C-00001 顾清禾"), id="id with its name"),
]  # fmt: skip


@both_kinds
@pytest.mark.parametrize("book", LAYOUTS)
def test_a_layout_an_office_uses_reads_like_the_plain_one(
    book: Book, kind: str, tmp_path: Path
) -> None:
    checked = check(SAVE[kind](book, tmp_path))
    assert said(checked) == []
    assert_same_register(checked, plain(kind))


LONG = 50_000
MISTAKES = [
    # ids
    pytest.param(("挂职", (3, 1), "007"), [("KEY402/number", "007", "挂职!A3")], id="id 007"),
    pytest.param(("挂职", (3, 1), "1e5"), [("KEY402/number", "1e5", "挂职!A3")], id="id 1e5"),
    pytest.param(("挂职", (3, 1), "NaN"), [("KEY402/number", "NaN", "挂职!A3")], id="id NaN"),
    pytest.param(("挂职", (3, 1), 45), [("KEY402/number", "45", "挂职!A3")], id="number for an id"),
    pytest.param(("挂职", (3, 1), "../index"), [("KEY402", "../index", "挂职!A3")], id="path"),
    pytest.param(("挂职", (3, 1), "<b>x</b>"), [("KEY402", "<b>x</b>", "挂职!A3")], id="markup"),
    pytest.param(("挂职", (3, 1), "#REF!"), [("SRC107", "#REF!", "挂职!A3")], id="error as id"),
    pytest.param(
        ("挂职", (3, 1), "S-00\u200b02"), [("CEL312", "S-00\u200b02", "挂职!A3")],
        id="zero-width space in an id",
    ),
    pytest.param(
        ("挂职", (3, 1), "\u202e2000-S"), [("CEL312", "\u202e2000-S", "挂职!A3")],
        id="id turned round",
    ),
    pytest.param(
        ("挂职", (3, 1), "s-0001"), [("KEY402/taken", "s-0001", "挂职!A3")],
        id="id that differs in a capital",
    ),
    pytest.param(("挂职", (3, 1), "S-0001"), [("KEY403", "S-0001", "挂职!A3")], id="id twice"),
    pytest.param(("挂职", (3, 1), ""), [("KEY401", "", "挂职!A3")], id="no id yet"),
    # references
    pytest.param(
        ("挂职", (3, 2), "C-00002、C-00001"), [("CEL315", "S-0002", "挂职!B3")], id="two ids"
    ),
    pytest.param(
        ("挂职", (3, 2), "C-00002\nC-00001"), [("CEL315", "S-0002", "挂职!B3")],
        id="two ids on two lines",
    ),
    pytest.param(
        ("挂职", (3, 2), "陆予安、顾清禾"), [("CEL315", "S-0002", "挂职!B3")], id="two names"
    ),
    pytest.param(
        ("挂职", (3, 2), "陆予安 顾清禾"), [("CEL315", "S-0002", "挂职!B3")],
        id="two names with a space",
    ),
    pytest.param(
        ("挂职", (3, 2), "C-00002 陆予安，C-00001 顾清禾"), [("CEL315", "S-0002", "挂职!B3")],
        id="two ids with names",
    ),
    pytest.param(
        ("挂职", (3, 2), "C-00002、顾清禾"), [("CEL315", "S-0002", "挂职!B3")], id="id and a name"
    ),
    pytest.param(("挂职", (3, 2), "陆予安"), [("KEY406", "S-0002", "挂职!B3")], id="name alone"),
    pytest.param(
        ("挂职", (3, 2), "C-00002 顾清禾"), [("KEY405", "S-0002", "挂职!B3")],
        id="name of somebody else",
    ),
    pytest.param(("挂职", (3, 2), "c-00002"), [("KEY404/near", "S-0002", "挂职!B3")],
                 id="small letter in a reference"),
    pytest.param(("挂职", (3, 2), "C-2"), [("KEY404/near", "S-0002", "挂职!B3")],
                 id="too few digits in a reference"),
    pytest.param(("挂职", (3, 2), "U-0002"), [("KEY404/kind", "S-0002", "挂职!B3")],
                 id="id of another sheet"),
    pytest.param(("挂职", (3, 2), "C-000021"), [("KEY404", "S-0002", "挂职!B3")],
                 id="id with a digit too many"),
    pytest.param(("挂职", (3, 2), "{{ 7*7 }}"), [("KEY404", "S-0002", "挂职!B3")], id="Jinja"),
    pytest.param(("挂职", (3, 2), "[x](y)"), [("KEY404", "S-0002", "挂职!B3")], id="Markdown"),
    pytest.param(("挂职", (3, 2), '=HYPERLINK("x")'), [("KEY404", "S-0002", "挂职!B3")],
                 id="formula as text"),
    # dates, numbers, choices
    pytest.param(("挂职", (3, 5), "#N/A"), [("SRC107", "S-0002", "挂职!E3")], id="formula error"),
    pytest.param(("挂职", (3, 5), "2026-02-30"), [("CEL303/month_end", "S-0002", "挂职!E3")],
                 id="30 February"),
    pytest.param(("挂职", (3, 5), "1/3/2026"), [("CEL304", "S-0002", "挂职!E3")],
                 id="day or month first"),
    pytest.param(("挂职", (3, 5), "1e5"), [("CEL305", "S-0002", "挂职!E3")], id="1e5 for a date"),
    pytest.param(("挂职", (3, 5), "3026-01-01"), [("CEL306", "S-0002", "挂职!E3")],
                 id="year 3026"),
    pytest.param(("挂职", (3, 5), "2026.01"), [("CEL314", "S-0002", "挂职!E3")], id="month alone"),
    pytest.param(("挂职", (3, 5), 46023), [("CEL320", "S-0002", "挂职!E3")], id="day number"),
    pytest.param(("挂职", (3, 6), "2025-12-31"), [("CEL307", "S-0002", "挂职!F3")],
                 id="end before start"),
    pytest.param(("挂职", (3, 5), "2026-01-01\u200b"), [("CEL319", "S-0002", "挂职!E3")],
                 id="invisible space after a date"),
    pytest.param(("项目", (2, 4), "12个月"), [("CEL313", "P-01", "项目!D2")],
                 id="number with its unit"),
    pytest.param(("项目", (2, 4), "十二"), [("CEL302", "P-01", "项目!D2")], id="number in words"),
    pytest.param(("项目", (2, 4), "1e400"), [("CEL302", "P-01", "项目!D2")], id="1e400"),
    pytest.param(("项目", (2, 4), "9" * 5000), [("CEL302", "P-01", "项目!D2")],
                 id="5,000 digits"),
    pytest.param(("项目", (2, 5), -1), [("CEL310/minimum", "P-01", "项目!E2")], id="minus one"),
    pytest.param(("挂职", (3, 9), "在挂、结束"), [("CEL315", "S-0002", "挂职!I3")],
                 id="two choices"),
    pytest.param(("挂职", (3, 9), "到处"), [("CEL308", "S-0002", "挂职!I3")], id="no choice"),
    pytest.param(("干部", (3, 2), ""), [("CEL301", "C-00002", "干部!B3")], id="no name"),
    pytest.param(("干部", (3, 2), "\u200b\u2060"), [("CEL301", "C-00002", "干部!B3")],
                 id="name that only looks like nothing"),
    pytest.param(("干部", (3, 2), "陆\u202e安予"), [("CEL312", "C-00002", "干部!B3")],
                 id="name turned round"),
    # headers
    pytest.param(("挂职", (1, 1), "挂职遍号"), [("HDR201/near", "", "挂职!A1")],
                 id="key column misspelt"),
    pytest.param(("挂职", (1, 5), "计划开使"), [("HDR202/near", "", "挂职!E1")],
                 id="required column misspelt"),
    pytest.param(("挂职", (1, 7), "食堂卡号"), [("HDR203", "", "挂职!G1")],
                 id="column of the office's own"),
    pytest.param(("挂职", (1, 7), "计划结束"), [("HDR204", "", "挂职!G1")], id="title twice"),
    pytest.param(("挂职", (1, 7), "挂职编号"), [("HDR205", "", "挂职!G1")],
                 id="title of the key twice"),
    pytest.param(("挂职", (1, 7), ""), [("HDR206", "", "挂职!G2")], id="title deleted"),
    pytest.param(("挂职", (1, 7), "长" * 10_000), [("HDR203", "", "挂职!G1")],
                 id="title of 10,000 characters"),
    pytest.param(("挂职", (1, 7), "::error::x"), [("HDR203", "", "挂职!G1")],
                 id="workflow command in a title"),
]  # fmt: skip


@both_kinds
@pytest.mark.parametrize(("change", "expected"), MISTAKES)
def test_one_mistake_is_told_once_at_its_cell(
    change: tuple[str, tuple[int, int], object], expected: Said, kind: str, tmp_path: Path
) -> None:
    assert said(check(SAVE[kind](with_cell(*change), tmp_path))) == expected


SHEETS = [
    pytest.param({**BOOK, "挂职": []}, [("SRC105", "", "挂职")], id="empty core sheet"),
    pytest.param({**BOOK, "挂职": [HEADER]}, [("CNT503", "", "挂职")], id="header alone"),
    pytest.param({**BOOK, "帮带联系人": []}, [], id="empty optional sheet"),
    pytest.param(
        {**BOOK, "帮带联系人": [["景砚秋", "组织部"]]}, [("SRC106", "", "帮带联系人")],
        id="optional sheet without a header",
    ),
    pytest.param(
        with_postings([["说明"]] * 10 + POSTINGS), [("SRC105", "", "挂职")], id="header in row 11"
    ),
    pytest.param(
        {title: rows for title, rows in BOOK.items() if title != "挂职"}, [("SRC101", "", "")],
        id="core sheet missing",
    ),
    pytest.param(
        {("挂职一揽表" if title == "挂职" else title): rows for title, rows in BOOK.items()},
        [("SRC101/near", "", "挂职一揽表")],
        id="core sheet misspelt",
    ),
    pytest.param({"Sheet1": []}, [("SRC101", "", "")] * 5, id="empty workbook"),
    pytest.param(
        {**BOOK, "挂职一览表": POSTINGS}, [("SRC104", "", "挂职一览表")], id="two sheets for one"
    ),
    pytest.param({**BOOK, "食堂": [["菜"]]}, [("SRC103", "", "食堂")], id="sheet of their own"),
    pytest.param(
        {**BOOK, "单位": [row[1:] for row in UNITS]}, [("HDR201", "", "单位!1:1")],
        id="no ids of units",
    ),
    pytest.param(
        {**BOOK, "干部": [row[1:] for row in CADRES],
         "挂职": [HEADER, [FIRST[0], "顾清禾", *FIRST[2:]], [SECOND[0], "陆予安", *SECOND[2:]]]},
        [("HDR201", "", "干部!1:1")],
        id="no ids of cadres, names in the postings",
    ),
    pytest.param(
        {title: rows if title in ("单位", "干部") else [row[1:] for row in rows]
         for title, rows in BOOK.items()},
        [("HDR201", "", "项目!1:1"), ("HDR201", "", "批次!1:1"), ("HDR201", "", "挂职!1:1")],
        id="no ids in three sheets",
    ),
    pytest.param(
        {**BOOK, "干部": [*CADRES, ["C-00002", "宋砚舟", "U-0001"]]},
        [("KEY403", "C-00002", "干部!A4")],
        id="id borne twice and referred to",
    ),
    pytest.param(
        {**BOOK, "单位": [[*UNITS[0], "上级单位"], [*UNITS[1], "U-0002"], [*UNITS[2], "U-0003"],
                         [*UNITS[3], "U-0001"]]},
        [("KEY410", "U-0001", "单位!D2")],
        id="three units above each other",
    ),
    pytest.param(
        {**BOOK, "单位": [*UNITS, ["", "审核中心", "乡镇"], ["", "Tổng công ty Suối Bạc", "县区"],
                         ["", "总计局", "县区"]]},
        [("KEY401", "", "单位!A5"), ("KEY401", "", "单位!A6"), ("KEY401", "", "单位!A7")],
        id="units whose names begin like a total or a signature",
    ),
    pytest.param(
        {**BOOK, "干部": [["干部编号", "姓名", "原单位", "情况"], [*CADRES[1], "备注"],
                         [*CADRES[2], ""]]},
        [("HDR203", "", "干部!D1")],
        id="first record with a word that is a title too",
    ),
    pytest.param(
        with_postings([[*HEADER, "岗位"], [*FIRST, "镇长助理岗"], [*SECOND, "N-0001"]]), [],
        id="references into a sheet there is not",
    ),
    pytest.param(
        with_postings([[*row, *(f"自用{row[0]}{n}" for n in range(191))] for row in POSTINGS]),
        [("HDR203", "", f"挂职!{column}1")
         for column in [*"JKLMNOPQRSTUVWXYZ", *(f"{first}{second}" for first in "ABCDEFG"
                        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")][:191]],
        id="two hundred columns",
    ),
]  # fmt: skip


@both_kinds
@pytest.mark.parametrize(("book", "expected"), SHEETS)
def test_sheets_that_are_not_as_they_should_be(
    book: Book, expected: Said, kind: str, tmp_path: Path
) -> None:
    assert said(check(SAVE[kind](book, tmp_path))) == expected


def test_optional_sheets_that_are_absent_are_told_in_two_findings(tmp_path: Path) -> None:
    assert said(check(save_csv(BOOK, tmp_path)), "SRC102") == [
        ("SRC102", "", ""),
        ("SRC102/no_rules", "", ""),
    ]


VIETNAMESE: Book = {
    "Đơn vị": [["Mã đơn vị", "Tên đơn vị", "Cấp"], ["U-0001", "Sở Quy hoạch", "地市"],
               ["U-0002", "Xã Hạnh Ổ", "township"]],
    "Cán bộ": [["Mã cán bộ", "Họ và tên", "Home unit"], ["C-00001", "Trần Minh Lộc", "U-0001"]],
    "Programmes": [["programme_id", "name", "类型", "term_max_months", "帮带人数"],
                   ["P-01", "Luân chuyển", "post_down", "12", "0"]],
    "批次": [["批次编号", "Chương trình", "Title"], ["B-001", "P-01", "Đợt một"]],
    "Lượt biệt phái": [
        ["Mã lượt biệt phái", "Cán bộ", "Đợt", "Nơi đến", "Dự kiến từ ngày", "Planned end",
         "任职文号", "appointed_on", "Status"],
        ["S-0001", "C-00001 Trần Minh Lộc", "B-001", "U-0002", "2026-01-01", "2026-12-31", "QĐ 18",
         "2025-12-20", "active"],
    ],
}  # fmt: skip


@both_kinds
def test_titles_and_labels_may_be_in_three_languages_at_once(kind: str, tmp_path: Path) -> None:
    checked = check(SAVE[kind](VIETNAMESE, tmp_path))
    assert said(checked) == []
    assert {key: len(table.frame) for key, table in checked.register.tables.items()} == {
        "units": 2, "cadres": 1, "programmes": 1, "batches": 1, "postings": 1
    }  # fmt: skip


def merged_postings(blocks: Mapping[str, str]) -> Callable[[Any], None]:
    """Merge cells of the postings sheet: block → text."""

    def finish(workbook: Any) -> None:
        sheet = workbook.get_worksheet_by_name("挂职")
        for block, text in blocks.items():
            sheet.merge_range(block, text)

    return finish


def without(rows: Cells, *places: tuple[int, int]) -> list[list[Any]]:
    """Blank some cells, row and column from 1, so that a merged block can take their place."""
    blank = [list(row) for row in rows]
    for row, column in places:
        blank[row - 1][column - 1] = ""
    return blank


MERGED = [
    pytest.param(
        without(POSTINGS, (2, 4), (3, 4)), {"D2:D3": "U-0002"}, [("SRC110", "S-0001", "挂职!D2")],
        id="one unit for two postings",
    ),
    pytest.param(
        without(POSTINGS, (2, 5), (2, 6)), {"E2:F2": "2026-01-01"},
        [("SRC110", "S-0001", "挂职!E2")],
        id="one text for two dates",
    ),
    pytest.param(
        without(POSTINGS, (2, 1), (3, 1)), {"A2:A3": "S-0001"}, [("SRC110", "S-0001", "挂职!A2")],
        id="one id for two postings",
    ),
    pytest.param(
        without(POSTINGS, (1, 2), (2, 2)), {"B1:B2": "干部"}, [("SRC110", "", "挂职!B1")],
        id="title merged with the first value",
    ),
    pytest.param(
        [HEADER, [""] * 9, [""] * 9, SECOND],
        {f"{letter}2:{letter}3": text for letter, text in zip("ABCDEFGHI", FIRST, strict=True)},
        [],
        id="a record two rows high",
    ),
    pytest.param(
        [[""] * 9, HEADER, FIRST, [""] * 9, SECOND],
        {"A1:I1": "挂职干部登记表", "A4:I4": "街道"},
        [],
        id="title and section heading",
    ),
    pytest.param(
        [[""] * 9, ["", "", "", "", "开始", "结束", "", "", ""], FIRST, SECOND],
        {f"{letter}1:{letter}2": title
         for letter, title in zip("ABCDEFGHI", HEADER, strict=True) if letter not in "EF"}
        | {"E1:F1": "计划"},
        [],
        id="header in two rows",
    ),
    pytest.param(
        without(wider(POSTINGS, 0, "序号"), (2, 1), (3, 1)), {"A2:A3": "1"}, [], id="row numbers"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "blocks", "expected"), MERGED)
def test_merged_cells_are_told_where_they_swallow_something(
    rows: Cells, blocks: Mapping[str, str], expected: Said, tmp_path: Path
) -> None:
    path = save_xlsx(with_postings(rows), tmp_path, merged_postings(blocks))
    checked = check(path)
    assert said(checked) == expected
    assert len(checked.register.tables["postings"].frame) == 2


def test_a_block_merged_to_the_end_of_the_sheet_costs_no_time(tmp_path: Path) -> None:
    rows = without(POSTINGS, (3, 4), (3, 5))
    path = save_xlsx(with_postings(rows), tmp_path, merged_postings({"D3:E3": "U-0003"}))
    patched = patch(path, b"D3:E3", b"D3:XFD1048576")
    started = time.process_time()
    assert said(check(patched)) == [("SRC110", "S-0002", "挂职!D3")]
    assert time.process_time() - started < 2


def patch(path: Path, old: bytes, new: bytes) -> Path:
    """Copy a workbook with some bytes of its parts replaced."""
    copy = path.with_name("patched.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return copy


def test_hidden_and_filtered_rows_are_read_and_told(tmp_path: Path) -> None:
    def hide(workbook: Any) -> None:
        sheet = workbook.get_worksheet_by_name("挂职")
        sheet.autofilter("A1:I3")
        sheet.filter_column("A", "x == S-0001")
        sheet.set_row(2, None, None, {"hidden": True})

    checked = check(save_xlsx(BOOK, tmp_path, hide))
    assert said(checked) == [("SRC111", "", "挂职!3:3")]
    assert len(checked.register.tables["postings"].frame) == 2


FORMULAS = [
    pytest.param("U-0002", [("SRC108", "S-0001", "挂职!D2")], id="with a result"),
    pytest.param("", [("SRC109", "S-0001", "挂职!D2")], id="without one"),
    pytest.param("#REF!", [("SRC107", "S-0001", "挂职!D2")], id="with an error"),
]


@pytest.mark.parametrize(("result", "expected"), FORMULAS)
def test_formulas_are_told(result: str, expected: Said, tmp_path: Path) -> None:
    def calculate(workbook: Any) -> None:
        sheet = workbook.get_worksheet_by_name("挂职")
        sheet.write_formula("D2", '=VLOOKUP("x",A1:B2,2)', None, result)

    path = save_xlsx(with_postings(without(POSTINGS, (2, 4))), tmp_path, calculate)
    assert said(check(path)) == expected


TITLES = [
    pytest.param("::error::", "::error::", id="workflow command"),
    pytest.param("a&#10;::error::", "a\n::error::", id="workflow command on a line of its own"),
    pytest.param("../../index", "../../index", id="path"),
    pytest.param("&lt;b&gt;{{ 7*7 }}", "<b>{{ 7*7 }}", id="markup"),
    pytest.param("挂\u202e职", "挂\u202e职", id="turned round"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_tab_may_have_any_title(written: str, title: str, tmp_path: Path) -> None:
    path = save_xlsx({**BOOK, "食堂": [["菜"]]}, tmp_path)
    checked = check(patch(path, 'name="食堂"'.encode(), f'name="{written}"'.encode()))
    assert [place for _, _, place in said(checked)] == [title]
    for language in LANGUAGES:
        report = Report(checked.findings, SCHEMA, MESSAGES, language)
        assert not any(
            line.startswith("::error::") for line in REPORTERS["github"](report).split("\n")
        )


def test_a_tab_title_with_a_line_break_is_still_that_tab(tmp_path: Path) -> None:
    path = patch(save_xlsx(BOOK, tmp_path), 'name="挂职"'.encode(), 'name="挂&#10;职"'.encode())
    assert said(check(path)) == []


LONG_CELLS = [*"[!*`<&{|(-=.、，;", "a ", "顾清禾、", "../", "C-00001 "]


@pytest.mark.parametrize("text", LONG_CELLS)
def test_a_cell_of_50_000_characters_is_told_at_once(text: str, tmp_path: Path) -> None:
    long = (text * LONG)[:LONG]
    book = {
        **BOOK,
        "干部": [[*CADRES[0], "备注"], [*CADRES[1], long], CADRES[2]],
        "挂职": [[*HEADER, "挂任职务"], [*FIRST, long], [*SECOND[:3], long, *SECOND[4:]]],
    }
    save_csv(book, tmp_path)
    started = time.process_time()
    checked = check(tmp_path)
    for language in LANGUAGES:
        for write in REPORTERS.values():
            write(Report(checked.findings, SCHEMA, MESSAGES, language))
    assert time.process_time() - started < 2
    places = {"干部!D2", "挂职!J2", "挂职!D3"}
    assert {each.cell.a1 for each in checked.findings if each.code != "SRC102"} <= places
    assert len([each for each in checked.findings if each.code != "SRC102"]) <= len(places)


def seconds(book: Book, folder: Path) -> float:
    """Time one check of a book, reading the files apart."""
    folder.mkdir()
    workbook = pull(save_csv(book, folder))
    started = time.process_time()
    check_workbook(workbook, SCHEMA, AS_OF)
    return time.process_time() - started


def cadres(rows: Iterable[Sequence[str]]) -> Book:
    """The plain book with other cadres."""
    return {**BOOK, "干部": [CADRES[0], *rows]}


HEAPS = [
    pytest.param(lambda n: (f"C-{n:06d}", "顾清禾", f"没有的单位{n}"), id="distinct bad names"),
    pytest.param(lambda n: (f"C-{n:06d}", "顾清禾", f"U-{n:05d}"), id="distinct bad ids"),
    pytest.param(lambda n: (f"{n}", "顾清禾", "U-0001"), id="malformed ids"),
    pytest.param(lambda n: ("", f"人{n}", "U-0001"), id="no ids"),
    pytest.param(lambda n: ("C-00001", f"人{n}", "U-0001"), id="one id for all"),
]


@pytest.mark.parametrize("row", HEAPS)
def test_heaps_of_one_mistake_take_time_in_proportion(
    row: Callable[[int], tuple[str, str, str]], tmp_path: Path
) -> None:
    few = seconds(cadres(map(row, range(10, 2_010))), tmp_path / "few")
    many = seconds(cadres(map(row, range(10, 20_010))), tmp_path / "many")
    assert many < 40 * few  # ten times the rows; quadratic would be a hundred times


@both_kinds
@pytest.mark.parametrize("style", list(REPORTERS))
def test_the_command_answers_the_worst_workbook_with_a_report(
    style: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    worst = [HEADER, [""] * 9, ["S-0001", "<b>", "=1+1", "../", "NaN", "#REF!", "*", "::error::"]]
    source = SAVE[kind]({**BOOK, "挂职": worst, "食堂": [["\u202e"]]}, tmp_path)
    asked = ["check", str(source), "--format", style, "--as-of", "2026-06-30"]
    result = CliRunner().invoke(main, asked)
    assert (result.exit_code, result.stderr) == (10, "")
    assert not any(line.startswith("::error::") for line in result.stdout.splitlines())
