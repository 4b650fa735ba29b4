"""The calendar of the year: what is due in which month, from the batches alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from builders import build_publishable
from handbook.pages import open_book
from handbook.pages.year import YearCalendar, year_calendar
from handbook.publishable import INTERNAL, PUBLIC, Audience

BATCH = {"programme_id": "P-01", "title": "第一批", "status": "running"}
PROGRAMME = {"name": "公开选派"}


def calendar(
    batch: Mapping[str, Any],
    programme: Mapping[str, Any] | None = None,
    *,
    language: str = "zh",
    audience: Audience = INTERNAL,
    as_of: date = date(2026, 6, 30),
) -> YearCalendar:
    register = {
        "programmes": {"P-01": {**PROGRAMME, **(programme or {})}},
        "batches": {"B-001": {**BATCH, **batch}},
    }
    publishable = build_publishable(register, audience=audience, as_of=as_of)
    return year_calendar(open_book(publishable, language))


def told(of: YearCalendar) -> list[tuple[str, str]]:
    """Give the day and what is due on it."""
    return [
        (due.day.isoformat(), due.title or due.kind) for month in of.months for due in month.dues
    ]


def test_the_year_begins_with_the_month_of_the_register() -> None:
    empty = calendar({}, as_of=date(2026, 12, 31))
    assert (empty.first, empty.last) == (date(2026, 12, 1), date(2027, 11, 30))
    assert empty.months == ()


def test_milestones_come_by_day_under_the_titles_of_their_columns() -> None:
    found = calendar(
        {
            "report_by": date(2026, 9, 6),
            "kickoff_on": date(2026, 7, 1),
            "nomination_deadline": date(2026, 7, 20),
            "sendoff_on": date(2026, 9, 1),
        }
    )
    assert [month.title for month in found.months] == ["2026年7月", "2026年9月"]
    assert told(found) == [
        ("2026-07-01", "启动日期"),
        ("2026-07-20", "推荐截止"),
        ("2026-09-01", "欢送日期"),
        ("2026-09-06", "到岗期限"),
    ]


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [
        pytest.param(date(2026, 5, 31), False, id="last month"),
        pytest.param(date(2026, 6, 1), True, id="first of this month, though past"),
        pytest.param(date(2027, 5, 31), True, id="last day of the twelfth month"),
        pytest.param(date(2027, 6, 1), False, id="a year on"),
    ],
)
def test_twelve_months_are_shown(day: date, *, is_shown: bool) -> None:
    assert bool(calendar({"kickoff_on": day}).months) is is_shown


def test_assessments_outcome_and_filing_follow_from_the_window_and_the_programme() -> None:
    window = {"window_start": date(2026, 6, 15), "window_end": date(2027, 1, 31)}
    found = calendar(window, {"assess_cycle_months": 3.0, "archive_required": "yes"})
    assert told(found) == [
        ("2026-06-15", "挂职起始时间"),
        ("2026-09-15", "half_year"),
        ("2026-12-15", "half_year"),
        ("2027-01-31", "挂职结束时间"),
        ("2027-03-02", "outcome"),
        ("2027-05-01", "filing"),
    ]


@pytest.mark.parametrize(
    ("programme", "kinds"),
    [
        pytest.param({"assess_cycle_months": 12.0}, ["annual", "outcome"], id="a year is annual"),
        pytest.param({}, ["outcome"], id="no cycle"),
        pytest.param({"archive_required": "no"}, ["outcome"], id="nothing is filed"),
    ],
)
def test_what_a_programme_does_not_ask_for_is_not_due(
    programme: Mapping[str, Any], kinds: list[str]
) -> None:
    window = {"window_start": date(2025, 8, 1), "window_end": date(2026, 9, 30)}
    found = calendar(window, programme)
    assert [due.kind for month in found.months for due in month.dues if due.kind] == kinds


def test_a_cycle_that_ends_with_the_term_is_the_final_assessment_alone() -> None:
    window = {"window_start": date(2026, 6, 30), "window_end": date(2026, 12, 30)}
    found = calendar(window, {"assess_cycle_months": 6.0})
    assert "half_year" not in [kind for _, kind in told(found)]


def test_a_cancelled_batch_has_nothing_due() -> None:
    assert calendar({"status": "cancelled", "kickoff_on": date(2026, 7, 1)}).months == ()


def test_the_public_does_not_see_when_a_batch_is_decided() -> None:
    batch = {"decided_on": date(2026, 7, 1), "sendoff_on": date(2026, 8, 1)}
    assert told(calendar(batch, audience=PUBLIC)) == [("2026-08-01", "欢送日期")]


@pytest.mark.parametrize(
    ("language", "month", "day", "title"),
    [
        pytest.param("vi", "tháng 7 năm 2026", "01/07/2026", "Ngày khởi động", id="Vietnamese"),
        pytest.param("en", "July 2026", "1 Jul 2026", "Kick-off date", id="English"),
    ],
)
def test_months_days_and_titles_are_in_the_language_of_the_page(
    language: str, month: str, day: str, title: str
) -> None:
    (only,) = calendar({"kickoff_on": date(2026, 7, 1)}, language=language).months
    (due,) = only.dues
    assert (only.title, due.day_shown.text, due.title) == (month, day, title)
