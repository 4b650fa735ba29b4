"""Stamp the languages of a site at the same time, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from handbook.forking import side_by_side
from handbook.site_folder import SiteFolder, claim
from handbook.stamping import LanguageSite, StampReport, manifest_of, stamp_language

Done = TypeVar("Done")


def stamp_at_once(
    parts: Mapping[str, SiteFolder],
    makers: Mapping[str, Callable[[SiteFolder], LanguageSite]],
    as_of: date | None = None,
    meanwhile: Callable[[], None] | None = None,
    *,
    finish: Callable[[SiteFolder, LanguageSite], Done],
) -> tuple[StampReport, list[Done]]:
    """Write the whole site, each language in a process of its own where that is safe.

    Args:
        parts: Folder of each language and what takes its files, from `folders_of`.
        makers: Folder of each language (blank, or such as `en/`) → what gathers what it is made
            from, when it is told what stands there.
        as_of: The day on which a review may be overdue; None where none is said to be.
        meanwhile: What this process does at the same time.
        finish: Is called for each language once all of it is written, in the same process.

    Returns:
        What was done, and what `finish` gave for each language.

    Raises:
        ChildProcessError: A process failed; says where.
    """
    calls = [
        partial(_stamp_part, parts[each], make, as_of, finish) for each, make in makers.items()
    ]
    reports, done = zip(*side_by_side(calls, meanwhile), strict=True)
    counts = (sum(numbers) for numbers in zip(*reports, strict=True))
    return StampReport(*counts), list(done)


def folders_of(
    site: Path, shells: Path, languages: Iterable[str], nested: Iterable[str] = ()
) -> dict[str, SiteFolder]:
    """Give for each language of a site what takes its files; what stands there is known.

    Args:
        site: Where the finished site stands; cleaned of everything that is not part of it.
        shells: Beside which it is remembered what was written.
        languages: Folder of each: blank, or such as `en/`.
        nested: Folders inside that are cleaned too although each was a site of its own.

    Raises:
        ForeignFolderError: The folder of the site holds other files.
    """
    claim(site, nested)
    others = tuple(filter(None, languages))
    parts = {
        each: SiteFolder(site, manifest_of(shells, site, each), each, () if each else others)
        for each in languages
    }
    for part in parts.values():
        part.look()
    return parts


def sweep_root(site: Path, languages: Iterable[str]) -> int:
    """Remove what stands at the root of a site where no language of it stands there any more.

    Args:
        site: Where the finished site stands, claimed.
        languages: Folder of each: blank, or such as `en/`.

    Returns:
        How many files are gone.
    """
    folders = tuple(languages)
    if "" in folders:
        return 0
    with SiteFolder(site, None, "", folders) as rest:
        pass
    return rest.removed


def _stamp_part(
    part: SiteFolder,
    make: Callable[[SiteFolder], LanguageSite],
    as_of: date | None,
    finish: Callable[[SiteFolder, LanguageSite], Done],
) -> tuple[tuple[int, int, int], Done]:
    with part as folder:
        made = make(folder)
        stamp_language(folder, made, as_of)
        done = finish(folder, made)
    return (part.written, part.unchanged, part.removed), done
