"""Rules about the register itself: codes, doubles, counts, units in use."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
