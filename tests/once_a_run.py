"""Work that several tests need and that is done once in a run, whichever worker asks first.

Every worker has a session of its own, so a session fixture is paid by each of them; what is kept
here is read by the others. Two workers that ask in the same moment both do the work.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


class Shelf:
    """The folder of this run; `conftest.py` sets it up."""

    folder: Path


def once(name: str, make: Callable[[], Made]) -> Made:
    """Give what a function gives, made or read back.

    Args:
        name: Of the work, such as `corpus/CEL301`; the same everywhere it is asked for.
        make: Takes nothing from the test that asks; what it gives can be pickled.
    """
    file = Shelf.folder / f"{name}.pickle"
    if file.exists():
        return pickle.loads(file.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - ours
    made = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(pickle.dumps(made))
    Path(part.name).replace(file)
    return made


def folder_once(name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder a function has filled; nobody may change what is in it.

    Args:
        name: Of the folder.
        make: Fills an empty folder, whose files may not hold its place.
    """
    folder = Shelf.folder / name
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent))
        make(part)
        try:
            part.rename(folder)
        except OSError:  # another worker was quicker with the same
            if not folder.is_dir():
                raise
    return folder
