"""Google's answers about a spreadsheet as the typed state that planning reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from handbook.provisioning.google_requests import number_format_text
from handbook.provisioning.live import ColumnState, Live, LiveCell, LiveSheet, Protection, Rule
from handbook.validation.header_rows import HEADER_ROWS_SEARCHED
from handbook.workbook import Merged

_MARKS = "developerMetadata(metadataId,metadataKey,metadataValue)"
_CELL = "userEnteredFormat(numberFormat),dataValidation(condition,inputMessage)"

STRUCTURE = (
    f"properties(title),{_MARKS},sheets(properties,merges,{_MARKS},"
    "protectedRanges(protectedRangeId,range),bandedRanges(bandedRangeId),columnGroups(range))"
)
"""Field mask of everything but cells."""

SAMPLES = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values("
    f"formattedValue,userEnteredValue,note,{_CELL}))))"
)
"""Field mask of cells at the top and at the bottom."""

COLUMNS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values("
    f"userEnteredValue(numberValue,formulaValue),{_CELL}))))"
)
"""Field mask of whole columns: no text of anybody's is fetched."""

VALUES = "sheets(properties(sheetId),data(rowData(values(userEnteredValue))))"
"""Field mask that tells whether a sheet holds anything."""

TOP_ROWS = HEADER_ROWS_SEARCHED + 1
"""Rows read from the top: where a header may stand, and the first row below it."""

Json: TypeAlias = Mapping[str, Any]


def parse_structure(reply: Json) -> Live:
    """Read the answer to `STRUCTURE`; sheets that are no grids (charts) are left out."""
    sheets = (each for each in reply.get("sheets", ()) if "gridProperties" in each["properties"])
    return Live(
        title=reply.get("properties", {}).get("title", ""),
        metadata={
            each["metadataKey"]: (each.get("metadataId", 0), each.get("metadataValue", ""))
            for each in reply.get("developerMetadata", ())
        },
        sheets=tuple(map(_sheet, sheets)),
    )


def _sheet(sheet: Json) -> LiveSheet:
    properties = sheet["properties"]
    size = properties["gridProperties"]
    rows = size.get("rowCount", 0)
    return LiveSheet(
        gid=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        row_count=rows,
        column_count=size.get("columnCount", 0),
        frozen_rows=size.get("frozenRowCount", 0),
        frozen_columns=size.get("frozenColumnCount", 0),
        metadata={
            each["metadataKey"]: each.get("metadataValue", "")
            for each in sheet.get("developerMetadata", ())
        },
        merged=tuple(map(_merged, sheet.get("merges", ()))),
        protections=tuple(_protection(each, rows) for each in sheet.get("protectedRanges", ())),
        has_banding=bool(sheet.get("bandedRanges")),
        has_groups=bool(sheet.get("columnGroups")),
    )


def _merged(block: Json) -> Merged:
    return Merged(
        first_row=block.get("startRowIndex", 0) + 1,
        last_row=block.get("endRowIndex", 0),
        first_column=block.get("startColumnIndex", 0) + 1,
        last_column=block.get("endColumnIndex", 0),
    )


def _protection(protected: Json, row_count: int) -> Protection:
    span = protected.get("range", {})
    return Protection(span.get("startRowIndex", 0) + 1, span.get("endRowIndex", row_count))


def with_samples(live: Live, reply: Json) -> Live:
    """Add the first and the last rows of sheets.

    Args:
        live: As read so far.
        reply: Answer to `SAMPLES` for rows from the first on and for the last row.
    """
    found = {_gid(sheet): sheet for sheet in reply.get("sheets", ())}
    return dataclasses.replace(
        live,
        sheets=tuple(
            _sampled(sheet, found[sheet.gid]) if sheet.gid in found else sheet
            for sheet in live.sheets
        ),
    )


def _sampled(sheet: LiveSheet, reply: Json) -> LiveSheet:
    rows: dict[int, dict[int, LiveCell]] = {}
    for row, column, cell in _cells(reply):
        rows.setdefault(row, {})[column] = cell
    top = max((row for row in rows if row <= TOP_ROWS), default=0)
    return dataclasses.replace(
        sheet,
        top=tuple(_line(rows.get(row, {})) for row in range(1, top + 1)),
        last=_line(rows.get(sheet.row_count, {})),
    )


def _line(cells: Mapping[int, LiveCell]) -> tuple[LiveCell, ...]:
    return tuple(cells.get(column, LiveCell()) for column in range(1, max(cells, default=0) + 1))


def _cells(sheet: Json) -> Iterator[tuple[int, int, LiveCell]]:
    for block in sheet.get("data", ()):
        for row, line in enumerate(block.get("rowData", ()), start=block.get("startRow", 0) + 1):
            first = block.get("startColumn", 0) + 1
            for column, cell in enumerate(line.get("values", ()), start=first):
                if cell:
                    yield row, column, _cell(cell)


def _cell(cell: Json) -> LiveCell:
    value = cell.get("userEnteredValue", {})
    return LiveCell(
        text=cell.get("formattedValue", ""),
        note=cell.get("note", ""),
        rule=_rule(cell["dataValidation"]) if "dataValidation" in cell else None,
        format=number_format_text(cell.get("userEnteredFormat", {}).get("numberFormat", {})),
        formula=value.get("formulaValue", ""),
        is_number="numberValue" in value,
    )


def _rule(rule: Json) -> Rule:
    condition = rule.get("condition", {})
    values = tuple(each.get("userEnteredValue", "") for each in condition.get("values", ()))
    return Rule(condition.get("type", ""), values, rule.get("inputMessage", ""))


def with_emptiness(live: Live, reply: Json) -> Live:
    """Note which of some sheets hold nothing at all.

    Args:
        live: As read so far.
        reply: Answer to `VALUES` for these sheets.
    """
    empty = {_gid(sheet) for sheet in reply.get("sheets", ()) if not any(_cells(sheet))}
    return dataclasses.replace(
        live,
        sheets=tuple(
            dataclasses.replace(sheet, is_empty=True) if sheet.gid in empty else sheet
            for sheet in live.sheets
        ),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring columns of a sheet that were read from end to end; counted from 1, inclusive.

    Attributes:
        first: First column.
        last: Last column.
        below_row: Last row of the header; cells above do not count.
    """

    first: int
    last: int
    below_row: int


def with_columns(live: Live, reply: Json, spans: Mapping[int, Span]) -> Live:
    """Add the state of columns that were read from end to end.

    Args:
        live: As read so far.
        reply: Answer to `COLUMNS`.
        spans: Sheet number → what was read of it.
    """
    found = {_gid(sheet): sheet for sheet in reply.get("sheets", ())}
    return dataclasses.replace(
        live,
        sheets=tuple(
            dataclasses.replace(
                sheet, whole=_states(sheet, found.get(sheet.gid, {}), spans[sheet.gid])
            )
            if sheet.gid in spans
            else sheet
            for sheet in live.sheets
        ),
    )


def _states(sheet: LiveSheet, reply: Json, span: Span) -> dict[int, ColumnState]:
    columns: dict[int, dict[int, LiveCell]] = {}
    for row, column, cell in _cells(reply):
        if row > span.below_row:
            columns.setdefault(column, {})[row] = cell
    return {
        column: _state(columns.get(column, {}), sheet.row_count, span.below_row)
        for column in range(span.first, span.last + 1)
    }


def _state(cells: Mapping[int, LiveCell], row_count: int, below_row: int) -> ColumnState:
    rules = {cell.rule for cell in cells.values()}
    if len(cells) < row_count - below_row:
        rules.add(None)
    return ColumnState(
        frozenset(rules),
        cells.get(row_count, LiveCell()).format,
        max((row for row, cell in cells.items() if cell.is_busy), default=0),
    )


def _gid(sheet: Json) -> int:
    gid: int = sheet.get("properties", {}).get("sheetId", 0)
    return gid
