"""Indicators over many postings: patterns of units, balance, retention."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
