"""Number formats that change what a cell tells: `"C-"00000`, percentages, months without a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeAlias

from handbook.sources.xlsx_package import Package, local

Display: TypeAlias = Callable[[object], str | None]
"""Gives a value as its format shows it, or None where the plain form tells the same."""

_MONTH_FORMATS = frozenset({17, 27, 36, 50, 52, 57})
"""Built-in formats that show year and month only; from 27 on those of Chinese Excel.

Spec: ECMA-376 part 1, 18.8.30 numFmt, all languages and zh-cn.
"""
_BLOCKS_OF_STYLES = ("cellStyleXfs", "cellXfs", "dxfs")
_PERCENT_FORMATS = frozenset({9, 10})
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|[_*].|(?P<plain>.)', re.DOTALL
)
_PADDED = re.compile(r"[#,]*(?P<zeros>0{2,})")
_PLACEHOLDERS = "0#?.,%ymdhsYMDHS"
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"y+m+|m+y+", re.IGNORECASE)


def load_displays(package: Package) -> dict[str, Display]:
    """Give the displays by the number of the cell style that asks for one.

    Args:
        package: A workbook; one without styles asks for none.

    Raises:
        PullError: The styles cannot be read.
    """
    codes: dict[int, str] = {}
    formats: list[int] = []
    block = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal block
        name = local(tag)
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf" and block == "cellXfs":
            formats.append(int(attributes.get("numFmtId", "0")))
        elif name in _BLOCKS_OF_STYLES:
            block = name

    content = package.part("xl/styles.xml")
    if content:
        package.parse(content, start)
    displays = ((str(style), _display(number, codes)) for style, number in enumerate(formats))
    return {style: display for style, display in displays if display is not None}


def _display(number: int, codes: Mapping[int, str]) -> Display | None:
    if number in codes:
        return display_of(codes[number])
    if number in _MONTH_FORMATS:
        return _as_month
    return _as_percent if number in _PERCENT_FORMATS else None


def display_of(code: str) -> Display | None:
    """Give the display a format code asks for, or None where it changes nothing that matters.

    Thousands separators, currencies and decimals are dropped: the bare number tells the same.

    Args:
        code: As written in the file, with all its sections; the first one counts.
    """
    prefix, pattern, suffix = _parts(code)
    if _DATE_LETTERS.search(pattern):
        return _as_month if _MONTH_ONLY.fullmatch(pattern) else None
    if pattern.endswith("%"):
        return _as_percent
    padded = _PADDED.fullmatch(pattern)
    if padded is None or suffix:
        return None
    return partial(_as_padded, prefix, len(padded["zeros"]))


def _parts(code: str) -> tuple[str, str, str]:
    """Split the first section into the literal before, the placeholders, the literal after."""
    before, pattern, after = "", "", ""
    for token in _TOKEN.finditer(code):
        plain = token["plain"] or ""
        if plain == ";":
            break
        if plain and plain in _PLACEHOLDERS:
            pattern += plain
            continue
        literal = token["quoted"] or token["escaped"] or plain
        before, after = (before, after + literal) if pattern else (before + literal, after)
    return before, pattern, after


def _as_month(value: object) -> str | None:
    """Show the month alone, where the day is the first: nobody typed that day."""
    if isinstance(value, date) and value.day == 1:
        return f"{value.year:04}-{value.month:02}"
    return None


def _as_percent(value: object) -> str | None:
    if isinstance(value, float):
        return repr(round(value * 100, 10)).removesuffix(".0") + "%"
    return None


def _as_padded(prefix: str, digits: int, value: object) -> str | None:
    if isinstance(value, float) and value.is_integer() and value >= 0:
        return f"{prefix}{int(value):0{digits}d}"
    return None
