"""The list of all rules, by family and chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.catalogue import CATALOGUE, CHAPTERS, Entry
from handbook.pages.book import Book, Source
from handbook.pages.notices import FindingLine
from handbook.pages.rule import lines_by_code, may_know
from handbook.switches import ALWAYS_ON

RULES_TITLE = "规则"
"""Word of the interface, translated where it is rendered."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One code in the list of all.

    Attributes:
        entry: What the catalogue says.
        is_always_on: Whether nobody has to ask for it.
        count: How many findings there are now; None where the audience may not know.
    """

    entry: Entry
    is_always_on: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class RuleListPage:
    """All codes, by family, the rules of the programme by chapter.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        families: Family or chapter → its codes.
        source: The day of the register.
    """

    address: str
    title: str
    families: tuple[tuple[str, tuple[RuleLine, ...]], ...]
    source: Source


def rule_list(book: Book) -> Iterator[RuleListPage]:
    """Make the list of all codes: the rules of the programme first, then the other families."""
    found = lines_by_code(book)
    families = dict[str, list[Entry]]()
    for entry in CATALOGUE:
        if entry.family != "POL":
            families.setdefault(entry.family, []).append(entry)
    yield RuleListPage(
        "rules/index.html",
        RULES_TITLE,
        tuple(
            (family, tuple(_rule_line(book, entry, found) for entry in entries))
            for family, entries in (*CHAPTERS.items(), *families.items())
        ),
        book.no_source,
    )


def _rule_line(book: Book, entry: Entry, found: Mapping[str, list[FindingLine]]) -> RuleLine:
    codes = entry.covers or (entry.code,)
    return RuleLine(
        entry,
        entry.family != "POL" or entry.is_page or entry.code in ALWAYS_ON,
        sum(len(found.get(code, ())) for code in codes) if may_know(book, entry) else None,
    )
