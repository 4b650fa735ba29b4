"""The worked examples of docs/zh/guidance/home-post.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING

JING = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
UNASKED, UNPLACED = [("", "error")], [("no_arrangement", "error")]


# docs/zh/guidance/home-post.md#when-it-changes-example
@pytest.mark.parametrize(
    ("state", "asked", "post", "outcome", "expected"),
    [
        ("保留", "", "", "", []),
        ("由他人代管", "", "", "", []),
        ("本人已提任", "", "", "", []),
        ("已另行配备人员", "", "", "", UNASKED),
        ("已另行配备人员", "否", "", "", UNASKED),
        ("已另行配备人员", "不适用", "", "", UNASKED),
        ("已另行配备人员", "否", "综合股股长", "", UNASKED),
        ("已撤并", "是", "", "", UNPLACED),
        ("已撤并", "是", "", "待定", UNPLACED),
        ("已撤并", "是", "综合股股长", "", []),
        ("已撤并", "是", "", "回原单位同层级岗位", []),
    ],
)
def test_home_post_that_changed(state: str, asked: str, post: str, outcome: str, expected: list):
    posting = JING | {
        "home_post_status": state,
        "home_post_change_consulted": asked,
        "outcome_post": post,
        "outcome": outcome,
    }
    assert rule_says("POL-R50", programmes=asking("R50"), postings=[posting]) == expected


# docs/zh/guidance/home-post.md#when-it-changes-example
@pytest.mark.parametrize(("checked_from", "expected"), [("", UNASKED), ("2026-05-01", [])])
def test_home_post_of_an_ended_posting(checked_from: str, expected: list):
    ended = {"status": "已结束", "end_actual": "2026-04-30", "home_post_status": "已撤并"}
    programmes = asking("R50", checked_from=checked_from)
    assert rule_says("POL-R50", programmes=programmes, postings=[JING | ended]) == expected


# docs/zh/guidance/home-post.md#checking-example
@pytest.mark.parametrize(
    ("checked", "as_of", "variants"),
    [
        ("", "2026-02-28", []),
        ("", "2026-03-01", ["never"]),
        ("2026-03-02", "2026-07-01", []),
        ("2026-03-02", "2026-07-02", ["before_end"]),
        ("2026-07-02", "2026-07-02", []),
        ("2026-07-02", "2026-08-31", []),
        ("2026-07-01", "2026-07-02", ["before_end"]),
    ],
)
def test_days_to_look_at_the_home_post(checked: str, as_of: str, variants: list[str]):
    postings = [JING | {"home_post_status": "保留", "home_post_checked_on": checked}]
    found = rule_says("POL-R51", as_of, programmes=asking("R51"), postings=postings)
    assert found == [(variant, "warning") for variant in variants]


# docs/zh/guidance/home-post.md#checking-example
@pytest.mark.parametrize(("as_of", "is_told"), [("2026-05-07", False), ("2026-05-08", True)])
def test_last_quarter_of_three_months(as_of: str, is_told: bool):
    posting = POSTING | {
        "start_planned": "2026-03-01", "reported_on": "2026-03-01", "end_planned": "2026-05-31",
    }  # fmt: skip
    found = rule_says("POL-R51", as_of, programmes=asking("R51"), postings=[posting])
    assert bool(found) is is_told


# docs/zh/guidance/home-post.md#checking-example
@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"home_post_status": "已另行配备人员"}, False),
        ({"home_post_status": "本人已提任"}, False),
        ({"status": "暂停"}, True),
        ({"status": "已结束"}, False),
        ({"extension_to": "2026-10-31", "home_post_checked_on": "2026-07-02"}, False),
    ],
)
def test_whose_home_post_is_looked_at(change: dict[str, str], is_told: bool):
    postings = [JING | change]
    found = rule_says("POL-R51", "2026-07-02", programmes=asking("R51"), postings=postings)
    assert bool(found) is is_told
