"""The page of a rule: what it wants, what happens to the place, what it found today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.catalogue import BY_CODE, CATALOGUE, Entry
from handbook.pages.book import Book, Source
from handbook.pages.notices import FindingLine
from handbook.pages.values import Fact, Shown

_LINES = 20  # findings on the page itself; the rest stands in the list


@dataclass(frozen=True, slots=True)
class RulePage:
    """What the page of one code shows; its texts stand in the message files.

    Attributes:
        address: From the root of the site.
        title: The code.
        entry: What the catalogue says.
        reads: Sheet and column titles the rule reads.
        parameters: Titles of the parameters of a programme that steer it.
        covered_by: Codes of the rules whose page lists this one.
        says_findings: Whether the audience may know of findings at all.
        count: How many findings there are now.
        lines: The first of them.
        source: The day of the register.
    """

    address: str
    title: str
    entry: Entry
    reads: tuple[Fact, ...]
    parameters: tuple[str, ...]
    covered_by: tuple[str, ...]
    says_findings: bool
    count: int
    lines: tuple[FindingLine, ...]
    source: Source


def rule_pages(book: Book) -> Iterator[RulePage]:
    """Make the page of every code of the catalogue, in its order."""
    found = lines_by_code(book)
    for entry in CATALOGUE:
        codes = entry.covers or (entry.code,)
        lines = [line for code in codes for line in found.get(code, ())]
        yield RulePage(
            address=f"rules/{entry.code}.html",
            title=entry.code,
            entry=entry,
            reads=tuple(_reads(book, entry)),
            parameters=tuple(
                book.index.column_title("programmes", name) for name in entry.parameters
            ),
            covered_by=_COVERED_BY.get(entry.code, ()),
            says_findings=book.index.names_people,
            count=len(lines),
            lines=tuple(lines[:_LINES]),
            source=book.no_source,
        )


def lines_by_code(book: Book) -> Mapping[str, list[FindingLine]]:
    """Sort all findings by code, each in reading order."""
    found = dict[str, list[FindingLine]]()
    for line in book.board.lines:
        found.setdefault(line.finding.code, []).append(line)
    return found


def _reads(book: Book, entry: Entry) -> Iterator[Fact]:
    by_sheet = dict[str, list[str]]()
    for path in entry.reads:
        sheet, name = path.split(".")
        by_sheet.setdefault(sheet, []).append(book.index.column_title(sheet, name))
    separator = "、" if book.index.language == "zh" else ", "
    for sheet, titles in by_sheet.items():
        yield Fact(book.index.sheet_title(sheet), Shown(separator.join(titles)))


_COVERED_BY: Mapping[str, tuple[str, ...]] = {
    code: tuple(entry.code for entry in CATALOGUE if code in entry.covers) for code in BY_CODE
}
