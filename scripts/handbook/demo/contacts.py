"""What is arranged for a whole batch: talks, training, visits, opinions, exchange of views."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handbook.demo.book import AS_OF, Book, Value
from handbook.demo.months import days, working_day
from handbook.demo.texts import CONTACT_TOPICS

_HOME_VISIT_EVERY_DAYS = 80


def add_contact(
    book: Book, batch_id: str, kind: str, held_on: date, topic: str = "", **values: Value
) -> str:
    """Write one contact with a whole batch, arranged by the owner of the programme.

    Args:
        book: Register to write to.
        batch_id: Batch it was held with.
        kind: Key of the enumeration of contacts.
        held_on: Day.
        topic: What it was about, names nobody; blank for the usual of its kind.
        **values: What is to stand instead of the usual.
    """
    programme_id = book.text(batch_id, "programme_id")
    usual: dict[str, Value] = {
        "kind": kind,
        "held_on": held_on,
        "batch_id": batch_id,
        "by_unit_id": book.text(programme_id, "owner_unit_id"),
        "with_party": "cadre",
        "topic": topic or CONTACT_TOPICS[book.text(programme_id, "country")][kind],
    }
    return book.add("engagements", **{**usual, **values})


def add_contacts(book: Book, batch_id: str) -> None:
    """Write every contact a batch that has begun owes its cadres by `AS_OF`."""
    programme_id = book.text(batch_id, "programme_id")
    programme = book.record(programme_id)
    start = book.day(batch_id, "window_start")
    last = min(book.day(batch_id, "window_end"), AS_OF)
    first = max(start, book.day(programme_id, "checked_from"))
    if programme["pre_talk"]:
        add_contact(book, batch_id, "collective_talk", start - days(4))
    if programme["pre_training"]:
        add_contact(book, batch_id, "training", start - days(5))
    for held_on in _every(first, last, _HOME_VISIT_EVERY_DAYS):
        add_contact(book, batch_id, "home_visit", held_on)
    for held_on in _every(first, last, 28 * book.number(programme_id, "talk_cycle_months")):
        add_contact(book, batch_id, "heart_talk", held_on)
    for held_on in _every(first, last, 28 * book.number(programme_id, "opinion_cycle_months")):
        _add_opinion(book, batch_id, held_on)
    if book.text(batch_id, "status") == "closed":
        add_contact(book, batch_id, "exchange", working_day(last + days(25)))


def _add_opinion(book: Book, batch_id: str, held_on: date) -> None:
    add_contact(
        book,
        batch_id,
        "opinion",
        held_on,
        with_party="receiving",
        fed_back_home_on=held_on + days(10),
        fed_back_cadre_on=held_on + days(10),
    )


def _every(first: date, last: date, step_days: int) -> Iterator[date]:
    day = first + days(step_days)
    while step_days and day <= last:
        yield working_day(day)
        day += days(step_days)
