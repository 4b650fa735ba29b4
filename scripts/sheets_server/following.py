"""What follows when rows, columns or titles change: ranges, rules and formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_server.formulas import renamed, shift
from sheets_server.grid import Sheet
from sheets_server.ranges import shifted
from sheets_server.reanchoring import reanchored
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]
Move = Callable[[Json], Json | None]
"""Gives a `GridRange` as it is afterwards, None if all of it is gone."""


def follow(draft: Spreadsheet, sheet: Sheet, *, is_rows: bool, at: int, count: int) -> None:
    """Let everything that speaks of a sheet's cells follow an insertion or deletion.

    Args:
        draft: The spreadsheet.
        sheet: Whose rows or columns changed already; may be written to.
        is_rows: Whether rows changed.
        at: Position, from 0.
        count: How many; negative for a deletion.
    """

    def move(grid_range: Json) -> Json | None:
        if grid_range.get("sheetId", 0) != sheet.gid:
            return grid_range
        return shifted(grid_range, is_rows=is_rows, at=at, count=count)

    def change(formula: str, own: str) -> str:
        title = sheet.title
        return shift(formula, title, is_rows=is_rows, start=at + 1, count=count, own_title=own)

    rules = (
        reanchored(rule, is_rows=is_rows, at=at, count=count, move=move)
        for rule in sheet.conditional
    )
    sheet.conditional = [rule for rule in rules if rule]
    move_ranges(draft, sheet, move)
    _change_formulas(draft, change)


def move_ranges(draft: Spreadsheet, sheet: Sheet, move: Move) -> None:
    """Move everything of a sheet that has a range, conditional formats left out.

    Args:
        draft: The spreadsheet.
        sheet: May be written to.
        move: What becomes of a range.
    """
    sheet.merges = [new for old in sheet.merges if (new := move(old)) and not _is_single(new)]
    sheet.protected = _moved(sheet.protected, move)
    sheet.banded = _moved(sheet.banded, move)
    draft.named = _moved(draft.named, move)
    filters = _moved([sheet.basic_filter], move) if sheet.basic_filter else []
    sheet.basic_filter = filters[0] if filters else None


def _change_formulas(draft: Spreadsheet, change: Callable[[str, str], str]) -> None:
    for sheet in list(draft.sheets):
        rules = [_with_formulas(rule, change, sheet.title) for rule in sheet.conditional]
        if rules != sheet.conditional:
            draft.edit(sheet.gid).conditional = rules
    draft.rewrite_formulas(change)


def resize(draft: Spreadsheet, sheet: Sheet, rows: int, columns: int) -> None:
    """Give a sheet's grid another size; what is cut off counts as deleted.

    Args:
        draft: The spreadsheet.
        sheet: May be written to.
        rows: Number afterwards.
        columns: Number afterwards.
    """
    lost_rows, lost_columns = len(sheet.rows) - rows, len(sheet.columns) - columns
    sheet.resize(rows, columns)
    if lost_rows > 0:
        follow(draft, sheet, is_rows=True, at=rows, count=-lost_rows)
    if lost_columns > 0:
        follow(draft, sheet, is_rows=False, at=columns, count=-lost_columns)


def rename(draft: Spreadsheet, sheet: Sheet, title: str) -> None:
    """Give a sheet another title, in formulas too.

    Args:
        draft: The spreadsheet.
        sheet: May be written to.
        title: The new one.
    """
    old, sheet.title = sheet.title, title
    _change_formulas(draft, lambda formula, _own: renamed(formula, old, title))


def _is_single(grid_range: Json) -> bool:
    rows = grid_range["endRowIndex"] - grid_range["startRowIndex"]
    columns = grid_range["endColumnIndex"] - grid_range["startColumnIndex"]
    return bool(rows * columns == 1)


def _moved(items: list[Json], move: Move) -> list[Json]:
    moved = []
    for item in items:
        new = move(item["range"]) if "range" in item else {}
        if new is None:
            continue
        changed = {**item, "range": new} if new else dict(item)
        if "unprotectedRanges" in item:
            inner = (move(part) for part in item["unprotectedRanges"])
            changed["unprotectedRanges"] = [part for part in inner if part]
        moved.append(changed)
    return moved


def _with_formulas(rule: Json, change: Callable[[str, str], str], title: str) -> Json:
    condition = rule.get("booleanRule", {}).get("condition")
    if not condition or not condition.get("values"):
        return rule
    values = [
        {**value, "userEnteredValue": change(value["userEnteredValue"], title)}
        if "userEnteredValue" in value
        else value
        for value in condition["values"]
    ]
    boolean = {**rule["booleanRule"], "condition": {**condition, "values": values}}
    return {**rule, "booleanRule": boolean}
