"""R35, R37 to R39, R41 to R43, R47, R53 to R55, R100 and R108: how somebody is placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Severity, Visibility
from small_workbooks import BATCH, CADRES, POSTING, PROGRAMME, check, workbook

Row = Mapping[str, str]
CODES = ("R35", "R37", "R38", "R39", "R41", "R42", "R43", "R47", "R53", "R54", "R55", "R100",
         "R108")  # fmt: skip
NOTHING: Row = {}
BLANK = dict.fromkeys(("engagement_id", "kind", "held_on", "batch_id", "posting_ids"), "")
W, E, I = Severity.WARNING, Severity.ERROR, Severity.INFO  # noqa: E741


def findings(
    code: str,
    posting: Row = NOTHING,
    programme: Row = NOTHING,
    *,
    batch: Row = NOTHING,
    cadre: Row = NOTHING,
    engagements: Sequence[Row] = (),
) -> list[Finding]:
    book = workbook(
        cadres=[dict(CADRES[0]) | dict(cadre), CADRES[1]],
        programmes=[dict(PROGRAMME) | {"rules_on": code} | dict(programme)],
        batches=[dict(BATCH) | dict(batch)],
        postings=[dict(POSTING) | dict(posting)],
        engagements=[BLANK | dict(each) for each in engagements] or [BLANK],
    )
    return [each for each in check(book).findings if each.code == f"POL-{code}"]


def told(found: Sequence[Finding]) -> list[str]:
    return [each.variant or "main" for each in found]


MINIMUM = {"term_min_months": "6"}


@pytest.mark.parametrize(
    ("start", "end", "fires"),
    [
        pytest.param("2026-01-01", "2026-06-30", False, id="six months to the day"),
        pytest.param("2026-01-01", "2026-06-23", False, id="seven days less"),
        pytest.param("2026-01-01", "2026-06-22", True, id="eight days less"),
        pytest.param("2025-08-31", "2026-02-27", False, id="clamped to the end of February"),
        pytest.param("2025-08-31", "2026-02-20", False, id="seven days less than that"),
        pytest.param("2025-08-31", "2026-02-19", True, id="eight days less than that"),
        pytest.param("2023-08-31", "2024-02-21", False, id="29 February is in it"),
        pytest.param("2023-08-31", "2024-02-20", True, id="eight days before 28 February 2024"),
    ],
)
def test_a_term_is_not_shorter_than_the_minimum(start: str, end: str, fires: bool) -> None:
    posting = {"start_planned": start, "reported_on": start, "end_planned": end}
    assert bool(findings("R35", posting, MINIMUM)) is fires


@pytest.mark.parametrize(
    ("posting", "programme", "severities"),
    [
        pytest.param({}, MINIMUM, [W], id="too short"),
        pytest.param({}, MINIMUM | {"kind": "vn_luan_chuyen"}, [E], id="Vietnamese programme"),
        pytest.param(
            {},
            MINIMUM | {"kind": "vn_luan_chuyen", "rules_on": "R35;R94"},
            [],
            id="rotation, which R94 tells",
        ),
        pytest.param(
            {"status": "planned", "reported_on": ""},
            MINIMUM | {"kind": "vn_luan_chuyen", "rules_on": "R35;R94"},
            [E],
            id="rotation still planned, which R94 does not look at",
        ),
        pytest.param({}, {}, [], id="no minimum"),
        pytest.param({"status": "planned", "reported_on": ""}, MINIMUM, [W], id="still planned"),
        pytest.param({"status": "cancelled"}, MINIMUM, [], id="cancelled"),
        pytest.param({"end_planned": ""}, MINIMUM, [], id="no end"),
        pytest.param({"end_planned": "2025-10-01"}, MINIMUM, [], id="ends before it starts"),
        pytest.param({"extension_to": "2026-06-30"}, MINIMUM, [], id="extended to six months"),
        pytest.param({"extension_to": "2026-6-31"}, MINIMUM, [], id="extension mistyped"),
        pytest.param({}, MINIMUM | {"rules_on": ""}, [], id="switched off"),
        pytest.param({"batch_id": ""}, MINIMUM, [], id="of no batch"),
    ],
)
def test_a_short_term_is_told_where_it_is_one(
    posting: Row, programme: Row, severities: list[Severity]
) -> None:
    short = {"end_planned": "2026-03-31"} | dict(posting)
    assert [each.severity for each in findings("R35", short, programme)] == severities


ONE_MONTH = {"extension_max_months": "1", "term_max_months": "24"}
NUMBER = {"extension_doc_number": "栖组干〔2026〕31号"}


@pytest.mark.parametrize(
    ("posting", "programme", "expected"),
    [
        pytest.param({"extension_to": "2027-02-07"} | NUMBER, {}, [], id="seven days over"),
        pytest.param({"extension_to": "2027-02-08"} | NUMBER, {}, ["main"], id="eight days over"),
        pytest.param({"extension_to": "2027-01-31"}, {}, ["no_document"], id="no document"),
        pytest.param({"extension_to": "2027-01-31", "extension_doc_number": "无"}, {}, [],
                     id="some number"),
        pytest.param({"extension_to": "2027-02-08"}, {}, ["main"], id="too long comes first"),
        pytest.param({"extension_to": "2027-01-07"} | NUMBER, {"extension_max_months": "0"}, [],
                     id="none allowed, within tolerance"),
        pytest.param({"extension_to": "2027-01-08"} | NUMBER, {"extension_max_months": "0"},
                     ["none_allowed"], id="none allowed"),
        pytest.param({"extension_to": "2027-12-31"} | NUMBER, {"extension_max_months": ""}, [],
                     id="no limit stated"),
        pytest.param({"extension_to": "2027-02-28"}, {"term_max_months": "12"}, [],
                     id="R36 asks for the document"),
        pytest.param({"extension_to": "2026-11-30"} | NUMBER, {}, [],
                     id="extended to before the end"),
        pytest.param({"extension_to": "2027-02-08", "status": "cancelled"}, {}, [],
                     id="cancelled"),
    ],
)  # fmt: skip
def test_an_extension_keeps_to_the_rules(posting: Row, programme: Row, expected: list[str]) -> None:
    extended = {"status": "extended"} | dict(posting)
    assert told(findings("R37", extended, ONE_MONTH | dict(programme))) == expected


def test_a_month_more_from_the_end_of_february_is_a_calendar_month() -> None:
    posting = {"end_planned": "2026-01-31", "status": "extended", **NUMBER}
    beyond = findings("R37", posting | {"extension_to": "2026-03-08"}, ONE_MONTH)
    assert findings("R37", posting | {"extension_to": "2026-03-07"}, ONE_MONTH) == []
    assert [str(each.params["end"]) for each in beyond] == ["2026-02-28"]


WINDOW = {"window_start": "2026-01-01", "window_end": "2026-12-31"}


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        pytest.param({}, [], id="the window itself"),
        pytest.param({"start_planned": "2025-12-25"}, [], id="seven days early"),
        pytest.param({"start_planned": "2025-12-24"}, ["main"], id="eight days early"),
        pytest.param({"start_planned": "2026-01-08", "end_planned": "2027-01-07"}, [],
                     id="seven days late"),
        pytest.param({"start_planned": "2026-01-09", "end_planned": "2027-01-08"}, ["end"],
                     id="eight days late"),
        pytest.param({"end_actual": "2026-03-01"}, [], id="back early"),
        pytest.param({"start_planned": "2026-02-01", "end_actual": "2027-01-08"}, ["end"],
                     id="stayed longer"),
        pytest.param({"end_planned": "2027-01-08"}, [], id="too long, which R36 tells"),
        pytest.param({"start_planned": "2026-03-01", "end_planned": "2027-02-28",
                      "extension_to": "2027-03-31"}, [], id="extended"),
        pytest.param({"start_planned": "2026-03-01", "end_planned": "2027-02-28",
                      "status": "extended"}, [], id="extended, date to follow"),
        pytest.param({"start_planned": "2025-12-24", "status": "cancelled"}, [], id="cancelled"),
        pytest.param({"start_planned": "2025-12-24", "status": "planned", "reported_on": ""},
                     ["main"], id="planned"),
    ],
)  # fmt: skip
def test_a_posting_lies_in_the_window_of_its_batch(posting: Row, expected: list[str]) -> None:
    assert told(findings("R38", posting, batch=WINDOW)) == expected


def test_a_batch_without_a_window_holds_any_posting() -> None:
    assert findings("R38", {"start_planned": "2024-01-01"}) == []


@pytest.mark.parametrize(
    ("posting", "batch", "expected"),
    [
        pytest.param({"reported_on": "2026-01-06"}, {}, [], id="five days late"),
        pytest.param({"reported_on": "2026-01-07"}, {}, ["main"], id="six days late"),
        pytest.param({"reported_on": "2026-01-20"}, {"report_by": "2026-01-15"}, [],
                     id="five days after the deadline"),
        pytest.param({"reported_on": "2026-01-21"}, {"report_by": "2026-01-15"}, ["main"],
                     id="six days after the deadline"),
        pytest.param({"reported_on": "2026-01-03"}, {"report_by": "2025-12-15"}, [],
                     id="follows the batch, by its own start"),
        pytest.param({"start_planned": "2026-06-24", "reported_on": "", "status": "planned"}, {},
                     ["missing"], id="expected six days ago"),
        pytest.param({"start_planned": "2026-06-25", "reported_on": "", "status": "planned"}, {},
                     [], id="expected five days ago"),
        pytest.param({"reported_on": ""}, {}, [], id="active without a day, which CEL301 tells"),
        pytest.param({"reported_on": "", "status": "completed", "end_actual": "2026-05-01"}, {},
                     [], id="closed without a day"),
        pytest.param({"reported_on": "2026-02-30", "status": "suspended"}, {}, [],
                     id="day mistyped"),
        pytest.param({"reported_on": "2026-03-01", "status": "cancelled"}, {}, [],
                     id="cancelled"),
    ],
)  # fmt: skip
def test_people_report_in_on_time(posting: Row, batch: Row, expected: list[str]) -> None:
    assert told(findings("R39", posting, batch=batch)) == expected


def test_reporting_in_before_the_register_was_kept_is_not_looked_at() -> None:
    late = {"reported_on": "2026-01-20"}
    assert told(findings("R39", late, {"checked_from": "2026-01-01"})) == ["main"]
    assert findings("R39", late, {"checked_from": "2026-01-02"}) == []


TRANSFER = {"party_transfer": "required"}
MONTH_AGO = {"start_planned": "2026-05-30", "reported_on": "2026-05-30"}


@pytest.mark.parametrize(
    ("posting", "programme", "party", "expected"),
    [
        pytest.param({}, {}, "member", ["main"], id="thirty-one days"),
        pytest.param({"reported_on": "2026-05-31"}, {}, "member", [], id="thirty days"),
        pytest.param({}, {}, "probationary", ["main"], id="probationary member"),
        pytest.param({}, {}, "league", [], id="no member"),
        pytest.param({}, {}, "", [], id="status unknown"),
        pytest.param({"party_relation": "transferred"}, {}, "member", [], id="transferred"),
        pytest.param({"party_relation": "temporary"}, {}, "member", ["main"],
                     id="temporary where a transfer is asked for"),
        pytest.param({"party_relation": "na"}, {}, "member", [], id="not applicable"),
        pytest.param({"party_transfer_on": "2026-06-01"}, {}, "member", [], id="day alone"),
        pytest.param({}, {"party_transfer": "temporary"}, "member", ["temporary"],
                     id="temporary asked for"),
        pytest.param({"party_relation": "temporary"}, {"party_transfer": "temporary"}, "member",
                     [], id="temporary given"),
        pytest.param({"party_relation": "transferred"}, {"party_transfer": "temporary"},
                     "member", [], id="more than asked for"),
        pytest.param({}, {"party_transfer": "optional"}, "member", [], id="optional"),
        pytest.param({}, {"checked_from": "2026-06-01"}, "member", [], id="before the register"),
        pytest.param({"party_relation": "?"}, {}, "member", [], id="relation mistyped"),
        pytest.param({"end_actual": "2026-06-20", "status": "completed"}, {}, "member", [],
                     id="over"),
        pytest.param({"status": "planned", "reported_on": ""}, {}, "member", [], id="planned"),
    ],
)  # fmt: skip
def test_members_transfer_their_relation(
    posting: Row, programme: Row, party: str, expected: list[str]
) -> None:
    found = findings(
        "R41", MONTH_AGO | dict(posting), TRANSFER | dict(programme),
        cadre={"party_status": party},
    )  # fmt: skip
    assert told(found) == expected
    assert {each.visibility for each in found} <= {Visibility.ORG}


HOME = {"salary_home": "yes", "personnel_home": "yes"}


@pytest.mark.parametrize(
    ("code", "posting", "programme", "count"),
    [
        pytest.param("R42", {"salary_relation": "receiving"}, HOME, 1, id="salary moved"),
        pytest.param("R42", {"salary_relation": "shared"}, HOME, 0, id="salary shared"),
        pytest.param("R42", {"salary_relation": ""}, HOME, 0, id="salary blank"),
        pytest.param("R42", {"salary_relation": "receiving"}, {}, 0, id="salary not ruled"),
        pytest.param("R42", {"salary_relation": "receiving", "status": "planned",
                             "reported_on": ""}, HOME, 0, id="salary of a planned posting"),
        pytest.param("R42", {"salary_relation": "receiving", "status": "completed",
                             "end_actual": "2026-05-01"}, HOME, 0, id="salary after the end"),
        pytest.param("R43", {"personnel_relation": "moved"}, HOME, 1, id="relation moved"),
        pytest.param("R43", {"personnel_relation": "home"}, HOME, 0, id="relation at home"),
        pytest.param("R43", {"personnel_relation": "moved"}, {"personnel_home": "no"}, 0,
                     id="relation may move"),
        pytest.param("R43", {"personnel_relation": "moved"}, {}, 0, id="relation not ruled"),
        pytest.param("R43", {"personnel_relation": "moved", "status": "cancelled"}, HOME, 0,
                     id="relation of a cancelled posting"),
    ],
)  # fmt: skip
def test_relations_stay_at_home_where_the_programme_says_so(
    code: str, posting: Row, programme: Row, count: int
) -> None:
    assert len(findings(code, posting, programme)) == count


@pytest.mark.parametrize(
    ("posting", "kind", "expected"),
    [
        pytest.param({}, "post_down", ["main"], id="thirty-one days without duties"),
        pytest.param({"reported_on": "2026-05-31"}, "post_down", [], id="thirty days"),
        pytest.param({"duty_area": "协管农业"}, "post_down", [], id="duties"),
        pytest.param({"duty_doc_on": "2026-05-31"}, "post_down", [], id="document alone"),
        pytest.param({"duty_area": "协管农业", "duty_mode": "observe"}, "post_down", ["observe"],
                     id="observing"),
        pytest.param({"duty_area": "协管农业", "duty_mode": "observe", "duty_doc_on": "2026-05-31"},
                     "post_down", [], id="observing, document of thirty days ago"),
        pytest.param({"start_planned": "2026-01-01", "reported_on": "2026-01-01",
                      "duty_mode": "observe", "duty_doc_on": "2026-05-30"}, "post_down",
                     ["observe"], id="observing, document of thirty-one days ago"),
        pytest.param({"duty_area": "协管农业", "duty_mode": "observe"}, "talent_study", [],
                     id="a programme of observing"),
        pytest.param({"duty_mode": "observe"}, "post_down", ["main"], id="told once"),
        pytest.param({"duty_doc_on": "2026-02-30"}, "post_down", [], id="document mistyped"),
        pytest.param({"status": "planned", "reported_on": ""}, "post_down", [], id="planned"),
        pytest.param({"end_actual": "2026-06-20", "status": "completed"}, "post_down", [],
                     id="over"),
    ],
)  # fmt: skip
def test_everybody_has_real_duties(posting: Row, kind: str, expected: list[str]) -> None:
    assert told(findings("R47", MONTH_AGO | dict(posting), {"kind": kind})) == expected


@pytest.mark.parametrize(
    ("posting", "category", "expected"),
    [
        pytest.param({"cross_region": "yes"}, "", ["main"], id="another region"),
        pytest.param({"direction": "cross_region"}, "", ["main"], id="by direction"),
        pytest.param({"cross_region": "yes", "housing": "not_arranged"}, "", ["main"], id="said"),
        pytest.param({"cross_region": "yes", "housing": "not_needed"}, "", [], id="not needed"),
        pytest.param({"cross_region": "yes", "housing": "arranged"}, "", [], id="arranged"),
        pytest.param({"housing": "not_arranged"}, "civil_servant", [], id="next town"),
        pytest.param({}, "selected_graduate", ["first_job"], id="graduate"),
        pytest.param({"cross_region": "yes"}, "scheme_graduate", ["main"], id="told once"),
        pytest.param({"cross_region": "yes", "status": "planned", "reported_on": ""}, "", [],
                     id="planned"),
        pytest.param({"cross_region": "yes", "housing": "？"}, "", [], id="mistyped"),
    ],
)  # fmt: skip
def test_people_from_elsewhere_have_a_bed(posting: Row, category: str, expected: list[str]) -> None:
    assert told(findings("R53", posting, cadre={"category": category})) == expected


TALK = {"kind": "pre_talk", "held_on": "2025-12-28", "posting_ids": "S-0001"}
ASKED = {"pre_talk": "yes", "pre_training": "yes"}
PLANNED = {"reported_on": "", "status": "planned"}


@pytest.mark.parametrize(
    ("posting", "talk", "expected"),
    [
        pytest.param({}, {}, [], id="before"),
        pytest.param({}, {"held_on": "2026-01-01"}, [], id="on the first day"),
        pytest.param({}, {"held_on": "2026-01-02"}, [("late", I)], id="a day late"),
        pytest.param({"reported_on": "2026-01-03"}, {"held_on": "2026-01-02"}, [],
                     id="before reporting in"),
        pytest.param({}, {"kind": "collective_talk", "posting_ids": "", "batch_id": "B-001"}, [],
                     id="with the batch"),
        pytest.param({}, {"posting_ids": "", "batch_id": ""}, [("", W)], id="with nobody"),
        pytest.param({}, {"kind": "heart_talk"}, [("", W)], id="another kind of talk"),
        pytest.param({}, {"held_on": ""}, [("", W)], id="day unknown"),
        pytest.param({}, {"held_on": "2026-07-01"}, [("", W)], id="still to come"),
        pytest.param(PLANNED | {"start_planned": "2026-07-07"}, {"held_on": ""}, [("soon", I)],
                     id="a week ahead"),
        pytest.param(PLANNED | {"start_planned": "2026-07-08"}, {"held_on": ""}, [],
                     id="eight days ahead"),
        pytest.param(PLANNED | {"start_planned": "2026-07-07"}, {"held_on": "2026-07-06"}, [],
                     id="arranged for the day before"),
        pytest.param(PLANNED, {"held_on": ""}, [], id="planned and past, which R39 tells"),
        pytest.param({"status": "completed", "end_actual": "2026-05-31"}, {"held_on": ""}, [],
                     id="over"),
        pytest.param({"status": "cancelled"}, {"held_on": ""}, [], id="cancelled"),
        pytest.param({"start_planned": ""}, {"held_on": ""}, [("", W)], id="reported in alone"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", ["R54", "R55"])
def test_talk_and_training_come_before_the_first_day(
    code: str, posting: Row, talk: Row, expected: list[tuple[str, Severity]]
) -> None:
    kinds = {"pre_talk": "training", "collective_talk": "training"} if code == "R55" else {}
    row = TALK | dict(talk)
    row["kind"] = kinds.get(row["kind"], row["kind"])
    found = findings(code, posting, ASKED, engagements=[row])
    assert [(each.variant, each.severity) for each in found] == expected


@pytest.mark.parametrize(
    ("posting", "programme", "expected"),
    [
        pytest.param({"info_pack_on": "2026-01-01"}, {}, [], id="on the first day"),
        pytest.param({"info_pack_on": "2026-01-02"}, {}, ["late"], id="a day late"),
        pytest.param({}, {}, ["main"], id="never"),
        pytest.param({"info_pack_on": "2026-02-30"}, {}, [], id="mistyped"),
        pytest.param(PLANNED | {"start_planned": "2026-07-07"}, {}, ["soon"], id="a week ahead"),
        pytest.param({}, {"checked_from": "2026-01-01"}, ["main"], id="from the first day kept"),
        pytest.param({}, {"checked_from": "2026-01-02"}, [], id="before the register was kept"),
        pytest.param({}, {"rules_on": "R54"}, [], id="switched off"),
    ],
)
def test_the_information_pack_comes_before_the_first_day(
    posting: Row, programme: Row, expected: list[str]
) -> None:
    assert told(findings("R100", posting, programme)) == expected


def test_nobody_asks_for_a_talk_where_the_programme_does_not() -> None:
    assert findings("R54", programme={"pre_talk": "no"}) == []
    assert findings("R55", programme={"pre_training": ""}) == []


@pytest.mark.parametrize(
    ("posting", "count"),
    [
        pytest.param({}, 1, id="thirty-one days"),
        pytest.param({"reported_on": "2026-05-31"}, 0, id="thirty days"),
        pytest.param({"appointment_doc_number": "栖组干〔2026〕9号"}, 0, id="a number"),
        pytest.param({"doc_id": "D-404"}, 0, id="a document nobody knows, which KEY404 tells"),
        pytest.param({"status": "planned", "reported_on": ""}, 0, id="planned"),
        pytest.param({"end_actual": "2026-06-20", "status": "completed"}, 0, id="over"),
    ],
)
def test_a_posting_rests_on_a_document(posting: Row, count: int) -> None:
    nameless = MONTH_AGO | {"appointment_doc_number": ""} | dict(posting)
    assert len(findings("R108", nameless)) == count


def everything(order: Sequence[int]) -> list[tuple[str, str, str]]:
    ends = ("2026-03-31", "2026-06-15", "2026-12-31", "2027-03-31")
    people = [(f"S-000{number}", f"C-0000{number}") for number in range(1, 5)]
    postings = [
        POSTING
        | {"posting_id": key, "cadre_id": cadre, "end_planned": end,
           "reported_on": f"2026-01-{number * 4:02}"}
        for number, ((key, cadre), end) in enumerate(zip(people, ends, strict=True), start=1)
    ]  # fmt: skip
    programme = dict(PROGRAMME) | ASKED | MINIMUM | {"rules_on": "；".join(CODES)}
    book = workbook(
        cadres=[
            {"cadre_id": cadre, "name": key, "home_unit_id": "U-0001"} for key, cadre in people
        ],
        programmes=[programme],
        batches=[dict(BATCH) | WINDOW],
        postings=[postings[index] for index in order],
        engagements=[TALK | {"posting_ids": "S-0002；S-0003"}],
    )
    return sorted((each.code, each.record, each.variant) for each in check(book).findings)


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    assert everything(order) == everything(range(4))
