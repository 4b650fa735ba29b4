"""Functions about text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sheets_server.formulas.blocks import Block
from sheets_server.formulas.functions.patterns import with_pattern
from sheets_server.formulas.values import (
    AnswerError,
    ErrorValue,
    Value,
    as_number,
    as_text,
    as_truth,
    as_whole,
)


def trimmed(text: Value) -> Value:
    """TRIM: text without spaces around it and with single ones inside."""
    return re.sub(" {2,}", " ", as_text(text)).strip(" ")


def _size(value: Value) -> int:
    """Read how many characters are meant."""
    size = as_whole(value)
    if size < 0:
        raise AnswerError(ErrorValue.VALUE)
    return size


def middle(text: Value, start: Value, size: Value) -> Value:
    """MID: so many characters from a place on, counted from 1."""
    first = as_whole(start)
    if first < 1:
        raise AnswerError(ErrorValue.VALUE)
    return as_text(text)[first - 1 : first - 1 + _size(size)]


def left(text: Value, size: Value = 1.0) -> Value:
    """LEFT: the first characters, one unless said otherwise."""
    return as_text(text)[: _size(size)]


def right(text: Value, size: Value = 1.0) -> Value:
    """RIGHT: the last characters, one unless said otherwise."""
    whole = as_text(text)
    return whole[max(len(whole) - _size(size), 0) :]


def length(text: Value) -> Value:
    """LEN: how many characters a text has."""
    return float(len(as_text(text)))


def position(sought: Value, text: Value, start: Value = 1.0) -> Value:
    """FIND: where a text stands first, counted from 1; capitals matter; `#VALUE!` if nowhere."""
    found = as_text(text).find(as_text(sought), as_whole(start) - 1)
    if found < 0:
        raise AnswerError(ErrorValue.VALUE)
    return float(found + 1)


def lower(text: Value) -> Value:
    """LOWER: a text in small letters."""
    return as_text(text).lower()


def upper(text: Value) -> Value:
    """UPPER: a text in capitals."""
    return as_text(text).upper()


def substituted(text: Value, old: Value, new: Value) -> Value:
    """SUBSTITUTE: a text with every occurrence of another replaced."""
    sought = as_text(old)
    return as_text(text).replace(sought, as_text(new)) if sought else as_text(text)


def concatenated(*blocks: Block) -> Value:
    """CONCATENATE: all values written one behind the other."""
    return "".join(as_text(value) for block in blocks for value in block.cells)


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (as_text(value) for block in blocks for value in block.cells)


def joined(separator: Value, *blocks: Block) -> Value:
    """JOIN: all values with a separator between them."""
    return as_text(separator).join(_texts(blocks))


def joined_filled(separator: Value, skips_blanks: Value, *blocks: Block) -> Value:
    """TEXTJOIN: all values with a separator between them, the blank ones left out if wanted."""
    is_skipping = as_truth(skips_blanks)
    return as_text(separator).join(text for text in _texts(blocks) if text or not is_skipping)


def formatted(value: Value, pattern: Value) -> Value:
    """TEXT: a number or a date written by a pattern; text stays as it is."""
    if isinstance(value, str | bool):
        return as_text(value)
    return with_pattern(as_number(value), as_text(pattern))


def link_label(address: Value, label: Value = None) -> Value:
    """HYPERLINK: the label shown, the address where there is none."""
    return as_text(address) if label is None else label


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    """Read a regular expression; `#REF!` if it is none, as Google has it."""
    try:
        return re.compile(pattern)
    except re.error:
        raise AnswerError(ErrorValue.REF) from None


def _only_text(value: Value) -> str:
    """Refuse numbers, which the functions of regular expressions do not read."""
    if value is None or isinstance(value, str):
        return value or ""
    raise AnswerError(ErrorValue.VALUE)


def regex_match(text: Value, pattern: Value) -> Value:
    """REGEXMATCH: whether a part of a text matches."""
    return _expression(_only_text(pattern)).search(_only_text(text)) is not None


def regex_extract(text: Value, pattern: Value) -> Value | Block:
    """REGEXEXTRACT: the first part that matches, or its groups side by side; `#N/A` if none."""
    found = _expression(_only_text(pattern)).search(_only_text(text))
    if found is None:
        return ErrorValue.MISSING
    groups = found.groups()
    return Block([[group or "" for group in groups]]) if groups else found.group()


def regex_replace(text: Value, pattern: Value, replacement: Value) -> Value:
    r"""REGEXREPLACE: a text with every matching part replaced; `$1` or `\1` is its first group."""
    new = re.sub(r"\$(\d)", r"\\\1", _only_text(replacement))
    try:
        return _expression(_only_text(pattern)).sub(new, _only_text(text))
    except (re.error, IndexError):
        raise AnswerError(ErrorValue.VALUE) from None
