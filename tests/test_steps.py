"""The past: compared in narrow strips, kept once, and told to nobody who may not know of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from handbook.checking import Checked
from handbook.differences import Difference, compare, side_of
from handbook.differences.narrowing import compare_kept, compare_with_kept, kept_register
from handbook.history import (
    KEPT,
    History,
    Publication,
    forget_publications,
    keep_publication,
    load_history,
    publication_of,
)
from handbook.pages import open_book
from handbook.pages.past import record_pasts
from handbook.pages.publications import newest_publications, publication_pages
from handbook.past import with_past
from handbook.publications import step_file
from handbook.publishable import (
    INTERNAL,
    ORG,
    PUBLIC,
    Audience,
    Past,
    PastEntry,
    make_publishable,
    unit_audience,
)
from handbook.steps import open_counts, steps_to
from small_workbooks import AS_OF, CADRES, POSTING, SCHEMA, UNITS, Row, check, workbook

READERS = Audience("unit", KEPT)
HOME, HOST, STRANGER = (unit_audience(each) for each in ("U-0001", "U-0002", "U-0003"))


def register(
    *changes: Row, day: date = AS_OF, cadres: Sequence[Row] = CADRES, units: Sequence[Row] = UNITS
) -> Checked:
    posting: Row = POSTING
    for change in changes:
        posting = posting | change  # type: ignore[operator]
    return check(workbook(postings=[posting], cadres=cadres, units=units), day)


def published(checked: Checked) -> Publication:
    return publication_of(checked.register, "", "", checked.findings)


def past(audience: Audience, *registers: Checked) -> Past:
    """Give what is told of several registers, the last being that of today."""
    *before, now = registers
    history = History(tuple(map(published, before)))
    return with_past(make_publishable(now, audience), now, history, published(now)).past


def entries(told: Past) -> list[PastEntry]:
    return [entry for step in told.steps for entry in step.entries]


def values(told: Past) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.field, each.old, each.new)
        for entry in entries(told)
        for each in entry.changes
        if each.is_told
    ]


def _content(difference: Difference) -> list[object]:
    return [
        (section.kind, entry.sheet, entry.key, entry.is_old, entry.subject, entry.count, values)
        for section in difference.sections
        for entry in section.entries
        for values in ([(each.field.name, each.old, each.new) for each in entry.changes],)
    ]


def _people(dice: random.Random) -> Checked:
    """Make a small register at random, on one of a few days, with mistakes in it."""
    numbers = [number for number in range(1, 7) if dice.random() < 0.9]
    pick = dice.choice
    cadres = [
        {
            "cadre_id": f"C-{number:05}",
            "name": pick(["顾清禾", "陆予安"]),
            "home_unit_id": pick(["U-0001", "U-0003", "U-0009", ""]),
            "home_post": pick(["", "科长", "副科长"]),
        }
        for number in numbers
    ]
    days = ["", "2026-01-01", "2026-06-20", "2026-07-10", "不是日期"]
    postings = [
        POSTING
        | {
            "posting_id": f"S-{number:04}",
            "cadre_id": f"C-{pick([number, 1]):05}",
            "receiving_unit_id": pick(["U-0002", "U-0003"]),
            "reported_on": pick(days),
            "end_actual": pick(["", "", "2026-06-25"]),
            "appointed_on": pick(["2025-12-20", "2026-07-01", ""]),
            "extension_to": pick(["", "", "2027-03-31"]),
        }
        for number in numbers
    ]
    reports = [
        {
            "report_id": f"R-{number:04}",
            "posting_id": f"S-{pick([number, 1]):04}",
            "type": "quarterly",
        }
        for number in numbers
    ]
    book = workbook(cadres=cadres, postings=postings, reports=reports)
    return check(book, AS_OF + timedelta(days=pick([0, 15])))


@pytest.mark.parametrize("seed", range(12))
def test_a_narrow_comparison_says_what_a_whole_one_says(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    old, new = sorted((_people(dice), _people(dice)), key=lambda each: each.register.as_of)
    before, after = published(old), published(new)
    whole = compare(
        *(side_of(kept_register(each, SCHEMA), READERS, is_kept=True) for each in (before, after))
    )
    narrow, _, _ = compare_kept(before, after, SCHEMA, READERS)
    assert _content(narrow) == _content(whole)

    live = side_of(new, INTERNAL)
    whole = compare(side_of(kept_register(before, SCHEMA), INTERNAL, is_kept=True), live)
    assert _content(compare_with_kept(before, after, live)) == _content(whole)


TOLD = [
    pytest.param({"housing": "arranged"}, INTERNAL, 0, [], id="class unit, any reader"),
    pytest.param({"housing": "arranged"}, STRANGER, 0, [], id="class unit, another unit"),
    pytest.param(
        {"housing": "arranged"}, HOST, 1, [("housing", "", "arranged")], id="class unit, its own"
    ),
    pytest.param({"title": "副主任"}, INTERNAL, 1, [], id="class internal, without its values"),
    pytest.param({"title": "副主任"}, STRANGER, 1, [], id="class internal, another unit"),
    pytest.param({"title": "副主任"}, HOME, 1, [("title", "", "副主任")], id="class internal, own"),
    pytest.param(
        {"title": "副主任"}, ORG, 1, [("title", "", "副主任")], id="organisation department"
    ),
    pytest.param({"remark": "家里有事"}, ORG, 0, [], id="class org is not kept"),
    pytest.param({"title": "副主任"}, PUBLIC, 0, [], id="the public"),
]


@pytest.mark.parametrize(("change", "audience", "count", "told"), TOLD)
def test_the_past_is_told_by_class_and_by_whose_own_it_is(
    change: Row, audience: Audience, count: int, told: list[tuple[str, str, str]]
) -> None:
    found = past(audience, register(), register(change))
    assert (len(entries(found)), values(found)) == (count, told)


def test_what_is_public_has_a_public_past() -> None:
    renamed = (UNITS[0] | {"unit_name": "栖川市发展局"}, *UNITS[1:])  # type: ignore[operator]
    found = past(INTERNAL, register(), register(units=renamed))
    assert values(found) == [("unit_name", "栖川市发展规划局", "栖川市发展局")]


def test_what_happened_under_the_embargo_stays_hidden_after_it() -> None:
    secret = {"appointed_on": "", "appointment_doc_number": ""}
    found = past(
        HOST,
        register(secret, {"title": "没有成的岗位"}),
        register(secret, {"title": "副主任"}),
        register({"title": "副主任"}),
    )
    assert "没有成的岗位" not in repr(found)
    assert [entry.key for entry in entries(found) if entry.sheet == "postings"] == ["S-0001"]


def test_a_unit_is_not_told_of_what_was_not_its_own_then() -> None:
    moved = {"housing": "arranged", "receiving_unit_id": "U-0003"}
    found = past(STRANGER, register(), register({"housing": "arranged"}), register(moved))
    assert "housing" not in [name for name, _, _ in values(found)]


def test_a_record_that_is_gone_does_not_come_back() -> None:
    edited = (CADRES[0], CADRES[1] | {"home_post": "科长"})  # type: ignore[operator]
    found = past(ORG, register(), register(cadres=edited), register(cadres=CADRES[:1]))
    assert "C-00002" not in repr(found)


def test_days_are_news_without_an_edit() -> None:
    coming = {"reported_on": "2026-07-05"}
    found = past(HOST, register(coming), register(coming, day=AS_OF + timedelta(days=10)))
    assert [(each.kind, each.key) for each in entries(found)] == [("arrived", "S-0001")]


def kept(folder: Path, *registers: Checked) -> History:
    for each in registers:
        keep_publication(folder, published(each))
    return load_history(folder)


THREE = ({}, {"title": "副主任"}, {"title": "副主任", "housing": "arranged"})


def test_steps_are_kept_and_publications_not_read_again(tmp_path: Path) -> None:
    registers = [register(each) for each in THREE]
    now = published(registers[-1])
    first = steps_to(kept(tmp_path, *registers), now, SCHEMA)
    files = sorted(tmp_path.glob("*.json.gz"))
    assert [step_file(each).is_file() for each in files] == [False, True, True]
    for file in files[:-1]:
        file.write_bytes(b"")
    again = load_history(tmp_path)
    assert steps_to(again, now, SCHEMA) == first
    assert [each.number for each in first] == [2, 3]
    assert again.last_good("postings", "S-0001", "nothing") == ""


def test_the_step_to_today_is_the_same_before_and_after_it_is_kept(tmp_path: Path) -> None:
    now = register(THREE[2])
    before = steps_to(kept(tmp_path, register(), register(THREE[1])), published(now), SCHEMA)
    after = steps_to(kept(tmp_path, now), published(now), SCHEMA)
    assert repr(after) == repr(before)


def test_the_last_good_value_is_found_without_reading_old_publications(tmp_path: Path) -> None:
    registers = [register({"title": "副主任"}), register(), register({"housing": "arranged"})]
    history = kept(tmp_path, *registers)
    steps_to(history, published(registers[-1]), SCHEMA)
    for file in sorted(tmp_path.glob("*.json.gz"))[:-1]:
        file.write_bytes(b"")
    assert load_history(tmp_path).last_good("postings", "S-0001", "title") == "副主任"


def test_a_step_from_another_publication_is_worked_out_again(tmp_path: Path) -> None:
    registers = [register(each) for each in THREE]
    now = published(registers[-1])
    first = steps_to(kept(tmp_path, *registers), now, SCHEMA)
    sorted(tmp_path.glob("*.json.gz"))[1].unlink()
    [step] = steps_to(load_history(tmp_path), now, SCHEMA)
    assert {change.field for each in step.told for change in each.entry.changes} == {
        change.field for each in first for told in each.told for change in told.entry.changes
    }


def test_what_led_to_the_oldest_is_forgotten_with_what_was_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    registers = [register(each, day=AS_OF + timedelta(days=n)) for n, each in enumerate(THREE)]
    steps_to(kept(folder, *registers), published(registers[-1]), SCHEMA)
    forget_publications(tmp_path, AS_OF + timedelta(days=1))
    assert len(list(folder.glob("*.json.gz"))) == 2
    assert [each.name[:6] for each in folder.glob("*.step.gz")] == ["000003"]


def test_a_publication_says_which_columns_there_were() -> None:
    secret = published(register({"appointed_on": "", "appointment_doc_number": ""}))
    without = {name: text for name, text in POSTING.items() if not name.startswith("appoint")}
    open_to_all = published(check(workbook(postings=[without])))
    of_old = replace(open_to_all, columns={})
    shown = [
        "S-0001"
        in make_publishable(kept_register(each, SCHEMA), INTERNAL).tables["postings"].records
        for each in (secret, open_to_all, of_old)
    ]
    assert shown == [False, True, False]


def test_only_what_every_reader_may_know_of_is_counted() -> None:
    checked = register({"end_planned": "", "appointed_on": ""})
    free = register({"end_planned": ""})
    told = make_publishable(free, INTERNAL).findings
    assert sum(open_counts(free).values()) == len(told) > 0
    assert sum(open_counts(checked).values()) == len(make_publishable(checked, INTERNAL).findings)


def test_a_page_tells_of_its_own_record_and_of_what_hangs_on_it() -> None:
    edited = (CADRES[0] | {"home_post": "科长"}, CADRES[1])  # type: ignore[operator]
    now = register({"title": "副主任"}, cadres=edited)
    publishable = make_publishable(now, ORG)
    told = with_past(publishable, now, History((published(register()),)), published(now))
    found = record_pasts(open_book(told, "zh").index)
    assert list(found) == ["cadres/C-00001"]
    assert [(each.sheet, each.record.text) for each in found["cadres/C-00001"].items] == [
        ("干部", ""),
        ("挂职", "S-0001 顾清禾"),
    ]


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_every_publication_that_said_anything_new_has_a_page(language: str) -> None:
    registers = [register(each) for each in (*THREE[:2], THREE[1] | {"remark": "无关"}, THREE[2])]
    now = registers[-1]
    history = History(tuple(map(published, registers[:-1])))
    told = with_past(make_publishable(now, HOST), now, history, published(now))
    book = open_book(told, language)
    assert [page.address for page in publication_pages(book)] == [
        "changes/2026-06-30-2.html",
        "changes/2026-06-30-4.html",
    ]
    lines, years = newest_publications(book)
    assert [line.day.link for line in lines] == [
        "../changes/2026-06-30-4.html",
        "../changes/2026-06-30-2.html",
    ]
    assert years == ("2026",)
