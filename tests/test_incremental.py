"""A page that is kept is the page that would be made again, whatever was edited meanwhile."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cut_registers import cut_register, demo
from handbook.building import Request, build_site, load_texts
from handbook.config import Project
from handbook.history import folder_of, load_history
from handbook.pages import entries, open_book
from handbook.pages.leaves import Leaves, register_prints
from handbook.pages.reads import EVERYTHING, Reads, coarsened
from handbook.publishable import INTERNAL, ORG, Audience, Publishable, make_publishable
from handbook.rendering.environment import make_environment
from handbook.rendering.fragments import Fragment, render_entry
from handbook.rendering.memory import PageMemory
from handbook.saving import save_csv_folder
from handbook.workbook import Sheet, Workbook, grid
from sites import built_copy
from small_workbooks import AS_OF, ROOT, check

PROJECT = Project(ROOT)
TEXTS = load_texts(PROJECT)
SMALL = cut_register().workbook
Rendered = Mapping[str, tuple[Fragment, ...]]
"""Entry → its pages."""


def _edited(book: Workbook, dice: random.Random) -> Workbook:
    """Edit a cell, add a row like another, drop a row, or put sheets into another order."""
    sheets = list(book.sheets)
    place = dice.randrange(len(sheets))
    header, *rows = sheets[place].text.to_numpy(dtype=object).tolist()
    action = dice.choice(["cell", "cell", "cell", "blank", "add", "drop", "swap rows", "sheets"])
    row = dice.randrange(len(rows)) if rows else 0
    column = dice.randrange(len(header))
    if action == "sheets" or not rows:
        dice.shuffle(sheets)
        return Workbook(tuple(sheets), book.manifest)
    if action == "cell":
        rows[row][column] = dice.choice(rows)[column]
    elif action == "blank":
        rows[row][column] = ""
    elif action == "add":
        copy = list(rows[row])
        copy[0] = f"{copy[0]}9"
        rows.append(copy)
    elif action == "drop":
        del rows[row]
    else:
        dice.shuffle(rows)
    sheets[place] = Sheet(sheets[place].title, grid([header, *rows]))
    return Workbook(tuple(sheets), book.manifest)


def _digest(fragment: Fragment) -> str:
    return blake2b(f"{fragment.title}\0{fragment.html}".encode()).hexdigest()


class _Pages:
    """Renders a register in full, and says which of the pages of before would have been kept."""

    def __init__(self, memory: Path, language: str, audience: Audience = INTERNAL) -> None:
        self._memory, self._language = memory, language
        self._environment = make_environment(language, TEXTS.messages, audience.visibility)
        self._remember({})

    def render(self, publishable: Publishable) -> dict[str, tuple[Fragment, ...]]:
        """Render all; give the pages of before of every entry that counts as fresh."""
        book = open_book(publishable, self._language)
        key = f"{publishable.audience} {publishable.as_of}"
        leaves = Leaves(book, register_prints(publishable))
        memory = PageMemory(self._memory, key, leaves, lambda address: self._digests.get(address))
        last, kept = self.rendered, {}
        rendered: dict[str, tuple[Fragment, ...]] = {}
        for entry in entries(book):
            if memory.fresh(entry.name) is not None:
                kept[entry.name] = last[entry.name]
            done = render_entry(entry, book, self._environment)
            rendered[entry.name] = done.fragments
            if entry.name not in kept:
                memory.note(entry.name, [each.address for each in done.fragments], done.reads)
        self._remember(rendered)
        memory.keep()
        return kept

    def _remember(self, rendered: Rendered) -> None:
        self.rendered = rendered
        self._digests = {page.address: _digest(page) for many in rendered.values() for page in many}


@pytest.mark.parametrize(("language", "audience"), [("zh", INTERNAL), ("vi", ORG)])
@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.soak)])
def test_a_kept_page_is_the_page_that_would_be_made(
    count: int, language: str, audience: Audience, tmp_path: Path
) -> None:
    memory = tmp_path / "pages.json"

    @settings(max_examples=2, deadline=None, phases=[Phase.generate])  # a seed shrinks to nothing
    @given(st.integers(0, 2**32))
    def walk(seed: int) -> None:
        memory.unlink(missing_ok=True)
        dice, book = random.Random(seed), SMALL  # noqa: S311
        pages = _Pages(memory, language, audience)
        pages.render(make_publishable(cut_register(), audience))
        for _ in range(count):
            book = _edited(_edited(book, dice), dice)
            kept = pages.render(make_publishable(check(book), audience))
            wrong = [name for name, many in kept.items() if many != pages.rendered[name]]
            assert wrong == []

    walk()


def test_most_pages_are_kept_when_one_row_is_edited(tmp_path: Path) -> None:
    pages = _Pages(tmp_path / "pages.json", "zh")
    pages.render(make_publishable(check(SMALL), INTERNAL))
    edited = tuple(_with_post(each) for each in SMALL.sheets)

    kept = pages.render(make_publishable(check(Workbook(edited, SMALL.manifest)), INTERNAL))

    made = [name.partition("/")[0] for name in pages.rendered.keys() - kept.keys() if "/" in name]
    assert sorted(made) == ["cadre lists", "cadres"]


def _with_post(sheet: Sheet) -> Sheet:
    text = sheet.text.copy()
    headers = text.iloc[0].tolist()
    if "原任职务" not in headers:
        return sheet
    text.iat[3, headers.index("原任职务")] = "档案馆副馆长"
    return replace(sheet, text=text)


def test_no_page_of_a_record_may_have_read_everything() -> None:
    book = open_book(make_publishable(demo(), INTERNAL), "zh")
    environment = make_environment("zh", TEXTS.messages)
    unbounded = [
        entry.name
        for entry in entries(book)
        if "/" in entry.name and EVERYTHING in render_entry(entry, book, environment).reads
    ]
    assert unbounded == []


def test_many_records_of_a_sheet_count_as_the_whole_sheet() -> None:
    few = {("record", "units", f"U-{number:04}") for number in range(10)}
    many = {("record", "cadres", f"C-{number:05}") for number in range(1000)}
    assert coarsened(few | many) == few | {("records", "cadres", "")}


def test_what_is_gathered_inside_is_not_seen_outside() -> None:
    reads = Reads()
    with reads.gathered() as outer:
        reads.note("record", "units", "U-0001")
        with reads.gathered() as inner:
            reads.note("record", "units", "U-0002")
        reads.note_everything()
    assert inner == {("record", "units", "U-0002")}
    assert outer == {("record", "units", "U-0001"), EVERYTHING}


STEPS = ("start", "edit", "another day and audience")


@pytest.mark.parametrize(
    "steps",
    [STEPS, pytest.param((*STEPS, "edit", "edit"), marks=pytest.mark.soak)],
    ids=["few steps", "many steps"],
)
def test_every_build_over_another_is_the_clean_build(steps: Sequence[str], tmp_path: Path) -> None:
    project = Project(built_copy(tmp_path / "project", ("zh", "vi")))
    dice, book = random.Random(7), SMALL  # noqa: S311
    day, site = AS_OF, tmp_path / "site"
    audience = INTERNAL
    for number, step in enumerate(steps):
        if step == "edit":
            for _ in range(4):
                book = _edited(book, dice)
        elif step != "start":
            day, audience = day + timedelta(days=3), ORG
        source = tmp_path / f"register{number}"
        save_csv_folder(book, source)
        request = Request(source, audience, ("zh", "vi"), as_of=day, output=site)
        if step == "start":
            history = tmp_path / "history"
            over = build_site(project, replace(request, history=history), TEXTS)
            assert over.problems == ()
            kept = load_history(folder_of(history, str(source.resolve())))
            assert len(kept.publications) == 1  # of both languages together
            continue
        over = build_site(project, request, TEXTS)
        clean = build_site(project, replace(request, output=tmp_path / f"clean{number}"), TEXTS)
        assert over.problems == clean.problems
        assert over.report is not None
        assert _differing(site, clean.site) == []
        if step == "edit":
            assert over.report.unchanged > over.report.written


def _differing(site: Path, other: Path) -> list[str]:
    one, two = ({
        path.relative_to(each).as_posix(): path.read_bytes()
        for path in each.rglob("*") if path.is_file()
    } for each in (site, other))  # fmt: skip
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
