"""What falls due by the cycles of a programme: how many times, and whether it happened in time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.register import Register, add_months
from handbook.rules.terms import SPAN, is_running, with_span

_ONE_DAY = np.timedelta64(1, "D")
_PAUSED = ("suspended",)


def whole_cycles(
    start: NDArray[Any], until: NDArray[Any], months: NDArray[Any]
) -> NDArray[np.intp]:
    """Count the whole cycles that are over when a day ends.

    A cycle of three months from 2025-11-30 is over on 2026-02-27; month ends are clamped, and all
    cycles are counted from the start, so that clamping never adds up.

    Args:
        start: First days; NaT counts nothing.
        until: Days, that day included; NaT counts nothing.
        months: Lengths of a cycle; NaN, zero and less count nothing.
    """
    months = months.astype(float)
    usable = ~np.isnat(start) & ~np.isnat(until) & (months > 0)
    months = np.where(usable, months, np.nan)
    first = np.where(usable, start, np.datetime64("2000-01-01", "s")).astype("datetime64[M]")
    next_day = until + _ONE_DAY
    last = np.where(usable, next_day, np.datetime64("2000-01-01", "s")).astype("datetime64[M]")
    span = (last - first).astype(int) + 1
    count = np.where(usable, np.ceil(np.maximum(span, 0) / np.where(usable, months, 1)), 0)
    while (over := (count > 0) & (add_months(start, count * months) > next_day)).any():
        count = count - over
    cycles: NDArray[np.intp] = count.astype(np.intp)
    return cycles


def cycles_due(
    register: Register, frame: pd.DataFrame, months: NDArray[Any], grace_days: int
) -> NDArray[np.intp]:
    """Count how often something has fallen due in each posting by the register's day.

    Once for every whole cycle from the planned start that was over, within the posting, more than
    the days of grace ago and not before the programme's `checked_from`.

    Args:
        register: Its day decides.
        frame: Postings with `start_planned`, `end` and `checked_from`.
        months: Length of the cycle of each posting; NaN where there is none.
        grace_days: Days after the end of a cycle on which nothing is missing yet.
    """
    start = frame["start_planned"].to_numpy()
    late = np.datetime64(register.as_of, "s") - (grace_days + 1) * _ONE_DAY
    end = frame["end"].to_numpy()
    due = whole_cycles(start, np.where(end < late, end, late), months)
    before = whole_cycles(start, frame["checked_from"].to_numpy() - _ONE_DAY, months)
    missing: NDArray[np.intp] = np.where(np.isnat(end), 0, np.maximum(due - before, 0))
    return missing


def running_postings(
    register: Register, rule: str, parameters: list[str], fields: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Give the postings that run on the register's day, suspended ones not.

    Args:
        register: Must have postings.
        rule: Only programmes that have it on.
        parameters: Columns of `programmes` besides `checked_from`.
        fields: Columns of `postings` besides those of a span.

    Returns:
        As `Register.postings_with`, with start, end, key, and since: the later of the start and
        the programme's `checked_from`.
    """
    frame = register.postings_with(["checked_from", *parameters], [*SPAN, *fields], rule)
    frame = with_span(register, frame)
    frame = frame[is_running(frame, register.as_of) & ~frame["status"].isin(_PAUSED)]
    return frame.assign(
        key=register.tables["postings"].keys[frame.index],
        since=later_of(frame["start"], frame["checked_from"]),
    )


def next_due(since: pd.Series[Any], months: pd.Series[Any]) -> pd.Series[Any]:
    """Give the day by which something that comes round in cycles should have come again.

    Args:
        since: The start, or the last time if that is later.
        months: Length of the cycle; NaT comes out where it is blank, zero or less.
    """
    cycle = months.to_numpy(dtype=float)
    cycle = np.where(cycle > 0, cycle, np.nan)
    return pd.Series(add_months(since.to_numpy(), cycle), since.index)


def later_of(first: pd.Series[Any], second: pd.Series[Any]) -> pd.Series[Any]:
    """Give the later of two days each; where one is unknown, the other."""
    return first.where(~(second > first) & first.notna(), second)
