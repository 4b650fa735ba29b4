"""R75 to R81: assessments in time, by the right body, told, filed, and fairly graded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Severity, Visibility
from small_workbooks import CADRES, POSTING, PROGRAMME, check, said, workbook

Row = Mapping[str, str]
CODES = ("R75", "R76", "R77", "R78", "R79", "R80", "R81")
ON = {"rules_on": "；".join(CODES), "assess_cycle_months": "6", "assessor": "org_dept",
      "archive_required": "yes", "excellent_share_max": "20"}  # fmt: skip
AUTUMN = {"start_planned": "2025-09-01", "reported_on": "2025-09-01",
          "end_planned": "2026-08-31"}  # fmt: skip
OVER = AUTUMN | {"end_planned": "2026-05-30", "end_actual": "2026-05-30", "status": "completed",
                 "outcome": "same_post"}  # fmt: skip
COLUMNS = ("assessment_id", "posting_id", "kind", "due_on", "done_on", "assessor", "grade",
           "fed_back_receiving_on", "fed_back_cadre_on", "archived_on")  # fmt: skip
HALF = dict.fromkeys(COLUMNS, "") | {"assessment_id": "X-0001", "posting_id": "S-0001",
                                     "kind": "half_year"}  # fmt: skip


def findings(
    prefix: str,
    assessments: Sequence[Row],
    programme: Row | None = None,
    posting: Row | None = None,
) -> list[Finding]:
    book = workbook(
        cadres=CADRES,
        programmes=[dict(PROGRAMME) | ON | dict(programme or {})],
        postings=[dict(POSTING) | AUTUMN | dict(posting or {}),
                  dict(POSTING) | AUTUMN | {"posting_id": "S-0002", "cadre_id": "C-00002",
                                            "status": "cancelled"}],
        assessments=[HALF | dict(each) for each in assessments] or [{"assessment_id": ""}],
    )  # fmt: skip
    return [each for each in check(book).findings if each.code.startswith(prefix)]


W, E = Severity.WARNING, Severity.ERROR


@pytest.mark.parametrize(
    ("assessment", "told"),
    [
        pytest.param({"due_on": "2026-06-30"}, [("missing", E)], id="due today, the cycle late"),
        pytest.param({"due_on": "2026-06-29"}, [("", W)], id="a day late"),
        pytest.param({"due_on": "2026-05-31"}, [("", W)], id="thirty days late"),
        pytest.param({"due_on": "2026-05-30"}, [("", E)], id="thirty-one days late"),
        pytest.param({"due_on": "2026-05-30", "done_on": "2026-06-20"}, [], id="held late"),
        pytest.param({"done_on": "2025-12-01"}, [], id="a cycle and twenty-nine days"),
        pytest.param({"done_on": "2025-11-30"}, [("missing", W)], id="a cycle and 31 days"),
        pytest.param({"done_on": "2025-10-30"}, [("missing", E)], id="a cycle and 61 days"),
        pytest.param({"kind": "baseline", "done_on": "2026-06-01"}, [("missing", E)],
                     id="the first look is no assessment of a cycle"),
        pytest.param({"kind": "final", "due_on": "2026-06-01"}, [("missing", E)],
                     id="the final one has its own rule"),
        pytest.param({"kind": "final", "done_on": "2026-06-01"}, [], id="a final one held early"),
        pytest.param({"due_on": "2026-05-30", "done_on": "2026-06-31"}, [("missing", E)],
                     id="day mistyped"),
    ],
)  # fmt: skip
def test_a_cadre_is_assessed_in_every_cycle(
    assessment: Row, told: list[tuple[str, Severity]]
) -> None:
    found = findings("POL-R75", [assessment])
    assert [(each.variant, each.severity) for each in found] == told


@pytest.mark.parametrize(
    ("programme", "posting", "told"),
    [
        pytest.param({}, {}, True, id="ten months without"),
        pytest.param({}, {"start_planned": "2025-12-01", "reported_on": "2025-12-01"}, False,
                     id="nothing is due before the first cycle"),
        pytest.param({"checked_from": "2026-01-01"}, {}, False, id="checked for half a year"),
        pytest.param({"assess_cycle_months": ""}, {}, False, id="no cycle"),
        pytest.param({}, OVER, False, id="over"),
        pytest.param({}, {"status": "suspended"}, False, id="suspended"),
        pytest.param({}, {"status": "cancelled"}, False, id="cancelled"),
        pytest.param({}, {"status": "planned"}, False, id="planned"),
        pytest.param({}, {"end_planned": "2025-01-01"}, False, id="end before start"),
        pytest.param({"rules_on": "R76"}, {}, False, id="switched off"),
    ],
)  # fmt: skip
def test_assessments_are_missing_where_the_cycle_is_stated(
    programme: Row, posting: Row, told: bool
) -> None:
    assert bool(findings("POL-R75", [], programme, posting)) is told


FINAL = {"kind": "final", "done_on": "2026-06-10"}


@pytest.mark.parametrize(
    ("assessments", "programme", "posting", "told"),
    [
        pytest.param([], {}, OVER, [("missing", "S-0001")], id="thirty-one days"),
        pytest.param([], {}, OVER | {"end_actual": "2026-05-31"}, [], id="thirty days"),
        pytest.param([FINAL], {}, OVER, [], id="held"),
        pytest.param([{"kind": "final"}], {}, OVER, [("", "X-0001")], id="entered, not held"),
        pytest.param([{"kind": "final"}, FINAL | {"assessment_id": "X-0002"}], {}, OVER, [],
                     id="entered twice, held once"),
        pytest.param([{"kind": "final", "done_on": "2026-06-31"}], {}, OVER, [], id="mistyped"),
        pytest.param([{"kind": "half_year", "done_on": "2026-06-10"}], {}, OVER,
                     [("missing", "S-0001")], id="a half-year one"),
        pytest.param([FINAL | {"posting_id": "S-0002"}], {}, OVER, [("missing", "S-0001")],
                     id="somebody else's"),
        pytest.param([], {}, OVER | {"status": "ended_early"}, [("missing", "S-0001")],
                     id="ended early"),
        pytest.param([], {}, {"end_planned": "2026-05-01"}, [], id="no actual end"),
        pytest.param([], {}, OVER | {"status": "cancelled"}, [], id="cancelled"),
        pytest.param([], {"checked_from": "2026-05-30"}, OVER, [("missing", "S-0001")],
                     id="ended on the first day checked"),
        pytest.param([], {"checked_from": "2026-05-31"}, OVER, [], id="ended before"),
        pytest.param([], {"rules_on": ""}, OVER, [], id="switched off"),
    ],
)  # fmt: skip
def test_a_posting_that_has_ended_has_its_final_assessment(
    assessments: list[Row], programme: Row, posting: Row, told: list[tuple[str, str]]
) -> None:
    found = findings("POL-R76", assessments, programme, posting)
    assert [(each.variant, each.record) for each in found] == told


@pytest.mark.parametrize(
    ("assessment", "programme", "told"),
    [
        pytest.param({"assessor": "receiving"}, {}, True, id="somebody else"),
        pytest.param({"assessor": "org_dept"}, {}, False, id="as named"),
        pytest.param({"assessor": ""}, {}, False, id="not said"),
        pytest.param({"assessor": "receiving"}, {"assessor": ""}, False, id="nobody named"),
        pytest.param({"assessor": "receiving", "kind": "baseline"}, {}, False, id="first look"),
        pytest.param({"assessor": "receiving", "posting_id": "S-0002"}, {}, False, id="cancelled"),
        pytest.param({"assessor": "receiving", "posting_id": "S-0009"}, {}, False, id="unknown"),
        pytest.param(
            {"assessor": "receiving"},
            {"checked_from": "2026-03-02"},
            False,
            id="before checking began",
        ),
        pytest.param({"assessor": "receiving"}, {"rules_on": ""}, False, id="switched off"),
    ],
)
def test_whoever_the_programme_names_assesses(assessment: Row, programme: Row, told: bool) -> None:
    held = {"done_on": "2026-03-01"} | dict(assessment)
    assert bool(findings("POL-R77", [held], programme)) is told


@pytest.mark.parametrize(
    ("assessments", "programme", "told"),
    [
        pytest.param([FINAL], {}, ["X-0001"], id="final alone"),
        pytest.param([FINAL, {"assessment_id": "X-0002", "kind": "baseline"}], {}, [], id="both"),
        pytest.param([{"kind": "final"}], {}, [], id="not held yet"),
        pytest.param([FINAL, {"assessment_id": "X-0002", "kind": "baseline",
                              "posting_id": "S-0002"}], {}, ["X-0001"], id="somebody else's"),
        pytest.param([FINAL], {"checked_from": "2025-09-01"}, ["X-0001"], id="first day checked"),
        pytest.param([FINAL], {"checked_from": "2025-09-02"}, [], id="began before"),
        pytest.param([FINAL], {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_a_final_assessment_is_compared_with_the_first(
    assessments: list[Row], programme: Row, told: list[str]
) -> None:
    assert [each.record for each in findings("POL-R78", assessments, programme)] == told


@pytest.mark.parametrize(
    ("assessment", "programme", "posting", "told"),
    [
        pytest.param({"done_on": "2026-04-30"}, {}, {}, True, id="sixty-one days"),
        pytest.param({"done_on": "2026-05-01"}, {}, {}, False, id="sixty days"),
        pytest.param({"archived_on": "2026-06-29"}, {}, {}, False, id="filed"),
        pytest.param({"archived_on": "x"}, {}, {}, False, id="mistyped"),
        pytest.param({"kind": "baseline"}, {}, {}, False, id="first look"),
        pytest.param({}, {"archive_required": "no"}, {}, False, id="not asked for"),
        pytest.param({}, {"archive_required": ""}, {}, False, id="programme says nothing"),
        pytest.param({}, {}, {"archived_on": "2026-04-30"}, False, id="filed as a whole"),
        pytest.param({}, {}, {"archived_on": "2026-04-29"}, True, id="filed before it was held"),
        pytest.param({}, {"checked_from": "2026-05-01"}, {}, False, id="before checking began"),
        pytest.param({}, {"rules_on": ""}, {}, False, id="switched off"),
    ],
)
def test_assessments_are_filed(assessment: Row, programme: Row, posting: Row, told: bool) -> None:
    held = {"done_on": "2026-04-30"} | dict(assessment)
    assert bool(findings("POL-R79", [held], programme, posting)) is told


@pytest.mark.parametrize(
    ("assessment", "programme", "told"),
    [
        pytest.param({}, {}, [("", "H2")], id="thirty-one days"),
        pytest.param({"done_on": "2026-05-31"}, {}, [], id="thirty days"),
        pytest.param({"fed_back_receiving_on": "2026-06-01"}, {}, [("cadre", "I2")], id="cadre"),
        pytest.param({"fed_back_cadre_on": "2026-06-01"}, {}, [("receiving", "H2")],
                     id="receiving unit"),
        pytest.param({"fed_back_cadre_on": "2026-06-01", "fed_back_receiving_on": "2026-06-01"},
                     {}, [], id="both told"),
        pytest.param({"kind": "baseline"}, {}, [], id="first look"),
        pytest.param({}, {"checked_from": "2026-05-31"}, [], id="before checking began"),
        pytest.param({}, {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_results_are_told(assessment: Row, programme: Row, told: list[tuple[str, str]]) -> None:
    found = findings("POL-R80", [{"done_on": "2026-05-30"} | dict(assessment)], programme)
    assert [(each.variant, each.cell.a1.split("!")[1]) for each in found] == told


def graded(*grades: str, kind: str = "final") -> list[Row]:
    return [
        {"assessment_id": f"X-{number:04}", "kind": kind, "grade": grade, "done_on": "2026-06-10",
         "due_on": f"2026-06-{number:02}"}
        for number, grade in enumerate(grades, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("assessments", "programme", "told"),
    [
        pytest.param(graded(*["excellent"] * 2, *["competent"] * 8), {}, [], id="two of ten"),
        pytest.param(graded(*["excellent"] * 3, *["competent"] * 8), {}, [3], id="three of eleven"),
        pytest.param(graded("excellent", "competent"), {}, [], id="one may always be"),
        pytest.param(graded("excellent", "excellent", *["ungraded"] * 9), {}, [2], id="ungraded"),
        pytest.param(graded("vn_excellent", "vn_excellent"), {}, [2], id="Vietnamese grades"),
        pytest.param(graded("excellent", "excellent", kind="half_year"), {}, [], id="half-year"),
        pytest.param(graded("excellent", "excellent"), {"excellent_share_max": ""}, [],
                     id="no share stated"),
        pytest.param(graded("excellent", "excellent"), {"excellent_share_max": "100"}, [],
                     id="everybody may be"),
        pytest.param(graded("excellent", "excellent"), {"rules_on": ""}, [], id="switched off"),
    ],
)  # fmt: skip
def test_no_more_are_excellent_than_the_programme_allows(
    assessments: list[Row], programme: Row, told: list[int]
) -> None:
    found = findings("POL-R81", assessments, programme)
    assert [each.params["count"] for each in found] == told
    assert {each.visibility for each in found} <= {Visibility.ORG}


@pytest.mark.parametrize(
    ("code", "assessment", "days"),
    [
        pytest.param("POL-R75", {"kind": "adhoc", "due_on": "2026-06-20"}, 10, id="overdue"),
        pytest.param("POL-R79", {"done_on": "2026-04-01"}, 90, id="not filed"),
        pytest.param("POL-R80", {"done_on": "2026-05-01"}, 60, id="not told"),
    ],
)
def test_rows_left_out_before_it_do_not_shift_what_a_row_is_told(
    code: str, assessment: Row, days: int
) -> None:
    doubled = {"assessment_id": "X-0001", "kind": "baseline", "done_on": "2025-09-05"}
    rows = [doubled, doubled | {"due_on": "2025-09-06"}, {"assessment_id": "X-0003", **assessment}]
    found = findings(code, rows)
    assert [(each.record, each.params["count"]) for each in found] == [("X-0003", days)]


def test_a_posting_after_a_row_left_out_is_told_its_own_days() -> None:
    twice = dict(POSTING) | AUTUMN | {"cadre_id": "C-00002", "posting_id": "S-0007"}
    rows = [twice, twice, dict(POSTING) | AUTUMN | {"start_planned": "2025-11-01",
                                                    "reported_on": "2025-11-01"}]  # fmt: skip
    book = workbook(cadres=CADRES, programmes=[dict(PROGRAMME) | ON], postings=rows,
                    assessments=[{"assessment_id": ""}])  # fmt: skip
    found = [each for each in check(book).findings if each.code == "POL-R75"]
    assert [(each.record, each.params["count"]) for each in found] == [("S-0001", 60)]


@pytest.mark.parametrize("absent", ["batches", "programmes", "postings", "assessments"])
def test_without_a_sheet_the_rules_are_silent(absent: str) -> None:
    book = workbook(programmes=[dict(PROGRAMME) | ON], postings=[dict(POSTING) | OVER],
                    assessments=[HALF | FINAL | {"done_on": "2026-03-01"}])  # fmt: skip
    sheets = tuple(each for each in book.sheets if each.title != absent)
    assert said(check(type(book)(sheets, book.manifest)), "POL-R7", "POL-R8") == []


@settings(deadline=None, max_examples=10)
@given(order=st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows: list[Row] = [
        FINAL | {"assessment_id": "X-0001", "assessor": "receiving"},
        {"assessment_id": "X-0002", "done_on": "2025-11-30"},
        {"assessment_id": "X-0003", "kind": "annual", "due_on": "2026-06-01"},
        {"assessment_id": "X-0004", "kind": "adhoc", "done_on": "2025-12-01"},
    ]
    told = {
        (each.code, each.record) for each in findings("POL-R", [rows[place] for place in order])
    }
    assert told == {("POL-R75", "X-0003"), ("POL-R77", "X-0001"), ("POL-R78", "X-0001"),
                    ("POL-R79", "X-0002"), ("POL-R80", "X-0002")}  # fmt: skip
