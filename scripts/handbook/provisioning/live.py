"""A shared spreadsheet as it stands, as far as setting it up has to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handbook.provisioning.signing import is_signed
from handbook.workbook import Merged, Sheet, grid

TEXT_FORMAT = "TEXT"
DATE_FORMAT = "DATE yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Rule:
    """A data validation: what a cell should hold and the help it gives.

    Attributes:
        kind: Google's condition type, such as `ONE_OF_LIST`.
        values: Its values as typed: items, a range, a formula.
        message: Help shown when the cell is chosen.
    """

    kind: str
    values: tuple[str, ...] = ()
    message: str = ""

    @property
    def about(self) -> str:
        """What a signature vouches for: the items, but no range, because those move with rows."""
        return "\n".join((self.kind, *(self.values if self.kind == "ONE_OF_LIST" else ())))

    @property
    def is_ours(self) -> bool:
        """Whether we set it and nobody changed it since."""
        return is_signed(self.message, self.about)


@dataclass(frozen=True, slots=True)
class LiveCell:
    """One cell.

    Attributes:
        text: As displayed.
        note: Its note, or blank.
        rule: Its data validation, or None.
        format: Type and pattern of its own number format, such as `DATE yyyy-mm-dd`; blank
            without one; the type alone for text.
        formula: Its formula with the equals sign, or blank.
        is_number: Whether it holds a number or a day.
    """

    text: str = ""
    note: str = ""
    rule: Rule | None = None
    format: str = ""
    formula: str = ""
    is_number: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether a number format would change how it looks, or take the place of another."""
        return self.is_number or bool(self.formula or self.format)


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What stands in the cells below the header of a column.

    Attributes:
        rules: Distinct data validations; None stands for cells without one.
        last_format: Number format of its last cell.
        busy_until: Last row whose number format or number is somebody's; 0 where there is none.
    """

    rules: frozenset[Rule | None] = frozenset((None,))
    last_format: str = ""
    busy_until: int = 0


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected block of rows; counted from 1, inclusive.

    Attributes:
        first_row: First row.
        last_row: Last row.
    """

    first_row: int
    last_row: int


@dataclass(frozen=True)
class LiveSheet:
    """One sheet as it stands.

    Attributes:
        gid: Google's number of the sheet.
        title: As on the tab.
        row_count: Rows of its grid, blank ones included.
        column_count: Columns of its grid, blank ones included.
        frozen_rows: Frozen at the top.
        frozen_columns: Frozen at the left.
        metadata: Developer metadata of the sheet, key → value.
        merged: Merged blocks.
        protections: Protected rows.
        has_banding: Whether any of it is banded.
        has_groups: Whether any of its columns are grouped.
        top: Its first eleven rows at most, row by row from A on; rows are of unequal length.
        last: Its last row, from A on.
        whole: Column number → state of a column that was read from end to end.
        is_empty: Whether it is known that no cell holds anything.
    """

    gid: int
    title: str
    row_count: int
    column_count: int
    frozen_rows: int = 0
    frozen_columns: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    protections: tuple[Protection, ...] = ()
    has_banding: bool = False
    has_groups: bool = False
    top: tuple[tuple[LiveCell, ...], ...] = ()
    last: tuple[LiveCell, ...] = ()
    whole: Mapping[int, ColumnState] = field(default_factory=dict)
    is_empty: bool = False

    def cell(self, row_number: int, column_number: int) -> LiveCell:
        """Give a cell of the first rows; both numbers from 1. Blank beyond what was read."""
        row = self.top[row_number - 1] if row_number <= len(self.top) else ()
        return row[column_number - 1] if column_number <= len(row) else LiveCell()

    def as_sheet(self) -> Sheet:
        """Give the first rows the way a pull would, for finding the header."""
        rows = [[cell.text for cell in row] for row in self.top]
        while rows and not any(rows[-1]):
            rows.pop()
        return Sheet(self.title, grid(rows), merged=self.merged, gid=self.gid)

    @property
    def is_blank_at_top(self) -> bool:
        """Whether its first rows hold no text."""
        return not any(cell.text for row in self.top for cell in row)

    def state(self, column_number: int, header_row: int) -> ColumnState:
        """Say what stands below the header of a column.

        Args:
            column_number: From 1.
            header_row: Last row of the header.

        Returns:
            What the whole column told where it was read, else what its first and last row tell.
        """
        if column_number in self.whole:
            return self.whole[column_number]
        last = self.last[column_number - 1] if column_number <= len(self.last) else LiveCell()
        first = self.cell(header_row + 1, column_number) if header_row < self.row_count else last
        busy = self.row_count if last.is_busy else header_row + 1 if first.is_busy else 0
        return ColumnState(frozenset((first.rule, last.rule)), last.format, busy)


@dataclass(frozen=True)
class Live:
    """A whole spreadsheet as it stands.

    Attributes:
        title: Title of the spreadsheet.
        metadata: Developer metadata of the spreadsheet, key → (id, value).
        sheets: In the order of the tabs.
    """

    title: str
    metadata: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    sheets: tuple[LiveSheet, ...] = ()
