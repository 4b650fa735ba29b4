"""From two renderings of a cell to the text an editor reads: dates, numbers, yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31

_CLOCK = re.compile(
    r"\d{1,2}\s*[:：时點点]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}(?:[.,]\d+)?)?\s*[分秒]?"
)
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)[一二三四五六日天]|\bthứ\s+\w+|\bt[2-7]\b", re.IGNORECASE)
_MONTHS = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE | re.ASCII
)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_TEN = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_SEPARATORS = ".,'’\u00a0\u202f\u2009 "
_BARE_NUMBER = re.compile(rf"([-−+]?)(\d(?:[\d{_SEPARATORS}]*\d)?)", re.ASCII)
_LARGEST_EXACT = 10.0**15  # beyond, a float no longer holds every whole number


def displayed(value: object, shown: str) -> str:
    """Give the text of a cell whose value is no text.

    A number whose display spells the day of its own serial number is a date: `2024-03-01`, with
    the time where one is displayed, or `2024-03` where only the month is and the day is the first.
    Other numbers lose their grouping separators and their currency sign, nothing else: what is
    padded, a percentage or has words around it stays as displayed.

    Args:
        value: As Google gives it unformatted: a number, or true or false.
        shown: As displayed in the spreadsheet's own locale.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float) or shown == str(value):
        return shown
    return _as_date(float(value), shown) or _as_number(float(value), shown) or shown


def _as_date(serial: float, shown: str) -> str | None:
    """Write a date in ISO form, or give None where the display tells of none."""
    if not 1 <= serial < _LAST_SERIAL:
        return None
    instant = _FIRST_DAY + timedelta(seconds=round(serial * 86_400))
    day = instant.date()
    if shown == str(day):
        return shown
    text = unicodedata.normalize("NFKC", shown)
    clock = _CLOCK.search(text)
    if clock and not _is_clock_of(instant, clock[0]):
        return None
    groups = _numbers(_CLOCK.sub(" ", text))
    if groups and _spells_month(groups, day) and day.day == 1:
        return f"{day:%Y-%m}"
    if not _spells_day(groups, day):
        return None
    has_time = clock and (instant.hour or instant.minute or instant.second)
    return f"{day} {_time(instant)}" if has_time else str(day)


def _numbers(text: str) -> list[str]:
    """Give the groups of digits, with names of months and Chinese numerals turned into digits."""
    text = _WEEKDAY.sub(" ", text)
    text = _MONTHS.sub(lambda found: f" {_MONTH_NAMES.index(found[1].lower()) + 1} ", text)
    text = _CHINESE_TEN.sub(lambda found: f"{found[1] or '一'}{found[2] or '〇'}", text)
    return re.findall(r"\d+", text.translate(_CHINESE_DIGITS))


def _years(day: date) -> tuple[str, str]:
    return f"{day.year:04}", f"{day.year % 100:02}"


def _spells_day(groups: list[str], day: date) -> bool:
    """Say whether the groups are year, month and day in any order; the year may be missing."""
    if _spells_month(groups, day):
        return True
    wanted = sorted((str(day.month), str(day.day)))
    if len(groups) == 2:
        return _plain(groups) == wanted
    return len(groups) == 3 and any(
        _plain([*groups[:place], *groups[place + 1 :]]) == wanted
        for place, group in enumerate(groups)
        if group in _years(day)
    )


def _plain(groups: Sequence[str]) -> list[str]:
    return sorted(str(int(group)) for group in groups)


def _spells_month(groups: list[str], day: date) -> bool:
    """Say whether the groups are year and month in any order."""
    if len(groups) != 2:
        return False
    month = str(day.month)
    return any(
        year in _years(day) and str(int(other)) == month and len(other) <= 2
        for year, other in (groups, reversed(groups))
    )


def _is_clock_of(instant: datetime, text: str) -> bool:
    hours, minutes, *_ = map(int, re.findall(r"\d+", text))
    return hours % 12 == instant.hour % 12 and minutes == instant.minute


def _time(instant: datetime) -> str:
    return f"{instant:%H:%M:%S}" if instant.second else f"{instant:%H:%M}"


def _as_number(value: float, shown: str) -> str | None:
    """Write a number without separators, or give None where the display tells more than it."""
    text = "".join(each for each in shown if unicodedata.category(each) != "Sc").strip()
    match = _BARE_NUMBER.fullmatch(text)
    if match is None or (value and (match[1] in ("-", "−")) != (value < 0)):
        return None
    whole, decimals = _split(match[2], abs(value))
    if whole is None or (len(whole) > 1 and whole.startswith("0")):
        return None
    plain = f"{whole}.{decimals}" if decimals else whole
    if float(plain) == abs(value) and abs(value) < _LARGEST_EXACT:
        plain = repr(abs(value)).removesuffix(".0") if abs(value) >= 1e-4 or not value else plain
    return f"-{plain}" if value < 0 else plain


def _split(digits: str, size: float) -> tuple[str | None, str]:
    """Part a displayed number into whole part and decimals; the value tells which mark is which.

    Returns:
        None for the whole part where the display is of another number.
    """
    groups = re.split(rf"[{_SEPARATORS}]", digits)
    everything = "".join(groups)
    for decimals in dict.fromkeys(("", groups[-1] if len(groups) > 1 else "")):
        whole = everything[: len(everything) - len(decimals)]
        if abs(float(f"{whole}.{decimals or 0}") - size) <= 0.5000001 * 10.0 ** -len(decimals):
            return whole, decimals
    return None, ""
