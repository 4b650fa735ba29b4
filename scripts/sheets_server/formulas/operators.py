"""What the operators do with two values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from sheets_server.formulas.values import (
    AnswerError,
    ErrorValue,
    Key,
    Value,
    as_number,
    as_text,
    finite,
    key,
)


def _comparable(left: Value, right: Value) -> tuple[Key, Key]:
    """Give what two values are compared by; a blank is the empty text, 0 or FALSE as needed."""
    return _beside(left, right), _beside(right, left)


def _beside(value: Value, other: Value) -> Key:
    if value is not None or other is None:
        return key(value)
    return key("") if isinstance(other, str) else key(type(other)(0))


def _divided(left: Value, right: Value) -> float:
    divisor = as_number(right)
    if divisor == 0:
        raise AnswerError(ErrorValue.DIVIDE)
    return finite(as_number(left) / divisor)


def _power(left: Value, right: Value) -> float:
    try:
        result = as_number(left) ** as_number(right)
    except (OverflowError, ZeroDivisionError):
        raise AnswerError(ErrorValue.NUM) from None
    if isinstance(result, complex):
        raise AnswerError(ErrorValue.NUM)
    return float(result)


def _comparison(compare: Callable[[Key, Key], bool]) -> Callable[[Value, Value], Value]:
    return lambda left, right: compare(*_comparable(left, right))


def _calculation(calculate: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    return lambda left, right: finite(calculate(as_number(left), as_number(right)))


OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": _calculation(operator.add),
    "-": _calculation(operator.sub),
    "*": _calculation(operator.mul),
    "/": _divided,
    "^": _power,
    "&": lambda left, right: as_text(left) + as_text(right),
    "=": _comparison(operator.eq),
    "<>": _comparison(operator.ne),
    "<": _comparison(operator.lt),
    "<=": _comparison(operator.le),
    ">": _comparison(operator.gt),
    ">=": _comparison(operator.ge),
}
"""The function behind each operator; all raise AnswerError where a value does not fit."""


def negative(value: Value) -> Value:
    """Change the sign of a number.

    Raises:
        AnswerError: If the value is no number.
    """
    return -as_number(value)


def percent(value: Value) -> Value:
    """Give the hundredth of a number.

    Raises:
        AnswerError: If the value is no number.
    """
    return as_number(value) / 100
