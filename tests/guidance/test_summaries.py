"""The days named in docs/zh/guidance/summaries.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

ENDED: Row = POSTING | {"end_actual": "2026-05-20", "status": "completed"}
PLAN: Row = {"report_id": "R-0001", "posting_id": "S-0001", "type": "工作计划"}
FINAL: Row = {"report_id": "R-0002", "posting_id": "S-0001", "type": "期满总结"}


# docs/zh/guidance/summaries.md#final-summary
@pytest.mark.parametrize(
    ("as_of", "final", "expected"),
    [
        pytest.param("2026-06-19", {}, [], id="30 days after"),
        pytest.param("2026-06-20", {}, [("", "warning")], id="31 days after"),
        pytest.param("2026-06-20", {"submitted_on": ""}, [("", "warning")], id="only the row"),
        pytest.param("2026-06-20", {"submitted_on": "2026-06-10"}, [], id="handed in"),
        pytest.param("2026-06-20", {"due_on": "2026-06-10"}, [], id="overdue is another rule's"),
    ],
)
def test_final_summary_within_thirty_days(as_of: str, final: Row, expected: list):
    reports = [PLAN, FINAL | final] if final else [PLAN]
    programmes = asking("R86", reports_required="期满总结")
    sheets = {"programmes": programmes, "postings": [ENDED], "reports": reports}
    assert rule_says("POL-R86", as_of, **sheets) == expected


def test_overdue_from_the_day_after():
    sheets = {"postings": [ENDED], "reports": [FINAL | {"due_on": "2026-06-10"}]}
    assert rule_says("POL-R59", "2026-06-10", **sheets) == []
    assert rule_says("POL-R59", "2026-06-11", **sheets) == [("", "warning")]


def test_programme_that_asks_for_none():
    programmes = asking("R86", reports_required="季度汇报")
    sheets = {"programmes": programmes, "postings": [ENDED], "reports": [PLAN]}
    assert rule_says("POL-R86", "2026-06-30", **sheets) == []
