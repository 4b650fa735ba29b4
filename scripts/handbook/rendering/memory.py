"""Remembers what every page was made from, so that only what has changed is rendered again.

Each entry is kept with what it read, and each thing that was read with a few bytes of what it said.
In the next build an entry is fresh if all it read says the same, its files stand in the site as
they were written, and nothing else that shapes pages (program, texts, shells, day, audience) has
changed. An entry that may have read anything is never fresh.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from handbook.kept_data import load_kept, save_kept
from handbook.pages.leaves import Leaves, Prints
from handbook.pages.reads import EVERYTHING, Read
from handbook.shared_words import Wording, learn, wordings_in

DigestOf = Callable[[str], "str | None"]
"""Gives the digest of what a file of the site is made from, if it stands there as written."""

_FORMAT = 6
_PARTS = 1 << 22  # most parts of a place; a number is that of the place times this, plus the part's


@dataclass(eq=False)
class _Place:
    """What was read of one kind in one place.

    Attributes:
        kind: As in `Read`.
        name: Place, as in `Read`.
        roots: What decides all that is said there.
        keys: Keys that were read.
        prints: What each of them said.
        reads: Numbers of what all that is said there was made from, packed; blank for what stands
            in the register itself, or was made from anything.
    """

    kind: str
    name: str
    roots: frozenset[str] = frozenset()
    keys: list[str] = field(default_factory=list)
    prints: list[bytes] = field(default_factory=list)
    reads: bytes = b""

    @classmethod
    def recalled(cls, content: list[Any]) -> _Place:
        kind, name, roots, *said = content
        return cls(kind, name, frozenset(roots), *said)

    @property
    def content(self) -> list[Any]:
        """What is kept of it."""
        return [self.kind, self.name, sorted(self.roots), self.keys, self.prints, self.reads]


_Entry = tuple[bytes, dict[str, "str | None"]]
"""Numbers of what was read, packed; address of each file → digest of what it is made from."""


Piece = tuple[tuple[str, ...], ...]
"""Texts of what becomes a part of written pages, such as name and HTML of each."""

_Kept = tuple[
    dict[str, bytes], list[list[Any]], dict[str, _Entry], dict[str, Piece], dict[str, Wording]
]


class _Known(dict[Read, int]):
    """The number of everything that was read, asked for once; each page asks for a hundred."""

    def __init__(self, number: Callable[[Read], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, read: Read) -> int:
        number = self[read] = self._number(read)
        return number


class PageMemory:
    """What the pages of one site and language were made from."""

    def __init__(self, file: Path, key: str, leaves: Leaves, digest_of: DigestOf) -> None:
        """Recall the last build, if it was shaped by the same, and see what says the same still.

        Args:
            file: Where it is kept between builds.
            key: Of everything that shapes pages beside the register.
            leaves: What can be read in the register as it is now.
            digest_of: Of the site as it stands.
        """
        self._file, self._key, self._leaves = file, [_FORMAT, key], leaves
        kept: _Kept = load_kept(file, self._key) or ({}, [], {}, {}, {})
        roots, places, self._last, self._last_pieces, wordings = kept
        learn(wordings)
        self._pieces: dict[str, Piece] = {}
        self._digest_of = digest_of
        self._places = [_Place.recalled(each) for each in places]
        self._stale: set[int] = set()
        self._entries: dict[str, _Entry] = {}
        self._numbers: dict[tuple[str, str], tuple[int, dict[str, int]]] = {}
        self._known = _Known(self._number)
        self._compare(roots)

    def _compare(self, roots: Prints) -> None:
        """Gather the numbers of what says something else now, and take over what it says."""
        now = self._leaves.roots
        moved = {name for name in roots.keys() | now.keys() if roots.get(name) != now.get(name)}
        waiting = {
            number for number, place in enumerate(self._places) if not moved.isdisjoint(place.roots)
        }
        while waiting:
            self._look_at(next(iter(waiting)), waiting)

    def _look_at(self, number: int, waiting: set[int]) -> None:
        """See what is said in a place, after all it is made from; made from the same, the same."""
        waiting.remove(number)
        place = self._places[number]
        reads = array("I", place.reads)
        for other in {each // _PARTS for each in reads}:
            if other in waiting:
                self._look_at(other, waiting)
        if reads and self._stale.isdisjoint(reads):
            return
        place.roots = self._leaves.roots_of(place.kind, place.name)
        prints = [self._leaves.print(place.kind, place.name, key) for key in place.keys]
        pairs = enumerate(zip(place.prints, prints, strict=True))
        self._stale.update(number * _PARTS + part for part, (old, new) in pairs if old != new)
        place.prints = prints
        place.reads = self._packed(self._leaves.reads_of(place.kind, place.name))

    def _packed(self, reads: frozenset[Read]) -> bytes:
        """Number what was read; nothing where it may have been anything."""
        if EVERYTHING in reads:
            return b""
        return array("I", sorted(map(self._known.__getitem__, reads))).tobytes()

    def fresh(self, name: str) -> tuple[str, ...] | None:
        """Keep an entry if it is fresh.

        Args:
            name: Of the entry.

        Returns:
            The addresses of its files; None where it must be made.
        """
        known = self._last.get(name)
        if known is None or not self._stale.isdisjoint(array("I", known[0])):
            return None
        if any(self._digest_of(address) != digest for address, digest in known[1].items()):
            return None
        self._entries[name] = known
        return tuple(known[1])

    def fresh_piece(self, name: str) -> Piece | None:
        """Give an entry that is a part of a written page, if it is fresh.

        Args:
            name: Of the entry.

        Returns:
            None where it must be made.
        """
        piece = self._last_pieces.get(name)
        if piece is None or self.fresh(name) is None:
            return None
        self._pieces[name] = piece
        return piece

    def note_piece(self, name: str, piece: Piece, reads: frozenset[Read]) -> None:
        """Remember an entry that is a part of a written page, and what it was made from.

        Args:
            name: Of the entry.
            piece: What was made.
            reads: All that was read of the register to make it.
        """
        self._pieces[name] = piece
        self.note(name, (), reads)

    def note(
        self, name: str, addresses: Iterable[str] | Mapping[str, str], reads: frozenset[Read]
    ) -> None:
        """Remember what an entry was made from; forget one that may have read anything.

        Args:
            name: Of the entry.
            addresses: Of its files; with the digest of each where that is known already.
            reads: All that was read of the register to make them.
        """
        if EVERYTHING not in reads:
            known = addresses if isinstance(addresses, Mapping) else dict.fromkeys(addresses)
            self._entries[name] = (self._packed(reads), {**known})

    def _number(self, read: Read) -> int:
        kind, name, key = read
        known = self._numbers.get((kind, name))
        if known is None:
            known = self._numbers[kind, name] = self._numbered(kind, name)
        first, parts = known
        part = parts.get(key)
        if part is None:
            part = parts[key] = len(parts)
            place = self._places[first // _PARTS]
            place.keys.append(key)
            place.prints.append(self._leaves.print(kind, name, key))
        return first + part

    def _numbered(self, kind: str, name: str) -> tuple[int, dict[str, int]]:
        for number, place in enumerate(self._places):
            if (place.kind, place.name) == (kind, name):
                return number * _PARTS, {key: part for part, key in enumerate(place.keys)}
        reads = self._packed(self._leaves.reads_of(kind, name))
        self._places.append(_Place(kind, name, self._leaves.roots_of(kind, name), reads=reads))
        return (len(self._places) - 1) * _PARTS, {}

    def keep(self) -> None:
        """Keep all this for the next build; call it once the files are written."""
        entries = {
            name: (
                numbers,
                {each: known or self._digest_of(each) for each, known in files.items()},
            )
            for name, (numbers, files) in self._entries.items()
        }
        places = [place.content for place in self._places]
        wordings = wordings_in(*(text for piece in self._pieces.values() for text in chain(*piece)))
        kept: _Kept = (dict(self._leaves.roots), places, entries, self._pieces, wordings)
        save_kept(self._file, self._key, kept)
