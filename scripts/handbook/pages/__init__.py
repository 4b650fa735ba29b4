"""What each page shows, as typed values: no HTML, no words of the interface, no file access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from handbook.pages.batch import BatchPage, batch_pages
from handbook.pages.book import Book, open_book
from handbook.pages.cadre import CadrePage, cadre_pages
from handbook.pages.home import HomePage, home_page
from handbook.pages.lists import (
    CodeFindingsPage,
    FindingsPage,
    ListPage,
    RuleListPage,
    batch_lists,
    cadre_lists,
    finding_lists,
    programme_lists,
    rule_list,
    unit_lists,
)
from handbook.pages.programme import ProgrammePage, programme_pages
from handbook.pages.rule import RulePage, rule_pages
from handbook.pages.unit import UnitPage, unit_pages

Page: TypeAlias = (
    "CadrePage | UnitPage | ProgrammePage | BatchPage | RulePage"
    " | ListPage | RuleListPage | FindingsPage | CodeFindingsPage | HomePage"
)

_OTHER_MAKERS = (
    unit_pages,
    programme_pages,
    batch_pages,
    rule_pages,
    cadre_lists,
    unit_lists,
    programme_lists,
    batch_lists,
    rule_list,
    finding_lists,
)


def all_pages(book: Book) -> Iterator[Page]:
    """Make every register page an audience gets, the home page last.

    Args:
        book: What all pages share, from `open_book`.
    """
    yield from cadre_pages(book)
    yield from other_pages(book)


def other_pages(book: Book) -> Iterator[Page]:
    """Make every page that is not one cadre's, the home page last.

    Args:
        book: What all pages share, from `open_book`.
    """
    for make in _OTHER_MAKERS:
        yield from make(book)
    yield home_page(book)


__all__ = [
    "BatchPage",
    "Book",
    "CadrePage",
    "CodeFindingsPage",
    "FindingsPage",
    "HomePage",
    "ListPage",
    "Page",
    "ProgrammePage",
    "RuleListPage",
    "RulePage",
    "UnitPage",
    "all_pages",
    "cadre_pages",
    "open_book",
    "other_pages",
]
