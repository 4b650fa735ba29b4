"""Choices from a closed list, yes or no, and several values in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.casting.characters import clean, compose, half_width
from handbook.casting.readings import BLANK, Reading, untrusted
from handbook.casting.texts import without_point_zero
from handbook.schema import Enumeration, Field

_SEPARATOR = re.compile(r"[;；、,，\n\r]")
_SUGGEST_UP_TO = 60  # characters; no label is longer, and comparing long texts is slow
_YES = frozenset(
    ("是", "是的", "有", "对", "yes", "y", "true", "1", "√", "✓", "✔", "☑", "✅", "có")
)
_NO = frozenset(("否", "不是", "无", "没有", "no", "n", "false", "0", "×", "✗", "✘", "❌", "không"))


def read_boolean(field: Field, text: str, locale: str) -> Reading:
    """Read yes or no in any language, as a word, a digit or a tick.

    The letter x is left out: it crosses out for some and ticks for others.

    Args:
        field: The column; unused.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        `yes` or `no`; CEL318 for anything else.
    """
    del field, locale
    answer = half_width(text).casefold()
    if answer in _YES:
        return Reading("yes")
    return Reading("no") if answer in _NO else untrusted("CEL318")


def read_choice(field: Field, text: str, locale: str) -> Reading:
    """Read one value of the field's list.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        The key; CEL315 where several values of the list stand, CEL308 where it has no such value.
    """
    del locale
    choice = clean(compose(text))
    choices = _choices(field)
    key = _key(choices, choice)
    if key is not None:
        return Reading(key)
    items = tuple(dict.fromkeys(_items(field, text)))
    if len(items) > 1 and all(_key(choices, item) is not None for item in items):
        return untrusted("CEL315", count=len(items), items=items)
    return _not_a_choice(field, choice)


def read_choices(field: Field, text: str, locale: str) -> Reading:
    """Read several values of the field's list.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        The keys as a tuple, each once; CEL308 with the first item the list does not have.
    """
    del locale
    choices = _choices(field)
    whole = choices.key_of(clean(compose(text)))  # a label may itself contain a separator
    if whole is not None:
        return Reading((whole,))
    keys: dict[str, None] = {}
    for item in _items(field, text):
        key = _key(choices, item)
        if key is None:
            return _not_a_choice(field, item, item=item)
        keys[key] = None
    return Reading(tuple(keys)) if keys else BLANK


def read_references(field: Field, text: str, locale: str) -> Reading:
    """Read what names several other records, as typed; finding them is the caller's.

    Args:
        field: The column.
        text: As typed, screened.
        locale: Language of the workbook; unused.

    Returns:
        The items as a tuple, each once.
    """
    del locale
    items = tuple(dict.fromkeys(_items(field, text)))
    return Reading(items) if items else BLANK


def _items(field: Field, text: str) -> Iterator[str]:
    for part in _SEPARATOR.split(compose(text)):
        item = clean(part)
        if item and item not in field.missing_values:
            yield item


def _choices(field: Field) -> Enumeration:
    if field.enumeration is None:
        raise TypeError("a field of choices without an enumeration: the schema should refuse it")
    return field.enumeration


def _key(choices: Enumeration, text: str) -> str | None:
    key = choices.key_of(text)
    return key if key is not None else choices.key_of(without_point_zero(half_width(text)))


def _not_a_choice(field: Field, text: str, **params: str) -> Reading:
    near = _choices(field).suggest(text) if len(text) <= _SUGGEST_UP_TO else None
    if near is None:
        return untrusted("CEL308", **params)
    return untrusted("CEL308", "near", suggestion=near, **params)
