"""The one table of codes: what each finding is called, what it does, and who acts.

Texts in three languages stand in `sheets_schema/messages/`; this table holds everything else. Each
family has a module with its entries; adding a family is one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from handbook.catalogue import (
    assessments,
    batches,
    cells,
    contacts,
    ending,
    home_unit,
    integrity,
    mentors,
    placement,
    portfolio,
    postings,
    presence,
    privacy,
    reports,
    selection,
    structure,
    vietnam,
    waivers,
)
from handbook.catalogue.model import Entry

CATALOGUE: tuple[Entry, ...] = (
    *structure.ENTRIES,
    *cells.ENTRIES,
    *integrity.ENTRIES,
    *privacy.ENTRIES,
    *batches.ENTRIES,
    *selection.ENTRIES,
    *postings.ENTRIES,
    *placement.ENTRIES,
    *vietnam.ENTRIES,
    *home_unit.ENTRIES,
    *presence.ENTRIES,
    *mentors.ENTRIES,
    *reports.ENTRIES,
    *contacts.ENTRIES,
    *assessments.ENTRIES,
    *ending.ENTRIES,
    *portfolio.ENTRIES,
    *waivers.ENTRIES,
)

BY_CODE: dict[str, Entry] = {entry.code: entry for entry in CATALOGUE}

CHAPTERS: Mapping[str, tuple[Entry, ...]] = {
    "integrity": integrity.ENTRIES,
    "privacy": privacy.ENTRIES,
    "batches": batches.ENTRIES,
    "selection": selection.ENTRIES,
    "postings": postings.ENTRIES,
    "placement": placement.ENTRIES,
    "home-unit": home_unit.ENTRIES,
    "presence": presence.ENTRIES,
    "mentors": mentors.ENTRIES,
    "reports": reports.ENTRIES,
    "contacts": contacts.ENTRIES,
    "assessments": assessments.ENTRIES,
    "ending": ending.ENTRIES,
    "portfolio": portfolio.ENTRIES,
    "vietnam": vietnam.ENTRIES,
}
"""The rules of the programme by subject, in the order in which they are read."""

__all__ = ["BY_CODE", "CATALOGUE", "CHAPTERS", "Entry"]
