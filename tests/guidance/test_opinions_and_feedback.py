"""The worked examples of docs/zh/guidance/opinions-and-feedback.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
OPINION: Row = {
    "engagement_id": "G-0001",
    "kind": "opinion",
    "held_on": "2026-02-20",
    "posting_ids": "S-0001",
    "with_party": "receiving",
}
NEVER = [("never", "warning")]


# docs/zh/guidance/opinions-and-feedback.md#asking-example
@pytest.mark.parametrize(
    ("with_party", "days", "expected"),
    [
        pytest.param("cadre", ["2026-03-16", "2026-03-17"], [[], NEVER], id="asked the cadre"),
        pytest.param("home", ["2026-03-16", "2026-03-17"], [[], NEVER], id="asked the home unit"),
        pytest.param("receiving", ["2026-03-17", "2026-08-31"], [[], []], id="asked there"),
        pytest.param("public", ["2026-03-17"], [[]], id="asked the public"),
        pytest.param("all", ["2026-03-17"], [[]], id="asked everybody"),
        pytest.param("", ["2026-03-17"], [[]], id="not said whom"),
    ],
)
def test_opinions_in_cycles(with_party: str, days: list[str], expected: list):
    opinion = OPINION | {"with_party": with_party}
    programmes = asking("R62", opinion_cycle_months="6")
    found = [
        rule_says("POL-R62", day, programmes=programmes, postings=[YEAR], engagements=[opinion])
        for day in days
    ]
    assert found == expected


# docs/zh/guidance/opinions-and-feedback.md#passing-on-example
@pytest.mark.parametrize(
    ("home", "cadre", "expected"),
    [
        pytest.param("", "", [("", "warning")], id="nobody told"),
        pytest.param("2026-03-10", "", [("cadre", "warning")], id="cadre not told"),
        pytest.param("", "2026-03-11", [("home", "warning")], id="home unit not told"),
        pytest.param("2026-03-10", "2026-03-11", [], id="both told"),
    ],
)
def test_opinions_are_passed_on(home: str, cadre: str, expected: list):
    opinion = OPINION | {
        "held_on": "2026-03-02", "fed_back_home_on": home, "fed_back_cadre_on": cadre,
    }  # fmt: skip
    found = [
        rule_says("POL-R64", day, programmes=asking("R64"), postings=[YEAR], engagements=[opinion])
        for day in ("2026-04-01", "2026-04-02")
    ]
    assert found == [[], expected]
