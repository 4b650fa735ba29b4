"""Requests about rows and columns: insert, delete, move, append, size and hide."""

from __future__ import annotations

from typing import Any

from sheets_server.following import follow, move_ranges
from sheets_server.grid import Row, Sheet
from sheets_server.lines import Column, Dimension
from sheets_server.masks import asks, parse_mask
from sheets_server.ranges import shifted
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def span_of(sheet: Sheet, dimension_range: Json) -> tuple[bool, int, int]:
    """Read a `DimensionRange`.

    Args:
        sheet: Its sheet.
        dimension_range: A missing end reaches to the edge.

    Returns:
        Whether it is rows; first position; position behind the last.

    Raises:
        Refusal: If it is empty or outside the grid.
    """
    is_rows = dimension_range.get("dimension") == "ROWS"
    if not is_rows and dimension_range.get("dimension") != "COLUMNS":
        raise bad_request("No dimension specified.")
    count = len(sheet.rows) if is_rows else len(sheet.columns)
    start = dimension_range.get("startIndex", 0)
    end = dimension_range.get("endIndex", count)
    if not 0 <= start < end:
        raise bad_request(f"range.endIndex[{end}] must be greater than startIndex[{start}]")
    return is_rows, start, end


def _check_end(sheet: Sheet, *, is_rows: bool, start: int, end: int) -> None:
    count = len(sheet.rows) if is_rows else len(sheet.columns)
    if end > count:
        raise bad_request(f"Cannot reach {start}:{end}: the sheet ends at {count}.")


def insert_dimension(draft: Spreadsheet, request: Json) -> Json:
    """Insert blank rows or columns; they look like those before, or after, them."""
    span = request.get("range", {})
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    count = len(sheet.rows) if is_rows else len(sheet.columns)
    inherits = request.get("inheritFromBefore", False)
    if start > count or (inherits and start == 0):
        raise bad_request(f"range.startIndex[{start}] is not a place to insert at")
    like = start - 1 if inherits or start == count else start
    if is_rows:
        sheet.insert_rows(start, end - start, like)
    else:
        sheet.insert_columns(start, end - start, like)
    _keep_groups(sheet, is_rows=is_rows, start=start, end=end)
    follow(draft, sheet, is_rows=is_rows, at=start, count=end - start)
    return {}


def _keep_groups(sheet: Sheet, *, is_rows: bool, start: int, end: int) -> None:
    """Put lines inserted inside a group into it."""
    lines: list[Row] | list[Column] = sheet.rows if is_rows else sheet.columns
    if start > 0 and end < len(lines):
        depth = min(lines[start - 1].depth, lines[end].depth)
        for index in range(start, end) if depth else ():
            line(sheet, index, is_rows=is_rows).depth = depth


def line(sheet: Sheet, index: int, *, is_rows: bool) -> Dimension:
    """Give a row or column that may be written to."""
    return sheet.row(index) if is_rows else sheet.column(index)


def delete_dimension(draft: Spreadsheet, request: Json) -> Json:
    """Delete rows or columns with everything in them."""
    span = request.get("range", {})
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    _check_end(sheet, is_rows=is_rows, start=start, end=end)
    count = len(sheet.rows) if is_rows else len(sheet.columns)
    if end - start == count:
        raise bad_request(
            f"You can't delete all the {'rows' if is_rows else 'columns'} on the sheet."
        )
    if is_rows:
        del sheet.rows[start:end]
    else:
        sheet.take_columns([*range(start), *range(end, count)])
    follow(draft, sheet, is_rows=is_rows, at=start, count=start - end)
    return {}


def append_dimension(draft: Spreadsheet, request: Json) -> Json:
    """Add rows or columns at the end."""
    sheet = draft.edit(request.get("sheetId", 0))
    length = request.get("length", 0)
    if length < 1:
        raise bad_request("length must be greater than 0")
    rows = length if request.get("dimension") == "ROWS" else 0
    columns = length if request.get("dimension") == "COLUMNS" else 0
    sheet.resize(len(sheet.rows) + rows, len(sheet.columns) + columns)
    return {}


def move_dimension(draft: Spreadsheet, request: Json) -> Json:
    """Move rows or columns; ranges that lie wholly in the moved block move along.

    References of formulas are not rewritten.
    """
    span = request.get("source", {})
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    _check_end(sheet, is_rows=is_rows, start=start, end=end)
    target = request.get("destinationIndex", 0)
    if start < target < end:
        raise bad_request("destinationIndex may not lie within the source")
    order = _order(len(sheet.rows) if is_rows else len(sheet.columns), start, end, target)
    if is_rows:
        sheet.rows = [sheet.rows[index] for index in order]
    else:
        sheet.take_columns(order)
    first, last = (
        ("startRowIndex", "endRowIndex") if is_rows else ("startColumnIndex", "endColumnIndex")
    )
    landed = order.index(start) - start

    def move(grid_range: Json) -> Json:
        if grid_range.get("sheetId", 0) != sheet.gid:
            return grid_range
        top, bottom = grid_range.get(first), grid_range.get(last)
        if top is not None and bottom is not None and start <= top and bottom <= end:
            return {**grid_range, first: top + landed, last: bottom + landed}
        gone = shifted(grid_range, is_rows=is_rows, at=start, count=start - end) or grid_range
        into = target if target <= start else target - (end - start)
        return shifted(gone, is_rows=is_rows, at=into, count=end - start) or grid_range

    move_ranges(draft, sheet, move)
    sheet.conditional = [
        {**rule, "ranges": [move(part) for part in rule["ranges"]]} for rule in sheet.conditional
    ]
    return {}


def _order(count: int, start: int, end: int, target: int) -> list[int]:
    if target <= start:
        return [*range(target), *range(start, end), *range(target, start), *range(end, count)]
    return [*range(start), *range(end, target), *range(start, end), *range(target, count)]


def update_dimension_properties(draft: Spreadsheet, request: Json) -> Json:
    """Set height or width, hide or show."""
    span = request.get("range", {})
    mask = parse_mask(request.get("fields") or "")
    if not request.get("fields"):
        raise bad_request(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all)"
        )
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    _check_end(sheet, is_rows=is_rows, start=start, end=end)
    properties = request.get("properties", {})
    for index in range(start, end):
        changed = line(sheet, index, is_rows=is_rows)
        if asks(mask, "pixelSize"):
            changed.size = properties.get("pixelSize", 0)
        if asks(mask, "hiddenByUser"):
            changed.is_hidden = properties.get("hiddenByUser", False)
    return {}
