"""Rules about how somebody is placed: dates, relations, duties, documents, preparation."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
