"""The worked examples of docs/zh/guidance/real-duties.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import CADRES, POSTING

DAYS = ("2025-10-01", "2025-10-02", "2025-10-20", "2025-10-21")
IDLE = [("", "warning")]
WATCHING = [("observe", "warning")]
WATCHES = {"duty_area": "联系河道整治", "duty_mode": "observe"}


# docs/zh/guidance/real-duties.md#duties-example
@pytest.mark.parametrize(
    ("duties", "kind", "expected"),
    [
        pytest.param({}, "post_down", [[], IDLE, IDLE, IDLE], id="nothing entered"),
        pytest.param(
            {"duty_area": "协管农业农村", "duty_mode": "assist"},
            "post_down",
            [[], [], [], []],
            id="assisting",
        ),
        pytest.param(WATCHES, "post_down", [[], WATCHING, WATCHING, WATCHING], id="watching"),
        pytest.param(
            WATCHES | {"duty_doc_on": "2025-09-20"},
            "post_down",
            [[], [], [], WATCHING],
            id="watching since a document",
        ),
        pytest.param(
            {"duty_doc_on": "2025-09-20"}, "post_down", [[], [], [], []], id="document alone"
        ),
        pytest.param(WATCHES, "talent_study", [[], [], [], []], id="programme of watching"),
        pytest.param({}, "talent_study", [[], IDLE, IDLE, IDLE], id="nothing to watch either"),
    ],
)
def test_duties_after_thirty_days(duties: dict[str, str], kind: str, expected: list):
    year = {"start_planned": "2025-09-01", "reported_on": "2025-09-01"}
    fields = {"duty_area": "", "duty_mode": "", "duty_doc_on": ""}
    posting = POSTING | year | fields | duties
    found = [
        rule_says("POL-R47", day, programmes=asking("R47", kind=kind), postings=[posting])
        for day in DAYS
    ]
    assert found == expected


# docs/zh/guidance/real-duties.md#duties
@pytest.mark.parametrize(
    ("position", "expected"),
    [
        pytest.param({"duty_area": "协管农业农村"}, [], id="duties of the position"),
        pytest.param({"duty_area": ""}, IDLE, id="position without duties"),
        pytest.param(
            {"duty_area": "协管农业农村", "duty_mode": "observe"}, WATCHING, id="watching"
        ),
    ],
)
def test_duties_follow_the_position(position: dict[str, str], expected: list):
    row = {"position_id": "N-0001", "batch_id": "B-001", "title": "镇长助理"} | position
    year = {"start_planned": "2025-09-01", "reported_on": "2025-09-01", "position_id": "N-0001"}
    found = rule_says(
        "POL-R47", programmes=asking("R47"), postings=[POSTING | year], positions=[row]
    )
    assert found == expected


# docs/zh/guidance/real-duties.md#title-and-rank-example
@pytest.mark.parametrize(
    ("rank", "party", "title", "expected"),
    [
        pytest.param("正科", "中共党员", "党委委员、副镇长", [], id="chief on the committee"),
        pytest.param("正科", "中共党员", "副镇长", [("seat", "warning")], id="chief without seat"),
        pytest.param(
            "副科", "中共党员", "党委委员、副镇长", [("rank", "warning")], id="rank too low"
        ),
        pytest.param("副科", "中共党员", "副镇长", [], id="deputy chief"),
        pytest.param("正科", "无党派人士", "党委委员、副镇长", [("", "error")], id="no member"),
        pytest.param(
            "正科", "中共预备党员", "党委委员、副镇长", [("", "error")], id="probationary member"
        ),
        pytest.param("正科", "不公开", "副镇长", [], id="not disclosed"),
        pytest.param("副科", "", "副镇长（党委委员）", [("rank", "warning")], id="in brackets"),
    ],
)
def test_title_and_rank(rank: str, party: str, title: str, expected: list):
    cadre = dict(CADRES[0]) | {"party_status": party}
    posting = POSTING | {"rank_at_sending": rank, "title": title}
    found = rule_says(
        "POL-R31",
        programmes=asking("R31", title_by_rank="yes"),
        cadres=[cadre],
        postings=[posting],
    )
    assert found == expected
