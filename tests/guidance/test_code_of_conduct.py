"""The worked examples of docs/zh/guidance/code-of-conduct.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

TERM: Row = POSTING | {
    "start_planned": "2025-09-15",
    "reported_on": "2025-09-15",
    "end_planned": "2025-12-30",
}
FOUR = ("plan", "study_note", "special", "reflection")
FOUR_ASKED = "工作计划；学习笔记；专题材料；心得体会"
STUDY: Row = {
    "log_id": "W-0001", "posting_id": "S-0001", "log_on": "2025-10-10", "entry_type": "study",
}  # fmt: skip
TASK: Row = STUDY | {"entry_type": "task"}
WARNING = [("", "warning")]


def handed_in(*kinds: str) -> list[Row]:
    """Give a paper of each kind, handed in on the last day."""
    return [
        {
            "report_id": f"R-{place:04}",
            "posting_id": "S-0001",
            "type": kind,
            "submitted_on": "2025-12-30",
        }
        for place, kind in enumerate(kinds, 1)
    ]


# docs/zh/guidance/code-of-conduct.md#five-haves-example
@pytest.mark.parametrize(
    ("asked", "kinds", "logged", "expected"),
    [
        pytest.param(FOUR_ASKED, FOUR, STUDY, [], id="all five"),
        pytest.param(FOUR_ASKED, FOUR, TASK, WARNING, id="no time for study"),
        pytest.param(FOUR_ASKED, FOUR[:3], STUDY, WARNING, id="no essay"),
        pytest.param(FOUR_ASKED, FOUR[:1], TASK, WARNING, id="plan alone"),
        pytest.param("工作计划；心得体会", ("plan", "reflection"), TASK, [], id="two asked for"),
        pytest.param(
            FOUR_ASKED, (*FOUR[:2], "research", FOUR[3]), STUDY, WARNING, id="research is no topic"
        ),
    ],
)
def test_five_haves(asked: str, kinds: tuple[str, ...], logged: Row, expected: list):
    found = [
        rule_says(
            "POL-R71",
            day,
            programmes=asking("R71", reports_required=asked),
            postings=[TERM],
            reports=handed_in(*kinds),
            work_log=[logged],
        )
        for day in ("2026-01-29", "2026-01-30")
    ]
    assert found == [[], expected]


# docs/zh/guidance/code-of-conduct.md#five-haves
def test_time_is_not_looked_at_without_a_work_log():
    found = rule_says(
        "POL-R71",
        programmes=asking("R71", reports_required=FOUR_ASKED),
        postings=[TERM],
        reports=handed_in(*FOUR),
    )
    assert found == []
