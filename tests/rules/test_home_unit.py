"""R48 to R52 and R73: what the home unit owes to whom it has sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Severity
from handbook.workdays import holiday_table
from small_workbooks import AS_OF, POSTING, PROGRAMME, check, workbook

Row = Mapping[str, str]
USE = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "home_use",
    "start_on": "2026-03-16",
    "end_on": "2026-03-18",
    "receiving_opinion": "agree",
    "approved_by": "org_dept",
    "approved_on": "2026-03-12",
    "returned_on": "2026-03-19",
}
HOME_CONTACT = {
    "engagement_id": "G-0001",
    "kind": "home_visit",
    "held_on": "2026-03-30",
    "posting_ids": "S-0001",
    "batch_id": "",
    "by_unit_id": "",
}


def found(
    code: str,
    programme: Row | None = None,
    posting: Row | Sequence[Row] | None = None,
    as_of: date = AS_OF,
    **sheets: Sequence[Row],
) -> list[Finding]:
    """Give the findings of one code in a small register."""
    postings = [POSTING | posting] if isinstance(posting, Mapping) else posting or [POSTING]
    book = workbook(
        programmes=[
            dict(PROGRAMME) | {"rules_on": code.removeprefix("POL-")} | dict(programme or {})
        ],
        postings=postings,
        **sheets,
    )
    return [each for each in check(book, as_of).findings if each.code == code]


def variants(findings: Sequence[Finding]) -> list[str]:
    return [each.variant or "main" for each in findings]


BAN = {"home_work_ban": "是"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="approved beforehand"),
        pytest.param({"approved_on": "2026-03-16"}, [], id="approved on the first day"),
        pytest.param({"approved_on": "2026-03-17"}, ["late"], id="approved a day late"),
        pytest.param({"approved_by": "receiving"}, ["main"], id="by the receiving unit alone"),
        pytest.param({"approved_by": "", "approved_on": ""}, ["main"], id="by nobody"),
        pytest.param({"approved_by": "higher"}, [], id="by a higher authority"),
        pytest.param({"approved_on": ""}, ["undated"], id="approved, no day"),
        pytest.param({"receiving_opinion": "disagree"}, [], id="asked, and against it"),
        pytest.param({"receiving_opinion": "pending"}, ["opinion"], id="no answer yet"),
        pytest.param({"receiving_opinion": ""}, ["opinion"], id="not asked"),
        pytest.param(
            {"approved_by": "", "receiving_opinion": ""}, ["main"], id="told once where both lack"
        ),
        pytest.param({"kind": "leave", "approved_by": ""}, [], id="leave is another matter"),
        pytest.param({"kind": "lent", "approved_by": ""}, [], id="lending is another matter"),
        pytest.param(
            {"start_on": "2026-07-01", "end_on": "2026-07-02", "returned_on": "",
             "approved_by": ""},
            [],
            id="not begun yet",
        ),
        pytest.param({"approved_on": "2026-02-30"}, [], id="day of approval cannot be trusted"),
        pytest.param({"approved_by": "？"}, [], id="approver cannot be trusted"),
        pytest.param({"start_on": "", "approved_by": ""}, [], id="no first day"),
        pytest.param({"end_on": "2026-03-15", "approved_by": ""}, [], id="ends before it starts"),
        pytest.param({"posting_id": "S-0099", "approved_by": ""}, [], id="unknown posting"),
    ],
)  # fmt: skip
def test_home_use_is_approved_before_it_begins(changes: Row, expected: list[str]) -> None:
    assert variants(found("POL-R48", BAN, absences=[USE | dict(changes)])) == expected


@pytest.mark.parametrize(
    ("programme", "posting"),
    [
        pytest.param({"home_work_ban": "否"}, {}, id="no ban"),
        pytest.param({"home_work_ban": ""}, {}, id="ban not stated"),
        pytest.param(BAN | {"rules_on": ""}, {}, id="switched off"),
        pytest.param(BAN | {"checked_from": "2026-03-17"}, {}, id="before checked_from"),
        pytest.param(BAN, {"status": "cancelled"}, id="cancelled"),
        pytest.param(
            BAN, {"status": "planned", "reported_on": ""}, id="planned"
        ),
        pytest.param(BAN, {"batch_id": "B-999"}, id="unknown batch"),
    ],
)  # fmt: skip
def test_home_use_is_left_alone(programme: Row, posting: Row) -> None:
    use = USE | {"approved_by": ""}
    assert found("POL-R48", programme, posting, absences=[use]) == []


def test_rules_about_absences_are_silent_without_the_sheet() -> None:
    assert found("POL-R48", BAN) == []
    assert found("POL-R49") == []


def _uses(*spans: tuple[str, str], days: str = "") -> list[Row]:
    return [
        USE | {"absence_id": f"L-{number:04d}", "start_on": first, "end_on": last,
               "returned_on": "", "days": days}
        for number, (first, last) in enumerate(spans, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        pytest.param(_uses(("2026-03-02", "2026-03-13")), [], id="ten working days"),
        pytest.param(_uses(("2026-03-02", "2026-03-15")), [], id="a weekend on top"),
        pytest.param(_uses(("2026-03-02", "2026-03-16")), [("L-0001", "11")], id="eleven"),
        pytest.param(
            _uses(("2026-09-28", "2026-10-12")),
            [],
            id="National Day: eight days off, one Saturday made up",
        ),
        pytest.param(
            _uses(("2026-01-05", "2026-01-16"), ("2026-07-06", "2026-07-06")),
            [],
            id="exactly six months after the first day",
        ),
        pytest.param(
            _uses(("2026-01-05", "2026-01-16"), ("2026-07-03", "2026-07-03")),
            [("L-0002", "11")],
            id="within six months of the first day",
        ),
        pytest.param(_uses(("2026-03-02", "2026-03-16"), days="5.5"), [], id="half days entered"),
        pytest.param(_uses(("2026-03-16", "2026-03-02")), [], id="ends before it starts"),
        pytest.param(_uses(("2026-03-02", "")), [], id="no last day"),
    ],
)
def test_the_home_unit_uses_ten_working_days_in_six_months(
    uses: list[Row], expected: list[tuple[str, str]]
) -> None:
    findings = found("POL-R49", absences=uses)
    assert [(each.record, each.params["days"]) for each in findings] == expected


def test_the_window_begins_on_the_same_day_six_months_before() -> None:
    uses = _uses(("2025-08-29", "2025-08-29"), ("2026-02-28", "2026-02-28"))
    programme = {"home_use_max_days": "1"}
    posting = {"start_planned": "2025-08-01", "end_planned": "2026-07-31",
               "reported_on": "2025-08-01"}  # fmt: skip
    finding = found("POL-R49", programme, posting, absences=uses)[0]
    assert (finding.params["first"], finding.params["days"]) == (date(2025, 8, 29), "2")


def test_who_came_back_earlier_was_used_for_fewer_days() -> None:
    uses = [each | {"returned_on": "2026-03-14"} for each in _uses(("2026-03-02", "2026-03-20"))]
    assert found("POL-R49", absences=uses) == []


def test_a_year_without_announced_holidays_is_told_and_not_guessed() -> None:
    year = holiday_table("cn").last_year + 1
    posting = {"start_planned": f"{year - 1}-09-01", "end_planned": f"{year}-08-31",
               "reported_on": f"{year - 1}-09-01", "appointed_on": f"{year - 1}-08-20"}  # fmt: skip
    uses = _uses((f"{year}-03-01", f"{year}-03-21"))
    findings = found("POL-R49", {}, posting, date(year, 6, 30), absences=uses)
    assert [(each.severity, each.variant) for each in findings] == [
        (Severity.INFO, "not_announced")
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 330), st.integers(0, 8)), min_size=1, max_size=6
    ),
    st.integers(0, 12),
)  # fmt: skip
def test_home_use_agrees_with_counting_day_by_day(spans: list[tuple[int, int]], limit: int) -> None:
    first = date(2025, 9, 1)
    days: list[date] = []
    rows: list[tuple[str, str]] = []
    for offset, length in spans:
        begin = first + timedelta(days=offset)
        rows.append((str(begin), str(begin + timedelta(days=length))))
        days += [begin + timedelta(days=each) for each in range(length + 1)]
    table = holiday_table("cn")
    off = {str(day) for day in table.days_off}
    made_up = {str(day) for day in table.made_up}
    worked = [d for d in days if (d.weekday() < 5 and str(d) not in off) or str(d) in made_up]
    most = max((sum(_opens(end) <= d <= end for d in worked) for end in worked), default=0)
    posting = {"start_planned": "2025-09-01", "end_planned": "2026-08-31",
               "reported_on": "2025-09-01", "appointed_on": "2025-08-20"}  # fmt: skip
    programme = {"home_use_max_days": str(limit)}
    findings = found("POL-R49", programme, posting, absences=_uses(*rows))
    assert bool(findings) == (most > limit)


def _opens(day: date) -> date:
    """Give the first day of the six months that end on a day."""
    months = day.year * 12 + day.month - 1 - 6
    year, month = months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last)) + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"home_post_status": "retained"}, [], id="kept"),
        pytest.param({"home_post_status": "acting_cover"}, [], id="covered by somebody"),
        pytest.param({"home_post_status": "cadre_promoted"}, [], id="left for promotion"),
        pytest.param({"home_post_status": "unknown"}, [], id="not checked"),
        pytest.param({"home_post_status": "replaced"}, ["main"], id="filled, nobody asked"),
        pytest.param(
            {"home_post_status": "replaced", "home_post_change_consulted": "no"},
            ["main"],
            id="filled, not asked",
        ),
        pytest.param(
            {"home_post_status": "abolished", "home_post_change_consulted": "yes"},
            ["no_arrangement"],
            id="merged, asked, no post to return to",
        ),
        pytest.param(
            {"home_post_status": "abolished", "home_post_change_consulted": "yes",
             "outcome_post": "综合科副科长"},
            [],
            id="merged, asked, post settled",
        ),
        pytest.param(
            {"home_post_status": "replaced", "home_post_change_consulted": "yes",
             "outcome": "pending"},
            ["no_arrangement"],
            id="outcome pending",
        ),
        pytest.param(
            {"home_post_status": "replaced", "home_post_change_consulted": "yes",
             "outcome": "promoted"},
            [],
            id="outcome known",
        ),
        pytest.param(
            {"home_post_status": "replaced", "home_post_change_consulted": "？"},
            [],
            id="answer cannot be trusted",
        ),
        pytest.param(
            {"home_post_status": "replaced", "status": "cancelled"}, [], id="cancelled"
        ),
        pytest.param(
            {"home_post_status": "replaced", "status": "planned", "reported_on": ""},
            [],
            id="planned",
        ),
    ],
)  # fmt: skip
def test_a_home_post_that_changes_was_settled(changes: Row, expected: list[str]) -> None:
    assert variants(found("POL-R50", {}, changes)) == expected


def test_home_posts_of_postings_before_checked_from_are_left_alone() -> None:
    ended = {"home_post_status": "replaced", "end_actual": "2026-03-31", "status": "completed"}
    assert variants(found("POL-R50", {"checked_from": "2026-03-31"}, ended)) == ["main"]
    assert found("POL-R50", {"checked_from": "2026-04-01"}, ended) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"home_post_checked_on": "2026-01-01"}, [], id="180 days ago"),
        pytest.param(
            {"home_post_checked_on": "2025-12-31", "start_planned": "2025-11-01",
             "reported_on": "2025-11-01", "end_planned": "2026-10-31"},
            [("main", 181)],
            id="181 days ago",
        ),
        pytest.param({}, [], id="never, 180 days after the start"),
        pytest.param(
            {"start_planned": "2025-12-31", "reported_on": "2025-12-31",
             "end_planned": "2026-12-30"},
            [("never", 181)],
            id="never, 181 days after the start",
        ),
        pytest.param(
            {"end_planned": "2026-08-30", "home_post_checked_on": "2026-06-20"},
            [],
            id="61 days before the end",
        ),
        pytest.param(
            {"end_planned": "2026-08-29", "home_post_checked_on": "2026-06-20"},
            [("before_end", 60)],
            id="60 days before the end",
        ),
        pytest.param(
            {"end_planned": "2026-08-29", "home_post_checked_on": "2026-06-30"},
            [],
            id="checked in the last 60 days",
        ),
        pytest.param(
            {"start_planned": "2026-04-24", "reported_on": "2026-04-24",
             "end_planned": "2026-07-23", "home_post_checked_on": "2026-04-24"},
            [],
            id="term of 91 days: not yet in the last quarter",
        ),
        pytest.param(
            {"start_planned": "2026-04-23", "reported_on": "2026-04-23",
             "end_planned": "2026-07-22", "home_post_checked_on": "2026-04-24"},
            [("before_end", 22)],
            id="term of 91 days: 22 days before its end",
        ),
        pytest.param(
            {"start_planned": "2025-08-01", "reported_on": "2025-08-01",
             "end_planned": "2026-07-31", "home_post_status": "replaced"},
            [],
            id="known to be lost",
        ),
        pytest.param(
            {"end_planned": "2026-08-29", "home_post_checked_on": "2026-06-31"},
            [],
            id="day of the check cannot be trusted",
        ),
        pytest.param(
            {"end_planned": "2026-06-29", "home_post_checked_on": ""}, [], id="past its end"
        ),
        pytest.param(
            {"end_planned": "2026-07-31", "end_actual": "2026-06-30", "status": "completed"},
            [],
            id="closed",
        ),
    ],
)  # fmt: skip
def test_the_home_post_is_looked_at_in_time(changes: Row, expected: list[tuple[str, int]]) -> None:
    findings = found("POL-R51", {}, changes)
    assert [(each.variant or "main", each.params["count"]) for each in findings] == expected


def test_checks_of_the_home_post_before_checked_from_are_not_missing() -> None:
    posting = {"start_planned": "2025-10-01", "reported_on": "2025-10-01",
               "end_planned": "2026-09-30"}  # fmt: skip
    assert variants(found("POL-R51", {"checked_from": "2025-12-31"}, posting)) == ["never"]
    assert found("POL-R51", {"checked_from": "2026-01-01"}, posting) == []


LOCK = {"lock_months": "12"}
LENT = USE | {
    "kind": "lent", "start_on": "2026-04-01", "end_on": "2026-05-01", "returned_on": ""
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [31], id="31 days"),
        pytest.param({"end_on": "2026-04-30"}, [], id="30 days"),
        pytest.param({"returned_on": "2026-05-01"}, [], id="back a day early"),
        pytest.param({"kind": "training_away"}, [], id="training is no lending"),
        pytest.param(
            {"start_on": "2026-12-31", "end_on": "2027-03-01"}, [61], id="on the last day locked"
        ),
        pytest.param(
            {"start_on": "2027-01-01", "end_on": "2027-03-01"}, [], id="a day after the lock"
        ),
    ],
)
def test_nobody_is_lent_for_long_in_the_lock_period(changes: Row, expected: list[int]) -> None:
    posting = {"end_planned": "2027-12-31"}
    findings = found("POL-R52", LOCK, posting, absences=[LENT | dict(changes)])
    assert [each.params["count"] for each in findings] == expected


@pytest.mark.parametrize(
    ("programme", "changes", "expected"),
    [
        pytest.param(LOCK, {"end_actual": "2026-06-01"}, ["moved"], id="moved inside"),
        pytest.param(
            {"lock_months": "5"}, {"end_actual": "2026-05-31"}, ["moved"], id="on the last day"
        ),
        pytest.param(
            {"lock_months": "5"}, {"end_actual": "2026-06-01"}, [], id="a day after the lock"
        ),
        pytest.param(LOCK, {"end_actual": "2026-06-01", "outcome": "same_post"}, [], id="home"),
        pytest.param({}, {"end_actual": "2026-06-01"}, [], id="no lock period"),
        pytest.param(LOCK | {"rules_on": ""}, {"end_actual": "2026-06-01"}, [], id="off"),
        pytest.param(
            LOCK | {"checked_from": "2026-06-02"}, {"end_actual": "2026-06-01"}, [],
            id="before checked_from",
        ),
        pytest.param(
            {"lock_months": "1"},
            {"start_planned": "2024-01-31", "reported_on": "2024-01-31",
             "end_planned": "2024-12-31", "end_actual": "2024-02-29"},
            [],
            id="a month from 31 January of a leap year ends on 28 February",
        ),
        pytest.param(
            {"lock_months": "1"},
            {"start_planned": "2024-01-31", "reported_on": "2024-01-31",
             "end_planned": "2024-12-31", "end_actual": "2024-02-28"},
            ["moved"],
            id="moved on that 28 February",
        ),
    ],
)  # fmt: skip
def test_nobody_is_transferred_in_the_lock_period(
    programme: Row, changes: Row, expected: list[str]
) -> None:
    posting = {"status": "completed", "outcome": "third_unit"} | dict(changes)
    assert variants(found("POL-R52", programme, posting)) == expected


CYCLE = {"talk_cycle_months": "3"}


@pytest.mark.parametrize(
    ("programme", "contact", "expected"),
    [
        pytest.param(CYCLE, {}, 0, id="three months ago to the day"),
        pytest.param(CYCLE, {"held_on": "2026-03-29"}, 1, id="a day longer"),
        pytest.param(CYCLE, {"kind": "heart_talk"}, 1, id="a talk by somebody else"),
        pytest.param(
            CYCLE, {"kind": "heart_talk", "by_unit_id": "U-0001"}, 0, id="a talk by the home unit"
        ),
        pytest.param(
            CYCLE, {"posting_ids": "", "batch_id": "B-001"}, 0, id="a visit to the whole batch"
        ),
        pytest.param(CYCLE, {"posting_ids": "S-0099"}, 1, id="a visit to somebody else"),
        pytest.param(CYCLE, {"held_on": "2026-07-01"}, 1, id="a visit still to come"),
        pytest.param({}, {"held_on": "2026-01-01"}, 0, id="no cycle stated"),
        pytest.param(
            CYCLE | {"checked_from": "2026-04-01"}, {"held_on": "2026-01-01"}, 0,
            id="nothing before checked_from is missing",
        ),
    ],
)  # fmt: skip
def test_the_home_unit_keeps_in_touch(programme: Row, contact: Row, expected: int) -> None:
    findings = found("POL-R73", programme, engagements=[HOME_CONTACT | dict(contact)])
    assert len(findings) == expected


def test_nothing_is_due_before_the_first_whole_cycle() -> None:
    before = [{"engagement_id": "G-0001", "kind": "forum", "held_on": "2026-01-05"}]
    recent = {"start_planned": "2026-03-30", "reported_on": "2026-03-30",
              "end_planned": "2027-03-29"}  # fmt: skip
    earlier = {"start_planned": "2026-03-29", "reported_on": "2026-03-29",
               "end_planned": "2027-03-28"}  # fmt: skip
    assert found("POL-R73", CYCLE, recent, engagements=before) == []
    assert len(found("POL-R73", CYCLE, earlier, engagements=before)) == 1


def test_the_order_of_rows_does_not_matter() -> None:
    uses = _uses(("2026-02-02", "2026-02-09"), ("2026-03-02", "2026-03-09"),
                 ("2026-04-07", "2026-04-10"))  # fmt: skip
    told = [
        sorted((each.record, str(each.params)) for each in found("POL-R49", absences=rows))
        for rows in (uses, uses[::-1])
    ]
    assert told[0] == told[1]
    assert told[0]


def test_the_order_of_rows_does_not_matter_for_contacts() -> None:
    contacts = [
        HOME_CONTACT | {"engagement_id": f"G-000{number}", "held_on": day}
        for number, day in enumerate(("2026-01-10", "2026-03-29", "2026-02-02"), start=1)
    ]
    told = [
        [each.params["since"] for each in found("POL-R73", CYCLE, engagements=rows)]
        for rows in (contacts, contacts[::-1])
    ]
    assert told == [[date(2026, 3, 29)]] * 2
