"""Requests about conditional formats; a rule is named by its place in the sheet's list."""

from __future__ import annotations

from typing import Any

from sheets_server.colours import settled
from sheets_server.grid import Sheet
from sheets_server.ranges import published
from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def published_rule(rule: Json) -> Json:
    """Give a rule as replies spell it."""
    return {**rule, "ranges": [published(grid_range) for grid_range in rule["ranges"]]}


def _checked(draft: Spreadsheet, rule: Json) -> Json:
    ranges = rule.get("ranges", [])
    if not ranges:
        raise bad_request("rule.ranges must have at least one range.")
    sheets = {draft.grid_block(grid_range)[0].gid for grid_range in ranges}
    if len(sheets) > 1:
        raise bad_request("All ranges of a rule must be on the same sheet.")
    condition = rule.get("booleanRule", {}).get("condition", {})
    if condition.get("type") == "CUSTOM_FORMULA":
        _check_formula(draft, sheets.pop(), condition)
    result: Json = settled(rule)
    return result


def _check_formula(draft: Spreadsheet, gid: int, condition: Json) -> None:
    """Refuse a formula that names another sheet directly; only INDIRECT may."""
    formula = condition.get("values", [{}])[0].get("userEnteredValue", "")
    if not formula.startswith("="):
        raise bad_request("ConditionValue.userEnteredValue must be a formula starting with '='.")
    outside = _without_texts(formula)
    for sheet in draft.sheets:
        if sheet.gid != gid and (f"'{sheet.title}'!" in outside or f"{sheet.title}!" in outside):
            raise bad_request("Conditional format rule cannot reference a different sheet.")


def _without_texts(formula: str) -> str:
    return "".join(formula.split('"')[::2])


def _rules(draft: Spreadsheet, gid: int, index: int) -> Sheet:
    sheet = draft.edit(gid)
    if not 0 <= index < len(sheet.conditional):
        raise bad_request(f"No conditional format on sheet: {gid} at index: {index}")
    return sheet


def add_rule(draft: Spreadsheet, request: Json) -> Json:
    """Add a rule at a place of its sheet's list."""
    rule = _checked(draft, request.get("rule", {}))
    sheet = draft.edit(rule["ranges"][0].get("sheetId", 0))
    index = request.get("index", 0)
    if index > len(sheet.conditional):
        raise bad_request(f"Cannot add a conditional format at index: {index}")
    sheet.conditional.insert(index, rule)
    return {}


def update_rule(draft: Spreadsheet, request: Json) -> Json:
    """Replace a rule, or move it to another place of the list."""
    index = request.get("index", 0)
    if "rule" in request:
        return _replace(draft, request, index)
    sheet = _rules(draft, request.get("sheetId", 0), index)
    target = request.get("newIndex", 0)
    rule = sheet.conditional.pop(index)
    sheet.conditional.insert(target, rule)
    return {"newRule": published_rule(rule), "oldIndex": index, "newIndex": target}


def _replace(draft: Spreadsheet, request: Json, index: int) -> Json:
    rule = _checked(draft, request["rule"])
    gid = request.get("sheetId", rule["ranges"][0].get("sheetId", 0))
    sheet = _rules(draft, gid, index)
    old = sheet.conditional[index]
    sheet.conditional[index] = rule
    return {
        "newRule": published_rule(rule),
        "newIndex": index,
        "oldRule": published_rule(old),
        "oldIndex": index,
    }


def delete_rule(draft: Spreadsheet, request: Json) -> Json:
    """Delete a rule; those behind it move up."""
    index = request.get("index", 0)
    sheet = _rules(draft, request.get("sheetId", 0), index)
    return {"rule": published_rule(sheet.conditional.pop(index))}
