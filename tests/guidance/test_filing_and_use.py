"""The worked examples of docs/zh/guidance/filing-and-use.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-03-01",
    "reported_on": "2025-03-01",
    "end_planned": "2026-02-28",
}
HALF_YEAR: Row = {
    "assessment_id": "X-0001",
    "posting_id": "S-0001",
    "kind": "half_year",
    "done_on": "2026-03-05",
}
WARNING = [("", "warning")]


# docs/zh/guidance/filing-and-use.md#telling-example
@pytest.mark.parametrize(
    ("receiving", "cadre", "expected"),
    [
        pytest.param("", "", WARNING, id="nobody told"),
        pytest.param("2026-03-12", "", [("cadre", "warning")], id="cadre not told"),
        pytest.param("", "2026-03-16", [("receiving", "warning")], id="receiving unit not told"),
        pytest.param("2026-03-12", "2026-03-16", [], id="both told"),
    ],
)
def test_results_are_told(receiving: str, cadre: str, expected: list):
    row = HALF_YEAR | {"fed_back_receiving_on": receiving, "fed_back_cadre_on": cadre}
    found = [
        rule_says("POL-R80", day, programmes=asking("R80"), assessments=[row])
        for day in ("2026-04-04", "2026-04-05")
    ]
    assert found == [[], expected]


@pytest.mark.parametrize("kind", ["baseline", "adhoc"])
def test_first_look_and_special_assessment_need_not_be_told(kind: str):
    row = HALF_YEAR | {"kind": kind}
    assert rule_says("POL-R80", programmes=asking("R80"), assessments=[row]) == []


# docs/zh/guidance/filing-and-use.md#filing-example
@pytest.mark.parametrize(
    ("required", "assessment_filed", "posting_filed", "expected"),
    [
        pytest.param("yes", "", "", WARNING, id="not filed"),
        pytest.param("yes", "2026-04-20", "", [], id="filed"),
        pytest.param("yes", "", "2026-04-20", [], id="posting filed as a whole"),
        pytest.param("yes", "", "2026-03-10", WARNING, id="filed before it was held"),
        pytest.param("no", "", "", [], id="not required"),
        pytest.param("", "", "", [], id="programme does not say"),
    ],
)
def test_results_are_filed(
    required: str, assessment_filed: str, posting_filed: str, expected: list
):
    row = HALF_YEAR | {
        "kind": "final", "done_on": "2026-03-15", "archived_on": assessment_filed,
    }  # fmt: skip
    posting = YEAR | {"archived_on": posting_filed}
    programmes = asking("R79", archive_required=required)
    found = [
        rule_says("POL-R79", day, programmes=programmes, postings=[posting], assessments=[row])
        for day in ("2026-05-14", "2026-05-15")
    ]
    assert found == [[], expected]
