"""The Excel template: empty or filled, it looks as drawn and checks as what it was filled from."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cut_registers import cut_book
from handbook.checking import check_workbook
from handbook.errors import OutputError
from handbook.findings import Cell, Visibility
from handbook.own_sheets import INSTRUCTIONS, LISTS, RESULTS
from handbook.provisioning.blueprint import Part, draw
from handbook.provisioning.template import Written, write_template
from handbook.schema import LANGUAGES
from handbook.sources import pull
from handbook.workbook import RESTRICTED, Manifest, Sheet, Workbook, grid
from once_a_run import folder_once
from small_workbooks import AS_OF, ROOT, SCHEMA, check, sheet, workbook

MISTAKES = ROOT / "sheets_schema" / "demo_mistakes"


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """Write an empty template in each language."""
    folder = folder_once("templates", _write_empty)
    return {language: folder / f"{language}.xlsx" for language in LANGUAGES}


def _write_empty(folder: Path) -> None:
    for language in LANGUAGES:
        write_template(SCHEMA, language, folder / f"{language}.xlsx")


@pytest.fixture(scope="module")
def opened(files: dict[str, Path]) -> dict[str, ExcelWorkbook]:
    """Open the empty templates, once for all tests that look at them."""
    return {language: openpyxl.load_workbook(path) for language, path in files.items()}


@pytest.fixture
def empty(opened: dict[str, ExcelWorkbook]) -> ExcelWorkbook:
    return opened["zh"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Give some of the demo register as pulled from a template that was filled from it."""
    path = tmp_path_factory.mktemp("demo") / "register.xlsx"
    write_template(SCHEMA, "zh", path, workbook=cut_book())
    return pull(path)


def filled(path: Path, book: Workbook, **options: Part) -> ExcelWorkbook:
    """Write a template filled from a workbook, and open it."""
    write_template(SCHEMA, "zh", path, workbook=book, rows=20, **options)
    return openpyxl.load_workbook(path)


def rule_at(tab: Worksheet, address: str) -> DataValidation:
    """Give the one data validation over a cell."""
    (rule,) = [each for each in tab.data_validations.dataValidation if address in each.sqref]
    return rule


def column_of(tab: Worksheet, title: str) -> str:
    """Give the letters of the column with a title in row 1."""
    return next(cell.column_letter for cell in tab[1] if cell.value == title)


def one_cell(text: str, field: str = "title") -> Workbook:
    """Make a register whose only document has a text in one field."""
    return workbook(documents=[{"doc_id": "D-001", "title": "选派工作方案", field: text}])


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_template_says_only_that_it_is_empty(files: dict[str, Path], language: str):
    book = pull(files[language])
    codes = [finding.code for finding in check(book).findings]
    assert codes == ["CNT503"] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_stand_as_drawn_between_instructions_and_lists(
    opened: dict[str, ExcelWorkbook], language: str
):
    titles = [tab.title for tab in draw(SCHEMA, language).tabs]
    book = opened[language]
    assert book.sheetnames == [
        INSTRUCTIONS[language],
        *titles,
        RESULTS[language],
        LISTS[language],
    ]
    assert book[LISTS[language]].sheet_state == "hidden"


def test_every_column_has_title_note_width_and_format_as_drawn(empty: ExcelWorkbook):
    formats = {"text": "@", "date": "yyyy-mm-dd", "integer": "0", "number": "General"}
    for drawn in draw(SCHEMA, "zh").tabs:
        tab = empty[drawn.title]
        for number, column in enumerate(drawn.columns, start=1):
            cell = tab.cell(1, number)
            assert (cell.value, cell.comment.text) == (column.title, column.note)
        # columns of one look are stored together, so each letter is looked up in its run
        runs = [each for each in tab.column_dimensions.values() if each.min]
        for number, column in enumerate(drawn.columns, start=1):
            (run,) = [each for each in runs if each.min <= number <= each.max]
            assert run.number_format == formats[column.form.value]
            assert run.width == pytest.approx(column.width, abs=1)
            assert run.hidden == column.is_collapsed


def test_header_is_locked_without_password_and_the_rest_is_free(empty: ExcelWorkbook):
    tab = empty["挂职"]
    protection = tab.protection
    assert protection.sheet
    assert protection.password is None
    assert tab["A1"].protection.locked
    runs = [each for each in tab.column_dimensions.values() if each.min and each.min <= 60]
    assert not any(run.protection.locked for run in runs)
    allowed = ("sort", "autoFilter", "formatCells", "formatColumns", "insertRows", "insertColumns",
               "deleteRows", "objects")  # fmt: skip
    # in the file these say what is forbidden
    assert [name for name in allowed if getattr(protection, name)] == []


def test_header_and_first_column_stay_in_view_and_on_paper(empty: ExcelWorkbook):
    tab = empty["干部"]
    assert tab.freeze_panes == "B2"
    assert tab.auto_filter.ref == "A1:X1001"
    assert (tab.print_title_rows, tab.print_title_cols) == ("$1:$1", "$A:$A")
    assert (tab.page_setup.orientation, tab.page_setup.paperSize) == ("landscape", 9)


def test_postings_start_with_the_daily_view(empty: ExcelWorkbook):
    tab = empty["挂职"]
    folded = {name for name, run in tab.column_dimensions.items() if run.outlineLevel}
    shown = [cell.value for cell in tab[1] if not _is_in(cell.column, tab, folded)]
    daily = [SCHEMA.field(f"postings.{name}").titles["zh"] for name in
             SCHEMA.tables["postings"].daily]  # fmt: skip
    assert shown == ["挂职编号", *daily]


def _is_in(column: int, tab: Worksheet, names: set[str]) -> bool:
    runs = (tab.column_dimensions[name] for name in names)
    return any(run.min <= column <= run.max for run in runs)


@pytest.mark.parametrize(
    ("sheet_title", "title", "kind", "source", "style"),
    [
        pytest.param("挂职", "干部", "list", "handbook_cadres", "information", id="reference"),
        pytest.param("干部", "学历", "list", "handbook_education", "information", id="long list"),
        pytest.param("干部", "性别", "list", '"未知,男,女,未说明"', "warning", id="short list"),
        pytest.param("岗位", "限中共党员", "list", '"是,否"', "warning", id="yes or no"),
        pytest.param("挂职", "计划开始", "date", "1", "warning", id="day"),
    ],
)
def test_drop_downs_and_days_advise_and_never_refuse(
    empty: ExcelWorkbook, sheet_title: str, title: str, kind: str, source: str, style: str
):
    tab = empty[sheet_title]
    letters = column_of(tab, title)
    rule = rule_at(tab, f"{letters}2")
    assert (rule.type, rule.formula1, rule.errorStyle) == (kind, source, style)
    assert rule.sqref.__str__() == f"{letters}2:{letters}1001"
    assert rule.prompt == empty[sheet_title][f"{letters}1"].comment.text


def test_no_rule_of_any_template_stops_an_entry(opened: dict[str, ExcelWorkbook]):
    for book in opened.values():
        for tab in book:
            for rule in tab.data_validations.dataValidation:
                refuses = rule.errorStyle in (None, "stop") and rule.showErrorMessage
                assert not refuses or rule.type is None, rule.sqref


def test_cells_that_take_several_are_offered_a_list_that_does_not_insist(empty: ExcelWorkbook):
    tab = empty["联系记录"]
    rule = rule_at(tab, f"{column_of(tab, '挂职')}2")
    assert (rule.type, bool(rule.showErrorMessage)) == ("list", False)


def test_stripes_are_a_rule_and_no_fill(empty: ExcelWorkbook):
    tab = empty["单位"]
    (area,) = tab.conditional_formatting
    assert [rule.formula for rule in area.rules] == [["MOD(ROW(),2)=1"]]
    assert tab["A3"].fill.fill_type is None


def test_properties_tell_language_and_schema(opened: dict[str, ExcelWorkbook]):
    for language, book in opened.items():
        properties = {each.name: each.value for each in book.custom_doc_props.props}
        assert properties == {"language": language, "schema_version": SCHEMA.version}


def test_same_input_gives_same_bytes(tmp_path: Path):
    book = cut_book()
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        write_template(SCHEMA, "zh", path, workbook=book, rows=20)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_filled_template_checks_as_the_demo_does(demo: Workbook):
    book = cut_book()
    assert demo.manifest.as_of == book.manifest.as_of == AS_OF
    assert demo.content_hash() == book.content_hash()
    assert check(demo).findings == check(book).findings


def test_filled_template_checks_as_the_demo_with_mistakes_does(tmp_path: Path):
    book = pull(MISTAKES)
    write_template(SCHEMA, "zh", tmp_path / "register.xlsx", workbook=book)
    again = pull(tmp_path / "register.xlsx")
    # how a CSV file was encoded is the one thing an Excel file cannot tell
    expected = [each for each in check(book).findings if each.code != "SRC113"]
    assert list(check(again).findings) == expected


def test_days_are_days_and_numbers_are_numbers(tmp_path: Path):
    book = filled(tmp_path / "r.xlsx", workbook())
    cells = {cell.value: book["postings"].cell(2, cell.column) for cell in book["postings"][1]}
    assert cells["start_planned"].value.date() == date(2026, 1, 1)
    assert cells["appointment_doc_number"].value == "栖组干〔2025〕18号"
    months = {cell.value: book["programmes"].cell(2, cell.column) for cell in book["programmes"][1]}
    assert months["term_max_months"].value == 12


TEXTS = {
    "formula": "=1+1",
    "array formula": "{=SUM(A1)}",
    "plus sign": "+8610",
    "address": "https://example.org/x",
    "internal address": "internal:Sheet1!A1",
    "zeros in front": "007",
    "looks like a number": "1e5",
    "looks like a day": "2024-03-01",
    "markup": "<b>&amp;</b>",
    "looks like an escape": "_x0041_",
    "two lines": "第一行\n第二行",
    "control characters": "\x01\x0b",
    "blanks around": " 前后空格 ",
    "beyond the basic plane": "😀𠮷",
}


def test_texts_come_back_as_they_were(tmp_path: Path):
    book = workbook(documents=[{"doc_id": name, "remark": text} for name, text in TEXTS.items()])
    write_template(SCHEMA, "zh", tmp_path / "r.xlsx", workbook=book, rows=20)
    again = pull(tmp_path / "r.xlsx")
    documents = next(each for each in again.sheets if each.title == "documents")
    rows = zip(documents.column(1)[1:], documents.column(2)[1:], strict=True)
    assert {name: text for name, text in rows if name} == TEXTS
    assert again.content_hash() == book.content_hash()


NO_DAYS = {
    "no such day": "2024-02-30",
    "before Excel's calendar": "1899-12-31",
    "day in words": "2024年3月1日",
    "day without zeros": "2024-3-1",
    "year one": "0001-01-01",
}


def test_what_is_no_day_for_excel_stays_text(tmp_path: Path):
    rows = [{"doc_id": name, "effective_on": text} for name, text in NO_DAYS.items()]
    book = workbook(documents=rows)
    assert SCHEMA.tables["documents"].has_field("effective_on")
    tab = filled(tmp_path / "r.xlsx", book)["documents"]
    cells = list(tab.iter_rows(min_row=2, max_row=len(rows) + 1, max_col=2, values_only=True))
    assert dict(cells) == NO_DAYS
    assert pull(tmp_path / "r.xlsx").content_hash() == book.content_hash()


ARE_NUMBERS = {
    "12": True,
    "2.5": True,
    "-3": True,
    "0.10": False,  # a zero at the end
    "-0": False,
    "8人": False,
    "１２": False,
    "1,000": False,
    "99999999999999999999": False,  # more digits than it can hold
}


def test_only_what_shows_as_typed_becomes_a_number(tmp_path: Path):
    book = workbook(absences=[{"posting_id": "S-0001", "days": text} for text in ARE_NUMBERS])
    tab = filled(tmp_path / "r.xlsx", book)["absences"]
    cells = [tab.cell(row, 2) for row in range(2, len(ARE_NUMBERS) + 2)]
    kinds = [cell.data_type == "n" for cell in cells]
    assert dict(zip(ARE_NUMBERS, kinds, strict=True)) == ARE_NUMBERS
    assert pull(tmp_path / "r.xlsx").content_hash() == book.content_hash()


def test_text_too_long_for_excel_is_cut_and_said(tmp_path: Path):
    path = tmp_path / "r.xlsx"
    book = one_cell("长" * 40_000, "remark")
    written = write_template(SCHEMA, "zh", path, workbook=book, rows=20)
    assert written == Written(6, (Cell("documents", "documents", 2, 3),))
    assert len(openpyxl.load_workbook(path)["documents"]["C2"].value) == 32_767


def test_title_rows_and_own_columns_stay_where_they_are(tmp_path: Path):
    cadres = [["挂职干部名册", "", ""], ["姓名", "干部编号", "血型"], ["顾清禾", "C-00001", "A"]]
    book = replace(workbook(), sheets=(*workbook().sheets[2:], Sheet("干部", grid(cadres))))
    tab = filled(tmp_path / "r.xlsx", book)["干部"]
    assert [[cell.value or "" for cell in row] for row in tab.iter_rows(max_row=3)] == cadres
    assert tab.freeze_panes == "B3"
    assert tab.print_title_rows == "$2:$2"
    assert (
        rule_at(tab, "A3").prompt
        == SCHEMA.field("cadres.name").descriptions["zh"] + "\n例如：顾清禾"
    )


def test_lists_read_the_columns_where_they_really_are(tmp_path: Path):
    cadres = [["名册", ""], ["姓名", "干部编号"], ["顾清禾", "C-00001"], ["陆予安", ""]]
    book = replace(workbook(), sheets=(*workbook().sheets[2:], Sheet("干部", grid(cadres))))
    write_template(SCHEMA, "zh", tmp_path / "r.xlsx", workbook=book, rows=3)
    results = openpyxl.load_workbook(tmp_path / "r.xlsx", data_only=True)[LISTS["zh"]]
    offered = {column[0].value: [cell.value for cell in column[1:4]] for column in results.columns}
    assert offered["干部"] == ["C-00001 顾清禾", None, None]
    formulas = openpyxl.load_workbook(tmp_path / "r.xlsx")[LISTS["zh"]]
    assert "INDEX('干部'!$B:$B,ROW()+1)" in formulas["A2"].value


def test_a_record_is_offered_as_the_check_reads_it(demo: Workbook):
    """Choosing from the list never makes a finding."""
    lists = next(each for each in demo.sheets if each.title == LISTS["zh"])
    offered = {
        lists.column(number)[0]: [text for text in lists.column(number)[1:] if text]
        for number in range(1, lists.column_count + 1)
    }
    postings = next(each for each in demo.sheets if each.title == "挂职")
    ids = [text for text in postings.column(1)[1:] if text]
    assert [item.split(" ")[0] for item in offered["挂职"]] == ids
    reports = sheet(
        "reports", [{"posting_id": item, "type": "summary"} for item in offered["挂职"]]
    )
    kept = tuple(each for each in demo.sheets if each.title != "汇报与材料")
    found = check_workbook(replace(demo, sheets=(*kept, reports)), SCHEMA, AS_OF).findings
    assert [each.code for each in found if each.code.startswith("KEY4") and
            each.cell.title == "reports"] == []  # fmt: skip


def test_titles_are_made_fit_for_excel(tmp_path: Path):
    cells = grid([["甲"], ["乙"]])
    titles = ["a/b", "A_b", "长" * 40, "'x'", "𠮷" * 20]
    book = Workbook(tuple(Sheet(title, cells) for title in titles), Manifest(source="test"))
    names = filled(tmp_path / "r.xlsx", book).sheetnames
    assert names[1:-2] == ["a_b", "A_b_2", "长" * 31, "x", "𠮷" * 15]


def test_shared_part_has_nothing_above_its_class(tmp_path: Path):
    book = filled(tmp_path / "r.xlsx", cut_book(), part=Part.SHARED)
    for table in SCHEMA.tables.values():
        hidden = {
            field.titles["zh"] for field in table.fields if field.visibility > Visibility.UNIT
        }
        if table.titles["zh"] in book.sheetnames:
            header = {cell.value for cell in book[table.titles["zh"]][1]}
            assert header & hidden == set()
            assert header


def test_shared_part_leaves_strangers_out(tmp_path: Path):
    strangers = Sheet("通讯录", grid([["电话"], ["8888"]]))
    cadres = sheet("cadres", [{"cadre_id": "C-00001", "name": "顾清禾", "血型": "A"}])
    book = Workbook((cadres, strangers), Manifest(source="test", language="zh"))
    written = filled(tmp_path / "r.xlsx", book, part=Part.SHARED)
    assert "通讯录" not in written.sheetnames
    assert [cell.value for cell in written["cadres"][1]] == ["cadre_id", "name"]


def test_restricted_part_takes_the_sheets_of_the_second_spreadsheet(tmp_path: Path):
    rows = sheet("cadres", [{"cadre_id": "C-00001", "remark": "说明"}])
    book = Workbook(
        (
            sheet("cadres", [{"cadre_id": "C-00001", "name": "顾清禾"}]),
            replace(rows, book=RESTRICTED),
        ),
        Manifest(source="test", language="zh"),
    )
    tab = filled(tmp_path / "r.xlsx", book, part=Part.RESTRICTED)["cadres"]
    assert [[cell.value for cell in row] for row in tab.iter_rows(max_row=2)] == [
        ["cadre_id", "remark"],
        ["C-00001", "说明"],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_instructions_name_the_sheets_by_their_titles(
    opened: dict[str, ExcelWorkbook], language: str
):
    tab = opened[language][INSTRUCTIONS[language]]
    links = {cell.value: cell.hyperlink.location for row in tab for cell in row if cell.hyperlink}
    titles = [each.title for each in draw(SCHEMA, language).tabs]
    assert links == {title: f"'{title}'!A1" for title in titles}
    text = " ".join(str(cell.value) for row in tab for cell in row if cell.value)
    assert "{" not in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_keeps_lists_days_locks_and_groups(tmp_path: Path):
    source = tmp_path / "written" / "zh.xlsx"
    source.parent.mkdir()
    write_template(SCHEMA, "zh", source, rows=20)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path),
         str(source)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    tab = openpyxl.load_workbook(tmp_path / "zh.xlsx")["挂职"]
    assert tab.protection.sheet
    assert rule_at(tab, "B2").formula1 == "handbook_cadres"
    assert rule_at(tab, "G2").type == "date"
    assert {run.outlineLevel for run in tab.column_dimensions.values()} == {0, 1}
    assert tab.print_title_rows == "$1:$1"
    assert [finding.code for finding in check(pull(tmp_path / "zh.xlsx")).findings] == [
        "CNT503"
    ] * 5


def test_the_day_is_pinned_only_where_the_register_pins_one(files: dict[str, Path]):
    assert pull(files["zh"]).manifest.as_of is None
    assert date(2026, 6, 30) == AS_OF


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(OutputError, match="写不了"):
        write_template(SCHEMA, "zh", tmp_path / "nowhere" / "register.xlsx", rows=1)
