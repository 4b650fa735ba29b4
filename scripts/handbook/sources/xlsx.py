"""An Excel workbook as a source: values read fast, the rest read when it matters."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from handbook.findings import column_letters
from handbook.sources.layout import cut_to, text_grid
from handbook.sources.refusals import refusal
from handbook.sources.xlsx_details import Details, read_details
from handbook.sources.xlsx_formats import Display, load_displays
from handbook.sources.xlsx_package import Package, SheetPart
from handbook.workbook import Manifest, Sheet, Workbook, grid

_LARGEST_SHEET = 20_000_000
"""Cells from A1 to the last one filled; the reader of values lays all of them out in memory."""
_ERROR_CELL = re.compile(rb'(<(?:\w+:)?c\s(?:[^<>]*\s)?t=)(["\'])e\2')


def pull_xlsx(path: Path) -> Workbook:
    """Read every worksheet of an Excel workbook (.xlsx or .xlsm), hidden ones included.

    Dates come as `2024-03-01`, with a time only where it is not midnight; a date that shows the
    month alone and falls on the first, as Excel makes of `2024年3月`, as `2024-03`; whole numbers
    without `.0`; numbers padded by their format as shown (`C-00012`); percentages with their
    sign; errors by their name. Macros and links to other files are never followed.

    Args:
        path: The file; its content counts, not its ending.

    Raises:
        PullError: It is no workbook, is locked by a password, damaged, or dangerously large.
    """
    package = Package(path)
    displays = load_displays(package)
    parts = package.sheets()
    details: list[Details] = []
    rewritten: dict[str, bytes] = {}
    for part in parts:
        content = package.part(part.name)
        details.append(_details(package, part, content, displays))
        rewritten |= _with_errors_as_text(part, content)
    values = _values(package, parts, rewritten)
    sheets = [
        _sheet(part, rows, detail, displays)
        for part, rows, detail in zip(parts, values, details, strict=True)
    ]
    return Workbook(tuple(sheets), Manifest(source=path.name, as_of=_pinned_day(package)))


def _pinned_day(package: Package) -> date | None:
    """Read the day the file pins in its properties, as the demo register does."""
    try:
        return date.fromisoformat(package.custom_properties().get("as_of", ""))
    except ValueError:
        return None


def _details(
    package: Package, part: SheetPart, content: bytes, displays: Mapping[str, Display]
) -> Details:
    details = read_details(package, content, displays)
    if not details.is_near and details.last_row * details.last_column > _LARGEST_SHEET:
        cell = f"{column_letters(details.last_column)}{details.last_row}"
        raise refusal("far_cell", package.path, title=part.title, cell=cell)
    return details


def _with_errors_as_text(part: SheetPart, content: bytes) -> dict[str, bytes]:
    """Give a sheet that holds errors again, with the errors as plain text.

    calamine gives known errors as blanks (dimastbk/python-calamine#105) and refuses a whole
    sheet for one it does not know, such as `#SPILL!`.
    """
    if b'"e"' not in content and b"'e'" not in content:
        return {}
    return {part.name: _ERROR_CELL.sub(rb'\1"str"', content)}


def _values(
    package: Package, parts: Iterable[SheetPart], rewritten: Mapping[str, bytes]
) -> Iterator[list[list[object]]]:
    """Give the values of each sheet from A1 on."""
    content = package.replaced(rewritten)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for part in parts:
                sheet = workbook.get_sheet_by_name(part.title)
                yield cast("list[list[object]]", sheet.to_python(skip_empty_area=False))
    except CalamineError as error:
        raise refusal("damaged", package.path) from error


def _sheet(
    part: SheetPart,
    values: list[list[object]],
    details: Details,
    displays: Mapping[str, Display],
) -> Sheet:
    text = text_grid(_texts(values, details, displays), details.formulas)
    return Sheet(
        title=part.title,
        text=text,
        typed=_typed(values, text),
        formulas=details.formulas,
        merged=details.merged,
        hidden_rows=frozenset(row for row in details.hidden_rows if row <= len(text)),
        is_hidden=part.is_hidden,
    )


def _texts(
    values: list[list[object]], details: Details, displays: Mapping[str, Display]
) -> list[list[str]]:
    # Most cells are plain text already; asking here saves a call for each of them.
    rows = [
        [value if type(value) is str and "\r" not in value else _shown(value) for value in row]
        for row in values
    ]
    for (row, column), style in details.styles.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            shown = displays[style](values[row - 1][column - 1])
            rows[row - 1][column - 1] = shown or rows[row - 1][column - 1]
    return rows


def _typed(values: list[list[object]], text: pd.DataFrame) -> pd.DataFrame:
    """Lay the values out in the shape of the texts, with None where nothing stands."""
    typed = grid(cut_to(values, *text.shape))
    nothing = np.array(None, dtype=object)
    columns = {
        number: np.where(text[number].to_numpy() == "", nothing, typed[number].to_numpy())
        for number in text.columns
    }
    return pd.DataFrame(columns, index=text.index, dtype=object)


def _shown(value: object) -> str:
    """Write a value as an editor would read it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _shown_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()))
    return _shown_number(value)


def _shown_number(value: object) -> str:
    """Write a number in the shortest form that tells it apart; `+ 0.0` makes -0.0 a plain 0."""
    return repr(value + 0.0).removesuffix(".0") if isinstance(value, float) else str(value)


def _shown_instant(value: datetime) -> str:
    """Write date and time to the nearest second; serial numbers are not exact below it."""
    whole = value.replace(microsecond=0) + timedelta(seconds=round(value.microsecond / 1e6))
    day, seconds = whole.date(), whole.hour * 3600 + whole.minute * 60 + whole.second
    return f"{day} {_clock(seconds)}" if seconds else str(day)


def _clock(seconds: int) -> str:
    """Write hours and minutes, and seconds where there are any; hours may pass 24."""
    hours, rest = divmod(abs(seconds), 3600)
    sign = "-" if seconds < 0 else ""
    text = f"{sign}{hours:02}:{rest // 60:02}"
    return f"{text}:{rest % 60:02}" if rest % 60 else text
