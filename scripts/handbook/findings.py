"""What a check has to say: one frozen record per mistake, and the order they are told in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from operator import itemgetter
from typing import TypeAlias


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Effect(StrEnum):
    """What publishing does with the place a finding points at."""

    STOP = "stop"
    """Nothing is published; the last good site stays."""
    WITHHOLD = "withhold"
    """The row is left out; what points to it shows the reference as unlinked text."""
    MASK = "mask"
    """The cell is shown at its last published value marked 待核, or as 待核."""
    TELL = "tell"
    """Nothing changes; somebody has something to do."""


class Visibility(IntEnum):
    """Who may see a value, from everybody to nobody; ordered.

    Policy: domain decision 1, explained in `docs/en/about/architecture.md#audiences`.
    """

    PUBLIC = 0
    INTERNAL = 1
    UNIT = 2
    ORG = 3
    SEALED = 4


SHARED_CLASS = Visibility.UNIT
"""Strictest class of columns in a spreadsheet that is shared with the units."""


class Party(StrEnum):
    """Whose to-do list a finding lands on."""

    HOME = "home"
    RECEIVING = "receiving"
    ORG_DEPT = "org_dept"
    CADRE = "cadre"
    MAINTAINER = "maintainer"


def column_letters(column_number: int) -> str:
    """Name a column the way a spreadsheet does: 1 is A, 27 is AA.

    Args:
        column_number: Counted from 1.

    Raises:
        ValueError: The number is below 1.
    """
    if column_number < 1:
        raise ValueError(f"columns are counted from 1, not {column_number}")
    letters = ""
    while column_number:
        column_number, remainder = divmod(column_number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def quoted(title: str) -> str:
    """Write the title of a sheet as addresses and formulas have it; alone it means all of it.

    Args:
        title: As it stands on the tab.
    """
    return "'" + title.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the workbook as the editor sees it.

    Attributes:
        sheet: Sheet key of the schema (`postings`); blank for a sheet the schema does not know.
        title: Title of the sheet as it stands in the workbook; blank for the whole workbook.
        row_number: Counted from 1, title and header rows included; None for a column or sheet.
        column_number: Counted from 1; None for a whole row or sheet.
        field: Field name of the schema; blank where the place is no field.
        book: Which spreadsheet: `""` for the register itself, or `workbook.RESTRICTED`.
    """

    sheet: str
    title: str
    row_number: int | None = None
    column_number: int | None = None
    field: str = ""
    book: str = ""

    @property
    def a1(self) -> str:
        """The address in A1 notation: `挂职!F11`, `挂职!11:11`, `挂职!F:F`, or `挂职`."""
        letters = column_letters(self.column_number) if self.column_number else ""
        row = str(self.row_number) if self.row_number else ""
        if letters and row:
            return f"{self.title}!{letters}{row}"
        if letters or row:
            return f"{self.title}!{letters or row}:{letters or row}"
        return self.title


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that comes from the schema, not from anybody's cell, in each language.

    Safe to print anywhere. Every other parameter of a message is somebody's data.
    """

    texts: Mapping[str, str]

    def __hash__(self) -> int:
        """Hash by content, so that findings stay hashable."""
        return hash(tuple(sorted(self.texts.items())))


Param: TypeAlias = "str | int | float | date | Plain | tuple[str, ...]"
"""A value filled into a message: data of the register, or `Plain` text of the schema."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another cell that helps to understand a finding.

    Attributes:
        cell: The other place.
        note: What stands there, in short (`S-0007`); a data value.
        visibility: Strictest class of what the note tells.
    """

    cell: Cell
    note: str = ""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, told once.

    Name, effect and policy anchor come from the catalogue by code; texts from the message files.

    Attributes:
        code: Entry in the catalogue (`KEY404`, `POL-R34`).
        cell: Where to act.
        record: Key of the record concerned as typed (`S-0008`); blank where there is none.
        severity: One of those the catalogue allows for the code.
        responsible: Who acts.
        visibility: Strictest class of any column the check read; the finding is as secret.
        variant: Which of the code's texts to use; blank for the main one.
        params: Values for the texts, by name.
        related: Other places involved, in reading order.
        batch: Id of the batch the record belongs to, so that one thing said of many rows of a
            batch can be told in one line; blank where there is none or it does not matter.
    """

    code: str
    cell: Cell
    record: str
    severity: Severity
    responsible: Party
    visibility: Visibility
    variant: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    batch: str = ""

    @property
    def matter(self) -> str:
        """What it is about, the same in the next check: a warning may become an error meanwhile.

        Blank where no record is named.
        """
        cell = self.cell
        return f"{self.code}|{cell.sheet}|{self.record}|{cell.field}" if self.record else ""


def in_reading_order(findings: Iterable[Finding], sheet_order: Iterable[str]) -> list[Finding]:
    """Sort findings by sheet, row, column and code, so that same input gives same bytes.

    Args:
        findings: In any order.
        sheet_order: Sheet keys in the order of the schema; unknown sheets come last, the
            workbook as a whole first.
    """
    rank = {key: position for position, key in enumerate(sheet_order, start=1)}

    def place(finding: Finding) -> tuple[object, ...]:
        cell = finding.cell
        sheet = rank.get(cell.sheet, len(rank) + 1) if cell.title or cell.sheet else 0
        return (
            sheet,
            cell.title,
            cell.book,
            cell.row_number or 0,
            cell.column_number or 0,
            *_content(finding),
        )

    return sorted(findings, key=place)


def in_record_order(findings: Iterable[Finding], sheet_order: Iterable[str]) -> list[Finding]:
    """Sort findings by sheet, record and field, whatever rows and columns they stand in.

    Args:
        findings: In any order.
        sheet_order: Sheet keys in the order of the schema.
    """
    rank = {key: position for position, key in enumerate(sheet_order)}

    def place(finding: Finding) -> tuple[object, ...]:
        cell = finding.cell
        return rank.get(cell.sheet, len(rank)), finding.record, cell.field, *_content(finding)

    return sorted(findings, key=place)


def _content(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.variant, repr(sorted(finding.params.items(), key=itemgetter(0)))
