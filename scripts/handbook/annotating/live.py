"""What stands in a spreadsheet right now, as far as answers need it: ids, notes, rules, results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from handbook.annotating.colours import Rule
from handbook.annotating.outlines import Outline
from handbook.annotating.pictures import Picture, Position, column_moves
from handbook.annotating.results import COLUMNS
from handbook.errors import GoogleError
from handbook.google.access import Access, GridRange, Lines
from handbook.google.metadata import RESULTS
from handbook.google.refusals import refusal
from handbook.validation.header_rows import HEADER_ROWS_SEARCHED

READINGS = 5
"""Most attempts to catch a spreadsheet at one instant while somebody is editing it."""
PERSISTENT_READINGS = 25
"""The same after a write, which may have to be repaired: giving up would leave it as it is."""
_LONGEST_PAUSE_S = 8.0

_MASK = (
    "sheets(properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataId,metadataKey,metadataValue),conditionalFormats,"
    "rowGroups(range(startIndex,endIndex),depth,collapsed),"
    "data(startRow,startColumn,rowData(values(note))))"
)
_HEADER_DEPTH = HEADER_ROWS_SEARCHED + 10  # somebody may put rows above the header


@dataclass(frozen=True, eq=False)
class Need:
    """What has to be read of one sheet.

    Attributes:
        outline: As pulled.
        picture: The same as a picture.
        columns: Column numbers, as pulled, whose texts matter; the ids among them.
        is_whole: Whether all columns have to be read, because rows without an id matter.
    """

    outline: Outline
    picture: Picture
    columns: frozenset[int]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that can be folded away.

    Attributes:
        first: Row number of the first.
        last: Row number of the last.
        depth: 1 for a group that lies in no other.
        is_collapsed: Whether it is folded away.
    """

    first: int
    last: int
    depth: int
    is_collapsed: bool


@dataclass(frozen=True, eq=False)
class LiveSheet:
    """One sheet as it is.

    Attributes:
        gid: Google's number of it.
        title: Of the tab.
        rows: Rows of its grid.
        columns: Columns of its grid.
        metadata: Developer metadata: key → (id, value).
        rules: Conditional formats, in order.
        notes: Position → note; cells without one are absent.
        groups: Groups of its rows.
        picture: Texts that were asked for; None where none were.
    """

    gid: int
    title: str
    rows: int
    columns: int
    metadata: Mapping[str, tuple[int, str]]
    rules: tuple[Rule, ...]
    notes: Mapping[Position, str]
    groups: tuple[RowGroup, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, eq=False)
class LiveBook:
    """A spreadsheet at one instant.

    Attributes:
        sheets: Number of sheet → sheet.
        found: Title as pulled → number of the sheet; sheets that are gone are absent.
        results: The result sheet, or None.
        result_rows: Its texts from A1 on, row by row.
    """

    sheets: Mapping[int, LiveSheet]
    found: Mapping[str, int]
    results: LiveSheet | None = None
    result_rows: Sequence[Sequence[str]] = field(default_factory=list)

    def sheet(self, title: str) -> LiveSheet | None:
        """Give the sheet that had a title when it was pulled; None where it is gone."""
        return self.sheets.get(self.found.get(title, -1))


def look(access: Access, needs: Mapping[str, Need], readings: int = READINGS) -> LiveBook:
    """Read a spreadsheet at one instant: two reads between two looks at its Drive version.

    A third read is needed where columns have moved since the pull.

    Args:
        access: To the spreadsheet.
        needs: Title as pulled → what has to be read.
        readings: Most attempts.

    Raises:
        GoogleError: Google refuses or cannot be reached, or somebody edits without pause.
    """
    doubts: object = None
    before = access.version().version
    for attempt in range(readings):
        book = _read(access, needs)
        after = access.version().version
        if book is not None and before == after:
            # A reply without its values looks like a sheet that was emptied; so it is asked twice.
            emptied = _emptied(book, needs)
            if not emptied or emptied == doubts:
                return book
            doubts = emptied
        before = after
        if attempt < readings - 1:
            access.client.pause(min(0.5 * 2**attempt, _LONGEST_PAUSE_S))
    raise refusal("restless")


def _emptied(book: LiveBook, needs: Mapping[str, Need]) -> set[str]:
    """Name the sheets without any text that had some when they were pulled, or that are ours."""
    found = {
        title
        for title, need in needs.items()
        if (sheet := book.sheet(title)) is not None
        and sheet.picture is not None
        and need.picture.row_count
        and not sheet.picture.row_count
    }
    is_ours = book.results is not None and not book.result_rows
    return found | {book.results.title} if is_ours and book.results else found


def _read(access: Access, needs: Mapping[str, Need]) -> LiveBook | None:
    """Read once; None where a sheet went away in between."""
    sheets = {sheet.gid: sheet for sheet in _sheets(access.structure(_MASK))}
    found = _found(sheets.values(), needs)
    results = next((each for each in sheets.values() if RESULTS in each.metadata), None)
    wanted = {found[title]: need for title, need in needs.items() if title in found}
    try:
        texts, result_lines = _texts(access, sheets, wanted, results)
    except GoogleError as error:
        if error.reason == "range":
            return None
        raise
    for gid, picture in texts.items():
        sheets[gid] = replace(sheets[gid], picture=picture)
    return LiveBook(sheets, found, results, list(zip_longest(*result_lines, fillvalue="")))


def _sheets(raw: Mapping[str, Any]) -> Iterator[LiveSheet]:
    for each in raw.get("sheets", []):
        properties = each["properties"]
        if properties.get("sheetType", "GRID") != "GRID":
            continue
        size = properties.get("gridProperties", {})
        yield LiveSheet(
            gid=properties.get("sheetId", 0),
            title=properties["title"],
            rows=size.get("rowCount", 0),
            columns=size.get("columnCount", 0),
            metadata={
                entry.get("metadataKey", ""): (
                    entry.get("metadataId", 0),
                    entry.get("metadataValue", ""),
                )
                for entry in each.get("developerMetadata", [])
            },
            rules=tuple(each.get("conditionalFormats", [])),
            notes=_notes(each.get("data", [])),
            groups=tuple(map(_group, each.get("rowGroups", []))),
        )


def _group(raw: Mapping[str, Any]) -> RowGroup:
    span = raw.get("range", {})
    return RowGroup(
        span.get("startIndex", 0) + 1,
        span.get("endIndex", 0),
        raw.get("depth", 1),
        raw.get("collapsed", False),
    )


def _notes(blocks: Iterable[Mapping[str, Any]]) -> dict[Position, str]:
    return {
        (row, column): cell["note"]
        for block in blocks
        for row, line in enumerate(block.get("rowData", []), start=block.get("startRow", 0) + 1)
        if line
        for column, cell in enumerate(line.get("values", []), start=block.get("startColumn", 0) + 1)
        if cell.get("note")
    }


def _found(sheets: Iterable[LiveSheet], needs: Mapping[str, Need]) -> dict[str, int]:
    """Find each pulled sheet again: by its number, or by its title where the pull knew none."""
    everything = list(sheets)
    by_title = {sheet.title: sheet.gid for sheet in everything}
    gids = set(by_title.values())
    found: dict[str, int] = {}
    for title, need in needs.items():
        gid = need.outline.sheet.gid
        place = by_title.get(title) if gid is None else gid
        if place in gids and place is not None:
            found[title] = place
    return found


def _texts(
    access: Access,
    sheets: Mapping[int, LiveSheet],
    needs: Mapping[int, Need],
    results: LiveSheet | None,
) -> tuple[dict[int, Picture], Lines]:
    """Read what is needed of all sheets in one request, and moved columns in another."""
    pads = {gid: _Pad(sheets[gid], need) for gid, need in needs.items()}
    asked = [(gid, block) for gid, pad in pads.items() for block in pad.first_blocks()]
    blocks = [block for _, block in asked]
    if results is not None:
        last = min(len(COLUMNS), results.columns)
        blocks.append({"sheetId": results.gid, "startColumnIndex": 0, "endColumnIndex": last})
    answers = access.cells(blocks) if blocks else []
    for (gid, block), lines in zip(asked, answers, strict=False):
        pads[gid].fill(block, lines)
    more = [(gid, block) for gid, pad in pads.items() for block in pad.moved_blocks()]
    if more:
        for (gid, block), lines in zip(more, access.cells([b for _, b in more]), strict=True):
            pads[gid].fill(block, lines)
    pictures = {gid: pad.picture() for gid, pad in pads.items()}
    return pictures, answers[-1] if results is not None else []


class _Pad:
    """Collects the columns of one sheet."""

    def __init__(self, sheet: LiveSheet, need: Need) -> None:
        self._sheet = sheet
        self._need = need
        self._columns: dict[int, Sequence[str]] = {}
        self._top: dict[int, Sequence[str]] = {}

    def first_blocks(self) -> Iterator[GridRange]:
        """Ask for everything, or for the top rows and for columns where they stood."""
        gid = self._sheet.gid
        if self._need.is_whole:
            yield {"sheetId": gid}
            return
        if self._need.outline.header_row:
            depth = min(self._need.outline.header_row + _HEADER_DEPTH, self._sheet.rows)
            yield {"sheetId": gid, "startRowIndex": 0, "endRowIndex": depth}
        for column in sorted(self._need.columns):
            if column <= self._sheet.columns:
                yield _column(gid, column)

    def moved_blocks(self) -> Iterator[GridRange]:
        """Ask for columns that no longer stand where they stood."""
        there = column_moves(self._need.picture, self.picture())
        for column in sorted(there[each] for each in self._need.columns if each in there):
            if column not in self._columns:
                yield _column(self._sheet.gid, column)

    def fill(self, block: GridRange, lines: Lines) -> None:
        """Take in an answer; top rows alone do not make a column."""
        first = block.get("startColumnIndex", 0) + 1
        texts = dict(enumerate(lines, start=first))
        if "endRowIndex" in block:
            self._top.update(texts)
        else:
            self._columns.update(texts or {first: []})

    def picture(self) -> Picture:
        """Lay out what is known so far."""
        outline = self._need.outline
        top = self._top or self._columns
        row = _header_row(outline, top)
        first = row - (outline.header_row - outline.first_header_row)
        labels = _labels(top, first, row) if row else ()
        before = self._need.picture
        key_label = before.labels[outline.key_column - 1] if outline.key_column else ""
        return Picture(
            columns=self._columns,
            labels=labels,
            first_header_row=first if row else 0,
            header_row=row,
            key_column=labels.index(key_label) + 1 if key_label and key_label in labels else 0,
            is_whole=self._need.is_whole,
        )


def _column(gid: int, number: int) -> GridRange:
    return {"sheetId": gid, "startColumnIndex": number - 1, "endColumnIndex": number}


def _labels(top: Mapping[int, Sequence[str]], first: int, last: int) -> tuple[str, ...]:
    width = max(top, default=0)
    return tuple(
        "".join(_text(top.get(column, ()), row) for row in range(max(first, 1), last + 1))
        for column in range(1, width + 1)
    )


def _text(column: Sequence[str], row: int) -> str:
    return str(column[row - 1]) if row <= len(column) else ""


def _header_row(outline: Outline, top: Mapping[int, Sequence[str]]) -> int:
    """Find the header again: the row with most of its titles, and at least half of them."""
    if not outline.header_row:
        return 0
    columns = range(1, outline.sheet.column_count + 1)
    titles = {outline.text(outline.header_row, column) for column in columns} - {""}
    best, most = 0, 0
    for row in range(1, outline.header_row + _HEADER_DEPTH + 1):
        named = len(titles & {_text(texts, row) for texts in top.values()})
        is_nearer = abs(row - outline.header_row) < abs(best - outline.header_row)
        if named > most or (named == most and is_nearer):
            best, most = row, named
    return best if most * 2 >= len(titles) and most else 0
