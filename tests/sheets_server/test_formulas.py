"""Formulas worked out: what each gives, as Google documents its functions.

The function list: https://support.google.com/docs/table/25273
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import hypothesis
import pytest
from hypothesis import strategies as st

from sheets_server.formulas import (
    Area,
    Block,
    CircularReference,
    ErrorValue,
    Value,
    evaluate,
    link,
)
from sheets_server.formulas.functions import FUNCTIONS

_CADRES: Sequence[Sequence[Value]] = (
    ("干部编号", "姓名", "出生", "分数"),
    ("C-00001", "顾清禾", 30317.0, 91.0),
    ("C-00002", "陆予安", None, 78.5),
    (None, None, None, None),
    ("C-00004", "单若溪", 29221.0, None),
    ("c-00001", "祁慕白", None, "未评"),
)
_RESULTS: Sequence[Sequence[Value]] = (
    ("位置",),
    ("C-00002/姓名",),
    ("C-00004/出生",),
    (ErrorValue.MISSING,),
)


@dataclass
class Spreadsheet:
    """A spreadsheet of plain values and formulas, seen from one cell of it."""

    sheets: Mapping[str, Sequence[Sequence[Value]]]
    title: str = "干部"
    row: int = 1
    column: int = 6
    today: date = date(2026, 6, 30)
    memo: MutableMapping[Area, Block] = field(default_factory=dict)
    busy: tuple[tuple[str, int, int], ...] = ()

    def cell(self, sheet_title: str | None, row: int, column: int) -> Value:
        title = sheet_title or self.title
        if (title, row, column) in (*self.busy, (self.title, self.row, self.column)):
            raise CircularReference(title, row, column)
        cells = self.sheets[title]
        value = cells[row - 1][column - 1] if len(cells) >= row else None
        if not isinstance(value, str) or not value.startswith("="):
            return value
        busy = (*self.busy, (self.title, self.row, self.column))
        found = evaluate(value, Spreadsheet(self.sheets, title, row, column, busy=busy))
        return found[0][0] if isinstance(found, list) else found

    def size(self, sheet_title: str | None) -> tuple[int, int]:
        cells = self.sheets[sheet_title or self.title]
        return len(cells), len(cells[0])


def sheet(row: int = 1, column: int = 6) -> Spreadsheet:
    """Give the register of the cases, seen from a cell beside the cadres."""
    return Spreadsheet({"干部": _CADRES, "检查结果": _RESULTS}, row=row, column=column)


def given(formula: str, row: int = 1) -> object:
    """Work out a formula beside the cadres; errors as the text shown."""
    found = evaluate(formula, sheet(row))
    return found.value if isinstance(found, ErrorValue) else found


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("=1+2*3", 7, id="product before sum"),
        pytest.param("=(1+2)*3", 9, id="parentheses first"),
        pytest.param("=2^3*2", 16, id="power before product"),
        pytest.param("=2^-1", 0.5, id="negative power"),
        pytest.param("=-2^2", 4, id="sign before power"),
        pytest.param("=7-2-1", 4, id="from left to right"),
        pytest.param("=50%*4", 2, id="percent"),
        pytest.param("=1.5e3", 1500, id="exponent"),
        pytest.param('="a"&1&TRUE', "a1TRUE", id="joining"),
        pytest.param('="say ""hi"""', 'say "hi"', id="quotes in text"),
        pytest.param('="1"+1', 2, id="text that spells a number"),
        pytest.param('="x"+1', "#VALUE!", id="text that spells none"),
        pytest.param("=1/0", "#DIV/0!", id="division by zero"),
        pytest.param("=1e308*10", "#NUM!", id="too large"),
        pytest.param("=1e999", "#NUM!", id="too large as typed"),
        pytest.param('="1e999"+1', "#VALUE!", id="text too large"),
        pytest.param('="nan"+1', "#VALUE!", id="text that is no number"),
        pytest.param("=(-8)^0.5", "#NUM!", id="root of a negative number"),
        pytest.param('="a"="A"', True, id="capitals do not matter"),
        pytest.param('=1<"a"', True, id="numbers before text"),
        pytest.param('="z"<TRUE', True, id="text before truth"),
        pytest.param('=A4=""', True, id="blank is the empty text"),
        pytest.param("=A4=0", True, id="blank is zero"),
        pytest.param("=A4+1", 1, id="blank adds nothing"),
        pytest.param("=1<>2", True, id="unequal"),
        pytest.param("= 1 + 1 ", 2, id="spaces"),
        pytest.param("=1+", "#ERROR!", id="unfinished"),
        pytest.param("=(1", "#ERROR!", id="open parenthesis"),
        pytest.param('="a', "#ERROR!", id="open quotes"),
        pytest.param("=" + "(" * 5000 + "1", "#ERROR!", id="far too deep"),
        pytest.param("=" + "+".join("1" * 5000), 5000, id="long"),
        pytest.param("=" + "-" * 5000 + "1", "#ERROR!", id="far too many signs"),
        pytest.param("=NOSUCH(1)", "#NAME?", id="unknown function"),
        pytest.param("=nosuch", "#NAME?", id="unknown name"),
        pytest.param("=#N/A", "#N/A", id="error as a value"),
        pytest.param("=LEN()", "#N/A", id="too few arguments"),
        pytest.param("=NOT(1,2)", "#N/A", id="too many arguments"),
    ],
)
def test_operators_give_what_google_gives(formula: str, expected: object):
    assert given(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("=A2", "C-00001", id="cell"),
        pytest.param("=$A$2", "C-00001", id="fixed cell"),
        pytest.param("='检查结果'!A2", "C-00002/姓名", id="other sheet, quoted"),
        pytest.param("=检查结果!A2", "C-00002/姓名", id="other sheet, plain"),
        pytest.param("='没有'!A2", "#REF!", id="no such sheet"),
        pytest.param("=Z2", "#REF!", id="outside of the sheet"),
        pytest.param("=#REF!+1", "#REF!", id="dead reference"),
        pytest.param("=COUNTA(A2:A)", 4, id="open range"),
        pytest.param("=COUNTA(A:A)", 5, id="whole column"),
        pytest.param("=COUNTA(2:2)", 4, id="whole row"),
        pytest.param("=COUNTA(A2:B)", 8, id="open range of two columns"),
        pytest.param("=COUNTA($B$3:$A$2)", 4, id="range from its other corner"),
        pytest.param('=COUNTA(INDIRECT("A2:A"))', 4, id="range named in text"),
        pytest.param("=INDIRECT(\"'检查结果'!A3\")", "C-00004/出生", id="cell named in text"),
        pytest.param('=INDIRECT("no cell")', "#REF!", id="text that names nothing"),
        pytest.param("=ROW(A3)", 3, id="row of a cell"),
        pytest.param("=COLUMN(C1)", 3, id="column of a cell"),
    ],
)
def test_references_find_their_cells(formula: str, expected: object):
    assert given(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('=IF(D2>90,"优","良")', "优", id="IF true"),
        pytest.param('=IF(D3>90,"优")', False, id="IF without otherwise"),
        pytest.param("=IF(TRUE,1,1/0)", 1, id="IF looks at one branch only"),
        pytest.param("=IF(1/0,1,2)", "#DIV/0!", id="IF of an error"),
        pytest.param('=IF("x",1,2)', "#VALUE!", id="IF of text"),
        pytest.param("=IF(TRUE,,2)", None, id="IF with an argument left out"),
        pytest.param('=IFERROR(1/0,"无")', "无", id="IFERROR catches"),
        pytest.param("=IFERROR(1/0)", None, id="IFERROR blank"),
        pytest.param("=IFERROR(5,1/0)", 5, id="IFERROR without error"),
        pytest.param('=IFNA(NA(),"无")', "无", id="IFNA catches"),
        pytest.param("=IFNA(1/0,0)", "#DIV/0!", id="IFNA lets others pass"),
        pytest.param("=AND(TRUE,1)", True, id="AND"),
        pytest.param("=AND(A2:A6)", "#VALUE!", id="AND of text only"),
        pytest.param("=OR(FALSE,0)", False, id="OR"),
        pytest.param("=OR(D2>100,TRUE)", True, id="OR of several"),
        pytest.param("=NOT(FALSE)", True, id="NOT"),
        pytest.param("=ISBLANK(A4)", True, id="ISBLANK"),
        pytest.param('=ISBLANK("")', False, id="ISBLANK of empty text"),
        pytest.param("=ISERROR(1/0)", True, id="ISERROR"),
        pytest.param("=ISNUMBER(D2)", True, id="ISNUMBER"),
        pytest.param("=ISTEXT(A2)", True, id="ISTEXT"),
        pytest.param("=SUM(D2:D,1)", 170.5, id="SUM passes over text"),
        pytest.param("=SUM('检查结果'!A1:A)", "#N/A", id="SUM of an error"),
        pytest.param("=MIN(D2:D6)", 78.5, id="MIN"),
        pytest.param("=MAX(D2:D6)", 91, id="MAX"),
        pytest.param("=MAX(A2:A6)", 0, id="MAX of nothing"),
        pytest.param("=COUNT(D1:D6)", 2, id="COUNT"),
        pytest.param("=COUNTA(D1:D6)", 4, id="COUNTA"),
        pytest.param("=ROUND(2.5)", 3, id="ROUND half up"),
        pytest.param("=ROUND(-2.5)", -3, id="ROUND half away from zero"),
        pytest.param("=ROUND(1.005,2)", 1.01, id="ROUND as written"),
        pytest.param("=ROUND(1234,-2)", 1200, id="ROUND hundreds"),
        pytest.param("=ROUND(1,400)", 1, id="ROUND to nothing"),
        pytest.param("=ROUND(1e308,-400)", 0, id="ROUND all away"),
        pytest.param("=DATE(1e308,1,1)", "#NUM!", id="DATE too large"),
        pytest.param("=DATE(99999,1,1)", "#NUM!", id="DATE beyond the calendar"),
        pytest.param("=DATE(2024,3,1)", 45352, id="DATE"),
        pytest.param("=DATE(2024,14,0)", 45688, id="DATE carries over"),
        pytest.param("=DATE(1900,3,1)", 61, id="DATE in 1900"),
        pytest.param("=EOMONTH(DATE(2024,1,31),1)", 45351, id="EOMONTH leap day"),
        pytest.param("=EOMONTH(DATE(2024,1,31),-1)", 45291, id="EOMONTH before"),
        pytest.param("=TODAY()-DATE(2026,6,1)", 29, id="TODAY"),
        pytest.param("=YEAR(45352)&MONTH(45352)&DAY(45352)", "202431", id="parts of a date"),
    ],
)
def test_functions_of_logic_and_numbers(formula: str, expected: object):
    assert given(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('=TRIM("  a   b ")', "a b", id="TRIM"),
        pytest.param('=MID("C-00012 顾清禾",9,9)', "顾清禾", id="MID"),
        pytest.param('=MID("abc",0,1)', "#VALUE!", id="MID before the first"),
        pytest.param('=LEFT("顾清禾")', "顾", id="LEFT one"),
        pytest.param('=LEFT("顾清禾",2)', "顾清", id="LEFT two"),
        pytest.param('=RIGHT("顾清禾",2)', "清禾", id="RIGHT"),
        pytest.param('=RIGHT("顾",5)', "顾", id="RIGHT of a short text"),
        pytest.param('=LEN("顾清禾")', 3, id="LEN"),
        pytest.param("=LEN(120)", 3, id="LEN of a number"),
        pytest.param('=FIND(" ","C-00012 顾")', 8, id="FIND"),
        pytest.param('=FIND("A","abc")', "#VALUE!", id="FIND tells capitals apart"),
        pytest.param('=LOWER("Ab")&UPPER("Ab")', "abAB", id="LOWER and UPPER"),
        pytest.param('=SUBSTITUTE("a-b-c","-","")', "abc", id="SUBSTITUTE"),
        pytest.param('=CONCATENATE(A2," ",B2)', "C-00001 顾清禾", id="CONCATENATE"),
        pytest.param('=JOIN("；",B2:B3)', "顾清禾；陆予安", id="JOIN"),
        pytest.param('=TEXTJOIN("；",TRUE,B2:B5)', "顾清禾；陆予安；单若溪", id="TEXTJOIN"),
        pytest.param('=TEXT(45352,"yyyy-mm-dd")', "2024-03-01", id="TEXT date"),
        pytest.param('=TEXT(45352,"yyyy年m月d日")', "2024年3月1日", id="TEXT Chinese date"),
        pytest.param('=TEXT(7,"00000")', "00007", id="TEXT padded"),
        pytest.param('=TEXT(1234.5,"#,##0.00")', "1,234.50", id="TEXT grouped"),
        pytest.param('=TEXT(0.256,"0.0%")', "25.6%", id="TEXT percent"),
        pytest.param('=TEXT(12,"""C-""00000")', "C-00012", id="TEXT quoted"),
        pytest.param('=TEXT(-1.5,"0.##")', "-1.5", id="TEXT optional decimals"),
        pytest.param('=LEFT("a",1e308)', "#NUM!", id="LEFT too many"),
        pytest.param('=LEN(TEXT(1e308,"0.00"))', 312, id="TEXT of a large number"),
        pytest.param('=HYPERLINK("https://example.org","看")', "看", id="HYPERLINK"),
        pytest.param('=HYPERLINK("https://example.org")', "https://example.org", id="bare link"),
        pytest.param(r'=REGEXMATCH(A2,"^C-\d{5}$")', True, id="REGEXMATCH"),
        pytest.param('=REGEXMATCH(1,"1")', "#VALUE!", id="REGEXMATCH of a number"),
        pytest.param('=REGEXMATCH("a","(")', "#REF!", id="broken expression"),
        pytest.param(r'=REGEXEXTRACT(A2,"-(\d+)")', "00001", id="REGEXEXTRACT group"),
        pytest.param('=REGEXEXTRACT("a","b")', "#N/A", id="REGEXEXTRACT nothing"),
        pytest.param('=REGEXREPLACE("2024.9","(.*)[.](.*)","$2/$1")', "9/2024", id="REGEXREPLACE"),
        pytest.param('=0.1+0.2&""', "0.3", id="fifteen digits"),
        pytest.param('=1e20&""', "1E+20", id="large number"),
    ],
)
def test_functions_of_text(formula: str, expected: object):
    assert given(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('=COUNTIF(A2:A,"C-00001")', 2, id="COUNTIF folds capitals"),
        pytest.param('=COUNTIF(D2:D,">80")', 1, id="COUNTIF larger"),
        pytest.param('=COUNTIF(D2:D,"<>91")', 4, id="COUNTIF unequal counts blanks"),
        pytest.param('=COUNTIF(A2:A,"<>")', 4, id="COUNTIF not blank"),
        pytest.param('=COUNTIF(A2:A,"")', 1, id="COUNTIF blank"),
        pytest.param('=COUNTIF(B2:B,"顾*")', 1, id="COUNTIF wildcard"),
        pytest.param('=COUNTIF(B2:B,"?予?")', 1, id="COUNTIF one character"),
        pytest.param('=COUNTIF(D2:D,"91")', 1, id="COUNTIF number as text"),
        pytest.param("=COUNTIF(D2:D,91)", 1, id="COUNTIF number"),
        pytest.param('=COUNTIFS(A2:A,"C*",C2:C,">0")', 2, id="COUNTIFS"),
        pytest.param('=COUNTIFS(A2:A,"C*",C2:C3,">0")', "#VALUE!", id="COUNTIFS uneven"),
        pytest.param('=COUNTIFS(A2:A,"C*",C2:C)', "#N/A", id="COUNTIFS without its criterion"),
        pytest.param('=MATCH("单若溪",B:B,0)', 5, id="MATCH exact"),
        pytest.param('=MATCH("单*",B:B,0)', 5, id="MATCH wildcard"),
        pytest.param('=MATCH("无",B:B,0)', "#N/A", id="MATCH nowhere"),
        pytest.param("=MATCH(2,{1,3,5})", 1, id="MATCH sorted"),
        pytest.param('=VLOOKUP("C-00002",A2:D,2,FALSE)', "陆予安", id="VLOOKUP"),
        pytest.param('=VLOOKUP("C-00009",A2:D,2,FALSE)', "#N/A", id="VLOOKUP nowhere"),
        pytest.param('=VLOOKUP("C-00002",A2:D,9,FALSE)', "#REF!", id="VLOOKUP outside"),
        pytest.param("=INDEX(A2:D,2,2)", "陆予安", id="INDEX"),
        pytest.param("=INDEX(A2:D,9,2)", "#NUM!", id="INDEX outside"),
        pytest.param("=INDEX(1:1,3)", "出生", id="INDEX in a row"),
    ],
)
def test_lookups(formula: str, expected: object):
    assert given(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param(
            '=ARRAYFORMULA(IF(A2:A="","",TRIM(A2:A&" "&B2:B)))',
            [["C-00001 顾清禾"], ["C-00002 陆予安"], [""], ["C-00004 单若溪"], ["c-00001 祁慕白"]],
            id="list of a drop-down",
        ),
        pytest.param(
            '=FILTER(A2:A&" "&B2:B,A2:A<>"",C2:C>0)',
            [["C-00001 顾清禾"], ["C-00004 单若溪"]],
            id="FILTER by two conditions",
        ),
        pytest.param('=FILTER(A2:A,A2:A="无")', "#N/A", id="FILTER nothing"),
        pytest.param("=FILTER(A2:A,A2:A3=1)", "#N/A", id="FILTER uneven"),
        pytest.param('=FILTER(1:2,1:1="姓名")', [["姓名"], ["顾清禾"]], id="FILTER columns"),
        pytest.param("=UNIQUE({1;1;2})", [[1], [2]], id="UNIQUE"),
        pytest.param('=UNIQUE({1;TRUE;"1"})', [[1], [True], ["1"]], id="UNIQUE by kind"),
        pytest.param("=SORT({3;1;2})", [[1], [2], [3]], id="SORT"),
        pytest.param(
            "=SORT(A2:D3,4,TRUE)",
            [["C-00002", "陆予安", None, 78.5], ["C-00001", "顾清禾", 30317, 91]],
            id="SORT by a column",
        ),
        pytest.param("=SORT(B2:B3,D2:D3,TRUE)", [["陆予安"], ["顾清禾"]], id="SORT by others"),
        pytest.param("=SORT({2;1;3},1,FALSE)", [[3], [2], [1]], id="SORT descending"),
        pytest.param("={1,2;3,4}", [[1, 2], [3, 4]], id="array in braces"),
        pytest.param('={A2:A3;"末"}', [["C-00001"], ["C-00002"], ["末"]], id="ranges in braces"),
        pytest.param("={1,2;3}", "#VALUE!", id="ragged braces"),
        pytest.param("=ARRAYFORMULA({1;2}*{10,20})", [[10, 20], [20, 40]], id="column by row"),
        pytest.param("=ARRAYFORMULA({1;2;3}+{1;2})", [[2], [4], ["#N/A"]], id="uneven columns"),
        pytest.param("=ARRAYFORMULA(ROW(A2:A3))", [[2], [3]], id="ROW of a range"),
        pytest.param("=ARRAYFORMULA(IFERROR(1/{1;0},0))", [[1], [0]], id="IFERROR place by place"),
        pytest.param(
            "=ARRAYFORMULA(COUNTIF(A2:A,A2:A3)>1)", [[True], [False]], id="doubles in a column"
        ),
        pytest.param(
            '=ARRAYFORMULA(VLOOKUP({"C-00002";"x"},A2:B,2,FALSE))',
            [["陆予安"], ["#N/A"]],
            id="VLOOKUP of several",
        ),
        pytest.param("=FLATTEN({1,2;3,4})", [[1], [2], [3], [4]], id="FLATTEN"),
        pytest.param("=INDEX(A2:B3,0,2)", [["顾清禾"], ["陆予安"]], id="INDEX whole column"),
        pytest.param('=REGEXEXTRACT("9/24","(.*)/(.*)")', [["9", "24"]], id="groups side by side"),
        pytest.param("=ARRAYFORMULA(SUM(D2:D3*2))", 339, id="sum of products"),
    ],
)
def test_arrays_spill(formula: str, expected: object):
    found = given(formula)
    shown = (
        [[_shown(value) for value in row] for row in found] if isinstance(found, list) else found
    )
    assert shown == expected


def _shown(value: Value) -> object:
    return value.value if isinstance(value, ErrorValue) else value


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(2, "顾清禾!", id="in line with the second row"),
        pytest.param(5, "单若溪!", id="in line with the fifth row"),
        pytest.param(1, "#VALUE!", id="in line with nothing"),
    ],
)
def test_a_range_outside_of_arrayformula_is_the_cell_in_line(row: int, expected: str):
    assert given('=B2:B&"!"', row) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        pytest.param((0, 0), False, id="first cell"),
        pytest.param((1, 0), True, id="one row down"),
        pytest.param((1, 1), False, id="one row down, one column further"),
        pytest.param((3, 1), True, id="three rows down, one column further"),
    ],
)
def test_a_conditional_format_is_worked_out_cell_by_cell(offset: tuple[int, int], expected: bool):
    formula = '=COUNTIF(INDIRECT("\'检查结果\'!$A:$A"),$A2&"/"&B$1)>0'
    assert evaluate(formula, sheet(2, 2), offset) is expected


def test_an_offset_that_leaves_the_sheet_is_a_dead_reference():
    assert evaluate("=A1", sheet(2, 2), (-1, 0)) is ErrorValue.REF


def _cell(cells: Sequence[Sequence[Value]], row: int, column: int) -> Value:
    return Spreadsheet({"干部": cells}, row=9, column=9).cell(None, row, column)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([["=A1"]], ErrorValue.REF, id="a cell that reads itself"),
        pytest.param([["=B1", "=A1"]], ErrorValue.REF, id="two cells that read each other"),
        pytest.param([["=SUM(A:A)"]], ErrorValue.REF, id="a column that holds its own sum"),
        pytest.param([["=IFERROR(B1,7)", "=C1", "=B1"]], 7, id="a circle seen from outside"),
        pytest.param([["=B1+1", "=C1+1", 1.0]], 3, id="no circle"),
    ],
)
def test_circles_are_seen(cells: Sequence[Sequence[Value]], expected: object):
    assert _cell(cells, 1, 1) == expected


def test_an_area_is_read_once_for_all_formulas():
    register = sheet()
    evaluate("=COUNTA(A2:A)", register)
    evaluate("=COUNTIF(A2:A,1)", register)
    assert list(register.memo) == [Area("干部", 2, 1, 6, 1)]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('=HYPERLINK("#gid=7&range=A2","去")', "#gid=7&range=A2", id="link"),
        pytest.param('=HYPERLINK("#gid=7&range="&"A"&2,"去")', "#gid=7&range=A2", id="made link"),
        pytest.param("=HYPERLINK(1/0)", None, id="error"),
        pytest.param("=1+1", None, id="no link"),
        pytest.param("=(", None, id="no formula"),
    ],
)
def test_a_link_leads_somewhere(formula: str, expected: str | None):
    assert link(formula, sheet()) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(ErrorValue.MISSING, "N_A", id="not available"),
        pytest.param(ErrorValue.DIVIDE, "DIVIDE_BY_ZERO", id="division by zero"),
        pytest.param(ErrorValue.REF, "REF", id="reference"),
    ],
)
def test_errors_bear_the_names_of_the_api(error: ErrorValue, expected: str):
    assert error.type == expected


_LEAVES = st.sampled_from(
    [
        *("1", "0", "-2", "1.5", "1e308", '"a"', '""', '"2024-03-01"', '">1"', '"0.0%"', "TRUE"),
        *("A2", "A4", "D2:D", "B:B", "2:2", "$A$1:C4", "'检查结果'!A1:A", "Z99", "#N/A", "x", ""),
        *("{1,2;3,4}", "{-1;1e308}"),
    ]
)
_NAMES = st.sampled_from(
    sorted({*FUNCTIONS, "IF", "IFERROR", "IFNA", "ARRAYFORMULA", "ROW", "COLUMN", "INDIRECT"})
)
_SIGNS = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<", ">="])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Make formulas out of smaller ones."""
    calls = st.tuples(_NAMES, st.lists(inner, max_size=4).map(",".join))
    return st.one_of(
        calls.map(lambda call: f"{call[0]}({call[1]})"),
        st.tuples(inner, _SIGNS, inner).map("".join),
        inner.map("({})%".format),
    )


@hypothesis.given(formula=st.recursive(_LEAVES, _larger, max_leaves=8), row=st.integers(1, 6))
def test_any_formula_has_an_answer(formula: str, row: int):
    answer = evaluate(f"={formula}", sheet(row))
    values = [value for line in answer for value in line] if isinstance(answer, list) else [answer]
    assert all(isinstance(value, str | float | bool | ErrorValue | None) for value in values)
