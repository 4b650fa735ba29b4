"""Dates and months: one trusted reading, or a finding that says what is in the way."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from handbook.casting.date_shapes import (
    Precision,
    Shape,
    Triple,
    day_of_serial,
    plain,
    shape_of,
    what_else,
)
from handbook.casting.readings import Reading, untrusted
from handbook.schema import Field

_DATE_YEARS = range(1990, 2101)  # domain rule R04; a column may declare others
_MONTH_YEARS = range(1900, 2101)  # months of birth go further back
_LONGEST = 60  # characters; nothing longer is a date


def read_date(field: Field, text: str, locale: str) -> Reading:
    """Read a day in any of the ways people write one.

    Args:
        field: The column; its `month_precision` says what a month alone means, its limits which
            years it takes instead of 1990 to 2100 (`born_after` reaches back further).
        text: As typed, screened.
        locale: Language of the workbook.

    Returns:
        A date; CEL303 to CEL306 where there is none to trust; CEL314 (value kept) for a month
        read as its first or last day, CEL320 (value kept) for a day number.
    """
    if len(text) > _LONGEST:
        return untrusted("CEL305")
    folded = plain(text)
    shape = shape_of(folded, locale)
    years = _years(field)
    if shape is None:
        return _day_number(folded, years)
    if shape.precision is Precision.DAY:
        return _settled(shape, years)
    if shape.precision is Precision.YEAR or not field.month_precision:
        return untrusted("CEL305", "day_missing")
    reading = _settled(_with_days(shape, field.month_precision), years)
    if not isinstance(reading.value, date):
        return reading
    return Reading(reading.value, "CEL314", "", {"read": reading.value})


def read_month(field: Field, text: str, locale: str) -> Reading:
    """Read a month in any of the ways people write one.

    The first of a month is taken for the month without a word: a spreadsheet makes that of
    `1992-05` by itself.

    Args:
        field: The column; unused.
        text: As typed, screened.
        locale: Language of the workbook.

    Returns:
        A str such as `1992-05`; CEL303 to CEL306 where there is none to trust; CEL321 (value
        kept) where a day stands too, CEL320 (value kept) for a day number.
    """
    del field
    if len(text) > _LONGEST:
        return untrusted("CEL305")
    folded = plain(text)
    shape = shape_of(folded, locale)
    if shape is None:
        return _as_month(_day_number(folded, _MONTH_YEARS))
    if shape.precision is Precision.YEAR:
        return untrusted("CEL305")
    return _as_month(_settled(shape, _MONTH_YEARS))


def _years(field: Field) -> range:
    """Give the years a column of dates takes; Table Schema declares its limits as ISO dates."""
    first = _DATE_YEARS.start if field.minimum is None else int(str(field.minimum)[:4])
    end = _DATE_YEARS.stop if field.maximum is None else int(str(field.maximum)[:4]) + 1
    return range(first, end)


def _settled(shape: Shape, years: range) -> Reading:
    if all(triple.year not in years for triple in shape.triples):
        limits = {"first_year": years.start, "last_year": years.stop - 1}
        return untrusted("CEL306", year=shape.triples[0].year, **limits)
    days = list(dict.fromkeys(day for triple in shape.triples if (day := _day(triple, years))))
    if len(days) > 1:
        return _ambiguous(shape.precision, days[0], days[1])
    if shape.is_short:
        return untrusted("CEL305")
    return Reading(days[0]) if days else _impossible(shape.triples)


def _day(triple: Triple, years: range) -> date | None:
    try:
        day = date(triple.year, triple.month, triple.day)
    except ValueError:
        return None
    return day if day.year in years else None


def _ambiguous(precision: Precision, first: date, second: date) -> Reading:
    if precision is Precision.MONTH:
        return untrusted("CEL304", first=f"{first:%Y-%m}", second=f"{second:%Y-%m}")
    return untrusted("CEL304", first=first, second=second)


def _impossible(triples: tuple[Triple, ...]) -> Reading:
    with_month = next((triple for triple in triples if 1 <= triple.month <= 12), None)
    if with_month is None:
        return untrusted("CEL303", "month")
    last_day = monthrange(with_month.year, with_month.month)[1]
    if last_day < with_month.day <= 31:
        return untrusted("CEL303", "month_end", last_day=last_day)
    return untrusted("CEL303")


def _with_days(shape: Shape, month_precision: str) -> Shape:
    """Give each month of a shape its first or last day; a month that is none stays as it is."""
    if month_precision == "start":
        return Shape(Precision.DAY, shape.triples)
    return Shape(Precision.DAY, tuple(map(_last_of_month, shape.triples)))


def _last_of_month(triple: Triple) -> Triple:
    if not (1 <= triple.month <= 12 and triple.year):
        return triple
    return Triple(triple.year, triple.month, monthrange(triple.year, triple.month)[1])


def _day_number(text: str, years: range) -> Reading:
    day = day_of_serial(text)
    if day is None or day.year not in years:
        return untrusted("CEL305", what_else(text))
    return Reading(day, "CEL320", "", {"read": day})


def _as_month(reading: Reading) -> Reading:
    if not isinstance(reading.value, date):
        return reading
    month = f"{reading.value:%Y-%m}"
    if reading.code or reading.value.day == 1:
        return Reading(month, reading.code, reading.variant, reading.params)
    return Reading(month, "CEL321", "", {"read": month})
