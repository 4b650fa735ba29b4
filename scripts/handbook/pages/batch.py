"""The page of a batch: its days, its numbers, its positions and everybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handbook.pages.book import Book, Pager, Source, pager, part_address, parts
from handbook.pages.notices import Notices
from handbook.pages.postings import PostingLine
from handbook.pages.values import Fact, Table

_NOT_FACTS = frozenset({"batch_id", "title"})
_NUMBERS = frozenset({"quota", "declared_units", "declared_applicants", "declared_selected"})


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What the page of one batch shows; a large batch has several parts.

    Attributes:
        address: From the root of the site.
        title: Programme and name of the batch.
        language: `vi` where the title is Vietnamese and the page is not; else blank.
        facts: Values that are neither days nor numbers.
        milestones: Its days, in the order of the columns.
        numbers: Quota and declared numbers.
        positions: Positions on offer, with their ids as anchors; None without any.
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
    milestones: tuple[Fact, ...]
    numbers: tuple[Fact, ...]
    positions: Table | None
    applications: Table | None
    count: int
    postings: tuple[PostingLine, ...]
    notices: Notices
    pager: Pager
    source: Source


def batch_pages(book: Book, keys: Iterable[str] | None = None) -> Iterator[BatchPage]:
    """Make the page of every batch, in order of their ids, large ones in parts.

    Args:
        book: What all pages share.
        keys: Which of them; all by default.
    """
    for key in book.index.keys("batches") if keys is None else keys:
        lines = book.lines("batch_id", key)
        pieces = parts(lines)
        for number, piece in enumerate(pieces, start=1):
            yield _page(book, key, piece, len(lines), (number, len(pieces)))


def _page(
    book: Book, key: str, lines: Sequence[PostingLine], count: int, part: tuple[int, int]
) -> BatchPage:
    index = book.index
    address = f"batches/{key}.html"
    number, of = part
    days = frozenset(each.name for each in index.fields("batches") if each.kind == "date")
    names = frozenset(each.name for each in index.fields("batches"))

    def facts(wanted: frozenset[str]) -> tuple[Fact, ...]:
        return book.facts("batches", key, names - wanted) if number == 1 else ()

    return BatchPage(
        address=part_address(address, number),
        title=index.label("batches", key),
        language=index.language_of("batches", key),
        facts=facts(names - days - _NUMBERS - _NOT_FACTS),
        milestones=facts(days),
        numbers=facts(_NUMBERS),
        positions=_table(book, "positions", key) if number == 1 else None,
        applications=_table(book, "applications", key) if number == 1 else None,
        count=count,
        postings=tuple(lines),
        notices=book.notices("batches", key) if number == 1 else Notices(),
        pager=pager(address, number, of),
        source=book.source("batches", key),
    )


def _table(book: Book, sheet: str, key: str) -> Table | None:
    keys = book.index.keys_by(sheet, "batch_id").get(key, ())
    return book.table(sheet, keys, frozenset({"batch_id"}), limit=len(keys) or 1)
