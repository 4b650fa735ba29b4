"""The schema of the register: `sheets_schema/*.yaml`, in Table Schema words."""

from handbook.schema.loading import load_schema
from handbook.schema.model import (
    LANGUAGES,
    LIST_SEPARATORS,
    Enumeration,
    Field,
    Schema,
    TableSchema,
)
from handbook.schema.words import fold, nearest, nearest_folded

__all__ = [
    "LANGUAGES",
    "LIST_SEPARATORS",
    "Enumeration",
    "Field",
    "Schema",
    "TableSchema",
    "fold",
    "load_schema",
    "nearest",
    "nearest_folded",
]
