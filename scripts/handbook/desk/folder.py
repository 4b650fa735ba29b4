"""The folder a desk works in: the registers, what was taken in, what was written."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from handbook.errors import OutputError

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
_OURS = re.compile(r"\.(?:checked|before|leftovers|changes)(?:-\d+)?$")
_UNFIT = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST_NAME = 120
"""Bytes of a name without its ending; the systems allow 255 with everything we append."""
_OTHERWISE = "register"


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The folder of one desk.

    Attributes:
        root: Chosen by the person; holds the registers.
    """

    root: Path

    @property
    def taken_in(self) -> Path:
        """Copies of what was dropped, until they are looked at."""
        return self.root / "received"

    @property
    def written(self) -> Path:
        """What the desk has written besides what stands beside a register."""
        return self.root / "written"

    @property
    def sites(self) -> Path:
        """Finished sites, one per audience."""
        return self.root / "site"

    @property
    def history(self) -> Path:
        """Published registers of the past."""
        return self.root / "history"

    @property
    def opening(self) -> Path:
        """The page that opens the desk in a browser; readable by its owner only."""
        return self.root / "desk.html"

    @property
    def running(self) -> Path:
        """Where the running desk listens, for a second one that is started beside it."""
        return self.root / "desk.json"

    def prepare(self) -> None:
        """Make the folder and those in it, readable by nobody else.

        Raises:
            OutputError: They cannot be made.
        """
        for folder in (self.root, self.taken_in, self.written, self.sites, self.history):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(folder) from error

    def registers(self) -> list[Path]:
        """List the workbooks in the folder, by name; copies and backups of ours are left out."""
        return [
            path
            for path in sorted(self.root.iterdir())
            if path.suffix.casefold() in WORKBOOK_ENDINGS and is_original(path)
        ]

    def register(self, name: str) -> Path | None:
        """Give the workbook of a name; None where the folder has none."""
        return next((path for path in self.registers() if path.name == name), None)


def is_original(path: Path) -> bool:
    """Say whether a file is somebody's own workbook: no lock, no copy or backup of ours.

    Args:
        path: The file.
    """
    is_ours = path.name.startswith(("~$", ".")) or _OURS.search(path.stem)
    return not is_ours and path.is_file() and not path.is_symlink()


def safe_name(name: str) -> str:
    r"""Make a file name of what a browser says a file is called.

    Args:
        name: As sent; may hold folders, `..`, control characters, names that Windows reserves.

    Returns:
        A name without folders that every system takes, with its ending.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    stem, dot, ending = _UNFIT.sub("_", seen).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    if not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        stem, ending = f"{stem}{dot}{ending}", ""
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"{_OTHERWISE}{stem and '-'}{stem}"
    return f"{stem}.{ending}" if ending else stem


def free_path(folder: Path, name: str) -> Path:
    """Give a path that is not taken: `a.xlsx`, else `a-2.xlsx` and so on.

    Args:
        folder: Where.
        name: The name one would like.
    """
    wanted = folder / name
    later = (wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}") for number in count(2))
    taken = {path.name.casefold() for path in folder.iterdir()}
    return next(path for path in chain([wanted], later) if path.name.casefold() not in taken)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in place of one that was there.

    Args:
        path: The file.
        text: Its content.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(path) from error


def remove(paths: Iterable[Path]) -> None:
    """Delete files that may be gone already."""
    for path in paths:
        path.unlink(missing_ok=True)
