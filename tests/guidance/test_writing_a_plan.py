"""The worked examples of docs/zh/guidance/writing-a-plan.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, UNITS


def post(number: int, quota: str, **more: str) -> dict[str, str]:
    return {
        "position_id": f"N-000{number}",
        "batch_id": "B-001",
        "receiving_unit_id": str(UNITS[1]["unit_id"]),
        "title": f"科技特派员{number}",
        "quota": quota,
        **more,
    }


# docs/zh/guidance/writing-a-plan.md#quota-example
@pytest.mark.parametrize(
    ("posts", "batch", "expected"),
    [
        pytest.param([post(1, "10"), post(2, "59")], {}, [("", "warning")], id="one short"),
        pytest.param([post(1, "10"), post(2, "60")], {}, [], id="they add up"),
        pytest.param(
            [post(1, "10"), post(2, "60"), post(3, "5", status="已撤回")],
            {},
            [],
            id="withdrawn post does not count",
        ),
        pytest.param(
            [post(1, "10"), post(2, "80")],
            {"more_posts_than_places": "是"},
            [],
            id="more on purpose",
        ),
        pytest.param([post(1, "69"), post(2, "")], {}, [], id="blank is one place"),
    ],
)
def test_places_add_up(posts: list[dict[str, str]], batch: dict[str, str], expected: list):
    sheets = {"batches": [BATCH | {"quota": "70"} | batch], "positions": posts, "postings": []}
    assert rule_says("POL-R11", programmes=asking("R11"), **sheets) == expected


# docs/zh/guidance/writing-a-plan.md#quota-example
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("筹备", []),
        ("推荐报名", []),
        ("选拔", [("", "warning")]),
        ("进行中", [("", "warning")]),
    ],
)
def test_quota_is_decided_before_the_selection(status: str, expected: list):
    batches = [BATCH | {"status": status}]
    found = rule_says("POL-R14", programmes=asking("R14"), batches=batches, postings=[])
    assert found == expected


# docs/zh/guidance/writing-a-plan.md#rules-on
@pytest.mark.parametrize(
    ("rules", "parameters", "expected"),
    [
        pytest.param("R60", {}, [("", "error")], id="cycle is missing"),
        pytest.param("R60", {"report_cycle_months": "3"}, [], id="cycle is there"),
        pytest.param("R07；R20", {}, [("", "error")], id="two rules need one number"),
        pytest.param("全部", {}, [], id="all of them"),
        pytest.param("R60", {"status": "停用"}, [], id="closed programme"),
    ],
)
def test_numbers_the_rules_need(rules: str, parameters: dict[str, str], expected: list):
    listed = rules if rules == "全部" else f"{rules}；R106"
    assert rule_says("POL-R106", programmes=asking(listed, **parameters)) == expected


def test_no_such_rule():
    programmes = asking("R60；R116", report_cycle_months="3")
    assert rule_says("CEL316", programmes=programmes) == [("", "error")]
