"""The worked examples of docs/zh/guidance/welfare.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import CADRES, POSTING

FIRST_JOB = [("first_job", "info")]
AWAY = [("", "info")]


# docs/zh/guidance/welfare.md#housing-example
@pytest.mark.parametrize(
    ("place", "category", "housing", "expected"),
    [
        pytest.param({"cross_region": "yes"}, "公务员", "", AWAY, id="elsewhere"),
        pytest.param({"cross_region": "yes"}, "公务员", "已安排", [], id="elsewhere, arranged"),
        pytest.param({"direction": "cross_region"}, "公务员", "", AWAY, id="by direction"),
        pytest.param({"cross_region": "no"}, "选调生", "未安排", FIRST_JOB, id="selected graduate"),
        pytest.param({}, "基层服务项目人员", "", FIRST_JOB, id="graduate on a scheme"),
        pytest.param({"cross_region": "no"}, "选调生", "不需要", [], id="not needed"),
        pytest.param({"cross_region": "yes"}, "选调生", "", AWAY, id="graduate from elsewhere"),
        pytest.param({"cross_region": "no"}, "公务员", "", [], id="from nearby"),
        pytest.param(
            {"cross_region": "yes", "status": "completed", "end_actual": "2026-05-31"},
            "公务员",
            "",
            [],
            id="ended",
        ),
    ],
)
def test_bed_and_board(place: dict[str, str], category: str, housing: str, expected: list):
    cadre = dict(CADRES[0]) | {"category": category}
    posting = POSTING | {"housing": housing} | place
    found = rule_says("POL-R53", programmes=asking("R53"), cadres=[cadre], postings=[posting])
    assert found == expected
