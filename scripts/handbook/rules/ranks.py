"""Ladders of rank: which post stands above which, where that is certain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_CHINESE = (
    "staff", "subsection", "deputy_section", "section", "deputy_county", "county",
    "deputy_bureau", "bureau",
)  # fmt: skip
_PROVINCE = ("vn_deputy_department", "vn_department", "vn_province")
# A commune's leader and a head of division are not compared: which stands higher is not settled.
LADDERS: tuple[tuple[str, ...], ...] = (
    _CHINESE,
    ("vn_none", "vn_deputy_division", "vn_division", *_PROVINCE),
    ("vn_none", "vn_deputy_commune", "vn_commune", *_PROVINCE),
)
SECTION_AND_BELOW = _CHINESE[:4]
COUNTY = _CHINESE[4:6]
BUREAU = _CHINESE[6:]


def is_below(ranks: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Say where one rank stands below another; never where the two cannot be compared.

    Args:
        ranks: Keys of the enumeration of ranks; blank for unknown.
        others: Of the same length.
    """
    below = np.zeros(len(ranks), dtype=bool)
    for ladder in LADDERS:
        places = {rank: place for place, rank in enumerate(ladder)}
        first = pd.Series(ranks, dtype=object).map(places).to_numpy(dtype=float)
        second = pd.Series(others, dtype=object).map(places).to_numpy(dtype=float)
        below |= first < second
    return below
