"""The requests of one `batchUpdate`, each made by a function of what it says.

Rows and columns are counted from 1 in what these functions take and from 0 in what they give.
Source: Google's discovery document `sheets.v4`, schema `Request`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from handbook.provisioning.live import TEXT_FORMAT, Rule

Request: TypeAlias = dict[str, Any]

_PIXELS_A_CHARACTER = 8
_CELL_PADDING_PIXELS = 12
_HEADER_COLOUR = {"rgbColor": {"red": 0.85, "green": 0.91, "blue": 0.96}}
_PLAIN_COLOUR = {"rgbColor": {"red": 1, "green": 1, "blue": 1}}
_BAND_COLOUR = {"rgbColor": {"red": 0.97, "green": 0.98, "blue": 0.99}}
_RESULTS_COLOUR = {"rgbColor": {"red": 0.8, "green": 0.25, "blue": 0.2}}


def add_sheet(
    gid: int, title: str, index: int, *, rows: int, columns: int, frozen: bool = False
) -> Request:
    """Add a sheet.

    Args:
        gid: Its number, free so far.
        title: Of the tab.
        index: Place among the tabs, from 0.
        rows: Of its grid.
        columns: Of its grid.
        frozen: Whether its first row and its first column stay in sight.
    """
    size = {"rowCount": rows, "columnCount": columns}
    if frozen:
        size |= {"frozenRowCount": 1} | ({"frozenColumnCount": 1} if columns > 1 else {})
    properties: Request = {
        "sheetId": gid,
        "title": title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": size,
    }
    return {"addSheet": {"properties": properties}}


def hide_sheet(gid: int) -> Request:
    """Hide a sheet."""
    return _sheet_properties(gid, {"hidden": True}, "hidden")


def colour_results_tab(gid: int) -> Request:
    """Give the tab of the result sheet its colour."""
    return _sheet_properties(gid, {"tabColorStyle": _RESULTS_COLOUR}, "tabColorStyle")


def freeze_rows(gid: int, count: int) -> Request:
    """Keep the first rows in sight."""
    return _sheet_properties(
        gid, {"gridProperties": {"frozenRowCount": count}}, "gridProperties.frozenRowCount"
    )


def freeze_columns(gid: int, count: int) -> Request:
    """Keep the first columns in sight."""
    return _sheet_properties(
        gid, {"gridProperties": {"frozenColumnCount": count}}, "gridProperties.frozenColumnCount"
    )


def _sheet_properties(gid: int, properties: Mapping[str, Any], fields: str) -> Request:
    return {
        "updateSheetProperties": {"properties": {"sheetId": gid, **properties}, "fields": fields}
    }


def mark_sheet(gid: int, key: str, value: str) -> Request:
    """Leave developer metadata on a sheet."""
    return _mark(key, value, {"sheetId": gid})


def mark_spreadsheet(key: str, value: str) -> Request:
    """Leave developer metadata on the spreadsheet."""
    return _mark(key, value, {"spreadsheet": True})


def _mark(key: str, value: str, location: Mapping[str, Any]) -> Request:
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": key,
                "metadataValue": value,
                "location": location,
                "visibility": "DOCUMENT",
            }
        }
    }


def renew_mark(metadata_id: int, value: str) -> Request:
    """Give developer metadata another value."""
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": metadata_id}}],
            "developerMetadata": {"metadataValue": value},
            "fields": "metadataValue",
        }
    }


def add_rows(gid: int, count: int) -> Request:
    """Add blank rows at the bottom."""
    return {"appendDimension": {"sheetId": gid, "dimension": "ROWS", "length": count}}


def add_columns(gid: int, count: int) -> Request:
    """Add blank columns at the right."""
    return {"appendDimension": {"sheetId": gid, "dimension": "COLUMNS", "length": count}}


def insert_column(gid: int, number: int) -> Request:
    """Insert a column that looks like its left neighbour; those from `number` on move right."""
    return {
        "insertDimension": {"range": _columns(gid, number, number), "inheritFromBefore": number > 1}
    }


def insert_rows(gid: int, before_row: int, count: int) -> Request:
    """Insert rows that look like the row above them."""
    span = {"sheetId": gid, "dimension": "ROWS", "startIndex": before_row - 1}
    return {
        "insertDimension": {
            "range": span | {"endIndex": before_row - 1 + count},
            "inheritFromBefore": True,
        }
    }


def set_width(gid: int, number: int, characters: int) -> Request:
    """Set the width of a column, in characters of a Latin font."""
    pixels = characters * _PIXELS_A_CHARACTER + _CELL_PADDING_PIXELS
    return {
        "updateDimensionProperties": {
            "range": _columns(gid, number, number),
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def fold_columns(gid: int, first: int, last: int) -> list[Request]:
    """Group columns and fold the group away."""
    span = _columns(gid, first, last)
    group = {"range": span, "depth": 1, "collapsed": True}
    return [
        {"addDimensionGroup": {"range": span}},
        {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}},
    ]


def fold_rows(gid: int, first: int, last: int, *, is_open: bool) -> list[Request]:
    """Group rows that lie in no group; the group is folded away, or stands open."""
    span = _rows(gid, first, last)
    group = {"range": span, "depth": 1, "collapsed": not is_open}
    return [
        {"addDimensionGroup": {"range": span}},
        {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}},
    ]


def ungroup_rows(gid: int, first: int, last: int) -> list[Request]:
    """Take rows out of their innermost group, and show those that were folded away with it."""
    span = _rows(gid, first, last)
    shown = {"range": span, "properties": {"hiddenByUser": False}, "fields": "hiddenByUser"}
    return [
        {"deleteDimensionGroup": {"range": span}},
        {"updateDimensionProperties": shown},
    ]


def _rows(gid: int, first: int, last: int) -> Request:
    return {"sheetId": gid, "dimension": "ROWS", "startIndex": first - 1, "endIndex": last}


def _columns(gid: int, first: int, last: int) -> Request:
    return {"sheetId": gid, "dimension": "COLUMNS", "startIndex": first - 1, "endIndex": last}


def write_text(gid: int, row: int, column: int, text: str) -> Request:
    """Write a text into one cell; nothing else of the cell changes."""
    return _update(gid, row, column, {"userEnteredValue": {"stringValue": text}})


def write_formula(gid: int, row: int, column: int, formula: str) -> Request:
    """Write a formula into one cell."""
    return _update(gid, row, column, {"userEnteredValue": {"formulaValue": formula}})


def write_note(gid: int, row: int, column: int, note: str) -> Request:
    """Write the note of one cell; nothing else of the cell changes."""
    return _update(gid, row, column, {"note": note})


def write_values(gid: int, first_row: int, rows: Sequence[Sequence[str | float]]) -> Request:
    """Write rows from column A on: texts as texts, never as formulas; blank ones empty a cell.

    Args:
        gid: Number of the sheet.
        first_row: Row number of the first.
        rows: Their cells.
    """
    lines = [{"values": [_typed(value) for value in row]} for row in rows]
    start = {"sheetId": gid, "rowIndex": first_row - 1, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def _typed(value: str | float) -> Request:
    if value == "":
        return {}
    kind = "stringValue" if isinstance(value, str) else "numberValue"
    return {"userEnteredValue": {kind: value}}


def clear_row(gid: int, row: int) -> Request:
    """Take values and notes out of a row."""
    span = {"sheetId": gid, "startRowIndex": row - 1, "endRowIndex": row}
    return {"updateCells": {"range": span, "fields": "userEnteredValue,note"}}


def style_header(gid: int, row: int, column: int) -> Request:
    """Make the header cell of a new sheet look like one."""
    look = {
        "numberFormat": {"type": "TEXT", "pattern": "@"},
        "textFormat": {"bold": True},
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }
    return _update(gid, row, column, {"userEnteredFormat": look})


def _update(gid: int, row: int, column: int, cell: Mapping[str, Any]) -> Request:
    return {
        "updateCells": {
            "start": {"sheetId": gid, "rowIndex": row - 1, "columnIndex": column - 1},
            "rows": [{"values": [dict(cell)]}],
            "fields": ",".join(cell),
        }
    }


def set_rule(gid: int, column: int, below_row: int, rule: Rule | None) -> Request:
    """Set the data validation of a column below a row; None takes it off.

    Rows a filter hides are included.
    """
    request: Request = {"range": _below(gid, column, below_row), "filteredRowsIncluded": True}
    if rule is not None:
        condition: Request = {"type": rule.kind}
        if rule.values:
            condition["values"] = [{"userEnteredValue": value} for value in rule.values]
        request["rule"] = {
            "condition": condition,
            "inputMessage": rule.message,
            "strict": False,
            "showCustomUi": True,
        }
    return {"setDataValidation": request}


def set_format(gid: int, column: int, below_row: int, number_format: str) -> Request:
    """Set the number format of a column below a row; blank takes it off.

    Args:
        gid: Number of the sheet.
        column: Column number.
        below_row: Last row that is left alone.
        number_format: As `LiveCell.format` writes it.
    """
    kind, _, pattern = number_format.partition(" ")
    look = {"numberFormat": {"type": kind, "pattern": pattern or "@"}} if kind else {}
    return {
        "repeatCell": {
            "range": _below(gid, column, below_row),
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat.numberFormat",
        }
    }


def _below(gid: int, column: int, row: int) -> Request:
    """Name the cells of a column below a row, to the bottom of the grid."""
    return {
        "sheetId": gid,
        "startRowIndex": row,
        "startColumnIndex": column - 1,
        "endColumnIndex": column,
    }


def protect_header(gid: int, row: int, description: str) -> Request:
    """Warn before anybody edits a row; nobody is locked out."""
    return {
        "addProtectedRange": {
            "protectedRange": {
                "range": {"sheetId": gid, "startRowIndex": row - 1, "endRowIndex": row},
                "description": description,
                "warningOnly": True,
            }
        }
    }


def band_rows(gid: int, header_row: int, columns: int) -> Request:
    """Shade every second row below the header."""
    span = {
        "sheetId": gid,
        "startRowIndex": header_row - 1,
        "startColumnIndex": 0,
        "endColumnIndex": columns,
    }
    colours = {
        "headerColorStyle": _HEADER_COLOUR,
        "firstBandColorStyle": _PLAIN_COLOUR,
        "secondBandColorStyle": _BAND_COLOUR,
    }
    return {"addBanding": {"bandedRange": {"range": span, "rowProperties": colours}}}


def number_format_text(cell_format: Mapping[str, Any]) -> str:
    """Write a number format read back from Google the way `LiveCell.format` has it.

    Args:
        cell_format: A `NumberFormat`, or nothing.
    """
    kind = str(cell_format.get("type", ""))
    return kind if kind in ("", TEXT_FORMAT) else f"{kind} {cell_format.get('pattern', '')}"
