"""The worked examples of docs/zh/guidance/graduates.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

PLACED: Row = POSTING | {
    "start_planned": "2024-07-01",
    "reported_on": "2024-07-01",
    "end_planned": "2026-12-31",
}
GRADUATES = asking("R115", kind="毕业生到基层")


def left(day: str = "2026-06-30") -> Row:
    return PLACED | {"end_actual": day, "status": "已结束", "outcome": "离职"}


def placed(*postings: Row) -> list[Row]:
    return [
        posting | {"posting_id": f"S-00{number:02}", "cadre_id": f"C-000{number:02}"}
        for number, posting in enumerate(postings, start=1)
    ]


# docs/zh/guidance/graduates.md#retention
@pytest.mark.parametrize(
    ("people", "leavers", "expected"),
    [
        pytest.param(6, 2, [("", "info")], id="two of six"),
        pytest.param(6, 1, [], id="one of six"),
        pytest.param(10, 3, [], id="three of ten, just the share"),
        pytest.param(10, 4, [("", "info")], id="four of ten"),
        pytest.param(4, 4, [], id="too few to tell"),
    ],
)
def test_share_of_those_who_left(people: int, leavers: int, expected: list):
    postings = placed(*[left()] * leavers, *[PLACED] * (people - leavers))
    assert rule_says("POL-R115", "2026-12-31", programmes=GRADUATES, postings=postings) == expected


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        pytest.param(left("2026-06-30"), [("", "info")], id="last day of 24 months"),
        pytest.param(left("2026-07-01"), [], id="after 24 months"),
        pytest.param(left() | {"outcome": "转第三单位"}, [("", "info")], id="to a third unit"),
        pytest.param(left() | {"outcome": "回原岗位"}, [], id="back home"),
        pytest.param(
            left() | {"status": "提前结束", "outcome": "提任"}, [],
            id="ended early for a promotion",
        ),
    ],
)  # fmt: skip
def test_who_counts_as_having_left(gone: Row, expected: list):
    postings = placed(gone, gone, PLACED, PLACED, PLACED)
    assert rule_says("POL-R115", "2026-12-31", programmes=GRADUATES, postings=postings) == expected
