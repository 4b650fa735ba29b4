"""What a well set-up register looks like, the same for Google Sheets and Excel; no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handbook.findings import SHARED_CLASS as SHARED_CLASS
from handbook.own_sheets import LISTS, RESULTS
from handbook.schema import Field, Schema, TableSchema

_TRUTH = {"zh": ("是", "否"), "vi": ("Có", "Không"), "en": ("Yes", "No")}
_CHARACTERS = {"date": 12, "month": 10, "integer": 8, "number": 10, "boolean": 8, "id": 11}
_NARROWEST, _WIDEST = 8, 28


class Part(StrEnum):
    """Which columns a workbook holds."""

    WHOLE = "whole"
    """All of them: a register for the organisation department alone."""
    SHARED = "shared"
    """Those the units may see."""
    RESTRICTED = "restricted"
    """Keys, and the columns above the shared class."""


class Form(StrEnum):
    """How the cells of a column are typed and shown."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column of a sheet as it should be.

    Attributes:
        field: Field of the schema.
        title: Header in the workbook's language.
        note: What the header's note says: description, example, what a blank means.
        width: In characters of a Latin font.
        form: How its cells are typed and shown.
        choices: Labels the drop-down offers; empty where it is no closed list.
        offers: Key of the sheet whose records the drop-down offers as `id name`; else blank.
        takes_several: Whether a cell may hold several choices or references, so that the
            drop-down helps but must not insist.
        is_collapsed: Whether the column starts folded away, because it has a default or is
            seldom needed.
    """

    field: Field
    title: str
    note: str
    width: int
    form: Form
    choices: tuple[str, ...]
    offers: str
    takes_several: bool
    is_collapsed: bool


@dataclass(frozen=True)
class Tab:
    """One sheet as it should be.

    Attributes:
        key: Sheet key of the schema.
        title: Title in the workbook's language.
        columns: In order; the first is the record's id.
    """

    key: str
    title: str
    columns: tuple[Column, ...]

    def groups(self) -> Iterator[tuple[int, int]]:
        """Give the runs of collapsed columns.

        Yields:
            First and last column number of each run, counted from 1, both included.
        """
        first = 0
        for number, column in enumerate((*self.columns, None), start=1):
            if column is not None and column.is_collapsed:
                first = first or number
            elif first:
                yield first, number - 1
                first = 0


@dataclass(frozen=True)
class Choices:
    """A column of the list sheet: the records of one sheet as `id name`.

    Attributes:
        sheet: Sheet key.
        title: Its header in the list sheet.
        key: Field with the ids.
        label: Fields that name a record, in order.
    """

    sheet: str
    title: str
    key: str
    label: tuple[Field, ...]


@dataclass(frozen=True)
class Blueprint:
    """A whole workbook as it should be.

    Attributes:
        language: zh, vi or en.
        part: Which columns it holds.
        tabs: In the order of the schema.
        choices: Columns of the list sheet, in order.
        results_title: Title of the result sheet.
        lists_title: Title of the hidden list sheet.
        schema: What it was drawn from; recognises the titles of live sheets and headers.
    """

    language: str
    part: Part
    tabs: tuple[Tab, ...]
    choices: tuple[Choices, ...]
    results_title: str
    lists_title: str
    schema: Schema


def draw(schema: Schema, language: str, part: Part = Part.WHOLE) -> Blueprint:
    """Draw the blueprint of a register.

    Args:
        schema: What the register consists of.
        language: Language of titles, labels and notes.
        part: Which columns it holds.
    """
    tabs = tuple(
        _tab(table, fields, language)
        for table in schema.tables.values()
        if (fields := _fields(table, part))
    )
    offered = {column.offers for tab in tabs for column in tab.columns if column.offers}
    choices = tuple(
        _choices(schema.tables[tab.key], language) for tab in tabs if tab.key in offered
    )
    return Blueprint(language, part, tabs, choices, RESULTS[language], LISTS[language], schema)


def _fields(table: TableSchema, part: Part) -> tuple[Field, ...]:
    key = table.field(table.primary_key)
    if part is Part.WHOLE:
        return table.fields
    if part is Part.SHARED:
        if key.visibility > SHARED_CLASS:
            return ()
        return tuple(each for each in table.fields if each.visibility <= SHARED_CLASS)
    if table.rows_apart:
        return table.fields
    strict = tuple(
        each for each in table.fields if each.visibility > SHARED_CLASS and each is not key
    )
    return (key, *strict) if strict else ()


def _tab(table: TableSchema, fields: tuple[Field, ...], language: str) -> Tab:
    columns = tuple(_column(table, field, language) for field in fields)
    return Tab(table.key, table.titles[language], columns)


def _column(table: TableSchema, field: Field, language: str) -> Column:
    choices: tuple[str, ...] = ()
    if field.enumeration:
        choices = tuple(each[language] for each in field.enumeration.labels.values())
    elif field.kind == "boolean":
        choices = _TRUTH[language]
    title = field.titles[language]
    return Column(
        field=field,
        title=title,
        note=_note(field, language),
        width=_width(field, title),
        form=form_of(field),
        choices=choices,
        offers=field.target if field.kind in ("reference", "references") else "",
        takes_several=field.kind in ("references", "enums"),
        is_collapsed=_is_collapsed(table, field),
    )


def form_of(field: Field) -> Form:
    """Say how the cells of a field are typed and shown."""
    return _FORMS.get(field.kind, Form.TEXT)


_FORMS = {"date": Form.DATE, "integer": Form.INTEGER, "number": Form.NUMBER}


def _note(field: Field, language: str) -> str:
    lines = [field.descriptions[language]]
    if field.example:
        lines.append(_EXAMPLE[language].format(example=field.example))
    return "\n".join(lines)


_EXAMPLE = {"zh": "例如：{example}", "vi": "Ví dụ: {example}", "en": "For example: {example}"}


def _width(field: Field, title: str) -> int:
    wide = sum(2 if ord(each) > 0x2E7F else 1 for each in title) + 2
    usual = _CHARACTERS.get(field.kind, 16 if field.max_length is None else 20)
    return max(_NARROWEST, min(_WIDEST, max(wide, usual)))


def _is_collapsed(table: TableSchema, field: Field) -> bool:
    if field.name == table.primary_key:
        return False
    if table.daily:
        return field.name not in table.daily
    return bool(field.derived or field.default)


def _choices(table: TableSchema, language: str) -> Choices:
    label = tuple(table.field(name) for name in table.label)
    return Choices(table.key, table.titles[language], table.primary_key, label)
