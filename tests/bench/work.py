"""Our own work, cut where the benchmarks cut it."""

from __future__ import annotations

import gzip
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from handbook.building import Texts, load_texts, render_pages, undisturbed, written_folders
from handbook.catalogue import CATALOGUE
from handbook.checking import Checked, check_workbook
from handbook.config import Project, day_of
from handbook.demo.scaling import scaled_workbook
from handbook.gate import check_site
from handbook.hidden_texts import secrets_of
from handbook.languages import CONFIG_FILES
from handbook.press import Press
from handbook.publishable import INTERNAL, Publishable, make_publishable
from handbook.rules import RULES
from handbook.saving import save_csv_folder
from handbook.searching import search_files
from handbook.secret_texts import SecretTexts
from handbook.site import build_all_shells, build_shells
from handbook.sources import pull
from handbook.stamping import stamp
from handbook.workbook import Sheet, Workbook

__all__ = ["check_site", "pull", "render_pages"]

PROJECT = Path(__file__).parents[2]
SCHEMA_FOLDER = PROJECT / "sheets_schema"
LANGUAGE = "zh"
AS_OF = date(2026, 6, 30)  # the day of every scaled register
SEED = 1
RULE_RUNS = 3
REGISTER_FILE = "search/register.js"
_NOT_NEEDED = shutil.ignore_patterns("__pycache__", "*.egg-info", "demo*")
_EDITED_ROW = 7
EDITS: Mapping[str, tuple[str, str]] = {
    "cadres": ("home_post", "四级主任科员"),
    "postings": ("end_planned", "2026-09-30"),
}
"""Sheet → column of it in which a cell is edited, and what is typed there."""


@dataclass(frozen=True, eq=False)
class Stamped:
    """What a stamping made.

    Attributes:
        publishable: What it was made from.
        written: Files written.
        unchanged: Files left as they were.
        register: The register's search file.
    """

    publishable: Publishable
    written: int
    unchanged: int
    register: bytes

    def facts(self) -> dict[str, int]:
        """Give the numbers worth telling."""
        return {
            "written": self.written,
            "unchanged": self.unchanged,
            "search_kb": round(len(self.register) / 1000),
            "search_gzip_kb": round(len(gzip.compress(self.register, 6)) / 1000),
        }


def write_register(cadres: int, folder: Path) -> None:
    """Write a seeded register as CSV.

    Args:
        cadres: How many.
        folder: Where to.
    """
    save_csv_folder(scaled_workbook(cadres, SEED), folder)


def texts() -> Texts:
    """Read schema and messages."""
    return load_texts(Project(PROJECT))


def count_rules() -> int:
    """Say how many rules are run beside the checks of headers, cells, keys and references."""
    return len(RULES)


def time_rules(checked: Checked) -> list[tuple[str, float, int]]:
    """Apply every rule once more by itself, what they share already joined.

    Args:
        checked: Outcome of a check.

    Returns:
        Code, least processor seconds of three runs and findings of each, the slowest first.
    """
    timed = []
    for code, rule in RULES:
        seconds, count = [], 0
        for _ in range(RULE_RUNS):
            begun = time.process_time()
            count = sum(1 for _ in rule(checked.register))
            seconds.append(time.process_time() - begun)
        timed.append((code, min(seconds), count))
    return sorted(timed, key=lambda each: -each[1])


def check(workbook: Workbook, texts: Texts) -> Checked:
    """Check a workbook on its own day."""
    return check_workbook(workbook, texts.schema, day_of(workbook.manifest))


def edited(workbook: Workbook, title: str = "cadres") -> Workbook:
    """Give the workbook with one cell of a sheet edited.

    Args:
        workbook: As pulled.
        title: One of the sheets in `EDITS`.
    """
    sheets = tuple(_edited(each) if each.title == title else each for each in workbook.sheets)
    return Workbook(sheets, workbook.manifest)


def _edited(sheet: Sheet) -> Sheet:
    text, (column, typed) = sheet.text.copy(), EDITS[sheet.title]
    headers: list[str] = text.iloc[0].tolist()
    place = headers.index(column)
    if text.iat[_EDITED_ROW, place] == typed:
        raise ValueError(f"{sheet.title}: nothing would be edited")
    text.iat[_EDITED_ROW, place] = typed
    return replace(sheet, text=text)


def publishable(checked: Checked) -> Publishable:
    """Strip a checked register for signed-in readers."""
    return make_publishable(checked, INTERNAL)


def secrets(checked: Checked, publishable: Publishable) -> SecretTexts:
    """List the texts that must not stand in the site."""
    return secrets_of(checked, publishable, written_folders(Project(PROJECT)))


def stamp_site(checked: Checked, texts: Texts, shells: Path, site: Path) -> Stamped:
    """Do what a build does after the check: publish, render, index, stamp.

    Args:
        checked: Outcome of the check.
        texts: Schema and messages.
        shells: Built hand-written pages.
        site: Where to.
    """
    with undisturbed():
        shown = publishable(checked)
        rules = [(entry.code, texts.messages.name(entry.code, LANGUAGE)) for entry in CATALOGUE]

        def extras() -> Iterator[tuple[str, bytes]]:
            yield from search_files(shown, rules, shells).items()

        report = stamp(shells, site, render_pages(shown, LANGUAGE, texts), extras())
    return Stamped(shown, report.written, report.unchanged, (site / REGISTER_FILE).read_bytes())


def press_site(checked: Checked, texts: Texts, shells: Mapping[str, Path], site: Path) -> Stamped:
    """Do what a build does after the check, over the site of the last one; the gate included.

    Args:
        checked: Outcome of the check.
        texts: Schema and messages.
        shells: Language → built hand-written pages.
        site: Where to.

    Raises:
        RuntimeError: The gate refuses the site.
    """
    with undisturbed():
        shown = publishable(checked)
        press = Press(Project(PROJECT), shells, shown, texts, site)
        report, looked = press.run()
        if press.problems(looked):
            raise RuntimeError("the gate refuses the site")
    return Stamped(shown, report.written, report.unchanged, (site / REGISTER_FILE).read_bytes())


def untouched(folder: Path) -> Path:
    """Give a folder beside which none of its name was ever deleted.

    A file system without a journal does not give out at once the numbers of files it has just
    deleted, and looks through all of them for each new file: ten times the time for writing.

    Args:
        folder: Its name where there is none yet; else a number follows.
    """
    numbered = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(each for each in chain((folder,), numbered) if not each.exists())


def fresh_project(folder: Path) -> None:
    """Lay out a project in which nothing has been built yet.

    Args:
        folder: Where to; not there yet.
    """
    for name in ("docs", "scripts", "sheets_schema"):  # mkdocs.yml names files of all of them
        shutil.copytree(PROJECT / name, folder / name, ignore=_NOT_NEEDED)
    for file in CONFIG_FILES.values():
        shutil.copy(PROJECT / file, folder)


def all_shells(project: Path, languages: Collection[str] = tuple(CONFIG_FILES)) -> dict[str, Path]:
    """Build the hand-written pages of a handbook in some languages, unless that has been done.

    Args:
        project: A fresh project.
        languages: Those of the handbook; all by default.
    """
    return build_all_shells(tuple(languages), project.resolve())


def shells(project: Path) -> Path:
    """Build the hand-written pages of a project in one language, unless that has been done.

    Args:
        project: A fresh project.
    """
    return build_shells(LANGUAGE, project.resolve(), languages=tuple(CONFIG_FILES))
