"""The worked examples of docs/zh/guidance/open-selection.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, CADRES, POSTING, Row

DECIDED = BATCH | {"decided_on": "2026-05-10", "report_by": "2026-05-31"}
WRONG, WARNED = [("", "error")], [("", "warning")]


def selected(**more: str) -> dict[str, str]:
    return {
        "application_id": "A-00001",
        "batch_id": "B-001",
        "cadre_id": "C-00001",
        "decision": "入选",
        **more,
    }


def told(code: str, application: Row, **programme: str) -> list[tuple[str, str]]:
    sheets = {"batches": [DECIDED], "applications": [application], "postings": []}
    return rule_says(code, programmes=asking(code, **programme), **sheets)


# docs/zh/guidance/open-selection.md#steps-example
@pytest.mark.parametrize(
    ("eligibility", "interview", "inspection", "expected"),
    [
        ("合格", "86", "通过", []),
        ("合格", "", "通过", WRONG),
        ("合格", "86", "不适用", WRONG),
        ("", "86", "通过", WRONG),
    ],
)
def test_steps(eligibility: str, interview: str, inspection: str, expected: list):
    application = selected(
        eligibility=eligibility, interview_score=interview, inspection=inspection
    )
    steps = {"steps_required": "资格审查；面试；考察"}
    assert told("POL-R22", application, **steps) == expected
    assert told("POL-R22", application, checked_from="2026-06-01", **steps) == []


# docs/zh/guidance/open-selection.md#results
@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"eligibility": "合格", "inspection": "未通过"}, WRONG),
        ({"eligibility": "合格", "inspection": "待定"}, [("open", "error")]),
        ({"eligibility": "不合格"}, WRONG),
        ({"eligibility": "合格", "inspection": ""}, []),
        ({"eligibility": "合格", "inspection": "通过"}, []),
    ],
)
def test_results(results: dict[str, str], expected: list):
    assert told("POL-R26", selected(**results)) == expected


# docs/zh/guidance/open-selection.md#who-decides
@pytest.mark.parametrize(
    ("body", "decision", "expected"),
    [
        ("", "入选", []),
        ("县(区)委常委会", "入选", []),
        ("部务会", "入选", WARNED),
        ("部务会", "候补", WARNED),
        ("部务会", "未入选", WARNED),
        ("部务会", "待定", []),
    ],
)
def test_who_decides(body: str, decision: str, expected: list):
    application = selected(decided_by=body, decision=decision)
    assert told("POL-R23", application, decision_body="县(区)委常委会") == expected


# docs/zh/guidance/open-selection.md#after-the-decision-example
@pytest.mark.parametrize(
    ("postings", "as_of", "expected"),
    [
        pytest.param([], "2026-06-14", [], id="fourteen days"),
        pytest.param([], "2026-06-15", WARNED, id="fifteen days"),
        pytest.param([POSTING | {"status": "已取消"}], "2026-06-15", [], id="cancelled posting"),
    ],
)
def test_selected_and_not_posted(postings: list[dict[str, str]], as_of: str, expected: list):
    sheets = {"batches": [DECIDED], "applications": [selected()], "postings": postings}
    assert rule_says("POL-R27", as_of, programmes=asking("R27"), **sheets) == expected


# docs/zh/guidance/open-selection.md#after-the-decision-example
@pytest.mark.parametrize(
    ("application", "programme", "status", "expected"),
    [
        pytest.param({"cadre_id": "C-00002"}, {}, "在挂", WARNED, id="somebody else"),
        pytest.param(
            {"decision": "候补"}, {}, "在挂", [("not_selected", "warning")], id="in reserve"
        ),
        pytest.param({"decision": "", "route": "组织选派"}, {}, "在挂", [], id="organisation"),
        pytest.param(
            {"cadre_id": "C-00002"}, {"allow_direct_posting": "是"}, "在挂", [], id="direct"
        ),
        pytest.param({"cadre_id": "C-00002"}, {}, "待到岗", [], id="not begun"),
    ],
)
def test_posted_and_not_selected(
    application: dict[str, str], programme: dict[str, str], status: str, expected: list
):
    posting = POSTING | {
        "status": status,
        "reported_on": "" if status == "待到岗" else "2026-01-01",
    }
    sheets = {"cadres": CADRES, "applications": [selected(**application)], "postings": [posting]}
    assert rule_says("POL-R28", programmes=asking("R28", **programme), **sheets) == expected
