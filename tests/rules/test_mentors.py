"""R45 and R46: who the mentors are, and for how many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from handbook.findings import Finding
from small_workbooks import BATCH, POSTING, PROGRAMME, UNITS, check, workbook

Row = Mapping[str, str]
NOTHING: Row = {}
MENTOR = {
    "mentor_id": "M-0001",
    "posting_id": "S-0001",
    "role": "leader_contact",
    "mentor_name": "景砚秋",
    "unit_id": "U-0002",
    "level": "leader",
    "start_on": "2026-01-01",
    "end_on": "",
}
TOWN = [
    *UNITS,
    {"unit_id": "U-0004", "unit_name": "杏坞镇农业站", "admin_parent_id": "U-0002"},
    {"unit_id": "U-0005", "unit_name": "雪栎县", "legal_parent_id": ""},
    {"unit_id": "U-0006", "unit_name": "杏坞镇中学", "legal_parent_id": "U-0002"},
]


def findings(
    code: str,
    mentors: Sequence[Row],
    programme: Row = NOTHING,
    postings: Sequence[Row] = (POSTING,),
) -> list[Finding]:
    book = workbook(
        units=TOWN,
        cadres=[{"cadre_id": f"C-0000{number}", "name": f"干部{number}", "home_unit_id": "U-0001"}
                for number in range(1, 8)],
        programmes=[dict(PROGRAMME) | {"rules_on": "R45；R46"} | dict(programme)],
        batches=[dict(BATCH)],
        postings=postings,
        mentors=mentors,
    )  # fmt: skip
    return [each for each in check(book).findings if each.code == f"POL-{code}"]


@pytest.mark.parametrize(
    ("mentor", "expected"),
    [
        pytest.param({}, [], id="of the receiving unit"),
        pytest.param({"unit_id": "U-0003"}, ["main"], id="of another town"),
        pytest.param({"unit_id": "U-0004"}, [], id="of a unit below"),
        pytest.param({"unit_id": "U-0006"}, [], id="of a unit of the same legal person"),
        pytest.param({"unit_id": "U-0001"}, [], id="of the programme's owner"),
        pytest.param({"unit_id": ""}, [], id="unit unknown"),
        pytest.param({"unit_id": "U-0003", "role": "home_contact"}, [], id="contact at home"),
        pytest.param({"unit_id": "U-0003", "role": "dept_liaison"}, [], id="liaison officer"),
        pytest.param({"unit_id": "U-0003", "role": "group_leader"}, [], id="group leader"),
        pytest.param({"unit_id": "U-0003", "role": "chief"}, [], id="in overall charge"),
        pytest.param({"start_on": "2025-12-02"}, [], id="named thirty days before"),
        pytest.param({"start_on": "2025-12-01"}, ["early"], id="named thirty-one days before"),
        pytest.param({"end_on": "2027-01-07"}, [], id="seven days longer"),
        pytest.param({"end_on": "2027-01-08"}, ["late"], id="eight days longer"),
        pytest.param({"start_on": "2027-01-01"}, ["late"], id="begins after the end"),
        pytest.param({"start_on": "2025-12-01", "role": "home_contact"}, [],
                     id="contact at home at any time"),
        pytest.param({"start_on": "", "end_on": ""}, [], id="no days"),
        pytest.param({"end_on": "2027-13-01"}, [], id="day mistyped"),
        pytest.param({"unit_id": "U-0003", "start_on": "2025-12-01"}, ["main"], id="told once"),
    ],
)  # fmt: skip
def test_mentors_come_from_near_and_in_the_time_of_the_posting(
    mentor: Row, expected: list[str]
) -> None:
    found = findings("R45", [MENTOR | dict(mentor)], {"owner_unit_id": "U-0001"})
    assert [each.variant or "main" for each in found] == expected


@pytest.mark.parametrize(
    "posting",
    [
        pytest.param({"status": "cancelled"}, id="cancelled"),
        pytest.param({"status": "planned", "reported_on": ""}, id="planned"),
        pytest.param({"receiving_unit_id": ""}, id="receiving unit unknown"),
        pytest.param({"receiving_unit_id": "U-0001"}, id="sent home, which R33 tells"),
    ],
)
def test_a_stranger_is_not_told_of_where_the_posting_itself_is_not_clear(posting: Row) -> None:
    stranger = MENTOR | {"unit_id": "U-0003"}
    assert findings("R45", [stranger], postings=[POSTING | dict(posting)]) == []


SIX = [
    POSTING | {"posting_id": f"S-000{each}", "cadre_id": f"C-0000{each}"} for each in range(1, 7)
]


def of_all(names: Sequence[str], changes: Row = NOTHING) -> list[Row]:
    """Give each of the first postings a mentor by name."""
    return [
        MENTOR | {"mentor_id": f"M-000{each}", "posting_id": f"S-000{each}", "mentor_name": name}
        | dict(changes)
        for each, name in enumerate(names, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mentors", "programme", "expected"),
    [
        pytest.param(of_all(["景砚秋"] * 5), {}, [], id="five"),
        pytest.param(of_all(["景砚秋"] * 6), {}, [("main", 6, 5)], id="six"),
        pytest.param(of_all(["景砚秋"] * 6), {"mentor_load_max": "6"}, [], id="six allowed"),
        pytest.param(of_all(["景砚秋"] * 3), {"mentor_load_max": "2"}, [("main", 3, 2)],
                     id="three of two"),
        pytest.param(of_all(["景砚秋"] * 5 + ["庄以宁"]), {}, [], id="the sixth by somebody else"),
        pytest.param(of_all(["景砚秋"] * 3 + ["景 砚秋", "景砚秋（镇长）", "景砚秋"]), {},
                     [("spellings", 6, 5)], id="one person in three spellings"),
        pytest.param(of_all(["Phạm Gia Khánh"] * 5 + ["PHẠM GIA KHÁNH"]), {},
                     [("spellings", 6, 5)], id="in capitals"),
        pytest.param(of_all(["景砚秋"] * 6, {"role": "home_contact"}), {}, [],
                     id="contact at home"),
        pytest.param(of_all(["景砚秋"] * 6, {"role": "chief"}), {}, [], id="in overall charge"),
        pytest.param(of_all(["景砚秋"] * 6, {"end_on": "2026-06-29"}), {}, [],
                     id="until yesterday"),
        pytest.param(of_all(["景砚秋"] * 6, {"end_on": "2026-06-30"}), {}, [("main", 6, 5)],
                     id="until today"),
        pytest.param(of_all(["景砚秋"] * 6, {"start_on": "2026-07-01"}), {}, [],
                     id="from tomorrow"),
        pytest.param(of_all(["景砚秋"] * 6, {"mentor_name": ""}), {}, [], id="no name"),
    ],
)  # fmt: skip
def test_nobody_guides_too_many(
    mentors: list[Row], programme: Row, expected: list[tuple[str, int, int]]
) -> None:
    found = findings("R46", mentors, programme, SIX)
    told = [(each.variant or "main", each.params["count"], each.params["limit"]) for each in found]
    assert told == expected
    assert {each.record for each in found} <= {"M-0001"}


def test_two_people_of_one_name_in_two_towns_are_two_people() -> None:
    elsewhere = [each | {"receiving_unit_id": "U-0003"} for each in SIX[3:]]
    mentors = [each | {"unit_id": ""} for each in of_all(["景砚秋"] * 6)]
    assert findings("R46", mentors, postings=[*SIX[:3], *elsewhere]) == []


def test_one_person_named_twice_in_one_posting_counts_once() -> None:
    mentors = of_all(["景砚秋"] * 5)
    again = MENTOR | {"mentor_id": "M-0009", "role": "instructor"}
    assert findings("R46", [*mentors, again], postings=SIX) == []


def test_postings_that_are_over_do_not_count() -> None:
    over = [each | {"end_actual": "2026-05-31", "status": "completed"} for each in SIX]
    assert findings("R46", of_all(["景砚秋"] * 6), postings=over) == []
