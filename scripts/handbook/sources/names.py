"""What `--source` may name: a file, a folder, or a Google spreadsheet by id or address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

_ADDRESS = re.compile(r"https?://\S*/spreadsheets/d/([\w-]+)\S*", re.ASCII)
_ID = re.compile(r"[\w-]{20,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A Google spreadsheet, and perhaps a second one for what few may see.

    Attributes:
        id: As it stands in the address of the spreadsheet.
        restricted_id: Id of the second spreadsheet; blank where there is none.
    """

    id: str
    restricted_id: str = ""

    def __str__(self) -> str:
        """Give the id, which names the source in manifests and history."""
        return self.id


Source: TypeAlias = Path | Spreadsheet


def source_named(text: str, restricted: str = "") -> Source:
    """Tell a spreadsheet from a path.

    An existing file or folder wins; what looks like an address or an id is a spreadsheet.

    Args:
        text: As typed.
        restricted: Id or address of the second spreadsheet; blank where there is none.
    """
    path = Path(text)
    if path.exists():
        return path
    found = spreadsheet_id(text)
    return Spreadsheet(found, spreadsheet_id(restricted)) if found else path


def spreadsheet_id(text: str) -> str:
    """Take the id out of an id or an address; blank where the text is neither."""
    address = _ADDRESS.fullmatch(text.strip())
    if address:
        return address[1]
    return text.strip() if _ID.fullmatch(text.strip()) else ""
