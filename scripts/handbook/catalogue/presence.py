"""Rules about being there: leave, loans, site days, the work log."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
