"""Write the demo registers anew: `python -m handbook.demo [FOLDER OF THE SCHEMA]`."""

from __future__ import annotations

import sys
from pathlib import Path

from handbook.demo import demo_workbook, mistakes_workbook
from handbook.saving import save_csv_folder
from handbook.schema import load_schema


def main(schema_folder: Path) -> None:
    """Write both registers beside the schema they follow.

    Args:
        schema_folder: `sheets_schema/`.
    """
    schema = load_schema(schema_folder)
    save_csv_folder(demo_workbook(schema, schema_folder), schema_folder / "demo")
    save_csv_folder(mistakes_workbook(schema, schema_folder), schema_folder / "demo_mistakes")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sheets_schema"))
