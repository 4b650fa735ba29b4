"""What people call the records of a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from handbook.pages.values import Column


def labels_of(keys: Iterable[str], columns: Sequence[Column]) -> dict[str, str]:
    """Name records by some of their columns; two of one name are told apart by their keys.

    Args:
        keys: Of the records.
        columns: Those that make up the name; without any there are no names.

    Returns:
        Key → name; the key itself for a record without one.
    """
    if not columns:
        return {}
    keys = tuple(keys)
    texts = [[column.show(key).text for key in keys] for column in columns]
    labels = [" ".join(filter(None, parts)) for parts in zip(*texts, strict=True)]
    bearers = Counter(labels)
    return {
        key: label if label and bearers[label] == 1 else f"{label} {key}".lstrip()
        for key, label in zip(keys, labels, strict=True)
    }
