"""What an audience may see and can trust: the only thing pages, search and exports read."""

from handbook.publishable.making import make_publishable
from handbook.publishable.model import (
    AUDIENCES,
    INTERNAL,
    ORG,
    PUBLIC,
    UNIT_PREFIX,
    Audience,
    HeldRow,
    Publishable,
    PublishedTable,
    State,
    UnknownUnitError,
    require_unit,
    unit_audience,
)
from handbook.publishable.past import Past, PastChange, PastEntry, PastStep

__all__ = [
    "AUDIENCES",
    "INTERNAL",
    "ORG",
    "PUBLIC",
    "UNIT_PREFIX",
    "Audience",
    "HeldRow",
    "Past",
    "PastChange",
    "PastEntry",
    "PastStep",
    "Publishable",
    "PublishedTable",
    "State",
    "UnknownUnitError",
    "make_publishable",
    "require_unit",
    "unit_audience",
]
