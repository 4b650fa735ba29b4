"""The worked examples of docs/zh/guidance/leave.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

LEAVE: Row = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "leave",
    "start_on": "2026-06-08",
    "end_on": "2026-06-10",
    "approved_by": "receiving",
    "approved_on": "2026-06-05",
}


# docs/zh/guidance/leave.md#levels-example
@pytest.mark.parametrize(
    ("end", "by", "on", "expected"),
    [
        pytest.param("2026-06-10", "receiving", "2026-06-05", [], id="three days"),
        pytest.param("2026-06-11", "receiving", "2026-06-05", [("", "warning")], id="four days"),
        pytest.param("2026-06-14", "org_dept", "2026-06-05", [], id="seven days"),
        pytest.param("2026-06-15", "org_dept", "2026-06-05", [("", "warning")], id="eight days"),
        pytest.param("2026-06-15", "higher", "2026-06-05", [], id="eight days by a higher organ"),
        pytest.param("2026-06-14", "office", "2026-06-05", [], id="seven days by an office"),
        pytest.param("2026-06-10", "receiving", "2026-06-08", [], id="approved on the day"),
        pytest.param(
            "2026-06-10", "receiving", "2026-06-09", [("late", "warning")], id="approved after"
        ),
        pytest.param("2026-06-10", "", "", [("missing", "warning")], id="not approved"),
        pytest.param("2026-06-11", "", "2026-06-05", [], id="approver not named"),
        pytest.param("2026-06-10", "receiving", "", [], id="day of approval not given"),
    ],
)
def test_who_approves_leave(end: str, by: str, on: str, expected: list):
    leave = LEAVE | {"end_on": end, "approved_by": by, "approved_on": on}
    programmes = asking("R67", leave_receiving_max_days="3", leave_org_max_days="7")
    assert rule_says("POL-R67", programmes=programmes, absences=[leave]) == expected


# docs/zh/guidance/leave.md#levels
def test_programme_without_levels_asks_only_for_approval():
    leave = LEAVE | {"end_on": "2026-06-20"}
    assert rule_says("POL-R67", programmes=asking("R67"), absences=[leave]) == []


# docs/zh/guidance/leave.md#closing
@pytest.mark.parametrize(
    ("as_of", "returned", "expected"),
    [
        pytest.param("2026-06-13", "", [], id="three days after"),
        pytest.param("2026-06-14", "", [("", "warning")], id="four days after"),
        pytest.param("2026-06-14", "2026-06-11", [], id="closed"),
    ],
)
def test_closing_leave(as_of: str, returned: str, expected: list):
    leave = LEAVE | {"returned_on": returned}
    assert rule_says("POL-R66", as_of, programmes=asking("R66"), absences=[leave]) == expected


@pytest.mark.parametrize("kind", ["home_use", "lent", "training_away"])
def test_only_leave_is_closed(kind: str):
    assert rule_says("POL-R66", programmes=asking("R66"), absences=[LEAVE | {"kind": kind}]) == []


# docs/zh/guidance/leave.md#share
@pytest.mark.parametrize(
    ("kind", "end", "expected"),
    [
        pytest.param("leave", "2025-11-29", [], id="sixty days"),
        pytest.param("leave", "2025-11-30", [("", "warning")], id="sixty-one days"),
        pytest.param("training_away", "2025-11-30", [], id="training is not counted"),
    ],
)
def test_share_of_the_term(kind: str, end: str, expected: list):
    year = {"start_planned": "2025-09-01", "reported_on": "2025-09-01", "end_planned": "2026-08-31"}
    leave = LEAVE | {"kind": kind, "start_on": "2025-10-01", "end_on": end}
    found = rule_says(
        "POL-R68", programmes=asking("R68"), postings=[POSTING | year], absences=[leave]
    )
    assert found == expected


# docs/zh/guidance/leave.md#site-days
@pytest.mark.parametrize(
    ("leave", "entry", "expected"),
    [
        pytest.param({}, {"log_on": "2026-03-03"}, [("", "warning")], id="on leave"),
        pytest.param({}, {"log_on": "2026-03-05"}, [], id="the day after"),
        pytest.param({"returned_on": "2026-03-04"}, {"log_on": "2026-03-04"}, [], id="came back"),
        pytest.param({}, {"log_on": "2026-03-03", "site_days": "12"}, [], id="sum of a month"),
        pytest.param({"days": "2.5"}, {"log_on": "2026-03-03"}, [], id="half days away"),
        pytest.param(
            {"approved_by": "", "approved_on": ""}, {"log_on": "2026-03-03"}, [], id="not approved"
        ),
    ],
)
def test_site_days_while_away(leave: dict[str, str], entry: dict[str, str], expected: list):
    away = LEAVE | {"start_on": "2026-03-02", "end_on": "2026-03-04", "approved_on": "2026-02-27"}
    log = {"log_id": "W-0001", "posting_id": "S-0001", "entry_type": "site_day", "site_days": "1"}
    found = rule_says(
        "POL-R111", programmes=asking("R111"), absences=[away | leave], work_log=[log | entry]
    )
    assert found == expected
