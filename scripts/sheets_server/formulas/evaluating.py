"""Works out the tree of a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sheets_server.formulas.blocks import Area, Block, Matrix
from sheets_server.formulas.context import CircularReference, Context
from sheets_server.formulas.functions import FUNCTIONS, Function
from sheets_server.formulas.functions.dates import serial_of
from sheets_server.formulas.operators import OPERATORS, negative, percent
from sheets_server.formulas.parsing import (
    Call,
    Chain,
    Literal,
    Name,
    Node,
    Percent,
    Prefixed,
    Rows,
    parse,
)
from sheets_server.formulas.references import Reference, parse_reference
from sheets_server.formulas.scope import Operand, Scope
from sheets_server.formulas.spreading import failing, for_each, guarded
from sheets_server.formulas.tokens import FormulaError
from sheets_server.formulas.values import ErrorValue, Value, as_text, as_truth


def evaluate(
    formula: str, context: Context, offset: tuple[int, int] = (0, 0)
) -> Value | list[list[Value]]:
    """Work out a formula.

    Args:
        formula: With the equals sign in front.
        context: Where it stands and what it sees.
        offset: Rows down and columns to the right by which the formula stands further than the
            context says; relative references move along (for conditional formats, so that one
            formula is read once for all its cells).

    Returns:
        One value, or rows of values that spill down and to the right. A formula that cannot be
        read is `#ERROR!`, an unknown function `#NAME?`, a circle `#REF!`.

    Raises:
        CircularReference: If the circle closes at another cell.
    """
    scope = Scope(context, *offset)
    try:
        result = _result(parse(formula), scope)
    except FormulaError:
        return ErrorValue.ERROR
    except CircularReference as circle:
        if circle.place != scope.place:
            raise
        return ErrorValue.REF
    return result.rows if isinstance(result, Block) else result


def link(formula: str, context: Context) -> str | None:
    """Give where a formula of HYPERLINK leads.

    Args:
        formula: With the equals sign in front.
        context: Where it stands and what it sees.

    Returns:
        The address; None if the formula is no link.
    """
    try:
        tree = parse(formula)
    except FormulaError:
        return None
    if not isinstance(tree, Call) or tree.name != "HYPERLINK" or not tree.arguments:
        return None
    scope = Scope(context)
    address = scope.single(_work_out(tree.arguments[0], scope))
    return None if isinstance(address, ErrorValue) else as_text(address)


def _result(tree: Node, scope: Scope) -> Value | Block:
    """Work out a whole formula: of cells the one in line with it, arrays as they are."""
    operand = _work_out(tree, scope)
    if isinstance(operand, Block) and (operand.height > 1 or operand.width > 1):
        return operand
    return scope.single(operand)


def _work_out(node: Node, scope: Scope) -> Operand:
    """Work out a node."""
    match node:
        case Literal():
            return node.value
        case Reference():
            return scope.area(node)
        case Chain():
            return _joined(node, scope)
        case Call():
            return _call(node, scope)
        case Prefixed():
            operand = _work_out(node.operand, scope)
            return _spread(negative, [operand], scope) if node.sign == "-" else operand
        case Percent():
            return _spread(percent, [_work_out(node.operand, scope)], scope)
        case Rows():
            return _stacked(node, scope.with_arrays())
        case Name():
            return ErrorValue.NAME


def _joined(chain: Chain, scope: Scope) -> Operand:
    """Join operands one after the other."""
    result = _work_out(chain.first, scope)
    for operator, right in chain.steps:
        result = _spread(OPERATORS[operator], [result, _work_out(right, scope)], scope)
    return result


def _spread(
    function: Callable[..., Operand],
    operands: Sequence[Operand],
    scope: Scope,
    calling: Callable[[Callable[..., Operand], Sequence[Value]], Operand] = guarded,
) -> Operand:
    """Call a function of single values, once or for every place of its arrays."""
    return for_each(partial(calling, function), [scope.spreading(each) for each in operands])


def _stacked(node: Rows, scope: Scope) -> Operand:
    """Put the parts of an array in braces beside and below each other."""
    rows: Matrix = []
    for parts in node.rows:
        blocks = [scope.block(_work_out(part, scope)) for part in parts]
        if len({block.height for block in blocks}) > 1:
            return ErrorValue.VALUE
        lines = zip(*(block.rows for block in blocks), strict=True)
        rows.extend([value for piece in pieces for value in piece] for pieces in lines)
    return Block(rows) if len({len(row) for row in rows}) == 1 else ErrorValue.VALUE


def _call(node: Call, scope: Scope) -> Operand:
    """Call a function; too few or too many arguments are `#N/A`, as Google has it."""
    if node.name in _SPECIAL:
        special, least, most = _SPECIAL[node.name]
        is_right = least <= len(node.arguments) <= most
        return special(node, scope) if is_right else ErrorValue.MISSING
    function = FUNCTIONS.get(node.name)
    if function is None:
        return ErrorValue.NAME
    kinds = function.kinds(len(node.arguments))
    if kinds is None:
        return ErrorValue.MISSING
    return _called(function, kinds, node, scope.with_arrays() if function.is_array else scope)


def _called(function: Function, kinds: str, node: Call, scope: Scope) -> Operand:
    """Call a function of the table: ranges whole, single values spread."""
    operands = [_work_out(argument, scope) for argument in node.arguments]
    pairs = list(zip(kinds, operands, strict=True))
    calling = failing if function.sees_errors else guarded

    def call(*singles: Value) -> Operand:
        rest = iter(singles)
        return function.call(
            *(scope.block(operand) if kind == "r" else next(rest) for kind, operand in pairs)
        )

    return _spread(call, [operand for kind, operand in pairs if kind != "r"], scope, calling)


def _array_formula(node: Call, scope: Scope) -> Operand:
    """ARRAYFORMULA(…): arrays spread in all that stands inside."""
    scope = scope.with_arrays()
    return scope.block(_work_out(node.arguments[0], scope))


def _if(node: Call, scope: Scope) -> Operand:
    """IF(condition, then, otherwise): only the branch needed is worked out."""
    condition = scope.spreading(_work_out(node.arguments[0], scope))
    then, otherwise = (*node.arguments[1:], Literal(value=False))[:2]
    if isinstance(condition, Block):
        branches = [scope.spreading(_work_out(part, scope)) for part in (then, otherwise)]
        return for_each(_chosen, [condition, *branches])
    truth = guarded(as_truth, [condition])
    if isinstance(truth, ErrorValue):
        return truth
    return _work_out(then if truth else otherwise, scope)


def _chosen(cells: Sequence[Value]) -> Operand:
    """Choose one branch at one place of an array."""
    condition, then, otherwise = cells
    truth = guarded(as_truth, [condition])
    if isinstance(truth, ErrorValue):
        return truth
    return then if truth else otherwise


def _if_error(node: Call, scope: Scope) -> Operand:
    """IFERROR(value, instead) and IFNA: blank instead of an error unless said otherwise."""
    caught = set(ErrorValue) if node.name == "IFERROR" else {ErrorValue.MISSING}
    operand = scope.spreading(_work_out(node.arguments[0], scope))
    if not isinstance(operand, Block) and operand not in caught:
        return operand
    instead = _work_out(node.arguments[1], scope) if len(node.arguments) == 2 else None
    if not isinstance(operand, Block):
        return instead
    return for_each(
        lambda cells: cells[1] if cells[0] in caught else cells[0],
        [operand, scope.spreading(instead)],
    )


def _place(node: Call, scope: Scope) -> Operand:
    """ROW and COLUMN: of the formula, or of a reference."""
    is_row = node.name == "ROW"
    if not node.arguments:
        return float(scope.place[1 if is_row else 2])
    area = _work_out(node.arguments[0], scope)
    if not isinstance(area, Area):
        return area if isinstance(area, ErrorValue) else ErrorValue.MISSING
    if is_row:
        rows = range(area.top, area.bottom + 1)
        return Block([[float(row)] for row in rows]) if scope.is_array else float(area.top)
    columns = range(area.left, area.right + 1)
    return Block([[float(column) for column in columns]]) if scope.is_array else float(area.left)


def _indirect(node: Call, scope: Scope) -> Operand:
    """INDIRECT(text): the cells that a text names; nothing moves with an offset."""
    text = scope.single(_work_out(node.arguments[0], scope))
    if isinstance(text, ErrorValue):
        return text
    reference = parse_reference(as_text(text))
    return ErrorValue.REF if reference is None else Scope(scope.context).area(reference)


def _today(_node: Call, scope: Scope) -> Operand:
    """TODAY(): the day as a serial number."""
    return serial_of(scope.context.today)


_SPECIAL: Mapping[str, tuple[Callable[[Call, Scope], Operand], int, int]] = {
    "ARRAYFORMULA": (_array_formula, 1, 1),
    "IF": (_if, 2, 3),
    "IFERROR": (_if_error, 1, 2),
    "IFNA": (_if_error, 1, 2),
    "ROW": (_place, 0, 1),
    "COLUMN": (_place, 0, 1),
    "INDIRECT": (_indirect, 1, 2),
    "TODAY": (_today, 0, 0),
}
"""Functions that want their arguments unread or need their place; how many arguments they take."""
