"""Ages and years of service, as far as a month of birth can tell them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def months_of(texts: NDArray[Any]) -> NDArray[Any]:
    """Read months such as `1992-05`.

    Args:
        texts: Values of a field of kind month; blank gives NaT.
    """
    words = np.where(texts == "", "NaT", texts).astype(str)
    months: NDArray[Any] = words.astype("datetime64[M]")
    return months


def months_from(first: NDArray[Any], last: NDArray[Any]) -> NDArray[np.float64]:
    """Count calendar months from one month to another, days aside.

    Args:
        first: `datetime64`, any unit.
        last: Of the same length.

    Returns:
        2025-07 to 2035-07 is 120; NaN where either is unknown.
    """
    known = ~(np.isnat(first) | np.isnat(last))
    span = last.astype("datetime64[M]") - first.astype("datetime64[M]")
    counted: NDArray[np.float64] = np.where(known, span.astype(np.int64), np.nan).astype(float)
    return counted


def oldest_age(born: NDArray[Any], on: NDArray[Any]) -> NDArray[np.float64]:
    """Count the full years of somebody born in a month, as if on its first day.

    Args:
        born: Months of birth.
        on: Days the age is counted on.

    Returns:
        Full years; in the month of the birthday the person may be a year younger. NaN where
        either is unknown.
    """
    years: NDArray[np.float64] = np.floor(months_from(born, on) / 12)
    return years


def is_birthday_month(born: NDArray[Any], on: NDArray[Any]) -> NDArray[np.bool_]:
    """Say where the day of birth decides about a year of age."""
    same: NDArray[np.bool_] = months_from(born, on) % 12 == 0
    return same


def age_of(born: NDArray[Any], on: NDArray[Any]) -> NDArray[np.float64]:
    """Count full years from a day of birth; who is born on 29 February ages on 1 March.

    Args:
        born: Days of birth.
        on: Days the age is counted on.
    """
    not_yet = _day(on) < _day(born)
    years: NDArray[np.float64] = np.floor((months_from(born, on) - not_yet) / 12)
    return years


def _day(days: NDArray[Any]) -> NDArray[Any]:
    """Give the day of the month, from 0."""
    since_first: NDArray[Any] = days.astype("datetime64[D]") - days.astype("datetime64[M]").astype(
        "datetime64[D]"
    )
    return since_first
