"""Rules about nomination and selection."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook

SHOWCASES: Mapping[str, Workbook] = {}
