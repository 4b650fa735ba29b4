"""All postings of a person as stretches of time, with what happened in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from handbook.pages.book import Book
from handbook.pages.papers import WAITING, Paper
from handbook.pages.postings import PostingLine
from handbook.publishable import State

_DRAWN = frozenset({"reports", "assessments"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A report or an assessment on the day it was done, else due.

    Attributes:
        sheet: reports or assessments.
        day: The day.
        is_done: Whether it was done.
    """

    sheet: str
    day: date
    is_done: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A posting in the drawing of a career.

    Attributes:
        line: The posting.
        extended_from: Last day as first planned, where it was extended; else None.
        absences: First and last day of each absence the audience may see.
        marks: Reports and assessments, by day.
    """

    line: PostingLine
    extended_from: date | None = None
    absences: tuple[tuple[date, date], ...] = ()
    marks: tuple[Mark, ...] = ()


def stretch_of(book: Book, line: PostingLine, papers: Iterable[Paper]) -> Stretch:
    """Give what is drawn of a posting.

    Args:
        book: What all pages share.
        line: The posting.
        papers: Its reports, assessments and talks.
    """
    marks = sorted(_marks(papers), key=lambda mark: (mark.day, mark.sheet, mark.is_done))
    return Stretch(
        line, _extended_from(book, line), tuple(sorted(_absences(book, line))), tuple(marks)
    )


def _extended_from(book: Book, line: PostingLine) -> date | None:
    planned, until = (
        book.index.show("postings", line.key, name) for name in ("end_planned", "extension_to")
    )
    if State.HELD in (planned.state, until.state) or not (planned.iso and until.iso):
        return None
    end = date.fromisoformat(planned.iso)
    return end if line.ends_on and end < line.ends_on else None


def _absences(book: Book, line: PostingLine) -> Iterator[tuple[date, date]]:
    """Give stretches away, as far as they lie in the posting; an open one lasts until today."""
    index = book.index
    for key in index.keys_by("absences", "posting_id").get(line.key, ()):
        start, end, back = (
            index.show("absences", key, name) for name in ("start_on", "end_on", "returned_on")
        )
        if not start.iso or State.HELD in (start.state, end.state):
            continue
        first = date.fromisoformat(start.iso)
        last = date.fromisoformat(end.iso or back.iso or index.as_of.isoformat())
        first, last = max(first, line.starts_on or first), min(last, line.ends_on or last)
        if first <= last:
            yield first, last


def _marks(papers: Iterable[Paper]) -> Iterator[Mark]:
    for paper in papers:
        if paper.sheet not in _DRAWN:
            continue
        is_done = bool(paper.done.iso)
        day = paper.done.iso or paper.due.iso
        is_told = is_done or paper.state in WAITING
        if day and is_told and State.HELD not in (paper.done.state, paper.due.state):
            yield Mark(paper.sheet, date.fromisoformat(day), is_done)
