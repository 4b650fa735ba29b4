"""Adding up what was entered for a posting between two days, in one pass over the entries."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_NAMED_AT_MOST = 12  # the rest of a list is in the sheet
_DAYS_PER_OWNER = 10**6  # more than any day counts from 1970, so that owners never mix


def sums_between(
    entries: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    owners: NDArray[Any],
    first: NDArray[Any],
    last: NDArray[Any],
) -> NDArray[Any]:
    """Add up dated values of an owner between two days, both included.

    Args:
        entries: Owner (a position), day and value of every entry, in any order; no NaT, no NaN.
        owners: Whose, for each span.
        first: First day of each span.
        last: Last day of each span; before the first one there is nothing.
    """
    owner, day, value = entries
    places = _place(owner, day)
    order = np.argsort(places, kind="stable")
    places = places[order]
    total = np.concatenate([[0.0], np.cumsum(value[order].astype(float))])
    begin = np.searchsorted(places, _place(owners, first), side="left")
    end = np.searchsorted(places, _place(owners, last), side="right")
    sums: NDArray[Any] = np.round(total[np.maximum(end, begin)] - total[begin], 6)
    return sums


def _place(owner: NDArray[Any], day: NDArray[Any]) -> NDArray[np.int64]:
    days = day.astype("datetime64[D]").astype(np.int64)
    return owner.astype(np.int64) * _DAYS_PER_OWNER + days


def first_few(names: list[str]) -> tuple[str, ...]:
    """Give at most twelve names, as they stand in a sentence, and a mark for the rest."""
    return (*names[:_NAMED_AT_MOST], "…") if len(names) > _NAMED_AT_MOST else tuple(names)


def month_end(days: NDArray[Any]) -> NDArray[Any]:
    """Give the last day of the month of each day."""
    next_month = days.astype("datetime64[M]") + np.timedelta64(1, "M")
    last: NDArray[Any] = next_month.astype("datetime64[D]") - np.timedelta64(1, "D")
    return last
