"""The worked examples of docs/zh/guidance/year-calendar.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, check, workbook

FIRST = BATCH | {
    "status": "running",
    "kickoff_on": "2026-05-11",
    "nomination_deadline": "2026-07-08",
    "decided_on": "2026-07-20",
    "sendoff_on": "2026-07-28",
    "report_by": "2026-07-31",
    "window_end": "2027-07-30",
}


# docs/zh/guidance/year-calendar.md#milestones-example
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        pytest.param({}, [], id="as in the table"),
        pytest.param({"decided_on": "2026-06-20"}, ["decided_on"], id="decided too early"),
        pytest.param({"sendoff_on": "2026-07-31"}, [], id="two on one day"),
        pytest.param(
            {"decided_on": "", "sendoff_on": "2026-07-01"}, ["sendoff_on"], id="blank is skipped"
        ),
        pytest.param({"window_end": "2026-07-30"}, ["window_end"], id="ends before arrival"),
    ],
)
def test_days_of_a_batch(change: dict[str, str], fields: list[str]):
    book = workbook(programmes=asking("R13"), batches=[FIRST | change], postings=[])
    found = [each for each in check(book).findings if each.code == "POL-R13"]
    assert [(each.cell.field, each.severity.value) for each in found] == [
        (field, "error") for field in fields
    ]


def intake(number: int, **more: str) -> dict[str, str]:
    return {**BATCH, "batch_id": f"B-00{number}", "title": f"第{number}批", **more}


MARCH, SEPTEMBER = intake(1, kickoff_on="2026-03-02"), intake(2, kickoff_on="2026-09-01")
ONE_TOO_MANY = [("", "warning")]


# docs/zh/guidance/year-calendar.md#intakes-example
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param([], [], id="two"),
        pytest.param([{"kickoff_on": "2026-11-16"}], ONE_TOO_MANY, id="three"),
        pytest.param([{"kickoff_on": "2026-11-16", "status": "已取消"}], [], id="cancelled"),
        pytest.param(
            [{"kickoff_on": "2026-12-28", "window_start": "2027-01-15"}],
            ONE_TOO_MANY,
            id="kicked off in the old year",
        ),
        pytest.param([{"window_start": "2027-01-15"}], [], id="only the first day is known"),
    ],
)
def test_intakes_of_a_year(more: list[dict[str, str]], expected: list):
    batches = [MARCH, SEPTEMBER, *(intake(3, **each) for each in more)]
    programmes = asking("R12", intakes_per_year="2")
    assert rule_says("POL-R12", programmes=programmes, batches=batches, postings=[]) == expected
