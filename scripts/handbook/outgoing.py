"""What one file of the finished site refers to, and what is wrong with that in itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from handbook.content_policy import has_unlisted_script, lacks_policy
from handbook.stamping import REGION_MARK


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
    NO_POLICY = "no-policy"
    """A page that does not say what a browser may load and run on it."""
    UNLISTED_SCRIPT = "unlisted-script"
    """A script in a page that the page's policy does not name."""
    ABOVE_CLASS = "above-class"
    """A text of the register that is above the class of the readers."""
    PERSONAL_NUMBER = "personal-number"
    """An identity number or the number of a mobile phone."""
    FORMULA = "formula"
    """A table to take along with a cell that a program would work out."""


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


_TAGS = re.compile(
    rb"<(a|area|audio|base|button|embed|feimage|form|iframe|image|img|input|link|meta|object|script"
    rb"|source|track|use|video)\b([^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*)>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    rb"(?<![\w:-])(href|src|srcset|action|formaction|poster|data|background|xlink:href)\s*=\s*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(rb"(?:url\(\s*|@import\s+)[\"']?([^\"')\s;]+)", re.IGNORECASE)
_STYLES = re.compile(
    rb"<style\b[^<>]*>(.*?)</style|[\s\"'](?:style|fill|stroke|filter|mask|clip-path|cursor"
    rb"|marker(?:-\w+)?)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))",
    re.IGNORECASE | re.DOTALL,
)
_STAMP = re.compile(rb"<[a-zA-Z][^<>]*\sdata-stamp=")
_IDS = re.compile(rb"<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)")
Tag = tuple[bytes, bytes]
"""Name of an element that may refer to something, and its attributes."""

_SHOWN = 80  # characters of a link; enough to find it


def links_of(content: bytes) -> Iterator[Link]:
    """Give every address an HTML page refers to, in order.

    Args:
        content: HTML, whole or in part.
    """
    for tag, attributes in _TAGS.findall(content):
        yield from links_of_tag(tag, attributes)


@lru_cache(maxsize=65536)
def links_of_tag(tag: bytes, attributes: bytes) -> tuple[Link, ...]:
    """Give every address an element refers to, in order.

    Args:
        tag: Its name.
        attributes: All between its name and its end.
    """
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


def addresses_in(address: str, content: bytes) -> Iterator[Link]:
    """Give every address a page or a style sheet refers to.

    Args:
        address: Of the file, from the root of the site.
        content: The file, whole or in part.
    """
    yield from style_addresses(address, content)
    yield from (link for tag in tags_in(address, content) for link in links_of_tag(*tag))


def tags_in(address: str, content: bytes) -> dict[Tag, None]:
    """Give every element of a page that may refer to something, each once, in order.

    Args:
        address: Of the file, from the root of the site; there are none in a style sheet.
        content: The file, whole or in part.
    """
    return {} if address.endswith(".css") else dict.fromkeys(_TAGS.findall(content))


def style_addresses(address: str, content: bytes) -> Iterator[Link]:
    """Give every address a style sheet refers to, or a page in the language of style sheets.

    Args:
        address: Of the file, from the root of the site.
        content: The file, whole or in part.
    """
    lower = content.replace(b"new URL(", b"").lower()  # which is of a script, on every page
    if b"url(" in lower or b"@import" in lower:
        style = content if address.endswith(".css") else b"\n".join(_styles_of(content))
        for found in _STYLE_ADDRESS.findall(style):
            yield Link("style", found.decode("utf-8", "replace"))


def _styles_of(content: bytes) -> Iterator[bytes]:
    """Give what a page says in the language of style sheets; text that reads like it is none."""
    for match in _STYLES.finditer(content):
        yield unescape(match[match.lastindex or 0].decode("utf-8", "replace")).encode()


def has_placeholder(address: str, content: bytes) -> bool:
    """Say whether a page holds something that stamping should have filled in.

    Args:
        address: Of the file, from the root of the site.
        content: The file, whole or in part.
    """
    is_page = not address.endswith(".css")
    return is_page and (
        (b"data-stamp=" in content and _STAMP.search(content) is not None)
        or REGION_MARK.search(content) is not None
    )


def policy_problems(address: str, content: bytes, *, is_whole: bool) -> Iterator[Problem]:
    """Give what is wrong with the scripts of a page, and with what it allows them.

    Args:
        address: Of the file, from the root of the site.
        content: The file, or a part of it.
        is_whole: Whether the head of the page is in it.
    """
    if address.endswith(".html"):
        if is_whole and lacks_policy(content):
            yield Problem.NO_POLICY
        if has_unlisted_script(content):
            yield Problem.UNLISTED_SCRIPT


def places_in(content: bytes) -> set[str]:
    """Give the places on a page that a link can lead to.

    Args:
        content: The whole page.
    """
    return {"top", *(unescape(each.decode("utf-8", "replace")) for each in _IDS.findall(content))}


def has_places(content: bytes, places: Collection[str]) -> bool:
    """Say whether links can lead to some places on a page.

    Args:
        content: The whole page.
        places: Each as a link names it.
    """
    others = {each for each in places if not _has_quoted(content, each.encode())}
    return not others or others <= places_in(content)


def _has_quoted(content: bytes, place: bytes) -> bool:
    """Look for a place the way our templates write it, ten times as quick as for all of them."""
    at = content.find(b' id="%b"' % place)
    start = content.rfind(b"<", 0, max(at, 0))
    return start >= 0 and content[start + 1 : start + 2].isalpha() and b">" not in content[start:at]


def frame_and_own(content: bytes) -> tuple[bytes, bytes]:
    """Part a page from what stands around it on all pages of its folder.

    Args:
        content: The whole page.

    Returns:
        The frame, and what the page has of its own: title, switch between languages and body; the
        whole page twice where it is in no frame.
    """
    start, end = content.find(b"<article"), content.rfind(b"</article>")
    if start < 0 or end < start:
        return content, content
    title = content[content.find(b"<title>") : content.find(b"</title>")]
    name = title[7:].rpartition(b" - ")[0]
    head = content[:start].replace(name, b"\0") if name else content[:start]
    frame, switch = _without_switch(head + content[end:])
    return frame, b"\n".join((title, switch, content[start:end]))


def _without_switch(frame: bytes) -> tuple[bytes, bytes]:
    """Take the switch between languages out of a frame, which leads elsewhere from every page."""
    kept, switch, done = [], [], 0
    while (mark := frame.find(b'" data-switch', done)) >= 0:
        start, end = frame.rfind(b'<a href="', done, mark), frame.find(b">", mark) + 1
        if start < 0 or end == 0:
            break
        kept.append(frame[done:start])
        switch.append(frame[start:end])
        done = end
    return b"".join((*kept, frame[done:])), b"".join(switch)


def scheme_problem(link: Link) -> Problem | None:
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
    if _PLAIN.fullmatch(target):
        return ""
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]+", "", target), re.IGNORECASE)
    return match[1].lower() if match else ""


def resolve(address: str, target: str) -> tuple[str, str]:
    """Give the file a link of our own leads to, and the place on it; blank for its top."""
    plain = resolve_plain(address, target)
    if plain is not None:
        return plain
    parts = urlsplit(target)
    path = unquote(parts.path)
    place = "" if "=" in parts.fragment else unquote(parts.fragment)  # a filter is no place
    if not path:
        return address, place
    full = normpath(join("/", dirname(address), path)).lstrip("/")
    if path.endswith(("/", "/.", "..")) or path == ".":
        full = f"{full}/index.html".lstrip("/")
    return full.removeprefix("./"), place


_PLAIN = re.compile(
    r"((?:\.\./)*)((?:[A-Za-z0-9][A-Za-z0-9_.-]*/)*[A-Za-z0-9][A-Za-z0-9_.-]*(?<!\.))(?:#([A-Za-z0-9_-]*))?"
)
"""A path to a file as nearly all our links are: no scheme, nothing encoded, nothing to ask for."""


def resolve_plain(address: str, target: str) -> tuple[str, str] | None:
    """Resolve a link that is a path to a file of our own, as nearly all are; None for others.

    Args:
        address: Of the page it stands on, from the root of the site.
        target: As written, entities resolved.
    """
    match = _PLAIN.fullmatch(target)
    if match is None:
        return None
    up, path, anchor = match.groups()
    folders = address.split("/")[:-1]
    kept = folders[: max(len(folders) - len(up) // 3, 0)]
    return "/".join((*kept, path)), anchor or ""


def leads_elsewhere(target: str) -> bool:
    """Say whether a link leads out of the site, by its scheme or to another host.

    Args:
        target: As written, entities resolved.
    """
    return bool(_scheme(target)) or _is_foreign(target)


def shortened(link: str) -> str:
    """Give a link short enough to be told, without characters that do not print."""
    plain = link
    if not link.isprintable():
        plain = "".join(
            each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in link
        )
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
