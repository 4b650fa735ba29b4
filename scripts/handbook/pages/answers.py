"""What the register answers to the questions of an ordinary Monday, one function each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from handbook.dues import Due, Kind
from handbook.pages.book import Book
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import BLANK, Shown, date_text, label_of
from handbook.register import term_end, to_date

ROTATION_MONTHS = 36.0
"""Length of a Vietnamese rotation or secondment, as in the rules R94 and R97."""
LOOK_AHEAD_DAYS = 180
"""So long before its end the next step of a person in such a posting is to be settled."""

_DUTIES = (Kind.REPORT, Kind.ASSESSMENT, Kind.MENTOR_GAP, Kind.HOME_POST)
_CHOICES = {Kind.REPORT: ("reports", "type"), Kind.ASSESSMENT: ("assessments", "kind")}
_DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an answer.

    Attributes:
        cells: Column → what stands in it; a column without anything is absent.
        task: What is to be done, a kind of due; blank where nothing is.
        days: Days to the day that matters, negative once it has passed; None without one.
    """

    cells: Mapping[str, Shown]
    task: str = ""
    days: int | None = None


Answer = Callable[[Book], Iterator[Row]]
"""Gives the lines of an answer in the order in which they are told."""


def unreleased(book: Book) -> Iterator[Row]:
    """Give postings whose last day has passed and that no document or outcome has closed."""
    for line in _by_end(book):
        is_open = line.phase in (Phase.CURRENT, Phase.PAST)
        if not is_open or line.ends_on is None or line.ends_on >= book.index.as_of:
            continue
        closing = ("removal_doc_number", "removed_on", "outcome", "returned_on")
        if not any(book.index.value("postings", line.key, name) for name in closing):
            cells = _who(line) | {"title": line.title, "end": line.end, "status": line.status}
            yield Row(cells, days=(line.ends_on - book.index.as_of).days)


def owed(book: Book) -> Iterator[Row]:
    """Give what is to be done by Sunday, then what is overdue, the latest first."""
    today = book.index.as_of
    sunday = today + timedelta(days=_DAYS_OF_WEEK - today.isoweekday())
    duties = [due for due in dues_of(book) if due.kind in _DUTIES and due.day <= sunday]
    now = [due for due in duties if due.day >= today]
    late = [due for due in reversed(duties) if due.day < today]
    for due in (*now, *late):
        yield duty_row(book, due)


def duty_row(book: Book, due: Due) -> Row:
    """Say of a duty what is to be done, whose it is, and which office to ring.

    A person's own number is in no register: the office is that of the unit which answers for it.

    Args:
        book: What all pages share.
        due: One of a person: a report, an assessment, a mentor, the home post.
    """
    index, subject = book.index, due.subject
    unit = subject.home_unit if due.kind is Kind.HOME_POST else subject.receiving_unit
    choice = _CHOICES.get(due.kind)
    detail = BLANK
    if choice and due.detail:
        enumeration = index.schema.field(".".join(choice)).enumeration
        detail = Shown(label_of(enumeration, due.detail, index.language) if enumeration else "")
    cells = {
        "day": _shown_day(due.day, index.language),
        "task": detail,
        "name": index.reference("cadres", subject.cadre) if subject.cadre else BLANK,
        "unit": index.reference("units", unit) if unit else BLANK,
        "office": index.show("units", unit, "contact_post") if index.has("units", unit) else BLANK,
    }
    return Row(_filled(cells), due.kind.value, (due.day - index.as_of).days)


def moved(book: Book) -> Iterator[Row]:
    """Give people in post whose home unit or rank is another now than when they were sent."""
    index = book.index
    for line in _by_end(book):
        cadre = index.value("postings", line.key, "cadre_id")
        if line.phase is not Phase.CURRENT or not cadre or not index.has("cadres", cadre):
            continue
        cells = {}
        for name, (then, now) in _THEN_AND_NOW.items():
            before = index.value("postings", line.key, then)
            after = index.value("cadres", cadre, now)
            if before and after and before != after:
                cells[f"{name}_then"] = index.show("postings", line.key, then)
                cells[f"{name}_now"] = index.show("cadres", cadre, now)
        if cells:
            yield Row({"name": line.cadre, "host": line.receiving_unit} | cells)


_THEN_AND_NOW = {
    "home": ("home_unit_id", "home_unit_id"),
    "rank": ("rank_at_sending", "rank_level"),
}
"""What may have changed → column of the posting, column of the cadre."""


def silent_units(book: Book) -> Iterator[Row]:
    """Give receiving units from whose people not one report has come in since the quarter began.

    Told of postings whose reports the audience may see: for the readers of a unit its own.
    """
    index, today = book.index, book.index.as_of
    begin = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last: dict[str, date] = {}
    people = Counter[str]()
    for line in book.postings.values():
        unit = index.value("postings", line.key, "receiving_unit_id")
        if line.phase is not Phase.CURRENT or not unit or not _is_own(book, line.key):
            continue
        people[unit] += 1
        for report in index.keys_by("reports", "posting_id").get(line.key, ()):
            day = index.value("reports", report, "submitted_on")
            if day and day <= today:
                last[unit] = max(last.get(unit, day), day)
    for unit in sorted(people, key=lambda each: (last.get(each, date.min), each)):
        if index.has("units", unit) and last.get(unit, date.min) < begin:
            cells = {
                "unit": index.reference("units", unit),
                "people": Shown(str(people[unit])),
                "last": _shown_day(last[unit], index.language) if unit in last else BLANK,
                "office": index.show("units", unit, "contact_post"),
            }
            yield Row(_filled(cells))


def _is_own(book: Book, posting: str) -> bool:
    unit = book.index.audience.unit
    sides = (
        book.index.value("postings", posting, name)
        for name in ("home_unit_id", "receiving_unit_id")
    )
    return not unit or unit in sides


def rotations(book: Book) -> Iterator[Row]:
    """Give Vietnamese postings that reach 36 months soon, or have, and have no plan beyond.

    A plan is an outcome, a post to come, an extension past that day, or a posting that follows.
    """
    index, today = book.index, book.index.as_of
    for line in _by_end(book):
        if line.phase is not Phase.CURRENT or line.starts_on is None:
            continue
        if not _kind(book, line.key).startswith("vn_") or _has_plan(book, line.key):
            continue
        full = _end_of_rotation(line.starts_on)
        extended = index.value("postings", line.key, "extension_to")
        if full <= today + timedelta(days=LOOK_AHEAD_DAYS) and not (extended and extended > full):
            cells = _who(line) | {"start": line.start, "full": _shown_day(full, index.language)}
            yield Row(cells, days=(full - today).days)


def _end_of_rotation(start: date) -> date:
    return to_date(term_end(np.array([start], "datetime64[s]"), np.array([ROTATION_MONTHS]))[0])


def _has_plan(book: Book, posting: str) -> bool:
    planned = any(
        book.index.value("postings", posting, name)
        for name in ("outcome", "outcome_post", "outcome_unit_id")
    )
    return planned or bool(book.index.keys_by("postings", "succeeds_posting_id").get(posting, ()))


def _kind(book: Book, posting: str) -> str:
    index = book.index
    batch = index.value("postings", posting, "batch_id") or ""
    programme = index.value("batches", batch, "programme_id") if index.has("batches", batch) else ""
    if not programme or not index.has("programmes", programme):
        return ""
    return str(index.value("programmes", programme, "kind") or "")


def dues_of(book: Book) -> tuple[Due, ...]:
    """Give everything that falls due for the audience, worked out once.

    Args:
        book: What all pages share.
    """
    return book.shared(_dues).get("", ())


def _dues(book: Book) -> Mapping[str, tuple[Due, ...]]:
    return {"": book.dues}


def next_duties(book: Book) -> Mapping[str, tuple[Row, ...]]:
    """Give the three things that are due first for every cadre, the longest overdue first.

    Args:
        book: What all pages share.
    """
    found = defaultdict[str, list[Due]](list)
    for due in dues_of(book):
        if due.subject.cadre and due.kind in _DUTIES and len(found[due.subject.cadre]) < _THREE:
            found[due.subject.cadre].append(due)
    return {cadre: tuple(duty_row(book, due) for due in dues) for cadre, dues in found.items()}


_THREE = 3


def _by_end(book: Book) -> list[PostingLine]:
    return sorted(book.postings.values(), key=lambda line: (line.end.iso, line.key))


def _who(line: PostingLine) -> dict[str, Shown]:
    return {"name": line.cadre, "home": line.home_unit, "host": line.receiving_unit}


def _shown_day(day: date, language: str) -> Shown:
    return Shown(date_text(day, language), iso=day.isoformat())


def _filled(cells: Mapping[str, Shown]) -> dict[str, Shown]:
    return {name: shown for name, shown in cells.items() if shown.text or shown.state}


def columns_of(rows: Iterable[Row], order: Iterable[str]) -> tuple[str, ...]:
    """Give the columns of an answer in which anything stands.

    Args:
        rows: All its lines.
        order: All columns it may have.
    """
    rows = tuple(rows)
    used = {name for row in rows for name, shown in row.cells.items() if shown.text or shown.state}
    used |= {"task"} if any(row.task for row in rows) else set()
    used |= {"days"} if any(row.days is not None for row in rows) else set()
    return tuple(name for name in order if name in used)
