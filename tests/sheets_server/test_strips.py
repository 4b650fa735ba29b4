"""What is kept of earlier answers must never show: every read is compared with one that keeps none.

A block that leaves out a row is always worked out anew.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheets_server import Store
from sheets_server.grid import Sheet
from sheets_server.masks import parse_mask
from sheets_server.ranges import Box
from sheets_server.reading import spreadsheet_json
from sheets_server.strips import STRIP_ROWS
from sheets_server.values import Reader, Rendering

Json = dict[str, Any]

HEIGHT = 600
RENDERINGS = [
    Rendering(render, is_columns=is_columns)
    for render in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
    for is_columns in (False, True)
]
MASK = "sheets(data(rowMetadata(hiddenByUser),rowData(values(note))))"


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def book(store: Store) -> str:
    """A sheet of some strips: texts, a blank column, numbers that fall, and blank rows below."""
    spreadsheet_id = store.create("登记")
    rows = [[f'甲,""{row}', "", HEIGHT - row] for row in range(HEIGHT)]
    store.write(spreadsheet_id, "A1", rows)
    return spreadsheet_id


def block(first: int, last: int, **more: int) -> Json:
    return {"sheetId": 0, "startRowIndex": first, "endRowIndex": last, **more}


def rows(first: int, last: int) -> Json:
    return {"sheetId": 0, "dimension": "ROWS", "startIndex": first, "endIndex": last}


def columns(first: int, last: int) -> Json:
    return {**rows(first, last), "dimension": "COLUMNS"}


def cell(row: int, column: int, fields: str, **data: Any) -> Json:
    place = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": place, "rows": [{"values": [data]}], "fields": fields}}


TWO_DECIMALS = {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}
CHANGES = [
    pytest.param(
        cell(300, 0, "userEnteredValue", userEnteredValue={"stringValue": "乙"}), id="text typed"
    ),
    pytest.param(cell(HEIGHT - 1, 2, "userEnteredValue"), id="last number cleared"),
    pytest.param(
        cell(HEIGHT - 1, 2, "userEnteredValue", userEnteredValue={"boolValue": True}),
        id="one becomes true",
    ),
    pytest.param(
        cell(900, 3, "userEnteredValue", userEnteredValue={"boolValue": True}), id="far below"
    ),
    pytest.param(
        cell(5, 3, "userEnteredValue", userEnteredValue={"formulaValue": "=C400"}), id="formula"
    ),
    pytest.param(cell(300, 1, "note", note="请改"), id="note"),
    pytest.param(
        cell(2, 2, "userEnteredFormat", userEnteredFormat=TWO_DECIMALS), id="number format"
    ),
    pytest.param(
        {"insertDimension": {"range": rows(10, 12), "inheritFromBefore": True}}, id="rows inserted"
    ),
    pytest.param({"deleteDimension": {"range": rows(0, 300)}}, id="rows deleted"),
    pytest.param({"insertDimension": {"range": columns(1, 2)}}, id="column inserted"),
    pytest.param({"deleteDimension": {"range": columns(1, 2)}}, id="column deleted"),
    pytest.param(
        {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}},
        id="columns added",
    ),
    pytest.param(
        {"sortRange": {"range": block(0, HEIGHT), "sortSpecs": [{"dimensionIndex": 2}]}},
        id="sorted",
    ),
    pytest.param(
        {
            "updateDimensionProperties": {
                "range": rows(299, 301),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        },
        id="rows hidden",
    ),
]


def all_values(store: Store, book: str) -> list[Any]:
    """Read the whole sheet and its first and third column, as whatever is kept has it."""
    spreadsheet, sheet = store.spreadsheet(book), store.sheet(book, 0)
    return [
        json.loads(Reader(spreadsheet, sheet, rendering).json(box) or "[]")
        for rendering in RENDERINGS
        for box in boxes(sheet)
    ]


def boxes(sheet: Sheet) -> list[Box]:
    height = len(sheet.rows)
    return [Box(0, height, *sides) for sides in ((0, len(sheet.columns)), (0, 1), (2, 3))]


def all_values_anew(store: Store, book: str) -> list[Any]:
    spreadsheet, sheet = store.spreadsheet(book), store.sheet(book, 0)
    return [
        Reader(spreadsheet, sheet, rendering).lists(box)
        for rendering in RENDERINGS
        for box in boxes(sheet)
    ]


def row_facts(store: Store, book: str, *halves: Box) -> list[Json]:
    """Read notes and hiding of all rows, in one block or in several."""
    spreadsheet = store.spreadsheet(book)
    blocks = [(0, half) for half in halves]
    reply = spreadsheet_json(spreadsheet, blocks, parse_mask(MASK), with_cells=False)
    found: list[Json] = reply["sheets"][0]["data"]
    return found


@pytest.mark.parametrize("request_", CHANGES)
def test_values_after_a_change_are_those_worked_out_anew(
    store: Store, book: str, request_: Json
) -> None:
    before = all_values(store, book)
    assert before == all_values_anew(store, book)
    store.batch_update(book, {"requests": [request_]})
    assert all_values(store, book) == all_values_anew(store, book)


@pytest.mark.parametrize("request_", CHANGES)
def test_notes_and_hiding_after_a_change_are_those_worked_out_anew(
    store: Store, book: str, request_: Json
) -> None:
    row_facts(store, book)
    store.batch_update(book, {"requests": [request_]})
    height, width = len(store.sheet(book, 0).rows), len(store.sheet(book, 0).columns)
    first, second = row_facts(store, book, Box(0, 400, 0, width), Box(400, height, 0, width))
    (whole,) = row_facts(store, book)
    assert whole["rowMetadata"] == first["rowMetadata"] + second["rowMetadata"]
    assert whole.get("rowData", []) == first.get("rowData", []) + second.get("rowData", [])


def test_an_edit_leaves_the_strips_of_other_rows_alone(store: Store, book: str) -> None:
    before = store.sheet(book, 0).strips()
    store.write(book, "A300", [["乙"]])
    after = store.sheet(book, 0).strips()
    changed = [place for place, strip in enumerate(after) if strip is not before[place]]
    assert changed == [299 // STRIP_ROWS]


def test_a_note_leaves_the_texts_of_its_rows_alone(store: Store, book: str) -> None:
    before = store.sheet(book, 0).strips()
    store.batch_update(book, {"requests": [cell(300, 1, "note", note="请改")]})
    after = store.sheet(book, 0).strips()
    assert after[300 // STRIP_ROWS] is not before[300 // STRIP_ROWS]
    assert all(one.texts is other.texts for one, other in zip(before, after, strict=True))


def test_a_formula_follows_a_cell_far_below(store: Store, book: str) -> None:
    store.write(book, "D1", [["=C400&A400"]], user_entered=True)
    all_values(store, book)
    store.write(book, "A400", [["丁"]])
    assert all_values(store, book) == all_values_anew(store, book)
    assert store.values(book, "D1") == [[f"{HEIGHT - 399}丁"]]


def test_an_earlier_version_still_reads_as_it_did(store: Store, book: str) -> None:
    earlier, sheet = store.spreadsheet(book), store.sheet(book, 0)
    reader = Reader(earlier, sheet, Rendering())
    whole = Box(0, len(sheet.rows), 0, len(sheet.columns))
    before = reader.json(whole)
    store.write(book, "A300", [["乙"]])
    all_values(store, book)
    assert reader.json(whole) == before
