"""Requests that write cells: values, formats, notes and validations by field mask."""

from __future__ import annotations

from typing import Any

from sheets_server.colours import settled
from sheets_server.formulas import moved
from sheets_server.grid import Row, Sheet
from sheets_server.limits import check_text
from sheets_server.looks import Look
from sheets_server.masks import Mask, asks, below, parse_mask, replaced
from sheets_server.ranges import Box, column_letters
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet, filled_rows

Json = dict[str, Any]

_WRITABLE = frozenset(
    {"chipRuns", "dataValidation", "note", "textFormatRuns", "userEnteredFormat"}
    | {"userEnteredValue", "pivotTable", "dataSourceTable"}
)


def cell_mask(text: str | None) -> Mask:
    """Read the mask of a request that writes cells.

    Args:
        text: As sent; None if it was not.

    Raises:
        Refusal: If it is missing, or names what cannot be written.
    """
    if not text:
        raise bad_request(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all)"
        )
    mask = parse_mask(text)
    for name in mask:
        if name not in _WRITABLE:
            raise bad_request(f"Invalid field: {name}")
    return mask


def update_cells(draft: Spreadsheet, request: Json) -> Json:
    """Write a block of different cells.

    With `range`, cells of it that `rows` does not reach are cleared in the masked fields.
    """
    mask = cell_mask(request.get("fields"))
    rows = request.get("rows", [])
    if "range" in request:
        found, box = draft.grid_block(request["range"])
        _check_rows(rows, box)
    elif "start" in request:
        start = request["start"]
        found = draft.sheet(start.get("sheetId", 0))
        box = _reached(found, start.get("rowIndex", 0), start.get("columnIndex", 0), rows)
    else:
        raise bad_request("Must specify either 'range' or 'start'.")
    sheet = draft.edit(found.gid)
    _write_rows(sheet, box.top, box.left, rows, mask)
    if "range" in request:
        _clear_rest(sheet, box, rows, mask)
    return {}


def _check_rows(rows: list[Json], box: Box) -> None:
    if len(rows) > len(box.rows):
        raise bad_request(f"Attempting to write row: {box.bottom}, beyond the requested range.")
    if any(len(row.get("values", [])) > len(box.columns) for row in rows):
        raise bad_request(f"Attempting to write column: {box.right}, beyond the requested range.")


def _reached(sheet: Sheet, top: int, left: int, rows: list[Json]) -> Box:
    bottom = top + len(rows)
    right = left + max((len(row.get("values", [])) for row in rows), default=0)
    if bottom > len(sheet.rows) or right > len(sheet.columns):
        raise bad_request(
            f"Attempting to write cell {column_letters(max(right - 1, 0))}{bottom} outside the "
            f"grid. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        )
    return Box(top, bottom, left, right)


def _clear_rest(sheet: Sheet, box: Box, rows: list[Json], mask: Mask) -> None:
    for index in box.rows:
        place = index - box.top
        written = len(rows[place].get("values", [])) if place < len(rows) else 0
        for column in range(box.left + written, box.right):
            if _holds_anything(sheet.rows[index], column):
                write_cell(sheet, index, column, {}, mask)


def _holds_anything(row: Row, column: int) -> bool:
    return (
        row.value(column) is not None
        or column in row.formulas
        or column in row.notes
        or row.look(column) != 0
    )


def repeat_cell(draft: Spreadsheet, request: Json) -> Json:
    """Write the same cell into a whole block; relative references of a formula move along."""
    mask = cell_mask(request.get("fields"))
    found, box = draft.grid_block(request.get("range", {}))
    sheet = draft.edit(found.gid)
    cell = request.get("cell", {})
    look_only = {name: inner for name, inner in mask.items() if name in _LOOKS}
    if not mask or look_only:
        sheet.each_look(
            box.rows, box.columns, lambda look: changed_look(look, cell, look_only or mask)
        )
    rest = {name: inner for name, inner in mask.items() if name not in _LOOKS}
    if rest or not mask:
        for index in box.rows:
            row = sheet.row(index)
            for column in box.columns:
                repeated = _moved(cell, index - box.top, column - box.left)
                _write_contents(row, column, repeated, rest)
    return {}


_LOOKS = frozenset({"userEnteredFormat", "dataValidation"})


def _moved(cell: Json, rows: int, columns: int) -> Json:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if not formula:
        return cell
    return {**cell, "userEnteredValue": {"formulaValue": moved(formula, rows, columns)}}


def append_cells(draft: Spreadsheet, request: Json) -> Json:
    """Write rows behind the last row with data; the grid grows if it must."""
    mask = cell_mask(request.get("fields"))
    sheet = draft.edit(request.get("sheetId", 0))
    rows = request.get("rows", [])
    top = filled_rows(sheet.rows)
    width = max((len(row.get("values", [])) for row in rows), default=0)
    sheet.resize(max(len(sheet.rows), top + len(rows)), max(len(sheet.columns), width))
    _write_rows(sheet, top, 0, rows, mask)
    return {}


def _write_rows(sheet: Sheet, top: int, left: int, rows: list[Json], mask: Mask) -> None:
    is_value_only = mask.keys() == {"userEnteredValue"} and not mask["userEnteredValue"]
    for index, row_data in enumerate(rows, start=top):
        cells = row_data.get("values", [])
        if is_value_only and cells:  # registers are filled in this way, a million cells and more
            row = sheet.row(index)
            for column, cell in enumerate(cells, start=left):
                _write_value(row, column, (cell or {}).get("userEnteredValue", {}))
        else:
            for column, cell in enumerate(cells, start=left):
                write_cell(sheet, index, column, cell or {}, mask)


def write_cell(sheet: Sheet, index: int, column: int, cell: Json, mask: Mask) -> None:
    """Write the masked fields of one cell; what the cell data lacks is cleared.

    Args:
        sheet: May be written to.
        index: Row, from 0.
        column: From 0.
        cell: `CellData`.
        mask: Empty for everything.
    """
    row = sheet.row(index)
    if asks(mask, "userEnteredFormat") or asks(mask, "dataValidation"):
        before = sheet.palette[row.look(column)]
        look = changed_look(before, cell, mask)
        if look != before:
            row.put_look(column, sheet.palette.number(look))
    _write_contents(row, column, cell, mask)


def changed_look(look: Look, cell: Json, mask: Mask) -> Look:
    """Give a look with what the mask names taken from cell data.

    Args:
        look: Before.
        cell: `CellData`.
        mask: Empty for everything.
    """
    form, validation = look.format, look.validation
    sent = cell.get("userEnteredFormat", {})
    if asks(mask, "userEnteredFormat") and (form or sent):
        new = replaced(form or {}, settled(sent), below(mask, "userEnteredFormat"))
        if new != form:
            form = settled(new) or None
    if asks(mask, "dataValidation"):
        validation = settled_rule(cell.get("dataValidation"))
    return Look(form, validation)


def settled_rule(rule: Json | None) -> Json | None:
    """Give a validation rule as it comes back: what is false or blank is left out.

    Args:
        rule: As sent; None or empty clears.
    """
    return {name: value for name, value in rule.items() if value} if rule else None


def _write_contents(row: Row, column: int, cell: Json, mask: Mask) -> None:
    if asks(mask, "note"):
        check_text(cell.get("note", ""))
        row.put_note(column, cell.get("note", ""))
    if asks(mask, "userEnteredValue"):
        _write_value(row, column, cell.get("userEnteredValue", {}))


def _write_value(row: Row, column: int, value: Json) -> None:
    if len(value) > 1:
        raise bad_request("Only one kind of value may be set in an ExtendedValue.")
    if "errorValue" in value:
        raise bad_request("An error value cannot be entered.")
    if "formulaValue" in value:
        row.put_formula(column, value["formulaValue"])
    elif "numberValue" in value:
        row.put(column, float(value["numberValue"]))
    elif "boolValue" in value:
        row.put(column, bool(value["boolValue"]))
    else:
        check_text(value.get("stringValue", ""))
        row.put(column, value.get("stringValue") or None)
