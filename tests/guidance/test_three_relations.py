"""The worked examples of docs/zh/guidance/three-relations.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING

YU = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
WRONG = [("", "error")]


def told_of_party(
    wanted: str, as_of: str, status: str = "中共党员", **posting: str
) -> list[tuple[str, str]]:
    cadre = {
        "cadre_id": "C-00001", "name": "郁青川", "home_unit_id": "U-0001", "party_status": status,
    }  # fmt: skip
    programmes = asking("R41", party_transfer=wanted)
    sheets = {"cadres": [cadre], "postings": [YU | posting]}
    return rule_says("POL-R41", as_of, programmes=programmes, **sheets)


# docs/zh/guidance/three-relations.md#party-example
@pytest.mark.parametrize(
    ("relation", "day", "as_of", "is_told"),
    [
        ("未转接", "", "2025-10-01", False),
        ("未转接", "", "2025-10-02", True),
        ("", "", "2025-10-02", True),
        ("", "2025-09-12", "2025-10-02", False),
        ("已转接", "2025-09-12", "2025-10-02", False),
        ("已转临时组织关系", "", "2025-10-02", True),
        ("不适用", "", "2025-10-02", False),
    ],
)
def test_party_relation(relation: str, day: str, as_of: str, is_told: bool):
    found = told_of_party("转接", as_of, party_relation=relation, party_transfer_on=day)
    assert found == ([("", "warning")] if is_told else [])


# docs/zh/guidance/three-relations.md#party-example
@pytest.mark.parametrize(
    ("wanted", "status", "relation", "is_told"),
    [
        ("转临时组织关系", "中共党员", "已转临时组织关系", False),
        ("转临时组织关系", "中共党员", "已转接", False),
        ("转临时组织关系", "中共预备党员", "未转接", True),
        ("自愿转接", "中共党员", "未转接", False),
        ("不转", "中共党员", "", False),
        ("", "中共党员", "未转接", False),
        ("转接", "群众", "未转接", False),
        ("转接", "民主党派成员", "未转接", False),
        ("转接", "不公开", "未转接", False),
    ],
)
def test_whose_relation_is_looked_at(wanted: str, status: str, relation: str, is_told: bool):
    assert bool(told_of_party(wanted, "2025-10-02", status, party_relation=relation)) is is_told


def test_ended_posting_is_not_looked_at():
    assert told_of_party("转接", "2026-09-01", party_relation="未转接") == []


# docs/zh/guidance/three-relations.md#salary
@pytest.mark.parametrize(
    ("relation", "posting", "expected"),
    [
        ("", {}, []),
        ("原单位", {}, []),
        ("双方分担", {}, []),
        ("接收单位", {}, WRONG),
        ("接收单位", {"status": "已结束", "end_actual": "2026-05-31"}, []),
        ("接收单位", {"status": "待到岗"}, []),
    ],
)
def test_salary_relation(relation: str, posting: dict[str, str], expected: list):
    programmes = asking("R42", salary_home="是")
    postings = [YU | posting | {"salary_relation": relation}]
    assert rule_says("POL-R42", programmes=programmes, postings=postings) == expected


# docs/zh/guidance/three-relations.md#personnel
@pytest.mark.parametrize(
    ("stays", "relation", "status", "expected"),
    [
        ("是", "已转出", "在挂", WRONG),
        ("是", "", "在挂", []),
        ("是", "已转出", "待到岗", []),
        ("是", "已转出", "已结束", []),
        ("", "已转出", "在挂", []),
    ],
)
def test_personnel_relation(stays: str, relation: str, status: str, expected: list):
    programmes = asking("R43", personnel_home=stays)
    postings = [YU | {"personnel_relation": relation, "status": status}]
    assert rule_says("POL-R43", programmes=programmes, postings=postings) == expected
