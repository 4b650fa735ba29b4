"""What the program itself is, so that what another version of it made is made again."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path


@cache
def code_digest() -> str:
    """Give a digest of the program's code, which is read once: it cannot change while it runs."""
    package = Path(__file__).parent
    digest = blake2b(digest_size=16)
    for path in sorted(package.rglob("*.py")):
        digest.update(f"\0{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
