"""The worked examples of docs/zh/guidance/home-unit-use.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

USE: Row = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "home_use",
    "start_on": "2026-03-16",
    "end_on": "2026-03-18",
    "approved_by": "org_dept",
    "approved_on": "2026-03-12",
    "receiving_opinion": "agree",
}


# docs/zh/guidance/home-unit-use.md#asking-example
@pytest.mark.parametrize(
    ("use", "expected"),
    [
        pytest.param({}, [], id="asked before"),
        pytest.param({"approved_on": "2026-03-16"}, [], id="approved on the day"),
        pytest.param({"approved_on": "2026-03-17"}, [("late", "error")], id="approved after"),
        pytest.param({"approved_on": ""}, [("undated", "error")], id="approved without a day"),
        pytest.param({"approved_by": "receiving"}, [("", "error")], id="by the receiving unit"),
        pytest.param({"approved_by": "office"}, [("", "error")], id="by an office"),
        pytest.param({"approved_by": ""}, [("", "error")], id="by nobody"),
        pytest.param({"approved_by": "higher"}, [], id="by a higher organ"),
        pytest.param(
            {"receiving_opinion": "pending"}, [("opinion", "error")], id="opinion not given yet"
        ),
        pytest.param({"receiving_opinion": "disagree"}, [], id="receiving unit disagrees"),
    ],
)
def test_asking_before_use(use: dict[str, str], expected: list):
    programmes = asking("R48", home_work_ban="yes")
    assert rule_says("POL-R48", programmes=programmes, absences=[USE | use]) == expected


# docs/zh/guidance/home-unit-use.md#asking-checked
def test_programme_without_the_ban_is_not_looked_at():
    use = USE | {"approved_by": "", "approved_on": ""}
    assert rule_says("POL-R48", programmes=asking("R48"), absences=[use]) == []


# docs/zh/guidance/home-unit-use.md#limit-example
@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        pytest.param([("2026-03-02", "2026-03-13")], [], id="ten working days"),
        pytest.param([("2026-03-02", "2026-03-16")], [("", "warning")], id="eleven"),
        pytest.param(
            [("2026-03-02", "2026-03-13"), ("2026-09-01", "2026-09-01")],
            [("", "warning")],
            id="one more inside six months",
        ),
        pytest.param(
            [("2026-03-02", "2026-03-13"), ("2026-09-02", "2026-09-02")],
            [],
            id="one more after six months",
        ),
        pytest.param([("2026-02-09", "2026-02-24")], [], id="over the spring festival"),
    ],
)
def test_how_much_the_home_unit_may_use(uses: list[tuple[str, str]], expected: list):
    absences = [
        USE | {"absence_id": f"L-000{place}", "start_on": first, "end_on": last}
        for place, (first, last) in enumerate(uses, 1)
    ]
    found = rule_says("POL-R49", "2026-12-01", programmes=asking("R49"), absences=absences)
    assert found == expected


@pytest.mark.parametrize(("limit", "expected"), [("7", []), ("6", [("", "warning")])])
def test_seven_working_days_over_the_spring_festival(limit: str, expected: list):
    use = USE | {"start_on": "2026-02-09", "end_on": "2026-02-24"}
    programmes = asking("R49", home_use_max_days=limit)
    assert rule_says("POL-R49", programmes=programmes, absences=[use]) == expected


# docs/zh/guidance/home-unit-use.md#limit
@pytest.mark.parametrize(
    ("use", "expected"),
    [
        pytest.param({"days": "0.5"}, [], id="two half days"),
        pytest.param({"days": "1"}, [("", "warning")], id="two days"),
    ],
)
def test_half_days_add_up(use: dict[str, str], expected: list):
    days = ("2026-03-03", "2026-03-05")
    absences = [
        USE | {"absence_id": f"L-000{place}", "start_on": day, "end_on": day} | use
        for place, day in enumerate(days, 1)
    ]
    programmes = asking("R49", home_use_max_days="1")
    assert rule_says("POL-R49", programmes=programmes, absences=absences) == expected


# docs/zh/guidance/home-unit-use.md#limit
@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        pytest.param("2026-03-16", [], id="back after ten working days"),
        pytest.param("2026-03-17", [("", "warning")], id="back after eleven"),
    ],
)
def test_coming_back_early_counts_until_the_day_before(returned: str, expected: list):
    use = USE | {"start_on": "2026-03-02", "end_on": "2026-03-20", "returned_on": returned}
    assert rule_says("POL-R49", programmes=asking("R49"), absences=[use]) == expected


LOCKED: Row = POSTING | {
    "start_planned": "2025-07-01",
    "reported_on": "2025-07-03",
    "end_planned": "2027-06-30",
}


# docs/zh/guidance/home-unit-use.md#lock-period-example
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2026-04-01", "2026-04-30", [], id="thirty days"),
        pytest.param("2026-04-01", "2026-05-01", [("", "error")], id="thirty-one days"),
        pytest.param("2026-07-03", "2026-09-30", [], id="after the lock period"),
    ],
)
def test_lending_in_the_lock_period(first: str, last: str, expected: list):
    lending = USE | {"kind": "lent", "start_on": first, "end_on": last}
    programmes = asking("R52", lock_months="12", term_max_months="24")
    found = rule_says(
        "POL-R52", "2026-12-01", programmes=programmes, postings=[LOCKED], absences=[lending]
    )
    assert found == expected


# docs/zh/guidance/home-unit-use.md#edges
def test_two_lendings_of_thirty_days_are_looked_at_one_by_one():
    spans = [("2025-10-01", "2025-10-30"), ("2025-10-31", "2025-11-29")]
    lendings = [
        USE | {"absence_id": f"L-000{place}", "kind": "lent", "start_on": first, "end_on": last}
        for place, (first, last) in enumerate(spans, 1)
    ]
    programmes = asking("R52", lock_months="12", term_max_months="24")
    assert rule_says("POL-R52", programmes=programmes, postings=[LOCKED], absences=lendings) == []


# docs/zh/guidance/home-unit-use.md#lock-period-example
@pytest.mark.parametrize(
    ("ended", "expected"),
    [("2026-07-02", [("moved", "error")]), ("2026-07-03", [])],
)
def test_moving_in_the_lock_period(ended: str, expected: list):
    programmes = asking("R52", lock_months="12", term_max_months="24")
    posting = LOCKED | {"end_actual": ended, "status": "ended_early", "outcome": "third_unit"}
    found = rule_says("POL-R52", "2026-12-01", programmes=programmes, postings=[posting])
    assert found == expected
