"""From the columns Google gives in two renderings to one rectangle of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.sources.google_values import displayed
from handbook.sources.layout import Position

Columns: TypeAlias = Sequence[Sequence[Any]]
"""Cells of each column from row 1 on; blank ones at the end are absent."""

_Texts: TypeAlias = "NDArray[np.object_]"


@dataclass(frozen=True, eq=False)
class Reading:
    """What two renderings of the same cells tell together.

    Attributes:
        text: Texts as displayed, laid out from A1 on.
        formulas: Formula text by (row number, column number).
        disagreements: Cells, as (row number, column number), that hold other text, or none, in
            one of the renderings: because of a number format, or of an edit in between.
        is_hollow: Whether one rendering is entirely blank where the other is not, which no number
            format explains.
    """

    text: pd.DataFrame
    formulas: dict[Position, str]
    disagreements: frozenset[Position]
    is_hollow: bool


def read_grid(values: Columns, shown: Columns) -> Reading:
    """Put two renderings of one sheet together.

    Args:
        values: Formulas as text, everything else as a typed value, dates as serial numbers.
        shown: As displayed.
    """
    height = max((len(column) for part in (values, shown) for column in part), default=0)
    columns: list[_Texts] = []
    formulas: dict[Position, str] = {}
    disagreements: set[Position] = set()
    for number in range(1, max(len(values), len(shown)) + 1):
        texts = _filled(shown, number, height)
        if number <= min(len(values), len(shown)) and values[number - 1] == shown[number - 1]:
            columns.append(_with_one_kind_of_line_break(texts))  # most columns are plain text
            continue
        typed = _filled(values, number, height)
        for row in _translate(typed, texts):
            if str(typed[row]).startswith("="):
                formulas[row + 1, number] = typed[row]
            else:
                disagreements.add((row + 1, number))
        columns.append(_with_one_kind_of_line_break(texts))
    is_hollow = bool(disagreements) and not (any(values) and any(shown))
    text = _laid_out(columns, formulas)
    return Reading(text, formulas, frozenset(disagreements), is_hollow)


def _filled(columns: Columns, number: int, height: int) -> _Texts:
    """Give one column as an array of full height, blank where nothing stands."""
    array = np.full(height, "", dtype=object)
    if number <= len(columns):
        array[: len(columns[number - 1])] = columns[number - 1]
    return array


def _translate(typed: _Texts, texts: _Texts) -> list[int]:
    """Write the typed values of a column as text in place.

    Most cells are plain text, equal in both renderings; the others repeat themselves.

    Args:
        typed: Values of the column.
        texts: The same as displayed; changed.

    Returns:
        Positions, from 0, of cells whose renderings differ and that hold no typed value.
    """
    rows = np.flatnonzero(typed != texts)
    values, shown = typed[rows].tolist(), texts[rows].tolist()
    meant = dict(zip(shown, values, strict=True))
    if all(map(eq, map(meant.get, shown), values)) and all(map(_is_typed, meant.values(), meant)):
        # A text that always stands for one value spares a pair for every cell: half the time.
        plain = {text: displayed(value, text) for text, value in meant.items()}
        texts[rows] = [plain[text] for text in shown]
        return []
    pairs = list(zip(values, shown, strict=True))
    known = {pair: displayed(*pair) for pair in set(pairs) if _is_typed(*pair)}
    texts[rows] = [known.get(pair, pair[1]) for pair in pairs]
    return [row for row, pair in zip(rows.tolist(), pairs, strict=True) if pair not in known]


def _is_typed(value: object, shown: str) -> bool:
    return type(value) is not str and shown != ""


def _with_one_kind_of_line_break(texts: _Texts) -> _Texts:
    if "\r" not in "".join(texts):
        return texts
    plain = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    return np.array(plain, dtype=object)


def _laid_out(columns: Sequence[_Texts], formulas: dict[Position, str]) -> pd.DataFrame:
    """Cut off the entirely blank rows and columns at the end, where no formula stands either."""
    last_rows = [_last_row(texts) for texts in columns]
    filled = [number for number, last in enumerate(last_rows, start=1) if last]
    height = max([0, *last_rows, *(row for row, _ in formulas)])
    width = max([0, *filled, *(column for _, column in formulas)])
    cut = {number: columns[number - 1][:height] for number in range(1, width + 1)}
    return pd.DataFrame(cut, index=pd.RangeIndex(1, height + 1), dtype=object)


def _last_row(texts: _Texts) -> int:
    rows = np.flatnonzero(texts)
    return int(rows[-1]) + 1 if len(rows) else 0
