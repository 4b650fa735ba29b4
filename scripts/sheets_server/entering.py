"""What becomes of a text that somebody types into a cell, by the spreadsheet's locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sheets_server.formats import Locale, serial
from sheets_server.grid import Value

Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A typed text, understood.

    Attributes:
        value: What the cell holds; None for a blank cell or a formula.
        formula: With its equals sign; blank for none.
        number_format: Format the cell takes on; None to leave its own.
    """

    value: Value = None
    formula: str = ""
    number_format: Json | None = None


def entered(text: str, locale: Locale, *, is_text: bool) -> Entry:
    """Understand a typed text.

    Args:
        text: As typed.
        locale: Of the spreadsheet.
        is_text: Whether the cell's format is text, so that everything stays as typed.
    """
    if not text:
        return Entry()
    if is_text:
        return Entry(text)
    if text.startswith("'"):
        return Entry(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entry(formula=text)
    if text.upper() in {"TRUE", "FALSE"}:
        return Entry(text.upper() == "TRUE")
    trimmed = text.strip()
    return _moment(trimmed, locale) or _number(trimmed, locale) or Entry(text)


def _number(text: str, locale: Locale) -> Entry | None:
    decimal, grouping = re.escape(locale.decimal), re.escape(locale.grouping)
    match = re.fullmatch(
        rf"([+-]?)(\d+|\d{{1,3}}(?:{grouping}\d{{3}})+)?(?:{decimal}(\d*))?(E[+-]?\d+)?(%?)",
        text,
        re.IGNORECASE | re.ASCII,
    )
    if not match or not (match[2] or match[3]):
        return None
    whole = (match[2] or "0").replace(locale.grouping, "")
    number = float(f"{match[1]}{whole}.{match[3] or 0}{match[4] or ''}")
    if number in (float("inf"), float("-inf")):
        return None
    fraction = ".00" if match[3] else ""
    if match[5]:
        return Entry(number / 100, number_format={"type": "PERCENT", "pattern": f"0{fraction}%"})
    if match[2] and locale.grouping in match[2]:
        return Entry(number, number_format={"type": "NUMBER", "pattern": f"#,##0{fraction}"})
    if match[4]:
        return Entry(number, number_format={"type": "SCIENTIFIC", "pattern": "0.00E+00"})
    return Entry(number)


_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"(?:[ T](?P<h>\d{1,2}):(?P<n>\d{2})(?::(?P<c>\d{2}))?)?",
    re.ASCII,
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})", re.ASCII)
_CHINESE = re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?", re.ASCII)


def _moment(text: str, locale: Locale) -> Entry | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _year_first(match)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match, locale)
    if match := _CHINESE.fullmatch(text):
        day = match["d"] or "1"
        pattern = 'yyyy"年"m"月"d"日"' if match["d"] else 'yyyy"年"m"月"'
        return _entry(match["y"], match["m"], day, "DATE", pattern)
    return None


def _year_first(match: re.Match[str]) -> Entry | None:
    mark = match["s"]
    month = "mm" if len(match["m"]) == 2 else "m"
    day = "dd" if len(match["d"]) == 2 else "d"
    pattern = mark.join(("yyyy", month, day))
    entry = _entry(match["y"], match["m"], match["d"], "DATE", pattern)
    if entry is None or not match["h"]:
        return entry
    try:
        hour = time(int(match["h"]), int(match["n"]), int(match["c"] or 0))
    except ValueError:
        return None
    seconds = hour.hour * 3600 + hour.minute * 60 + hour.second
    shown = {"type": "DATE_TIME", "pattern": f"{pattern} h:mm:ss"}
    return Entry(float(entry.value or 0) + seconds / 86400, number_format=shown)


def _year_last(match: re.Match[str], locale: Locale) -> Entry | None:
    if locale.is_day_first:
        return _entry(match["y"], match["b"], match["a"], "DATE", _digits(match, "d", "m"))
    return _entry(match["y"], match["a"], match["b"], "DATE", _digits(match, "m", "d"))


def _digits(match: re.Match[str], first: str, second: str) -> str:
    return match["s"].join((first * len(match["a"]), second * len(match["b"]), "yyyy"))


def _entry(year: str, month: str, day: str, kind: str, pattern: str) -> Entry | None:
    try:
        number = serial(date(int(year), int(month), int(day)))
    except ValueError:
        return None
    return Entry(number, number_format={"type": kind, "pattern": pattern})
