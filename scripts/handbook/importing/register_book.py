"""An imported ledger as a workbook, ready to be written as a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.importing.model import Imported, Record
from handbook.schema import Field, Schema, TableSchema
from handbook.validation import APPOINTMENT
from handbook.workbook import Manifest, Sheet, Workbook, grid

_NAMED_BY = {"units": "unit_name", "cadres": "name", "programmes": "name", "batches": "title"}
"""Field that stands behind an id in a reference, as the drop-downs write it."""


def register_workbook(imported: Imported, schema: Schema) -> Workbook:
    """Lay an imported ledger out as a register, with every sheet of the schema.

    The columns of appointments are left out where the ledger has none: blank, they would say that
    nobody has been appointed yet.

    Args:
        imported: From `import_ledger`.
        schema: Gives titles and the order of sheets and columns.
    """
    language = imported.language
    names = {
        sheet: {
            record[schema.tables[sheet].primary_key]: record.get(field, "")
            for record in imported.records[sheet]
        }
        for sheet, field in _NAMED_BY.items()
    }
    sheets = tuple(
        _sheet(table, _columns(table, imported), imported.records.get(key, []), names, language)
        for key, table in schema.tables.items()
    )
    manifest = Manifest(source="", schema_version=schema.version, language=language)
    return Workbook(sheets, manifest)


def _columns(table: TableSchema, imported: Imported) -> list[Field]:
    is_left_out = table.key == "postings" and not imported.has_appointments
    left_out = APPOINTMENT if is_left_out else ()
    return [field for field in table.fields if field.name not in left_out]


def _sheet(
    table: TableSchema,
    fields: Sequence[Field],
    records: list[Record],
    names: Mapping[str, Mapping[str, str]],
    language: str,
) -> Sheet:
    header = [field.titles[language] for field in fields]
    rows = [[_text(field, record, names) for field in fields] for record in records]
    return Sheet(title=table.titles[language], text=grid([header, *rows]), key=table.key)


def _text(field: Field, record: Record, names: Mapping[str, Mapping[str, str]]) -> str:
    text = record.get(field.name, "")
    if not text or field.kind != "reference":
        return text
    return f"{text} {names.get(field.target, {}).get(text, '')}".strip()
