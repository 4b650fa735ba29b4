"""The shapes in which people type dates, and what each could mean; no judgement yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from handbook.casting.characters import half_width

_SIGNS = str.maketrans("‐‑‒–—―−﹣。∕⁄〜∼號", "--------.//~~号")
_LOOSE_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_CLOCK = re.compile(
    r"(?<=[0-9日号])[t ] ?(?:上午|下午)? ?(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:\.[0-9]+)?)? ?(?:am|pm)?$"
)
_POINT_ZERO = re.compile(r"([0-9]{5,8})\.0+")

_HAN_NUMBER = re.compile(r"[〇○零oO一二三四五六七八九十廿卅]+(?=[年月日号])")
_HAN_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_HAN_TENS = re.compile(r"([0-9]?)十([0-9]?)")

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {"sept": 9} | {
    word: number for number, name in enumerate(_MONTH_NAMES, 1) for word in (name, name[:3])
}

_DAY_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})[日号]?",
        r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]?",
        r"(?P<y>(?:19|20|21)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[-/.,]?(?P<name>[a-z]{3,9})[-/.,]*(?P<y>[0-9]{4})",
        r"(?P<name>[a-z]{3,9})\.?(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[, ](?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})[-/]?(?P<name>[a-z]{3,9})[-/]?(?P<d>[0-9]{1,2})",
        r"(?:ngày)?(?P<d>[0-9]{1,2})tháng(?P<m>[0-9]{1,2})(?:năm|[,/ ])(?P<y>[0-9]{4})",
    )
)
_MONTH_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})月?",
        r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})(?:月份?)?",
        r"(?P<y>(?:19|20|21)[0-9]{2})(?P<m>[0-9]{2})",
        r"(?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})",
        r"(?P<name>[a-z]{3,9})[-/.,]*(?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})[-/.]?(?P<name>[a-z]{3,9})",
        r"tháng(?P<m>[0-9]{1,2})(?:năm|[,/ -])(?P<y>[0-9]{4})",
    )
)
_YEAR_SHAPE = re.compile(r"(?P<y>[0-9]{4})年?")
_YEAR_LAST = re.compile(
    r"(?:ngày)?(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{4})"
)
_SHORT_YEAR = re.compile(r"(?P<a>[0-9]{1,2})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{1,2})")
# A number cell loses the last zero of 1990.10, so this may be January or October.
_LOST_ZERO = re.compile(r"(?P<y>[0-9]{4})\.1")
_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
# Spec: ECMA-376 part 1, 18.17.4.1, with the 1900 leap-year slip: right from 1900-03-01 on.
_SERIAL_DAY_ZERO = date(1899, 12, 30)

_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}")
_SPAN = re.compile(r"[0-9]{4}[/.年][0-9]{1,2}[^-]*-.*[0-9今]|[0-9].*(?:[~至到]|đến)[0-9今nt].*")


class Precision(IntEnum):
    """How much of a date a text gives."""

    YEAR = 1
    MONTH = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class Triple:
    """One way to read a text; the numbers may make no date. Month and day are 1 where not given."""

    year: int
    month: int = 1
    day: int = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text could mean.

    Attributes:
        precision: How much of a date it gives.
        triples: Every way to read it, the likeliest first.
        is_short: Whether the century is missing, so that nothing about it is certain.
    """

    precision: Precision
    triples: tuple[Triple, ...]
    is_short: bool = False


def plain(text: str) -> str:
    """Bring a date to half-width, lower case, one sign each for dash, slash and full stop.

    Spaces go except between digits, a time of the day goes, Chinese numerals become digits.

    Args:
        text: As typed.
    """
    lowered = half_width(text).translate(_SIGNS).casefold()
    squeezed = _LOOSE_SPACE.sub("", _CLOCK.sub("", lowered)).rstrip(".,;")
    digits = _HAN_NUMBER.sub(_han_to_digits, squeezed.replace("元月", "1月"))
    found = _POINT_ZERO.fullmatch(digits)
    return found[1] if found else digits


def _han_to_digits(found: re.Match[str]) -> str:
    digits = found[0].replace("廿", "二十").replace("卅", "三十").translate(_HAN_DIGITS)
    tens = _HAN_TENS.fullmatch(digits)
    return str(10 * int(tens[1] or 1) + int(tens[2] or 0)) if tens else digits


def shape_of(text: str, locale: str) -> Shape | None:
    """Recognise the shape of a date.

    Args:
        text: From `plain`.
        locale: `vi` reads 1/3/2024 with the day first; elsewhere that could mean two days.

    Returns:
        None where the text has no shape of a date.
    """
    for pattern in _DAY_SHAPES:
        for triple in _named(pattern, text):
            return Shape(Precision.DAY, (triple,))
    year_last = _YEAR_LAST.fullmatch(text)
    if year_last:
        return Shape(Precision.DAY, _either_order(year_last, locale))
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        return Shape(Precision.DAY, _any_order(short, locale), is_short=True)
    return _month_or_year(text)


def _month_or_year(text: str) -> Shape | None:
    lost = _LOST_ZERO.fullmatch(text)
    if lost:
        year = int(lost["y"])
        return Shape(Precision.MONTH, (Triple(year, 1), Triple(year, 10)))
    for pattern in _MONTH_SHAPES:
        for triple in _named(pattern, text):
            return Shape(Precision.MONTH, (triple,))
    year_alone = _YEAR_SHAPE.fullmatch(text)
    return Shape(Precision.YEAR, (Triple(int(year_alone["y"])),)) if year_alone else None


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Triple]:
    found = pattern.fullmatch(text)
    parts = found.groupdict() if found else {}
    month = _MONTHS.get(parts["name"], 0) if "name" in parts else int(parts.get("m", 0))
    if found and (month or "m" in parts):
        yield Triple(int(parts["y"]), month, int(parts.get("d", 1)))


def _either_order(found: re.Match[str], locale: str) -> tuple[Triple, ...]:
    first, second, year = int(found["a"]), int(found["b"]), int(found["c"])
    day_first = Triple(year, second, first)
    return (day_first,) if locale == "vi" else (day_first, Triple(year, first, second))


def _any_order(found: re.Match[str], locale: str) -> tuple[Triple, ...]:
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    ends = (Triple(2000 + third, second, first), Triple(2000 + third, first, second))
    starts = (Triple(2000 + first, second, third),)
    readings = (ends if len(found["c"]) == 2 else (), starts if len(found["a"]) == 2 else ())
    in_order = readings if locale == "vi" else readings[::-1]
    return tuple(triple for group in in_order for triple in group)


def day_of_serial(text: str) -> date | None:
    """Read a day number of a spreadsheet, such as 45901, shown where the cell lost its format.

    Args:
        text: From `plain`.

    Returns:
        None where the text is no number of five digits.
    """
    if not _SERIAL.fullmatch(text):
        return None
    return _SERIAL_DAY_ZERO + timedelta(days=int(text.split(".")[0]))


def what_else(text: str) -> str:
    """Say what a text is that has no shape of a date.

    Args:
        text: From `plain`.

    Returns:
        `word` (`长期`), `range` (`2024.3-2025.3`), or blank where nothing is known.
    """
    if not any("0" <= character <= "9" for character in text):
        return "word"
    return "range" if len(_YEAR.findall(text)) > 1 or _SPAN.fullmatch(text) else ""
