"""Which lists can be taken along as files, and where the files are."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.pages.finding_lists import FINDINGS_TITLE
from handbook.pages.index import Index
from handbook.pages.todo import TODO_TITLE

LISTED = ("cadres", "units", "programmes", "batches", "postings")
"""Sheets whose records can be taken along, in this order."""
OPEN = {"findings": FINDINGS_TITLE, "todo": TODO_TITLE}
"""What is open, which can be taken along too: name → word of the interface."""


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A list that can be taken along.

    Attributes:
        name: What its files are called.
        title: Title of the sheet; blank for what is open, which is a word of the interface.
    """

    name: str
    title: str


def takeaways(index: Index) -> tuple[Takeaway, ...]:
    """Give every list an audience may take along.

    Args:
        index: Of one audience and language.
    """
    sheets = (Takeaway(each, index.sheet_title(each)) for each in LISTED if index.has_sheet(each))
    others = (Takeaway(name, "") for name in OPEN if index.names_people)
    return (*sheets, *others)


def export_address(name: str, form: str) -> str:
    """Give the address of a list to take along, from the root of the site.

    Args:
        name: `cadres`, `postings`, `findings`, `todo` and the like.
        form: `xlsx` or `csv`.
    """
    return f"exports/{name}.{form}"
