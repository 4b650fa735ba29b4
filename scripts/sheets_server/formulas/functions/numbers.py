"""Functions that add up and count."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext

from sheets_server.formulas.blocks import Block
from sheets_server.formulas.functions.logic import is_number
from sheets_server.formulas.values import (
    AnswerError,
    ErrorValue,
    Value,
    as_number,
    as_whole,
    finite,
)

_MOST_DIGITS = 330
"""No number in a cell has more digits before or behind its point."""


def _numbers(blocks: tuple[Block, ...]) -> Iterator[float]:
    """Give the numbers among the values; text and truth in a range are passed over.

    Raises:
        AnswerError: The first error among the values.
    """
    for block in blocks:
        is_range = len(block.cells) > 1
        for value in block.cells:
            if isinstance(value, ErrorValue):
                raise AnswerError(value)
            if isinstance(value, bool | str) and is_range:
                continue
            if value is not None and value != "":
                yield as_number(value)


def total(*blocks: Block) -> Value:
    """SUM: all numbers added up."""
    return finite(float(sum(_numbers(blocks))))


def smallest(*blocks: Block) -> Value:
    """MIN: the smallest number, 0 if there is none."""
    return min(_numbers(blocks), default=0.0)


def largest(*blocks: Block) -> Value:
    """MAX: the largest number, 0 if there is none."""
    return max(_numbers(blocks), default=0.0)


def count_numbers(*blocks: Block) -> Value:
    """COUNT: how many values are numbers."""
    cells = (value for block in blocks for value in block.cells)
    return float(sum(is_number(cell) is True for cell in cells))


def count_filled(*blocks: Block) -> Value:
    """COUNTA: how many cells hold something; the empty text counts."""
    return float(sum(value is not None for block in blocks for value in block.cells))


def rounded(number: Value, places: Value = None) -> Value:
    """ROUND: a number rounded, halves away from zero.

    Args:
        number: Any number.
        places: Behind the decimal point; negative before it; blank is 0.
    """
    exact, digits = Decimal(repr(as_number(number))), as_whole(places)
    if digits > _MOST_DIGITS:
        return float(exact)
    if digits < -_MOST_DIGITS:
        return 0.0
    with localcontext(prec=2 * _MOST_DIGITS):
        return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))
