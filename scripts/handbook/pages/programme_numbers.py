"""The batches of a programme, one under the other: state, days, numbers and their sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.pages.book import Book
from handbook.pages.figures import MOST_ROWS, Figures, placed, tabled
from handbook.pages.overview import funnel
from handbook.pages.postings import Phase
from handbook.pages.values import Shown
from handbook.publishable import State

_COLUMNS = ("batch", "quota", "reported", "selected", "current", "coming", "past")
_DAYS = ("window_start", "window_end")


def programme_numbers(book: Book) -> dict[str, Figures]:
    """Give the batches of every programme, the latest first.

    Args:
        book: What all pages share.

    Returns:
        Programme id → its table; of people what the audience may be told; absent without a batch.
    """
    index = book.index
    batches: dict[str, list[str]] = {}
    for key in index.keys("batches"):
        batches.setdefault(index.value("batches", key, "programme_id") or "", []).append(key)
    phases = Counter((each.batch, each.phase) for each in placed(book))
    return {
        programme: table
        for programme, keys in sorted(batches.items())
        if programme
        for table in (_table(book, sorted(keys, reverse=True), phases),)
        if table
    }


def _table(book: Book, keys: Sequence[str], phases: Counter[tuple[str, Phase]]) -> Figures | None:
    table = tabled(
        "batches", _COLUMNS, [(_titled(book, key), _numbers(book, key, phases)) for key in keys]
    )
    notes = (tuple(_notes(book, key)) for key in keys[:MOST_ROWS])
    return replace(table, notes=tuple(notes)) if table else None


def _titled(book: Book, key: str) -> Shown:
    """Show the title of a batch without its programme, linked to its page."""
    title = book.index.show("batches", key, "title").text
    reference = book.index.reference("batches", key)
    return replace(reference, text=title) if title else reference


def _notes(book: Book, key: str) -> Iterator[Shown]:
    """Give its state in words and its days as one span."""
    status = book.index.show("batches", key, "status")
    if status.text or status.state:
        yield status
    days = [book.index.show("batches", key, name) for name in _DAYS]
    state = State.HELD if any(day.state is State.HELD for day in days) else None
    span = " – ".join(day.text for day in days if day.text)
    if span or state:
        yield Shown(span, state)


def _numbers(book: Book, key: str, phases: Counter[tuple[str, Phase]]) -> tuple[float | None, ...]:
    steps = funnel(book, key)
    knows = book.index.has_sheet("postings")
    return (
        book.index.value("batches", key, "quota"),
        steps.get("reported"),
        steps.get("selected"),
        *(
            phases[key, phase] if knows else None
            for phase in (Phase.CURRENT, Phase.COMING, Phase.PAST)
        ),
    )
