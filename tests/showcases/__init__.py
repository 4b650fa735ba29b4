"""For every rule a small workbook in which it finds something and reads all it ever reads."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from showcases import postings

SHOWCASES: Mapping[str, Workbook] = {
    **postings.SHOWCASES,
}
