"""Requests of one `batchUpdate` that change notes and our colour rule.

Rows and columns are counted from 1 in what these functions take and from 0 in what they give.
Source: Google's discovery document `sheets.v4`, schema `Request`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from handbook.annotating.colours import Rule, is_ours, says_the_same
from handbook.annotating.live import LiveSheet
from handbook.annotating.notes import with_ours
from handbook.annotating.pictures import Position

Request: TypeAlias = dict[str, Any]


def changed_notes(
    sheet: LiveSheet, overruled: Mapping[Position, str], blocks: Mapping[Position, str]
) -> dict[Position, str]:
    """Work out which notes of a sheet have to change.

    Args:
        sheet: As it stands.
        overruled: Position → note to start from where the one that stands there is a slip of ours.
        blocks: Position → our block; every other block of ours goes.

    Returns:
        Position → the note as it should be, blank for none; only those that differ.
    """
    wanted = {}
    for place in {*sheet.notes, *overruled, *blocks}:
        now = sheet.notes.get(place, "")
        note = with_ours(overruled.get(place, now), blocks.get(place, ""))
        if note != now:
            wanted[place] = note
    return wanted


def write_notes(gid: int, notes: Mapping[Position, str]) -> Iterator[Request]:
    """Write notes, cells that stand below each other in one request.

    Every range covers exactly the cells it has notes for, because the API clears the others.

    Args:
        gid: Number of the sheet.
        notes: Position → note; blank takes a note away.
    """
    run: list[Position] = []
    for place in sorted(notes, key=lambda each: (each[1], each[0])):
        if run and place != (run[-1][0] + 1, run[-1][1]):
            yield _note_run(gid, run, notes)
            run = []
        run.append(place)
    if run:
        yield _note_run(gid, run, notes)


def _note_run(gid: int, run: Sequence[Position], notes: Mapping[Position, str]) -> Request:
    (first, column), last = run[0], run[-1][0]
    return update_cells(
        block(gid, first, last, column, column),
        [[{"note": notes[place]}] for place in run],
        "note",
    )


def rule_requests(sheet: LiveSheet, wanted: Rule | None) -> Iterator[Request]:
    """Put our rule on a sheet first in order, or take it away; nobody else's is touched.

    Args:
        sheet: As it stands.
        wanted: The rule it should have; None for none.
    """
    ours = [index for index, rule in enumerate(sheet.rules) if is_ours(rule)]
    if wanted is not None:
        kept = ours.pop(0) if ours else None
        if kept is None:
            yield {"addConditionalFormatRule": {"rule": wanted, "index": 0}}
            ours = [index + 1 for index in ours]
        elif not says_the_same(sheet.rules[kept], wanted, sheet.rows, sheet.columns):
            update = {"sheetId": sheet.gid, "index": kept, "rule": wanted}
            yield {"updateConditionalFormatRule": update}
    for index in reversed(ours):
        yield {"deleteConditionalFormatRule": {"sheetId": sheet.gid, "index": index}}


def set_properties(gid: int, properties: Mapping[str, Any], fields: str) -> Request:
    """Change the properties of a sheet that a mask names."""
    return {
        "updateSheetProperties": {"properties": {"sheetId": gid, **properties}, "fields": fields}
    }


def repeat_format(place: Mapping[str, int], look: Mapping[str, Any], *formats: str) -> Request:
    """Give every cell of a block the formats that are named."""
    fields = f"userEnteredFormat({','.join(formats)})"
    cell = {"userEnteredFormat": look}
    return {"repeatCell": {"range": place, "cell": cell, "fields": fields}}


def update_cells(
    place: Mapping[str, int], rows: Iterable[Sequence[Request]], fields: str
) -> Request:
    """Write the masked fields of a block; cells that `rows` does not reach lose them."""
    return {
        "updateCells": {
            "range": place,
            "rows": [{"values": list(row)} for row in rows],
            "fields": fields,
        }
    }


def block(
    gid: int, first_row: int, last_row: int | None, first_column: int, last_column: int
) -> dict[str, int]:
    """Name a block of cells, both ends included; without a last row to the end of the sheet."""
    place = {
        "sheetId": gid,
        "startRowIndex": first_row - 1,
        "startColumnIndex": first_column - 1,
        "endColumnIndex": last_column,
    }
    return place if last_row is None else place | {"endRowIndex": last_row}
