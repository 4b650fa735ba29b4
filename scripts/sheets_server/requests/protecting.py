"""Requests about what may be typed: validation rules and protected ranges."""

from __future__ import annotations

from typing import Any

from sheets_server.looks import Look
from sheets_server.masks import parse_mask, replaced
from sheets_server.ranges import published
from sheets_server.refusals import bad_request
from sheets_server.requests.cells import settled_rule
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def set_data_validation(draft: Spreadsheet, request: Json) -> Json:
    """Set or clear the validation of a block; rows hidden by a filter are skipped by default."""
    found, box = draft.grid_block(request.get("range", {}))
    rule = settled_rule(request.get("rule"))
    if rule is not None and not rule.get("condition", {}).get("type"):
        raise bad_request("A condition is needed in a data validation rule.")
    sheet = draft.edit(found.gid)
    reaches_all = request.get("filteredRowsIncluded", False)
    rows = [index for index in box.rows if reaches_all or not sheet.rows[index].is_filtered]
    sheet.each_look(rows, box.columns, lambda look: Look(look.format, rule))
    return {}


def published_protection(protection: Json) -> Json:
    """Give a protected range as replies spell it."""
    result = dict(protection)
    if "range" in result:
        result["range"] = published(result["range"])
    if "unprotectedRanges" in result:
        result["unprotectedRanges"] = [published(part) for part in result["unprotectedRanges"]]
    return result


CALLER = "register@example.org"
"""The account for which everybody counts who calls the server."""


def _settled(protection: Json) -> Json:
    """Give a protected range as it is kept: the caller may edit, a warning has no editors."""
    kept = {name: value for name, value in protection.items() if value not in ("", False)}
    kept["requestingUserCanEdit"] = True
    kept.pop("editors", None)
    if not kept.get("warningOnly"):
        editors = protection.get("editors", {})
        users = [*editors.get("users", []), CALLER]
        kept["editors"] = {**editors, "users": list(dict.fromkeys(users))}
    return kept


def add_protected_range(draft: Spreadsheet, request: Json) -> Json:
    """Protect a block or a whole sheet."""
    wanted = request.get("protectedRange", {})
    if "range" not in wanted and "namedRangeId" not in wanted:
        raise bad_request("Must specify a range to protect.")
    gid = wanted.get("range", {}).get("sheetId", 0)
    draft.grid_block({"sheetId": gid, **wanted.get("range", {})})
    sheet = draft.edit(gid)
    number = wanted.get("protectedRangeId") or draft.next_id("protection")
    if any(one["protectedRangeId"] == number for one in sheet.protected):
        raise bad_request(f"A protected range with id {number} already exists.")
    protection = _settled({"protectedRangeId": number, **wanted})
    sheet.protected.append(protection)
    sent = {"editors": wanted["editors"]} if "editors" in protection and "editors" in wanted else {}
    reply = {name: value for name, value in protection.items() if name != "editors"} | sent
    return {"protectedRange": published_protection(reply)}


def _find(draft: Spreadsheet, number: int) -> tuple[int, int]:
    for sheet in draft.sheets:
        for place, protection in enumerate(sheet.protected):
            if protection["protectedRangeId"] == number:
                return sheet.gid, place
    raise bad_request(f"No protected range with ID: {number}")


def update_protected_range(draft: Spreadsheet, request: Json) -> Json:
    """Change the masked fields of a protection."""
    wanted = request.get("protectedRange", {})
    mask = parse_mask(request.get("fields") or "*")
    gid, place = _find(draft, wanted.get("protectedRangeId", 0))
    sheet = draft.edit(gid)
    new = replaced(sheet.protected[place], wanted, mask)
    new["protectedRangeId"] = wanted.get("protectedRangeId", 0)
    sheet.protected[place] = _settled(new)
    return {}


def delete_protected_range(draft: Spreadsheet, request: Json) -> Json:
    """Lift a protection."""
    gid, place = _find(draft, request.get("protectedRangeId", 0))
    del draft.edit(gid).protected[place]
    return {}
