"""The facts of the schema that the spreadsheet's own menu needs, as a script file.

`python -m handbook.provisioning.apps_script [FOLDER OF THE SCHEMA]` writes the file anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from handbook.schema import Schema, TableSchema, fold, load_schema
from handbook.validation.rows import ORDINALS

SCRIPT_FILE = Path("apps_script") / "schema.gs"
"""Where the file stands below the folder of the schema."""

_HEAD = """\
// Sheets, headers and numbers of the register, for the menu of the spreadsheet.
// Made from the schema; do not edit. Write it anew with:
//   .venv/bin/python -m handbook.provisioning.apps_script
"""


def apps_script_schema(schema: Schema) -> str:
    """Write which sheets there are, how their columns may be called, what their ids look like.

    Words are folded as the check folds them, so that both know the same headers.

    Args:
        schema: What the register consists of.

    Returns:
        A script file with the one constant `REGISTER_SCHEMA`.
    """
    sheets = ",\n".join(_sheet(table) for table in schema.tables.values())
    ordinals = _json(sorted(ORDINALS))
    return f"{_HEAD}const REGISTER_SCHEMA = {{\nordinals: {ordinals},\nsheets: [\n{sheets}\n]}};\n"


def _sheet(table: TableSchema) -> str:
    fields = ",\n".join(
        f"  {_json(field.name)}: {_json(_folded(field.words))}" for field in table.fields
    )
    key = table.field(table.primary_key)
    return (
        f"{{key: {_json(table.key)}, words: {_json(_folded(table.words))},\n"
        f" keyField: {_json(key.name)}, needsKey: {_json(table.key_required)},"
        f" prefix: {_json(table.id_prefix)}, width: {len(key.example.rpartition('-')[2])},\n"
        f" fields: {{\n{fields}\n }}}}"
    )


def _folded(words: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(map(fold, words)))


def _json(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False)


def main(schema_folder: Path) -> None:
    """Write the file beside the schema it follows.

    Args:
        schema_folder: `sheets_schema/`.
    """
    text = apps_script_schema(load_schema(schema_folder))
    (schema_folder / SCRIPT_FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sheets_schema"))
