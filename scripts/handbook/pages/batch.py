"""The page of a batch: its days, its numbers, its positions and everybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeAlias

from handbook.pages.averages import NO_AVERAGES, Averages, batch_averages
from handbook.pages.batch_days import Milestone, batch_days
from handbook.pages.book import Book, Source
from handbook.pages.notices import Notices
from handbook.pages.overview import announced_may_be_told, funnel
from handbook.pages.pagers import POSITIONS_PER_PAGE, Pager, pager, part_address, parts
from handbook.pages.places import NO_PLACES, Places, batch_places
from handbook.pages.postings import PostingLine
from handbook.pages.sums import Sum, sums_of
from handbook.pages.tallies import NO_TALLIES, Tallies, batch_tallies
from handbook.pages.values import Fact, Table

_NOT_FACTS = frozenset({"batch_id", "title"})
_ANNOUNCED = frozenset({"declared_units", "declared_applicants", "declared_selected"})
_NUMBERS = _ANNOUNCED | {"quota"}
_ROWS = 25  # postings and applications on one part of a page: it stays below 60 KB
_Row: TypeAlias = PostingLine | str
"""A posting, or the id of an application."""
_Piece: TypeAlias = tuple[Sequence[_Row], Sequence[str]]
"""Postings and applications on one part of a page, and the ids of the positions on it."""


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What the page of one batch shows; a large batch has several parts.

    Attributes:
        address: From the root of the site.
        title: Programme and name of the batch.
        language: `vi` where the title is Vietnamese and the page is not; else blank.
        facts: Values that are neither days nor numbers.
        milestones: Its days, in the order of its course.
        numbers: Quota and announced numbers; those of people only where they may be told.
        funnel: Step of the selection → how many are left after it.
        sums: Numbers that can be counted once more, and must agree.
        places: Units with posts on offer and with a quota to send.
        tallies: Its postings by status, unit and region.
        averages: What is usual in it.
        positions: Positions on offer on this part, with their ids as anchors; None without any.
        positions_count: How many there are on all parts.
        applications: Applications, for audiences that may see them; None without any.
        count: How many postings there are on all parts.
        postings: Those on this part.
        notices: Rows held back and open findings; only on the first part.
        pager: Which part this is.
        source: Where the data stands.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    milestones: tuple[Milestone, ...]
    numbers: tuple[Fact, ...]
    positions: Table | None
    applications: Table | None
    positions_count: int
    count: int
    postings: tuple[PostingLine, ...]
    notices: Notices
    pager: Pager
    source: Source
    funnel: Mapping[str, int] = field(default_factory=dict)
    sums: tuple[Sum, ...] = ()
    places: Places = NO_PLACES
    tallies: Tallies = NO_TALLIES
    averages: Averages = NO_AVERAGES


def batch_pages(book: Book, keys: Iterable[str] | None = None) -> Iterator[BatchPage]:
    """Make the page of every batch, in order of their ids, large ones in parts.

    Args:
        book: What all pages share.
        keys: Which of them; all by default.
    """
    for key in book.index.keys("batches") if keys is None else keys:
        lines = book.lines("batch_id", key)
        positions = _keys(book, "positions", key)
        counts = (len(positions), len(lines))
        pieces = _pieces((*lines, *_keys(book, "applications", key)), positions)
        for number, piece in enumerate(pieces, start=1):
            page = _page(book, key, piece, counts, (number, len(pieces)))
            yield _first(book, key, page) if number == 1 else page


def _pieces(rows: Sequence[_Row], positions: Sequence[str]) -> list[_Piece]:
    """Cut both lists into parts side by side, so that each begins on the first part."""
    pieces = zip_longest(parts(rows, _ROWS), parts(positions, POSITIONS_PER_PAGE), fillvalue=())
    return list(pieces)


def _page(
    book: Book, key: str, piece: _Piece, counts: tuple[int, int], part: tuple[int, int]
) -> BatchPage:
    """Make a part of a page that holds nothing but positions, postings and applications."""
    rows, positions = piece
    address = f"batches/{key}.html"
    return BatchPage(
        address=part_address(address, part[0]),
        title=book.index.label("batches", key),
        language=book.index.language_of("batches", key),
        facts=(),
        milestones=(),
        numbers=(),
        positions=_table(book, "positions", positions),
        positions_count=counts[0],
        applications=_table(
            book, "applications", tuple(each for each in rows if isinstance(each, str))
        ),
        count=counts[1],
        postings=tuple(each for each in rows if isinstance(each, PostingLine)),
        notices=Notices(),
        pager=pager(address, *part),
        source=book.source("batches", key),
    )


def _first(book: Book, key: str, page: BatchPage) -> BatchPage:
    """Add to the first part of a page what is told once."""
    fields = book.index.fields("batches")
    days = frozenset(each.name for each in fields if each.kind == "date")
    names = frozenset(each.name for each in fields)
    told = _NUMBERS if announced_may_be_told(book, key) else _NUMBERS - _ANNOUNCED

    def facts(wanted: frozenset[str]) -> tuple[Fact, ...]:
        return book.facts("batches", key, names - wanted)

    return replace(
        page,
        facts=facts(names - days - _NUMBERS - _NOT_FACTS),
        milestones=book.shared(batch_days).get(key, ()),
        numbers=facts(told),
        notices=book.notices("batches", key),
        funnel=funnel(book, key),
        sums=tuple(sums_of(book, key)),
        places=book.shared(batch_places).get(key, NO_PLACES),
        tallies=book.shared(batch_tallies).get(key, NO_TALLIES),
        averages=book.shared(batch_averages).get(key, NO_AVERAGES),
    )


def _keys(book: Book, sheet: str, key: str) -> tuple[str, ...]:
    return book.index.keys_by(sheet, "batch_id").get(key, ())


def _table(book: Book, sheet: str, keys: Sequence[str]) -> Table | None:
    return book.table(sheet, keys, frozenset({"batch_id"}), limit=len(keys) or 1)
