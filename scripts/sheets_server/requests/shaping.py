"""Requests about merges, banding and named ranges."""

from __future__ import annotations

from typing import Any

from sheets_server.colours import settled
from sheets_server.grid import Sheet
from sheets_server.masks import parse_mask, replaced
from sheets_server.ranges import Box, box_of, meets, published
from sheets_server.refusals import bad_request
from sheets_server.requests.cells import write_cell
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def _box(sheet: Sheet, grid_range: Json) -> Box:
    return box_of(grid_range, len(sheet.rows), len(sheet.columns))


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_ROWS":
        return [Box(row, row + 1, box.left, box.right) for row in box.rows]
    if kind == "MERGE_COLUMNS":
        return [Box(box.top, box.bottom, column, column + 1) for column in box.columns]
    return [box]


def _grid_range(sheet: Sheet, box: Box) -> Json:
    return {
        "sheetId": sheet.gid,
        "startRowIndex": box.top,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left,
        "endColumnIndex": box.right,
    }


def merge_cells(draft: Spreadsheet, request: Json) -> Json:
    """Merge a block; merges inside it go, and so do the values that are covered."""
    found, box = draft.grid_block(request.get("range", {}))
    sheet = draft.edit(found.gid)
    kept = []
    for merge in sheet.merges:
        old = _box(sheet, merge)
        if not meets(old, box):
            kept.append(merge)
        elif not _contains(box, old):
            raise bad_request(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    sheet.merges = kept
    for part in _parts(box, request.get("mergeType", "MERGE_ALL")):
        if len(part.rows) * len(part.columns) > 1:
            _clear_covered(sheet, part)
            sheet.merges.append(_grid_range(sheet, part))
    return {}


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.top <= inner.top
        and inner.bottom <= outer.bottom
        and outer.left <= inner.left
        and inner.right <= outer.right
    )


def _clear_covered(sheet: Sheet, box: Box) -> None:
    for row in box.rows:
        for column in box.columns:
            if (row, column) != (box.top, box.left):
                write_cell(sheet, row, column, {}, {"userEnteredValue": {}})


def unmerge_cells(draft: Spreadsheet, request: Json) -> Json:
    """Take apart the merges that lie in a block."""
    found, box = draft.grid_block(request.get("range", {}))
    sheet = draft.edit(found.gid)
    met = [merge for merge in sheet.merges if meets(_box(sheet, merge), box)]
    if any(not _contains(box, _box(sheet, merge)) for merge in met):
        raise bad_request("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if merge not in met]
    return {}


def published_banding(banding: Json) -> Json:
    """Give a banded range as replies spell it."""
    return {**banding, "range": published(banding["range"])}


def add_banding(draft: Spreadsheet, request: Json) -> Json:
    """Colour a block in bands."""
    wanted = request.get("bandedRange", {})
    found, box = draft.grid_block(wanted.get("range", {}))
    sheet = draft.edit(found.gid)
    if any(meets(_box(sheet, one["range"]), box) for one in sheet.banded):
        raise bad_request(
            "You cannot add alternating background colors to a range that already has "
            "alternating background colors."
        )
    if not wanted.get("rowProperties") and not wanted.get("columnProperties"):
        raise bad_request("At least one of row_properties or column_properties must be set.")
    number = wanted.get("bandedRangeId") or draft.next_id("banding")
    banding: Json = settled({**wanted, "bandedRangeId": number})
    sheet.banded.append(banding)
    return {"bandedRange": published_banding(banding)}


def _find_banding(draft: Spreadsheet, number: int) -> tuple[int, int]:
    for sheet in draft.sheets:
        for place, banding in enumerate(sheet.banded):
            if banding["bandedRangeId"] == number:
                return sheet.gid, place
    raise bad_request(f"No banded range with ID: {number}")


def update_banding(draft: Spreadsheet, request: Json) -> Json:
    """Change the masked fields of a banding."""
    wanted = request.get("bandedRange", {})
    gid, place = _find_banding(draft, wanted.get("bandedRangeId", 0))
    sheet = draft.edit(gid)
    new = replaced(sheet.banded[place], settled(wanted), parse_mask(request.get("fields") or "*"))
    sheet.banded[place] = {**new, "bandedRangeId": wanted.get("bandedRangeId", 0)}
    return {}


def delete_banding(draft: Spreadsheet, request: Json) -> Json:
    """Take bands away."""
    gid, place = _find_banding(draft, request.get("bandedRangeId", 0))
    del draft.edit(gid).banded[place]
    return {}


def add_named_range(draft: Spreadsheet, request: Json) -> Json:
    """Give a block a name."""
    wanted = request.get("namedRange", {})
    name = wanted.get("name", "")
    if not name or any(one["name"] == name for one in draft.named):
        raise bad_request(f'A named range with the name "{name}" already exists or is invalid.')
    draft.grid_block(wanted.get("range", {}))
    number = wanted.get("namedRangeId") or str(draft.next_id("name"))
    draft.named.append({**wanted, "namedRangeId": number})
    return {"namedRange": {**wanted, "namedRangeId": number, "range": published(wanted["range"])}}


def _find_name(draft: Spreadsheet, number: str) -> int:
    for place, named in enumerate(draft.named):
        if named["namedRangeId"] == number:
            return place
    raise bad_request(f"No named range with id: {number}")


def update_named_range(draft: Spreadsheet, request: Json) -> Json:
    """Change the masked fields of a named range."""
    wanted = request.get("namedRange", {})
    place = _find_name(draft, wanted.get("namedRangeId", ""))
    new = replaced(draft.named[place], wanted, parse_mask(request.get("fields") or "*"))
    draft.named[place] = {**new, "namedRangeId": wanted.get("namedRangeId", "")}
    return {}


def delete_named_range(draft: Spreadsheet, request: Json) -> Json:
    """Take a name away."""
    del draft.named[_find_name(draft, request.get("namedRangeId", ""))]
    return {}
