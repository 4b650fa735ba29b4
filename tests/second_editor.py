"""Somebody who edits between any two requests of ours, and a network that fails now and then.

Everything this editor does to the register is done to a twin as well, so that at the end the twin
holds what people made and nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from annotating_office import Office, note_request
from sheets_server import Fault, Served

TEXTS = ("", "C-00001", "C-00009", "明年", "2026-05-01", "31/02/2026", "U-0002", "S-0009", "备注")
KEYS = {"postings": "posting_id", "units": "unit_id", "cadres": "cadre_id"}
KEYS |= {"programmes": "programme_id", "batches": "batch_id"}
SHEETS = ("postings", "units", "cadres")
HEADS = {"posting_id", "cadre_id", "batch_id", "unit_id", "unit_name", "level", "name", "status"}
HEADS |= {"home_unit_id", "start_planned"}


@dataclass
class Editor:
    """A second editor.

    Attributes:
        random: Decides what is done.
        office: Where it is done.
        twin_id: Id of the same spreadsheet without us, on the same server.
        unseen: Texts of notes typed or taken away since our last look at the notes.
        at_risk: Texts of notes that were unseen when we wrote; the API cannot protect them.
        done: What was done, for the log.
    """

    random: Random
    office: Office
    twin_id: str
    unseen: set[str] = field(default_factory=set)
    at_risk: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    notes_written: int = 0

    def edit(self) -> None:
        """Do one thing."""
        action = self.random.choice(ACTIONS)
        self.done.append(action.__name__)
        action(self, self.random.choice(SHEETS + ("postings",) * 3))

    def gid(self, title: str) -> int:
        return self.office.store.sheet(self.office.spreadsheet_id, title).gid

    def size(self, title: str) -> tuple[int, int]:
        rows = self.office.store.values(self.twin_id, f"'{title}'")
        return max(len(rows), 2), max(map(len, rows), default=1)

    def both(self, *requests: dict[str, Any]) -> None:
        body = {"requests": list(requests)}
        self.office.store.batch_update(self.office.spreadsheet_id, body)
        self.office.store.batch_update(self.twin_id, body)

    def write(self, a1: str, values: list[list[str]]) -> None:
        self.office.store.write(self.office.spreadsheet_id, a1, values)
        self.office.store.write(self.twin_id, a1, values)

    def forget(self, title: str, row: int) -> None:
        """Note that the notes of a row go with it; they may come back on one that looks like it."""
        for (at, _), note in self.office.store.notes(self.twin_id, title).items():
            if at == row:
                self.at_risk.update(note.split("\n"))

    def put_note(self, title: str, row: int, column: int, here: str, there: str) -> None:
        """Write a note in both spreadsheets."""
        before = self.office.store.note(self.twin_id, title, row, column)
        self.unseen.update(there.split("\n"))
        self.at_risk.update(set(before.split("\n")) - set(there.split("\n")))  # may come back
        gid = self.gid(title)
        self.office.batch(note_request(gid, row, column, here))
        self.office.store.batch_update(
            self.twin_id, {"requests": [note_request(gid, row, column, there)]}
        )

    def header_row(self, title: str) -> int:
        """Give the row with the titles, which people do not sort."""
        rows = self.office.store.values(self.twin_id, f"'{title}'")
        return next((n for n, row in enumerate(rows, 1) if len(set(row) & HEADS) > 1), 1)

    def place(self, title: str) -> tuple[int, int]:
        rows, columns = self.size(title)
        return self.random.randint(1, rows + 2), self.random.randint(1, columns)


def _span(gid: int, dimension: str, first: int, count: int = 1) -> dict[str, Any]:
    return {
        "sheetId": gid,
        "dimension": dimension,
        "startIndex": first - 1,
        "endIndex": first - 1 + count,
    }


def insert_rows(editor: Editor, title: str) -> None:
    rows, _ = editor.size(title)
    first, count = editor.random.randint(1, rows + 1), editor.random.randint(1, 2)
    editor.both({"insertDimension": {"range": _span(editor.gid(title), "ROWS", first, count)}})


def delete_row(editor: Editor, title: str) -> None:
    rows, _ = editor.size(title)
    if rows < 4:
        return
    editor.forget(title, first := editor.random.randint(2, rows))
    editor.both({"deleteDimension": {"range": _span(editor.gid(title), "ROWS", first)}})


def sort_rows(editor: Editor, title: str) -> None:
    rows, columns = editor.size(title)
    header = editor.header_row(title)
    if header >= rows:
        return
    area = {"sheetId": editor.gid(title), "startRowIndex": header, "endRowIndex": rows}
    spec = {
        "dimensionIndex": editor.random.randrange(columns),
        "sortOrder": editor.random.choice(["ASCENDING", "DESCENDING"]),
    }
    editor.both({"sortRange": {"range": area, "sortSpecs": [spec]}})


def move_row(editor: Editor, title: str) -> None:
    rows, _ = editor.size(title)
    first, to = editor.random.randint(2, rows), editor.random.randint(1, rows)
    span = _span(editor.gid(title), "ROWS", first)
    editor.both({"moveDimension": {"source": span, "destinationIndex": to}})


def move_column(editor: Editor, title: str) -> None:
    _, columns = editor.size(title)
    first, to = editor.random.randint(1, columns), editor.random.randint(0, columns)
    span = _span(editor.gid(title), "COLUMNS", first)
    editor.both({"moveDimension": {"source": span, "destinationIndex": to}})


def insert_column(editor: Editor, title: str) -> None:
    _, columns = editor.size(title)
    first = editor.random.randint(1, columns + 1)
    editor.both({"insertDimension": {"range": _span(editor.gid(title), "COLUMNS", first)}})


def type_text(editor: Editor, title: str) -> None:
    rows, columns = editor.size(title)
    row, column = editor.random.randint(2, rows), editor.random.randint(1, columns)
    text = editor.random.choice(TEXTS)
    area = {"sheetId": editor.gid(title), "rowIndex": row - 1, "columnIndex": column - 1}
    cell = {"userEnteredValue": {"stringValue": text}} if text else {}
    editor.both(
        {
            "updateCells": {
                "start": area,
                "rows": [{"values": [cell]}],
                "fields": "userEnteredValue",
            }
        }
    )


def copy_row(editor: Editor, title: str) -> None:
    rows, columns = editor.size(title)
    source = editor.random.randint(2, rows)
    texts = editor.office.store.values(editor.twin_id, f"'{title}'!{source}:{source}")
    line = (texts[0] if texts else [])[:columns]
    editor.write(f"'{title}'!A{rows + 1}", [line or [""]])


def fill_cell(editor: Editor, title: str) -> None:
    row, column = editor.place(title)
    area = {"sheetId": editor.gid(title), "startRowIndex": row - 1, "endRowIndex": row}
    area |= {"startColumnIndex": column - 1, "endColumnIndex": column}
    look = {"backgroundColor": {"red": 1, "green": editor.random.random(), "blue": 0}}
    cell = {"userEnteredFormat": look}
    fields = "userEnteredFormat.backgroundColor"
    editor.both({"repeatCell": {"range": area, "cell": cell, "fields": fields}})


def write_note(editor: Editor, title: str) -> None:
    """Replace a note, or type below what is there already, ours included."""
    row, column = editor.place(title)
    editor.notes_written += 1
    text = f"记{editor.notes_written}"
    here = editor.office.store.note(editor.office.spreadsheet_id, title, row, column)
    there = editor.office.store.note(editor.twin_id, title, row, column)
    if editor.random.random() < 0.5:
        here, there = f"{here}\n{text}" if here else text, f"{there}\n{text}" if there else text
    else:
        here, there = text, text
    editor.put_note(title, row, column, here, there)


def take_note_away(editor: Editor, title: str) -> None:
    noted = sorted(editor.office.store.notes(editor.twin_id, title))
    if noted:
        place = editor.random.choice(noted)
        editor.put_note(title, *place, "", "")


def choose_manner(editor: Editor, title: str) -> None:  # noqa: ARG001 - one shape for all actions
    _in_results(editor, "'检查结果'!B2", editor.random.choice(["只写在本表", "也写批注和颜色"]))


def scribble_in_results(editor: Editor, title: str) -> None:  # noqa: ARG001
    place = f"'检查结果'!{editor.random.choice('ADJL')}{editor.random.randint(3, 9)}"
    _in_results(editor, place, "乱写")


def _in_results(editor: Editor, a1: str, text: str) -> None:
    if "检查结果" in editor.office.titles():
        editor.office.store.write(editor.office.spreadsheet_id, a1, [[text]])


ACTIONS: tuple[Callable[[Editor, str], None], ...] = (
    insert_rows,
    delete_row,
    sort_rows,
    move_row,
    move_column,
    insert_column,
    type_text,
    type_text,
    copy_row,
    fill_cell,
    write_note,
    write_note,
    write_note,
    take_note_away,
    choose_manner,
    scribble_in_results,
)


@dataclass
class Schedule:
    """Edits before requests, and faults instead of replies; both end after a while.

    Attributes:
        random: Decides when.
        editor: Who edits.
        edits_left: Most edits still to come.
        faults_left: Most faults still to come.
        log: What happened at which request.
    """

    random: Random
    editor: Editor
    edits_left: int
    faults_left: int
    log: list[str] = field(default_factory=list)
    in_a_row: int = 0

    def __call__(self, served: Served) -> Fault | None:
        """Happen before a request."""
        likely = 0.7 if served.kind == "sheets.write" else 0.2
        while self.edits_left and self.random.random() < likely:
            self.edits_left -= 1
            self.editor.edit()
            self.log.append(f"{served.kind}<{self.editor.done[-1]}")
        fault = self._fault(served)
        if served.kind == "sheets.write" and (fault is None or fault.applied):
            self.editor.at_risk |= self.editor.unseen
        if served.name == "sheets.spreadsheets.get" and fault is None:
            self.editor.unseen.clear()
        return fault

    def _fault(self, served: Served) -> Fault | None:
        if (
            not self.faults_left
            or self.in_a_row == 3
            or self.random.random() > 0.15 + 0.15 * (served.kind == "sheets.write")
        ):
            self.in_a_row = 0
            return None
        self.faults_left -= 1
        self.in_a_row += 1
        fault = self.random.choice(FAULTS)
        self.log.append(f"{served.kind}!{fault.way.name}{'+' if fault.applied else ''}")
        return fault


FAULTS = (
    Fault.rate_limited(7),
    Fault.rate_limited(),
    Fault.error(500),
    Fault.error(500, applied=True),
    Fault.error(502, html=True),
    Fault.error(503, html=True, applied=True),
    Fault.error(503),
    Fault.reset(),
    Fault.reset(applied=True),
    Fault.reset_midway(),
    Fault.truncated(),
    Fault.empty_values(),
    Fault.stall(0.0),
)
