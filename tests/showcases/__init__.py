"""For every rule a small workbook in which it finds something and reads all it ever reads."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.workbook import Workbook
from showcases import (
    assessments,
    batches,
    contacts,
    ending,
    home_unit,
    integrity,
    placement,
    portfolio,
    postings,
    presence,
    privacy,
    reports,
    selection,
    vietnam,
)

SHOWCASES: Mapping[str, Workbook] = {
    **integrity.SHOWCASES,
    **privacy.SHOWCASES,
    **batches.SHOWCASES,
    **selection.SHOWCASES,
    **postings.SHOWCASES,
    **placement.SHOWCASES,
    **vietnam.SHOWCASES,
    **home_unit.SHOWCASES,
    **presence.SHOWCASES,
    **reports.SHOWCASES,
    **contacts.SHOWCASES,
    **assessments.SHOWCASES,
    **ending.SHOWCASES,
    **portfolio.SHOWCASES,
}
