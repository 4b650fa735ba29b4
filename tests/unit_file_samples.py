"""A register of three units for tests of what is sent to them and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from handbook.checking import check_workbook
from handbook.proposals import Proposal
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.unit_files import Review, SentFile, review_returned, split
from handbook.workbook import Workbook
from small_workbooks import AS_OF, CADRES, POSTING, SCHEMA, workbook

SENT_AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 7, 8, 9, 0, tzinfo=UTC)
UNSEEN = "绝不外传"
POSTINGS = (
    {**POSTING, "housing": "周转房", "duty_area": "协助分管农业", "remark": UNSEEN},
    {
        **POSTING,
        "posting_id": "S-0002",
        "cadre_id": "C-00002",
        "receiving_unit_id": "U-0003",
        "housing": "",
        "duty_area": "",
    },
    {
        **POSTING,
        "posting_id": "S-0003",
        "cadre_id": "C-00003",
        "receiving_unit_id": "U-0003",
        "appointment_doc_number": "",
        "appointed_on": "",
    },
)
REPORTS = (
    {
        "posting_id": "S-0001 顾清禾", "type": "季度汇报", "period": "2026-Q1",
        "submitted_on": "2026-04-02", "delivered_on": "",
    },
    {
        "posting_id": "S-0001 顾清禾", "type": "季度汇报", "period": "2026-Q2",
        "submitted_on": "", "delivered_on": "",
    },
)  # fmt: skip
ABSENCES = (
    {
        "posting_id": "S-0002", "kind": "请假", "start_on": "2026-03-02", "end_on": "2026-03-04",
        "asked_on": "", "remark": UNSEEN,
    },
)  # fmt: skip
LOG = (
    {
        "posting_id": "S-0001", "log_on": "2026-05-11", "entry_type": "驻点", "what": "走访农户",
        "site_days": "1",
    },
)  # fmt: skip


def register_book() -> Workbook:
    """Give the register: two current postings, and one nobody may know of yet."""
    cadres = (*CADRES, {"cadre_id": "C-00003", "name": "苏棠", "home_unit_id": "U-0001"})
    return workbook(
        cadres=tuple({**cadre, "birth_ym": "1985-03", "home_post": "科长"} for cadre in cadres),
        postings=POSTINGS,
        reports=REPORTS,
        absences=ABSENCES,
        work_log=LOG,
    )


def save_register(folder: Path, book: Workbook | None = None) -> Path:
    """Write the register as a CSV folder.

    Args:
        folder: For it and what is kept beside it.
        book: What it holds; the sample without it.
    """
    register = folder / "register"
    save_csv_folder(book or register_book(), register)
    return register


def send(
    register: Path, to: Path, language: str = "zh", at: datetime = SENT_AT, *, force: bool = False
) -> dict[str, SentFile]:
    """Split a register; unit → what it was sent."""
    checked = check_workbook(pull(register), SCHEMA, AS_OF)
    sending = split(checked.register, register, to, language, at, force=force)
    return {sent.unit: sent for sent in sending.files}


def edited(path: Path, edit: Callable[[openpyxl.Workbook], None]) -> Path:
    """Open a file, change it, save it, as a program for spreadsheets does."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def put(tab: Worksheet, row: int, texts: Mapping[str, str]) -> None:
    """Type texts into a row under their titles."""
    titles = [cell.value for cell in tab[1]]
    for title, text in texts.items():
        tab.cell(row, titles.index(title) + 1).value = text or None


def fill_in(path: Path, title: str, row: int, **texts: str) -> Path:
    """Type texts into one row of a file."""
    return edited(path, lambda book: put(book[title], row, texts))


def review(register: Path, *files: Path) -> Review:
    """Read what came back."""
    return review_returned(files, register, SCHEMA)


def in_short(proposals: tuple[Proposal, ...]) -> list[tuple[str, ...]]:
    """Give what is asked for, without where it comes from."""
    return [
        (each.sheet, each.record or "+", each.field, each.before, each.after) for each in proposals
    ]
