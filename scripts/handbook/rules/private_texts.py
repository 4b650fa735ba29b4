"""Looking through every text of a register for what must not stand there.

Distinct texts of a column are laid end to end and searched by one compiled expression, so that
100,000 rows cost little more than the texts that differ in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from re import Match, Pattern

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Cell
from handbook.register import Register
from handbook.schema import Field
from handbook.tables import LocatedSheet, Table

_BETWEEN = "\n"


@dataclass(frozen=True, eq=False)
class TextColumn:
    """One column as it was typed, in either spreadsheet.

    Attributes:
        table: The sheet it belongs to.
        field: What it is read as; None for a column the schema does not know.
        header: Its header as typed.
        place: The sheet it stands in.
        column_number: Counted from 1; 0 for a column joined from the second spreadsheet.
    """

    table: Table
    field: Field | None
    header: str
    place: LocatedSheet
    column_number: int

    @property
    def texts(self) -> NDArray[np.object_]:
        """Texts as typed, one per record."""
        if not self.column_number and self.field is not None:
            return self.place.texts(self.field.name)
        return self.place.sheet.column(self.column_number)[self.place.row_numbers - 1]

    def cell(self, row: int) -> Cell:
        """Name the place of a record's text.

        Args:
            row: Position of the record, from 0.
        """
        if self.field is not None:
            return self.table.cell(self.field.name, row)
        number = int(self.place.row_numbers[row])
        return self.place.sheet.cell(self.table.schema.key, number, self.column_number)


def columns_of(register: Register) -> Iterator[TextColumn]:
    """Give every column of every sheet, those the schema does not know included.

    Of the second spreadsheet only the columns that are joined are given.
    """
    for table in register.tables.values():
        place = table.located
        known = {number: name for name, number in place.columns.items()}
        for number in range(1, place.sheet.column_count + 1):
            field = table.schema.field(known[number]) if number in known else None
            header = str(place.sheet.text.at[place.header_row, number])
            yield TextColumn(table, field, header, place, number)
        for field in table.schema.fields:
            if field.name not in place.columns and place.has_column(field.name):
                yield TextColumn(table, field, "", place, 0)


def search(
    column: TextColumn, pattern: Pattern[str], shortest: int
) -> Iterator[tuple[int, list[Match[str]]]]:
    """Find an expression in a column.

    Args:
        column: Its texts.
        pattern: Must not match across a line break.
        shortest: Length of the shortest text it can match; shorter ones are not looked at.

    Yields:
        Position of a record and the matches in its text, in the order of the records.
    """
    typed = column.texts
    rows = np.flatnonzero(np.fromiter(map(len, typed), int, len(typed)) >= shortest)
    if not len(rows):
        return
    codes, texts = pd.factorize(typed[rows])
    found: dict[int, list[Match[str]]] = {}
    starts = list(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))
    for match in pattern.finditer(_BETWEEN.join(texts)):
        found.setdefault(bisect_right(starts, match.start()) - 1, []).append(match)
    for position in np.flatnonzero(np.isin(codes, list(found))) if found else ():
        yield int(rows[position]), found[int(codes[position])]
