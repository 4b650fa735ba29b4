"""Rules about talks, visits, opinions and what follows from them."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
