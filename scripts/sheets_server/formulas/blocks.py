"""Rectangles of cells: where they are, and what they hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from sheets_server.formulas.values import ErrorValue, Key, Value, key

Matrix: TypeAlias = list[list[Value]]
"""Values row by row, every row of the same length."""


@dataclass(frozen=True)
class Area:
    """A rectangle of cells of one sheet, counted from 1, both ends included."""

    title: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Give how many rows it has."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """Give how many columns it has."""
        return self.right - self.left + 1


class Block:
    """Values in rows and columns, and what looking things up in them needs worked out once."""

    def __init__(self, rows: Matrix) -> None:
        """Keep the values.

        Args:
            rows: At least one row and one column.
        """
        self.rows = rows
        self.height = len(rows)
        self.width = len(rows[0])

    @cached_property
    def cells(self) -> list[Value]:
        """All values, row by row."""
        return [value for row in self.rows for value in row]

    @cached_property
    def keys(self) -> list[Key | None]:
        """What each cell is compared by; None where it is blank or an error."""
        return [
            None if value is None or isinstance(value, ErrorValue) else key(value)
            for value in self.cells
        ]

    @cached_property
    def counts(self) -> Counter[Key | None]:
        """How often each key stands here."""
        return Counter(self.keys)

    @cached_property
    def positions(self) -> dict[Key, int]:
        """Where each key stands first, counted from 0, row by row."""
        first: dict[Key, int] = {}
        for position, found in enumerate(self.keys):
            if found is not None:
                first.setdefault(found, position)
        return first

    @cached_property
    def columns(self) -> list[Block]:
        """Each column as a block of its own."""
        return [Block([[value] for value in column]) for column in zip(*self.rows, strict=True)]
