"""Two spreadsheets: each tells its readers what they may know, and not that there is more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotating_office import Office, Open, fill
from handbook.annotating.google import clear
from handbook.annotating.results import Manner
from handbook.findings import Visibility
from handbook.workbook import RESTRICTED, Manifest, Workbook
from small_workbooks import CADRES, POSTING, SCHEMA, sheet, workbook

CELLS = Manner.CELLS_TOO
SHARED = workbook(postings=[POSTING | {"cadre_id": "C-00009"}])
SECOND = Workbook(
    (
        replace(
            sheet("cadres", [{"cadre_id": "C-00001", "birth_ym": "很久以前"}]), book=RESTRICTED
        ),
        replace(
            sheet("postings", [{"posting_id": "S-0001", "party_relation": "没有这一项"}]),
            book=RESTRICTED,
        ),
    ),
    Manifest(source="second", language="zh"),
)


@pytest.fixture
def two(open_office: Open) -> Office:
    office = open_office(SHARED)
    office.restricted_id = fill(office.store, SECOND, of=RESTRICTED, title="组织部门专用")
    return office


def codes(office: Office, spreadsheet_id: str) -> list[str]:
    rows = office.store.values(spreadsheet_id, "'检查结果'")[4:]
    return sorted({row[1] for row in rows if row[1] != "SRC102"})


def test_each_finding_stands_in_the_spreadsheet_of_its_cell(two: Office) -> None:
    outcome = two.annotate(manner=CELLS)
    assert outcome.kept_back == 0
    assert codes(two, two.spreadsheet_id) == ["KEY404"]
    assert {"CEL305", "CEL308"} <= set(codes(two, two.restricted_id))
    assert set(two.store.notes(two.restricted_id, "cadres")) == {(2, 2)}
    assert set(two.store.notes(two.restricted_id, "postings")) == {(2, 2)}
    assert two.store.colours(two.restricted_id, "cadres") == {(2, 2): "#ffe5b2"}
    assert two.marks() == {("postings", 2, 2)}


def test_the_shared_spreadsheet_does_not_tell_that_there_is_more(two: Office) -> None:
    two.annotate(manner=CELLS)
    before = two.results()
    for place in ("cadres!B2", "postings!B2"):
        two.store.write(two.restricted_id, place, [[""]])
    start = len(two.server.log)
    two.annotate()
    assert two.results() == before
    written = [each.path for each in two.since(start, "sheets.write")]
    assert all(two.spreadsheet_id not in path for path in written)


def test_saying_it_again_changes_neither(two: Office) -> None:
    two.annotate(manner=CELLS)
    start = len(two.server.log)
    outcome = two.annotate()
    assert two.since(start, "sheets.write") == []
    assert outcome.restricted is not None
    assert outcome.restricted.manner is CELLS


def test_each_spreadsheet_has_its_own_choice(two: Office) -> None:
    two.annotate()
    two.store.write(two.restricted_id, "'检查结果'!B2", [["也写批注和颜色"]])
    two.annotate()
    assert two.marks() == set()
    assert set(two.store.notes(two.restricted_id, "cadres")) == {(2, 2)}


def test_clear_clears_both(two: Office) -> None:
    two.annotate(manner=CELLS)
    clear(two.access(), two.pull(), SCHEMA, restricted_id=two.restricted_id)
    assert two.marks() == set()
    assert two.store.notes(two.restricted_id, "cadres") == {}
    assert two.store.values(two.restricted_id, "'检查结果'")[4:] == []


SECRET = workbook(cadres=[*CADRES[:1], CADRES[1] | {"birth_ym": "很久以前"}])


def test_what_only_the_department_may_know_is_kept_back_without_a_second_spreadsheet(
    open_office: Open,
) -> None:
    office = open_office(SECRET)
    outcome = office.annotate(manner=CELLS)
    assert outcome.kept_back == 1
    assert "CEL305" not in str(office.results())
    assert office.marks() == set()


def test_a_register_of_the_department_alone_may_tell_it(open_office: Open) -> None:
    office = open_office(SECRET)
    outcome = office.annotate(manner=CELLS, limit=Visibility.SEALED)
    assert outcome.kept_back == 0
    assert office.marks("cadres") == {(3, 4)}


def test_with_a_second_spreadsheet_it_is_told_there_with_a_link_to_the_first(
    open_office: Open,
) -> None:
    office = open_office(SECRET)
    office.restricted_id = fill(office.store, SECOND, of=RESTRICTED)
    office.annotate(manner=CELLS)
    assert "很久以前" not in str(office.results())
    rows = office.store.values(office.restricted_id, "'检查结果'")
    row = next(number for number, row in enumerate(rows, 1) if row[3:4] == ["cadres!D3"])
    mask = "sheets.data.rowData.values.hyperlink"
    ranges = [f"'检查结果'!D{row}"]
    reply = office.access().beside(office.restricted_id).structure(mask, ranges)
    link = reply["sheets"][0]["data"][0]["rowData"][0]["values"][0]["hyperlink"]
    address = f"https://docs.google.com/spreadsheets/d/{office.spreadsheet_id}/edit"
    assert link == f"{address}#gid=12&range=D3"
    assert office.store.notes(office.spreadsheet_id, "cadres") == {}
