"""Parts of a sheet: A1 notation, `GridRange`, and the box both become."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sheets_server.refusals import bad_request

Json = dict[str, Any]

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})$")
_ROW = re.compile(r"\$?([1-9]\d{0,6})$")
_QUOTED_TITLE = re.compile(r"'((?:[^']|'')*)'(?:!(.*))?$", re.DOTALL)
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")

_SIDES = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


@dataclass(frozen=True)
class Box:
    """A block of cells.

    Attributes:
        top: First row, from 0.
        bottom: Row behind the last one.
        left: First column, from 0.
        right: Column behind the last one.
    """

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> range:
        """Rows of the block."""
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        """Columns of the block."""
        return range(self.left, self.right)


def column_letters(column: int) -> str:
    """Give the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the column, from 0, for its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def quoted(title: str) -> str:
    """Give a sheet's title as it stands in front of `!`: quoted only if it must be."""
    if _PLAIN_TITLE.match(title) and not _CELL.match(title) and not _COLUMN.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def split_a1(text: str) -> tuple[str | None, str]:
    """Split a range into the sheet's title and the cells.

    Args:
        text: Such as `'挂职'!A2:C` or `A1`.

    Returns:
        The title without quotes, None if there is none; and what follows it.
    """
    if match := _QUOTED_TITLE.match(text):
        return match[1].replace("''", "'"), match[2] or ""
    title, mark, cells = text.rpartition("!")
    return (title, cells) if mark else (None, text)


@dataclass(frozen=True)
class OpenBox:
    """A block whose ends may be open; None reaches to the edge of the grid."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None


def parse_cells(text: str) -> OpenBox | None:
    """Read the cells of a range.

    Args:
        text: Such as `B2`, `A1:C3`, `A:C`, `2:5`, `A2:C`; blank for all cells.

    Returns:
        The block, or None if the text is none.
    """
    if not text:
        return OpenBox()
    first, mark, last = text.partition(":")
    if not mark:
        match = _CELL.match(first)
        return _box((match[1], match[2]), (match[1], match[2])) if match else None
    start, end = _corner(first), _corner(last)
    if start is None or end is None:
        return None
    return _box(start, end)


def _corner(text: str) -> tuple[str | None, str | None] | None:
    if match := _CELL.match(text):
        return match[1], match[2]
    if match := _COLUMN.match(text):
        return match[1], None
    if match := _ROW.match(text):
        return None, match[1]
    return None


def _box(start: tuple[str | None, str | None], end: tuple[str | None, str | None]) -> OpenBox:
    left, right = _span([None if c is None else column_number(c) for c in (start[0], end[0])])
    top, bottom = _span([None if r is None else int(r) - 1 for r in (start[1], end[1])])
    return OpenBox(top, bottom, left, right)


def _span(ends: list[int | None]) -> tuple[int | None, int | None]:
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return min(known), max(known) + 1
    return (known[0] if known else None), None


def closed(box: OpenBox, row_count: int, column_count: int, name: str) -> Box:
    """Give a block its ends and keep it in the grid.

    Args:
        box: Perhaps open.
        row_count: Of the grid.
        column_count: Of the grid.
        name: Title of the sheet, for the message.

    Raises:
        Refusal: If the block begins outside the grid.
    """
    top, left = box.top or 0, box.left or 0
    if top >= row_count or left >= column_count:
        where = canonical(name, _ends(box, row_count, column_count))
        raise bad_request(
            f"Range ({where}) exceeds grid limits. "
            f"Max rows: {row_count}, max columns: {column_count}"
        )
    bottom = row_count if box.bottom is None else min(box.bottom, row_count)
    right = column_count if box.right is None else min(box.right, column_count)
    return Box(top, bottom, left, right)


def _ends(box: OpenBox, row_count: int, column_count: int) -> Box:
    top, left = box.top or 0, box.left or 0
    bottom = max(row_count, top + 1) if box.bottom is None else box.bottom
    right = max(column_count, left + 1) if box.right is None else box.right
    return Box(top, bottom, left, right)


def canonical(title: str, box: Box) -> str:
    """Write a range as Google echoes it.

    Args:
        title: Of the sheet.
        box: A closed block.
    """
    first = f"{column_letters(box.left)}{box.top + 1}"
    last = f"{column_letters(box.right - 1)}{box.bottom}"
    cells = first if first == last else f"{first}:{last}"
    return f"{quoted(title)}!{cells}"


def box_of(grid_range: Json, row_count: int, column_count: int) -> Box:
    """Give the block a `GridRange` means in a grid.

    Args:
        grid_range: As the API spells it; a missing end reaches to the edge.
        row_count: Of the grid.
        column_count: Of the grid.
    """
    top, bottom, left, right = (grid_range.get(side) for side in _SIDES)
    return Box(
        top or 0,
        row_count if bottom is None else min(bottom, row_count),
        left or 0,
        column_count if right is None else min(right, column_count),
    )


def published(grid_range: Json) -> Json:
    """Give a `GridRange` or `DimensionRange` as replies spell it: a sheet id of 0 is left out."""
    return {name: value for name, value in grid_range.items() if name != "sheetId" or value}


def meets(one: Box, other: Box) -> bool:
    """Say whether two blocks have a cell in common."""
    return (
        one.top < other.bottom
        and other.top < one.bottom
        and one.left < other.right
        and other.left < one.right
    )


def shifted_span(
    start: int | None, end: int | None, at: int, count: int
) -> tuple[int | None, int | None] | None:
    """Follow a span of rows or columns through an insertion or a deletion.

    Args:
        start: First position; None if open.
        end: Position behind the last; None if open.
        at: Where it was inserted, or the first deleted position.
        count: How many; negative for a deletion.

    Returns:
        The span afterwards, or None if all of it was deleted.
    """
    if count >= 0:
        new_start = None if start is None else start + (count if start >= at else 0)
        return new_start, None if end is None else end + (count if end > at else 0)
    new_start = None if start is None else _after_deletion(start, at, -count)
    new_end = None if end is None else _after_deletion(end, at, -count)
    if new_end is not None and new_end <= (new_start or 0):
        return None
    return new_start, new_end


def _after_deletion(position: int, at: int, count: int) -> int:
    return position if position <= at else max(at, position - count)


def shifted(grid_range: Json, *, is_rows: bool, at: int, count: int) -> Json | None:
    """Follow a `GridRange` through an insertion or deletion in its own sheet.

    Args:
        grid_range: As the API spells it; not changed.
        is_rows: Whether rows were inserted or deleted.
        at: Position, from 0.
        count: How many; negative for a deletion.

    Returns:
        The range afterwards, or None if all of it was deleted.
    """
    first, last = _SIDES[:2] if is_rows else _SIDES[2:]
    span = shifted_span(grid_range.get(first), grid_range.get(last), at, count)
    if span is None:
        return None
    result = dict(grid_range)
    result.update(
        {name: end for name, end in zip((first, last), span, strict=True) if end is not None}
    )
    return result
