"""Only those records of two registers that can differ, and what these refer to.

A register of ten thousand people differs from the one before in a few rows. Comparing these alone
says the same as comparing all, at a hundredth of the price; a test holds one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handbook.checking import Checked
from handbook.differences.comparing import compare
from handbook.differences.kept import workbook_of
from handbook.differences.matching import is_nameless
from handbook.differences.model import Difference, Section
from handbook.differences.sides import Side, side_of
from handbook.findings import in_reading_order
from handbook.publications import Publication, Records
from handbook.publishable import Audience, PublishedTable
from handbook.register import Register
from handbook.schema import Schema, TableSchema
from handbook.validation import Maker, validate

Places = Mapping[str, set[str]]
"""Sheet key → keys of records."""

_DAYS = ("reported_on", "end_actual", "appointed_on")
"""Days of a posting whose coming is news although nobody edits anything."""


def touched(old: Publication, new: Publication, schema: Schema) -> Places:
    """Give the records that may differ: edited ones, postings whose day came, what hangs on them.

    Args:
        old: What was published before.
        new: What was published afterwards.
        schema: Today's.
    """
    found = {
        sheet: _edited(old.records.get(sheet, {}), new.records.get(sheet, {}))
        for sheet in old.records.keys() | new.records.keys()
    }
    found.setdefault("postings", set())
    first, last = old.as_of.isoformat(), new.as_of.isoformat()
    for publication in (old, new):
        for key, record in publication.records.get("postings", {}).items():
            if any(first < record.get(name, "") <= last for name in _DAYS):
                found["postings"].add(key)
    for publication in (old, new):
        for sheet, key in _hanging_on(found["postings"], publication.records, schema):
            found[sheet].add(key)
    return found


def _edited(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _hanging_on(postings: set[str], records: Records, schema: Schema) -> Iterator[tuple[str, str]]:
    for sheet, rows in records.items():
        names = _references(schema.tables.get(sheet), "postings") if sheet != "postings" else ()
        for name in names:
            yield from ((sheet, key) for key, row in rows.items() if row.get(name) in postings)


def _references(table: TableSchema | None, target: str = "") -> tuple[str, ...]:
    fields = table.fields if table else ()
    return tuple(
        field.name
        for field in fields
        if field.target and (not target or (field.target == target and field.kind == "reference"))
    )


def narrowed(publication: Publication, places: Places, schema: Schema) -> Publication:
    """Keep some records of a publication, and those they refer to, directly or not.

    Args:
        publication: As kept.
        places: Which records.
        schema: Today's.
    """
    kept: dict[str, set[str]] = {sheet: set() for sheet in publication.records}
    waiting = [(sheet, key) for sheet, keys in places.items() for key in keys]
    while waiting:
        sheet, key = waiting.pop()
        row = publication.records.get(sheet, {}).get(key)
        if row is None or key in kept[sheet]:
            continue
        kept[sheet].add(key)
        waiting += _referred(schema.tables.get(sheet), row)
    records = {
        sheet: {key: row for key, row in rows.items() if key in kept[sheet]}
        for sheet, rows in publication.records.items()
    }
    return replace(publication, records=records)


def _referred(table: TableSchema | None, row: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (field.target, key)
        for field in (table.fields if table else ())
        if field.target and row.get(field.name)
        for key in row[field.name].split(";")
    ]


def kept_register(publication: Publication, schema: Schema) -> Checked:
    """Check a publication as far as what may be seen of it depends on it: no rule.

    Args:
        publication: As kept, or a part of it.
        schema: Today's.
    """
    workbook = workbook_of(publication, schema, "history")
    tables, findings = validate(workbook, schema, publication.as_of)
    make = Maker.for_workbook(schema, workbook)
    register = Register(schema, tables, publication.as_of, make)
    return Checked(workbook, register, tuple(in_reading_order(findings, schema.tables)))


def compare_kept(
    old: Publication, new: Publication, schema: Schema, readers: Audience
) -> tuple[Difference, Checked, Checked]:
    """Compare two publications.

    Args:
        old: What was published before.
        new: What was published afterwards.
        schema: Today's.
        readers: Whom the comparison is for.

    Returns:
        What changed, and the parts of both registers in which anything did.
    """
    places = touched(old, new, schema)
    around = {**places, "postings": places["postings"] | _postings_of(places, (old, new))}
    before, after = (kept_register(narrowed(each, around, schema), schema) for each in (old, new))
    sides = (side_of(each, readers, is_kept=True) for each in (before, after))
    return _within(compare(*sides), places), before, after


def _postings_of(places: Places, publications: tuple[Publication, ...]) -> set[str]:
    """Give the postings of people who may differ: they say whose own these people are."""
    people = places.get("cadres", set())
    return {
        key
        for publication in publications
        for key, row in publication.records.get("postings", {}).items()
        if row.get("cadre_id") in people
    }


def compare_with_kept(old: Publication, records: Publication, new: Side) -> Difference:
    """Compare a publication with the register of today.

    Args:
        old: What was published before.
        records: What will be kept of the register of today.
        new: The register of today, as its readers may see it.
    """
    schema = new.shown.schema
    places = touched(old, records, schema)
    before = side_of(
        kept_register(narrowed(old, places, schema), schema), new.shown.audience, is_kept=True
    )
    tables = {
        sheet: _narrowed_table(table, places.get(sheet, set()), old.records.get(sheet), records)
        for sheet, table in new.shown.tables.items()
    }
    after = Side(replace(new.shown, tables=tables), new.columns, new.is_kept)
    found = _within(compare(before, after), places)
    return Difference(found.old, new.shown, found.sections)


def _narrowed_table(
    table: PublishedTable, keys: set[str], before: Mapping[str, object] | None, now: Publication
) -> PublishedTable:
    """Keep the records that may differ; those without a number where one may have lost its own."""
    if before is None:
        return table
    is_any_gone = bool(before.keys() - now.records.get(table.key, {}).keys())
    records = {
        key: record
        for key, record in table.records.items()
        if key in keys or (is_any_gone and is_nameless(key))
    }
    states = {place: state for place, state in table.states.items() if place[0] in records}
    return replace(table, records=records, states=states)


def _within(difference: Difference, places: Places) -> Difference:
    """Leave out what is only there because something refers to it."""
    sections = []
    for section in difference.sections:
        entries = tuple(
            entry
            for entry in section.entries
            if not entry.key or is_nameless(entry.key) or entry.key in places.get(entry.sheet, ())
        )
        if entries:
            sections.append(Section(section.kind, entries))
    return Difference(difference.old, difference.new, tuple(sections))
