"""The loop with a spreadsheet: an edit in it, and the findings back in it, against the stand-in.

The stand-in runs in a process of its own, as Google does; its share of the time is counted in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import gspread
from gspread.utils import rowcol_to_a1

from bench import work
from handbook.annotating.google import annotate
from handbook.annotating.results import Manner
from handbook.building import Texts
from handbook.checking import Checked
from handbook.google import open_spreadsheet
from handbook.google.access import Access
from handbook.google.credentials import find_credentials
from handbook.google.http import Patience, SheetsHTTPClient
from handbook.provisioning.applying import apply
from handbook.provisioning.blueprint import draw
from handbook.provisioning.filling import fill
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Spreadsheet
from handbook.workbook import Manifest, Sheet, Workbook, grid

_EDITED = "'干部'!E5"  # the home unit of a cadre
_SLIP = "U-9999"  # no such unit
_LONG_PATIENCE = Patience(timeout_s=(10, 600))


@dataclass
class Loop:
    """A filled spreadsheet in the stand-in.

    Attributes:
        url: Of the stand-in.
        spreadsheet: In it.
        access: For writing.
        process: The stand-in.
        shares: Stage → seconds.
    """

    url: str
    spreadsheet: Spreadsheet
    access: Access
    process: subprocess.Popen[str]
    shares: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note how long a stage takes."""
        begun = time.perf_counter()
        yield
        self.shares[f"{name}_s"] = time.perf_counter() - begun

    def server_seconds(self) -> float:
        """Give the processor seconds the stand-in has used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        fields = stat.rpartition(")")[2].split()  # a name in brackets may hold spaces
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def edit(self) -> None:
        """Make a slip in one cell, as an editor would."""
        self.client().values_update(
            self.spreadsheet.id, _EDITED, {"valueInputOption": "RAW"}, {"values": [[_SLIP]]}
        )

    def is_answered(self) -> bool:
        """Whether the slip has been answered at its cell."""
        return any(self.access.notes([_EDITED]).values())

    def client(self) -> SheetsHTTPClient:
        """Give another client of the stand-in."""
        credentials = find_credentials(writing=True, base_url=self.url)
        return SheetsHTTPClient(credentials, base_url=self.url)


@contextmanager
def filled_spreadsheet(workbook: Workbook, texts: Texts) -> Iterator[Loop]:
    """Start the stand-in and put a register into it.

    Args:
        workbook: What to fill in.
        texts: Schema and messages.
    """
    command = [sys.executable, "-m", "sheets_server", "--title", "bench"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url, spreadsheet = (process.stdout.readline().strip() for _ in range(2))
            access = open_spreadsheet(
                spreadsheet, writing=True, base_url=url, patience=_LONG_PATIENCE
            )
            blueprint = draw(texts.schema, work.LANGUAGE)
            apply(access, blueprint)
            fill(access, workbook, blueprint)
            yield Loop(url, Spreadsheet(spreadsheet), access, process)
        finally:
            process.terminate()


def ours(loop: Loop, texts: Texts) -> Checked:
    """Pull, check and answer the way the program does."""
    with loop.stage("pull"):
        workbook = pull_spreadsheet(loop.spreadsheet, loop.access, "")
    with loop.stage("check"):
        checked = work.check(workbook, texts)
    with loop.stage("annotate"):
        annotate(loop.access, checked, texts.messages, manner=Manner.CELLS_TOO)
    return checked


def naive(loop: Loop, texts: Texts) -> Checked:
    """Pull one sheet at a time with `get_all_records`, and write one note at a time."""
    spreadsheet = gspread.Spreadsheet(loop.access.client, {"id": loop.spreadsheet.id})
    with loop.stage("pull"):
        tabs = {tab.title: tab for tab in spreadsheet.worksheets()}
        sheets = tuple(_records(title, tab) for title, tab in tabs.items() if title[0] != "_")
        manifest = Manifest("naive", as_of=work.AS_OF, language=work.LANGUAGE)
    with loop.stage("check"):
        checked = work.check(Workbook(sheets, manifest), texts)
    with loop.stage("annotate"):
        for finding in checked.findings:
            cell = finding.cell
            if cell.title in tabs and cell.row_number and cell.column_number:
                said = texts.messages.explain(finding, work.LANGUAGE)
                place = rowcol_to_a1(cell.row_number, cell.column_number)
                tabs[cell.title].update_note(place, said.message)
    return checked


def _records(title: str, tab: gspread.Worksheet) -> Sheet:
    records = tab.get_all_records(numericise_ignore=["all"])
    header = list(records[0]) if records else []
    rows = [[str(value) for value in record.values()] for record in records]
    return Sheet(title, grid([header, *rows]))
