"""Values of formulas in a spreadsheet: spilling, circles, other sheets, several readers at once."""

from __future__ import annotations

import threading

import pytest

from sheets_server import Store
from sheets_server.calculation import Calculation


@pytest.fixture
def store() -> Store:
    """Give a store."""
    return Store()


@pytest.fixture
def book(store) -> str:
    """Give a spreadsheet with a second sheet."""
    spreadsheet_id = store.create("登记", "zh_CN")
    requests = [{"addSheet": {"properties": {"title": "选项"}}}]
    store.batch_update(spreadsheet_id, {"requests": requests})
    return spreadsheet_id


def enter(store: Store, book: str, text: str, rows: list[list[str]]) -> None:
    """Type texts into a range."""
    store.write(book, text, rows, user_entered=True)


def test_an_array_spills_down_and_follows_its_source(store, book):
    enter(store, book, "Sheet1!A1", [["C-1", "甲"], ["C-2", "乙"]])
    formula = '=ARRAYFORMULA(IF(Sheet1!A1:A="","",TRIM(Sheet1!A1:A&" "&Sheet1!B1:B)))'
    enter(store, book, "选项!A1", [[formula]])
    assert store.values(book, "选项") == [["C-1 甲"], ["C-2 乙"]]
    enter(store, book, "Sheet1!A3", [["C-3", "丙"]])
    assert store.values(book, "选项") == [["C-1 甲"], ["C-2 乙"], ["C-3 丙"]]


def test_a_filled_cell_in_the_way_of_an_array_makes_it_an_error(store, book):
    enter(store, book, "A1", [["1"], ["2"]])
    enter(store, book, "C1", [["=ARRAYFORMULA(A1:A2)"], ["占"]])
    assert store.values(book, "C1:C2") == [["#REF!"], ["占"]]


def test_a_circle_is_an_error_and_ends(store, book):
    enter(store, book, "A1", [["=B1", "=A1", "=A1&1"]])
    assert store.values(book, "A1:C1") == [["#REF!", "#REF!", "#REF!"]]


def test_a_formula_sees_what_another_one_spilt(store, book):
    enter(store, book, "A1", [["=B3", "=ARRAYFORMULA(D1:D3)", "", "甲"]])
    enter(store, book, "D2", [["乙"], ["丙"]])
    assert store.values(book, "A1:B3") == [["丙", "甲"], ["", "乙"], ["", "丙"]]


def test_a_cell_read_from_another_sheet_does_not_hide_the_rest(store, book):
    enter(store, book, "Sheet1!A1", [["=1+1"], ["=1+2"]])
    enter(store, book, "选项!A1", [["=Sheet1!A1"]])
    assert store.values(book, "选项") == [["2"]]
    assert store.values(book, "Sheet1") == [["2"], ["3"]]


def test_readers_at_the_same_time_all_see_everything(store, book):
    enter(store, book, "Sheet1!A1", [[f"=ROW()*{factor}"] for factor in range(1, 201)])
    expected = [[str(row * row)] for row in range(1, 201)]
    spreadsheet = store.spreadsheet(book)
    calculation = Calculation(spreadsheet)
    start, found = threading.Barrier(4), []

    def read() -> None:
        start.wait()
        results = calculation.results(spreadsheet.sheets[0])
        found.append([[str(int(results[row][0]))] for row in range(200)])

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [expected] * 4


def test_today_is_the_day_of_the_spreadsheets_time_zone(store):
    spreadsheet_id = store.create("登记", "zh_CN", "Asia/Shanghai")
    enter(store, spreadsheet_id, "A1", [['=TEXT(TODAY(),"yyyy-mm-dd")']])
    assert store.values(spreadsheet_id, "A1") == [["2026-03-01"]]
