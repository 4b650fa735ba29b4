"""Rules about how somebody is placed: dates, relations, duties, documents, preparation."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
