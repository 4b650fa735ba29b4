"""Read the finished site before anybody else does: links, origins, pages and their records.

Says which file and which link, never a value of the register.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from handbook.publishable import Publishable

RECORD_FOLDERS = ("cadres", "units", "programmes", "batches")
"""Folders in which every page is that of one record, and every record has a page."""


class Problem(StrEnum):
    """What the gate refuses a site for."""

    DEAD_LINK = "dead-link"
    """A link or asset of our own that leads nowhere."""
    DEAD_ANCHOR = "dead-anchor"
    """The page is there, the place on it is not."""
    FOREIGN_ORIGIN = "foreign-origin"
    """Something the browser would fetch from another host by itself."""
    UNSAFE_LINK = "unsafe-link"
    """A scheme other than http, https and mailto."""
    PLACEHOLDER = "placeholder"
    """Something stamping should have filled in."""
    PAGE_WITHOUT_RECORD = "page-without-record"
    """A page whose record the audience may not see, or that is gone."""
    RECORD_WITHOUT_PAGE = "record-without-page"
    """A published record nobody can open."""


SENTENCES: Mapping[Problem, str] = {
    Problem.DEAD_LINK: "链接指向的文件不存在",
    Problem.DEAD_ANCHOR: "链接指向的位置在该页上不存在",
    Problem.FOREIGN_ORIGIN: "会向外部网站取内容",
    Problem.UNSAFE_LINK: "链接的协议不允许",
    Problem.PLACEHOLDER: "有没填上的占位符",
    Problem.PAGE_WITHOUT_RECORD: "有页面，但没有可发布的记录",
    Problem.RECORD_WITHOUT_PAGE: "有可发布的记录，但没有页面",
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
class Link:
    """One address a page refers to.

    Attributes:
        tag: Element that holds it, in lower case.
        target: As written, entities resolved.
    """

    tag: str
    target: str

    @property
    def is_fetched(self) -> bool:
        """Say whether a browser goes there by itself, or sends something there."""
        return self.tag not in {"a", "area"}


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is wrong with a link; if nothing, the page and the place it leads to."""

    problem: Problem | None
    path: str
    anchor: str
    shown: str


_TAGS = re.compile(
    rb"<(a|area|audio|base|button|embed|feimage|form|iframe|image|img|input|link|meta|object|script"
    rb"|source|track|use|video)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    rb"(?<![\w:-])(href|src|srcset|action|formaction|poster|data|background|xlink:href)\s*=\s*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(rb"(?:url\(\s*|@import\s+)[\"']?([^\"')\s;]+)", re.IGNORECASE)
_IDS = re.compile(rb"<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)")
_SHOWN = 80  # characters of a link; enough to find it


def check_site(site: Path, publishable: Publishable) -> list[GateProblem]:
    """Look for whatever must not be published.

    Args:
        site: The finished site.
        publishable: The register it was made from, for the same audience.

    Returns:
        Every problem once, by file.
    """
    files = dict(_files(str(site)))
    reader = _Reader(files)
    for address, content in _contents(files):
        reader.read(address, content)
    problems = {*reader.problems, *reader.dead_anchors(), *_record_problems(files, publishable)}
    return sorted(problems)


def links_of(content: bytes) -> Iterator[Link]:
    """Give every address an HTML page refers to, in order.

    Args:
        content: HTML, whole or in part.
    """
    for tag, attributes in _TAGS.findall(content):
        yield from _links_of_tag(tag, attributes)


@lru_cache(maxsize=65536)
def _links_of_tag(tag: bytes, attributes: bytes) -> tuple[Link, ...]:
    name = tag.decode().lower()
    if name == "meta":
        return (Link(name, "refresh:"),) if _REFRESH.search(attributes) else ()
    links: list[Link] = []
    for attribute, *values in _ATTRIBUTES.findall(attributes):
        target = unescape(next(filter(None, values), b"").decode("utf-8", "replace")).strip()
        if attribute.lower() == b"srcset":
            links.extend(Link(name, each.split()[0]) for each in target.split(", ") if each)
        else:
            links.append(Link(name, target))
    return tuple(links)


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
        frame, body = _frame_and_body(content)
        known = (dirname(address), frame)
        yield address, body if known in frames else content
        frames.add(known)


def _frame_and_body(content: bytes) -> tuple[bytes, bytes]:
    """Part a page from what stands around it, the title taken out; no frame, then all is body."""
    start, end = content.find(b"<article"), content.rfind(b"</article>")
    if start < 0 or end < start:
        return content, content
    title = content[content.find(b"<title>") + 7 : content.find(b"</title>")].rpartition(b" - ")[0]
    head = content[:start].replace(title, b"\0") if title else content[:start]
    return head + content[end:], content[start:end]


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
        lower = content.lower()
        if b"url(" in lower or b"@import" in lower:
            for found in _STYLE_ADDRESS.findall(content):
                self._follow(address, folder, Link("style", found.decode("utf-8", "replace")))
        if address.endswith(".css"):
            return
        if b"data-stamp=" in content:
            self.problems.add(GateProblem(address, Problem.PLACEHOLDER))
        for link in links_of(content):
            self._follow(address, folder, link)

    def dead_anchors(self) -> Iterator[GateProblem]:
        """Look for the places that links lead to, each target page once."""
        for path, anchors in self._anchors.items():
            found = _IDS.findall(Path(self._files[path]).read_bytes())
            ids = {unescape(each.decode("utf-8", "replace")) for each in found}
            for anchor in anchors.keys() - ids - {"top"}:
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
        shown = _shortened(link.target)
        problem = _scheme_problem(link)
        if problem or _scheme(link.target) or _is_foreign(link.target):
            return _Verdict(problem, "", "", shown)
        path, anchor = _resolve(address, link.target)
        if path not in self._files:
            return _Verdict(Problem.DEAD_LINK, "", "", shown)
        return _Verdict(None, path, anchor if path.endswith(".html") else "", shown)


def _scheme_problem(link: Link) -> Problem | None:
    """Judge the scheme of a link, apart from whether its target is there."""
    if _is_foreign(link.target):
        return Problem.FOREIGN_ORIGIN if link.is_fetched else None
    scheme = _scheme(link.target)
    if scheme in {"record", "rule", "list"}:
        return Problem.PLACEHOLDER
    if scheme in {"", "mailto"} or (scheme == "data" and link.tag in {"img", "image", "style"}):
        return None
    return Problem.UNSAFE_LINK


def _is_foreign(target: str) -> bool:
    return _scheme(target) in {"http", "https"} or target.startswith(("//", "\\\\", "/\\"))


@lru_cache(maxsize=4096)
def _scheme(target: str) -> str:
    """Read a scheme the way a browser does: control characters and blanks do not hide it."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]+", "", target), re.IGNORECASE)
    return match[1].lower() if match else ""


def _resolve(address: str, target: str) -> tuple[str, str]:
    """Give the file a link of our own leads to, and the place on it; blank for its top."""
    parts = urlsplit(target)
    path = unquote(parts.path)
    if not path:
        return address, unquote(parts.fragment)
    full = normpath(join("/", dirname(address), path)).lstrip("/")
    if path.endswith(("/", "/.", "..")) or path == ".":
        full = f"{full}/index.html".lstrip("/")
    return full.removeprefix("./"), unquote(parts.fragment)


def _record_problems(files: Iterable[str], publishable: Publishable) -> Iterator[GateProblem]:
    """Compare the pages of records with the records the audience may see."""
    pages: dict[str, set[str]] = {folder: set() for folder in RECORD_FOLDERS}
    for address in files:
        folder, _, name = address.partition("/")
        if folder in pages and re.fullmatch(r"[A-Z]+-\d+\.html", name):
            pages[folder].add(name.removesuffix(".html"))
    for folder, ids in pages.items():
        table = publishable.tables.get(folder)
        records = table.records.keys() if table else frozenset[str]()
        for key in ids - records:
            yield GateProblem(f"{folder}/{key}.html", Problem.PAGE_WITHOUT_RECORD)
        for key in records - ids:
            yield GateProblem(f"{folder}/{key}.html", Problem.RECORD_WITHOUT_PAGE)


def _shortened(link: str) -> str:
    plain = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in link)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
