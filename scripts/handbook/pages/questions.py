"""The questions of an ordinary Monday: a page for each, and one that leads to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.pages.answers import (
    Answer,
    Row,
    columns_of,
    moved,
    owed,
    rotations,
    silent_units,
    unreleased,
)
from handbook.pages.archive import DATES_ADDRESS
from handbook.pages.book import Book, Source
from handbook.pages.fitting import fitting, may_match
from handbook.pages.pagers import Pager, pager, part_address, parts

QUESTIONS_TITLE = "常问的事"
"""Word of the interface, translated where it is rendered."""
INDEX_ADDRESS = "questions/index.html"
ON_A_DAY = "on-a-day"
"""The question that has its page elsewhere: who was in post on a given day."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        name: What it is called in an address; its words are the templates'.
        answer: Gives the lines.
        columns: Columns of the answer, in order.
        is_open: Says whether an audience may ask it and the register can answer.
    """

    name: str
    answer: Answer
    columns: tuple[str, ...]
    is_open: Callable[[Book], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the number of lines of its answer.

    Attributes:
        name: Key of its words.
        link: From a page one folder deep.
        count: How many lines its answer has; None where the page asks for a day first.
    """

    name: str
    link: str
    count: int | None


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """The page that leads to all questions.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        asked: The questions in the order in which a Monday brings them.
        source: The day of the register.
    """

    address: str
    title: str
    asked: tuple[Asked, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The answer to one question, or a part of a long one.

    Attributes:
        address: From the root of the site.
        title: Key of the words of the question.
        count: How many lines there are on all parts.
        columns: Those in which anything stands.
        rows: The lines of this part.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    count: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    pager: Pager
    source: Source


def _has_postings(book: Book) -> bool:
    return book.index.has_sheet("postings")


def _sees_reports(book: Book) -> bool:
    return book.index.has_column("reports", "submitted_on")


def _names_people(book: Book) -> bool:
    return book.index.names_people


def _knows_rotations(book: Book) -> bool:
    index = book.index
    kinds = (index.value("programmes", key, "kind") or "" for key in index.keys("programmes"))
    return _has_postings(book) and any(str(kind).startswith("vn_") for kind in kinds)


def _sees_duties(book: Book) -> bool:
    has_reports = book.index.has_column("reports", "due_on")
    return has_reports or (_names_people(book) and any(True for _ in owed(book)))


QUESTIONS = (
    Question(
        "owed", owed, ("day", "days", "task", "name", "unit", "office"), _sees_duties
    ),
    Question(
        "unreleased", unreleased, ("name", "home", "host", "title", "end", "days", "status"),
        _has_postings,
    ),
    Question(
        "moved", moved,
        ("name", "host", "home_then", "home_now", "rank_then", "rank_now"), _names_people,
    ),
    Question("silent", silent_units, ("unit", "people", "last", "office"), _sees_reports),
    Question(
        "rotations", rotations, ("name", "home", "host", "start", "full", "days"),
        _knows_rotations,
    ),
    Question(
        "fitting", fitting,
        ("post", "host", "batch", "rank_required", "specialty", "people", "named"), may_match,
    ),
)  # fmt: skip
"""All questions, in the order in which a Monday brings them."""


def question_pages(book: Book) -> Iterator[QuestionsPage | QuestionPage]:
    """Make the page of every question the audience may ask, and the one that leads there.

    Args:
        book: What all pages share.
    """
    if not book.index.names_people:
        return
    yield QuestionsPage(INDEX_ADDRESS, QUESTIONS_TITLE, tuple(asked(book)), book.no_source)
    for question in QUESTIONS:
        if question.is_open(book):
            yield from _pages(book, question)


def asked(book: Book) -> Iterator[Asked]:
    """Give the questions an audience may ask; none where nobody may be named.

    Args:
        book: What all pages share.
    """
    if not book.index.names_people:
        return
    for question in QUESTIONS:
        if question.is_open(book):
            address = _address(question)
            yield Asked(question.name, f"../{address}", len(_rows(book, question)))
    if _has_postings(book):
        yield Asked(ON_A_DAY, f"../{DATES_ADDRESS}", None)


def _pages(book: Book, question: Question) -> Iterator[QuestionPage]:
    rows, address = _rows(book, question), _address(question)
    pieces = parts(rows)
    for number, piece in enumerate(pieces, start=1):
        yield QuestionPage(
            address=part_address(address, number),
            title=question.name,
            count=len(rows),
            columns=columns_of(rows, question.columns),
            rows=tuple(piece),
            pager=pager(address, number, len(pieces)),
            source=book.no_source,
        )


def _address(question: Question) -> str:
    return f"questions/{question.name}.html"


def _rows(book: Book, question: Question) -> tuple[Row, ...]:
    return book.shared(_answers).get(question.name, ())


def _answers(book: Book) -> dict[str, tuple[Row, ...]]:
    """Answer every question once; the home page and the pages of the answers read them."""
    return {
        question.name: tuple(question.answer(book))
        for question in QUESTIONS
        if question.is_open(book)
    }
