"""The texts of a rendered page by section, as somebody reads it, to compare whole sections."""

from __future__ import annotations

from html.parser import HTMLParser

_BREAKS = {"p", "li", "tr", "dt", "caption", "summary", "h2", "h3", "text", "desc", "title", "h1"}
_GAPS = {"td", "th", "dd"}


class _Sections(HTMLParser):
    """Cuts a page at its second-level headings that have an anchor."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {"": ""}
        self._now = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2" or tag == "footer":
            self._now = dict(attrs).get("id") or tag
            self.found[self._now] = ""
        if tag in _BREAKS:
            self.found[self._now] += "\n"
        if tag in _GAPS:
            self.found[self._now] += " "

    def handle_data(self, data: str) -> None:
        self.found[self._now] += data.replace("\n", " ")


def section_texts(html: str) -> dict[str, list[str]]:
    """Give the lines of every section of a page.

    Args:
        html: As rendered.

    Returns:
        Anchor of the section → its lines, without blank ones; what stands above the first under a
        blank anchor.
    """
    parser = _Sections()
    parser.feed(html)
    parser.close()
    return {
        anchor: [line for each in text.split("\n") if (line := " ".join(each.split()))]
        for anchor, text in parser.found.items()
    }
