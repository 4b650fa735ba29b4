"""Read the finished site before anybody else does: leaks, links, origins, pages and their records.

Says which file and which link or cell, never a value of the register.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import dirname

from handbook.forking import side_by_side
from handbook.leaks import Leak, LeakFinder
from handbook.outgoing import (
    Link,
    Problem,
    addresses_in,
    frame_and_own,
    has_placeholder,
    has_places,
    leads_elsewhere,
    links_of,
    places_in,
    policy_problems,
    resolve,
    scheme_problem,
    shortened,
)
from handbook.page_pieces import References
from handbook.publishable import Publishable
from handbook.secret_texts import NO_SECRETS, SecretTexts
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
    Problem.NO_POLICY: "没有写明浏览器可以运行什么（Content-Security-Policy）",
    Problem.UNLISTED_SCRIPT: "有没登记的脚本",
    Problem.PAGE_WITHOUT_RECORD: "有页面，但没有可发布的记录",
    Problem.RECORD_WITHOUT_PAGE: "有可发布的记录，但没有页面",
    Problem.ABOVE_CLASS: "有这类读者不该看到的文字，出自",
    Problem.PERSONAL_NUMBER: "有身份证号或者手机号",
    Problem.FORMULA: "下载的表格里有会被当成公式的格",
}
"""The same in words; Chinese is the key of the catalogues of the other languages."""


@dataclass(frozen=True, order=True, slots=True)
class GateProblem:
    """One reason not to publish.

    Attributes:
        file: Address of the file from the root of the site.
        problem: What is wrong.
        link: The link as written, shortened; of a text above the class, where it stands in the
            register; else blank.
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
    site: Path,
    publishable: Publishable,
    folders: Collection[str] = ("",),
    secrets: SecretTexts = NO_SECRETS,
) -> list[GateProblem]:
    """Look for whatever must not be published.

    Args:
        site: The finished site.
        publishable: The register it was made from, for the same audience.
        folders: Where each language stands in it: blank for its root, or such as `en/`; every one
            must have every record.
        secrets: Texts that must not stand in it.

    Returns:
        Every problem once, by file.
    """
    files = dict(_files(str(site)))
    calls = [partial(_problems_in, part, files, secrets) for part in _by_language(files, folders)]
    problems = {problem for found in side_by_side(calls) for problem in found}
    for folder in folders:
        problems.update(record_problems(files, publishable, folder))
    return sorted(problems)


def _by_language(
    files: Mapping[str, str], folders: Collection[str]
) -> Collection[Mapping[str, str]]:
    """Part the files of a site by the folder of their language."""
    parts: dict[str, dict[str, str]] = {}
    within = tuple(filter(None, folders))
    for address, path in sorted(files.items()):
        folder = next((each for each in within if address.startswith(each)), "")
        parts.setdefault(folder, {})[address] = path
    return parts.values()


def _problems_in(
    part: Mapping[str, str], files: Mapping[str, str], secrets: SecretTexts
) -> set[GateProblem]:
    """Read every byte of some files of a site; where they lead may be among the others."""
    reader = _Reader(files, secrets)
    for address, path in part.items():
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a third quicker than `Path`
            reader.read(address, file.readall())
    return reader.all_problems()


def problem_of(leak: Leak) -> GateProblem:
    """Say of something that must not be in a file what it is and where it is from."""
    kind = Problem.ABOVE_CLASS if leak.place else Problem.PERSONAL_NUMBER
    return GateProblem(leak.file, kind, shortened(leak.place))


_OF_FAULTS = {FORMULA: Problem.FORMULA, FOREIGN: Problem.FOREIGN_ORIGIN}


def _files(root: str, folder: str = "") -> Iterator[tuple[str, str]]:
    """Give address → path of every file of the site."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(root, f"{folder}{entry.name}/")
            else:
                yield folder + entry.name, entry.path


class _Reader:
    """Judges page after page; what occurs in many pages of a folder is judged once."""

    def __init__(self, files: Mapping[str, str], secrets: SecretTexts) -> None:
        self._problems: set[GateProblem] = set()
        self._files = files
        self._finder = LeakFinder(secrets)
        self._frames: set[tuple[str, bytes]] = set()
        self._references = References(self._judge)
        self._anchors: dict[str, dict[str, list[GateProblem]]] = {}

    def read(self, address: str, content: bytes) -> None:
        """Note every problem of a file."""
        if address.endswith(".html"):
            self._read_page(address, content)
            return
        self._finder.read(address, content)
        if address.endswith(TAKEN_ALONG):
            faults = (_OF_FAULTS[fault] for fault in faults_of(address, content))
            self._problems.update(GateProblem(address, fault) for fault in faults)
        if address.endswith(".css"):
            self._read_part(address, content)

    def all_problems(self) -> set[GateProblem]:
        """Give every problem of the files read, places that links lead to included."""
        leaks = map(problem_of, self._finder.leaks())
        return {*self._problems, *self._dead_anchors(), *leaks}

    def _read_page(self, address: str, content: bytes) -> None:
        """Note every problem of a page; what frames the pages of a folder is looked at once."""
        frame, own = frame_and_own(content)
        known = (dirname(address), frame)
        if known not in self._frames:
            self._frames.add(known)
            self._finder.read(address, content)
            self._read_part(address, content, is_whole=True)
        elif self._finder.read_part(address, own):
            for verdict in self._references.of(address, own):
                self._note(address, verdict)
        else:
            self._read_part(address, own)

    def _read_part(self, address: str, content: bytes, *, is_whole: bool = False) -> None:
        for problem in policy_problems(address, content, is_whole=is_whole):
            self._problems.add(GateProblem(address, problem))
        if has_placeholder(address, content):
            self._problems.add(GateProblem(address, Problem.PLACEHOLDER))
        for link in addresses_in(address, content):
            self._note(address, self._judge(address, link))

    def _dead_anchors(self) -> Iterator[GateProblem]:
        """Look for the places that links lead to, each target page once."""
        for path, anchors in self._anchors.items():
            content = Path(self._files[path]).read_bytes()
            if not has_places(content, anchors):
                for anchor in anchors.keys() - places_in(content):
                    yield from anchors[anchor]

    def _note(self, address: str, verdict: _Verdict) -> None:
        """Note what is wrong with a link of a page, or which place it leads to."""
        if verdict.problem:
            self._problems.add(GateProblem(address, verdict.problem, verdict.shown))
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
    page = re.compile(rf"{language_folder}({'|'.join(RECORD_FOLDERS)})/([A-Z]+-\d+)\.html")
    for match in filter(None, map(page.fullmatch, files)):
        pages[match[1]].add(match[2])
    for folder, ids in pages.items():
        table = publishable.tables.get(folder)
        records = table.records.keys() if table else frozenset[str]()
        for problem, keys in (
            (Problem.PAGE_WITHOUT_RECORD, ids - records),
            (Problem.RECORD_WITHOUT_PAGE, records - ids),
        ):
            for key in keys:
                yield GateProblem(f"{language_folder}{folder}/{key}.html", problem)
