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
        texts: One per record.
        place: The sheet it stands in.
        column_number: Counted from 1.
    """

    table: Table
    field: Field | None
    header: str
    texts: NDArray[np.object_]
    place: LocatedSheet
    column_number: int

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
            texts = place.sheet.column(number)
            header = str(texts[place.header_row - 1])
            yield TextColumn(table, field, header, texts[place.row_numbers - 1], place, number)
        for field in table.schema.fields:
            if field.name not in place.columns and place.has_column(field.name):
                texts = place.texts(field.name)
                yield TextColumn(table, field, "", texts, place, 0)


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
    if max(map(len, column.texts), default=0) < shortest:
        return
    lengths = np.fromiter(map(len, column.texts), int, len(column.texts))
    rows = np.flatnonzero(lengths >= shortest)
    codes, texts = pd.factorize(column.texts[rows])
    found: dict[int, list[Match[str]]] = {}
    starts = list(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))
    for match in pattern.finditer(_BETWEEN.join(texts)):
        found.setdefault(bisect_right(starts, match.start()) - 1, []).append(match)
    for position in np.flatnonzero(np.isin(codes, list(found))) if found else ():
        yield int(rows[position]), found[int(codes[position])]
