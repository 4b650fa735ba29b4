"""References: an id, an id with a name, or a name only one record bears, turned into ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.casting import fold_id
from handbook.findings import Finding, Param
from handbook.schema import Field, Schema, fold, nearest
from handbook.tables import Table
from handbook.validation.cells import record_name
from handbook.validation.making import Maker

_ID_AND_NAME = re.compile(r"^([A-Za-z]{1,2}-\d{1,8})[\s\u3000:：·,，-]*(.*)$", re.DOTALL)
_SEVERAL = re.compile(r"[、;；\n]|[,，](?!\s*$)")
_SUGGESTIONS_AT_MOST = 200  # one bad paste must not cost minutes of comparing names


@dataclass(frozen=True)
class Directory:
    """The records of one sheet by id and by name.

    Attributes:
        sheet: Sheet key.
        title: Title of the sheet as the editor sees it.
        names: Id → words the record is known by, the first for display.
        ids_by_name: Folded name → ids that bear it.
    """

    sheet: str
    title: str
    names: Mapping[str, tuple[str, ...]]
    ids_by_name: Mapping[str, tuple[str, ...]]

    def display(self, key: str) -> str:
        """Write a record the way the drop-down offers it: `C-00012 顾清禾`."""
        words = self.names.get(key, ())
        return f"{key} {words[0]}" if words and words[0] else key


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one distinct text of a reference column points to.

    Attributes:
        key: The id, or blank where it cannot be trusted.
        code: Finding to give, or blank.
        variant: Variant of its text.
        params: For its text.
    """

    key: str
    code: str = ""
    variant: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)


def directories(tables: Mapping[str, Table], schema: Schema) -> dict[str, Directory]:
    """Build the directory of every sheet that references may point to.

    Args:
        tables: Typed tables; a sheet that is absent, or has no key column, has no directory.
        schema: Says which fields name a record.
    """
    made: dict[str, Directory] = {}
    for key, table in tables.items():
        if table.schema.key_required and not table.has_column(table.schema.primary_key):
            continue
        words = _words_by_id(table, tables, schema)
        by_name: dict[str, list[str]] = {}
        for record, names in words.items():
            for name in {fold(each) for each in names if each}:
                by_name.setdefault(name, []).append(record)
        made[key] = Directory(
            sheet=key,
            title=table.located.sheet.title,
            names=words,
            ids_by_name={name: tuple(ids) for name, ids in by_name.items()},
        )
    return made


def _words_by_id(
    table: Table, tables: Mapping[str, Table], schema: Schema
) -> dict[str, tuple[str, ...]]:
    columns = [_words_of(table, name, tables, schema) for name in table.schema.label]
    alias = "short_names" if table.schema.has_field("short_names") else ""
    short_names = table.values(alias) if alias else table.keys
    words: dict[str, tuple[str, ...]] = {}
    for row, key in enumerate(table.keys):
        if key:
            names = tuple(word for column in columns if (word := column[row]))
            more = _SEVERAL.split(str(short_names[row])) if alias else ()
            words.setdefault(str(key), (*names, *(each.strip() for each in more)))
    return words


def _words_of(table: Table, name: str, tables: Mapping[str, Table], schema: Schema) -> list[str]:
    """Give what a label field says; a reference is followed one step to the name it points to."""
    values = [str(value) for value in table.values(name)]
    target = schema.tables[table.schema.key].field(name).target
    other = tables.get(target)
    if other is None or not other.schema.label:
        return values
    names = dict(zip(other.keys, other.values(other.schema.label[0]), strict=True))
    return [str(names.get(_leading_id(value), value)) for value in values]


def _leading_id(text: str) -> str:
    match = _ID_AND_NAME.match(text)
    return fold_id(match.group(1)) if match else text


def resolve_references(
    tables: Mapping[str, Table], schema: Schema, make: Maker
) -> Iterator[Finding]:
    """Turn the texts of all reference columns into ids, in place.

    The id decides; a name beside it that says otherwise is told. A reference to a sheet that is
    absent is left as it is.

    Yields:
        KEY404 to KEY407 and CEL315 at the cell.
    """
    known = directories(tables, schema)
    for table in tables.values():
        for each in table.schema.fields:
            if each.target and table.has_column(each.name):
                yield from _resolve_column(table, each, known, schema, make)


def _resolve_column(
    table: Table, each: Field, known: Mapping[str, Directory], schema: Schema, make: Maker
) -> Iterator[Finding]:
    values = table.values(each.name)
    if each.kind == "references":
        values = np.array(["\n".join(items) for items in values], dtype=object)
    codes, distinct = pd.factorize(values)
    target = known.get(each.target)
    guesses = iter(range(_SUGGESTIONS_AT_MOST))
    outcomes: list[tuple[Resolved, ...]] = []
    for text in distinct:
        parts = text.split("\n") if each.kind == "references" else [text]
        outcomes.append(tuple(_resolve(part, each, target, schema, guesses) for part in parts))
    _store(table, each, codes, outcomes)
    for position, (text, many) in enumerate(zip(distinct, outcomes, strict=True)):
        parts = text.split("\n") if each.kind == "references" else [text]
        told = [(part, one) for part, one in zip(parts, many, strict=True) if one.code]
        for row in np.flatnonzero(codes == position) if told else ():
            for part, one in told:
                yield _finding(table, each, int(row), part, one, target, make)


def _store(
    table: Table,
    each: Field,
    codes: NDArray[np.intp],
    outcomes: list[tuple[Resolved, ...]],
) -> None:
    broken = np.array([any(not one.key and one.code for one in many) for many in outcomes], bool)
    if broken.any():
        table.distrust(each.name, np.flatnonzero(broken[codes]))
    column: NDArray[Any] = np.empty(len(outcomes), dtype=object)
    for position, many in enumerate(outcomes):
        keys = tuple(one.key for one in many if one.key)
        column[position] = keys if each.kind == "references" else (keys[0] if keys else "")
    if len(codes):
        table.frame[each.name] = pd.Series(column[codes], dtype=object)


def _resolve(
    text: str, each: Field, target: Directory | None, schema: Schema, guesses: Iterator[int]
) -> Resolved:
    if not text or fold(text) in map(fold, each.whole_batch):
        return Resolved("")
    match = _ID_AND_NAME.match(text)
    if target is None:
        return Resolved(fold_id(match.group(1)) if match else "")
    if match:
        key, name = fold_id(match.group(1)), match.group(2).strip()
        if key in target.names:
            return _with_name(key, name, target)
        if fold(text) in target.ids_by_name:
            return _by_name(text, target)
    elif fold(text) in target.ids_by_name:
        return _by_name(text, target)
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    if len(parts) > 1 and all(_is_somebody(part, target) for part in parts):
        params: dict[str, Param] = {"count": len(parts), "items": tuple(parts)}
        return Resolved("", "CEL315", "", params)
    return _unknown(text, match, each, target, schema, guesses)


def _is_somebody(part: str, target: Directory) -> bool:
    return _leading_id(part) in target.names or fold(part) in target.ids_by_name


def _with_name(key: str, name: str, target: Directory) -> Resolved:
    words = target.names[key]
    if not name or not words or fold(name) in {fold(word) for word in words}:
        return Resolved(key)
    if _SEVERAL.search(name):
        parts = [part.strip() for part in _SEVERAL.split(name) if part.strip()]
        if parts and all(_is_somebody(part, target) for part in parts):
            return Resolved("", "CEL315", "", {"count": len(parts) + 1, "items": (key, *parts)})
    if fold(name) == fold("".join(words)):
        return Resolved(key)
    return Resolved(key, "KEY405", "", {"typed_name": name, "id": key, "actual_name": words[0]})


def _by_name(text: str, target: Directory) -> Resolved:
    ids = target.ids_by_name[fold(text)]
    if len(ids) == 1:
        return Resolved(ids[0], "KEY406", "", {"id": ids[0], "label": target.display(ids[0])})
    candidates = tuple(target.display(each) for each in ids)
    return Resolved("", "KEY407", "", {"candidates": candidates, "count": len(ids)})


def _unknown(
    text: str,
    match: re.Match[str] | None,
    each: Field,
    target: Directory,
    schema: Schema,
    guesses: Iterator[int],
) -> Resolved:
    example = next(iter(target.names), "")
    params: dict[str, Param] = {
        "target": target.title,
        "example": target.display(example) if example else each.example,
    }
    if match:
        prefix = fold_id(match.group(1)).split("-")[0]
        kind = next((t for t in schema.tables.values() if t.id_prefix == prefix), None)
        if kind is not None and kind.key != each.target:
            params["actual"] = schema.tables[kind.key].titles["zh"]
            return Resolved("", "KEY404", "kind", params)
        return Resolved("", "KEY404", "", params)
    if next(guesses, None) is not None:
        name = nearest(text, [words[0] for words in target.names.values() if words])
        if name:
            ids = target.ids_by_name[fold(name)]
            params["suggestion"] = target.display(ids[0])
            return Resolved("", "KEY404", "near", params)
    return Resolved("", "KEY404", "", params)


def _finding(
    table: Table,
    each: Field,
    row: int,
    text: str,
    one: Resolved,
    target: Directory | None,
    make: Maker,
) -> Finding:
    cell = table.cell(each.name, row)
    visibility = make.visibility_of(one.code, cell)
    if target is not None and one.code in ("KEY405", "KEY406", "KEY407"):
        labels = make.schema.tables[each.target]
        visibility = max(visibility, *(labels.field(name).visibility for name in labels.label))
    return make(
        one.code,
        cell,
        record=record_name(table, row),
        variant=one.variant,
        visibility=visibility,
        value=text,
        field=table.located.label(each.name, make.language),
        sheet=table.located.sheet.title,
        more=one.params,
    )
