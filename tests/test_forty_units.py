"""Forty units fill in, forget, repeat and contradict: nothing is lost, invented or misplaced."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.checking import check_workbook
from handbook.provisioning.blueprint import Part, draw
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.unit_files import (
    Returned,
    Review,
    SentFile,
    SentSheet,
    State,
    decide,
    listed,
    read_register,
    review_returned,
    without_conflict,
)
from handbook.unit_files.memory import remember, sent_folder
from handbook.unit_files.preparing import prepare
from handbook.unit_files.returned import ReturnedRow
from handbook.unit_files.shares import Shares
from handbook.unit_files.wishes import wishes_of
from handbook.unit_files.writing import unit_file
from handbook.workbook import Workbook
from small_workbooks import AS_OF, POSTING, SCHEMA, workbook
from unit_file_samples import SENT_AT

UNITS = 40
WORDS = ("", "甲事", "乙事", "丙事")
Cell = tuple[str, str, str]
"""Sheet, record, field."""
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "cadres": ("home_post", "specialty"),
    "postings": ("duty_area", "home_post_at_sending"),
}


def book() -> Workbook:
    """Give a register in which each unit receives one cadre and sends the next one."""
    units = [{"unit_id": f"U-{n:04}", "unit_name": f"第{n}单位"} for n in range(1, UNITS + 1)]
    cadres = [
        {
            "cadre_id": f"C-{n:05}", "name": f"干部{n}", "home_unit_id": f"U-{n % UNITS + 1:04}",
            "home_post": "甲事", "specialty": "",
        }
        for n in range(1, UNITS + 1)
    ]  # fmt: skip
    postings = [
        {
            **POSTING, "posting_id": f"S-{n:04}", "cadre_id": f"C-{n:05}",
            "home_unit_id": f"U-{n % UNITS + 1:04}", "receiving_unit_id": f"U-{n:04}",
            "duty_area": "乙事", "home_post_at_sending": "",
        }
        for n in range(1, UNITS + 1)
    ]  # fmt: skip
    log = [
        {"posting_id": f"S-{n:04}", "log_on": "2026-05-11", "entry_type": "驻点", "what": "走访"}
        for n in range(1, UNITS + 1)
    ]
    return workbook(units=units, cadres=cadres, postings=postings, work_log=log)


@dataclass(frozen=True)
class Office:
    """A register, and what was sent from it."""

    register: Path
    sent: tuple[SentFile, ...]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Give the register and what its forty units were sent."""
    register = tmp_path_factory.mktemp("forty") / "register"
    save_csv_folder(book(), register)
    checked = check_workbook(pull(register), SCHEMA, AS_OF).register
    shares = Shares(checked)
    sent = tuple(prepare(shares, checked, unit, "zh", SENT_AT) for unit in shares.units)
    assert len(sent) == UNITS
    return Office(register, sent)


@dataclass(frozen=True)
class Filled:
    """What one unit did with its file.

    Attributes:
        unit: Number of the unit, from 0.
        texts: Place of an open cell among the unit's, from 0 → text typed there.
        added: What it logged anew.
        times: How often the file arrives; 0 for one that is lost.
    """

    unit: int
    texts: Mapping[int, str]
    added: tuple[str, ...]
    times: int


filled = st.builds(
    Filled,
    unit=st.integers(0, UNITS - 1),
    texts=st.dictionaries(st.integers(0, 3), st.sampled_from(WORDS), max_size=4),
    added=st.lists(st.sampled_from(("丁事", "戊事")), max_size=2).map(tuple),
    times=st.sampled_from((0, 1, 1, 1, 2)),
)


def open_cells(sent: SentFile) -> list[Cell]:
    """List the cells of a unit that the test fills in."""
    return [
        (sheet.key, name, field)
        for sheet in sent.sheets
        for name, opened in zip(sheet.names, sheet.open_fields, strict=True)
        for field in EDITABLE.get(sheet.key, ())
        if field in opened
    ]


def typed(sent: SentFile, work: Filled) -> dict[Cell, str]:
    """Say which cell holds which text when the file comes back."""
    cells = open_cells(sent)
    return {cells[at]: text for at, text in work.texts.items() if at < len(cells)}


def returned(sent: SentFile, work: Filled, name: str) -> Returned:
    """Give the file as it comes back, its rows upside down."""
    texts = typed(sent, work)
    rows: dict[str, tuple[ReturnedRow, ...]] = {}
    for sheet in sent.sheets:
        numbered = enumerate(zip(sheet.names, sheet.rows, strict=True), start=2)
        found = [
            ReturnedRow(
                number,
                record,
                {
                    field: texts.get((sheet.key, record, field), text)
                    for field, text in zip(sheet.fields, row, strict=True)
                },
            )
            for number, (record, row) in numbered
        ]
        if sheet.key == "work_log":
            found += [
                ReturnedRow(50 + at, "", new_row(sheet, what)) for at, what in enumerate(work.added)
            ]
        rows[sheet.key] = tuple(reversed(found))
    titles = {sheet.key: sheet.title for sheet in sent.sheets}
    return Returned(Path(name), State.CHANGED, sent, sent.unit_name, (), rows, titles)


def new_row(sheet: SentSheet, what: str) -> dict[str, str]:
    """Give a row of the work log as a unit adds it."""
    posting = sheet.text(sheet.names[0], "posting_id")
    return {"posting_id": posting, "log_on": "2026-06-03", "entry_type": "驻点", "what": what}


def contents(register: Path) -> dict[Cell, str]:
    """Give every cell of the sheets the test fills in."""
    places = read_register(register, SCHEMA)
    return {
        (key, name, field): places[key].texts[field][at]
        for key, fields in EDITABLE.items()
        for name, at in places[key].rows.items()
        for field in (*fields, *({"cadre_id"} if key == "postings" else {"name"}))
    }


def logged(register: Path) -> list[tuple[str, str]]:
    """Give posting and matter of every row of the work log, sorted."""
    place = read_register(register, SCHEMA)["work_log"]
    return sorted(
        (place.meaning("posting_id", posting), what)
        for posting, what in zip(place.texts["posting_id"], place.texts["what"], strict=True)
    )


def rewrite(register: Path, cell: Cell, text: str) -> None:
    """Change a cell of the register, as somebody in the office does meanwhile."""
    sheets = {each.title: each for each in pull(register).sheets}
    sheet = sheets[cell[0]]
    titles = list(map(str, sheet.text.loc[1]))
    keys = list(map(str, sheet.text[1]))
    frame = sheet.text.copy()
    frame.at[keys.index(cell[1]) + 1, titles.index(cell[2]) + 1] = text
    changed = [replace(each, text=frame) if each is sheet else each for each in sheets.values()]
    save_csv_folder(replace(pull(register), sheets=tuple(changed)), register)


@settings(max_examples=25, deadline=None)
@given(
    works=st.lists(filled, max_size=25, unique_by=lambda work: work.unit),
    second=filled,
    meanwhile=st.lists(
        st.tuples(st.integers(0, UNITS - 1), st.integers(0, 3), st.sampled_from(WORDS)), max_size=2
    ),
)
def test_every_wish_is_written_or_named_as_a_conflict(
    office: Office,
    tmp_path_factory: pytest.TempPathFactory,
    works: list[Filled],
    second: Filled,
    meanwhile: list[tuple[int, int, str]],
) -> None:
    register = tmp_path_factory.mktemp("case") / "register"
    shutil.copytree(office.register, register)
    before = contents(register)
    for unit, at, text in meanwhile:
        cells = open_cells(office.sent[unit])
        rewrite(register, cells[at % len(cells)], text)
    now = contents(register)
    arriving = [work for work in [*works, second] for _ in range(work.times)]
    review = joined(register, [(office.sent[work.unit], work) for work in arriving])
    wanted = wishes(office, arriving, before, now)
    offered: dict[Cell, set[str]] = {}
    for each in review.proposals:
        if each.field:
            offered.setdefault((each.sheet, each.record, each.field), set()).add(each.after)
    assert offered == wanted
    assert {
        (each.sheet, each.record, each.field) for each in review.proposals if each.is_conflict
    } == {cell for cell, texts in wanted.items() if len(texts) > 1 or now[cell] != before[cell]}
    decide(review, register, SCHEMA, without_conflict(review), (), who="甲", at=SENT_AT)
    expected = dict(now)
    for cell, texts in wanted.items():
        if len(texts) == 1 and now[cell] == before[cell] and texts != {""}:
            (expected[cell],) = texts
    assert contents(register) == expected
    matters = {(f"S-{work.unit + 1:04}", what) for work in arriving for what in work.added}
    assert logged(register) == sorted([*logged(office.register), *matters])
    after = joined(register, [(office.sent[work.unit], work) for work in arriving])
    assert without_conflict(after) == frozenset()
    assert not any(each.texts for each in after.proposals)


def joined(register: Path, arrived: list[tuple[SentFile, Filled]]) -> Review:
    """Make the list of what arrived."""
    places = read_register(register, SCHEMA)
    proposals = [
        proposal
        for number, (sent, work) in enumerate(arrived)
        for proposal in wishes_of(
            returned(sent, work, f"{number}.xlsx"), places, sent.unit_name
        ).proposals
    ]
    return listed([], proposals, places, SCHEMA, register, again=False)


def wishes(
    office: Office, arriving: list[Filled], before: Mapping[Cell, str], now: Mapping[Cell, str]
) -> dict[Cell, set[str]]:
    """Say which texts are wanted where: typed, and neither what was sent nor what is there."""
    wanted: dict[Cell, set[str]] = {}
    for work in arriving:
        for cell, text in typed(office.sent[work.unit], work).items():
            if text not in (before[cell], now[cell]):
                wanted.setdefault(cell, set()).add(text)
    return wanted


def test_real_files_of_forty_units_say_the_same(office: Office, tmp_path: Path) -> None:
    register = tmp_path / "register"
    shutil.copytree(office.register, register)
    remember(sent_folder(register), office.sent)
    blueprint = draw(SCHEMA, "zh", Part.SHARED)
    files, expected = [], {}
    for number, sent in enumerate(office.sent):
        cell = open_cells(sent)[number % len(open_cells(sent))]
        text = f"改为{number}"
        expected[cell] = text
        path = tmp_path / sent.file
        path.write_bytes(unit_file(retyped(sent, cell, text), blueprint, {}))
        files.append(path)
    review = review_returned([*reversed(files), files[0]], register, SCHEMA)
    assert [each.state for each in review.files].count(State.CHANGED) == UNITS
    found = {(each.sheet, each.record, each.field): each.after for each in review.proposals}
    assert found == expected
    before = contents(register)
    decide(review, register, SCHEMA, without_conflict(review), (), who="甲", at=SENT_AT)
    assert contents(register) == before | expected


def retyped(sent: SentFile, cell: Cell, text: str) -> SentFile:
    """Give a file in which one cell holds another text."""
    sheets = []
    for sheet in sent.sheets:
        rows = [
            tuple(
                text if (sheet.key, name, field) == cell else old
                for field, old in zip(sheet.fields, row, strict=True)
            )
            for name, row in zip(sheet.names, sheet.rows, strict=True)
        ]
        sheets.append(replace(sheet, rows=tuple(rows)))
    return replace(sent, sheets=tuple(sheets))
