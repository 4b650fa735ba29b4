"""Read the finished site before anybody else does: links, origins, pages and their records.

Says which file and which link, never a value of the register.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname

from handbook.outgoing import (
    Link,
    Problem,
    addresses_in,
    frame_and_body,
    has_placeholder,
    leads_elsewhere,
    links_of,
    places_in,
    resolve,
    scheme_problem,
    shortened,
    without_switch,
)
from handbook.publishable import Publishable
from handbook.taken_along import FOREIGN, FORMULA, TAKEN_ALONG, faults_of

__all__ = ["SENTENCES", "GateProblem", "Link", "Problem", "check_site", "links_of"]

RECORD_FOLDERS = ("cadres", "units", "programmes", "batches")
"""Folders in which every page is that of one record, and every record has a page."""


SENTENCES: Mapping[Problem, str] = {
    Problem.DEAD_LINK: "链接指向的文件不存在",
    Problem.DEAD_ANCHOR: "链接指向的位置在该页上不存在",
    Problem.FOREIGN_ORIGIN: "会向外部网站取内容",
    Problem.UNSAFE_LINK: "链接的协议不允许",
    Problem.PLACEHOLDER: "有没填上的占位符",
    Problem.PAGE_WITHOUT_RECORD: "有页面，但没有可发布的记录",
    Problem.RECORD_WITHOUT_PAGE: "有可发布的记录，但没有页面",
    Problem.FORMULA: "下载的表格里有会被当成公式的格",
}
"""The same in words; Chinese is the key of the catalogues of the other languages."""


@dataclass(frozen=True, order=True, slots=True)
class GateProblem:
    """One reason not to publish.

    Attributes:
        file: Address of the file from the root of the site.
        problem: What is wrong.
        link: The link as written, shortened; blank where no link is concerned.
    """

    file: str
    problem: Problem
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is wrong with a link; if nothing, the page and the place it leads to."""

    problem: Problem | None
    path: str
    anchor: str
    shown: str


def check_site(
    site: Path, publishable: Publishable, folders: Collection[str] = ("",)
) -> list[GateProblem]:
    """Look for whatever must not be published.

    Args:
        site: The finished site.
        publishable: The register it was made from, for the same audience.
        folders: Where each language stands in it: blank for its root, or such as `en/`; every one
            must have every record.

    Returns:
        Every problem once, by file.
    """
    files = dict(_files(str(site)))
    reader = _Reader(files)
    for address, content in _contents(files):
        reader.read(address, content)
    problems = {*reader.problems, *reader.dead_anchors()}
    for folder in folders:
        problems.update(record_problems(files, publishable, folder))
    problems.update(_taken_along_problems(files))
    return sorted(problems)


_OF_FAULTS = {FORMULA: Problem.FORMULA, FOREIGN: Problem.FOREIGN_ORIGIN}


def _taken_along_problems(files: Mapping[str, str]) -> Iterator[GateProblem]:
    """Look into calendars and tables."""
    for address, path in files.items():
        if address.endswith(TAKEN_ALONG):
            for fault in faults_of(address, Path(path).read_bytes()):
                yield GateProblem(address, _OF_FAULTS[fault])


def _files(root: str, folder: str = "") -> Iterator[tuple[str, str]]:
    """Give address → path of every file of the site."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(root, f"{folder}{entry.name}/")
            else:
                yield folder + entry.name, entry.path


def _contents(files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Give the pages and style sheets; what frames the pages of a folder is given once."""
    frames: set[tuple[str, bytes]] = set()
    for address, path in sorted(files.items()):
        if not address.endswith((".html", ".css")):
            continue
        content = Path(path).read_bytes()
        frame, body = frame_and_body(content)
        plain, switch = without_switch(frame)
        known = (dirname(address), plain)
        yield address, switch + body if known in frames else content
        frames.add(known)


class _Reader:
    """Judges page after page; a link that occurs in many pages of a folder is judged once."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.problems: set[GateProblem] = set()
        self._files = files
        self._verdicts: dict[tuple[str, Link], _Verdict] = {}
        self._anchors: dict[str, dict[str, list[GateProblem]]] = {}

    def read(self, address: str, content: bytes) -> None:
        """Note every problem of a page or a style sheet."""
        folder = dirname(address)
        if has_placeholder(address, content):
            self.problems.add(GateProblem(address, Problem.PLACEHOLDER))
        for link in addresses_in(address, content):
            self._follow(address, folder, link)

    def dead_anchors(self) -> Iterator[GateProblem]:
        """Look for the places that links lead to, each target page once."""
        for path, anchors in self._anchors.items():
            places = places_in(Path(self._files[path]).read_bytes())
            for anchor in anchors.keys() - places:
                yield from anchors[anchor]

    def _follow(self, address: str, folder: str, link: Link) -> None:
        place = address if link.target[:1] in {"", "#"} else folder
        verdict = self._verdicts.get((place, link))
        if verdict is None:
            verdict = self._verdicts[place, link] = self._judge(address, link)
        if verdict.problem:
            self.problems.add(GateProblem(address, verdict.problem, verdict.shown))
        elif verdict.anchor:
            dead = GateProblem(address, Problem.DEAD_ANCHOR, verdict.shown)
            self._anchors.setdefault(verdict.path, {}).setdefault(verdict.anchor, []).append(dead)

    def _judge(self, address: str, link: Link) -> _Verdict:
        shown = shortened(link.target)
        problem = scheme_problem(link)
        if problem or leads_elsewhere(link.target):
            return _Verdict(problem, "", "", shown)
        path, anchor = resolve(address, link.target)
        if path not in self._files:
            return _Verdict(Problem.DEAD_LINK, "", "", shown)
        return _Verdict(None, path, anchor if path.endswith(".html") else "", shown)


def record_problems(
    files: Iterable[str], publishable: Publishable, language_folder: str
) -> Iterator[GateProblem]:
    """Compare the pages of records with the records the audience may see.

    Args:
        files: Addresses of all files of the site.
        publishable: The register, for the same audience.
        language_folder: Where the language stands in the site: blank, or such as `en/`.

    Yields:
        Pages without a record, and records without a page.
    """
    pages: dict[str, set[str]] = {folder: set() for folder in RECORD_FOLDERS}
    for address in files:
        folder, _, name = address.removeprefix(language_folder).partition("/")
        is_here = address.startswith(language_folder)
        if is_here and folder in pages and re.fullmatch(r"[A-Z]+-\d+\.html", name):
            pages[folder].add(name.removesuffix(".html"))
    for folder, ids in pages.items():
        table = publishable.tables.get(folder)
        records = table.records.keys() if table else frozenset[str]()
        for problem, keys in (
            (Problem.PAGE_WITHOUT_RECORD, ids - records),
            (Problem.RECORD_WITHOUT_PAGE, records - ids),
        ):
            for key in keys:
                yield GateProblem(f"{language_folder}{folder}/{key}.html", problem)
