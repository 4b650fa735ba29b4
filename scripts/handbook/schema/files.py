"""Reading the YAML files that describe the register, its messages, forms and schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from handbook.errors import SchemaFileError

_FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster, equally safe


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file whose content is a mapping.

    Args:
        path: Of the file.

    Raises:
        SchemaFileError: It cannot be read, is no YAML, or holds no mapping.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_FastLoader)  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise SchemaFileError(path, str(error)) from error
    if not isinstance(content, dict):
        raise SchemaFileError(path, "not a mapping")
    return content
