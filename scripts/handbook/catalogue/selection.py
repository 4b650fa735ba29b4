"""Rules about nomination and selection."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
