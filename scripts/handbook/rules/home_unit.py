"""Rules about what the home unit owes: the post kept, no work given, no move."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
