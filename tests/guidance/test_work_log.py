"""The worked examples of docs/zh/guidance/work-log.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

AWAY: Row = POSTING | {
    "start_planned": "2025-09-15",
    "reported_on": "2025-09-15",
    "end_planned": "2026-09-14",
}
MONTHS = tuple(f"2025-{month}" for month in (10, 11, 12)) + tuple(
    f"2026-0{month}" for month in range(1, 7)
)


def entry(day: str) -> Row:
    return {"log_id": "", "posting_id": "S-0001", "log_on": day, "entry_type": "工作任务"}


# docs/zh/guidance/work-log.md#every-month-example
@pytest.mark.parametrize(
    ("months", "as_of", "expected"),
    [
        pytest.param(MONTHS, "2026-06-30", [], id="all whole months, September 2025 is a part"),
        pytest.param(
            [each for each in MONTHS if each != "2026-02"], "2026-06-30", [("", "info")],
            id="February missing",
        ),
        pytest.param(MONTHS[:-1], "2026-06-29", [], id="June is not over"),
        pytest.param(MONTHS[:-1], "2026-06-30", [("", "info")], id="June is over"),
    ],
)  # fmt: skip
def test_something_every_whole_month(months: tuple[str, ...], as_of: str, expected: list):
    sheets = {
        "programmes": asking("R69", log_min_per_month="1"),
        "postings": [AWAY],
        "work_log": [entry(f"{month}-18") for month in months],
    }
    assert rule_says("POL-R69", as_of, **sheets) == expected


# docs/zh/guidance/work-log.md#dates-example
@pytest.mark.parametrize(
    ("day", "ended", "expected"),
    [
        pytest.param("2025-09-12", "", [], id="day of reporting in"),
        pytest.param("2025-09-11", "", [("", "error")], id="before it"),
        pytest.param("2026-09-15", "", [("", "error")], id="after the end"),
        pytest.param("2026-05-31", "2026-05-20", [], id="sum of the last month"),
        pytest.param("2026-05-30", "2026-05-20", [("", "error")], id="another day after the end"),
    ],
)
def test_dates_are_within_the_posting(day: str, ended: str, expected: list):
    posting = AWAY | {"reported_on": "2025-09-12", "end_actual": ended}
    if ended:
        posting |= {"status": "completed"}
    sheets = {"programmes": asking("R110"), "postings": [posting], "work_log": [entry(day)]}
    assert rule_says("POL-R110", **sheets) == expected
