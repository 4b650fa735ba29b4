"""Working days: weekends, holidays, days made up, and years nobody has announced."""

from __future__ import annotations

import numpy as np
import pytest

from handbook.workdays import holiday_table, is_announced, is_workday


@pytest.mark.parametrize(
    ("country", "day", "worked"),
    [
        pytest.param("cn", "2026-03-02", True, id="a Monday"),
        pytest.param("cn", "2026-03-01", False, id="a Sunday"),
        pytest.param("cn", "2026-10-01", False, id="National Day"),
        pytest.param("cn", "2026-10-10", True, id="a Saturday worked to make up"),
        pytest.param("cn", "2025-09-28", True, id="a Sunday worked to make up"),
        pytest.param("", "2026-10-01", False, id="a blank country means China"),
        pytest.param("vn", "2026-10-01", True, id="no holiday in Viet Nam"),
        pytest.param("vn", "2026-09-02", False, id="Quốc khánh"),
        pytest.param("vn", "2026-08-31", False, id="swapped day off in Viet Nam"),
        pytest.param("vn", "2026-08-22", True, id="the Saturday worked for it"),
        pytest.param("vn", "2026-02-17", False, id="Tết"),
    ],
)
def test_days_are_worked_as_the_country_announced(country: str, day: str, worked: bool) -> None:
    assert is_workday(np.array([day], dtype="datetime64[D]"), country).tolist() == [worked]


@pytest.mark.parametrize("country", ["cn", "vn"])
def test_a_year_is_announced_or_not(country: str) -> None:
    last = holiday_table(country).last_year
    days = np.array([f"{last}-12-31", f"{last + 1}-01-01", "1999-05-05"], dtype="datetime64[s]")
    assert is_announced(days, country).tolist() == [True, False, False]


@pytest.mark.parametrize("country", ["cn", "vn"])
def test_in_a_year_not_announced_every_weekday_is_worked(country: str) -> None:
    first = np.datetime64(f"{holiday_table(country).last_year + 1}-01-01", "D")
    days = first + np.arange(365)
    weekday = (days.astype(int) + 3) % 7
    assert is_workday(days, country).tolist() == (weekday < 5).tolist()


@pytest.mark.parametrize("country", ["cn", "vn"])
def test_days_made_up_are_weekend_days_and_no_holidays(country: str) -> None:
    table = holiday_table(country)
    weekday = (table.made_up.astype(int) + 3) % 7
    assert (weekday >= 5).all()
    assert not np.isin(table.made_up, table.days_off).any()


def test_no_days_give_no_answers() -> None:
    assert is_workday(np.array([], dtype="datetime64[s]"), "cn").tolist() == []
