"""Ages and years of service from months and days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.rules.ages import age_of, is_birthday_month, months_from, months_of, oldest_age
from handbook.rules.ranks import is_below

DAYS = st.dates(date(1940, 1, 1), date(2040, 12, 31))


def day(value: date | str) -> np.ndarray:
    return np.array([value], dtype="datetime64[s]")


def slow_age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@given(born=DAYS, on=DAYS)
def test_an_age_is_that_of_the_calendar(born: date, on: date) -> None:
    assert age_of(day(born), day(on))[0] == slow_age(born, on)


@given(born=DAYS, on=DAYS)
def test_a_month_of_birth_leaves_one_year_open_in_the_birthday_month_only(
    born: date, on: date
) -> None:
    month = months_of(np.array([f"{born:%Y-%m}"], dtype=object))
    spare = oldest_age(month, day(on))[0] - slow_age(born, on)
    assert spare in ((0, 1) if is_birthday_month(month, day(on))[0] else (0,))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2025-07-31", "2035-07-01", 120, id="days do not matter"),
        pytest.param("2024-02-29", "2024-03-01", 1, id="over a leap day"),
        pytest.param("2025-07-01", "2025-06-30", -1, id="backwards"),
    ],
)
def test_months_are_counted_by_the_calendar(first: str, last: str, expected: int) -> None:
    assert months_from(day(first), day(last))[0] == expected


def test_what_is_unknown_has_no_age() -> None:
    unknown = months_of(np.array(["", "1990-01"], dtype=object))
    on = np.array(["2025-01-01", "NaT"], dtype="datetime64[s]")
    assert np.isnan(oldest_age(unknown, on)).all()
    assert not is_birthday_month(unknown, on).any()
    assert np.isnan(age_of(unknown, on)).all()


@pytest.mark.parametrize(
    ("rank", "other", "expected"),
    [
        pytest.param("deputy_section", "section", True, id="lower"),
        pytest.param("section", "section", False, id="equal"),
        pytest.param("county", "section", False, id="higher"),
        pytest.param("vn_commune", "vn_deputy_department", True, id="up the commune's ladder"),
        pytest.param("vn_deputy_commune", "vn_division", False, id="two ladders"),
        pytest.param("section", "vn_department", False, id="two countries"),
        pytest.param("", "section", False, id="unknown"),
        pytest.param("other", "section", False, id="other"),
    ],
)
def test_ranks_are_compared_where_that_is_certain(rank: str, other: str, expected: bool) -> None:
    ranks, others = (np.array([each], dtype=object) for each in (rank, other))
    assert is_below(ranks, others).tolist() == [expected]
