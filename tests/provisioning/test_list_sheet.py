"""The hidden sheet behind the drop-downs: where its columns stand and what its formulas say."""

import pytest

from handbook.google import metadata
from handbook.provisioning.blueprint import draw
from handbook.provisioning.list_sheet import lay_out_lists, list_formula
from handbook.provisioning.live import LiveCell
from handbook.provisioning.placing import Place, place
from live_sheets import SMALL, sheet, small_schema, spreadsheet

WIDE = small_schema(
    units=("unit_id", "unit_name"),
    cadres=("cadre_id", "name", "home_unit_id"),
    programmes=("programme_id", "name"),
    batches=("batch_id", "programme_id", "title"),
    postings=("posting_id", "cadre_id", "batch_id", "succeeds_posting_id"),
)
BLUEPRINT = draw(WIDE, "zh")
TABS = {tab.key: tab for tab in BLUEPRINT.tabs}
CHOICES = {each.sheet: each for each in BLUEPRINT.choices}


def placed(key, *, title="", rows=()):
    live = sheet(title, rows) if rows else None
    found = place(TABS[key], live, 5, BLUEPRINT)
    assert isinstance(found, Place)
    return found


@pytest.mark.parametrize(
    ("key", "title", "rows", "expected"),
    [
        pytest.param(
            "units",
            "",
            (),
            """=ARRAYFORMULA(IF('单位'!A1:A="";"";TRIM('单位'!A1:A&" "&'单位'!B1:B)))""",
            id="a new sheet",
        ),
        pytest.param(
            "units",
            "单位'",
            [["名册"], [""], ["单位名称", "电话", "单位编号"]],
            """=ARRAYFORMULA(IF('单位'''!C3:C="";"";TRIM('单位'''!C3:C&" "&'单位'''!A3:A)))""",
            id="a sheet of an office, below its titles",
        ),
        pytest.param(
            "postings",
            "",
            (),
            """=ARRAYFORMULA(IF('挂职'!A1:A="";"";TRIM('挂职'!A1:A&" "&"""
            """IFERROR(MID('挂职'!B1:B;FIND(" ";'挂职'!B1:B)+1;99);""))))""",
            id="named by a reference",
        ),
        pytest.param(
            "batches",
            "",
            (),
            """=ARRAYFORMULA(IF('批次'!A1:A="";"";TRIM('批次'!A1:A&" "&"""
            """IFERROR(MID('批次'!B1:B;FIND(" ";'批次'!B1:B)+1;99);"")&" "&'批次'!C1:C)))""",
            id="named by a reference and a title",
        ),
    ],
)
def test_a_formula_lists_the_records_of_a_sheet(key, title, rows, expected):
    assert list_formula(placed(key, title=title, rows=rows), CHOICES[key]) == expected


def lists(titles, formulas=(), language="zh"):
    cells = {(1, number): LiveCell(text) for number, text in enumerate(titles, 1)}
    cells |= {(2, number): LiveCell(formula=text) for number, text in enumerate(formulas, 1)}
    return sheet(
        "_下拉选项", cells=cells, gid=9, column_count=3, metadata={metadata.LISTS: language}
    )


def laid_out(*sheets):
    places = {key: placed(key) for key in TABS}
    return lay_out_lists(BLUEPRINT, spreadsheet(*sheets), places)


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        pytest.param([], [1, 2, 3, 4, 5], id="new"),
        pytest.param([lists(["干部", "单位"])], [2, 1, 3, 4, 5], id="columns keep their place"),
        pytest.param([lists(["Units", "说明"])], [1, 3, 4, 5, 6], id="titles in another language"),
    ],
)
def test_each_sheet_has_its_column(sheets, expected):
    found = laid_out(*sheets)
    assert [found.numbers[key] for key in TABS] == expected


def test_a_drop_down_begins_below_the_header_the_formula_repeats():
    assert laid_out(lists(["干部"])).source("cadres") == "='_下拉选项'!$A$3:$A"


def test_a_formula_spelt_otherwise_is_the_same_formula():
    spelt = '=arrayformula(if(单位!$A1:$A = "", "", trim(单位!A1:A & " " & 单位!B1:B)))'
    assert laid_out(lists(["单位"], [spelt])).has_formula("units")
    assert not laid_out(lists(["单位"], [spelt.replace("B1", "C1")])).has_formula("units")


def test_a_sheet_of_somebody_with_our_title_is_not_ours():
    assert laid_out(sheet("_下拉选项", [["私人"]])) is None
    assert laid_out(sheet("_Choices", [["private"]])) is None


def test_a_register_without_references_needs_no_list():
    blueprint = draw(small_schema(units=("unit_id", "unit_name")), "zh")
    assert lay_out_lists(blueprint, spreadsheet(), {}) is None


def test_the_list_is_long_enough_for_the_longest_sheet():
    assert laid_out().row_count == 1002
    assert SMALL.tables.keys() <= laid_out().numbers.keys()
