"""Every list to take along: as a spreadsheet and as plain rows, with what the audience may see."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.exports.later import later_files
from handbook.exports.lists import Listing, record_lists
from handbook.exports.tasks import task_lists
from handbook.pages.book import Book
from handbook.pages.takeaway import export_address
from handbook.rendering.environment import readers_text
from handbook.rendering.messages import Messages
from handbook.rendering.translations import fill_words
from handbook.site_folder import MadeLater


def export_files(book: Book, messages: Messages) -> dict[str, MadeLater]:
    """Write every list of an audience in both forms: address → content; same input, same bytes.

    Args:
        book: What all pages of the language share.
        messages: Texts of the findings.
    """
    publishable, language = book.index.publishable, book.index.language
    note = fill_words(
        language,
        "数据截至 {day} · {readers}",
        day=publishable.as_of.isoformat(),
        readers=readers_text(publishable, language),
    )
    files: dict[str, MadeLater] = {}
    for listing in _listings(book, messages):
        for form, file in later_files(listing, publishable.as_of, note).items():
            files[export_address(listing.name, form)] = file
    return files


def _listings(book: Book, messages: Messages) -> Iterator[Listing]:
    yield from record_lists(book.index)
    yield from task_lists(book, messages)


__all__ = ["Listing", "export_files"]
