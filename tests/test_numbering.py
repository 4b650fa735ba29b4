"""Ids for rows without one: the same the check proposes, and only where nothing is doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import real_schema
from handbook.numbering import propose_numbers
from handbook.proposals import apply_proposals, places_of
from handbook.saving import save_csv_folder
from handbook.sources import pull
from small_workbooks import CADRES, UNITS, check, workbook

NEW = {"cadre_id": "", "name": "韩知远", "home_unit_id": "U-0001", "record_status": "在册"}
OTHER = {**NEW, "name": "陆予安"}
REPORT = {"report_id": "", "posting_id": "S-0001", "type": "季度汇报", "period": "2026-Q1"}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Give a register whose two newest cadres, a unit and a report have no id."""
    unit = {**UNITS[0], "unit_id": "", "unit_name": "杏坞镇"}
    book = workbook(cadres=(*CADRES, NEW, OTHER), units=(*UNITS, unit), reports=(REPORT,))
    save_csv_folder(book, tmp_path / "register")
    return tmp_path / "register"


def proposed(register: Path, *sheets: str) -> list[tuple[str, str]]:
    """Give sheet and id of each proposal."""
    places = places_of(pull(register), real_schema(), "zh")
    return [(each.sheet, each.after) for each in propose_numbers(places, "register", sheets)]


def test_blank_ids_get_the_next_free_ones(register: Path) -> None:
    assert proposed(register) == [
        ("units", "U-0004"),
        ("cadres", "C-00003"),
        ("cadres", "C-00004"),
    ]


def test_a_sheet_that_needs_no_ids_is_numbered_when_asked_for(register: Path) -> None:
    assert ("reports", "R-0001") in proposed(register, "reports")


def test_they_are_the_ids_the_check_proposes(register: Path) -> None:
    told = [
        each.params["proposal"] for each in check(pull(register)).findings if each.code == "KEY401"
    ]
    assert sorted(map(str, told)) == sorted(after for _, after in proposed(register))


def test_once_written_nothing_is_proposed_any_more(register: Path) -> None:
    places = places_of(pull(register), real_schema(), "zh")
    outcome = apply_proposals(register, propose_numbers(places, "register"), real_schema(), "zh")
    assert (outcome.amended.written, proposed(register)) == (3, [])


def test_two_rows_that_say_the_same_are_left_to_a_person(tmp_path: Path) -> None:
    save_csv_folder(workbook(cadres=(*CADRES, NEW, NEW, OTHER)), tmp_path)
    assert proposed(tmp_path) == [("cadres", "C-00003")]
