"""Talks and inquiries that fall due in running postings, for their pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handbook.dues.talks import coming_talks
from handbook.pages.book import Book


def talks_due(book: Book) -> Mapping[str, tuple[tuple[str, date], ...]]:
    """Give the next talk and inquiry of every running posting, as `coming_talks` does.

    Args:
        book: What all pages share.
    """
    return book.index.worked(coming_talks)
