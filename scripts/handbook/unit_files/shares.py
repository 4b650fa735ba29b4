"""Whose rows are whose: what of the register each unit gets, and which of it it fills in.

A unit gets the postings it sends to or receives in, the people it has sent, and what is written
about the postings it receives in. Nothing above class `unit`, nothing that is not to be known yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from handbook.findings import SHARED_CLASS, Party
from handbook.proposals import Place
from handbook.publishable.embargo import embargoed_rows
from handbook.register import Register
from handbook.schema import Field, TableSchema
from handbook.tables import Table, is_blank

HOME, RECEIVING = "home", "receiving"
_FILLS: Mapping[str, frozenset[Party]] = {
    HOME: frozenset({Party.HOME}),
    RECEIVING: frozenset({Party.RECEIVING, Party.CADRE}),
}
"""Side → whose columns it fills in; the secondee's own go through the unit he works in."""
KEPT_FOR = timedelta(days=365)
"""How long after its end a posting is still sent."""
_SENT_BY_NUMBER = ("cadres", "postings", "positions")
"""Sheets whose rows nobody can be sent while they have no id."""
_OVER = ("withdrawn", "abolished")

_Ids = NDArray[np.object_]


@dataclass(frozen=True)
class Share:
    """What one unit gets of one sheet.

    Attributes:
        key: Sheet key.
        fields: Columns, in the order of the schema.
        positions: Positions of the records, from 0.
        open_fields: For each of them the field names the unit fills in.
        new_fields: Field names it fills in in rows it adds; empty where it may add none.
    """

    key: str
    fields: tuple[Field, ...]
    positions: tuple[int, ...]
    open_fields: tuple[frozenset[str], ...]
    new_fields: frozenset[str]


class Shares:
    """The register divided among its units."""

    def __init__(self, register: Register) -> None:
        """Find out for every record which units it belongs to.

        Args:
            register: As checked.
        """
        self._register = register
        self.places: Mapping[str, Place] = {
            key: Place(table.located, register.make.language)
            for key, table in register.tables.items()
        }
        current = _current_postings(register)
        hidden = embargoed_rows(register).get("postings", np.zeros(0, dtype=bool))
        self._usable = current & ~hidden
        self.embargoed = int(np.count_nonzero(current & hidden))
        """How many postings stay back for no other reason than that they are not public yet."""
        self._sides = dict(self._find_sides())

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Ids of the units that send or receive anybody now, sorted."""
        ids: set[str] = set()
        for values in self._sides.get("postings", {}).values():
            ids.update(map(str, values))
        return tuple(sorted(ids - {""}))

    def of(self, unit: str) -> Iterator[Share]:
        """Give what a unit gets, sheet by sheet; sheets in which it fills in nothing are left out.

        Args:
            unit: Its id.
        """
        receives = unit in set(self._sides.get("postings", {}).get(RECEIVING, ()))
        for key, sides in self._sides.items():
            table = self._register.tables[key]
            mine = {side: values == unit for side, values in sides.items()}
            added = self._new_fields(table) if receives else frozenset[str]()
            share = self._share(table, mine, added)
            if added or any(share.open_fields):
                yield share

    def unnamed(self) -> Iterator[tuple[str, int]]:
        """Give the records nobody can be sent: without an id, or with a name borne twice.

        Yields:
            Sheet key and row number, in the order of the sheets.
        """
        for key, table in self._register.tables.items():
            sides = self._sides.get(key, {})
            mine = np.zeros(table.row_count, dtype=bool)
            for values in sides.values():
                mine |= values != ""
            if key in _SENT_BY_NUMBER:
                mine |= is_blank(table.keys)
            for at in np.flatnonzero(mine):
                if not self._is_named(key, int(at)):
                    yield key, self.places[key].row_number(int(at))

    def _is_named(self, key: str, at: int) -> bool:
        name = self.places[key].names[at]
        return name in self.places[key].rows and not name.startswith("#")

    def _share(
        self, table: Table, mine: Mapping[str, NDArray[np.bool_]], added: frozenset[str]
    ) -> Share:
        key = table.schema.key
        fills = {side: self._open(table, side) for side in mine}
        rows = [
            (int(at), frozenset().union(*(fills[side] for side in mine if mine[side][at])))
            for at in np.flatnonzero(np.any(list(mine.values()), axis=0))
            if self._is_named(key, int(at))
        ]
        opened = added.union(*(names for _, names in rows))
        return Share(
            key,
            tuple(_shown(table, opened)),
            tuple(at for at, _ in rows),
            tuple(names for _, names in rows),
            added,
        )

    def _open(self, table: Table, side: str) -> frozenset[str]:
        """Give the columns a side fills in; which posting a row is about, nobody changes."""
        return frozenset(
            field.name
            for field in _fillable(table, side)
            if field.name != table.schema.primary_key and field.target != "postings"
        )

    def _new_fields(self, table: Table) -> frozenset[str]:
        """Give the columns the receiving side fills in in new rows; none where it may add none."""
        schema = table.schema
        names = {field.name for field in _fillable(table, RECEIVING)} - {schema.primary_key}
        needed = {field.name for field in schema.fields if field.required}
        is_child = not schema.key_required and _reference(schema) in names
        return frozenset(names) if is_child and needed <= names else frozenset()

    def _find_sides(self) -> Iterator[tuple[str, Mapping[str, _Ids]]]:
        """Give for each sheet the unit on each side of every record, blank for none."""
        for key, table in self._register.tables.items():
            sides = self._sides_of(table)
            free = ~table.held & ~is_blank(table.keys) if table.schema.key_required else ~table.held
            found = {side: np.where(free, values, "") for side, values in sides.items()}
            is_anybodys = any((values != "").any() for values in found.values())
            if is_anybodys or (found and self._new_fields(table)):
                yield key, found

    def _sides_of(self, table: Table) -> Mapping[str, _Ids]:
        key = table.schema.key
        is_named = not table.schema.key_required or table.has_column(table.schema.primary_key)
        if not table.schema.is_published or not is_named:
            return {}
        if key == "postings":
            return {side: self._of_postings(side) for side in (HOME, RECEIVING)}
        if key == "units":
            taking_part = [*self._of_postings(HOME), *self._of_postings(RECEIVING)]
            return {RECEIVING: _only(table.keys, taking_part)}
        if key == "positions":
            over = np.isin(table.values("status").astype(str), _OVER)
            return {RECEIVING: np.where(over, "", _trusted(table, "receiving_unit_id"))}
        if key == "cadres":
            return {HOME: self._looked_up(table.keys, "cadre_id", HOME)}
        reference = _reference(table.schema)
        if not reference or not self._open(table, RECEIVING):
            return {}
        posting = _trusted(table, reference)
        return {RECEIVING: self._looked_up(posting, "posting_id", RECEIVING)}

    def _of_postings(self, side: str) -> _Ids:
        postings = self._register.tables.get("postings")
        if postings is None:
            return np.empty(0, dtype=object)
        return np.where(self._usable, _trusted(postings, f"{side}_unit_id"), "")

    def _looked_up(self, keys: Iterable[object], field: str, side: str) -> _Ids:
        """Give the unit on one side of the posting that each key names."""
        postings = self._register.tables.get("postings")
        none = np.empty(0, dtype=object)
        names = none if postings is None else _trusted(postings, field)
        unit = {
            name: of for name, of in zip(names, self._of_postings(side), strict=True) if name and of
        }
        return np.array([unit.get(key, "") for key in keys], dtype=object)


def _current_postings(register: Register) -> NDArray[np.bool_]:
    """Mark the postings that can be named and are not long over."""
    postings = register.tables.get("postings")
    if postings is None:
        return np.zeros(0, dtype=bool)
    last = postings.values("end_actual")
    for name in ("extension_to", "end_planned"):
        last = np.where(np.isnat(last), postings.values(name), last)
    earliest: date = register.as_of - KEPT_FOR
    is_over = last < np.datetime64(earliest, "s")
    current: NDArray[np.bool_] = ~(postings.held | is_blank(postings.keys) | is_over)
    return current


def _trusted(table: Table, field: str) -> _Ids:
    """Give the values of a reference, blank where they cannot be trusted."""
    values = np.array(table.values(field), dtype=object)
    values[table.is_untrusted(field)] = ""
    return values


def _only(keys: _Ids, wanted: Sequence[object]) -> _Ids:
    known = set(wanted)
    return np.array([key if key in known else "" for key in keys], dtype=object)


def _reference(schema: TableSchema) -> str:
    """Give the field by which the rows of a sheet belong to a posting; blank for none."""
    for field in schema.fields:
        if field.target == "postings" and field.kind == "reference" and schema.key != "postings":
            return field.name
    return ""


def _fillable(table: Table, side: str) -> Iterator[Field]:
    for field in table.schema.fields:
        is_ours = field.filled_by in _FILLS[side] and field.visibility <= SHARED_CLASS
        if is_ours and field.name in table.located.columns:
            yield field


def _shown(table: Table, opened: frozenset[str]) -> Iterator[Field]:
    """Give the columns a unit sees: what it fills in, and what tells it what a row is about."""
    schema = table.schema
    beside = {schema.primary_key, *schema.label, *schema.daily}
    for field in schema.fields:
        is_wanted = not schema.key_required or field.name in opened | beside
        if is_wanted and field.visibility <= SHARED_CLASS and field.name in table.located.columns:
            yield field
