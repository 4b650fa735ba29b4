"""Two renderings of one sheet, put together."""

from __future__ import annotations

from typing import Any

import pytest

from handbook.sources.google_grids import Reading, read_grid

Columns = list[list[Any]]

GRIDS: list[Any] = [
    pytest.param([], [], [], id="nothing"),
    pytest.param([["a", "b"]], [["a", "b"]], [["a"], ["b"]], id="texts"),
    pytest.param([["a"], ["b", "c"]], [["a"], ["b", "c"]], [["a", "b"], ["", "c"]], id="ragged"),
    pytest.param([[], [], ["c"]], [[], [], ["c"]], [["", "", "c"]], id="blank columns before"),
    pytest.param([["a", "", ""]], [["a", "", ""]], [["a"]], id="blank rows behind"),
    pytest.param([["a"], [""]], [["a"], [""]], [["a"]], id="blank column behind"),
    pytest.param([[1000, 7]], [["1,000", "7"]], [["1000"], ["7"]], id="numbers"),
    pytest.param([["a\r\nb\rc"]], [["a\r\nb\rc"]], [["a\nb\nc"]], id="line breaks"),
    pytest.param([[True, 1]], [["TRUE", "1"]], [["TRUE"], ["1"]], id="true is not one"),
]


def rows(reading: Reading) -> list[list[str]]:
    """Give the texts row by row."""
    return [[str(text) for text in row] for row in reading.text.to_numpy()]


@pytest.mark.parametrize(("values", "shown", "expected"), GRIDS)
def test_two_renderings_that_agree_give_one_text(values: Columns, shown: Columns, expected: Any):
    reading = read_grid(values, shown)
    assert rows(reading) == expected
    assert (reading.formulas, reading.disagreements, reading.is_hollow) == ({}, frozenset(), False)


def test_rows_and_columns_are_numbered_from_one():
    text = read_grid([["a", "b"]], [["a", "b"]]).text
    assert (text.index.tolist(), text.columns.tolist()) == ([1, 2], [1])


def test_a_formula_is_told_beside_its_result():
    reading = read_grid([["=1+1", "b"]], [["2", "b"]])
    assert (rows(reading), reading.formulas) == ([["2"], ["b"]], {(1, 1): "=1+1"})
    assert reading.disagreements == frozenset()


def test_a_text_that_begins_like_a_formula_is_none():
    assert read_grid([["=1+1"]], [["=1+1"]]).formulas == {}


DISAGREEMENTS: list[Any] = [
    pytest.param([["a", "b"]], [["x", "a"]], {(1, 1), (2, 1)}, False, id="a row was inserted"),
    pytest.param([["a", "b"]], [["a"]], {(2, 1)}, False, id="a row went away"),
    pytest.param([["a"]], [["a", "b"]], {(2, 1)}, False, id="a row was added"),
    pytest.param([["a", 5]], [], {(1, 1), (2, 1)}, True, id="nothing displayed"),
    pytest.param([], [["a"]], {(1, 1)}, True, id="nothing but the display"),
    pytest.param([["a", 5]], [["a", ""]], {(2, 1)}, False, id="a number that is not displayed"),
    pytest.param([['=""']], [], set(), False, id="a formula without a text"),
]


@pytest.mark.parametrize(("values", "shown", "cells", "is_hollow"), DISAGREEMENTS)
def test_renderings_that_do_not_belong_together_are_told(
    values: Columns, shown: Columns, cells: set[tuple[int, int]], is_hollow: bool
):
    reading = read_grid(values, shown)
    assert (reading.disagreements, reading.is_hollow) == (cells, is_hollow)
