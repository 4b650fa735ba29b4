"""What is to be written into a register: texts of cells, and whole rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A new text for one cell.

    Attributes:
        title: Title of the sheet.
        row_number: Counted from 1.
        column_number: Counted from 1.
        text: As it should be shown; blank to clear the cell. An ISO day or a number is written as
            one where the cell is formatted for it, so that Excel can calculate with it.
    """

    title: str
    row_number: int
    column_number: int
    text: str


@dataclass(frozen=True)
class NewRow:
    """A row to add below the last one of a sheet.

    Attributes:
        title: Title of the sheet.
        texts: Column number, from 1 → text; columns that are absent stay blank.
    """

    title: str
    texts: Mapping[int, str]


@dataclass(frozen=True)
class Amended:
    """What became of a register.

    Attributes:
        target: The register.
        backup: What it was before, kept beside it; None where nothing had to be written.
        written: Cells that hold another text now.
        added: Rows that are new.
        left: Cells that hold a formula or lie inside a merged block: not written, to be done by
            hand.
    """

    target: Path
    backup: Path | None
    written: int
    added: int
    left: tuple[CellEdit, ...]
