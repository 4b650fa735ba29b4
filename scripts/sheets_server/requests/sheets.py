"""Requests about whole sheets and the spreadsheet's own properties."""

from __future__ import annotations

from typing import Any

from sheets_server.colours import settled
from sheets_server.following import rename, resize
from sheets_server.grid import Sheet
from sheets_server.masks import Mask, asks, below, parse_mask, replaced
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet, blank_sheet

Json = dict[str, Any]

_COUNTS = frozenset({"rowCount", "columnCount"})
_OWN_FIELDS = frozenset({"sheetId", "title", "index", "sheetType"})


def sheet_properties(spreadsheet: Spreadsheet, sheet: Sheet) -> Json:
    """Give the `SheetProperties` of a sheet."""
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    others = {name: value for name, value in sheet.properties.items() if name != "gridProperties"}
    return {
        "sheetId": sheet.gid,
        "title": sheet.title,
        "index": spreadsheet.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": {**grid, **sheet.properties.get("gridProperties", {})},
        **others,
    }


def _check_title(draft: Spreadsheet, title: str, gid: int | None) -> None:
    if not title or len(title) > 100:
        raise bad_request("Sheet titles must be 1 to 100 characters long.")
    same = draft.find_titled(title)
    if same is not None and same.gid != gid:
        raise bad_request(
            f'A sheet with the name "{title}" already exists. Please enter another name.'
        )


def add_sheet(draft: Spreadsheet, request: Json) -> Json:
    """Add a sheet; 1000 rows and 26 columns unless said otherwise."""
    wanted = request.get("properties", {})
    gid = wanted.get("sheetId")
    if gid is not None and draft.find_sheet(gid):
        raise bad_request(f"A sheet with the ID {gid} already exists. Please use another ID.")
    title = wanted.get("title") or _free_title(draft)
    _check_title(draft, title, None)
    grid = wanted.get("gridProperties", {})
    size = (grid.get("rowCount", 1000), grid.get("columnCount", 26))
    gid = draft.next_id("sheet") if gid is None else gid
    sheet = blank_sheet(gid, title, draft.palette, *size)
    draft.add(sheet, wanted.get("index"))
    _take(sheet, wanted, {})
    return {"properties": sheet_properties(draft, sheet)}


def _free_title(draft: Spreadsheet) -> str:
    number = len(draft.sheets) + 1
    while draft.find_titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _take(sheet: Sheet, wanted: Json, mask: Mask) -> None:
    """Take over properties besides title, place and counts; false and zero are left out."""
    own = {name: inner for name, inner in mask.items() if name not in _OWN_FIELDS}
    if mask and not own:
        return
    chosen = {name: value for name, value in wanted.items() if name not in _OWN_FIELDS}
    grid = chosen.get("gridProperties", {})
    chosen["gridProperties"] = {n: v for n, v in grid.items() if n not in _COUNTS and v}
    if "gridProperties" in own:
        inner = {n: m for n, m in own["gridProperties"].items() if n not in _COUNTS}
        own["gridProperties"] = inner
        if not inner and mask["gridProperties"]:
            del own["gridProperties"]
    new = replaced(sheet.properties, settled(chosen), own) if own or not mask else sheet.properties
    sheet.properties = {name: value for name, value in new.items() if value}


def update_sheet_properties(draft: Spreadsheet, request: Json) -> Json:
    """Change the masked properties of a sheet."""
    wanted = request.get("properties", {})
    fields = request.get("fields")
    if not fields:
        raise bad_request(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all)"
        )
    mask = parse_mask(fields)
    sheet = draft.edit(wanted.get("sheetId", 0))
    if asks(mask, "title") and (mask or "title" in wanted):
        _check_title(draft, wanted.get("title", ""), sheet.gid)
        rename(draft, sheet, wanted["title"])
    if asks(mask, "gridProperties"):
        _resize(draft, sheet, wanted.get("gridProperties", {}), below(mask, "gridProperties"))
    if asks(mask, "hidden") and wanted.get("hidden"):
        _check_hiding(draft, sheet)
    _take(sheet, wanted, mask)
    if asks(mask, "index") and "index" in wanted:
        _move_tab(draft, sheet, wanted["index"])
    return {}


def _resize(draft: Spreadsheet, sheet: Sheet, grid: Json, mask: Mask) -> None:
    rows = grid.get("rowCount") if asks(mask, "rowCount") else None
    columns = grid.get("columnCount") if asks(mask, "columnCount") else None
    if (rows is not None and rows < 1) or (columns is not None and columns < 1):
        raise bad_request("A sheet must have at least one row and one column.")
    resize(draft, sheet, rows or len(sheet.rows), columns or len(sheet.columns))


def _check_hiding(draft: Spreadsheet, sheet: Sheet) -> None:
    if all(one.properties.get("hidden") for one in draft.sheets if one is not sheet):
        raise bad_request("You can't hide all the sheets in a document.")


def _move_tab(draft: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Move a tab to a place counted before the move, as Google counts it."""
    if not 0 <= index <= len(draft.sheets):
        raise bad_request(f"Cannot move a sheet to index {index}.")
    before = draft.sheets.index(sheet)
    draft.sheets.remove(sheet)
    draft.sheets.insert(index - 1 if index > before else index, sheet)


def delete_sheet(draft: Spreadsheet, request: Json) -> Json:
    """Delete a sheet with everything in it."""
    sheet = draft.sheet(request.get("sheetId", 0))
    if len(draft.sheets) == 1:
        raise bad_request("You can't remove all the sheets in a document.")
    if all(one.properties.get("hidden") for one in draft.sheets if one is not sheet):
        raise bad_request("You can't remove all the visible sheets in a document.")
    draft.sheets.remove(sheet)
    draft.named = [one for one in draft.named if one["range"].get("sheetId", 0) != sheet.gid]
    return {}


_SETTABLE = frozenset({"title", "locale", "timeZone"})


def update_spreadsheet_properties(draft: Spreadsheet, request: Json) -> Json:
    """Change title, locale or time zone."""
    wanted = request.get("properties", {})
    fields = request.get("fields")
    if not fields:
        raise bad_request(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all)"
        )
    mask = parse_mask(fields)
    for name, attribute in (("title", "title"), ("locale", "locale"), ("timeZone", "time_zone")):
        if asks(mask, name) and wanted.get(name):
            setattr(draft, attribute, wanted[name])
    return {}
