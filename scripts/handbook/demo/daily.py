"""The days of a posting: work log and leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handbook.demo.accompany import (
    Term,
    add_assessments,
    add_mentors,
    add_reports,
    programme_of,
    term_of,
)
from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.months import days, months_between, working_day
from handbook.demo.texts import ACHIEVEMENTS, TASKS

_LAST_CHANGE_DAYS = 5  # what was done on the last days of June is not yet countersigned


def accompany(book: Book, posting_id: str, texts: Sequence[str] = TASKS) -> None:
    """Write mentors, reports, assessments and a monthly log of a posting that has begun.

    Args:
        book: Register to write to.
        posting_id: Whose.
        texts: What the log may tell.
    """
    add_mentors(book, posting_id)
    add_reports(book, posting_id)
    add_assessments(book, posting_id)
    add_monthly_log(book, posting_id, texts)


def add_log(
    book: Book, posting_id: str, log_on: date, entry_type: str, what: str, **values: Value
) -> str:
    """Write one entry of the work log.

    Args:
        book: Register to write to.
        posting_id: Whose log.
        log_on: Day, inside the posting.
        entry_type: Key of the enumeration of entry types.
        what: What was done; names nobody.
        **values: Quantities and the like.
    """
    is_fresh = log_on > AS_OF - days(_LAST_CHANGE_DAYS)
    usual: dict[str, Value] = {
        "posting_id": posting_id,
        "log_on": log_on,
        "entry_type": entry_type,
        "what": what,
        "contribution_role": "assist",
        "verified": "pending" if is_fresh else "yes",
    }
    return book.add("work_log", **{**usual, **values})


def add_monthly_log(
    book: Book, posting_id: str, texts: Sequence[str] = TASKS, skip: Sequence[str] = ()
) -> None:
    """Write one entry for every month since the programme is checked.

    Args:
        book: Register to write to.
        posting_id: Whose log.
        texts: What there may be to tell.
        skip: Months (`2026-02`) without an entry.
    """
    term = logged_term(book, posting_id)
    offset = book.dice.number(0, len(texts) - 1, "log", posting_id)
    for number, (first, last) in enumerate(months_between(term.first, term.last)):
        if f"{first:%Y-%m}" in skip:
            continue
        day = day_in_month(book, posting_id, first, last)
        if texts is TASKS and number == 4:
            what, quantity, unit = book.dice.pick(ACHIEVEMENTS, "achievement", posting_id)
            count: dict[str, Value] = {
                "quantity": quantity,
                "unit_of_measure": unit,
                "contribution_role": "lead",
            }
            add_log(book, posting_id, day, "achievement", what, **count)
        else:
            add_log(book, posting_id, day, "task", texts[(offset + number) % len(texts)])


def logged_term(book: Book, posting_id: str) -> Term:
    """Give the part of a posting for which a log is wanted."""
    term = term_of(book, posting_id)
    checked_from = book.day(programme_of(book, posting_id), "checked_from")
    arrived = book.day(posting_id, "reported_on")
    return Term(max(term.first, checked_from, arrived), term.last, term.is_over)


def day_in_month(book: Book, posting_id: str, first: date, last: date) -> date:
    """Draw a working day of a month.

    Args:
        book: For the draw.
        posting_id: For the draw.
        first: First day that may be drawn.
        last: Last day that may be drawn.
    """
    offset = book.dice.number(0, (last - first).days, "day", posting_id, first)
    return max(working_day(first + days(offset)), first)


def add_leave(book: Book, posting_id: str, start: date, length: int) -> str:
    """Write one leave as the rules want it: asked, approved, closed.

    Args:
        book: Register to write to.
        posting_id: Who was away.
        start: First day of leave.
        length: Calendar days.
    """
    return book.add(
        "absences",
        posting_id=posting_id,
        kind="leave",
        start_on=start,
        end_on=start + days(length - 1),
        days=length,
        asked_on=start - days(4),
        approved_by="receiving",
        approved_on=start - days(2),
        returned_on=start + days(length),
    )
