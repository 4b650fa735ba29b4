"""Who looks after a posting at both ends: the offices to ring, and the mentors by name."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.postings import PostingLine
from handbook.pages.values import BLANK, Shown


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor on the day of the register; the working channel is the office of the unit.

    Attributes:
        name: Who.
        role: As what.
        level: Standing; blank where nobody has entered it.
        start: Since when; blank for the whole posting.
        unit: Of which unit, linked; blank where it is that of the side.
    """

    name: Shown
    role: Shown
    level: Shown
    start: Shown
    unit: Shown


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a posting.

    Attributes:
        name: `home` or `receiving`.
        unit: The unit, linked.
        office: The post to turn to there; blank where nobody has entered it.
        mentors: Mentors of this end, in their order.
    """

    name: str
    unit: Shown
    office: Shown
    mentors: tuple[Mentor, ...]


def sides_of(book: Book, line: PostingLine) -> tuple[Side, Side]:
    """Give both ends of a posting with the contacts of the day.

    Args:
        book: What all pages share.
        line: The posting.
    """
    index = book.index
    units = {
        "home": index.value("postings", line.key, "home_unit_id") or "",
        "receiving": index.value("postings", line.key, "receiving_unit_id") or "",
    }
    mentors: dict[str, list[Mentor]] = {"home": [], "receiving": []}
    for key in mentors_now(book, line.key):
        side = _side(book, key, units["home"])
        mentors[side].append(_mentor(book, key, units[side]))
    return (
        _side_of(book, line.key, "home", tuple(mentors["home"])),
        _side_of(book, line.key, "receiving", tuple(mentors["receiving"])),
    )


def mentors_now(book: Book, posting: str) -> tuple[str, ...]:
    """Give the keys of the mentors of a posting whose time has come and is not over.

    Args:
        book: What all pages share.
        posting: Its id.
    """
    index, today = book.index, book.index.as_of
    found = []
    for key in index.keys_by("mentors", "posting_id").get(posting, ()):
        start, end = (index.value("mentors", key, name) for name in ("start_on", "end_on"))
        if not (start and start > today) and not (end and end < today):
            found.append(key)
    return tuple(found)


def _side(book: Book, mentor: str, home: str) -> str:
    """Say at which end a mentor is: by the role, else by the unit."""
    is_home = book.index.value("mentors", mentor, "role") == "home_contact"
    unit = book.index.value("mentors", mentor, "unit_id")
    return "home" if is_home or (unit and unit == home) else "receiving"


def _mentor(book: Book, key: str, unit: str) -> Mentor:
    index = book.index
    own = index.value("mentors", key, "unit_id")
    return Mentor(
        name=index.show("mentors", key, "mentor_name"),
        role=index.show("mentors", key, "role"),
        level=index.show("mentors", key, "level"),
        start=index.show("mentors", key, "start_on"),
        unit=index.show("mentors", key, "unit_id") if own and own != unit else BLANK,
    )


def _side_of(book: Book, posting: str, name: str, mentors: tuple[Mentor, ...]) -> Side:
    index, field = book.index, f"{name}_unit_id"
    unit = index.value("postings", posting, field) or ""
    has_page = unit and index.has("units", unit)
    office = index.show("units", unit, "contact_post") if has_page else BLANK
    return Side(name, index.show("postings", posting, field), office, mentors)
