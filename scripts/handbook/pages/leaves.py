"""What the things that pages read are now, in a few bytes each, to compare with what they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from importlib import import_module
from operator import attrgetter
from typing import Any

from handbook.pages.book import Book
from handbook.pages.reads import Read
from handbook.publishable import Publishable, PublishedTable

RecordPrints = Mapping[tuple[str, str], str]
"""Sheet key and record key → what the record says, in a few bytes."""

_SIZE = 10  # bytes; two of a million things are told apart as surely as it will not rain stones


def fingerprint(read: Read, book: Book, records: RecordPrints) -> str:
    """Say in a few bytes what a page reads there now.

    Args:
        read: What is read; never everything.
        book: Of the language of the page.
        records: Of the same register.
    """
    kind, place, key = read
    if kind == "record":
        return records.get((place, key), "")
    value = _value(kind, place, key, book, records)
    return _print(repr(value)) if value else ""


def _value(kind: str, place: str, key: str, book: Book, records: RecordPrints) -> object:
    index = book.index
    match kind:
        case "keys":
            return index.keys(place)
        case "group":
            sheet, _, field = place.partition(".")
            return index.keys_by(sheet, field).get(key, ())
        case "reference":
            return index.reference(place, key) if index.has(place, key) else None
        case "records":
            return [records[place, each] for each in index.keys(place)]
        case "references":
            return [index.reference(place, each) for each in index.keys(place)]
        case "filled":
            return sorted(index.filled(place))
        case "notices":
            notices = book.notices(place, key)
            return (notices.held or notices.findings) and notices
        case "shared":
            module, _, name = place.rpartition(".")
            return book.shared(getattr(import_module(module), name)).get(key, None)
        case _:
            raise ValueError(f"no page reads {kind}")


def _print(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()


def record_prints(publishable: Publishable) -> RecordPrints:
    """Say of every record in a few bytes what it says and what is special about it.

    Args:
        publishable: The register as its audience may see it.
    """
    prints: dict[tuple[str, str], str] = {}
    for sheet, table in publishable.tables.items():
        prints.update(_prints_of_sheet(sheet, table))
    return prints


def _prints_of_sheet(sheet: str, table: PublishedTable) -> dict[tuple[str, str], str]:
    """Print each distinct value once, then each record from the prints of its values."""
    values_of = _reader([field.name for field in table.fields])
    states: dict[str, list[str]] = {}
    for (key, name), state in table.states.items():
        states.setdefault(key, []).append(f"{name}={state}")
    known: dict[Any, bytes] = {}
    prints: dict[tuple[str, str], str] = {}
    for key, record in table.records.items():
        parts = []
        for value in values_of(record):
            part = known.get(value)
            if part is None:
                part = known[value] = bytes.fromhex(_print(repr(value)))
            parts.append(part)
        special = ";".join(sorted(states[key])).encode() if key in states else b""
        prints[sheet, key] = blake2b(b"".join(parts) + special, digest_size=_SIZE).hexdigest()
    return prints


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Give the function that reads several attributes; one or none of them make a tuple too."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)
