"""What a page was made from: every reading of the register notes what it has read.

A page is made again only where something it has read has changed, so nothing may be read without a
note. What has no note of its own counts as `EVERYTHING`, and such a page is always made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from handbook.publishable import Past, Publishable, PublishedTable, State
from handbook.workbook import Manifest

Value = TypeVar("Value")
Default = TypeVar("Default")


Read: TypeAlias = tuple[str, str, str]
"""One thing that was read, as small as it can be told apart: kind, place and key.

The kind is record, records, column, root, keys, group, reference, references, filled, notices or
shared; the place a sheet key, with a field name where one is needed, or the name of what is shared;
the key that of a record, a column or a part, blank where the place is read as a whole.
"""

FINDINGS, PAST, FOREIGN = "~findings", "~past", "~foreign"
"""Places of kind root that are no sheets: open findings and rows left out; what is told of earlier
publications; which names are Vietnamese."""

EVERYTHING: Read = ("everything", "", "")
"""Stands for any reading that is not told apart."""


class Reads:
    """Notes what is read while a page is made."""

    def __init__(self) -> None:
        """Begin without any note."""
        self._noted: set[Read] = set()
        self._is_by_column = False

    def note(self, kind: str, place: str, key: str = "") -> None:
        """Note one thing that is read.

        Args:
            kind: As in `Read`.
            place: As in `Read`.
            key: As in `Read`.
        """
        self._noted.add((kind, place, key))

    def note_cell(self, sheet: str, key: str, field: str) -> None:
        """Note one cell: as part of its record, or of its column where all rows are gone through.

        Args:
            sheet: Sheet key.
            key: Of the record.
            field: Name of the column.
        """
        noted = ("column", sheet, field) if self._is_by_column else ("record", sheet, key)
        self._noted.add(noted)

    def note_whole(self, kind: str, sheet: str, field: str = "") -> None:
        """Note all of a sheet or column that is handed out, where all rows are gone through.

        Elsewhere whoever takes it notes the records that are read.

        Args:
            kind: records or column.
            sheet: Sheet key.
            field: Name of the column; blank for the sheet.
        """
        if self._is_by_column:
            self._noted.add((kind, sheet, field))

    def note_all(self, reads: frozenset[Read]) -> None:
        """Note again what was read for something that has been kept since.

        Args:
            reads: As they were gathered then.
        """
        self._noted |= reads

    def note_everything(self) -> None:
        """Note that anything may have been read."""
        self._noted.add(EVERYTHING)

    @contextmanager
    def gathered(self, *, by_column: bool = False) -> Iterator[set[Read]]:
        """Gather what is read inside; whoever is gathering outside does not see it.

        Args:
            by_column: Note whole columns instead of records, for what goes through all of them.
        """
        outer, self._noted = self._noted, set()
        manner, self._is_by_column = self._is_by_column, by_column
        try:
            yield self._noted
        finally:
            self._noted, self._is_by_column = outer, manner


class NoReads(Reads):
    """Notes nothing, for pages that are made once: without notes, that takes a seventh less time.

    Whatever is made meanwhile counts as made from everything.
    """

    def note(self, kind: str, place: str, key: str = "") -> None:
        """Let it be."""

    def note_cell(self, sheet: str, key: str, field: str) -> None:
        """Let it be."""

    def note_all(self, reads: frozenset[Read]) -> None:
        """Let it be."""

    @contextmanager
    def gathered(self, *, by_column: bool = False) -> Iterator[set[Read]]:  # noqa: ARG002
        """Gather that anything may have been read."""
        yield {EVERYTHING}


_MANY = 500
_WHOLE = {"record": "records", "reference": "references"}


def coarsened(reads: Collection[Read]) -> frozenset[Read]:
    """Say of a sheet of which very much was read that all of it was.

    Args:
        reads: What was read.
    """
    if len(reads) < _MANY:
        return frozenset(reads)
    counts = Counter((kind, place) for kind, place, _ in reads)
    whole = {each for each, count in counts.items() if count >= _MANY and each[0] in _WHOLE}
    return frozenset(
        (_WHOLE[kind], place, "") if (kind, place) in whole else (kind, place, key)
        for kind, place, key in reads
    )


class Noted(Generic[Value]):
    """A mapping that notes which of its parts are taken."""

    def __init__(self, note: Callable[[str], None], parts: Mapping[str, Value]) -> None:
        """Put notes before a mapping.

        Args:
            note: Notes the key of a part.
            parts: Key → part.
        """
        self._note = note
        self.parts = parts  # taking one from here is not noted

    def get(self, key: str, default: Default) -> Value | Default:
        """Give a part, or the default where there is none.

        Args:
            key: Of the part.
            default: Given where there is none.
        """
        self._note(key)
        return self.parts.get(key, default)


class NotedTables(Mapping[str, PublishedTable]):
    """The sheets of a register; whoever takes one may read any record of it."""

    def __init__(self, reads: Reads, tables: Mapping[str, PublishedTable]) -> None:
        """Put notes before the sheets.

        Args:
            reads: Notes what is read.
            tables: Sheet key → sheet.
        """
        self._reads = reads
        self._tables = tables

    def __getitem__(self, sheet: str) -> PublishedTable:
        """Give a sheet, and note it."""
        table = self._tables[sheet]
        self._reads.note("records", sheet)
        return table

    def __contains__(self, sheet: object) -> bool:
        """Say whether there is a sheet, which is the same for all pages."""
        return sheet in self._tables

    def __iter__(self) -> Iterator[str]:
        """Give the keys of the sheets."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Count the sheets."""
        return len(self._tables)

    def has_record(self, sheet: str, key: str) -> bool:
        """Say whether there is a record, and note that it may have read which there are.

        Args:
            sheet: Its sheet.
            key: Its id.
        """
        if sheet not in self._tables:
            return False
        self._reads.note("keys", sheet)
        return key in self._tables[sheet].records


class NotedRegister(Publishable):
    """A register that notes what is taken of it.

    What is told of the past is not in it, and of where it came from only whether it is made up.
    """

    def __init__(self, publishable: Publishable, reads: Reads) -> None:
        """Put notes before a register.

        Args:
            publishable: The register as its audience may see it.
            reads: Notes what is read.
        """
        parts = {each.name: getattr(publishable, each.name) for each in fields(publishable)}
        blank = {
            "tables": NotedTables(reads, publishable.tables),
            "manifest": Manifest("", is_sample=publishable.manifest.is_sample),
            "content_hash": "",
            "past": Past(),
        }
        super().__init__(**(parts | blank))
        object.__setattr__(self, "_noted_tables", blank["tables"])
        object.__setattr__(self, "_note_findings", partial(reads.note, "root", FINDINGS))
        object.__setattr__(self, "_note", reads.note)
        object.__setattr__(self, "_plain", publishable)

    def has(self, sheet: str, key: str) -> bool:
        """Say whether a record is published; what it says is not read.

        Args:
            sheet: Its sheet.
            key: Its id.
        """
        tables: NotedTables = super().__getattribute__("_noted_tables")
        return tables.has_record(sheet, key)

    def records_of(self, sheet: str) -> Mapping[str, Any]:
        """Give the records of a sheet, and note which there are."""
        return self._noting("keys", sheet).records_of(sheet)

    def reader(self, sheet: str, field: str) -> Callable[[Any], Any]:
        """Give the function that reads a field of a record, and note the whole column."""
        return self._noting("column", sheet, field).reader(sheet, field)

    def shows(self, sheet: str, field: str) -> bool:
        """Say whether the audience may see a column, which is the same for all pages."""
        plain: Publishable = super().__getattribute__("_plain")
        return plain.shows(sheet, field)

    def states_of(self, sheet: str, field: str) -> Mapping[str, State]:
        """Give what there is to say of the values of a column, and note the whole of it."""
        return self._noting("column", sheet, field).states_of(sheet, field)

    def _noting(self, kind: str, sheet: str, field: str = "") -> Publishable:
        """Note what is read, and give the register it is read in."""
        super().__getattribute__("_note")(kind, sheet, field)
        plain: Publishable = super().__getattribute__("_plain")
        return plain

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - as its fields are
        """Give a field, and note those that tell of findings."""
        if name in _OF_FINDINGS:
            super().__getattribute__("_note_findings")()
        return super().__getattribute__(name)


_OF_FINDINGS = frozenset({"findings", "held", "first_told"})
