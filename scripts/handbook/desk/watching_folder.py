"""A folder that is watched: a workbook saved in it is checked, its checked copy written beside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.annotating.xlsx import AnnotatedCopy, copy_path, write_annotated
from handbook.building import check_source
from handbook.desk.folder import WORKBOOK_ENDINGS, is_original
from handbook.errors import HandbookError
from handbook.texts import Texts

Stamp = tuple[int, int]
"""When a file was saved last, in nanoseconds, and its size in bytes."""
Told = Callable[[Path, AnnotatedCopy | HandbookError], None]


@dataclass
class FolderWatch:
    """Remembers what stood in a folder at the last look.

    Attributes:
        folder: The folder; those in it are not watched.
        texts: Schema and messages.
        told: Is given each workbook that was checked, and its copy or why there is none.
    """

    folder: Path
    texts: Texts
    told: Told
    _answered: dict[Path, Stamp] = field(default_factory=dict)
    _seen: Mapping[Path, Stamp] = field(default_factory=dict)

    def look(self) -> None:
        """Check each workbook that is new or was saved, and has been left alone since last look."""
        now = dict(_stamps(self.folder))
        for path, stamp in now.items():
            is_still = self._seen.get(path) == stamp
            if is_still and self._answered.get(path) != stamp:
                self._answered[path] = stamp
                self._answer(path)
        self._seen = now

    def _answer(self, path: Path) -> None:
        try:
            checked = check_source(self.texts, path)
            language = checked.register.make.language
            self.told(
                path,
                write_annotated(path, copy_path(path), checked, self.texts.messages, language),
            )
        except HandbookError as error:
            self.told(path, error)

    def keep_looking(self, stopped: threading.Event, every_s: float) -> None:
        """Look again and again.

        Args:
            stopped: Ends the watch.
            every_s: Seconds between two looks.
        """
        while True:
            self.look()
            if stopped.wait(every_s):
                return


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    """Give the workbooks of a folder; one that goes meanwhile is passed over, the folder too."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.casefold() in WORKBOOK_ENDINGS and is_original(path):
            try:
                state = path.stat()
            except OSError:
                continue
            yield path, (state.st_mtime_ns, state.st_size)
