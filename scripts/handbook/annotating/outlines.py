"""Where answers about a pulled workbook belong: header rows, key columns, and names of cells.

A cell has two names that outlive a moved row. Its *mark* is what the colour rule of its sheet
looks up in the result sheet: `postings/S-0008/计划结束`. Its *identity* tells one finding from
another from one check to the next, and so since when it has been there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from numpy.typing import NDArray

from handbook.checking import Checked
from handbook.findings import Cell, Finding
from handbook.schema import Schema, TableSchema
from handbook.validation.header_rows import find_header
from handbook.workbook import Sheet, Workbook

_SEPARATOR = "\x1f"


@dataclass(frozen=True, eq=False)
class Outline:
    """What a pulled sheet looks like to somebody who has to find cells in it again.

    Attributes:
        sheet: As pulled.
        schema: What it is read as; None for a sheet the schema does not know.
        first_header_row: Row number of the first header row that counts; 0 without a header.
        header_row: Row number of the last header row; 0 without a header.
        key_column: Column number of the record ids; 0 where there is none.
    """

    sheet: Sheet
    schema: TableSchema | None
    first_header_row: int
    header_row: int
    key_column: int

    def header(self, column_number: int) -> str:
        """Give what stands above a column, all its header rows run together."""
        rows = range(self.first_header_row, self.header_row + 1)
        return "".join(self.text(row, column_number) for row in rows if row)

    def text(self, row_number: int, column_number: int) -> str:
        """Give the text of a cell; blank outside the rectangle."""
        if row_number > self.sheet.row_count or column_number > self.sheet.column_count:
            return ""
        return str(self._texts[row_number - 1, column_number - 1])

    @cached_property
    def _texts(self) -> NDArray[Any]:
        """Texts of the sheet by row and column, from 0."""
        return self.sheet.text.to_numpy(dtype=object)

    def key(self, row_number: int) -> str:
        """Give the id of a row as typed; blank where it has none."""
        if not self.key_column or row_number <= self.header_row:
            return ""
        return self.text(row_number, self.key_column)

    def place(self, cell: Cell) -> tuple[int, int] | None:
        """Give the cell to write a note on.

        Args:
            cell: A cell, a whole row (its id is taken) or a whole column (its header is taken).

        Returns:
            Row and column number; None for a sheet as a whole.
        """
        row = cell.row_number or (self.header_row if cell.column_number else 0)
        column = cell.column_number or ((self.key_column or 1) if cell.row_number else 0)
        return (row, column) if row and column else None

    def mark(self, cell: Cell) -> str:
        """Name a cell the way the colour rule of its sheet does.

        Returns:
            Sheet key, record id and header, each as they stand in the sheet; blank where the row
            has no id, so that such a cell has a note but no colour.
        """
        place = self.place(cell)
        if self.schema is None or place is None or not self.key(place[0]):
            return ""
        return f"{self.schema.key}/{self.key(place[0])}/{self.header(place[1])}"

    def row_name(self, row_number: int) -> str:
        """Name a row by its id, else by a hash of everything in it."""
        if self.key(row_number):
            return self.key(row_number)
        columns = range(1, self.sheet.column_count + 1)
        whole = _SEPARATOR.join(self.text(row_number, column) for column in columns)
        return _digest(whole)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Line:
    """A finding on its way into the sheet.

    Attributes:
        finding: As the check made it.
        cell: Where its cell stands now; the finding's own cell where nothing moved.
        mark: Name of the cell for the colour rule; blank for no colour.
        identity: What makes the finding the same one in the next check.
    """

    finding: Finding
    cell: Cell
    mark: str
    identity: str


Outlines = Mapping[tuple[str, str], Outline]
"""Book and title → outline."""


def outlines_of(workbook: Workbook, schema: Schema) -> Outlines:
    """Outline every sheet of a workbook.

    Args:
        workbook: As pulled.
        schema: What the register consists of.
    """
    return {(sheet.book, sheet.title): _outline(sheet, schema) for sheet in workbook.sheets}


def _outline(sheet: Sheet, schema: Schema) -> Outline:
    table = schema.tables.get(sheet.key) or schema.table_of_title(sheet.title)
    header = find_header(table, sheet) if table is not None else None
    if table is None or header is None:
        return Outline(sheet, table, 0, 0, 0)
    names = {field.name: column for column, field in reversed(tuple(header.fields.items()))}
    row = sheet.text.loc[header.last_row]
    is_deep = header.last_row > 1 and any(not row[column] for column in header.fields)
    return Outline(
        sheet,
        table,
        header.last_row - is_deep,
        header.last_row,
        names.get(table.primary_key, 0),
    )


def lines_of(checked: Checked, findings: Iterable[Finding]) -> list[Line]:
    """Name the cells of findings, each where the check saw it.

    Args:
        checked: Outcome of the check.
        findings: Those to be told.
    """
    outlines = outlines_of(checked.workbook, checked.register.schema)
    return [line_of(finding, outlines) for finding in findings]


def line_of(finding: Finding, outlines: Outlines) -> Line:
    """Name the cell of one finding, where the check saw it."""
    cell = finding.cell
    outline = outlines.get((cell.book, cell.title))
    mark = outline.mark(cell) if outline else ""
    return Line(finding, cell, mark, _identity(finding, outline))


def _identity(finding: Finding, outline: Outline | None) -> str:
    cell = finding.cell
    row, column = "", cell.field
    if not cell.title:
        row = _digest(repr(sorted(finding.params.items(), key=itemgetter(0))))
    if outline is not None and cell.row_number:
        row = outline.row_name(cell.row_number)
    if outline is not None and cell.column_number and not column:
        column = outline.header(cell.column_number)
    return "|".join((finding.code, cell.sheet or cell.title, row, column, finding.variant))
