"""A publication of the history as a register that can be checked and compared like any other."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from handbook.history import Publication
from handbook.schema import Schema, TableSchema
from handbook.validation import APPOINTMENT
from handbook.workbook import Manifest, Sheet, Workbook, grid

KEPT_NAME = ".json.gz"
"""How the name of a file of the published history ends."""


def workbook_of(publication: Publication, schema: Schema, source: str) -> Workbook:
    """Lay a publication out as a workbook with field names as headers.

    What today's schema does not know is left out. A column nobody had filled is there if the sheet
    had one: the embargo asks which columns there are. In a publication that does not say, the
    columns of the appointment count as there, so that nothing is shown too early.

    Args:
        publication: As kept; records without a number of their own are never kept.
        schema: Today's.
        source: What a person calls it.
    """
    columns = publication.columns or {"postings": APPOINTMENT}
    sheets = tuple(
        _sheet(table, publication.records[key], columns.get(key, ()))
        for key, table in schema.tables.items()
        if key in publication.records and table.is_published
    )
    return Workbook(sheets, Manifest(source, as_of=publication.as_of))


def _sheet(
    table: TableSchema, records: Mapping[str, Mapping[str, str]], wanted: Collection[str]
) -> Sheet:
    filled = {name for record in records.values() for name in record}.union(wanted)
    columns = [
        field.name
        for field in table.fields
        if field.name in filled or field.name == table.primary_key
    ]
    rows = [[record.get(name, "") for name in columns] for record in records.values()]
    return Sheet(table.key, grid([columns, *rows]), key=table.key)
