"""The demo register as an office would see it: titles, labels, and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handbook.demo.book import AS_OF, Record, Value
from handbook.schema import Field, Schema
from handbook.workbook import Manifest, Sheet, Workbook, grid

_LANGUAGE = "zh"
_LIST_SEPARATOR = "；"
_LABELLED = {
    ("postings", "cadre_id"),
    ("postings", "receiving_unit_id"),
    ("postings", "home_unit_id"),
}
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d+)?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDEST = 30
_FIRST_EXCEL_YEAR = 1900

Sheets: TypeAlias = "Mapping[str, Sequence[Record]]"


def to_workbook(schema: Schema, sheets: Sheets, source: str = "demo") -> Workbook:
    """Lay records out as sheets with Chinese titles and labels.

    Args:
        schema: Gives titles, labels and the order of sheets and columns.
        sheets: Sheet key → records.
        source: What the manifest calls it.
    """
    write = _Writer(schema, sheets)
    manifest = Manifest(
        source=source,
        as_of=AS_OF,
        schema_version=schema.version,
        language=_LANGUAGE,
        is_sample=True,
    )
    return Workbook(tuple(write.sheet(key) for key in schema.tables), manifest)


class _Writer:
    """Turns values into the text an editor would read."""

    def __init__(self, schema: Schema, sheets: Sheets) -> None:
        self._schema = schema
        self._sheets = sheets
        self._names = {
            str(record[table.primary_key]): str(record.get(table.label[0]) or "")
            for key, table in schema.tables.items()
            if key in ("cadres", "units")
            for record in sheets[key]
        }

    def sheet(self, key: str) -> Sheet:
        table = self._schema.tables[key]
        header = [field.titles[_LANGUAGE] for field in table.fields]
        columns = [self._column(field, self._sheets[key]) for field in table.fields]
        rows = [header, *map(list, zip(*columns, strict=True))]
        return Sheet(title=table.titles[_LANGUAGE], text=grid(rows))

    def _column(self, field: Field, records: Iterable[Record]) -> list[str]:
        text_of = self._text_of(field)
        known: dict[Value, str] = {None: "", "": ""}
        column = []
        for record in records:
            value = record.get(field.name)
            # True and 1 are one key of a dictionary, so truth values are told apart by name
            key = value if not isinstance(value, bool) else ("yes" if value else "no")
            if key not in known:
                known[key] = text_of(key)
            column.append(known[key])
        return column

    def _text_of(self, field: Field) -> Callable[[Value], str]:
        if field.kind == "boolean":
            return lambda value: {"yes": "是", "no": "否"}.get(str(value), str(value))
        if field.enumeration:
            labels = field.enumeration.labels
            return lambda value: _list_text(
                labels[each][_LANGUAGE] if each in labels else each for each in _items(value)
            )
        if (field.sheet, field.name) in _LABELLED:
            return lambda value: f"{value} {self._names.get(str(value), '')}".strip()
        return lambda value: _list_text(map(_plain, _items(value)))


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (_plain(value),)


def _list_text(items: Iterable[str]) -> str:
    return _LIST_SEPARATOR.join(items)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_xlsx(workbook: Workbook, path: Path) -> None:
    """Write a workbook as an Excel file: texts are never formulas, dates are real dates.

    In a column of which most filled cells are plain numbers they are numbers. Same workbook, same
    bytes.

    Args:
        workbook: What to write; the first row of a sheet is its header.
        path: File to write.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        _describe(book, workbook.manifest)
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in workbook.sheets:
            tab = book.add_worksheet(sheet.title)
            tab.freeze_panes(1, 0)
            for number in range(1, sheet.column_count + 1):
                _write_column(tab, number - 1, sheet.column(number).tolist(), bold, day)


def _describe(book: xlsxwriter.Workbook, manifest: Manifest) -> None:
    """Say in the file's properties that it is a sample, and which day it speaks about."""
    as_of = manifest.as_of or AS_OF
    title = "SAMPLE 示例数据" if manifest.is_sample else manifest.source
    # The time of writing is fixed, or the same workbook would not give the same bytes.
    book.set_properties({"title": title, "created": datetime.combine(as_of, time())})
    if manifest.as_of:
        book.set_custom_property("as_of", manifest.as_of.isoformat(), "text")


def _write_column(
    tab: Worksheet, column_index: int, texts: Sequence[str], bold: Format, day: Format
) -> None:
    header, *cells = texts
    filled = [text for text in cells if text]
    numbers = {text for text in set(filled) if _NUMBER.fullmatch(text)}
    has_numbers = 2 * sum(text in numbers for text in filled) > len(filled)
    tab.write_string(0, column_index, header, bold)
    tab.set_column(column_index, column_index, min(_WIDEST, 4 + 2 * len(header)))
    for row_index, text in enumerate(cells, start=1):
        if _ISO_DAY.fullmatch(text) and (moment := _moment(text)):
            tab.write_datetime(row_index, column_index, moment, day)
        elif has_numbers and text in numbers:
            tab.write_number(row_index, column_index, float(text))
        elif text:
            tab.write_string(row_index, column_index, text)


def _moment(text: str) -> datetime | None:
    """Read an ISO day; None where there is no such day or Excel cannot hold it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_EXCEL_YEAR else None
