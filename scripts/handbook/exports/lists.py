"""The lists of records as rows of typed values, with titles in the language of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from handbook.pages.index import Index
from handbook.pages.takeaway import LISTED
from handbook.pages.values import Column
from handbook.publishable import State
from handbook.rendering.translations import translations

Value: TypeAlias = str | float | date
"""A cell: text (blank for nothing), a number or a day; nothing else ever leaves."""

_SEVERAL = {"zh": "；", "vi": "; ", "en": "; "}


@dataclass(frozen=True, slots=True)
class Listing:
    """One list.

    Attributes:
        name: What its files are called.
        title: In the language of the site.
        columns: Titles of the columns.
        rows: One value per column.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def record_lists(index: Index, sheets: Iterable[str] = LISTED) -> Iterator[Listing]:
    """Give the lists of records, each with every column the audience may see.

    A reference says id and name, as the drop-downs of the register offer it; a value that cannot
    be trusted says so.

    Args:
        index: Of one audience and language.
        sheets: Those wanted.
    """
    for sheet in sheets:
        if not index.has_sheet(sheet):
            continue
        fields = index.fields(sheet)
        columns = [_values(index, index.column(sheet, field.name)) for field in fields]
        yield Listing(
            sheet,
            index.sheet_title(sheet),
            tuple(field.titles[index.language] for field in fields),
            tuple(zip(*columns, strict=True)),
        )


def reference_text(index: Index, sheet: str, key: str) -> str:
    """Name a record by id and name: `U-0007 杏坞镇`; by its id where it has no name."""
    name = index.label(sheet, key).removesuffix(key).rstrip()
    return f"{key} {name}" if name else key


def _values(index: Index, column: Column) -> list[Value]:
    """Give a column of a sheet, one value for each of its records in their order."""
    table = index.publishable.tables[column.field.sheet]
    values = list(map(_reader(index, column), table.records))
    held = [
        key
        for (key, name), state in table.states.items()
        if name == column.field.name and state is State.HELD
    ]
    if held:
        places = {key: place for place, key in enumerate(table.records)}
        for place in map(places.__getitem__, held):
            values[place] = _doubtful(index.language, values[place])
    return values


def _doubtful(language: str, value: Value) -> str:
    """Say of a value that it cannot be trusted."""
    mark = translations(language).gettext("待核")
    if value == "":
        return mark
    return f"{as_text(value)}（{mark}）" if language == "zh" else f"{as_text(value)} ({mark})"


def _reader(index: Index, column: Column) -> Callable[[str], Value]:
    """Give the function that reads a column for the key of a record; each text is made once."""
    read = column.value
    if column.field.kind in ("date", "integer", "number"):
        return lambda key: _or_blank(read(key))
    known: dict[Any, str] = {None: "", "": "", (): ""}

    def text(key: str) -> str:
        value = read(key)
        found = known.get(value)
        if found is None:
            found = known[value] = _text(index, column, key)
        return found

    return text


def _text(index: Index, column: Column, key: str) -> str:
    """Write a value that is neither a day nor a number."""
    separator = _SEVERAL[index.language]
    if column.field.kind in ("reference", "references"):
        value = column.value(key)
        keys = (value,) if isinstance(value, str) else value
        return separator.join(reference_text(index, column.field.target, each) for each in keys)
    shown = column.brief(key)
    return separator.join(each.text for each in shown.items) if shown.items else shown.text


def _or_blank(value: Any) -> Value:  # noqa: ANN401 - typed by the field
    return "" if value is None else value


def as_text(value: Value) -> str:
    """Write a value as text: days as `2026-06-30`, numbers without a needless decimal point."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.isoformat() if isinstance(value, date) else str(value)
