"""What the home page says of the register today: numbers, running batches, ends in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.pages.book import Book, Source
from handbook.pages.lists import PartyFindings, by_party
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import Shown

_SPANS = (30, 60, 90)  # days ahead, EXPECTATIONS 17
_SHOWN_ENDS = 10


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
    """

    batch: Shown
    start: Shown
    end: Shown
    in_post: int | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Current postings that end within a number of days and later than the shorter span.

    Attributes:
        first: Days to the first day of the span, 0 for the shortest.
        days: Days to its last day.
        count: How many end in it.
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
        parties: Open findings by party, numbers only.
        source: The day of the register.
        is_sample: Whether all data is made up.
    """

    address: str
    title: str
    counts: tuple[Count, ...]
    in_post: int | None
    batches: tuple[RunningBatch, ...]
    endings: tuple[Ending, ...]
    parties: tuple[PartyFindings, ...]
    source: Source
    is_sample: bool


def home_page(book: Book) -> HomePage:
    """Make what the home page says of the register."""
    current = [line for line in book.postings.values() if line.phase is Phase.CURRENT]
    sees_postings = "postings" in book.index.publishable.tables
    return HomePage(
        address="index.html",
        title="",
        counts=tuple(_counts(book)),
        in_post=len(current) if sees_postings else None,
        batches=tuple(_running(book, sees_postings=sees_postings)),
        endings=tuple(_endings(current)),
        parties=by_party(book.board.lines),
        source=book.no_source,
        is_sample=book.index.publishable.manifest.is_sample,
    )


def _counts(book: Book) -> Iterator[Count]:
    for sheet in ("cadres", "units", "programmes", "batches"):
        if sheet in book.index.publishable.tables:
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
        )


def _endings(current: list[PostingLine]) -> Iterator[Ending]:
    ordered = sorted(current, key=lambda line: (line.end.iso, line.key))
    first = 0
    for days in _SPANS:
        lines = [line for line in ordered if line.days is not None and first <= line.days <= days]
        if lines:
            yield Ending(first, days, len(lines), tuple(lines[:_SHOWN_ENDS]))
        first = days + 1
