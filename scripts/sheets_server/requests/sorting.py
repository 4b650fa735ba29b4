"""Requests that sort and filter."""

from __future__ import annotations

from typing import Any

from sheets_server.formulas import ErrorValue, moved
from sheets_server.formulas import Value as Shown
from sheets_server.grid import Row, Sheet
from sheets_server.ranges import Box, box_of
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.values import shown

Json = dict[str, Any]


def sort_range(draft: Spreadsheet, request: Json) -> Json:
    """Sort the rows of a block: cells move with value, format, validation and note.

    What hangs on whole rows stays: heights, hiding, groups, developer metadata.
    """
    found, box = draft.grid_block(request.get("range", {}))
    specs = request.get("sortSpecs", [])
    if not specs:
        raise bad_request("No sort specs specified.")
    order = list(box.rows)
    calculation = draft.calculation
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        if column not in box.columns:
            raise bad_request(f"sortSpecs.dimensionIndex[{column}] is outside the range")
        values = {row: calculation.value(found, row, column) for row in order}
        order = _sorted(order, values, is_falling=spec.get("sortOrder") == "DESCENDING")
    if order != list(box.rows):
        _rearrange(draft.edit(found.gid), box, order)
    return {}


def _sorted(order: list[int], values: dict[int, Shown], *, is_falling: bool) -> list[int]:
    """Sort stably: numbers before text before truth values, blanks always last."""
    blank = [row for row in order if values[row] in (None, "")]
    filled = [row for row in order if values[row] not in (None, "")]
    return sorted(filled, key=lambda row: _key(values[row]), reverse=is_falling) + blank


def _key(value: Shown) -> tuple[int, float | str]:
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, ErrorValue):
        return 3, str(value.value)
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, float(value or 0)


def _rearrange(sheet: Sheet, box: Box, order: list[int]) -> None:
    old = {row: sheet.rows[row] for row in order}
    copies = {row: old[row].copy(None) for row in order}
    takes_all = len(box.columns) == len(sheet.columns)
    for target, source in zip(box.rows, order, strict=True):
        if target != source:
            row = sheet.row(target)
            if takes_all:
                row.take_all(copies[source])
            for column in () if takes_all else box.columns:
                row.take(column, copies[source], column)
            _follow(row, box, target - source)


def _follow(row: Row, box: Box, by: int) -> None:
    """Let the relative references of sorted formulas move along with their row."""
    for column, formula in list(row.formulas.items()):
        if column in box.columns:
            row.formulas[column] = moved(formula, by, 0)


def set_basic_filter(draft: Spreadsheet, request: Json) -> Json:
    """Set the sheet's filter: hide the rows with the hidden values, sort by its specs."""
    wanted = request.get("filter", {})
    grid_range = wanted.get("range", {})
    found, box = draft.grid_block(grid_range)
    sheet = draft.edit(found.gid)
    sheet.basic_filter = {**wanted, "range": {"sheetId": found.gid, **grid_range}}
    if wanted.get("sortSpecs"):
        body = {**sheet.basic_filter["range"], "startRowIndex": box.top + 1}
        sort_range(draft, {"range": body, "sortSpecs": wanted["sortSpecs"]})
    _apply_filter(draft, draft.edit(found.gid))
    return {}


def clear_basic_filter(draft: Spreadsheet, request: Json) -> Json:
    """Take the filter away; all rows it hid are shown."""
    sheet = draft.edit(request.get("sheetId", 0))
    sheet.basic_filter = None
    _apply_filter(draft, sheet)
    return {}


def _apply_filter(draft: Spreadsheet, sheet: Sheet) -> None:
    hidden = _hidden_values(sheet.basic_filter or {})
    box = box_of((sheet.basic_filter or {}).get("range", {}), len(sheet.rows), len(sheet.columns))
    calculation = draft.calculation
    for index in range(len(sheet.rows)):
        is_filtered = (
            index in box.rows
            and index > box.top
            and any(
                shown(
                    calculation.value(sheet, index, column),
                    sheet.palette[sheet.rows[index].look(column)],
                    draft.locale,
                )
                in values
                for column, values in hidden.items()
            )
        )
        if sheet.rows[index].is_filtered != is_filtered:
            sheet.row(index).is_filtered = is_filtered


def _hidden_values(basic_filter: Json) -> dict[int, set[str]]:
    hidden = {
        int(column): set(criteria.get("hiddenValues", []))
        for column, criteria in basic_filter.get("criteria", {}).items()
    }
    for spec in basic_filter.get("filterSpecs", []):
        values = spec.get("filterCriteria", {}).get("hiddenValues", [])
        hidden.setdefault(spec.get("columnIndex", 0), set()).update(values)
    return {column: values for column, values in hidden.items() if values}
