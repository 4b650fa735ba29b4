"""What goes through a whole sheet reads some of its columns, and asks which records there are."""

from __future__ import annotations

from builders import build_publishable
from handbook.pages import open_book
from handbook.pages.leaves import Leaves, register_prints
from handbook.pages.reads import NotedRegister, Reads

REGISTER = {
    "cadres": {
        "C-00001": {"name": "顾清禾", "home_post": "规划科科长"},
        "C-00002": {"name": "陆予安", "home_post": "档案馆馆长"},
    }
}


def _column(register: dict, field: str) -> bytes:
    publishable = build_publishable(register)
    leaves = Leaves(open_book(publishable, "zh"), register_prints(publishable))
    return leaves.print("column", "cadres", field)


def _edited(key: str, **values: str) -> dict:
    cadres = REGISTER["cadres"]
    return {"cadres": cadres | {key: cadres.get(key, {}) | values}}


def test_cells_are_noted_by_column_only_where_that_is_asked_for() -> None:
    reads = Reads()
    with reads.gathered(by_column=True) as outer:
        reads.note_cell("cadres", "C-00001", "name")
        with reads.gathered() as inner:
            reads.note_cell("cadres", "C-00001", "name")
        reads.note_cell("cadres", "C-00002", "home_post")
    with reads.gathered() as later:
        reads.note_cell("cadres", "C-00002", "name")
    assert inner == {("record", "cadres", "C-00001")}
    assert outer == {("column", "cadres", "name"), ("column", "cadres", "home_post")}
    assert later == {("record", "cadres", "C-00002")}


def test_a_column_says_something_else_once_a_cell_or_a_record_of_it_changes() -> None:
    name = _column(REGISTER, "name")
    assert _column(_edited("C-00002", home_post="史志办主任"), "name") == name
    assert _column(_edited("C-00002", name="陆予宁"), "name") != name
    assert _column(_edited("C-00003", name=""), "name") != name


def test_whoever_asks_whether_there_is_a_record_has_read_only_which_there_are() -> None:
    reads = Reads()
    register = NotedRegister(build_publishable(REGISTER), reads)
    with reads.gathered() as noted:
        found = [
            register.has("cadres", "C-00001"),
            register.has("cadres", "C-00009"),
            register.has("nothing", "C-00001"),
        ]
    assert found == [True, False, False]
    assert noted == {("keys", "cadres", "")}
