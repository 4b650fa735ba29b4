"""Fill the page shells with the register's pages, and copy the hand-written ones.

A shell is an ordinary built page: `cadres/index.html` of the hand-written site is the shell of the
list of cadres and of every cadre. It is cut once at its title and at its placeholder, and each page
is joined from the pieces, so nothing is parsed per page. In hand-written pages `record:`, `rule:`
and `list:` links are resolved.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from pathlib import Path

from handbook.site_folder import MARKER, SiteFolder

SHELL_MARK = b'<div data-stamp="page"></div>'
"""Where the body of a register page goes; a built page that holds it is a shell."""
HOME_MARK = b'<div data-stamp="home"></div>'
"""Where the register's part of the home page goes."""

_PAGE_ADDRESS = re.compile(
    r"(?:index|[a-z]+/(?:[A-Z]{1,3}-?R?[0-9]{2,8}|[a-z0-9]+(?:-[a-z0-9]+)*))\.html"
)
_EXTRA_ADDRESS = re.compile(r"(?:[a-z]+/)*[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]+)+")
_NOT_COPIED = re.compile(
    r"assets/javascripts/(?:lunr|workers)/.*"  # Material's own search, which is off
    r"|sitemap\.xml(?:\.gz)?"  # dated by the day of the build, and empty without a site address
    rf"|(?:.*/)?{re.escape(MARKER)}"
)
_CUTS = re.compile(
    rb"(?P<start>.*?<title>)[^<]*?(?P<site> - [^<]*</title>.*?"
    rb'data-md-component="header-topic">\s*<span class="md-ellipsis">\s*)[^<]*?'
    rb"(?P<topic>\s*</span>.*?)<h1 [^>]*>(?:(?!</h1>).)*</h1>\s*" + SHELL_MARK + rb"(?P<end>.*)",
    re.DOTALL,
)
_PRINTED_OR_BREAK = re.compile(
    r"(<pre\b.*?</pre>)|(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])\n"
    r"(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])",
    re.DOTALL,
)
_WRITTEN_LINK = re.compile(
    rb'<a\b[^>]*?\bhref="(record|rule|list):([^"#]*)(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page of the register, ready to be put into its shell.

    Attributes:
        address: Where it goes, from the root of the site: `cadres/C-00012.html`; `index.html` is
            the part of the home page that comes from the register.
        title: Plain text.
        html: The body; starts with its `<h1>`, except on the home page.
    """

    address: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class StampReport:
    """What one stamping did, in numbers of files.

    Attributes:
        written: New or changed.
        unchanged: Left as they were.
        removed: Gone from the register or from the hand-written pages.
    """

    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Shell:
    """A built page in the pieces between which a register page's title and body go."""

    start: bytes
    site: bytes
    topic: bytes
    end: bytes
    digest: bytes

    def digest_with(self, page: RenderedPage) -> str:
        digest = blake2b(self.digest, digest_size=16)
        digest.update(f"{page.title}\0{page.html}".encode())
        return digest.hexdigest()

    def fill(self, page: RenderedPage) -> bytes:
        title = escape(page.title).encode()
        body = page.html.encode().strip()
        if body.startswith(b"<h1>"):
            body = b'<h1 id="content">' + body[4:]  # where the skip link leads
        return b"".join((self.start, title, self.site, title, self.topic, body, self.end))


def stamp(
    shells: Path, site: Path, pages: Iterable[RenderedPage], extras: Mapping[str, bytes]
) -> StampReport:
    """Write the whole site: register pages, hand-written pages, assets and extras.

    Args:
        shells: Built hand-written site with the shells; may be the same folder as `site`.
        site: Where the finished site stands; cleaned of everything that is not part of it.
        pages: Pages of the register, in any order.
        extras: Address → content of files that are no pages: search data, calendars, exports.

    Raises:
        ForeignFolderError: The folder of the site holds other files.
        ValueError: An address is not allowed or given twice, or a page has no shell in its folder.
    """
    built = dict(_read_files(str(shells)))
    with SiteFolder(site, None if shells == site else _manifest(shells, site)) as folder:
        home = _put_register_pages(folder, built, pages)
        published = _Published(folder.addresses)
        for address, content in built.items():
            if SHELL_MARK not in content:
                if address.endswith(".html"):
                    content = published.resolve(address, _without_gaps(content))
                folder.put(address, content.replace(HOME_MARK, home))
        for address, content in extras.items():
            folder.put(_allowed(address, _EXTRA_ADDRESS), content)
    return StampReport(folder.written, folder.unchanged, folder.removed)


def _manifest(shells: Path, site: Path) -> Path:
    """Name the file that remembers what was stamped into a site, one for every site."""
    digest = blake2b(str(site.resolve()).encode(), digest_size=8).hexdigest()
    return shells.parent / f"stamp-{digest}.json"


def _put_register_pages(
    folder: SiteFolder, built: Mapping[str, bytes], pages: Iterable[RenderedPage]
) -> bytes:
    """Write every page that has a shell, and give the register's part of the home page."""
    shells: dict[str, _Shell] = {}
    home = b""
    for page in pages:
        name, _, _ = _allowed(page.address, _PAGE_ADDRESS).rpartition("/")
        if not name:
            home = page.html.encode().strip()
            continue
        shell = shells.get(name) or shells.setdefault(name, _cut(name, built))
        digest = shell.digest_with(page)
        if not folder.has(page.address, digest):
            folder.write(page.address, digest, shell.fill(page))
    return home


def _allowed(address: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(address):
        raise ValueError(f"not an address of a site: {address!r}")
    return address


def _cut(folder: str, built: Mapping[str, bytes]) -> _Shell:
    content = built.get(f"{folder}/index.html", b"")
    match = _CUTS.fullmatch(content)
    if match is None:
        raise ValueError(f"{folder}/index.html is no shell: it lacks a title or the placeholder")
    digest = blake2b(content, digest_size=16).digest()
    return _Shell(match["start"], match["site"], match["topic"], match["end"], digest)


def _without_gaps(content: bytes) -> bytes:
    """Join lines that break between Chinese characters; browsers would show a space there."""
    return _PRINTED_OR_BREAK.sub(lambda match: match[1] or "", content.decode()).encode()


def _read_files(root: str, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Give address → content of everything that belongs in the site, in a fixed order."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            address = folder + entry.name
            if entry.is_dir():
                yield from _read_files(root, f"{address}/")
            elif not _NOT_COPIED.fullmatch(address):
                yield address, Path(entry.path).read_bytes()


class _Published:
    """Which records, rules and lists have a page, by the words written pages link to them with."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._targets: dict[tuple[str, str], str] = {}
        for address in addresses:
            folder, _, name = address.rpartition("/")
            stem = name.removesuffix(".html")
            if stem == "index":
                self._targets["list", folder] = address
            else:
                self._targets["rule" if folder == "rules" else "record", stem] = address

    def resolve(self, address: str, content: bytes) -> bytes:
        """Turn `record:`, `rule:` and `list:` links into addresses, or into their bare text."""
        up = b"../" * address.count("/")

        def link(match: re.Match[bytes]) -> bytes:
            kind, name, anchor, text = match.groups()
            target = self._targets.get((kind.decode(), name.decode()))
            if target is None:
                return text
            return b'<a href="%b%b%b">%b</a>' % (up, target.encode(), anchor or b"", text)

        return _WRITTEN_LINK.sub(link, content)
