"""The days somebody was away from the receiving unit, one row per day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from handbook.register import Register
from handbook.rules.belonging import rows_of

_ONE_DAY = pd.Timedelta(days=1)
_LONGEST = 1100  # days; a posting runs three years, so a longer absence is a slip of the pen

ABSENCE = ["kind", "start_on", "end_on", "days", "returned_on"]
"""Columns of `absences` that `days_away` needs."""


def absences_of(
    register: Register, postings: pd.DataFrame, fields: list[str] | None = None
) -> pd.DataFrame:
    """Join absences with their postings, each with its last day away.

    Who came back earlier than planned was away until the day before.

    Args:
        register: Read only.
        postings: From `begun_postings`.
        fields: Columns of `absences` besides `ABSENCE`.

    Returns:
        Rows with a first and a last day, in order; indexed by position, with `last`.
    """
    frame = rows_of(register, "absences", [*ABSENCE, *(fields or [])], postings)
    back = frame["returned_on"] - _ONE_DAY
    frame = frame.assign(last=frame["end_on"].where(~(back < frame["end_on"]), back))
    length = (frame["last"] - frame["start_on"]).dt.days + 1
    return frame[(length >= 1) & (length <= _LONGEST)]


def days_away(frame: pd.DataFrame) -> pd.DataFrame:
    """Spread absences over their days.

    Args:
        frame: From `absences_of`.

    Returns:
        One row per absence and day, with `absence` (its position), `posting` and `day`.
    """
    length = ((frame["last"] - frame["start_on"]).dt.days + 1).to_numpy()
    absence = np.repeat(np.arange(len(frame)), length)
    offset = np.arange(len(absence)) - np.repeat(np.cumsum(length) - length, length)
    day = frame["start_on"].to_numpy()[absence] + offset.astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "absence": frame.index.to_numpy()[absence],
            "posting": frame["posting"].to_numpy()[absence],
            "day": day,
        }
    )
