"""Programmes, batches and positions: counts, days, nominations, posts, and what they rest on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.catalogue import BY_CODE
from handbook.rules.batches import MILESTONES
from handbook.rules.batches_basis import NEEDED
from handbook.workbook import Sheet, Workbook
from small_workbooks import (
    AS_OF,
    BATCH,
    CADRES,
    POSTING,
    PROGRAMME,
    SCHEMA,
    UNITS,
    Row,
    check,
    sheet,
    workbook,
)

Place = tuple[str, str, str]


def found(book: Workbook, code: str, as_of: date = AS_OF) -> list[Place]:
    """List variant, record and field of what a rule finds."""
    return [
        (each.variant, each.record, each.cell.field)
        for each in check(book, as_of).findings
        if each.code == code
    ]


def asking(code: str, **more: str) -> list[Row]:
    return [{**PROGRAMME, "rules_on": code, **more}]


def batch(number: int = 1, **more: str) -> Row:
    return {**BATCH, "batch_id": f"B-{number:03d}", "title": f"第{number}批", **more}


# -- R12


@pytest.mark.parametrize(
    ("batches", "expected"),
    [
        pytest.param([{"kickoff_on": "2025-01-01"}, {"kickoff_on": "2025-12-31"}], [], id="two"),
        pytest.param([{"kickoff_on": "2025-03-01"}] * 3, ["B-003"], id="three"),
        pytest.param([{"kickoff_on": "2025-03-01"}] * 4, ["B-003"], id="four are told once"),
        pytest.param(
            [{"kickoff_on": "2025-03-01"}] * 2 + [{"kickoff_on": "2026-01-01"}], [],
            id="the third in the next year",
        ),
        pytest.param(
            [{"kickoff_on": "2025-03-01"}] * 2 + [{"window_start": "2025-09-01"}], ["B-003"],
            id="by its first day where the kickoff is blank",
        ),
        pytest.param(
            [{"kickoff_on": "2025-09-01"}, {"kickoff_on": "2025-03-01"},
             {"kickoff_on": "2025-06-01"}],
            ["B-001"],
            id="the last to begin is the one too many",
        ),
        pytest.param(
            [{"kickoff_on": "2025-03-01"}] * 2
            + [{"kickoff_on": "2025-03-01", "status": "cancelled"}], [],
            id="a cancelled one does not count",
        ),
        pytest.param(
            [{"kickoff_on": "2025-03-01"}] * 2 + [{"kickoff_on": "2025-13-01"}], [],
            id="a day that cannot be read",
        ),
    ],
)  # fmt: skip
def test_a_year_has_no_more_batches_than_the_programme_says(
    batches: Sequence[Row], expected: list[str]
) -> None:
    rows = [batch(number, **each) for number, each in enumerate(batches, start=1)]
    book = workbook(programmes=asking("R12", intakes_per_year="2"), batches=rows, postings=[])
    assert [record for _, record, _ in found(book, "POL-R12")] == expected


def test_without_a_number_of_intakes_any_number_is_fine() -> None:
    rows = [batch(number, kickoff_on="2025-03-01") for number in (1, 2, 3)]
    assert found(workbook(programmes=asking("R12"), batches=rows), "POL-R12") == []


# -- R13

IN_ORDER = dict(
    zip(
        MILESTONES,
        ("2025-06-10", "2025-07-08", "2025-07-25", "2025-08-29", "2025-09-05", "2026-08-31"),
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="in order"),
        pytest.param({"decided_on": "2025-07-08"}, [], id="two on one day"),
        pytest.param({"decided_on": "2025-07-07"}, ["decided_on"], id="a day too early"),
        pytest.param(
            {"decided_on": "", "sendoff_on": "2025-07-07"}, ["sendoff_on"], id="across a blank one"
        ),
        pytest.param(dict.fromkeys(MILESTONES, ""), [], id="all blank"),
        pytest.param({"decided_on": "2025-02-30"}, [], id="a day that cannot be read"),
        pytest.param({"decided_on": "2025-07-07", "status": "cancelled"}, [], id="cancelled"),
    ],
)
def test_the_days_of_a_batch_follow_one_another(changes: Row, expected: list[str]) -> None:
    book = workbook(programmes=asking("R13"), batches=[batch(**{**IN_ORDER, **changes})])
    assert [field for _, _, field in found(book, "POL-R13")] == expected


@given(st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=6, max_size=6))
@settings(max_examples=25, deadline=None)
def test_each_day_is_held_against_the_last_one_known_before_it(days: list[int | None]) -> None:
    texts = ["" if day is None else str(date(2025, 1, 1) + timedelta(days=day)) for day in days]
    book = workbook(
        programmes=asking("R13"),
        batches=[batch(**dict(zip(MILESTONES, texts, strict=True)))],
        postings=[],
    )
    known = [(name, day) for name, day in zip(MILESTONES, days, strict=True) if day is not None]
    expected = [later for (_, first), (later, second) in pairwise(known) if second < first]
    fields = {field for _, _, field in found(book, "POL-R13")}
    assert fields == set(expected)


# -- R14


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"status": "selecting"}, True, id="selecting"),
        pytest.param({"status": "running"}, True, id="running"),
        pytest.param({"status": "nominating"}, False, id="nominating"),
        pytest.param({"status": "closed"}, False, id="closed"),
        pytest.param({"status": "running", "quota": "20"}, False, id="decided"),
        pytest.param({"status": "running", "quota": "若干"}, False, id="cannot be read"),
        pytest.param(
            {"status": "running", "window_start": "2024-12-31"}, False, id="before checking began"
        ),
        pytest.param(
            {"status": "running", "window_start": "2025-01-01"}, True, id="since checking began"
        ),
        pytest.param({}, False, id="status not entered"),
    ],
)
def test_a_batch_that_selects_or_runs_has_a_quota(changes: Row, says: bool) -> None:
    book = workbook(programmes=asking("R14", checked_from="2025-01-01"), batches=[batch(**changes)])
    assert found(book, "POL-R14") == ([("", "B-001", "quota")] if says else [])


# -- R15, R16, R17

NOMINATION: Row = {"application_id": "A-0001", "batch_id": "B-001", "cadre_id": "C-00001",
                   "unit_at_time_id": "U-0001", "submitted_on": "2025-07-01",
                   "decision": "pending"}  # fmt: skip
MUST: Row = {"allocation_id": "Q-0001", "batch_id": "B-001", "unit_id": "U-0002",
             "must_nominate": "yes"}  # fmt: skip


@pytest.mark.parametrize(
    ("allocation", "nomination", "deadline", "says"),
    [
        pytest.param({}, {}, "2025-07-08", True, id="none sent"),
        pytest.param({}, {"unit_at_time_id": "U-0002"}, "2025-07-08", False, id="one sent"),
        pytest.param(
            {}, {"unit_at_time_id": "U-0002", "decision": "withdrawn"}, "2025-07-08", False,
            id="one withdrawn",
        ),
        pytest.param({"must_nominate": "no"}, {}, "2025-07-08", False, id="need not"),
        pytest.param({"must_nominate": ""}, {}, "2025-07-08", False, id="blank"),
        pytest.param({}, {}, "2026-06-29", True, id="deadline yesterday"),
        pytest.param({}, {}, "2026-06-30", False, id="deadline today"),
        pytest.param({}, {}, "", False, id="no deadline"),
        pytest.param({}, {}, "2024-12-31", False, id="before checking began"),
        pytest.param(
            {}, {"unit_at_time_id": "U-0099"}, "2025-07-08", False, id="of a unit nobody knows"
        ),
        pytest.param({"unit_id": "U-0099"}, {}, "2025-07-08", False, id="for a unit nobody knows"),
        pytest.param({"batch_id": "B-099"}, {}, "2025-07-08", False, id="of no batch"),
    ],
)  # fmt: skip
def test_units_nominate_as_many_as_they_must(
    allocation: Row, nomination: Row, deadline: str, says: bool
) -> None:
    book = workbook(
        programmes=asking("R15", min_nominations_per_unit="1", checked_from="2025-01-01"),
        batches=[batch(nomination_deadline=deadline)],
        allocations=[MUST | allocation],
        applications=[NOMINATION | nomination],
    )
    assert found(book, "POL-R15") == ([("", "Q-0001", "must_nominate")] if says else [])


@pytest.mark.parametrize(
    ("nomination", "changes", "says"),
    [
        pytest.param({"submitted_on": "2025-07-08"}, {}, False, id="on the day"),
        pytest.param({"submitted_on": "2025-07-09"}, {}, True, id="a day late"),
        pytest.param({"submitted_on": ""}, {}, False, id="day not entered"),
        pytest.param({"submitted_on": "2025-07-32"}, {}, False, id="day cannot be read"),
        pytest.param(
            {"submitted_on": "2025-07-09"}, {"nomination_deadline": ""}, False, id="no deadline"
        ),
        pytest.param(
            {"submitted_on": "2025-07-09", "decision": "withdrawn"}, {}, False, id="withdrawn"
        ),
        pytest.param(
            {"submitted_on": "2025-07-09"}, {"status": "cancelled"}, False, id="batch cancelled"
        ),
        pytest.param(
            {"submitted_on": "2025-07-09", "batch_id": "B-099"}, {}, False, id="of no batch"
        ),
    ],
)
def test_nominations_come_in_by_the_deadline(nomination: Row, changes: Row, says: bool) -> None:
    book = workbook(
        batches=[batch(**{"nomination_deadline": "2025-07-08", **changes})],
        applications=[NOMINATION | nomination],
    )
    assert found(book, "POL-R16") == ([("", "A-0001", "submitted_on")] if says else [])


@pytest.mark.parametrize(
    ("nomination", "copies", "says"),
    [
        pytest.param({"form_copies_received": "3"}, "3", False, id="three of three"),
        pytest.param({"form_copies_received": "2"}, "3", True, id="two of three"),
        pytest.param({"form_copies_received": "0"}, "1", True, id="none"),
        pytest.param({"form_copies_received": ""}, "3", False, id="not entered"),
        pytest.param({"form_copies_received": "2"}, "", False, id="programme does not say"),
        pytest.param(
            {"form_copies_received": "2", "decision": "withdrawn"}, "3", False, id="withdrawn"
        ),
    ],
)
def test_the_form_comes_in_enough_copies(nomination: Row, copies: str, says: bool) -> None:
    book = workbook(
        programmes=asking("R17", form_copies=copies), applications=[NOMINATION | nomination]
    )
    assert found(book, "POL-R17") == ([("", "A-0001", "form_copies_received")] if says else [])


# -- R18, R57

POSITION: Row = {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0002",
                 "title": "乡镇长助理", "quota": "1", "status": "filled"}  # fmt: skip
RUNNING: Row = {"status": "running", "window_start": "2026-01-01", "report_by": "2026-01-05"}


@pytest.mark.parametrize(
    ("changes", "positions", "minimum", "says"),
    [
        pytest.param({"quota": "5"}, [], "", False, id="four of five"),
        pytest.param({"quota": "6"}, [], "", True, id="four of six"),
        pytest.param({"quota": "6"}, [], "60", False, id="above the programme's own share"),
        pytest.param({"quota": "8"}, [], "50", False, id="exactly the programme's own share"),
        pytest.param({"quota": "9"}, [], "50", True, id="below the programme's own share"),
        pytest.param({"quota": "9"}, [{"quota": "5"}], "", False, id="by positions"),
        pytest.param(
            {"quota": "5", "more_posts_than_places": "yes"}, [{"quota": "9"}], "", False,
            id="more posts than places",
        ),
        pytest.param(
            {"quota": "9"}, [{"quota": "5"}, {"quota": "4", "status": "withdrawn"}], "", False,
            id="a withdrawn post does not count",
        ),
        pytest.param({"quota": ""}, [], "", False, id="no quota"),
        pytest.param({"quota": "9", "report_by": "2026-06-29"}, [], "", True, id="due yesterday"),
        pytest.param({"quota": "9", "report_by": "2026-06-30"}, [], "", False, id="due today"),
        pytest.param({"quota": "9", "report_by": ""}, [], "", True, id="by the first day"),
        pytest.param(
            {"quota": "9", "report_by": "", "window_start": ""}, [], "", False, id="no day"
        ),
        pytest.param({"quota": "9", "status": "nominating"}, [], "", False, id="nominating"),
        pytest.param({"quota": "9", "status": "closed"}, [], "", True, id="closed"),
        pytest.param({"quota": "9", "status": "cancelled"}, [], "", False, id="cancelled"),
        pytest.param(
            {"quota": "9", "window_start": "2024-12-31"}, [], "", False, id="before checking began"
        ),
    ],
)  # fmt: skip
def test_posts_are_taken_up(
    changes: Row, positions: Sequence[Row], minimum: str, says: bool
) -> None:
    arrived = [POSTING | {"posting_id": f"S-{number:04d}"} for number in range(1, 5)]
    others = [
        POSTING | {"posting_id": "S-0005", "reported_on": ""},
        POSTING | {"posting_id": "S-0006", "status": "cancelled"},
    ]
    book = workbook(
        programmes=asking("R18", fill_rate_min=minimum, checked_from="2025-01-01"),
        batches=[batch(**{**RUNNING, **changes})],
        postings=[*arrived, *others],
        positions=[
            POSITION | {"position_id": f"N-{number:04d}"} | each
            for number, each in enumerate(positions, start=1)
        ],
    )
    assert found(book, "POL-R18") == ([("", "B-001", "quota")] if says else [])


@pytest.mark.parametrize(
    ("unit", "position", "status", "says"),
    [
        pytest.param("yes", {}, "running", True, id="full"),
        pytest.param("yes", {"outside_quota": "yes"}, "running", False, id="does not count"),
        pytest.param("yes", {"outside_quota": "no"}, "running", True, id="does count"),
        pytest.param("yes", {"outside_quota": "？"}, "running", False, id="cannot be read"),
        pytest.param("no", {}, "running", False, id="room"),
        pytest.param("unknown", {}, "running", False, id="not known"),
        pytest.param("", {}, "running", False, id="blank"),
        pytest.param("yes", {"status": "withdrawn"}, "running", False, id="withdrawn"),
        pytest.param("yes", {}, "closed", False, id="batch over"),
        pytest.param("yes", {"receiving_unit_id": "U-0099"}, "running", False, id="unknown unit"),
    ],
)
def test_a_full_unit_has_posts_that_do_not_count(
    unit: str, position: Row, status: str, says: bool
) -> None:
    book = workbook(
        units=[UNITS[0], UNITS[1] | {"leadership_slots_full": unit}, UNITS[2]],
        programmes=asking("R57"),
        batches=[batch(status=status)],
        positions=[POSITION | position],
    )
    assert found(book, "POL-R57") == ([("", "N-0001", "outside_quota")] if says else [])


# -- R105, R106


@pytest.mark.parametrize(
    ("document", "status", "expected"),
    [
        pytest.param({"confirmed": "confirmed"}, "active", [], id="in force"),
        pytest.param({}, "active", [], id="nothing entered"),
        pytest.param({"repealed_on": "2026-06-30"}, "active", [""], id="out of force today"),
        pytest.param({"repealed_on": "2026-07-01"}, "active", [], id="out of force tomorrow"),
        pytest.param({"replaced_by_id": "D-002"}, "active", ["replaced"], id="replaced"),
        pytest.param({"replaced_by_id": "D-003"}, "active", ["replaced"], id="new one from today"),
        pytest.param({"replaced_by_id": "D-004"}, "active", [], id="new one from tomorrow"),
        pytest.param(
            {"replaced_by_id": "D-004", "confirmed": "memory"}, "active", ["unconfirmed"],
            id="from memory and the new one from tomorrow",
        ),
        pytest.param({"replaced_by_id": "D-005"}, "active", [], id="new one issued tomorrow"),
        pytest.param({"confirmed": "memory"}, "active", ["unconfirmed"], id="from memory"),
        pytest.param(
            {"repealed_on": "2026-01-01", "replaced_by_id": "D-002", "confirmed": "memory"},
            "active", ["replaced"], id="all at once are told once",
        ),
        pytest.param({"repealed_on": "2026-01-01"}, "closed", [], id="programme closed"),
        pytest.param({"repealed_on": "2026-01-01"}, "draft", [""], id="programme in draft"),
    ],
)  # fmt: skip
def test_a_programme_rests_on_documents_in_force(
    document: Row, status: str, expected: list[str]
) -> None:
    book = workbook(
        programmes=asking("R105", basis_doc_ids="D-001；D-002", status=status),
        documents=[
            {"doc_id": "D-001", "title": "选派方案"} | document,
            {"doc_id": "D-002", "title": "新选派方案"},
            {
                "doc_id": "D-003",
                "title": "办法",
                "issued_on": "2026-07-01",
                "effective_on": "2026-06-30",
            },
            {
                "doc_id": "D-004",
                "title": "办法",
                "issued_on": "2026-06-01",
                "effective_on": "2026-07-01",
            },
            {"doc_id": "D-005", "title": "办法", "issued_on": "2026-07-01"},
        ],
    )
    assert found(book, "POL-R105") == [(each, "P-01", "basis_doc_ids") for each in expected]


@pytest.mark.parametrize(
    ("rules_on", "more", "expected"),
    [
        pytest.param("R60；R106", {"report_cycle_months": "3"}, [], id="stated"),
        pytest.param("R60；R106", {}, [("", "report_cycle_months")], id="not stated"),
        pytest.param("R60；R106", {"report_cycle_months": "三"}, [], id="cannot be read"),
        pytest.param("R7;R20;R106", {}, [("", "edu_min")], id="one column for two rules"),
        pytest.param("全部", {}, [], id="all, which asks for nothing"),
        pytest.param("全部；R60", {}, [("", "report_cycle_months")], id="all and one by number"),
        pytest.param("R60；R106", {"status": "closed"}, [], id="closed programme"),
        pytest.param("R60", {}, [], id="not asked to look"),
    ],
)
def test_rules_asked_for_have_what_they_need(
    rules_on: str, more: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    book = workbook(programmes=asking(rules_on, **{"status": "active", **more}))
    assert [
        (each.variant, each.cell.field) for each in check(book).findings if each.code == "POL-R106"
    ] == expected


@pytest.mark.parametrize(
    ("rules_on", "unknown"),
    [
        pytest.param("R1；R115", [], id="first and last rule"),
        pytest.param("R116", ["R116"], id="after the last"),
        pytest.param("R0", ["R0"], id="nought"),
        pytest.param("考核", ["考核"], id="a word"),
        pytest.param("R41；R116；考核", ["R116、考核"], id="as they were typed"),
        pytest.param("全部；R116", ["R116"], id="beside all of them"),
        pytest.param("", [], id="blank"),
    ],
)
def test_what_is_no_rule_is_told_whatever_is_switched_on(rules_on: str, unknown: list[str]) -> None:
    findings = check(workbook(programmes=asking(rules_on))).findings
    assert [each.params["unknown"] for each in findings if each.code == "CEL316"] == unknown


def test_what_a_rule_needs_is_what_its_entry_says_steers_it() -> None:
    codes = {number: f"POL-R{number:02d}" for number in NEEDED}
    strays = {
        code: set(NEEDED[number]) - set(BY_CODE[code].parameters)
        for number, code in codes.items()
        if code in BY_CODE
    }
    assert {code: names for code, names in strays.items() if names} == {}


# -- All of them


CODES = [f"POL-R{number}" for number in (12, 13, 14, 15, 16, 17, 18, 57, 105, 106)]


def busy(order: random.Random) -> Workbook:
    """Make a register in which every rule here has something to say, its rows shuffled."""

    def shuffled(rows: Sequence[Row]) -> list[Row]:
        return order.sample(list(rows), len(rows))

    programme = {**PROGRAMME, "rules_on": "全部；R60", "intakes_per_year": "1",
                 "min_nominations_per_unit": "1", "form_copies": "3",
                 "basis_doc_ids": "D-001"}  # fmt: skip
    days = {"kickoff_on": "2025-08-01", "nomination_deadline": "2025-07-08"}
    late = NOMINATION | {"submitted_on": "2025-07-09", "form_copies_received": "2"}
    return workbook(
        units=shuffled([UNITS[0], UNITS[1] | {"leadership_slots_full": "yes"}, UNITS[2]]),
        cadres=shuffled(CADRES),
        programmes=[programme],
        batches=shuffled(
            [batch(1, **RUNNING, **days), batch(2, **RUNNING, **days, quota="20")]
        ),
        postings=[],
        positions=shuffled([POSITION, POSITION | {"position_id": "N-0002"}]),
        applications=shuffled(
            [late, late | {"application_id": "A-0002", "cadre_id": "C-00002"}]
        ),
        allocations=shuffled(
            [MUST, MUST | {"allocation_id": "Q-0002", "unit_id": "U-0003"}]
        ),
        documents=[{"doc_id": "D-001", "title": "选派方案", "repealed_on": "2026-01-01"}],
    )  # fmt: skip


def told(book: Workbook) -> set[tuple[str, str, str, str]]:
    return {
        (each.code, each.variant, each.record, each.cell.field)
        for each in check(book).findings
        if each.code in CODES
    }


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_rows_does_not_matter(order: random.Random) -> None:
    expected = told(busy(random.Random(0)))  # noqa: S311 - rows in some order, no secret
    assert {code for code, *_ in expected} == set(CODES)
    assert told(busy(order)) == expected


@pytest.mark.parametrize("code", CODES)
def test_a_rule_nobody_asked_for_is_silent(code: str) -> None:
    book = busy(random.Random(0))  # noqa: S311 - rows in some order, no secret
    unasked = workbook(programmes=[{**PROGRAMME, "rules_on": "R99", "intakes_per_year": "1",
                                    "min_nominations_per_unit": "1", "form_copies": "3",
                                    "basis_doc_ids": "D-001"}])  # fmt: skip
    programmes = [each for each in unasked.sheets if each.title == "programmes"]
    others = [each for each in book.sheets if each.title != "programmes"]
    speaking = {each for each, *_ in told(Workbook((*programmes, *others), book.manifest))}
    assert (code in speaking) == (code == "POL-R16")  # on out of the box


def header_of(key: str) -> Sheet:
    return sheet(key, [], [field.name for field in SCHEMA.tables[key].fields])


@pytest.mark.parametrize(
    "absent",
    [
        pytest.param((), id="nothing but headers"),
        pytest.param(("batches",), id="batches absent"),
        pytest.param(("postings", "positions"), id="postings and positions absent"),
        pytest.param(("applications", "documents", "units"), id="three absent"),
    ],
)
def test_empty_and_absent_sheets_are_no_trouble(absent: tuple[str, ...]) -> None:
    programmes = sheet("programmes", asking("全部；R60", basis_doc_ids="D-001"))
    headers = [header_of(key) for key in SCHEMA.tables if key not in ("programmes", *absent)]
    book = Workbook((programmes, *headers), workbook().manifest)
    codes = {each.code for each in check(book).findings if each.code.startswith("POL")}
    assert codes == {"POL-R106"}
