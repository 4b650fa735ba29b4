"""The schemes of secondment as models: what a programme of each kind usually lays down.

A register need not know of them. A programme is taken for one of them where it bears its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.schema.files import read_mapping


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme.

    Attributes:
        number: `S07`, as in `catalogue/schemes.py`.
        programme: Name of the programme that is taken for it.
        parameters: Column of `programmes` → value as a published record holds it.
        rules: Codes of the rules that matter most in it.
        articles: Articles to read first, such as `guidance/schools`.
    """

    number: str
    programme: str
    parameters: Mapping[str, Any]
    rules: tuple[str, ...]
    articles: tuple[str, ...]


def load_schemes(path: Path) -> tuple[Scheme, ...]:
    """Read the schemes, in the order of the file.

    Args:
        path: `sheets_schema/schemes.yaml`: `usual`, the parameters all have, and `schemes`.

    Raises:
        SchemaFileError: The file cannot be read, or is no YAML mapping.
    """
    content = read_mapping(path)
    return tuple(
        Scheme(
            number,
            entry["programme"],
            {
                name: _published(value)
                for name, value in (content["usual"] | entry["parameters"]).items()
            },
            tuple(f"POL-{rule}" for rule in entry["rules"]),
            tuple(f"guidance/{slug}" for slug in entry["articles"]),
        )
        for number, entry in content["schemes"].items()
    )


def _published(value: object) -> object:
    """Write a value of YAML as a published record holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return tuple(value) if isinstance(value, list) else value
