"""A sheet read against its schema: which row is the header, which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Cell
from handbook.schema import Field, TableSchema
from handbook.workbook import Sheet


@dataclass(frozen=True, eq=False)
class Beside:
    """Columns of a sheet that stand in the second spreadsheet.

    Attributes:
        place: The sheet there.
        rows: Row number here → row number there, for the records that have a row there.
    """

    place: LocatedSheet
    rows: Mapping[int, int]

    @cached_property
    def rows_here(self) -> dict[int, int]:
        """Row number there → row number here."""
        return {there: here for here, there in self.rows.items()}

    def texts(self, field: str, row_numbers: NDArray[np.intp]) -> NDArray[np.object_]:
        """Give the texts of one field for rows named as here; blank where there is no row."""
        column = self.place.sheet.column(self.place.columns[field])
        rows = (self.rows.get(int(number), 0) for number in row_numbers)
        texts = np.empty(len(row_numbers), dtype=object)
        texts[:] = [column[row - 1] if row else "" for row in rows]
        return texts


@dataclass(frozen=True, eq=False)
class LocatedSheet:
    """A sheet whose header row and record rows are known.

    Attributes:
        schema: What it is read as.
        sheet: As pulled.
        header_row: Row number of the last header row, from 1.
        columns: Field name → column number, from 1; fields without a column are absent.
        labels: Field name → header text as typed.
        doubled: Field name → second column number of a field that has two columns.
        row_numbers: Row numbers of the records, ascending.
        beside: The columns that stand in the second spreadsheet; None where none do.
    """

    schema: TableSchema
    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    doubled: Mapping[str, int]
    row_numbers: NDArray[np.intp]
    beside: Beside | None = None

    def _elsewhere(self, field: str) -> Beside | None:
        """Give where a field stands that has no column here, or None."""
        if self.beside is None or field in self.columns:
            return None
        return self.beside if field in self.beside.place.columns else None

    def has_column(self, field: str) -> bool:
        """Say whether the editor's sheet has a column for a field, in either spreadsheet."""
        return field in self.columns or self._elsewhere(field) is not None

    def texts(self, field: str) -> NDArray[np.object_]:
        """Give the texts of one field, one per record; all blank where it has no column."""
        if beside := self._elsewhere(field):
            return beside.texts(field, self.row_numbers)
        if field not in self.columns:
            return np.full(len(self.row_numbers), "", dtype=object)
        column = self.sheet.column(self.columns[field])
        return column[self.row_numbers - 1]

    def cell(self, field: str, row_number: int | None) -> Cell:
        """Name the place of a field, in one row or as a whole column.

        A field without a column is placed at the key of the row, where a person looks first. One
        that stands in the second spreadsheet is placed there, as a whole column where the record
        has no row there.
        """
        if beside := self._elsewhere(field):
            row_there = beside.rows.get(row_number) if row_number else None
            return beside.place.cell(field, row_there)
        column = self.columns.get(field) or self.columns.get(self.schema.primary_key)
        return self.sheet.cell(self.schema.key, row_number, column, field)

    def row_of(self, cell: Cell) -> int | None:
        """Give the row, as numbered here, of the record a place belongs to.

        Args:
            cell: A place in this sheet, in either spreadsheet.

        Returns:
            None for a place that belongs to no one record.
        """
        if cell.book == self.sheet.book:
            return cell.row_number
        return self.beside.rows_here.get(cell.row_number or 0) if self.beside else None

    @property
    def typed_labels(self) -> Mapping[str, str]:
        """Field name → header text as typed, in either spreadsheet."""
        elsewhere = self.beside.place.labels if self.beside else {}
        return {**elsewhere, **self.labels}

    def label(self, field: str, language: str) -> str:
        """Give the title of a field as the editor typed it, else as the schema has it."""
        if beside := self._elsewhere(field):
            return beside.place.label(field, language)
        return self.labels.get(field) or self.schema.field(field).titles[language]


@dataclass(eq=False)
class Table:
    """Typed columns of one sheet, still being checked.

    Attributes:
        located: Where the columns and rows stand.
        columns: Field name → typed column, one value per record from 0 on. Text, codes, ids,
            references, choices, links and months are str with `""` for blank; numbers float with
            NaN; dates `datetime64[s]` with NaT; yes/no `yes`, `no` or `""`; lists tuples.
        untrusted: Field name → True where the typed value cannot be trusted; absent means nowhere.
        derived: Field name → True where a blank was filled by a derivation or default.
        held: True for rows whose key cannot be trusted.
        apart: Further records of the same sheet, which stand in the second spreadsheet; None where
            there are none.
    """

    located: LocatedSheet
    columns: dict[str, NDArray[Any]]
    untrusted: dict[str, NDArray[np.bool_]]
    derived: dict[str, NDArray[np.bool_]]
    held: NDArray[np.bool_]
    apart: Table | None = None

    @property
    def schema(self) -> TableSchema:
        """Schema of the sheet."""
        return self.located.schema

    @property
    def keys(self) -> NDArray[np.object_]:
        """Primary key of every record; blank where it is missing or malformed."""
        return self.values(self.schema.primary_key)

    @property
    def row_count(self) -> int:
        """Number of records."""
        return len(self.held)

    @property
    def frame(self) -> pd.DataFrame:
        """All typed columns of all records."""
        return frame_of(self.columns, pd.RangeIndex(self.row_count))

    def values(self, field: str) -> NDArray[Any]:
        """Give one typed column; it may be read, not written."""
        return self.columns[field]

    def set_values(self, field: str, values: NDArray[Any]) -> None:
        """Put another typed column in the place of one.

        Args:
            field: Field name.
            values: One per record; nobody may write them afterwards.
        """
        values.flags.writeable = False
        self.columns[field] = values

    def has_column(self, field: str) -> bool:
        """Say whether the editor's sheet has a column for a field."""
        return self.located.has_column(field)

    def distrust(self, field: str, rows: NDArray[np.intp]) -> None:
        """Mark typed values as untrusted.

        Args:
            field: Field name.
            rows: Positions of records, from 0.
        """
        if field not in self.untrusted:
            self.untrusted[field] = np.zeros(self.row_count, dtype=bool)
        self.untrusted[field][rows] = True

    def is_untrusted(self, field: str) -> NDArray[np.bool_]:
        """Say for every record whether its value in a field cannot be trusted."""
        mask = self.untrusted.get(field)
        return np.zeros(self.row_count, dtype=bool) if mask is None else mask

    def cell(self, field: str, row: int) -> Cell:
        """Name the place of a field of one record.

        Args:
            field: Field name.
            row: Position of the record, from 0.
        """
        return self.located.cell(field, int(self.located.row_numbers[row]))


def frame_of(columns: Mapping[str, NDArray[Any]], index: pd.Index[Any]) -> pd.DataFrame:
    """Lay columns side by side, each of the type it has: text stays objects.

    pandas would look through every column to find out what it holds, and store texts in a type
    that is slower to compare.

    Args:
        columns: Name → values, all of one length.
        index: Of that length.
    """
    typed = {
        name: pd.Series(values, index, dtype=values.dtype, copy=False)
        for name, values in columns.items()
    }
    return pd.DataFrame(typed, index, copy=False)


def blank_column(field: Field, length: int) -> NDArray[Any]:
    """Make the typed column of a field nobody filled in.

    Args:
        field: Decides the type.
        length: Number of records.
    """
    if field.kind in ("integer", "number"):
        return np.full(length, np.nan)
    if field.kind == "date":
        return np.full(length, np.datetime64("NaT"), dtype="datetime64[s]")
    blank = np.empty(length, dtype=object)
    blank[:] = [()] * length if field.kind in ("references", "enums") else ""
    return blank


def is_blank(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Say for every typed value whether it is blank."""
    kind = values.dtype.kind
    blank: NDArray[np.bool_]
    if kind == "f":
        blank = np.isnan(values)
    elif kind == "M":
        blank = np.isnat(values)
    else:
        blank = np.logical_not(values.astype(bool))
    return blank


def look_up(table: Table | None, keys: NDArray[np.object_], field: str) -> NDArray[Any]:
    """Fetch a field of the records that keys point to.

    Args:
        table: Sheet pointed to; None where it is absent.
        keys: Ids, `""` for none.
        field: Field of that sheet.

    Returns:
        One typed value per key; blank where the key is blank, unknown or held, or where the value
        cannot be trusted.
    """
    if table is None:
        return np.full(len(keys), "", dtype=object)
    usable = ~(table.held | table.is_untrusted(field) | is_blank(table.keys))
    rows = np.flatnonzero(usable)
    return take(table, field, find(pd.Index(table.keys[rows], dtype=object), rows, keys))


def find(
    index: pd.Index[Any], rows: NDArray[np.intp], keys: NDArray[np.object_]
) -> NDArray[np.intp]:
    """Find the records that keys point to.

    Args:
        index: Ids, each once.
        rows: Position of the record that bears each of them, from 0.
        keys: Ids, `""` for none.

    Returns:
        Position of the record for every key; -1 for none.
    """
    if not len(index):
        return np.full(len(keys), -1)
    found: NDArray[np.intp] = np.append(rows, -1)[index.get_indexer(pd.Index(keys, dtype=object))]
    return found


def take(table: Table, field: str, rows: NDArray[np.intp]) -> NDArray[Any]:
    """Give the typed values of some records.

    Args:
        table: Sheet they are in.
        field: Field of that sheet.
        rows: Positions of records, from 0; -1 for none.

    Returns:
        One per position; blank for none.
    """
    values, there = table.values(field), rows >= 0
    if there.all():
        return values[rows]
    taken = blank_column(table.schema.field(field), len(rows))
    taken[there] = values[rows[there]]
    return taken
