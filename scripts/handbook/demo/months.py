"""Counting in calendar months, as terms are counted."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Go a number of calendar months on; the 31st becomes the last day where there is none.

    Args:
        day: Where to start.
        months: May be negative.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def term_end(start: date, months: int) -> date:
    """Give the last day of a term: 12 months from 1 September end on 31 August."""
    return add_months(start, months) - timedelta(days=1)


def days(count: int) -> timedelta:
    """Give a span of calendar days."""
    return timedelta(days=count)


def working_day(day: date) -> date:
    """Give the day itself, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def months_between(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Give each calendar month a span touches, cut to the span.

    Args:
        first: First day of the span.
        last: Last day of the span; before `first` there is nothing to give.
    """
    start = first
    while start <= last:
        month_end = date(start.year, start.month, calendar.monthrange(start.year, start.month)[1])
        yield start, min(month_end, last)
        start = month_end + timedelta(days=1)
