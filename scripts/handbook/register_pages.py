"""The pages of the register, made once for all languages of a site.

Those that would be the same again are kept. The others are made while the files of each language
that are no pages are made in a process of its own: this process makes them, and hands them over as
it goes along. A small site is not worth that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment

from handbook.forking import can_fork
from handbook.languages import language_root
from handbook.pages import Book, Entry, entries
from handbook.pages.index import FOLDERS
from handbook.relay import Relay
from handbook.rendering.fragments import RenderedEntry, render_entry
from handbook.rendering.kept_templates import KeptTemplates
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
"""Records with pages from which it is worth making those not kept beside the languages."""
_AT_ONCE = 64  # pages handed over together
_Several: TypeAlias = tuple[list[str], list[ReadyPage], dict[str, Wording]]
"""Addresses of pages that are kept, pages that were made, and what marks in them stand for."""


@dataclass(frozen=True, eq=False)
class Making:
    """What pages are made with, over those of the last build.

    Attributes:
        environment: Of all languages of the site together.
        memory: What the pages of the last build were made from.
        templates: Those of the last build.
    """

    environment: Environment
    memory: PageMemory
    templates: KeptTemplates


class RegisterPages:
    """The pages of the register in some languages, over those of the last build."""

    def __init__(
        self, languages: Sequence[str], folder: Path, book: Book, begin: Callable[[], Making]
    ) -> None:
        """Make all of them, unless it is worth making them later.

        Args:
            languages: Those of the site.
            folder: For what is handed over between processes.
            book: Of all of them together.
            begin: Gives what the pages are made with.
        """
        self._book, self._begin = book, begin
        records = sum(len(book.index.keys(sheet)) for sheet in FOLDERS)
        is_later = records >= MANY and can_fork()
        self._relay = Relay[_Several](languages, folder) if is_later else None
        self._made = [] if is_later else list(self._making())

    @property
    def are_awaited(self) -> bool:
        """Whether this process has to `hand_over` while each language has one of its own."""
        return self._relay is not None

    def hand_over(self) -> None:
        """Make the pages that are not kept, for all who wait for them."""
        if self._relay is not None:
            self._relay.send_all(self._making())

    def of(self, language: str) -> Iterator[ReadyPage | Kept]:
        """Give every page to the process that stamps a language.

        Args:
            language: One of those of the site.
        """
        relay = self._relay
        for kept, pages, wordings in self._made if relay is None else relay.received(language):
            learn(wordings)
            yield from map(Kept, kept)
            yield from pages

    def _making(self) -> Iterator[_Several]:
        """Say what is kept, make the rest, and remember all of it for the next build."""
        wordings = Wordings()  # what is recalled is new to those who receive it
        making = self._begin()
        kept, pieces, stale = self._sorted(making.memory)
        yield kept, pieces, wordings.new()
        pages = self._made_anew(stale, making)
        while several := list(islice(pages, _AT_ONCE)):
            yield [], several, wordings.new()
        making.memory.keep()
        making.templates.keep()

    def _sorted(self, memory: PageMemory) -> tuple[list[str], list[ReadyPage], list[Entry]]:
        """Give the addresses of pages to keep, kept parts of written pages, and what is stale."""
        addresses: list[str] = []
        pieces: list[ReadyPage] = []
        stale: list[Entry] = []
        for entry in entries(self._book):
            piece = memory.fresh_piece(entry.name)
            kept = memory.fresh(entry.name)
            if kept is None:
                stale.append(entry)
            elif piece:
                pieces += [readied(RenderedPage(*each)) for each in piece]
            else:
                addresses += kept
        return addresses, pieces, stale

    def _made_anew(self, stale: Iterable[Entry], making: Making) -> Iterator[ReadyPage]:
        for entry in stale:
            rendered = render_entry(entry, self._book, making.environment)
            ready = [
                readied(RenderedPage(each.address, each.title, each.html))
                for each in rendered.fragments
            ]
            _note(making.memory, rendered, ready)
            yield from ready


def _note(memory: PageMemory, rendered: RenderedEntry, ready: Sequence[ReadyPage]) -> None:
    if all("/" in each.address for each in ready):
        memory.note(rendered.name, {each.address: each.digest for each in ready}, rendered.reads)
    else:  # the home page is a part of a written one
        piece = tuple((each.address, each.title, each.html) for each in rendered.fragments)
        memory.note_piece(rendered.name, piece, rendered.reads)
