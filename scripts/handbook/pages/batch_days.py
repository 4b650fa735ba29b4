"""The days of a batch, with how far off they are and how far what they are about has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.dues import MILESTONES
from handbook.pages.book import Book
from handbook.pages.figures import Placed, placed
from handbook.pages.postings import Phase
from handbook.pages.values import BLANK, Shown
from handbook.publishable import State


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of a batch.

    Attributes:
        title: Title of its column.
        value: The day.
        days: Days to it, negative once it has passed; None where the day cannot be trusted.
        done: What has come of it: arrived or returned; blank where nothing is counted.
        count: How many have.
        of: Of how many.
    """

    title: str
    value: Shown
    days: int | None
    done: str = ""
    count: int = 0
    of: int = 0


def batch_days(book: Book) -> dict[str, tuple[Milestone, ...]]:
    """Give the days of every batch in the order of its course; blank ones are left out.

    Args:
        book: What all pages share.
    """
    postings: dict[str, list[Placed]] = {}
    for each in placed(book):
        postings.setdefault(each.batch, []).append(each)
    return {
        key: tuple(_milestones(book, key, postings.get(key, ())))
        for key in book.index.keys("batches")
    }


def _milestones(book: Book, key: str, postings: Sequence[Placed]) -> Iterator[Milestone]:
    index = book.index
    valid = [each for each in postings if each.phase is not Phase.CANCELLED]
    for name in MILESTONES:
        shown = index.show("batches", key, name)
        if shown is BLANK:
            continue
        days = _days(shown, index.as_of)
        done, count = _done(name, valid) if days is not None and days <= 0 and valid else ("", 0)
        yield Milestone(
            index.column_title("batches", name), shown, days, done, count, len(valid) if done else 0
        )


def _days(shown: Shown, as_of: date) -> int | None:
    if not shown.iso or shown.state is State.HELD:
        return None
    return (date.fromisoformat(shown.iso) - as_of).days


def _done(name: str, postings: Sequence[Placed]) -> tuple[str, int]:
    """Say what a day that has come should have brought, and to how many it did."""
    if name == "report_by":
        return "arrived", sum(each.has_reported for each in postings)
    if name == "window_end":
        return "returned", sum(each.phase is Phase.PAST for each in postings)
    return "", 0
