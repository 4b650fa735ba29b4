"""What a finished site says of itself: whom it is for, and of which records it has pages.

It stands in the marker of the site's folder. A build empties the marker when it begins and writes
it after the gate found nothing, so a site that says something is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from handbook.gate import RECORD_FOLDERS
from handbook.publishable import Publishable
from handbook.site_folder import MARKER

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a site says of itself; nothing an audience could not see in it anyway.

    Attributes:
        audience: Name of the audience it was made for.
        as_of: The day the register spoke about.
        languages: Languages it has, in their order.
        records: Folder of pages → ids of the records that have one, sorted.
    """

    audience: str
    as_of: date
    languages: tuple[str, ...]
    records: Mapping[str, tuple[str, ...]]


def declaration_of(publishable: Publishable, languages: Sequence[str]) -> Declaration:
    """Say what a site made now says of itself.

    Args:
        publishable: The register it is made from, for its audience.
        languages: Languages of the site.
    """
    records = {
        folder: tuple(sorted(table.records))
        for folder in RECORD_FOLDERS
        if (table := publishable.tables.get(folder)) is not None
    }
    return Declaration(publishable.audience.name, publishable.as_of, tuple(languages), records)


def declare(site: Path, declaration: Declaration) -> None:
    """Write into a finished site what it says of itself.

    Args:
        site: A site the gate found nothing wrong with.
        declaration: What it says.
    """
    content = {"format": _FORMAT, **asdict(declaration), "as_of": declaration.as_of.isoformat()}
    part = site / f"{MARKER}.part"
    part.write_text(json.dumps(content) + "\n", encoding="utf-8")
    part.replace(site / MARKER)


def mark_of(site: Path) -> str:
    """Give what tells a finished site from another one that stood in the same folder.

    Args:
        site: Folder of a site that says something of itself.
    """
    return hashlib.sha256((site / MARKER).read_bytes()).hexdigest()


def load_declaration(site: Path) -> Declaration | None:
    """Read what a site says of itself.

    Args:
        site: Folder of the site.

    Returns:
        None where it says nothing: it is unfinished, was not let through by the gate, was made by
        a plain MkDocs, or is no site at all.
    """
    try:
        content = json.loads((site / MARKER).read_bytes())
        if content.pop("format") != _FORMAT:
            return None
        content["as_of"] = date.fromisoformat(content["as_of"])
        content["languages"] = tuple(content["languages"])
        content["records"] = {folder: tuple(ids) for folder, ids in content["records"].items()}
        return Declaration(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
