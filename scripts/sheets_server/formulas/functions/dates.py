"""Functions about dates; a date is its serial number, days since 1899-12-30."""

from __future__ import annotations

from datetime import date, timedelta

from sheets_server.formulas.values import AnswerError, ErrorValue, Value, as_number, as_whole

_DAY_ZERO = date(1899, 12, 30)


def serial_of(day: date) -> float:
    """Give the serial number of a day.

    Args:
        day: Any day.
    """
    return float((day - _DAY_ZERO).days)


def day_of(value: Value) -> date:
    """Give the day of a serial number, the time of day cut off.

    Args:
        value: A number; text that spells a date in ISO order is understood, too.

    Raises:
        AnswerError: `#VALUE!` for other text, `#NUM!` beyond the calendar.
    """
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    try:
        return _DAY_ZERO + timedelta(days=int(as_number(value)))
    except OverflowError:
        raise AnswerError(ErrorValue.NUM) from None


def of_parts(year_part: Value, month_part: Value, day_part: Value) -> Value:
    """DATE: the day of a year, month and day; months and days beyond their range carry over."""
    months = as_whole(year_part) * 12 + as_whole(month_part) - 1
    return serial_of(_first_of(months)) + as_whole(day_part) - 1


def _first_of(months: int) -> date:
    """Give the first day of a month, counted in months since year 0."""
    try:
        return date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        raise AnswerError(ErrorValue.NUM) from None


def end_of_month(start: Value, months: Value) -> Value:
    """EOMONTH: the last day of the month so many months later.

    Args:
        start: A date.
        months: Whole months; negative is earlier.
    """
    day = day_of(start)
    following = _first_of(day.year * 12 + day.month - 1 + as_whole(months) + 1)
    return serial_of(following) - 1


def year(value: Value) -> Value:
    """YEAR: the year of a date."""
    return float(day_of(value).year)


def month(value: Value) -> Value:
    """MONTH: the month of a date, from 1."""
    return float(day_of(value).month)


def day(value: Value) -> Value:
    """DAY: the day of the month of a date, from 1."""
    return float(day_of(value).day)
