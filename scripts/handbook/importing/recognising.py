"""Columns recognised by their titles, and where those say nothing by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handbook.casting import read_cell
from handbook.importing import roles
from handbook.importing.blocks import Block, Kind
from handbook.importing.periods import read_period
from handbook.importing.roles import role_of_title
from handbook.personal_numbers import has_personal_number
from handbook.schema import Schema

_SAMPLES = 3
_LOOKED_AT = 40
_MOST = 0.8
_OFTEN = (roles.WITHHELD, roles.REMARK, roles.UNKNOWN, roles.MENTOR)
"""What several columns of one table may be."""
_GENDER = re.compile(r"[男女]|Nam|Nữ")


class Why(StrEnum):
    """Why a column was taken for what it is."""

    TITLE = "title"
    CONTENT = "content"
    MAP = "map"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Recognised:
    """A column and what it was taken for.

    Attributes:
        number: From 1.
        title: Its heading.
        role: A role, or `sheet.field`.
        why: What told it.
        samples: The first few different texts in it; none of what is never kept.
    """

    number: int
    title: str
    role: str
    why: Why
    samples: tuple[str, ...] = ()


def recognise(block: Block, schema: Schema, language: str) -> list[Recognised]:
    """Say what each column of a table is.

    Two columns are never taken for the same thing: the second is left unknown.

    Args:
        block: A table of the ledger.
        schema: Knows the register's columns.
        language: Of the ledger.
    """
    texts = _texts(block)
    found: list[Recognised] = []
    taken: set[str] = set()
    for column in block.columns:
        role = role_of_title(column.title, column.above, schema)
        seen = texts.get(column.number, [])
        role, why = _by_content(role, seen, schema, language)
        if role in taken and role not in _OFTEN:
            role, why = roles.UNKNOWN, Why.NOTHING
        taken.add(role)
        samples = () if role == roles.WITHHELD else tuple(dict.fromkeys(seen))[:_SAMPLES]
        found.append(Recognised(column.number, column.words, role, why, samples))
    return found


def _texts(block: Block) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for line in block.lines:
        if line.kind is Kind.DATA:
            for number, (_, text) in line.cells.items():
                texts.setdefault(number, []).append(text)
    return texts


def _by_content(role: str, texts: Sequence[str], schema: Schema, language: str) -> tuple[str, Why]:
    """Let the content say what an unknown title means, and overrule one that hides numbers."""
    seen = texts[:_LOOKED_AT]
    if role == roles.UNKNOWN and seen:
        return _guess(seen, schema, language)
    if role not in (roles.WITHHELD, roles.MENTOR, roles.REMARK) and _are(seen, has_personal_number):
        return roles.WITHHELD, Why.CONTENT
    if role == roles.PERIOD and seen and not _are(seen, lambda text: _is_period(text, language)):
        start = schema.field("postings.start_planned")
        if _are(seen, lambda text: read_cell(start, text, language).value is not None):
            return roles.START, Why.CONTENT
    if role == roles.TERM and _are(seen, lambda text: _is_period(text, language)):
        return roles.PERIOD, Why.CONTENT
    return role, Why.NOTHING if role == roles.UNKNOWN else Why.TITLE


def _guess(texts: Sequence[str], schema: Schema, language: str) -> tuple[str, Why]:
    tests: Mapping[str, Callable[[str], bool]] = {
        roles.WITHHELD: has_personal_number,
        roles.PERIOD: lambda text: _is_period(text, language),
        "cadres.gender": lambda text: bool(_GENDER.fullmatch(text)),
        **{path: _chooses(path, schema) for path in _TELLING},
    }
    for role, test in tests.items():
        if _are(texts, test):
            return role, Why.CONTENT
    return roles.UNKNOWN, Why.NOTHING


_TELLING = ("cadres.party_status", "cadres.education_code", "cadres.rank_level", "postings.status")
"""Fields whose choices are words that nothing else would be."""


def _chooses(path: str, schema: Schema) -> Callable[[str], bool]:
    choices = schema.field(path).enumeration
    return lambda text: choices is not None and choices.key_of(text) is not None


def _is_period(text: str, language: str) -> bool:
    return read_period(text, language) is not None


def _are(texts: Iterable[str], test: Callable[[str], bool]) -> bool:
    """Say whether nearly all texts pass, and more than one of them."""
    passed = [test(text) for text in texts]
    return len(passed) > 1 and sum(passed) >= _MOST * len(passed)
