"""Sheets, fields and choices of the register, in Table Schema words."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.findings import Party, Visibility
from handbook.schema.words import fold, nearest_folded

LANGUAGES = ("zh", "vi", "en")
LIST_SEPARATORS: Mapping[str, str] = {"zh": "、", "vi": ", ", "en": ", "}


@dataclass(frozen=True)
class Enumeration:
    """A closed list of choices with labels in three languages.

    Attributes:
        name: Name in `enumerations.yaml`.
        labels: Key → language → label.
        aliases: Key → other words offices use for it.
        visibilities: Key → strictest class, for choices more secret than their column.
        shown_as: Key → key shown in its place to those who may not see it.
    """

    name: str
    labels: Mapping[str, Mapping[str, str]]
    aliases: Mapping[str, tuple[str, ...]]
    visibilities: Mapping[str, Visibility] = dataclasses.field(default_factory=dict)
    shown_as: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @cached_property
    def _by_word(self) -> dict[str, str]:
        words = {fold(alias): key for key, many in self.aliases.items() for alias in many}
        words |= {fold(label): key for key, each in self.labels.items() for label in each.values()}
        return words | {fold(key): key for key in self.labels}

    def key_of(self, text: str) -> str | None:
        """Give the key of a choice typed as key, label in any language, or alias; else None."""
        return self._by_word.get(fold(text))

    def suggest(self, text: str) -> str | None:
        """Give the key of the choice that was probably meant, or None."""
        word = nearest_folded(text, self._by_word.keys())
        return self._by_word[word] if word else None

    def label(self, key: str, language: str) -> str:
        """Give the label of a key; a key the schema does not know is given back as it is."""
        labels = self.labels.get(key)
        return labels[language] if labels else key


@dataclass(frozen=True)
class Field:
    """One column of a sheet.

    Attributes:
        sheet: Key of the sheet it belongs to.
        name: Field name.
        kind: id, reference, references, enum, enums, text, code, integer, number, boolean, date,
            month or url.
        titles: Language → title.
        descriptions: Language → sentence for the clerk.
        aliases: Other titles offices use, in any language.
        visibility: Who may see its values.
        filled_by: Who fills it in, and so who acts on a mistake in it.
        required: Whether a blank is a mistake in every row.
        required_when: Field name → keys for which a blank is a mistake.
        enumeration: Closed list for enum and enums; else None.
        target: Sheet key a reference points to; blank for other kinds.
        pattern: Regular expression the whole text must match, or blank.
        minimum: Smallest number allowed, or day as ISO text, inclusive; None without a limit.
        maximum: Largest number allowed, or day as ISO text, inclusive; None without a limit.
        max_length: Most characters allowed; None without a limit.
        units_of_measure: Words that may stand behind a number (`8人`).
        month_precision: `start` or `end` where `2025.09` is understood as that day of the month.
        missing_values: Texts that mean blank.
        derived: Name of the derivation that fills a blank, or blank.
        default: Value that fills a blank, or blank.
        example: A value as one would type it.
        whole_batch: Words that stand for everybody of the batch instead of ids.
    """

    sheet: str
    name: str
    kind: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    aliases: tuple[str, ...]
    visibility: Visibility
    filled_by: Party
    required: bool
    required_when: Mapping[str, tuple[str, ...]]
    enumeration: Enumeration | None
    target: str
    pattern: str
    minimum: float | str | None
    maximum: float | str | None
    max_length: int | None
    units_of_measure: tuple[str, ...]
    month_precision: str
    missing_values: frozenset[str]
    derived: str
    default: str
    example: str
    whole_batch: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every header text that means this field: key, titles, aliases."""
        return (self.name, *self.titles.values(), *self.aliases)


@dataclass(frozen=True)
class TableSchema:
    """One sheet: its fields, keys and references.

    Attributes:
        key: Key of the sheet (`postings`).
        titles: Language → title.
        descriptions: Language → sentence.
        aliases: Other names of the tab.
        is_core: Whether the register cannot do without it.
        fields: In the order of the sheet.
        primary_key: Field name; blank ids are handed out.
        key_required: Whether every row needs its own id (child sheets do not).
        id_prefix: Letters before the number of an id.
        label: Fields that name a record beside its id, in order.
        unique_together: Groups of fields whose combination may stand once only.
        order: Pairs of date fields, the second not before the first.
        agreements: (own reference, path through another reference) that must name the same record,
            such as `("batch_id", "position_id.batch_id")`.
        daily: Fields of the daily view, in order; empty where every field is in it.
        keyed_by: Fields that name a record without an id of its own, in order.
        is_published: Whether audiences below the organisation department may see anything of it at
            all; a sheet whose file does not say so is not published.
        rows_apart: Whether the second spreadsheet holds rows of its own for it, instead of more
            columns for the rows of the first.
    """

    key: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    aliases: tuple[str, ...]
    is_core: bool
    fields: tuple[Field, ...]
    primary_key: str
    key_required: bool
    id_prefix: str
    label: tuple[str, ...]
    unique_together: tuple[tuple[str, ...], ...]
    order: tuple[tuple[str, str], ...]
    agreements: tuple[tuple[str, str], ...]
    daily: tuple[str, ...] = ()
    keyed_by: tuple[str, ...] = ()
    is_published: bool = False
    rows_apart: bool = False

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def _by_word(self) -> dict[str, Field]:
        return {fold(word): field for field in reversed(self.fields) for word in field.words}

    def field(self, name: str) -> Field:
        """Give the field of a name.

        Raises:
            KeyError: The sheet has no such field.
        """
        return self._by_name[name]

    def has_field(self, name: str) -> bool:
        """Say whether the sheet has a field of that name."""
        return name in self._by_name

    def field_of_header(self, text: str) -> Field | None:
        """Recognise a header by key, title in any language, or alias; else None."""
        return self._by_word.get(fold(text))

    def nearest_header(self, text: str) -> Field | None:
        """Give the field whose header was probably meant, or None."""
        word = nearest_folded(text, self._by_word.keys())
        return self._by_word[word] if word else None

    @property
    def words(self) -> tuple[str, ...]:
        """Every tab title that means this sheet: key, titles, aliases."""
        return (self.key, *self.titles.values(), *self.aliases)


@dataclass(frozen=True)
class Schema:
    """The whole register: sheets in their order, and the version of the files.

    Attributes:
        version: Counted up with every change an old workbook would notice.
        tables: Sheet key → schema, in the order in which they are read and reported.
        health_words: Words about somebody's health that no text may hold.
        harmless_words: Longer words that hold one of them and say nothing about anybody.
    """

    version: int
    tables: Mapping[str, TableSchema]
    health_words: tuple[str, ...] = ()
    harmless_words: tuple[str, ...] = ()

    @cached_property
    def _by_word(self) -> dict[str, TableSchema]:
        return {fold(word): table for table in self.tables.values() for word in table.words}

    def table_of_title(self, text: str) -> TableSchema | None:
        """Recognise a tab by key, title in any language, or alias; else None."""
        return self._by_word.get(fold(text))

    def languages_of(self, titles: Iterable[str]) -> Counter[str]:
        """Count for each language how many tab titles are written in it.

        Args:
            titles: As they stand on the tabs; a title equal in two languages counts for both.
        """
        folded = {fold(title) for title in titles}
        return Counter(
            language
            for table in self.tables.values()
            for language in LANGUAGES
            if fold(table.titles[language]) in folded
        )

    def nearest_table(self, text: str) -> TableSchema | None:
        """Give the sheet whose title was probably meant, or None."""
        word = nearest_folded(text, self._by_word.keys())
        return self._by_word[word] if word else None

    def field(self, path: str) -> Field:
        """Give the field of a path such as `postings.end_planned`.

        Raises:
            KeyError: There is no such sheet or field.
        """
        sheet, name = path.split(".")
        return self.tables[sheet].field(name)
