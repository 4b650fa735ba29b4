"""A register on this machine with agreed changes written into it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from handbook.amending.edits import Amended, CellEdit, NewRow
from handbook.amending.refusals import not_read_back
from handbook.amending.xlsx_cells import SheetCells
from handbook.amending.xlsx_formats import shapes_of
from handbook.annotating.xlsx_package import Parts
from handbook.errors import OutputError
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.sources.xlsx_package import Package
from handbook.workbook import Sheet, Workbook, grid

_Texts = dict[str, dict[tuple[int, int], str]]


def amend(register: Path, edits: Sequence[CellEdit], rows: Sequence[NewRow]) -> Amended:
    """Write changes into a register: all of them, or none.

    The register as it was is kept beside it (`register.before-1.xlsx`, `-2` and so on). What was
    written is read back as the check reads it before it takes the register's place.

    Args:
        register: An Excel workbook, or a folder of CSV files.
        edits: Texts for cells; those that stand there already are not written again.
        rows: Rows to add, each below the last row of its sheet that holds anything, in order.

    Raises:
        PullError: The register cannot be read.
        OutputError: It cannot be written.
        HandbookError: A cell would read differently from what was agreed.
    """
    workbook = pull(register)
    left = tuple(edit for edit in edits if _is_worked_out(workbook, edit))
    texts = _texts_of(workbook, [edit for edit in edits if edit not in left])
    written = sum(map(len, texts.values()))
    _add_rows(workbook, texts, rows)
    if not any(texts.values()):
        return Amended(register, None, 0, 0, left)
    with tempfile.TemporaryDirectory(dir=register.parent, prefix=".handbook-") as folder:
        draft = Path(folder) / register.name
        _write(register, workbook, texts, draft)
        _compare(pull(draft), texts, register.name)
        backup = _put_in_place(register, draft)
    return Amended(register, backup, written, len(rows), left)


def _is_worked_out(workbook: Workbook, edit: CellEdit) -> bool:
    """Say whether a cell holds a formula or is covered by a merged block."""
    sheet = _sheet(workbook, edit.title)
    place = (edit.row_number, edit.column_number)
    return place in sheet.formulas or any(
        block.first_row <= place[0] <= block.last_row
        and block.first_column <= place[1] <= block.last_column
        and place != (block.first_row, block.first_column)
        for block in sheet.merged
    )


def _sheet(workbook: Workbook, title: str) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.title == title)


def _text_at(sheet: Sheet, row: int, column: int) -> str:
    inside = row <= sheet.row_count and column <= sheet.column_count
    return str(sheet.text.at[row, column]) if inside else ""


def _texts_of(workbook: Workbook, edits: Sequence[CellEdit]) -> _Texts:
    texts: _Texts = {}
    for edit in edits:
        place = (edit.row_number, edit.column_number)
        if _text_at(_sheet(workbook, edit.title), *place) != edit.text:
            texts.setdefault(edit.title, {})[place] = edit.text
    return texts


def _add_rows(workbook: Workbook, texts: _Texts, rows: Sequence[NewRow]) -> None:
    last = {sheet.title: sheet.row_count for sheet in workbook.sheets}
    for row in rows:
        last[row.title] += 1
        here = texts.setdefault(row.title, {})
        here |= {(last[row.title], column): text for column, text in row.texts.items() if text}


def _write(register: Path, workbook: Workbook, texts: _Texts, draft: Path) -> None:
    try:
        if register.is_dir():
            shutil.copytree(register, draft)
            save_csv_folder(_with_texts(workbook, texts), draft)
        else:
            _write_xlsx(register, texts, draft)
    except OSError as error:
        raise OutputError(register) from error


def _with_texts(workbook: Workbook, texts: _Texts) -> Workbook:
    sheets = tuple(_rewritten(sheet, texts.get(sheet.title, {})) for sheet in workbook.sheets)
    return Workbook(sheets, workbook.manifest)


def _rewritten(sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> Sheet:
    rows = [list(map(str, row)) for row in sheet.text.to_numpy()]
    for (row, column), text in texts.items():
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([""] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = text
    return Sheet(sheet.title, grid(rows), gid=sheet.gid, encoding=sheet.encoding, key=sheet.key)


def _write_xlsx(register: Path, texts: _Texts, draft: Path) -> None:
    package = Package(register)
    parts = Parts(package.content)
    shapes = shapes_of(parts.part("xl/styles.xml"))
    for sheet in package.sheets():
        if here := texts.get(sheet.title):
            cells = SheetCells(parts.part(sheet.name), shapes)
            parts.put(sheet.name, cells.with_texts(here))
    parts.write(draft, "")


def _compare(workbook: Workbook, texts: _Texts, name: str) -> None:
    for title, here in texts.items():
        sheet = _sheet(workbook, title)
        for (row, column), text in here.items():
            if _text_at(sheet, row, column) != text:
                raise not_read_back(name, title, row, column)


def _put_in_place(register: Path, draft: Path) -> Path:
    """Keep the old register beside the new one; at no moment is there none."""
    backup = _free_name(register)
    try:
        if register.is_dir():
            register.rename(backup)
            draft.rename(register)
        else:
            shutil.copy2(register, backup)
            draft.replace(register)
    except OSError as error:
        raise OutputError(register) from error
    return backup


def _free_name(register: Path) -> Path:
    number = 1
    while (path := _backup_name(register, number)).exists():
        number += 1
    return path


def _backup_name(register: Path, number: int) -> Path:
    return register.with_name(f"{register.stem}.before-{number}{register.suffix}")
