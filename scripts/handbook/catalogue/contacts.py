"""Rules about talks, visits, opinions and what follows from them."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
