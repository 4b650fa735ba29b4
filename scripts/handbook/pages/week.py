"""What is to be done by Sunday, by the unit that answers for it, with the office to ring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from handbook.pages.answers import Row, owed
from handbook.pages.book import Book
from handbook.pages.values import BLANK, Shown

_UNITS = 8
_ROWS = 5


@dataclass(frozen=True, slots=True)
class Office:
    """What one unit answers for this week.

    Attributes:
        unit: The unit, linked; blank where none answers.
        office: Which office of it to ring; blank where the register does not say.
        rows: The first of what is due, by day.
        count: How much there is in all.
    """

    unit: Shown
    office: Shown
    rows: tuple[Row, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """What is due from today to Sunday.

    Attributes:
        count: How much there is in all.
        offices: Those with most to do first.
        more: How many more units there are.
    """

    count: int = 0
    offices: tuple[Office, ...] = ()
    more: int = 0


def week_of(book: Book) -> Week:
    """Say what is due this week; nothing where nobody may be named.

    Args:
        book: What all pages share.
    """
    if not book.index.names_people:
        return Week()
    rows = tuple(takewhile(lambda row: row.days is not None and row.days >= 0, owed(book)))
    offices = sorted(_by_office(rows), key=lambda each: -each.count)
    return Week(len(rows), tuple(offices[:_UNITS]), max(0, len(offices) - _UNITS))


def _by_office(rows: Iterable[Row]) -> list[Office]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.cells.get("unit", BLANK).link].append(row)
    return [
        Office(
            many[0].cells.get("unit", BLANK),
            many[0].cells.get("office", BLANK),
            tuple(many[:_ROWS]),
            len(many),
        )
        for many in found.values()
    ]
