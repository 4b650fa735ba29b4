"""Open findings as lists: all of them by the party that has to act, and those of one code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.findings import Party
from handbook.pages.book import Book, Source
from handbook.pages.notices import (
    FindingGroup,
    FindingLine,
    FoldedLine,
    HeldNotice,
    fold_lines,
    fold_parts,
    grouped,
    held_notices,
)
from handbook.pages.pagers import ROWS_PER_PAGE, Pager, pager, part_address
from handbook.pages.quality import Quality, quality_of
from handbook.pages.rule import lines_by_code


@dataclass(frozen=True, slots=True)
class PartyFindings:
    """Open findings one party has to act on, folded per code."""

    party: Party
    groups: tuple[FindingGroup, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """All open findings by the party that has to act.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        count: How many there are.
        parties: By party, the one with most to do first; lines only in a short list.
        held: All rows left out.
        source: The day of the register.
        quality: The same by rule and by unit, and how it has changed.
    """

    address: str
    title: str
    count: int
    parties: tuple[PartyFindings, ...]
    held: tuple[HeldNotice, ...]
    source: Source
    quality: Quality


@dataclass(frozen=True, slots=True)
class CodeFindingsPage:
    """All open findings of one code, in parts.

    Attributes:
        address: From the root of the site.
        title: The code.
        count: How many there are on all parts.
        entries: Those on this part, folded by batch.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    count: int
    entries: tuple[FoldedLine, ...]
    pager: Pager
    source: Source


FINDINGS_TITLE = "待办与问题"
"""Word of the interface, translated where it is rendered."""

_HELD_LIMIT = 200


def finding_lists(book: Book) -> Iterator[FindingsPage | CodeFindingsPage]:
    """Make the list of open findings and one list per code; none where nobody may know."""
    if not book.index.names_people:
        return
    lines, by_code = book.board.lines, lines_by_code(book)
    yield FindingsPage(
        "findings/index.html",
        FINDINGS_TITLE,
        len(lines),
        by_party(lines, limit=ROWS_PER_PAGE if len(lines) <= ROWS_PER_PAGE else 0),
        held_notices(book.index, book.index.publishable.held[:_HELD_LIMIT]),
        book.no_source,
        quality_of(book, by_code),
    )
    for code, found in by_code.items():
        address = f"findings/{code}.html"
        pieces = fold_parts(fold_lines(found), ROWS_PER_PAGE)
        for number, piece in enumerate(pieces, start=1):
            yield CodeFindingsPage(
                part_address(address, number),
                code,
                len(found),
                piece,
                pager(address, number, len(pieces)),
                book.no_source,
            )


def by_party(lines: Iterable[FindingLine], limit: int = 0) -> tuple[PartyFindings, ...]:
    """Fold findings by the party that has to act, in the fixed order of parties.

    Args:
        lines: In reading order.
        limit: Most lines kept per code; 0 keeps only the numbers.
    """
    found: dict[Party, list[FindingLine]] = {party: [] for party in Party}
    for line in lines:
        found[line.finding.responsible].append(line)
    return tuple(
        PartyFindings(party, grouped(many, limit), len(many))
        for party, many in found.items()
        if many
    )
