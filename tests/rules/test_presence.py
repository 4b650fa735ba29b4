"""R65 to R72, R74, R110 and R111: being there, being away, and what was written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.findings import Finding, Plain, Severity
from handbook.workbook import Sheet, Workbook, grid
from showcases import home_unit, presence
from small_workbooks import AS_OF, BATCH, POSTING, PROGRAMME, UNITS, check, workbook

Row = Mapping[str, str]
ALL_RULES = "R65；R66；R67；R68；R69；R70；R71；R72；R74；R110；R111；R48；R49；R50；R51；R52；R73"
NO_LOG = {"log_id": "", "posting_id": "", "log_on": "", "entry_type": "", "site_days": "",
          "quantity": ""}  # fmt: skip
NO_ABSENCE = {"absence_id": "", "posting_id": "", "kind": "", "start_on": "", "end_on": ""}
LEAVE = {
    "absence_id": "L-0001",
    "posting_id": "S-0001",
    "kind": "leave",
    "start_on": "2026-06-08",
    "end_on": "2026-06-10",
    "approved_by": "receiving",
    "approved_on": "2026-06-05",
    "returned_on": "2026-06-11",
}


def found(
    code: str,
    programme: Row | None = None,
    posting: Row | Sequence[Row] | None = None,
    as_of: date = AS_OF,
    units: Sequence[Row] = UNITS,
    **sheets: Sequence[Row],
) -> list[Finding]:
    """Give the findings of one code in a small register; no rows mean a sheet without any."""
    postings = [POSTING | posting] if isinstance(posting, Mapping) else posting or [POSTING]
    empty = {"work_log": NO_LOG, "absences": NO_ABSENCE}
    filled = {key: rows or [empty[key]] for key, rows in sheets.items()}
    book = workbook(
        units=units,
        programmes=[
            dict(PROGRAMME) | {"rules_on": code.removeprefix("POL-")} | dict(programme or {})
        ],
        postings=postings,
        **filled,
    )
    return [each for each in check(book, as_of).findings if each.code == code]


def logged(*entries: tuple[str, str], **values: str) -> list[Row]:
    """Write log entries of one posting: day and what stands in the column named by `of`."""
    column = values.pop("of", "site_days")
    usual = NO_LOG | {"posting_id": "S-0001", "entry_type": "site_day"} | values
    return [
        usual | {"log_id": f"W-{number:04d}", "log_on": day, column: text, "what": f"{number}"}
        for number, (day, text) in enumerate(entries, start=1)
    ]


SITE = {"site_days_min_year": "100"}
LAST_YEAR = {"start_planned": "2025-01-01", "end_planned": "2025-12-31",
             "reported_on": "2025-01-02", "end_actual": "2025-12-31",
             "status": "completed", "appointed_on": "2024-12-20"}  # fmt: skip


def _monthly(total: int, year: int = 2025) -> list[Row]:
    ends = [f"{year}-01-31", f"{year}-03-31", f"{year}-05-31", f"{year}-07-31"]
    shares = [min(31, max(0, total - 31 * number)) for number in range(4)]
    return logged(*((day, str(share)) for day, share in zip(ends, shares, strict=True)))


@pytest.mark.parametrize(
    ("posting", "log", "expected"),
    [
        pytest.param(LAST_YEAR, _monthly(100), [], id="exactly one hundred"),
        pytest.param(LAST_YEAR, _monthly(99), [("main", 100)], id="one day short"),
        pytest.param(LAST_YEAR, [], [("main", 100)], id="nothing written"),
        pytest.param(
            LAST_YEAR | {"end_planned": "2025-06-30", "end_actual": "2025-06-30"},
            _monthly(48),
            [("main", 49)],
            id="half a year asks for its share",
        ),
        pytest.param(
            LAST_YEAR | {"end_planned": "2025-06-30", "end_actual": "2025-06-30"},
            _monthly(49),
            [],
            id="half a year, in whole days",
        ),
        pytest.param(
            LAST_YEAR | {"end_planned": "2025-07-20", "end_actual": "2025-07-20"},
            logged(("2025-03-31", "31"), ("2025-07-31", "24")),
            [],
            id="a sum at the end of the month in which it ended counts",
        ),
        pytest.param({}, _monthly(48, 2026), [("forecast", 49)], id="behind by June"),
        pytest.param({}, _monthly(49, 2026), [], id="on pace by June"),
        pytest.param({}, [each | {"verified": "no"} for each in _monthly(80, 2026)],
                     [("forecast", 49)], id="not borne out"),
        pytest.param({"end_planned": "2026-12-32"}, [], [], id="end cannot be trusted"),
        pytest.param({"status": "cancelled"}, [], [], id="cancelled"),
        pytest.param({"status": "planned", "reported_on": ""}, [], [], id="planned"),
        pytest.param(
            {"start_planned": "2024-02-29", "reported_on": "2024-02-29",
             "end_planned": "2025-02-27", "end_actual": "2025-02-27", "status": "completed"},
            logged(("2024-03-31", "31"), ("2024-05-31", "31"), ("2024-07-31", "31"),
                   ("2025-01-31", "7")),
            [],
            id="a year from 29 February",
        ),
    ],
)  # fmt: skip
def test_days_on_site_are_enough(
    posting: Row, log: list[Row], expected: list[tuple[str, int]]
) -> None:
    findings = found("POL-R65", SITE, posting, work_log=log)
    assert [(each.variant or "main", each.params["required"]) for each in findings] == expected


def test_a_month_that_is_not_over_is_not_asked_for() -> None:
    log = logged(("2026-05-31", "31"), ("2026-03-31", "10"))
    assert found("POL-R65", SITE, as_of=date(2026, 6, 29), work_log=log) == []
    late = found("POL-R65", SITE, as_of=date(2026, 6, 30), work_log=log)
    assert [each.severity for each in late] == [Severity.WARNING]


def test_every_year_of_a_posting_is_judged_by_itself() -> None:
    posting = {"start_planned": "2024-07-01", "reported_on": "2024-07-01",
               "end_planned": "2026-12-31", "appointed_on": "2024-06-20"}  # fmt: skip
    findings = found("POL-R65", SITE, posting, work_log=_monthly(0))
    assert [each.params["first"] for each in findings] == [date(2024, 7, 1), date(2025, 7, 1)]
    assert [each.variant for each in findings] == ["", "forecast"]


def test_site_days_before_checked_from_are_not_asked_for() -> None:
    programme = SITE | {"checked_from": "2025-12-01"}
    findings = found("POL-R65", programme, LAST_YEAR, work_log=[])
    assert [each.params["required"] for each in findings] == [8]
    later = SITE | {"checked_from": "2026-01-01"}
    assert found("POL-R65", later, LAST_YEAR, work_log=[]) == []


@pytest.mark.parametrize("programme", [{}, {"site_days_min_year": "0"}, SITE | {"rules_on": "R66"}])
def test_site_days_are_counted_only_where_a_programme_asks(programme: Row) -> None:
    assert found("POL-R65", programme, LAST_YEAR, work_log=[]) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"returned_on": "", "end_on": "2026-06-27"}, [], id="three days"),
        pytest.param({"returned_on": "", "end_on": "2026-06-26"}, [4], id="four days"),
        pytest.param({}, [], id="closed"),
        pytest.param({"returned_on": "", "kind": "training_away"}, [], id="training"),
        pytest.param({"returned_on": "2026-06-31"}, [], id="day cannot be trusted"),
        pytest.param({"returned_on": "", "end_on": ""}, [], id="no last day"),
        pytest.param({"returned_on": "", "posting_id": ""}, [], id="no posting"),
    ],
)
def test_leave_is_closed(changes: Row, expected: list[int]) -> None:
    findings = found("POL-R66", absences=[LEAVE | dict(changes)])
    assert [each.params["count"] for each in findings] == expected


def test_leave_before_checked_from_is_left_alone() -> None:
    leave = LEAVE | {"returned_on": ""}
    assert len(found("POL-R66", {"checked_from": "2026-06-10"}, absences=[leave])) == 1
    assert found("POL-R66", {"checked_from": "2026-06-11"}, absences=[leave]) == []
    missing = leave | {"approved_by": "", "approved_on": ""}
    assert len(found("POL-R67", {"checked_from": "2026-06-08"}, absences=[missing])) == 1
    assert found("POL-R67", {"checked_from": "2026-06-09"}, absences=[missing]) == []


LEVELS = {"leave_receiving_max_days": "3", "leave_org_max_days": "7"}


@pytest.mark.parametrize(
    ("programme", "changes", "expected"),
    [
        pytest.param(LEVELS, {"days": "3"}, [], id="three days, receiving unit"),
        pytest.param(LEVELS, {"days": "3.5"}, ["main"], id="half a day more"),
        pytest.param(LEVELS, {"days": "7", "approved_by": "org_dept"}, [], id="seven days"),
        pytest.param(LEVELS, {"days": "7", "approved_by": "office"}, [], id="programme office"),
        pytest.param(LEVELS, {"days": "8", "approved_by": "org_dept"}, ["main"], id="eight"),
        pytest.param(LEVELS, {"days": "8", "approved_by": "higher"}, [], id="eight, higher"),
        pytest.param({}, {"days": "30"}, [], id="no levels stated"),
        pytest.param({}, {"approved_on": "2026-06-08"}, [], id="approved on the first day"),
        pytest.param({}, {"approved_on": "2026-06-09"}, ["late"], id="a day late"),
        pytest.param({}, {"approved_by": "", "approved_on": ""}, ["missing"], id="by nobody"),
        pytest.param({}, {"approved_on": ""}, [], id="day of approval not entered"),
        pytest.param(
            {}, {"approved_by": "", "approved_on": "", "start_on": "2026-07-01",
                 "end_on": "2026-07-02", "returned_on": ""}, [], id="not begun yet",
        ),
        pytest.param(
            LEVELS, {"days": "9", "approved_on": "2026-06-09"}, ["late"], id="told once"
        ),
        pytest.param({}, {"approved_by": "？", "approved_on": ""}, [], id="cannot be trusted"),
        pytest.param(LEVELS, {"kind": "lent", "days": "60"}, [], id="lending"),
    ],
)  # fmt: skip
def test_leave_is_approved_in_time_and_high_enough(
    programme: Row, changes: Row, expected: list[str]
) -> None:
    findings = found("POL-R67", programme, absences=[LEAVE | dict(changes)])
    assert [each.variant or "main" for each in findings] == expected


def test_the_level_that_leave_needs_is_named() -> None:
    leave = LEAVE | {"days": "8"}
    level = found("POL-R67", LEVELS, absences=[leave])[0].params["level"]
    assert isinstance(level, Plain)
    assert level.texts["zh"] == "上级机关"


def _away(*spans: tuple[str, str], kind: str = "leave", days: str = "") -> list[Row]:
    return [
        LEAVE | {"absence_id": f"L-{number:04d}", "kind": kind, "start_on": first,
                 "end_on": last, "returned_on": "", "days": days}
        for number, (first, last) in enumerate(spans, start=1)
    ]  # fmt: skip


TENTH = {"absence_share_max": "10"}
HUNDRED_DAYS = {"start_planned": "2026-03-01", "reported_on": "2026-03-01",
                "end_planned": "2026-06-08", "end_actual": "2026-06-08",
                "status": "completed"}  # fmt: skip


@pytest.mark.parametrize(
    ("programme", "absences", "expected"),
    [
        pytest.param(TENTH, _away(("2026-03-01", "2026-03-10")), [], id="a tenth"),
        pytest.param(TENTH, _away(("2026-03-01", "2026-03-11")), ["11"], id="a day more"),
        pytest.param({}, _away(("2026-03-01", "2026-03-16")), [], id="a sixth by default"),
        pytest.param({}, _away(("2026-03-01", "2026-03-17")), ["17"], id="more than a sixth"),
        pytest.param(
            TENTH, _away(("2026-03-01", "2026-03-08"), ("2026-03-05", "2026-03-10")), [],
            id="days entered twice count once",
        ),
        pytest.param(
            TENTH, _away(("2026-03-01", "2026-04-10"), kind="training_away"), [],
            id="training does not count",
        ),
        pytest.param(TENTH, _away(("2026-03-01", "2026-03-12"), days="10"), [], id="as entered"),
        pytest.param(TENTH, _away(("2026-02-20", "2026-03-10")), [], id="from the first day on"),
        pytest.param(TENTH, _away(("2026-06-01", "2026-06-20")), [], id="up to the last day"),
        pytest.param(TENTH, _away(("2026-03-11", "2026-03-01")), [], id="ends before it starts"),
    ],
)  # fmt: skip
def test_absences_take_no_more_than_their_share(
    programme: Row, absences: list[Row], expected: list[str]
) -> None:
    findings = found("POL-R68", programme, HUNDRED_DAYS, absences=absences)
    assert [each.params["days"] for each in findings] == expected


LOG = {"log_min_per_month": "1"}


@pytest.mark.parametrize(
    ("programme", "days", "expected"),
    [
        pytest.param(
            LOG, ["2026-01-31", "2026-02-01", "2026-03-05", "2026-04-30", "2026-05-01",
                  "2026-06-30"], [], id="every month"
        ),
        pytest.param(
            LOG, ["2026-01-31", "2026-04-30", "2026-05-01", "2026-06-30"],
            [("2026-02", "2026-03")], id="two months missing, told once",
        ),
        pytest.param({}, [], [], id="not asked for"),
        pytest.param(
            LOG | {"checked_from": "2026-06-02"}, [], [], id="no whole month since checked_from"
        ),
        pytest.param(
            LOG | {"checked_from": "2026-06-01"}, [], [("2026-06",)], id="from its first day"
        ),
        pytest.param(
            {"log_min_per_month": "2", "checked_from": "2026-06-01"}, ["2026-06-03"],
            [("2026-06",)], id="one of two",
        ),
    ],
)  # fmt: skip
def test_every_month_has_its_entries(
    programme: Row, days: list[str], expected: list[tuple[str, ...]]
) -> None:
    log = logged(*((day, "") for day in days), entry_type="task")
    findings = found("POL-R69", programme, work_log=log)
    assert [each.params["months"] for each in findings] == expected


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        pytest.param(
            {"start_planned": "2026-05-02", "reported_on": "2026-05-02"}, [("2026-06",)],
            id="month begun part-way",
        ),
        pytest.param(
            {"start_planned": "2026-05-01", "reported_on": "2026-05-01",
             "end_planned": "2026-06-29", "end_actual": "2026-06-29", "status": "completed"},
            [("2026-05",)], id="month ended part-way",
        ),
        pytest.param(
            {"start_planned": "2026-05-01", "reported_on": "2026-05-01", "status": "suspended"},
            [], id="suspended",
        ),
        pytest.param(
            {"start_planned": "2026-06-01", "reported_on": "2026-06-31"}, [("2026-06",)],
            id="the plan stands in for a day of reporting that cannot be trusted",
        ),
        pytest.param({"end_planned": "2025-06-30"}, [], id="ends before it starts"),
    ],
)  # fmt: skip
def test_only_whole_months_are_asked_for(posting: Row, expected: list[tuple[str, ...]]) -> None:
    findings = found("POL-R69", LOG, posting, work_log=[])
    assert [each.params["months"] for each in findings] == expected


def test_many_months_are_cut_short_in_a_sentence() -> None:
    posting = {"start_planned": "2025-01-01", "reported_on": "2025-01-01",
               "end_planned": "2026-12-31"}  # fmt: skip
    months = found("POL-R69", LOG, posting, work_log=[])[0].params["months"]
    assert isinstance(months, tuple)
    assert (len(months), months[-1]) == (13, "…")


ENDED = {"end_planned": "2026-05-31", "end_actual": "2026-05-31", "status": "completed",
         "outcome": "same_post"}  # fmt: skip
LESSONS = {"observation_min": "10"}


@pytest.mark.parametrize(
    ("programme", "changes", "lessons", "expected"),
    [
        pytest.param(LESSONS, ENDED, ("8", "12"), [], id="ten on average"),
        pytest.param(LESSONS, ENDED, ("8", "11"), ["9.5"], id="half a lesson short"),
        pytest.param(LESSONS, {}, ("8", "11"), [], id="still running"),
        pytest.param(LESSONS, ENDED, ("", "19"), [], id="no number is one lesson"),
        pytest.param({}, ENDED, ("1", "1"), [], id="not asked for"),
        pytest.param(
            LESSONS | {"checked_from": "2026-01-02"}, ENDED, ("1", "1"), [],
            id="began before checked_from",
        ),
        pytest.param(
            LESSONS, ENDED | {"end_actual": "2026-05-32"}, ("1", "1"), [], id="end not known"
        ),
    ],
)  # fmt: skip
def test_a_batch_observes_enough_lessons(
    programme: Row, changes: Row, lessons: tuple[str, str], expected: list[str]
) -> None:
    postings = [
        POSTING | dict(changes),
        POSTING | ENDED | {"posting_id": "S-0002", "cadre_id": "C-00002"},
        POSTING | {"posting_id": "S-0003", "status": "cancelled"},
    ]
    first, second = lessons
    log = [
        NO_LOG | {"log_id": "W-0001", "posting_id": "S-0001", "quantity": first},
        NO_LOG | {"log_id": "W-0002", "posting_id": "S-0002", "quantity": second},
    ]
    log = [each | {"log_on": "2026-03-02", "entry_type": "lesson_observed"} for each in log]
    findings = found("POL-R70", programme, postings, work_log=log)
    assert [each.params["average"] for each in findings] == expected
    assert {each.record for each in findings} <= {BATCH["batch_id"]}


HAVES = {"reports_required": "plan；study_note；special；reflection；final"}


def _reports(*kinds: str, submitted: str = "2026-05-20") -> list[Row]:
    return [
        {"report_id": f"R-{number:04d}", "posting_id": "S-0001", "type": kind,
         "period": f"{number}", "submitted_on": submitted}
        for number, kind in enumerate(kinds or ("monthly",), start=1)
    ]  # fmt: skip


STUDIED = logged(("2026-03-02", ""), entry_type="study")


@pytest.mark.parametrize(
    ("programme", "reports", "log", "as_of", "expected"),
    [
        pytest.param(HAVES, _reports("plan", "study_note", "special", "reflection"), STUDIED,
                     date(2026, 7, 1), None, id="all five"),
        pytest.param(HAVES, _reports("plan", "study_note", "special"), STUDIED,
                     date(2026, 7, 1), "心得体会", id="no reflection after 31 days"),
        pytest.param(HAVES, _reports("plan", "study_note", "special"), STUDIED,
                     date(2026, 6, 30), None, id="30 days after the end"),
        pytest.param(HAVES, _reports("plan", "study_note", "special", "reflection"), [],
                     date(2026, 7, 1), "学习", id="no time set aside"),
        pytest.param(HAVES, _reports("plan", "study_note", "special", "reflection", submitted=""),
                     STUDIED, date(2026, 7, 1), "工作计划、学习笔记、专题材料、心得体会",
                     id="rows without a day of handing in"),
        pytest.param({"reports_required": "plan；final"}, _reports("plan"), [],
                     date(2026, 7, 1), None, id="only what the programme asks for"),
        pytest.param({"reports_required": "quarterly"}, _reports(), [],
                     date(2026, 7, 1), None, id="none of the five asked for"),
        pytest.param(HAVES | {"checked_from": "2026-01-02"}, _reports(), [],
                     date(2026, 7, 1), None, id="began before checked_from"),
    ],
)  # fmt: skip
def test_the_five_haves_are_there(
    programme: Row, reports: list[Row], log: list[Row], as_of: date, expected: str | None
) -> None:
    findings = found("POL-R71", programme, ENDED, as_of, reports=reports, work_log=log)
    named = [each.params["missing"] for each in findings]
    assert [each.texts["zh"] for each in named if isinstance(each, Plain)] == (
        [expected] if expected else []
    )


def test_time_for_study_is_not_judged_without_a_work_log() -> None:
    reports = _reports("plan", "study_note", "special", "reflection")
    assert found("POL-R71", HAVES, ENDED, date(2026, 7, 1), reports=reports) == []


HOUSEHOLDS = {"household_min": "40"}


@pytest.mark.parametrize(
    ("programme", "as_of", "numbers", "expected"),
    [
        pytest.param(HOUSEHOLDS, AS_OF, ["25", "15"], [], id="forty in two entries"),
        pytest.param(HOUSEHOLDS, AS_OF, ["39"], [1], id="one short"),
        pytest.param(HOUSEHOLDS, AS_OF, ["39", ""], [], id="no number is one household"),
        pytest.param(HOUSEHOLDS, date(2026, 3, 31), [], [], id="day 89"),
        pytest.param(HOUSEHOLDS, date(2026, 4, 1), [], [40], id="day 90"),
        pytest.param({}, AS_OF, [], [], id="not asked for"),
        pytest.param(HOUSEHOLDS | {"checked_from": "2026-01-02"}, AS_OF, [], [], id="older"),
    ],
)
def test_enough_households_are_linked(
    programme: Row, as_of: date, numbers: list[str], expected: list[int]
) -> None:
    log = logged(*(("2026-03-02", each) for each in numbers), of="quantity",
                 entry_type="household_link")  # fmt: skip
    findings = found("POL-R72", programme, {}, as_of, work_log=log)
    assert [each.params["count"] for each in findings] == expected


CAMPUSES = [
    {"unit_id": "U-0001", "unit_name": "主校区", "unit_type": "campus", "is_lead_campus": "是"},
    {"unit_id": "U-0002", "unit_name": "渡口校区", "unit_type": "campus"},
]
AUTUMN = {"start_planned": "2025-09-01", "reported_on": "2025-09-01",
          "end_planned": "2025-10-19", "end_actual": "2025-10-19", "status": "completed",
          "outcome": "same_post"}  # fmt: skip
TUESDAYS = ["2025-09-02", "2025-09-09", "2025-09-16", "2025-09-23", "2025-09-30", "2025-10-09",
            "2025-10-14"]  # fmt: skip


def _visits(days: Sequence[str]) -> list[Row]:
    return logged(*((day, "") for day in days), entry_type="lead_campus_day")


@pytest.mark.parametrize(
    ("posting", "units", "days", "expected"),
    [
        pytest.param({}, CAMPUSES, TUESDAYS, [], id="every week"),
        pytest.param({}, CAMPUSES, TUESDAYS[1:], [("2025-09-01",)], id="first week missed"),
        pytest.param({}, CAMPUSES, [*TUESDAYS[:6], "2025-10-19"], [], id="on the Sunday"),
        pytest.param(
            {}, CAMPUSES, [*TUESDAYS[:6], "2025-10-20"], [("2025-10-13",)], id="the Monday after"
        ),
        pytest.param(
            {"end_planned": "2025-10-18", "end_actual": "2025-10-18"},
            CAMPUSES,
            TUESDAYS[:6],
            [],
            id="last week not whole",
        ),
        pytest.param(
            {"start_planned": "2025-07-01", "reported_on": "2025-07-01"},
            CAMPUSES,
            TUESDAYS,
            [],
            id="summer holidays",
        ),
        pytest.param(
            {"home_unit_id": "U-0002", "receiving_unit_id": "U-0001"},
            CAMPUSES,
            [],
            [],
            id="from a branch to the lead campus",
        ),
        pytest.param({}, UNITS, [], [], id="no campuses"),
        pytest.param({"receiving_unit_id": ""}, CAMPUSES, [], [], id="receiving unit unknown"),
    ],
)
def test_the_lead_campus_comes_every_week(
    posting: Row, units: Sequence[Row], days: list[str], expected: list[tuple[str, ...]]
) -> None:
    findings = found("POL-R74", {}, AUTUMN | dict(posting), units=units, work_log=_visits(days))
    assert [each.params["weeks"] for each in findings] == expected


def test_a_week_that_is_not_over_is_not_missed() -> None:
    for today, expected in ((date(2025, 9, 6), 0), (date(2025, 9, 7), 1)):
        running = AUTUMN | {"end_actual": "", "status": "active", "outcome": ""}
        findings = found("POL-R74", {}, running, today, CAMPUSES, work_log=_visits([]))
        assert len(findings) == expected


@pytest.mark.parametrize(
    ("posting", "log_on", "expected"),
    [
        pytest.param({}, "2026-01-01", 0, id="first day"),
        pytest.param({}, "2025-12-31", 1, id="day before"),
        pytest.param({"reported_on": "2025-12-30"}, "2025-12-30", 0, id="reported in early"),
        pytest.param({"reported_on": "2026-01-20"}, "2026-01-05", 0, id="reported in late"),
        pytest.param(ENDED, "2026-05-31", 0, id="last day"),
        pytest.param(ENDED, "2026-06-01", 1, id="day after"),
        pytest.param(
            ENDED | {"end_actual": "2026-05-20"}, "2026-05-31", 0, id="sum of the last month"
        ),
        pytest.param(
            ENDED | {"end_actual": "2026-05-20"}, "2026-05-30", 1, id="another day after it ended"
        ),
        pytest.param({"end_planned": "2026-05-31"}, "2026-06-15", 0, id="nobody has ended it"),
        pytest.param({"end_planned": "2026-05-31"}, "2025-12-31", 1, id="before, nobody ended it"),
        pytest.param(
            ENDED | {"end_actual": "2026-05-32"}, "2026-06-15", 0, id="end cannot be trusted"
        ),
        pytest.param(
            {"extension_to": "2027-03-31", "status": "extended"}, "2026-06-15", 0, id="extended"
        ),
        pytest.param({"status": "cancelled"}, "2020-01-01", 0, id="cancelled"),
        pytest.param(
            {"reported_on": "2025-12-32"}, "2025-12-31", 0, id="day of reporting cannot be trusted"
        ),
        pytest.param({"status": "planned", "reported_on": ""}, "2020-01-01", 0, id="planned"),
        pytest.param({}, "2026-02-30", 0, id="day cannot be trusted"),
    ],
)
def test_the_work_log_is_dated_inside_the_posting(posting: Row, log_on: str, expected: int) -> None:
    log = logged((log_on, ""), entry_type="task")
    assert len(found("POL-R110", {}, posting, work_log=log)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2026-01-01", "2026-12-31", [], id="all of the posting"),
        pytest.param("2025-12-31", "2026-01-02", ["start_on"], id="begins a day early"),
        pytest.param("2026-12-31", "2027-01-01", ["end_on"], id="ends a day late"),
        pytest.param("2025-12-01", "2027-02-01", ["start_on"], id="both, told once"),
        pytest.param("2027-01-01", "2027-01-02", ["start_on"], id="all of it after the end"),
    ],
)
def test_absences_are_dated_inside_the_posting(first: str, last: str, expected: list[str]) -> None:
    findings = found("POL-R110", absences=_away((first, last)))
    assert [each.cell.field for each in findings] == expected
    assert {each.variant for each in findings} <= {"absence"}


@pytest.mark.parametrize(
    ("absence", "entry", "expected"),
    [
        pytest.param({}, {}, 1, id="a whole day of both"),
        pytest.param({}, {"log_on": "2026-06-11"}, 0, id="day of return"),
        pytest.param({"returned_on": "2026-06-10"}, {}, 0, id="came back early"),
        pytest.param({}, {"site_days": "9"}, 0, id="a monthly sum"),
        pytest.param({}, {"site_days": "0"}, 0, id="no day at all"),
        pytest.param({"days": "2.5"}, {}, 0, id="half a day of leave"),
        pytest.param({}, {"entry_type": "task", "site_days": ""}, 0, id="another kind of entry"),
        pytest.param({"approved_by": "", "approved_on": ""}, {}, 0, id="not approved"),
        pytest.param({"kind": "lent"}, {}, 1, id="lent elsewhere"),
        pytest.param({}, {"log_on": ""}, 0, id="entry without a day"),
    ],
)
def test_nobody_is_on_site_and_away_at_once(absence: Row, entry: Row, expected: int) -> None:
    log = [logged(("2026-06-10", "1"))[0] | dict(entry)]
    findings = found("POL-R111", absences=[LEAVE | dict(absence)], work_log=log)
    assert len(findings) == expected


def test_an_entry_inside_two_absences_is_told_once() -> None:
    away = [LEAVE, LEAVE | {"absence_id": "L-0002", "kind": "lent"}]
    log = logged(("2026-06-10", "1"))
    assert len(found("POL-R111", absences=away, work_log=log)) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 364), st.integers(0, 5)), max_size=12), st.randoms())
def test_days_on_site_agree_with_adding_them_up(
    entries: list[tuple[int, int]], shuffler: object
) -> None:
    first = date(2025, 1, 1)
    log = logged(*((str(first + timedelta(days=day)), str(days)) for day, days in entries))
    total = sum(days for _, days in entries)
    shuffler.shuffle(log)  # type: ignore[attr-defined]
    findings = found("POL-R65", {"site_days_min_year": "20"}, LAST_YEAR, work_log=log)
    assert [each.params["count"] for each in findings] == ([20 - total] if total < 20 else [])


def _upside_down(book: Workbook) -> Workbook:
    sheets = []
    for sheet in book.sheets:
        header, *rows = sheet.text.to_numpy().tolist()
        sheets.append(Sheet(title=sheet.title, text=grid([header, *rows[::-1]])))
    return Workbook(tuple(sheets), book.manifest)


@pytest.mark.parametrize(
    "showcases", [home_unit.SHOWCASES, presence.SHOWCASES], ids=["home unit", "presence"]
)
def test_the_order_of_rows_does_not_matter(showcases: Mapping[str, Workbook]) -> None:
    book = next(iter(showcases.values()))
    told = [
        sorted(
            (each.code, each.record, each.variant, each.cell.field, repr(each.params))
            for each in check(either).findings
            if each.code in showcases
        )
        for either in (book, _upside_down(book))
    ]
    assert told[0] == told[1]
    assert {code for code, *_ in told[0]} == set(showcases)


BLANK_ROWS = {
    "work_log": [NO_LOG | {"log_id": "W-0001"}],
    "absences": [NO_ABSENCE | {"absence_id": "L-0001"}],
    "reports": [{"report_id": "R-0001", "posting_id": ""}],
    "engagements": [{"engagement_id": "G-0001", "kind": "", "held_on": "", "posting_ids": ""}],
}


@pytest.mark.parametrize(
    "posting",
    [
        pytest.param(dict.fromkeys(POSTING, ""), id="no posting"),
        pytest.param({"posting_id": "S-0001"}, id="a posting with nothing but its number"),
        pytest.param(POSTING | {"posting_id": ""}, id="a posting without a number"),
        pytest.param(POSTING | {"end_planned": "2020-01-01"}, id="ends before it starts"),
    ],
)
def test_holes_in_the_data_stop_no_rule(posting: Row) -> None:
    programme = presence.PROGRAMME | home_unit.PROGRAMME | {"rules_on": ALL_RULES}
    checked = check(workbook(programmes=[programme], postings=[posting], **BLANK_ROWS))
    mine = {*presence.SHOWCASES, *home_unit.SHOWCASES}
    assert {each.code for each in checked.findings} & mine <= {"POL-R51", "POL-R65", "POL-R73"}
