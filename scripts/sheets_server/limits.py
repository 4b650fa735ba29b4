"""How much a spreadsheet may hold."""

from __future__ import annotations

from sheets_server.refusals import bad_request
from sheets_server.spreadsheet import Spreadsheet

MOST_CHARACTERS = 50_000
"""In one cell, and in one note."""
MOST_CELLS = 10_000_000
"""In all grids of a spreadsheet, blank ones included."""
MOST_COLUMNS = 18_278
"""In one sheet, up to column ZZZ."""


def check_text(text: str) -> None:
    """Refuse a text that is too long for a cell.

    Raises:
        Refusal: In Google's words.
    """
    if len(text) > MOST_CHARACTERS:
        raise bad_request(
            f"Your input contains more than the maximum of {MOST_CHARACTERS} characters "
            "in a single cell."
        )


def check_size(draft: Spreadsheet) -> None:
    """Refuse grids that are too large together.

    Raises:
        Refusal: In Google's words.
    """
    if sum(len(sheet.rows) * len(sheet.columns) for sheet in draft.sheets) > MOST_CELLS:
        raise bad_request(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{MOST_CELLS} cells."
        )
    if any(len(sheet.columns) > MOST_COLUMNS for sheet in draft.sheets):
        raise bad_request(f"A sheet may have at most {MOST_COLUMNS} columns.")
