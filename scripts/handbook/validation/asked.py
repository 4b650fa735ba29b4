"""What stands in 启用规则 is rules: a slip there would silence a rule without a word."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handbook.catalogue import CATALOGUE
from handbook.findings import Finding
from handbook.switches import asked_for, means_all
from handbook.tables import Table, is_blank
from handbook.validation.cells import record_name
from handbook.validation.making import Maker

_FIELD = "rules_on"
_NUMBERS = frozenset(str(entry.number) for entry in CATALOGUE if entry.family == "POL")


def check_asked(programmes: Table | None, make: Maker) -> Iterator[Finding]:
    """Every rule a programme asks for exists.

    Args:
        programmes: None where the sheet is absent.
        make: Makes findings in the workbook's language.

    Yields:
        CEL316 at 启用规则, once for each programme, with all that is no rule.
    """
    if programmes is None:
        return
    texts = programmes.values(_FIELD)
    for row in np.flatnonzero(~is_blank(texts)):
        unknown = [part for part in asked_for(str(texts[row])) if not _is_known(part)]
        if unknown:
            yield make(
                "CEL316",
                programmes.cell(_FIELD, int(row)),
                record=record_name(programmes, int(row)),
                unknown=make.listed(map(_as_typed, unknown)),
                last=max(map(int, _NUMBERS)),
                field=programmes.located.label(_FIELD, make.language),
                count=len(unknown),
            )


def _is_known(part: str) -> bool:
    return part in _NUMBERS or means_all(part)


def _as_typed(part: str) -> str:
    return f"R{part}" if part.isdecimal() else part
