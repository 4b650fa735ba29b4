"""The worked examples of docs/zh/guidance/end-and-return.md, as the register tells them.

The days around the end of a term are in tests/test_guidance.py.
"""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, POSTING, Row

ENDED: Row = POSTING | {
    "start_planned": "2025-06-01",
    "reported_on": "2025-06-01",
    "end_planned": "2026-05-31",
    "end_actual": "2026-05-31",
    "status": "completed",
}
EXPLAINED: Row = {
    "outcome_reason": "原岗位随机构调整撤并",
    "outcome_doc_number": "栖组干〔2026〕27号",
    "home_post_change_consulted": "yes",
}


# docs/zh/guidance/end-and-return.md#outcomes
@pytest.mark.parametrize(
    ("as_of", "outcome", "expected"),
    [
        pytest.param("2026-06-30", "", [], id="30 days after"),
        pytest.param("2026-07-01", "", [("", "error")], id="31 days after"),
        pytest.param("2026-07-01", "待定", [("pending", "error")], id="pending is no outcome"),
        pytest.param("2026-07-01", "回原岗位", [], id="known"),
    ],
)
def test_outcome_within_thirty_days(as_of: str, outcome: str, expected: list):
    posting = ENDED | {"outcome": outcome}
    programmes = asking("R82")
    assert rule_says("POL-R82", as_of, programmes=programmes, postings=[posting]) == expected


# docs/zh/guidance/end-and-return.md#lower-post
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"outcome": "same_post", "rank_at_sending": "正科", "outcome_rank": "副科"},
            [("", "error")],
            id="lower rank",
        ),
        pytest.param(
            {"outcome": "other_post", "rank_at_sending": "正科", "outcome_rank": "正科",
             "home_post_at_sending": "办公室主任", "outcome_post": "后勤室主任"},
            [],
            id="same rank, another post",
        ),
        pytest.param(
            {"outcome": "other_post", "home_post_at_sending": "办公室主任",
             "outcome_post": "后勤室工作人员"},
            [("aside", "error")],
            id="rank unknown, another post",
        ),
        pytest.param(
            {"outcome": "promoted", "rank_at_sending": "正科", "outcome_rank": "副科"},
            [],
            id="promotions are not compared",
        ),
        pytest.param(
            {"outcome": "third_unit", "rank_at_sending": "正科", "outcome_rank": "副科"}
            | EXPLAINED,
            [],
            id="explained",
        ),
        pytest.param(
            {"outcome": "third_unit", "rank_at_sending": "正科", "outcome_rank": "副科"}
            | EXPLAINED | {"home_post_change_consulted": ""},
            [("", "error")],
            id="one of the three is missing",
        ),
    ],
)  # fmt: skip
def test_lower_post_is_explained(changes: Row, expected: list):
    found = rule_says("POL-R83", programmes=asking("R83"), postings=[ENDED | changes])
    assert found == expected


def assessed(kind: str, grade: str) -> list[Row]:
    return [{"assessment_id": "X-0001", "posting_id": "S-0001", "kind": kind, "grade": grade}]


# docs/zh/guidance/end-and-return.md#promotion
@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        pytest.param(assessed("期满考核", "优秀"), [], id="excellent"),
        pytest.param(assessed("期满考核", "称职"), [], id="competent"),
        pytest.param(assessed("期满考核", "合格"), [], id="qualified"),
        pytest.param(assessed("期满考核", "较好完成任务(越南)"), [], id="good fulfilment"),
        pytest.param(assessed("期满考核", "基本称职"), [("", "warning")], id="a lesser grade"),
        pytest.param(assessed("期满考核", ""), [("none", "warning")], id="no grade"),
        pytest.param(assessed("半年考核", "优秀"), [("none", "warning")], id="half-year only"),
    ],
)
def test_promotion_rests_on_a_final_assessment(assessments: list[Row], expected: list):
    postings = [ENDED | {"outcome": "提任"}]
    sheets = {"programmes": asking("R84"), "postings": postings, "assessments": assessments}
    assert rule_says("POL-R84", **sheets) == expected


# docs/zh/guidance/end-and-return.md#staying
@pytest.mark.parametrize(
    ("as_of", "changes", "expected"),
    [
        pytest.param("2026-05-31", {"status": "期满待安排"}, [], id="last day"),
        pytest.param("2026-06-01", {"status": "期满待安排"}, [("", "warning")], id="not closed"),
        pytest.param("2026-06-30", {"personnel_relation": "原单位"}, [], id="30 days after"),
        pytest.param(
            "2026-07-01", {"personnel_relation": "原单位"}, [("relation", "warning")],
            id="31 days after",
        ),
        pytest.param("2026-07-01", {"personnel_relation": "已转出"}, [], id="moved"),
        pytest.param("2026-07-01", {}, [], id="relation left blank"),
    ],
)  # fmt: skip
def test_staying_is_settled(as_of: str, changes: Row, expected: list):
    posting = ENDED | {"outcome": "留接收单位"} | changes
    found = rule_says("POL-R87", as_of, programmes=asking("R87"), postings=[posting])
    assert found == expected


# docs/zh/guidance/end-and-return.md#early-end
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [("", "error")], id="nothing"),
        pytest.param({"removed_on": "2026-05-31"}, [("", "error")], id="only the day of removal"),
        pytest.param({"removal_doc_number": "栖组干〔2026〕11号"}, [], id="number of the removal"),
        pytest.param({"outcome_doc_number": "栖组干〔2026〕12号"}, [], id="number of the outcome"),
    ],
)
def test_early_end_is_approved(changes: Row, expected: list):
    posting = ENDED | {"status": "提前结束"} | changes
    found = rule_says("POL-R113", "2026-05-31", programmes=asking("R113"), postings=[posting])
    assert found == expected


SHARED: Row = {"kind": "期满交流会", "held_on": "2026-04-20", "batch_id": "B-001"}


# docs/zh/guidance/end-and-return.md#exchange-meeting
@pytest.mark.parametrize(
    ("as_of", "engagement", "expected"),
    [
        pytest.param("2026-05-30", {}, [], id="60 days after"),
        pytest.param("2026-05-31", {}, [("", "info")], id="61 days after"),
        pytest.param("2026-05-31", SHARED, [], id="exchange meeting of the batch"),
        pytest.param(
            "2026-05-31",
            {"kind": "经验讲坛", "held_on": "2026-04-20", "posting_ids": "S-0001"},
            [],
            id="lecture of one",
        ),
        pytest.param("2026-05-31", SHARED | {"kind": "座谈会"}, [("", "info")], id="forum"),
    ],
)
def test_batch_meets_after_its_end(as_of: str, engagement: Row, expected: list):
    first = ENDED | {"end_planned": "2026-03-31", "end_actual": "2026-03-31"}
    second = first | {"posting_id": "S-0002", "cadre_id": "C-00002", "end_actual": "2026-03-15"}
    other: Row = {"kind": "走访检查", "held_on": "2026-01-08", "batch_id": "B-001"}
    sheets = {
        "programmes": asking("R85"),
        "batches": [BATCH],
        "postings": [first, second],
        "engagements": [other, engagement] if engagement else [other],
    }
    assert rule_says("POL-R85", as_of, **sheets) == expected


def test_batch_with_somebody_still_away_is_not_asked_to_meet():
    first = ENDED | {"end_actual": "2026-03-31"}
    second = first | {"posting_id": "S-0002", "cadre_id": "C-00002", "end_actual": ""}
    other: Row = {"kind": "走访检查", "held_on": "2026-01-08", "batch_id": "B-001"}
    sheets = {"programmes": asking("R85"), "postings": [first, second], "engagements": [other]}
    assert rule_says("POL-R85", "2026-06-30", **sheets) == []


MENTOR: Row = {"mentor_id": "M-0001", "posting_id": "S-0001", "mentor_name": "景砚秋"}
AWAY: Row = {"absence_id": "L-0001", "posting_id": "S-0001", "start_on": "2026-03-02"}
TALK: Row = {
    "kind": "谈心谈话", "held_on": "2026-03-01", "posting_ids": "S-0001", "follow_up": "解决住宿",
}  # fmt: skip


# docs/zh/guidance/end-and-return.md#loose-ends
@pytest.mark.parametrize(
    ("as_of", "sheets", "expected"),
    [
        pytest.param("2026-05-31", {"mentors": [MENTOR]}, [], id="on the last day"),
        pytest.param("2026-06-01", {"mentors": [MENTOR]}, [("", "info")], id="the day after"),
        pytest.param(
            "2026-06-01", {"absences": [AWAY | {"kind": "被抽调"}]}, [("absence", "info")],
            id="lent and not back",
        ),
        pytest.param(
            "2026-06-01", {"absences": [AWAY | {"kind": "请假"}]}, [], id="leave is another rule's"
        ),
        pytest.param(
            "2026-06-01", {"engagements": [TALK]}, [("follow_up", "info")], id="promise kept open"
        ),
        pytest.param(
            "2026-06-01", {"engagements": [TALK | {"follow_up_due": "2026-04-01"}]}, [],
            id="overdue promise is another rule's",
        ),
        pytest.param(
            "2026-06-01",
            {"engagements": [TALK | {"posting_ids": "", "batch_id": "B-001"}]},
            [],
            id="promise to a whole batch",
        ),
    ],
)  # fmt: skip
def test_nothing_stays_open(as_of: str, sheets: dict[str, list[Row]], expected: list):
    found = rule_says("POL-R112", as_of, programmes=asking("R112"), postings=[ENDED], **sheets)
    assert found == expected
