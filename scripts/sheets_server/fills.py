"""The background of every cell as a person sees it: rules over formats over banding."""

from __future__ import annotations

from typing import Any

from sheets_server.colouring import cell_colours
from sheets_server.colours import hexadecimal
from sheets_server.grid import Sheet
from sheets_server.ranges import box_of
from sheets_server.spreadsheet import Spreadsheet

Json = dict[str, Any]
Fills = dict[int, str]
"""`#rrggbb` by column, counted from 0."""

_PAPER = "#ffffff"


class Backgrounds:
    """Backgrounds of some rows of a sheet."""

    def __init__(self, spreadsheet: Spreadsheet, sheet: Sheet, rows: list[int]) -> None:
        """Work out the rules that apply.

        Args:
            spreadsheet: A finished version.
            sheet: Of that version.
            rows: Which rows will be asked for, counted from 0.
        """
        self._sheet = sheet
        self._bands = [_Banding(sheet, banding) for banding in sheet.banded]
        self._ruled: dict[int, Fills] = {}
        for first, last in _runs(rows):
            for (row, column), fill in cell_colours(
                spreadsheet, sheet, range(first + 1, last + 2)
            ).items():
                self._ruled.setdefault(row - 1, {})[column - 1] = fill

    def row(self, index: int) -> Fills:
        """Give the backgrounds of a row; white ones, the colour of paper, are left out.

        Args:
            index: Counted from 0.
        """
        fills: Fills = {}
        for banding in self._bands:
            fills.update(banding.row(index))
        fills.update(self._formats(index))
        fills.update(self._ruled.get(index, {}))
        return {column: fill for column, fill in fills.items() if fill != _PAPER}

    def _formats(self, index: int) -> Fills:
        """Give the backgrounds that the cells' own formats have."""
        formats = {
            column: self._sheet.palette[look].format or {}
            for column, look in enumerate(self._sheet.rows[index].looks)
        }
        return {
            column: hexadecimal(chosen["backgroundColor"])
            for column, chosen in formats.items()
            if "backgroundColor" in chosen
        }


class _Banding:
    """Alternating colours of a range."""

    def __init__(self, sheet: Sheet, banding: Json) -> None:
        self._box = box_of(banding.get("range", {}), len(sheet.rows), len(sheet.columns))
        self._colours: Json = banding.get("rowProperties", {})

    def row(self, index: int) -> Fills:
        """Give the backgrounds of a row of the range."""
        colour = self._colour(index) if index in self._box.rows else None
        return {} if colour is None else dict.fromkeys(self._box.columns, hexadecimal(colour))

    def _colour(self, index: int) -> Json | None:
        """Choose the colour of a row: header, footer, or in turn."""
        place = index - self._box.top
        if "headerColor" in self._colours:
            if place == 0:
                return self._colour_of("headerColor")
            place -= 1
        if "footerColor" in self._colours and index == self._box.bottom - 1:
            return self._colour_of("footerColor")
        return self._colour_of("secondBandColor" if place % 2 else "firstBandColor")

    def _colour_of(self, name: str) -> Json | None:
        colour: Json | None = self._colours.get(name)
        return colour


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Give the runs of ascending numbers without a gap: first and last of each."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
