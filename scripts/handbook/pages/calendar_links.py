"""Which pages have a calendar to offer, and where it is."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.dues import ORG_DEPARTMENT, calendar_address
from handbook.pages.book import Book


def calendar_link(book: Book, name: str) -> str:
    """Give the link from a page one folder deep to a calendar; blank where there is none.

    Args:
        book: What all pages share.
        name: Id of a cadre, unit or programme, or `org-dept`.
    """
    return book.shared(calendar_links).get(name, "")


def calendar_links(book: Book) -> Mapping[str, str]:
    """Give the link to every calendar that has anything in it, by its name.

    Args:
        book: What all pages share.
    """
    return {name: f"../{calendar_address(name)}" for name in book.calendars}


__all__ = ["ORG_DEPARTMENT", "calendar_link", "calendar_links"]
