"""Whatever others do between two requests, and whatever the network loses, nobody is robbed.

After each seed: no value, fill, rule or note of a person differs from a twin on which only the
person's edits were made, apart from notes typed between our last look and our write; the pulled
workbook was the state at one instant; and once the editor rests, the marks are those of a fresh
check, and saying it again changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import Any

import pytest

import discovery
from annotating_office import BOOK, Office, expected_marks, fill, open_on
from handbook.annotating.colours import is_ours
from handbook.annotating.notes import split
from handbook.annotating.results import Manner
from handbook.checking import Checked
from handbook.errors import GoogleError
from handbook.own_sheets import is_own
from handbook.workbook import Workbook
from second_editor import HEADS, KEYS, Editor, Schedule, write_note
from sheets_server import Server, Store, running
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.values import Rendering, read
from small_workbooks import ROOT

SOAK_LOG = ROOT / ".build" / "soak" / "annotating.log"


@pytest.mark.parametrize("seed", range(25))
def test_nobody_loses_anything(seed: int) -> None:
    run_seed(seed)


@pytest.mark.soak
def test_nobody_loses_anything_in_a_thousand_runs() -> None:
    SOAK_LOG.parent.mkdir(parents=True, exist_ok=True)
    robbed = []
    with SOAK_LOG.open("w", encoding="utf-8") as log:
        for seed in range(25, 1025):
            try:
                happened = run_seed(seed)
            except AssertionError as error:
                robbed.append(seed)
                happened = f"FAILED {error}"
            log.write(f"{seed} {happened}\n")
            log.flush()
    assert robbed == []


def run_seed(seed: int) -> str:
    """Play one seed through; gives what happened at which request, for a log."""
    with running(Store(keep_versions=True)) as server:
        office = open_on(server)
        random = Random(seed)  # noqa: S311 - the same every time
        editor = Editor(random, office, fill(server.store, BOOK))
        editor.both(_SOMEBODY_S_RULE)
        for _ in range(6):
            write_note(editor, "postings")
        happened = []
        for _ in range(2):
            happened.append(_one_run(server, office, editor))
            _assert_nobody_was_robbed(office, editor)
        _assert_all_is_well_in_the_end(office, editor)
        discovery.assert_all_valid(server.log)
    return " | ".join(happened)


_SOMEBODY_S_RULE = {
    "addConditionalFormatRule": {
        "index": 0,
        "rule": {
            "ranges": [{"sheetId": 15, "startRowIndex": 1, "startColumnIndex": 1}],
            "booleanRule": {
                "condition": {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "C-"}]},
                "format": {"textFormat": {"italic": True}},
            },
        },
    }
}


def _one_run(server: Server, office: Office, editor: Editor) -> str:
    """Pull, check and answer while others edit and the network fails; tell what happened."""
    random = editor.random
    pulling = Schedule(random, editor, edits_left=2, faults_left=3)
    answering = Schedule(random, editor, edits_left=8, faults_left=4)
    try:
        server.before = pulling
        checked = _checked(office)
        server.before = answering
        outcome = office.annotate(checked, manner=random.choice([Manner.CELLS_TOO] * 3 + [None]))
        result = f"{outcome.shared.settled.writes} writes"
    except GoogleError as error:
        result = error.reason
    finally:
        server.before = None
    return f"{' '.join(pulling.log)} / {' '.join(answering.log)} = {result}"


def _checked(office: Office) -> Checked:
    checked = office.check()
    instants = office.store.versions(office.spreadsheet_id)
    assert any(_texts(each) == _pulled(checked.workbook) for each in instants)
    return checked


def _pulled(workbook: Workbook) -> dict[str, list[list[str]]]:
    return {sheet.title: _trimmed(sheet.text.to_numpy().tolist()) for sheet in workbook.sheets}


def _texts(spreadsheet: Spreadsheet) -> dict[str, list[list[str]]]:
    return {
        sheet.title: _trimmed(read(spreadsheet, f"'{sheet.title}'", Rendering("FORMATTED_VALUE")))
        for sheet in spreadsheet.sheets
        if not is_own(sheet.title)
    }


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    lines = [row[: max((n for n, text in enumerate(row, 1) if text), default=0)] for row in rows]
    return lines[: max((n for n, line in enumerate(lines, 1) if line), default=0)]


def _assert_nobody_was_robbed(office: Office, editor: Editor) -> None:
    """Compare with the twin: values, looks, rules, and notes apart from those at risk."""
    twin = office.store.spreadsheet(editor.twin_id)
    assert _texts(office.store.spreadsheet(office.spreadsheet_id)) == _texts(twin), editor.done
    assert _looks(office, office.spreadsheet_id) == _looks(office, editor.twin_id), editor.done
    for title in (sheet.title for sheet in twin.sheets):
        mine = _by_row(office, office.spreadsheet_id, title)
        theirs = _by_row(office, editor.twin_id, title)
        everything = set().union(*theirs.values())
        for place in mine.keys() | theirs.keys():
            lost, extra = theirs[place] - mine[place], mine[place] - theirs[place]
            if not place[0]:
                lost = Counter(set(lost) - set(mine[place]))
            # Where rows without an id were stirred, a note may come to stand twice; never less.
            assert set(lost) | set(extra) - everything <= editor.at_risk, (
                title,
                place,
                lost,
                extra,
            )


def _by_row(
    office: Office, spreadsheet_id: str, title: str
) -> defaultdict[tuple[str, int], Counter[str]]:
    """Count what people wrote in notes by row and column, line by line.

    Rows are named by an id of their own or else not at all: of several rows that look the same
    nobody can say which is which once they were sorted.
    """
    texts = office.store.values(spreadsheet_id, f"'{title}'")
    header = next((n for n, row in enumerate(texts) if len(set(row) & HEADS) > 1), 0)
    key = next((n for n, text in enumerate(texts[header]) if text == KEYS[title]), -1)
    ids = [row[key] if 0 <= key < len(row) else "" for row in texts]
    found: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for (row, column), note in office.store.notes(spreadsheet_id, title).items():
        name = ids[row - 1] if row <= len(ids) else ""
        place = name if ids.count(name) == 1 else "", column
        found[place].update(filter(None, split(note).persons.split("\n")))
    return found


_LOOKS = (
    "sheets(properties(title,gridProperties),merges,conditionalFormats,protectedRanges,"
    "data(rowData(values(userEnteredFormat,dataValidation))))"
)


def _looks(office: Office, spreadsheet_id: str) -> dict[str, Any]:
    """Give what people made beside texts and notes, without our rule."""
    sheets = office.access().beside(spreadsheet_id).structure(_LOOKS)["sheets"]
    for sheet in sheets:
        rules = sheet.pop("conditionalFormats", [])
        sheet["rules"] = [rule for rule in rules if not is_ours(rule)]
    found = {sheet["properties"]["title"]: sheet for sheet in sheets}
    return {title: sheet for title, sheet in found.items() if not is_own(title)}


def _assert_all_is_well_in_the_end(office: Office, editor: Editor) -> None:
    office.annotate(manner=Manner.CELLS_TOO)
    _assert_nobody_was_robbed(office, editor)
    checked = office.check()
    assert office.marks() == expected_marks(checked)
    again = office.annotate(checked)
    assert again.shared.settled.writes == 0
    assert len(office.results()) == 4 + again.shared.told
