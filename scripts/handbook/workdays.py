"""Working days of a country: weekdays less holidays, plus the weekend days worked to make up.

China and Viet Nam announce next year's holidays late in the year, swaps with weekends included. A
year that is not announced yet is reported as such; nobody guesses it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from chinese_calendar import constants as china
from numpy.typing import NDArray

_FIRST_VIETNAMESE_YEAR = 2010  # first year whose swapped days the package knows


class HolidayTable(NamedTuple):
    """What one country has announced.

    Attributes:
        first_year: First year it covers.
        last_year: Last year announced.
        days_off: Holidays, weekend days among them included.
        made_up: Weekend days that are worked in exchange.
    """

    first_year: int
    last_year: int
    days_off: NDArray[Any]
    made_up: NDArray[Any]


@cache
def holiday_table(country: str) -> HolidayTable:
    """Give what a country has announced.

    Args:
        country: `vn`; anything else means China, as a blank country of a programme does.

    Source: package `chinesecalendar` (announcements of the State Council), package `holidays`
    (labour law of Viet Nam and yearly announcements).
    """
    if country == "vn":
        return _vietnam()
    years = [day.year for day in china.holidays]
    return HolidayTable(min(years), max(years), _days(china.holidays), _days(china.workdays))


def _vietnam() -> HolidayTable:
    # Imported here because it takes a third of a second and few registers ask for Viet Nam.
    from holidays import country_holidays
    from holidays.countries.vietnam import VietnamStaticHolidays

    last_year = max(VietnamStaticHolidays.special_public_holidays)
    table = country_holidays("VN", years=range(_FIRST_VIETNAMESE_YEAR, last_year + 1))
    return HolidayTable(
        _FIRST_VIETNAMESE_YEAR, last_year, _days(table), _days(table.weekend_workdays)
    )


def _days(dates: Any) -> NDArray[Any]:  # noqa: ANN401 - whatever collection of dates a package has
    return np.array(sorted(dates), dtype="datetime64[D]")


def is_announced(days: NDArray[Any], country: str) -> NDArray[np.bool_]:
    """Say for every day whether the holidays of its year are known.

    Args:
        days: `datetime64`, any unit, none of them NaT.
        country: As for `holiday_table`.
    """
    if not days.size:
        return np.zeros(days.shape, dtype=bool)
    table = holiday_table(country)
    years = days.astype("datetime64[Y]").astype(int) + 1970
    known: NDArray[np.bool_] = (years >= table.first_year) & (years <= table.last_year)
    return known


def is_workday(days: NDArray[Any], country: str) -> NDArray[np.bool_]:
    """Say for every day whether it is worked; in years not announced every weekday counts as one.

    Args:
        days: `datetime64`, any unit, none of them NaT.
        country: As for `holiday_table`.
    """
    if not days.size:
        return np.zeros(days.shape, dtype=bool)
    table = holiday_table(country)
    dates = days.astype("datetime64[D]")
    worked: NDArray[np.bool_] = np.is_busday(dates, holidays=table.days_off)
    return worked | np.isin(dates, table.made_up)
