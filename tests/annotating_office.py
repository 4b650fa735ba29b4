"""A register in the stand-in for Google Sheets, pulled, checked and answered over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.annotating.google import Outcome, annotate
from handbook.annotating.notes import split
from handbook.annotating.outlines import outlines_of
from handbook.checking import Checked, check_workbook
from handbook.findings import Visibility
from handbook.google.access import Access, Patience, open_spreadsheet
from handbook.google.metadata import LANGUAGE
from handbook.provisioning.google_requests import mark_spreadsheet
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Spreadsheet
from handbook.workbook import Workbook
from sheets_server import Served, Server, Store
from small_workbooks import AS_OF, MESSAGES, POSTING, SCHEMA, workbook

BOOK = workbook(
    postings=[
        POSTING | {"cadre_id": "C-00009"},
        POSTING | {"posting_id": "S-0002", "cadre_id": "C-00002", "status": "cancelled"},
        POSTING | {"posting_id": "", "cadre_id": "C-00002", "end_planned": "明年"},
        POSTING | {"posting_id": "S-0004", "cadre_id": "C-00002", "start_planned": "31/02/2026"},
    ]
)
"""Four postings: two with a mistake, one clean, one without an id and with a mistake."""
PULLED_AT = "2026-06-30T09:00:00+08:00"


def no_wait(seconds: float) -> None:
    """Do not wait."""
    assert seconds >= 0


PATIENCE = Patience(sleep=no_wait)


@dataclass
class Office:
    """A shared spreadsheet, perhaps a second one, and the server they live on."""

    server: Server
    spreadsheet_id: str
    restricted_id: str = ""

    @property
    def store(self) -> Store:
        return self.server.store

    def access(self) -> Access:
        return open_spreadsheet(
            self.spreadsheet_id, writing=True, base_url=self.server.url, patience=PATIENCE
        )

    def pull(self) -> Workbook:
        source = Spreadsheet(self.spreadsheet_id, self.restricted_id)
        return pull_spreadsheet(source, self.access(), PULLED_AT)

    def check(self) -> Checked:
        return check_workbook(self.pull(), SCHEMA, AS_OF)

    def annotate(self, checked: Checked | None = None, **options: Any) -> Outcome:
        options.setdefault("restricted_id", self.restricted_id)
        return annotate(self.access(), checked or self.check(), MESSAGES, **options)

    def batch(self, *requests: Mapping[str, Any], spreadsheet_id: str = "") -> None:
        body = {"requests": [dict(request) for request in requests]}
        self.store.batch_update(spreadsheet_id or self.spreadsheet_id, body)

    def notes(self, title: str) -> dict[tuple[int, int], str]:
        return self.store.notes(self.spreadsheet_id, title)

    def marks(self, title: str = "") -> set[Any]:
        """Give the places of all notes of ours: (title, row, column), or of one sheet's."""
        if title:
            return set(self.ours(title))
        return {(title, *place) for title in self.titles() for place in self.ours(title)}

    def titles(self) -> list[str]:
        return [each.title for each in self.store.spreadsheet(self.spreadsheet_id).sheets]

    def human_notes(self) -> list[str]:
        """Give the texts people wrote into notes, in order of the alphabet."""
        texts = (
            split(note).persons for title in self.titles() for note in self.notes(title).values()
        )
        return sorted(filter(None, texts))

    def before_request(self, number: int, edit: Callable[[], None]) -> Callable[[], list[str]]:
        """Have somebody edit before a request to come, counted from 0.

        Returns:
            Gives the notes people had when the edit was done.
        """
        waiting = [number]
        kept: list[list[str]] = []

        def before(_: Served) -> None:
            waiting[0] -= 1
            if waiting[0] == -1:
                edit()
                kept.append(self.human_notes())

        self.server.before = before
        return lambda: kept[0] if kept else self.human_notes()

    def set_language(self, language: str) -> None:
        """Let the spreadsheet speak another language from now on."""
        self.batch(
            {"updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataKey": LANGUAGE}}],
                "developerMetadata": {"metadataValue": language},
                "fields": "metadataValue",
            }}
        )  # fmt: skip

    def ours(self, title: str) -> dict[tuple[int, int], str]:
        """Give the first line of each block of ours."""
        blocks = {place: split(note).ours for place, note in self.notes(title).items()}
        return {place: each.splitlines()[1] for place, each in blocks.items() if each}

    def write_note(self, title: str, row: int, column: int, note: str) -> None:
        gid = self.store.sheet(self.spreadsheet_id, title).gid
        self.batch(note_request(gid, row, column, note))

    def results(self) -> list[list[str]]:
        return self.store.values(self.spreadsheet_id, "'检查结果'")

    def since(self, start: int, kind: str) -> list[Served]:
        return [each for each in self.server.log[start:] if each.kind == kind]


def note_request(gid: int, row: int, column: int, note: str) -> dict[str, Any]:
    start = {"sheetId": gid, "rowIndex": row - 1, "columnIndex": column - 1}
    return {
        "updateCells": {"start": start, "rows": [{"values": [{"note": note}]}], "fields": "note"}
    }


def fill(store: Store, book: Workbook, of: str = "", title: str = "挂职登记") -> str:
    """Put the sheets of a workbook into a new spreadsheet, everything as text."""
    spreadsheet_id = store.create(title, locale="zh_CN", time_zone="Asia/Shanghai")
    sheets = [sheet for sheet in book.sheets if sheet.book == of]
    requests: list[dict[str, Any]] = [
        {
            "addSheet": {
                "properties": {
                    "sheetId": number,
                    "title": sheet.title,
                    "gridProperties": {
                        "rowCount": sheet.row_count + 8,
                        "columnCount": sheet.column_count + 3,
                    },
                }
            }
        }
        for number, sheet in enumerate(sheets, start=11)
    ]
    if sheets:
        requests.append({"deleteSheet": {"sheetId": 0}})
    requests.append(mark_spreadsheet(LANGUAGE, book.manifest.language))
    store.batch_update(spreadsheet_id, {"requests": requests})
    for sheet in sheets:
        store.write(spreadsheet_id, f"'{sheet.title}'!A1", sheet.text.to_numpy().tolist())
    return spreadsheet_id


Open = Callable[..., Office]


def open_on(server: Server, book: Workbook = BOOK) -> Office:
    """Put a register on a server."""
    return Office(server, fill(server.store, book))


def expected_marks(checked: Checked) -> set[tuple[str, int, int]]:
    """Say where notes of ours belong: title, row, column; headers stand in row 1 unless found."""
    outlines = outlines_of(checked.workbook, checked.register.schema)
    marks = set()
    for finding in checked.findings:
        cell = finding.cell
        outline = outlines.get((cell.book, cell.title))
        place = outline.place(cell) if outline else None
        if place and not cell.book and finding.visibility <= Visibility.UNIT:
            marks.add((cell.title, *place))
    return marks


def other_people_s(office: Office) -> Any:
    """Give everything of a spreadsheet that the program does not own."""
    mask = "sheets(properties,merges,conditionalFormats,protectedRanges,data)"
    sheets = office.access().structure(mask)["sheets"]
    for sheet in sheets:
        sheet["properties"].pop("index", None)
    return [sheet for sheet in sheets if sheet["properties"]["title"] != "检查结果"]
