"""The values a cell can hold, and how one kind is read as another."""

from __future__ import annotations

from enum import Enum
from math import isfinite
from typing import TypeAlias


class ErrorValue(Enum):
    """An error a cell shows instead of a value; the value of each is the text shown."""

    ERROR = "#ERROR!"
    NULL = "#NULL!"
    DIVIDE = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    MISSING = "#N/A"

    @property
    def type(self) -> str:
        """Give the name of this error in the API, `errorValue.type`."""
        return _TYPES.get(self, self.name)


_TYPES = {
    ErrorValue.NULL: "NULL_VALUE",
    ErrorValue.DIVIDE: "DIVIDE_BY_ZERO",
    ErrorValue.MISSING: "N_A",
}

Value: TypeAlias = str | float | bool | ErrorValue | None
"""What one cell holds; a date is its serial number of days, None is a blank cell."""

Key: TypeAlias = tuple[int, float | str]
"""What two values share if a spreadsheet calls them equal; also their order."""


class AnswerError(Exception):
    """Raised inside a function whose answer is an error."""

    def __init__(self, value: ErrorValue) -> None:
        """Keep the error shown."""
        super().__init__(value.value)
        self.value = value


_LARGEST_WHOLE = 2.0**53


def finite(number: float) -> float:
    """Let a number pass that a cell can hold.

    Args:
        number: As calculated.

    Raises:
        AnswerError: `#NUM!` for one that is too large, or none at all.
    """
    if not isfinite(number):
        raise AnswerError(ErrorValue.NUM)
    return number


def as_number(value: Value) -> float:
    """Read a value as a number, as an operator does with its operands.

    Args:
        value: Blank is 0, TRUE is 1; text has to spell a number, a percentage included.

    Raises:
        AnswerError: `#VALUE!` for any other text, the error itself for an error.
    """
    if isinstance(value, str):
        return _spelled(value)
    if isinstance(value, ErrorValue):
        raise AnswerError(value)
    return float(value or 0)


def _spelled(text: str) -> float:
    """Read the number that a text spells."""
    digits = text.strip().replace(",", "")
    scale = 1.0
    if digits.endswith("%"):
        digits, scale = digits[:-1], 0.01
    if not digits.isascii() or "_" in digits:
        raise AnswerError(ErrorValue.VALUE)
    try:
        number = float(digits) * scale
    except ValueError:
        raise AnswerError(ErrorValue.VALUE) from None
    if not isfinite(number):
        raise AnswerError(ErrorValue.VALUE)
    return number


def as_text(value: Value) -> str:
    """Read a value as text: blank is the empty text, whole numbers have no decimal point.

    Raises:
        AnswerError: The error itself for an error.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, ErrorValue):
        raise AnswerError(value)
    return _digits(value)


def _digits(number: float) -> str:
    """Spell a number in general format, at most fifteen digits of it."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}".replace("e", "E")


def as_truth(value: Value) -> bool:
    """Read a value as a condition: blank and 0 are false.

    Raises:
        AnswerError: `#VALUE!` for text other than TRUE and FALSE, the error itself for an error.
    """
    if isinstance(value, str):
        truth = {"TRUE": True, "FALSE": False}.get(value.strip().upper())
        if truth is None:
            raise AnswerError(ErrorValue.VALUE)
        return truth
    if isinstance(value, ErrorValue):
        raise AnswerError(value)
    return bool(value)


def as_whole(value: Value) -> int:
    """Read a value as a whole number, decimals cut off.

    Raises:
        AnswerError: As `as_number`; `#NUM!` where it is too large to count with.
    """
    number = as_number(value)
    if abs(number) > _LARGEST_WHOLE:
        raise AnswerError(ErrorValue.NUM)
    return int(number)


def key(value: Value) -> Key:
    """Give what a value is compared by: numbers before text before truth, capitals folded.

    A blank compares as the empty text; comparing it with a number is the caller's case.

    Raises:
        AnswerError: The error itself for an error.
    """
    if isinstance(value, bool):
        return (2, float(value))
    if isinstance(value, ErrorValue):
        raise AnswerError(value)
    if value is None:
        return (1, "")
    return (1, value.casefold()) if isinstance(value, str) else (0, float(value))
