"""Parts of a site that are made again only where what they are made from has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from handbook.kept_data import kept_or_made
from handbook.pages import Book
from handbook.pages.names import phrase_spellings
from handbook.pages.reads import coarsened
from handbook.rendering.memory import PageMemory
from handbook.searching import page_sections
from handbook.site_folder import MadeLater
from handbook.stamping import Kept, Region

_REGIONS = "regions of written pages"
MakeFiles = Callable[[], Mapping[str, bytes | MadeLater]]


def kept_or_made_files(
    makers: Mapping[str, MakeFiles], book: Book, memory: PageMemory | None
) -> Iterator[tuple[str, bytes | MadeLater | Kept]]:
    """Give address → content of files that are no pages; those made from the same are kept."""
    for name, make in makers.items():
        kept = memory.fresh(name) if memory else None
        if kept is not None:
            yield from ((address, Kept(address)) for address in kept)
            continue
        with book.index.reads.gathered(by_column=True) as reads:
            files = make()
        if memory:
            memory.note(name, list(files), coarsened(reads))
        yield from files.items()


def kept_regions(
    make: Callable[[], Iterable[Region]], book: Book, memory: PageMemory
) -> Iterator[Region]:
    """Give the regions of written pages.

    Args:
        make: Makes all of them.
        book: What they are made from.
        memory: Of the language of the book.
    """
    piece = memory.fresh_piece(_REGIONS)
    if piece:
        yield from (Region(*each) for each in piece)
        return
    with book.index.reads.gathered(by_column=True) as reads:
        regions = list(make())
    piece = tuple((each.name, each.html) for each in regions)
    memory.note_piece(_REGIONS, piece, coarsened(reads))
    yield from regions


def kept_sections(shells: Path, key: str) -> bytes:
    """Give the sections of the written pages, which are read once for each build of them."""
    file = shells.with_name(f"sections-{shells.name.partition('-')[0]}.kept")
    sections: bytes = kept_or_made(file, [shells.name, key], lambda: page_sections(shells))
    return sections


def kept_spellings(file: Path, key: str, names: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Spell the names of units, which hardly ever change."""
    spelled: tuple[dict[str, str], dict[str, str]] = kept_or_made(
        file, [key, names], lambda: phrase_spellings(names)
    )
    return spelled
