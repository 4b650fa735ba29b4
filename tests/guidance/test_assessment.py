"""The worked examples of docs/zh/guidance/assessment.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says
from small_workbooks import POSTING, Row

YEAR: Row = POSTING | {
    "start_planned": "2025-09-01",
    "reported_on": "2025-09-01",
    "end_planned": "2026-08-31",
}
HALF_YEAR: Row = {
    "assessment_id": "X-0001",
    "posting_id": "S-0001",
    "kind": "half_year",
    "due_on": "2026-02-28",
    "done_on": "",
    "assessor": "org_dept",
}
BASELINE: Row = HALF_YEAR | {"kind": "baseline", "due_on": "", "done_on": "2025-09-20"}
FINAL: Row = HALF_YEAR | {"assessment_id": "X-0002", "kind": "final", "due_on": ""}


# docs/zh/guidance/assessment.md#cycle-example
@pytest.mark.parametrize(
    ("as_of", "entered", "nothing_entered"),
    [
        pytest.param("2026-02-28", [], [], id="on the day set"),
        pytest.param("2026-03-01", [("", "warning")], [], id="the day after"),
        pytest.param("2026-03-30", [("", "warning")], [], id="thirty days after"),
        pytest.param("2026-03-31", [("", "error")], [], id="thirty-one days after"),
        pytest.param("2026-04-01", [("", "error")], [("missing", "warning")], id="31 of the cycle"),
        pytest.param("2026-04-30", [("", "error")], [("missing", "warning")], id="60 of the cycle"),
        pytest.param("2026-05-01", [("", "error")], [("missing", "error")], id="61 of the cycle"),
    ],
)
def test_half_year_assessment(as_of: str, entered: list, nothing_entered: list):
    programmes = asking("R75", assess_cycle_months="6")
    found = [
        rule_says("POL-R75", as_of, programmes=programmes, postings=[YEAR], assessments=[row])
        for row in (HALF_YEAR, BASELINE)
    ]
    assert found == [entered, nothing_entered]


# docs/zh/guidance/assessment.md#cycle-example
@pytest.mark.parametrize("kind", ["half_year", "annual", "adhoc"])
@pytest.mark.parametrize("as_of", ["2026-04-01", "2026-08-31", "2026-09-30"])
def test_half_year_assessment_was_held(as_of: str, kind: str):
    held = HALF_YEAR | {"kind": kind, "done_on": "2026-03-05"}
    programmes = asking("R75", assess_cycle_months="6")
    assert (
        rule_says("POL-R75", as_of, programmes=programmes, postings=[YEAR], assessments=[held])
        == []
    )


# docs/zh/guidance/assessment.md#final
@pytest.mark.parametrize(
    ("as_of", "rows", "expected"),
    [
        pytest.param("2026-05-30", [BASELINE], [], id="thirty days after the end"),
        pytest.param("2026-05-31", [BASELINE], [("missing", "error")], id="no row"),
        pytest.param("2026-05-31", [FINAL], [("", "error")], id="row without a day"),
        pytest.param("2026-05-31", [FINAL | {"done_on": "2026-05-15"}], [], id="held"),
    ],
)
def test_final_assessment(as_of: str, rows: list[Row], expected: list):
    posting = YEAR | {"end_actual": "2026-04-30", "status": "ended_early"}
    found = rule_says(
        "POL-R76", as_of, programmes=asking("R76"), postings=[posting], assessments=rows
    )
    assert found == expected


# docs/zh/guidance/assessment.md#baseline
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], [("", "info")], id="nothing to compare with"),
        pytest.param([BASELINE], [], id="first look"),
    ],
)
def test_first_look(rows: list[Row], expected: list):
    final = FINAL | {"done_on": "2026-05-15"}
    found = rule_says(
        "POL-R78", programmes=asking("R78"), postings=[YEAR], assessments=[*rows, final]
    )
    assert found == expected


# docs/zh/guidance/assessment.md#assessor
@pytest.mark.parametrize(
    ("kind", "wanted", "assessor", "expected"),
    [
        pytest.param("final", "org_dept", "receiving", [("", "warning")], id="another one"),
        pytest.param("final", "org_dept", "org_dept", [], id="as the programme says"),
        pytest.param("final", "org_dept", "", [], id="not said who"),
        pytest.param("final", "", "receiving", [], id="programme names nobody"),
        pytest.param("adhoc", "org_dept", "receiving", [], id="special assessment"),
    ],
)
def test_who_assesses(kind: str, wanted: str, assessor: str, expected: list):
    row = FINAL | {"kind": kind, "assessor": assessor, "done_on": "2026-05-15"}
    programmes = asking("R77", assessor=wanted)
    assert rule_says("POL-R77", programmes=programmes, assessments=[row]) == expected


# docs/zh/guidance/assessment.md#grades
@pytest.mark.parametrize(
    ("people", "excellent", "share", "kind", "expected"),
    [
        pytest.param(10, 2, "20", "final", [], id="two of ten"),
        pytest.param(10, 3, "20", "final", [("", "info")], id="three of ten"),
        pytest.param(9, 2, "20", "final", [("", "info")], id="two of nine"),
        pytest.param(4, 1, "20", "final", [], id="one of four"),
        pytest.param(10, 3, "", "final", [], id="no share given"),
        pytest.param(10, 3, "20", "half_year", [], id="half-year assessments"),
    ],
)
def test_share_of_excellent(people: int, excellent: int, share: str, kind: str, expected: list):
    numbers = range(1, people + 1)
    postings = [YEAR | {"posting_id": f"S-{each:04}"} for each in numbers]
    assessments = [
        FINAL
        | {
            "assessment_id": f"X-{each:04}",
            "posting_id": f"S-{each:04}",
            "kind": kind,
            "done_on": "2026-05-15",
            "grade": "excellent" if each <= excellent else "competent",
        }
        for each in numbers
    ]
    programmes = asking("R81", excellent_share_max=share)
    found = rule_says("POL-R81", programmes=programmes, postings=postings, assessments=assessments)
    assert found == expected
