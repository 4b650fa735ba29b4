"""The pages of the register, made once for all languages of a site.

Those that would be the same again are kept. The others are made while the files of each language
that are no pages are made in a process of its own: this process makes them, and hands them over as
it goes along. A small site is not worth that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment

from handbook.forking import can_fork
from handbook.languages import language_root
from handbook.pages import Book, Entry, entries
from handbook.relay import Relay
from handbook.rendering.fragments import RenderedEntry, render_entry
from handbook.rendering.memory import PageMemory
from handbook.shared_words import Wording, Wordings, learn
from handbook.site_folder import SiteFolder
from handbook.stamping import DIGEST_LENGTH, Kept, ReadyPage, RenderedPage, readied


def page_digest(folders: Mapping[str, SiteFolder], address: str) -> str | None:
    """Give the digest of a page that stands in all languages as it was written.

    Args:
        folders: Language → its site.
        address: From the root of each.

    Returns:
        As in `ReadyPage`; None where the page is not there or another in any of them.
    """
    digests = {
        (folder.digest(language_root(language) + address) or "")[:DIGEST_LENGTH]
        for language, folder in folders.items()
    }
    return digests.pop() or None if len(digests) == 1 else None


MANY = 200
"""Entries of a site from which it is worth making those that are not kept beside the languages."""
_AT_ONCE = 64  # pages handed over together
_Several: TypeAlias = tuple[list[ReadyPage], dict[str, Wording]]


class RegisterPages:
    """The pages of the register in some languages; of a site whose last build is remembered."""

    def __init__(
        self,
        languages: Sequence[str],
        folder: Path,
        book: Book,
        environment: Environment,
        memory: PageMemory,
        done: Callable[[], None],
    ) -> None:
        """See what can be kept, and make the rest unless it is much.

        Args:
            languages: Those of the site.
            folder: For what is handed over between processes.
            book: Of all of them together.
            environment: The same.
            memory: What the pages of the last build were made from.
            done: Is called once everything is written.
        """
        self._book, self._environment, self._memory = book, environment, memory
        self._done = done
        self._kept: list[Kept] = []
        self._made: list[ReadyPage] = []
        self._relay: Relay[_Several] | None = None
        self._stale = list(self._not_fresh())
        is_large = len(self._stale) + len(self._kept) >= MANY
        if self._stale and is_large and can_fork():
            self._relay = Relay(languages, folder)
        else:
            self._made += self._making()

    @property
    def are_awaited(self) -> bool:
        """Whether this process has to `hand_over` while each language has one of its own."""
        return self._relay is not None

    def hand_over(self) -> None:
        """Make the pages that are not kept, for all who wait for them."""
        if self._relay is not None:
            self._relay.send_all(self._several())

    def of(self, language: str) -> Iterator[ReadyPage | Kept]:
        """Give every page to the process that stamps a language.

        Args:
            language: One of those of the site.
        """
        yield from self._kept
        yield from self._made
        if self._relay is not None:
            for pages, wordings in self._relay.received(language):
                learn(wordings)
                yield from pages

    def keep(self) -> None:
        """Remember all this for the next build; call it once the files are written."""
        self._memory.keep()
        self._done()

    def _not_fresh(self) -> Iterator[Entry]:
        """Give what has to be made, and keep the rest."""
        for entry in entries(self._book):
            piece = self._memory.fresh_piece(entry.name)
            kept = self._memory.fresh(entry.name)
            if kept is None:
                yield entry
            elif piece:
                self._made += [readied(RenderedPage(*each)) for each in piece]
            else:
                self._kept += map(Kept, kept)

    def _making(self) -> Iterator[ReadyPage]:
        for entry in self._stale:
            rendered = render_entry(entry, self._book, self._environment)
            ready = [
                readied(RenderedPage(each.address, each.title, each.html))
                for each in rendered.fragments
            ]
            self._note(rendered, ready)
            yield from ready

    def _note(self, rendered: RenderedEntry, ready: Sequence[ReadyPage]) -> None:
        if all("/" in each.address for each in ready):
            digests = {each.address: each.digest for each in ready}
            self._memory.note(rendered.name, digests, rendered.reads)
        else:  # the home page is a part of a written one
            piece = tuple((each.address, each.title, each.html) for each in rendered.fragments)
            self._memory.note_piece(rendered.name, piece, rendered.reads)

    def _several(self) -> Iterator[_Several]:
        """Make many pages at a time, and tell what their marks stand for."""
        wordings, pages = Wordings(), self._making()
        while several := list(islice(pages, _AT_ONCE)):
            yield several, wordings.new()
