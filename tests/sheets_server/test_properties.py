"""Whatever is edited, the grid stays whole, and what is refused changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_server import Refusal, Store
from sheets_server.masks import masked, parse_mask
from sheets_server.ranges import Box, canonical, column_letters, column_number, split_a1
from sheets_server.reading import spreadsheet_json

Json = dict[str, Any]

GRID = {"sheetId": 0, "gridProperties": {"rowCount": 6, "columnCount": 4}}
ends = st.tuples(st.integers(0, 7), st.integers(0, 7)).map(sorted)
texts = st.sampled_from(["", "甲", "C-1", "=A1", "=SUM(A1:B2)", "2024-03-01", "5"])


def span(dimension: str, pair: list[int]) -> Json:
    """Give a `DimensionRange`, perhaps empty or beyond the grid."""
    return {"sheetId": 0, "dimension": dimension, "startIndex": pair[0], "endIndex": pair[1]}


def block(rows: list[int], columns: list[int]) -> Json:
    """Give a `GridRange`, perhaps empty or beyond the grid."""
    return {
        "sheetId": 0,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


spans = st.builds(span, st.sampled_from(["ROWS", "COLUMNS"]), ends)
blocks = st.builds(block, ends, ends)
cells = st.one_of(
    st.builds(lambda text: {"userEnteredValue": {"stringValue": text}}, texts),
    st.builds(lambda text: {"userEnteredValue": {"formulaValue": text or "=1"}}, texts),
    st.builds(lambda text: {"note": text}, texts),
    st.just({"userEnteredFormat": {"textFormat": {"bold": True}}}),
)
edits = st.one_of(
    st.builds(lambda one: {"insertDimension": {"range": one}}, spans),
    st.builds(lambda one: {"deleteDimension": {"range": one}}, spans),
    st.builds(
        lambda one, to: {"moveDimension": {"source": one, "destinationIndex": to}},
        spans,
        st.integers(0, 6),
    ),
    st.builds(lambda one: {"addDimensionGroup": {"range": one}}, spans),
    st.builds(lambda one: {"mergeCells": {"range": one}}, blocks),
    st.builds(
        lambda one, cell: {"repeatCell": {"range": one, "cell": cell, "fields": ",".join(cell)}},
        blocks,
        cells,
    ),
    st.builds(
        lambda one, column: {
            "sortRange": {"range": one, "sortSpecs": [{"dimensionIndex": column}]}
        },
        blocks,
        st.integers(0, 3),
    ),
    st.builds(
        lambda one, at: {
            "updateSheetProperties": {
                "properties": {"gridProperties": {"rowCount": one, "columnCount": at}},
                "fields": "gridProperties.rowCount,gridProperties.columnCount",
            }
        },
        st.integers(0, 7),
        st.integers(0, 7),
    ),
)


def small() -> tuple[Store, str]:
    """Give a store with one small spreadsheet."""
    store = Store(keep_versions=True)
    spreadsheet_id = store.create("登记")
    request = {"updateSheetProperties": {"properties": GRID, "fields": "gridProperties"}}
    store.batch_update(spreadsheet_id, {"requests": [request]})
    store.write(spreadsheet_id, "A1", [["编号", "姓名"], ["C-1", "甲"], ["C-2", "乙"]])
    return store, spreadsheet_id


def picture(store: Store, spreadsheet_id: str) -> Json:
    """Give everything a client can see of a spreadsheet."""
    return spreadsheet_json(store.spreadsheet(spreadsheet_id), [], {}, with_cells=True)


@settings(max_examples=40)
@given(st.lists(edits, max_size=6))
def test_the_grid_stays_whole_and_a_refused_batch_changes_nothing(requests):
    store, spreadsheet_id = small()
    for request in requests:
        before = picture(store, spreadsheet_id)
        marker = {"addSheet": {"properties": {"title": "不该留下"}}}
        with pytest.raises(Refusal):
            store.batch_update(
                spreadsheet_id, {"requests": [marker, request, {"deleteSheet": {"sheetId": 99}}]}
            )
        assert picture(store, spreadsheet_id) == before
        try:
            store.batch_update(spreadsheet_id, {"requests": [request]})
        except Refusal:
            assert picture(store, spreadsheet_id) == before
        check_grid(store, spreadsheet_id)


def check_grid(store: Store, spreadsheet_id: str) -> None:
    """Fail if anything of a sheet reaches beyond its grid."""
    sheet = store.sheet(spreadsheet_id, 0)
    width, height = len(sheet.columns), len(sheet.rows)
    assert min(width, height) >= 1
    for row in sheet.rows:
        assert len(row.values) <= width
        assert len(row.looks) <= width
        assert all(0 <= column < width for column in (*row.formulas, *row.notes))
        assert all(row.value(column) is None for column in row.formulas)
        assert row.depth >= 0
    for merge in sheet.merges:
        assert 0 <= merge["startRowIndex"] < merge["endRowIndex"] <= height
        assert 0 <= merge["startColumnIndex"] < merge["endColumnIndex"] <= width
    values = store.values(spreadsheet_id, sheet.title)
    assert len(values) <= height
    assert all(not row or row[-1] != "" for row in values)


@settings(max_examples=40)
@given(st.lists(edits, max_size=6))
def test_an_earlier_version_never_changes(requests):
    store, spreadsheet_id = small()
    first = store.spreadsheet(spreadsheet_id)
    before = spreadsheet_json(first, [], {}, with_cells=True)
    for request in requests:
        try:
            store.batch_update(spreadsheet_id, {"requests": [request]})
        except Refusal:
            continue
    assert spreadsheet_json(first, [], {}, with_cells=True) == before
    assert store.versions(spreadsheet_id)[-1] is store.spreadsheet(spreadsheet_id)


@given(ends.filter(lambda pair: pair[0] < pair[1]), st.integers(1, 3))
def test_deleting_what_was_inserted_restores_everything(pair, count):
    store, spreadsheet_id = small()
    before = picture(store, spreadsheet_id)
    at = min(pair[0], 5)
    inserted = span("ROWS", [at, at + count])
    store.batch_update(spreadsheet_id, {"requests": [{"insertDimension": {"range": inserted}}]})
    store.batch_update(spreadsheet_id, {"requests": [{"deleteDimension": {"range": inserted}}]})
    assert picture(store, spreadsheet_id) == before


@given(st.integers(0, 18277))
def test_column_letters_and_numbers_are_each_others_inverse(column):
    assert column_number(column_letters(column)) == column


@given(st.text(min_size=1, max_size=12))
def test_any_title_survives_being_written_in_a_range(title):
    assert split_a1(canonical(title, Box(0, 2, 0, 2))) == (title, "A1:B2")


fields = st.sampled_from(["a", "b", "c"])
paths = st.lists(fields, min_size=1, max_size=3)


@given(st.lists(paths, min_size=1, max_size=4))
def test_every_spelling_of_a_mask_leaves_the_same(chosen):
    leaf = {"a": 1, "b": 2, "c": 3}
    value = {one: dict.fromkeys("abc", leaf) for one in "abc"}
    spellings = [
        ",".join(".".join(path) for path in chosen),
        ",".join("/".join(path) for path in chosen),
        ", ".join("(".join(path) + ")" * (len(path) - 1) for path in chosen),
    ]
    kept = [masked(value, parse_mask(text)) for text in spellings]
    assert kept[0] == kept[1] == kept[2]
    for path in chosen:
        found: Any = kept[0]
        for name in path:
            found = found[name]
        assert found
