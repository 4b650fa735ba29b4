"""Mentors in a ledger: who, with what post, and what the heading of the column makes of them."""

from __future__ import annotations

import re

from handbook.importing.splitting import Person, read_people

_ROLES = (
    (re.compile(r"原单位|派出"), "home_contact"),
    (re.compile(r"指导|导师|带教|nghiệp vụ", re.IGNORECASE), "instructor"),
    (re.compile(r"帮带|帮扶|kèm cặp|hướng dẫn", re.IGNORECASE), "leader_contact"),
)
_LIAISON = "dept_liaison"
_BETWEEN = re.compile(r"[、,，;；\n]+")


def mentor_role(title: str) -> str:
    """Give the role of the mentors in a column, as a key; a mere contact is a liaison.

    Args:
        title: Heading of the column.
    """
    return next((role for pattern, role in _ROLES if pattern.search(title)), _LIAISON)


def read_mentors(text: str) -> list[Person] | None:
    """Read the mentors of a cell, each with the post that stands behind the name.

    Args:
        text: As typed, without telephone numbers.

    Returns:
        None where a name cannot be told.
    """
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    people = [_read(part.strip()) for part in parts]
    return [each for some in people for each in some or ()] if all(people) else None


def _read(text: str) -> list[Person] | None:
    people = read_people(text)
    if people is not None:
        return people
    first, _, post = text.partition(" ")
    one = read_people(first)
    return [Person(one[0].name, post.strip())] if one and len(one) == 1 and post else None
