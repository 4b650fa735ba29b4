"""From the rows of the sheet 豁免 to waivers; what cannot be read waives nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import numpy as np

from handbook.casting import fold_id
from handbook.catalogue import BY_CODE, Entry
from handbook.findings import SHARED_CLASS, Effect, Visibility
from handbook.register import Register, to_date
from handbook.schema import Schema, TableSchema, fold
from handbook.tables import Table, is_blank
from handbook.waivers.model import LOSS, Waiver
from handbook.workbook import RESTRICTED

_ID = re.compile(r"([A-Z]{1,2})-[0-9]{2,8}(?=\s|$)")
_DECIDING = ("code", "record_id", "approved_by", "approved_on")


def read_waivers(register: Register) -> list[Waiver]:
    """Read the rows in which everything that decides can be trusted, of both spreadsheets.

    A blank number is handed out like any other and takes nothing from a row; a number that is
    malformed or stands twice does, because nobody can say which of the rows was granted.

    Args:
        register: With or without the sheet.

    Returns:
        In order of spreadsheet, number and row.
    """
    table = register.tables.get("waivers")
    tables = [each for each in (table, table.apart if table else None) if each is not None]
    found = [waiver for each in tables for waiver in _rows(each, register)]
    return sorted(found, key=lambda waiver: waiver.place)


def _rows(table: Table, register: Register) -> Iterator[Waiver]:
    key = table.schema.primary_key
    if not table.has_column(key):
        return
    numbered_later = is_blank(table.keys) & ~table.is_untrusted(key)
    usable = ~table.held | numbered_later
    for field in ("code", "record_id"):
        usable &= ~is_blank(table.values(field))
    for field in _DECIDING:
        usable &= ~table.is_untrusted(field)
    # The end that was typed decides nothing about a mass loss.
    usable &= ~table.is_untrusted("expires_on") | (table.values("code") == LOSS)
    for row in np.flatnonzero(usable):
        yield _waiver(table, int(row), register)


def _waiver(table: Table, row: int, register: Register) -> Waiver:
    code, subject = str(table.values("code")[row]), str(table.values("record_id")[row])
    record, about = _meant(code, subject, register)
    is_restricted = table.located.sheet.book == RESTRICTED
    return Waiver(
        table=table,
        row=row,
        code=code,
        subject=subject,
        record=record,
        visibility=max(
            Visibility.ORG if is_restricted else Visibility.INTERNAL,
            class_of(code, about, register.schema),
        ),
        reason=str(table.values("reason")[row]),
        approved_by=str(table.values("approved_by")[row]),
        approved_on=_day(table, "approved_on", row),
        expires_on=_day(table, "expires_on", row),
    )


def _day(table: Table, field: str, row: int) -> date | None:
    value = table.values(field)[row]
    return None if np.isnat(value) else to_date(value)


def _meant(code: str, subject: str, register: Register) -> tuple[str, TableSchema | None]:
    """Say which record, or for a mass loss which sheet, was typed, and whose schema that is."""
    if code == LOSS:
        meant = _sheet_of(subject, register)
        return (meant.key if meant else ""), meant
    match = _ID.match(fold_id(subject))
    if match is None:
        return "", None
    tables = register.schema.tables.values()
    about = next((table for table in tables if table.id_prefix == match[1]), None)
    return (match[0] if about else ""), about


def _sheet_of(subject: str, register: Register) -> TableSchema | None:
    """Recognise a sheet by key, title in any language, alias, or as its tab is called."""
    for table in register.tables.values():
        if fold(table.located.sheet.title) == fold(subject):
            return table.schema
    return register.schema.table_of_title(subject)


def class_of(code: str, about: TableSchema | None, schema: Schema) -> Visibility:
    """Give the strictest class of what a waiver tells by being there.

    Args:
        code: Code as typed; one nobody knows tells nothing.
        about: Sheet of the record; None where what was typed names none.
        schema: What the register consists of.
    """
    entry = BY_CODE.get(code)
    classes = [Visibility.PUBLIC]
    if about is not None:
        classes.append(about.field(about.primary_key).visibility)
    if entry is not None:
        classes.append(entry.at_least)
        classes.extend(schema.field(path).visibility for path in entry.reads)
        if entry.each_cell:  # any column of the record may be meant, its remark among them
            fields = about.fields if about is not None else ()
            classes.extend((Visibility.ORG, *(field.visibility for field in fields)))
    return max(classes)


def can_be_waived(entry: Entry) -> bool:
    """Say whether a code may be waived: a rule that only tells, or a mass loss."""
    is_rule = entry.family == "POL" and entry.effect is Effect.TELL and not entry.is_page
    return is_rule or entry.code == LOSS


def is_misplaced(waiver: Waiver) -> bool:
    """Say whether a waiver tells the readers of the shared spreadsheet what they may not know.

    Args:
        waiver: Of a register in two spreadsheets.
    """
    return not waiver.table.located.sheet.book and waiver.visibility > SHARED_CLASS
