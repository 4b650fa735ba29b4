"""Which live sheet is which, where its columns stand, and where new ones go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from handbook.casting.characters import screen
from handbook.google import metadata
from handbook.own_sheets import LISTS, RESULTS
from handbook.provisioning.blueprint import Blueprint, Column, Tab
from handbook.provisioning.live import ColumnState, Live, LiveSheet
from handbook.schema import Schema
from handbook.validation.header_rows import Header, find_header
from handbook.workbook import Merged

NEW_SHEET_ROWS = 1000
"""Rows of a sheet that is added: what Google gives a new one."""

FRESH = ColumnState()
"""State of a column that does not exist yet."""


class Obstacle(Enum):
    """Why a sheet is left as it is."""

    DOUBLED = auto()
    """Several tabs could be meant."""
    NO_HEADER = auto()
    """It holds something, but no header is recognised."""


class Arrival(Enum):
    """How a column comes to be where it stands."""

    PRESENT = auto()
    """Somebody's column, or ours from an earlier time."""
    FILLED_IN = auto()
    """A blank column of an empty sheet gets its title."""
    INSERTED = auto()
    """A new column moves those right of it."""
    WITH_SHEET = auto()
    """It comes with a new sheet."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of the blueprint at its place.

    Attributes:
        column: As it should be.
        number: Column number after all columns were added, from 1.
        old_number: Column number as it stands now; 0 where it is new.
        arrival: How it comes to be there.
        title: Header as typed, or as it will be.
    """

    column: Column
    number: int
    old_number: int
    arrival: Arrival
    title: str


@dataclass(frozen=True)
class Place:
    """A sheet of the blueprint at its place.

    Attributes:
        tab: As it should be.
        gid: Number of the sheet, chosen by us where it is new.
        title: As on the tab, or as it will be.
        header_row: Last row of its header, from 1.
        live: As it stands; None where it is new.
        columns: Those of the blueprint, in the order of the sheet.
        numbers: Field name → column number after all columns were added, others' columns included.
    """

    tab: Tab
    gid: int
    title: str
    header_row: int
    live: LiveSheet | None
    columns: tuple[Placed, ...]
    numbers: Mapping[str, int]

    @property
    def row_count(self) -> int:
        """Rows of its grid."""
        return NEW_SHEET_ROWS if self.live is None else self.live.row_count

    def state(self, placed: Placed) -> ColumnState:
        """Say what stands below the header of a column now."""
        if self.live is None or placed.arrival is Arrival.INSERTED:
            return FRESH
        return self.live.state(placed.old_number or placed.number, self.header_row)

    def merged_after(self) -> Iterator[Merged]:
        """Give the merged blocks as they lie after all columns were added."""
        news = [each.number for each in self.columns if each.arrival is Arrival.INSERTED]
        for block in self.live.merged if self.live else ():
            first, last = block.first_column, block.last_column
            for number in news:
                first, last = first + (number <= first), last + (number <= last)
            yield Merged(block.first_row, block.last_row, first, last)


def find_tab(
    tab: Tab, live: Live, schema: Schema, taken: frozenset[int] = frozenset()
) -> LiveSheet | Obstacle | None:
    """Find the live sheet of a tab: by our mark, else by title in any language or an alias.

    Args:
        tab: As it should be.
        live: The spreadsheet.
        schema: Recognises titles.
        taken: Numbers of sheets that are something else already.

    Returns:
        The sheet, None where there is none, or why it cannot be told.
    """
    free = [sheet for sheet in live.sheets if sheet.gid not in taken]
    marked = [sheet for sheet in free if sheet.metadata.get(metadata.SHEET) == tab.key]
    titled = [
        sheet
        for sheet in (marked or free)
        if (table := schema.table_of_title(screen(sheet.title).text)) and table.key == tab.key
    ]
    for found in (marked, titled):
        if len(found) == 1:
            return found[0]
    filled = [sheet for sheet in titled if not sheet.is_blank_at_top]
    if len(filled) == 1:
        return filled[0]
    return Obstacle.DOUBLED if marked or titled else None


def own_sheets(live: Live) -> dict[str, LiveSheet]:
    """Give the sheets that carry the mark of the result sheet or of the list sheet, by mark."""
    return {
        key: sheet
        for sheet in reversed(live.sheets)
        for key in (metadata.RESULTS, metadata.LISTS)
        if key in sheet.metadata
    }


def title_is_taken(live: Live, title: str) -> bool:
    """Say whether a tab bears a title of ours, in any language, without being marked as ours."""
    words = set(RESULTS.values()) if title in RESULTS.values() else set(LISTS.values())
    ours = {sheet.gid for sheet in own_sheets(live).values()}
    return any(sheet.title in words and sheet.gid not in ours for sheet in live.sheets)


def place(tab: Tab, found: LiveSheet | None, gid: int, blueprint: Blueprint) -> Place | Obstacle:
    """Settle where the columns of a tab stand after those it lacks were added.

    Args:
        tab: As it should be.
        found: Its live sheet; None where it has to be added.
        gid: Number of the sheet.
        blueprint: Of which it is part.
    """
    if found is None:
        return _from_the_left(tab, gid, tab.title, None, Arrival.WITH_SHEET)
    if found.is_empty:
        return _from_the_left(tab, gid, found.title, found, Arrival.FILLED_IN)
    header = find_header(blueprint.schema.tables[tab.key], found.as_sheet())
    return Obstacle.NO_HEADER if header is None else _beside(tab, found, header)


def _from_the_left(
    tab: Tab, gid: int, title: str, live: LiveSheet | None, arrival: Arrival
) -> Place:
    columns = tuple(
        Placed(column, number, 0, arrival, column.title)
        for number, column in enumerate(tab.columns, start=1)
    )
    numbers = {each.column.field.name: each.number for each in columns}
    return Place(tab, gid, title, 1, live, columns, numbers)


def _beside(tab: Tab, live: LiveSheet, header: Header) -> Place:
    old: dict[str, int] = {}
    for number, field in header.fields.items():
        old.setdefault(field.name, number)
    after = _gaps(tab, old, live.merged)
    shift = _Shift(after)
    columns = [_present(each, old, header, shift) for each in tab.columns if each.field.name in old]
    for gap, news in after.items():
        columns.extend(
            Placed(column, shift.of_new(gap, index), 0, Arrival.INSERTED, column.title)
            for index, column in enumerate(news, start=1)
        )
    columns.sort(key=lambda each: each.number)
    numbers = {name: shift.of_old(number) for name, number in old.items()}
    numbers |= {each.column.field.name: each.number for each in columns}
    return Place(tab, live.gid, live.title, header.last_row, live, tuple(columns), numbers)


def _present(column: Column, old: Mapping[str, int], header: Header, shift: _Shift) -> Placed:
    number = old[column.field.name]
    return Placed(column, shift.of_old(number), number, Arrival.PRESENT, header.texts[number])


def _gaps(tab: Tab, old: Mapping[str, int], merged: Sequence[Merged]) -> dict[int, list[Column]]:
    """Settle behind which column each missing one goes: column number now, 0 for the very left."""
    known = [old[each.field.name] for each in tab.columns if each.field.name in old]
    gap = min(known) - 1 if known else 0
    after: dict[int, list[Column]] = {}
    for column in tab.columns:
        if column.field.name in old:
            gap = old[column.field.name]
        else:
            after.setdefault(_behind_merged(gap, merged), []).append(column)
    return after


def _behind_merged(gap: int, merged: Sequence[Merged]) -> int:
    """Move a gap out of every merged block, which a new column would tear or widen."""
    for block in sorted(merged, key=lambda each: each.last_column):
        if block.first_column <= gap < block.last_column:
            gap = block.last_column
    return gap


@dataclass(frozen=True)
class _Shift:
    """Column numbers before and after columns were added.

    Attributes:
        after: Column number now → new columns that go behind it.
    """

    after: Mapping[int, Sequence[Column]]

    def of_old(self, number: int) -> int:
        return number + sum(len(news) for gap, news in self.after.items() if gap < number)

    def of_new(self, gap: int, index: int) -> int:
        return self.of_old(gap) + index
