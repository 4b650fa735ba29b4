"""The annotated copy of an Excel workbook: what is added and renewed, and that nothing is lost."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook as ExcelWorkbook

from handbook.annotating.notes import split
from handbook.annotating.results import COLUMNS, HEADER_ROW, IDENTITY_COLUMN
from handbook.annotating.xlsx import AnnotatedCopy, copy_path, write_annotated
from handbook.annotating.xlsx_comments import with_blocks
from handbook.annotating.xlsx_markup import as_utf8, read_text, written_text
from handbook.annotating.xlsx_styles import EMPTY, with_formats
from handbook.checking import Checked
from handbook.demo.writing import write_xlsx
from handbook.errors import HandbookError, OutputError
from handbook.findings import Visibility
from handbook.provisioning.template import write_template
from handbook.sources import pull
from small_workbooks import MESSAGES, ROOT, SCHEMA, check, workbook
from test_corpus import CASES, build_xlsx, findings_of, lay_over_base

OFFICE = ROOT / "tests" / "workbooks" / "office" / "register.xlsx"
RESULTS = "检查结果"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a package again with its parts changed."""
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts_of(source).items():
            package.writestr(name, change(name, content))
    return target


def with_parts(source: Path, target: Path, added: Mapping[str, bytes]) -> Path:
    """Write a package again with parts added or replaced."""
    with zipfile.ZipFile(target, "w") as package:
        for name, content in (parts_of(source) | dict(added)).items():
            package.writestr(name, content)
    return target


def annotated(
    source: Path,
    target: Path,
    *,
    language: str = "zh",
    findings: Callable[[Checked], Checked] = lambda checked: checked,
    limit: Visibility = Visibility.SEALED,
) -> AnnotatedCopy:
    checked = findings(check(pull(source)))
    return write_annotated(source, target, checked, MESSAGES, language, limit)


def nothing_found(checked: Checked) -> Checked:
    return replace(checked, findings=())


def saved(tmp_path: Path, change: Callable[[ExcelWorkbook], None], name: str = "r.xlsx") -> Path:
    """Save a small register with something in it changed by hand."""
    path = tmp_path / name
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in workbook(units=[{"unit_id": "U-1", "unit_name": "杏坞镇"}]).sheets:
        tab = book.create_sheet(sheet.title)
        for row in sheet.text.to_numpy().tolist():
            tab.append(row)
    change(book)
    book.save(path)
    return path


def comment_at(path: Path, title: str, address: str) -> str:
    comment = openpyxl.load_workbook(path)[title][address].comment
    return comment.text if comment else ""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Annotate the workbook of an office."""
    target = tmp_path_factory.mktemp("office") / "register.checked.xlsx"
    annotated(OFFICE, target)
    return target


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Write a filled template with mistakes: it has notes, stripes, locks and groups already."""
    path = tmp_path / "template.xlsx"
    units = [{"unit_id": "U-1", "unit_name": "杏坞镇"}, {"unit_id": "U-0002", "unit_name": ""}]
    write_template(SCHEMA, "zh", path, workbook=workbook(units=units), rows=20)
    return path


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        pytest.param("register.xlsx", "register.checked.xlsx", id="original"),
        pytest.param("register.checked.xlsx", "register.checked-2.xlsx", id="copy"),
        pytest.param("register.checked-2.xlsm", "register.checked-3.xlsm", id="copy of a copy"),
        pytest.param("a.b.xlsx", "a.b.checked.xlsx", id="dots in the name"),
    ],
)
def test_copies_are_named_after_their_original(source: str, copy: str):
    assert copy_path(Path("x") / source) == Path("x") / copy


def test_original_is_left_as_it_is(tmp_path: Path):
    source = shutil.copy(OFFICE, tmp_path / "register.xlsx")
    before = Path(source).read_bytes()
    annotated(Path(source), tmp_path / "copy.xlsx")
    assert Path(source).read_bytes() == before
    with pytest.raises(HandbookError, match="不能写回原文件"):
        annotated(Path(source), Path(source))


def test_copy_checks_as_the_original(office: Path):
    original, copy = check(pull(OFFICE)), check(pull(office))
    assert copy.findings == original.findings
    assert copy.workbook.content_hash() == original.workbook.content_hash()


def test_every_finding_is_one_line_with_a_link_to_its_cell(office: Path):
    findings = check(pull(OFFICE)).findings
    tab = openpyxl.load_workbook(office)[RESULTS]
    rows = [[cell.value or "" for cell in row] for row in tab.iter_rows(min_row=HEADER_ROW)]
    assert rows[0] == list(COLUMNS)
    told = [row[1] for row in rows[1:] if row[IDENTITY_COLUMN - 1]]
    assert sorted(told) == sorted(each.code for each in findings)
    links = [row[3].hyperlink for row in tab.iter_rows(min_row=HEADER_ROW + 1)]
    places = [link.location if link else "" for link in links]
    assert places[:4] == ["", "", "'单位'!B15", "'干部'!E9"]


def test_result_sheet_is_frozen_filtered_and_ready_to_print(office: Path):
    tab = openpyxl.load_workbook(office)[RESULTS]
    assert tab.freeze_panes == f"A{HEADER_ROW + 1}"
    assert tab.auto_filter.ref == f"A{HEADER_ROW}:J{tab.max_row}"
    assert tab.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert (tab.page_setup.orientation, tab.page_setup.fitToHeight) == ("landscape", 0)
    assert [tab.column_dimensions[name].hidden for name in "JKL"] == [False, True, True]


def test_every_finding_with_a_cell_is_in_the_comment_of_its_cell(office: Path):
    book = openpyxl.load_workbook(office)
    for finding in check(pull(OFFICE)).findings:
        cell = finding.cell
        if cell.row_number and cell.column_number:
            comment = book[cell.title].cell(cell.row_number, cell.column_number).comment
            assert f"[{finding.code}]" in comment.text
            assert split(comment.text).persons == ""


def test_colour_is_one_rule_per_sheet_and_no_fill(office: Path):
    before, after = openpyxl.load_workbook(OFFICE), openpyxl.load_workbook(office)
    rules = {
        tab.title: [rule.formula for area in tab.conditional_formatting for rule in area.rules]
        for tab in after
    }
    assert rules["挂职"] == [['COUNTIF(handbook_marks,"postings/"&$B3&"/"&A$2)>0']]
    assert all(len(each) <= 1 for each in rules.values())
    for tab in before:
        for row in tab.iter_rows():
            for cell in row:
                now = after[tab.title][cell.coordinate]
                assert (now.fill.fill_type, now.style_id) == (cell.fill.fill_type, cell.style_id)


def test_marks_name_exactly_the_cells_the_rule_looks_up(office: Path):
    book = openpyxl.load_workbook(office)
    place = book.defined_names["handbook_marks"].attr_text
    marks = [cell.value for (cell,) in book[RESULTS][place.split("!")[1].replace("$", "")]]
    assert "postings/S-0008/派出单位" in marks


def test_other_parts_are_copied_byte_for_byte(tmp_path: Path):
    strange = {
        "xl/vbaProject.bin": bytes(range(256)),
        "xl/drawings/drawing7.xml": "<图/>".encode(),
        "xl/pivotTables/pivotTable1.xml": b"<pivot/>",
        "customXml/item1.xml": b"<a  b='1'/>",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
    }
    source = with_parts(OFFICE, tmp_path / "r.xlsm", strange)
    annotated(source, tmp_path / "copy.xlsm")
    before, after = parts_of(source), parts_of(tmp_path / "copy.xlsm")
    touched = re.compile(
        r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml"
        r"|xl/worksheets/sheet\d\.xml"
    )
    for name, content in before.items():
        assert after[name] == content or touched.fullmatch(name), name


def test_cells_and_everything_else_in_a_sheet_stay_byte_for_byte(office: Path):
    """Taking the marks away again gives the very bytes of the original sheets."""
    before, after = parts_of(OFFICE), parts_of(office)
    for name in before:
        if name.startswith("xl/worksheets/sheet"):
            without = re.sub(rb"<conditionalFormatting.*</conditionalFormatting>", b"", after[name])
            assert re.sub(rb"<legacyDrawing [^>]*/>", b"", without) == before[name]


@pytest.mark.parametrize("kind", ["office", "template"])
def test_same_findings_again_give_the_same_parts(kind: str, tmp_path: Path, template: Path):
    source = OFFICE if kind == "office" else template
    annotated(source, tmp_path / "one.xlsx")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx")
    assert parts_of(tmp_path / "two.xlsx") == parts_of(tmp_path / "one.xlsx")


@pytest.mark.parametrize("kind", ["office", "template"])
def test_where_nothing_is_found_any_more_no_trace_is_left(
    kind: str, tmp_path: Path, template: Path
):
    source = OFFICE if kind == "office" else template
    annotated(source, tmp_path / "one.xlsx")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx", findings=nothing_found)
    before, after = parts_of(source), parts_of(tmp_path / "two.xlsx")
    for name in before:
        if "/sheet" in name or "omments" in name or "vmlDrawing" in name:
            expected = re.sub(rb'priority="1"', b'priority="2"', before[name])
            assert after[name] in (before[name], expected) or name == _results_part(after), name
    assert {name for name in after if "omments" in name} == {
        name for name in before if "omments" in name
    }


def _results_part(parts: Mapping[str, bytes]) -> str:
    return next(name for name, content in parts.items() if "截至".encode() in content)


def test_a_persons_comment_is_kept_above_ours_with_its_formatting(tmp_path: Path):
    def remark(book: ExcelWorkbook) -> None:
        book["units"]["A2"].comment = Comment("请张主任核实", "景砚秋")
        book["units"]["B2"].comment = Comment("另一处", "景砚秋")

    rich = (
        b"<r><rPr><b/><sz val='9'/></rPr><t>\xe8\xaf\xb7</t></r>"
        b"<r><rPr><i/></rPr><t xml:space='preserve'>\xe6\xa0\xb8 </t></r>"
    )
    plain = saved(tmp_path, remark)
    source = repacked(
        plain,
        tmp_path / "rich.xlsx",
        lambda name, content: re.sub(
            rb"(?s)<text>.*?</text>", b"<text>" + rich + b"</text>", content, count=1
        ) if "comments/comment" in name else content,
    )  # fmt: skip
    annotated(source, tmp_path / "one.xlsx")
    text = comment_at(tmp_path / "one.xlsx", "units", "A2")
    assert split(text).persons == "请核 "
    assert split(text).ours
    assert comment_at(tmp_path / "one.xlsx", "units", "B2") == "另一处"
    comments = next(v for k, v in parts_of(tmp_path / "one.xlsx").items() if "comments/" in k)
    assert rich in comments
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx", findings=nothing_found)
    assert (
        parts_of(tmp_path / "two.xlsx")["xl/comments/comment1.xml"]
        == parts_of(source)["xl/comments/comment1.xml"]
    )


def test_a_comment_of_our_own_edited_by_a_person_is_that_persons(tmp_path: Path, template: Path):
    annotated(template, tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    cell = book["units"]["A2"]
    cell.comment = Comment(cell.comment.text.replace("U-1", "U-1（已问过）", 1), "俞含章")
    book.save(tmp_path / "edited.xlsx")
    annotated(tmp_path / "edited.xlsx", tmp_path / "two.xlsx")
    text = comment_at(tmp_path / "two.xlsx", "units", "A2")
    assert "U-1（已问过）" in split(text).persons
    assert "U-1（已问过）" not in split(text).ours


def test_since_when_is_kept_from_copy_to_copy(tmp_path: Path, template: Path):
    annotated(template, tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    book[RESULTS].cell(HEADER_ROW + 1, 10).value = "2026-05-04"
    book.save(tmp_path / "older.xlsx")
    annotated(tmp_path / "older.xlsx", tmp_path / "two.xlsx")
    tab = openpyxl.load_workbook(tmp_path / "two.xlsx")[RESULTS]
    days = [row[9].value for row in tab.iter_rows(min_row=HEADER_ROW + 1)]
    assert days[0] == "2026-05-04"
    assert set(days[1:]) == {"2026-06-30"}


def test_rules_of_others_keep_their_order_behind_ours(tmp_path: Path, template: Path):
    annotated(template, tmp_path / "one.xlsx")
    tab = openpyxl.load_workbook(tmp_path / "one.xlsx")["units"]
    rules = [rule for area in tab.conditional_formatting for rule in area.rules]
    order = [rule.formula[0][:9] for rule in sorted(rules, key=lambda each: each.priority)]
    assert order == ["COUNTIF(h", "MOD(ROW()"]


def test_findings_above_the_limit_are_nowhere_in_the_file(tmp_path: Path):
    copy = annotated(OFFICE, tmp_path / "copy.xlsx", limit=Visibility.PUBLIC)
    told = [each for each in check(pull(OFFICE)).findings if each.visibility <= Visibility.PUBLIC]
    assert copy.told == len(told)
    assert copy.kept_back == len(check(pull(OFFICE)).findings) - len(told)
    tab = openpyxl.load_workbook(tmp_path / "copy.xlsx")[RESULTS]
    codes = [row[1].value for row in tab.iter_rows(min_row=HEADER_ROW + 1)]
    assert codes == [each.code for each in told]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("zh", "检查结果", id="zh"),
        pytest.param("vi", "Kết quả kiểm tra", id="vi"),
        pytest.param("en", "Check results", id="en"),
    ],
)
def test_answers_are_in_the_language_asked_for(tmp_path: Path, language: str, title: str):
    annotated(OFFICE, tmp_path / "copy.xlsx", language=language)
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").sheetnames[-1] == title


def test_result_sheet_of_another_language_is_used_again(tmp_path: Path):
    annotated(OFFICE, tmp_path / "one.xlsx", language="vi")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx", language="zh")
    names = openpyxl.load_workbook(tmp_path / "two.xlsx").sheetnames
    assert [name for name in names if name in ("检查结果", "Kết quả kiểm tra")] == [
        "Kết quả kiểm tra"
    ]


def test_a_sheet_of_ones_own_under_our_title_is_not_overwritten(tmp_path: Path):
    source = saved(tmp_path, lambda book: book.create_sheet(RESULTS).append(["我的记录"]))
    with pytest.raises(HandbookError, match="改个名"):
        annotated(source, tmp_path / "copy.xlsx")
    assert not (tmp_path / "copy.xlsx").exists()


def test_our_result_sheet_is_known_without_its_name_too(tmp_path: Path):
    annotated(OFFICE, tmp_path / "one.xlsx")
    source = repacked(
        tmp_path / "one.xlsx",
        tmp_path / "two.xlsx",
        lambda name, content: re.sub(rb"<definedName .*</definedName>", b"", content)
        if name == "xl/workbook.xml" else content,
    )  # fmt: skip
    annotated(source, tmp_path / "three.xlsx")
    assert openpyxl.load_workbook(tmp_path / "three.xlsx").sheetnames.count(RESULTS) == 1


def test_a_copy_somebody_worked_in_is_not_replaced(tmp_path: Path):
    target = tmp_path / "copy.xlsx"
    annotated(OFFICE, target)
    annotated(OFFICE, target)
    openpyxl.load_workbook(target).save(target)
    before = target.read_bytes()
    with pytest.raises(HandbookError, match="有人改过"):
        annotated(OFFICE, target)
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('=HYPERLINK("http://x.example")', id="formula"),
        pytest.param("<t>&amp;]]>", id="markup"),
        pytest.param("⟦检查⟧\n假的\n⟦/检查 000000⟧", id="our own tags"),
        pytest.param("_x0041__x000D_", id="looks like an escape"),
        pytest.param("长" * 32_767, id="as long as a cell can be"),
        pytest.param("a\tb\nc\u200b\u202e", id="invisible characters"),
    ],
)
def test_hostile_texts_stay_texts(tmp_path: Path, text: str):
    def hostile(book: ExcelWorkbook) -> None:
        for address in ("A2", "B2"):
            cell = book["units"][address]
            cell.value = text
            cell.data_type = "s"

    source = saved(tmp_path, hostile)
    annotated(source, tmp_path / "one.xlsx")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx")
    assert parts_of(tmp_path / "one.xlsx") == parts_of(tmp_path / "two.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert book["units"]["A2"].value.replace("_x000D_", "") == text.replace("_x000D_", "")
    assert {cell.data_type for row in book[RESULTS] for cell in row} <= {"s", "n"}
    assert not any(cell.data_type == "n" and cell.value for row in book[RESULTS] for cell in row)


def test_a_comment_stands_on_the_first_cell_of_a_merged_block(tmp_path: Path):
    def merge(book: ExcelWorkbook) -> None:
        tab = book["units"]
        tab.append(["U-2", "白枥乡"])
        tab.merge_cells("A2:A3")

    source = saved(tmp_path, merge)
    annotated(source, tmp_path / "copy.xlsx")
    tab = openpyxl.load_workbook(tmp_path / "copy.xlsx")["units"]
    placed = {cell.coordinate for row in tab for cell in row if cell.comment}
    assert "A2" in placed
    assert "A3" not in placed


def test_hidden_sheets_and_columns_are_marked_too(tmp_path: Path):
    def hide(book: ExcelWorkbook) -> None:
        book["units"].sheet_state = "hidden"
        for letters in "BCDEFGHIJ":
            book["units"].column_dimensions[letters].hidden = True

    source = saved(tmp_path, hide)
    annotated(source, tmp_path / "copy.xlsx")
    assert comment_at(tmp_path / "copy.xlsx", "units", "A2")
    drawing = next(v for k, v in parts_of(tmp_path / "copy.xlsx").items() if k.endswith(".vml"))
    anchors = re.findall(rb"<x:Anchor>(\d+), \d+, \d+, \d+, (\d+)", drawing)
    assert (b"10", b"14") in anchors


def test_fills_of_persons_stay(tmp_path: Path):
    yellow = PatternFill("solid", fgColor="FFFFFF00")

    def paint(book: ExcelWorkbook) -> None:
        book["units"]["A2"].fill = yellow

    source = saved(tmp_path, paint)
    annotated(source, tmp_path / "copy.xlsx")
    fill = openpyxl.load_workbook(tmp_path / "copy.xlsx")["units"]["A2"].fill
    assert fill.fgColor.rgb == "FFFFFF00"


def prefixed(name: str, content: bytes) -> bytes:
    """Write the main parts with a prefix, as some programs do."""
    if not re.fullmatch(r"xl/(workbook|styles|worksheets/sheet\d+)\.xml", name):
        return content
    content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
    return content.replace(b' xmlns="', b' xmlns:x="')


def test_parts_written_with_a_prefix_are_annotated_like_any(tmp_path: Path):
    source = repacked(OFFICE, tmp_path / "r.xlsx", prefixed)
    annotated(source, tmp_path / "one.xlsx")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx")
    assert parts_of(tmp_path / "one.xlsx") == parts_of(tmp_path / "two.xlsx")
    plain = tmp_path / "plain.xlsx"
    annotated(OFFICE, plain)
    for title in ("挂职", "干部"):
        notes = [
            {cell.coordinate: cell.comment.text for row in book[title] for cell in row
             if cell.comment}
            for book in map(openpyxl.load_workbook, (plain, tmp_path / "one.xlsx"))
        ]  # fmt: skip
        assert notes[0] == notes[1]


def test_cells_with_a_conversation_are_answered_in_the_result_sheet_only(tmp_path: Path):
    source = saved(tmp_path, lambda _book: None)
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="../threadedComments/threadedComment1.xml" Type='
        b'"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
        b"</Relationships>"
    )
    talk = b'<ThreadedComments xmlns="x"><threadedComment ref="A2"/></ThreadedComments>'
    source = with_parts(
        source,
        tmp_path / "talk.xlsx",
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relations,
            "xl/threadedComments/threadedComment1.xml": talk,
        },
    )
    copy = annotated(source, tmp_path / "copy.xlsx")
    assert copy.remarks == ("有 1 个单元格上有会话批注，答复只写在本表。",)
    assert parts_of(tmp_path / "copy.xlsx")["xl/threadedComments/threadedComment1.xml"] == talk
    tab = openpyxl.load_workbook(tmp_path / "copy.xlsx")[RESULTS]
    assert tab["A3"].value == copy.remarks[0]


def test_form_controls_drawn_beside_the_comments_stay(tmp_path: Path, template: Path):
    button = (
        b'<v:shape id="_x0000_s9001" type="#_x0000_t201"><v:textbox><div>a<br>b</div></v:textbox>'
        b'<x:ClientData ObjectType="Button"><x:Row>1</x:Row><x:Column>0</x:Column>'
        b"</x:ClientData></v:shape>"
    )
    source = repacked(
        template,
        tmp_path / "r.xlsx",
        lambda name, content: content.replace(b"</xml>", button + b"</xml>")
        if name.endswith(".vml") else content,
    )  # fmt: skip
    annotated(source, tmp_path / "one.xlsx")
    annotated(tmp_path / "one.xlsx", tmp_path / "two.xlsx", findings=nothing_found)
    for name, content in parts_of(tmp_path / "two.xlsx").items():
        if name.endswith(".vml"):
            assert content.count(button) == 1
            assert content == parts_of(source)[name]


def test_header_of_two_rows_is_looked_up_as_one_title(tmp_path: Path):
    def deepen(book: ExcelWorkbook) -> None:
        tab = book["postings"]
        tab.insert_rows(1)
        first = {cell.value: cell.column for cell in tab[2]}["start_planned"]
        for offset, text in enumerate(("开始", "结束")):
            tab.cell(2, first + offset).value = text
        tab.cell(1, first).value = "计划"
        for column in range(1, tab.max_column + 1):
            if column not in (first, first + 1):
                tab.cell(1, column).value = tab.cell(2, column).value
                tab.cell(2, column).value = None
        tab.cell(3, first).value = "2026-13-01"

    source = saved(tmp_path, deepen)
    annotated(source, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    (area,) = book["postings"].conditional_formatting
    assert area.rules[0].formula == ['COUNTIF(handbook_marks,"postings/"&$A3&"/"&A$1&A$2)>0']
    marks = [row[10].value for row in book[RESULTS].iter_rows(min_row=HEADER_ROW + 1)]
    assert "postings/S-0001/计划开始" in marks


def test_more_comments_than_one_block_of_shapes_holds(tmp_path: Path):
    def many(book: ExcelWorkbook) -> None:
        for number in range(1100):
            book["units"].append([f"X{number}", "单位"])

    source = saved(tmp_path, many)
    copy = annotated(source, tmp_path / "one.xlsx")
    assert copy.noted > 1100
    drawing = parts_of(tmp_path / "one.xlsx")["xl/drawings/vmlDrawing1.vml"]
    assert b'data="1,2"' in drawing
    numbers = re.findall(rb'<v:shape id="_x0000_s(\d+)"', drawing)
    assert len(set(numbers)) == len(numbers) > 1100


def test_nothing_found_is_a_result_too(tmp_path: Path):
    annotated(OFFICE, tmp_path / "copy.xlsx", findings=nothing_found)
    tab = openpyxl.load_workbook(tmp_path / "copy.xlsx")[RESULTS]
    assert tab["A1"].value.endswith("没有发现问题。")
    assert tab.max_row == HEADER_ROW


def test_strict_workbooks_are_refused_with_what_to_do(tmp_path: Path):
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    source = repacked(
        OFFICE,
        tmp_path / "r.xlsx",
        lambda name, content: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict
        ) if name == "xl/workbook.xml" else content,
    )  # fmt: skip
    with pytest.raises(HandbookError, match="另存为普通的"):
        write_annotated(source, tmp_path / "copy.xlsx", check(pull(OFFICE)), MESSAGES, "zh")


def test_a_target_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(OutputError, match="写不了"):
        annotated(OFFICE, tmp_path / "nowhere" / "copy.xlsx")


CODE = re.compile(r"[A-Z]+(-R)?\d+")


def one_case_per_code() -> Iterator[Path]:
    """Give the first case of each code that is one file, but for the findings about waivers."""
    seen = set[str]()
    for case in CASES:
        code = CODE.match(case.name)[0]
        told = code.startswith(("SRC", "HDR", "CEL", "KEY", "POL"))
        if told and code not in seen and not (case / "manifest.json").exists():
            seen.add(code)
            yield case


def traits_of(case: Path) -> set[tuple[str, object]]:
    """Say of a case what a copy tells apart: how it is laid out, and what is found in it."""
    found, _ = findings_of(case)
    described = case / "build.json"
    sheets = json.loads(described.read_text("utf-8"))["sheets"] if described.exists() else ()
    return {
        *(("layout", key) for sheet in sheets for key in sheet),
        ("several", len(found) > 1),
        *(
            trait
            for each in found
            for trait in (
                ("family", each.code[:3]), ("severity", each.severity),
                ("party", each.responsible), ("variant", bool(each.variant)),
                ("sheet", each.cell.sheet), ("row", each.cell.row_number is None),
                ("column", each.cell.column_number is None), ("related", len(each.related)),
                ("batch", bool(each.batch)),
            )
        ),
    }  # fmt: skip


def test_mistakes_of_every_kind_are_answered_in_the_copy(tmp_path: Path):
    seen = set[tuple[str, object]]()
    for case in one_case_per_code():
        if not seen >= (traits := traits_of(case)):
            seen |= traits
            assert_answered(case, tmp_path / case.name)


@pytest.mark.soak
@pytest.mark.parametrize("case", tuple(one_case_per_code()), ids=lambda case: case.name)
def test_mistakes_of_the_corpus_are_answered_in_the_copy(case: Path, tmp_path: Path):
    assert_answered(case, tmp_path)


def assert_answered(case: Path, folder: Path) -> None:
    """Annotate a case of the corpus twice."""
    source = folder / "register.xlsx"
    if (case / "build.json").exists():
        source = build_xlsx(case, folder)
    else:
        write_xlsx(pull(lay_over_base(case, folder)), source)
    found = check(pull(source))
    write_annotated(source, folder / "one.xlsx", found, MESSAGES, "zh")
    again = check(pull(folder / "one.xlsx"))
    assert again.findings == found.findings, case.name
    write_annotated(folder / "one.xlsx", folder / "two.xlsx", again, MESSAGES, "zh")
    assert parts_of(folder / "one.xlsx") == parts_of(folder / "two.xlsx"), case.name
    results = next(each for each in again.workbook.sheets if each.title == RESULTS)
    told = [code for code in results.column(2)[HEADER_ROW:] if code]
    assert told == [each.code for each in found.findings], case.name


PERSONS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=30
)


@given(persons=PERSONS.filter(lambda text: split(text).ours == ""), rounds=st.integers(1, 3))
def test_what_persons_wrote_survives_any_number_of_rounds(persons: str, rounds: int):
    content = (
        '<comments xmlns="u"><authors><author>甲</author></authors><commentList>'
        '<comment ref="A2" authorId="0"><text><r><t xml:space="preserve">'
        f"{written_text(persons)}</t></r></text></comment></commentList></comments>"
    ).encode()
    block = "⟦检查⟧\n错误\n⟦/检查 {}⟧"
    now = content
    for _ in range(rounds):
        now = with_blocks(now, {"A2": block.format("d41d8c"), "B7": "⟦检查⟧"}).content
    assert written_text(persons).encode() in now


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")))
def test_texts_are_read_back_as_written(text: str):
    whole = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text)
    unescaped = written_text(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert read_text(unescaped) == whole


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_parts_are_edited_in_utf_8(encoding: str):
    text = '<?xml version="1.0" encoding="{}"?><a>挂职</a>'
    assert as_utf8(text.format(encoding).encode(encoding)).decode() == text.format("UTF-8")


def test_formats_are_added_once():
    once, first = with_formats(b"")
    twice, second = with_formats(once)
    assert (twice, second) == (once, first)
    assert with_formats(EMPTY)[0] == once


@pytest.mark.parametrize(
    "styles",
    [
        pytest.param(EMPTY, id="no differential formats"),
        pytest.param(EMPTY.replace(b"</cellXfs>", b'</cellXfs><dxfs count="0"/>'), id="none yet"),
        pytest.param(
            EMPTY.replace(b"</cellXfs>", b'</cellXfs><dxfs count="1"><dxf><font/></dxf></dxfs>'),
            id="some of others",
        ),
    ],
)
def test_our_colour_comes_behind_the_formats_of_others(styles: bytes):
    content, formats = with_formats(styles)
    block = re.search(rb'<dxfs count="(\d)">((?:<dxf>.*?</dxf>)*)</dxfs>', content)
    assert int(block[1]) == block[2].count(b"<dxf>") == formats.mark + 1
    assert b"FFFFE6B2" in block[2].split(b"<dxf>")[formats.mark + 1]
