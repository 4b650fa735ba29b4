"""XML of a workbook changed in place: only the bytes that must differ do.

A part is read to learn where its elements begin and end, and new text is spliced in between, so
that whatever else stands in it, known to us or not, stays as its own program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_OPENING = re.compile(r"<(/?)(?=[A-Za-z])")
_DECLARED_UTF_16 = re.compile(r"""encoding=(["'])utf-16\1""", re.IGNORECASE)


@dataclass
class Element:
    """An element and where it lies in its part.

    Attributes:
        name: Without its prefix.
        prefix: With its colon (`x:`), or blank.
        attributes: By name as written.
        start: Offset of its first byte.
        inner: Offset behind its opening tag.
        close: Offset of its closing tag; the same as `inner` where it has none.
        end: Offset behind it.
        children: Those that were asked for.
        text: Text directly in it, where its level was asked for.
    """

    name: str
    prefix: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def is_closed_at_once(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.close == self.inner == self.end

    def named(self, name: str) -> Iterator[Element]:
        """Give the children of a name, in order."""
        return (child for child in self.children if child.name == name)

    def child(self, name: str) -> Element | None:
        """Give the first child of a name, or None."""
        return next(self.named(name), None)

    def attribute(self, name: str) -> str:
        """Give an attribute whatever its prefix; blank where it is missing."""
        found = (value for key, value in self.attributes.items() if key.split(":")[-1] == name)
        return next(found, "")


class Edit(NamedTuple):
    """Bytes to put in the place of others: those from `start` up to `end`."""

    start: int
    end: int
    content: bytes


def read_markup(content: bytes, levels: int) -> Element:
    """Learn where the elements of a part lie.

    Args:
        content: The part, UTF-8, as `as_utf8` gives it.
        levels: How deep below the root; deeper elements are passed over.

    Raises:
        ExpatError: It is no XML.
    """
    return _Reader(content, levels).root


class _Reader:
    def __init__(self, content: bytes, levels: int) -> None:
        self._content = content
        self._levels = levels
        self._open: list[Element] = []
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self.root: Element
        self._parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth <= self._levels:
            prefix, colon, name = tag.rpartition(":")
            start = self._parser.CurrentByteIndex
            opening = _TAG.match(self._content, start)
            inner = opening.end() if opening else start
            element = Element(name, prefix + colon, attributes, start, inner)
            if self._open:
                self._open[-1].children.append(element)
            else:
                self.root = element
            self._open.append(element)
        self._depth += 1

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._depth > self._levels:
            return
        element = self._open.pop()
        if self._content[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
        else:
            element.close = self._parser.CurrentByteIndex
            element.end = self._content.index(b">", element.close) + 1

    def _text(self, piece: str) -> None:
        if self._depth == len(self._open):
            self._open[-1].text += piece


def splice(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits that do not overlap; those at one place in the order given.

    Args:
        content: The part.
        edits: In any order.
    """
    pieces: list[bytes] = []
    reached = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        pieces += [content[reached : edit.start], edit.content]
        reached = edit.end
    return b"".join([*pieces, content[reached:]])


def append_to(content: bytes, element: Element, addition: bytes) -> Edit:
    """Put something at the end of an element, opening it where it is written `<name/>`.

    Args:
        content: The part.
        element: Where.
        addition: What.
    """
    if not element.is_closed_at_once:
        return Edit(element.close, element.close, addition)
    opening = content[element.start : element.end - 2].rstrip() + b">"
    closing = f"</{element.prefix}{element.name}>".encode()
    return Edit(element.start, element.end, opening + addition + closing)


def with_attribute(content: bytes, element: Element, name: str, value: str) -> Edit:
    """Set an attribute in the opening tag of an element.

    Args:
        content: The part.
        element: Which.
        name: Without prefix.
        value: New value.
    """
    opening = content[element.start : element.inner]
    found = re.search(rf"""(\s{name}\s*=\s*)("[^"]*"|'[^']*')""".encode(), opening)
    written = f" {name}={quoteattr(value)}".encode()
    if found:
        return Edit(element.start + found.start(), element.start + found.end(), written)
    place = element.start + len(f"<{element.prefix}{element.name}")
    return Edit(place, place, written)


def as_utf8(content: bytes) -> bytes:
    """Give a part in UTF-8; nearly every part is already."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content
    return _DECLARED_UTF_16.sub('encoding="UTF-8"', content.decode("utf-16"), count=1).encode()


def prefixed(fragment: str, prefix: str) -> bytes:
    """Write a fragment with the prefix its part uses.

    Args:
        fragment: Elements without prefix; texts in it hold no `<`.
        prefix: With its colon, or blank.
    """
    return _OPENING.sub(rf"<\1{prefix}", fragment).encode()


def written_text(text: str) -> str:
    """Write a text so that every program reads it back as it is.

    Args:
        text: Anything; what XML cannot hold becomes the replacement character.
    """
    whole = _LOOKS_ESCAPED.sub("_x005F_", _NO_XML.sub("\ufffd", text))
    return escape(whole, {"\r": "_x000D_"})


def read_text(text: str) -> str:
    """Read a text with the escapes of spreadsheets (`_x000D_`) resolved."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
