"""The worked examples of the page technology-commissioners, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-07-01",
    "reported_on": "2025-07-01",
    "end_planned": "2026-06-30",
}
HALF_YEAR: Row = YEAR | {
    "start_planned": "2026-01-01",
    "reported_on": "2026-01-01",
    "end_planned": "2026-06-30",
}
ENDED: Row = YEAR | {"end_actual": "2026-03-31", "status": "ended_early"}


MONTH_ENDS = ("2025-07-31", "2025-08-31", "2025-10-31", "2025-12-31")
MONTH_ENDS_OF_2026 = ("2026-01-31", "2026-03-31", "2026-05-31")
_MOST = 31  # a cell takes a month's days at most


def on_site(days: int, ends: tuple[str, ...] = MONTH_ENDS, verified: str = "") -> list[Row]:
    """Spread days over months, as many as go into each."""
    return [
        {"log_id": "", "posting_id": "S-0001", "log_on": day, "entry_type": "驻点",
         "site_days": str(min(days - _MOST * place, _MOST)), "verified": verified}
        for place, day in enumerate(ends)
        if days > _MOST * place
    ]  # fmt: skip


# docs/zh/guidance/technology-commissioners.md#site-days-example
@pytest.mark.parametrize(
    ("as_of", "posting", "days", "expected"),
    [
        pytest.param("2025-12-31", YEAR, 50, [], id="half of the year, its share"),
        pytest.param("2025-12-31", YEAR, 49, [("forecast", "warning")], id="a day behind"),
        pytest.param("2026-01-15", YEAR, 50, [], id="January is not over"),
        pytest.param("2026-06-30", YEAR, 99, [("forecast", "warning")], id="last day"),
        pytest.param("2026-06-30", YEAR, 100, [], id="last day, enough"),
        pytest.param("2026-07-01", YEAR, 99, [("", "error")], id="year is over"),
        pytest.param("2026-07-01", HALF_YEAR, 49, [], id="half a year"),
        pytest.param("2026-07-01", HALF_YEAR, 48, [("", "error")], id="half a year, too few"),
        pytest.param("2026-07-01", ENDED, 75, [], id="nine months"),
        pytest.param("2026-07-01", ENDED, 74, [("", "error")], id="nine months, too few"),
    ],
)
def test_days_on_site(as_of: str, posting: Row, days: int, expected: list):
    ends = MONTH_ENDS_OF_2026 if posting is HALF_YEAR else MONTH_ENDS
    sheets = {
        "programmes": asking("R65", site_days_min_year="100"),
        "postings": [posting],
        "work_log": on_site(days, ends),
    }
    assert rule_says("POL-R65", as_of, **sheets) == expected


def test_days_the_receiving_unit_does_not_bear_out():
    sheets = {
        "programmes": asking("R65", site_days_min_year="100"),
        "postings": [YEAR],
        "work_log": on_site(100, verified="不属实"),
    }
    assert rule_says("POL-R65", "2026-07-01", **sheets) == [("", "error")]


def linked(quantity: str) -> Row:
    return {
        "log_id": "",
        "posting_id": "S-0001",
        "log_on": "2025-08-01",
        "entry_type": "联系户",
        "quantity": quantity,
    }


# docs/zh/guidance/technology-commissioners.md#households
@pytest.mark.parametrize(
    ("as_of", "quantities", "expected"),
    [
        pytest.param("2025-09-28", ["32"], [], id="day 89"),
        pytest.param("2025-09-29", ["32"], [("", "warning")], id="day 90"),
        pytest.param("2025-09-29", ["38", "", ""], [], id="a row without a number is one"),
    ],
)
def test_linked_households(as_of: str, quantities: list[str], expected: list):
    sheets = {
        "programmes": asking("R72", household_min="40"),
        "postings": [YEAR],
        "work_log": [linked(each) for each in quantities],
    }
    assert rule_says("POL-R72", as_of, **sheets) == expected
