"""What a cell whose value is no text reads like: dates, numbers, yes and no."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.sources.google_values import displayed

DAY, FIRST = 45366, 45352  # 2024-03-15 and 2024-03-01, a Friday and a Friday

DATES = [
    pytest.param(DAY, "2024-03-15", "2024-03-15", id="ISO"),
    pytest.param(DAY, "2024/3/15", "2024-03-15", id="slashes"),
    pytest.param(DAY, "2024年3月15日", "2024-03-15", id="Chinese"),
    pytest.param(DAY, "2024年3月15日星期五", "2024-03-15", id="Chinese with the day of the week"),
    pytest.param(DAY, "二〇二四年三月十五日", "2024-03-15", id="Chinese numerals"),
    pytest.param(45646, "二零二四年十二月二十日", "2024-12-20", id="Chinese numerals with tens"),
    pytest.param(DAY, "２０２４．３．１５", "2024-03-15", id="full-width digits"),
    pytest.param(DAY, "15/03/2024", "2024-03-15", id="Vietnamese"),
    pytest.param(DAY, "ngày 15 tháng 3 năm 2024", "2024-03-15", id="Vietnamese in words"),
    pytest.param(DAY, "Thứ Sáu, 15/3/2024", "2024-03-15", id="Vietnamese with the day of the week"),
    pytest.param(DAY, "3/15/2024", "2024-03-15", id="American"),
    pytest.param(DAY, "15 Mar 2024", "2024-03-15", id="name of the month"),
    pytest.param(DAY, "Friday, March 15, 2024", "2024-03-15", id="American in words"),
    pytest.param(DAY, "24.3.15", "2024-03-15", id="two digits of the year"),
    pytest.param(45375, "24/03/2024", "2024-03-24", id="day equal to the end of the year"),
    pytest.param(45375, "24/3/24", "2024-03-24", id="day equal to a short year"),
    pytest.param(DAY, "3月15日", "2024-03-15", id="no year displayed"),
    pytest.param(DAY, "2024-03", "2024-03-15", id="month displayed, not the first"),
    pytest.param(FIRST, "2024年3月", "2024-03", id="month alone on the first"),
    pytest.param(FIRST, "Mar-24", "2024-03", id="short month alone on the first"),
    pytest.param(FIRST, "三月 2024", "2024-03", id="month in Chinese numerals"),
    pytest.param(FIRST, "2024-03-01", "2024-03-01", id="the first as a whole date"),
    pytest.param(DAY + 0.5, "2024-03-15 12:00:00", "2024-03-15 12:00", id="noon"),
    pytest.param(45366.604166667, "2024/3/15 下午2:30", "2024-03-15 14:30", id="afternoon"),
    pytest.param(45366.604166667, "3/15/2024 2:30 PM", "2024-03-15 14:30", id="PM"),
    pytest.param(45366.604178241, "15/3/2024 14:30:01", "2024-03-15 14:30:01", id="seconds"),
    pytest.param(DAY + 0.5, "2024-03-15", "2024-03-15", id="time not displayed"),
    pytest.param(DAY, "2024-03-15 0:00:00", "2024-03-15", id="midnight displayed"),
    pytest.param(60, "1900-02-28", "1900-02-28", id="before the leap day that never was"),
    pytest.param(61, "1900-03-01", "1900-03-01", id="after it"),
]

NO_DATES = [
    pytest.param(DAY, "45366", "45366", id="a serial number shown as a number"),
    pytest.param(DAY, "2024-03-16", "2024-03-16", id="another day"),
    pytest.param(45292, "2024年", "2024年", id="the year alone"),
    pytest.param(DAY + 0.5, "2024-03-15 11:00", "2024-03-15 11:00", id="another time"),
    pytest.param(0.395833333, "9:30", "9:30", id="a time without a day"),
    pytest.param(1.5, "36:00:00", "36:00:00", id="a span of time"),
    pytest.param(3_000_000, "3000000", "3000000", id="beyond the last day"),
]

NUMBERS = [
    pytest.param(7, "7", "7", id="whole"),
    pytest.param(-7, "-7", "-7", id="negative"),
    pytest.param(0, "0", "0", id="zero"),
    pytest.param(1000, "1,000", "1000", id="English separator"),
    pytest.param(1000, "1.000", "1000", id="Vietnamese separator"),
    pytest.param(1000, "1 000", "1000", id="no-break space"),
    pytest.param(1234567, "1,234,567", "1234567", id="two separators"),
    pytest.param(12.5, "12.5", "12.5", id="decimals"),
    pytest.param(12.5, "12,5", "12.5", id="decimal comma"),
    pytest.param(1234.5, "1.234,50", "1234.5", id="separator and decimal comma"),
    pytest.param(1234.567, "1,234.57", "1234.57", id="rounded by the display"),
    pytest.param(1, "1.000", "1", id="decimals that say nothing"),
    pytest.param(0.5, "0.5", "0.5", id="below one"),
    pytest.param(-1000, "-1,000", "-1000", id="negative with separator"),
    pytest.param(1000, "¥1,000.00", "1000", id="currency before"),
    pytest.param(1000, "1.000 ₫", "1000", id="currency behind"),
]

AS_DISPLAYED = [
    pytest.param(12, "00012", "00012", id="padded"),
    pytest.param(12, "C-00012", "C-00012", id="letters before"),
    pytest.param(12, "12人", "12人", id="unit of measure"),
    pytest.param(0.125, "12.5%", "12.5%", id="percentage"),
    pytest.param(1.1e17, "1.10E+17", "1.10E+17", id="scientific"),
    pytest.param(-5, "(5)", "(5)", id="accounting"),
    pytest.param(5, "12", "12", id="a display of another number"),
    pytest.param(5, "第五", "第五", id="words"),
    pytest.param(True, "TRUE", "TRUE", id="true"),
    pytest.param(False, "FALSE", "FALSE", id="false"),
    pytest.param(True, "VRAI", "TRUE", id="true in another language"),
]


@pytest.mark.parametrize(("value", "shown", "expected"), DATES + NO_DATES + NUMBERS + AS_DISPLAYED)
def test_a_cell_reads_as_expected(value: object, shown: str, expected: str):
    assert displayed(value, shown) == expected


@given(
    st.dates(min_value=date(1900, 3, 1), max_value=date(9999, 12, 31)),
    st.sampled_from(
        ["{0:04}-{1:02}-{2:02}", "{2}/{1}/{0:04}", "{1}/{2}/{0:04}", "{0:04}年{1}月{2}日"]
    ),
)
def test_every_day_is_read_from_its_display(day: date, form: str):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert displayed(serial, form.format(day.year, day.month, day.day)) == day.isoformat()


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_a_whole_number_keeps_its_digits_whatever_separates_them(number: int):
    assert displayed(number, f"{number:,}") == str(number)
    assert displayed(number, f"{number:,}".replace(",", ".")) == str(number)
