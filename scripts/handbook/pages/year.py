"""The calendar of the twelve months to come: what is due in every batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

import numpy as np
from babel.dates import format_skeleton

from handbook.dues import MILESTONES
from handbook.pages.book import Book
from handbook.pages.values import Shown, date_text
from handbook.register import add_months
from handbook.rules.assessments import FILING_DAYS, GRACE_DAYS

_MONTHS_SHOWN = 12
_AFTER_END = timedelta(days=GRACE_DAYS)  # POL-R76, POL-R82: final assessment and outcome
_AFTER_ASSESSMENT = timedelta(days=FILING_DAYS)  # POL-R79: filing


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due in one batch.

    Attributes:
        day: When, or the last day for it.
        title: Of the column of a milestone; blank for what follows from the programme.
        kind: `half_year`, `annual`, `outcome` or `filing`; blank for a milestone.
        batch: The batch, linked.
        day_shown: The day as readers write it.
    """

    day: date
    title: str
    kind: str
    batch: Shown
    day_shown: Shown


@dataclass(frozen=True, slots=True)
class DueMonth:
    """What is due in one month, by day; `title` names the month."""

    title: str
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """What is stamped into the article on the year.

    Attributes:
        first: First day of the first month.
        last: Last day of the last month.
        months: Those in which something is due; empty where no batch has a day in the year.
    """

    first: date
    last: date
    months: tuple[DueMonth, ...]


def year_calendar(book: Book) -> YearCalendar:
    """Gather what is due in the twelve months from that of the register's day.

    Args:
        book: Of one register and language.
    """
    first = book.index.as_of.replace(day=1)
    last = _months_later(first, _MONTHS_SHOWN) - timedelta(days=1)
    dues = [
        due
        for key in book.index.keys("batches")
        if book.index.value("batches", key, "status") != "cancelled"
        for due in _dues(book, key)
        if first <= due.day <= last
    ]
    dues.sort(key=attrgetter("day", "batch.text", "kind"))
    language = book.index.language
    months = tuple(
        DueMonth(format_skeleton("yMMMM", month, locale=language), tuple(each))
        for month, each in groupby(dues, key=lambda due: due.day.replace(day=1))
    )
    return YearCalendar(first, last, months)


def _dues(book: Book, key: str) -> Iterator[Due]:
    """Give all that is due in a batch, whenever it is."""
    index, batch = book.index, book.index.reference("batches", key)
    for name in MILESTONES:
        shown = index.show("batches", key, name)
        if day := index.value("batches", key, name):
            yield Due(day, index.column_title("batches", name), "", batch, shown)
    for day, kind in _following(book, key):
        shown = Shown(date_text(day, index.language), iso=day.isoformat())
        yield Due(day, "", kind, batch, shown)


def _following(book: Book, key: str) -> Iterator[tuple[date, str]]:
    """Give what follows from the window of a batch and from its programme."""
    index = book.index
    start, end = (index.value("batches", key, name) for name in ("window_start", "window_end"))
    programme = index.value("batches", key, "programme_id") or ""
    if not end or not index.has("programmes", programme):
        return
    months = int(index.value("programmes", programme, "assess_cycle_months") or 0)
    for day in _cycles(start, end, months):
        yield day, "half_year" if months < _MONTHS_SHOWN else "annual"
    yield end + _AFTER_END, "outcome"
    if index.value("programmes", programme, "archive_required") == "yes":
        yield end + _AFTER_END + _AFTER_ASSESSMENT, "filing"


def _cycles(start: date | None, end: date, months: int) -> Iterator[date]:
    """Give the days on which a cycle is over before the end; the last is the final assessment."""
    count = 1
    while start and months > 0 and (day := _months_later(start, count * months)) < end:
        yield day
        count += 1


def _months_later(day: date, months: int) -> date:
    moved = add_months(np.array([day], "datetime64[s]"), np.array([months]))
    later: date = moved.astype("datetime64[D]")[0].item()
    return later
