"""Holes and nonsense in any cell: the rules on selection and Vietnam stay calm."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.rules import selection, vietnam
from handbook.workbook import Workbook, grid
from showcases import SHOWCASES
from small_workbooks import check

RULES = (*selection.RULES, *vietnam.RULES)
BOOKS = {
    "selection": SHOWCASES["POL-R20"],
    "rotation": SHOWCASES["POL-R94"],
    "secondment": SHOWCASES["POL-R97"],
}
NONSENSE = st.sampled_from(["", "？", "2026-02-30", "1900-01-01", "C-99999", "-1", "selected"])


def spoilt(book: Workbook, sheet: int, row: int, column: int, text: str) -> Workbook:
    """Put a text into one cell below the header, counted round the edges."""
    sheets = list(book.sheets)
    chosen = sheets[sheet % len(sheets)]
    rows = [list(map(str, each)) for each in chosen.text.to_numpy()]
    cells = rows[1 + row % (len(rows) - 1)]
    cells[column % len(cells)] = text
    sheets[sheet % len(sheets)] = replace(chosen, text=grid(rows))
    return replace(book, sheets=tuple(sheets))


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(list(BOOKS.values())),
    st.lists(st.tuples(*[st.integers(0, 40)] * 3, NONSENSE), min_size=3, max_size=3),
)
def test_nonsense_in_three_cells_never_stops_a_rule(
    book: Workbook, nonsense: list[tuple[int, int, int, str]]
) -> None:
    for sheet, row, column, text in nonsense:
        book = spoilt(book, sheet, row, column, text)
    checked = check(book)
    told = {(each.code, each.cell) for each in checked.findings}
    found = {(each.code, each.cell) for _, rule in RULES for each in rule(checked.register)}
    switched_on = {each for each in found if checked.register.is_on(each[0])}
    assert switched_on <= told


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_any_sheet_may_be_missing(book: Workbook) -> None:
    for missing in book.sheets:
        sheets = tuple(sheet for sheet in book.sheets if sheet is not missing)
        register = check(replace(book, sheets=sheets)).register
        found = {finding.code for _, rule in RULES for finding in rule(register)}
        assert found <= {code for code, _ in RULES}, missing.title
