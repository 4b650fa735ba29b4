"""Requests that copy: a block into another, a sheet beside itself."""

from __future__ import annotations

from typing import Any

from sheets_server.formulas import moved
from sheets_server.grid import Row, Sheet
from sheets_server.looks import Look
from sheets_server.ranges import Box
from sheets_server.refusals import bad_request
from sheets_server.requests.sheets import sheet_properties
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def copy_paste(draft: Spreadsheet, request: Json) -> Json:
    """Copy a block onto another, repeated where the target is larger."""
    source, box = draft.grid_block(request.get("source", {}))
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTES:
        raise bad_request(f"pasteType {kind} is not emulated")
    copies = [source.rows[index].copy(None) for index in box.rows]
    found = draft.sheet(request.get("destination", {}).get("sheetId", 0))
    target = _target(request.get("destination", {}), found, box)
    sheet = draft.edit(found.gid)
    for index in target.rows:
        down = (index - target.top) % len(copies)
        for column in target.columns:
            across = (column - target.left) % len(box.columns)
            by = (index - box.top - down, column - box.left - across)
            _paste(sheet, (index, column), (copies[down], box.left + across), kind, by)
    return {}


_PASTES = frozenset({"PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT", "PASTE_DATA_VALIDATION"})


def _target(destination: Json, sheet: Sheet, box: Box) -> Box:
    top, left = destination.get("startRowIndex", 0), destination.get("startColumnIndex", 0)
    rows = max(destination.get("endRowIndex", top) - top, len(box.rows))
    columns = max(destination.get("endColumnIndex", left) - left, len(box.columns))
    if top + rows > len(sheet.rows) or left + columns > len(sheet.columns):
        raise bad_request("The destination reaches beyond the grid.")
    return Box(top, top + rows, left, left + columns)


def _paste(
    sheet: Sheet,
    at: tuple[int, int],
    source: tuple[Row, int],
    kind: str,
    by: tuple[int, int],
) -> None:
    row, column = sheet.row(at[0]), at[1]
    copy, copied = source
    if kind == "PASTE_NORMAL":
        row.take(column, copy, copied)
    elif kind == "PASTE_VALUES" and copied in copy.formulas:
        row.put_formula(column, copy.formulas[copied])
    elif kind == "PASTE_VALUES":
        row.put(column, copy.value(copied))
    else:
        _paste_look(sheet, row, column, sheet.palette[copy.look(copied)], kind)
    if column in row.formulas:
        row.formulas[column] = moved(row.formulas[column], *by)


def _paste_look(sheet: Sheet, row: Row, column: int, look: Look, kind: str) -> None:
    own = sheet.palette[row.look(column)]
    is_format = kind == "PASTE_FORMAT"
    new = Look(look.format, own.validation) if is_format else Look(own.format, look.validation)
    row.put_look(column, sheet.palette.number(new))


def duplicate_sheet(draft: Spreadsheet, request: Json) -> Json:
    """Copy a sheet within the spreadsheet."""
    source = draft.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or f"Copy of {source.title}"
    gid = request.get("newSheetId") or draft.next_id("sheet")
    if draft.find_titled(title) or draft.find_sheet(gid):
        raise bad_request(f'A sheet with the name "{title}" or the ID {gid} already exists.')
    sheet = copied_sheet(draft, source, gid, title)
    draft.add(sheet, request.get("insertSheetIndex"))
    return {"properties": sheet_properties(draft, sheet)}


def copied_sheet(draft: Spreadsheet, source: Sheet, gid: int, title: str) -> Sheet:
    """Make a copy of a sheet, perhaps of another spreadsheet, not yet added.

    Developer metadata stays behind; ranges name the new sheet.

    Args:
        draft: Where it will be added.
        source: The sheet.
        gid: Of the copy.
        title: Of the copy.
    """
    sheet = source.copy()
    sheet.gid, sheet.title, sheet.palette, sheet.metadata = gid, title, draft.palette, ()
    numbers: dict[int, int] = {}
    for index, row in enumerate(source.rows):
        for number in set(row.looks) - numbers.keys():
            numbers[number] = draft.palette.number(source.palette[number])
        if row.looks or row.metadata:
            own = sheet.row(index)
            own.looks, own.metadata = tuple(numbers[number] for number in row.looks), ()
    sheet.merges = [{**merge, "sheetId": gid} for merge in source.merges]
    sheet.protected = [_moved_to(draft, one, "protectedRangeId", gid) for one in source.protected]
    sheet.banded = [_moved_to(draft, one, "bandedRangeId", gid) for one in source.banded]
    sheet.conditional = [
        {**rule, "ranges": [{**part, "sheetId": gid} for part in rule["ranges"]]}
        for rule in source.conditional
    ]
    sheet.basic_filter = None
    return sheet


def _moved_to(draft: Spreadsheet, item: Json, id_name: str, gid: int) -> Json:
    new = {**item, id_name: draft.next_id(id_name)}
    return {**new, "range": {**new["range"], "sheetId": gid}} if "range" in new else new
