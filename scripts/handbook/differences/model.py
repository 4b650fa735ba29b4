"""What changed between two registers, in the words of the field: sections, records, values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handbook.publishable import Publishable
from handbook.schema import Field


class Kind(StrEnum):
    """What a section is about, in the order in which it is told."""

    ARRIVED = "arrived"
    """Somebody has reported in, by the date of it or by the status."""
    EXTENDED = "extended"
    """A posting lasts longer: 延长至 is new or later."""
    ENDED = "ended"
    """A posting is over, by its actual end or by the status."""
    CANCELLED = "cancelled"
    NEW_POSTING = "new_posting"
    """A posting that is new and that nobody holds on that day: not yet, or no longer."""
    MOVED = "moved"
    """A cadre has another home unit."""
    NEW_CADRE = "new_cadre"
    RENAMED = "renamed"
    CLOSED = "closed"
    """A unit was merged into another or abolished."""
    NEW_UNIT = "new_unit"
    ADDED = "added"
    """Any other record that is new."""
    CHANGED = "changed"
    """Any other change of a value."""
    CORRECTED = "corrected"
    """A value that was wrong before; see `corrections.py`."""
    UNSURE = "unsure"
    """A value or a record that could be trusted before and cannot now."""
    GONE = "gone"
    NEW_SHEET = "new_sheet"
    LOST_SHEET = "lost_sheet"
    NEW_COLUMN = "new_column"
    LOST_COLUMN = "lost_column"


OF_PERSONS = frozenset({Kind.ARRIVED, Kind.EXTENDED, Kind.ENDED, Kind.CANCELLED})
"""Sections of postings that count persons, each once."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after.

    Attributes:
        field: The column.
        old: Typed as in a published record: str, float, date, tuple or None; or `State.HELD`.
        new: The same, afterwards.
    """

    field: Field
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told about one record, sheet or column.

    Attributes:
        sheet: Sheet key.
        key: Key of the record in its published table; blank for a sheet or column.
        is_old: Whether the record, sheet or column is told of as it stood before.
        changes: In the order of the columns; empty where the record came, went, or time passed.
        field: The column, where the entry is about a whole one.
        subject: Whom or what is counted: the cadre of a posting, else the record itself.
        count: Records of the sheet, for an entry about a whole sheet; else 0.
    """

    sheet: str
    key: str = ""
    is_old: bool = False
    changes: tuple[Change, ...] = ()
    field: Field | None = None
    subject: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Everything of one kind; never empty.

    Attributes:
        kind: What it is about.
        entries: By sheet, then by record.
    """

    kind: Kind
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many of what the section counts: persons, units, records, or single values."""
        if self.kind in (Kind.CORRECTED, Kind.UNSURE):
            return sum(max(1, len(entry.changes)) for entry in self.entries)
        if self.kind in OF_PERSONS:
            return len({entry.subject for entry in self.entries})
        return len(self.entries)


@dataclass(frozen=True, eq=False)
class Difference:
    """What changed between two registers, for one audience.

    Attributes:
        old: The register before, as its audience sees it.
        new: The register afterwards, for the same audience.
        sections: In the order of `Kind`; those with nothing in them are left out.
    """

    old: Publishable
    new: Publishable
    sections: tuple[Section, ...]

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Kind → how many, for the kinds there is something to say about."""
        return {section.kind: section.count for section in self.sections}

    def side(self, entry: Entry) -> Publishable:
        """Give the register an entry is told from."""
        return self.old if entry.is_old else self.new
