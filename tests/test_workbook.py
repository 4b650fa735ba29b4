"""Grids of text with the editor's addresses, and the hash of what an editor could change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.sources.layout import cut_to, extent, text_grid
from handbook.workbook import Manifest, Merged, Sheet, Workbook, grid

ROWS = st.lists(st.lists(st.sampled_from(["", "甲", "乙"]), max_size=4), max_size=5)


def sheet(title: str, *rows: list[str]) -> Sheet:
    return Sheet(title, grid(rows))


def book(*sheets: Sheet) -> Workbook:
    return Workbook(sheets, Manifest(source="台账.xlsx"))


GRIDS = [
    pytest.param([], [], id="nothing"),
    pytest.param([["a"]], [["a"]], id="one cell"),
    pytest.param([["a"], ["b", "c"], []], [["a", ""], ["b", "c"], ["", ""]], id="unequal rows"),
    pytest.param([[1.5, None, date(2024, 3, 1)]], [[1.5, None, date(2024, 3, 1)]], id="any value"),
]


@pytest.mark.parametrize(("rows", "expected"), GRIDS)
def test_grid_is_a_rectangle(rows: list[list[object]], expected: list[list[object]]) -> None:
    assert grid(rows).to_numpy().tolist() == expected


def test_grid_counts_rows_and_columns_from_one() -> None:
    laid_out = grid([["a", "b", "c"], ["d"]])
    assert list(laid_out.index) == [1, 2]
    assert list(laid_out.columns) == [1, 2, 3]


def test_sheet_tells_its_size_and_columns() -> None:
    two_rows = sheet("挂职", ["编号", "姓名"], ["S-0001"])
    assert (two_rows.row_count, two_rows.column_count) == (2, 2)
    assert two_rows.column(1).tolist() == ["编号", "S-0001"]
    assert two_rows.column(2).tolist() == ["姓名", ""]


BASE = book(sheet("挂职", ["编号", "姓名"], ["S-0001", "甲"]), sheet("单位", ["名称"]))
SAME = [
    pytest.param(
        book(sheet("单位", ["名称"]), sheet("挂职", ["编号", "姓名"], ["S-0001", "甲"])),
        id="tabs in another order",
    ),
    pytest.param(
        replace(BASE, manifest=Manifest(source="abc", version="2", as_of=date(2026, 6, 30))),
        id="another source",
    ),
    pytest.param(
        book(
            replace(
                BASE.sheets[0],
                merged=(Merged(1, 1, 1, 2),),
                hidden_rows=frozenset({2}),
                is_hidden=True,
                gid=3,
            ),
            BASE.sheets[1],
        ),
        id="looks changed only",
    ),
]


@pytest.mark.parametrize("other", SAME)
def test_content_hash_stays_when_no_text_changed(other: Workbook) -> None:
    assert other.content_hash() == BASE.content_hash()


CHANGED = [
    pytest.param(sheet("挂职", ["编号", "姓名"], ["S-0001", "乙"]), id="a text"),
    pytest.param(sheet("挂职 ", ["编号", "姓名"], ["S-0001", "甲"]), id="a title"),
    pytest.param(sheet("挂职", ["编号", "S-0001"], ["姓名", "甲"]), id="rows and columns swapped"),
    pytest.param(sheet("挂职", ["姓名", "编号"], ["甲", "S-0001"]), id="columns swapped"),
    pytest.param(sheet("挂职", ["编号", "姓名"]), id="a row deleted"),
    pytest.param(sheet("挂职", ["编号", "姓名"], [], ["S-0001", "甲"]), id="a row inserted"),
    pytest.param(sheet("挂职", ["编号", "姓名"], ["S-0001", "甲 "]), id="a space"),
]


@pytest.mark.parametrize("changed", CHANGED)
def test_content_hash_changes_with(changed: Sheet) -> None:
    assert book(changed, BASE.sheets[1]).content_hash() != BASE.content_hash()


BOUNDARIES = [
    pytest.param(["a\x1fb", "c"], ["a", "b\x1fc"], id="the character between texts"),
    pytest.param(["a\x1fb", "c"], ["'a\\x1fb'", "'c'"], id="texts that look written out"),
    pytest.param(["a\x1fb"], ["", "'a\\x1fb'"], id="another number of rows"),
    pytest.param(["a\n", "b"], ["a", "\nb"], id="a line break"),
]


@pytest.mark.parametrize(("texts", "others"), BOUNDARIES)
def test_no_text_passes_for_a_boundary(texts: list[str], others: list[str]) -> None:
    one, other = (book(sheet("挂职", *([each] for each in column))) for column in (texts, others))
    assert one.content_hash() != other.content_hash()


EXTENTS = [
    pytest.param([], [], (0, 0), id="nothing"),
    pytest.param([["", ""], []], [], (0, 0), id="blank cells"),
    pytest.param([["a", ""], ["", ""]], [], (1, 1), id="blank end"),
    pytest.param([[], ["", "a"]], [], (2, 2), id="blank start"),
    pytest.param([["a"]], [(3, 2)], (3, 2), id="kept cell without text"),
    pytest.param([["a", "b"], ["c"]], [(1, 1)], (2, 2), id="kept cell inside"),
]


@pytest.mark.parametrize(("rows", "kept", "expected"), EXTENTS)
def test_extent_ends_with_the_last_text(
    rows: list[list[str]], kept: list[tuple[int, int]], expected: tuple[int, int]
) -> None:
    assert extent(rows, kept) == expected
    assert text_grid(rows, kept).shape == expected


@given(ROWS)
def test_laying_out_twice_changes_nothing(rows: list[list[str]]) -> None:
    once = text_grid(rows)
    assert text_grid(once.to_numpy().tolist()).equals(once)


@given(ROWS, st.integers(0, 6), st.integers(0, 5))
def test_cutting_gives_the_size_asked_for(rows: list[list[str]], height: int, width: int) -> None:
    cut = grid(cut_to(rows, height, width))
    assert len(cut) == height
    assert len(cut.columns) == (width if height else 0)
