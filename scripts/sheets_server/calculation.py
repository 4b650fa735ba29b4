"""The values of formulas in one version of a spreadsheet, worked out when first asked for."""

from __future__ import annotations

import threading
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sheets_server.formulas import CircularReference, Context, ErrorValue, evaluate
from sheets_server.formulas import Value as Shown
from sheets_server.formulas.blocks import Area, Block
from sheets_server.grid import Sheet

if TYPE_CHECKING:
    from sheets_server.spreadsheet import Spreadsheet

Results = dict[int, dict[int, Shown]]
"""Values of formulas and of the cells they spill into, by row and column from 0."""


class Calculation:
    """All formulas of one version."""

    def __init__(self, spreadsheet: Spreadsheet) -> None:
        """Begin without any result.

        Args:
            spreadsheet: The version.
        """
        self._spreadsheet = spreadsheet
        self.today = spreadsheet.today
        self.memo: MutableMapping[Area, Block] = {}
        self.colours: dict[tuple[int, int, int], dict[tuple[int, int], str]] = {}
        self._results: dict[int, Results] = {}
        self._swept: set[int] = set()
        # Several threads read one version; whoever comes first works it out for all.
        self._lock = threading.RLock()
        self._running: set[tuple[int, int, int]] = set()

    def results(self, sheet: Sheet) -> Results:
        """Give the values of a sheet's formulas; empty for a sheet without any."""
        with self._lock:
            if sheet.gid not in self._swept:
                self._swept.add(sheet.gid)
                if sheet.has_formulas:
                    self._sweep(sheet)
            return self._results.setdefault(sheet.gid, {})

    def _sweep(self, sheet: Sheet) -> None:
        """Work out every formula, those that spill first, so that others find what they fill."""
        places = [
            (not _may_spill(formula), index, column)
            for index, row in enumerate(sheet.rows)
            for column, formula in row.formulas.items()
        ]
        for _, row, column in sorted(places):
            self._formula(sheet, row, column)

    def value(self, sheet: Sheet, row: int, column: int) -> Shown:
        """Give the value of a cell, formula or not.

        Args:
            sheet: Of this version.
            row: From 0.
            column: From 0.

        Raises:
            CircularReference: If the cell is just being worked out.
        """
        entered = sheet.rows[row].value(column)
        if entered is not None:
            return entered
        if column in sheet.rows[row].formulas:
            with self._lock:
                return self._formula(sheet, row, column)
        return self.results(sheet).get(row, {}).get(column)

    def _formula(self, sheet: Sheet, row: int, column: int) -> Shown:
        known = self._results.setdefault(sheet.gid, {}).setdefault(row, {})
        if column in known:
            return known[column]
        place = (sheet.gid, row, column)
        if place in self._running:
            raise CircularReference(sheet.title, row + 1, column + 1)
        self._running.add(place)
        try:
            result = self._evaluated(sheet, row, column)
        finally:
            self._running.discard(place)
        return self._keep(sheet, row, column, result)

    def _evaluated(self, sheet: Sheet, row: int, column: int) -> Shown | list[list[Shown]]:
        place = _Place(self, self._spreadsheet, sheet, row + 1, column + 1)
        try:
            return evaluate(sheet.rows[row].formulas[column], place)
        except CircularReference as circle:
            if circle.place != (sheet.title, row + 1, column + 1):
                raise
            return ErrorValue.REF

    def _keep(
        self, sheet: Sheet, row: int, column: int, result: Shown | list[list[Shown]]
    ) -> Shown:
        results = self._results[sheet.gid]
        if not isinstance(result, list):
            results[row][column] = result
            return result
        if self._is_blocked(sheet, row, column, result):
            results[row][column] = ErrorValue.REF
            return ErrorValue.REF
        for index, values in enumerate(result[: len(sheet.rows) - row], start=row):
            kept = dict(enumerate(values[: len(sheet.columns) - column], start=column))
            results.setdefault(index, {}).update(kept)
        return results[row][column]

    def _is_blocked(self, sheet: Sheet, row: int, column: int, block: list[list[Shown]]) -> bool:
        for index in range(row, min(row + len(block), len(sheet.rows))):
            there = sheet.rows[index]
            for position in range(column, column + len(block[0])):
                taken = there.value(position) is not None or position in there.formulas
                if taken and (index, position) != (row, column):
                    return True
        return False


def _may_spill(formula: str) -> bool:
    upper = formula.upper()
    return any(name in upper for name in ("ARRAYFORMULA", "FILTER(", "UNIQUE(", "SORT(", "{"))


@dataclass(frozen=True)
class _Place:
    """What a formula sees from where it stands."""

    calculation: Calculation
    spreadsheet: Spreadsheet
    sheet: Sheet
    row: int
    column: int

    @property
    def title(self) -> str:
        return self.sheet.title

    @property
    def today(self) -> date:
        return self.calculation.today

    @property
    def memo(self) -> MutableMapping[Area, Block]:
        return self.calculation.memo

    def cell(self, sheet_title: str | None, row: int, column: int) -> Shown:
        return self.calculation.value(self._sheet(sheet_title), row - 1, column - 1)

    def size(self, sheet_title: str | None) -> tuple[int, int]:
        sheet = self._sheet(sheet_title)
        return len(sheet.rows), len(sheet.columns)

    def _sheet(self, title: str | None) -> Sheet:
        sheet = self.sheet if title is None else self.spreadsheet.find_titled(title)
        if sheet is None:
            raise LookupError(title)
        return sheet


def place(
    calculation: Calculation, spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int
) -> Context:
    """Give what a formula would see from a cell, for rules that are not in cells.

    Args:
        calculation: Of the version.
        spreadsheet: The version.
        sheet: In which the rule stands.
        row: From 0.
        column: From 0.
    """
    return _Place(calculation, spreadsheet, sheet, row + 1, column + 1)
