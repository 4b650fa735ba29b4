"""Where a unit stands among the others: those above it, its cluster, those that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.names import sort_key
from handbook.pages.values import Shown

PARENTS = ("admin_parent_id", "legal_parent_id")
"""Columns that name the unit above, the one that counts first."""
_DEEPEST = 40  # no administration has more levels; a circle ends somewhere
_MOST = 40  # of one kind; the tree and the list by cluster have all


@dataclass(frozen=True, slots=True)
class Kin:
    """The units around one unit.

    Attributes:
        above: From the top down to the one right above it.
        cluster: What its cluster is called; blank without one.
        members: The other units of the cluster, by sound.
        leads: Those of them, or the unit itself, that lead the cluster.
        more: Members left out.
    """

    above: tuple[Shown, ...] = ()
    cluster: Shown | None = None
    members: tuple[Shown, ...] = ()
    leads: tuple[Shown, ...] = ()
    more: int = 0


NO_KIN = Kin()


def parent_of(book: Book, key: str) -> str:
    """Give the unit this one stands under: the administrative parent, else the legal unit.

    Args:
        book: What all pages share.
        key: Id of the unit.
    """
    for field in PARENTS:
        parent = book.index.value("units", key, field)
        if parent and book.index.has("units", parent):
            return str(parent)
    return ""


def kin_of(book: Book, key: str) -> Kin:
    """Give the units around one unit.

    Args:
        book: What all pages share.
        key: Its id.
    """
    index = book.index
    above = tuple(index.reference("units", each) for each in reversed(list(_above(book, key))))
    cluster = index.value("units", key, "cluster_code")
    if not cluster:
        return Kin(above)
    keys = index.keys_by("units", "cluster_code").get(cluster, ())
    leads = tuple(
        index.reference("units", each)
        for each in keys
        if index.value("units", each, "is_lead_campus") == "yes"
    )
    others = sorted(
        (index.reference("units", each) for each in keys if each != key),
        key=lambda each: sort_key(each.text),
    )
    shown = index.show("units", key, "cluster_code")
    return Kin(above, shown, tuple(others[:_MOST]), leads, max(0, len(others) - _MOST))


def _above(book: Book, key: str) -> Iterator[str]:
    """Give the units above one, upward; a circle is left where it closes."""
    seen = {key}
    for _ in range(_DEEPEST):
        key = parent_of(book, key)
        if not key or key in seen:
            return
        seen.add(key)
        yield key
