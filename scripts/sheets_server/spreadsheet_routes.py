"""The endpoints of Sheets v4 for everything but values; each gives its reply as JSON text."""

from __future__ import annotations

from typing import Any

from sheets_server.calls import Asked, dumped
from sheets_server.masks import below, masked
from sheets_server.metadata import all_metadata, filter_blocks, found_by
from sheets_server.reading import spreadsheet_json
from sheets_server.refusals import Refusal
from sheets_server.requests import carry_out
from sheets_server.requests.copying import copied_sheet
from sheets_server.requests.sheets import sheet_properties
from sheets_server.spreadsheet import Spreadsheet, blank_sheet
from sheets_server.strictness import accepted

Json = dict[str, Any]


def get_spreadsheet(asked: Asked) -> str:
    """Answer `spreadsheets.get`."""
    spreadsheet = asked.spreadsheet
    blocks = []
    for text in asked.query.get("ranges", []):
        sheet, box = spreadsheet.block(text)
        blocks.append((sheet.gid, box))
    with_cells = asked.is_on("includeGridData")
    return dumped(spreadsheet_json(spreadsheet, blocks, asked.mask, with_cells=with_cells))


def get_by_data_filter(asked: Asked) -> str:
    """Answer `spreadsheets.getByDataFilter`."""
    body = accepted(asked.body, "GetSpreadsheetByDataFilterRequest")
    spreadsheet = asked.spreadsheet
    filters = body.get("dataFilters", [])
    blocks = [block for one in filters for block in filter_blocks(spreadsheet, one)]
    with_cells = body.get("includeGridData", False)
    return dumped(spreadsheet_json(spreadsheet, blocks, asked.mask, with_cells=with_cells))


def create_spreadsheet(asked: Asked) -> str:
    """Answer `spreadsheets.create`: properties and sheets' properties are taken over."""
    body = accepted(asked.body, "Spreadsheet")
    wanted = body.get("properties", {})
    draft = asked.store.new_draft(
        wanted.get("title", "Untitled spreadsheet"),
        wanted.get("locale", "en_US"),
        wanted.get("timeZone", "Etc/GMT"),
    )
    sheets = [one.get("properties", {}) for one in body.get("sheets", [])]
    if sheets:
        carry_out(draft, [{"addSheet": {"properties": properties}} for properties in sheets])
    else:
        draft.add(blank_sheet(0, "Sheet1", draft.palette, 1000, 26))
    asked.store.add(draft)
    return dumped(spreadsheet_json(draft, [], asked.mask, with_cells=False))


def batch_update(asked: Asked) -> str:
    """Answer `spreadsheets.batchUpdate`."""
    body = accepted(asked.body, "BatchUpdateSpreadsheetRequest")
    requests = body.get("requests", [])
    store, spreadsheet_id = asked.store, asked.spreadsheet_id
    with store.lock:
        replies = store.change(spreadsheet_id, lambda draft: carry_out(draft, requests))
        after = store.spreadsheet(spreadsheet_id)
    reply: Json = {"spreadsheetId": spreadsheet_id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        boxes = [after.block(text) for text in body.get("responseRanges", [])]
        reply["updatedSpreadsheet"] = spreadsheet_json(
            after,
            [(sheet.gid, box) for sheet, box in boxes],
            below(asked.mask, "updatedSpreadsheet"),
            with_cells=body.get("responseIncludeGridData", False),
        )
    return dumped(masked(reply, asked.mask))


def copy_sheet(asked: Asked, gid: int) -> str:
    """Answer `sheets.copyTo`."""
    body = accepted(asked.body, "CopySheetToAnotherSpreadsheetRequest")
    source = asked.spreadsheet.sheet(gid)

    def make(draft: Spreadsheet) -> Json:
        title = f"Copy of {source.title}"
        while draft.find_titled(title):
            title += " (2)"
        copy = copied_sheet(draft, source, draft.next_id("sheet"), title)
        draft.add(copy)
        return sheet_properties(draft, copy)

    target = body.get("destinationSpreadsheetId", "")
    return dumped(asked.store.change(target, make))


def get_metadata(asked: Asked, metadata_id: int) -> str:
    """Answer `developerMetadata.get`."""
    for hanging in all_metadata(asked.spreadsheet):
        if hanging.metadata.id == metadata_id:
            return dumped(hanging.json())
    raise Refusal(404, f"No developer metadata with id {metadata_id} was found.")


def search_metadata(asked: Asked) -> str:
    """Answer `developerMetadata.search`."""
    body = accepted(asked.body, "SearchDeveloperMetadataRequest")
    found = found_by(asked.spreadsheet, body.get("dataFilters", []))
    matched = [
        {"developerMetadata": hanging.json(), "dataFilters": filters} for hanging, filters in found
    ]
    return dumped({"matchedDeveloperMetadata": matched} if matched else {})
