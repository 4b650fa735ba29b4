"""Cut pages into pieces, so that what many pages share is looked at once.

Of six lines of a page of the register five stand in other pages too, and of what is left, cut at
its elements, four pieces of five.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from posixpath import dirname
from typing import Generic, TypeVar

from handbook.outgoing import Link

T = TypeVar("T")

_WITHIN_WORDS = re.compile(
    rb"</?(?=[bwmiesBWMIES])(?:br|wbr|mark|b|i|em|strong|span)[^!-~]*/?>", re.IGNORECASE
)  # elements without attributes: a text goes on across them; most others are told by one letter
_ORDINARY = re.compile(
    rb"""
    (?: \n                                                # the beginning of a line,
    | /? (?! (?:script|style|link|use|image|feimage|base|meta)\b) [a-z][a-z0-9]*  # or an element
        (?: \ href=" (?! [^"]* (?:\( | [^\w:-]%(telling)b\s*=)) [^"]* "         # with references
        | \ (?! %(telling)b[ =/>]) [a-zA-Z0-9-]+                                # and what is none
            (?: =" [^"=(@]* (?:%(plain)b [^"=(@]*)* ")?
        )* /?>
    )
    [^(@]* (?:%(plain)b [^(@]*)*                          # and the text up to the next element
    """
    % {
        b"telling": rb"(?:href|src|srcset|action|formaction|poster|data|background|style|http-equiv"
        rb"|data-stamp)",
        b"plain": rb"(?:(?<![lL])\(|@(?![iI]))",  # neither `url(` nor `@import`
    },
    re.VERBOSE,
)
_REFERENCE = re.compile(rb' href="([^"]*)"')
_OF_FOLDER = re.compile(rb"[\w./]")  # others, such as `#…` and `?…`, may depend on the page


class Pieces:
    """Takes page after page, and passes over what was in one before it."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._lines: set[bytes] = set()
        self._pieces: set[bytes] = set()
        self._others: set[bytes] = set()

    def new_in(self, lines: set[bytes]) -> tuple[set[bytes], bool]:
        """Give the pieces of a page that were in none before it.

        A text is never in two pieces, wherever it is written with `&lt;` for its `<`.

        Args:
            lines: The page or a part of it, in any order.

        Returns:
            The pieces, and whether all of the page is written as our templates write: each element
            ends in the line it begins in and refers to nothing but what `References` finds.
        """
        lines = lines - self._lines
        pieces = set(_pieces_of(lines)) - self._pieces
        others = {each for each in pieces if not _ORDINARY.fullmatch(each)}
        new = pieces - self._others
        self._pieces |= pieces - others
        self._others |= others
        if not others:  # lines with anything else in them are never passed over
            self._lines |= lines
        return new, not others


def _pieces_of(lines: Iterable[bytes]) -> list[bytes]:
    """Cut lines before every element, whose `<` is left out; a line begins with a break."""
    joined = b"<\n".join((b"", *lines))
    return _WITHIN_WORDS.sub(b"", joined).split(b"<")[1:]


class References(Generic[T]):
    """Judges what the pages of folders refer to, each reference once for all pages of a folder."""

    def __init__(self, judge: Callable[[str, Link], T]) -> None:
        """Begin with nothing judged.

        Args:
            judge: Says what there is to say of a link on the page with an address.
        """
        self._judge = judge
        self._folders: dict[str, dict[bytes, T]] = {}

    def of(self, address: str, part: bytes) -> list[T]:
        """Give what there is to say of each reference.

        Args:
            address: Of the page, from the root of the site.
            part: A part of it that is written as our templates write.
        """
        known = self._folders.setdefault(dirname(address), {})
        found = set(_REFERENCE.findall(part))
        new = found.difference(known)
        of_page = {each for each in new if not _OF_FOLDER.match(each)}
        for each in new - of_page:
            known[each] = self._judge(address, _link(each))
        return [
            *map(known.__getitem__, found - of_page),
            *(self._judge(address, _link(each)) for each in of_page),
        ]


def _link(reference: bytes) -> Link:
    return Link("a", unescape(reference.decode("utf-8", "replace")).strip())
