"""The kinds of requests a batch update understands, one function each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sheets_server.limits import check_size
from sheets_server.refusals import Refusal, bad_request
from sheets_server.requests import (
    cells,
    conditional,
    copying,
    dimensions,
    grouping,
    hanging,
    protecting,
    shaping,
    sheets,
    sorting,
)
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]

REQUESTS: Mapping[str, Callable[[Spreadsheet, Json], Json]] = {
    "addBanding": shaping.add_banding,
    "addConditionalFormatRule": conditional.add_rule,
    "addDimensionGroup": grouping.add_group,
    "addNamedRange": shaping.add_named_range,
    "addProtectedRange": protecting.add_protected_range,
    "addSheet": sheets.add_sheet,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "clearBasicFilter": sorting.clear_basic_filter,
    "copyPaste": copying.copy_paste,
    "createDeveloperMetadata": hanging.create_metadata,
    "deleteBanding": shaping.delete_banding,
    "deleteConditionalFormatRule": conditional.delete_rule,
    "deleteDeveloperMetadata": hanging.delete_metadata,
    "deleteDimension": dimensions.delete_dimension,
    "deleteDimensionGroup": grouping.delete_group,
    "deleteNamedRange": shaping.delete_named_range,
    "deleteProtectedRange": protecting.delete_protected_range,
    "deleteSheet": sheets.delete_sheet,
    "duplicateSheet": copying.duplicate_sheet,
    "insertDimension": dimensions.insert_dimension,
    "mergeCells": shaping.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": sorting.set_basic_filter,
    "setDataValidation": protecting.set_data_validation,
    "sortRange": sorting.sort_range,
    "unmergeCells": shaping.unmerge_cells,
    "updateBanding": shaping.update_banding,
    "updateCells": cells.update_cells,
    "updateConditionalFormatRule": conditional.update_rule,
    "updateDeveloperMetadata": hanging.update_metadata,
    "updateDimensionGroup": grouping.update_group,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateNamedRange": shaping.update_named_range,
    "updateProtectedRange": protecting.update_protected_range,
    "updateSheetProperties": sheets.update_sheet_properties,
    "updateSpreadsheetProperties": sheets.update_spreadsheet_properties,
}
"""Each takes the draft and the request, changes the draft and gives the reply."""


def carry_out(draft: Spreadsheet, requests: list[Json]) -> list[Json]:
    """Carry out the requests of one batch, in order.

    Args:
        draft: Is left half changed if one is refused; throw it away then.
        requests: Read against the API's shapes already.

    Returns:
        A reply each; an empty one says `{}`.

    Raises:
        Refusal: At the first request that cannot be carried out.
    """
    if not requests:
        raise bad_request("Must specify at least one request.")
    replies = [_carry_out(draft, request, place) for place, request in enumerate(requests)]
    check_size(draft)
    return replies


def _carry_out(draft: Spreadsheet, request: Json, place: int) -> Json:
    if len(request) != 1:
        raise bad_request(f"Invalid value at 'requests[{place}]' (oneof), exactly one kind is due")
    (kind, details), *_ = request.items()
    if kind not in REQUESTS:
        raise bad_request(f"Invalid requests[{place}].{kind}: not emulated by this server")
    try:
        reply = REQUESTS[kind](draft, details)
    except Refusal as refusal:
        raise bad_request(f"Invalid requests[{place}].{kind}: {refusal.message}") from refusal
    return {kind: reply} if reply else {}
