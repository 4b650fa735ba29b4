"""A sheet as it was at one instant, and where its rows and columns stand at a later one.

Rows are followed by their id, else by the text of the whole row; columns by their header. Several
rows of equal text are told apart by their order, as long as there are as many as before.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache

_SEPARATOR = "\x1f"
_NUMBER_OR_DATE = re.compile(r"[-−+]?[\d.,:/年月日时分秒\s'’\u00a0\u202f-]*\d[\d年月日时分秒]*")
_DIGITS = re.compile(r"\d+")

_BEYOND = 20  # how many rows or columns behind one in question are looked at

Position = tuple[int, int]
"""Row number and column number, from 1."""


class Kind(Enum):
    """By what a row or column can be recognised."""

    NAMED = auto()
    """An id or a title of its own."""
    TEXT = auto()
    """Only what stands in it."""
    BLANK = auto()
    """Nothing."""


@dataclass(frozen=True, eq=False)
class Picture:
    """What is known of a sheet at one instant.

    Attributes:
        columns: Column number → texts from row 1 on; columns that were not read are absent.
        labels: What stands above each column from A on; empty without a header.
        first_header_row: Row number of the first header row; 0 without a header.
        header_row: Row number of the last header row; 0 without a header.
        key_column: Column number of the record ids; 0 where there is none.
        is_whole: Whether every column was read, so that rows without an id can be told apart.
    """

    columns: Mapping[int, Sequence[str]]
    labels: tuple[str, ...]
    first_header_row: int
    header_row: int
    key_column: int
    is_whole: bool

    def text(self, row_number: int, column_number: int) -> str:
        """Give the text of a cell; blank beyond what there is."""
        column = self.columns.get(column_number, ())
        return str(column[row_number - 1]) if 0 < row_number <= len(column) else ""

    @cached_property
    def row_count(self) -> int:
        """Number of the last row with text in what was read."""
        return max(map(len, self.columns.values()), default=0)

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """Id → row number; 0 for an id that stands in several rows."""
        found: dict[str, int] = {}
        rows = self.columns.get(self.key_column, ())
        for row, key in enumerate(rows[self.header_row :], start=self.header_row + 1):
            if key:
                found[key] = 0 if key in found else row
        return found

    def key(self, row_number: int) -> str:
        """Give the id of a row as it stands; blank where it has none."""
        return self.text(row_number, self.key_column) if row_number > self.header_row else ""

    def has_own_key(self, row_number: int) -> bool:
        """Say whether a row has an id that no other row has."""
        return self.keys.get(self.key(row_number), 0) == row_number

    def row_kind(self, row_number: int) -> Kind:
        """Say by what a row can be recognised."""
        if self.has_own_key(row_number):
            return Kind.NAMED
        has_text = any(self.text(row_number, column) for column in self.columns)
        return Kind.TEXT if has_text else Kind.BLANK

    def column_kind(self, column_number: int) -> Kind:
        """Say by what a column can be recognised."""
        is_named = column_number <= len(self.labels) and self.labels[column_number - 1]
        return Kind.NAMED if is_named else Kind.BLANK


@dataclass(frozen=True, eq=False)
class Moves:
    """Where rows and columns of an earlier picture stand in a later one.

    Attributes:
        before: The earlier picture.
        after: The later one.
        rows: Row number before → after; what cannot be found again with certainty is absent.
        columns: Column number before → after; likewise.
    """

    before: Picture
    after: Picture
    rows: Mapping[int, int]
    columns: Mapping[int, int]

    def of(self, place: Position) -> Position | None:
        """Follow a cell; None where its row or its column is gone."""
        row, column = self.rows.get(place[0]), self.columns.get(place[1])
        return (row, column) if row and column else None

    def origin(self, place: Position) -> Position | None:
        """Say where a cell of the later picture stood before; None where it is new.

        A row or column that cannot be recognised by itself, such as a blank row or a renamed
        column, is taken for the one that stood there among its neighbours.
        """
        return self._back.likely(place)

    def likely(self, place: Position) -> Position | None:
        """Say where a cell of the earlier picture stands most likely; None where it is gone.

        As `of`, but what cannot be recognised by itself is known by its neighbours.
        """
        back = self._back
        row = _likely(place[0], self.rows, self.before.row_kind, self.after.row_kind, back.rows)
        column = _likely(
            place[1],
            self.columns,
            self.before.column_kind,
            self.after.column_kind,
            back.columns,
        )
        return (row, column) if row and column else None

    def is_certain(self, place: Position) -> bool:
        """Say whether the row of a later cell was recognised by an id of its own."""
        return place[0] in self._back.rows and self.after.has_own_key(place[0])

    def is_gone(self, place: Position) -> bool:
        """Say whether the row of an earlier cell was deleted: nowhere is its id or another one."""
        if place[0] in self.rows or not self.before.has_own_key(place[0]):
            return False
        if self.is_doubled(place):
            return False
        there = self.likely(place)
        return there is None or self.after.row_kind(there[0]) is not Kind.NAMED

    def is_doubled(self, place: Position) -> bool:
        """Say whether somebody has copied the row of an earlier cell, so that its id is no name."""
        row = place[0]
        return self.before.has_own_key(row) and self.after.keys.get(self.before.key(row)) == 0

    @cached_property
    def _back(self) -> Moves:
        rows = {after: before for before, after in self.rows.items()}
        columns = {after: before for before, after in self.columns.items()}
        return Moves(self.after, self.before, rows, columns)


def _likely(
    number: int,
    there: Mapping[int, int],
    kind_here: Callable[[int], Kind],
    kind_there: Callable[[int], Kind],
    taken: Container[int],
) -> int:
    """Pair the unrecognised ones that follow the same recognised one: like with like, in order."""
    if number in there:
        return there[number]
    anchor = number
    while anchor > 0 and anchor not in there:
        anchor -= 1
    reach = 2 * (number - anchor) + _BEYOND
    here = _run(anchor, reach, there)
    others = _run(there.get(anchor, 0), reach, taken)
    for alike in (True, False):
        for one in list(here):
            kinds = (kind_there(each) is kind_here(one) or not alike for each in others)
            match = next((each for each, fits in zip(others, kinds, strict=True) if fits), 0)
            if one == number and (match or not alike):
                return match
            if match:
                here.remove(one)
                others.remove(match)
    return 0


def _run(anchor: int, reach: int, recognised: Container[int]) -> list[int]:
    run = itertools.takewhile(
        lambda each: each not in recognised, range(anchor + 1, anchor + 1 + reach)
    )
    return list(run)


def moves(before: Picture, after: Picture) -> Moves:
    """Find the rows and columns of one picture again in another.

    Args:
        before: Earlier, such as what was checked.
        after: Later, such as what is there now.
    """
    columns = column_moves(before, after)
    rows = _rows_by_key(before, after)
    rows |= _header_rows(before, after)
    if before.is_whole and after.is_whole:
        rows |= _rows_by_text(before, after, columns, rows)
    return Moves(before, after, rows, columns)


def column_moves(before: Picture, after: Picture) -> dict[int, int]:
    """Find the columns of one picture again in another: by their titles, else where they stood.

    Args:
        before: Earlier.
        after: Later; its texts do not matter.

    Returns:
        Column number before → after; what cannot be found again with certainty is absent.
    """
    if before.labels:
        return _same(before.labels, after.labels)
    widest = max((*before.columns, *after.columns), default=0)
    return {number: number for number in range(1, widest + 1)}


def _same(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Pair equal texts in their order, where there are as many as before; counted from 1."""
    return _paired(enumerate(before, start=1), enumerate(after, start=1))


def _paired(before: Iterable[tuple[int, str]], after: Iterable[tuple[int, str]]) -> dict[int, int]:
    places = _places(after)
    return {
        old: new
        for text, olds in _places(before).items()
        if len(olds) == len(places.get(text, ()))
        for old, new in zip(olds, places[text], strict=True)
    }


def _places(texts: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in texts:
        places[text].append(number)
    return places


def _rows_by_key(before: Picture, after: Picture) -> dict[int, int]:
    there = after.keys
    return {row: there[key] for key, row in before.keys.items() if row and there.get(key)}


def _header_rows(before: Picture, after: Picture) -> dict[int, int]:
    shift = after.header_row - before.header_row
    rows = range(max(1, before.first_header_row), before.header_row + 1)
    return {row: row + shift for row in rows if row + shift > 0}


def _rows_by_text(
    before: Picture, after: Picture, columns: Mapping[int, int], found: Mapping[int, int]
) -> dict[int, int]:
    taken = set(found.values())
    old = [row for row in range(1, before.row_count + 1) if row not in found]
    new = [row for row in range(1, after.row_count + 1) if row not in taken]
    return _paired(
        zip(old, _row_texts(before, old, list(columns)), strict=True),
        zip(new, _row_texts(after, new, list(columns.values())), strict=True),
    )


def _row_texts(picture: Picture, rows: Sequence[int], columns: Sequence[int]) -> Iterable[str]:
    for row in rows:
        yield _SEPARATOR.join(likeness(picture.text(row, column)) for column in columns)


@lru_cache(maxsize=65_536)
def likeness(text: str) -> str:
    """Give what a text has in common however a number or a date in it is displayed.

    A pulled register has `2024-03-01` and `1000` where the sheet shows `2024年3月1日` and `1,000`.

    Args:
        text: As pulled or as displayed.

    Returns:
        The text itself where it is neither.
    """
    if not text or not _NUMBER_OR_DATE.fullmatch(text):
        return text
    groups = [group.lstrip("0") or "0" for group in _DIGITS.findall(text)]
    is_date = len(groups) > 1 and any(len(group) == 4 for group in groups)
    return " ".join(sorted(groups)) if is_date else text.translate(_NO_GROUPING).lstrip("0")


_NO_GROUPING = dict.fromkeys(map(ord, ".,'’ \u00a0\u202f"))
