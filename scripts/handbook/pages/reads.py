"""What a page was made from: every reading of the register notes what it has read.

A page is made again only where something it has read has changed, so nothing may be read without a
note. What has no note of its own counts as `EVERYTHING`, and such a page is always made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeAlias, TypeVar

Value = TypeVar("Value")
Default = TypeVar("Default")


Read: TypeAlias = tuple[str, str, str]
"""One thing that was read, as small as it can be told apart: kind, place and key.

The kind is record, records, keys, group, reference, references, filled, notices or shared; the
place a sheet key, with a field name where one is needed, or the name of what is shared; the key
that of a record or of a part, blank where the place is read as a whole.
"""

EVERYTHING: Read = ("everything", "", "")
"""Stands for any reading that is not told apart."""


class Reads:
    """Notes what is read while a page is made."""

    def __init__(self) -> None:
        """Begin without any note."""
        self._noted: set[Read] = set()

    def note(self, kind: str, place: str, key: str = "") -> None:
        """Note one thing that is read.

        Args:
            kind: As in `Read`.
            place: As in `Read`.
            key: As in `Read`.
        """
        self._noted.add((kind, place, key))

    def note_all(self, reads: frozenset[Read]) -> None:
        """Note again what was read for something that has been kept since.

        Args:
            reads: As they were gathered then.
        """
        self._noted |= reads

    def note_everything(self) -> None:
        """Note that anything may have been read."""
        self._noted.add(EVERYTHING)

    @contextmanager
    def gathered(self) -> Iterator[set[Read]]:
        """Gather what is read inside; whoever is gathering outside does not see it."""
        outer, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            self._noted = outer


_MANY = 50
_WHOLE = {"record": "records", "reference": "references"}


def coarsened(reads: Collection[Read]) -> frozenset[Read]:
    """Say of a sheet of which very much was read that all of it was.

    Args:
        reads: What was read.
    """
    if len(reads) < _MANY:
        return frozenset(reads)
    counts = Counter((kind, place) for kind, place, _ in reads)
    whole = {each for each, count in counts.items() if count >= _MANY and each[0] in _WHOLE}
    return frozenset(
        (_WHOLE[kind], place, "") if (kind, place) in whole else (kind, place, key)
        for kind, place, key in reads
    )


class Noted(Generic[Value]):
    """A mapping that notes which of its parts are taken."""

    def __init__(self, note: Callable[[str], None], parts: Mapping[str, Value]) -> None:
        """Put notes before a mapping.

        Args:
            note: Notes the key of a part.
            parts: Key → part.
        """
        self._note = note
        self._parts = parts

    def get(self, key: str, default: Default) -> Value | Default:
        """Give a part, or the default where there is none.

        Args:
            key: Of the part.
            default: Given where there is none.
        """
        self._note(key)
        return self._parts.get(key, default)
