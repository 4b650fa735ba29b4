"""Texts brought into one form, so that the same words are found however a file writes them.

Gone are escapes of HTML, JSON and addresses, differences of width, case and accents, blanks,
characters that do not show, and quotation marks, which CSV doubles and spreadsheets hide.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from re import Match
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint32]
"""Code points of a text in its normal form."""

BETWEEN = "\uffff"
"""Stands between texts that do not belong together; in no normal form of one text."""

_MARKUP = re.compile(r"</?(?:br|wbr|mark|b|i|em|strong|span)\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r'\\(?:u([0-9a-fA-F]{4})|[nrt,;/"\\])')
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*")
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cc", "Zs", "Zl", "Zp"})
_QUOTES = "\"'\\"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&"))
"""Those our own pages are written with, the one they may be written twice with last."""
_LAST = 0x10FFFF
_RARE = (0x20000, 0xE0000)  # ideographs only from here to there


def letters(text: str) -> Letters:
    """Give the normal form of a text as code points.

    Args:
        text: A value of a cell.
    """
    return letters_of_plain(plain(text))


def plain(text: str) -> str:
    """Resolve all that a text may be written in otherwise; case, blanks and accents stay.

    Args:
        text: A value of a cell, or what `decoded` gives.
    """
    return normalize("NFKD", _unwritten(text))


def letters_of_plain(text: str) -> Letters:
    """Give the normal form of what `plain` gives.

    Args:
        text: In plain form.
    """
    folded = text.casefold().replace("đ", "d")
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    return points[_kept()[points]]


def decoded(content: bytes) -> str:
    """Read a file or a piece of one as text, markup within words left out.

    Args:
        content: UTF-8 as far as it is text; what is not is replaced.
    """
    text = content.decode("utf-8", "replace")
    if "\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    return _MARKUP.sub("", text) if "<" in text else text


def _unwritten(text: str) -> str:
    """Resolve what HTML and addresses write otherwise, twice over where it was done twice."""
    for _ in range(2):
        if "&" in text:
            for entity, character in _ENTITIES:  # ten times as quick as one call each
                text = text.replace(entity, character)
            text = unescape(text) if "&" in text else text
    return _PERCENT.sub(_from_percent, text) if "%" in text else text


def _unescaped(match: Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[0][1] if match[0][1] in ',;/"\\' else ""


def _from_percent(match: Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


@cache
def _kept() -> NDArray[np.bool_]:
    """Say for every code point whether it stays."""
    kept = np.ones(_LAST + 1, dtype=bool)
    for point in (*range(_RARE[0]), *range(_RARE[1], _RARE[1] + 0x1000)):
        kept[point] = category(chr(point)) not in _DROPPED
    kept[[ord(each) for each in _QUOTES]] = False
    return kept
