"""Codes, doubles, counts, and units and positions in use."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from handbook.findings import Visibility
from handbook.workbook import Workbook
from small_workbooks import AS_OF, BATCH, CADRES, POSTING, PROGRAMME, UNITS, Row, check, workbook

Place = tuple[str, str, str]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def found(book: Workbook, code: str, as_of: date = AS_OF) -> list[Place]:
    """List variant, record and field of what a rule finds."""
    return [
        (each.variant, each.record, each.cell.field)
        for each in check(book, as_of).findings
        if each.code == code
    ]


def asking(code: str, **more: str) -> list[Row]:
    return [{**PROGRAMME, "rules_on": code, **more}]


def sample(book: Workbook) -> Workbook:
    return dataclasses.replace(book, manifest=dataclasses.replace(book.manifest, is_sample=True))


# -- R05


@pytest.mark.parametrize(
    ("code", "says"),
    [
        pytest.param("11980101T0000001XY", False, id="last character fits"),
        pytest.param("91110000600037341L", False, id="code of a firm"),
        pytest.param("11980101T0000001XX", True, id="last character differs"),
        pytest.param("11980110T0000001XY", True, id="two digits swapped"),
        pytest.param("", False, id="blank"),
        pytest.param("11980101T000", False, id="too short, which CEL309 says"),
    ],
)
def test_a_credit_code_ends_in_its_check_character(code: str, says: bool) -> None:
    units = [UNITS[0] | {"uscc": code}, *UNITS[1:]]
    places = found(workbook(units=units, programmes=asking("R05")), "POL-R05")
    assert places == ([("", "U-0001", "uscc")] if says else [])


@given(st.text(ALPHABET, min_size=17, max_size=17))
@settings(max_examples=15, deadline=None)
def test_of_all_last_characters_one_is_right(body: str) -> None:
    units = [
        {"unit_id": f"U-{number:04d}", "unit_name": f"第{number}单位", "uscc": body + last}
        for number, last in enumerate(ALPHABET, start=1)
    ]
    book = workbook(units=units, programmes=asking("R05"), postings=[])
    wrong = {record for _, record, _ in found(book, "POL-R05")}
    right = ALPHABET.index(uscc.calc_check_digit(body)) + 1
    assert {unit["unit_id"] for unit in units} - wrong == {f"U-{right:04d}"}


# -- R06


@pytest.mark.parametrize(
    ("code", "made_up", "says"),
    [
        pytest.param("110101", False, False, id="first province"),
        pytest.param("820000", False, False, id="last province"),
        pytest.param("100000", False, True, id="before the first"),
        pytest.param("160000", False, True, id="between two"),
        pytest.param("830000", False, True, id="after the last"),
        pytest.param("980102", True, False, id="98 in a made-up register"),
        pytest.param("980102", False, True, id="98 in a real register"),
        pytest.param("990102", True, True, id="99 in a made-up register"),
        pytest.param("98010", True, False, id="too short, which CEL309 says"),
        pytest.param("", False, False, id="blank"),
    ],
)
def test_a_region_code_begins_with_a_province(code: str, made_up: bool, says: bool) -> None:
    units = [UNITS[0] | {"region_code": code}, *UNITS[1:]]
    book = workbook(units=units, programmes=asking("R06"))
    places = found(sample(book) if made_up else book, "POL-R06")
    assert places == ([("", "U-0001", "region_code")] if says else [])


# -- R07


@pytest.mark.parametrize(
    ("education", "minimum", "posting", "says"),
    [
        pytest.param("20", "bachelor", {}, True, id="group code"),
        pytest.param("22", "bachelor", {}, True, id="course completed without a diploma"),
        pytest.param("90", "college", {}, True, id="other"),
        pytest.param("21", "bachelor", {}, False, id="graduated"),
        pytest.param("23", "bachelor", {}, False, id="left early is clear, and R20's"),
        pytest.param("", "bachelor", {}, False, id="blank"),
        pytest.param("99", "bachelor", {}, False, id="no code at all, which CEL308 says"),
        pytest.param("20", "none", {}, False, id="no minimum"),
        pytest.param("20", "", {}, False, id="minimum not stated"),
        pytest.param("20", "bachelor", {"status": "cancelled"}, False, id="cancelled"),
        pytest.param("20", "bachelor", {"batch_id": ""}, False, id="of no batch"),
    ],
)
def test_education_is_clear_where_a_minimum_applies(
    education: str, minimum: str, posting: Row, says: bool
) -> None:
    cadres = [dict(CADRES[0]) | {"education_code": education}]
    book = workbook(
        cadres=cadres, programmes=asking("R07", edu_min=minimum), postings=[POSTING | posting]
    )
    places = found(book, "POL-R07")
    assert places == ([("", "C-00001", "education_code")] if says else [])


def test_somebody_posted_twice_is_told_once() -> None:
    cadres = [dict(CADRES[0]) | {"education_code": "20"}]
    again = POSTING | {
        "posting_id": "S-0002",
        "start_planned": "2027-01-01",
        "end_planned": "2027-12-31",
        "reported_on": "",
        "status": "planned",
    }
    book = workbook(
        cadres=cadres, programmes=asking("R07", edu_min="bachelor"), postings=[POSTING, again]
    )
    assert found(book, "POL-R07") == [("", "C-00001", "education_code")]


# -- R08

PERSON: Row = {"cadre_id": "C-00001", "name": "顾清禾", "birth_ym": "1992-05",
               "home_unit_id": "U-0001"}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({}, True, id="all three the same"),
        pytest.param({"name": "顾 清禾"}, True, id="a space in the name"),
        pytest.param({"name": "顾清和"}, False, id="another name"),
        pytest.param({"birth_ym": "1992-06"}, False, id="another month"),
        pytest.param({"home_unit_id": "U-0002"}, False, id="another unit"),
        pytest.param({"birth_ym": ""}, False, id="month not known"),
        pytest.param({"home_unit_id": "U-0099"}, False, id="unit unknown"),
    ],
)
def test_a_person_stands_once(changes: Row, says: bool) -> None:
    cadres = [PERSON, PERSON | {"cadre_id": "C-00002"} | changes]
    book = workbook(cadres=cadres, programmes=asking("R08"))
    assert found(book, "POL-R08") == ([("", "C-00002", "name")] if says else [])


def test_three_rows_of_one_person_are_two_too_many() -> None:
    cadres = [PERSON | {"cadre_id": f"C-0000{number}"} for number in (1, 2, 3)]
    findings = check(workbook(cadres=cadres, programmes=asking("R08"))).findings
    pairs = [(each.record, each.params["other"]) for each in findings if each.code == "POL-R08"]
    assert pairs == [("C-00002", "C-00001"), ("C-00003", "C-00001")]


# -- R09


@pytest.mark.parametrize(
    ("unit", "posting", "expected"),
    [
        pytest.param({}, {}, None, id="unit in operation"),
        pytest.param({"status": "abolished"}, {}, "", id="abolished without a day"),
        pytest.param({"status": "merged", "merged_into_id": "U-0003"}, {}, "merged", id="merged"),
        pytest.param({"valid_to": "2026-06-29"}, {}, "ended", id="last day was yesterday"),
        pytest.param({"valid_to": "2026-06-30"}, {}, None, id="last day is today"),
        pytest.param(
            {"status": "abolished", "valid_to": "2026-12-31"}, {}, None, id="abolished at year end"
        ),
        pytest.param({"status": "abolished"}, {"status": "planned"}, None, id="planned"),
        pytest.param({"status": "abolished"}, {"status": "cancelled"}, None, id="cancelled"),
        pytest.param({"status": "abolished"}, {"status": "suspended"}, "", id="suspended"),
        pytest.param(
            {"status": "abolished"}, {"status": "completed", "end_actual": "2026-05-31"}, None,
            id="over",
        ),
        pytest.param({"status": "不知道"}, {}, None, id="status cannot be read"),
    ],
)  # fmt: skip
def test_running_postings_are_at_units_that_exist(
    unit: Row, posting: Row, expected: str | None
) -> None:
    book = workbook(units=[UNITS[0], UNITS[1] | unit, UNITS[2]], postings=[POSTING | posting])
    places = [] if expected is None else [(expected, "S-0001", "receiving_unit_id")]
    assert found(book, "POL-R09") == places


def test_the_home_unit_is_the_one_at_the_time_of_sending() -> None:
    book = workbook(units=[UNITS[0] | {"status": "abolished"}, *UNITS[1:]])
    assert found(book, "POL-R09") == []


POSITION: Row = {"position_id": "N-0001", "batch_id": "B-001", "receiving_unit_id": "U-0003",
                 "title": "乡镇长助理", "quota": "1", "status": "open"}  # fmt: skip


@pytest.mark.parametrize(
    ("position", "batch", "says"),
    [
        pytest.param({}, {}, True, id="open"),
        pytest.param({"status": "filled"}, {}, False, id="filled"),
        pytest.param({"status": "withdrawn"}, {}, False, id="withdrawn"),
        pytest.param({}, {"status": "closed"}, False, id="batch is over"),
    ],
)
def test_open_positions_are_at_units_that_exist(position: Row, batch: Row, says: bool) -> None:
    book = workbook(
        units=[*UNITS[:2], UNITS[2] | {"status": "abolished"}],
        batches=[{**BATCH, **batch}],
        positions=[POSITION | position],
    )
    assert found(book, "POL-R09") == ([("", "N-0001", "receiving_unit_id")] if says else [])


# -- R10

NOMINATION: Row = {"application_id": "A-0001", "batch_id": "B-001", "cadre_id": "C-00001",
                   "unit_at_time_id": "U-0001", "decision": "pending"}  # fmt: skip
SECOND = NOMINATION | {"application_id": "A-0002", "cadre_id": "C-00002"}
CHOSEN = {"decision": "selected", "decided_on": "2025-07-25"}


@pytest.mark.parametrize(
    ("batch", "nominations", "expected"),
    [
        pytest.param({"declared_applicants": "2"}, [NOMINATION, SECOND], [], id="as announced"),
        pytest.param(
            {"declared_applicants": "3"}, [NOMINATION, SECOND], [""], id="one not entered"
        ),
        pytest.param({"declared_applicants": "1"}, [NOMINATION, SECOND], [""], id="one too many"),
        pytest.param(
            {"declared_applicants": "2"},
            [NOMINATION, SECOND | {"application_id": ""}],
            [],
            id="a row still without its number counts",
        ),
        pytest.param(
            {"declared_applicants": "2"},
            [NOMINATION, SECOND | {"decision": "withdrawn"}],
            [],
            id="a withdrawn one counts",
        ),
        pytest.param({"declared_units": "2"}, [NOMINATION, SECOND], ["units"], id="units"),
        pytest.param(
            {"declared_units": "2"},
            [NOMINATION, SECOND | {"unit_at_time_id": "U-0099"}],
            [],
            id="a unit is not known",
        ),
        pytest.param(
            {"declared_selected": "2"}, [NOMINATION | CHOSEN, SECOND], ["selected"], id="selected"
        ),
        pytest.param(
            {"declared_selected": "2"},
            [NOMINATION | CHOSEN, SECOND | {"decision": "？"}],
            [],
            id="a decision cannot be read",
        ),
        pytest.param(
            {"declared_selected": "1", "quota": "1"},
            [NOMINATION | CHOSEN, SECOND | CHOSEN],
            [],
            id="more than the quota, which R24 says",
        ),
        pytest.param({"declared_applicants": "3"}, [], [], id="none entered"),
        pytest.param({"declared_applicants": "三"}, [NOMINATION], [], id="number cannot be read"),
        pytest.param(
            {"declared_applicants": "3", "status": "cancelled"}, [NOMINATION], [], id="cancelled"
        ),
        pytest.param(
            {"declared_applicants": "3", "window_start": "2024-12-31"},
            [NOMINATION],
            [],
            id="before checking began",
        ),
    ],
)
def test_announced_numbers_are_those_entered(
    batch: Row, nominations: Sequence[Row], expected: list[str]
) -> None:
    book = workbook(
        programmes=asking("R10", checked_from="2025-01-01"),
        batches=[{**BATCH, **batch}],
        applications=[*nominations, NOMINATION | {"application_id": "A-0009", "batch_id": ""}],
    )
    assert [variant for variant, _, _ in found(book, "POL-R10")] == expected


def test_what_counts_nominations_is_for_the_organisation_department() -> None:
    book = workbook(
        programmes=asking("R10"), batches=[{**BATCH, "declared_applicants": "3"}],
        applications=[NOMINATION],
    )  # fmt: skip
    told = [each.visibility for each in check(book).findings if each.code == "POL-R10"]
    assert told == [Visibility.ORG]


# -- R11


@pytest.mark.parametrize(
    ("batch", "places", "says"),
    [
        pytest.param({"quota": "3"}, [{"quota": "1"}, {"quota": "2"}], False, id="adds up"),
        pytest.param({"quota": "3"}, [{"quota": "1"}, {"quota": "1"}], True, id="one too few"),
        pytest.param({"quota": "3"}, [{"quota": "2"}, {"quota": "2"}], True, id="one too many"),
        pytest.param(
            {"quota": "3", "more_posts_than_places": "yes"}, [{"quota": "4"}], False,
            id="more posts than places on purpose",
        ),
        pytest.param(
            {"quota": "1"}, [{"quota": "1"}, {"quota": "2", "status": "withdrawn"}], False,
            id="a withdrawn one does not count",
        ),
        pytest.param({"quota": "3"}, [{"quota": "两"}, {"quota": "1"}], False, id="unreadable"),
        pytest.param({"quota": "1"}, [{"quota": ""}], False, id="blank is one place"),
        pytest.param({"quota": "3"}, [], False, id="no positions"),
        pytest.param({"quota": ""}, [{"quota": "4"}], False, id="no quota"),
        pytest.param(
            {"quota": "3", "status": "cancelled"}, [{"quota": "4"}], False, id="cancelled"
        ),
    ],
)  # fmt: skip
def test_places_add_up_to_the_quota(batch: Row, places: Sequence[Row], says: bool) -> None:
    positions = [
        POSITION | {"position_id": f"N-{number:04d}"} | each
        for number, each in enumerate(places, start=1)
    ]
    elsewhere = POSITION | {"position_id": "N-0009", "batch_id": "", "quota": "9"}
    book = workbook(
        programmes=asking("R11"), batches=[{**BATCH, **batch}], positions=[*positions, elsewhere]
    )
    assert found(book, "POL-R11") == ([("", "B-001", "quota")] if says else [])


# -- R56


@pytest.mark.parametrize(
    ("position", "posting", "expected"),
    [
        pytest.param({"status": "filled"}, {}, None, id="filled"),
        pytest.param({"status": "withdrawn"}, {}, "", id="withdrawn"),
        pytest.param({"status": "abolished"}, {}, "abolished", id="abolished"),
        pytest.param({"status": "withdrawn"}, {"status": "planned"}, None, id="planned"),
        pytest.param(
            {"status": "withdrawn"}, {"status": "completed", "end_actual": "2026-05-31"}, None,
            id="over",
        ),
        pytest.param({"status": "withdrawn"}, {"position_id": ""}, None, id="no position"),
        pytest.param({"status": "withdrawn"}, {"position_id": "N-0099"}, None, id="unknown"),
    ],
)  # fmt: skip
def test_nobody_is_in_a_position_that_was_given_up(
    position: Row, posting: Row, expected: str | None
) -> None:
    book = workbook(
        programmes=asking("R56"),
        postings=[POSTING | {"position_id": "N-0001"} | posting],
        positions=[POSITION | position],
    )
    places = [] if expected is None else [(expected, "S-0001", "position_id")]
    assert found(book, "POL-R56") == places


# -- Switches and absent sheets


@pytest.mark.parametrize("code", ["R05", "R06", "R07", "R08", "R10", "R11", "R56"])
@pytest.mark.parametrize(
    ("rules_on", "speaks"),
    [
        pytest.param("R99", False, id="another rule"),
        pytest.param("", False, id="none"),
        pytest.param("全部", True, id="all"),
    ],
)
def test_a_rule_speaks_where_it_was_asked_for(code: str, rules_on: str, speaks: bool) -> None:
    book = workbook(
        units=[UNITS[0] | {"uscc": "11980101T0000001XX", "region_code": "990102"}, *UNITS[1:]],
        cadres=[PERSON | {"education_code": "20"}, PERSON | {"cadre_id": "C-00002"}],
        programmes=asking(rules_on, edu_min="bachelor"),
        batches=[{**BATCH, "quota": "3", "declared_applicants": "3"}],
        postings=[POSTING | {"position_id": "N-0001"}],
        positions=[POSITION | {"status": "abolished"}, POSITION | {"position_id": "N-0002"}],
        applications=[NOMINATION],
    )
    assert bool(found(book, f"POL-{code}")) == speaks
