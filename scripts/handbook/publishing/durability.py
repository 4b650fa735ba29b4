"""Files that are still there, and whole, after the power fails."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 16


def flush_tree(folder: Path) -> None:
    """Wait until the disk holds every file below a folder, and every name.

    Args:
        folder: Holds files and folders, no links.
    """
    found = [(Path(path), names) for path, _, names in os.walk(folder)]
    files = [path / name for path, names in found for name in names]
    with ThreadPoolExecutor(_AT_ONCE) as workers:  # the disk takes many at once as fast as one
        list(workers.map(_flush, files))
    for path, _ in found:
        flush_folder(path)


def flush_folder(folder: Path) -> None:
    """Wait until the disk holds the names in a folder.

    Args:
        folder: The folder.
    """
    if os.name == "posix":  # Windows writes names at once and opens no folders
        _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
