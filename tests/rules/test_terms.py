"""When a posting runs: first and last day, and what a mistyped date does to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pytest

from handbook.rules.terms import (
    SPAN,
    days_since,
    effective_end,
    has_ended,
    is_running,
    with_span,
)
from small_workbooks import AS_OF, POSTING, check, workbook

RUNNING, ENDED, NEITHER = (True, False), (False, True), (False, False)


def span_of(changes: Mapping[str, str]) -> pd.DataFrame:
    register = check(workbook(postings=[POSTING | changes])).register
    return with_span(register, register.frame("postings", [*SPAN]))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, RUNNING, id="in the middle"),
        pytest.param({"reported_on": "2026-06-30"}, RUNNING, id="reports in today"),
        pytest.param({"reported_on": "2026-07-01"}, NEITHER, id="reports in tomorrow"),
        pytest.param({"reported_on": ""}, RUNNING, id="planned start alone"),
        pytest.param({"end_planned": "2026-06-30"}, RUNNING, id="last day"),
        pytest.param({"end_planned": "2026-06-29"}, ENDED, id="ended yesterday"),
        pytest.param({"end_planned": "2026-06-29", "extension_to": "2026-06-30"}, RUNNING,
                     id="extended to today"),
        pytest.param({"end_actual": "2026-06-29"}, ENDED, id="ended early"),
        pytest.param({"end_planned": "2026-06-01", "end_actual": "2026-07-01"}, RUNNING,
                     id="stays longer than planned"),
        pytest.param({"status": "planned"}, NEITHER, id="not begun"),
        pytest.param({"status": "cancelled"}, NEITHER, id="cancelled"),
        pytest.param({"end_planned": "2025-12-01"}, NEITHER, id="ends before it starts"),
        pytest.param({"end_planned": "2026-05-31", "extension_to": "2026-13-01"}, NEITHER,
                     id="extension mistyped"),
        pytest.param({"end_actual": "2026-02-30"}, NEITHER, id="actual end mistyped"),
        pytest.param({"reported_on": "2026-02-30"}, RUNNING, id="report mistyped"),
        pytest.param({"end_actual": "2026-05-31", "extension_to": "2026-13-01"}, ENDED,
                     id="ended, whatever the extension was"),
    ],
)  # fmt: skip
def test_a_posting_runs_or_has_ended_on_a_day(
    changes: dict[str, str], expected: tuple[bool, bool]
) -> None:
    frame = span_of(changes)
    assert (is_running(frame, AS_OF)[0], has_ended(frame, AS_OF)[0]) == expected


def test_the_actual_end_goes_before_the_extension_and_that_before_the_plan() -> None:
    days = {
        "end_planned": ["2026-03-31", "2026-03-31", "2026-03-31", None],
        "extension_to": ["2026-05-31", "2026-05-31", None, None],
        "end_actual": ["2026-04-15", None, None, None],
    }
    frame = pd.DataFrame({name: pd.to_datetime(values) for name, values in days.items()})
    ends = pd.Series(effective_end(frame)).dt.strftime("%m-%d").fillna("").tolist()
    assert ends == ["04-15", "05-31", "03-31", ""]


def test_days_are_counted_to_the_day_and_unknown_ones_not() -> None:
    days = pd.Series(pd.to_datetime(["2026-06-29", "2026-06-30", "2026-07-02", None]))
    np.testing.assert_equal(days_since(days, date(2026, 6, 30)), [1, 0, -2, np.nan])
