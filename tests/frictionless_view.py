"""A register as frictionless judges it: every sheet as a table under our own schema files.

What our check trusts is written in canonical form (ISO dates, keys of choices, plain numbers, bare
ids), because `2025年9月1日`, labels and `id name` are forms of ours that Table Schema does not
know. What our check does not trust stands as it was typed, and so does everything where a register
is typed in canonical forms to begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import numpy as np
import yaml
from frictionless.resources import TableResource

from handbook.checking import Checked
from handbook.tables import Table

SCHEMA_FOLDER = Path(__file__).parents[1] / "sheets_schema"
JUDGED = ("name", "type", "format", "constraints", "trueValues", "falseValues")
TRUTH = {"yes": "true", "no": "false", "": ""}
FIRST_RECORD = 2  # frictionless counts rows from 1, the header included
NO_LIMIT = 1_000_000  # errors per sheet; more than any table here has cells

Place = tuple[str, int, str]
"""Sheet key, row number in the workbook, field name."""

Row = tuple[str, ...]
Targets = tuple[tuple[str, Row], ...]
"""Sheet key and ids of every sheet that another one points to."""


@cache
def descriptor(sheet: str) -> Mapping[str, Any]:
    """Read one schema file, without our extras: frictionless copies them again and again."""
    text = (SCHEMA_FOLDER / f"{sheet}.yaml").read_text(encoding="utf-8")
    content = {name: part for name, part in yaml.safe_load(text).items() if name != "handbook"}
    fields = [{name: each[name] for name in JUDGED if name in each} for each in content["fields"]]
    return {**content, "fields": fields}


def rejected_by_frictionless(checked: Checked, *, as_typed: bool) -> dict[Place, frozenset[str]]:
    """List every cell that frictionless rejects, with the types of its errors.

    Args:
        checked: Its tables are judged one by one.
        as_typed: Whether all texts are judged as they were typed, canonical or not.
    """
    tables = checked.register.tables
    keys = {
        sheet: tuple(_texts(table, table.schema.primary_key, as_typed=as_typed))
        for sheet, table in tables.items()
        if table.has_column(table.schema.primary_key)
    }
    rejected: dict[Place, frozenset[str]] = {}
    for sheet, table in tables.items():
        columns = [_texts(table, field.name, as_typed=as_typed) for field in table.schema.fields]
        rows = tuple(zip(*columns, strict=True))
        for row, field, error in judge(sheet, rows, _targets(sheet, keys)):
            place = (sheet, int(table.located.row_numbers[row]), field)
            rejected[place] = rejected.get(place, frozenset()) | {error}
    return rejected


def _targets(sheet: str, keys: Mapping[str, Row]) -> Targets:
    """Give the sheets a sheet points to, as far as they are there and their records have ids."""
    wanted = {each["reference"]["resource"] for each in descriptor(sheet).get("foreignKeys", ())}
    return tuple((other, keys[other]) for other in sorted(wanted & keys.keys()))


@cache
def judge(sheet: str, rows: tuple[Row, ...], targets: Targets) -> tuple[tuple[int, str, str], ...]:
    """Let frictionless validate one sheet; a sheet that many workbooks share is judged once.

    Args:
        sheet: Sheet key.
        rows: Texts of its records, in the order of the schema's fields.
        targets: The sheets it may point to. As in our check, a reference to a sheet that is not
            there is not judged.

    Returns:
        Record (counted from 0), field name and type of error.
    """
    if not rows:
        return ()
    content = _narrowed(sheet, rows, {"", *(other for other, _ in targets)})
    all_names = [each["name"] for each in descriptor(sheet)["fields"]]
    names = tuple(each["name"] for each in content["fields"])
    columns = [all_names.index(name) for name in names]
    cells = [names, *(tuple(row[column] for column in columns) for row in rows)]
    package = frictionless.Package(
        resources=[_resource(sheet, content, cells), *map(_directory, targets)]
    )
    report = package.get_table_resource(sheet).validate(limit_errors=NO_LIMIT)
    return tuple(_errors(report, content["primaryKey"]))


def _narrowed(sheet: str, rows: tuple[Row, ...], there: set[str]) -> Mapping[str, Any]:
    """Leave out the columns that nobody filled in or must fill in; most tables here are small."""
    content = descriptor(sheet)
    fields = [
        field
        for field, texts in zip(content["fields"], zip(*rows, strict=True), strict=True)
        if any(texts) or field.get("constraints", {}).keys() & {"required", "unique"}
    ]
    names = {field["name"] for field in fields}
    keys = [
        key
        for key in content.get("foreignKeys", ())
        if key["fields"] in names and key["reference"]["resource"] in there
    ]
    return {**content, "fields": fields, "foreignKeys": keys}


def _resource(name: str, content: Mapping[str, Any], rows: Iterable[Row]) -> TableResource:
    schema = frictionless.Schema.from_descriptor(dict(content))
    return TableResource(name=name, data=[list(row) for row in rows], schema=schema)


def _directory(target: tuple[str, Row]) -> TableResource:
    """Lay out a sheet that is pointed to: nothing but its ids is asked for."""
    sheet, keys = target
    key = descriptor(sheet)["primaryKey"]
    content = {"fields": [{"name": key, "type": "string"}]}
    return _resource(sheet, content, ((key,), *((each,) for each in keys)))


def _errors(report: frictionless.Report, primary_key: str) -> Iterator[tuple[int, str, str]]:
    for error in report.tasks[0].errors:
        if isinstance(error, frictionless.errors.CellError):
            fields = [error.field_name]
        elif isinstance(error, frictionless.errors.ForeignKeyError):
            fields = error.field_names
        elif isinstance(error, frictionless.errors.PrimaryKeyError):
            fields = [primary_key]
        else:
            raise TypeError(f"frictionless names no cell: {error.message}")
        yield from ((error.row_number - FIRST_RECORD, field, error.type) for field in fields)


def _texts(table: Table, field: str, *, as_typed: bool) -> list[str]:
    typed = [str(text).strip() for text in table.located.texts(field)]
    if as_typed:
        return typed
    kind = table.schema.field(field).kind
    trusted = zip(typed, table.is_untrusted(field), table.values(field), strict=True)
    return [text if untrusted else canonical(kind, value) for text, untrusted, value in trusted]


def canonical(kind: str, value: Any) -> str:
    """Write a typed value the way Table Schema reads it."""
    if kind == "boolean":
        return TRUTH[value]
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else str(value.astype("datetime64[D]"))
    if isinstance(value, float):
        return "" if np.isnan(value) else str(int(value) if value.is_integer() else value)
    return "；".join(value) if isinstance(value, tuple) else str(value)


@cache
def _schema(sheet: str) -> frictionless.Schema:
    return frictionless.Schema.from_descriptor(dict(descriptor(sheet)))


def read_by_frictionless(sheet: str, field: str, text: str) -> object:
    """Read one text the way frictionless does; None where it is blank or of another type."""
    value, _ = _schema(sheet).get_field(field).read_cell(text)
    return value
