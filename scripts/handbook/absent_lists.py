"""Which lists of the register an audience has none of: no page and no menu leads to them."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.publishable import Audience, Publishable
from handbook.publishable.making import may_see
from handbook.schema import Schema
from handbook.site import LISTS


def absent_lists(publishable: Publishable) -> tuple[str, ...]:
    """Give the lists an audience has none of: people, and what is open about them."""
    return _absent(name for name in publishable.schema.tables if name not in publishable.tables)


def lists_withheld(schema: Schema, audience: Audience) -> tuple[str, ...]:
    """Give the lists an audience has none of whatever stands in the register.

    Args:
        schema: What a register consists of.
        audience: Whom the site is for.
    """
    return _absent(name for name, table in schema.tables.items() if not may_see(table, audience))


def _absent(sheets: Iterable[str]) -> tuple[str, ...]:
    absent = set(sheets)
    if "cadres" in absent:
        absent |= {"findings", "todo", "questions"}
    return tuple(name for name in LISTS if name in absent)
