"""The tables of hand-written pages, marked up so that a phone shows each row as a card."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

_AFTER_THE_GLOSSARY = 6
_STASHED = re.compile(f"{STX}[^{ETX}]*{ETX}")


class TablesExtension(Extension):
    """Gives every table its class, every head its scope and every cell the head of its column."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Add it to a converter.

        Args:
            md: The converter.
        """
        md.treeprocessors.register(_Marker(md), "written_tables", _AFTER_THE_GLOSSARY)


class _Marker(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            table.set("class", "hb-table hb-written")
            heads = list(table.iter("th"))
            for head in heads:
                head.set("scope", "col")
            labels = [_text(head) for head in heads]
            for row in table.iterfind("tbody/tr"):
                for cell, label in zip(row, labels, strict=False):
                    cell.set("data-label", label)


def _text(head: Element) -> str:
    """Give the words of a head, without what stands for markup that is put in later."""
    return _STASHED.sub("", "".join(head.itertext())).strip()
