"""One version of a spreadsheet: its sheets, and what belongs to it as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from sheets_server.calculation import Calculation
from sheets_server.grid import Row, Sheet
from sheets_server.lines import Metadata
from sheets_server.looks import Palette
from sheets_server.ranges import (
    Box,
    OpenBox,
    box_of,
    canonical,
    closed,
    parse_cells,
    split_a1,
)
from sheets_server.refusals import Refusal, bad_request

Json = dict[str, Any]


class Spreadsheet:
    """One version of a spreadsheet.

    A version is written to only while it is being made; afterwards it is read, by any thread.

    Attributes:
        id: 44 characters, as Google's are.
        title: Of the file.
        locale: Such as `zh_CN`.
        time_zone: Such as `Asia/Shanghai`.
        sheets: In the order of their tabs.
        metadata: Developer metadata of the spreadsheet itself.
        named: Named ranges as the API spells them.
        palette: Looks of all cells.
        version: Grows by one with every change.
        today: The day this version was made, in its time zone.
    """

    def __init__(self, spreadsheet_id: str, title: str, locale: str, time_zone: str) -> None:
        """Make a draft without sheets.

        Args:
            spreadsheet_id: 44 characters.
            title: Of the file.
            locale: Such as `zh_CN`.
            time_zone: Such as `Asia/Shanghai`.
        """
        self.id = spreadsheet_id
        self.title = title
        self.locale = locale
        self.time_zone = time_zone
        self.sheets: list[Sheet] = []
        self.metadata: tuple[Metadata, ...] = ()
        self.named: list[Json] = []
        self.palette = Palette()
        self.version = 1
        self.today = date(2024, 1, 1)
        self._given = 0
        self._own: set[int] = set()
        self._calculation: Calculation | None = None

    def draft(self) -> Spreadsheet:
        """Give the next version, which shares everything until it is written to."""
        draft = Spreadsheet(self.id, self.title, self.locale, self.time_zone)
        draft.sheets = self.sheets.copy()
        draft.metadata = self.metadata
        draft.named = self.named.copy()
        draft.palette = self.palette
        draft.version = self.version + 1
        draft._given = self._given
        return draft

    def finish(self, today: date) -> None:
        """Close this version: from here on it is only read."""
        self.today = today
        self._own = set()
        self._calculation = Calculation(self)

    @property
    def calculation(self) -> Calculation:
        """The values of all formulas; worked out anew for as long as the version is a draft."""
        return self._calculation or Calculation(self)

    def next_id(self, kind: str) -> int:
        """Give a number for a new thing, positive, the same in every run.

        Args:
            kind: What it is for.
        """
        self._given += 1
        digest = hashlib.sha256(f"{self.id} {kind} {self._given}".encode()).digest()
        return int.from_bytes(digest[:4], "big") >> 1 or 1

    def find_sheet(self, gid: int) -> Sheet | None:
        """Give a sheet by its id, to be read."""
        return next((sheet for sheet in self.sheets if sheet.gid == gid), None)

    def find_titled(self, title: str) -> Sheet | None:
        """Give a sheet by its title, to be read; capitals do not matter."""
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def sheet(self, gid: int) -> Sheet:
        """Give a sheet by its id, to be read.

        Raises:
            Refusal: If there is none.
        """
        sheet = self.find_sheet(gid)
        if sheet is None:
            raise bad_request(f"No grid with id: {gid}")
        return sheet

    def edit(self, gid: int) -> Sheet:
        """Give a sheet of this version that may be written to.

        Raises:
            Refusal: If there is none.
        """
        sheet = self.sheet(gid)
        if gid not in self._own:
            position = self.sheets.index(sheet)
            sheet = sheet.copy()
            self.sheets[position] = sheet
            self._own.add(gid)
        return sheet

    def add(self, sheet: Sheet, position: int | None = None) -> None:
        """Add a new sheet; it may be written to.

        Args:
            sheet: With a grid.
            position: Of its tab; None for the last.
        """
        self.sheets.insert(len(self.sheets) if position is None else position, sheet)
        self._own.add(sheet.gid)

    def resolve(self, text: str) -> tuple[Sheet, OpenBox]:
        """Find what a range in A1 notation means.

        Args:
            text: With or without a sheet; also a sheet's title or a named range alone.

        Raises:
            Refusal: If it means nothing here.
        """
        title, cells = split_a1(text)
        if title is None:
            return self._resolve_bare(cells)
        sheet, box = self.find_titled(title), parse_cells(cells)
        if sheet is None or box is None:
            raise bad_request(f"Unable to parse range: {text}")
        return sheet, box

    def _resolve_bare(self, text: str) -> tuple[Sheet, OpenBox]:
        named = next((item for item in self.named if item["name"] == text), None)
        if named:
            sheet = self.sheet(named["range"].get("sheetId", 0))
            box = box_of(named["range"], len(sheet.rows), len(sheet.columns))
            return sheet, OpenBox(box.top, box.bottom, box.left, box.right)
        cells = parse_cells(text) if text else None
        if cells is not None:
            return self.sheets[0], cells
        titled = self.find_titled(text)
        if titled is None:
            raise bad_request(f"Unable to parse range: {text}")
        return titled, OpenBox()

    def block(self, text: str) -> tuple[Sheet, Box]:
        """Find what a range means, kept in the grid.

        Raises:
            Refusal: If it means nothing here or begins outside the grid.
        """
        sheet, box = self.resolve(text)
        return sheet, closed(box, len(sheet.rows), len(sheet.columns), sheet.title)

    def grid_block(self, grid_range: Json) -> tuple[Sheet, Box]:
        """Find what a `GridRange` means.

        Raises:
            Refusal: If there is no such sheet, or the range is empty or outside the grid.
        """
        sheet = self.sheet(grid_range.get("sheetId", 0))
        rows, columns = len(sheet.rows), len(sheet.columns)
        box = box_of(grid_range, rows, columns)
        if (grid_range.get("endRowIndex") or 0) > rows or box.top >= rows:
            raise _outside(sheet, grid_range)
        if (grid_range.get("endColumnIndex") or 0) > columns or box.left >= columns:
            raise _outside(sheet, grid_range)
        if box.top >= box.bottom or box.left >= box.right:
            raise bad_request("GridRange is empty: the end must be behind the start")
        return sheet, box

    def rewrite_formulas(self, change: Callable[[str, str], str]) -> None:
        """Rewrite every formula in cells and in rules.

        Args:
            change: Gives the new text for (text, title of its sheet).
        """
        for sheet in list(self.sheets):
            cells = [
                (index, column, new)
                for index, row in enumerate(sheet.rows)
                for column, old in row.formulas.items()
                if (new := change(old, sheet.title)) != old
            ]
            if cells:
                own = self.edit(sheet.gid)
                for index, column, new in cells:
                    own.row(index).formulas[column] = new


def _outside(sheet: Sheet, grid_range: Json) -> Refusal:
    rows, columns = len(sheet.rows), len(sheet.columns)
    top, left = grid_range.get("startRowIndex") or 0, grid_range.get("startColumnIndex") or 0
    bottom = max(grid_range.get("endRowIndex") or rows, top + 1)
    right = max(grid_range.get("endColumnIndex") or columns, left + 1)
    where = canonical(sheet.title, Box(top, bottom, left, right))
    return bad_request(
        f"Range ({where}) exceeds grid limits. Max rows: {rows}, max columns: {columns}"
    )


def blank_sheet(gid: int, title: str, palette: Palette, rows: int, columns: int) -> Sheet:
    """Make a sheet with an empty grid.

    Args:
        gid: Its id.
        title: On its tab.
        palette: Of the spreadsheet.
        rows: Of the grid.
        columns: Of the grid.
    """
    sheet = Sheet(gid, title, palette)
    sheet.resize(rows, columns)
    return sheet


def filled_rows(rows: list[Row]) -> int:
    """Count the rows up to the last one that holds a value or formula."""
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if row.formulas or any(value is not None for value in row.values):
            return index + 1
    return 0
