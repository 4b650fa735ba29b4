"""Rules about talks, visits, opinions and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook

SHOWCASES: Mapping[str, Workbook] = {}
