"""The files of a site that are no pages and that readers take along: calendars and lists."""

from __future__ import annotations

from handbook.calendars import calendar_files
from handbook.exports import export_files
from handbook.pages import Book
from handbook.rendering.messages import Messages
from handbook.site_folder import MadeLater


def download_files(
    book: Book, messages: Messages, *, with_names: bool = False
) -> dict[str, bytes | MadeLater]:
    """Give every calendar and every list of an audience in one language: address → content.

    Args:
        book: What all pages of the language share.
        messages: Texts of the findings.
        with_names: Whether calendars say names instead of ids.
    """
    return {
        **calendar_files(book.index, book.dues, with_names=with_names),
        **export_files(book, messages),
    }
