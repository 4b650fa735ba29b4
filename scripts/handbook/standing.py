"""Where the data of a site stands: what it was made from and when, for its foot and a page.

Nothing here tells of anything the audience may not see: two registers that look the same to it have
the same versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from math import ceil
from pathlib import Path

from jinja2 import Environment

from handbook.pages import Book
from handbook.pages.index import FOLDERS
from handbook.pages.leaves import Prints
from handbook.pages.reads import FINDINGS, PAST
from handbook.publishable import Publishable
from handbook.rendering.translations import translations
from handbook.stamping import RenderedPage

STANDING_ADDRESS = "changes/publication.html"
STANDING_FILE = "publication.json"
"""What the script at the foot of every page reads."""
ROWS_FILE = "source_rows.json"
"""In which row of its sheet each record stands."""
STANDING_TITLE = "发布说明"
"""Word of the interface."""
_LED_TO = (*FOLDERS, "postings")
"""Sheets whose rows the pages lead editors to."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """What a site was made from.

    Attributes:
        as_of: The day the register spoke about, as `2026-06-30`.
        pulled_at: ISO time with zone at which it was pulled; blank where nobody pulled it.
        data: Version of the data as the audience sees it, 8 hexadecimal digits.
        guidance: Version of the written guidance in all languages, the same.
        build: Version of all that shapes the site: data, history, day, pages and program.
        audience: Whom the site is for.
        sample: Whether all data is made up.
    """

    as_of: str
    pulled_at: str
    data: str
    guidance: str
    build: str
    audience: str
    sample: bool

    def pulled_on(self) -> str:
        """Give day and minute of the pull as its clock showed them; blank without one."""
        if not self.pulled_at:
            return ""
        return datetime.fromisoformat(self.pulled_at).strftime("%Y-%m-%d %H:%M")


def standing_of(
    publishable: Publishable, roots: Prints, docs: Path, made_with: Iterable[str]
) -> Standing:
    """Say what a site is made from.

    Args:
        publishable: The register as the audience may see it.
        roots: What its sheets, its findings and its past say, as `unordered` gives it.
        docs: Folder of the written pages of all languages.
        made_with: Digests of whatever else shapes the site.
    """
    said = {name: each.hex() for name, each in sorted(roots.items())}
    data = _digest(*(f"{name}={each}" for name, each in said.items() if name != PAST))
    as_of, audience = publishable.as_of.isoformat(), publishable.audience.name
    manifest = publishable.manifest
    return Standing(
        as_of,
        manifest.pulled_at,
        data,
        guidance_version(docs),
        _digest(data, as_of, audience, said.get(PAST, ""), *made_with),
        audience,
        manifest.is_sample,
    )


def unordered(publishable: Publishable, roots: Prints) -> Prints:
    """Say what a register says, in whatever order its sheets and rows stand.

    Args:
        publishable: The register as the audience may see it.
        roots: What its sheets, its findings and its past say.
    """
    held = sorted((each.sheet, each.key, each.code) for each in publishable.held)
    told = (sorted(map(repr, publishable.findings)), held, sorted(publishable.first_told.items()))
    return {**roots, FINDINGS: bytes.fromhex(_digest(repr(told)))}


_PULLED = "数据取自 {pulled} · 数据版本 {data} · 指南版本 {guidance} · 构建 {build}"
_PLAIN = "数据截至 {day} · 数据版本 {data} · 指南版本 {guidance} · 构建 {build}"
_STALE = (
    "这里的数据已经 {days} 天没有更新（上一次是 {time}），请先到登记表或向组织部门核对，再照着办。"
)
"""What the script says; the braces are filled by it, in the reader's own time."""


def standing_files(
    standing: Standing, publishable: Publishable, language: str, stale_after_hours: float
) -> dict[str, bytes]:
    """Give what the script at the foot of every page reads.

    Args:
        standing: What the site is made from.
        publishable: The register as the audience may see it.
        language: Language of the site.
        stale_after_hours: So old may the data be before readers are warned.

    Returns:
        Address → content; for editors also in which row each record stands, which no page says,
        because sorting a sheet must not change a page.
    """
    gettext = translations(language).gettext
    told = {
        **asdict(standing),
        "after": stale_after_hours,
        "words": gettext(_PULLED if standing.pulled_at else _PLAIN),
        "stale": gettext(_STALE),
    }
    files = {STANDING_FILE: (json.dumps(told, ensure_ascii=False) + "\n").encode()}
    if publishable.sheet_links:
        rows = {
            sheet: dict(table.row_numbers)
            for sheet, table in publishable.tables.items()
            if sheet in _LED_TO and sheet in publishable.sheet_links
        }
        files[ROWS_FILE] = json.dumps(rows, separators=(",", ":"), sort_keys=True).encode()
    return files


def guidance_version(docs: Path) -> str:
    """Give the version of the written guidance in all languages.

    Args:
        docs: Folder of the written pages of all languages.
    """
    files = sorted(docs.glob("*/guidance/*.md"))
    return _digest(*(f"{each.relative_to(docs)} {each.read_text('utf-8')}" for each in files))


def _digest(*texts: str) -> str:
    digest = blake2b(digest_size=_DIGITS // 2)
    for text in texts:
        digest.update(f"{len(text)} ".encode() + text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def render_standing(
    standing: Standing, book: Book, environment: Environment, stale_after_hours: float
) -> RenderedPage:
    """Render the page that says where the data stands.

    Args:
        standing: What the site is made from.
        book: Of the language of the page.
        environment: The same.
        stale_after_hours: So old may the data be before readers are warned.
    """
    title: str = environment.filters["t"](STANDING_TITLE)
    html = environment.get_template("standing.html").render(
        title=title,
        standing=standing,
        hours=f"{stale_after_hours:g}",
        next_update=_next_update(book.index.as_of, stale_after_hours),
        source=book.no_source,
    )
    return RenderedPage(STANDING_ADDRESS, title, html)


def _next_update(as_of: date, hours: float) -> date:
    return as_of + timedelta(days=ceil(hours / 24))
