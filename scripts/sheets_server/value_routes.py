"""The endpoints of Sheets v4 for values; each gives its reply as JSON, long ones in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sheets_server.calls import Asked, dumped
from sheets_server.masks import masked
from sheets_server.metadata import filter_blocks
from sheets_server.ranges import Box, canonical, closed
from sheets_server.refusals import bad_request
from sheets_server.requests import carry_out
from sheets_server.spreadsheet import Spreadsheet, filled_rows
from sheets_server.strictness import accepted
from sheets_server.values import Rendering, value_range_json
from sheets_server.writing import Written, check_fits, write_values

Json = dict[str, Any]


def _rendering(options: Callable[[str], str], prefix: str = "") -> Rendering:
    def option(name: str, usual: str) -> str:
        spelled = prefix + (name[0].upper() + name[1:] if prefix else name)
        return options(spelled) or usual

    return Rendering(
        _known(option("valueRenderOption", "FORMATTED_VALUE"), _RENDERS),
        _known(option("dateTimeRenderOption", "SERIAL_NUMBER"), _DATES),
        _known(options("majorDimension") or "ROWS", _DIMENSIONS) == "COLUMNS",
    )


_RENDERS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_DATES = ("SERIAL_NUMBER", "FORMATTED_STRING")
_DIMENSIONS = ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED")


def _known(value: str, names: tuple[str, ...]) -> str:
    if value not in names:
        raise bad_request(f"Invalid value: {value}")
    return value


def get_values(asked: Asked, text: str) -> bytes:
    """Answer `values.get`."""
    spreadsheet = asked.spreadsheet
    sheet, box = spreadsheet.block(text)
    return value_range_json(spreadsheet, sheet, box, _rendering(asked.option))


def batch_get_values(asked: Asked) -> bytes:
    """Answer `values.batchGet`."""
    spreadsheet, rendering = asked.spreadsheet, _rendering(asked.option)
    blocks = [spreadsheet.block(text) for text in asked.query.get("ranges", [])]
    ranges = [value_range_json(spreadsheet, sheet, box, rendering) for sheet, box in blocks]
    return _value_ranges(spreadsheet, ranges)


def batch_get_values_by_filter(asked: Asked) -> bytes:
    """Answer `values.batchGetByDataFilter`."""
    body = accepted(asked.body, "BatchGetValuesByDataFilterRequest")
    spreadsheet = asked.spreadsheet
    rendering = _rendering(lambda name: body.get(name, ""))
    ranges = []
    for one in body.get("dataFilters", []):
        for gid, box in filter_blocks(spreadsheet, one):
            inner = value_range_json(spreadsheet, spreadsheet.sheet(gid), box, rendering)
            ranges.append(b'{"valueRange":%b,"dataFilters":[%b]}' % (inner, dumped(one).encode()))
    return _value_ranges(spreadsheet, ranges)


def _value_ranges(spreadsheet: Spreadsheet, ranges: list[bytes]) -> bytes:
    tail = b',"valueRanges":[%b]' % b",".join(ranges) if ranges else b""
    return b'{"spreadsheetId":%b%b}' % (dumped(spreadsheet.id).encode(), tail)


def update_values(asked: Asked, text: str) -> str:
    """Answer `values.update`."""
    body = accepted(asked.body, "ValueRange")
    user_entered = _input_option(asked.option("valueInputOption"))

    def make(draft: Spreadsheet) -> Json:
        return _write(draft, text, body, user_entered=user_entered)

    reply = asked.store.change(asked.spreadsheet_id, make)
    if asked.is_on("includeValuesInResponse"):
        rendering = _rendering(lambda name: asked.option(name), "response")
        reply["updatedData"] = _value_range(asked.spreadsheet, reply["updatedRange"], rendering)
    return dumped(masked(reply, asked.mask))


def _input_option(name: str) -> bool:
    if name not in {"RAW", "USER_ENTERED"}:
        raise bad_request("'valueInputOption' is required but not specified")
    return name == "USER_ENTERED"


def _value_range(spreadsheet: Spreadsheet, text: str, rendering: Rendering) -> Json:
    sheet, box = spreadsheet.block(text)
    found: Json = json.loads(value_range_json(spreadsheet, sheet, box, rendering))
    return found


def _write(draft: Spreadsheet, text: str, body: Json, *, user_entered: bool) -> Json:
    sheet, box = draft.block(text)
    lists = body.get("values", [])
    if body.get("majorDimension") == "COLUMNS":
        height = max((len(column) for column in lists), default=0)
        lists = [[c[row] if row < len(c) else None for c in lists] for row in range(height)]
    if body.get("range") and draft.block(body["range"]) != (sheet, box):
        raise bad_request(
            f"Requested writing within range [{text}], but got range [{body['range']}] in body"
        )
    is_open = len(box.rows) * len(box.columns) == 1
    check_fits(sheet, box, lists, canonical(sheet.title, box), is_open=is_open)
    written = write_values(draft, sheet.gid, box, lists, user_entered=user_entered)
    return _updates(draft, sheet.title, box, lists, written)


def _updates(
    draft: Spreadsheet, title: str, box: Box, lists: list[list[Any]], written: Written
) -> Json:
    width = max((len(values) for values in lists), default=1) or 1
    reached = Box(box.top, box.top + max(len(lists), 1), box.left, box.left + width)
    reply: Json = {"spreadsheetId": draft.id, "updatedRange": canonical(title, reached)}
    counts = {
        "updatedRows": len(written.rows),
        "updatedColumns": len(written.columns),
        "updatedCells": written.cells,
    }
    return reply | {name: count for name, count in counts.items() if count}


def batch_update_values(asked: Asked) -> str:
    """Answer `values.batchUpdate`."""
    body = accepted(asked.body, "BatchUpdateValuesRequest")
    user_entered = _input_option(body.get("valueInputOption", ""))
    data = body.get("data", [])

    def make(draft: Spreadsheet) -> list[Json]:
        return [_write(draft, one.get("range", ""), one, user_entered=user_entered) for one in data]

    responses = asked.store.change(asked.spreadsheet_id, make)
    reply: Json = {"spreadsheetId": asked.spreadsheet_id}
    if responses:
        sheets = {one["updatedRange"].rpartition("!")[0] for one in responses}
        totals = {
            "totalUpdatedRows": sum(one.get("updatedRows", 0) for one in responses),
            "totalUpdatedColumns": sum(one.get("updatedColumns", 0) for one in responses),
            "totalUpdatedCells": sum(one.get("updatedCells", 0) for one in responses),
            "totalUpdatedSheets": len(sheets),
        }
        reply |= {name: total for name, total in totals.items() if total}
        reply["responses"] = responses
    return dumped(masked(reply, asked.mask))


def append_values(asked: Asked, text: str) -> str:
    """Answer `values.append`: write under the table that lies in the range."""
    body = accepted(asked.body, "ValueRange")
    user_entered = _input_option(asked.option("valueInputOption"))
    inserts = asked.option("insertDataOption") == "INSERT_ROWS"

    def make(draft: Spreadsheet) -> Json:
        return _append(draft, text, body.get("values", []), user_entered, inserts)

    return dumped(masked(asked.store.change(asked.spreadsheet_id, make), asked.mask))


def _append(
    draft: Spreadsheet, text: str, lists: list[list[Any]], user_entered: bool, inserts: bool
) -> Json:
    found, open_box = draft.resolve(text)
    box = closed(open_box, len(found.rows), len(found.columns), found.title)
    table = _table(draft, found.gid, box)
    top, left = (table.bottom, table.left) if table else (box.top, box.left)
    width = max((len(values) for values in lists), default=0)
    if inserts and table and top < len(found.rows) and lists:
        span = {"sheetId": found.gid, "dimension": "ROWS", "startIndex": top}
        span["endIndex"] = top + len(lists)
        carry_out(draft, [{"insertDimension": {"range": span, "inheritFromBefore": top > 0}}])
    sheet = draft.edit(found.gid)
    sheet.resize(max(len(sheet.rows), top + len(lists)), max(len(sheet.columns), left + width))
    start = Box(top, top + 1, left, left + 1)
    written = write_values(draft, sheet.gid, start, lists, user_entered=user_entered)
    reply: Json = {"spreadsheetId": draft.id}
    if table:
        reply["tableRange"] = canonical(sheet.title, table)
    reply["updates"] = _updates(draft, sheet.title, start, lists, written)
    return reply


def _table(draft: Spreadsheet, gid: int, box: Box) -> Box | None:
    """Find the table an append goes under.

    That is the block of filled cells around the first cell of the range, or else around the last
    filled cell of the range; a blank column between two blocks parts them.
    """
    sheet = draft.sheet(gid)
    filled = {
        (index, column)
        for index, row in enumerate(sheet.rows[: filled_rows(sheet.rows)])
        for column in range(len(sheet.columns))
        if row.value(column) is not None or column in row.formulas
    }
    inside = [at for at in filled if at[0] in box.rows and at[1] in box.columns]
    return _grown(max(inside), filled) if inside else None


def _grown(start: tuple[int, int], filled: set[tuple[int, int]]) -> Box:
    waiting, table = [start], {start}
    while waiting:
        row, column = waiting.pop()
        for near in ((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)):
            if near in filled and near not in table:
                table.add(near)
                waiting.append(near)
    rows, columns = [row for row, _ in table], [column for _, column in table]
    return Box(min(rows), max(rows) + 1, min(columns), max(columns) + 1)


def _clear(draft: Spreadsheet, gid: int, box: Box) -> None:
    sheet = draft.edit(gid)
    for index in box.rows:
        held = sheet.rows[index]
        reach = max(len(held.values), *(column + 1 for column in held.formulas), 0)
        for column in range(box.left, min(box.right, reach)):
            sheet.row(index).put(column, None)


def clear_values(asked: Asked, text: str) -> str:
    """Answer `values.clear`: values go; notes, formats and validations stay."""
    accepted(asked.body, "ClearValuesRequest")

    def make(draft: Spreadsheet) -> str:
        sheet, box = draft.block(text)
        _clear(draft, sheet.gid, box)
        return canonical(sheet.title, box)

    cleared = asked.store.change(asked.spreadsheet_id, make)
    return dumped({"spreadsheetId": asked.spreadsheet_id, "clearedRange": cleared})


def batch_clear_values(asked: Asked) -> str:
    """Answer `values.batchClear`."""
    ranges = accepted(asked.body, "BatchClearValuesRequest").get("ranges", [])

    def make(draft: Spreadsheet) -> list[str]:
        blocks = [draft.block(text) for text in ranges]
        for sheet, box in blocks:
            _clear(draft, sheet.gid, box)
        return [canonical(sheet.title, box) for sheet, box in blocks]

    cleared = asked.store.change(asked.spreadsheet_id, make)
    return dumped({"spreadsheetId": asked.spreadsheet_id, "clearedRanges": cleared})
