"""Nomination and selection: age, conditions, steps, places, and what is left alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.checking import Checked
from handbook.findings import Severity, Visibility
from showcases.selection import APPLICATIONS, ASKING, BATCHES, SHOWCASES
from small_workbooks import AS_OF, BATCH, POSTING, PROGRAMME, Row, check, said, workbook

CADRE: Row = {"cadre_id": "C-00001", "name": "顾清禾", "home_unit_id": "U-0001"}
OTHER: Row = {"cadre_id": "C-00002", "name": "陆予安", "home_unit_id": "U-0001"}
INTAKE: Row = dict(BATCH) | {
    "quota": "5",
    "nomination_deadline": "2025-07-08",
    "decided_on": "2025-07-25",
    "window_start": "2025-09-01",
    "window_end": "2026-08-31",
}
CHOSEN: Row = {
    "application_id": "A-0001",
    "batch_id": "B-001",
    "cadre_id": "C-00001",
    "route": "unit",
    "decision": "selected",
    "decided_on": "2025-07-25",
}
SECOND: Row = CHOSEN | {"application_id": "A-0002", "cadre_id": "C-00002"}
OPEN: Row = CHOSEN | {"decision": "pending", "decided_on": ""}

NOTHING: Row = MappingProxyType({})


def judge(
    code: str,
    *,
    cadre: Row = NOTHING,
    programme: Row = NOTHING,
    batch: Row = NOTHING,
    applications: Sequence[Row] = (CHOSEN,),
    **others: Sequence[Row],
) -> Checked:
    """Check one small selection with one rule switched on."""
    return check(
        workbook(
            cadres=[{**CADRE, **cadre}, OTHER],
            programmes=[{"rules_on": code, **PROGRAMME, **programme}],
            batches=[{**INTAKE, **batch}],
            applications=applications,
            **others,
        )
    )


def variants(checked: Checked, code: str) -> list[str]:
    """Give the variants of the findings of one code."""
    return [each.variant for each in checked.findings if each.code == code]


UNDER_45: Row = {"age_max": "45", "age_basis": "nomination_deadline"}


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param("1979-08", [], id="45, a month before 46"),
        pytest.param("1979-07", ["day"], id="46 in the month of the deadline"),
        pytest.param("1979-06", [""], id="46 a month ago"),
        pytest.param("1978-07", [""], id="46 at least, perhaps 47"),
        pytest.param("", ["unknown"], id="not entered"),
        pytest.param("1979-13", [], id="cannot be trusted"),
    ],
)
def test_an_age_limit_includes_the_limit(born: str, expected: list[str]) -> None:
    checked = judge(
        "R19", cadre={"birth_ym": born}, programme=UNDER_45, applications=[OPEN]
    )  # fmt: skip
    assert variants(checked, "POL-R19") == expected


@pytest.mark.parametrize(
    ("basis", "born", "expected"),
    [
        pytest.param("decision_date", "1979-08", [], id="decision of the person"),
        pytest.param("posting_start", "1979-08", [""], id="start of the window"),
        pytest.param("posting_start", "1979-09", ["day"], id="month of the start"),
        pytest.param("", "1979-07", ["day"], id="the deadline where nothing is chosen"),
    ],
)
def test_ages_are_counted_on_the_day_the_programme_names(
    basis: str, born: str, expected: list[str]
) -> None:
    programme = UNDER_45 | {"age_basis": basis}
    checked = judge("R19", cadre={"birth_ym": born}, programme=programme)
    assert variants(checked, "POL-R19") == expected


@pytest.mark.parametrize(
    ("applied", "decided", "expected"),
    [
        pytest.param("2025-08-01", "2025-07-25", ["day"], id="own date before the batch's"),
        pytest.param("", "2025-07-25", [], id="date of the batch"),
        pytest.param("", "", [], id="no day known"),
    ],
)
def test_the_day_of_the_decision_is_that_of_the_person(
    applied: str, decided: str, expected: list[str]
) -> None:
    checked = judge(
        "R19",
        cadre={"birth_ym": "1979-08"},
        programme=UNDER_45 | {"age_basis": "decision_date"},
        batch={"decided_on": decided},
        applications=[OPEN | {"decided_on": applied}],
    )
    assert variants(checked, "POL-R19") == expected


@pytest.mark.parametrize(
    ("rank", "born", "expected"),
    [
        pytest.param("section", "1984-07", ["day"], id="section chiefs to 40"),
        pytest.param("county", "1979-07", ["day"], id="county rank to 45"),
        pytest.param("bureau", "1974-07", ["day"], id="bureau rank to 50"),
        pytest.param("", "1969-07", ["day"], id="no rank: the general limit of 55"),
        pytest.param("vn_division", "1969-08", [], id="another country's rank: 55 as well"),
    ],
)
def test_the_limit_of_a_rank_comes_before_the_general_one(
    rank: str, born: str, expected: list[str]
) -> None:
    programme = {
        "age_max": "55", "age_max_section": "40", "age_max_county": "45", "age_max_bureau": "50",
        "age_basis": "nomination_deadline",
    }  # fmt: skip
    checked = judge("R19", cadre={"birth_ym": born, "rank_level": rank}, programme=programme)
    assert variants(checked, "POL-R19") == expected


@pytest.mark.parametrize(
    ("cadre", "expected"),
    [
        pytest.param({"birth_ym": "1980-08"}, [], id="a month later"),
        pytest.param({"birth_ym": "1980-07"}, ["born_day"], id="the month of the day"),
        pytest.param({"birth_ym": "1980-06"}, ["born"], id="a month earlier"),
        pytest.param({"born_after": "1980-07-15"}, [], id="that very day was checked"),
        pytest.param({"born_after": "1980-07-14"}, ["unknown"], id="an earlier limit was checked"),
        pytest.param(
            {"birth_ym": "1980-07", "born_after": "1980-07-15"}, [], id="month and checked day"
        ),
        pytest.param(
            {"birth_ym": "1980-06", "born_after": "1980-07-15"}, ["born"], id="they contradict"
        ),
    ],
)
def test_born_on_or_after_includes_the_day(cadre: Row, expected: list[str]) -> None:
    programme = {"born_after": "1980-07-15", "age_basis": "nomination_deadline"}
    assert variants(judge("R19", cadre=cadre, programme=programme), "POL-R19") == expected


def test_the_first_of_a_month_leaves_no_day_to_check() -> None:
    programme = {"born_after": "1980-07-01"}
    checked = judge("R19", cadre={"birth_ym": "1980-07"}, programme=programme)
    assert variants(checked, "POL-R19") == []


@pytest.mark.parametrize(
    ("born_after", "expected"),
    [
        pytest.param("1979-07-09", [], id="46 a day after the deadline"),
        pytest.param("1979-07-08", ["day"], id="46 on the day itself"),
    ],
)
def test_a_checked_limit_of_birth_settles_the_day(born_after: str, expected: list[str]) -> None:
    cadre = {"birth_ym": "1979-07", "born_after": born_after}
    assert variants(judge("R19", cadre=cadre, programme=UNDER_45), "POL-R19") == expected


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param("2025-02-28", [], id="the day before 1 March"),
        pytest.param("2025-03-01", ["unknown"], id="a year older on 1 March"),
    ],
)
def test_who_is_born_on_29_february_ages_on_1_march(deadline: str, expected: list[str]) -> None:
    programme = UNDER_45 | {"age_max": "44"}
    checked = judge(
        "R19",
        cadre={"born_after": "1980-02-29"},
        programme=programme,
        batch={"nomination_deadline": deadline},
    )
    assert variants(checked, "POL-R19") == expected


@pytest.mark.parametrize(
    ("application", "batch"),
    [
        pytest.param({"decision": "withdrawn"}, {}, id="withdrawn"),
        pytest.param({"decision": "not_selected"}, {}, id="not selected"),
        pytest.param({"eligibility": "fail", "decision": "pending"}, {}, id="found ineligible"),
        pytest.param({}, {"status": "cancelled"}, id="cancelled batch"),
        pytest.param({}, {"nomination_deadline": ""}, id="no deadline"),
        pytest.param({"batch_id": "B-009"}, {}, id="unknown batch"),
        pytest.param({"cadre_id": "C-00009"}, {}, id="unknown cadre"),
    ],
)
def test_ages_nobody_needs_are_not_judged(application: Row, batch: Row) -> None:
    checked = judge(
        "R19",
        cadre={"birth_ym": "1960-01"},
        programme=UNDER_45,
        batch=batch,
        applications=[CHOSEN | application],
    )
    assert variants(checked, "POL-R19") == []


def test_an_age_is_told_with_what_decided_it() -> None:
    finding = next(
        each
        for each in judge("R19", cadre={"birth_ym": "1978-07"}, programme=UNDER_45).findings
        if each.code == "POL-R19"
    )
    told = {name: finding.params[name] for name in ("age", "limit", "on", "programme")}
    assert told == {"age": 46, "limit": 45, "on": date(2025, 7, 8), "programme": "公开选派"}
    assert (finding.severity, finding.visibility) == (Severity.ERROR, Visibility.ORG)
    assert (finding.batch, finding.record) == ("B-001", "A-0001")


@pytest.mark.parametrize(
    ("education", "asked", "expected"),
    [
        pytest.param("21", "bachelor", [], id="a degree is a degree"),
        pytest.param("28", "bachelor", [], id="general university class"),
        pytest.param("14", "bachelor", [], id="more than asked"),
        pytest.param("17", "master", [], id="postgraduate class counts as master"),
        pytest.param("31", "bachelor", [("", "ERROR")], id="college for a degree"),
        pytest.param("41", "college", [("", "ERROR")], id="vocational for college"),
        pytest.param("21", "master", [("", "ERROR")], id="degree for a master's"),
        pytest.param("22", "bachelor", [], id="not finished: R07"),
        pytest.param("20", "bachelor", [], id="unspecified: R07"),
        pytest.param("90", "bachelor", [], id="other"),
        pytest.param("", "bachelor", [("unknown", "WARNING")], id="not entered"),
        pytest.param("博士后", "bachelor", [], id="cannot be trusted"),
        pytest.param("81", "none", [], id="nothing asked"),
        pytest.param("81", "", [], id="minimum not entered"),
    ],
)
def test_education_reaches_the_minimum(
    education: str, asked: str, expected: list[tuple[str, str]]
) -> None:
    programme = {"edu_min": asked, "edu_strict": "yes"}
    findings = judge("R20", cadre={"education_code": education}, programme=programme).findings
    told = [(each.variant, each.severity.name) for each in findings if each.code == "POL-R20"]
    assert told == expected


def test_education_asked_for_as_a_rule_is_a_warning() -> None:
    programme = {"edu_min": "bachelor", "edu_strict": "no"}
    findings = judge("R20", cadre={"education_code": "31"}, programme=programme).findings
    assert [each.severity for each in findings if each.code == "POL-R20"] == [Severity.WARNING]


def test_education_is_judged_for_people_selected_only() -> None:
    programme = {"edu_min": "bachelor", "edu_strict": "yes"}
    cadre = {"education_code": "31"}
    checked = judge("R20", cadre=cadre, programme=programme, applications=[OPEN])
    assert variants(checked, "POL-R20") == []


@pytest.mark.parametrize(
    ("experience", "decision", "expected"),
    [
        pytest.param("yes", "pending", [""], id="has it"),
        pytest.param("no", "pending", [], id="has none"),
        pytest.param("unknown", "pending", [], id="unknown"),
        pytest.param("", "pending", [], id="not entered"),
        pytest.param("yes", "not_selected", [], id="was not selected"),
    ],
)
def test_people_new_to_the_base_are_new_to_it(
    experience: str, decision: str, expected: list[str]
) -> None:
    checked = judge(
        "R21",
        cadre={"base_experience": experience},
        programme={"require_no_base_exp": "yes"},
        applications=[CHOSEN | {"decision": decision}],
    )
    assert variants(checked, "POL-R21") == expected


STEPS = {"steps_required": "eligibility；exam；interview；inspection；expert_review；decision"}
TAKEN = {
    "eligibility": "pass", "exam_score": "80", "interview_score": "0", "inspection": "pass",
    "expert_review": "pass",
}  # fmt: skip


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        pytest.param({}, [], id="all taken, nought is a score"),
        pytest.param({"eligibility": ""}, [("eligibility", 1)], id="eligibility"),
        pytest.param({"exam_score": ""}, [("exam_score", 1)], id="exam"),
        pytest.param({"interview_score": ""}, [("interview_score", 1)], id="interview"),
        pytest.param({"inspection": "na"}, [("inspection", 1)], id="inspection not applicable"),
        pytest.param({"expert_review": ""}, [("expert_review", 1)], id="expert review"),
        pytest.param({"exam_score": "", "inspection": ""}, [("exam_score", 2)], id="two at once"),
        pytest.param({"inspection": "fail"}, [], id="a bad result is R26"),
        pytest.param({"eligibility": "pending"}, [], id="a pending result is R26"),
        pytest.param({"exam_score": "八十"}, [], id="cannot be trusted"),
        pytest.param({"exam_score": "", "decision": "reserve"}, [], id="only a reserve"),
        pytest.param({"exam_score": "", "decided_on": "2024-12-31"}, [], id="before the checks"),
        pytest.param(
            {"exam_score": "", "decided_on": "2025-01-01"}, [("exam_score", 1)], id="first day"
        ),
    ],
)
def test_every_required_step_has_a_result(
    application: Row, expected: list[tuple[str, int]]
) -> None:
    checked = judge(
        "R22",
        programme=STEPS | {"checked_from": "2025-01-01"},
        applications=[CHOSEN | TAKEN | application],
    )
    told = [
        (each.cell.field, each.params["count"])
        for each in checked.findings
        if each.code == "POL-R22"
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param("standing_committee", [], id="the one named"),
        pytest.param("", [], id="not entered means the one named"),
        pytest.param("org_department", [""], id="another"),
    ],
)
def test_the_body_named_decides(by: str, expected: list[str]) -> None:
    checked = judge(
        "R23",
        programme={"decision_body": "standing_committee"},
        applications=[CHOSEN | {"decided_by": by}],
    )
    assert variants(checked, "POL-R23") == expected


@pytest.mark.parametrize(
    ("quota", "second", "batch", "expected"),
    [
        pytest.param("2", {}, {}, [], id="as many as places"),
        pytest.param("1", {}, {}, ["B-001"], id="one too many"),
        pytest.param("1", {"decision": "reserve"}, {}, [], id="a reserve takes no place"),
        pytest.param("1", {"decision": "", "decided_on": ""}, {}, [], id="not decided"),
        pytest.param("", {}, {}, [], id="quota not entered"),
        pytest.param("一", {}, {}, [], id="quota cannot be trusted"),
        pytest.param("1", {}, {"status": "cancelled"}, [], id="cancelled batch"),
        pytest.param("1", {"batch_id": "B-009"}, {}, [], id="unknown batch"),
    ],
)
def test_no_more_are_selected_than_there_are_places(
    quota: str, second: Row, batch: Row, expected: list[str]
) -> None:
    checked = judge("", batch={"quota": quota} | batch, applications=[CHOSEN, SECOND | second])
    assert [each.record for each in checked.findings if each.code == "POL-R24"] == expected


POSITION: Row = {
    "position_id": "N-0001",
    "batch_id": "B-001",
    "receiving_unit_id": "U-0002",
    "title": "乡镇长助理",
}


@pytest.mark.parametrize(
    ("quota", "second", "expected"),
    [
        pytest.param("2", "N-0001", [], id="two for two"),
        pytest.param("1", "N-0001", [""], id="two for one"),
        pytest.param("", "N-0001", [""], id="blank means one"),
        pytest.param("1", "", [], id="the other has none"),
    ],
)
def test_no_more_are_selected_than_a_position_takes(
    quota: str, second: str, expected: list[str]
) -> None:
    applications = [CHOSEN | {"position_id": "N-0001"}, SECOND | {"position_id": second}]
    positions = [POSITION | {"quota": quota}]
    checked = judge("R25", applications=applications, positions=positions)
    assert variants(checked, "POL-R25") == expected


def test_a_cancelled_batch_may_have_selected_whom_it_liked() -> None:
    applications = [CHOSEN | {"position_id": "N-0001"}, SECOND | {"position_id": "N-0001"}]
    positions = [POSITION | {"quota": "1"}]
    cancelled = {"status": "cancelled"}
    checked = judge("R25", applications=applications, positions=positions, batch=cancelled)
    assert variants(checked, "POL-R25") == []


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        pytest.param({}, [], id="nothing entered"),
        pytest.param({"eligibility": "pass", "inspection": "na"}, [], id="fine"),
        pytest.param({"eligibility": "fail"}, [("eligibility", "")], id="ineligible"),
        pytest.param({"eligibility": "pending"}, [("eligibility", "open")], id="typed as pending"),
        pytest.param({"inspection": "fail"}, [("inspection", "")], id="inspection failed"),
        pytest.param({"inspection": "pending"}, [("inspection", "open")], id="inspection open"),
        pytest.param({"expert_review": "fail"}, [("expert_review", "")], id="review failed"),
        pytest.param(
            {"eligibility": "fail", "inspection": "fail"}, [("eligibility", "")], id="told once"
        ),
        pytest.param({"inspection": "fail", "decision": "reserve"}, [], id="only a reserve"),
    ],
)
def test_nobody_is_selected_against_a_result(
    application: Row, expected: list[tuple[str, str]]
) -> None:
    findings = judge("R26", applications=[CHOSEN | application]).findings
    told = [(each.cell.field, each.variant) for each in findings if each.code == "POL-R26"]
    assert told == expected


SENT: Row = POSTING | {"batch_id": "B-001", "cadre_id": "C-00002"}


@pytest.mark.parametrize(
    ("report_by", "posting", "expected"),
    [
        pytest.param("2026-06-16", {}, [], id="fourteen days"),
        pytest.param("2026-06-15", {}, [""], id="fifteen days"),
        pytest.param("2026-06-15", {"cadre_id": "C-00001"}, [], id="posted"),
        pytest.param(
            "2026-06-15", {"cadre_id": "C-00001", "status": "cancelled"}, [], id="cancelled"
        ),
        pytest.param("2026-06-15", {"cadre_id": "顾"}, [], id="a posting of nobody known"),
        pytest.param("2025-12-31", {}, [], id="before the checks begin"),
        pytest.param("", {}, [], id="no day to report by"),
    ],
)
def test_whoever_is_selected_is_posted(report_by: str, posting: Row, expected: list[str]) -> None:
    checked = judge(
        "R27",
        programme={"checked_from": "2026-01-01"},
        batch={"report_by": report_by},
        postings=[SENT | posting],
    )
    assert variants(checked, "POL-R27") == expected


@pytest.mark.parametrize(
    ("application", "posting", "programme", "expected"),
    [
        pytest.param({}, {}, {}, [""], id="no application"),
        pytest.param({"cadre_id": "C-00002"}, {}, {}, [], id="selected"),
        pytest.param(
            {"cadre_id": "C-00002", "decision": "reserve"}, {}, {}, ["not_selected"], id="reserve"
        ),
        pytest.param(
            {"cadre_id": "C-00002", "decision": "pending", "route": "organisation"}, {}, {}, [],
            id="chosen by the organisation",
        ),
        pytest.param(
            {"cadre_id": "C-00002", "decision": "withdrawn", "route": "organisation"}, {}, {},
            ["not_selected"],
            id="chosen by the organisation and withdrawn",
        ),
        pytest.param({}, {"application_id": "A-0001"}, {}, [], id="by the number of another row"),
        pytest.param({}, {}, {"allow_direct_posting": "yes"}, [], id="may post directly"),
        pytest.param({}, {"status": "planned", "reported_on": ""}, {}, [], id="planned"),
        pytest.param({}, {"status": "cancelled"}, {}, [], id="cancelled"),
        pytest.param({}, {}, {"checked_from": "2026-01-02"}, [], id="before the checks begin"),
        pytest.param({}, {}, {"checked_from": "2026-01-01"}, [""], id="first day of the checks"),
        pytest.param({"cadre_id": "陆"}, {}, {}, [], id="an application of nobody known"),
    ],
)  # fmt: skip
def test_whoever_is_posted_was_selected(
    application: Row, posting: Row, programme: Row, expected: list[str]
) -> None:
    checked = judge(
        "R28",
        programme=programme,
        applications=[CHOSEN | application],
        postings=[SENT | posting],
    )
    assert variants(checked, "POL-R28") == expected


@pytest.mark.parametrize(
    ("in_plan", "programme", "expected"),
    [
        pytest.param("yes", {}, [], id="on the list"),
        pytest.param("no", {}, [""], id="not on it"),
        pytest.param("", {}, ["unknown"], id="not entered"),
        pytest.param("na", {}, ["unknown"], id="not applicable"),
        pytest.param("maybe", {}, [], id="cannot be trusted"),
        pytest.param("no", {"require_in_plan": "no"}, [], id="not asked"),
        pytest.param("no", {"kind": "vn_luan_chuyen"}, [""], id="rotation without R96"),
        pytest.param(
            "no", {"kind": "vn_luan_chuyen", "rules_on": "R29；R96"}, [], id="rotation with R96"
        ),
    ],
)
def test_whoever_is_selected_is_on_the_list(
    in_plan: str, programme: Row, expected: list[str]
) -> None:
    programme = {"rules_on": "R29", "require_in_plan": "yes"} | programme
    checked = judge("R29", cadre={"in_plan": in_plan}, programme=programme)
    assert variants(checked, "POL-R29") == expected


def batch_of(number: str, start: str, end: str, **more: str) -> Row:
    return dict(BATCH) | {
        "batch_id": number, "title": number, "window_start": start, "window_end": end, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "application", "expected"),
    [
        pytest.param(("2026-09-01", "2027-08-31"), {}, [], id="the day after"),
        pytest.param(("2026-08-31", "2027-08-31"), {}, ["A-0002"], id="last day is first day"),
        pytest.param(("2025-01-01", "2025-09-01"), {}, ["A-0001"], id="begins earlier"),
        pytest.param(("", "2027-08-31"), {}, [], id="start not entered"),
        pytest.param(("2026-01-01", "2026-12-31"), {"decision": "reserve"}, [], id="reserve"),
        pytest.param(("2026-01-01", "2026-12-31"), {"cadre_id": "C-00002"}, [], id="another"),
    ],
)
def test_nobody_is_selected_in_two_batches_at_once(
    second: tuple[str, str], application: Row, expected: list[str]
) -> None:
    batches = [
        batch_of("B-001", "2025-09-01", "2026-08-31"), batch_of("B-002", *second),
    ]  # fmt: skip
    applications = [
        CHOSEN, CHOSEN | {"application_id": "A-0002", "batch_id": "B-002"} | application,
    ]  # fmt: skip
    programme = {"rules_on": "R30", **PROGRAMME}
    book = workbook(programmes=[programme], batches=batches, applications=applications)
    findings = check(book).findings
    assert [each.record for each in findings if each.code == "POL-R30"] == expected


DAYS = st.integers(0, 400).map(lambda days: date(2025, 1, 1) + timedelta(days))
WINDOWS = st.tuples(DAYS, st.integers(0, 120)).map(
    lambda span: (span[0], span[0] + timedelta(span[1]))
)


@settings(max_examples=25, deadline=None)
@given(windows=st.lists(WINDOWS, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
def test_overlaps_are_those_a_slow_search_finds_in_any_order(
    windows: list[tuple[date, date]], order: random.Random
) -> None:
    batches = [
        batch_of(f"B-{number:03}", str(start), str(end))
        for number, (start, end) in enumerate(windows, start=1)
    ]
    applications = [
        CHOSEN | {"application_id": f"A-{number:04}", "batch_id": f"B-{number:03}"}
        for number in range(1, len(windows) + 1)
    ]
    order.shuffle(applications)
    programme = {"rules_on": "R30", **PROGRAMME}
    book = workbook(programmes=[programme], batches=batches, applications=applications)
    told = {each.record for each in check(book).findings if each.code == "POL-R30"}
    spans = [(start, number, end) for number, (start, end) in enumerate(windows, start=1)]
    expected = {
        f"A-{number:04}"
        for start, number, _ in spans
        if any(other < (start, number) and start <= other[2] for other in spans)
    }
    assert told == expected


TITLED: Row = POSTING | {"title": "党委委员、副镇长", "batch_id": "B-001"}
CHIEF: Row = {"rank_level": "section", "party_status": "member"}


@pytest.mark.parametrize(
    ("cadre", "posting", "expected"),
    [
        pytest.param({}, {}, [], id="a chief of the party on the committee"),
        pytest.param({"party_status": "none"}, {}, [""], id="not of the party"),
        pytest.param({"party_status": "probationary"}, {}, [""], id="probationary"),
        pytest.param({"party_status": "undisclosed"}, {}, [], id="not disclosed"),
        pytest.param({"party_status": ""}, {}, [], id="not entered"),
        pytest.param({"rank_level": "deputy_section"}, {}, ["rank"], id="a deputy chief"),
        pytest.param({}, {"rank_at_sending": "deputy_section"}, ["rank"], id="deputy when sent"),
        pytest.param({}, {"title": "副镇长"}, ["seat"], id="a chief of the party without a seat"),
        pytest.param(
            {"rank_level": "deputy_section"}, {"title": "副镇长"}, [], id="a deputy as deputy"
        ),
        pytest.param({"party_status": "none"}, {"title": "副镇长"}, [], id="non-member, deputy"),
        pytest.param(
            {"party_status": "none"}, {"title": "Party committee member and deputy town head"},
            [""], id="a seat in English",
        ),
        pytest.param(
            {"rank_level": "deputy_section"}, {"title": "Deputy head, party committee member"},
            ["rank"], id="a seat in English, small letters",
        ),
        pytest.param({}, {"title": "Deputy town head"}, ["seat"], id="no seat in English"),
        pytest.param(
            {"party_status": "none"}, {"title": "Đảng ủy viên, Phó Chủ tịch UBND xã"},
            [""], id="a seat in Vietnamese",
        ),
        pytest.param(
            {"rank_level": "deputy_section"},
            {"title": "Phó Chủ tịch, ủy viên Ban Chấp hành Đảng bộ xã"},
            ["rank"], id="a seat in full in Vietnamese",
        ),
        pytest.param({}, {"title": "Phó Chủ tịch UBND xã"}, ["seat"], id="no seat in Vietnamese"),
        pytest.param({"party_status": "none"}, {"title": ""}, [], id="no title"),
        pytest.param(
            {"party_status": "none"}, {"status": "planned", "reported_on": ""}, [], id="planned"
        ),
        pytest.param({"party_status": "none"}, {"status": "cancelled"}, [], id="cancelled"),
        pytest.param(
            {"rank_level": "staff"}, {"title": "副镇长", "position_id": "N-0001"}, ["below"],
            id="position asks for more",
        ),
    ],
)  # fmt: skip
def test_titles_fit_rank_and_party(cadre: Row, posting: Row, expected: list[str]) -> None:
    checked = judge(
        "R31",
        cadre=CHIEF | cadre,
        programme={"title_by_rank": "yes"},
        postings=[TITLED | posting],
        positions=[POSITION | {"rank_required": "deputy_section"}],
    )
    assert variants(checked, "POL-R31") == expected


def test_titles_are_free_where_the_programme_does_not_tie_them_to_rank() -> None:
    checked = judge("R31", cadre=CHIEF | {"party_status": "none"}, postings=[TITLED])
    assert variants(checked, "POL-R31") == []


@pytest.mark.parametrize(
    ("asked", "has", "expected"),
    [
        pytest.param("城乡规划", "城乡规划", [], id="the same"),
        pytest.param("规划", "村镇规划、测绘", [], id="a part of one of several"),
        pytest.param("城乡规划或土木工程", "土木工程", [], id="one of two"),
        pytest.param("城乡规划", "会计", [""], id="another"),
        pytest.param("土木 测绘", "测绘", [], id="two with a space between"),
        pytest.param("kế toán", "kế hoạch", [""], id="one word of two in common"),
        pytest.param("quy hoạch đô thị hoặc kế toán", "Kế toán", [], id="one of two in Vietnamese"),
        pytest.param("quy hoạch", "quy hoạch đô thị, xây dựng", [], id="a part in Vietnamese"),
        pytest.param("城乡规划", "", ["unknown"], id="not entered"),
        pytest.param("", "会计", [], id="nothing asked"),
    ],
)
def test_specialties_match(asked: str, has: str, expected: list[str]) -> None:
    checked = judge(
        "R32",
        cadre={"specialty": has},
        positions=[POSITION | {"specialty_required": asked}],
        applications=[CHOSEN | {"position_id": "N-0001"}],
    )
    assert variants(checked, "POL-R32") == expected


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        pytest.param({"avoidance_declared": "none"}, [], id="none"),
        pytest.param({"avoidance_declared": "not_asked"}, [""], id="not asked"),
        pytest.param({"avoidance_declared": ""}, [""], id="not entered"),
        pytest.param({"avoidance_declared": "declared"}, ["declared"], id="nothing decided"),
        pytest.param({"avoidance_declared": "declared", "remark": "已调整岗位"}, [], id="decided"),
        pytest.param({"decision": "pending"}, [], id="not selected yet"),
        pytest.param({"decided_on": "2024-12-31"}, [], id="before the checks begin"),
    ],
)
def test_avoidance_is_settled_before_anybody_is_selected(
    application: Row, expected: list[str]
) -> None:
    checked = judge(
        "R58",
        programme={"checked_from": "2025-01-01"},
        applications=[CHOSEN | {"avoidance_declared": ""} | application],
    )
    assert variants(checked, "POL-R58") == expected


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        pytest.param("R107", "post_down", id="any programme"),
        pytest.param("R107", "vn_luan_chuyen", id="rotation"),
        pytest.param("R98", "vn_biet_phai", id="Vietnamese secondment"),
    ],
)
@pytest.mark.parametrize(
    ("checked", "decision", "expected"),
    [
        pytest.param("clear", "selected", [], id="clear"),
        pytest.param("", "selected", [""], id="not entered"),
        pytest.param("not_checked", "selected", [""], id="not checked"),
        pytest.param("blocked", "selected", ["blocked"], id="blocked"),
        pytest.param("blocked", "not_selected", [], id="blocked and not selected"),
    ],
)
def test_exclusions_are_checked_before_the_decision(
    code: str, kind: str, checked: str, decision: str, expected: list[str]
) -> None:
    application = CHOSEN | {"limit_checked": checked, "decision": decision}
    both = judge("R98；R107", programme={"kind": kind}, applications=[application])
    assert variants(both, f"POL-{code}") == expected
    assert len(said(both, "POL-R98", "POL-R107")) == len(expected)


def test_findings_on_sealed_columns_are_sealed() -> None:
    findings = judge("R58；R107").findings
    sealed = [each for each in findings if each.code in ("POL-R58", "POL-R107")]
    assert [each.visibility for each in sealed] == [Visibility.SEALED] * 2


RULES = [
    "R20", "R21", "R22", "R23", "R25", "R26", "R27", "R28", "R29", "R30", "R31", "R32", "R58",
    "R98", "R107",
]  # fmt: skip


def test_without_being_asked_for_only_age_and_quota_are_looked_at() -> None:
    checked = check(SHOWCASES["POL-R20"])
    loud = {each.code for each in checked.findings if each.code.startswith("POL")}
    assert {f"POL-{code}" for code in RULES if code != "R98"} <= loud
    quiet = check(
        workbook(
            cadres=[CADRE | {"birth_ym": "1979-05"}],
            programmes=[ASKING | {"rules_on": ""}],
            batches=BATCHES,
            applications=APPLICATIONS,
        )
    )
    selection = {f"POL-{code}" for code in ("R19", "R24", *RULES)}
    assert {each.code for each in quiet.findings} & selection == {"POL-R19", "POL-R24"}


def test_selection_is_silent_without_its_sheet() -> None:
    programme = ASKING | {"kind": "post_down"}
    book = workbook(programmes=[programme], postings=[TITLED])
    assert said(check(book), *(f"POL-{code}" for code in ("R19", "R24", *RULES))) == []


def test_the_order_of_rows_does_not_matter() -> None:
    def told(applications: Sequence[Row]) -> set[tuple[str, str, str]]:
        book = workbook(
            cadres=[CADRE | {"birth_ym": "1979-05"}, OTHER],
            programmes=[ASKING],
            batches=BATCHES,
            applications=applications,
        )
        return {(each.code, each.record, each.variant) for each in check(book, AS_OF).findings}

    assert told(APPLICATIONS) == told(APPLICATIONS[::-1])
