"""What two processes make from both ends is what one makes, and each of it is made once."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from filecmp import cmpfiles
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handbook.rules
import handbook.stamping
from demos import checked_demo
from handbook.both_ends import FromBothEnds
from handbook.findings import Finding, in_reading_order
from handbook.register import Register
from handbook.rules import RULES, check_rules
from handbook.site_folder import MARKER, SiteFolder, claim
from handbook.stamping import (
    AnyPage,
    LanguageSite,
    Region,
    RenderedPage,
    StampReport,
    stamp,
    stamp_language,
)
from sites import LISTS, person, read_files, small_shells
from small_site import make_site
from small_workbooks import SCHEMA

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

MAKERS = 30
SCHEME = Region("scheme: exchange", "<p>交流</p>")


@given(
    counts=st.lists(st.integers(0, 3), max_size=60),
    at_once=st.integers(1, 8),
    turns=st.lists(st.booleans(), max_size=90),
)
def test_whoever_takes_how_much_all_is_made_once(
    counts: list[int], at_once: int, turns: list[bool]
) -> None:
    def several(number: int, count: int) -> Iterator[tuple[int, int]]:
        return ((number, each) for each in range(count))

    things = FromBothEnds([partial(several, *each) for each in enumerate(counts)], at_once=at_once)
    ends = {True: iter(things), False: things.from_back()}
    taken = [next(ends[turn], None) for turn in turns]
    taken += [*ends[True], *ends[False]]

    expected = [(number, each) for number, count in enumerate(counts) for each in range(count)]
    assert sorted(filter(None, taken)) == expected


def test_one_process_makes_them_in_their_order() -> None:
    assert list(FromBothEnds([partial(iter, range(each)) for each in (2, 0, 3)])) == [0, 1, 0, 1, 2]


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a second process for little, and pass over threads that a browser has left."""
    monkeypatch.setattr(handbook.stamping, "WORTH_TWO", 2)
    monkeypatch.setattr(handbook.rules, "WORTH_TWO", 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


class Pages:
    """A site; its first page waits until another process makes the last ones."""

    def __init__(self) -> None:
        self._is_other_at_work = multiprocessing.Event()
        self.here = os.getpid()
        between = [partial(self._of, number) for number in range(2, MAKERS)]
        self.all = FromBothEnds[AnyPage]([self._first, *between, self._last])

    def _first(self) -> Iterator[AnyPage]:
        assert self._is_other_at_work.wait(60)
        yield from self._of(1)

    def _last(self) -> Iterator[AnyPage]:
        assert os.getpid() != self.here
        self._is_other_at_work.set()
        yield from LISTS
        yield SCHEME

    def _of(self, number: int) -> Iterator[AnyPage]:
        yield person(number, f"陆予安{number}")


def stamped(folder: Path, pages: Iterable[AnyPage]) -> StampReport:
    """Stamp over what stands in a folder."""
    shells = small_shells(folder / "zh", "<!-- scheme: exchange -->")
    return stamp(shells, folder / "site", pages, [("calendars/U-0001.ics", b"BEGIN")])


@pytest.mark.usefixtures("two")
def test_two_processes_write_the_site_that_one_writes(tmp_path: Path) -> None:
    people = (person(number, f"陆予安{number}") for number in range(1, MAKERS))
    alone = stamped(tmp_path / "alone", [*LISTS, *people, SCHEME])

    assert stamped(tmp_path / "two", Pages().all) == alone
    assert read_files(tmp_path / "two" / "site") == read_files(tmp_path / "alone" / "site")
    assert "交流" in (tmp_path / "two" / "site" / "guidance" / "term.html").read_text("utf-8")


@pytest.mark.usefixtures("two")
def test_two_processes_write_only_what_changed_and_remove_what_is_gone(tmp_path: Path) -> None:
    stamped(
        tmp_path, [*LISTS, person(1, "陆予安1"), person(2, "顾清禾"), person(99, "沈知微"), SCHEME]
    )
    unchanged = len(LISTS) + 4  # a cadre, a calendar, the written page and the style sheet

    assert stamped(tmp_path, Pages().all) == StampReport(MAKERS - 2, unchanged, 1)


@pytest.mark.usefixtures("two")
def test_whoever_wants_to_know_is_told_of_every_file(tmp_path: Path) -> None:
    people = [partial(iter, [person(number)]) for number in range(1, MAKERS)]
    shells, told = small_shells(tmp_path / "zh"), list[str]()
    part = LanguageSite("", shells, FromBothEnds([*people, partial(iter, LISTS)]), ())
    claim(tmp_path / "site")
    with SiteFolder(tmp_path / "site", None) as folder:
        folder.on_write = lambda address, *_: told.append(address)
        stamp_language(folder, part, None)

    site = tmp_path / "site"
    written = {each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file()}
    assert set(told) == written - {MARKER}


@pytest.mark.usefixtures("two")
def test_one_address_from_both_ends_is_refused(tmp_path: Path) -> None:
    met = multiprocessing.Barrier(2)

    def once(address: str) -> Iterator[AnyPage]:
        met.wait(60)  # neither process makes both
        yield RenderedPage(address, "甲", "<h1>甲</h1>")

    blank = [partial(iter, ())] * MAKERS
    ends = [partial(once, "cadres/a-20.html"), *blank, partial(once, "cadres/A-20.html")]
    with pytest.raises(ValueError, match="two files want the address"):
        stamped(tmp_path, FromBothEnds(ends))


@pytest.mark.usefixtures("two")
def test_a_failure_at_the_back_is_told(tmp_path: Path) -> None:
    met = multiprocessing.Barrier(2)

    def waits() -> Iterator[AnyPage]:
        met.wait(60)
        return iter(())

    def fails() -> Iterator[AnyPage]:
        met.wait(60)
        raise ValueError("no such batch")

    with pytest.raises(ChildProcessError, match="no such batch"):
        stamped(tmp_path, FromBothEnds([waits, *[partial(iter, ())] * MAKERS, fails]))


def test_a_register_is_written_by_two_as_by_one(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    alone = make_site(tmp_path / "alone")
    request.getfixturevalue("two")
    two = make_site(tmp_path / "two")
    addresses = {each.relative_to(alone) for each in alone.rglob("*") if each.is_file()}

    assert addresses == {each.relative_to(two) for each in two.rglob("*") if each.is_file()}
    _, changed, missing = cmpfiles(alone, two, map(str, addresses), shallow=False)
    assert (changed, missing) == ([], [])


def register() -> Register:
    """Give the demo register with its planted mistakes."""
    return checked_demo("demo_mistakes").register


def test_two_processes_find_what_one_finds(request: pytest.FixtureRequest) -> None:
    alone = in_reading_order(check_rules(register()), SCHEMA.tables)
    request.getfixturevalue("two")
    assert len(alone) > 30
    assert in_reading_order(check_rules(register()), SCHEMA.tables) == alone


@pytest.mark.usefixtures("two")
def test_a_rule_that_breaks_in_the_other_process_says_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_broken = multiprocessing.Event()

    def waits(_: Register) -> Iterator[Finding]:
        assert is_broken.wait(60)
        return iter(())

    def breaks(_: Register) -> Iterator[Finding]:
        is_broken.set()
        raise ValueError("no such day")

    first, last = [code for code, _ in RULES if register().is_on(code)][:2]
    monkeypatch.setattr(handbook.rules, "RULES", ((first, waits), (last, breaks)))
    with pytest.raises(ValueError, match="no such day") as caught:
        check_rules(register())
    assert caught.value.__notes__ == [f"while checking {last}"]
