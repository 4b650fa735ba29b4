"""Typed tables turned into records that have no attribute above the audience's class."""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.findings import Visibility
from handbook.history import History
from handbook.personal_numbers import has_personal_number
from handbook.publishable.embargo import hide_pending_outcomes
from handbook.publishable.model import Audience, PublishedTable, State
from handbook.schema import Field
from handbook.tables import Table

_FREE = frozenset({"text", "url", "code"})
"""Kinds of fields in which anything may stand."""
_NOT_TEXT: Mapping[str, Any] = {
    "date": None,
    "integer": None,
    "number": None,
    "references": (),
    "enums": (),
}
"""What a blank is where it is no blank text."""


def published_table(
    table: Table,
    audience: Audience,
    embargoed: NDArray[np.bool_] | None,
    history: History,
    own: NDArray[np.bool_] | None = None,
) -> PublishedTable:
    """Strip one table: classes above the audience's, held and embargoed rows, untrusted cells.

    For the readers of one unit, what they may see of their own records only is blank in the
    others, and a record whose very key is of that class is left out.

    Args:
        table: Typed and checked.
        audience: Whom it is for; the key of the sheet must be visible to it.
        embargoed: True for rows nobody may know of yet; None where there are none.
        history: Where last good values come from.
        own: True for the records of the audience's unit; None where it has none of this sheet.
    """
    fields = tuple(
        field for field in table.schema.fields if field.visibility <= audience.visibility
    )
    foreign = _foreign(table, audience, own)
    shown = ~table.held if embargoed is None else ~(table.held | embargoed)
    if table.schema.field(table.schema.primary_key).visibility > audience.elsewhere:
        shown &= ~foreign
    rows = np.flatnonzero(shown)
    keys = _record_keys(table, rows, fields, foreign, audience)
    order = sorted(range(len(rows)), key=keys.__getitem__)
    rows, keys = rows[order], [keys[position] for position in order]
    columns = [
        _shown_choices(field, _python_values(table, field, rows), foreign[rows], audience)
        for field in fields
    ]
    states: dict[tuple[str, str], State] = {}
    for field, column in zip(fields, columns, strict=True):
        _mark(table, field, rows, keys, column, states, history)
        _hide_personal_numbers(field, keys, column, states)
        if field.visibility > audience.elsewhere:
            _blank(field, np.flatnonzero(foreign[rows]), keys, column, states)
    if table.schema.key == "postings" and audience.visibility < Visibility.ORG:
        hide_pending_outcomes(table, fields, rows, columns)
    record = namedtuple(  # type: ignore[misc]
        f"{re.sub('[^A-Za-z]', '', audience.name).title()}"
        f"{table.schema.key.title().replace('_', '')}",
        [field.name for field in fields],
    )
    numbers = table.located.row_numbers[rows]
    return PublishedTable(
        key=table.schema.key,
        title=table.located.sheet.title,
        fields=fields,
        records=dict(zip(keys, map(record._make, zip(*columns, strict=True)), strict=True)),
        row_numbers=dict(zip(keys, numbers.tolist(), strict=True)),
        states=states,
    )


def _foreign(table: Table, audience: Audience, own: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Mark the records that are not of the audience's unit; none where it is no unit's."""
    if not audience.unit:
        return np.zeros(table.row_count, dtype=bool)
    return np.ones(table.row_count, dtype=bool) if own is None else ~own


def _blank(
    field: Field,
    positions: NDArray[np.intp],
    keys: list[str],
    column: list[Any],
    states: dict[tuple[str, str], State],
) -> None:
    """Take values away, and with them what is said of them."""
    blank = _NOT_TEXT.get(field.kind, "")
    for position in positions:
        column[position] = blank
        states.pop((keys[position], field.name), None)


def _record_keys(
    table: Table,
    rows: NDArray[np.intp],
    fields: tuple[Field, ...],
    foreign: NDArray[np.bool_],
    audience: Audience,
) -> list[str]:
    """Give every record a key that does not depend on where its row stands.

    A child record without an id of its own is named after what it belongs to and numbered in the
    order of its content, as far as its reader may see it: a number must not tell what is hidden.
    """
    keys = [str(key) for key in table.keys[rows]]
    nameless = [position for position, key in enumerate(keys) if not key]
    if not nameless:
        return keys
    parent = next(field.name for field in table.schema.fields if field.target)
    parents = table.values(parent)
    places = rows[nameless]
    columns = [
        (column[places], foreign[places] & (field.visibility > audience.elsewhere))
        for field in fields
        for column in (table.values(field.name), table.is_untrusted(field.name))
    ]
    texts = [
        ["" if is_hidden else str(value) for value, is_hidden in zip(*column, strict=True)]
        for column in columns
    ]
    contents = list(zip(*texts, strict=True))
    counts: Counter[str] = Counter()
    for _, position in sorted(zip(contents, nameless, strict=True)):
        owner = parents[rows[position]]
        name = owner if isinstance(owner, str) else ";".join(owner)
        counts[name] += 1
        keys[position] = f"{name}~{counts[name]:04d}"
    return keys


def _python_values(table: Table, field: Field, rows: NDArray[np.intp]) -> list[Any]:
    values = table.values(field.name)[rows]
    if values.dtype.kind == "M":
        return values.astype("datetime64[D]").astype(object).tolist()  # type: ignore[no-any-return]
    if values.dtype.kind == "f":
        return [None if value != value else value for value in values.tolist()]
    return values.tolist()  # type: ignore[no-any-return]


def _shown_choices(
    field: Field, values: list[Any], foreign: NDArray[np.bool_], audience: Audience
) -> list[Any]:
    """Replace choices that are more secret than their column by what may be shown instead."""
    if field.enumeration is None or not field.enumeration.visibilities:
        return values
    secret = {
        is_own: {
            key: field.enumeration.shown_as.get(key, "")
            for key, visibility in field.enumeration.visibilities.items()
            if not audience.sees(visibility, is_own=is_own)
        }
        for is_own in (True, False)
    }
    return [
        secret[not is_foreign].get(value, value)
        for value, is_foreign in zip(values, foreign.tolist(), strict=True)
    ]


def _mark(
    table: Table,
    field: Field,
    rows: NDArray[np.intp],
    keys: list[str],
    column: list[Any],
    states: dict[tuple[str, str], State],
    history: History,
) -> None:
    derived = table.derived.get(field.name)
    if derived is not None:
        for position in np.flatnonzero(derived[rows]):
            states[keys[position], field.name] = State.DEFAULT
    untrusted = table.untrusted.get(field.name)
    if untrusted is not None:
        for position in np.flatnonzero(untrusted[rows]):
            key = keys[position]
            states[key, field.name] = State.HELD
            text = history.last_good(table.schema.key, key, field.name)
            if text:
                column[position] = _from_text(field, text)


def _hide_personal_numbers(
    field: Field, keys: list[str], column: list[Any], states: dict[tuple[str, str], State]
) -> None:
    """Hold every text with an identity number or a mobile phone in it; nobody is to read those."""
    if field.kind not in _FREE:
        return
    private = {text for text in set(column) if has_personal_number(text)}
    for position, text in enumerate(column) if private else ():
        if text in private:
            column[position] = ""
            states[keys[position], field.name] = State.HELD


def _from_text(field: Field, text: str) -> Any:  # noqa: ANN401 - typed by the field
    if field.kind == "date":
        return date.fromisoformat(text)
    if field.kind in ("integer", "number"):
        return float(text)
    return tuple(text.split(";")) if field.kind in ("references", "enums") else text
