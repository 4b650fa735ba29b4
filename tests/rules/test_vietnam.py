"""The Vietnamese programmes: lengths of terms, years left, plan, titles, who answers, rank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from handbook.checking import Checked
from handbook.findings import Severity
from handbook.rules import vietnam
from showcases.vietnam import HOST, LEADER, POSITION, ROTATED, ROTATION, SECONDMENT
from small_workbooks import AS_OF, POSTING, Row, check, said, workbook

RULES_ON = "；".join(code.removeprefix("POL-") for code, _ in vietnam.RULES)
AWAY: Row = POSTING | {"start_planned": "2025-07-01", "end_planned": "2028-06-30"}


def judge(
    *,
    cadre: Row = LEADER,
    programme: Row = ROTATION,
    posting: Row = AWAY,
    as_of: date = AS_OF,
    **others: Sequence[Row],
) -> Checked:
    """Check one posting of one Vietnamese programme with all rules of such programmes on."""
    programme = {**programme, "rules_on": programme["rules_on"] and RULES_ON}
    book = workbook(cadres=[cadre], programmes=[programme], postings=[posting], **others)
    return check(book, as_of)


def told(checked: Checked, code: str) -> list[tuple[str, str, str]]:
    """Give field, variant and severity of the findings of one code."""
    return [
        (each.cell.field, each.variant, each.severity.name)
        for each in checked.findings
        if each.code == code
    ]


TOO_SHORT = [("end_planned", "", "ERROR")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="exactly 36 months"),
        pytest.param({"end_planned": "2028-06-23"}, [], id="seven days less"),
        pytest.param({"end_planned": "2028-06-22"}, TOO_SHORT, id="eight days less"),
        pytest.param(
            {"start_planned": "2024-02-29", "end_planned": "2027-02-19"}, TOO_SHORT,
            id="from a leap day 36 months end on 27 February: eight days less",
        ),
        pytest.param(
            {"start_planned": "2024-02-29", "end_planned": "2027-02-20"}, [],
            id="from a leap day, seven days less",
        ),
        pytest.param(
            {"start_planned": "2024-08-31", "end_planned": "2027-08-23"}, [], id="month end"
        ),
        pytest.param(
            {"end_planned": "2027-06-30", "extension_to": "2028-06-30", "status": "extended",
             "extension_doc_number": "3-QĐ/TU"},
            [], id="extended to 36 months",
        ),
        pytest.param(
            {"start_planned": "2023-01-01", "end_planned": "2025-12-31", "status": "completed",
             "reported_on": "2023-01-01", "end_actual": "2025-12-23"},
            [("end_actual", "", "ERROR")], id="ended in fact, no document",
        ),
        pytest.param(
            {"start_planned": "2023-01-01", "end_planned": "2025-12-31", "status": "completed",
             "reported_on": "2023-01-01", "end_actual": "2025-12-23",
             "removal_doc_number": "5-QĐ/TU"},
            [("end_actual", "", "WARNING")], id="ended in fact, removed by a document",
        ),
        pytest.param({"end_planned": "2026-06-30", "removal_doc_number": "5-QĐ/TU"}, TOO_SHORT,
                     id="a document does not excuse a plan"),
        pytest.param({"end_planned": ""}, [], id="end not entered"),
        pytest.param({"end_planned": "2027-06-31"}, [], id="end cannot be trusted"),
        pytest.param({"start_planned": ""}, [], id="start not entered"),
        pytest.param({"end_planned": "2025-06-30"}, [], id="ends before it starts"),
        pytest.param({"end_planned": "2027-06-30", "status": "cancelled"}, [], id="cancelled"),
        pytest.param({"end_planned": "2027-06-30", "status": "planned", "reported_on": ""}, [],
                     id="planned"),
    ],
)  # fmt: skip
def test_a_rotation_lasts_three_years(changes: Row, expected: list[tuple[str, str, str]]) -> None:
    assert told(judge(posting={**AWAY, **changes}), "POL-R94") == expected


@pytest.mark.parametrize(
    "kind", [pytest.param("vn_biet_phai", id="secondment"), pytest.param("post_down", id="China")]
)
def test_only_rotations_have_a_least_length(kind: str) -> None:
    programme = {**ROTATION, "kind": kind}
    posting = {**AWAY, "end_planned": "2026-07-31"}
    assert told(judge(programme=programme, posting=posting), "POL-R94") == []


@pytest.mark.parametrize(
    ("service_end", "changes", "expected"),
    [
        pytest.param("2035-07", {}, [], id="ten years to the month"),
        pytest.param("2035-06", {}, [("start_planned", "", "ERROR")], id="a month less"),
        pytest.param("2020-01", {}, [("start_planned", "", "ERROR")], id="already over"),
        pytest.param("", {}, [("start_planned", "unknown", "WARNING")], id="not entered"),
        pytest.param("2035-13", {}, [], id="cannot be trusted"),
        pytest.param("2030-07", {"min_service_left_months": "60"}, [], id="one term is enough"),
        pytest.param(
            "2030-06", {"min_service_left_months": "60"}, [("start_planned", "", "ERROR")],
            id="a month less than one term",
        ),
        pytest.param("", {"checked_from": "2025-07-02"}, [], id="not entered before the checks"),
        pytest.param("2033-06", {"kind": "vn_biet_phai"}, [], id="secondment"),
    ],
)  # fmt: skip
def test_ten_years_of_work_are_left(
    service_end: str, changes: Row, expected: list[tuple[str, str, str]]
) -> None:
    cadre = {**LEADER, "service_end_ym": service_end}
    assert told(judge(cadre=cadre, programme={**ROTATION, **changes}), "POL-R95") == expected


def test_months_left_are_never_less_than_none() -> None:
    checked = judge(cadre={**LEADER, "service_end_ym": "2020-01"})
    assert [each.params["count"] for each in checked.findings if each.code == "POL-R95"] == [0]


@pytest.mark.parametrize(
    ("in_plan", "changes", "expected"),
    [
        pytest.param("yes", {}, [], id="planned"),
        pytest.param("no", {}, [("cadre_id", "", "ERROR")], id="not planned"),
        pytest.param("", {}, [("cadre_id", "unknown", "ERROR")], id="not entered"),
        pytest.param("na", {}, [("cadre_id", "unknown", "ERROR")], id="not applicable"),
        pytest.param("x", {}, [], id="cannot be trusted"),
        pytest.param("no", {"checked_from": "2025-07-02"}, [], id="before the checks begin"),
        pytest.param("no", {"kind": "vn_biet_phai"}, [], id="secondment"),
    ],
)
def test_rotation_follows_the_plan(
    in_plan: str, changes: Row, expected: list[tuple[str, str, str]]
) -> None:
    cadre = {**LEADER, "in_plan": in_plan}
    assert told(judge(cadre=cadre, programme={**ROTATION, **changes}), "POL-R96") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="exactly 36 months"),
        pytest.param({"end_planned": "2028-07-07"}, [], id="seven days more"),
        pytest.param(
            {"end_planned": "2028-07-08"}, [("end_planned", "", "ERROR")], id="eight days more"
        ),
        pytest.param(
            {"extension_to": "2028-12-31", "status": "extended",
             "extension_doc_number": "3-QĐ/SNV"},
            [("extension_to", "", "ERROR")], id="no extension beyond three years",
        ),
        pytest.param({"end_planned": "2028-12-31", "end_actual": "2026-06-01",
                      "status": "completed"}, [], id="ended in time in fact"),
        pytest.param({"end_planned": "2029-12-31", "status": "cancelled"}, [], id="cancelled"),
        pytest.param({"end_planned": "2029-12-31", "status": "planned", "reported_on": ""}, [],
                     id="planned"),
        pytest.param({"start_planned": "", "end_planned": "2029-12-31"}, [], id="no start"),
    ],
)  # fmt: skip
def test_a_secondment_lasts_three_years_at_most(
    changes: Row, expected: list[tuple[str, str, str]]
) -> None:
    checked = judge(programme=SECONDMENT, posting={**AWAY, **changes})
    assert told(checked, "POL-R97") == expected


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        pytest.param({}, "vn_luan_chuyen", [("newly_created", "", "WARNING")], id="created"),
        pytest.param({"newly_created": "no"}, "vn_luan_chuyen", [], id="there before"),
        pytest.param({"newly_created": ""}, "vn_luan_chuyen", [], id="not entered"),
        pytest.param({"status": "withdrawn"}, "vn_luan_chuyen", [], id="withdrawn"),
        pytest.param({"batch_id": "B-009"}, "vn_luan_chuyen", [], id="unknown batch"),
        pytest.param({}, "vn_biet_phai", [], id="secondment"),
    ],
)
def test_no_title_is_created_for_a_rotation(
    changes: Row, kind: str, expected: list[tuple[str, str, str]]
) -> None:
    programme = {**ROTATION, "kind": kind}
    checked = judge(programme=programme, positions=[{**POSITION, **changes}])
    assert told(checked, "POL-R99") == expected


HOME: Row = {**HOST, "mentor_id": "M-0002", "role": "home_contact", "mentor_name": "Phạm Thu An"}
NO_HOME = [("posting_id", "", "WARNING")]


@pytest.mark.parametrize(
    ("mentors", "changes", "expected"),
    [
        pytest.param([HOST, HOME], {}, [], id="one at each side"),
        pytest.param([HOST], {}, NO_HOME, id="none at home"),
        pytest.param([HOME], {}, [("posting_id", "receiving", "WARNING")], id="none there"),
        pytest.param(
            [{**HOME, "posting_id": "S-0009"}], {}, [("posting_id", "both", "WARNING")], id="none"
        ),
        pytest.param([HOST, {**HOME, "end_on": "2026-06-29"}], {}, NO_HOME, id="left yesterday"),
        pytest.param([HOST, {**HOME, "end_on": "2026-06-30"}], {}, [], id="leaves today"),
        pytest.param([HOST, {**HOME, "start_on": "2026-07-01"}], {}, NO_HOME, id="from tomorrow"),
        pytest.param([HOST, {**HOME, "start_on": ""}], {}, [], id="start not entered"),
        pytest.param([HOST], {"status": "planned", "reported_on": ""}, [], id="planned"),
        pytest.param([HOST], {"status": "awaiting"}, [], id="over, waiting"),
        pytest.param([HOST], {"status": "cancelled"}, [], id="cancelled"),
        pytest.param([HOST], {"start_planned": "2026-07-01"}, [], id="begins tomorrow"),
    ],
)
def test_somebody_answers_at_each_side(
    mentors: list[Row], changes: Row, expected: list[tuple[str, str, str]]
) -> None:
    checked = judge(posting={**AWAY, **changes}, mentors=mentors)
    assert told(checked, "POL-R101") == expected


def test_where_mentors_are_required_the_receiving_side_is_another_rule() -> None:
    checked = judge(programme={**ROTATION, "mentor_min": "1"}, mentors=[HOME])
    assert told(checked, "POL-R101") == []
    assert told(checked, "POL-R44") != []


@pytest.mark.parametrize(
    ("at_sending", "asked", "changes", "expected"),
    [
        pytest.param("vn_division", "vn_division", {}, [], id="equal"),
        pytest.param("vn_deputy_division", "vn_division", {}, [], id="higher"),
        pytest.param(
            "vn_division", "vn_deputy_division", {}, [("position_id", "", "WARNING")], id="lower"
        ),
        pytest.param(
            "vn_division", "vn_deputy_division", {"appointment_doc_number": "4-QĐ/TU"}, [],
            id="lower by decision",
        ),
        pytest.param("vn_division", "vn_deputy_commune", {}, [], id="not to be compared"),
        pytest.param(
            "vn_department", "vn_commune", {}, [("position_id", "", "WARNING")], id="two ladders"
        ),
        pytest.param("", "vn_deputy_division", {}, [], id="rank not entered"),
        pytest.param("vn_division", "", {}, [], id="position asks for none"),
        pytest.param("vn_division", "vn_deputy_division", {"position_id": ""}, [], id="none"),
    ],
)  # fmt: skip
def test_rotation_is_to_an_equal_post(
    at_sending: str, asked: str, changes: Row, expected: list[tuple[str, str, str]]
) -> None:
    posting = {**ROTATED, "rank_at_sending": at_sending, **changes}
    checked = judge(posting=posting, positions=[{**POSITION, "rank_required": asked}])
    assert told(checked, "POL-R114") == expected


CODES = [f"POL-R{number}" for number in (94, 95, 96, 97, 99, 101, 114)]


@pytest.mark.parametrize(
    "programme",
    [
        pytest.param({**ROTATION, "rules_on": ""}, id="switched off"),
        pytest.param({**ROTATION, "kind": "other"}, id="of another kind"),
        pytest.param({**ROTATION, "kind": ""}, id="of no kind"),
    ],
)
def test_other_programmes_are_left_alone(programme: Row) -> None:
    checked = judge(
        programme=programme, posting=ROTATED, positions=[POSITION], mentors=[HOST]
    )  # fmt: skip
    assert said(checked, *CODES) == []


def test_a_short_rotation_is_told_with_its_length() -> None:
    checked = judge(posting={**AWAY, "end_planned": "2027-06-30"})
    finding = next(each for each in checked.findings if each.code == "POL-R94")
    assert finding.severity is Severity.ERROR
    assert finding.params == {
        "months": "24", "limit": "36", "end": date(2028, 6, 30), "count": 24,
    }  # fmt: skip
