"""The mentors of a unit and how many people each of them guides today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.pages.book import Book
from handbook.pages.figures import Placed, placed
from handbook.pages.postings import Phase
from handbook.pages.values import BLANK, Shown, label_of, listed
from handbook.rules.mentors_people import GUIDES, LOAD_MAX, person_of

MOST_MENTORS = 40  # of one unit; those with most people first
_MOST_PEOPLE = 8  # named beside a mentor


@dataclass(frozen=True, slots=True)
class MentorLoad:
    """One mentor.

    Attributes:
        name: As in the first of the rows.
        roles: In words.
        people: Those guided today, linked, the first of them.
        count: How many they are.
        limit: How many the strictest programme allows, or five; None where the role has no limit.
        is_over: Whether more are guided as leader or instructor than that.
    """

    name: str
    roles: Shown
    people: Shown
    count: int
    limit: int | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Mentors:
    """The mentors of a unit.

    Attributes:
        loads: Those with most people first.
        count: How many there are.
        over: How many of them have more people than the limit allows.
        without: People in post here who have no mentor today, where the programme asks for one.
    """

    loads: tuple[MentorLoad, ...] = ()
    count: int = 0
    over: int = 0
    without: int = 0


NO_MENTORS = Mentors()


@dataclass(frozen=True, slots=True)
class _Guide:
    """One row of the sheet of mentors, in force today."""

    name: str
    role: str
    unit: str
    posting: Placed


def unit_mentors(book: Book) -> dict[str, Mentors]:
    """Give the mentors of every unit; one without a unit belongs to the one that receives.

    As in the rule R46, one person is known by name and unit, however the name is written, and only
    leaders and instructors have a limit. Contacts at the home unit are no mentors.

    Args:
        book: What all pages share.
    """
    if not book.index.has_sheet("mentors"):
        return {}
    current = {each.key: each for each in placed(book) if each.phase is Phase.CURRENT}
    guides: dict[str, dict[str, list[_Guide]]] = {}
    for guide in _guides(book, current):
        unit = guides.setdefault(guide.unit, {})
        unit.setdefault(person_of(guide.name), []).append(guide)
    guided = {
        each.posting.key for unit in guides.values() for many in unit.values() for each in many
    }
    without: dict[str, int] = {}
    for key, posting in current.items():
        if key not in guided and _asks_for_mentors(book, posting):
            without[posting.host] = without.get(posting.host, 0) + 1
    return {
        unit: _mentors(book, guides.get(unit, {}), without.get(unit, 0))
        for unit in sorted({*guides, *without})
        if unit
    }


def _guides(book: Book, current: Mapping[str, Placed]) -> Iterable[_Guide]:
    for record in book.index.table("mentors").records.values():
        posting = current.get(_value(record, "posting_id"))
        role, name = _value(record, "role"), _value(record, "mentor_name")
        if posting and name and role != "home_contact" and _is_on(record, book.index.as_of):
            yield _Guide(name, role, _value(record, "unit_id") or posting.host, posting)


def _value(record: object, name: str) -> str:
    return getattr(record, name, "") or ""


def _is_on(record: Any, today: date) -> bool:  # noqa: ANN401 - a record of any register
    start, end = getattr(record, "start_on", None), getattr(record, "end_on", None)
    return not (start and start > today) and not (end and end < today)


def _mentors(book: Book, people: Mapping[str, list[_Guide]], without: int) -> Mentors:
    loads = sorted(
        (_load(book, rows) for rows in people.values()), key=lambda each: (-each.count, each.name)
    )
    return Mentors(
        tuple(loads[:MOST_MENTORS]), len(loads), sum(each.is_over for each in loads), without
    )


def _load(book: Book, rows: list[_Guide]) -> MentorLoad:
    index = book.index
    enumeration = index.schema.field("mentors.role").enumeration
    roles = dict.fromkeys(each.role for each in rows if each.role)
    names = [label_of(enumeration, role, index.language) for role in roles]
    guided = {each.posting.key: each.posting for each in rows}
    limited = {each.posting.key: each.posting for each in rows if each.role in GUIDES}
    people = list(dict.fromkeys(each.cadre for each in guided.values() if each.cadre))
    shown = tuple(index.reference("cadres", cadre) for cadre in people[:_MOST_PEOPLE])
    limit = min((_limit(book, each) for each in limited.values()), default=None)
    return MentorLoad(
        rows[0].name,
        listed(tuple(map(Shown, names)), index.language) if names else BLANK,
        listed(shown, index.language) if shown else BLANK,
        len(guided),
        limit,
        limit is not None and len(limited) > limit,
    )


def _limit(book: Book, posting: Placed) -> int:
    limit = _of_programme(book, posting, "mentor_load_max")
    return LOAD_MAX if limit is None else int(limit)


def _asks_for_mentors(book: Book, posting: Placed) -> bool:
    return (_of_programme(book, posting, "mentor_min") or 0) > 0


def _of_programme(book: Book, posting: Placed, field: str) -> float | None:
    has = posting.programme and book.index.has("programmes", posting.programme)
    number: float | None = book.index.value("programmes", posting.programme, field) if has else None
    return number
