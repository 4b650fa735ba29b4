"""One publisher at a time: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from handbook.config import now
from handbook.publishing.refusals import PublishError

LOCK_NAME = ".handbook-publish.lock"
PATIENCE_S = 5.0

_PAUSE_S = 0.1  # between two tries


@contextmanager
def locked(folder: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of a folder; wait a little where somebody else does.

    Args:
        folder: To be written to; it exists.
        patience_s: How long to wait, in seconds.

    Raises:
        PublishError: Somebody else still holds it; says who.
    """
    with (folder / LOCK_NAME).open("a+", encoding="utf-8") as file:
        if not _is_taken(file, patience_s):
            file.seek(0)
            raise PublishError("busy", target=folder, holder=file.read().strip() or "?")
        file.truncate(0)
        file.write(f"{platform.node()}, PID {os.getpid()}, {now():%Y-%m-%d %H:%M:%S}\n")
        file.flush()
        yield


def _is_taken(file: IO[str], patience_s: float) -> bool:
    """Take the lock, trying again until patience ends."""
    for _ in range(round(patience_s / _PAUSE_S)):
        if _try(file):
            return True
        time.sleep(_PAUSE_S)
    return _try(file)


def _try(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows, where only archives are written
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
