"""The policy rules: bounds, grace, month arithmetic, and who is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.findings import Severity
from small_workbooks import (
    AS_OF,
    POSTING,
    PROGRAMME,
    UNITS,
    check,
    said,
    workbook,
)


def test_the_smallest_register_is_clean() -> None:
    assert said(check(workbook())) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="two units"),
        pytest.param(
            {"receiving_unit_id": "U-0001"},
            [("POL-R33", "S-0001", "postings!E2")],
            id="sent to the home unit",
        ),
        pytest.param(
            {"home_unit_id": "", "receiving_unit_id": "U-0001"},
            [("POL-R33", "S-0001", "postings!E2")],
            id="home unit taken from the cadre",
        ),
        pytest.param(
            {"receiving_unit_id": "U-0001", "status": "cancelled"}, [], id="cancelled posting"
        ),
        pytest.param({"receiving_unit_id": ""}, [], id="no receiving unit known"),
    ],
)
def test_home_and_receiving_unit_differ(
    changes: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert said(check(workbook(postings=[POSTING | changes])), "POL-R33") == expected


def test_two_campuses_of_one_legal_person_are_two_units() -> None:
    units = [
        *UNITS,
        {"unit_id": "U-0004", "unit_name": "第一校区", "legal_parent_id": "U-0001"},
        {"unit_id": "U-0005", "unit_name": "第二校区", "legal_parent_id": "U-0001"},
    ]
    posting = POSTING | {"home_unit_id": "U-0004", "receiving_unit_id": "U-0005"}
    assert said(check(workbook(units=units, postings=[posting])), "POL-R33") == []


LATER = POSTING | {"posting_id": "S-0002", "receiving_unit_id": "U-0003"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"start_planned": "2027-01-01", "end_planned": "2027-06-30"}, [], id="after"),
        pytest.param(
            {"start_planned": "2026-12-31", "end_planned": "2027-06-30"},
            [("POL-R34", "S-0002", "postings!F3")],
            id="last day is first day",
        ),
        pytest.param(
            {"start_planned": "2025-06-01", "end_planned": "2026-01-01"},
            [("POL-R34", "S-0001", "postings!F2")],
            id="began earlier",
        ),
        pytest.param({"status": "cancelled"}, [], id="cancelled"),
        pytest.param({"cadre_id": "C-00002"}, [], id="another cadre"),
        pytest.param(
            {"start_planned": "2025-06-01", "reported_on": "2025-06-01",
             "end_planned": "2026-03-01", "end_actual": "2025-12-31"},
            [],
            id="ended early in fact",
        ),
        pytest.param(
            {"start_planned": "2025-06-01", "end_planned": "2025-12-31",
             "extension_to": "2026-02-28"},
            [("POL-R34", "S-0001", "postings!F2")],
            id="extended into the next",
        ),
        pytest.param({"start_planned": "2026-02-30"}, [], id="start cannot be trusted"),
    ],
)  # fmt: skip
def test_a_cadre_holds_one_posting_at_a_time(
    changes: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert said(check(workbook(postings=[POSTING, LATER | changes])), "POL-R34") == expected


def test_overlap_counts_both_days() -> None:
    later = LATER | {"start_planned": "2026-12-31", "end_planned": "2027-06-30"}
    finding = next(
        each for each in check(workbook(postings=[POSTING, later])).findings
        if each.code == "POL-R34"
    )  # fmt: skip
    assert finding.params["overlap_days"] == 1
    assert finding.params["other"] == "S-0001"


def test_each_later_posting_is_held_against_the_one_still_running() -> None:
    second = LATER | {"start_planned": "2026-02-01", "end_planned": "2026-02-28"}
    third = LATER | {
        "posting_id": "S-0003",
        "start_planned": "2026-06-01",
        "end_planned": "2026-06-30",
    }
    findings = check(workbook(postings=[POSTING, second, third])).findings
    pairs = [(each.record, each.params["other"]) for each in findings if each.code == "POL-R34"]
    assert pairs == [("S-0002", "S-0001"), ("S-0003", "S-0001")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="exactly twelve months"),
        pytest.param({"end_planned": "2027-01-07"}, [], id="seven days of tolerance"),
        pytest.param(
            {"end_planned": "2027-01-08"},
            [("POL-R36", "S-0001", "postings!G2")],
            id="eight days over",
        ),
        pytest.param(
            {"start_planned": "2024-02-29", "end_planned": "2025-03-06", "status": "completed",
             "end_actual": "2025-02-27"},
            [],
            id="leap day, month end clamped, tolerance used up",
        ),
        pytest.param(
            {"start_planned": "2024-07-31", "end_planned": "2025-08-07", "status": "completed",
             "end_actual": "2025-07-30"},
            [("POL-R36", "S-0001", "postings!G2")],
            id="term from the 31st ends on the 30th",
        ),
        pytest.param(
            {"extension_to": "2027-03-31", "status": "extended"},
            [("POL-R36/no_document", "S-0001", "postings!L2")],
            id="extension without document",
        ),
        pytest.param(
            {"extension_to": "2027-03-31", "status": "extended",
             "extension_doc_number": "栖组〔2026〕9号"},
            [],
            id="extension with document",
        ),
        pytest.param(
            {"start_planned": "2025-01-01", "end_planned": "2025-12-31",
             "end_actual": "2026-02-01", "status": "completed"},
            [("POL-R36/actual", "S-0001", "postings!L2")],
            id="stayed on in fact",
        ),
        pytest.param({"end_planned": "2027-06-30", "status": "cancelled"}, [], id="cancelled"),
        pytest.param({"end_planned": "2027-06-31"}, [], id="end cannot be trusted"),
    ],
)  # fmt: skip
def test_a_term_is_not_longer_than_allowed(
    changes: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert said(check(workbook(postings=[POSTING | changes])), "POL-R36") == expected


def test_no_maximum_means_no_finding() -> None:
    programme = dict(PROGRAMME) | {"term_max_months": ""}
    posting = POSTING | {"end_planned": "2030-12-31"}
    checked = check(workbook(programmes=[programme], postings=[posting]))
    assert said(checked, "POL-R36") == []


def test_a_term_counted_from_the_report_runs_from_there() -> None:
    posting = POSTING | {
        "start_planned": "2025-01-01", "end_planned": "2025-12-31", "term_basis": "report",
        "reported_on": "2025-02-01", "end_actual": "2026-01-31", "status": "completed",
    }  # fmt: skip
    assert said(check(workbook(postings=[posting])), "POL-R36") == []


@pytest.mark.parametrize(
    ("as_of", "changes", "expected"),
    [
        pytest.param(date(2026, 11, 30), {}, None, id="31 days before"),
        pytest.param(date(2026, 12, 1), {}, (Severity.INFO, "soon", 30), id="30 days before"),
        pytest.param(date(2026, 12, 31), {}, (Severity.INFO, "soon", 0), id="last day"),
        pytest.param(date(2027, 1, 1), {}, (Severity.WARNING, "", 1), id="day after"),
        pytest.param(date(2027, 1, 30), {}, (Severity.WARNING, "", 30), id="30 days after"),
        pytest.param(date(2027, 1, 31), {}, (Severity.ERROR, "", 31), id="31 days after"),
        pytest.param(date(2027, 1, 30), {"status": "awaiting"}, None, id="awaiting, still in time"),
        pytest.param(
            date(2027, 1, 31),
            {"status": "awaiting"},
            (Severity.ERROR, "awaiting", 31),
            id="awaiting too long",
        ),
        pytest.param(date(2027, 6, 1), {"end_actual": "2026-12-31"}, None, id="ended"),
        pytest.param(date(2027, 6, 1), {"outcome": "same_post"}, None, id="outcome known"),
        pytest.param(
            date(2027, 1, 31), {"outcome": "pending"}, (Severity.ERROR, "", 31), id="pending"
        ),
        pytest.param(date(2027, 1, 31), {"extension_to": "2027-03-31"}, None, id="extended beyond"),
        pytest.param(date(2027, 6, 1), {"status": "cancelled"}, None, id="cancelled"),
    ],
)
def test_a_posting_is_ended_when_its_term_is_over(
    as_of: date, changes: dict[str, str], expected: tuple[Severity, str, int] | None
) -> None:
    checked = check(workbook(postings=[POSTING | changes]), as_of)
    found = [
        (each.severity, each.variant, each.params["count"])
        for each in checked.findings
        if each.code == "POL-R40"
    ]
    assert found == ([expected] if expected else [])


ONE_LEADER = dict(PROGRAMME) | {"mentor_min": "1", "mentor_level": "party_gov_leader"}
MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "景砚秋",
    "level": "party_gov_leader",
    "start_on": "2026-01-01",
}


@pytest.mark.parametrize(
    ("mentors", "expected"),
    [
        pytest.param([MENTOR], None, id="one, open-ended"),
        pytest.param([], ("", 0), id="none"),
        pytest.param([MENTOR | {"level": "staff"}], ("", 0), id="level too low"),
        pytest.param([MENTOR | {"role": "home_contact"}], ("", 0), id="contact at home"),
        pytest.param([MENTOR | {"start_on": ""}], None, id="start not typed"),
        pytest.param([MENTOR | {"end_on": "2026-06-29"}], ("", 0), id="left yesterday"),
        pytest.param([MENTOR | {"end_on": "2026-06-30"}], None, id="leaves today"),
        pytest.param(
            [MENTOR | {"end_on": "2026-02-28"},
             MENTOR | {"mentor_id": "M-0002", "start_on": "2026-03-08"}],
            None,
            id="seven days between two",
        ),
        pytest.param(
            [MENTOR | {"end_on": "2026-02-28"},
             MENTOR | {"mentor_id": "M-0002", "start_on": "2026-03-09"}],
            ("gap", 0),
            id="eight days between two",
        ),
        pytest.param([MENTOR | {"posting_id": "S-0002"}], ("", 0), id="of another posting"),
        pytest.param(
            [MENTOR | {"start_on": "2026-01-09"}], ("gap", 0), id="named eight days late"
        ),
    ],
)  # fmt: skip
def test_every_posting_has_its_mentors(
    mentors: list[dict[str, str]], expected: tuple[str, int] | None
) -> None:
    other = POSTING | {"posting_id": "S-0002", "cadre_id": "C-00002", "status": "cancelled"}
    checked = check(
        workbook(
            programmes=[ONE_LEADER],
            postings=[POSTING, other],
            mentors=mentors or [dict.fromkeys(MENTOR, "")],
        )
    )
    found = [
        (each.variant, each.params["present"])
        for each in checked.findings
        if each.code == "POL-R44" and each.record == "S-0001"
    ]
    assert found == ([expected] if expected else [])


def test_two_mentors_required_and_one_there_is_told_with_both_numbers() -> None:
    programme = dict(PROGRAMME) | {"mentor_min": "2"}
    finding = next(
        each
        for each in check(workbook(programmes=[programme], mentors=[MENTOR])).findings
        if each.code == "POL-R44"
    )
    assert (finding.params["required"], finding.params["present"]) == (2, 1)


def test_no_mentors_sheet_silences_the_rule() -> None:
    assert said(check(workbook(programmes=[ONE_LEADER])), "POL-R44") == []


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param("2026-07-14", [("POL-R44/soon", "S-0001", "postings!A2")], id="14 days"),
        pytest.param("2026-07-15", [], id="15 days ahead"),
    ],
)
def test_a_planned_posting_needs_its_mentors_two_weeks_ahead(
    start: str, expected: list[tuple[str, str, str]]
) -> None:
    posting = POSTING | {
        "start_planned": start, "end_planned": "2027-06-30", "reported_on": "",
        "status": "planned",
    }  # fmt: skip
    mentors = [MENTOR | {"posting_id": "S-0009"}]
    checked = check(workbook(programmes=[ONE_LEADER], postings=[posting], mentors=mentors))
    assert said(checked, "POL-R44") == expected


def test_nothing_before_checked_from_is_missing() -> None:
    programme = dict(ONE_LEADER) | {"checked_from": "2026-04-01"}
    mentors = [MENTOR | {"start_on": "2026-04-01"}]
    assert said(check(workbook(programmes=[programme], mentors=mentors)), "POL-R44") == []


def test_held_rows_are_left_alone() -> None:
    twice = [POSTING | {"receiving_unit_id": "U-0001"}, POSTING | {"receiving_unit_id": "U-0001"}]
    assert said(check(workbook(postings=twice)), "POL") == []


def test_rules_do_not_change_the_register() -> None:
    checked = check(workbook(postings=[POSTING, LATER]), AS_OF)
    before = {key: table.frame.copy() for key, table in checked.register.tables.items()}
    from handbook.rules import check_rules

    list(check_rules(checked.register))
    for key, table in checked.register.tables.items():
        assert table.frame.equals(before[key]), key
