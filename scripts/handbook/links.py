"""Addresses of sheets and cells of a register that stands in Google."""

from __future__ import annotations

from dataclasses import replace

from handbook.findings import Cell
from handbook.sources.names import spreadsheet_id
from handbook.workbook import Workbook

SPREADSHEETS = "https://docs.google.com/spreadsheets/d"
"""Where every spreadsheet of Google has its address."""


def sheet_links(workbook: Workbook) -> dict[tuple[str, str], str]:
    """Give the addresses of the sheets of a register that stands in Google.

    Args:
        workbook: As pulled.

    Returns:
        (spreadsheet, title of the tab) → address; empty for any other source, and without the
        sheets of the second spreadsheet, which is nobody's business.
    """
    manifest = workbook.manifest
    found = spreadsheet_id(manifest.source) if manifest.version else ""
    return {
        (sheet.book, sheet.title): f"{SPREADSHEETS}/{found}/edit#gid={sheet.gid}"
        for sheet in workbook.sheets
        if found and sheet.gid is not None and not sheet.book
    }


def cell_link(sheet: str, cell: Cell) -> str:
    """Give the address of a cell, a row or a column.

    Args:
        sheet: Address of its sheet, as `sheet_links` gives it.
        cell: The place; without row and column it is the sheet itself.
    """
    place = replace(cell, title="").a1.lstrip("!")
    return f"{sheet}&range={place}" if place else sheet
