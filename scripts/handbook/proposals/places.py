"""The sheets of a workbook as somebody has to find records and cells in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.casting import clean, read_cell
from handbook.own_sheets import is_own
from handbook.schema import Schema
from handbook.tables import LocatedSheet
from handbook.validation.header_rows import find_header
from handbook.validation.headers import locate
from handbook.validation.sheets import table_of
from handbook.workbook import Workbook

UNREAD = "?"
"""What `Place.meaning` puts before a text that cannot be read as its field asks."""
_DIGITS = 12


@dataclass(frozen=True, eq=False)
class Place:
    """One sheet: its columns, its records, and what each is called.

    Attributes:
        located: Header, columns and rows.
        locale: Language of the workbook, which decides how dates and numbers are read.
    """

    located: LocatedSheet
    locale: str

    @cached_property
    def texts(self) -> Mapping[str, list[str]]:
        """Field name → text of every record, in the order of the rows; fields with a column."""
        return {name: self.located.texts(name).tolist() for name in self.located.columns}

    @cached_property
    def names(self) -> list[str]:
        """Name of every record: its id, else `~` and the columns that stand for one.

        Where it has neither, `#` and a digest of everything in its row.
        """
        schema = self.located.schema
        blank = [""] * len(self.located.row_numbers)
        keys = [self.meaning(schema.primary_key, text) for text in self._of(schema.primary_key)]
        parts = [
            [self.meaning(name, text) for text in self.texts.get(name, blank)]
            for name in schema.keyed_by
        ]
        return [
            key or ("~" + "~".join(rest) if rest and rest[0] else self._row_digest(at))
            for at, (key, *rest) in enumerate(zip(keys, *parts, strict=True))
        ]

    def _row_digest(self, at: int) -> str:
        texts = (f"{name}={column[at]}" for name, column in sorted(self.texts.items()))
        whole = "\x1f".join(texts).encode("utf-8", "surrogatepass")
        return "#" + hashlib.sha256(whole).hexdigest()[:_DIGITS]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Name of a record → its position, from 0; names borne twice are absent."""
        borne = Counter(self.names)
        return {name: at for at, name in enumerate(self.names) if borne[name] == 1}

    @cached_property
    def doubled(self) -> tuple[str, ...]:
        """Names borne by more than one record, so that nobody can tell which is meant."""
        return tuple(name for name, count in Counter(self.names).items() if count > 1)

    @cached_property
    def known_as(self) -> Mapping[str, str]:
        """Every name a record may be asked for by → the one it bears.

        A row that was known by the columns that stand for an id is found again after it was given
        one; what two records might be called is absent.
        """
        columns = [
            [self.meaning(name, text) for text in self._of(name)]
            for name in self.located.schema.keyed_by
        ]
        others = ["~" + "~".join(parts) if parts[0] else "" for parts in zip(*columns, strict=True)]
        borne = Counter(filter(None, others))
        known = {
            other: name
            for other, name in zip(others, self.names, strict=bool(columns))
            if borne[other] == 1 and name in self.rows
        }
        return known | {name: name for name in self.rows}

    def _of(self, name: str) -> list[str]:
        return self.texts.get(name) or [""] * len(self.located.row_numbers)

    def meaning(self, name: str, text: str) -> str:
        """Give what a text means, so that two ways of typing the same are equal.

        Args:
            name: Field name.
            text: As typed.

        Returns:
            Days as `2025-09-01`, choices by key, references by the id they begin with; a text
            that cannot be read as its field asks, as it stands.
        """
        if not text:
            return ""
        if (name, text) not in self._meanings:
            self._meanings[name, text] = self._read(name, text)
        return self._meanings[name, text]

    @cached_property
    def _meanings(self) -> dict[tuple[str, str], str]:
        return {}

    def _read(self, name: str, text: str) -> str:
        field = self.located.schema.field(name)
        reading = read_cell(field, text, self.locale)
        if reading.value is None:
            return f"{UNREAD}{clean(text)}" if reading.code else ""
        if field.kind == "reference":
            return str(reading.value).split(" ")[0]
        return str(reading.value)

    def row_number(self, position: int) -> int:
        """Give the row number, from 1, of a record."""
        return int(self.located.row_numbers[position])


def places_of(workbook: Workbook, schema: Schema, locale: str) -> dict[str, Place]:
    """Find the sheets of the register in a workbook; what the check says of them is not said here.

    Args:
        workbook: As pulled.
        schema: What the register consists of.
        locale: Language of the workbook.

    Returns:
        Sheet key → place, for every sheet that has a header row; of two tabs with one title the
        first that holds anything.
    """
    places: dict[str, Place] = {}
    for sheet in workbook.sheets:
        table = None if is_own(sheet.title) else table_of(sheet, schema)
        header = find_header(table, sheet) if table is not None else None
        if table is None or header is None or sheet.book:
            continue
        place = Place(locate(table, sheet, header), locale)
        known = places.get(table.key)
        if known is None or not len(known.located.row_numbers):
            places[table.key] = place
    return places
