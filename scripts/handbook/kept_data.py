"""What one build keeps for the next: plain data in one file, quick to read back.

The form is Python's own (`marshal`), several times as quick as JSON and a third of its size. It is
read by the same version of Python only, and never without its checksum: a file that is damaged, or
was written by another program, is the same as none. Only the program itself writes there.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

_SIZE = 16


def load_kept(file: Path, key: object) -> Any:  # noqa: ANN401 - what was kept
    """Give back what was kept under the same key.

    Args:
        file: Where it was kept.
        key: Plain data that what was kept depends on.

    Returns:
        None where nothing was, or under another key, or the file is damaged.
    """
    try:
        content = file.read_bytes()
    except OSError:  # none yet
        return None
    told, data = content[:_SIZE], content[_SIZE:]
    if told != _checksum(data, key):
        return None
    return marshal.loads(data)  # noqa: S302 - its checksum says that we wrote it


def save_kept(file: Path, key: object, content: Any) -> None:  # noqa: ANN401 - plain data
    """Keep something for the next build.

    Args:
        file: Where to; never half of it stands there.
        key: Plain data that it depends on.
        content: Dicts, lists, tuples, texts, bytes, numbers, None.
    """
    data = marshal.dumps(content)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(_checksum(data, key) + data)
    part.replace(file)


def kept_or_made(file: Path, key: object, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Give back what was kept under the same key, or make it and keep it.

    Args:
        file: Where it is kept.
        key: Plain data that it depends on.
        make: Gives plain data, never None.
    """
    known = load_kept(file, key)
    if known is None:
        known = make()
        save_kept(file, key, known)
    return known


def _checksum(data: bytes, key: object) -> bytes:
    digest = blake2b(repr((sys.version, key)).encode(), digest_size=_SIZE)
    digest.update(data)
    return digest.digest()
