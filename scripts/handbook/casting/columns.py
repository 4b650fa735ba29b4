"""Columns: factorise, read each distinct text once, broadcast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.casting.characters import clean, screen
from handbook.casting.choices import read_boolean, read_choice, read_choices, read_references
from handbook.casting.dates import read_date, read_month
from handbook.casting.numbers import read_number
from handbook.casting.readings import BLANK, Reading, untrusted
from handbook.casting.shortcuts import shortcut_of
from handbook.casting.texts import read_code, read_id, read_reference, read_text, read_url
from handbook.schema import Field

READERS: Final[Mapping[str, Callable[[Field, str, str], Reading]]] = {
    "boolean": read_boolean,
    "code": read_code,
    "date": read_date,
    "enum": read_choice,
    "enums": read_choices,
    "id": read_id,
    "integer": read_number,
    "month": read_month,
    "number": read_number,
    "reference": read_reference,
    "references": read_references,
    "text": read_text,
    "url": read_url,
}
"""How each kind of field is read; takes the field, the screened text and the locale."""

_EMPTY: Final[Mapping[str, object]] = {"enums": (), "references": ()}


@dataclass(frozen=True, eq=False)
class CastColumn:
    """A column as typed values, and what was wrong with the texts.

    Attributes:
        values: One per row. float64 for `integer` and `number`, NaN where blank; datetime64[s] for
            `date`, NaT where blank; else objects: tuples of str for `enums` and `references`, str
            for the rest (`month` as `1992-05`, `boolean` as `yes` and `no`), `""` where blank.
        problems: Rows (counted from 0) and what was read there, one per distinct text that has a
            finding, in the order of their first rows.
    """

    values: NDArray[Any]
    problems: tuple[tuple[NDArray[np.intp], Reading], ...]


def cast_column(field: Field, texts: NDArray[np.object_], locale: str) -> CastColumn:
    """Cast the texts of one column to the type of its field.

    Args:
        field: The column.
        texts: As typed, one str per row; left as they are.
        locale: Language of the workbook: zh, vi or en.

    Returns:
        Values and problems; a text that cannot be trusted is blank and has a problem.
    """
    codes, distinct = pd.factorize(texts)
    values: list[object] = []
    told: dict[int, Reading] = {}
    shortcut = shortcut_of(field)
    for number, text in enumerate(distinct):
        value = shortcut(text)
        if value is None:
            reading = read_cell(field, text, locale)
            value = reading.value
            if reading.code:
                told[number] = reading
        values.append(value)
    return CastColumn(_typed(field.kind, values)[codes], _problems(codes, told))


def read_cell(field: Field, text: str, locale: str) -> Reading:
    """Read one text of a column.

    Args:
        field: The column.
        text: As typed.
        locale: Language of the workbook: zh, vi or en.

    Returns:
        What the field's kind makes of it; CEL312 where a character cannot be let through, CEL319
        (value kept) where invisible ones were taken out.
    """
    screened = screen(text)
    is_altered_id = field.kind == "id" and screened.removed
    if screened.forbidden or is_altered_id:
        return untrusted("CEL312", characters=screened.forbidden or screened.removed)
    cleaned = clean(screened.text)
    is_blank = not cleaned or cleaned in field.missing_values
    reading = BLANK if is_blank else READERS[field.kind](field, screened.text, locale)
    if screened.removed and not reading.code and reading.value is not None:
        return replace(reading, code="CEL319", params={"characters": screened.removed})
    return reading


def _typed(kind: str, values: Sequence[object]) -> NDArray[Any]:
    if kind == "date":
        return np.array(values, dtype="datetime64[s]")
    if kind in {"integer", "number"}:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    empty = _EMPTY.get(kind, "")
    filled = (empty if value is None else value for value in values)
    return np.fromiter(filled, dtype=object, count=len(values))


def _problems(
    codes: NDArray[np.intp], told: Mapping[int, Reading]
) -> tuple[tuple[NDArray[np.intp], Reading], ...]:
    if not told:
        return ()
    wanted = np.fromiter(told, dtype=np.intp)
    rows = np.flatnonzero(np.isin(codes, wanted))
    rows = rows[np.argsort(codes[rows], kind="stable")]
    starts = np.searchsorted(codes[rows], wanted, side="left")
    ends = np.searchsorted(codes[rows], wanted, side="right")
    return tuple(
        (rows[start:end], reading)
        for start, end, reading in zip(starts, ends, told.values(), strict=True)
    )
