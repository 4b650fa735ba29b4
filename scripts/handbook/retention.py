"""Facts that have been kept long enough: where they still stand, and out of which copies they go.

Three years after somebody's last posting ended, nobody needs what only the organisation department
may see. The program removes it from its own copies; the sheet belongs to its editors, who are told
which cells to clear.

Source: docs/en/about/recovery.md#retention
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.findings import Cell, Visibility
from handbook.history import Publication, load_publication
from handbook.register import Register, to_date
from handbook.rules.privacy import ended_long_ago
from handbook.saving import save_csv_folder
from handbook.schema import Field, Schema
from handbook.tables import Table, is_blank
from handbook.workbook import Sheet, Workbook

_FROM = Visibility.ORG
_NO_FACTS = frozenset({"id", "reference", "references"})


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A cell that should be cleared.

    Attributes:
        person: Id of the cadre.
        ended: The day the last posting ended.
        sheet: Sheet key.
        record: Key of the record; blank where it has none.
        field: Field name.
        cell: Where it stands.
    """

    person: str
    ended: date
    sheet: str
    record: str
    field: str
    cell: Cell


def kept_too_long(register: Register) -> list[KeptFact]:
    """Give every confidential fact about people whose postings are all long over.

    Looked at are all columns of classes `org` and `sealed`, of the people themselves and of
    everything that names them or their postings and nobody else's.

    Args:
        register: As checked, whatever rules are switched on.

    Returns:
        By person, in the order of the sheets, rows and columns.
    """
    if not register.has("cadres", "postings"):
        return []
    ended = ended_long_ago(register)
    people = {str(key): to_date(day) for key, day in ended.items()}
    postings = register.tables["postings"]
    owners = {
        str(key): str(cadre)
        for key, cadre in zip(postings.keys, postings.values("cadre_id"), strict=True)
    }
    facts = [fact for table in register.tables.values() for fact in _facts(table, people, owners)]
    return sorted(facts, key=lambda fact: fact.person)


def _facts(
    table: Table, people: Mapping[str, date | None], owners: Mapping[str, str]
) -> Iterator[KeptFact]:
    persons = _persons(table, owners)
    rows = [row for row, person in enumerate(persons) if people.get(person)]
    fields = [field for field in table.schema.fields if _is_confidential(field)]
    filled = {field.name: _filled(table, field.name) for field in fields if rows}
    for row in rows:
        person, key = persons[row], str(table.keys[row])
        ended = people[person]
        for field in fields:
            if ended is not None and filled[field.name][row]:
                place = table.cell(field.name, row)
                yield KeptFact(person, ended, table.schema.key, key, field.name, place)


def _is_confidential(field: Field) -> bool:
    return field.visibility >= _FROM and field.kind not in _NO_FACTS


def _filled(table: Table, field: str) -> NDArray[np.bool_]:
    return ~is_blank(table.located.texts(field))


def _persons(table: Table, owners: Mapping[str, str]) -> list[str]:
    """Give for every record the one person it is about; blank where it is about several or none."""
    if table.schema.key == "cadres":
        return [str(key) for key in table.keys]
    for field in table.schema.fields:
        if field.target == "cadres":
            return [_only((value,) if isinstance(value, str) else value)
                    for value in table.values(field.name)]  # fmt: skip
        if field.target == "postings":
            values = table.values(field.name)
            return [_only({owners.get(each, "") for each in _listed(value)}) for value in values]
    return [""] * table.row_count


def _listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _only(values: Iterable[str]) -> str:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""


def clear_copy(workbook: Workbook, facts: Iterable[KeptFact], folder: Path) -> None:
    """Write a pulled copy again without the facts.

    Args:
        workbook: As it stands there.
        facts: What `kept_too_long` found in it.
        folder: The copy, a folder of CSV files.
    """
    places: dict[tuple[str, str], list[Cell]] = {}
    for fact in facts:
        places.setdefault((fact.cell.title, fact.cell.book), []).append(fact.cell)
    sheets = tuple(
        _cleared(each, places.get((each.title, each.book), ())) for each in workbook.sheets
    )
    save_csv_folder(replace(workbook, sheets=sheets), folder)


def _cleared(sheet: Sheet, cells: Iterable[Cell]) -> Sheet:
    text = sheet.text.copy()
    for cell in cells:
        if cell.row_number and cell.column_number:
            text.loc[cell.row_number, cell.column_number] = ""
    return replace(sheet, text=text)


def clear_history(folder: Path, facts: Iterable[KeptFact], schema: Schema) -> list[Path]:
    """Take what is confidential today out of earlier publications, for people long gone.

    Publications hold classes up to `unit`; a column whose class was raised since may be among them.

    Args:
        folder: Publications of one source; may be missing.
        facts: What `kept_too_long` found in the register.
        schema: Today's.

    Returns:
        The files written anew.
    """
    people = {fact.person for fact in facts}
    written = []
    for file in sorted(folder.glob("*.json.gz")):
        publication = load_publication(file)
        cleared = _without(publication, people, schema)
        if cleared.digest != publication.digest:
            number, day = file.name[:6], publication.as_of.isoformat()
            new = file.with_name(f"{number}-{day}-{cleared.digest}.json.gz")
            part = new.with_suffix(".part")
            part.write_bytes(gzip.compress(cleared.data, compresslevel=6, mtime=0))
            part.replace(new)
            file.unlink()
            written.append(new)
    return written


def _without(publication: Publication, people: set[str], schema: Schema) -> Publication:
    owners = {
        key: record.get("cadre_id", "")
        for key, record in publication.records.get("postings", {}).items()
    }
    records = {
        sheet: {
            key: _stripped(record, schema, sheet) if _person(sheet, key, record, owners) in people
            else record
            for key, record in rows.items()
        }
        for sheet, rows in publication.records.items()
    }  # fmt: skip
    return replace(publication, records=records)


def _person(sheet: str, key: str, record: Mapping[str, str], owners: Mapping[str, str]) -> str:
    if sheet == "cadres":
        return key
    return record.get("cadre_id") or owners.get(record.get("posting_id", key), "")


def _stripped(record: Mapping[str, str], schema: Schema, sheet: str) -> dict[str, str]:
    table = schema.tables.get(sheet)
    secret = {each.name for each in table.fields if _is_confidential(each)} if table else set()
    return {name: value for name, value in record.items() if name not in secret}
