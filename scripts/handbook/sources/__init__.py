"""Where a register comes from: one function per kind of source, each giving a `Workbook`."""

from __future__ import annotations

from pathlib import Path

from handbook.sources.csv_folder import pull_csv_folder
from handbook.sources.refusals import refusal
from handbook.sources.xlsx import pull_xlsx
from handbook.workbook import Workbook

_WORKBOOK_MARKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""First bytes of zip packages and of the older Office containers."""


def pull(source: Path) -> Workbook:
    """Read a register from this machine: an Excel workbook, or a folder of CSV files.

    What a file is, its content says, whatever its name ends in.

    Args:
        source: File or folder.

    Raises:
        PullError: It is neither, or cannot be read.
    """
    if source.is_dir():
        return pull_csv_folder(source)
    if _is_text_table(source):
        raise refusal("single_csv", source)
    return pull_xlsx(source)


def _is_text_table(source: Path) -> bool:
    if source.suffix.casefold() not in (".csv", ".tsv", ".txt") or not source.is_file():
        return False
    try:
        with source.open("rb") as file:
            return not file.read(4).startswith(_WORKBOOK_MARKS)
    except OSError as error:
        raise refusal("unreadable", source) from error


__all__ = ["pull", "pull_csv_folder", "pull_xlsx"]
