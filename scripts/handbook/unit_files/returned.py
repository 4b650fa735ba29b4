"""A file that came back: which sending it is, row by row what stands in it now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Protocol

from handbook.casting import clean
from handbook.errors import PullError
from handbook.proposals import Place, places_of
from handbook.schema import Schema
from handbook.sources import pull_xlsx
from handbook.sources.xlsx_package import Package
from handbook.unit_files.model import FILE_ID, ROW_NAMES, Remark, SentFile, SentSheet, remark
from handbook.workbook import Workbook

_PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\b(?![^>]*\bsheet=\"(?:0|false)\")")
_SHEETS_OF_A_REGISTER = ("batches", "programmes")


class State(StrEnum):
    """What a returned file is good for."""

    CHANGED = "changed"
    """Something was filled in or changed."""
    UNCHANGED = "unchanged"
    """It came back as it was sent."""
    REPEATED = "repeated"
    """Another file says exactly the same."""
    REFUSED = "refused"
    """It cannot be read, or is none of those that were sent."""


class Saying(Protocol):
    """A sentence in whichever language is asked for."""

    def text(self, language: str) -> str:
        """Give the sentence."""


@dataclass(frozen=True)
class ReturnedRow:
    """One row of a returned sheet.

    Attributes:
        row_number: Counted from 1.
        name: Name of the record as it was sent; blank for a row that is new.
        texts: Field name → text, of the fields that have a column.
    """

    row_number: int
    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """One file that came back.

    Attributes:
        path: The file.
        state: What it is good for.
        sent: As it was sent; None where nobody knows.
        sender: Who it is from, as a person would say it; blank if unknown.
        remarks: What to know about it, each a sentence that says what to do.
        rows: Sheet key → rows.
        titles: Sheet key → title of the tab.
    """

    path: Path
    state: State
    sent: SentFile | None
    sender: str
    remarks: tuple[Saying, ...]
    rows: Mapping[str, tuple[ReturnedRow, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.path.name


def read_file(path: Path, sendings: Mapping[str, SentFile], schema: Schema) -> Returned:
    """Read one returned file.

    Args:
        path: The file; only read.
        sendings: Id → what was sent from this register.
        schema: What the register consists of.
    """
    try:
        package = Package(path)
        workbook = pull_xlsx(path)
    except PullError as error:
        return Returned(path, State.REFUSED, None, "", (error,))
    file_id = _id_in(workbook) or package.custom_properties().get(FILE_ID, "")
    sent = sendings.get(file_id) if file_id else _by_rows(workbook, sendings)
    if sent is None:
        return Returned(path, State.REFUSED, None, "", (_stranger(workbook, schema, file_id),))
    places = places_of(workbook, schema, sent.language)
    rows = {
        sheet.key: tuple(_rows(places[sheet.key], sheet))
        for sheet in sent.sheets
        if sheet.key in places
    }
    titles = {key: place.located.sheet.title for key, place in places.items()}
    remarks = [*_about(path, sent, file_id), *_about_sheets(sent, places, package)]
    state = State.CHANGED if _is_changed(sent, rows, places) else State.UNCHANGED
    return Returned(path, state, sent, sent.unit_name, tuple(remarks), rows, titles)


def _id_in(workbook: Workbook) -> str:
    for sheet in workbook.sheets:
        if sheet.title == FILE_ID and sheet.row_count and sheet.column_count > 1:
            return clean(str(sheet.text.at[1, 2]))
    return ""


def _by_rows(workbook: Workbook, sendings: Mapping[str, SentFile]) -> SentFile | None:
    """Recognise sheets that were moved into another file by the hidden names of their rows.

    Where they might be of two sendings nobody can tell what was changed since.
    """
    found: set[str] = set()
    for sheet in workbook.sheets:
        for number in range(1, sheet.column_count + 1):
            texts = sheet.column(number)
            if ROW_NAMES in texts[:1]:
                found.update(filter(None, map(str, texts[1:])))
    alike = [sent for sent in sendings.values() if found and found <= _marks(sent)]
    return alike[0] if len(alike) == 1 else None


def _marks(sent: SentFile) -> set[str]:
    return {mark for sheet in sent.sheets for mark in sheet.name_of}


def _stranger(workbook: Workbook, schema: Schema, file_id: str) -> Remark:
    if file_id:
        return remark(
            "这份文件不是从这份总表发出去的（可能是别的年份、别的电脑发的），没有用。"
            "请对照一下，或者重新发一份请对方填。"
        )
    tables = {table.key for each in workbook.sheets if (table := schema.table_of_title(each.title))}
    if tables.issuperset(_SHEETS_OF_A_REGISTER):
        return remark(
            "这像是整份总表，不是发给单位的表，没有用。要把改过的总表并进来，请用“并入改过的总表”"
            "（handbook propose）。"
        )
    return remark("认不出这是发出去的哪一份，没有用。请对方在原来那份文件里填，不要抄到别的表里。")


def _rows(place: Place, sent: SentSheet) -> Iterator[ReturnedRow]:
    """Read the rows of a sheet, each under the name it was sent with."""
    names = _names_in(place, sent)
    at_first = _first_rows(place, sent, names)
    fields = [name for name in sent.fields if name in place.located.columns]
    for at, name in enumerate(names):
        texts = {field: place.texts[field][at] for field in fields}
        known = name if at_first.get(name) == at else ""
        if known or any(texts.values()):
            yield ReturnedRow(place.row_number(at), known, texts)


def _names_in(place: Place, sent: SentSheet) -> list[str]:
    """Give the name each row bears: its id where it needs one, else what the hidden column says."""
    schema = place.located.schema
    own = place.names
    if schema.key_required:
        return own
    header = place.located.header_row
    for number in range(1, place.located.sheet.column_count + 1):
        column = place.located.sheet.column(number)
        if ROW_NAMES in column[:header]:
            marks = (str(column[row - 1]) for row in place.located.row_numbers)
            return [sent.name_of.get(mark, "") for mark in marks]
    return [name if name in sent.position else "" for name in own]


def _first_rows(place: Place, sent: SentSheet, names: Sequence[str]) -> dict[str, int]:
    """Say which row is the record where a name stands in several, as after copying a row.

    It is the one that still says what was sent; without one, the first.
    """
    found: dict[str, int] = {}
    untouched: set[str] = set()
    for at, name in enumerate(names):
        if name not in sent.position or name in untouched:
            continue
        if _is_as_sent(place, sent, name, at):
            untouched.add(name)
            found[name] = at
        else:
            found.setdefault(name, at)
    return found


def _is_as_sent(place: Place, sent: SentSheet, name: str, at: int) -> bool:
    return all(
        place.texts[field][at] == (text := sent.text(name, field))
        or place.meaning(field, place.texts[field][at]) == place.meaning(field, text)
        for field in sent.fields
        if field in place.located.columns
    )


def _is_changed(
    sent: SentFile, rows: Mapping[str, Sequence[ReturnedRow]], places: Mapping[str, Place]
) -> bool:
    for key, returned in rows.items():
        place, sheet = places[key], sent.by_key[key]
        for row in returned:
            if not row.name or any(
                text != (before := sheet.text(row.name, name))
                and place.meaning(name, text) != place.meaning(name, before)
                for name, text in row.texts.items()
            ):
                return True
    return False


def _about(path: Path, sent: SentFile, file_id: str) -> Iterator[Remark]:
    if file_id != sent.id:
        yield remark("文件里的编号丢了，按各行认出是发给{unit}的那一份。", unit=sent.unit_name)
    elif path.name != sent.file:
        yield remark("文件改过名（发出时叫“{file}”），按文件里的编号认得。", file=sent.file)


def _about_sheets(
    sent: SentFile, places: Mapping[str, Place], package: Package
) -> Iterator[Remark]:
    for sheet in sent.sheets:
        place = places.get(sheet.key)
        if place is None:
            yield remark(
                "少了“{title}”这张表，那张表里的内容没有读到。请对方补发。", title=sheet.title
            )
            continue
        there = [name for name in sheet.fields if name in place.located.columns]
        schema = place.located.schema
        for name in sheet.fields:
            if name not in there:
                title = schema.field(name).titles[sent.language]
                yield remark(
                    "“{title}”里找不到“{column}”一列（删了，或者改了列名），这一列没有读。",
                    title=sheet.title,
                    column=title,
                )
        numbers = [place.located.columns[name] for name in there]
        if numbers != sorted(numbers):
            yield remark("“{title}”的列挪动过，已按列名对上。", title=sheet.title)
    unlocked = [
        part.title
        for part in package.sheets()
        if not part.is_hidden and not _PROTECTED.search(package.part(part.name))
    ]
    if unlocked:
        yield remark(
            "“{title}”的工作表保护撤消过，灰格子也可能动过；动过的下面会说。",
            title="”“".join(unlocked),
        )


@dataclass(frozen=True, eq=False)
class NamedPlace(Place):
    """A sheet whose records bear the names they are given.

    Attributes:
        given: Name of every record, in the order of the rows; blank for a new one.
    """

    given: Sequence[str] = ()

    @cached_property
    def names(self) -> list[str]:
        """Name of every record."""
        return list(self.given)


__all__ = [
    "NamedPlace", "Returned", "ReturnedRow", "Saying", "State", "read_file",
]  # fmt: skip
