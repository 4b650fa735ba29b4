"""Everything the pages look up, gathered once per publishable register; no page scans a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

from handbook.findings import Visibility
from handbook.pages.foreign_names import vietnamese_names
from handbook.pages.pagers import POSITIONS_PER_PAGE, part_address
from handbook.pages.reads import PAST, Noted, NotedRegister, Reads
from handbook.pages.values import (
    BLANK,
    Column,
    ShowKey,
    Shown,
    cells_of,
    column_states,
    listed,
    make_column,
    plain_value,
    show_blank,
    title_of,
)
from handbook.pages.worked import Worked, worked_of
from handbook.publishable import Audience, Past, Publishable, PublishedTable
from handbook.schema import Field, Schema
from handbook.shared_words import in_each

Made = TypeVar("Made")

FOLDERS = ("cadres", "units", "programmes", "batches")
"""Sheets whose records have a page of their own, in a folder of that name."""
OWNERS = {"postings": ("cadres", "cadre_id"), "positions": ("batches", "batch_id")}
"""Sheet → sheet and reference of the record on whose page its records stand."""


@dataclass(frozen=True, eq=False)
class Index:
    """One publishable register, ready to be looked up in one language.

    Every reading is noted, so that it is known what a page was made from.

    Attributes:
        language: Language of the pages: zh, vi or en.
        reads: Notes what is read.
    """

    _publishable: Publishable
    language: str
    _columns: Mapping[tuple[str, str], Column]  # (sheet key, field name); what may be seen
    reads: Reads

    @property
    def publishable(self) -> Publishable:
        """The register as its audience may see it; what is taken of it is noted."""
        return self._noted

    @cached_property
    def _noted(self) -> Publishable:
        return NotedRegister(self._publishable, self.reads)

    @property
    def schema(self) -> Schema:
        """What the register consists of."""
        return self._publishable.schema

    @property
    def audience(self) -> Audience:
        """Whom the pages are for."""
        return self._publishable.audience

    @property
    def as_of(self) -> date:
        """The day the register speaks about."""
        return self._publishable.as_of

    @property
    def past(self) -> Past:
        """What may be told of the past; it is noted as a whole, so share what is made of it."""
        self.reads.note("root", PAST)
        return self._publishable.past

    def sheet_link(self, sheet: str) -> str:
        """Give the address of a sheet, the same on every page; blank for those who do not edit."""
        return self._publishable.sheet_links.get(sheet, "")

    @property
    def names_people(self) -> bool:
        """Say whether the audience may see persons at all, and what is wrong with their rows."""
        return self.audience.visibility >= Visibility.INTERNAL

    def has_sheet(self, sheet: str) -> bool:
        """Say whether the audience may see a sheet at all."""
        return sheet in self._publishable.tables

    def has_column(self, sheet: str, field: str) -> bool:
        """Say whether the audience may see a column at all."""
        return (sheet, field) in self._columns

    def has(self, sheet: str, key: str) -> bool:
        """Say whether a record is published."""
        self.reads.note("reference", sheet, key)
        return self._publishable.has(sheet, key)

    def column(self, sheet: str, field: str) -> Column:
        """Give a column, whose readings are not noted: note each record that is read with it."""
        self.reads.note_whole("column", sheet, field)
        return self._columns[sheet, field]

    def cells(self, sheet: str, columns: Sequence[Column]) -> Callable[[str], tuple[Any, ...]]:
        """Give what reads the typed values of a record in columns; note each that is read so."""
        table = self._publishable.tables.get(sheet)
        return cells_of(columns, table.records if table else {})

    def table(self, sheet: str) -> PublishedTable:
        """Give a sheet, whose readings are not noted: note each record that is read in it."""
        self.reads.note_whole("records", sheet)
        return self._publishable.tables[sheet]

    def keys(self, sheet: str) -> tuple[str, ...]:
        """Give the keys of all published records of a sheet, sorted; none for an absent sheet."""
        self.reads.note("keys", sheet)
        table = self._publishable.tables.get(sheet)
        return tuple(table.records) if table else ()

    def sheet_title(self, sheet: str) -> str:
        """Give the title of a sheet in the language of the pages."""
        return title_of(self.schema.tables[sheet], self.language)

    def column_title(self, sheet: str, field: str) -> str:
        """Give the title of a column in the language of the pages."""
        return title_of(self.schema.tables[sheet].field(field), self.language)

    def filled(self, sheet: str) -> frozenset[str]:
        """Give the names of the visible columns of a sheet in which any record has a value."""
        self.reads.note("filled", sheet)
        return self._worked.filled(sheet)

    def fields(self, sheet: str) -> tuple[Field, ...]:
        """Give the visible fields of a sheet in their order; none for an absent sheet."""
        table = self._publishable.tables.get(sheet)
        return table.fields if table else ()

    def shower(self, sheet: str, field: str) -> ShowKey:
        """Give the function that shows one column; it shows blanks where nobody may look."""
        column = self._columns.get((sheet, field))
        return self._noting(sheet, field, column.show) if column else show_blank

    def brief(self, sheet: str, field: str) -> ShowKey:
        """Give the function that shows one column in a list, where defaults are not marked."""
        column = self._columns.get((sheet, field))
        return self._noting(sheet, field, column.brief) if column else show_blank

    def plain(self, sheet: str, field: str) -> ShowKey:
        """Give what shows one column without a note: note each record that is read with it."""
        column = self._columns.get((sheet, field))
        return column.show if column else show_blank

    def _noting(self, sheet: str, field: str, show: ShowKey) -> ShowKey:
        def noted(key: str) -> Shown:
            self.reads.note_cell(sheet, key, field)
            return show(key)

        return noted

    def show(self, sheet: str, key: str, field: str) -> Shown:
        """Show one value; blank where the audience may not see the column."""
        column = self._columns.get((sheet, field))
        if column is None:
            return BLANK
        self.reads.note_cell(sheet, key, field)
        return column.show(key)

    def value(self, sheet: str, key: str, field: str) -> Any:  # noqa: ANN401 - as the register
        """Give one typed value; None where the audience may not see the column."""
        column = self._columns.get((sheet, field))
        if column is None:
            return None
        self.reads.note_cell(sheet, key, field)
        return column.value(key)

    def keys_by(self, sheet: str, field: str) -> Noted[tuple[str, ...]]:
        """Sort the records of a sheet by what a reference column says.

        Args:
            sheet: Sheet key.
            field: Name of a reference field; a list counts for each of its ids.

        Returns:
            Id referred to → keys of the records, in their order; empty where nobody may look.
        """
        known = self._groups.get((sheet, field))
        if known is None:
            note = partial(self.reads.note, "group", f"{sheet}.{field}")
            known = self._groups[sheet, field] = Noted(note, self._worked.group(sheet, field))
        return known

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Noted[tuple[str, ...]]]:
        return {}

    @cached_property
    def _worked(self) -> Worked:
        return worked_of(self._publishable)

    def worked(self, make: Callable[[Publishable], Made]) -> Made:
        """Give what follows from the register alone; whoever takes it has read what it was made of.

        Args:
            make: Makes it; a function of a module, called once for all languages.
        """
        made, reads = self._worked.of(make)
        self.reads.note_all(reads)
        return made

    def label(self, sheet: str, key: str) -> str:
        """Name a record the way people do; by its key where it has no name.

        Two records of one name are told apart by their keys.
        """
        self.reads.note("reference", sheet, key)
        return self._label(sheet, key)

    def _label(self, sheet: str, key: str) -> str:
        if (sheet, key) not in self._labels:
            with self.reads.gathered():  # what it read is part of the label
                text = " ".join(filter(None, self._naming(sheet, key)))
            is_alone = text and key not in self._worked.namesakes(sheet)
            self._labels[sheet, key] = text if is_alone else f"{text} {key}".lstrip()
        return self._labels[sheet, key]

    def _naming(self, sheet: str, key: str) -> Iterator[str]:
        for name in self.schema.tables[sheet].label if self._publishable.has(sheet, key) else ():
            if (sheet, name) in self._columns:
                yield self._columns[sheet, name].show(key).text

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {}

    def reference(self, sheet: str, key: str) -> Shown:
        """Show a record by its name, linked where it has a page; unlinked id where it is held.

        Args:
            sheet: Sheet key of the record.
            key: Its id.
        """
        self.reads.note("reference", sheet, key)
        known = self._references.get((sheet, key))
        if known is None:
            known = self._references[sheet, key] = self._refer(sheet, key)
        return known

    def references(self, sheet: str, keys: tuple[str, ...]) -> Shown:
        """Show several records of one sheet as one value.

        Args:
            sheet: Sheet key of the records.
            keys: Their ids.
        """
        items = tuple(self.reference(sheet, key) for key in keys)
        known = self._lists.get((sheet, keys))
        if known is None:
            known = self._lists[sheet, keys] = listed(items, self.language)
        return known

    @cached_property
    def _lists(self) -> dict[tuple[str, tuple[str, ...]], Shown]:
        return {}

    @cached_property
    def _references(self) -> dict[tuple[str, str], Shown]:
        return {}

    def _refer(self, sheet: str, key: str) -> Shown:
        """Make the reference to a record; what it reads is part of it, and not noted."""
        if not self._publishable.has(sheet, key):
            return Shown(key)
        address, language = self._address(sheet, key), self._language_of(sheet, key)
        link = f"../{address}" if address else ""
        return Shown(self._label(sheet, key), link=link, language=language)

    def address(self, sheet: str, key: str) -> str:
        """Give the address of a record from the root of the site; blank where it has none.

        A posting stands on the page of its cadre, a position on its part of that of its batch.
        """
        self.reads.note("reference", sheet, key)
        return self._address(sheet, key) if self._publishable.has(sheet, key) else ""

    def _address(self, sheet: str, key: str) -> str:
        if sheet in FOLDERS:
            return f"{sheet}/{key}.html"
        if sheet not in OWNERS:
            return ""
        owners, field = OWNERS[sheet]
        owner = getattr(self._publishable.tables[sheet].records[key], field, "")
        if not owner or not self._publishable.has(owners, owner):
            return ""
        groups = self._worked.group("positions", "batch_id") if sheet == "positions" else {}
        part = bisect_left(groups.get(owner, ()), key) // POSITIONS_PER_PAGE + 1
        return f"{part_address(f'{owners}/{owner}.html', part)}#{key}"

    def language_of(self, sheet: str, key: str) -> str:
        """Give `vi` for a Vietnamese name on a page in another language, else blank."""
        self.reads.note("reference", sheet, key)
        return self._language_of(sheet, key)

    def _language_of(self, sheet: str, key: str) -> str:
        if (sheet, key) not in self._vietnamese:
            return ""
        return in_each(self.language, lambda each: "" if each == "vi" else "vi")

    @cached_property
    def _vietnamese(self) -> frozenset[tuple[str, str]]:
        return self._worked.of(vietnamese_names)[0]


def make_index(publishable: Publishable, language: str, reads: Reads | None = None) -> Index:
    """Gather what the pages of one audience look up.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages: zh, vi or en.
        reads: Notes what is read; new if not given.
    """
    columns: dict[tuple[str, str], Column] = {}
    index = Index(publishable, language, columns, reads or Reads())
    for sheet, table in publishable.tables.items():
        states = column_states(table)
        for field in table.fields:
            columns[sheet, field.name] = make_column(
                field,
                title_of(field, language),
                table.records,
                states.get(field.name, {}),
                _word(index, field),
            )
    return index


def _word(index: Index, field: Field) -> Any:  # noqa: ANN401 - a function of any typed value
    if field.kind == "reference":
        return partial(index.reference, field.target)
    if field.kind == "references":
        return partial(index.references, field.target)
    if field.sheet in FOLDERS and field.kind == "id":
        return lambda key: Shown(key, link=f"../{index.address(field.sheet, key)}")
    return plain_value(field, index.language)
