"""What falls due on which day, and that it is the day the rules go by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import pytest

from handbook.checking import check_workbook
from handbook.dues import Due, Kind, all_dues, by_calendar
from handbook.history import History, publication_of
from handbook.publishable import (
    INTERNAL,
    ORG,
    PUBLIC,
    Audience,
    Publishable,
    make_publishable,
    unit_audience,
)
from handbook.rules.assessments import GRACE_DAYS as ASSESSMENT_GRACE
from handbook.rules.home_unit import CHECK_EVERY_DAYS
from handbook.rules.reports import GRACE_DAYS
from handbook.sources import pull
from small_workbooks import (
    AS_OF,
    BATCH,
    POSTING,
    PROGRAMME,
    ROOT,
    SCHEMA,
    Row,
    check,
    said,
    workbook,
)

LATER = (date(2026, 6, 30), date(2026, 8, 20), date(2026, 10, 25), date(2027, 1, 31))
ALL_ON = PROGRAMME | {
    "rules_on": "全部",
    "report_cycle_months": "3",
    "assess_cycle_months": "6",
    "checked_from": "2026-01-01",
}


def due(audience: Audience = ORG, as_of: date = AS_OF, **sheets: object) -> list[Due]:
    given = {"reports": [], "assessments": [], "mentors": []} | sheets
    book = workbook(**given)  # type: ignore[arg-type]
    return list(all_dues(make_publishable(check(book, as_of), audience)))


def of(
    kind: Kind, audience: Audience = ORG, as_of: date = AS_OF, **sheets: object
) -> list[tuple[str, str, str]]:
    """Give day, detail and period of what falls due of one kind."""
    found = due(audience, as_of, **sheets)
    return [(each.day.isoformat(), each.detail, each.period) for each in found if each.kind is kind]


def report(number: int = 1, **values: str) -> Row:
    return {"report_id": f"R-{number:04d}", "posting_id": "S-0001", "type": "quarterly"} | values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, ["2026-12-31"], id="as planned"),
        pytest.param({"extension_to": "2027-03-31"}, ["2027-03-31"], id="extended"),
        pytest.param(
            {"end_actual": "2026-06-01", "status": "ended_early"}, ["2026-06-01"], id="ended"
        ),
        pytest.param(
            {"end_actual": "2026-04-01", "status": "ended_early"}, ["2026-04-01"], id="90 days ago"
        ),
        pytest.param({"end_actual": "2026-03-31", "status": "ended_early"}, [], id="91 days ago"),
        pytest.param({"status": "cancelled"}, [], id="cancelled"),
    ],
)
def test_a_posting_ends_on_its_last_day(values: Mapping[str, str], expected: list[str]) -> None:
    found = of(Kind.TERM_END, postings=[POSTING | values])
    assert [day for day, _, _ in found] == expected


def test_an_end_that_cannot_be_trusted_is_not_made_up() -> None:
    assert of(Kind.TERM_END, postings=[POSTING | {"end_planned": "2026-02-30"}]) == []


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param(
            [],
            [("2026-04-15", "quarterly", "1"), ("2026-07-15", "quarterly", "2"),
             ("2026-10-15", "quarterly", "3")],
            id="none entered: two cycles are over today, the third is running",
        ),
        pytest.param(
            [report(due_on="2026-03-31", submitted_on="2026-03-30")],
            [("2026-07-15", "quarterly", "2"), ("2026-10-15", "quarterly", "3")],
            id="the first handed in",
        ),
        pytest.param(
            [report(due_on="2026-07-08", period="2026-Q2")],
            [("2026-07-08", "quarterly", "2026-Q2"), ("2026-07-15", "quarterly", "2"),
             ("2026-10-15", "quarterly", "3")],
            id="one entered with its day",
        ),
        pytest.param(
            [report(due_on="2026-07-08"), report(2, due_on="2026-07-20")],
            [("2026-07-08", "quarterly", "2026-07"), ("2026-07-20", "quarterly", "2026-07-2"),
             ("2026-10-15", "quarterly", "3")],
            id="two in a month are told apart",
        ),
    ],
)  # fmt: skip
def test_reports_are_due_as_entered_and_by_cycle(
    reports: list[Row], expected: list[tuple[str, str, str]]
) -> None:
    assert of(Kind.REPORT, programmes=[ALL_ON], reports=reports) == expected


def test_a_cycle_is_missing_by_rule_on_the_day_after_its_entry_in_the_calendar() -> None:
    sheets = {
        "programmes": [ALL_ON],
        "reports": [report(due_on="2026-03-31", submitted_on="2026-03-30")],
    }
    (first, *_) = of(Kind.REPORT, **sheets)  # type: ignore[arg-type]
    last_day = date.fromisoformat(first[0])
    assert last_day == date(2026, 6, 30) + timedelta(days=GRACE_DAYS)
    book = workbook(**sheets)  # type: ignore[arg-type]
    on, after = (
        said(check(book, day), "POL-R60") for day in (last_day, last_day + timedelta(days=1))
    )
    assert (len(on), len(after)) == (0, 1)


def test_no_cycle_is_expected_where_the_rule_is_off_or_the_posting_is_suspended() -> None:
    off = ALL_ON | {"rules_on": ""}
    assert of(Kind.REPORT, programmes=[off]) == []
    assert of(Kind.REPORT, programmes=[ALL_ON], postings=[POSTING | {"status": "suspended"}]) == []


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        pytest.param([], [("2026-07-01", "", "next")], id="none entered"),
        pytest.param(
            [{"kind": "half_year", "due_on": "2026-07-10"}],
            [("2026-07-10", "half_year", "2026-07")],
            id="entered with its day",
        ),
        pytest.param(
            [{"kind": "half_year", "due_on": "2026-06-10", "done_on": "2026-06-09"}],
            [("2026-12-09", "", "next")],
            id="held",
        ),
    ],
)
def test_assessments_are_due_as_entered_and_by_cycle(
    assessments: list[Row], expected: list[tuple[str, str, str]]
) -> None:
    rows = [{"assessment_id": "X-0001", "posting_id": "S-0001"} | each for each in assessments]
    assert of(Kind.ASSESSMENT, programmes=[ALL_ON], assessments=rows) == expected


def test_an_end_asks_for_the_final_assessment_in_thirty_days() -> None:
    ended = POSTING | {"end_actual": "2026-06-15", "status": "completed"}
    assert of(Kind.ASSESSMENT, programmes=[ALL_ON], postings=[ended]) == [
        ("2026-07-15", "final", "")
    ]


@pytest.mark.parametrize(
    ("mentor", "expected"),
    [
        pytest.param({}, [], id="with an open end"),
        pytest.param({"end_on": "2026-09-30"}, ["2026-10-01"], id="leaves before the end"),
        pytest.param({"end_on": "2026-12-27"}, [], id="leaves in the last week"),
        pytest.param({"end_on": "2026-05-31"}, ["2026-06-30"], id="has left: from today"),
        pytest.param({"role": "home_contact"}, ["2026-06-30"], id="only a contact at home"),
        pytest.param({"end_on": "2026-13-01"}, [], id="an end that cannot be trusted"),
    ],
)
def test_a_gap_of_mentors_begins_on_the_first_day_without(mentor: Row, expected: list[str]) -> None:
    row = {"mentor_id": "M-0001", "posting_id": "S-0001", "role": "leader_contact",
           "mentor_name": "景砚秋", "start_on": "2026-01-01"} | mentor  # fmt: skip
    programme = PROGRAMME | {"mentor_min": "1"}
    found = of(Kind.MENTOR_GAP, programmes=[programme], mentors=[row])
    assert [day for day, _, _ in found] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"home_post_checked_on": "2026-03-01"}, ["2026-08-28"], id="180 days later"),
        pytest.param({"home_post_checked_on": "2026-06-20"}, ["2026-11-01"], id="before the end"),
        pytest.param({"home_post_checked_on": "2026-11-05"}, [], id="looked at before the end"),
        pytest.param({}, ["2026-06-30"], id="never looked at"),
        pytest.param({"home_post_status": "abolished"}, [], id="known to be lost"),
        pytest.param({"status": "completed", "end_actual": "2026-12-31"}, [], id="over"),
    ],
)
def test_the_home_post_is_looked_at_every_half_year_and_before_the_end(
    values: Row, expected: list[str]
) -> None:
    posting = POSTING | {"home_post_status": "retained"} | values
    day = date(2026, 11, 10) if values.get("home_post_checked_on") == "2026-11-05" else AS_OF
    found = of(
        Kind.HOME_POST, as_of=day, programmes=[PROGRAMME | {"rules_on": "R51"}], postings=[posting]
    )
    assert [day for day, _, _ in found] == expected


def test_the_rule_on_the_home_post_speaks_when_its_day_has_passed() -> None:
    posting = POSTING | {"home_post_status": "retained", "home_post_checked_on": "2026-03-01"}
    book = workbook(programmes=[PROGRAMME | {"rules_on": "R51"}], postings=[posting])
    last_day = date(2026, 3, 1) + timedelta(days=CHECK_EVERY_DAYS)
    on, after = (
        said(check(book, day), "POL-R51") for day in (last_day, last_day + timedelta(days=1))
    )
    assert (len(on), len(after)) == (0, 1)


def test_days_of_a_batch_are_told_unless_it_was_cancelled() -> None:
    days = {
        "nomination_deadline": "2026-07-10",
        "decided_on": "2026-07-20",
        "kickoff_on": "2026-01-05",
    }
    found = of(Kind.MILESTONE, batches=[BATCH | days])
    assert found == [("2026-07-10", "nomination_deadline", ""), ("2026-07-20", "decided_on", "")]
    assert of(Kind.MILESTONE, batches=[BATCH | days | {"status": "cancelled"}]) == []


def test_a_day_that_cannot_be_trusted_but_was_published_says_so() -> None:
    good = check(workbook(batches=[BATCH | {"nomination_deadline": "2026-07-10"}]))
    history = History((publication_of(good.register, "hash", "", good.findings, History()),))
    bad = check(workbook(batches=[BATCH | {"nomination_deadline": "7月"}]))
    found = all_dues(make_publishable(bad, ORG, history))
    assert [(each.day, each.is_held) for each in found if each.kind is Kind.MILESTONE] == [
        (date(2026, 7, 10), True)
    ]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        pytest.param(PUBLIC, {"milestone"}, id="the public"),
        pytest.param(INTERNAL, {"milestone", "term-end", "mentor-gap"}, id="any reader"),
        pytest.param(
            unit_audience("U-0003"), {"milestone", "term-end", "mentor-gap"}, id="another unit"
        ),
        pytest.param(
            unit_audience("U-0002"),
            {"milestone", "term-end", "mentor-gap", "report", "assessment", "home-post"},
            id="the unit that receives",
        ),
        pytest.param(
            ORG,
            {"milestone", "term-end", "mentor-gap", "report", "assessment", "home-post"},
            id="the organisation department",
        ),
    ],
)
def test_an_audience_learns_what_it_may(audience: Audience, expected: set[str]) -> None:
    found = due(
        audience,
        programmes=[ALL_ON | {"mentor_min": "1"}],
        batches=[BATCH | {"sendoff_on": "2026-07-01"}],
        postings=[POSTING | {"home_post_status": "retained"}],
        reports=[report(due_on="2026-07-08")],
        assessments=[{"assessment_id": "X-0001", "posting_id": "S-0001", "kind": "half_year",
                      "due_on": "2026-07-10"}],
    )  # fmt: skip
    assert {each.kind.value for each in found} == expected


def test_nothing_is_due_before_the_appointment() -> None:
    secret = [POSTING | {"appointed_on": "2026-07-01"}]
    assert of(Kind.TERM_END, INTERNAL, postings=secret) == []
    assert of(Kind.TERM_END, ORG, postings=secret) != []


def test_a_day_stands_in_the_calendars_of_all_it_concerns() -> None:
    publishable = make_publishable(check(workbook()), ORG)
    found = by_calendar(publishable, all_dues(publishable))
    assert list(found) == ["C-00001", "P-01", "U-0001", "U-0002", "org-dept"]


def test_only_the_organisation_department_has_a_calendar_of_its_own() -> None:
    publishable = make_publishable(check(workbook()), INTERNAL)
    assert list(by_calendar(publishable, all_dues(publishable))) == [
        "C-00001",
        "P-01",
        "U-0001",
        "U-0002",
    ]


@pytest.mark.parametrize("as_of", LATER, ids=str)
@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        pytest.param({"POL-R44"}, Kind.MENTOR_GAP, id="mentors"),
        pytest.param({"POL-R51"}, Kind.HOME_POST, id="home post"),
        pytest.param({"POL-R59", "POL-R60"}, Kind.REPORT, id="reports"),
        pytest.param({"POL-R75", "POL-R76"}, Kind.ASSESSMENT, id="assessments"),
    ],
)
def test_what_the_rules_find_overdue_is_what_has_passed_in_the_calendar(
    codes: set[str], kind: Kind, as_of: date
) -> None:
    publishable = demo(as_of)
    told = {
        posting_of(publishable, each.cell.sheet, each.record)
        for each in publishable.findings
        if each.code in codes and each.variant not in ("gap", "soon")
    }
    found = [each for each in all_dues(publishable) if each.kind is kind]
    late = timedelta(days=ASSESSMENT_GRACE if kind is Kind.ASSESSMENT else 0)
    assert told - {each.subject.posting for each in found if each.day <= as_of} == set()
    assert {each.subject.posting for each in found if each.day + late < as_of} - told == set()


@cache
def demo(as_of: date) -> Publishable:
    book = pull(ROOT / "sheets_schema" / "demo")
    return make_publishable(check_workbook(book, SCHEMA, as_of), ORG)


def posting_of(publishable: Publishable, sheet: str, record: str) -> str:
    if sheet == "postings":
        return record
    found: str = publishable.tables[sheet].records[record].posting_id
    return found
