"""Where a register comes from: one function per kind of source, each giving a `Workbook`."""

from __future__ import annotations

from pathlib import Path

from handbook.config import now, sheets_url
from handbook.sources.csv_folder import pull_csv_folder
from handbook.sources.names import Source, Spreadsheet
from handbook.sources.refusals import refusal
from handbook.sources.xlsx import pull_xlsx
from handbook.workbook import Workbook

_WORKBOOK_MARKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""First bytes of zip packages and of the older Office containers."""


def pull(source: Source) -> Workbook:
    """Read a register: an Excel workbook, a folder of CSV files, or a Google spreadsheet.

    What a file is, its content says, whatever its name ends in.

    Args:
        source: File, folder or spreadsheet.

    Raises:
        PullError: A path is neither file nor folder, or cannot be read.
        GoogleError: A spreadsheet cannot be read.
    """
    if isinstance(source, Spreadsheet):
        return _pull_from_google(source)
    if source.is_dir():
        return pull_csv_folder(source)
    if _is_text_table(source):
        raise refusal("single_csv", source)
    return pull_xlsx(source)


def _pull_from_google(source: Spreadsheet) -> Workbook:
    # Loading what speaks to Google takes a third of a second; who needs no Google need not wait.
    from handbook.google import open_spreadsheet
    from handbook.sources.google import pull_spreadsheet

    access = open_spreadsheet(source.id, writing=False, base_url=sheets_url())
    return pull_spreadsheet(source, access, now().isoformat())


def _is_text_table(source: Path) -> bool:
    if source.suffix.casefold() not in (".csv", ".tsv", ".txt") or not source.is_file():
        return False
    try:
        with source.open("rb") as file:
            return not file.read(4).startswith(_WORKBOOK_MARKS)
    except OSError as error:
        raise refusal("unreadable", source) from error


__all__ = ["pull", "pull_csv_folder", "pull_xlsx"]
