"""How numbers and dates look: Google's patterns, and the dates behind serial numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})


@dataclass(frozen=True)
class Locale:
    """What depends on a spreadsheet's locale.

    Attributes:
        decimal: Mark before the fraction.
        grouping: Mark between thousands.
        date: Pattern of a date without one of its own.
        is_day_first: Whether `1/3/2024` is the first of March.
    """

    decimal: str = "."
    grouping: str = ","
    date: str = "m/d/yyyy"
    is_day_first: bool = False


_LOCALES = {
    "zh_CN": Locale(date="yyyy/m/d"),
    "vi_VN": Locale(decimal=",", grouping=".", date="dd/mm/yyyy", is_day_first=True),
    "en_GB": Locale(date="dd/mm/yyyy", is_day_first=True),
}
_ELSEWHERE = Locale()


def locale_of(name: str) -> Locale:
    """Give what a locale means here; an unknown one counts as American."""
    return _LOCALES.get(name, _ELSEWHERE)


def is_date_type(kind: str) -> bool:
    """Say whether a number format's type shows a date or a time."""
    return kind in _DATE_TYPES


def serial(moment: date | datetime) -> float:
    """Give the serial number of a day or moment: days since 30 December 1899."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment - _EPOCH) / timedelta(days=1)


def moment_of(number: float) -> datetime | None:
    """Give the moment of a serial number, to the second; None beyond the calendar."""
    try:
        return _EPOCH + timedelta(seconds=round(number * 86400))
    except OverflowError:
        return None


def plain_number(number: float) -> int | float:
    """Give a number as JSON should spell it: whole ones without a fraction."""
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def shown_number(number: float, kind: str, pattern: str, locale: Locale) -> str:
    """Write a number as a cell shows it.

    Args:
        number: The value.
        kind: Type of the number format; blank for none.
        pattern: Its pattern; blank for the type's own.
        locale: Of the spreadsheet.
    """
    if kind in _DATE_TYPES:
        return _shown_moment(number, kind, pattern, locale)
    if kind == "TEXT" or (not pattern and kind not in _USUAL):
        return general(number, locale)
    return _shown_pattern(number, pattern or _USUAL[kind], locale)


_USUAL = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "#,##0.00",
    "SCIENTIFIC": "0.00E+00",
}


def general(number: float, locale: Locale) -> str:
    """Write a number that has no format."""
    whole = plain_number(number)
    text = str(whole) if isinstance(whole, int) else f"{number:.15g}"
    return text.replace("e", "E").replace(".", locale.decimal)


def iso(number: float, kind: str) -> str:
    """Write a serial number as `FORMATTED_STRING` gives it to those who ask for plain values."""
    moment = moment_of(number)
    if moment is None:
        return str(plain_number(number))
    return moment.strftime({"DATE": "%Y-%m-%d", "TIME": "%H:%M:%S"}.get(kind, "%Y-%m-%d %H:%M:%S"))


def _shown_moment(number: float, kind: str, pattern: str, locale: Locale) -> str:
    moment = moment_of(number)
    if moment is None:
        return general(number, locale)
    usual = {"DATE": locale.date, "TIME": "h:mm:ss", "DATE_TIME": f"{locale.date} h:mm:ss"}
    return "".join(_shown_part(part, moment) for part in _date_parts(pattern or usual[kind]))


_DATE_PART = re.compile(
    r'"([^"]*)"|\\(.)|(y+|m+|d+|h+|s+|am/pm|a/p)|(.)', re.IGNORECASE | re.DOTALL
)


@lru_cache(maxsize=256)
def _date_parts(pattern: str) -> tuple[tuple[str, str], ...]:
    """Split a date pattern into (kind, text): kind is a letter, `n` for minutes, blank for text."""
    parts: list[tuple[str, str]] = []
    for quoted, escaped, code, other in _DATE_PART.findall(pattern):
        parts.append((code[0].lower(), code.lower()) if code else ("", quoted or escaped or other))
    return tuple(_minutes(parts))


def _minutes(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    codes = [index for index, (kind, _) in enumerate(parts) if kind]
    for place, index in enumerate(codes):
        before = parts[codes[place - 1]][0] if place else ""
        after = parts[codes[place + 1]][0] if place + 1 < len(codes) else ""
        if parts[index][0] == "m" and (before == "h" or after == "s"):
            parts[index] = ("n", parts[index][1])
    return parts


def _shown_part(part: tuple[str, str], moment: datetime) -> str:
    kind, text = part
    if not kind:
        return text
    if kind == "y":
        return f"{moment.year:04d}" if len(text) > 2 else f"{moment.year % 100:02d}"
    if kind == "a":
        return "AM" if moment.hour < 12 else "PM"
    if kind in "md" and len(text) > 2:
        names = {"m": ("%b", "%B"), "d": ("%a", "%A")}[kind]
        return moment.strftime(names[len(text) > 3])
    numbers = {"m": moment.month, "d": moment.day, "h": moment.hour, "n": moment.minute}
    number = numbers.get(kind, moment.second)
    return f"{number:02d}" if len(text) > 1 else str(number)


@dataclass(frozen=True)
class _Digits:
    """One section of a number pattern, taken apart."""

    before: str
    after: str
    least_whole: int
    least_fraction: int
    most_fraction: int
    is_grouped: bool
    is_percent: bool
    exponent: int


def _shown_pattern(number: float, pattern: str, locale: Locale) -> str:
    sections = _sections(pattern)
    if number < 0 and len(sections) > 1:
        return _shown_digits(-number, _digits(sections[1]), locale)
    if number == 0 and len(sections) > 2:
        return _shown_digits(number, _digits(sections[2]), locale)
    sign = "-" if number < 0 else ""
    return sign + _shown_digits(abs(number), _digits(sections[0]), locale)


_QUOTED = re.compile(r'"[^"]*"|\\.|[^"\\]', re.DOTALL)


@lru_cache(maxsize=256)
def _sections(pattern: str) -> tuple[str, ...]:
    sections = [""]
    for word in _QUOTED.findall(pattern):
        if word == ";":
            sections.append("")
        else:
            sections[-1] += word
    return tuple(sections)


@lru_cache(maxsize=256)
def _digits(section: str) -> _Digits:
    before, core, after = "", "", ""
    for word in _QUOTED.findall(section):
        if word in "#0?,.Ee+" and not after:
            core += word
        elif core:
            after += _literal(word)
        else:
            before += _literal(word)
    mantissa, _, exponent = core.upper().partition("E")
    whole, _, fraction = mantissa.partition(".")
    return _Digits(
        before=before,
        after=after,
        least_whole=whole.count("0"),
        least_fraction=fraction.count("0"),
        most_fraction=len(fraction),
        is_grouped="," in whole,
        is_percent="%" in before + after,
        exponent=exponent.count("0"),
    )


def _literal(word: str) -> str:
    if word.startswith('"'):
        return word[1:-1]
    return word[1:] if word.startswith("\\") else word


def _shown_digits(number: float, digits: _Digits, locale: Locale) -> str:
    if digits.is_percent:
        number *= 100
    power = 0
    if digits.exponent and number:
        power = int(f"{number:e}".partition("e")[2])
        number /= 10**power
    # Half away from zero, as spreadsheets round; the small push undoes binary shortfall.
    text = f"{number + 1e-9 * 10**-digits.most_fraction:.{digits.most_fraction}f}"
    whole, _, fraction = text.partition(".")
    whole = whole.lstrip("0").rjust(digits.least_whole, "0")
    if digits.is_grouped:
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.grouping, whole)
    fraction = fraction[: digits.least_fraction] + fraction[digits.least_fraction :].rstrip("0")
    shown = whole + (locale.decimal + fraction if fraction else "")
    if digits.exponent:
        shown += f"E{'-' if power < 0 else '+'}{abs(power):0{digits.exponent}d}"
    return digits.before + shown + digits.after
