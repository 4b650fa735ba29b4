"""What a unit is sent: its rows, its columns, which cells it may fill in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from handbook.rendering.translations import fill_words

ROW_NAMES = "handbook_row"
"""Header of the hidden column that names each row, so that rows may be sorted and copied."""
FILE_ID = "handbook_file"
"""Name of the property, and of the hidden sheet, that hold a file's id."""

_LONGEST_MARK, _KEPT_OF_A_MARK = 200, 40


@dataclass(frozen=True)
class SentSheet:
    """One sheet as a unit gets it.

    Attributes:
        key: Sheet key.
        title: Title of the tab.
        fields: Field names of the columns, in order.
        names: Name of the record in each row, as `Place.names` gives it.
        rows: Texts of each row, one per column.
        open_fields: For each row the field names the unit fills in.
        new_fields: Field names it fills in in rows it adds; empty where it may add none.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    open_fields: tuple[frozenset[str], ...]
    new_fields: frozenset[str] = frozenset()

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Name of a record → its row, from 0."""
        return {name: at for at, name in enumerate(self.names)}

    def text(self, name: str, field: str) -> str:
        """Give what was sent in a cell.

        Args:
            name: Name of the record.
            field: Field name.

        Raises:
            KeyError: It was not sent.
        """
        return self.rows[self.position[name]][self._column[field]]

    @cached_property
    def name_of(self) -> Mapping[str, str]:
        """What the hidden column says of a row → name of the record."""
        return {row_mark(name): name for name in self.names}

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.fields)}


def row_mark(name: str) -> str:
    """Write the name of a record for the hidden column; one that is very long, shorter.

    Args:
        name: As `Place.names` gives it.
    """
    if len(name) <= _LONGEST_MARK:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name[:_KEPT_OF_A_MARK]}…{digest[:_KEPT_OF_A_MARK]}"


@dataclass(frozen=True)
class SentFile:
    """One file as it was sent to one unit.

    Attributes:
        id: Names the sending; stands in the file.
        unit: Id of the unit.
        unit_name: Its name.
        file: Name of the file.
        language: Of titles and choices.
        sent_at: When.
        schema_version: Version of the schema it was made from.
        sheets: Those the unit has rows in.
    """

    id: str
    unit: str
    unit_name: str
    file: str
    language: str
    sent_at: datetime
    schema_version: int
    sheets: tuple[SentSheet, ...]

    @cached_property
    def by_key(self) -> Mapping[str, SentSheet]:
        """Sheet key → sheet."""
        return {sheet.key: sheet for sheet in self.sheets}


@dataclass(frozen=True)
class Remark:
    """A sentence for a person, in whichever language is asked for.

    Attributes:
        msgid: Chinese text with placeholders.
        values: What fills them.
    """

    msgid: str
    values: Mapping[str, object]

    def text(self, language: str) -> str:
        """Give the sentence.

        Args:
            language: zh, vi or en.
        """
        return fill_words(language, self.msgid, **self.values)


def remark(msgid: str, **values: object) -> Remark:
    """Make a sentence.

    Args:
        msgid: Chinese text with placeholders.
        **values: What fills them.
    """
    return Remark(msgid, values)
