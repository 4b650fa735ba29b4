"""Every list to take along: as a spreadsheet and as plain rows, with what the audience may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from handbook.exports.later import later_files
from handbook.exports.lists import Listing, record_lists
from handbook.exports.tasks import task_lists
from handbook.pages.book import Book
from handbook.pages.takeaway import LISTED, export_address
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
    made = (make() for make in export_makers(book, messages).values())
    return {address: file for files in made for address, file in files.items()}


def export_makers(book: Book, messages: Messages) -> dict[str, Callable[[], dict[str, MadeLater]]]:
    """Give what writes each list, or those that are made together, by a name of its own.

    Args:
        book: What all pages of the language share.
        messages: Texts of the findings.
    """
    makers: dict[str, Callable[[], dict[str, MadeLater]]] = {
        sheet: partial(_record_files, book, sheet)
        for sheet in LISTED
        if book.index.has_sheet(sheet)
    }
    makers["tasks"] = lambda: _files(book, task_lists(book, messages))
    return makers


def _record_files(book: Book, sheet: str) -> dict[str, MadeLater]:
    return _files(book, record_lists(book.index, (sheet,)))


def _files(book: Book, listings: Iterable[Listing]) -> dict[str, MadeLater]:
    publishable, language = book.index.publishable, book.index.language
    note = fill_words(
        language,
        "数据截至 {day} · {readers}",
        day=publishable.as_of.isoformat(),
        readers=readers_text(publishable, language),
    )
    files: dict[str, MadeLater] = {}
    for listing in listings:
        for form, file in later_files(listing, publishable.as_of, note).items():
            files[export_address(listing.name, form)] = file
    return files


__all__ = ["Listing", "export_files", "export_makers"]
