"""Rows as files give them, cut to the rectangle that holds something."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from handbook.workbook import grid

Position = tuple[int, int]


def text_grid(rows: Sequence[Sequence[str]], kept: Collection[Position] = ()) -> pd.DataFrame:
    """Lay texts out from A1 on, without the entirely empty rows and columns at the end.

    Args:
        rows: Texts of each row from column A on, of any length.
        kept: Cells (row number, column number) that stay inside though no text stands in them,
            such as formulas without a result.
    """
    return grid(cut_to(rows, *extent(rows, kept)))


def cut_to(rows: Sequence[Sequence[object]], height: int, width: int) -> list[Sequence[object]]:
    """Cut rows to a height and a width, with blank cells and rows where they fall short.

    Args:
        rows: Cells of each row from column A on.
        height: Rows wanted.
        width: Columns wanted; the first row is filled up to it, the others at most.
    """
    # Copying only the rows that are too long spares half the time on a large sheet.
    cut = [row if len(row) <= width else row[:width] for row in rows[:height]]
    cut.extend([()] * (height - len(cut)))
    if cut:
        cut[0] = [*cut[0], *[""] * (width - len(cut[0]))]
    return cut


def extent(rows: Sequence[Sequence[str]], kept: Collection[Position] = ()) -> Position:
    """Count the rows and columns up to the last text.

    Args:
        rows: Texts of each row from column A on.
        kept: Cells that count though no text stands in them.
    """
    height = next((n for n in range(len(rows), 0, -1) if any(rows[n - 1])), 0)
    width = 0
    for row in rows[:height]:
        last = len(row)
        while last > width and not row[last - 1]:
            last -= 1
        width = max(width, last)
    return (
        max([height, *(row for row, _ in kept)]),
        max([width, *(column for _, column in kept)]),
    )
