"""Rules about what the home unit owes: the post kept, no work given, no move."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
