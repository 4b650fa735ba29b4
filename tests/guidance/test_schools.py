"""The worked examples of docs/zh/guidance/schools.md, as the register tells them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row, check, workbook

CAMPUSES: list[Row] = [
    {"unit_id": "U-0001", "unit_name": "主校区", "unit_type": "校区", "is_lead_campus": "是"},
    {"unit_id": "U-0002", "unit_name": "白枥校区", "unit_type": "校区"},
]
TERM: Row = POSTING | {
    "start_planned": "2025-09-15",
    "reported_on": "2025-09-15",
    "end_planned": "2025-12-30",
    "end_actual": "2025-12-30",
    "status": "completed",
}


def people(number: int) -> list[Row]:
    return [
        TERM | {"posting_id": f"S-00{each:02}", "cadre_id": f"C-000{each:02}"}
        for each in range(1, number + 1)
    ]


def observed(*lessons: int) -> list[Row]:
    return [
        {"log_id": "", "posting_id": f"S-00{number:02}", "log_on": "2025-12-29",
         "entry_type": "听课", "quantity": str(count)}
        for number, count in enumerate(lessons, start=1)
    ]  # fmt: skip


# docs/zh/guidance/schools.md#lessons
@pytest.mark.parametrize(
    ("as_of", "lessons", "expected"),
    [
        pytest.param("2026-06-30", (96,) * 13, [("", "info")], id="1248 lessons of 13"),
        pytest.param("2026-06-30", (100,) * 13, [], id="1300 lessons"),
        pytest.param(
            "2026-06-30", (92, 97, *(102,) * 10, 104), [], id="1313 lessons, two below the average"
        ),
        pytest.param("2025-12-30", (96,) * 13, [], id="last day"),
        pytest.param("2025-12-31", (96,) * 13, [("", "info")], id="all have ended"),
    ],
)
def test_lessons_of_a_batch(as_of: str, lessons: tuple[int, ...], expected: list):
    sheets = {
        "programmes": asking("R70", observation_min="100"),
        "postings": people(13),
        "work_log": observed(*lessons),
    }
    assert rule_says("POL-R70", as_of, **sheets) == expected


def missed(start: str, end: str, been: list[date]) -> list[tuple[str, ...]]:
    """Give the weeks the register misses a day of, for one posting from the lead campus."""
    posting = TERM | {
        "start_planned": start, "reported_on": start, "end_planned": end, "end_actual": end,
    }  # fmt: skip
    log = [
        {"log_id": "", "posting_id": "S-0001", "log_on": str(day),
         "entry_type": "主校区校长到分校区工作日"}
        for day in been
    ]  # fmt: skip
    book = workbook(units=CAMPUSES, programmes=asking("R74"), postings=[posting], work_log=log)
    return [each.params["weeks"] for each in check(book).findings if each.code == "POL-R74"]


TUESDAYS = [date(2025, 9, 2) + timedelta(weeks=week) for week in range(19)]


# docs/zh/guidance/schools.md#branch-day
@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        pytest.param((), [], id="nineteen weeks"),
        pytest.param(("2025-09-02",), [("2025-09-01",)], id="first week"),
        pytest.param(("2025-09-30",), [("2025-09-29",)], id="two working days before the holiday"),
        pytest.param(("2025-10-14",), [("2025-10-13",)], id="one week"),
    ],
)
def test_a_day_at_the_branch_every_week(left_out: tuple[str, ...], expected: list):
    been = [day for day in TUESDAYS if str(day) not in left_out]
    assert missed("2025-09-01", "2026-01-16", been) == expected


def test_week_with_a_single_working_day_is_not_looked_at():
    assert missed("2024-09-30", "2024-10-13", [date(2024, 10, 8)]) == []
