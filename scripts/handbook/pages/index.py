"""Everything the pages look up, gathered once per publishable register; no page scans a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from handbook.findings import Visibility
from handbook.pages.names import is_han
from handbook.pages.values import (
    BLANK,
    Column,
    ShowKey,
    Shown,
    column_states,
    listed,
    make_column,
    plain_value,
)
from handbook.publishable import Publishable
from handbook.schema import Field

FOLDERS = ("cadres", "units", "programmes", "batches")
"""Sheets whose records have a page of their own, in a folder of that name."""


@dataclass(frozen=True, eq=False)
class Index:
    """One publishable register, ready to be looked up in one language.

    Attributes:
        publishable: The register as its audience may see it.
        language: Language of the pages: zh, vi or en.
        columns: (sheet key, field name) → column; only what the audience may see.
    """

    publishable: Publishable
    language: str
    columns: Mapping[tuple[str, str], Column]

    @property
    def names_people(self) -> bool:
        """Say whether the audience may see persons at all, and what is wrong with their rows."""
        return self.publishable.audience.visibility >= Visibility.INTERNAL

    def keys(self, sheet: str) -> tuple[str, ...]:
        """Give the keys of all published records of a sheet, sorted; none for an absent sheet."""
        table = self.publishable.tables.get(sheet)
        return tuple(table.records) if table else ()

    def sheet_title(self, sheet: str) -> str:
        """Give the title of a sheet in the language of the pages."""
        return self.publishable.schema.tables[sheet].titles[self.language]

    def column_title(self, sheet: str, field: str) -> str:
        """Give the title of a column in the language of the pages."""
        return self.publishable.schema.tables[sheet].field(field).titles[self.language]

    def fields(self, sheet: str) -> tuple[Field, ...]:
        """Give the visible fields of a sheet in their order; none for an absent sheet."""
        table = self.publishable.tables.get(sheet)
        return table.fields if table else ()

    def shower(self, sheet: str, field: str) -> ShowKey:
        """Give the function that shows one column; it shows blanks where nobody may look."""
        column = self.columns.get((sheet, field))
        return column.show if column else _show_blank

    def brief(self, sheet: str, field: str) -> ShowKey:
        """Give the function that shows one column in a list, where defaults are not marked."""
        column = self.columns.get((sheet, field))
        return column.brief if column else _show_blank

    def show(self, sheet: str, key: str, field: str) -> Shown:
        """Show one value; blank where the audience may not see the column."""
        return self.shower(sheet, field)(key)

    def value(self, sheet: str, key: str, field: str) -> Any:  # noqa: ANN401 - as the register
        """Give one typed value; None where the audience may not see the column."""
        column = self.columns.get((sheet, field))
        return column.value(key) if column else None

    def keys_by(self, sheet: str, field: str) -> Mapping[str, tuple[str, ...]]:
        """Sort the records of a sheet by what a reference column says.

        Args:
            sheet: Sheet key.
            field: Name of a reference field; a list counts for each of its ids.

        Returns:
            Id referred to → keys of the records, in their order; empty where nobody may look.
        """
        known = self._groups.get((sheet, field))
        if known is None:
            known = self._groups[sheet, field] = self._group(sheet, field)
        return known

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Mapping[str, tuple[str, ...]]]:
        return {}

    def _group(self, sheet: str, field: str) -> dict[str, tuple[str, ...]]:
        column = self.columns.get((sheet, field))
        groups: dict[str, list[str]] = {}
        for key in self.keys(sheet) if column else ():
            value = column.value(key) if column else ""
            for target in value if isinstance(value, tuple) else (value,):
                groups.setdefault(target, []).append(key)
        return {target: tuple(keys) for target, keys in groups.items() if target}

    def label(self, sheet: str, key: str) -> str:
        """Name a record the way people do; by its key where it has no name.

        Two records of one name are told apart by their keys.
        """
        labels = self._labels.get(sheet)
        if labels is None:
            labels = self._labels[sheet] = self._label_all(sheet)
        return labels.get(key, key)

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {}

    def _label_all(self, sheet: str) -> dict[str, str]:
        names = self.publishable.schema.tables[sheet].label
        showers = [
            self.columns[sheet, name].show for name in names if (sheet, name) in self.columns
        ]
        labels = {
            key: " ".join(text for show in showers if (text := show(key).text))
            for key in self.keys(sheet)
        }
        bearers = Counter(labels.values())
        return {
            key: label if label and bearers[label] == 1 else f"{label} {key}".lstrip()
            for key, label in labels.items()
        }

    def reference(self, sheet: str, key: str) -> Shown:
        """Show a record by its name, linked where it has a page; unlinked id where it is held.

        Args:
            sheet: Sheet key of the record.
            key: Its id.
        """
        known = self._references.get((sheet, key))
        if known is None:
            known = self._references[sheet, key] = self._refer(sheet, key)
        return known

    @cached_property
    def _references(self) -> dict[tuple[str, str], Shown]:
        return {}

    def _refer(self, sheet: str, key: str) -> Shown:
        if not self.publishable.has(sheet, key):
            return Shown(key)
        address = self.address(sheet, key)
        return Shown(
            self.label(sheet, key),
            link=f"../{address}" if address else "",
            language=self.language_of(sheet, key),
        )

    def address(self, sheet: str, key: str) -> str:
        """Give the address of a record from the root of the site; blank where it has none.

        A posting stands on the page of its cadre, a position on that of its batch.
        """
        if not self.publishable.has(sheet, key):
            return ""
        if sheet in FOLDERS:
            return f"{sheet}/{key}.html"
        owner = {"postings": ("cadres", "cadre_id"), "positions": ("batches", "batch_id")}.get(
            sheet
        )
        owner_key = self.value(sheet, key, owner[1]) if owner else ""
        if owner and owner_key and self.publishable.has(owner[0], owner_key):
            return f"{owner[0]}/{owner_key}.html#{key}"
        return ""

    def language_of(self, sheet: str, key: str) -> str:
        """Give `vi` for a Vietnamese name on a page in another language, else blank."""
        is_foreign = self.language != "vi" and (sheet, key) in self._vietnamese
        return "vi" if is_foreign else ""

    @cached_property
    def _vietnamese(self) -> frozenset[tuple[str, str]]:
        batches = self.keys_by("batches", "programme_id")
        postings = self.keys_by("postings", "batch_id")
        found: set[tuple[str, str]] = set()
        for programme in self.keys("programmes"):
            if self.value("programmes", programme, "country") != "vn":
                continue
            found.add(("programmes", programme))
            found.add(("units", self.value("programmes", programme, "owner_unit_id")))
            for batch in batches.get(programme, ()):
                found.add(("batches", batch))
                found |= self._posting_parties(postings.get(batch, ()))
        return frozenset(each for each in found if self._is_latin(*each))

    def _posting_parties(self, postings: tuple[str, ...]) -> set[tuple[str, str]]:
        parties = (
            ("cadres", "cadre_id"),
            ("units", "home_unit_id"),
            ("units", "receiving_unit_id"),
        )
        return {
            (sheet, self.value("postings", key, name))
            for key in postings
            for sheet, name in parties
        }

    def _is_latin(self, sheet: str, key: str | None) -> bool:
        name = {"cadres": "name", "units": "unit_name", "programmes": "name", "batches": "title"}[
            sheet
        ]
        if not key or not self.publishable.has(sheet, key):
            return False
        text = self.value(sheet, key, name) or ""
        return bool(text) and not any(map(is_han, text))


def _show_blank(_key: str) -> Shown:
    return BLANK


def make_index(publishable: Publishable, language: str) -> Index:
    """Gather what the pages of one audience look up.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages: zh, vi or en.
    """
    columns: dict[tuple[str, str], Column] = {}
    index = Index(publishable, language, columns)
    for sheet, table in publishable.tables.items():
        states = column_states(table)
        for field in table.fields:
            columns[sheet, field.name] = make_column(
                field,
                field.titles[language],
                table.records,
                states.get(field.name, {}),
                _word(index, field),
            )
    return index


def _word(index: Index, field: Field) -> Any:  # noqa: ANN401 - a function of any typed value
    if field.kind == "reference":
        return partial(index.reference, field.target)
    if field.kind == "references":
        return lambda keys: listed(
            tuple(index.reference(field.target, key) for key in keys), index.language
        )
    if field.sheet in FOLDERS and field.kind == "id":
        return lambda key: Shown(key, link=f"../{index.address(field.sheet, key)}")
    return plain_value(field, index.language)
