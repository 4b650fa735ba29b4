"""A spreadsheet read for setting it up: two reads, and one or two more where something is blank."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.casting.characters import screen
from handbook.findings import column_letters, quoted
from handbook.google import metadata
from handbook.google.access import Access
from handbook.provisioning.live import Live, LiveSheet
from handbook.provisioning.live_parsing import (
    COLUMNS,
    SAMPLES,
    STRUCTURE,
    TOP_ROWS,
    VALUES,
    Span,
    parse_structure,
    with_columns,
    with_emptiness,
    with_samples,
)
from handbook.provisioning.steps import Plan
from handbook.schema import Schema


def read_live(access: Access, schema: Schema) -> Live:
    """Read structure, and first and last rows of the sheets that may belong to the register.

    Args:
        access: To the spreadsheet.
        schema: Recognises titles.

    Raises:
        GoogleError: Google refuses or cannot be reached.
    """
    live = parse_structure(access.structure(STRUCTURE))
    known = {sheet.gid for sheet in live.sheets if _matters(sheet, schema)}
    ranges = [each for sheet in live.sheets if sheet.gid in known for each in _samples(sheet)]
    if ranges:
        live = with_samples(live, access.structure(SAMPLES, ranges))
    blank = [sheet for sheet in live.sheets if sheet.gid in known and sheet.is_blank_at_top]
    if blank:
        whole = [quoted(sheet.title) for sheet in blank]
        live = with_emptiness(live, access.structure(VALUES, whole))
    return live


def _matters(sheet: LiveSheet, schema: Schema) -> bool:
    if {metadata.SHEET, metadata.LISTS} & sheet.metadata.keys():
        return True
    return schema.table_of_title(screen(sheet.title).text) is not None


def _samples(sheet: LiveSheet) -> Iterator[str]:
    title, rows = quoted(sheet.title), sheet.row_count
    yield f"{title}!1:{min(rows, TOP_ROWS)}"
    if rows > TOP_ROWS:
        yield f"{title}!{rows}:{rows}"


def read_touched(access: Access, live: Live, plan: Plan) -> Live:
    """Read the existing columns a plan touches from end to end, so that nothing is overlooked.

    Args:
        access: To the spreadsheet.
        live: What the plan was made from.
        plan: Says which columns it touches.

    Raises:
        GoogleError: Google refuses or cannot be reached.
    """
    spans = _spans(plan)
    if not spans:
        return live
    ranges = [_address(sheet, spans[sheet.gid]) for sheet in live.sheets if sheet.gid in spans]
    return with_columns(live, access.structure(COLUMNS, ranges), spans)


def _spans(plan: Plan) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    for touched in plan.touched:
        column, found = touched.column, spans.get(touched.gid)
        spans[touched.gid] = Span(
            min(column, found.first if found else column),
            max(column, found.last if found else column),
            touched.below_row,
        )
    return spans


def _address(sheet: LiveSheet, span: Span) -> str:
    return f"{quoted(sheet.title)}!{column_letters(span.first)}:{column_letters(span.last)}"
