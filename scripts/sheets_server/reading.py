"""What `spreadsheets.get` answers: structure, and cells where the mask asks for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sheets_server.calculation import place
from sheets_server.formats import plain_number
from sheets_server.formulas import ErrorValue, link
from sheets_server.formulas import Value as Shown
from sheets_server.grid import Row, Sheet
from sheets_server.lines import Column, Dimension
from sheets_server.looks import Look
from sheets_server.masks import Mask, asks, below, masked
from sheets_server.metadata import Hanging
from sheets_server.ranges import Box, published
from sheets_server.requests.conditional import published_rule
from sheets_server.requests.grouping import groups
from sheets_server.requests.protecting import published_protection
from sheets_server.requests.shaping import published_banding
from sheets_server.requests.sheets import sheet_properties
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.values import shown

Json = dict[str, Any]

_DEFAULT_FORMAT: Json = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}


def spreadsheet_json(
    spreadsheet: Spreadsheet, blocks: list[tuple[int, Box]], mask: Mask, *, with_cells: bool
) -> Json:
    """Give a `Spreadsheet`.

    Args:
        spreadsheet: A version.
        blocks: Sheet ids and blocks asked for; empty for everything.
        mask: Empty for everything.
        with_cells: Whether cells are wanted where there is no mask; a mask decides itself.
    """
    wanted: dict[str, Callable[[], Any]] = {
        "spreadsheetId": lambda: spreadsheet.id,
        "properties": lambda: _properties(spreadsheet),
        "sheets": lambda: _sheets(
            spreadsheet, blocks, below(mask, "sheets"), with_cells=with_cells
        ),
        "namedRanges": lambda: [
            {**named, "range": published(named["range"])} for named in spreadsheet.named
        ],
        "developerMetadata": lambda: [Hanging(entry).json() for entry in spreadsheet.metadata],
        "spreadsheetUrl": lambda: f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit",
    }
    found = {name: give() for name, give in wanted.items() if asks(mask, name)}
    kept = {name: value for name, value in found.items() if value != []}
    # What lies in sheets was masked while it was made.
    return {
        name: value if name == "sheets" else masked(value, below(mask, name))
        for name, value in kept.items()
    }


def _properties(spreadsheet: Spreadsheet) -> Json:
    return {
        "title": spreadsheet.title,
        "locale": spreadsheet.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": spreadsheet.time_zone,
        "defaultFormat": _DEFAULT_FORMAT,
    }


def _sheets(
    spreadsheet: Spreadsheet, blocks: list[tuple[int, Box]], mask: Mask, *, with_cells: bool
) -> list[Json]:
    chosen = {gid for gid, _ in blocks}
    return [
        _sheet(
            spreadsheet,
            sheet,
            [box for gid, box in blocks if gid == sheet.gid],
            mask,
            with_cells=with_cells or bool(mask),
        )
        for sheet in spreadsheet.sheets
        if not blocks or sheet.gid in chosen
    ]


def _sheet(
    spreadsheet: Spreadsheet, sheet: Sheet, boxes: list[Box], mask: Mask, *, with_cells: bool
) -> Json:
    boxes = boxes or [Box(0, len(sheet.rows), 0, len(sheet.columns))]
    wanted: dict[str, Callable[[], Any]] = {
        "properties": lambda: sheet_properties(spreadsheet, sheet),
        "merges": lambda: [published(merge) for merge in sheet.merges],
        "conditionalFormats": lambda: [published_rule(rule) for rule in sheet.conditional],
        "protectedRanges": lambda: [published_protection(one) for one in sheet.protected],
        "basicFilter": lambda: _basic_filter(sheet),
        "bandedRanges": lambda: [published_banding(one) for one in sheet.banded],
        "developerMetadata": lambda: [Hanging(entry, sheet.gid).json() for entry in sheet.metadata],
        "rowGroups": lambda: groups(sheet, is_rows=True),
        "columnGroups": lambda: groups(sheet, is_rows=False),
    }
    found = {name: give() for name, give in wanted.items() if asks(mask, name)}
    result = {
        name: masked(value, below(mask, name))
        for name, value in found.items()
        if value not in ([], None)
    }
    if with_cells and asks(mask, "data"):
        cells = _Cells(spreadsheet, sheet, below(mask, "data"))
        result["data"] = [cells.grid_data(box) for box in boxes]
    return result


def _basic_filter(sheet: Sheet) -> Json | None:
    if sheet.basic_filter is None:
        return None
    return {**sheet.basic_filter, "range": published(sheet.basic_filter["range"])}


class _Cells:
    """Makes the `GridData` of one sheet, only the fields asked for."""

    def __init__(self, spreadsheet: Spreadsheet, sheet: Sheet, mask: Mask) -> None:
        self._spreadsheet = spreadsheet
        self._sheet = sheet
        self._mask = mask
        self._cell_mask = below(below(mask, "rowData"), "values")
        self._looks: dict[int, Json] = {}
        self._needs_values = asks(mask, "rowData") and any(
            asks(self._cell_mask, name)
            for name in ("effectiveValue", "formattedValue", "hyperlink")
        )
        calculation = spreadsheet.calculation
        self._results = calculation.results(sheet) if self._needs_values else {}

    def grid_data(self, box: Box) -> Json:
        """Give one block."""
        data: Json = {}
        if box.top and asks(self._mask, "startRow"):
            data["startRow"] = box.top
        if box.left and asks(self._mask, "startColumn"):
            data["startColumn"] = box.left
        if asks(self._mask, "rowData") and (rows := self._row_data(box)):
            data["rowData"] = rows
        for name, lines, span in (
            ("rowMetadata", self._sheet.rows, box.rows),
            ("columnMetadata", self._sheet.columns, box.columns),
        ):
            if asks(self._mask, name):
                data[name] = self._line_metadata(lines, span, below(self._mask, name))
        return data

    def _line_metadata(
        self, lines: list[Row] | list[Column], span: range, mask: Mask
    ) -> list[Json]:
        fields = tuple(name for name in _LINE_FIELDS if asks(mask, name))

        def properties(line: Dimension) -> Json:
            return {name: value for name in fields if (value := _LINE_FIELDS[name](line))}

        if lines is self._sheet.columns:
            found = [properties(lines[index]) for index in span]
        else:
            found = self._of_rows(span, ("properties", fields), properties)
        if asks(mask, "developerMetadata"):
            dimension = "COLUMNS" if lines is self._sheet.columns else "ROWS"
            for place, index in enumerate(span):
                if lines[index].metadata:
                    entries = self._entries(lines[index], dimension, index)
                    inner = masked(entries, below(mask, "developerMetadata"))
                    found[place] = {**found[place], "developerMetadata": inner}
        return found

    def _entries(self, line: Dimension, dimension: str, index: int) -> list[Json]:
        gid = self._sheet.gid
        return [Hanging(entry, gid, dimension, index).json() for entry in line.metadata]

    def _of_rows(self, span: range, what: Hashable, tell: Callable[[Row], Json]) -> list[Json]:
        """Give what rows tell of themselves; of a whole sheet only changed rows are asked anew."""
        if span != range(len(self._sheet.rows)):
            return [tell(self._sheet.rows[index]) for index in span]
        found: list[Json] = []
        for strip in self._sheet.strips():
            if what not in strip.known:
                strip.known[what] = [tell(row) for row in strip.rows]
            found += strip.known[what]
        return found

    def _row_data(self, box: Box) -> list[Json]:
        if self._cell_mask.keys() == {"note"}:
            what = ("notes", box.left, box.right)
            rows = self._of_rows(box.rows, what, lambda row: _noted(row, box))
        else:
            rows = [self._row(self._sheet.rows[index], index, box) for index in box.rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _row(self, row: Row, index: int, box: Box) -> Json:
        cells: list[Json] = []
        for column in self._columns(row, index, box):
            cell = self._cell(row, index, column)
            if cell:
                cells += [{} for _ in range(column - box.left - len(cells))]
                cells.append(cell)
        return {"values": cells} if cells else {}

    def _columns(self, row: Row, index: int, box: Box) -> range:
        """Give the columns of a row that can hold anything asked for."""
        reach = max(
            len(row.values),
            len(row.looks),
            *(column + 1 for column in row.formulas),
            *(column + 1 for column in row.notes),
            *(column + 1 for column in self._results.get(index, {})),
            0,
        )
        return range(box.left, min(box.right, reach))

    def _cell(self, row: Row, index: int, column: int) -> Json:
        mask = self._cell_mask
        cell: Json = {}
        if asks(mask, "userEnteredValue"):
            cell["userEnteredValue"] = _entered(row, column)
        if self._needs_values:
            self._add_effective(cell, row, index, column)
        cell |= self._look(row.look(column))
        if self._has_content(row, index, column) and asks(mask, "effectiveFormat"):
            cell["effectiveFormat"] = _effective(self._sheet.palette[row.look(column)])
        if asks(mask, "note"):
            cell["note"] = row.notes.get(column)
        kept: Json = {name: value for name, value in cell.items() if value is not None}
        found: Json = masked(kept, mask)
        return found

    def _has_content(self, row: Row, index: int, column: int) -> bool:
        return (
            row.value(column) is not None
            or row.look(column) != 0
            or column in row.formulas
            or column in self._results.get(index, {})
        )

    def _look(self, number: int) -> Json:
        if number not in self._looks:
            look = self._sheet.palette[number]
            self._looks[number] = {
                "userEnteredFormat": look.format,
                "dataValidation": look.validation,
            }
        return self._looks[number]

    def _add_effective(self, cell: Json, row: Row, index: int, column: int) -> None:
        value = self._results.get(index, {}).get(column, row.value(column))
        if value is None:
            return
        look = self._sheet.palette[row.look(column)]
        cell["effectiveValue"] = extended(value)
        cell["formattedValue"] = shown(value, look, self._spreadsheet.locale)
        cell["hyperlink"] = self._hyperlink(row, index, column, look)

    def _hyperlink(self, row: Row, index: int, column: int, look: Look) -> str | None:
        if column in row.formulas and asks(self._cell_mask, "hyperlink"):
            spreadsheet = self._spreadsheet
            there = place(spreadsheet.calculation, spreadsheet, self._sheet, index, column)
            return link(row.formulas[column], there)
        uri: str | None = (look.format or {}).get("textFormat", {}).get("link", {}).get("uri")
        return uri


def _noted(row: Row, box: Box) -> Json:
    """Give the `RowData` of a row of which only the notes are asked for."""
    columns = [column for column in row.notes if column in box.columns]
    if not columns:
        return {}
    reach = range(box.left, max(columns) + 1)
    return {"values": [{"note": row.notes[at]} if at in row.notes else {} for at in reach]}


_LINE_FIELDS: Mapping[str, Callable[[Dimension], object]] = {
    "pixelSize": lambda line: line.size,
    "hiddenByUser": lambda line: line.is_hidden,
    "hiddenByFilter": lambda line: isinstance(line, Row) and line.is_filtered,
}


def extended(value: Shown) -> Json:
    """Give an `ExtendedValue`."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, ErrorValue):
        return {"errorValue": {"type": value.type, "message": f"Error: {value.value}"}}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": plain_number(value or 0)}


def _entered(row: Row, column: int) -> Json | None:
    if column in row.formulas:
        return {"formulaValue": row.formulas[column]}
    value = row.value(column)
    return None if value is None else extended(value)


def _effective(look: Look) -> Json:
    return _merged(_DEFAULT_FORMAT, look.format or {})


def _merged(usual: Json, own: Json) -> Json:
    result = {**usual, **own}
    for name in usual.keys() & own.keys():
        if name in {"textFormat", "padding"}:
            result[name] = _merged(usual[name], own[name])
    return result


def text_of(spreadsheet: Spreadsheet, sheet: Sheet, index: int, column: int) -> str:
    """Give the text a cell shows.

    Args:
        spreadsheet: A version.
        sheet: Of that version.
        index: Row, from 0.
        column: From 0.
    """
    row = sheet.rows[index]
    value = spreadsheet.calculation.value(sheet, index, column)
    return shown(value, sheet.palette[row.look(column)], spreadsheet.locale)
