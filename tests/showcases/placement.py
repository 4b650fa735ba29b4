"""Rules about how somebody is placed: dates, relations, duties, documents, preparation."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook

SHOWCASES: Mapping[str, Workbook] = {}
