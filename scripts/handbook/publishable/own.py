"""Which records are a unit's own: its postings, what hangs on them, and the people in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from handbook.register import Register
from handbook.schema import Field
from handbook.tables import Table

_SIDES = ("home_unit_id", "receiving_unit_id")


def own_rows(
    register: Register, unit: str, embargoed: Mapping[str, NDArray[np.bool_]]
) -> dict[str, NDArray[np.bool_]]:
    """Mark the records of which the readers of one unit may see class `unit`.

    Its own are the postings in which it sends or receives, the records that name these postings
    and no others, and the people in them. What cannot be trusted is nobody's own.

    Args:
        register: As checked.
        unit: Id of the unit.
        embargoed: Sheet key → True for every row nobody may know of yet, from `embargoed_rows`.

    Returns:
        Sheet key → True for every record that is its own; sheets with none are absent.
    """
    postings = register.tables.get("postings")
    if postings is None:
        return {}
    sides = [_trusted(postings, name) == unit for name in _SIDES]
    own = (sides[0] | sides[1]) & ~postings.held
    if "postings" in embargoed:
        own &= ~embargoed["postings"]
    keys = frozenset(postings.keys[own])
    people = frozenset(_trusted(postings, "cadre_id")[own]) - {""}
    marked = {"postings": own}
    for field, table in _references(register, "postings"):
        marked[table.schema.key] = _names_only(_trusted(table, field.name), keys)
    cadres = register.tables.get("cadres")
    if cadres is not None:
        marked["cadres"] = np.isin(cadres.keys.astype(str), sorted(people)) & ~cadres.held
    return marked


def owners_of_rows(
    register: Register, embargoed: Mapping[str, NDArray[np.bool_]]
) -> dict[tuple[str, int], frozenset[str]]:
    """Say of every record whose own it is: the same as `own_rows` of each unit, all at once.

    Args:
        register: As checked.
        embargoed: Sheet key → True for every row nobody may know of yet, from `embargoed_rows`.

    Returns:
        Sheet key and row number → ids of units; records that are nobody's own are absent.
    """
    postings = register.tables.get("postings")
    if postings is None:
        return {}
    is_known = ~postings.held
    if "postings" in embargoed:
        is_known &= ~embargoed["postings"]
    sides = zip(*(_trusted(postings, name) for name in _SIDES), strict=True)
    owners = [
        frozenset(each) - {""} if known else frozenset[str]()
        for each, known in zip(sides, is_known, strict=True)
    ]
    found = {"postings": owners}
    by_key = dict(zip(map(str, postings.keys), owners, strict=True))
    for field, table in _references(register, "postings"):
        found[table.schema.key] = [_joint(value, by_key) for value in _trusted(table, field.name)]
    cadres = register.tables.get("cadres")
    if cadres is not None:
        people: dict[str, frozenset[str]] = {}
        for cadre, units in zip(_trusted(postings, "cadre_id"), owners, strict=True):
            people[cadre] = people.get(cadre, frozenset()) | units
        found["cadres"] = [
            people.get(str(key), frozenset()) if key and not held else frozenset()
            for key, held in zip(cadres.keys, cadres.held, strict=True)
        ]
    return {
        (sheet, int(number)): units
        for sheet, every in found.items()
        for number, units in zip(register.tables[sheet].located.row_numbers, every, strict=True)
        if units
    }


def _joint(value: str | tuple[str, ...], owners: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give the units that all the postings a row names are own to."""
    names = (value,) if isinstance(value, str) else tuple(value)
    every = [owners.get(name, frozenset[str]()) for name in names if name or len(names) > 1]
    return frozenset.intersection(*every) if every else frozenset()


def _references(register: Register, target: str) -> Iterator[tuple[Field, Table]]:
    """Give the first field by which each other sheet refers to one."""
    for key, table in register.tables.items():
        fields = [field for field in table.schema.fields if field.target == target]
        if fields and key != target:
            yield fields[0], table


def _trusted(table: Table, field: str) -> NDArray[np.object_]:
    """Give the values of a reference, blank where they cannot be trusted."""
    values = np.array(table.values(field), dtype=object)
    values[table.is_untrusted(field)] = ""
    return values


def _names_only(values: NDArray[np.object_], keys: frozenset[str]) -> NDArray[np.bool_]:
    """Mark the rows that name something, and nothing but what is among the keys."""
    named = ((value,) if isinstance(value, str) else tuple(value) for value in values)
    found = [bool(each) and keys.issuperset(each) for each in named]
    return np.array(found, dtype=bool)
