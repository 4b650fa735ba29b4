"""From when to when: the ways in which a ledger says it in one cell."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from handbook.casting.characters import compose
from handbook.casting.date_shapes import Precision, Shape, plain, shape_of

_YEARS = range(1990, 2101)
_WORDS_AROUND = re.compile(
    r"^(?:自|从|于|由|kể từ ngày|từ ngày|kể từ|từ|hết ngày|ngày|hết)|(?:起|开始|止|结束|为止)$"
)
_NOW = re.compile(r"^(?:今|现在|目前|nay|hiện nay)$")
_ENDLESS = re.compile(r"(?:至今|到今|起)$")
_TERM = re.compile(
    r"(?:为期|期限|时间|共|thời hạn|trong)?[:：]?(?P<count>半|[一二两三四五六七八九十]+|\d{1,2})"
    r"(?P<unit>个?年半?|周年|个?月|学期|năm|tháng)(?:整)?"
)
_TERM_AROUND = re.compile(
    r"[（(]\s*(?P<inside>[^（()）]{1,12})\s*[)）]|[,，、;；]\s*(?P<after>(?:为期|期限|共)?[^,，]{1,8})$"
    r"|起(?P<from>[^,，]{1,8})$"
)
_TERM_FIRST = re.compile(
    r"(?P<term>[^\s(（\d]{1,4}|\d{1,2}(?:个月| ?tháng))\s*"
    r"(?:[（(](?P<rest>.*)[）)]|(?P<since>kể từ.*))$"
)
_LAST_ZERO = re.compile(r"\d{4}\.1")
_SPLIT = re.compile(r"\s*(?:—{1,2}|–|-{2}|[~～〜]|至|到|đến ngày|đến|tới|\s-\s)\s*")
_HAN = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_MONTH = re.compile(r"(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})[日号])?")
_LATER_DAY = re.compile(r"(?P<m>\d{1,2})[./](?P<d>\d{1,2})")


@dataclass(frozen=True)
class Period:
    """What a cell says of a term.

    Attributes:
        start: First day; None where it does not say.
        end: Last day; None where it does not say, or says it has none.
        is_open: Whether it says that there is no end yet.
    """

    start: date | None
    end: date | None
    is_open: bool = False


@lru_cache(maxsize=4096)
def read_period(text: str, locale: str) -> Period | None:
    """Read the two ends of a term from one cell.

    A month alone is its first day at the start and its last at the end. A term beside one end
    gives the other; a term beside both must agree with them.

    Args:
        text: As typed: `2025.09-2026.08`, `自2025年9月起一年`, `01/9/2025 đến 31/8/2026`.
        locale: Language of the ledger.

    Returns:
        None where it cannot be read without guessing.
    """
    bare, months = _without_term(" ".join(compose(text).casefold().split()))
    for left, right in _halves(bare):
        period = _of_halves(left, right, locale)
        if period is not None:
            return _checked(period, months)
    start = _day(_stripped(bare), locale, is_end=False)
    if start is not None and months:
        return Period(start, end_of_term(start, months))
    if start is not None and _ENDLESS.search(bare):
        return Period(start, None, is_open=True)
    return None


def read_term(text: str) -> int | None:
    """Read a term as a number of months: 一年, 6个月, 半年, `12`; None where it is none."""
    bare = "".join(text.split()).casefold()
    if re.fullmatch(r"\d{1,2}(?:\.0)?", bare):
        return int(bare.split(".")[0]) or None
    found = _TERM.fullmatch(" ".join(text.split()).casefold()) or _TERM.fullmatch(bare)
    return _months(found) if found else None


def end_of_term(start: date, months: int) -> date:
    """Give the last day of a term of whole months."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if start.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, start.day) - timedelta(days=1)


def _months(found: re.Match[str]) -> int | None:
    count, unit = found["count"], found["unit"]
    if "学期" in unit:
        return None
    if count == "半":
        return 6 if unit.endswith("年") else None
    number = int(count) if count.isdigit() else _han_number(count)
    if number is None:
        return None
    is_year = "年" in unit or unit == "năm"
    return (number * 12 if is_year else number) + (6 if unit.endswith("半") else 0)


def _han_number(text: str) -> int | None:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN.get(text)
    if any(part and part not in _HAN for part in (tens, ones)):
        return None
    return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)


def _without_term(text: str) -> tuple[str, int | None]:
    """Take a term that stands beside the days out of a text."""
    for found in _TERM_AROUND.finditer(text):
        words = found["inside"] or found["after"] or found["from"]
        months = read_term(words)
        if months:
            return (text[: found.start()] + text[found.end() :]).strip(" ,，、"), months
    leading = _TERM_FIRST.match(text)
    if leading and (months := read_term(leading["term"])):
        return leading["rest"] or leading["since"], months
    return text, None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Give the ways to cut a text in two; at a word or long dash first, then at a lone hyphen."""
    parts = _SPLIT.split(text)
    if len(parts) == 2:
        yield parts[0], parts[1]
    hyphens = [at for at, character in enumerate(text) if character in "-－"]
    if len(hyphens) % 2 == 1:
        middle = hyphens[len(hyphens) // 2]
        yield text[:middle], text[middle + 1 :]


def _of_halves(left: str, right: str, locale: str) -> Period | None:
    start = _day(_stripped(left), locale, is_end=False)
    if start is None:
        return None
    ending = _stripped(right)
    if _NOW.match(ending):
        return Period(start, None, is_open=True)
    end = _day(ending, locale, is_end=True) or _day_of_same_year(ending, left, start)
    return Period(start, end) if end is not None and start < end else None


def _stripped(text: str) -> str:
    return _WORDS_AROUND.sub("", _WORDS_AROUND.sub("", text.strip(" ,，。.")).strip()).strip(" ,，")


def _day_of_same_year(text: str, left: str, start: date) -> date | None:
    """Read 12月30日 behind 2025年9月15日, and 12.30 behind 2025.9.15."""
    digits = plain(text)
    found = _HAN_MONTH.fullmatch(digits)
    if found and found["m"]:
        return _made(start.year, int(found["m"]), found["d"])
    later = _LATER_DAY.fullmatch(digits)
    is_day = len(re.findall(r"\d+", left)) == 3
    return _made(start.year, int(later["m"]), later["d"]) if later and is_day else None


def _made(year: int, month: int, day: str | None) -> date | None:
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:
        return None


def _day(text: str, locale: str, *, is_end: bool) -> date | None:
    """Read one end; None where it is none, or could be two days."""
    shape = shape_of(plain(text), locale) if text else None
    if shape is None or shape.is_short or shape.precision is Precision.YEAR:
        return None
    days = set(filter(None, _days(shape, is_end=is_end)))
    if _LAST_ZERO.fullmatch(text):  # only a cell that holds a number loses the zero of 2025.10
        return min(days, default=None)
    return days.pop() if len(days) == 1 else None


def _days(shape: Shape, *, is_end: bool) -> Iterator[date | None]:
    for triple in shape.triples:
        if triple.year in _YEARS and 1 <= triple.month <= 12:
            whole_month = is_end and shape.precision is Precision.MONTH
            day = None if whole_month else str(triple.day)
            yield _made(triple.year, triple.month, day)


def _checked(period: Period, months: int | None) -> Period | None:
    """See that a term beside both ends agrees with them, give or take some days."""
    if not months or not period.start or not period.end:
        return period
    told = end_of_term(period.start, months)
    return period if abs((told - period.end).days) <= 31 else None


def agrees(start: date, end: date, months: int) -> bool:
    """Say whether a term of whole months is, give or take a month, what two days say."""
    return abs((end_of_term(start, months) - end).days) <= 31
