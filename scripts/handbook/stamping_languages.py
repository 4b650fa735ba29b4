"""Stamp the languages of a site at the same time, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from handbook.forking import side_by_side
from handbook.site_folder import SiteFolder
from handbook.stamping import LanguageSite, StampReport, manifest_of, stamp_language

Done = TypeVar("Done")


def stamp_at_once(
    site: Path,
    shells: Path,
    makers: Sequence[Callable[[SiteFolder], LanguageSite]],
    as_of: date | None = None,
    nested: Iterable[str] = (),
    *,
    finish: Callable[[SiteFolder, LanguageSite], Done],
) -> tuple[StampReport, list[Done]]:
    """Write the whole site, each language in a process of its own where that is safe.

    Args:
        site: Where the finished site stands; cleaned of everything that is not part of it.
        shells: Beside which it is remembered what was written.
        makers: Give what each language is made from, when they are told what stands there.
        as_of: The day on which a review may be overdue; None where none is said to be.
        nested: Folders inside that are cleaned too although each was a site of its own.
        finish: Is called for each language once all of it is written, in the same process.

    Returns:
        What was done, and what `finish` gave for each language.

    Raises:
        ChildProcessError: A process failed; says where.
        ForeignFolderError: The folder of the site holds other files.
    """
    done = []
    with SiteFolder(site, manifest_of(shells, site), nested) as folder:
        calls = [partial(_stamp_branch, folder, make, as_of, finish) for make in makers]
        for states, written, finished in side_by_side(calls):
            folder.take(states, written)
            done.append(finished)
    return StampReport(folder.written, folder.unchanged, folder.removed), done


def _stamp_branch(
    folder: SiteFolder,
    make: Callable[[SiteFolder], LanguageSite],
    as_of: date | None,
    finish: Callable[[SiteFolder, LanguageSite], Done],
) -> tuple[dict[str, list[str | int]], int, Done]:
    branch = folder.branch()
    part = make(branch)
    stamp_language(branch, part, as_of)
    return *branch.taken(), finish(branch, part)
