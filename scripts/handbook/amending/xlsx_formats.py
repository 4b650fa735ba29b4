"""What the styles of a workbook's cells are for: days, numbers, text."""

from __future__ import annotations

import re
from enum import Enum

from handbook.annotating.xlsx_markup import read_markup

_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
"""Built-in formats with a day in them; from 27 on those of Chinese Excel.

Spec: ECMA-376 part 1, 18.8.30 numFmt, all languages and zh-cn.
"""
_TEXT = 49
_GENERAL = 0
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')


class Shape(Enum):
    """What a cell is formatted to hold."""

    ANYTHING = "anything"
    DAY = "day"
    NUMBER = "number"
    TEXT = "text"


def shapes_of(styles: bytes) -> dict[int, Shape]:
    """Give the shape of each cell style.

    Args:
        styles: The part `xl/styles.xml`; blank where the workbook has none.

    Returns:
        Number of a cell style, from 0 → its shape.
    """
    if not styles:
        return {}
    root = read_markup(styles, 2)
    block = root.child("numFmts")
    codes = {
        int(each.attribute("numFmtId") or 0): each.attribute("formatCode")
        for each in (block.named("numFmt") if block is not None else ())
    }
    formats = root.child("cellXfs")
    return {
        number: _shape(int(each.attribute("numFmtId") or 0), codes)
        for number, each in enumerate(formats.named("xf") if formats is not None else ())
    }


def _shape(number: int, codes: dict[int, str]) -> Shape:
    if number == _GENERAL:
        return Shape.ANYTHING
    code = _LITERALS.sub("", codes.get(number, ""))
    if number == _TEXT or code == "@":
        return Shape.TEXT
    if number in _DAYS or re.search("[yd]", code, re.IGNORECASE):
        return Shape.DAY
    return Shape.NUMBER
