"""Rules of the Vietnamese programmes: luân chuyển, biệt phái, tăng cường."""

from __future__ import annotations

from handbook.rules.model import Rule

RULES: tuple[tuple[str, Rule], ...] = ()
