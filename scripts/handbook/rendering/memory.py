"""Remembers what every page was made from, so that only what has changed is rendered again.

Each entry is kept with what it read, and each thing that was read with a few bytes of what it said.
In the next build an entry is fresh if all it read says the same, its pages stand in the site as
they were written, and nothing else that shapes pages (program, texts, shells, day, audience) has
changed. An entry that may have read anything is never fresh.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handbook.pages import Book
from handbook.pages.leaves import RecordPrints, fingerprint
from handbook.pages.reads import EVERYTHING, Read
from handbook.rendering.fragments import RenderedEntry

_FORMAT = 1

DigestOf = Callable[[str], "str | None"]
"""Gives the digest of what a page of the site is made from, if it stands there as written."""


class PageMemory:
    """What the pages of one site and language were made from."""

    def __init__(self, file: Path, key: str, book: Book, records: RecordPrints) -> None:
        """Recall the last build, if it was shaped by the same, and see what says the same still.

        Args:
            file: Where it is kept between builds.
            key: Of everything that shapes pages beside the register.
            book: Of the register as it is now.
            records: What its records say.
        """
        self._file, self._key = file, key
        self._book, self._records = book, records
        self._last, reads, prints = _load(file, key)
        self._numbers: dict[Read, int] = {read: number for number, read in enumerate(reads)}
        self._prints = [fingerprint(read, book, records) for read in reads]
        self._stale = {
            number
            for number, (told, now) in enumerate(zip(prints, self._prints, strict=True))
            if told != now
        }
        self._entries: dict[str, tuple[list[int], dict[str, str | None]]] = {}

    def fresh(self, name: str, digest_of: DigestOf) -> tuple[str, ...] | None:
        """Keep an entry if it is fresh.

        Args:
            name: Of the entry.
            digest_of: Of the site as it stands.

        Returns:
            The addresses of its pages; None where it must be rendered.
        """
        known = self._last.get(name)
        if known is None or not self._stale.isdisjoint(known[0]):
            return None
        if any(digest_of(address) != digest for address, digest in known[1].items()):
            return None
        self._entries[name] = known
        return tuple(known[1])

    def note(self, rendered: RenderedEntry) -> None:
        """Remember what an entry was made from; forget one that may have read anything.

        Args:
            rendered: The entry.
        """
        has_shells = all("/" in each.address for each in rendered.fragments)  # unlike the home page
        if has_shells and EVERYTHING not in rendered.reads:
            numbers = sorted(map(self._number, rendered.reads))
            pages = dict.fromkeys(each.address for each in rendered.fragments)
            self._entries[rendered.name] = (numbers, pages)

    def _number(self, read: Read) -> int:
        number = self._numbers.get(read)
        if number is None:
            number = self._numbers[read] = len(self._prints)
            self._prints.append(fingerprint(read, self._book, self._records))
        return number

    def keep(self, digest_of: DigestOf) -> None:
        """Keep all this for the next build; call it once the pages are written.

        Args:
            digest_of: Of the site as it stands now.
        """
        entries = {
            name: (numbers, {address: digest_of(address) for address in pages})
            for name, (numbers, pages) in self._entries.items()
        }
        content = [_FORMAT, self._key, list(self._numbers), self._prints, entries]
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        part.replace(self._file)


def _load(file: Path, key: str) -> tuple[dict[str, Any], list[Read], list[str]]:
    try:
        form, last_key, reads, prints, entries = json.loads(file.read_bytes())
    except (OSError, ValueError):  # none yet, or damaged: everything is rendered
        return {}, [], []
    if (form, last_key) != (_FORMAT, key):
        return {}, [], []
    return entries, [(kind, place, name) for kind, place, name in reads], prints
