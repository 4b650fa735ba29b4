"""Rules about the end of a posting and what comes after."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
