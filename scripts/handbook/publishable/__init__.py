"""What an audience may see and can trust: the only thing pages, search and exports read."""

from handbook.publishable.making import make_publishable
from handbook.publishable.model import (
    AUDIENCES,
    INTERNAL,
    PUBLIC,
    Audience,
    HeldRow,
    Publishable,
    PublishedTable,
    State,
)

__all__ = [
    "AUDIENCES",
    "INTERNAL",
    "PUBLIC",
    "Audience",
    "HeldRow",
    "Publishable",
    "PublishedTable",
    "State",
    "make_publishable",
]
