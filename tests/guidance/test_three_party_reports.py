"""The worked examples of docs/zh/guidance/three-party-reports.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
REPORT: Row = {
    "report_id": "R-0001",
    "posting_id": "S-0001",
    "type": "quarterly",
    "due_on": "2026-04-10",
    "submitted_on": "2026-04-08",
}
ALL_THREE = "派出单位；接收单位；组织部门"


# docs/zh/guidance/three-party-reports.md#whom
@pytest.mark.parametrize(
    ("kind", "delivered_to", "report_to", "expected"),
    [
        pytest.param("quarterly", "接收单位", ALL_THREE, [("", "warning")], id="to one of three"),
        pytest.param("quarterly", ALL_THREE, ALL_THREE, [], id="to all three"),
        pytest.param("quarterly", ALL_THREE + "；办公室", ALL_THREE, [], id="to one more"),
        pytest.param("quarterly", "接收单位", "", [], id="programme names nobody"),
        pytest.param("reflection", "接收单位", ALL_THREE, [], id="essay is no report"),
    ],
)
def test_whom_reports_go_to(kind: str, delivered_to: str, report_to: str, expected: list):
    report = REPORT | {"type": kind, "delivered_to": delivered_to}
    programmes = asking("R61", report_to=report_to)
    found = rule_says("POL-R61", programmes=programmes, postings=[YEAR], reports=[report])
    assert found == expected


def handed_in(*kinds: str) -> list[Row]:
    """Give a report of each kind, handed in one after the other."""
    return [
        REPORT | {"report_id": f"R-{place:04}", "type": kind, "due_on": f"2026-0{place}-10"}
        for place, kind in enumerate(kinds, 1)
    ] or [dict.fromkeys(REPORT, "")]


# docs/zh/guidance/three-party-reports.md#how-many-example
@pytest.mark.parametrize(
    ("as_of", "kinds", "expected"),
    [
        pytest.param("2025-12-15", [], [], id="fifteen days after the first cycle"),
        pytest.param("2025-12-16", [], [("", "warning")], id="sixteen days after"),
        pytest.param("2026-06-30", ["quarterly"] * 2, [("", "warning")], id="two of three"),
        pytest.param(
            "2026-09-30", ["quarterly"] * 3 + ["final"], [], id="final stands for the fourth"
        ),
        pytest.param(
            "2026-09-30",
            ["quarterly"] * 3 + ["half_year"],
            [("", "warning")],
            id="half-year report does not",
        ),
    ],
)
def test_how_many_reports(as_of: str, kinds: list[str], expected: list):
    found = rule_says(
        "POL-R60",
        as_of,
        programmes=asking("R60", report_cycle_months="3", reports_required="期满总结"),
        postings=[YEAR],
        reports=handed_in(*kinds),
    )
    assert found == expected


# docs/zh/guidance/three-party-reports.md#how-many-example
@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param(["quarterly"] * 4 + ["half_year", "annual"], [], id="four, one and one"),
        pytest.param(["quarterly"] * 4 + ["annual"], [("", "warning")], id="half-year missing"),
    ],
)
def test_reports_of_a_commissioner(kinds: list[str], expected: list):
    programmes = asking("R60", report_cycle_months="3", reports_required="半年小结；年度总结")
    found = rule_says(
        "POL-R60", "2026-10-31", programmes=programmes, postings=[YEAR], reports=handed_in(*kinds)
    )
    assert found == expected


# docs/zh/guidance/three-party-reports.md#how-many
@pytest.mark.parametrize(
    ("cycle", "kinds", "expected"),
    [
        pytest.param("6", ["stage", "final"], [], id="stage report for half a year"),
        pytest.param("6", ["quarterly", "final"], [("", "warning")], id="quarterly is shorter"),
        pytest.param("12", ["final"], [], id="final for the year"),
        pytest.param("12", ["half_year"], [("", "warning")], id="half-year report is shorter"),
        pytest.param("1", ["monthly"] * 11 + ["final"], [], id="eleven months and the final"),
        pytest.param("4", ["monthly", "stage", "final"], [], id="any kind for other cycles"),
        pytest.param("4", ["monthly", "stage"], [("any", "warning")], id="two of three"),
    ],
)
def test_what_counts_for_what(cycle: str, kinds: list[str], expected: list):
    programmes = asking("R60", report_cycle_months=cycle)
    reports = [
        REPORT | {"report_id": f"R-{place:04}", "type": kind, "period": f"2026-{place:02}"}
        for place, kind in enumerate(kinds, 1)
    ]
    found = rule_says(
        "POL-R60", "2026-10-31", programmes=programmes, postings=[YEAR], reports=reports
    )
    assert found == expected


# docs/zh/guidance/three-party-reports.md#how-many-example
def test_half_a_year_needs_one_quarterly_report_and_the_final_one():
    posting = YEAR | {"end_planned": "2026-02-28"}
    programmes = asking("R60", report_cycle_months="3", reports_required="期满总结")
    reports = handed_in("quarterly", "final")
    found = rule_says("POL-R60", programmes=programmes, postings=[posting], reports=reports)
    assert found == []


# docs/zh/guidance/three-party-reports.md#deadlines
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2026-04-10", [], id="on the day"),
        pytest.param("2026-04-11", [("", "warning")], id="one day after"),
        pytest.param("2026-04-25", [("", "warning")], id="fifteen days after"),
        pytest.param("2026-04-26", [("", "error")], id="sixteen days after"),
    ],
)
def test_report_that_is_overdue(as_of: str, expected: list):
    report = REPORT | {"submitted_on": ""}
    assert rule_says("POL-R59", as_of, postings=[YEAR], reports=[report]) == expected
