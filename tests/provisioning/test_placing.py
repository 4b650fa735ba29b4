"""Where columns stand, where new ones go, and which sheet is which."""

import pytest

from handbook.google import metadata
from handbook.provisioning.blueprint import draw
from handbook.provisioning.live import LiveCell
from handbook.provisioning.placing import Arrival, Obstacle, Place, find_tab, place
from handbook.workbook import Merged
from live_sheets import SMALL, sheet, spreadsheet

BLUEPRINT = draw(SMALL, "zh")
UNITS, CADRES = BLUEPRINT.tabs


def placed(rows, **more):
    """Place the sheet of cadres over rows; letters in brackets are where new columns go."""
    found = place(CADRES, sheet("干部", rows, **more), 0, BLUEPRINT)
    assert isinstance(found, Place)
    return [
        (each.column.field.name, each.number, each.arrival.name.lower()) for each in found.columns
    ]


WHOLE = ["干部编号", "姓名", "原单位", "出生年月", "出生不早于"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [WHOLE],
            [
                ("cadre_id", 1, "present"),
                ("name", 2, "present"),
                ("home_unit_id", 3, "present"),
                ("birth_ym", 4, "present"),
                ("born_after", 5, "present"),
            ],
            id="nothing missing",
        ),
        pytest.param(
            [["姓名", "干部编号", "手机", "出生年月"]],
            [
                ("name", 1, "present"),
                ("home_unit_id", 2, "inserted"),
                ("cadre_id", 3, "present"),
                ("birth_ym", 5, "present"),
                ("born_after", 6, "inserted"),
            ],
            id="each behind its neighbour, a stranger moved along",
        ),
        pytest.param(
            [["出生年月", "出生不早于"]],
            [
                ("cadre_id", 1, "inserted"),
                ("name", 2, "inserted"),
                ("home_unit_id", 3, "inserted"),
                ("birth_ym", 4, "present"),
                ("born_after", 5, "present"),
            ],
            id="before the first known one where none stands to the left",
        ),
        pytest.param(
            [["", "出生年月", "姓名"]],
            [
                ("cadre_id", 2, "inserted"),
                ("birth_ym", 3, "present"),
                ("born_after", 4, "inserted"),
                ("name", 5, "present"),
                ("home_unit_id", 6, "inserted"),
            ],
            id="a column without a title stays where it is",
        ),
    ],
)
def test_columns_stand_or_go(rows, expected):
    assert sorted(placed(rows), key=lambda each: each[1]) == expected


def test_headers_count_in_any_language_and_by_key():
    assert placed([["Cadre number", "Họ và tên", "home_unit_id", "出生年月", "出生不早于"]]) == [
        ("cadre_id", 1, "present"),
        ("name", 2, "present"),
        ("home_unit_id", 3, "present"),
        ("birth_ym", 4, "present"),
        ("born_after", 5, "present"),
    ]


@pytest.mark.parametrize(
    ("merged", "number"),
    [
        pytest.param([], 3, id="no merged cells"),
        pytest.param([Merged(1, 1, 1, 4)], 5, id="behind a title over all columns"),
        pytest.param([Merged(1, 1, 1, 2)], 3, id="beside a merged block"),
        pytest.param([Merged(5, 6, 2, 3), Merged(7, 7, 3, 4)], 5, id="behind overlapping blocks"),
    ],
)
def test_no_column_goes_inside_a_merged_block(merged, number):
    rows = [["挂职干部名册"], ["干部编号", "姓名", "出生年月", "出生不早于"]]
    assert ("home_unit_id", number, "inserted") in placed(rows, merged=merged)


def test_titles_go_into_the_last_row_of_the_header():
    found = place(CADRES, sheet("干部", [["名册"], [], ["编号", "姓名"]]), 0, BLUEPRINT)
    assert isinstance(found, Place)
    assert found.header_row == 3


def test_an_empty_sheet_is_filled_from_the_left():
    assert placed([], is_empty=True)[1] == ("name", 2, "filled_in")


def test_a_sheet_that_holds_something_without_a_header_is_left_alone():
    assert place(CADRES, sheet("干部", [["值班表"]]), 0, BLUEPRINT) is Obstacle.NO_HEADER


def test_merged_blocks_move_with_the_columns_added_before_them():
    rows = [["姓名", "干部编号"]]
    found = place(CADRES, sheet("干部", rows, merged=[Merged(3, 3, 2, 4)]), 0, BLUEPRINT)
    assert isinstance(found, Place)
    assert list(found.merged_after()) == [Merged(3, 3, 5, 7)]


def tab(title, *, rows=(("甲",),), gid=0, key=""):
    return sheet(title, rows, gid=gid, metadata={metadata.SHEET: key} if key else {})


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        pytest.param([tab("单位")], None, id="not there"),
        pytest.param([tab("干部", gid=1)], 1, id="by title"),
        pytest.param([tab("Cán bộ", gid=1)], 1, id="by title in another language"),
        pytest.param([tab("cadres", gid=1)], 1, id="by key"),
        pytest.param([tab("花名册2026", gid=1, key="cadres")], 1, id="renamed, by our mark"),
        pytest.param(
            [tab("干部", gid=1), tab("老干部", gid=2, key="cadres")],
            2,
            id="our mark before a title",
        ),
        pytest.param(
            [tab("干部", gid=1, rows=()), tab("cadres", gid=2)],
            2,
            id="the one with something in it",
        ),
        pytest.param(
            [tab("干部", gid=1), tab("cadres", gid=2)], Obstacle.DOUBLED, id="two that could be it"
        ),
        pytest.param(
            [tab("甲", gid=1, key="cadres"), tab("乙", gid=2, key="cadres")],
            Obstacle.DOUBLED,
            id="a copy of our sheet, both renamed",
        ),
        pytest.param(
            [tab("干部", gid=1, key="cadres"), tab("干部的副本", gid=2, key="cadres")],
            1,
            id="a copy of our sheet",
        ),
    ],
)
def test_sheets_are_found(sheets, expected):
    found = find_tab(CADRES, spreadsheet(*sheets), SMALL)
    assert (found.gid if hasattr(found, "gid") else found) == expected


def test_a_note_in_an_otherwise_blank_header_is_nobodys_title():
    live = sheet("干部", [], cells={(1, 2): LiveCell(note="待定")}, is_empty=True)
    found = place(CADRES, live, 0, BLUEPRINT)
    assert isinstance(found, Place)
    assert {each.arrival for each in found.columns} == {Arrival.FILLED_IN}
