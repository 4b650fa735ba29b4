"""Small workbooks for tests, typed the way the tests read best: field names as headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from handbook.checking import Checked, check_workbook
from handbook.config import Project
from handbook.schema import Schema
from handbook.texts import load_texts
from handbook.workbook import Manifest, Sheet, Workbook, grid

ROOT = Path(__file__).parents[1]
TEXTS = load_texts(Project(ROOT))
"""The schema and all words of the project, read once for all tests."""
SCHEMA: Schema = TEXTS.schema
MESSAGES = TEXTS.messages
AS_OF = date(2026, 6, 30)

Row = Mapping[str, str]

UNITS: tuple[Row, ...] = (
    {"unit_id": "U-0001", "unit_name": "栖川市发展规划局", "level": "prefecture"},
    {"unit_id": "U-0002", "unit_name": "杏坞镇", "level": "township"},
    {"unit_id": "U-0003", "unit_name": "白枥乡", "level": "township"},
)
CADRES: tuple[Row, ...] = (
    {"cadre_id": "C-00001", "name": "顾清禾", "home_unit_id": "U-0001"},
    {"cadre_id": "C-00002", "name": "陆予安", "home_unit_id": "U-0001"},
)
PROGRAMME: Row = {
    "programme_id": "P-01",
    "name": "公开选派",
    "kind": "post_down",
    "term_max_months": "12",
    "mentor_min": "0",
    "mentor_level": "any",
}
BATCH: Row = {"batch_id": "B-001", "programme_id": "P-01", "title": "第一批"}
POSTING: Row = {
    "posting_id": "S-0001",
    "cadre_id": "C-00001",
    "batch_id": "B-001",
    "home_unit_id": "U-0001",
    "receiving_unit_id": "U-0002",
    "start_planned": "2026-01-01",
    "end_planned": "2026-12-31",
    "reported_on": "2026-01-01",
    "appointment_doc_number": "栖组干〔2025〕18号",
    "appointed_on": "2025-12-20",
    "status": "active",
}


def sheet(title: str, rows: Sequence[Row], columns: Sequence[str] = ()) -> Sheet:
    """Lay records out under a header of field names.

    Args:
        title: Title of the tab.
        rows: Field name → text.
        columns: Header; by default every field that occurs, in order of appearance.
    """
    header = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    cells = [[row.get(name, "") for name in header] for row in rows]
    return Sheet(title=title, text=grid([header, *cells]))


def workbook(
    *,
    units: Sequence[Row] = UNITS,
    cadres: Sequence[Row] = CADRES,
    programmes: Sequence[Row] = (PROGRAMME,),
    batches: Sequence[Row] = (BATCH,),
    postings: Sequence[Row] = (POSTING,),
    language: str = "zh",
    **others: Sequence[Row],
) -> Workbook:
    """Make a workbook of the core sheets and whichever others are named by key."""
    core = {
        "units": units,
        "cadres": cadres,
        "programmes": programmes,
        "batches": batches,
        "postings": postings,
    }
    sheets = tuple(sheet(key, rows) for key, rows in (core | others).items())
    return Workbook(sheets, Manifest(source="test", language=language))


def check(book: Workbook, as_of: date = AS_OF) -> Checked:
    """Check a workbook against the schema of the project."""
    return check_workbook(book, SCHEMA, as_of)


def said(checked: Checked, *codes: str) -> list[tuple[str, str, str]]:
    """List code with variant, record and address of the findings of some families or codes.

    Without codes: all but SRC102, which tells of optional sheets these workbooks do not have.
    """
    return [
        (f"{each.code}{'/' if each.variant else ''}{each.variant}", each.record, each.cell.a1)
        for each in checked.findings
        if (each.code.startswith(codes) if codes else each.code != "SRC102")
    ]
