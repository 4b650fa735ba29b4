"""Formulas rewritten when rows, columns and sheets move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_server.formulas import moved, renamed, shift, without_sheet


@pytest.mark.parametrize(
    ("formula", "start", "count", "expected"),
    [
        pytest.param("=A5", 3, 2, "=A7", id="cell below an insertion"),
        pytest.param("=A5", 6, 2, "=A5", id="cell above an insertion"),
        pytest.param("=A$5", 5, 1, "=A$6", id="fixed cell moves, too"),
        pytest.param("=A2:A9", 5, 3, "=A2:A12", id="range grows"),
        pytest.param("=A2:A9", 10, 3, "=A2:A9", id="insertion right below a range"),
        pytest.param("=A2:A", 2, 1, "=A3:A", id="open range moves"),
        pytest.param("=A2:A", 9, 1, "=A2:A", id="open range stays"),
        pytest.param("=A:A", 1, 5, "=A:A", id="whole column"),
        pytest.param("=2:4", 3, 1, "=2:5", id="whole rows"),
        pytest.param("=A5", 5, -1, "=#REF!", id="cell deleted"),
        pytest.param("=A5", 2, -2, "=A3", id="cell below a deletion"),
        pytest.param("=A2:A9", 4, -2, "=A2:A7", id="range shrinks"),
        pytest.param("=A2:A9", 1, -3, "=A1:A6", id="range loses its head"),
        pytest.param("=A2:A9", 8, -5, "=A2:A7", id="range loses its foot"),
        pytest.param("=A2:A9", 2, -8, "=#REF!", id="range deleted"),
        pytest.param("=A2:A", 2, -3, "=A2:A", id="open range loses its head"),
        pytest.param("=SUM( A5 ,'干部'!A5)", 1, 1, "=SUM( A6 ,'干部'!A5)", id="own sheet only"),
        pytest.param('="A5"&A5', 1, 1, '="A5"&A6', id="text is left alone"),
        pytest.param('=INDIRECT("A5")', 1, 1, '=INDIRECT("A5")', id="named in text"),
        pytest.param("=LOG10(A5)", 1, 1, "=LOG10(A6)", id="function that looks like a cell"),
        pytest.param("=A5 and nonsense ?", 1, 1, "=A5 and nonsense ?", id="unreadable"),
        pytest.param("A5", 1, 1, "A5", id="no formula"),
    ],
)
def test_rows_of_the_own_sheet_move(formula: str, start: int, count: int, expected: str):
    rewritten = shift(formula, "挂职", is_rows=True, start=start, count=count, own_title="挂职")
    assert rewritten == expected


@pytest.mark.parametrize(
    ("formula", "start", "count", "expected"),
    [
        pytest.param("='干部'!C2:D", 2, 1, "='干部'!D2:E", id="columns inserted"),
        pytest.param("=干部!$C$2", 1, -1, "='干部'!$B$2", id="column deleted"),
        pytest.param("='干部'!B2:D", 3, -1, "='干部'!B2:C", id="range loses a column"),
        pytest.param("='干部'!C2", 3, -1, "=#REF!", id="cell deleted"),
        pytest.param("='干部'!2:2", 1, 1, "='干部'!2:2", id="whole row"),
        pytest.param("='干部'!Z1", 1, 1, "='干部'!AA1", id="after Z comes AA"),
        pytest.param("=C2", 1, 1, "=C2", id="own sheet stays"),
    ],
)
def test_columns_of_another_sheet_move(formula: str, start: int, count: int, expected: str):
    rewritten = shift(formula, "干部", is_rows=False, start=start, count=count, own_title="挂职")
    assert rewritten == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("='干部'!A2:A", "='cadres of \"x\"'!A2:A", id="quoted"),
        pytest.param("=干部!A2&A1", "='cadres of \"x\"'!A2&A1", id="plain"),
        pytest.param("='单位'!A2", "='单位'!A2", id="another sheet"),
        pytest.param("=\"'干部'!A2\"", "=\"'干部'!A2\"", id="text"),
    ],
)
def test_a_sheet_gets_another_title(formula: str, expected: str):
    assert renamed(formula, "干部", 'cadres of "x"') == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Cadres", "=Cadres!A1", id="plain word"),
        pytest.param("O'Hara", "='O''Hara'!A1", id="apostrophe"),
        pytest.param("D3", "='D3'!A1", id="looks like a cell"),
        pytest.param("R1C1", "='R1C1'!A1", id="looks like a cell by numbers"),
        pytest.param("my list", "='my list'!A1", id="space"),
    ],
)
def test_titles_are_quoted_where_they_must_be(title: str, expected: str):
    assert renamed("='干部'!A1", "干部", title) == expected
    assert renamed(expected, title, "干部") == "='干部'!A1"


def test_references_to_a_deleted_sheet_die():
    assert without_sheet("='干部'!A2:A&A1", "干部") == "=#REF!&A1"


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [
        pytest.param(0, 0, "=$A2&B$1&$C$3&A:A", id="nowhere"),
        pytest.param(3, 1, "=$A5&C$1&$C$3&B:B", id="down and to the right"),
        pytest.param(-2, 0, "=#REF!&B$1&$C$3&A:A", id="out of the sheet"),
    ],
)
def test_relative_references_move_along_in_a_copy(rows: int, columns: int, expected: str):
    assert moved("=$A2&B$1&$C$3&A:A", rows, columns) == expected


_NUMBERS = st.integers(min_value=1, max_value=40)


@given(top=_NUMBERS, height=_NUMBERS, start=_NUMBERS, count=_NUMBERS, is_rows=st.booleans())
def test_deleting_what_was_inserted_changes_nothing(
    top: int, height: int, start: int, count: int, is_rows: bool
):
    formula = f"=SUM(B{top}:C{top + height},$D${top},E:E,{top}:{top})"
    there = shift(formula, "挂职", is_rows=is_rows, start=start, count=count, own_title="挂职")
    back = shift(there, "挂职", is_rows=is_rows, start=start, count=-count, own_title="挂职")
    assert back == formula
