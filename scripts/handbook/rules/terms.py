"""When a posting runs: its first and last day, whether it runs on a day, whether it has ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.register import Register

SPAN = ("start_planned", "reported_on", "end_planned", "extension_to", "end_actual", "status")
"""Columns of `postings` that decide when a posting runs."""

CLOSED = ("completed", "ended_early")
"""Statuses of postings somebody has closed."""
RUNNING = ("active", "extended", "suspended")
"""Statuses of postings in which somebody is away."""
OPEN = (*RUNNING, "awaiting")
"""Statuses of postings that have begun and that nobody has closed."""
ROTATION = "vn_luan_chuyen"
"""Kind of the programmes of Vietnamese rotations."""

_NOT_BEGUN = ("planned", "cancelled")


def effective_end(frame: pd.DataFrame) -> NDArray[Any]:
    """Give the last day of each posting: the actual end, else the extension, else the plan.

    Args:
        frame: With end_actual, extension_to and end_planned.
    """
    end = frame["end_actual"].fillna(frame["extension_to"]).fillna(frame["end_planned"])
    return end.to_numpy()


def with_span(register: Register, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the first and last day of postings, `Register.spans`, as columns start and end.

    Args:
        register: It knows which cells can be trusted.
        frame: Postings with the columns `SPAN`, indexed by position.
    """
    first, last = register.spans
    rows = frame.index.to_numpy()
    return frame.assign(start=first[rows], end=last[rows])


def is_running(frame: pd.DataFrame, day: date) -> NDArray[np.bool_]:
    """Say which postings run on a day; first and last day count.

    Planned and cancelled postings never do, nor does one whose first or last day is unknown.

    Args:
        frame: From `with_span`.
        day: Usually the register's day.
    """
    on = pd.Timestamp(day)
    running = (frame["start"] <= on) & (on <= frame["end"]) & ~frame["status"].isin(_NOT_BEGUN)
    return running.to_numpy(dtype=bool)


def has_ended(frame: pd.DataFrame, day: date) -> NDArray[np.bool_]:
    """Say which postings had their last day before a day, whatever their status says.

    Planned and cancelled postings never do, nor does one whose last day is unknown.

    Args:
        frame: From `with_span`.
        day: Usually the register's day.
    """
    ended = (frame["end"] < pd.Timestamp(day)) & ~frame["status"].isin(_NOT_BEGUN)
    return ended.to_numpy(dtype=bool)


def days_since(days: pd.Series[Any], day: date) -> NDArray[np.float64]:
    """Count the days from each day to another; negative where it lies ahead, NaN where unknown.

    Args:
        days: Dates.
        day: Usually the register's day.
    """
    passed: NDArray[np.float64] = (pd.Timestamp(day) - days).dt.days.to_numpy(dtype=float)
    return passed
