"""Old ledgers become registers: as expected to the letter, and nothing of them is lost."""

from __future__ import annotations

import pytest

import ledger_files
from builders import AS_OF, real_schema
from handbook.checking import check_workbook
from handbook.importing import (
    At,
    Imported,
    draft_map,
    import_ledger,
    leftover_lines,
    read_ledger,
    register_workbook,
)
from handbook.workbook import Workbook


@pytest.fixture(scope="module", params=ledger_files.NAMES)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ledger_files.Ledger, Workbook, Imported]:
    """Give a ledger of the corpus, as read from a real file, and what became of it."""
    ledger = ledger_files.load(request.param)
    workbook = read_ledger(ledger.write(tmp_path_factory.mktemp("ledger")))
    return ledger, workbook, import_ledger(draft_map(workbook, real_schema()), real_schema())


Case = tuple[ledger_files.Ledger, Workbook, Imported]


def test_the_register_is_the_one_written_by_hand(case: Case) -> None:
    ledger, _, imported = case
    filled = {key: records for key, records in imported.records.items() if records}
    assert filled == ledger.expected


def test_the_leftovers_are_the_ones_written_by_hand(case: Case) -> None:
    ledger, _, imported = case
    lines = leftover_lines(imported, real_schema(), imported.language)
    assert [(f"{sheet}!{cell}", *rest) for sheet, cell, *rest in lines] == ledger.leftovers


def test_every_cell_that_holds_anything_is_accounted_for(case: Case) -> None:
    _, workbook, imported = case
    filled = {
        At(sheet.title, int(row), int(column))
        for sheet in workbook.sheets
        for column in sheet.text.columns
        for row, text in sheet.text[column].items()
        if str(text).strip()
    }
    assert imported.accounts.keys() == filled


def test_the_check_finds_blanks_to_fill_in_and_nothing_it_cannot_read(case: Case) -> None:
    _, _, imported = case
    book = register_workbook(imported, real_schema())
    codes = {finding.code for finding in check_workbook(book, real_schema(), AS_OF).findings}
    assert "CEL301" in codes
    assert {code for code in codes if not code.startswith("POL-")} <= {"CEL301", "HDR207"}
    assert ("HDR207" in codes) is not imported.has_appointments
