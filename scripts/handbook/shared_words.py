"""Texts that differ between languages, as marks in pages that are made once for all of them.

Most of what a page of the register says is the same in every language: names, ids, links, numbers,
tables. Such a page is made once, in several languages together (`zh+en+vi`), with a mark wherever
their texts differ; each language then puts its own texts in the places of the marks. A mark names
what it stands for by its hash: the same texts have the same mark in every process and build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from itertools import islice
from typing import TypeAlias

from markupsafe import escape

_AND = "+"
_EDGE = "\x02"  # stands before and after the hash; no text of a register is shown with it
_EDGE_BYTES = _EDGE.encode()
_MARK = re.compile(rb"\x02([0-9a-f]{18})\x02")

Wording: TypeAlias = tuple[dict[str, str], bool]
"""Language → text, and whether the texts are HTML; plain data."""

_KNOWN: dict[str, Wording] = {}
"""Hash → what it stands for, for every mark made or learnt by this process."""


def together(languages: Iterable[str]) -> str:
    """Name several languages as one that a page is made in.

    Args:
        languages: zh, vi or en; one alone is itself.
    """
    return _AND.join(languages)


def each_of(language: str) -> list[str]:
    """Give the languages that one name stands for.

    Args:
        language: zh, vi or en, or several `together`.
    """
    return language.split(_AND)


def in_each(language: str, text: Callable[[str], str]) -> str:
    """Give a text in a language; in several, a mark, unless all of them say the same.

    Args:
        language: zh, vi or en, or several together.
        text: Gives it in one language; what it is made from may hold marks.
    """
    return _given(language, text, told, is_html=False)


def html_in_each(language: str, html: Callable[[str], str]) -> str:
    """Give HTML in a language; in several, a mark, unless all of them say the same.

    Args:
        language: zh, vi or en, or several together.
        html: Gives it in one language; what it is made from may hold marks.
    """
    return _given(language, html, lambda given, each: Words(each).fill(given), is_html=True)


def _given(
    language: str,
    give: Callable[[str], str],
    without_marks: Callable[[str, str], str],
    *,
    is_html: bool,
) -> str:
    if _AND not in language:
        return give(language)
    texts = {each: str(without_marks(give(each), each)) for each in each_of(language)}
    return _marked(texts, is_html=is_html)


def told(text: str, language: str) -> str:
    """Give a text without marks.

    Args:
        text: Plain, perhaps with marks.
        language: zh, vi or en.
    """
    if _EDGE not in text:
        return text
    parts = text.split(_EDGE)
    parts[1::2] = [_KNOWN[each][0][language] for each in parts[1::2]]
    return "".join(parts)


def _marked(texts: dict[str, str], *, is_html: bool) -> str:
    said = list(texts.values())
    if said.count(said[0]) == len(said):
        return said[0]
    content = "\0".join((*texts, *said, str(is_html)))
    name = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
    if _KNOWN.setdefault(name, (texts, is_html))[0] != texts:
        raise ValueError(f"two wordings have the hash {name}")
    return f"{_EDGE}{name}{_EDGE}"


class Wordings:
    """Tells what marks stand for that have been made since it told so last."""

    def __init__(self) -> None:
        """Begin with the marks that are made from now on."""
        self._told = len(_KNOWN)

    def new(self) -> dict[str, Wording]:
        """Give hash → what it stands for."""
        made = len(_KNOWN) - self._told
        self._told = len(_KNOWN)
        return dict(islice(reversed(_KNOWN.items()), made))


def wordings_in(*texts: str | bytes) -> dict[str, Wording]:
    """Give what the marks in some texts stand for.

    Args:
        texts: Pages, parts of pages or compiled templates.
    """
    found: set[str] = set()
    for text in texts:
        content = text.encode() if isinstance(text, str) else text
        found.update(each.decode() for each in _MARK.findall(content))
    return {name: _KNOWN[name] for name in sorted(found)}


def learn(wordings: Mapping[str, Wording]) -> None:
    """Take over what marks stand for from the process that made them.

    Args:
        wordings: Hash → what it stands for.
    """
    for name, wording in wordings.items():
        _KNOWN.setdefault(name, wording)


class Words:
    """Puts the texts of one language in the places of the marks of a page."""

    def __init__(self, language: str) -> None:
        """Begin with nothing looked up.

        Args:
            language: zh, vi or en.
        """
        self._texts = _Escaped(language)

    @property
    def used(self) -> list[bytes]:
        """Every text put into a page so far, as it stands there."""
        return list(self._texts.values())

    def fill(self, html: str) -> str:
        """Give HTML without marks.

        Args:
            html: Perhaps with marks.
        """
        return self.fill_bytes(html.encode()).decode() if _EDGE in html else html

    def fill_bytes(self, html: bytes) -> bytes:
        """Give a page without marks; texts are escaped.

        Args:
            html: Perhaps with marks.
        """
        parts = html.split(_EDGE_BYTES)
        if len(parts) > 1:
            parts[1::2] = map(self._texts.__getitem__, parts[1::2])
            return b"".join(parts)
        return html


class _Escaped(dict[bytes, bytes]):
    """Hash → what it stands for in one language, as it stands in a page."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, name: bytes) -> bytes:
        texts, is_html = _KNOWN[name.decode()]
        text = texts[self._language]
        html = self[name] = (text if is_html else str(escape(text))).encode()
        return html
