"""What the site was last published from, and whether it is to be published again.

Publishing is skipped only if workbook, program, day, audiences and languages are all as they were:
things fall due without anybody editing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from handbook.workbook import Workbook

_FORMAT = 1
_SHAPING = ("docs", "sheets_schema", "scripts/handbook", "mkdocs*.yml", "requirements.txt")
"""What the bytes of a site depend on besides the register, below the project's folder."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a site was made from.

    Attributes:
        workbook: Content hash of the workbook.
        code: Version of program, schema and written pages, as `code_version` gives it.
        as_of: The day the register spoke about.
        audiences: Whom sites were made for, sorted.
        languages: Languages of the sites, sorted.
        pulled_at: ISO time at which the workbook was pulled; no reason to publish again.
    """

    workbook: str
    code: str
    as_of: date
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    pulled_at: str = ""

    def differences(self, last: Edition | None) -> tuple[str, ...]:
        """Name what is not as it was; empty if there is nothing to publish.

        Args:
            last: What the site was last published from; None before the first time.
        """
        return tuple(
            each.name
            for each in fields(self)
            if each.name != "pulled_at"
            and (last is None or getattr(self, each.name) != getattr(last, each.name))
        )


def edition_of(
    workbook: Workbook,
    code: str,
    as_of: date,
    audiences: Iterable[str],
    languages: Iterable[str],
) -> Edition:
    """Say what a site made now would be made from.

    Args:
        workbook: As pulled.
        code: As `code_version` gives it.
        as_of: The day the register speaks about.
        audiences: Whom sites are made for.
        languages: Languages of the sites.
    """
    return Edition(
        workbook.content_hash(),
        code,
        as_of,
        tuple(sorted(audiences)),
        tuple(sorted(languages)),
        workbook.manifest.pulled_at,
    )


def code_version(root: Path) -> str:
    """Hash every file of the project that shapes the site, by name and content.

    Args:
        root: Folder of the project.

    Returns:
        64 hexadecimal digits (sha256).
    """
    digest = hashlib.sha256()
    for file in sorted(set(_shaping_files(root))):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{content} {file.relative_to(root).as_posix()}\n".encode())
    return digest.hexdigest()


def _shaping_files(root: Path) -> Iterator[Path]:
    for pattern in _SHAPING:
        for path in root.glob(pattern):
            files = path.rglob("*") if path.is_dir() else [path]
            yield from (
                each for each in files if each.is_file() and "__pycache__" not in each.parts
            )


def load_edition(file: Path) -> Edition | None:
    """Read what the site was last published from.

    Args:
        file: As `save_edition` wrote it.

    Returns:
        None where there is no such file or it cannot be understood: then it is published again.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content.pop("format") != _FORMAT:
            return None
        content["as_of"] = date.fromisoformat(content["as_of"])
        for name in ("audiences", "languages"):
            content[name] = tuple(content[name])
        return Edition(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def save_edition(edition: Edition, file: Path) -> None:
    """Write down what a site is published from.

    Args:
        edition: What it is made from.
        file: File to write; its folder is made if missing.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"format": _FORMAT, **asdict(edition), "as_of": edition.as_of.isoformat()}
    part = file.with_suffix(".part")
    part.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    part.replace(file)
