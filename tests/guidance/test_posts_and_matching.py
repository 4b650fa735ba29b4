"""The worked examples of docs/zh/guidance/posts-and-matching.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import BATCH, POSTING, UNITS

TOLD = [("", "info")]
POST = {
    "position_id": "N-0001",
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "副镇长",
    "specialty_required": "城乡规划、土木",
}


def application(number: int, decision: str) -> dict[str, str]:
    return {
        "application_id": f"A-0000{number}",
        "batch_id": "B-001",
        "cadre_id": f"C-0000{number}",
        "position_id": "N-0001",
        "decision": decision,
    }


# docs/zh/guidance/posts-and-matching.md#matching-example
@pytest.mark.parametrize(
    ("specialty", "expected"),
    [
        pytest.param("规划", [], id="part of what is asked for"),
        pytest.param("土木工程", [], id="contains what is asked for"),
        pytest.param("会计", TOLD, id="another field"),
        pytest.param("", [("unknown", "info")], id="not entered"),
    ],
)
def test_specialty(specialty: str, expected: list):
    cadre = {
        "cadre_id": "C-00001", "name": "苏棠", "home_unit_id": "U-0001", "specialty": specialty,
    }  # fmt: skip
    sheets = {"cadres": [cadre], "positions": [POST], "postings": []}
    applications = [application(1, "入选")]
    found = rule_says("POL-R32", programmes=asking("R32"), applications=applications, **sheets)
    assert found == expected


# docs/zh/guidance/posts-and-matching.md#matching-example
@pytest.mark.parametrize(
    ("second", "expected"),
    [("入选", [("", "error")]), ("候补", [])],
    ids=["both", "one in reserve"],
)
def test_a_post_for_one(second: str, expected: list):
    applications = [application(1, "入选"), application(2, second)]
    sheets = {"positions": [POST], "postings": [], "applications": applications}
    assert rule_says("POL-R25", programmes=asking("R25"), **sheets) == expected


# docs/zh/guidance/posts-and-matching.md#slots
@pytest.mark.parametrize(
    ("full", "post", "batch", "expected"),
    [
        ("是", {}, {}, TOLD),
        ("是", {"outside_quota": "否"}, {}, TOLD),
        ("是", {"outside_quota": "是"}, {}, []),
        ("否", {}, {}, []),
        ("不详", {}, {}, []),
        ("", {}, {}, []),
        ("是", {"status": "已撤回"}, {}, []),
        ("是", {"status": "已撤销"}, {}, []),
        ("是", {}, {"status": "已结束"}, []),
        ("是", {}, {"status": "已取消"}, []),
    ],
)
def test_unit_without_a_free_slot(
    full: str, post: dict[str, str], batch: dict[str, str], expected: list
):
    town = {**UNITS[1], "leadership_slots_full": full}
    sheets = {"units": [UNITS[0], town], "positions": [POST | post], "postings": []}
    found = rule_says("POL-R57", programmes=asking("R57"), batches=[BATCH | batch], **sheets)
    assert found == expected


# docs/zh/guidance/posts-and-matching.md#withdrawn-posts
@pytest.mark.parametrize(
    ("status", "state", "expected"),
    [
        ("在挂", "已撤回", [("", "error")]),
        ("已延期", "已撤销", [("abolished", "error")]),
        ("暂停", "已撤回", [("", "error")]),
        ("期满待安排", "已撤回", [("", "error")]),
        ("在挂", "已配备", []),
        ("已结束", "已撤回", []),
        ("提前结束", "已撤回", []),
        ("待到岗", "已撤回", []),
    ],
)
def test_post_that_is_gone(status: str, state: str, expected: list):
    posting = POSTING | {"position_id": "N-0001", "status": status}
    sheets = {"positions": [POST | {"status": state}], "postings": [posting]}
    assert rule_says("POL-R56", programmes=asking("R56"), **sheets) == expected


def placed(*people: int) -> list[dict[str, str]]:
    """Place so many people in the first unit, the second and so on."""
    units = [unit for unit, count in enumerate(people, start=11) for _ in range(count)]
    return [
        {
            **POSTING,
            "posting_id": f"S-{number:04d}",
            "cadre_id": f"C-{number:05d}",
            "receiving_unit_id": f"U-{unit:04d}",
        }
        for number, unit in enumerate(units, start=1)
    ]


MAILONG = {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0019"}


# docs/zh/guidance/posts-and-matching.md#spread
@pytest.mark.parametrize(
    ("people", "posts", "batch", "expected"),
    [
        pytest.param((6, 1, 1, 1, 1), [], {}, TOLD, id="six of ten in one town"),
        pytest.param((2, 2, 2, 2, 2), [], {}, [], id="two in each"),
        pytest.param((5, 5), [], {}, [], id="half and half"),
        pytest.param((6, 1), [], {}, [], id="fewer than eight"),
        pytest.param((2, 2), [MAILONG], {}, [("none", "info")], id="a town is left without"),
        pytest.param(
            (2, 2), [MAILONG], {"more_posts_than_places": "是"}, [], id="more posts on purpose"
        ),
    ],
)
def test_spread_over_the_towns(people: tuple, posts: list, batch: dict, expected: list):
    towns = [
        {"unit_id": f"U-{number:04d}", "unit_name": f"乡镇{number}", "level": "township"}
        for number in range(11, 20)
    ]
    cadres = [
        {"cadre_id": f"C-{number:05d}", "name": f"干部{number}", "home_unit_id": "U-0001"}
        for number in range(1, sum(people) + 1)
    ]
    sheets = {"units": [*UNITS, *towns], "cadres": cadres, "positions": posts or [POST | {
        "receiving_unit_id": "U-0011"}]}  # fmt: skip
    found = rule_says(
        "POL-R103",
        programmes=asking("R103"),
        batches=[BATCH | batch],
        postings=placed(*people),
        **sheets,
    )
    assert found == expected


# docs/zh/guidance/posts-and-matching.md#fill-rate-example
@pytest.mark.parametrize(
    ("posts", "arrived", "minimum", "as_of", "expected"),
    [
        (16, 10, "", "2026-06-30", [("", "warning")]),
        (16, 13, "", "2026-06-30", []),
        (15, 12, "", "2026-06-30", []),
        (16, 10, "60", "2026-06-30", []),
        (16, 10, "", "2026-05-31", []),
        (16, 10, "", "2026-06-01", [("", "warning")]),
    ],
)
def test_posts_taken_up(posts: int, arrived: int, minimum: str, as_of: str, expected: list):
    cadres = [
        {"cadre_id": f"C-{number:05d}", "name": f"干部{number}", "home_unit_id": "U-0001"}
        for number in range(1, arrived + 1)
    ]
    sheets = {
        "cadres": cadres,
        "batches": [BATCH | {"status": "running", "report_by": "2026-05-31"}],
        "positions": [POST | {"quota": str(posts)}],
        "postings": placed(arrived),
    }
    programmes = asking("R18", fill_rate_min=minimum)
    assert rule_says("POL-R18", as_of, programmes=programmes, **sheets) == expected
