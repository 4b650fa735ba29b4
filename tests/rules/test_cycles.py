"""How often something has fallen due: whole cycles, month ends, the leap day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.register import add_months
from handbook.rules.cycles import later_of, next_due, whole_cycles


def cycles(start: str, until: str, months: float) -> int:
    days = [np.array([each], dtype="datetime64[s]") for each in (start, until)]
    return int(whole_cycles(days[0], days[1], np.array([months]))[0])


@pytest.mark.parametrize(
    ("start", "until", "months", "count"),
    [
        pytest.param("2025-09-01", "2025-11-29", 3, 0, id="a day short of the first"),
        pytest.param("2025-09-01", "2025-11-30", 3, 1, id="the first is over"),
        pytest.param("2025-09-01", "2026-08-31", 3, 4, id="a year of quarters"),
        pytest.param("2025-11-30", "2026-02-26", 3, 0, id="end of February not reached"),
        pytest.param("2025-11-30", "2026-02-27", 3, 1, id="clamped to the end of February"),
        pytest.param("2024-02-29", "2025-02-27", 12, 1, id="from a leap day"),
        pytest.param("2024-02-29", "2028-02-28", 12, 4, id="clamping does not add up"),
        pytest.param("2025-01-01", "2025-01-15", 0.5, 1, id="half a month is fifteen days"),
        pytest.param("2025-09-01", "2025-08-01", 3, 0, id="end before the start"),
        pytest.param("NaT", "2025-08-01", 3, 0, id="start unknown"),
        pytest.param("2025-09-01", "NaT", 3, 0, id="end unknown"),
        pytest.param("2025-09-01", "2026-08-31", float("nan"), 0, id="no cycle"),
        pytest.param("2025-09-01", "2026-08-31", 0, 0, id="cycle of nothing"),
    ],
)
def test_whole_cycles_are_counted_from_the_start(
    start: str, until: str, months: float, count: int
) -> None:
    assert cycles(start, until, months) == count


@given(
    start=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    days=st.integers(-100, 4000),
    months=st.sampled_from([0.5, 1, 1.5, 2, 3, 6, 12]),
)
def test_counting_one_cycle_after_another_gives_the_same(
    start: date, days: int, months: float
) -> None:
    until = start + timedelta(days=days)
    first, count = np.array([start], dtype="datetime64[s]"), 0
    while add_months(first, np.array([(count + 1) * months]))[0] <= np.datetime64(
        until + timedelta(days=1)
    ):
        count += 1
    assert cycles(str(start), str(until), months) == count


@pytest.mark.parametrize(
    ("months", "due"),
    [
        pytest.param(3.0, pd.Timestamp("2026-02-28"), id="a quarter, month end clamped"),
        pytest.param(0.0, pd.NaT, id="zero"),
        pytest.param(float("nan"), pd.NaT, id="no cycle"),
    ],
)
def test_what_comes_round_is_due_a_cycle_later(months: float, due: pd.Timestamp) -> None:
    since = pd.Series(pd.to_datetime(["2025-11-30"]).astype("datetime64[s]"))
    given_due = next_due(since, pd.Series([months]))[0]
    assert (given_due is pd.NaT and due is pd.NaT) or given_due == due


def test_the_later_of_two_days_is_the_known_one_where_one_is_blank() -> None:
    first = pd.Series(pd.to_datetime(["2025-01-01", None, "2025-01-01", None]))
    second = pd.Series(pd.to_datetime(["2025-01-02", "2025-01-02", None, None]))
    later = [str(each)[:10] for each in later_of(first, second)]
    assert later == ["2025-01-02", "2025-01-02", "2025-01-01", "NaT"]
