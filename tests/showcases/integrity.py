"""Rules about the register itself: codes, doubles, counts, units in use."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook

SHOWCASES: Mapping[str, Workbook] = {}
