"""What an audience may see and can trust: the only thing pages, search and exports read."""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.catalogue import CATALOGUE
from handbook.checking import Checked
from handbook.findings import Cell, Effect, Finding, Visibility, in_record_order
from handbook.history import History
from handbook.register import Register
from handbook.schema import Field, Schema
from handbook.tables import Table, is_blank
from handbook.validation.cells import record_name
from handbook.workbook import Manifest

NO_HISTORY = History()
_A1 = ("first", "other", "range")
_ADDRESS = re.compile(r"!?[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?$")


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a build is for.

    Attributes:
        name: `public` or `internal`.
        visibility: Strictest class its readers may see.
    """

    name: str
    visibility: Visibility


PUBLIC = Audience("public", Visibility.PUBLIC)
INTERNAL = Audience("internal", Visibility.INTERNAL)
AUDIENCES: Mapping[str, Audience] = {each.name: each for each in (PUBLIC, INTERNAL)}


class State(StrEnum):
    """What is special about a shown value; most values have no state."""

    HELD = "held"
    """Cannot be trusted: the value is the last published one, or blank; shown as 待核."""
    DEFAULT = "default"
    """Nobody typed it: it follows from the programme or another record; shown in grey."""


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """One sheet without the columns, rows and values its audience may not see.

    Attributes:
        key: Sheet key.
        title: Title of the sheet as the editor typed it.
        fields: Visible fields in the order of the schema, whether or not the workbook has them.
        records: Record key → record, sorted by key. A record is a frozen object with exactly one
            attribute per visible field: str (`""` blank; enum keys; ids), float or None for
            numbers, `date` or None, tuple of str for lists, `yes`/`no`/`""` for booleans.
        row_numbers: Record key → row number in the sheet, from 1.
        states: (record key, field name) → state, only where there is something to say.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    records: Mapping[str, Any]
    row_numbers: Mapping[str, int]
    states: Mapping[tuple[str, str], State]

    def shows(self, field: str) -> bool:
        """Say whether the audience may see a column at all."""
        return any(each.name == field for each in self.fields)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row left out because its key cannot be trusted.

    Attributes:
        sheet: Sheet key.
        key: Key as typed; blank where none was typed.
        row_number: Counted from 1.
        code: Why.
        references: Field name → id it points to, visible reference fields only.
    """

    sheet: str
    key: str
    row_number: int
    code: str
    references: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Publishable:
    """The register as one audience may see it.

    Attributes:
        audience: Whom it is for.
        schema: For titles and labels; classes above the audience's still have their field here,
            never a value.
        as_of: The day it speaks about.
        manifest: Where the data came from.
        content_hash: Hash of the workbook it was made from.
        tables: Sheet key → table; a sheet whose key the audience may not see is absent.
        held: Rows left out, by sheet, key and reason.
        findings: Those about a record the audience may know of, without row and column numbers.
    """

    audience: Audience
    schema: Schema
    as_of: date
    manifest: Manifest
    content_hash: str
    tables: Mapping[str, PublishedTable]
    held: tuple[HeldRow, ...]
    findings: tuple[Finding, ...]

    def has(self, sheet: str, key: str) -> bool:
        """Say whether a record is published, so that a reference to it may be a link."""
        table = self.tables.get(sheet)
        return table is not None and key in table.records


_APPOINTMENT = ("appointment_doc_number", "appointed_on")
_OUTCOME_FIELDS = ("outcome", "outcome_unit_id", "outcome_post", "outcome_rank")
_OUTCOME_DOCUMENTS = ("outcome_doc_number", "outcome_doc_id")


def make_publishable(
    checked: Checked, audience: Audience, history: History = NO_HISTORY
) -> Publishable:
    """Strip a checked register down to what an audience may see and can trust.

    In this order: sheets and columns above the class go; postings without an appointment, and
    what hangs on them, go while their audience is below `org`; rows that cannot be trusted are
    held; cells that cannot be trusted show their last published value or nothing.

    Args:
        checked: Outcome of the check.
        audience: Whom it is for.
        history: Where last good values come from.
    """
    register = checked.register
    embargoed = _embargoed(register) if audience.visibility < Visibility.ORG else {}
    tables = {
        key: _published_table(table, audience, embargoed.get(key), history)
        for key, table in register.tables.items()
        if table.schema.field(table.schema.primary_key).visibility <= audience.visibility
    }
    places = _embargoed_places(register, embargoed)
    return Publishable(
        audience=audience,
        schema=register.schema,
        as_of=register.as_of,
        manifest=checked.workbook.manifest,
        content_hash=checked.workbook.content_hash(),
        tables=tables,
        held=tuple(
            sorted(
                _held_rows(register, audience, embargoed, checked.findings),
                key=lambda row: (row.sheet, row.key, row.code, sorted(row.references.items())),
            )
        ),
        findings=tuple(
            in_record_order(
                (
                    _without_addresses(finding)
                    for finding in checked.findings
                    if finding.visibility <= audience.visibility
                    and finding.cell.field
                    and finding.cell.row_number
                    and not any(place in places for place in _places(finding))
                ),
                register.schema.tables,
            )
        ),
    )


def _without_addresses(finding: Finding) -> Finding:
    """Take row and column numbers out, so that sorting the sheet does not change the site."""
    return replace(
        finding,
        cell=_unaddressed(finding.cell),
        related=tuple(replace(each, cell=_unaddressed(each.cell)) for each in finding.related),
        params={
            name: _ADDRESS.sub("", value) if isinstance(value, str) and name in _A1 else value
            for name, value in finding.params.items()
        },
    )


def _unaddressed(cell: Cell) -> Cell:
    return replace(cell, row_number=None, column_number=None)


def _places(finding: Finding) -> list[tuple[str, int | None]]:
    cells = [finding.cell, *(related.cell for related in finding.related)]
    return [(cell.sheet, cell.row_number) for cell in cells]


def _embargoed(register: Register) -> dict[str, NDArray[np.bool_]]:
    """Mark the rows nobody outside the organisation department may know of yet.

    A posting is free once its appointment document and date are entered and the date has come.
    Where the workbook has neither column, a posting is free once its cadre has reported in
    (HDR207 says so). What points to an embargoed posting shares its fate.
    """
    postings = register.tables.get("postings")
    if postings is None:
        return {}
    today = np.datetime64(register.as_of, "s")
    if any(postings.has_column(name) for name in _APPOINTMENT):
        free = ~is_blank(postings.values("appointment_doc_number"))
        free &= postings.values("appointed_on") <= today
    else:
        free = postings.values("reported_on") <= today
    hidden = {"postings": ~free}
    secret = set(postings.keys[~free])
    for key, table in register.tables.items():
        for field in table.schema.fields:
            if field.target == "postings" and field.kind == "reference" and key != "postings":
                mask = np.isin(table.values(field.name).astype(str), list(map(str, secret)))
                hidden[key] = hidden.get(key, np.zeros(len(mask), dtype=bool)) | (
                    mask & ~is_blank(table.values(field.name))
                )
    return hidden


def _embargoed_places(
    register: Register, embargoed: Mapping[str, NDArray[np.bool_]]
) -> set[tuple[str, int | None]]:
    return {
        (key, int(number))
        for key, mask in embargoed.items()
        for number in register.tables[key].located.row_numbers[mask]
    }


def _published_table(
    table: Table,
    audience: Audience,
    embargoed: NDArray[np.bool_] | None,
    history: History,
) -> PublishedTable:
    fields = tuple(
        field for field in table.schema.fields if field.visibility <= audience.visibility
    )
    shown = ~table.held if embargoed is None else ~(table.held | embargoed)
    rows = np.flatnonzero(shown)
    keys = _record_keys(table, rows)
    order = sorted(range(len(rows)), key=keys.__getitem__)
    rows, keys = rows[order], [keys[position] for position in order]
    columns = [
        _shown_choices(field, _python_values(table, field, rows), audience) for field in fields
    ]
    states: dict[tuple[str, str], State] = {}
    for field, column in zip(fields, columns, strict=True):
        _mark(table, field, rows, keys, column, states, history)
    if table.schema.key == "postings" and audience.visibility < Visibility.ORG:
        _hide_pending_outcomes(table, fields, rows, columns)
    record = namedtuple(  # type: ignore[misc]
        f"{audience.name.title()}{table.schema.key.title().replace('_', '')}",
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


def _record_keys(table: Table, rows: NDArray[np.intp]) -> list[str]:
    """Give every record a key that does not depend on where its row stands.

    A child record without an id of its own is named after what it belongs to and numbered in the
    order of its content.
    """
    keys = [str(key) for key in table.keys[rows]]
    nameless = [position for position, key in enumerate(keys) if not key]
    if not nameless:
        return keys
    parent = next(field.name for field in table.schema.fields if field.target)
    parents = table.values(parent)
    columns = [table.values(field.name)[rows[nameless]] for field in table.schema.fields]
    contents = [tuple(map(str, row)) for row in zip(*columns, strict=True)]
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


def _shown_choices(field: Field, values: list[Any], audience: Audience) -> list[Any]:
    """Replace choices that are more secret than their column by what may be shown instead."""
    choices = field.enumeration
    secret = {
        key: choices.shown_as.get(key, "")
        for key, visibility in (choices.visibilities.items() if choices else ())
        if visibility > audience.visibility
    }
    return [secret.get(value, value) for value in values] if secret else values


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


def _from_text(field: Field, text: str) -> Any:  # noqa: ANN401 - typed by the field
    if field.kind == "date":
        return date.fromisoformat(text)
    if field.kind in ("integer", "number"):
        return float(text)
    return tuple(text.split(";")) if field.kind in ("references", "enums") else text


def _hide_pending_outcomes(
    table: Table, fields: Sequence[Field], rows: NDArray[np.intp], columns: list[list[Any]]
) -> None:
    """Blank what became of a cadre until the document and date of the outcome are entered."""
    settled = ~is_blank(table.values("outcome_on")) & (table.values("outcome") != "pending")
    documented = np.zeros(len(settled), dtype=bool)
    for name in _OUTCOME_DOCUMENTS:
        documented |= ~is_blank(table.values(name))
    pending = np.flatnonzero(~(settled & documented)[rows])
    for field, column in zip(fields, columns, strict=True):
        if field.name in _OUTCOME_FIELDS:
            for position in pending:
                column[position] = ""


def _held_rows(
    register: Register,
    audience: Audience,
    embargoed: Mapping[str, NDArray[np.bool_]],
    findings: Sequence[Finding],
) -> Iterator[HeldRow]:
    codes: dict[tuple[str, int | None], str] = {}
    for finding in findings:
        if finding.code in _WITHHOLDING:
            for place in _places(finding):
                codes.setdefault(place, finding.code)
    for key, table in register.tables.items():
        primary = table.schema.field(table.schema.primary_key)
        if primary.visibility > audience.visibility:
            continue
        held = table.held & ~embargoed.get(key, np.zeros(len(table.held), dtype=bool))
        visible = [
            field
            for field in table.schema.fields
            if field.kind == "reference" and field.visibility <= audience.visibility
        ]
        for row in np.flatnonzero(held):
            number = int(table.located.row_numbers[row])
            yield HeldRow(
                sheet=key,
                key=record_name(table, int(row)),
                row_number=number,
                code=codes.get((key, number), "KEY402"),
                references={
                    field.name: str(table.values(field.name)[row])
                    for field in visible
                    if table.values(field.name)[row]
                },
            )


_WITHHOLDING = frozenset(
    entry.code for entry in CATALOGUE if entry.effect is Effect.WITHHOLD and entry.family == "KEY"
)
