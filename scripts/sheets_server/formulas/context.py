"""What a formula can see of its spreadsheet."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date
from typing import Protocol

from sheets_server.formulas.blocks import Area, Block
from sheets_server.formulas.values import Value


class CircularReference(Exception):  # noqa: N818  (what a spreadsheet calls it)
    """Raised by a context when the cell asked for is just being worked out.

    `evaluate` lets it pass up to the cell that it names, which then shows `#REF!`; a cell outside
    of the circle sees that error like any other.
    """

    def __init__(self, title: str, row: int, column: int) -> None:
        """Name the cell.

        Args:
            title: Its sheet.
            row: Counted from 1.
            column: Counted from 1.
        """
        super().__init__(f"{title}: row {row}, column {column}")
        self.place = (title, row, column)


class Context(Protocol):
    """Where a formula stands, and the cells around it."""

    @property
    def title(self) -> str:
        """Title of the sheet in which the formula stands."""

    @property
    def row(self) -> int:
        """Row of the formula, counted from 1."""

    @property
    def column(self) -> int:
        """Column of the formula, counted from 1."""

    @property
    def today(self) -> date:
        """The day that TODAY gives."""

    @property
    def memo(self) -> MutableMapping[Area, Block]:
        """Ranges already read, for all formulas of one state of the spreadsheet.

        Give the same dictionary to every formula, and a new one as soon as any cell changes.
        """

    def cell(self, sheet_title: str | None, row: int, column: int) -> Value:
        """Give the value of a cell, that of its formula worked out.

        Args:
            sheet_title: None is the sheet in which the formula stands.
            row: Counted from 1, within the size of the sheet.
            column: Counted from 1, within the size of the sheet.

        Raises:
            CircularReference: If this cell is just being worked out.
            LookupError: If there is no such sheet.
        """

    def size(self, sheet_title: str | None) -> tuple[int, int]:
        """Give how many rows and columns a sheet has.

        Args:
            sheet_title: None is the sheet in which the formula stands.

        Raises:
            LookupError: If there is no such sheet.
        """
