"""Where the cells of a form stand on its grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.forms.model import Cell, Row


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and its place.

    Attributes:
        cell: The cell.
        row: Position of its first row, from 0.
        column: Position of its first column, from 0.
    """

    cell: Cell
    row: int
    column: int

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of every place of the grid it covers."""
        for row in range(self.row, self.row + self.cell.down):
            for column in range(self.column, self.column + self.cell.across):
                yield row, column


def lay_out(rows: Iterable[Row], width: int) -> list[Placed]:
    """Give every cell its place, as HTML does: the first free one of its row.

    Args:
        rows: From top to bottom.
        width: Columns of the grid.

    Raises:
        ValueError: A row has too many cells or too few, or a cell reaches below the last row.
    """
    rows = list(rows)
    taken: set[tuple[int, int]] = set()
    placed = []
    for position, row in enumerate(rows):
        for cell in row.cells:
            free = (each for each in range(width) if (position, each) not in taken)
            each = Placed(cell, position, next(free, width))
            taken.update(each.places)
            placed.append(each)
        _expect_full(taken, position, width)
    if any(row >= len(rows) for row, _ in taken):
        raise ValueError("a cell reaches below the last row")
    return placed


def _expect_full(taken: set[tuple[int, int]], row: int, width: int) -> None:
    columns = {column for at, column in taken if at == row}
    if columns != set(range(width)):
        raise ValueError(f"row {row + 1} covers {len(columns)} of {width} columns")
