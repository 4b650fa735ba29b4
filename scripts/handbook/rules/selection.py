"""Rules about nomination and selection."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
