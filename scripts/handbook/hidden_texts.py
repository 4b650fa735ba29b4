"""The texts of a register that one audience must not read, and those it may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.checking import Checked
from handbook.findings import Visibility
from handbook.normal_forms import BETWEEN, Letters, letters
from handbook.own_sheets import is_own
from handbook.publishable import Audience, Publishable
from handbook.publishable.embargo import embargoed_rows
from handbook.publishable.own import own_rows
from handbook.rules.private_texts import TextColumn, columns_of
from handbook.secret_texts import SHORTEST, SecretTexts, secret_texts
from handbook.workbook import Sheet

_FREE = frozenset({"text", "url", "code"})
"""Kinds of fields in which anything may stand."""
_NO_WORDS = re.compile(r"[\W\d_年月日至到起]*|[A-Z]{1,2}-\d{4,8}\b.*", re.DOTALL)
"""What is no text of anybody's: numbers, days, and ids with the name behind them."""
_WRITTEN = ("*.md", "*.yaml", "*.po", "*.html")

Marked = Mapping[str, NDArray[np.bool_]]


def secrets_of(
    checked: Checked, publishable: Publishable, written: Iterable[Path], key: bytes | None = None
) -> SecretTexts:
    """List what must not stand in the site of an audience.

    A text that the audience may read elsewhere, in another cell or in what was written by hand, is
    not on the list.

    Args:
        checked: The register.
        publishable: The same, for the audience.
        written: Folders of pages, schema and words of the interface.
        key: For the hashes; None draws one.
    """
    hidden = secret_texts(hidden_texts(checked, publishable.audience), key)
    return hidden.without(_allowed(publishable, written)) if hidden.places else hidden


def hidden_texts(checked: Checked, audience: Audience) -> Iterator[tuple[str, str]]:
    """Give every free text of a workbook that is above an audience.

    Args:
        checked: The register.
        audience: Who may not read them.

    Yields:
        The text, and where it stands in words without any text of the cell.
    """
    register = checked.register
    embargoed = embargoed_rows(register) if audience.visibility < Visibility.ORG else {}
    own = own_rows(register, audience.unit, embargoed) if audience.unit else {}
    for column in columns_of(register):
        hidden = _hidden_rows(column, audience, embargoed, own)
        for text, row in _distinct(column.texts, np.flatnonzero(hidden)):
            yield text, _place(column, row)
    for sheet in _other_sheets(checked):
        yield from _texts_of(sheet)


def _hidden_rows(
    column: TextColumn, audience: Audience, embargoed: Marked, own: Marked
) -> NDArray[np.bool_]:
    """Mark the records of which an audience must not read one column."""
    table, field = column.table, column.field
    everywhere = np.ones(table.row_count, dtype=bool)
    if field is None:
        return everywhere
    free = everywhere if field.kind in _FREE else table.is_untrusted(field.name)
    is_open = table.schema.is_published or audience.visibility >= Visibility.ORG
    if not is_open or field.visibility > audience.visibility:
        return free
    hidden = embargoed.get(table.schema.key, ~everywhere)
    if field.visibility > audience.elsewhere:
        hidden = hidden | ~own.get(table.schema.key, ~everywhere)
    return free & hidden


def _distinct(texts: NDArray[np.object_], rows: NDArray[np.intp]) -> Iterator[tuple[str, int]]:
    """Give every text long enough to be told from others, and the first of the rows it is in."""
    first = dict(zip(texts[rows[::-1]].tolist(), rows[::-1].tolist(), strict=True))
    for text, row in first.items():
        if len(text) >= SHORTEST and not _NO_WORDS.fullmatch(text):
            yield text, row


def _place(column: TextColumn, row: int) -> str:
    record = column.table.keys[row]
    address = column.cell(row).a1
    title = column.table.located.label(column.field.name, "zh") if column.field else ""
    return " ".join(filter(None, (address, title, str(record))))


def _other_sheets(checked: Checked) -> Iterator[Sheet]:
    """Give the sheets the schema does not know, and those of the second spreadsheet."""
    known = {id(table.located.sheet) for table in checked.register.tables.values()}
    for sheet in checked.workbook.sheets:
        if id(sheet) not in known and not is_own(sheet.title):
            yield sheet


def _texts_of(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for number in range(1, sheet.column_count + 1):
        for text, row in _distinct(sheet.column(number), np.arange(sheet.row_count)):
            yield text, sheet.cell("", row + 1, number).a1


def _allowed(publishable: Publishable, written: Iterable[Path]) -> Letters:
    texts = [*_shown(publishable), *_words_in(written)]
    return letters(BETWEEN.join(texts))


def _shown(publishable: Publishable) -> set[str]:
    """Give every text an audience may read in the register, and in what is said of it."""
    shown: set[str] = set()
    for table in publishable.tables.values():
        for column in zip(*table.records.values(), strict=True):
            values = set(column)
            shown.update(_texts(values))
            shown.update(*(_texts(each) for each in values if isinstance(each, tuple)))
    for finding in publishable.findings:
        shown.update(_texts(finding.params.values()))
    return shown


def _texts(values: Iterable[object]) -> list[str]:
    return [each for each in values if isinstance(each, str)]


def _words_in(written: Iterable[Path]) -> Iterator[str]:
    for folder in written:
        for kind in _WRITTEN:
            for file in sorted(folder.rglob(kind)):
                yield file.read_text(encoding="utf-8")
