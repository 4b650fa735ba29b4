"""Requests about developer metadata."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sheets_server.lines import Metadata
from sheets_server.masks import asks, parse_mask
from sheets_server.metadata import Hanging, all_metadata, found_by, hanging_at
from sheets_server.refusals import bad_request
from sheets_server.requests.dimensions import line
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]


def _entries(draft: Spreadsheet, at: Hanging) -> tuple[Metadata, ...]:
    if at.gid is None:
        return draft.metadata
    sheet = draft.sheet(at.gid)
    if not at.dimension:
        return sheet.metadata
    return (sheet.rows if at.dimension == "ROWS" else sheet.columns)[at.index].metadata


def _hang(draft: Spreadsheet, at: Hanging, entries: tuple[Metadata, ...]) -> None:
    if at.gid is None:
        draft.metadata = entries
    elif not at.dimension:
        draft.edit(at.gid).metadata = entries
    else:
        line(draft.edit(at.gid), at.index, is_rows=at.dimension == "ROWS").metadata = entries


def create_metadata(draft: Spreadsheet, request: Json) -> Json:
    """Hang a new entry somewhere."""
    wanted = request.get("developerMetadata", {})
    visibility = wanted.get("visibility", "")
    if not wanted.get("metadataKey"):
        raise bad_request("A metadata key must be specified.")
    if visibility not in {"DOCUMENT", "PROJECT"}:
        raise bad_request("A visibility must be specified for developer metadata.")
    number = wanted.get("metadataId") or draft.next_id("metadata")
    if any(one.metadata.id == number for one in all_metadata(draft)):
        raise bad_request(f"Developer metadata with id {number} already exists.")
    entry = Metadata(number, wanted["metadataKey"], wanted.get("metadataValue", ""), visibility)
    at = hanging_at(draft, wanted.get("location", {}), entry)
    _hang(draft, at, (*_entries(draft, at), entry))
    return {"developerMetadata": at.json()}


def delete_metadata(draft: Spreadsheet, request: Json) -> Json:
    """Delete every entry that a data filter selects."""
    gone = [hanging for hanging, _ in found_by(draft, [request.get("dataFilter", {})])]
    for hanging in gone:
        left = tuple(one for one in _entries(draft, hanging) if one != hanging.metadata)
        _hang(draft, hanging, left)
    return {"deletedDeveloperMetadata": [hanging.json() for hanging in gone]} if gone else {}


def update_metadata(draft: Spreadsheet, request: Json) -> Json:
    """Change the masked fields of every entry that the data filters select."""
    wanted = request.get("developerMetadata", {})
    mask = parse_mask(request.get("fields") or "*")
    changed = []
    for hanging, _ in found_by(draft, request.get("dataFilters", [])):
        entry = hanging.metadata
        if asks(mask, "metadataKey"):
            entry = replace(entry, key=wanted.get("metadataKey", entry.key))
        if asks(mask, "metadataValue"):
            entry = replace(entry, value=wanted.get("metadataValue", ""))
        if asks(mask, "visibility"):
            entry = replace(entry, visibility=wanted.get("visibility", entry.visibility))
        others = tuple(one for one in _entries(draft, hanging) if one != hanging.metadata)
        _hang(draft, hanging, others)
        moves = "location" in mask and "location" in wanted
        at = (
            hanging_at(draft, wanted["location"], entry)
            if moves
            else replace(hanging, metadata=entry)
        )
        _hang(draft, at, (*_entries(draft, at), entry))
        changed.append(at.json())
    if not changed:
        raise bad_request("No developer metadata matched the data filters.")
    return {"developerMetadata": changed}
