"""Counts that may tell of single persons: what the public is not told, and what would give it away.

A breakdown is shown whole or not at all. One number left out could be worked out from the total and
the others, and so could those who dropped out between two steps of a selection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from handbook.findings import Visibility
from handbook.publishable.model import Audience, PublishedTable

SMALLEST = 5
"""The least number of persons the public is told of."""

_ANNOUNCED = ("declared_units", "declared_applicants", "declared_selected")
_PERSONS = _ANNOUNCED[1:]


def is_small(count: float) -> bool:
    """Say whether a number of persons may tell of single ones; nobody is told of by none.

    Args:
        count: Of persons.
    """
    return 0 < count < SMALLEST


def may_tell(audience: Audience, cells: Iterable[float]) -> bool:
    """Say whether an audience may be told a breakdown: all of its cells, and so their total.

    Args:
        audience: Whom the page is for; who may see persons may see any number of them.
        cells: Numbers of persons that belong together.
    """
    return audience.visibility >= Visibility.INTERNAL or not any(map(is_small, cells))


def may_tell_steps(audience: Audience, counts: Iterable[float]) -> bool:
    """Say whether an audience may be told how many were left after each step.

    Those who dropped out between two steps are cells like the others.

    Args:
        audience: Whom the page is for.
        counts: Those left, in the order of the steps.
    """
    left = list(counts)
    dropped = [abs(before - after) for before, after in pairwise(left)]
    return may_tell(audience, (*left, *dropped))


def told_steps(audience: Audience, counts: Mapping[str, int]) -> dict[str, int]:
    """Give the steps an audience may be told of: all of them or none.

    Args:
        audience: Whom the page is for.
        counts: Step → those left after it, in order.
    """
    return dict(counts) if may_tell_steps(audience, counts.values()) else {}


def without_small_cells(table: PublishedTable, audience: Audience) -> PublishedTable:
    """Blank the announced numbers of batches that may tell of single persons.

    Everything that leaves the register is made from what this leaves: pages, search, exports.

    Args:
        table: As published so far.
        audience: Whom it is for.
    """
    if table.key != "batches" or audience.visibility >= Visibility.INTERNAL:
        return table
    blank = {name: None for name in _ANNOUNCED if table.shows(name)}
    small = {
        key
        for key, record in table.records.items()
        if not may_tell_steps(
            audience, [getattr(record, name) or 0 for name in _PERSONS if name in blank]
        )
    }
    return replace(
        table,
        records={
            key: record._replace(**blank) if key in small else record
            for key, record in table.records.items()
        },
        states={
            (key, name): state
            for (key, name), state in table.states.items()
            if not (key in small and name in blank)
        },
    )
