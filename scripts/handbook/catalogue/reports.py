"""Rules about reports and who receives them."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
