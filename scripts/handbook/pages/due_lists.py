"""What falls due at a unit: what is overdue, and the next ninety days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handbook.dues import Due, Kind
from handbook.pages.book import Book
from handbook.pages.figures import shown_day
from handbook.pages.values import BLANK, Shown, label_of

AHEAD_DAYS = 90
_DUTIES = frozenset({Kind.REPORT, Kind.ASSESSMENT, Kind.MENTOR_GAP, Kind.HOME_POST})
_CHOICES = {Kind.REPORT: "reports.type", Kind.ASSESSMENT: "assessments.kind"}
_MOST = 25  # of either list; the to-do list and the calendar have all


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that falls due.

    Attributes:
        kind: What.
        detail: Which report, assessment or day of a batch; blank where the kind says all.
        day: The day.
        days: Days to it, negative once it has passed.
        subject: The person or batch, linked; blank where nobody may know.
    """

    kind: str
    detail: Shown
    day: Shown
    days: int
    subject: Shown


@dataclass(frozen=True, slots=True)
class DueLists:
    """What falls due at one unit.

    Attributes:
        overdue: What somebody should have done, the latest first.
        coming: The next ninety days.
        overdue_count: How many are overdue in all.
        coming_count: How many are to come in all.
    """

    overdue: tuple[DueLine, ...] = ()
    coming: tuple[DueLine, ...] = ()
    overdue_count: int = 0
    coming_count: int = 0


NOTHING_DUE = DueLists()


def unit_dues(book: Book) -> dict[str, DueLists]:
    """Give what falls due at every unit, as far as the audience may know.

    Args:
        book: What all pages share.
    """
    index = book.index
    if not index.names_people:
        return {}
    return {
        name: _lists(book, dues)
        for name, dues in book.calendars.items()
        if index.has("units", name)
    }


def _lists(book: Book, dues: Iterable[Due]) -> DueLists:
    overdue, coming = list[Due](), list[Due]()
    for due in dues:
        days = (due.day - book.index.as_of).days
        if days < 0 and due.kind in _DUTIES:
            overdue.append(due)
        elif 0 <= days <= AHEAD_DAYS:
            coming.append(due)
    overdue.reverse()
    return DueLists(_lines(book, overdue), _lines(book, coming), len(overdue), len(coming))


def _lines(book: Book, dues: Sequence[Due]) -> tuple[DueLine, ...]:
    return tuple(_line(book, due) for due in dues[:_MOST])


def _line(book: Book, due: Due) -> DueLine:
    index, subject = book.index, due.subject
    target = ("cadres", subject.cadre) if subject.cadre else ("batches", subject.batch)
    return DueLine(
        due.kind.value,
        _detail(book, due),
        shown_day(due.day, index.language),
        (due.day - index.as_of).days,
        index.reference(*target) if target[1] else BLANK,
    )


def _detail(book: Book, due: Due) -> Shown:
    index = book.index
    if due.kind is Kind.MILESTONE:
        return _word(index.column_title("batches", due.detail))
    enumeration = (
        index.schema.field(_CHOICES[due.kind]).enumeration if due.kind in _CHOICES else None
    )
    return _word(label_of(enumeration, due.detail, index.language)) if enumeration else BLANK


@lru_cache(maxsize=1024)
def _word(text: str) -> Shown:
    """Show a word; the same word is the same object on every page."""
    return Shown(text)
