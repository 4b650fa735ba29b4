"""What is kept of a register, encrypted, and for how long.

Two things leave the machine that publishes: the published history, and raw backups of what was
pulled. Both are personal data, so both are vaults, and both are forgotten in time.

Source: docs/en/about/operating.md#retention
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from handbook.history import forget_publications
from handbook.vault import pack, unpack

KEEP_DAYS = 30
"""Days a raw backup is kept: long enough to notice a slip, short enough for PIPL Art. 19."""
KEEP_HISTORY_DAYS = 1095
"""Days a publication stays in the history: three years, the default of the field classes."""

_BACKUP = re.compile(r"backup-(\d{4}-\d{2}-\d{2})\.vault")


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping did.

    Attributes:
        file: The vault.
        size: Its bytes.
        forgotten: Publications and earlier backups that were deleted, in the order of their paths.
    """

    file: Path
    size: int
    forgotten: tuple[Path, ...]


def backup_name(day: date) -> str:
    """Name the raw backup of a day; a later one of the same day takes its place.

    Args:
        day: The day it was made.
    """
    return f"backup-{day.isoformat()}.vault"


def keep(
    paths: Sequence[Path],
    file: Path,
    key: bytes,
    today: date,
    *,
    keep_days: int = KEEP_DAYS,
    keep_history_days: int = KEEP_HISTORY_DAYS,
) -> Kept:
    """Write files and folders into a vault, and forget what is older than the rules allow.

    Of a published history among the paths, publications older than `keep_history_days` are
    deleted first, never the last two. Beside the vault, backups older than `keep_days` are
    deleted; only files named as `backup_name` does are touched.

    Args:
        paths: Files and folders, each kept under its own name.
        file: The vault to write; its folder is made if missing.
        key: 32 bytes.
        today: The day ages are counted to.
        keep_days: Days, calendar.
        keep_history_days: Days, calendar.

    Raises:
        VaultError: A path does not exist.
    """
    before = today - timedelta(days=keep_history_days)
    forgotten = [old for path in paths for old in forget_publications(path, before)]
    data = pack(paths, key)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(data)
    part.replace(file)
    forgotten += _forget_backups(file, today - timedelta(days=keep_days))
    return Kept(file, len(data), tuple(forgotten))


def _forget_backups(newest: Path, before: date) -> list[Path]:
    beside = sorted(set(newest.parent.iterdir()) - {newest})
    old = [file for file in beside if (day := _day_of_backup(file.name)) and day < before]
    for file in old:
        file.unlink()
    return old


def _day_of_backup(name: str) -> date | None:
    found = _BACKUP.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def take_out(file: Path, keys: Sequence[bytes], to: Path) -> list[Path]:
    """Take everything out of a vault file.

    Args:
        file: The vault.
        keys: 32 bytes each; one of them is that it was packed with.
        to: Folder to write into; made if missing.

    Returns:
        The files written, in the order of their names.

    Raises:
        VaultError: It is no vault, no key fits, or it holds what it should not.
    """
    return unpack(file.read_bytes(), keys, to)
