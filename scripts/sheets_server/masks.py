"""Field masks: which parts of an answer, or of a cell, are meant.

Source: https://protobuf.dev/reference/protobuf/google.protobuf/#field-masks
"""

from __future__ import annotations

import re
from typing import Any

from sheets_server.refusals import bad_request

Mask = dict[str, Any]
"""Fields by name, each with the mask of what lies in it; an empty mask means everything."""

_WORDS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[*(),./]")


def parse_mask(text: str) -> Mask:
    """Read a mask in any of its spellings: `a.b`, `a/b`, `a(b,c)`, `*`.

    Args:
        text: As it came.

    Returns:
        The fields; empty if everything is meant.

    Raises:
        Refusal: If it is not a mask.
    """
    words = _WORDS.findall(text)
    if "".join(words) != re.sub(r"\s", "", text):
        raise _invalid(text)
    reader = _Reader(words, text)
    mask = reader.fields()
    if reader.words:
        raise _invalid(text)
    return mask


def _invalid(text: str) -> Exception:
    return bad_request(f"Request contains an invalid argument: field mask '{text}'")


class _Reader:
    def __init__(self, words: list[str], text: str) -> None:
        self.words = words
        self.text = text

    def fields(self) -> Mask:
        mask: Mask = {}
        while True:
            merge_masks(mask, self.path())
            if not self.next_is(","):
                return {} if "*" in mask else mask

    def next_is(self, word: str) -> bool:
        if self.words and self.words[0] == word:
            self.words.pop(0)
            return True
        return False

    def path(self) -> Mask:
        if not self.words or self.words[0] in "(),./":
            raise _invalid(self.text)
        name = _camel(self.words.pop(0))
        if self.next_is(".") or self.next_is("/"):
            below = self.path()
            return {name: {} if "*" in below else below}
        if self.next_is("("):
            below = self.fields()
            if not self.next_is(")"):
                raise _invalid(self.text)
            return {name: below}
        return {name: {}}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def merge_masks(into: Mask, other: Mask) -> None:
    """Add the fields of one mask to another; a whole field swallows its parts."""
    for name, below in other.items():
        if name not in into:
            into[name] = below
        elif into[name] and below:
            merge_masks(into[name], below)
        else:
            into[name] = {}


def asks(mask: Mask, *path: str) -> bool:
    """Say whether a mask leaves anything of a field.

    Args:
        mask: Empty for everything.
        path: Names from the top down.
    """
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def below(mask: Mask, name: str) -> Mask:
    """Give the mask of what lies in a field that the mask asks for."""
    inner: Mask = mask.get(name, {}) if mask else {}
    return inner


def masked(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - any JSON
    """Keep what a mask names.

    Args:
        value: JSON; lists are taken item by item.
        mask: Empty for everything.
    """
    if not mask:
        return value
    if isinstance(value, list):
        return [masked(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: masked(value[name], inner) for name, inner in mask.items() if name in value}


def replaced(old: dict[str, Any], new: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """Give `old` with the fields that a mask names taken from `new`, where absence clears.

    Args:
        old: Never changed.
        new: What was sent.
        mask: Empty for everything.
    """
    if not mask:
        return new
    result = dict(old)
    for name, inner in mask.items():
        value = replaced(old.get(name, {}), new.get(name, {}), inner) if inner else new.get(name)
        if value is None or value == {}:
            result.pop(name, None)
        else:
            result[name] = value
    return result
