"""Number patterns, such as `yyyy-mm-dd` and `#,##0.00`, as the function TEXT takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from sheets_server.formulas.functions.dates import day_of
from sheets_server.formulas.values import as_text

_PIECE = re.compile(r'"[^"]*"|\\.|y+|m+|d+|[#0][#0,.]*%?|.', re.IGNORECASE | re.DOTALL)
_MOST_DIGITS = 330
_DIGITS = re.compile(r"[#0][#0,.]*%?")


def with_pattern(number: float, pattern: str) -> str:
    """Write a number or a date by a pattern.

    Args:
        number: A date is its serial number.
        pattern: Text in quotes, or behind a backslash, stands for itself.
    """
    pieces = _PIECE.findall(pattern)
    if any(piece[0] in "yYdD" for piece in pieces):
        return "".join(_dated(pieces, day_of(number)))
    return "".join(_numbered(pieces, number)) or as_text(number)


def _dated(pieces: list[str], day: date) -> Iterator[str]:
    """Write the pieces of a pattern of a date."""
    for piece in pieces:
        match piece.lower()[0], len(piece):
            case "y", size:
                yield f"{day.year:04}" if size > 2 else f"{day.year % 100:02}"
            case "m", size:
                yield f"{day.month:02}" if size > 1 else str(day.month)
            case "d", size:
                yield f"{day.day:02}" if size > 1 else str(day.day)
            case _:
                yield _plain(piece)


def _numbered(pieces: list[str], number: float) -> Iterator[str]:
    """Write the pieces of a pattern of a number."""
    for piece in pieces:
        yield _written(piece, number) if _DIGITS.fullmatch(piece) else _plain(piece)


def _plain(piece: str) -> str:
    """Write a piece that stands for itself."""
    return piece[1:] if piece[0] == "\\" else piece.strip('"') if len(piece) > 1 else piece


def _written(digits: str, number: float) -> str:
    """Write a number by a piece such as `#,##0.00%`."""
    is_percent = digits.endswith("%")
    whole, _, decimals = digits.rstrip("%").partition(".")
    with localcontext(prec=_MOST_DIGITS + len(digits)):
        exact = Decimal(repr(number)) * (100 if is_percent else 1)
        rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    before, _, behind = f"{rounded.copy_abs():f}".partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    optional = len(decimals) - len(decimals.rstrip("#"))
    kept = behind[: len(behind) - optional] + behind[len(behind) - optional :].rstrip("0")
    if "," in whole and before:
        before = f"{int(before):,}".rjust(whole.count("0"), "0")
    point = f".{kept}" if kept else ""
    return f"{'-' if rounded < 0 else ''}{before}{point}{'%' if is_percent else ''}"
