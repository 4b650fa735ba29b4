"""A publication of the history as a register that can be checked and compared like any other."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.history import Publication
from handbook.schema import Schema, TableSchema
from handbook.workbook import Manifest, Sheet, Workbook, grid

KEPT_NAME = ".json.gz"
"""How the name of a file of the published history ends."""


def workbook_of(publication: Publication, schema: Schema, source: str) -> Workbook:
    """Lay a publication out as a workbook with field names as headers.

    What today's schema does not know is left out. A column nobody had filled is not there.

    Args:
        publication: As kept; records without a number of their own are never kept.
        schema: Today's.
        source: What a person calls it.
    """
    sheets = tuple(
        _sheet(table, publication.records[key])
        for key, table in schema.tables.items()
        if key in publication.records
    )
    return Workbook(sheets, Manifest(source, as_of=publication.as_of))


def _sheet(table: TableSchema, records: Mapping[str, Mapping[str, str]]) -> Sheet:
    filled = {name for record in records.values() for name in record}
    columns = [
        field.name
        for field in table.fields
        if field.name in filled or field.name == table.primary_key
    ]
    rows = [[record.get(name, "") for name in columns] for record in records.values()]
    return Sheet(table.key, grid([columns, *rows]), key=table.key)
