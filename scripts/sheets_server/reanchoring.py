"""Conditional formats whose first cell is deleted: their relative formulas start one further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_server.formulas import moved

Json = dict[str, Any]


def reanchored(
    rule: Json,
    *,
    is_rows: bool,
    at: int,
    count: int,
    move: Callable[[Json], Json | None],
) -> Json | None:
    """Let a rule's ranges follow an insertion or deletion.

    A custom formula is written for the first cell of the ranges.
    If that cell is deleted, it is first rewritten for the cell that becomes the first.

    Args:
        rule: As the API spells it; not changed.
        is_rows: Whether rows changed.
        at: Position, from 0.
        count: How many; negative for a deletion.
        move: Gives a range afterwards, None if all of it is gone.

    Returns:
        The rule with its ranges as they are afterwards, its formulas still as before the change;
        None if no range is left.
    """
    ranges = [new for old in rule["ranges"] if (new := move(old))]
    if not ranges:
        return None
    side = "startRowIndex" if is_rows else "startColumnIndex"
    first = min(grid_range.get(side) or 0 for grid_range in rule["ranges"])
    lost = at - count - first if count < 0 and at <= first < at - count else 0
    changed = {**rule, "ranges": ranges}
    return _with_moved_formulas(changed, lost, is_rows=is_rows) if lost else changed


def _with_moved_formulas(rule: Json, by: int, *, is_rows: bool) -> Json:
    condition = rule.get("booleanRule", {}).get("condition", {})
    if condition.get("type") != "CUSTOM_FORMULA":
        return rule
    rows, columns = (by, 0) if is_rows else (0, by)
    values = [
        {**value, "userEnteredValue": moved(value["userEnteredValue"], rows, columns)}
        for value in condition["values"]
    ]
    boolean = {**rule["booleanRule"], "condition": {**condition, "values": values}}
    return {**rule, "booleanRule": boolean}
