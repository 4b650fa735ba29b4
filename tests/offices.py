"""Spreadsheets as offices keep them: drawn by hypothesis, written to the emulator, read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from handbook.findings import quoted
from handbook.google.access import Access
from handbook.schema import Schema, TableSchema

Json = dict[str, Any]
MARKED_ROW = 9
"""Row in which every column an office has bears a text of its own."""
_LAST_ROW = 40
_GRID = (
    "sheets(properties,data(startRow,startColumn,rowData(values("
    "formattedValue,userEnteredValue,note,dataValidation,userEnteredFormat))))"
)

_VALUES: tuple[Json, ...] = (
    {"stringValue": "U-0001"},
    {"stringValue": "007"},
    {"stringValue": "=1+1"},
    {"numberValue": 45000},
    {"numberValue": 2.5},
    {"boolValue": True},
    {"formulaValue": "=1+2"},
)
_RULES: tuple[Json, ...] = (
    {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "甲"}]}, "strict": True},
    {"condition": {"type": "DATE_IS_VALID"}, "inputMessage": "填日期"},
    {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]}},
)
_LOOKS: tuple[Json, ...] = (
    {"backgroundColor": {"red": 1.0}},
    {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}},
    {"numberFormat": {"type": "DATE", "pattern": "yyyy/m/d"}, "textFormat": {"bold": True}},
)


@dataclass(frozen=True)
class OfficeSheet:
    """One sheet as an office made it.

    Attributes:
        title: Of the tab.
        header_row: Row number of the header.
        headers: Texts of the header; blank for a column without a title.
        cells: (row number, column number) → properties of the cell, as Google has them.
        merges: First and last column of merged cells in row 1.
    """

    title: str
    header_row: int
    headers: Sequence[str]
    cells: Mapping[tuple[int, int], Json] = field(default_factory=dict)
    merges: tuple[int, int] | None = None

    def requests(self, gid: int) -> list[Json]:
        """Give the requests that make it."""
        size = {"rowCount": _LAST_ROW, "columnCount": max(len(self.headers), 8)}
        properties = {"sheetId": gid, "title": self.title, "gridProperties": size}
        made: list[Json] = [{"addSheet": {"properties": properties}}]
        cells = {
            (self.header_row, column): {"userEnteredValue": {"stringValue": text}}
            for column, text in enumerate(self.headers, start=1)
            if text
        }
        cells |= {
            (MARKED_ROW, column): {"userEnteredValue": {"stringValue": f"第{column}列"}}
            for column in range(1, len(self.headers) + 1)
        }
        for place, cell in self.cells.items():
            if place in cells:
                cell = {key: value for key, value in cell.items() if key != "userEnteredValue"}
            cells[place] = cells.get(place, {}) | cell
        made += [_write(gid, row, column, cell) for (row, column), cell in cells.items() if cell]
        if self.merges:
            span = {"sheetId": gid, "startRowIndex": 0, "endRowIndex": 1}
            span |= {"startColumnIndex": self.merges[0] - 1, "endColumnIndex": self.merges[1]}
            made.append({"mergeCells": {"range": span, "mergeType": "MERGE_ALL"}})
        return made


def _write(gid: int, row: int, column: int, cell: Json) -> Json:
    start = {"sheetId": gid, "rowIndex": row - 1, "columnIndex": column - 1}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": ",".join(cell)}}


@st.composite
def office_sheets(draw: st.DrawFn, table: TableSchema) -> OfficeSheet:
    """Draw a sheet for a table: headers in any words and order, strangers, titles, decoration."""
    names = draw(
        st.lists(st.sampled_from(table.fields), min_size=2, unique_by=lambda each: each.name)
    )
    headers = [draw(st.sampled_from(each.words)) for each in names]
    for stranger in draw(st.lists(st.sampled_from(("手机", "", "备用", "科室意见")), max_size=3)):
        headers.insert(draw(st.integers(0, len(headers))), stranger)
    header_row = draw(st.integers(1, 3))
    width = len(headers)
    places = st.tuples(st.integers(1, _LAST_ROW), st.integers(1, width))
    cells = draw(st.dictionaries(places, _cells(), max_size=12))
    above = {(row, column) for row in range(1, header_row) for column in range(1, width + 1)}
    cells = {
        place: {key: value for key, value in cell.items() if key != "userEnteredValue"}
        if place in above or place[0] == header_row
        else cell
        for place, cell in cells.items()
    }
    merges = None
    if header_row > 1:
        cells[1, 1] = cells.get((1, 1), {}) | {"userEnteredValue": {"stringValue": "名册"}}
        merges = draw(st.none() | st.tuples(st.just(1), st.integers(2, max(2, width))))
    title = draw(st.sampled_from((table.key, *table.titles.values())))
    return OfficeSheet(title, header_row, headers, cells, merges)


def _cells() -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {},
        optional={
            "userEnteredValue": st.sampled_from(_VALUES),
            "note": st.sampled_from(("问组织部", "填日期。\n⟦手册 0000⟧")),
            "dataValidation": st.sampled_from(_RULES),
            "userEnteredFormat": st.sampled_from(_LOOKS),
        },
    )


@st.composite
def offices(draw: st.DrawFn, schema: Schema) -> list[OfficeSheet]:
    """Draw the sheets of a spreadsheet, in any order, each at most once."""
    tables = draw(
        st.lists(st.sampled_from(list(schema.tables.values())), unique_by=lambda each: each.key)
    )
    return [draw(office_sheets(table)) for table in draw(st.permutations(tables))]


def write_office(access: Access, sheets: Sequence[OfficeSheet]) -> None:
    """Write sheets into a new spreadsheet."""
    requests = [each for gid, sheet in enumerate(sheets, 1) for each in sheet.requests(gid)]
    if requests:
        access.batch_update(requests)


def things(access: Access, sheets: Sequence[OfficeSheet]) -> dict[int, dict[tuple[int, int], Json]]:
    """Read all there is in some sheets: sheet number → (row, column) → properties of the cell."""
    if not sheets:
        return {}
    ranges = [quoted(sheet.title) for sheet in sheets]
    return {
        sheet["properties"].get("sheetId", 0): {
            (row, column): cell
            for block in sheet.get("data", [])
            for row, line in enumerate(block.get("rowData", []), block.get("startRow", 0) + 1)
            for column, cell in enumerate(line.get("values", []), 1)
            if cell
        }
        for sheet in access.structure(_GRID, ranges)["sheets"]
    }


def moved_columns(
    before: Mapping[tuple[int, int], Json], after: Mapping[tuple[int, int], Json]
) -> dict[int, int]:
    """Say by the texts of the marked row where each column went."""
    now = {
        cell["formattedValue"]: column
        for (row, column), cell in after.items()
        if row == MARKED_ROW and "formattedValue" in cell
    }
    return {
        column: now[cell["formattedValue"]]
        for (row, column), cell in before.items()
        if row == MARKED_ROW and "formattedValue" in cell
    }


def merged_widths(access: Access) -> list[int]:
    """List how many columns each merged block spans, sheet by sheet."""
    sheets = access.structure("sheets(merges)").get("sheets", [])
    return [
        block["endColumnIndex"] - block.get("startColumnIndex", 0)
        for sheet in sheets
        for block in sheet.get("merges", [])
    ]
