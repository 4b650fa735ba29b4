"""Our pulled copy of all sheets: text as displayed, beside typed values, with addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Cell
from handbook.own_sheets import is_own

RESTRICTED = "restricted"
"""Name of the second spreadsheet, which holds what only the organisation department may see."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of merged cells; only its first cell holds a value. All counted from 1, inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet as it stands: a rectangle of text from A1 on, nothing judged.

    Attributes:
        title: Title of the tab, or the name of the CSV file without its ending.
        text: Text as displayed; index = row numbers, columns = column numbers, both from 1 and
            without gaps, as far as there is text or a formula; `""` where nothing stands. Real
            dates are written `2024-03-01`, whole numbers without `.0`, line breaks as one
            newline character.
        typed: Typed values as the source gives them (str, float, datetime, bool, None) in the same
            shape; None where the source knows only text (CSV).
        formulas: Formula text, with its `=`, by (row number, column number); the text grid has
            the result.
        merged: Merged blocks, in reading order.
        hidden_rows: Row numbers hidden by hand or by a filter.
        is_hidden: Whether the whole sheet is hidden.
        gid: Google's number of the sheet; None elsewhere.
        encoding: `""`, or the encoding a CSV file turned out to have when it was not UTF-8.
        key: Sheet key of the schema the tab was set up for, where the source remembers it, so that
            a renamed tab is still known; else blank.
        book: `""`, or `RESTRICTED` for a sheet of the second spreadsheet.
    """

    title: str
    text: pd.DataFrame
    typed: pd.DataFrame | None = None
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    gid: int | None = None
    encoding: str = ""
    key: str = ""
    book: str = ""

    def column(self, column_number: int) -> NDArray[np.object_]:
        """Give the texts of one column from row 1 on.

        Args:
            column_number: Counted from 1.
        """
        return self.text[column_number].to_numpy(dtype=object)

    def cell(
        self,
        key: str,
        row_number: int | None = None,
        column_number: int | None = None,
        field: str = "",
    ) -> Cell:
        """Name a place in this sheet, in whichever spreadsheet it stands.

        Args:
            key: Key of the sheet in the schema; blank for one the schema does not know.
            row_number: Counted from 1; None for a column or the whole sheet.
            column_number: Counted from 1; None for a row or the whole sheet.
            field: Field name; blank where the place is no field.
        """
        return Cell(key, self.title, row_number, column_number, field, self.book)

    @property
    def row_count(self) -> int:
        """Number of rows of the rectangle, title and header rows included."""
        return len(self.text)

    @property
    def column_count(self) -> int:
        """Number of columns of the rectangle."""
        return len(self.text.columns)


def grid(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Lay rows of unequal length out as a rectangle with row and column numbers from 1.

    Args:
        rows: Cells of each row from column A on; missing ones at the end become `""`.
    """
    columns = {
        number: np.array(values, dtype=object)
        for number, values in enumerate(zip_longest(*rows, fillvalue=""), start=1)
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(rows) + 1), dtype=object)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a workbook came from.

    Attributes:
        source: What a person calls it: a file name, a folder name, a spreadsheet id.
        pulled_at: ISO time with zone at which it was pulled; blank where nobody pulled it.
        version: Version number of the source, or blank.
        as_of: Date the register speaks about, if it pins one.
        schema_version: Version of `sheets_schema/` the workbook was made for; None if unknown.
        language: Language of its titles and labels: zh, vi or en; blank where only they tell.
        is_sample: Whether all data in it is made up.
    """

    source: str
    pulled_at: str = ""
    version: str = ""
    as_of: date | None = None
    schema_version: int | None = None
    language: str = ""
    is_sample: bool = False


@dataclass(frozen=True, eq=False)
class Workbook:
    """All sheets of one register at one instant.

    Attributes:
        sheets: In the order of the tabs.
        manifest: Where it came from.
    """

    sheets: tuple[Sheet, ...]
    manifest: Manifest

    def content_hash(self) -> str:
        """Hash what an editor could have changed: titles and texts, not the order of the tabs.

        The program's own sheets do not count, so an answer never looks like an edit.

        Returns:
            64 hexadecimal digits (sha256).
        """
        digests = sorted(_sheet_digest(sheet) for sheet in self.sheets if not is_own(sheet.title))
        return hashlib.sha256("".join(digests).encode()).hexdigest()


_BETWEEN = "\x1f"


def _sheet_digest(sheet: Sheet) -> str:
    name = f"{sheet.book}/{sheet.title}" if sheet.book else sheet.title
    digest = hashlib.sha256(f"{name}\n{sheet.row_count}\n".encode("utf-8", "surrogatepass"))
    for number in range(1, sheet.column_count + 1):
        texts = sheet.column(number).tolist()
        told = _BETWEEN.join(texts)
        if told.count(_BETWEEN) != len(texts) - 1:  # no text can pass for a boundary
            told = _BETWEEN.join(("", *map(repr, texts)))
        digest.update(f"{told}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
