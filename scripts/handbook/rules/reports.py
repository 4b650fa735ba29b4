"""Rules about reports and who receives them."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
