"""What the register knows for the boxes of a form, as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.forms.choosing import Subject
from handbook.forms.model import Cell, Form
from handbook.pages.values import date_text, plain_value
from handbook.publishable import Publishable, State
from handbook.schema import LIST_SEPARATORS, Field

_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_DROPPED = frozenset({"Cc", "Cs"})
"""Categories of characters that are not printed and that XML cannot hold.

Characters without a name here stay: rare names are written in the newest of them.
"""
_TROUBLE = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
)
"""Marks that turn the direction of the text around them, and what is no character at all."""


@dataclass(frozen=True)
class Filled:
    """What can be written into a form.

    Attributes:
        values: Column of the register → text, of those that are known and can be trusted.
        left: Columns the register has nothing for.
        doubtful: Columns whose value cannot be trusted until a finding is settled.
    """

    values: Mapping[str, str]
    left: tuple[str, ...]
    doubtful: tuple[str, ...]

    def text(self, cell: Cell, language: str) -> str:
        """Give what stands in a box; blank for one that stays empty.

        Args:
            cell: The box.
            language: zh, vi or en.
        """
        known = [self.values[path] for path in cell.fill if path in self.values]
        return cell.between[language].join(known)


NOTHING = Filled({}, (), ())
"""What stands in a blank form."""


def fill(publishable: Publishable, form: Form, subject: Subject, language: str) -> Filled:
    """Look up what the register knows for the boxes of a form.

    A value that cannot be trusted is left out: a signed paper outlives the correction.

    Args:
        publishable: The register as the organisation department sees it, nothing sealed in it.
        form: The form.
        subject: Which records it is about.
        language: zh, vi or en.
    """
    found = {path: _find(publishable, path, subject, language) for path in form.fills}
    return Filled(
        values={path: text for path, text in found.items() if text},
        left=tuple(path for path, text in found.items() if text == ""),
        doubtful=tuple(path for path, text in found.items() if text is None),
    )


def _find(publishable: Publishable, paths: str, subject: Subject, language: str) -> str | None:
    """Give the first known of the columns `a|b|c`; blank without one, None for one in doubt."""
    for path in paths.split("|"):
        sheet, name = path.split(".")
        keys = subject.records.get(sheet, ())
        states = publishable.tables[sheet].states if sheet in publishable.tables else {}
        if any(states.get((key, name)) is State.HELD for key in keys):
            return None
        if text := _written(publishable, path, keys, language):
            return text
    return ""


def plain_text(text: str) -> str:
    """Leave only what is printed: no control characters, no marks that turn the direction.

    Args:
        text: As typed in a cell.

    Returns:
        One line, its white space as single spaces.
    """
    spaced = "".join(" " if character in _SPACES else character for character in text)
    return " ".join(filter(None, "".join(filter(_is_printed, spaced)).split(" ")))


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in _DROPPED and character not in _TROUBLE


def _written(publishable: Publishable, path: str, keys: tuple[str, ...], language: str) -> str:
    """Write the values of a column of some records one after the other."""
    sheet, name = path.split(".")
    table = publishable.tables.get(sheet)
    if table is None or not table.shows(name):
        return ""
    write = _writer(publishable, publishable.schema.field(path), language)
    known = [getattr(table.records[key], name) for key in keys if key in table.records]
    texts = [plain_text(write(value)) for value in known if value not in (None, "", ())]
    return LIST_SEPARATORS[language].join(dict.fromkeys(filter(None, texts)))


def _writer(publishable: Publishable, field: Field, language: str) -> Callable[[Any], str]:
    """Give the function that writes a value of a column in words."""
    if field.kind == "reference":
        return lambda key: _name_of(publishable, field.target, key)
    if field.kind == "references":
        return lambda keys: LIST_SEPARATORS[language].join(
            _name_of(publishable, field.target, key) for key in keys
        )
    if field.kind == "date":
        return lambda day: day_on_paper(day, language)
    if field.kind == "month":
        return lambda month: _month_on_paper(month, language)
    show = plain_value(field, language)
    return lambda value: show(value).text


def day_on_paper(day: date, language: str) -> str:
    """Write a day as a paper has it: `2025年9月1日`, `01/09/2025`, `1 Sep 2025`.

    Args:
        day: The day.
        language: zh, vi or en.
    """
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else date_text(day, language)


def _month_on_paper(month: str, language: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    if language == "zh":
        return f"{day:%Y.%m}"  # as personnel papers write it
    return date_text(day, language).removeprefix("01/").removeprefix("1 ")


def _name_of(publishable: Publishable, sheet: str, key: str) -> str:
    """Give what a record is called; its id where it is not there or has no name."""
    table = publishable.tables.get(sheet)
    record = table.records.get(key) if table else None
    if record is None:
        return key
    fields = [publishable.schema.field(f"{sheet}.{name}") for name in _label(publishable, sheet)]
    names = (
        _name_of(publishable, field.target, value) if field.target else str(value)
        for field in fields
        if (value := getattr(record, field.name, ""))
    )
    return " ".join(names) or key


def _label(publishable: Publishable, sheet: str) -> tuple[str, ...]:
    return publishable.schema.tables[sheet].label
