"""Long lists cut into parts of a page each, and how the parts are called and linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from handbook.pages.values import Shown

ROWS_PER_PAGE = 200
POSITIONS_PER_PAGE = 15
"""Positions of a batch on one part of its page, beside its postings: it stays below 60 KB."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list a page holds.

    Attributes:
        number: This part, from 1.
        links: Links to all parts in order; one part means there is nothing to turn.
    """

    number: int
    links: tuple[Shown, ...]


def parts(rows: Sequence[Row], size: int = ROWS_PER_PAGE) -> list[Sequence[Row]]:
    """Cut a list into parts of a page each; an empty list is one empty part."""
    return [rows[start : start + size] for start in range(0, len(rows), size)] or [rows]


def part_address(address: str, number: int) -> str:
    """Give the address of a part of a long list.

    Args:
        address: Address of the first part, such as `cadres/a.html`.
        number: The part, from 1.

    Returns:
        `cadres/a.html`, `cadres/a-2.html`, …; of an index page `units/page-2.html`.
    """
    if number == 1:
        return address
    stem = address.removesuffix(".html")
    folder, _, name = stem.rpartition("/")
    return f"{folder}/page-{number}.html" if name == "index" else f"{stem}-{number}.html"


def pager(address: str, number: int, count: int) -> Pager:
    """Link the parts of a long list.

    Args:
        address: Address of the first part.
        number: This part, from 1.
        count: How many parts there are.
    """
    links = (
        Shown(str(each), link=f"../{part_address(address, each)}") for each in range(1, count + 1)
    )
    return Pager(number, tuple(links))
