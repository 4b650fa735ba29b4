"""What each text means: one table per kind of field, readable and unreadable apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.casting import CastColumn, Reading, cast_column, clean, fold_id, read_cell
from handbook.casting.columns import READERS
from handbook.casting.shortcuts import shortcut_of
from handbook.findings import Party, Visibility
from handbook.schema import Enumeration, Field

CHOICES = Enumeration(
    name="posting_status",
    labels={
        "active": {"zh": "在挂", "vi": "Đang biệt phái", "en": "On secondment"},
        "ended": {"zh": "已结束", "vi": "Đã kết thúc", "en": "Ended"},
        "both": {"zh": "县委、县政府", "vi": "Huyện ủy và huyện", "en": "Both"},
        "21": {"zh": "大学本科毕业", "vi": "Đại học", "en": "Bachelor"},
    },
    aliases={"active": ("挂职中",), "21": ("本科",)},
)
ID_PATTERN = r"^C-\d{5,8}$"


def make_field(kind: str, **given: Any) -> Field:
    texts = {"zh": "栏", "vi": "Cột", "en": "Column"}
    defaults: dict[str, Any] = {
        "sheet": "postings",
        "name": "column",
        "kind": kind,
        "titles": texts,
        "descriptions": texts,
        "aliases": (),
        "visibility": Visibility.INTERNAL,
        "filled_by": Party.HOME,
        "required": False,
        "required_when": {},
        "enumeration": CHOICES if kind in {"enum", "enums"} else None,
        "target": "",
        "pattern": ID_PATTERN if kind == "id" else "",
        "minimum": None,
        "maximum": None,
        "max_length": None,
        "units_of_measure": (),
        "month_precision": "",
        "missing_values": frozenset({"", "-", "—", "/"}),
        "derived": "",
        "default": "",
        "example": "",
    }
    return Field(**(defaults | given))


def column_of(*texts: str) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array(texts, dtype=object)


def error(code: str, variant: str = "", **params: Any) -> Reading:
    return Reading(None, code, variant, params)


def outside(year: int, first_year: int = 1990) -> Reading:
    return error("CEL306", year=year, first_year=first_year, last_year=2100)


# Blank cells

BLANKS = [
    pytest.param("", id="nothing"),
    pytest.param("   ", id="spaces"),
    pytest.param("\u00a0", id="no-break space"),
    pytest.param("\u3000\u3000", id="ideographic spaces"),
    pytest.param("\n\t", id="line end and tab"),
    pytest.param("—", id="a dash that means nothing"),
    pytest.param(" / ", id="a slash that means nothing, with spaces"),
]


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("text", BLANKS)
def test_blank_is_blank_in_every_kind(kind: str, text: str) -> None:
    assert read_cell(make_field(kind), text, "zh") == Reading(None)


# Dates. Source: domain decision 15; the forms Chinese, Vietnamese and English editors type.

FIRST_OF_MARCH = [
    pytest.param("2024-03-01", id="ISO"),
    pytest.param("2024-3-1", id="ISO without zeros"),
    pytest.param("2024/3/1", id="slashes"),
    pytest.param("2024/03/01", id="slashes with zeros"),
    pytest.param("2024.3.1", id="full stops"),
    pytest.param("2024。3。1", id="Chinese full stops"),
    pytest.param("2024.3.1日", id="full stops and the word day"),
    pytest.param("2024年3月1日", id="Chinese"),
    pytest.param("2024年03月01号", id="Chinese spoken"),
    pytest.param("2024年3月1號", id="Chinese traditional"),
    pytest.param("2024年3月1", id="Chinese without the word day"),
    pytest.param("２０２４年３月１日", id="full-width digits"),
    pytest.param("２０２４－３－１", id="full-width digits and dashes"),
    pytest.param("２０２４．３．１", id="full-width digits and full stops"),
    pytest.param("2024–03–01", id="en dashes"),
    pytest.param("2024年3⽉1⽇", id="radicals copied from a PDF"),
    pytest.param(" 2024 年 3 月 1 日 ", id="Chinese with spaces"),
    pytest.param("2024 - 3 - 1", id="dashes with spaces"),
    pytest.param("\u00a02024-03-01\u3000", id="no-break and ideographic spaces around"),
    pytest.param("20240301", id="eight digits"),
    pytest.param("20240301.0", id="eight digits taken for a number"),
    pytest.param("2024-03-01 00:00:00", id="midnight"),
    pytest.param("2024-03-01T00:00", id="midnight, ISO"),
    pytest.param("2024/3/1 14:30", id="time of day"),
    pytest.param("2024/3/1 下午 2:30:00", id="time of day, Chinese"),
    pytest.param("2024-03-01.", id="full stop behind"),
    pytest.param("二〇二四年三月一日", id="Chinese numerals"),
    pytest.param("二零二四年三月一日", id="Chinese numerals with the spoken zero"),
    pytest.param("2024年三月一日", id="Chinese numerals mixed"),
    pytest.param("1-Mar-2024", id="English with dashes"),
    pytest.param("1 March 2024", id="English"),
    pytest.param("1st Mar. 2024", id="English ordinal"),
    pytest.param("March 1, 2024", id="English, month first"),
    pytest.param("Mar 1 2024", id="English, month first, no comma"),
    pytest.param("2024-Mar-01", id="English, year first"),
    pytest.param("ngày 1 tháng 3 năm 2024", id="Vietnamese"),
    pytest.param("1 tháng 3, 2024", id="Vietnamese, short"),
]


@pytest.mark.parametrize("locale", ["zh", "vi", "en"])
@pytest.mark.parametrize("text", FIRST_OF_MARCH)
def test_a_date_reads_the_same_in_every_form(text: str, locale: str) -> None:
    assert read_cell(make_field("date"), text, locale) == Reading(date(2024, 3, 1))


OTHER_DATES = [
    pytest.param("2024-02-29", "zh", date(2024, 2, 29), id="leap day"),
    pytest.param("二〇二四年十二月二十五日", "zh", date(2024, 12, 25), id="tens in Chinese"),
    pytest.param("二○二六年元月卅一日", "zh", date(2026, 1, 31), id="first month, thirty-one"),
    pytest.param("二OO九年十月廿日", "zh", date(2009, 10, 20), id="letter O for zero"),
    pytest.param("1990-01-01", "zh", date(1990, 1, 1), id="earliest"),
    pytest.param("2100-12-31", "zh", date(2100, 12, 31), id="latest"),
    pytest.param("01/03/2024", "vi", date(2024, 3, 1), id="Vietnamese, day first"),
    pytest.param("1-3-2024", "vi", date(2024, 3, 1), id="Vietnamese with dashes"),
    pytest.param("ngày 01/03/2024", "vi", date(2024, 3, 1), id="Vietnamese with the word day"),
    pytest.param("13/3/2024", "zh", date(2024, 3, 13), id="only the day can be thirteen"),
    pytest.param("3/13/2024", "en", date(2024, 3, 13), id="only the day can be thirteen, behind"),
    pytest.param("3/3/2024", "zh", date(2024, 3, 3), id="same day either way"),
]


@pytest.mark.parametrize(("text", "locale", "expected"), OTHER_DATES)
def test_date_is_read(text: str, locale: str, expected: date) -> None:
    assert read_cell(make_field("date"), text, locale) == Reading(expected)


UNREADABLE_DATES = [
    pytest.param("2025-09-31", "zh", error("CEL303", "month_end", last_day=30), id="31 September"),
    pytest.param(
        "2023-02-29", "zh", error("CEL303", "month_end", last_day=28), id="29 Feb, no leap"
    ),
    pytest.param("2024年2月30日", "zh", error("CEL303", "month_end", last_day=29), id="30 Feb"),
    pytest.param("20230229", "zh", error("CEL303", "month_end", last_day=28), id="eight digits"),
    pytest.param(
        "31/2/2024", "zh", error("CEL303", "month_end", last_day=29), id="31 Feb, year last"
    ),
    pytest.param(
        "2/31/2024", "en", error("CEL303", "month_end", last_day=29), id="Feb 31, year last"
    ),
    pytest.param("2024-13-01", "zh", error("CEL303", "month"), id="month thirteen"),
    pytest.param("2024-00-01", "zh", error("CEL303", "month"), id="month zero"),
    pytest.param("3/13/2024", "vi", error("CEL303", "month"), id="month thirteen, Vietnamese"),
    pytest.param("2024-03-45", "zh", error("CEL303"), id="day forty-five"),
    pytest.param("2024-03-00", "zh", error("CEL303"), id="day zero"),
    pytest.param(
        "1/3/2024",
        "zh",
        error("CEL304", first=date(2024, 3, 1), second=date(2024, 1, 3)),
        id="day or month first",
    ),
    pytest.param(
        "03-04-25",
        "zh",
        error("CEL304", first=date(2003, 4, 25), second=date(2025, 4, 3)),
        id="two-digit year, Chinese order first",
    ),
    pytest.param(
        "03-04-25",
        "vi",
        error("CEL304", first=date(2025, 4, 3), second=date(2025, 3, 4)),
        id="two-digit year, Vietnamese order first",
    ),
    pytest.param(
        "24.3.1",
        "zh",
        error("CEL305"),
        id="two-digit year that nothing else can be",
    ),
    pytest.param("32/1/24", "zh", error("CEL305"), id="two-digit year, one reading, still a guess"),
    pytest.param("24年3月1日", "zh", error("CEL305"), id="two-digit year, Chinese"),
    pytest.param("240301", "zh", error("CEL305"), id="six digits with a two-digit year"),
    pytest.param("01032024", "zh", error("CEL305"), id="eight digits, day first"),
    pytest.param("2024 3 1", "zh", error("CEL305"), id="nothing but spaces between"),
    pytest.param("2024-3/1", "zh", error("CEL305"), id="mixed signs"),
    pytest.param("1 Foo 2024", "en", error("CEL305"), id="no month of that name"),
    pytest.param("3月1日", "zh", error("CEL305"), id="no year"),
    pytest.param("2024-02-29T16:00:00Z", "zh", error("CEL305"), id="time zone moves the day"),
    pytest.param("2024-3-1²", "zh", error("CEL305"), id="footnote mark is no digit"),
    pytest.param("2025.09", "zh", error("CEL305", "day_missing"), id="month only"),
    pytest.param("2025年9月", "zh", error("CEL305", "day_missing"), id="month only, Chinese"),
    pytest.param("2025年", "zh", error("CEL305", "day_missing"), id="year only"),
    pytest.param("2024.3-2025.3", "zh", error("CEL305", "range"), id="from month to month"),
    pytest.param("2024年3月至2025年3月", "zh", error("CEL305", "range"), id="from to, Chinese"),
    pytest.param("20240301-20250228", "zh", error("CEL305", "range"), id="from to, digits"),
    pytest.param("2024.3—9", "zh", error("CEL305", "range"), id="from to in one year"),
    pytest.param("2024.3.1至今", "zh", error("CEL305", "range"), id="from then until now"),
    pytest.param("3/2024 đến nay", "vi", error("CEL305", "range"), id="until now, Vietnamese"),
    pytest.param("长期", "zh", error("CEL305", "word"), id="for a long time"),
    pytest.param("至今", "zh", error("CEL305", "word"), id="until now"),
    pytest.param("待定", "zh", error("CEL305", "word"), id="to be decided"),
    pytest.param("NaN", "zh", error("CEL305", "word"), id="not a number"),
    pytest.param("1e5", "zh", error("CEL305"), id="exponent"),
    pytest.param("12345", "zh", error("CEL305"), id="number below the years we know"),
    pytest.param("9" * 50_000, "zh", error("CEL305"), id="fifty thousand digits"),
    pytest.param("1989-12-31", "zh", outside(1989), id="before 1990"),
    pytest.param("3024-03-01", "zh", outside(3024), id="slip of a digit"),
    pytest.param("0000-01-01", "zh", outside(0), id="year zero"),
]


@pytest.mark.parametrize(("text", "locale", "expected"), UNREADABLE_DATES)
def test_date_is_not_read(text: str, locale: str, expected: Reading) -> None:
    assert read_cell(make_field("date"), text, locale) == expected


LIMITED_DATES = [
    pytest.param("1980-07-01", Reading(date(1980, 7, 1)), id="ISO"),
    pytest.param("1980年7月1日", Reading(date(1980, 7, 1)), id="Chinese"),
    pytest.param(
        "29403",
        Reading(date(1980, 7, 1), "CEL320", "", {"read": date(1980, 7, 1)}),
        id="day number",
    ),
    pytest.param(
        "1929-12-31", error("CEL306", year=1929, first_year=1930, last_year=2010), id="too early"
    ),
    pytest.param(
        "2011-01-01", error("CEL306", year=2011, first_year=1930, last_year=2010), id="too late"
    ),
]


@pytest.mark.parametrize(("text", "expected"), LIMITED_DATES)
def test_date_within_the_limits_of_its_column(text: str, expected: Reading) -> None:
    field = make_field("date", minimum="1930-01-01", maximum=date(2010, 12, 31))
    assert read_cell(field, text, "zh") == expected


DAY_NUMBERS = [
    pytest.param("45901", date(2025, 9, 1), id="day number"),
    pytest.param("45901.5", date(2025, 9, 1), id="day number at noon"),
    pytest.param("45901.0", date(2025, 9, 1), id="day number with point zero"),
    pytest.param("４５９０１", date(2025, 9, 1), id="day number, full-width"),
    pytest.param("32874", date(1990, 1, 1), id="earliest"),
    pytest.param("73415", date(2100, 12, 31), id="latest"),
]


@pytest.mark.parametrize(("text", "expected"), DAY_NUMBERS)
def test_day_number_is_read_and_told(text: str, expected: date) -> None:
    reading = read_cell(make_field("date"), text, "zh")
    assert reading == Reading(expected, "CEL320", "", {"read": expected})


# Source: domain decision 15, `2025.09` in planned dates with the day proposed.
MONTHS_AS_DAYS = [
    pytest.param("2025.09", "start", date(2025, 9, 1), id="first day"),
    pytest.param("2025.09", "end", date(2025, 9, 30), id="last day"),
    pytest.param("2024年2月", "end", date(2024, 2, 29), id="last day of a leap February"),
    pytest.param("2025-9", "start", date(2025, 9, 1), id="dash"),
    pytest.param("202509", "start", date(2025, 9, 1), id="six digits"),
    pytest.param("9/2025", "end", date(2025, 9, 30), id="month first"),
    pytest.param("tháng 9 năm 2025", "start", date(2025, 9, 1), id="Vietnamese"),
    pytest.param("Sep 2025", "start", date(2025, 9, 1), id="English"),
    pytest.param("二〇二五年九月", "start", date(2025, 9, 1), id="Chinese numerals"),
]


@pytest.mark.parametrize(("text", "precision", "expected"), MONTHS_AS_DAYS)
def test_month_is_read_as_a_day_where_the_column_allows(
    text: str, precision: str, expected: date
) -> None:
    reading = read_cell(make_field("date", month_precision=precision), text, "zh")
    assert reading == Reading(expected, "CEL314", "", {"read": expected})


UNREADABLE_MONTHS_AS_DAYS = [
    pytest.param("2025.13", error("CEL303", "month"), id="month thirteen"),
    pytest.param("2025", error("CEL305", "day_missing"), id="year only"),
    pytest.param(
        "2025.1",
        error("CEL304", first=date(2025, 1, 31), second=date(2025, 10, 31)),
        id="January, or October that lost its zero",
    ),
    pytest.param("1985.03", outside(1985), id="too early"),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE_MONTHS_AS_DAYS)
def test_month_is_not_read_as_a_day(text: str, expected: Reading) -> None:
    assert read_cell(make_field("date", month_precision="end"), text, "zh") == expected


# Months

MONTHS = [
    pytest.param("1992-05", "1992-05", id="ISO"),
    pytest.param("1992.05", "1992-05", id="full stop"),
    pytest.param("1990.11", "1990-11", id="November"),
    pytest.param("1992.5", "1992-05", id="full stop, one digit"),
    pytest.param("1978年3月", "1978-03", id="Chinese"),
    pytest.param("1978年3月份", "1978-03", id="Chinese, spoken"),
    pytest.param("一九七八年三月", "1978-03", id="Chinese numerals"),
    pytest.param("1995/7", "1995-07", id="slash"),
    pytest.param("199207", "1992-07", id="six digits"),
    pytest.param("１９９２．０５", "1992-05", id="full-width"),
    pytest.param("05/1992", "1992-05", id="month first"),
    pytest.param("tháng 5/1992", "1992-05", id="Vietnamese"),
    pytest.param("May 1992", "1992-05", id="English"),
    pytest.param("1992-05-01", "1992-05", id="first day, as a spreadsheet makes it"),
    pytest.param("1900-01", "1900-01", id="earliest"),
]


@pytest.mark.parametrize(("text", "expected"), MONTHS)
def test_month_is_read(text: str, expected: str) -> None:
    assert read_cell(make_field("month"), text, "zh") == Reading(expected)


TOLD_MONTHS = [
    pytest.param(
        "1992-05-03", Reading("1992-05", "CEL321", "", {"read": "1992-05"}), id="full date of birth"
    ),
    pytest.param(
        "19920503", Reading("1992-05", "CEL321", "", {"read": "1992-05"}), id="eight digits"
    ),
    pytest.param(
        "33727", Reading("1992-05", "CEL320", "", {"read": date(1992, 5, 3)}), id="day number"
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_MONTHS)
def test_month_is_read_and_told(text: str, expected: Reading) -> None:
    assert read_cell(make_field("month"), text, "zh") == expected


UNREADABLE_MONTHS = [
    pytest.param("1992-13", error("CEL303", "month"), id="month thirteen"),
    pytest.param("199213", error("CEL303", "month"), id="month thirteen, six digits"),
    pytest.param("1992-02-30", error("CEL303", "month_end", last_day=29), id="30 Feb"),
    pytest.param(
        "1990.1",
        error("CEL304", first="1990-01", second="1990-10"),
        id="January, or October that lost its zero",
    ),
    pytest.param(
        "3/5/1992",
        error("CEL304", first=date(1992, 5, 3), second=date(1992, 3, 5)),
        id="day or month first",
    ),
    pytest.param("1992", error("CEL305"), id="year only"),
    pytest.param("92-05", error("CEL305"), id="two-digit year"),
    pytest.param("920503", error("CEL305"), id="two-digit year, six digits"),
    pytest.param("不详", error("CEL305", "word"), id="unknown"),
    pytest.param("1992.5-1993.5", error("CEL305", "range"), id="from to"),
    pytest.param("9" * 50_000, error("CEL305"), id="fifty thousand digits"),
    pytest.param("1899-12", outside(1899, first_year=1900), id="too early"),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE_MONTHS)
def test_month_is_not_read(text: str, expected: Reading) -> None:
    assert read_cell(make_field("month"), text, "zh") == expected


# Numbers

NUMBERS = [
    pytest.param("8", "zh", 8.0, id="digit"),
    pytest.param("007", "zh", 7.0, id="leading zeros"),
    pytest.param("1,000", "zh", 1000.0, id="thousands"),
    pytest.param("1，000", "zh", 1000.0, id="thousands, Chinese comma"),
    pytest.param("1,234,567.5", "zh", 1234567.5, id="millions with decimals"),
    pytest.param("1 000", "zh", 1000.0, id="thousands with a space"),
    pytest.param("45.0", "zh", 45.0, id="point zero"),
    pytest.param("+8", "zh", 8.0, id="plus"),
    pytest.param("-8", "zh", -8.0, id="minus"),
    pytest.param("−8", "zh", -8.0, id="typographic minus"),
    pytest.param("１２．５", "zh", 12.5, id="full-width"),
    pytest.param(".5", "zh", 0.5, id="no digit before the point"),
    pytest.param("\u00a08 ", "zh", 8.0, id="spaces around"),
    pytest.param("12,5", "vi", 12.5, id="decimal comma, Vietnamese"),
    pytest.param("1.234.567", "vi", 1234567.0, id="millions, Vietnamese"),
    pytest.param("1.234,5", "vi", 1234.5, id="thousands and decimals, Vietnamese"),
    pytest.param("1,000", "vi", 1000.0, id="thousands with a comma, Vietnamese"),
    pytest.param("12.5", "vi", 12.5, id="decimal point, Vietnamese"),
    pytest.param("1.125", "zh", 1.125, id="three decimals"),
]


@pytest.mark.parametrize(("text", "locale", "expected"), NUMBERS)
def test_number_is_read(text: str, locale: str, expected: float) -> None:
    assert read_cell(make_field("number"), text, locale) == Reading(expected)


UNREADABLE_NUMBERS = [
    pytest.param("1e5", "zh", id="exponent"),
    pytest.param("NaN", "zh", id="not a number"),
    pytest.param("inf", "zh", id="infinity"),
    pytest.param("八", "zh", id="Chinese numeral"),
    pytest.param("50%", "zh", id="per cent"),
    pytest.param("8次", "zh", id="undeclared unit"),
    pytest.param("约8人", "zh", id="about"),
    pytest.param("8-10", "zh", id="from to"),
    pytest.param("1,00", "zh", id="broken thousands"),
    pytest.param("12,5", "zh", id="decimal comma, Chinese"),
    pytest.param("1.000", "vi", id="one or a thousand, Vietnamese"),
    pytest.param("10²", "zh", id="superscript"),
    pytest.param("①", "zh", id="circled"),
    pytest.param("٨", "zh", id="digits of another script"),
    pytest.param("1.2.3", "zh", id="two points"),
    pytest.param("+", "zh", id="sign alone"),
    pytest.param("人", "zh", id="unit alone"),
    pytest.param("1234567890123456", "zh", id="more digits than can be kept"),
    pytest.param("9" * 50_000, "zh", id="fifty thousand digits"),
]


@pytest.mark.parametrize(("text", "locale"), UNREADABLE_NUMBERS)
def test_number_is_not_read(text: str, locale: str) -> None:
    field = make_field("number", units_of_measure=("人", "个月"))
    assert read_cell(field, text, locale) == error("CEL302")


WITH_UNIT = [
    pytest.param("8人", 8, id="unit"),
    pytest.param("8 人", 8, id="unit after a space"),
    pytest.param("８人", 8, id="full-width"),
    pytest.param("1,200个月", 1200, id="thousands with a unit of two characters"),
    pytest.param("2.5人", 2.5, id="decimals"),
    pytest.param("8 DAYS", 8, id="capitals"),
]


@pytest.mark.parametrize(("text", "number"), WITH_UNIT)
def test_declared_unit_is_read_and_told(text: str, number: float) -> None:
    field = make_field("number", units_of_measure=("人", "个月", "days"))
    expected = Reading(float(number), "CEL313", "", {"number": number})
    assert read_cell(field, text, "zh") == expected


LIMITED_NUMBERS = [
    pytest.param("1", Reading(1.0), id="lowest"),
    pytest.param("60", Reading(60.0), id="highest"),
    pytest.param("0", error("CEL310", "minimum", limit=1), id="below"),
    pytest.param("61", error("CEL310", "maximum", limit=60), id="above"),
    pytest.param("61月", error("CEL310", "maximum", limit=60), id="above, with a unit"),
    pytest.param("45.0", Reading(45.0), id="whole with point zero"),
    pytest.param("12.5", error("CEL302", "integer"), id="not whole"),
    pytest.param("12.5月", error("CEL302", "integer"), id="not whole, with a unit"),
]


@pytest.mark.parametrize(("text", "expected"), LIMITED_NUMBERS)
def test_whole_number_within_limits(text: str, expected: Reading) -> None:
    field = make_field("integer", minimum=1, maximum=60, units_of_measure=("月",))
    assert read_cell(field, text, "zh") == expected


# Yes and no

ANSWERS = [
    *(
        pytest.param(text, "yes", id=f"yes as {text}")
        for text in (
            "是",
            "是的",
            "有",
            "yes",
            "Y",
            "TRUE",
            "1",
            "１",
            "√",
            "✓",
            "có",
            "Có",
            "co\u0301",
        )
    ),
    *(
        pytest.param(text, "no", id=f"no as {text}")
        for text in ("否", "无", "没有", "no", "N", "False", "0", "×", "không", "Không")
    ),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_answer_is_read(text: str, expected: str) -> None:
    assert read_cell(make_field("boolean"), text, "zh") == Reading(expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x", id="a cross or a tick"),
        pytest.param("2", id="two"),
        pytest.param("不详", id="unknown"),
        pytest.param("是否", id="both"),
        pytest.param("?", id="question mark"),
    ],
)
def test_answer_is_not_read(text: str) -> None:
    assert read_cell(make_field("boolean"), text, "zh") == error("CEL318")


# Choices

ONE_CHOICE = [
    pytest.param("在挂", Reading("active"), id="Chinese label"),
    pytest.param(" 在挂\u3000", Reading("active"), id="spaces around"),
    pytest.param("Đang biệt phái", Reading("active"), id="Vietnamese label"),
    pytest.param("ENDED", Reading("ended"), id="key in capitals"),
    pytest.param("挂职中", Reading("active"), id="alias"),
    pytest.param("县委、县政府", Reading("both"), id="label with a separator in it"),
    pytest.param("21", Reading("21"), id="code"),
    pytest.param("２１", Reading("21"), id="code, full-width"),
    pytest.param("21.0", Reading("21"), id="code taken for a number"),
    pytest.param("已结朿", error("CEL308", "near", suggestion="ended"), id="slip of a stroke"),
    pytest.param("退休", error("CEL308"), id="nothing like it"),
    pytest.param("长" * 50_000, error("CEL308"), id="fifty thousand characters"),
    pytest.param(
        "在挂；已结束", error("CEL315", count=2, items=("在挂", "已结束")), id="two choices"
    ),
    pytest.param("在挂；退休", error("CEL308"), id="a choice and something else"),
]


@pytest.mark.parametrize(("text", "expected"), ONE_CHOICE)
def test_one_choice(text: str, expected: Reading) -> None:
    assert read_cell(make_field("enum"), text, "zh") == expected


SEVERAL_CHOICES = [
    pytest.param("在挂", Reading(("active",)), id="one"),
    pytest.param("在挂；已结束", Reading(("active", "ended")), id="Chinese semicolon"),
    pytest.param("已结束、在挂", Reading(("ended", "active")), id="order kept"),
    pytest.param("active, ended;", Reading(("active", "ended")), id="comma, and one too many"),
    pytest.param("在挂\n已结束", Reading(("active", "ended")), id="a line each"),
    pytest.param("在挂\r\n—\r\n已结束", Reading(("active", "ended")), id="a dash between"),
    pytest.param("在挂，挂职中", Reading(("active",)), id="same twice"),
    pytest.param("县委、县政府", Reading(("both",)), id="label with a separator in it"),
    pytest.param("；、", Reading(None), id="separators only"),
    pytest.param("在挂；退休", error("CEL308", item="退休"), id="one is not on the list"),
    pytest.param(
        "在挂；已结朿；退休",
        error("CEL308", "near", suggestion="ended", item="已结朿"),
        id="first of two mistakes",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL_CHOICES)
def test_several_choices(text: str, expected: Reading) -> None:
    assert read_cell(make_field("enums"), text, "zh") == expected


# References

REFERENCES = [
    pytest.param("reference", "C-00012", Reading("C-00012"), id="id"),
    pytest.param("reference", " C-00012\u3000顾清禾 ", Reading("C-00012 顾清禾"), id="id and name"),
    pytest.param("reference", "C-00012\n顾清禾", Reading("C-00012 顾清禾"), id="two lines"),
    pytest.param("references", "U-0001、U-0002", Reading(("U-0001", "U-0002")), id="list"),
    pytest.param(
        "references",
        "U-0001 岚屿区\nU-0002",
        Reading(("U-0001 岚屿区", "U-0002")),
        id="a line each",
    ),
    pytest.param("references", "U-0001;;U-0001", Reading(("U-0001",)), id="same twice"),
    pytest.param("references", ";", Reading(None), id="separator only"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), REFERENCES)
def test_references_are_left_as_typed(kind: str, text: str, expected: Reading) -> None:
    assert read_cell(make_field(kind), text, "zh") == expected


# Record numbers

IDS = [
    pytest.param("C-00012", Reading("C-00012"), id="id"),
    pytest.param(" C-00012\u00a0", Reading("C-00012"), id="spaces around"),
    pytest.param("Ｃ－０００１２", Reading("C-00012"), id="full-width"),
    pytest.param("C–00012", Reading("C-00012"), id="en dash"),
    pytest.param("c-00012", error("KEY402", "case", suggestion="C-00012"), id="small letter"),
    pytest.param("C-12", error("KEY402", "digits", suggestion="C-00012"), id="too few digits"),
    pytest.param("c-12", error("KEY402", "digits", suggestion="C-00012"), id="both"),
    pytest.param("C-000000012", error("KEY402", "digits", suggestion="C-00012"), id="too many"),
    pytest.param("007", error("KEY402", "number"), id="number"),
    pytest.param("12.0", error("KEY402", "number"), id="number with point zero"),
    pytest.param("1e5", error("KEY402", "number"), id="exponent"),
    pytest.param("NaN", error("KEY402", "number"), id="not a number"),
    pytest.param("U-0012", error("KEY402"), id="number of another sheet"),
    pytest.param("C00012", error("KEY402"), id="no dash"),
    pytest.param("../C-00012", error("KEY402"), id="path"),
    pytest.param("C-0001²", error("KEY402"), id="superscript is no digit"),
    pytest.param("C-٠٠٠١٢", error("KEY402"), id="digits of another script"),
    pytest.param("C-" + "9" * 50_000, error("KEY402"), id="fifty thousand digits"),
    pytest.param("C-\u200b00012", error("CEL312", characters=("U+200B",)), id="hidden inside"),
    pytest.param("C-00012\u200b", error("CEL312", characters=("U+200B",)), id="hidden behind"),
]


@pytest.mark.parametrize(("text", "expected"), IDS)
def test_record_number(text: str, expected: Reading) -> None:
    assert read_cell(make_field("id"), text, "zh") == expected


# Codes and texts

CODES = [
    pytest.param("007", Reading("007"), id="leading zeros"),
    pytest.param("45.0", Reading("45"), id="taken for a number"),
    pytest.param("１２", Reading("12"), id="full-width"),
    pytest.param(" 12\n", Reading("12"), id="line end"),
    pytest.param("1e5", error("CEL309"), id="exponent"),
    pytest.param("1234567", error("CEL311", limit=6, length=7), id="too long"),
]


@pytest.mark.parametrize(("text", "expected"), CODES)
def test_code(text: str, expected: Reading) -> None:
    field = make_field("code", pattern="^[0-9]{2,6}$", max_length=6)
    assert read_cell(field, text, "zh") == expected


TEXTS = [
    pytest.param("顾清禾", "顾清禾", id="name"),
    pytest.param("  协助  分管　教育\u00a0", "协助 分管 教育", id="white space"),
    pytest.param("一\r\n 二 \n\n三\n", "一\n二\n\n三", id="lines"),
    pytest.param("一\t二", "一 二", id="tab"),
    pytest.param("45.0", "45.0", id="number stays as it is"),
    pytest.param("１２", "１２", id="full-width stays as it is"),
    pytest.param("Lê Tha\u0309o Vy", "Lê Thảo Vy", id="loose accents"),
    pytest.param("⽅⾔", "方言", id="radicals copied from a PDF"),
    pytest.param("<b>{{ 7*7 }}</b> =1+1", "<b>{{ 7*7 }}</b> =1+1", id="markup and formula"),
    pytest.param("\U00031350某", "\U00031350某", id="Han character newer than Python's tables"),
    pytest.param("👍🏽", "👍🏽", id="emoji"),
    pytest.param("NaN", "NaN", id="not a number"),
    pytest.param("长" * 50_000, "长" * 50_000, id="fifty thousand characters"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text(text: str, expected: str) -> None:
    assert read_cell(make_field("text"), text, "zh") == Reading(expected)


LIMITED_TEXTS = [
    pytest.param("abc", Reading("abc"), id="fits"),
    pytest.param("abcd", error("CEL311", limit=3, length=4), id="too long"),
    pytest.param("AB", error("CEL309"), id="wrong form"),
]


@pytest.mark.parametrize(("text", "expected"), LIMITED_TEXTS)
def test_text_within_limits(text: str, expected: Reading) -> None:
    field = make_field("text", pattern="[a-z]+", max_length=3)
    assert read_cell(field, text, "zh") == expected


# Source: docs of Trojan Source, CVE-2021-42574; pasted junk is what Word and chat programs leave.
INVISIBLE = [
    pytest.param(
        "\u200b顾清禾", Reading("顾清禾", "CEL319", "", {"characters": ("U+200B",)}), id="before"
    ),
    pytest.param(
        "顾清禾\ufeff", Reading("顾清禾", "CEL319", "", {"characters": ("U+FEFF",)}), id="behind"
    ),
    pytest.param(
        "顾\u200b清禾",
        Reading("顾清禾", "CEL319", "", {"characters": ("U+200B",)}),
        id="between Han",
    ),
    pytest.param(
        "Trần \u200bMinh",
        Reading("Trần Minh", "CEL319", "", {"characters": ("U+200B",)}),
        id="word start",
    ),
    pytest.param(
        "\u2066顾清禾\u2069",
        Reading("顾清禾", "CEL319", "", {"characters": ("U+2066", "U+2069")}),
        id="bidi around",
    ),
    pytest.param("\u3164\u200b", Reading(None), id="nothing else"),
    pytest.param("Mi\u200bnh", error("CEL312", characters=("U+200B",)), id="inside a word"),
    pytest.param("12\u202e34", error("CEL312", characters=("U+202E",)), id="order turned round"),
    pytest.param("顾\x00清禾", error("CEL312", characters=("U+0000",)), id="control"),
    pytest.param("顾\x1b[31m", error("CEL312", characters=("U+001B",)), id="terminal colour"),
    pytest.param("一\u2028二", error("CEL312", characters=("U+2028",)), id="line separator"),
    pytest.param("\ue863", error("CEL312", characters=("U+E863",)), id="private use"),
    pytest.param("\ud800", error("CEL312", characters=("U+D800",)), id="half a character"),
    pytest.param(
        "\u200b顾\x07\x07\ue863",
        error("CEL312", characters=("U+0007", "U+E863")),
        id="several, named once",
    ),
]


@pytest.mark.parametrize(("text", "expected"), INVISIBLE)
def test_invisible_characters(text: str, expected: Reading) -> None:
    assert read_cell(make_field("text"), text, "zh") == expected


def test_one_mistake_is_told_once_beside_pasted_junk() -> None:
    assert read_cell(make_field("date"), "\ufeff2025-09-31", "zh") == error(
        "CEL303", "month_end", last_day=30
    )


# Links

LINKS = [
    pytest.param("https://example.org", id="host"),
    pytest.param("https://example.org/a?b=c#d", id="path, query, fragment"),
    pytest.param("HTTP://example.org:8080/", id="capitals and port"),
    pytest.param("https://例子.example/心得", id="Chinese host and path"),
    pytest.param("files/2026/心得体会.pdf", id="file in the store"),
    pytest.param("files/工作 总结（终稿）.docx", id="spaces and brackets in a file name"),
    pytest.param("evidence/S-0001/", id="folder in the store"),
]


@pytest.mark.parametrize("text", LINKS)
def test_link_is_read(text: str) -> None:
    assert read_cell(make_field("url"), text, "zh") == Reading(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("JaVaScRiPt:alert(1)//a.pdf", id="script in odd capitals"),
        pytest.param("java\nscript:alert(1)", id="script over two lines"),
        pytest.param("data:text/html,x.html", id="data"),
        pytest.param("ftp://example.org/a.pdf", id="other scheme"),
        pytest.param("file:///etc/passwd.txt", id="file scheme"),
        pytest.param("//example.org/a.pdf", id="scheme left out"),
        pytest.param("/etc/a.pdf", id="from the root"),
        pytest.param("../a.pdf", id="upward"),
        pytest.param("files/../../a.pdf", id="upward later"),
        pytest.param("files/./a.pdf", id="standing still"),
        pytest.param(r"C:\docs\a.pdf", id="drive"),
        pytest.param(r"\\server\docs\a.pdf", id="network share"),
        pytest.param("https://user:pass@example.org/", id="password in the address"),
        pytest.param("https://example.org/a b", id="space in the address"),
        pytest.param('https://example.org/"onclick="x', id="quotation mark"),
        pytest.param("https://", id="no host"),
        pytest.param("https:example.org", id="no slashes"),
        pytest.param("www.example.org/a.html", id="https:// forgotten"),
        pytest.param("example.org", id="bare domain"),
        pytest.param("见附件", id="remark"),
        pytest.param(".pdf", id="ending only"),
    ],
)
def test_link_is_not_read(text: str) -> None:
    assert read_cell(make_field("url"), text, "zh") == error("CEL317")


# Helpers that others use


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  a\u00a0 b\u3000", "a b", id="all kinds of spaces"),
        pytest.param("a\r\nb\tc", "a b c", id="line end and tab"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_fold_id_makes_spellings_of_one_number_equal() -> None:
    spellings = ["C-00012", " C-00012 ", "Ｃ－０００１２", "C—00012", "C‑00012", "C−00012"]
    assert {fold_id(text) for text in spellings} == {"C-00012"}


# Columns


def shown(column: CastColumn) -> tuple[str, list[Any], list[tuple[list[int], str]]]:
    problems = [(rows.tolist(), reading.code) for rows, reading in column.problems]
    return str(column.values.dtype), column.values.tolist(), problems


COLUMNS = [
    pytest.param("text", ["一", "", "一"], ("object", ["一", "", "一"], []), id="text"),
    pytest.param(
        "enum", ["在挂", "", "退休"], ("object", ["active", "", ""], [([2], "CEL308")]), id="enum"
    ),
    pytest.param(
        "enums",
        ["在挂、已结束", "", "ended、active", "退休"],
        ("object", [("active", "ended"), (), ("ended", "active"), ()], [([3], "CEL308")]),
        id="enums",
    ),
    pytest.param(
        "references",
        ["a;b", "c;d"],
        ("object", [("a", "b"), ("c", "d")], []),
        id="lists of equal length",
    ),
    pytest.param("boolean", ["是", "", "无"], ("object", ["yes", "", "no"], []), id="boolean"),
    pytest.param(
        "month",
        ["x", "1992.05", "y", "x", ""],
        ("object", ["", "1992-05", "", "", ""], [([0, 3], "CEL305"), ([2], "CEL305")]),
        id="one problem per distinct text",
    ),
    pytest.param("text", [], ("object", [], []), id="no rows"),
]


@pytest.mark.parametrize(("kind", "texts", "expected"), COLUMNS)
def test_column_of_objects(kind: str, texts: list[str], expected: tuple[Any, ...]) -> None:
    assert shown(cast_column(make_field(kind), column_of(*texts), "zh")) == expected


def test_column_of_numbers_is_float_with_nan_for_blank() -> None:
    column = cast_column(make_field("integer"), column_of("8", "", "x", "1,000"), "zh")
    expected = np.array([8, np.nan, np.nan, 1000], dtype=np.float64)
    np.testing.assert_array_equal(column.values, expected, strict=True)
    assert [(rows.tolist(), reading) for rows, reading in column.problems] == [
        ([2], error("CEL302"))
    ]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("2024-03-01", "", "x"), id="some blank"),
        pytest.param(("", "", ""), id="all blank"),
        pytest.param((), id="no rows"),
    ],
)
def test_column_of_dates_is_datetime64_in_seconds(texts: tuple[str, ...]) -> None:
    column = cast_column(make_field("date"), column_of(*texts), "zh")
    wanted = [text if text == "2024-03-01" else "NaT" for text in texts]
    expected = np.array(wanted, dtype="datetime64[s]")
    np.testing.assert_array_equal(column.values, expected, strict=True)


# Properties

# Mostly what stands in registers, so that properties are tried where the readers decide.
REGISTER_LIKE = st.text(
    alphabet="0123456789-/.,:；、年月日至今CSU人是 \n\u3000\u200bMaráéộ在挂", max_size=14
)
ANY_TEXT = st.one_of(REGISTER_LIKE, st.text(max_size=30))
KINDS = st.sampled_from(sorted(READERS))
LOCALES = st.sampled_from(["zh", "vi", "en"])


@given(kind=KINDS, texts=st.lists(ANY_TEXT, max_size=8), locale=LOCALES)
def test_casting_takes_any_text_and_leaves_it_as_it_is(
    kind: str, texts: list[str], locale: str
) -> None:
    given_texts = column_of(*texts)
    column = cast_column(make_field(kind), given_texts, locale)
    assert given_texts.tolist() == texts
    assert len(column.values) == len(texts)


@given(kind=KINDS, texts=st.lists(ANY_TEXT, max_size=8), random=st.randoms())
def test_order_of_rows_changes_no_value(kind: str, texts: list[str], random: Any) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)
    straight = cast_column(make_field(kind), column_of(*texts), "zh")
    shuffled = cast_column(make_field(kind), column_of(*(texts[row] for row in order)), "zh")
    np.testing.assert_array_equal(shuffled.values, straight.values[order])


@given(kind=KINDS, texts=st.lists(ANY_TEXT, max_size=8), locale=LOCALES)
def test_column_agrees_with_its_cells(kind: str, texts: list[str], locale: str) -> None:
    field = make_field(kind)
    told = [(row, read_cell(field, text, locale)) for row, text in enumerate(texts)]
    column = cast_column(field, column_of(*texts), locale)
    in_column = [(row, reading) for rows, reading in column.problems for row in rows.tolist()]
    assert sorted(in_column, key=lambda each: each[0]) == [each for each in told if each[1].code]


@given(kind=KINDS, text=ANY_TEXT, locale=LOCALES)
def test_shortcut_gives_what_the_reader_gives(kind: str, text: str, locale: str) -> None:
    field = make_field(kind, max_length=10)
    value = shortcut_of(field)(text)
    assert value is None or Reading(value) == read_cell(field, text, locale)


@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)), locale=LOCALES)
def test_iso_date_round_trips(day: date, locale: str) -> None:
    column = cast_column(make_field("date"), column_of(day.isoformat()), locale)
    assert column.values.astype("datetime64[D]").astype(str).tolist() == [day.isoformat()]


WRITTEN_FORMS = [
    pytest.param("{0.year}-{0.month}-{0.day}", id="dashes"),
    pytest.param("{0.year}/{0.month:02}/{0.day:02}", id="slashes"),
    pytest.param("{0.year}.{0.month}.{0.day}", id="full stops"),
    pytest.param("{0.year}年{0.month}月{0.day}日", id="Chinese"),
    pytest.param("{0:%Y%m%d}", id="eight digits"),
    pytest.param("{0.day} tháng {0.month} năm {0.year}", id="Vietnamese"),
    pytest.param("{0.day}/{0.month}/{0.year}", id="day first"),
]


@pytest.mark.parametrize("form", WRITTEN_FORMS)
@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_any_date_reads_back_from_each_form(form: str, day: date) -> None:
    assert read_cell(make_field("date"), form.format(day), "vi") == Reading(day)
