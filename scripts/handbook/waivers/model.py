"""One exception that was asked for, and what has become of it by a certain day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from handbook.findings import Cell, Visibility
from handbook.tables import Table
from handbook.validation.cells import record_name

LOSS = "CNT501"
"""Code of the finding that records have vanished in heaps."""

MOST_DAYS = 366
"""Longest a granted waiver lasts, the day of approval counted. A local choice: once a year somebody
looks at every exception again."""

LOSS_DAYS = 7
"""How long a mass loss is acknowledged, the day of approval counted. A local choice: time enough to
publish, too short to become a standing permission."""


class Standing(StrEnum):
    """What has become of a waiver."""

    ASKED = "asked"
    """Nobody has granted it."""
    UNDATED = "undated"
    """Somebody granted it, and no day is given."""
    UNSIGNED = "unsigned"
    """A day is given, and nobody who granted it."""
    EARLY = "early"
    """The day of approval is still to come."""
    ENDLESS = "endless"
    """It was granted without an end."""
    LAPSED = "lapsed"
    """Its last day is over."""
    IN_FORCE = "in_force"
    """It silences what it is about."""


@dataclass(frozen=True, eq=False)
class Waiver:
    """One row of the sheet of waivers that can be read.

    Attributes:
        table: The sheet it stands in.
        row: Its position there, from 0.
        code: Code as typed.
        subject: Record or sheet as typed.
        record: Id of the record it is about; for a mass loss the key of the sheet; blank where
            what was typed is neither.
        visibility: How secret anything said about it is.
        reason: Why; blank where nobody wrote it.
        approved_by: Who granted it; blank for nobody.
        approved_on: When; None where no day is given.
        expires_on: Last day as typed; None where there is none.
    """

    table: Table
    row: int
    code: str
    subject: str
    record: str
    visibility: Visibility
    reason: str
    approved_by: str
    approved_on: date | None
    expires_on: date | None

    @property
    def is_about_loss(self) -> bool:
        """Whether it acknowledges a mass loss."""
        return self.code == LOSS

    @property
    def pair(self) -> tuple[str, str]:
        """What it is about: code and record."""
        return self.code, self.record

    @cached_property
    def name(self) -> str:
        """Its number as typed; blank where it has none."""
        return record_name(self.table, self.row)

    @property
    def place(self) -> tuple[str, str, int]:
        """Where it comes in order, whatever rows the sheet is sorted by: spreadsheet, id, row."""
        return self.table.located.sheet.book, self.name, self.row

    @property
    def limit(self) -> date | None:
        """Last day it may hold at most; None where no day of approval is given."""
        days = LOSS_DAYS if self.is_about_loss else MOST_DAYS
        return self.approved_on + timedelta(days=days - 1) if self.approved_on else None

    @property
    def last_day(self) -> date | None:
        """Last day it holds, for a loss whatever was typed; None where it is not known."""
        if self.limit is None or self.is_about_loss:
            return self.limit
        return min(self.expires_on, self.limit) if self.expires_on else None

    @property
    def is_too_long(self) -> bool:
        """Whether its end was typed later than it may hold."""
        end, limit = self.expires_on, self.limit
        return not self.is_about_loss and end is not None and limit is not None and end > limit

    def cell(self, field: str) -> Cell:
        """Name the place of one of its columns."""
        return self.table.cell(field, self.row)

    def standing(self, today: date) -> Standing:
        """Say what has become of it.

        Args:
            today: The day the register speaks about.
        """
        if self.approved_on is None:
            return Standing.UNDATED if self.approved_by else Standing.ASKED
        if not self.approved_by:
            return Standing.UNSIGNED
        if self.approved_on > today:
            return Standing.EARLY
        if self.last_day is None:
            return Standing.ENDLESS
        return Standing.LAPSED if self.last_day < today else Standing.IN_FORCE
