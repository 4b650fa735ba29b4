"""What each page shows, as typed values: no HTML, no words of the interface, no file access."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from handbook.catalogue import CATALOGUE
from handbook.pages.archive import ArchivePage, DatesPage, MonthPage, archive_pages
from handbook.pages.batch import BatchPage, batch_pages
from handbook.pages.book import Book, open_book
from handbook.pages.cadre import CadrePage, cadre_pages
from handbook.pages.finding_lists import CodeFindingsPage, FindingsPage, finding_lists
from handbook.pages.home import HomePage, home_page
from handbook.pages.lists import (
    ListPage,
    batch_lists,
    cadre_list_parts,
    cadre_lists,
    programme_lists,
)
from handbook.pages.programme import ProgrammePage, programme_pages
from handbook.pages.publications import (
    PublicationPage,
    YearPage,
    publication_lists,
    publication_numbers,
    publication_pages,
)
from handbook.pages.questions import QuestionPage, QuestionsPage, question_pages
from handbook.pages.rule import RulePage, rule_pages
from handbook.pages.rule_list import RuleListPage, rule_list
from handbook.pages.todo import TodoIndexPage, TodoPage, todo_pages
from handbook.pages.unit import UnitPage, unit_pages
from handbook.pages.unit_lists import TreePage, unit_lists

Page: TypeAlias = (
    "CadrePage | UnitPage | ProgrammePage | BatchPage | RulePage"
    " | ListPage | RuleListPage | FindingsPage | CodeFindingsPage | TodoIndexPage | TodoPage"
    " | ArchivePage | DatesPage | MonthPage | TreePage | QuestionsPage | QuestionPage | HomePage"
    " | PublicationPage | YearPage"
)

Key = TypeVar("Key")

_OF_RECORDS: Mapping[str, Callable[[Book, Iterable[str] | None], Iterator[Page]]] = {
    "cadres": cadre_pages,
    "units": unit_pages,
    "programmes": programme_pages,
    "batches": batch_pages,
}
"""Sheet key → maker of the pages of its records."""
_LISTS: Mapping[str, Callable[[Book], Iterator[Page]]] = {
    "unit lists": unit_lists,
    "programme lists": programme_lists,
    "batch lists": batch_lists,
    "archive": archive_pages,
    "rule list": rule_list,
    "findings": finding_lists,
    "todo": todo_pages,
    "questions": question_pages,
    "publications": publication_lists,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Pages that are made together, and again only when something they read has changed.

    Attributes:
        name: Tells it apart from all others, such as `cadres/C-00012`.
        make: Makes its pages.
    """

    name: str
    make: Callable[[Book], Iterator[Page]]


def entries(book: Book) -> Iterator[Entry]:
    """Give everything there is to make for an audience, those of cadres first, the home page last.

    Args:
        book: What all pages share, from `open_book`.
    """
    for sheet, make in _OF_RECORDS.items():
        for key in book.index.keys(sheet):
            yield Entry(f"{sheet}/{key}", _for(make, key))
    for entry in CATALOGUE:
        yield Entry(f"rules/{entry.code}", _for(rule_pages, entry.code))
    for number in publication_numbers(book):
        yield Entry(f"publications/{number}", _for(publication_pages, number))
    for part in cadre_list_parts(book):
        yield Entry(f"cadre lists/{part}", _for(cadre_lists, part))
    for name, make_all in _LISTS.items():
        yield Entry(name, make_all)
    yield Entry("home", lambda each: iter((home_page(each),)))


def _for(
    make: Callable[[Book, Iterable[Key] | None], Iterator[Page]], key: Key
) -> Callable[[Book], Iterator[Page]]:
    return lambda book: make(book, (key,))


def all_pages(book: Book) -> Iterator[Page]:
    """Make every register page an audience gets, the home page last.

    Args:
        book: What all pages share, from `open_book`.
    """
    for entry in entries(book):
        yield from entry.make(book)


__all__ = [
    "ArchivePage",
    "BatchPage",
    "Book",
    "CadrePage",
    "CodeFindingsPage",
    "DatesPage",
    "Entry",
    "FindingsPage",
    "HomePage",
    "ListPage",
    "MonthPage",
    "Page",
    "ProgrammePage",
    "PublicationPage",
    "QuestionPage",
    "QuestionsPage",
    "RuleListPage",
    "RulePage",
    "TodoIndexPage",
    "TodoPage",
    "TreePage",
    "UnitPage",
    "YearPage",
    "all_pages",
    "entries",
    "open_book",
]
