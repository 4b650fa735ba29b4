"""Whether readers get what was published: a few files, read the way they read them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from handbook.publishing.releases import MANIFEST_NAME, Contents, load_contents
from handbook.publishing.targets import CURRENT, Target

_RECORD = re.compile(r"(?:cadres|units|programmes|batches)/[A-Z]+-\d+\.html")
_ALWAYS = ("index.html", "search/register.js")


def live_problem(target: Target, contents: Contents) -> str:
    """Read the home page, one record, what the search reads, and the manifest.

    Args:
        target: Folder readers see.
        contents: What they should see.

    Returns:
        Address of the first file that cannot be read or is another; blank where all is well.
    """
    live = target.folder / CURRENT
    wrong = (each for each in _sample(contents) if _sha256(live / each) != contents.files[each])
    first = next(wrong, "")
    return first or ("" if load_contents(live) == contents else MANIFEST_NAME)


def _sample(contents: Contents) -> Iterator[str]:
    yield from (each for each in _ALWAYS if each in contents.files)
    records = sorted(filter(_RECORD.fullmatch, contents.files))
    yield from records[:1]


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
