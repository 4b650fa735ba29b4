"""The surroundings of a cell as one sees them in the spreadsheet, for a page."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.annotating.outlines import Outline
from handbook.findings import Cell, column_letters
from handbook.rendering.messages import cell_text

_BESIDE = 2
"""Columns shown on either side."""
_AROUND = 1
"""Rows shown above and below."""


@dataclass(frozen=True, slots=True)
class PictureCell:
    """One cell of a picture.

    Attributes:
        text: What stands there, short.
        is_marked: Whether it is the one in question, or one of its row or column.
    """

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """One column of a picture.

    Attributes:
        letters: Its name.
        is_apart: Whether columns are left out before it.
        is_far: Whether a narrow screen can do without it.
    """

    letters: str
    is_apart: bool
    is_far: bool


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One row of a picture.

    Attributes:
        number: Row number, from 1.
        is_header: Whether it holds titles of columns.
        is_apart: Whether rows are left out above it.
        cells: As many as the picture has columns.
    """

    number: int
    is_header: bool
    is_apart: bool
    cells: tuple[PictureCell, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A few cells around one.

    Attributes:
        title: Title of the sheet.
        address: Of the cell: `挂职!F11`.
        columns: Of the columns shown.
        rows: From top to bottom.
    """

    title: str
    address: str
    columns: tuple[PictureColumn, ...]
    rows: tuple[PictureRow, ...]


def picture_of(cell: Cell, outline: Outline) -> Picture | None:
    """Draw the surroundings of a place.

    Args:
        cell: A cell, a whole row or a whole column.
        outline: Of its sheet.

    Returns:
        The row, the one above and the one below under the titles of the columns, and of the
        columns the id and two on either side; None for a sheet as a whole or a place outside it.
    """
    place = outline.place(cell)
    if place is None or place[0] > outline.sheet.row_count:
        return None
    columns = _columns(place[1], outline)
    rows = _rows(place[0], outline)
    return Picture(
        cell_text(cell.title),
        cell_text(cell.a1),
        tuple(
            PictureColumn(
                column_letters(each),
                is_apart,
                abs(each - place[1]) == _BESIDE and each != outline.key_column,
            )
            for each, is_apart in _with_gaps(columns)
        ),
        tuple(
            PictureRow(
                number,
                number == outline.header_row,
                is_apart,
                tuple(_cell(cell, outline, number, column) for column in columns),
            )
            for number, is_apart in _with_gaps(rows)
        ),
    )


def _columns(column: int, outline: Outline) -> list[int]:
    first, last = max(column - _BESIDE, 1), max(outline.sheet.column_count, column)
    near = range(first, min(column + _BESIDE, last) + 1)
    return sorted({*near, *filter(None, [outline.key_column])})


def _rows(row: int, outline: Outline) -> list[int]:
    first = max(row - _AROUND, outline.header_row, 1)
    near = range(first, min(row + _AROUND, outline.sheet.row_count) + 1)
    return sorted({*near, *filter(None, [outline.header_row])})


def _with_gaps(numbers: list[int]) -> list[tuple[int, bool]]:
    """Tell of each number whether some are left out between it and the one before."""
    before = [numbers[0], *numbers]
    return [(now, now - last > 1) for last, now in zip(before, numbers, strict=False)]


def _cell(cell: Cell, outline: Outline, row: int, column: int) -> PictureCell:
    is_header = row == outline.header_row and cell.row_number != row
    is_marked = cell.row_number in (row, None) and cell.column_number in (column, None)
    return PictureCell(
        cell_text(outline.text(row, column)),
        is_marked and not (is_header and cell.row_number is not None),
    )
