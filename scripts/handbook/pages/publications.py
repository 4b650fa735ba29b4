"""What was published before: a page for each publication that said anything new, a list a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from handbook.pages.book import Book, Source
from handbook.pages.past import PastItem, sections_of
from handbook.pages.values import Shown, date_text
from handbook.publishable import PastStep

_SHOWN = 200  # records of one kind; nobody reads further
_NEWEST = 20  # publications listed on the page of the latest changes


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """One publication in a list.

    Attributes:
        day: Its day, linked.
        since: The day of the one before.
        counts: (kind, number of records).
    """

    day: Shown
    since: Shown
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """What one publication said that the one before did not.

    Attributes:
        address: From the root of the site.
        title: Its day.
        line: The same publication as lists have it.
        sections: (kind, what happened, how much of it is left out).
        source: The day of the register.
    """

    address: str
    title: str
    line: PublicationLine
    sections: tuple[tuple[str, tuple[PastItem, ...], int], ...]
    source: Source


@dataclass(frozen=True, slots=True)
class YearPage:
    """All publications of one year.

    Attributes:
        address: From the root of the site.
        title: The year.
        lines: The newest first.
        source: The day of the register.
    """

    address: str
    title: str
    lines: tuple[PublicationLine, ...]
    source: Source


def publication_pages(
    book: Book, numbers: Iterable[str] | None = None
) -> Iterator[PublicationPage]:
    """Make the page of each publication that said anything new.

    Args:
        book: What all pages share.
        numbers: Of which publications; all by default.
    """
    steps = book.shared(publication_steps)
    for number in publication_numbers(book) if numbers is None else numbers:
        step = steps.get(number, None)
        if step is not None:
            yield PublicationPage(
                address_of(step),
                date_text(step.day, book.index.language),
                _line(book, step),
                tuple(_cut(*each) for each in sections_of(book.index, step)),
                book.no_source,
            )


def _cut(kind: str, items: tuple[PastItem, ...]) -> tuple[str, tuple[PastItem, ...], int]:
    return kind, items[:_SHOWN], max(0, len(items) - _SHOWN)


def publication_steps(book: Book) -> Mapping[str, PastStep]:
    """Give the publications that said anything new by their numbers, oldest first.

    Args:
        book: What all pages share.
    """
    return {str(step.number): step for step in book.index.past.steps if step.entries}


def publication_numbers(book: Book) -> tuple[str, ...]:
    """Give the numbers of the publications that have a page, oldest first.

    Args:
        book: What all pages share.
    """
    return tuple(publication_steps(book))


def address_of(step: PastStep) -> str:
    """Give the address of the page of a publication, which never changes.

    Args:
        step: What led to it.
    """
    return f"changes/{step.day.isoformat()}-{step.number}.html"


def publication_lists(book: Book) -> Iterator[YearPage]:
    """Make the list of publications of each year.

    Args:
        book: What all pages share.
    """
    book.index.reads.note_everything()
    steps = sorted(publication_steps(book).values(), key=lambda step: -step.number)
    for year, found in groupby(steps, key=lambda step: step.day.year):
        lines = tuple(map(partial(_line, book), found))
        yield YearPage(f"changes/year-{year}.html", str(year), lines, book.no_source)


def newest_publications(book: Book) -> tuple[tuple[PublicationLine, ...], tuple[str, ...]]:
    """Give the newest publications, and the years that have a list.

    Args:
        book: What all pages share.
    """
    steps = sorted(publication_steps(book).values(), key=lambda step: -step.number)
    years = dict.fromkeys(str(step.day.year) for step in steps)
    return tuple(_line(book, each) for each in steps[:_NEWEST]), tuple(years)


def _line(book: Book, step: PastStep) -> PublicationLine:
    language = book.index.language
    day, since = (date_text(each, language) for each in (step.day, step.since))
    counts: dict[str, int] = {}
    for entry in step.entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return PublicationLine(
        Shown(day, link=f"../{address_of(step)}", iso=step.day.isoformat()),
        Shown(since, iso=step.since.isoformat()),
        tuple(counts.items()),
    )
