"""Rules about assessments."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
