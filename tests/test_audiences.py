"""What one unit and the organisation department see, and what nobody else's values tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from cut_registers import demo
from disguised_registers import disguised
from handbook.building import render_pages
from handbook.checking import check_workbook
from handbook.cli import main
from handbook.downloads import download_files
from handbook.findings import Visibility
from handbook.pages import open_book
from handbook.publishable import (
    INTERNAL,
    ORG,
    PUBLIC,
    Audience,
    Publishable,
    UnknownUnitError,
    make_publishable,
    require_unit,
    unit_audience,
)
from handbook.rendering.directory_files import directory_files
from handbook.searching import register_entries
from handbook.site_folder import MadeLater
from handbook.taken_along import text_of
from small_workbooks import CADRES, POSTING, SCHEMA, TEXTS, UNITS, check, workbook

HOME, HOST, OTHER = "U-0001", "U-0002", "U-0003"
FOREIGN = POSTING | {
    "posting_id": "S-0002",
    "cadre_id": "C-00002",
    "home_unit_id": "U-0004",
    "receiving_unit_id": OTHER,
}
FLATS = [POSTING | {"housing": "arranged"}, FOREIGN | {"housing": "arranged"}]
FOUR_UNITS = [*UNITS, {"unit_id": "U-0004", "unit_name": "渡石镇"}]
ABSENCES = [
    {"absence_id": f"L-{number:04d}", "posting_id": posting, "kind": "annual_leave",
     "start_on": "2026-03-02", "end_on": "2026-03-04"}
    for number, posting in ((1, "S-0001"), (2, "S-0002"))
]  # fmt: skip


def seen(unit: str, **sheets: object) -> Publishable:
    book = workbook(**({"units": FOUR_UNITS} | sheets))  # type: ignore[arg-type]
    return make_publishable(check(book), unit_audience(unit))


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        pytest.param(HOME, ["arranged", ""], id="the unit that sends"),
        pytest.param(HOST, ["arranged", ""], id="the unit that receives"),
        pytest.param(OTHER, ["", "arranged"], id="the unit of the other posting"),
        pytest.param("U-9999", ["", ""], id="no unit of the register"),
    ],
)
def test_a_unit_sees_what_is_of_its_own_postings(unit: str, expected: list[str]) -> None:
    postings = seen(unit, postings=FLATS).tables["postings"].records
    assert [record.housing for record in postings.values()] == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(HOST, ["L-0001"]), (OTHER, ["L-0002"]), ("U-9999", [])],
)
def test_a_record_that_is_of_class_unit_as_a_whole_is_seen_by_its_units(
    unit: str, expected: list[str]
) -> None:
    absences = seen(unit, postings=FLATS, absences=ABSENCES).tables["absences"]
    assert list(absences.records) == expected


@pytest.mark.parametrize(
    ("postings", "expected"),
    [
        pytest.param("S-0001", date(2026, 3, 9), id="of its own posting"),
        pytest.param("S-0002", None, id="of somebody else's"),
        pytest.param("S-0001；S-0002", None, id="of both"),
        pytest.param("", None, id="of none that is named"),
    ],
)
def test_a_talk_with_several_is_a_units_own_only_if_all_are(
    postings: str, expected: date | None
) -> None:
    talk = {"engagement_id": "G-0001", "posting_ids": postings, "kind": "heart_talk",
            "held_on": "2026-03-02", "fed_back_home_on": "2026-03-09"}  # fmt: skip
    records = seen(HOST, postings=FLATS, engagements=[talk]).tables["engagements"].records
    assert records["G-0001"].fed_back_home_on == expected


def test_nothing_is_a_units_own_before_its_appointment() -> None:
    secret = POSTING | {"appointed_on": "2026-07-01", "housing": "arranged"}
    shown = seen(HOST, postings=[secret], absences=ABSENCES[:1])
    assert not shown.has("postings", "S-0001")
    assert list(shown.tables["absences"].records) == []


def test_a_unit_that_cannot_be_trusted_is_nobodys() -> None:
    doubtful = POSTING | {"receiving_unit_id": "杏坞真", "housing": "arranged"}
    assert seen(HOST, postings=[doubtful]).tables["postings"].records["S-0001"].housing == ""
    assert seen(HOME, postings=[doubtful]).tables["postings"].records["S-0001"].housing != ""


def test_an_early_end_is_told_to_the_units_of_the_posting_alone() -> None:
    early = {"status": "ended_early", "end_actual": "2026-03-01"}
    postings = [POSTING | early, FOREIGN | early]
    records = seen(HOST, postings=postings).tables["postings"].records
    assert [record.status for record in records.values()] == ["ended_early", "completed"]


def test_what_is_said_of_a_value_goes_with_it() -> None:
    broken = {"returned_on": "2026-02-30"}
    shown = seen(HOST, postings=[POSTING | broken, FOREIGN | broken])
    assert [key for key, field in shown.tables["postings"].states if field == "returned_on"] == [
        "S-0001"
    ]
    assert {each.record for each in shown.findings if each.code == "CEL303"} == {"S-0001"}


def test_a_finding_is_a_units_own_only_if_every_place_in_it_is() -> None:
    checked = check(workbook(units=FOUR_UNITS, postings=FLATS))
    inside = [each for each in checked.findings if each.visibility is Visibility.UNIT]
    for unit in (HOME, HOST, OTHER):
        shown = make_publishable(checked, unit_audience(unit)).findings
        own = {"S-0002"} if unit == OTHER else {"S-0001"}
        assert {each.record for each in shown if each.visibility is Visibility.UNIT} <= own
    assert all(each.record for each in inside)


def test_a_unit_without_postings_sees_what_every_reader_sees() -> None:
    checked = demo()
    plain, narrow = (
        make_publishable(checked, each) for each in (INTERNAL, unit_audience("U-9999"))
    )
    assert [each.records for each in narrow.tables.values() if each.key in plain.tables] == [
        {
            key: tuple(
                getattr(plain.tables[table.key].records[key], field.name)
                if plain.tables[table.key].shows(field.name)
                else blank(value)
                for field, value in zip(table.fields, record, strict=True)
            )
            for key, record in table.records.items()
        }
        for table in narrow.tables.values()
        if table.key in plain.tables
    ]
    assert narrow.findings == plain.findings


def blank(value: object) -> object:
    """Give a value back only if it is blank, so that any other one is noticed."""
    return value if value in ("", None, ()) else "SEEN"


def test_the_organisation_department_sees_all_but_what_is_sealed() -> None:
    secret = POSTING | {"appointed_on": "", "outcome_reason": "本人申请", "remark": "标记"}
    cadres = [dict(CADRES[0]) | {"birth_ym": "1990-05"}, CADRES[1]]
    shown = make_publishable(check(workbook(postings=[secret], cadres=cadres)), ORG)
    posting, person = (
        shown.tables["postings"].records["S-0001"],
        shown.tables["cadres"].records["C-00001"],
    )
    assert (posting.remark, person.birth_ym) == ("标记", "1990-05")
    assert "outcome_reason" not in posting._fields


def test_an_unknown_unit_is_no_audience() -> None:
    with pytest.raises(UnknownUnitError) as caught:
        require_unit(seen("U-9999"))
    assert caught.value.unit == "U-9999"


@pytest.mark.parametrize("command", ["build", "diff old new", "serve"])
@pytest.mark.parametrize("name", ["unit:", "unit", "sealed", "everybody"])
def test_only_an_audience_that_exists_can_be_named(command: str, name: str) -> None:
    result = CliRunner().invoke(main, [*command.split(), "--audience", name])
    if command.startswith("diff") and name == "unit":
        assert "--audience" not in result.output
    else:
        assert result.exit_code == 2
        assert "--audience" in result.output


def site_of(publishable: Publishable) -> Iterator[tuple[str, str, str]]:
    for page in render_pages(publishable, "zh", TEXTS):
        yield page.address, page.title, page.html
    yield "search", "", register_entries(publishable).decode()
    for address, rows in directory_files(open_book(publishable, "zh")).items():
        yield address, "", rows.decode()
    for address, content in download_files(open_book(publishable, "zh"), TEXTS.messages).items():
        made = content.make() if isinstance(content, MadeLater) else content
        yield address, "", text_of(address, made)


AUDIENCES: Mapping[str, Callable[[], Audience]] = {
    "public": lambda: PUBLIC,
    "internal": lambda: INTERNAL,
    "org": lambda: ORG,
    "a unit that receives": lambda: unit_audience(busiest("receiving_unit_id")),
    "a unit that sends": lambda: unit_audience(busiest("home_unit_id")),
}


def busiest(side: str) -> str:
    """Give the unit with the most postings on one side."""
    units = pd.Series(demo().register.tables["postings"].values(side)).value_counts()
    return str(units.index[0])


@pytest.mark.soak
@pytest.mark.parametrize("make", AUDIENCES.values(), ids=list(AUDIENCES))
def test_what_an_audience_may_not_see_changes_no_byte_of_its_site(
    make: Callable[[], Audience],
) -> None:
    audience, checked = make(), demo()
    other = disguised(checked, audience, seed=7)
    assert other.content_hash() != checked.workbook.content_hash()
    again = check_workbook(other, SCHEMA, checked.register.as_of)
    plain, changed = (make_publishable(each, audience) for each in (checked, again))
    assert changed.held == plain.held
    assert changed.findings == plain.findings
    differing = [
        one[0] for one, two in zip(site_of(plain), site_of(changed), strict=True) if one != two
    ]
    assert differing == []
