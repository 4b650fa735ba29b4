"""Which records bear a Vietnamese name, so that a page in another language can say so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handbook.pages.names import is_han
from handbook.publishable import Publishable

Place = tuple[str, str]
"""Sheet key and record key."""

_NAMES = {"cadres": "name", "units": "unit_name", "programmes": "name", "batches": "title"}
_PARTIES = (("cadres", "cadre_id"), ("units", "home_unit_id"), ("units", "receiving_unit_id"))


def vietnamese_names(publishable: Publishable) -> frozenset[Place]:
    """Give the records of Vietnamese programmes, and of their people and units, named in Latin.

    Args:
        publishable: The register as its audience may see it.
    """
    return frozenset(
        (sheet, key)
        for sheet, key in _of_vietnamese_programmes(publishable)
        if key and _is_latin(publishable, sheet, key)
    )


def _of_vietnamese_programmes(publishable: Publishable) -> Iterator[tuple[str, Any]]:
    programmes = {
        key: record
        for key, record in _records(publishable, "programmes")
        if getattr(record, "country", "") == "vn"
    }
    for key, record in programmes.items():
        yield "programmes", key
        yield "units", getattr(record, "owner_unit_id", "")
    batches = {
        key
        for key, record in _records(publishable, "batches")
        if getattr(record, "programme_id", "") in programmes
    }
    yield from (("batches", key) for key in batches)
    for _, record in _records(publishable, "postings"):
        if getattr(record, "batch_id", "") in batches:
            yield from ((sheet, getattr(record, name, "")) for sheet, name in _PARTIES)


def _records(publishable: Publishable, sheet: str) -> Iterator[tuple[str, Any]]:
    table = publishable.tables.get(sheet)
    yield from table.records.items() if table else ()


def _is_latin(publishable: Publishable, sheet: str, key: str) -> bool:
    if not publishable.has(sheet, key):
        return False
    text = getattr(publishable.tables[sheet].records[key], _NAMES[sheet], "")
    return bool(text) and not any(map(is_han, text))
