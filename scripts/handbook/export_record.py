"""Who took which part of the register out, when, and how many records: a file that only grows.

Every line holds a hash of the line before it, so that a line that was changed or taken out is
noticed. No line holds a value of the register.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Export:
    """One thing that was taken out.

    Attributes:
        at: When, with the time zone.
        who: Name of the account that ran the program.
        command: What was run, such as `publish` or `form`.
        audience: Whose rights the contents have.
        records: How many records of each sheet are in it, by sheet key.
        to: Name of the file or folder written, without the folders above it.
    """

    at: datetime
    who: str
    command: str
    audience: str
    records: Mapping[str, int]
    to: str


def record_export(file: Path, export: Export) -> None:
    """Add a line, readable by nobody else.

    Args:
        file: The record; made if missing.
        export: What was taken out.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = _lines(file)
    content = {**asdict(export), "at": export.at.isoformat(), "after": _after(lines)}
    line = json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"
    handle = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "ab") as record:
        record.write(line.encode())


def load_exports(file: Path) -> tuple[list[Export], int]:
    """Read the record.

    Args:
        file: The record; may be missing.

    Returns:
        What was taken out, the oldest first, and the number of the first line that does not
        follow from the one before it, from 1; 0 where all do.
    """
    lines = _lines(file)
    exports, broken = [], 0
    for number, line in enumerate(lines, start=1):
        try:
            content = json.loads(line)
            if content.pop("after") != _after(lines[: number - 1]):
                broken = broken or number
            exports.append(Export(**{**content, "at": datetime.fromisoformat(content["at"])}))
        except (ValueError, TypeError, KeyError, AttributeError):
            broken = broken or number
    return exports, broken


def _lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines() if file.is_file() else []


def _after(lines: list[bytes]) -> str:
    return sha256(lines[-1]).hexdigest() if lines else ""
