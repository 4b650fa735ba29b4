"""R82 to R87, R112 and R113: the end of a posting and what comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from handbook.findings import Finding, Plain, Visibility
from small_workbooks import BATCH, CADRES, POSTING, PROGRAMME, check, workbook

Row = Mapping[str, str]
NOTHING: Row = {}
OVER = {
    "start_planned": "2025-06-01",
    "end_planned": "2026-05-31",
    "reported_on": "2025-06-01",
    "end_actual": "2026-05-30",
    "status": "completed",
    "outcome": "same_post",
}


def findings(
    code: str, posting: Row = NOTHING, programme: Row = NOTHING, batch: Row = NOTHING,
    postings: Sequence[Row] = (), **sheets: Sequence[Row],
) -> list[Finding]:  # fmt: skip
    book = workbook(
        cadres=CADRES,
        programmes=[dict(PROGRAMME) | {"rules_on": code} | dict(programme)],
        batches=[dict(BATCH) | dict(batch)],
        postings=[dict(POSTING) | OVER | dict(posting), *postings],
        **sheets,
    )
    return [each for each in check(book).findings if each.code == f"POL-{code}"]


def told(found: Sequence[Finding]) -> list[str]:
    return [each.variant or "main" for each in found]


@pytest.mark.parametrize(
    ("posting", "programme", "expected"),
    [
        pytest.param({}, {}, [], id="an outcome"),
        pytest.param({"outcome": ""}, {}, ["main"], id="thirty-one days"),
        pytest.param({"outcome": "", "end_actual": "2026-05-31"}, {}, [], id="thirty days"),
        pytest.param({"outcome": "pending"}, {}, ["pending"], id="pending"),
        pytest.param({"outcome": "？"}, {}, [], id="mistyped"),
        pytest.param({"outcome": "", "end_actual": ""}, {}, [], id="no end, which CEL301 tells"),
        pytest.param({"outcome": "", "end_actual": "", "status": "active"}, {}, [],
                     id="not ended, which R40 tells"),
        pytest.param({"outcome": "", "status": "active"}, {}, ["main"], id="ended, status behind"),
        pytest.param({"outcome": "", "status": "cancelled"}, {}, [], id="cancelled"),
        pytest.param({"outcome": ""}, {"checked_from": "2026-05-30"}, ["main"], id="kept by then"),
        pytest.param({"outcome": ""}, {"checked_from": "2026-05-31"}, [], id="before that"),
        pytest.param({"outcome": ""}, {"rules_on": "R83"}, [], id="switched off"),
    ],
)  # fmt: skip
def test_an_outcome_is_known_within_thirty_days(
    posting: Row, programme: Row, expected: list[str]
) -> None:
    assert told(findings("R82", posting, programme)) == expected


LOWER = {"outcome": "other_post", "rank_at_sending": "subsection", "outcome_rank": "staff"}
EXPLAINED = {"outcome_reason": "机构调整", "outcome_doc_number": "栖组干〔2026〕27号",
             "home_post_change_consulted": "yes"}  # fmt: skip
POSTS = {"home_post_at_sending": "办公室主任", "outcome_post": "后勤室工作人员"}


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        pytest.param(LOWER, ["main"], id="lower, nothing said"),
        pytest.param(LOWER | EXPLAINED, [], id="lower and explained"),
        pytest.param(LOWER | EXPLAINED | {"outcome_doc_number": "", "outcome_reason": ""},
                     ["main"], id="two missing"),
        pytest.param(LOWER | EXPLAINED | {"home_post_change_consulted": "no"}, ["main"],
                     id="not consulted"),
        pytest.param(LOWER | {"rank_at_sending": "staff"}, [], id="same rank"),
        pytest.param(LOWER | {"outcome_rank": "section"}, [], id="higher rank"),
        pytest.param(LOWER | {"outcome": "same_post"}, ["main"], id="lower in the same post"),
        pytest.param(LOWER | {"outcome": "left_service"}, [], id="left"),
        pytest.param(LOWER | {"rank_at_sending": "vn_division"}, [], id="not to be compared"),
        pytest.param({"outcome": "other_post"} | POSTS, ["aside"], id="another post, ranks blank"),
        pytest.param({"outcome": "other_post"} | POSTS | EXPLAINED, [],
                     id="another post, explained"),
        pytest.param({"outcome": "equal_post"} | POSTS, [], id="another post of equal rank"),
        pytest.param({"outcome": "other_post"} | POSTS | {"outcome_post": "办公室 主任"}, [],
                     id="the same post in another spelling"),
        pytest.param({"outcome": "other_post"}, [], id="posts unknown"),
        pytest.param(LOWER | {"end_actual": "", "status": "active"}, [], id="not ended"),
        pytest.param(LOWER | {"outcome_rank": "？"}, [], id="rank mistyped"),
    ],
)  # fmt: skip
def test_less_than_before_is_explained(posting: Row, expected: list[str]) -> None:
    found = findings("R83", posting)
    assert told(found) == expected
    assert {each.visibility for each in found} <= {Visibility.SEALED}


def test_what_is_missing_is_named_in_every_language() -> None:
    (finding,) = findings("R83", LOWER | EXPLAINED | {"outcome_reason": ""})
    assert finding.params["missing"] == Plain(
        {"zh": "去向说明", "vi": "Lý do bố trí", "en": "Outcome reason"}
    )


FINAL = {"assessment_id": "X-0001", "posting_id": "S-0001", "kind": "final", "grade": ""}


@pytest.mark.parametrize(
    ("grade", "changes", "expected"),
    [
        *(pytest.param(grade, {}, [], id=grade)
          for grade in ("excellent", "competent", "qualified", "vn_excellent", "vn_good")),
        *(pytest.param(grade, {}, ["main"], id=grade)
          for grade in ("basic", "incompetent", "basic_qualified", "unqualified", "vn_fulfilled")),
        pytest.param("ungraded", {}, ["none"], id="ungraded"),
        pytest.param("", {}, ["none"], id="no grade"),
        pytest.param("？", {}, [], id="grade mistyped"),
        pytest.param("excellent", {"kind": "annual"}, ["none"], id="of the year"),
        pytest.param("excellent", {"posting_id": "S-0009"}, ["none"], id="of somebody else"),
    ],
)  # fmt: skip
def test_promotion_rests_on_a_good_final_assessment(
    grade: str, changes: Row, expected: list[str]
) -> None:
    assessment = FINAL | {"grade": grade} | dict(changes)
    found = findings("R84", {"outcome": "promoted"}, assessments=[assessment])
    assert told(found) == expected


def test_nobody_asks_for_a_grade_without_a_promotion_or_without_the_sheet() -> None:
    assert findings("R84", assessments=[FINAL]) == []
    assert findings("R84", {"outcome": "promoted"}) == []


SPRING = {"end_planned": "2026-04-30", "end_actual": "2026-04-30"}
SECOND = dict(POSTING) | OVER | SPRING | {"posting_id": "S-0002", "cadre_id": "C-00002"}
TALK = {"engagement_id": "G-0001", "kind": "heart_talk", "held_on": "2026-02-01",
        "batch_id": "B-001", "posting_ids": "", "follow_up": "", "follow_up_due": "",
        "follow_up_done_on": ""}  # fmt: skip


@pytest.mark.parametrize(
    ("second", "batch", "talk", "count"),
    [
        pytest.param({}, {}, {}, 1, id="sixty-one days"),
        pytest.param({"end_actual": "2026-05-01"}, {}, {}, 0, id="sixty days"),
        pytest.param({}, {"window_end": "2026-05-01"}, {}, 0, id="window open a day longer"),
        pytest.param({"end_actual": "", "status": "active"}, {}, {}, 0, id="one still there"),
        pytest.param({"end_actual": "", "status": "cancelled"}, {}, {}, 1, id="one cancelled"),
        pytest.param({}, {}, {"kind": "exchange"}, 0, id="met"),
        pytest.param({}, {}, {"kind": "share_lecture", "batch_id": "", "posting_ids": "S-0002"}, 0,
                     id="one lectured"),
        pytest.param({}, {}, {"kind": "exchange", "batch_id": ""}, 1, id="others met"),
        pytest.param({"batch_id": ""}, {}, {}, 1, id="one of no batch"),
    ],
)  # fmt: skip
def test_a_batch_that_is_over_shares_what_it_learned(
    second: Row, batch: Row, talk: Row, count: int
) -> None:
    found = findings(
        "R85", SPRING, batch=batch, postings=[SECOND | dict(second)],
        engagements=[TALK | dict(talk)],
    )  # fmt: skip
    assert len(found) == count


SUMMARY = {"report_id": "R-0001", "posting_id": "S-0001", "type": "final",
           "submitted_on": "2026-06-10", "due_on": ""}  # fmt: skip
WANTED = {"reports_required": "quarterly;final"}


@pytest.mark.parametrize(
    ("posting", "programme", "report", "count"),
    [
        pytest.param({}, WANTED, {}, 0, id="handed in"),
        pytest.param({}, WANTED, {"submitted_on": ""}, 1, id="row there, not handed in"),
        pytest.param({}, WANTED, {"type": "quarterly"}, 1, id="another report"),
        pytest.param({"end_actual": "2026-05-31"}, WANTED, {"type": "quarterly"}, 0,
                     id="thirty days"),
        pytest.param({}, WANTED, {"submitted_on": "", "due_on": "2026-06-15"}, 0,
                     id="overdue, which R59 tells"),
        pytest.param({}, WANTED, {"submitted_on": "", "due_on": "2026-07-15"}, 1,
                     id="due later than allowed"),
        pytest.param({}, WANTED, {"submitted_on": "2026-02-30"}, 0, id="day mistyped"),
        pytest.param({}, {"reports_required": "quarterly"}, {"type": "quarterly"}, 0,
                     id="not asked for"),
        pytest.param({}, WANTED | {"checked_from": "2026-05-31"}, {"type": "quarterly"}, 0,
                     id="before the register was kept"),
        pytest.param({"end_actual": "", "status": "active"}, WANTED, {"type": "quarterly"}, 0,
                     id="not ended"),
    ],
)  # fmt: skip
def test_a_final_summary_comes_in(posting: Row, programme: Row, report: Row, count: int) -> None:
    found = findings("R86", posting, programme, reports=[SUMMARY | dict(report)])
    assert len(found) == count


STAYED = {"outcome": "stayed_receiving"}


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        pytest.param({}, [], id="closed, relation derived"),
        pytest.param({"status": "active", "end_actual": ""}, ["main"], id="still active"),
        pytest.param(
            {"status": "active", "end_actual": "", "end_planned": "2026-06-30"},
            [],
            id="settled before the last day",
        ),
        pytest.param(
            {"status": "active", "end_actual": "", "end_planned": "2026-06-29"},
            ["main"],
            id="active the day after",
        ),
        pytest.param({"status": "awaiting", "end_actual": ""}, ["main"], id="still awaiting"),
        pytest.param({"personnel_relation": "home"}, ["relation"], id="relation still home"),
        pytest.param(
            {"personnel_relation": "home", "end_actual": "2026-05-31"},
            [],
            id="relation still home, thirty days",
        ),
        pytest.param({"personnel_relation": "moved"}, [], id="relation moved"),
        pytest.param({"personnel_relation": "home", "outcome": "same_post"}, [], id="went back"),
    ],
)
def test_whoever_stays_is_no_longer_seconded(posting: Row, expected: list[str]) -> None:
    assert told(findings("R87", STAYED | dict(posting))) == expected


MENTOR = {"mentor_id": "M-0001", "posting_id": "S-0001", "role": "leader_contact",
          "mentor_name": "景砚秋", "unit_id": "U-0002", "start_on": "2025-06-01",
          "end_on": "2026-05-30"}  # fmt: skip
LOAN = {"absence_id": "L-0001", "posting_id": "S-0001", "kind": "lent",
        "start_on": "2026-05-04", "end_on": "2026-05-15", "returned_on": "2026-05-16"}  # fmt: skip
PROMISE = TALK | {"posting_ids": "S-0001", "follow_up": "宿舍漏雨", "follow_up_done_on": ""}


@pytest.mark.parametrize(
    ("sheet", "row", "posting", "expected"),
    [
        pytest.param("mentors", MENTOR, {}, [], id="mentor closed"),
        pytest.param("mentors", MENTOR | {"end_on": ""}, {}, ["main"], id="mentor open"),
        pytest.param("mentors", MENTOR | {"end_on": "2026-02-30"}, {}, [], id="mentor mistyped"),
        pytest.param("mentors", MENTOR | {"end_on": ""}, {"end_actual": "2026-06-30"}, [],
                     id="last day is today"),
        pytest.param("mentors", MENTOR | {"end_on": ""}, {"end_actual": "2026-06-29"}, ["main"],
                     id="last day was yesterday"),
        pytest.param("mentors", MENTOR | {"end_on": ""},
                     {"end_actual": "", "status": "active", "outcome": ""}, [], id="not ended"),
        pytest.param("absences", LOAN, {}, [], id="back from a loan"),
        pytest.param("absences", LOAN | {"returned_on": ""}, {}, ["absence"], id="lent and away"),
        pytest.param("absences", LOAN | {"returned_on": "", "kind": "leave"}, {}, [],
                     id="leave, which R66 tells"),
        pytest.param("engagements", PROMISE, {}, ["follow_up"], id="promise not kept"),
        pytest.param("engagements", PROMISE | {"follow_up_done_on": "2026-05-20"}, {}, [],
                     id="promise kept"),
        pytest.param("engagements", PROMISE | {"follow_up_due": "2026-06-30"}, {}, ["follow_up"],
                     id="promise due today"),
        pytest.param("engagements", PROMISE | {"follow_up_due": "2026-06-29"}, {}, [],
                     id="promise overdue, which R109 tells"),
        pytest.param("engagements", PROMISE | {"follow_up_due": "2026-06-31"}, {}, [],
                     id="promise with a day mistyped"),
        pytest.param("engagements", PROMISE | {"posting_ids": ""}, {}, [], id="to the whole batch"),
        pytest.param("engagements", PROMISE | {"follow_up": ""}, {}, [], id="nothing promised"),
    ],
)  # fmt: skip
def test_nothing_is_left_open(sheet: str, row: Row, posting: Row, expected: list[str]) -> None:
    found = findings("R112", posting, **{sheet: [row]})
    assert told(found) == expected
    assert {each.visibility for each in found} <= {Visibility.ORG}


def test_what_was_left_open_before_the_register_was_kept_is_not_looked_at() -> None:
    left = MENTOR | {"end_on": ""}
    assert findings("R112", programme={"checked_from": "2026-05-31"}, mentors=[left]) == []


@pytest.mark.parametrize(
    ("posting", "count"),
    [
        pytest.param({}, 1, id="no document"),
        pytest.param({"removal_doc_number": "栖组干〔2026〕11号"}, 0, id="removal document"),
        pytest.param({"outcome_doc_number": "栖组干〔2026〕12号"}, 0, id="outcome document"),
        pytest.param({"status": "completed"}, 0, id="ended in time"),
        pytest.param({"end_actual": ""}, 0, id="no end, which CEL301 tells"),
        pytest.param({"outcome_doc_id": "D-404"}, 0, id="document unknown, which KEY404 tells"),
    ],
)
def test_an_early_end_was_approved(posting: Row, count: int) -> None:
    assert len(findings("R113", {"status": "ended_early"} | dict(posting))) == count
