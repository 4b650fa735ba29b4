"""What was sent, kept beside the register: without it nobody can tell whose change a change is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from handbook.errors import OutputError
from handbook.unit_files.model import SentFile, SentSheet

KEPT_FOR = timedelta(days=366)
"""How long a sending is remembered."""


def sent_folder(register: Path) -> Path:
    """Give the folder beside a register that remembers what was sent from it.

    Args:
        register: Excel workbook or CSV folder.
    """
    return register.with_name(f"{register.stem}.sent")


def remember(folder: Path, files: Iterable[SentFile]) -> None:
    """Write down what was sent, readable by nobody else.

    Args:
        folder: From `sent_folder`; made if missing.
        files: As sent.

    Raises:
        OutputError: It cannot be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for sent in files:
            _write(folder / f"{sent.id}.json", json.dumps(_plain(sent), ensure_ascii=False))
    except OSError as error:
        raise OutputError(folder) from error


def forget_old(folder: Path, now: datetime) -> None:
    """Remove what was sent more than a year ago; such files are compared by hand, if at all.

    Args:
        folder: From `sent_folder`; may be missing.
        now: The moment of the latest sending.

    Raises:
        OutputError: It cannot be removed.
    """
    try:
        for sent in recall(folder).values():
            if sent.sent_at < now - KEPT_FOR:
                (folder / f"{sent.id}.json").unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(folder) from error


def _write(file: Path, text: str) -> None:
    draft = file.with_suffix(".new")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as out:
        out.write(text)
    draft.replace(file)


def recall(folder: Path) -> dict[str, SentFile]:
    """Read what was sent.

    Args:
        folder: From `sent_folder`; may be missing.

    Returns:
        Id → file, the oldest first; what cannot be read is passed over.
    """
    found: list[SentFile] = []
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            text = file.read_text(encoding="utf-8", errors="surrogatepass")
            found.append(_sent_file(json.loads(text)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return {sent.id: sent for sent in sorted(found, key=lambda each: (each.sent_at, each.id))}


def _plain(sent: SentFile) -> dict[str, Any]:
    return {
        "id": sent.id,
        "unit": sent.unit,
        "unit_name": sent.unit_name,
        "file": sent.file,
        "language": sent.language,
        "sent_at": sent.sent_at.isoformat(),
        "schema_version": sent.schema_version,
        "sheets": [
            {
                "key": sheet.key,
                "title": sheet.title,
                "fields": sheet.fields,
                "names": sheet.names,
                "rows": sheet.rows,
                "open_fields": [sorted(each) for each in sheet.open_fields],
                "new_fields": sorted(sheet.new_fields),
            }
            for sheet in sent.sheets
        ],
    }


def _sent_file(plain: Mapping[str, Any]) -> SentFile:
    return SentFile(
        plain["id"],
        plain["unit"],
        plain["unit_name"],
        plain["file"],
        plain["language"],
        datetime.fromisoformat(plain["sent_at"]),
        plain["schema_version"],
        tuple(map(_sent_sheet, plain["sheets"])),
    )


def _sent_sheet(plain: Mapping[str, Any]) -> SentSheet:
    return SentSheet(
        plain["key"],
        plain["title"],
        tuple(plain["fields"]),
        tuple(plain["names"]),
        tuple(map(tuple, plain["rows"])),
        tuple(map(frozenset, plain["open_fields"])),
        frozenset(plain["new_fields"]),
    )
