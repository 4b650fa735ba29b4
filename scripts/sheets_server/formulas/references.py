"""References in A1 notation: cells, ranges, open ranges, with or without a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

_PART = r"(?:\$?[A-Za-z]{1,3}\$?[1-9]\d*|\$?[A-Za-z]{1,3}|\$?[1-9]\d*)"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!"
PATTERN = rf"(?:{_SHEET})?(?:{_PART}:{_PART}|\$?[A-Za-z]{{1,3}}\$?[1-9]\d*)(?![\w(.!])"
"""A reference as it stands in a formula."""

DEAD_PATTERN = rf"(?:{_SHEET})?#REF!"
"""What is left of a reference to a cell that is gone."""

_PIECES = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[A-Za-z]{1,3}")


@dataclass(frozen=True)
class Edge:
    """One side of a reference: a row or a column, counted from 1; fixed if it bears a `$`."""

    number: int
    is_fixed: bool = False


Span: TypeAlias = tuple[Edge | None, Edge | None]
"""First and last row, or first and last column; None is an open end."""


@dataclass(frozen=True)
class Reference:
    """A cell or a rectangle of cells; without a sheet it means the one the formula stands in."""

    sheet: str | None
    rows: Span
    columns: Span
    is_range: bool

    @property
    def text(self) -> str:
        """Write the reference in A1 notation."""
        prefix = "" if self.sheet is None else f"{quoted(self.sheet)}!"
        first = _corner(self.columns[0], self.rows[0])
        if not self.is_range:
            return prefix + first
        return f"{prefix}{first}:{_corner(self.columns[1], self.rows[1])}"


def _corner(column: Edge | None, row: Edge | None) -> str:
    """Write one corner of a reference."""
    letters = column and f"{'$' * column.is_fixed}{letters_of(column.number)}"
    digits = row and f"{'$' * row.is_fixed}{row.number}"
    return f"{letters or ''}{digits or ''}"


def quoted(title: str) -> str:
    """Write a sheet's title as a formula needs it, quoted unless it is a plain word.

    Args:
        title: As it stands on the tab.
    """
    if _PLAIN_TITLE.fullmatch(title) and not _LOOKS_LIKE_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def letters_of(column: int) -> str:
    """Write the letters of a column.

    Args:
        column: Counted from 1.
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """Read the letters of a column, capital or small; counted from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=4096)
def parse_reference(text: str) -> Reference | None:
    """Read a reference.

    Args:
        text: Such as `A1`, `$B2`, `A2:A`, `2:2`, `'挂职'!A2:A`.

    Returns:
        The reference, None if the text is none.
    """
    if re.fullmatch(PATTERN, text) is None:
        return None
    prefix, _, area = text.rpartition("!")
    first, colon, second = area.partition(":")
    left, top = _edges(first)
    right, bottom = _edges(second) if colon else (left, top)
    return Reference(_title(prefix), _ordered(top, bottom), _ordered(left, right), bool(colon))


def _title(prefix: str) -> str | None:
    """Read the title of a sheet before the exclamation mark."""
    if prefix.startswith("'"):
        return prefix[1:-1].replace("''", "'")
    return prefix or None


def _edges(corner: str) -> tuple[Edge | None, Edge | None]:
    """Read column and row of one corner."""
    pieces = _PIECES.fullmatch(corner)
    if pieces is None:
        return None, None
    first, letters, second, digits = pieces.groups()
    column = Edge(number_of(letters), bool(first)) if letters else None
    row = Edge(int(digits), bool(second if letters else first or second)) if digits else None
    return column, row


def _ordered(first: Edge | None, last: Edge | None) -> Span:
    """Put the smaller of two edges first."""
    if first and last and first.number > last.number:
        return last, first
    return first, last


def moved(reference: Reference, rows: int, columns: int) -> Reference | None:
    """Give what a reference means in a copy of its formula some rows and columns further.

    Args:
        reference: As it stands in the formula.
        rows: How far down; negative is up.
        columns: How far to the right; negative is to the left.

    Returns:
        The reference in the copy; None if it would lie outside of the sheet.
    """
    if not (rows or columns):
        return reference
    down = tuple(_pushed(edge, rows) for edge in reference.rows)
    across = tuple(_pushed(edge, columns) for edge in reference.columns)
    if any(edge and edge.number < 1 for edge in (*down, *across)):
        return None
    return replace(reference, rows=_ordered(*down), columns=_ordered(*across))


def _pushed(edge: Edge | None, by: int) -> Edge | None:
    """Move an edge that is not fixed."""
    return edge if edge is None or edge.is_fixed else Edge(edge.number + by)


def shifted(span: Span, start: int, count: int) -> Span | None:
    """Give what rows or columns are called after some were inserted or deleted.

    Args:
        span: First and last of them; an open end stays open.
        start: The first that was inserted or deleted, counted from 1.
        count: How many were inserted; negative if deleted.

    Returns:
        The new span; None if all of it was deleted.
    """
    low, high = span
    if low is None and high is None:
        return span
    if count >= 0:
        return _after_insert(low, start, count), _after_insert(high, start, count)
    last = start - count - 1
    first_number = low.number if low else 1
    if high and first_number >= start and high.number <= last:
        return None
    return _after_delete(low, start, last, start), _after_delete(high, start, last, start - 1)


def _after_insert(edge: Edge | None, start: int, count: int) -> Edge | None:
    """Move an edge behind what was inserted."""
    return replace(edge, number=edge.number + count) if edge and edge.number >= start else edge


def _after_delete(edge: Edge | None, start: int, last: int, instead: int) -> Edge | None:
    """Move an edge behind what was deleted, or put another in place of a deleted one."""
    if edge is None or edge.number < start:
        return edge
    return replace(edge, number=instead if edge.number <= last else edge.number - last + start - 1)
