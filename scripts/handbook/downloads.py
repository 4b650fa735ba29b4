"""The files of a site that are no pages and that readers take along: calendars and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.calendars import calendar_files
from handbook.exports import export_makers
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
    made = (make() for make in download_makers(book, messages, with_names=with_names).values())
    return {address: file for files in made for address, file in files.items()}


def download_makers(
    book: Book, messages: Messages, *, with_names: bool = False
) -> dict[str, Callable[[], Mapping[str, bytes | MadeLater]]]:
    """Give what writes the files that are made together, by a name of its own.

    Args:
        book: What all pages of the language share.
        messages: Texts of the findings.
        with_names: Whether calendars say names instead of ids.
    """
    lists = export_makers(book, messages).items()
    return {
        "calendars": lambda: calendar_files(book.index, book.dues, with_names=with_names),
        **{f"exports/{name}": make for name, make in lists},
    }
