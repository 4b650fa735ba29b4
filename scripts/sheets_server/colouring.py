"""Which cells conditional formats colour, for those who look at a sheet."""

from __future__ import annotations

from typing import Any

from sheets_server.calculation import place
from sheets_server.colours import hexadecimal
from sheets_server.formulas import Value as Shown
from sheets_server.formulas import evaluate
from sheets_server.grid import Sheet
from sheets_server.ranges import Box, box_of
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]
Colours = dict[tuple[int, int], str]


def cell_colours(spreadsheet: Spreadsheet, sheet: Sheet, rows: range | None) -> Colours:
    """Give the background colours of conditional formats; the first rule that applies wins.

    Only rules with a custom formula, and those that ask whether a cell is blank, are worked out.

    Args:
        spreadsheet: A version.
        sheet: Of that version.
        rows: Only these, counted from 1; None for all.

    Returns:
        `#rrggbb` by row and column, counted from 1.
    """
    wanted = range(1, len(sheet.rows) + 1) if rows is None else rows
    known = spreadsheet.calculation.colours
    key = (sheet.gid, wanted.start, wanted.stop)
    if key not in known:
        known[key] = _worked_out(spreadsheet, sheet, wanted)
    return known[key]


def _worked_out(spreadsheet: Spreadsheet, sheet: Sheet, rows: range) -> Colours:
    found: Colours = {}
    for rule in reversed(sheet.conditional):
        colour = rule.get("booleanRule", {}).get("format", {}).get("backgroundColor")
        if colour is None:
            continue
        for at in _cells(sheet, rule, rows):
            if _applies(spreadsheet, sheet, rule, at):
                found[at[0] + 1, at[1] + 1] = hexadecimal(colour)
    return dict(sorted(found.items()))


def _boxes(sheet: Sheet, rule: Json) -> list[Box]:
    return [box_of(part, len(sheet.rows), len(sheet.columns)) for part in rule["ranges"]]


def _cells(sheet: Sheet, rule: Json, rows: range) -> list[tuple[int, int]]:
    return [
        (row, column)
        for box in _boxes(sheet, rule)
        for row in box.rows
        if row + 1 in rows
        for column in box.columns
    ]


def _applies(spreadsheet: Spreadsheet, sheet: Sheet, rule: Json, at: tuple[int, int]) -> bool:
    condition = rule["booleanRule"]["condition"]
    kind = condition.get("type")
    if kind in {"BLANK", "NOT_BLANK"}:
        value = spreadsheet.calculation.value(sheet, *at)
        return bool((value in (None, "")) == (kind == "BLANK"))
    if kind != "CUSTOM_FORMULA":
        return False
    formula = condition["values"][0]["userEnteredValue"]
    boxes = _boxes(sheet, rule)
    first = (min(box.top for box in boxes), min(box.left for box in boxes))
    there = place(spreadsheet.calculation, spreadsheet, sheet, *first)
    result = evaluate(formula, there, (at[0] - first[0], at[1] - first[1]))
    return _is_true(result[0][0] if isinstance(result, list) else result)


def _is_true(value: Shown) -> bool:
    return (isinstance(value, bool) and value) or (isinstance(value, float) and value != 0)
