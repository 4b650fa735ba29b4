"""What a page reads is told apart as finely as it must be, and no edit goes unnoticed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from handbook.pages import open_book
from handbook.pages.book import Book
from handbook.pages.leaves import Leaves, RegisterPrints, register_prints
from handbook.pages.reads import EVERYTHING, FINDINGS, Read
from handbook.publishable import INTERNAL, Publishable, make_publishable
from small_workbooks import CADRES, POSTING, Row, check, workbook


def _publishable(**sheets: object) -> Publishable:
    return make_publishable(check(workbook(**sheets)), INTERNAL)  # type: ignore[arg-type]


def _leaves(publishable: Publishable) -> Leaves:
    return Leaves(open_book(publishable, "en"), register_prints(publishable))


def _cadres(**changes: str) -> list[Row]:
    return [{"home_post": "科长"} | dict(CADRES[0]) | changes, CADRES[1]]


BEFORE = _publishable(cadres=_cadres())

ONE: Mapping[str, Read] = {
    "record": ("record", "cadres", "C-00001"),
    "other record": ("record", "cadres", "C-00002"),
    "sheet": ("records", "cadres", ""),
    "keys": ("keys", "cadres", ""),
    "name": ("reference", "cadres", "C-00001"),
    "other name": ("reference", "cadres", "C-00002"),
    "name of the posting": ("reference", "postings", "S-0001"),
    "all names": ("references", "cadres", ""),
    "of unit 1": ("group", "cadres.home_unit_id", "U-0001"),
    "of unit 2": ("group", "cadres.home_unit_id", "U-0002"),
    "filled": ("filled", "cadres", ""),
    "other sheet": ("records", "units", ""),
}
NAMES = {"name", "name of the posting", "all names"}
RECORD = {"record", "sheet"}


@pytest.mark.parametrize(
    ("cadres", "changed"),
    [
        pytest.param(_cadres(), set(), id="nothing"),
        pytest.param(_cadres()[::-1], set(), id="order of rows"),
        pytest.param(_cadres(home_post="副科长"), RECORD, id="a value"),
        pytest.param(_cadres(home_post=""), RECORD | {"filled"}, id="the only value of a column"),
        pytest.param(_cadres(name="单若溪"), RECORD | NAMES, id="a name"),
        pytest.param(
            _cadres(name="陆予安"), RECORD | NAMES | {"other name"}, id="the name of another"
        ),
        pytest.param(
            _cadres(home_unit_id="U-0002"), RECORD | {"of unit 1", "of unit 2"}, id="a reference"
        ),
        pytest.param(
            _cadres()[:1],
            {"other record", "sheet", "keys", "other name", "all names", "of unit 1"},
            id="a row that is gone",
        ),
    ],
)
def test_an_edit_changes_what_says_something_else_and_nothing_more(
    cadres: list[Row], changed: set[str]
) -> None:
    one, two = _leaves(BEFORE), _leaves(_publishable(cadres=cadres))
    assert {name for name, read in ONE.items() if one.print(*read) != two.print(*read)} == changed


@pytest.mark.parametrize("kind", sorted({read[0] for read in ONE.values()}))
def test_what_says_something_else_has_a_root_that_does(kind: str) -> None:
    one, two = _leaves(BEFORE), _leaves(_publishable(cadres=_cadres(name="陆予安")))
    moved = {name for name in one.roots if one.roots[name] != two.roots[name]}
    for read in ONE.values():
        if read[0] == kind and one.print(*read) != two.print(*read):
            assert moved & one.roots_of(*read[:2])


def _seen(book: Book) -> Mapping[str, str]:
    publishable = book.index.publishable
    return {"": f"{len(publishable.tables['units'].records)} {len(publishable.findings)}"}


def test_what_is_shared_has_the_roots_of_what_was_read_for_it() -> None:
    leaves = _leaves(BEFORE)
    name = f"{_seen.__module__}.{_seen.__name__}"
    assert leaves.roots_of("shared", name) == {"units", FINDINGS}


def test_a_register_notes_the_sheets_that_are_taken_and_no_others() -> None:
    index = open_book(BEFORE, "zh").index
    with index.reads.gathered() as reads:
        assert "postings" in index.publishable.tables
        assert len(index.publishable.tables["postings"].records) == 1
        assert index.publishable.content_hash == ""
    assert reads == {("records", "postings", "")}


def test_everything_is_decided_by_every_sheet() -> None:
    book = open_book(BEFORE, "zh")
    leaves = Leaves(book, RegisterPrints({"cadres": b"1", "units": b"2"}))
    assert leaves._roots_of_all([EVERYTHING]) == {"cadres", "units"}
    assert POSTING["posting_id"] in book.index.keys("postings")
