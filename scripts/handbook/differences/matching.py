"""Which record of one register is which of the other; where a row stands never matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from handbook.publishable import PublishedTable

Name: TypeAlias = Callable[[Any], tuple[Any, ...]]
"""Gives what a record without a number is recognised by."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Keys of the records of one sheet.

    Attributes:
        pairs: Old key and new key of one and the same record.
        gone: Keys of old records with no counterpart.
        added: Keys of new records with no counterpart.
    """

    pairs: list[tuple[str, str]]
    gone: list[str]
    added: list[str]


def match_records(
    old: PublishedTable, new: PublishedTable, keyed_by: Sequence[str], primary_key: str
) -> Matched:
    """Find the same records in two tables of one sheet.

    A record is recognised by its number. One that has none (a report, an assessment, …) is
    recognised by its whole content, else by the columns that stand for a number; so it is also
    known again once it has been given one. Two records with different numbers are never the same.

    Args:
        old: The sheet before.
        new: The sheet afterwards, for the same audience.
        keyed_by: Fields that stand for a number, in order; those the audience may not see are
            passed over.
        primary_key: Field of the number.
    """
    pairs = [(key, key) for key in old.records if key in new.records and not is_nameless(key)]
    known = {key for key, _ in pairs}
    olds, news = (
        _loose([key for key in table.records if key not in known], table) for table in (old, new)
    )
    if not any(map(is_nameless, [*olds, *news])):
        return Matched(pairs, olds, news)
    seen = [name for name in keyed_by if old.shows(name)]
    content = [field.name for field in old.fields if field.name != primary_key]
    for fields, named_before, named_after in (
        (content, False, False),
        (seen, False, False),
        (seen, False, True),
        (seen, True, False),
    ):
        found = _found_again(
            [key for key in olds if is_nameless(key) is not named_before],
            [key for key in news if is_nameless(key) is not named_after],
            _reader(old, fields),
            _reader(new, fields),
        )
        pairs += found
        olds = _without(olds, {key for key, _ in found})
        news = _without(news, {key for _, key in found})
    return Matched(pairs, olds, news)


def is_nameless(key: str) -> bool:
    """Say whether a record has no number of its own and is named after what it belongs to."""
    return "~" in key


def own_key(key: str) -> str:
    """Give the number of a record, or of what it belongs to where it has none."""
    return key.partition("~")[0]


def _loose(keys: list[str], table: PublishedTable) -> list[str]:
    """Order records by what their audience sees of them, whatever they are called."""
    return sorted(keys, key=lambda key: (tuple(map(str, table.records[key])), own_key(key)))


def _reader(table: PublishedTable, fields: Sequence[str]) -> Name:
    return lambda key: tuple(getattr(table.records[key], field) for field in fields)


def _found_again(
    olds: Sequence[str], news: Sequence[str], old_name: Name, new_name: Name
) -> list[tuple[str, str]]:
    """Pair records of one name in their order; those left over stay unpaired."""
    waiting: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for key in reversed(news):
        waiting[new_name(key)].append(key)
    return [(key, waiting[name].pop()) for key in olds if waiting.get(name := old_name(key))]


def _without(keys: list[str], taken: set[str]) -> list[str]:
    return [key for key in keys if key not in taken]
