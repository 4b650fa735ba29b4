"""R62 to R64, R104 and R109: talks, opinions, groups, and what was to follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Visibility
from small_workbooks import CADRES, POSTING, PROGRAMME, check, said, workbook

Row = Mapping[str, str]
ON = {"rules_on": "R62；R63；R64；R104；R109", "talk_cycle_months": "3",
      "opinion_cycle_months": "3"}  # fmt: skip
TALK = {"engagement_id": "G-0001", "kind": "heart_talk", "held_on": "2026-03-15",
        "posting_ids": "S-0001"}  # fmt: skip
TWO = [
    dict(POSTING),
    dict(POSTING) | {"posting_id": "S-0002", "cadre_id": "C-00002"},
]


def findings(
    code: str,
    engagements: Sequence[Row],
    programme: Row | None = None,
    postings: Sequence[Row] = (POSTING,),
) -> list[Finding]:
    book = workbook(
        cadres=CADRES,
        programmes=[dict(PROGRAMME) | ON | dict(programme or {})],
        postings=postings,
        engagements=engagements or [{"engagement_id": ""}],
    )
    return [each for each in check(book).findings if each.code == code]


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        pytest.param({}, [], id="a cycle and fifteen days"),
        pytest.param({"held_on": "2026-03-14"}, [("", 16)], id="a cycle and sixteen days"),
        pytest.param({"held_on": "2025-11-30"}, [("never", 90)], id="before the start"),
        pytest.param({"kind": "phone_check"}, [("never", 90)], id="a call is no talk"),
        pytest.param({"posting_ids": "", "batch_id": "B-001"}, [], id="with the whole batch"),
        pytest.param({"posting_ids": "全批", "batch_id": "B-001"}, [], id="全批 typed"),
        pytest.param({"posting_ids": "S-0002；S-0001"}, [], id="with several"),
        pytest.param({"posting_ids": "S-0002"}, [("never", 90)], id="with somebody else"),
        pytest.param({"posting_ids": "", "batch_id": ""}, [("never", 90)], id="with nobody"),
        pytest.param({"held_on": "2026-02-30"}, [("never", 90)], id="day mistyped"),
    ],
)
def test_a_talk_is_held_in_every_cycle(talk: Row, told: list[tuple[str, int]]) -> None:
    rows = [TALK | dict(talk), TALK | {"engagement_id": "G-0009", "posting_ids": "S-0002"}]
    found = [each for each in findings("POL-R63", rows, {}, TWO) if each.record == "S-0001"]
    assert [(each.variant, each.params["count"]) for each in found] == told


@pytest.mark.parametrize(
    ("programme", "posting", "told"),
    [
        pytest.param({}, {"start_planned": "2026-03-15", "reported_on": "2026-03-15"}, False,
                     id="nothing is due before the first cycle"),
        pytest.param({}, {"start_planned": "2026-03-01", "reported_on": "2026-03-14"}, True,
                     id="counted from reporting in"),
        pytest.param({}, {"start_planned": "2026-03-14", "reported_on": ""}, True,
                     id="counted from the plan"),
        pytest.param({}, {"start_planned": "2026-03-15", "reported_on": ""}, False,
                     id="counted from the plan, a day less"),
        pytest.param({"checked_from": "2026-03-15"}, {}, False, id="counted from checking"),
        pytest.param({"checked_from": "2026-03-14"}, {}, True, id="a day more"),
        pytest.param({}, {"end_planned": "2026-06-30"}, True, id="last day"),
        pytest.param({}, {"end_planned": "2026-06-29"}, False, id="over: too late to mend"),
        pytest.param({}, {"start_planned": "", "reported_on": ""}, False, id="start unknown"),
        pytest.param({}, {"end_planned": "2025-12-01"}, False, id="end before start"),
        pytest.param({}, {"status": "suspended"}, False, id="suspended"),
        pytest.param({}, {"status": "cancelled"}, False, id="cancelled"),
        pytest.param({}, {"status": "planned"}, False, id="planned"),
        pytest.param({"talk_cycle_months": ""}, {}, False, id="no cycle"),
        pytest.param({"talk_cycle_months": "0"}, {}, False, id="cycle of nothing"),
        pytest.param({"rules_on": "R62"}, {}, False, id="switched off"),
    ],
)  # fmt: skip
def test_talks_are_wanted_of_those_who_are_away(programme: Row, posting: Row, told: bool) -> None:
    found = findings("POL-R63", [], programme, [dict(POSTING) | dict(posting)])
    assert bool(found) is told


def test_the_last_talk_is_shown_beside_the_finding() -> None:
    rows = [TALK | {"held_on": "2026-02-01"}, TALK | {"engagement_id": "G-0002",
                                                      "held_on": "2026-01-05"}]  # fmt: skip
    finding = findings("POL-R63", rows)[0]
    assert [(each.cell.a1, each.note) for each in finding.related] == [("engagements!C2", "G-0001")]
    assert finding.cell.a1 == "postings!A2"
    assert (finding.batch, finding.visibility) == ("B-001", Visibility.INTERNAL)


@pytest.mark.parametrize(
    ("party", "told"),
    [
        pytest.param("receiving", False, id="the receiving unit"),
        pytest.param("all", False, id="everybody"),
        pytest.param("public", False, id="people there"),
        pytest.param("", False, id="not said"),
        pytest.param("home", True, id="the home unit"),
        pytest.param("cadre", True, id="the cadre alone"),
    ],
)
def test_opinions_are_asked_where_the_cadre_is(party: str, told: bool) -> None:
    asked = TALK | {"kind": "opinion", "with_party": party}
    assert bool(findings("POL-R62", [asked])) is told


OPINION = {"engagement_id": "G-0001", "kind": "opinion", "held_on": "2026-05-30",
           "batch_id": "B-001", "fed_back_home_on": "", "fed_back_cadre_on": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("opinion", "programme", "told"),
    [
        pytest.param({}, {}, [("", "G2")], id="thirty-one days"),
        pytest.param({"held_on": "2026-05-31"}, {}, [], id="thirty days"),
        pytest.param({"fed_back_cadre_on": "2026-06-01"}, {}, [("home", "G2")], id="home unit"),
        pytest.param({"fed_back_home_on": "2026-06-01"}, {}, [("cadre", "H2")], id="cadre"),
        pytest.param({"fed_back_home_on": "2026-06-01", "fed_back_cadre_on": "2026-06-01"}, {},
                     [], id="both told"),
        pytest.param({"fed_back_home_on": "2026-06-31"}, {}, [("cadre", "H2")], id="mistyped"),
        pytest.param({"kind": "visit"}, {}, [], id="a visit"),
        pytest.param({"held_on": ""}, {}, [], id="no day"),
        pytest.param({"batch_id": "", "posting_ids": "S-0001"}, {}, [("", "G2")],
                     id="batch of the posting"),
        pytest.param({"batch_id": ""}, {}, [], id="nobody named"),
        pytest.param({}, {"checked_from": "2026-05-30"}, [("", "G2")], id="first day checked"),
        pytest.param({}, {"checked_from": "2026-05-31"}, [], id="before checking began"),
        pytest.param({}, {"rules_on": "R63"}, [], id="switched off"),
    ],
)  # fmt: skip
def test_what_was_heard_is_passed_on(
    opinion: Row, programme: Row, told: list[tuple[str, str]]
) -> None:
    row = {"posting_ids": "", "topic": "", **OPINION} | dict(opinion)
    columns = ("engagement_id", "kind", "held_on", "batch_id", "posting_ids", "topic",
               "fed_back_home_on", "fed_back_cadre_on")  # fmt: skip
    found = findings("POL-R64", [{name: row[name] for name in columns}], programme)
    assert [(each.variant, each.cell.a1.split("!")[1]) for each in found] == told


@pytest.mark.parametrize(
    ("matter", "programme", "told"),
    [
        pytest.param({}, {}, [1], id="a day late"),
        pytest.param({"follow_up_due": "2026-06-30"}, {}, [], id="due today"),
        pytest.param({"follow_up_done_on": "2026-06-30"}, {}, [], id="settled"),
        pytest.param({"follow_up_done_on": "x"}, {}, [], id="mistyped"),
        pytest.param({"follow_up_due": ""}, {}, [], id="no day set"),
        pytest.param({}, {"checked_from": "2026-06-30"}, [], id="before checking began"),
        pytest.param({}, {"rules_on": ""}, [], id="switched off"),
    ],
)
def test_what_was_promised_is_settled(matter: Row, programme: Row, told: list[int]) -> None:
    row = TALK | {"follow_up": "协调宿舍", "follow_up_due": "2026-06-29", "follow_up_done_on": ""}
    found = findings("POL-R109", [row | dict(matter)], programme)
    assert [each.params["count"] for each in found] == told
    assert {each.visibility for each in found} <= {Visibility.ORG}


def test_rows_left_out_before_it_do_not_shift_what_a_row_is_told() -> None:
    doubled = TALK | {"engagement_id": "G-0007", "held_on": "2026-05-02"}
    late = TALK | {"engagement_id": "G-0009", "held_on": "2026-05-04",
                   "follow_up_due": "2026-06-20"}  # fmt: skip
    found = findings("POL-R109", [doubled, doubled | {"held_on": "2026-05-03"}, late])
    assert [(each.record, each.params["count"]) for each in found] == [("G-0009", 10)]


def group(*roles: str, **changes: str) -> list[Row]:
    return [
        {**posting, "group_no": "第一组", "group_role": role, **changes}
        for posting, role in zip(TWO, roles, strict=False)
    ]


ACTIVITY = TALK | {"kind": "group_activity"}


@pytest.mark.parametrize(
    ("postings", "activity", "told"),
    [
        pytest.param(group("leader", "member"), {}, [], id="led and active"),
        pytest.param(group("member", "deputy"), {}, [""], id="nobody leads"),
        pytest.param(group("leader", ""), {"held_on": "2026-03-14"}, ["idle"], id="idle"),
        pytest.param(group("", ""), {"held_on": "2026-03-14"}, ["", "idle"], id="both"),
        pytest.param(group("member"), {"held_on": "2026-03-14"}, [], id="one alone is no group"),
        pytest.param(group("", "", group_no=""), {}, [], id="no groups"),
        pytest.param(group("", "", status="planned"), {}, [], id="planned"),
        pytest.param(group("", "", end_planned="2026-06-01"), {}, [], id="over"),
        pytest.param(group("leader", "", batch_id=""), {}, [], id="batch unknown"),
        pytest.param(group("leader", ""), {"posting_ids": "S-0002"}, [], id="one member active"),
        pytest.param(group("leader", ""), {"posting_ids": "", "batch_id": "B-001"}, [],
                     id="the whole batch"),
    ],
)  # fmt: skip
def test_a_group_is_led_and_does_something(
    postings: list[Row], activity: Row, told: list[str]
) -> None:
    found = findings("POL-R104", [ACTIVITY | dict(activity)], {}, postings)
    assert [each.variant for each in found] == told
    assert {each.record for each in found} <= {"S-0001"}


def test_a_new_member_does_not_set_the_clock_of_a_group_back() -> None:
    late = group("leader", "member")
    late = [late[0], {**late[1], "start_planned": "2026-06-01", "reported_on": "2026-06-01"}]
    rows = [ACTIVITY | {"held_on": "2026-03-14"}]
    assert [each.variant for each in findings("POL-R104", rows, {}, late)] == ["idle"]


@pytest.mark.parametrize("absent", ["batches", "programmes", "postings", "engagements"])
def test_without_a_sheet_the_rules_are_silent(absent: str) -> None:
    book = workbook(programmes=[dict(PROGRAMME) | ON], engagements=[OPINION])
    sheets = tuple(each for each in book.sheets if each.title != absent)
    assert said(check(type(book)(sheets, book.manifest)), "POL-R6", "POL-R10") == []


@settings(deadline=None, max_examples=10)
@given(order=st.permutations(range(4)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [
        TALK | {"held_on": "2026-02-01"},
        TALK | {"engagement_id": "G-0002", "held_on": "2026-02-01", "posting_ids": "S-0002"},
        TALK | {"engagement_id": "G-0003", "held_on": "2026-04-01", "posting_ids": "S-0002"},
        TALK | {"engagement_id": "G-0004", "held_on": "2026-01-15"},
    ]
    found = findings("POL-R63", [rows[each] for each in order], {}, TWO)
    assert [(each.record, each.params["last"]) for each in found] == [
        ("S-0001", found[0].params["last"])
    ]
    assert str(found[0].params["last"]) == "2026-02-01"
