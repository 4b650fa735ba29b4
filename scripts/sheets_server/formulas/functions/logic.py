"""Functions about truth, blanks and errors."""

from __future__ import annotations

from collections.abc import Iterator

from sheets_server.formulas.blocks import Block
from sheets_server.formulas.values import AnswerError, ErrorValue, Value, as_truth


def _truths(blocks: tuple[Block, ...]) -> Iterator[bool]:
    """Read what is true or false; blanks and text in a range say nothing."""
    for block in blocks:
        is_range = len(block.cells) > 1
        for value in block.cells:
            if value is None or (is_range and isinstance(value, str)):
                continue
            yield as_truth(value)


def all_true(*blocks: Block) -> Value:
    """AND: whether all values are true; `#VALUE!` if there are none."""
    return all(_some(blocks))


def any_true(*blocks: Block) -> Value:
    """OR: whether any value is true; `#VALUE!` if there are none."""
    return any(_some(blocks))


def _some(blocks: tuple[Block, ...]) -> list[bool]:
    """Read the truths; an error if there are none."""
    truths = list(_truths(blocks))
    if not truths and all(len(block.cells) > 1 for block in blocks):
        raise AnswerError(ErrorValue.VALUE)
    return truths or [False]


def negated(value: Value) -> Value:
    """NOT: whether a value is false."""
    return not as_truth(value)


def is_blank(value: Value) -> Value:
    """ISBLANK: whether a cell holds nothing; the empty text is something."""
    return value is None


def is_error(value: Value) -> Value:
    """ISERROR: whether a value is an error."""
    return isinstance(value, ErrorValue)


def is_number(value: Value) -> Value:
    """ISNUMBER: whether a value is a number; dates are, truths are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Value) -> Value:
    """ISTEXT: whether a value is text."""
    return isinstance(value, str)


def not_available() -> Value:
    """NA: the error `#N/A`."""
    return ErrorValue.MISSING
