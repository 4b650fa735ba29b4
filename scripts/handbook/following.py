"""A copy of a spreadsheet that is kept fresh in a folder while something else shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.answering import Answering
from handbook.checking import Checked
from handbook.config import Project, now
from handbook.errors import HandbookError
from handbook.google.access import Access
from handbook.saving import save_csv_folder
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Spreadsheet
from handbook.watching import watch


def copy_folder(project: Project, spreadsheet: Spreadsheet) -> Path:
    """Give the folder for the copy of a spreadsheet; it can be made again at any time.

    Args:
        project: Where it is kept.
        spreadsheet: The spreadsheet.
    """
    return project.build_folder / "followed" / spreadsheet.id


def copying(access: Access, source: Spreadsheet, folder: Path) -> Callable[[], None]:
    """Make the function that copies a spreadsheet into a folder if an editor changed anything.

    Args:
        access: To the spreadsheet, for reading.
        source: The spreadsheet, and perhaps the restricted one.
        folder: Where to.
    """
    copied = ""

    def copy() -> None:
        nonlocal copied
        workbook = pull_spreadsheet(source, access, now().isoformat())
        content = workbook.content_hash()
        if content != copied:
            save_csv_folder(workbook, folder)
            copied = content

    return copy


def copying_answers(answering: Answering, folder: Path) -> Callable[[], None]:
    """Make the function that answers a spreadsheet and copies what was checked into a folder.

    Args:
        answering: Of the spreadsheet.
        folder: Where to.
    """

    def keep(checked: Checked) -> None:
        save_csv_folder(checked.workbook, folder)

    answering.on_new = keep

    def act() -> None:
        answering.answer()

    return act


@contextmanager
def followed(
    version: Callable[[], str],
    act: Callable[[], None],
    every_s: float,
    told: Callable[[HandbookError], None],
) -> Iterator[None]:
    """Act once at the start, then in the background whenever the version changes.

    Args:
        version: Asks the spreadsheet for its version.
        act: Does what is to be done about the present state.
        every_s: Seconds between two looks.
        told: Is given each error of the background when it first occurs.

    Raises:
        HandbookError: The first act failed.
    """
    act()
    stopped = threading.Event()
    thread = threading.Thread(
        target=watch,
        args=(version, act, lambda: not stopped.wait(every_s), told),
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
