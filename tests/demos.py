"""The two registers that come with the project, checked once for all tests that look at them."""

from __future__ import annotations

from functools import cache

from handbook.checking import Checked, check_workbook
from handbook.config import day_of
from handbook.publishable import Audience, Publishable, make_publishable
from handbook.sources import pull
from small_workbooks import ROOT, SCHEMA


def checked_demo(name: str = "demo") -> Checked:
    """Check the demo register, or the one with the planted mistakes.

    Args:
        name: demo or demo_mistakes.
    """
    return _checked(name)


def shown_demo(audience: Audience, name: str = "demo") -> Publishable:
    """Give one of them as an audience may see it."""
    return _shown(audience, name)


@cache
def _checked(name: str) -> Checked:
    book = pull(ROOT / "sheets_schema" / name)
    return check_workbook(book, SCHEMA, day_of(book.manifest))


@cache
def _shown(audience: Audience, name: str) -> Publishable:
    return make_publishable(_checked(name), audience)
