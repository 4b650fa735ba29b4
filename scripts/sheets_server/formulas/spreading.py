"""Functions of single values spread over arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sheets_server.formulas.blocks import Area, Block, Matrix
from sheets_server.formulas.scope import Operand
from sheets_server.formulas.values import AnswerError, ErrorValue, Value


def for_each(
    answer: Callable[[Sequence[Value]], Operand], values: Sequence[Value | Block]
) -> Operand:
    """Ask for an answer once, or for every place of the arrays among the values.

    Args:
        answer: Gives the answer to one value of each.
        values: Single values, rows and columns are repeated to the size of the largest array;
            where one is too short in another way, `#N/A` stands for what is missing.
    """
    blocks = [value for value in values if isinstance(value, Block)]
    if not blocks:
        return answer([value for value in values if not isinstance(value, Block)])
    height = max(block.height for block in blocks)
    width = max(block.width for block in blocks)
    matrices = [_stretched(value, height, width) for value in values]
    return Block(
        [
            [_first(answer(cells)) for cells in zip(*lines, strict=True)]
            for lines in zip(*matrices, strict=True)
        ]
    )


def guarded(function: Callable[..., Operand], values: Sequence[Value]) -> Operand:
    """Call a function; the first error among its arguments, or its failure, is the answer.

    Args:
        function: May raise AnswerError.
        values: Its arguments.
    """
    for value in values:
        if value.__class__ is ErrorValue:
            return value
    return failing(function, values)


def failing(function: Callable[..., Operand], values: Sequence[Value]) -> Operand:
    """Call a function that looks at errors itself; its failure is the answer.

    Args:
        function: May raise AnswerError.
        values: Its arguments.
    """
    try:
        return function(*values)
    except AnswerError as failure:
        return failure.value


def _first(operand: Operand) -> Value:
    """Give the first value of what a function gave for one place."""
    if isinstance(operand, Block):
        return operand.rows[0][0]
    return ErrorValue.VALUE if isinstance(operand, Area) else operand


def _stretched(value: Value | Block, height: int, width: int) -> Matrix:
    """Repeat a value, a row or a column to a size."""
    if not isinstance(value, Block):
        return [[value] * width] * height
    rows = value.rows
    if value.width != width:
        rows = [row * width if value.width == 1 else _filled(row, width) for row in rows]
    if value.height == height:
        return rows
    missing: Matrix = [[ErrorValue.MISSING] * width] * (height - value.height)
    return rows * height if value.height == 1 else rows + missing


def _filled(row: list[Value], width: int) -> list[Value]:
    return row + [ErrorValue.MISSING] * (width - len(row))
