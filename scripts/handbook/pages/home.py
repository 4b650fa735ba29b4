"""What the home page says of the register today: numbers, running batches, ends in sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.pages.book import Book, Source
from handbook.pages.calendar_links import ORG_DEPARTMENT, calendar_link
from handbook.pages.finding_lists import PartyFindings, by_party
from handbook.pages.overview import Flow, flows, funnel, trend
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.questions import Asked, asked
from handbook.pages.takeaway import Takeaway, takeaways
from handbook.pages.values import Shown
from handbook.pages.week import Week, week_of

_SPANS = (30, 60, 90)  # days ahead, EXPECTATIONS 17
_SHOWN_ENDS = 10
_QUIET = Week()


@dataclass(frozen=True, slots=True)
class Count:
    """How many records a sheet has, linked to their list."""

    label: Shown
    count: int


@dataclass(frozen=True, slots=True)
class RunningBatch:
    """A batch that is running, and how many are in post.

    Attributes:
        batch: The batch, linked.
        start: First day of its window.
        end: Last day of its window.
        in_post: Number of current postings; None for audiences that may not see postings.
        funnel: Step of the selection → how many are left after it.
    """

    batch: Shown
    start: Shown
    end: Shown
    in_post: int | None
    funnel: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ending:
    """Postings that end, or begin, within a number of days and later than the shorter span.

    Attributes:
        first: Days to the first day of the span, 0 for the shortest.
        days: Days to its last day.
        count: How many end or begin in it.
        lines: The first of them.
    """

    first: int
    days: int
    count: int
    lines: tuple[PostingLine, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What is stamped into the home page.

    Attributes:
        address: From the root of the site.
        title: Blank; the home page has its own.
        counts: Records per sheet that has a list.
        in_post: Number of current postings; None for audiences that may not see postings.
        batches: Running batches.
        endings: Current postings by the span they end in.
        arrivals: Coming postings by the span they begin in.
        flows: The largest flows of people in post.
        trend: Month → postings that began in it.
        parties: Open findings by party, numbers only.
        source: The day of the register.
        is_sample: Whether all data is made up.
        takeaways: Lists that can be taken along.
        calendar: Link to the calendar of the organisation department; blank where it has none.
        questions: The questions of an ordinary Monday, each with its number of cases.
        week: What is due by Sunday.
    """

    address: str
    title: str
    counts: tuple[Count, ...]
    in_post: int | None
    batches: tuple[RunningBatch, ...]
    endings: tuple[Ending, ...]
    arrivals: tuple[Ending, ...]
    flows: tuple[Flow, ...]
    trend: Mapping[str, int]
    parties: tuple[PartyFindings, ...]
    source: Source
    is_sample: bool
    takeaways: tuple[Takeaway, ...] = ()
    calendar: str = ""
    questions: tuple[Asked, ...] = ()
    week: Week = _QUIET


def home_page(book: Book) -> HomePage:
    """Make what the home page says of the register."""
    lines = book.postings.values()
    current = [line for line in lines if line.phase is Phase.CURRENT]
    coming = [line for line in lines if line.phase is Phase.COMING]
    sees_postings = book.index.has_sheet("postings")
    return HomePage(
        address="index.html",
        title="",
        counts=tuple(_counts(book)),
        in_post=len(current) if sees_postings else None,
        batches=tuple(_running(book, sees_postings=sees_postings)),
        endings=tuple(_spans(current)),
        arrivals=tuple(_spans(coming)),
        flows=flows(book),
        trend=trend(book),
        parties=by_party(book.board.lines),
        source=book.no_source,
        is_sample=book.index.publishable.manifest.is_sample,
        takeaways=takeaways(book.index),
        calendar=calendar_link(book, ORG_DEPARTMENT).removeprefix("../"),
        questions=tuple(asked(book)),
        week=week_of(book) if sees_postings else _QUIET,
    )


def _counts(book: Book) -> Iterator[Count]:
    for sheet in ("cadres", "units", "programmes", "batches"):
        if book.index.has_sheet(sheet):
            label = Shown(book.index.sheet_title(sheet), link=f"../{sheet}/index.html")
            yield Count(label, len(book.index.keys(sheet)))


def _running(book: Book, *, sees_postings: bool) -> Iterator[RunningBatch]:
    index = book.index
    for key in index.keys("batches"):
        if index.value("batches", key, "status") != "running":
            continue
        current = [line for line in book.lines("batch_id", key) if line.phase is Phase.CURRENT]
        yield RunningBatch(
            index.reference("batches", key),
            index.show("batches", key, "window_start"),
            index.show("batches", key, "window_end"),
            len(current) if sees_postings else None,
            funnel(book, key),
        )


def _spans(lines: list[PostingLine]) -> Iterator[Ending]:
    """Sort postings by how many days are left to their end, or to their start."""
    ordered = sorted(lines, key=lambda line: (line.days or 0, line.key))
    first = 0
    for days in _SPANS:
        inside = [line for line in ordered if line.days is not None and first <= line.days <= days]
        if inside:
            yield Ending(first, days, len(inside), tuple(inside[:_SHOWN_ENDS]))
        first = days + 1
