"""Columns kept short in the files that a telephone loads; `assets/names.js` reads them.

Text stays text, each distinct value once, so that anything in such a file can be searched for and
told apart from what may not be there. Only what is counted is packed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

SEPARATOR = "|"
"""Stands between the texts of a column: unlike a line break one byte in JSON."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_COUNTED_KEY = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)
_MORE = 32  # the bit that says another digit follows


def joined(texts: Iterable[str]) -> str:
    """Put texts into one, each on one line and without the separator.

    Args:
        texts: Any texts; a bar in one becomes its full-width form, which folds to the same.
    """
    return SEPARATOR.join(" ".join(text.split()).replace(SEPARATOR, "｜") for text in texts)


def told_once(texts: Sequence[str]) -> list[str]:
    """Give a column of text: its distinct values joined, and the packed place of every row's.

    Args:
        texts: One per row.

    Returns:
        Joined texts and packed places from 0; places are blank where no text comes twice.
    """
    places: dict[str, int] = {}
    rows = [places.setdefault(text, len(places)) for text in texts]
    return [joined(places), packed(rows) if len(places) < len(rows) else ""]


def packed(numbers: Iterable[int]) -> str:
    """Write whole numbers as their steps from one to the next, from 0, in a few letters each.

    Args:
        numbers: Not negative.

    Source: Base 64 VLQ, ECMA-426 (Source map format specification), with `-_` for `+/`.
    """
    return "".join(_step(now - before) for before, now in pairwise((0, *numbers)))


def _step(step: int) -> str:
    left, digits = (step << 1 if step >= 0 else (-step << 1) | 1), ""
    while left >= _MORE:
        digits += _DIGITS[left % _MORE + _MORE]
        left //= _MORE
    return digits + _DIGITS[left]


def key_runs(keys: Iterable[str]) -> str:
    """Write keys that count on as the first of a run and how many follow: `C-00001*450`.

    Args:
        keys: Ids in their order, none with a bar or a star.
    """
    return SEPARATOR.join(f"{first}*{more}" if more else first for first, more in _runs(keys))


def _runs(keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    first, more, expected = "", 0, ""
    for key in keys:
        if key == expected:
            more += 1
        else:
            if first:
                yield first, more
            first, more = key, 0
        expected = _after(key)
    if first:
        yield first, more


def _after(key: str) -> str:
    found = _COUNTED_KEY.fullmatch(key)
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}d}" if found else ""
