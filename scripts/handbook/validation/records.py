"""What the cells of one record, or of one chain of records, must say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from handbook.findings import Finding, Plain, Related
from handbook.schema import Field
from handbook.tables import Table, is_blank, look_up
from handbook.validation.cells import record_name
from handbook.validation.making import Maker

_CIRCLE_SHOWN = 12  # records beside the first; more explain nothing more


def check_required(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """A value nothing works without is there, unless it follows from another record.

    Ids are not looked at here: a blank one is handed out. A missing column has been told already.

    Yields:
        CEL301 at the blank cell.
    """
    for table in tables.values():
        for field in table.schema.fields:
            if table.has_column(field.name) and field.name != table.schema.primary_key:
                yield from _required(table, field, make)


def _required(table: Table, field: Field, make: Maker) -> Iterator[Finding]:
    missing = is_blank(table.values(field.name)) & ~table.is_untrusted(field.name)
    if not missing.any():
        return
    if field.required:
        yield from _missing(table, field, missing, make, {}, "")
        return
    for other, keys in field.required_when.items():
        enumeration = table.schema.field(other).enumeration
        condition = {"condition": table.located.label(other, make.language)}
        for key in keys:
            here = missing & (table.values(other) == key)
            state = enumeration.labels[key][make.language] if enumeration else key
            facts = condition | {"state": state}
            derived = table.derived.get(other, np.zeros(len(here), dtype=bool))
            yield from _missing(table, field, here & ~derived, make, facts, "when")
            yield from _missing(table, field, here & derived, make, facts, "when_derived")


def _missing(
    table: Table,
    field: Field,
    rows: NDArray[np.bool_],
    make: Maker,
    condition: Mapping[str, str],
    variant: str,
) -> Iterator[Finding]:
    positions = np.flatnonzero(rows)
    table.distrust(field.name, positions)
    for row in positions:
        yield make(
            "CEL301",
            table.cell(field.name, int(row)),
            record=record_name(table, int(row)),
            variant=variant,
            field=table.located.label(field.name, make.language),
            sheet=table.located.sheet.title,
            example=field.example,
            more=condition,
        )


def check_order(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """A span does not end before it starts; the same day is allowed.

    Yields:
        CEL307 at the later-named cell, which can then not be trusted.
    """
    for table in tables.values():
        for first, second in table.schema.order:
            start, end = table.values(first), table.values(second)
            for row in np.flatnonzero(end < start):
                table.distrust(second, np.array([row]))
                yield make(
                    "CEL307",
                    table.cell(second, int(row)),
                    record=record_name(table, int(row)),
                    related=(Related(table.cell(first, int(row))),),
                    field=table.located.label(second, make.language),
                    sheet=table.located.sheet.title,
                    start_field=table.located.label(first, make.language),
                    start=start[row].astype("datetime64[D]").item(),
                    end=end[row].astype("datetime64[D]").item(),
                )


def check_circles(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """No record is above itself, directly or through others.

    Yields:
        KEY410 at the reference, once per circle, at the record with the smallest id.
    """
    for table in tables.values():
        for field in table.schema.fields:
            if field.target == table.schema.key and field.kind == "reference":
                yield from _circles(table, field, make)


def _circles(table: Table, field: Field, make: Maker) -> Iterator[Finding]:
    rows = np.flatnonzero(~table.held & ~is_blank(table.keys))
    keys, parents = table.keys[rows], table.values(field.name)[rows]
    row_of = {str(key): int(row) for key, row in zip(keys, rows, strict=True)}
    above = {str(key): str(parent) for key, parent in zip(keys, parents, strict=True) if parent}
    for circle in _turns(above):
        table.distrust(field.name, np.array([row_of[key] for key in circle]))
        first, *others = circle
        yield make(
            "KEY410",
            table.cell(field.name, row_of[first]),
            record=first,
            variant="" if others else "self",
            related=tuple(
                Related(table.cell(field.name, row_of[key]), key) for key in others[:_CIRCLE_SHOWN]
            ),
            value=str(table.located.texts(field.name)[row_of[first]]),
            field=table.located.label(field.name, make.language),
            sheet=table.located.sheet.title,
            path=_path(circle),
        )


def _turns(above: Mapping[str, str]) -> Iterator[list[str]]:
    """Find the circles among records, each told from its smallest key on.

    Args:
        above: Key → key of the record above it.
    """
    done: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        here = start
        while here in above and here not in done and here not in path:
            path[here] = None
            here = above[here]
        done.update(path)
        if here in path:
            circle = list(path)[list(path).index(here) :]
            turn = circle.index(min(circle))
            yield circle[turn:] + circle[:turn]


def _path(circle: list[str]) -> str:
    shown = circle[: _CIRCLE_SHOWN + 1]
    return " → ".join([*shown, *(["…"] if len(shown) < len(circle) else []), circle[0]])


def check_agreement(tables: Mapping[str, Table], make: Maker) -> Iterator[Finding]:
    """A record reached in two ways is the same record.

    A posting that names a batch and a position of another batch contradicts itself.

    Yields:
        KEY412 at the reference typed directly.
    """
    for table in tables.values():
        for own, path in table.schema.agreements:
            via, remote = path.split(".")
            other = tables.get(table.schema.field(via).target)
            if other is None:
                continue
            ours, theirs = table.values(own), look_up(other, table.values(via), remote)
            differs = (ours != theirs) & ~is_blank(ours) & ~is_blank(theirs)
            differs &= ~table.derived.get(own, np.zeros(len(differs), dtype=bool))
            read = (table.schema.field(own), table.schema.field(via), other.schema.field(remote))
            visibility = max(field.visibility for field in read)
            for row in np.flatnonzero(differs):
                yield make(
                    "KEY412",
                    table.cell(own, int(row)),
                    record=record_name(table, int(row)),
                    visibility=visibility,
                    related=(Related(table.cell(via, int(row)), str(table.values(via)[row])),),
                    field=table.located.label(own, make.language),
                    sheet=table.located.sheet.title,
                    this_field=table.located.label(own, make.language),
                    this=str(ours[row]),
                    other=str(theirs[row]),
                    other_field=Plain(other.schema.field(remote).titles),
                    via=str(table.values(via)[row]),
                )
