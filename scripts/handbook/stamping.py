"""Fill the page shells with the register's pages, and copy the hand-written ones.

A shell is an ordinary built page: `cadres/index.html` of the hand-written site is the shell of the
list of cadres and of every cadre. It is cut once at its title and at its placeholder, and each page
is joined from the pieces, so nothing is parsed per page. In hand-written pages `record:`, `rule:`
and `list:` links are resolved, what is said of an overdue review is kept or dropped, and comments
such as `<!-- flow: leave -->` give way to what they name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeAlias

from markupsafe import escape

from handbook.both_ends import FromBothEnds
from handbook.forking import can_fork, with_helper
from handbook.page_shell import SHELL_MARK, PageShell, cut
from handbook.shared_words import Words
from handbook.short_pages import joined_lines
from handbook.site_folder import MARKER, MadeLater, SiteFolder, claim
from handbook.written_links import Published

HOME_MARK = b'<div data-stamp="home"></div>'
"""Where the register's part of the home page goes."""
REGION_MARK = re.compile(rb"<!-- ((?:calendar|flow|reading|scheme): [A-Za-z0-9-]+) -->")
"""Where a region goes in a written page."""

WORTH_TWO = 4_000
"""Records from which a second process saves more time than it costs."""
DIGEST_LENGTH = 32
"""Of what is a page's own; the digest of its shell follows."""
_PAGE_ADDRESS = re.compile(
    r"(?:index|[a-z]+/(?:[A-Z]{1,3}-?R?[0-9]{2,8}(?:-[0-9]{1,4})?|[a-z0-9]+(?:-[a-z0-9]+)*))\.html"
)
_EXTRA_ADDRESS = re.compile(r"(?:[a-z]+/)*[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]+)+")
_NOT_COPIED = re.compile(
    r"assets/javascripts/(?:lunr|workers)/.*"  # Material's own search, which is off
    r"|sitemap\.xml(?:\.gz)?"  # dated by the day of the build, and empty without a site address
    rf"|(?:.*/)?{re.escape(MARKER)}"
)
_DUE = re.compile(
    rb'<(?P<tag>[a-z]+)(?P<rest>[^>]*) data-stamp="due" data-by="(?P<day>[0-9-]{10})">'
    rb"(?P<inner>.*?)</(?P=tag)>\s*",
    re.DOTALL,
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


class ReadyPage(NamedTuple):
    """The same as bytes, perhaps with marks where the texts of languages differ.

    Attributes:
        address: Where it goes, from the root of the site of its language.
        title: Escaped.
        body: The body.
        digest: Of title and body; `DIGEST_LENGTH` characters.
    """

    address: str
    title: bytes
    body: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A page or another file that stands in the site as it would be made again.

    Attributes:
        address: Where it stands, from the root of its language.
    """

    address: str


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of a written page that is made from the register or from data.

    Attributes:
        name: What the comment in its place says: `flow: leave`.
        html: Its links lead from a page one folder deep.
    """

    name: str
    html: str


AnyPage: TypeAlias = RenderedPage | ReadyPage | Kept | Region


@dataclass(frozen=True, eq=False)
class LanguageSite:
    """What the site of one language is made from.

    Attributes:
        folder: Where it stands, from the root of the site: blank, or such as `en/`.
        shells: Built hand-written site with the shells.
        pages: Pages of the register and regions of written pages, in any order.
        extras: Address and content of files that are no pages: search data, calendars, exports;
            taken before the pages, which another process may still be making.
        words: Puts texts in the places of the marks of a page.
        is_first: Whether pages that are made for several languages are looked through in this one.
        done: Is called once everything is written.
    """

    folder: str
    shells: Path
    pages: Iterable[AnyPage]
    extras: Iterable[tuple[str, bytes | MadeLater | Kept]]
    words: Words = field(default_factory=lambda: Words(""))
    is_first: bool = True
    done: Callable[[], None] = lambda: None


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


def stamp(
    shells: Path,
    site: Path,
    pages: Iterable[AnyPage],
    extras: Iterable[tuple[str, bytes | MadeLater | Kept]] = (),
    as_of: date | None = None,
) -> StampReport:
    """Write the whole site of one language: register pages, hand-written pages, assets and extras.

    Args:
        shells: Built hand-written site with the shells; may be the same folder as `site`.
        site: Where the finished site stands; cleaned of everything that is not part of it.
        pages: Pages of the register and regions of written pages, in any order.
        extras: Address and content of files that are no pages: search data, calendars, exports.
        as_of: The day on which a review may be overdue; None where none is said to be.

    Raises:
        ForeignFolderError: The folder of the site holds other files.
        ValueError: An address is not allowed or given twice, or a page has no shell in its folder.
    """
    is_in_place = shells == site
    claim(site, may_hold_files=is_in_place)
    part = LanguageSite("", shells, pages, extras)
    manifest = None if is_in_place else manifest_of(shells, site)
    with SiteFolder(site, manifest) as folder:
        stamp_language(folder, part, as_of)
    return StampReport(folder.written, folder.unchanged, folder.removed)


def stamp_language(folder: SiteFolder, part: LanguageSite, as_of: date | None) -> None:
    """Write the site of one language.

    Args:
        folder: Takes the files.
        part: What it is made from.
        as_of: The day on which a review may be overdue; None where none is said to be.
    """
    built = dict(_read_files(str(part.shells)))
    put = _put_together(folder, built, part)
    published = Published(put.addresses)
    for address, content in built.items():
        if SHELL_MARK not in content:
            if address.endswith(".html"):
                content = _with_regions(content, put.regions)
                content = _with_due(content, as_of)
                content = published.resolve(address, content)
            folder.put(part.folder + address, content.replace(HOME_MARK, put.home))
    part.done()


def manifest_of(shells: Path, site: Path, part: str = "") -> Path:
    """Name the file that remembers what was stamped into a site, one for every part of each.

    Args:
        shells: Beside which it stands.
        site: The finished site.
        part: Folder of a language; blank for the root.
    """
    digest = blake2b(str(site.resolve()).encode(), digest_size=8).hexdigest()
    return shells.parent / f"stamp-{digest}{part.rstrip('/')}.kept"


@dataclass(slots=True)
class _Put:
    """What the written pages need of all that is made from the register.

    Attributes:
        home: The register's part of the home page.
        regions: Name → region of written pages.
        addresses: Of the pages of the register, in their language.
    """

    home: bytes = b""
    regions: dict[bytes, bytes] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def joined(self, other: _Put) -> _Put:
        regions, addresses = self.regions | other.regions, self.addresses + other.addresses
        return _Put(self.home or other.home, regions, addresses)


def _put_together(folder: SiteFolder, built: Mapping[str, bytes], part: LanguageSite) -> _Put:
    """Write all that is made from the register, with a second process where that is worth it."""
    pages = part.pages
    is_told = folder.on_write is not None  # a helper could not tell whoever wants to know
    if is_told or not (isinstance(pages, FromBothEnds) and len(pages) >= WORTH_TWO and can_fork()):
        return _put(folder, built, part)
    rest, apart = replace(part, pages=pages.from_back(), extras=()), folder.apart()
    own, (other, states) = with_helper(
        lambda: _put(folder, built, part),
        lambda: (_put(apart, built, rest), apart.states),
    )
    folder.join(states)
    return own.joined(other)


def _put(folder: SiteFolder, built: Mapping[str, bytes], part: LanguageSite) -> _Put:
    """Write every file that is no page, and every page that has a shell."""
    for address, extra in part.extras:
        place = part.folder + _allowed(address, _EXTRA_ADDRESS)
        folder.keep(place) if isinstance(extra, Kept) else folder.put(place, extra)
    shells: dict[str, PageShell] = {}
    put, fill = _Put(), part.words.fill_bytes
    for page in part.pages:
        if isinstance(page, Region):
            put.regions[page.name.encode()] = joined_lines(page.html).encode().strip()
            continue
        if isinstance(page, Kept):
            folder.keep(part.folder + page.address)
            put.addresses.append(page.address)
            continue
        name, _, file = _allowed(page.address, _PAGE_ADDRESS).rpartition("/")
        ready = page if isinstance(page, ReadyPage) else readied(page)
        if not name:
            put.home = fill(ready.body)
            continue
        shell = shells.get(name) or shells.setdefault(name, _shell(name, built))
        digest, address = ready.digest + shell.digest, part.folder + page.address
        put.addresses.append(page.address)
        if not folder.has(address, digest):
            own = (fill(ready.title), file.encode(), fill(ready.body))
            framed = shell.framed(*own, is_seen=page is ready and not part.is_first)
            folder.write(address, digest, shell.fill(*own), framed)
    return put


def readied(page: RenderedPage) -> ReadyPage:
    """Give a page as bytes.

    Args:
        page: Perhaps with marks.
    """
    title, body = str(escape(page.title)).encode(), page.html.encode().strip()
    if body.startswith(b"<h1>"):
        body = b'<h1 id="content">' + body[4:]  # where the skip link leads
    digest = blake2b(b"%b\0%b" % (title, body), digest_size=16).hexdigest()
    return ReadyPage(page.address, title, body, digest)


def _allowed(address: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(address):
        raise ValueError(f"not an address of a site: {address!r}")
    return address


def _shell(folder: str, built: Mapping[str, bytes]) -> PageShell:
    shell = cut(built.get(f"{folder}/index.html", b""))
    if shell is None:
        raise ValueError(f"{folder}/index.html is no shell: it lacks a title or the placeholder")
    return shell


def _with_regions(content: bytes, regions: Mapping[bytes, bytes]) -> bytes:
    """Put every region in its place; a comment that names none stays, and the gate says so."""
    return REGION_MARK.sub(lambda match: regions.get(match[1], match[0]), content)


def _with_due(content: bytes, as_of: date | None) -> bytes:
    """Keep what says that a review is overdue where its day has passed, and drop it elsewhere."""

    def settle(match: re.Match[bytes]) -> bytes:
        if as_of is None or date.fromisoformat(match["day"].decode()) >= as_of:
            return b""
        return b"<%b%b>%b</%b>" % (match["tag"], match["rest"], match["inner"], match["tag"])

    return _DUE.sub(settle, content) if b'data-stamp="due"' in content else content


def _read_files(root: str, folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Give address → content of everything that belongs in the site, in a fixed order."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            address = folder + entry.name
            if entry.is_dir():
                yield from _read_files(root, f"{address}/")
            elif not _NOT_COPIED.fullmatch(address):
                yield address, Path(entry.path).read_bytes()
