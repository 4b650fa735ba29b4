"""The register's pages as the Markdown somebody would write by hand: headings, lists, tables."""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#&])")
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS = {**_HEADINGS, "p": "", "caption": "", "summary": "### ", "li": "- "}
_CELLS = frozenset({"td", "th", "dt", "dd"})
_TABLES = frozenset({"table", "dl"})


def to_markdown(html: str, address: str, pages: Collection[str], ending: str) -> str:
    """Turn a rendered page into Markdown with the same words and links.

    Drawings go; definition lists become tables; a link to a page that is not there becomes words.

    Args:
        html: Body of the page.
        address: Of the page, from the root of the site.
        pages: Addresses there are.
        ending: What files end with where links lead: `.md` or `.html`.
    """
    writer = _Writer(address, pages, ending)
    writer.feed(html)
    return "\n\n".join(writer.blocks) + "\n"


class _Writer(HTMLParser):
    def __init__(self, address: str, pages: Collection[str], ending: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._folder = dirname(address)
        self._pages, self._ending = pages, ending
        self._text: list[str] = []
        self._row: list[str] = []
        self._rows: list[list[str]] = []
        self._link = ""
        self._is_drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_drawing |= tag == "svg"
        if tag in _BLOCKS or tag in _CELLS:
            self._text.clear()
        elif tag == "a" and not self._is_drawing:
            self._link = self._target(dict(attrs).get("href") or "")
            self._text.append("[" if self._link else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._is_drawing = False
        elif tag == "a" and self._link:
            self._text.append(f"]({self._link})")
            self._link = ""
        elif tag in _BLOCKS and not self._is_drawing:
            self._block(_BLOCKS[tag])
        elif tag in _CELLS:
            self._row.append(self._take())
        elif tag in {"tr", "div"} and self._row:
            self._rows.append(self._row)
            self._row = []
        elif tag in _TABLES and self._rows:
            self._table()

    def handle_data(self, data: str) -> None:
        if not self._is_drawing:
            self._text.append(_SPECIAL.sub(r"\\\1", data))

    def _take(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        return text

    def _block(self, prefix: str) -> None:
        text = self._take()
        if text:
            self.blocks.append(prefix + text)

    def _table(self) -> None:
        first, *rest = self._rows
        lines = [first, ["---"] * len(first), *rest]
        self.blocks.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        self._rows = []

    def _target(self, href: str) -> str:
        path = href.partition("#")[0]
        if not path or normpath(join(self._folder, path)) not in self._pages:
            return ""
        return path.removesuffix(".html") + self._ending
