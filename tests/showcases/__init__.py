"""For every rule a small workbook in which it finds something and reads all it ever reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from handbook.checking import Checked
from handbook.workbook import Workbook
from showcases import (
    assessments,
    batches,
    contacts,
    ending,
    home_unit,
    integrity,
    placement,
    portfolio,
    postings,
    presence,
    privacy,
    reports,
    selection,
    vietnam,
)
from small_workbooks import check

SHOWCASES: Mapping[str, Workbook] = {
    **integrity.SHOWCASES,
    **privacy.SHOWCASES,
    **batches.SHOWCASES,
    **selection.SHOWCASES,
    **postings.SHOWCASES,
    **placement.SHOWCASES,
    **vietnam.SHOWCASES,
    **home_unit.SHOWCASES,
    **presence.SHOWCASES,
    **reports.SHOWCASES,
    **contacts.SHOWCASES,
    **assessments.SHOWCASES,
    **ending.SHOWCASES,
    **portfolio.SHOWCASES,
}


def codes_of(showcase: Workbook) -> tuple[str, ...]:
    """Give the rules a showcase is there for."""
    return tuple(code for code, book in SHOWCASES.items() if book is showcase)


BOOKS: Mapping[str, Workbook] = {
    codes_of(book)[-1]: book for book in dict.fromkeys(SHOWCASES.values())
}
"""Each showcase once, by the last of its rules."""


@cache
def checked(showcase: Workbook) -> Checked:
    """Check a showcase, once for all tests that only look at the outcome."""
    return check(showcase)
