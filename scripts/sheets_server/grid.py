"""The cells of one sheet: values by rows, and what else a cell carries, kept compactly.

Rows and columns are counted from 0 in this package, as in Google's API; only A1 notation and the
store's public functions count from 1.

Rows are shared between versions of a sheet and copied when first written to, so that a version
costs one list of references and a failed batch is simply thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sheets_server.lines import DEFAULT_HEIGHT, DEFAULT_WIDTH, Column, Dimension, Metadata
from sheets_server.looks import Look, Looks, Palette
from sheets_server.strips import Strip, in_strips

Json = dict[str, Any]
Value = str | float | bool | None
"""What a cell holds: text, number, truth value or nothing. Formulas are kept beside it."""


class Row(Dimension):
    """One row and its cells.

    Attributes:
        values: From the first column on; what is missing at the end is blank.
        formulas: Text by column, with the equals sign.
        notes: Text by column.
        looks: Looks by position.
        is_filtered: Hidden by a filter.
        owner: The sheet version that may write to it; None for nobody.
    """

    __slots__ = ("formulas", "is_filtered", "looks", "notes", "owner", "values")

    def __init__(self, owner: object = None) -> None:
        """Make a blank row.

        Args:
            owner: The sheet version that may write to it; None for nobody.
        """
        super().__init__(DEFAULT_HEIGHT)
        self.values: list[Value] = []
        self.formulas: dict[int, str] = {}
        self.notes: dict[int, str] = {}
        self.looks: Looks = ()
        self.is_filtered = False
        self.owner = owner

    def copy(self, owner: object) -> Row:
        """Give a row of its own with the same cells."""
        row = Row(owner)
        self._copy_to(row)
        row.values = self.values.copy()
        row.formulas = self.formulas.copy()
        row.notes = self.notes.copy()
        row.looks = self.looks
        row.is_filtered = self.is_filtered
        return row

    def value(self, column: int) -> Value:
        """Give what was entered in a cell; None for a formula too."""
        return self.values[column] if column < len(self.values) else None

    def look(self, column: int) -> int:
        """Give the number of a cell's look."""
        return self.looks[column] if column < len(self.looks) else 0

    def put(self, column: int, value: Value) -> None:
        """Enter a value; a formula in the cell goes."""
        self.formulas.pop(column, None)
        if column >= len(self.values):
            if value is None:
                return
            self.values.extend([None] * (column + 1 - len(self.values)))
        self.values[column] = value

    def put_formula(self, column: int, formula: str) -> None:
        """Enter a formula."""
        self.put(column, None)
        self.formulas[column] = formula

    def put_note(self, column: int, note: str) -> None:
        """Write a note; blank deletes it."""
        if note:
            self.notes[column] = note
        else:
            self.notes.pop(column, None)

    def put_look(self, column: int, look: int) -> None:
        """Give a cell a look."""
        if self.look(column) != look:
            looks = list(self.looks) + [0] * (column + 1 - len(self.looks))
            looks[column] = look
            self.looks = tuple(looks)

    def rearrange(self, columns: list[int | None]) -> None:
        """Take the cells in a new order.

        Args:
            columns: For each new position the old column, or None for a blank cell.
        """
        kept = [(at, column) for at, column in enumerate(columns) if column is not None]
        self.values = [None if column is None else self.value(column) for column in columns]
        self.looks = tuple(0 if column is None else self.look(column) for column in columns)
        if self.formulas or self.notes:
            self.formulas = {at: self.formulas[c] for at, c in kept if c in self.formulas}
            self.notes = {at: self.notes[c] for at, c in kept if c in self.notes}

    def take_all(self, other: Row) -> None:
        """Make every cell like that of another row."""
        self.values, self.looks = other.values.copy(), other.looks
        self.formulas, self.notes = other.formulas.copy(), other.notes.copy()

    def take(self, column: int, other: Row, other_column: int) -> None:
        """Make a cell like a cell of another row: value, formula, note and look."""
        if other_column in other.formulas:
            self.put_formula(column, other.formulas[other_column])
        else:
            self.put(column, other.value(other_column))
        self.put_note(column, other.notes.get(other_column, ""))
        self.put_look(column, other.look(other_column))


BLANK = Row()
"""Stands for every row nobody has touched."""


class Sheet:
    """One sheet of one version of a spreadsheet.

    Attributes:
        gid: Google's sheet id.
        title: On the tab.
        properties: Other properties as the API spells them, `gridProperties` apart from counts.
        rows: All of the grid's rows.
        columns: All of the grid's columns.
        palette: Shared by all sheets of the spreadsheet.
        merges, protected, banded, conditional: As the API spells them; never changed in place.
        basic_filter: The same; None if there is none.
        metadata: Developer metadata of the sheet itself.
    """

    def __init__(self, gid: int, title: str, palette: Palette) -> None:
        """Make a sheet without a grid.

        Args:
            gid: Google's sheet id.
            title: On the tab.
            palette: Shared by all sheets of the spreadsheet.
        """
        self.gid = gid
        self.title = title
        self.palette = palette
        self.properties: Json = {}
        self.rows: list[Row] = []
        self.columns: list[Column] = []
        self.merges: list[Json] = []
        self.protected: list[Json] = []
        self.banded: list[Json] = []
        self.conditional: list[Json] = []
        self.basic_filter: Json | None = None
        self.metadata: tuple[Metadata, ...] = ()
        self._strips: list[Strip] = []

    def copy(self) -> Sheet:
        """Give a next version that shares every row until it is written to."""
        sheet = Sheet(self.gid, self.title, self.palette)
        sheet.properties = self.properties
        sheet.rows = self.rows.copy()
        sheet.columns = self.columns.copy()
        sheet.merges = self.merges.copy()
        sheet.protected = self.protected.copy()
        sheet.banded = self.banded.copy()
        sheet.conditional = self.conditional.copy()
        sheet.basic_filter = self.basic_filter
        sheet.metadata = self.metadata
        sheet._strips = self._strips
        return sheet

    @property
    def has_formulas(self) -> bool:
        """Whether any cell holds a formula."""
        return any(row.formulas for row in self.rows)

    def strips(self) -> list[Strip]:
        """Give all rows in strips; only of a finished version, as drafts write to their rows."""
        self._strips = in_strips(self.rows, self._strips)
        return self._strips

    def row(self, index: int) -> Row:
        """Give a row that may be written to."""
        row = self.rows[index]
        if row.owner is not self:
            row = row.copy(self)
            self.rows[index] = row
        return row

    def column(self, index: int) -> Column:
        """Give a column that may be written to."""
        self.columns[index] = self.columns[index].copy()
        return self.columns[index]

    def resize(self, rows: int, columns: int) -> None:
        """Add blank rows and columns at the end, or cut them off there."""
        self.columns = self.columns[:columns]
        self.columns += [Column() for _ in range(columns - len(self.columns))]
        self.rows = self.rows[:rows] + [BLANK] * (rows - len(self.rows))
        for index, row in enumerate(self.rows):
            if len(row.values) > columns or len(row.looks) > columns or _beyond(row, columns):
                self.row(index).rearrange(list(range(columns)))

    def insert_rows(self, start: int, count: int, like: int | None) -> None:
        """Insert rows before a row.

        Args:
            start: Position of the first new row.
            count: How many.
            like: Row whose looks and height the new ones take; None for plain ones.
        """
        self.rows[start:start] = [self._new_row(like) for _ in range(count)]

    def _new_row(self, like: int | None) -> Row:
        row = Row(self)
        if like is not None:
            row.looks, row.size = self.rows[like].looks, self.rows[like].size
        return row

    def insert_columns(self, start: int, count: int, like: int | None) -> None:
        """Insert columns before a column; arguments as for rows."""
        order: list[int | None] = list(range(len(self.columns)))
        order[start:start] = [None] * count
        size = DEFAULT_WIDTH if like is None else self.columns[like].size
        self.columns[start:start] = [Column(size) for _ in range(count)]
        looks_of_like = None if like is None else like
        self._rearrange(order, looks_of_like)

    def take_columns(self, order: list[int]) -> None:
        """Keep these columns, in this order."""
        self.columns = [self.columns[column] for column in order]
        self._rearrange(list(order), None)

    def _rearrange(self, order: list[int | None], like: int | None) -> None:
        for index, row in enumerate(self.rows):
            if row is BLANK or not (row.values or row.looks or row.formulas or row.notes):
                continue
            look = 0 if like is None else row.look(like)
            row = self.row(index)
            row.rearrange(order)
            if look:
                _fill_new(row, order, look)

    def each_look(
        self, rows: Iterable[int], columns: range, change: Callable[[Look], Look]
    ) -> None:
        """Change the looks of a block, once for each combination that occurs in it.

        Args:
            rows: Which rows.
            columns: Which columns.
            change: Gives the new look for an old one.
        """
        known: dict[Looks, Looks] = {}
        before: Looks | None = None
        after: Looks = ()
        for index in rows:
            looks = self.rows[index].looks
            if looks is not before:  # most rows share their looks with the one above
                if looks not in known:
                    known[looks] = self._changed(looks, columns, change)
                before, after = looks, known[looks]
            if after is not before:
                self.row(index).looks = after

    def _changed(self, looks: Looks, columns: range, change: Callable[[Look], Look]) -> Looks:
        new = list(looks) + [0] * (columns.stop - len(looks))
        for column in columns:
            new[column] = self.palette.number(change(self.palette[new[column]]))
        while new and not new[-1]:
            new.pop()
        return looks if new == list(looks) else tuple(new)


def _beyond(row: Row, columns: int) -> bool:
    return any(column >= columns for column in (*row.formulas, *row.notes))


def _fill_new(row: Row, order: list[int | None], look: int) -> None:
    for position, column in enumerate(order):
        if column is None:
            row.put_look(position, look)
