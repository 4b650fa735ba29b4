"""Requests about groups of rows or columns: each line knows how many groups it lies in."""

from __future__ import annotations

from typing import Any

from sheets_server.grid import Sheet
from sheets_server.lines import Dimension
from sheets_server.masks import asks, parse_mask
from sheets_server.ranges import published
from sheets_server.refusals import bad_request
from sheets_server.requests.dimensions import line, span_of
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def groups(sheet: Sheet, *, is_rows: bool) -> list[Json]:
    """Give the groups of a sheet, outer ones first.

    Args:
        sheet: Any.
        is_rows: Whether those of rows are meant.
    """
    lines: list[Dimension] = [*(sheet.rows if is_rows else sheet.columns)]
    dimension = "ROWS" if is_rows else "COLUMNS"
    found = []
    for depth in range(1, max((one.depth for one in lines), default=0) + 1):
        for start, end in _runs(lines, depth):
            span = {"sheetId": sheet.gid, "dimension": dimension}
            group: Json = {"range": published({**span, "startIndex": start, "endIndex": end})}
            group["depth"] = depth
            if depth in lines[start].collapsed:
                group["collapsed"] = True
            found.append(group)
    return found


def _runs(lines: list[Dimension], depth: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, one in enumerate(lines):
        if one.depth < depth:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _deepen(draft: Spreadsheet, span: Json, by: int) -> Json:
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    lines: list[Dimension] = [*(sheet.rows if is_rows else sheet.columns)]
    if end > len(lines) or any(one.depth + by < 0 for one in lines[start:end]):
        raise bad_request("There is no group over the whole of this range.")
    for index in range(start, end):
        line(sheet, index, is_rows=is_rows).depth += by
    return {"dimensionGroups": groups(sheet, is_rows=is_rows)}


def add_group(draft: Spreadsheet, request: Json) -> Json:
    """Put rows or columns into one group more."""
    return _deepen(draft, request.get("range", {}), 1)


def delete_group(draft: Spreadsheet, request: Json) -> Json:
    """Take rows or columns out of their innermost group."""
    return _deepen(draft, request.get("range", {}), -1)


def update_group(draft: Spreadsheet, request: Json) -> Json:
    """Collapse or open a group; its lines are hidden or shown with it."""
    group = request.get("dimensionGroup", {})
    span = group.get("range", {})
    sheet = draft.edit(span.get("sheetId", 0))
    is_rows, start, end = span_of(sheet, span)
    wanted = (published({**span}), group.get("depth", 0))
    if all((one["range"], one["depth"]) != wanted for one in groups(sheet, is_rows=is_rows)):
        raise bad_request("There is no dimension group with this range and depth.")
    if asks(parse_mask(request.get("fields") or "*"), "collapsed"):
        is_collapsed = group.get("collapsed", False)
        first = line(sheet, start, is_rows=is_rows)
        depth = frozenset({group.get("depth", 0)})
        first.collapsed = first.collapsed | depth if is_collapsed else first.collapsed - depth
        for index in range(start, end):
            line(sheet, index, is_rows=is_rows).is_hidden = is_collapsed
    return {}
