"""What a register never holds, taken out of a text before it goes anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from re import Match, Pattern
from unicodedata import normalize

from handbook.importing import reasons
from handbook.personal_numbers import personal_numbers
from handbook.schema import Schema

_LANDLINE = re.compile(r"(?<!\d)(?:\(?0\d{2,3}\)?[\- ]?)?[2-9]\d{6,7}(?!\d)")
_LONG_DIGITS = re.compile(r"(?<!\d)\d[\d \-]{13,22}[\dXx](?!\d)")
_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_LABEL = re.compile(
    r"(?:联系|办公)?(?:电话|手机|邮箱|微信)(?:号码?)?|身份证(?:号码?)?|điện thoại|đt|sđt|tel|cccd",
    re.IGNORECASE,
)
_LABEL_LEFT = re.compile(
    rf"[（(\[]?\s*(?:{_LABEL.pattern})\s*[:：.]?\s*\x00\s*[）)\]]?", re.IGNORECASE
)
_HOLE = re.compile(r"[（(\[]\s*\x00\s*[）)\]]|\x00")
_CLAUSE_END = re.compile(r"([，,；;。\n])")
_EDGES = " ，,；;、:：\t"


@dataclass(frozen=True)
class Kept:
    """A text that may be taken over.

    Attributes:
        text: What is left of it.
        reasons: Why something was taken out; empty where nothing was.
    """

    text: str
    reasons: tuple[str, ...] = ()


def without_private(text: str, schema: Schema) -> Kept:
    """Take out numbers that belong to one person, and clauses that speak of somebody's health.

    Args:
        text: As it stands in the ledger.
        schema: Knows the words about health.
    """
    found: list[str] = []
    kept = _without_numbers(text)
    if kept != text:
        found.append(reasons.NUMBERS_WITHHELD)
    healthy = _without_health(kept, schema)
    if healthy != kept:
        found.append(reasons.HEALTH_WITHHELD)
    return Kept(healthy, tuple(found))


def _without_numbers(text: str) -> str:
    if sum(character.isdigit() for character in text) < 7 and "@" not in text:
        return text
    plain = normalize("NFKC", text)
    holed = _ADDRESS.sub("\0", _LONG_DIGITS.sub("\0", _holed(plain, personal_numbers(plain))))
    if _LABEL.search(holed):
        holed = _LANDLINE.sub("\0", holed)
    if "\0" not in holed:
        return text
    return _HOLE.sub("", _LABEL_LEFT.sub("\0", holed)).strip(_EDGES + "\n")


def _holed(text: str, matches: Iterable[Match[str]]) -> str:
    for match in reversed(list(matches)):
        text = f"{text[: match.start()]}\0{text[match.end() :]}"
    return text


def _without_health(text: str, schema: Schema) -> str:
    pattern = _health(schema.health_words, schema.harmless_words)
    if not any(match["health"] for match in pattern.finditer(text)):
        return text
    parts = _CLAUSE_END.split(text)
    clauses = zip(parts[::2], [*parts[1::2], ""], strict=True)
    kept = [
        clause + end
        for clause, end in clauses
        if not any(match["health"] for match in pattern.finditer(clause))
    ]
    return "".join(kept).strip(_EDGES + "\n")


@cache
def _health(health: tuple[str, ...], harmless: tuple[str, ...]) -> Pattern[str]:
    """Compile the words; harmless ones first, so that they use up what they hold."""
    innocent, telling = "|".join(map(_word, harmless)), "|".join(map(_word, health))
    return re.compile(rf"{innocent or '(?!)'}|(?P<health>{telling or '(?!)'})", re.IGNORECASE)


def _word(text: str) -> str:
    escaped = re.escape(text)
    return escaped if text[0] >= "一" else rf"\b{escaped}\b"
