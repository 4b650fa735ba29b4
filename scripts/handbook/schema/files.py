"""Reading the YAML files that describe the register, its messages, forms and schemes."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
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
        content = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise SchemaFileError(path, str(error)) from error
    if not isinstance(content, dict):
        raise SchemaFileError(path, "not a mapping")
    return content


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Read a YAML file, whatever it holds.

    Args:
        path: Of the file.

    Returns:
        The reader's own, to change as it likes.

    Raises:
        OSError: It cannot be read.
        YAMLError: It is no YAML.
    """
    return deepcopy(_parsed(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=512)
def _parsed(text: str) -> object:
    """Parse a file once for as long as it says the same: a build asks for each several times."""
    return yaml.load(text, Loader=_FastLoader)  # noqa: S506
