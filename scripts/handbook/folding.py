"""Findings of one rule on many rows of a batch are told in one line with the list behind it. Pure.

Whoever folds leaves out first what the reader may not know of: a fold tells how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from handbook.findings import Finding, Visibility
from handbook.register import Register
from handbook.schema import Schema

FOLD_FROM = 3
"""Fewest findings that are folded; two are read faster than unfolded."""

Item = TypeVar("Item")
"""A finding, or whatever an output has made of one."""

Fold: TypeAlias = "tuple[Item, ...]"
"""What is told in one line: one finding, or `FOLD_FROM` and more of one rule and batch."""


def folded(
    items: Iterable[Item], finding_of: Callable[[Item], Finding], *, with_batches: bool = True
) -> list[Fold[Item]]:
    """Fold findings that say the same of rows of one batch.

    They have code, severity, responsible party, class and batch in common.

    Args:
        items: In reading order, without those the reader may not know of.
        finding_of: Gives the finding of an item.
        with_batches: Whether the reader may know what belongs to which batch; without, nothing
            is folded.

    Returns:
        Every item once: a fold where its first member stood, its members in their order.
    """
    every = list(items)
    keys = [_key(finding_of(each)) if with_batches else None for each in every]
    together: dict[Hashable, list[Item]] = {}
    for item, key in zip(every, keys, strict=True):
        together.setdefault(key, []).append(item)
    lines: list[Fold[Item]] = []
    told: set[Hashable] = set()
    for item, key in zip(every, keys, strict=True):
        if key is None or len(together[key]) < FOLD_FROM:
            lines.append((item,))
        elif key not in told:
            told.add(key)
            lines.append(tuple(together[key]))
    return lines


def _key(finding: Finding) -> Hashable:
    """Name the fold a finding may lie in; None for none."""
    if not finding.batch:
        return None
    return (
        finding.code,
        finding.severity,
        finding.responsible,
        finding.visibility,
        finding.batch,
    )


def is_fold(line: Fold[Item]) -> bool:
    """Say whether a line holds several findings."""
    return len(line) > 1


def may_tell_batches(schema: Schema, limit: Visibility) -> bool:
    """Say whether readers may know which batch a posting belongs to.

    Args:
        schema: Tells the class of the column.
        limit: Strictest class they may see.
    """
    return schema.field("postings.batch_id").visibility <= limit


def batch_titles(register: Register, limit: Visibility) -> Mapping[str, str] | None:
    """Give what the batches are called, by id.

    Args:
        register: With or without a sheet of batches.
        limit: Strictest class the readers may see.

    Returns:
        None where readers may not know what belongs to which batch; empty where they may, but
        not what a batch is called.
    """
    if not may_tell_batches(register.schema, limit):
        return None
    if register.schema.field("batches.title").visibility > limit or not register.has("batches"):
        return {}
    table = register.tables["batches"]
    titles = zip(table.keys, table.values("title"), strict=True)
    return {str(key): str(title) for key, title in titles if key and title}
