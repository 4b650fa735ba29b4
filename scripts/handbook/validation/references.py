"""References: an id, an id with a name, or a name only one record bears, turned into ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from handbook.casting import fold_id
from handbook.findings import Finding, Param, Plain
from handbook.schema import Field, Schema, fold
from handbook.schema.words import nearest_folded
from handbook.tables import Table
from handbook.validation.cells import record_name
from handbook.validation.making import Maker

_ID = re.compile(r"[A-Za-z]{1,2}-[0-9]{1,8}(?![0-9])")
_ID_AND_NAME = re.compile(rf"({_ID.pattern})[\s:·,-]*(.*)", re.DOTALL)
_SEVERAL = re.compile(r"[、;；\n]|[,，](?!\s*$)")
_SEVERAL_NAMES = re.compile(r"[、;；,，/／和与及\s]+")  # each part must then be a known name
_SUGGESTIONS_AT_MOST = 200  # one bad paste must not cost minutes of comparing names


@dataclass(frozen=True)
class Directory:
    """The records of one sheet by id and by name.

    Attributes:
        sheet: Sheet key.
        title: Title of the sheet as the editor sees it.
        names: Id → words the record is known by, the first for display.
    """

    sheet: str
    title: str
    names: Mapping[str, tuple[str, ...]]

    @cached_property
    def ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name → ids that bear it, both in order; made when the first id is not enough."""
        by_name: dict[str, list[str]] = {}
        for record, names in self.names.items():
            for name in {fold(each) for each in names if each}:
                by_name.setdefault(name, []).append(record)
        return {name: tuple(sorted(ids)) for name, ids in sorted(by_name.items())}

    def display(self, key: str) -> str:
        """Write a record the way the drop-down offers it: `C-00012 顾清禾`."""
        words = self.names.get(key, ())
        return f"{key} {words[0]}" if words and words[0] else key

    @cached_property
    def example(self) -> str:
        """The first record as the drop-down offers it; blank where there is none."""
        return self.display(min(self.names)) if self.names else ""


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
    targets = {
        each.target
        for table in tables.values()
        for each in table.schema.fields
        if table.has_column(each.name)
    }
    made: dict[str, Directory] = {}
    for key, table in tables.items():
        if key not in targets:
            continue
        if table.schema.key_required and not table.has_column(table.schema.primary_key):
            continue
        made[key] = Directory(
            sheet=key,
            title=table.located.sheet.title,
            names=_words_by_id(table, tables, schema),
        )
    return made


def _words_by_id(
    table: Table, tables: Mapping[str, Table], schema: Schema
) -> dict[str, tuple[str, ...]]:
    columns = [_words_of(table, name, tables, schema) for name in table.schema.label]
    alias = "short_names" if table.schema.has_field("short_names") else ""
    short_names = table.values(alias) if alias else table.keys
    words: dict[str, tuple[str, ...]] = {}
    shared: dict[str, set[str]] = {}
    for row, key in enumerate(table.keys):
        if key:
            names = tuple(word for column in columns if (word := column[row]))
            more = _SEVERAL.split(str(short_names[row])) if alias else ()
            own = (*names, *(short for each in more if (short := each.strip())))
            if key in words:
                shared.setdefault(key, set(words[key])).update(own)
            else:
                words[key] = own
    # Of an id borne twice every name counts, whichever row stands first.
    return words | {key: tuple(sorted(names)) for key, names in shared.items()}


def _words_of(table: Table, name: str, tables: Mapping[str, Table], schema: Schema) -> list[str]:
    """Give what a label field says; a reference is followed one step to the name it points to."""
    values = [str(value) for value in table.values(name)]
    target = schema.tables[table.schema.key].field(name).target
    other = tables.get(target)
    if other is None or not other.schema.label:
        return values
    labels = zip(other.keys, other.values(other.schema.label[0]), strict=True)
    names = dict(sorted(label for label in labels if label[0]))  # sorted for an id borne twice
    return [str(names.get(_leading_id(value), value)) for value in values]


def _leading_id(text: str) -> str:
    match = _ID_AND_NAME.fullmatch(fold_id(text))
    return match.group(1) if match else text


def resolve_references(
    tables: Mapping[str, Table], schema: Schema, make: Maker
) -> Iterator[Finding]:
    """Turn the texts of all reference columns into ids, in place.

    The id decides; a name beside it that says otherwise is told. A reference to a sheet that is
    absent, or has no column of ids, is left as it is.

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
    is_list = each.kind == "references"
    plain = target.names if target is not None and not is_list else {}
    told: dict[int, list[tuple[str, Resolved]]] = {}
    column = distinct.astype(object)
    for position, text in enumerate(distinct):
        if text in plain:  # most cells: an id and nothing else
            continue
        parts = text.split("\n") if is_list else [text]
        many = [(part, _resolve(part, each, target, schema, guesses)) for part in parts]
        keys = tuple(one.key for _, one in many if one.key)
        column[position] = keys if is_list else "".join(keys)
        if any(one.code for _, one in many):
            told[position] = [(part, one) for part, one in many if one.code]
    if len(codes):
        table.set_values(each.name, column[codes])
    for row in np.flatnonzero(np.isin(codes, list(told))):
        for part, one in told[int(codes[row])]:
            if not one.key:
                table.distrust(each.name, np.array([row]))
            yield _finding(table, each, int(row), part, one, target, make)


def _resolve(
    text: str, each: Field, target: Directory | None, schema: Schema, guesses: Iterator[int]
) -> Resolved:
    if not text or fold(text) in map(fold, each.whole_batch):
        return Resolved("")
    match = _ID_AND_NAME.fullmatch(fold_id(text))
    key = match.group(1) if match else ""
    if target is None:
        return Resolved(key or text)
    if key not in target.names and fold(text) in target.ids_by_name:
        return _by_name(text, target)
    name = match.group(2).strip() if match else ""
    if name and key in target.names and _bears(name, target.names[key]):
        return Resolved(key)
    items = _several(f"{key} {name}" if key else text, bool(key), target)
    if items:
        return Resolved("", "CEL315", "", {"count": len(items), "items": items})
    if key in target.names:
        return _with_name(key, name, target)
    return _unknown(text, key, each, target, schema, guesses)


def _several(text: str, has_id: bool, target: Directory) -> tuple[str, ...]:
    """Split a text that names several records; empty where it does not."""
    separator = _SEVERAL if has_id else _SEVERAL_NAMES
    parts = tuple(part.strip() for part in separator.split(text) if part.strip())
    bearers = [_bearers(part, target) for part in parts]
    if all(bearers) and len(parts) > 1 and not set.intersection(*bearers):
        return parts
    ids = dict.fromkeys(found for found in _ID.findall(text) if found in target.names)
    return tuple(ids) if len(ids) > 1 else ()


def _bearers(part: str, target: Directory) -> set[str]:
    """Give the ids a part of a text may stand for."""
    key = _leading_id(part)
    return {key} if key in target.names else set(target.ids_by_name.get(fold(part), ()))


def _bears(name: str, words: tuple[str, ...]) -> bool:
    """Say whether a name typed behind an id, its dashes made hyphens with those of the id, fits."""
    return fold(name) in {fold(fold_id(word)) for word in (*words, "".join(words))}


def _with_name(key: str, name: str, target: Directory) -> Resolved:
    words = target.names[key]
    if not name or not words:
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
    key: str,
    each: Field,
    target: Directory,
    schema: Schema,
    guesses: Iterator[int],
) -> Resolved:
    params: dict[str, Param] = {
        "target": target.title,
        "example": target.example or each.example,
    }
    prefix = key.partition("-")[0]
    kind = next((one for one in schema.tables.values() if one.id_prefix == prefix), None)
    if kind is not None and kind.key != each.target:
        return Resolved("", "KEY404", "kind", params | {"actual": Plain(kind.titles)})
    meant = _respelt(key, target) if key else _nearest(text, target, guesses)
    if meant:
        return Resolved("", "KEY404", "near", params | {"suggestion": target.display(meant)})
    return Resolved("", "KEY404", "", params)


def _respelt(key: str, target: Directory) -> str:
    """Give the id that differs in capitals or leading zeros only, or blank."""
    prefix, _, number = key.upper().partition("-")
    digits = number.lstrip("0")
    spellings = (f"{prefix}-{digits.zfill(width)}" for width in range(len(digits), 9))
    return next((spelling for spelling in spellings if spelling in target.names), "")


def _nearest(text: str, target: Directory, guesses: Iterator[int]) -> str:
    """Give the id of the name that was probably meant, or blank, as long as guesses are left."""
    if next(guesses, None) is None:
        return ""
    name = nearest_folded(text, target.ids_by_name.keys())
    return target.ids_by_name[name][0] if name else ""


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
