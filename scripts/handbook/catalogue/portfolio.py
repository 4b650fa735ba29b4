"""Indicators over many postings: patterns of units, balance, retention."""

from __future__ import annotations

from handbook.catalogue.model import Entry

ENTRIES: tuple[Entry, ...] = ()
