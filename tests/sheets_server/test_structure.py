"""What moves along when rows and columns are inserted, deleted, moved and sorted."""

from __future__ import annotations

from typing import Any

import pytest

from sheets_server import Refusal, Store
from sheets_server.requests.grouping import groups as groups_of

Json = dict[str, Any]
ROW, COLUMN = "ROWS", "COLUMNS"


def span(dimension: str, start: int, end: int) -> Json:
    """Give a `DimensionRange` of the first sheet."""
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def block(top: int, bottom: int, left: int, right: int) -> Json:
    """Give a `GridRange` of the first sheet."""
    rows = {"startRowIndex": top, "endRowIndex": bottom}
    return {"sheetId": 0, **rows, "startColumnIndex": left, "endColumnIndex": right}


def insert(dimension: str, start: int, end: int, **others: Any) -> Json:
    """Give the request that inserts rows or columns."""
    return {"insertDimension": {"range": span(dimension, start, end), **others}}


def delete(dimension: str, start: int, end: int) -> Json:
    """Give the request that deletes rows or columns."""
    return {"deleteDimension": {"range": span(dimension, start, end)}}


class Book:
    """A small spreadsheet with one of everything that can move."""

    def __init__(self) -> None:
        self.store = Store()
        self.id = self.store.create("登记", "zh_CN", "Asia/Shanghai")
        self.do({"updateSheetProperties": {"properties": GRID, "fields": "gridProperties"}})
        self.store.write(self.id, "A1", [["编号", "姓名"], ["C-1", "甲"], ["C-2", "乙"]])

    def do(self, *requests: Json) -> list[Json]:
        """Carry out requests as one batch."""
        replies: list[Json] = self.store.batch_update(self.id, {"requests": [*requests]})["replies"]
        return replies

    def values(self, render: str = "FORMATTED_VALUE") -> list[Any]:
        """Give the values of the first sheet."""
        return self.store.values(self.id, self.sheet.title, render)

    @property
    def sheet(self) -> Any:
        """Give the first sheet."""
        return self.store.sheet(self.id, 0)

    def note(self, row: int, column: int, text: str) -> None:
        """Write a note at a cell counted from 0."""
        at = block(row, row + 1, column, column + 1)
        cell = {"range": at, "cell": {"note": text}, "fields": "note"}
        self.do({"repeatCell": cell})


GRID = {"sheetId": 0, "gridProperties": {"rowCount": 8, "columnCount": 5}}


@pytest.fixture
def book() -> Book:
    """Give the small spreadsheet."""
    return Book()


@pytest.mark.parametrize(
    ("request_", "values", "note_at"),
    [
        pytest.param(
            insert(ROW, 1, 2),
            [["编号", "姓名"], [], ["C-1", "甲"], ["C-2", "乙"]],
            (4, 2),
            id="insert a row above",
        ),
        pytest.param(
            insert(ROW, 3, 5),
            [["编号", "姓名"], ["C-1", "甲"], ["C-2", "乙"]],
            (3, 2),
            id="insert rows below",
        ),
        pytest.param(
            delete(ROW, 1, 2), [["编号", "姓名"], ["C-2", "乙"]], (2, 2), id="delete a row above"
        ),
        pytest.param(
            delete(ROW, 2, 3), [["编号", "姓名"], ["C-1", "甲"]], None, id="delete its row"
        ),
        pytest.param(
            insert(COLUMN, 0, 1),
            [["", "编号", "姓名"], ["", "C-1", "甲"], ["", "C-2", "乙"]],
            (3, 3),
            id="insert a column before",
        ),
        pytest.param(
            delete(COLUMN, 0, 1), [["姓名"], ["甲"], ["乙"]], (3, 1), id="delete a column before"
        ),
        pytest.param(
            {"moveDimension": {"source": span(ROW, 2, 3), "destinationIndex": 1}},
            [["编号", "姓名"], ["C-2", "乙"], ["C-1", "甲"]],
            (2, 2),
            id="move its row up",
        ),
        pytest.param(
            {"moveDimension": {"source": span(COLUMN, 0, 1), "destinationIndex": 2}},
            [["姓名", "编号"], ["甲", "C-1"], ["乙", "C-2"]],
            (3, 1),
            id="move a column past it",
        ),
        pytest.param(
            {
                "sortRange": {
                    "range": block(1, 8, 0, 5),
                    "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}],
                }
            },
            [["编号", "姓名"], ["C-2", "乙"], ["C-1", "甲"]],
            (2, 2),
            id="sort all columns",
        ),
        pytest.param(
            {
                "sortRange": {
                    "range": block(1, 8, 1, 2),
                    "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "ASCENDING"}],
                }
            },
            [["编号", "姓名"], ["C-1", "乙"], ["C-2", "甲"]],
            (2, 2),
            id="sort one column",
        ),
    ],
)
def test_values_and_notes_move_together(book, request_, values, note_at):
    book.note(2, 1, "注")
    book.do(request_)
    assert book.values() == values
    assert book.store.notes(book.id, 0) == ({note_at: "注"} if note_at else {})


@pytest.mark.parametrize(
    ("request_", "after"),
    [
        pytest.param(insert(ROW, 1, 2), block(2, 5, 1, 3), id="rows before"),
        pytest.param(insert(ROW, 2, 3), block(1, 5, 1, 3), id="rows inside"),
        pytest.param(insert(ROW, 4, 5), block(1, 4, 1, 3), id="rows behind"),
        pytest.param(delete(ROW, 0, 1), block(0, 3, 1, 3), id="a row before gone"),
        pytest.param(delete(ROW, 2, 3), block(1, 3, 1, 3), id="a row inside gone"),
        pytest.param(delete(ROW, 0, 2), block(0, 2, 1, 3), id="rows over the edge gone"),
        pytest.param(delete(ROW, 1, 4), None, id="all of its rows gone"),
        pytest.param(insert(COLUMN, 2, 3), block(1, 4, 1, 4), id="a column inside"),
        pytest.param(delete(COLUMN, 0, 2), block(1, 4, 0, 1), id="columns over the edge gone"),
    ],
)
def test_everything_with_a_range_follows(book, request_, after):
    whole = block(1, 4, 1, 3)
    book.do(
        {"addProtectedRange": {"protectedRange": {"range": whole, "warningOnly": True}}},
        {"addBanding": {"bandedRange": {"range": whole, "rowProperties": {"headerColor": {}}}}},
        {"addNamedRange": {"namedRange": {"name": "block", "range": whole}}},
        {"addConditionalFormatRule": {"rule": rule([whole], "=TRUE")}},
        {"mergeCells": {"range": whole}},
        {"setBasicFilter": {"filter": {"range": whole}}},
        request_,
    )
    sheet = book.sheet
    expected = [after] if after else []
    assert [one["range"] for one in sheet.protected] == expected
    assert [one["range"] for one in sheet.banded] == expected
    assert [part for one in sheet.conditional for part in one["ranges"]] == expected
    assert sheet.merges == expected
    assert [one["range"] for one in book.store.spreadsheet(book.id).named] == expected
    filters = [sheet.basic_filter] if sheet.basic_filter else []
    assert [one["range"] for one in filters] == expected


def rule(ranges: list[Json], formula: str) -> Json:
    """Give a conditional format with a custom formula."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    look = {"backgroundColor": {"red": 1}}
    return {"ranges": ranges, "booleanRule": {"condition": condition, "format": look}}


@pytest.mark.parametrize(
    ("request_", "formula"),
    [
        pytest.param(insert(ROW, 1, 2), "=$A3=B$1", id="a row above"),
        pytest.param(insert(ROW, 4, 5), "=$A2=B$1", id="a row inside"),
        pytest.param(insert(COLUMN, 0, 1), "=$B2=C$1", id="a column before"),
        pytest.param(delete(ROW, 1, 2), "=$A2=B$1", id="its first row gone"),
        pytest.param(delete(ROW, 1, 3), "=$A2=B$1", id="its first two rows gone"),
        pytest.param(delete(COLUMN, 0, 1), "=#REF!=A$1", id="a column it speaks of gone"),
    ],
)
def test_the_formula_of_a_rule_speaks_of_the_same_cells(book, request_, formula):
    book.do({"addConditionalFormatRule": {"rule": rule([block(1, 8, 1, 3)], "=$A2=B$1")}})
    book.do(request_)
    held = book.sheet.conditional[0]["booleanRule"]["condition"]["values"][0]
    assert held["userEnteredValue"] == formula


def test_a_rule_colours_the_cells_for_which_its_formula_holds(book):
    book.do({"addConditionalFormatRule": {"rule": rule([block(1, 8, 0, 2)], '=$B2="乙"')}})
    assert book.store.colours(book.id, 0) == {(3, 1): "#ff0000", (3, 2): "#ff0000"}
    assert book.store.colours(book.id, 0, range(1, 3)) == {}


def test_formulas_keep_speaking_of_the_same_cells(book):
    book.do({"addSheet": {"properties": {"sheetId": 7, "title": "选项"}}})
    book.store.write(book.id, "选项!A1", [["=Sheet1!A2:A3"]], user_entered=True)
    book.store.write(book.id, "C3", [["=A2&B3"]], user_entered=True)
    book.do(insert(ROW, 1, 3), insert(COLUMN, 1, 2))
    assert book.values("FORMULA")[4] == ["C-2", "", "乙", "=A4&C5"]
    title = {"properties": {"sheetId": 0, "title": "干部"}, "fields": "title"}
    book.do({"updateSheetProperties": title})
    assert book.store.values(book.id, "选项", "FORMULA") == [["='干部'!A4:A5"]]


def test_metadata_of_rows_and_columns_follows_them_and_is_deleted_with_them(book):
    for dimension, at in ((ROW, 2), (COLUMN, 1)):
        wanted = {"metadataKey": dimension, "visibility": "DOCUMENT"}
        wanted["location"] = {"dimensionRange": span(dimension, at, at + 1)}
        book.do({"createDeveloperMetadata": {"developerMetadata": wanted}})

    def places() -> list[Json]:
        found = []
        for lines in (book.sheet.rows, book.sheet.columns):
            found += [at for at, line in enumerate(lines) for _ in line.metadata]
        return found

    assert places() == [2, 1]
    book.do(insert(ROW, 0, 2), insert(COLUMN, 1, 2))
    assert places() == [4, 2]
    book.do(delete(ROW, 4, 5))
    assert places() == [2]


def test_sizes_and_hiding_move_with_rows_but_not_when_sorted(book):
    tall = {"range": span(ROW, 2, 3), "properties": {"pixelSize": 50, "hiddenByUser": True}}
    book.do({"updateDimensionProperties": {**tall, "fields": "pixelSize,hiddenByUser"}})
    book.do(insert(ROW, 1, 2))
    assert [(row.size, row.is_hidden) for row in book.sheet.rows[2:5]] == [
        (21, False),
        (50, True),
        (21, False),
    ]
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    book.do({"sortRange": {"range": block(1, 4, 0, 5), "sortSpecs": specs}})
    assert book.sheet.rows[3].is_hidden


@pytest.mark.parametrize(
    ("inherits", "bold"),
    [pytest.param(True, [1, 2], id="from before"), pytest.param(False, [1, 3], id="from after")],
)
def test_a_new_row_looks_like_its_neighbour(book, inherits, bold):
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    at = block(1, 2, 0, 2) if inherits else block(2, 3, 0, 2)
    cell = {"range": at, "cell": look, "fields": "userEnteredFormat.textFormat.bold"}
    book.do({"repeatCell": cell}, insert(ROW, 2, 3, inheritFromBefore=inherits))
    expected = bold if inherits else [2, 3]
    assert [at for at, row in enumerate(book.sheet.rows) if any(row.looks)] == expected


def groups(book: Book, *requests: Json) -> list[tuple[str, int, bool]]:
    """Carry out requests and give the column groups as letters, depth and whether collapsed."""
    book.do(*requests)
    found = []
    for group in groups_of(book.sheet, is_rows=False):
        letters = "ABCDE"[group["range"]["startIndex"] : group["range"]["endIndex"]]
        found.append((letters, group["depth"], group.get("collapsed", False)))
    return found


def group(start: int, end: int, kind: str = "addDimensionGroup") -> Json:
    """Give the request about a group of columns."""
    return {kind: {"range": span(COLUMN, start, end)}}


COLLAPSE = {
    "updateDimensionGroup": {
        "dimensionGroup": {"range": span(COLUMN, 1, 3), "depth": 1, "collapsed": True},
        "fields": "collapsed",
    }
}


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        pytest.param([group(1, 3)], [("BC", 1, False)], id="one"),
        pytest.param([group(1, 3), COLLAPSE], [("BC", 1, True)], id="collapsed"),
        pytest.param(
            [group(2, 4), group(1, 5)], [("BCDE", 1, False), ("CD", 2, False)], id="around another"
        ),
        pytest.param(
            [group(1, 5), group(2, 4)], [("BCDE", 1, False), ("CD", 2, False)], id="in another"
        ),
        pytest.param(
            [group(1, 4), group(2, 5)], [("BCDE", 1, False), ("CD", 2, False)], id="overlapping"
        ),
        pytest.param(
            [group(1, 4), group(2, 4, "deleteDimensionGroup")], [("B", 1, False)], id="cut"
        ),
        pytest.param([group(1, 3), COLLAPSE, insert(COLUMN, 0, 1)], [("CD", 1, True)], id="moved"),
        pytest.param([group(1, 3), insert(COLUMN, 2, 3)], [("BCD", 1, False)], id="grown"),
        pytest.param([group(1, 3), delete(COLUMN, 1, 3)], [], id="deleted"),
    ],
)
def test_groups_nest_and_follow_as_google_documents(book, requests, expected):
    assert groups(book, *requests) == expected


def test_collapsing_a_group_hides_its_columns_and_opening_shows_them(book):
    book.do(group(1, 3), COLLAPSE)
    assert [column.is_hidden for column in book.sheet.columns] == [False, True, True, False, False]
    opened = {"dimensionGroup": {"range": span(COLUMN, 1, 3), "depth": 1}, "fields": "collapsed"}
    book.do({"updateDimensionGroup": opened})
    assert not any(column.is_hidden for column in book.sheet.columns)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        pytest.param(
            delete(ROW, 0, 8),
            "deleteDimension: You can't delete all the rows on the sheet.",
            id="every row",
        ),
        pytest.param(
            delete(ROW, 7, 9),
            "deleteDimension: Cannot reach 7:9: the sheet ends at 8.",
            id="beyond",
        ),
        pytest.param(
            insert(ROW, 0, 1, inheritFromBefore=True),
            "insertDimension: range.startIndex[0] is not a place to insert at",
            id="like what is before the first row",
        ),
        pytest.param(
            {"deleteSheet": {"sheetId": 0}},
            "deleteSheet: You can't remove all the sheets in a document.",
            id="the only sheet",
        ),
        pytest.param(
            {"addSheet": {"properties": {"title": "sheet1"}}},
            'addSheet: A sheet with the name "sheet1" already exists. Please enter another name.',
            id="a title twice, capitals aside",
        ),
        pytest.param(
            {"updateCells": {"range": block(0, 9, 0, 1), "fields": "note"}},
            "updateCells: Range (Sheet1!A1:A9) exceeds grid limits. Max rows: 8, max columns: 5",
            id="cells beyond the grid",
        ),
        pytest.param(
            {"updateCells": {"range": block(0, 1, 0, 1)}},
            "updateCells: At least one field must be listed in 'fields'. (Use '*' to indicate all)",
            id="no fields",
        ),
        pytest.param(
            {"addConditionalFormatRule": {"rule": rule([block(0, 1, 0, 1)], "=选项!A1=1")}},
            "addConditionalFormatRule: Conditional format rule cannot reference a different sheet.",
            id="a rule that names another sheet",
        ),
    ],
)
def test_what_google_refuses_is_refused(book, request_, message):
    book.do({"addSheet": {"properties": {"title": "选项", "hidden": True}}})
    if "deleteSheet" in request_:
        book.do({"deleteSheet": {"sheetId": book.store.sheet(book.id, "选项").gid}})
    before = book.store.spreadsheet(book.id)
    with pytest.raises(Refusal) as refused:
        book.do(request_)
    assert refused.value.message == f"Invalid requests[0].{message}"
    assert book.store.spreadsheet(book.id) is before


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param({"note": "长" * 50_001}, id="a note"),
        pytest.param({"userEnteredValue": {"stringValue": "长" * 50_001}}, id="a text"),
    ],
)
def test_a_cell_holds_fifty_thousand_characters_and_no_more(book, cell):
    write = {"range": block(0, 1, 0, 1), "cell": cell, "fields": ",".join(cell)}
    with pytest.raises(Refusal, match="more than the maximum of 50000 characters"):
        book.do({"repeatCell": write})


def test_a_spreadsheet_holds_ten_million_cells_and_no_more(book):
    with pytest.raises(Refusal, match="above the limit of 10000000 cells"):
        book.do({"appendDimension": {"sheetId": 0, "dimension": ROW, "length": 2_000_000}})


def test_a_rule_may_reach_another_sheet_through_indirect(book):
    book.do({"addSheet": {"properties": {"title": "检查结果"}}})
    book.store.write(book.id, "检查结果!L1", [["C-2/姓名"]])
    formula = '=COUNTIF(INDIRECT("\'检查结果\'!$L:$L"),$A2&"/"&A$1)>0'
    book.do({"addConditionalFormatRule": {"rule": rule([block(1, 8, 0, 2)], formula)}})
    assert book.store.colours(book.id, 0) == {(3, 2): "#ff0000"}


def test_a_copied_sheet_is_like_its_original(book):
    book.note(1, 1, "注")
    book.do({"mergeCells": {"range": block(4, 6, 0, 2)}})
    reply = book.do({"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "副本"}})
    gid = reply[0]["duplicateSheet"]["properties"]["sheetId"]
    assert book.store.values(book.id, "副本") == book.values()
    assert book.store.notes(book.id, "副本") == {(2, 2): "注"}
    assert book.store.sheet(book.id, "副本").merges == [{**block(4, 6, 0, 2), "sheetId": gid}]
    book.store.write(book.id, "副本!A1", [["改"]])
    assert book.values()[0] == ["编号", "姓名"]


def test_a_pasted_formula_moves_its_relative_references(book):
    book.store.write(book.id, "C2", [["=A2&$A$2"]], user_entered=True)
    paste = {"source": block(1, 2, 2, 3), "destination": block(2, 4, 2, 3)}
    book.do({"copyPaste": {**paste, "pasteType": "PASTE_NORMAL"}})
    assert [row[2] for row in book.values("FORMULA")[1:]] == ["=A2&$A$2", "=A3&$A$2", "=A4&$A$2"]


def test_appended_cells_go_below_the_last_row_with_data(book):
    cell = {"userEnteredValue": {"stringValue": "C-3"}}
    rows = [{"values": [cell]}] * 6
    book.do({"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}})
    assert book.values()[3:] == [["C-3"]] * 6
    assert len(book.sheet.rows) == 9
