"""Functions that look things up, count what fits, and choose rows."""

from __future__ import annotations

from sheets_server.formulas.blocks import Block, Matrix
from sheets_server.formulas.functions.criteria import Criterion, criterion
from sheets_server.formulas.values import (
    AnswerError,
    ErrorValue,
    Key,
    Value,
    as_truth,
    as_whole,
    key,
)


def count_if(*pairs: Block | Value) -> Value:
    """COUNTIF and COUNTIFS: how many places fit all criteria.

    Args:
        pairs: A range and a criterion, and again; all ranges have the same size.
    """
    blocks = [block for block in pairs[::2] if isinstance(block, Block)]
    tests = [criterion(test) for test in pairs[1::2] if not isinstance(test, Block)]
    if len({(block.height, block.width) for block in blocks}) > 1:
        raise AnswerError(ErrorValue.VALUE)
    if len(blocks) == 1:
        return float(tests[0].count(blocks[0]))
    return float(sum(all(column) for column in zip(*map(_fits, blocks, tests), strict=True)))


def _fits(block: Block, test: Criterion) -> list[bool]:
    """Say of each cell whether it fits."""
    return [test.fits(value) for value in block.cells]


def match(sought: Value, block: Block, order: Value = 1.0) -> Value:
    """MATCH: where a value stands in a row or a column, counted from 1; `#N/A` if nowhere.

    Args:
        sought: Text may hold `*` and `?` where order is 0.
        block: One row or one column.
        order: 0 exact, 1 the last not larger in ascending order, -1 the last not smaller.
    """
    if block.height > 1 and block.width > 1:
        return ErrorValue.MISSING
    found = _position(sought, block, as_whole(order))
    return ErrorValue.MISSING if found is None else float(found + 1)


def _position(sought: Value, block: Block, order: int) -> int | None:
    """Find a value, counted from 0."""
    wanted = key(sought)
    if order:
        return _last_within(wanted, block, order)
    if isinstance(sought, str) and any(sign in sought for sign in "*?~"):
        test = criterion(sought)
        return next((i for i, value in enumerate(block.cells) if test.fits(value)), None)
    return block.positions.get(wanted)


def _last_within(wanted: Key, block: Block, order: int) -> int | None:
    """Find the last value of the same kind before a larger one, or before a smaller one."""
    last = None
    for position, found in enumerate(block.keys):
        if found is None or found[0] != wanted[0]:
            continue
        if found > wanted if order > 0 else found < wanted:
            break
        last = position
    return last


def vlookup(sought: Value, block: Block, column: Value, is_sorted: Value = 1.0) -> Value:
    """VLOOKUP: the value of a column in the row whose first column holds a value.

    Args:
        sought: What the first column is to hold.
        block: The rows.
        column: Counted from 1.
        is_sorted: FALSE for an exact match; else the last row not larger.
    """
    number = as_whole(column)
    if number < 1:
        raise AnswerError(ErrorValue.VALUE)
    if number > block.width:
        raise AnswerError(ErrorValue.REF)
    found = _position(sought, block.columns[0], 1 if as_truth(is_sorted) else 0)
    return ErrorValue.MISSING if found is None else block.rows[found][number - 1]


def index(block: Block, row: Value = None, column: Value = None) -> Value | Block:
    """INDEX: a cell of a range, or a whole row or column of it where the other is 0 or blank."""
    number, place = as_whole(row), as_whole(column)
    if block.height == 1 and block.width > 1 and column is None:
        number, place = 0, number
    if not (0 <= number <= block.height and 0 <= place <= block.width):
        raise AnswerError(ErrorValue.NUM)
    rows = block.rows[number - 1 : number] if number else block.rows
    return Block([line[place - 1 : place] if place else line for line in rows])


def filtered(block: Block, *conditions: Block) -> Block:
    """FILTER: the rows, or the columns, for which all conditions are true; `#N/A` if none is.

    Args:
        block: What is chosen from.
        conditions: One column as high as the block each, or one row as wide.
    """
    if all(test.width == 1 and test.height == block.height for test in conditions):
        return _chosen(block.rows, conditions)
    if all(test.height == 1 and test.width == block.width for test in conditions):
        return _turned(_chosen(_turned(block).rows, conditions))
    raise AnswerError(ErrorValue.MISSING)


def _chosen(rows: Matrix, conditions: tuple[Block, ...]) -> Block:
    """Choose the rows for which all conditions are true; an error is not true."""
    truths = zip(*(test.cells for test in conditions), strict=True)
    kept = [row for row, tests in zip(rows, truths, strict=True) if all(map(_is_true, tests))]
    if not kept:
        raise AnswerError(ErrorValue.MISSING)
    return Block(kept)


def _is_true(value: Value) -> bool:
    return isinstance(value, bool | int | float) and bool(value)


def _turned(block: Block) -> Block:
    """Make rows of columns."""
    return Block([list(column) for column in zip(*block.rows, strict=True)])


def unique(block: Block) -> Block:
    """UNIQUE: the rows, each once, in the order of their first appearance."""
    first = {tuple((type(value), value) for value in row): row for row in reversed(block.rows)}
    return Block(list(reversed(first.values())))


def in_order(block: Block, *keys: Block | Value) -> Block:
    """SORT: the rows in order, blank ones last.

    Args:
        block: What is sorted.
        keys: A column, counted from 1 or as cells beside the rows, and whether it ascends, and
            again; the first column ascending where nothing is said.
    """
    columns = [_key_cells(block, column) for column in keys[::2] if isinstance(column, Block)]
    ways = [as_truth(way) for way in keys[1::2] if not isinstance(way, Block)]
    order = list(range(block.height))
    for place, cells in reversed(list(enumerate(columns or [block.columns[0].cells]))):
        order = _sorted(order, cells, is_ascending=ways[place] if place < len(ways) else True)
    return Block([block.rows[place] for place in order])


def _key_cells(block: Block, column: Block) -> list[Value]:
    """Give the cells that rows are sorted by."""
    if column.height == block.height > 1:
        return column.cells
    number = as_whole(column.cells[0])
    if not 1 <= number <= block.width:
        raise AnswerError(ErrorValue.VALUE)
    return block.columns[number - 1].cells


def _sorted(order: list[int], cells: list[Value], *, is_ascending: bool) -> list[int]:
    """Sort places by one column, those that are blank there last."""
    filled = [place for place in order if cells[place] is not None]
    blank = [place for place in order if cells[place] is None]
    return sorted(filled, key=lambda place: _rank(cells[place]), reverse=not is_ascending) + blank


def _rank(value: Value) -> Key:
    """Give the place of a value in order, errors behind everything."""
    return (3, value.value) if isinstance(value, ErrorValue) else key(value)


def flat(*blocks: Block) -> Block:
    """FLATTEN: all values in one column, row by row."""
    return Block([[value] for block in blocks for value in block.cells])
