"""Which rows of a sheet are records: not blank, not a heading, a total, a note or a signature."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from handbook.schema import TableSchema, fold
from handbook.validation.header_rows import Header
from handbook.workbook import Sheet

ORDINALS = frozenset(map(fold, ("序号", "序", "顺序号", "STT", "TT", "No.", "No", "№", "#")))
"""Folded headers of the column that merely counts the rows."""

# Each needs what sets it apart from a name: 合计 is a total, 审核中心 a unit, "Tổng công ty" too.
_FOOT = re.compile(
    r"""\s*(?:
        (?:合|总|小|共)\s*计\s*(?:[:：（(\d人]|$)
      | 共\s*\d+
      | (?:注|附\s*注|备\s*注|说\s*明|填\s*表\s*说\s*明)\s*\d*\s*[:：]
      | (?:填\s*表|制\s*表|填\s*报|审\s*核|复\s*核|经\s*办|联\s*系|负\s*责)
        \s*(?:人|单位|部门|日期|时间)?\s*(?:签\s*[字名章])?\s*(?:[:：\s（(]|$)
      | tổng(?:\s+(?:cộng|số))?\s*(?:[:：\d(]|$)
      | (?:grand\s+|sub-?)?total\s*(?:[:：\d(]|$)
      | (?:ghi\s+chú|người\s+lập(?:\s+biểu)?|notes?|prepared\s+by)\s*\d*\s*[:：]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])"
)


def record_rows(
    table: TableSchema, sheet: Sheet, header: Header, columns: Mapping[str, int]
) -> NDArray[np.intp]:
    """Find the rows that are records.

    Args:
        table: What the sheet is read as.
        sheet: As pulled.
        header: Reading of its header rows.
        columns: Field name → column number.

    Returns:
        Row numbers, ascending.
    """
    texts = sheet.text.to_numpy(dtype=object)[header.last_row :]
    ordinals = [column - 1 for column, text in header.texts.items() if fold(text) in ORDINALS]
    key = columns.get(table.primary_key, 0) - 1
    is_record = np.zeros(len(texts), dtype=bool)
    if key >= 0:  # most rows have an id, and nothing else in them matters
        prefix = table.id_prefix + "-"
        is_record = np.fromiter((text.startswith(prefix) for text in texts[:, key]), bool)
    doubtful = np.flatnonzero(~is_record)
    is_filled = filled(texts[doubtful])
    counted = is_filled.copy()
    counted[:, ordinals] = False
    has_text = counted.any(axis=1)
    for row, marks in zip(doubtful[has_text], is_filled[has_text], strict=True):
        positions = np.flatnonzero(marks)
        first = texts[row, positions[0]]
        is_record[row] = not (
            _FOOT.match(first)
            or (len(positions) == 1 and _is_heading(sheet, header.last_row + 1 + int(row), first))
            or all(header.repeats(int(at) + 1, texts[row, at]) for at in positions)
        )
    return np.flatnonzero(is_record) + header.last_row + 1


def filled(texts: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say for every text whether anything but white space stands there.

    Args:
        texts: Of any shape.
    """
    flat = texts.ravel()
    is_space = np.fromiter(map(str.isspace, flat), bool, flat.size)
    marks: NDArray[np.bool_] = flat.astype(bool) & ~is_space
    return marks.reshape(texts.shape)


def _is_heading(sheet: Sheet, row_number: int, text: str) -> bool:
    """Say whether the only text of a row heads a section: `一、乡镇`, or a band of cells."""
    return _HEADING.match(text) is not None or any(
        block.first_row <= row_number <= block.last_row
        and block.last_column - block.first_column >= 2
        for block in sheet.merged
    )
