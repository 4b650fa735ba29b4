"""Rules of the Vietnamese programmes: luân chuyển, biệt phái, tăng cường."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook

SHOWCASES: Mapping[str, Workbook] = {}
