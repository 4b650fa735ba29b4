"""The demo register while it is being written: records by sheet, ids handed out in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from handbook.demo.dice import Dice
from handbook.demo.names import NameMint

AS_OF = date(2026, 6, 30)

Value: TypeAlias = "str | int | float | bool | date | tuple[str, ...] | None"
"""Enum keys, ids, numbers, days, lists of either; None and `""` are blank."""
Record: TypeAlias = "dict[str, Value]"

IDS: Mapping[str, tuple[str, str, int]] = {
    "units": ("unit_id", "U", 4),
    "cadres": ("cadre_id", "C", 5),
    "programmes": ("programme_id", "P", 2),
    "batches": ("batch_id", "B", 3),
    "postings": ("posting_id", "S", 4),
    "positions": ("position_id", "N", 4),
    "applications": ("application_id", "A", 5),
    "mentors": ("mentor_id", "M", 4),
    "reports": ("report_id", "R", 4),
    "assessments": ("assessment_id", "X", 4),
    "engagements": ("engagement_id", "G", 4),
    "absences": ("absence_id", "L", 4),
    "work_log": ("log_id", "W", 5),
    "documents": ("doc_id", "D", 3),
    "allocations": ("allocation_id", "Q", 4),
    "waivers": ("waiver_id", "V", 4),
}


class Book:
    """All records of a register, with the draws and names they are made from.

    Attributes:
        sheets: Sheet key → records in the order in which they were added.
        dice: Draws that belong to this register.
        names: Names of its people.
    """

    def __init__(self, seed: str, forbidden: Collection[str]) -> None:
        """Start with empty sheets.

        Args:
            seed: Same seed, same register.
            forbidden: Hashes of names nobody may bear.
        """
        self.sheets: dict[str, list[Record]] = {sheet: [] for sheet in IDS}
        self.dice = Dice(seed)
        self.names = NameMint(self.dice, forbidden)
        self._by_id: dict[str, Record] = {}
        self._ids_by_key: dict[str, str] = {}

    def add(self, sheet: str, key: str = "", /, **values: Value) -> str:
        """Write one record under the next free id.

        Args:
            sheet: Sheet key.
            key: Word by which `id_of` finds it again; blank where nobody asks.
            **values: Field name → value.

        Returns:
            The id.
        """
        field, prefix, width = IDS[sheet]
        record_id = f"{prefix}-{len(self.sheets[sheet]) + 1:0{width}d}"
        record: Record = {field: record_id, **values}
        self.sheets[sheet].append(record)
        self._by_id[record_id] = record
        if key:
            self._ids_by_key[key] = record_id
        return record_id

    def name(self, key: str, record_id: str) -> None:
        """Let `id_of` find a record under one more key."""
        self._ids_by_key[key] = record_id

    def id_of(self, key: str) -> str:
        """Give the id of the record added under a key.

        Raises:
            KeyError: Nothing was added under it.
        """
        return self._ids_by_key[key]

    def record(self, record_id: str) -> Record:
        """Give the record of an id, to be read or amended."""
        return self._by_id[record_id]

    def text(self, record_id: str, field: str) -> str:
        """Give a text of a record; `""` where it is blank."""
        value = self._by_id[record_id].get(field)
        return value if isinstance(value, str) else ""

    def day(self, record_id: str, field: str) -> date:
        """Give a day of a record.

        Raises:
            TypeError: The field is blank or no day.
        """
        value = self._by_id[record_id].get(field)
        if not isinstance(value, date):
            raise TypeError(f"{record_id} has no day in {field}: {value!r}")
        return value

    def words(self, record_id: str, field: str) -> tuple[str, ...]:
        """Give a list of a record; empty where it is blank."""
        value = self._by_id[record_id].get(field)
        return value if isinstance(value, tuple) else ()

    def number(self, record_id: str, field: str) -> int:
        """Give a whole number of a record; 0 where it is blank."""
        value = self._by_id[record_id].get(field)
        return int(value) if isinstance(value, (int, float)) else 0

    def where(self, sheet: str, **values: Value) -> Iterator[Record]:
        """Give the records of a sheet that have all these values, in order."""
        for record in self.sheets[sheet]:
            if all(record.get(field) == value for field, value in values.items()):
                yield record
