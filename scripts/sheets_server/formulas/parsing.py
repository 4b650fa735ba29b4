"""A formula read into a tree, by precedence climbing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import TypeAlias

from sheets_server.formulas.references import Reference, parse_reference
from sheets_server.formulas.tokens import FormulaError, Kind, Token, tokens
from sheets_server.formulas.values import ErrorValue, Value

_BINDING = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    "&": 2,
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
}
_DEEPEST = 64


@dataclass(frozen=True)
class Literal:
    """A value written into the formula; None is an argument left out."""

    value: Value


@dataclass(frozen=True)
class Prefixed:
    """A sign in front of something."""

    sign: str
    operand: Node


@dataclass(frozen=True)
class Percent:
    """Something with a percent sign behind it."""

    operand: Node


@dataclass(frozen=True)
class Chain:
    """Things joined by operators, worked out from the first on, so that length adds no depth."""

    first: Node
    steps: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Call:
    """A function, its name in capitals, and its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Name:
    """A word that is neither a function nor a truth; named ranges are not known here."""

    text: str


@dataclass(frozen=True)
class Rows:
    """An array in braces, row by row."""

    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Literal | Reference | Prefixed | Percent | Chain | Call | Name | Rows
"""A node of the tree."""


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """Read a formula.

    Args:
        formula: With the equals sign in front. Arguments are parted by `,` or `;`.

    Raises:
        FormulaError: If it cannot be read.
    """
    pieces = [token for token in tokens(formula) if token.kind is not Kind.SPACE]
    if not pieces or pieces[0].text != "=":
        raise FormulaError(f"no formula: {formula!r}")
    reader = _Reader(pieces[1:])
    tree = reader.expression(0)
    reader.expect_end()
    return tree


class _Reader:
    """Reads tokens from first to last."""

    def __init__(self, pieces: list[Token]) -> None:
        self._pieces = pieces
        self._position = 0
        self._depth = 0

    def _next(self) -> str:
        """Give the text of the next token, blank behind the last; text in quotes keeps them."""
        return self._pieces[self._position].text if self._position < len(self._pieces) else ""

    def _take(self) -> Token:
        """Go on by one token."""
        if self._position == len(self._pieces):
            raise FormulaError("formula ends too soon")
        self._position += 1
        return self._pieces[self._position - 1]

    def _accept(self, *texts: str) -> bool:
        """Go on by one token if it is one of these."""
        is_there = self._next() in texts
        self._position += is_there
        return is_there

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise FormulaError(f"{text} expected before {self._next()!r}")

    def expect_end(self) -> None:
        """Refuse what stands behind a whole formula."""
        if self._next():
            raise FormulaError(f"unexpected {self._next()!r}")

    def expression(self, binding: int) -> Node:
        """Read all that binds tighter than this."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormulaError("formula too deep")
        first = self._operand()
        steps = []
        while _BINDING.get(self._next(), 0) > binding:
            operator = self._take().text
            steps.append((operator, self.expression(_BINDING[operator])))
        self._depth -= 1
        return Chain(first, tuple(steps)) if steps else first

    def _operand(self) -> Node:
        """Read something with its signs before and percent signs behind."""
        token = self._take()
        if token.text in ("-", "+"):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise FormulaError("too many signs")
            node: Node = Prefixed(token.text, self._operand())
            self._depth -= 1
            return node
        node = self._primary(token)
        while self._accept("%"):
            node = Percent(node)
        return node

    def _primary(self, token: Token) -> Node:
        """Read a value, a reference, a call, or something in brackets."""
        match token.kind:
            case Kind.NUMBER:
                number = float(token.text)
                return Literal(number if isfinite(number) else ErrorValue.NUM)
            case Kind.TEXT:
                return Literal(token.text[1:-1].replace('""', '"'))
            case Kind.DEAD:
                return Literal(ErrorValue.REF)
            case Kind.ERROR:
                return Literal(ErrorValue(token.text))
            case Kind.REFERENCE:
                return parse_reference(token.text) or Literal(ErrorValue.REF)
            case Kind.NAME:
                return self._named(token.text)
            case _:
                return self._bracketed(token.text)

    def _named(self, name: str) -> Node:
        """Read a call, or TRUE and FALSE, or an unknown name."""
        if self._accept("("):
            return Call(name.upper(), self._arguments())
        if name.upper() in ("TRUE", "FALSE"):
            return Literal(name.upper() == "TRUE")
        return Name(name)

    def _arguments(self) -> tuple[Node, ...]:
        """Read arguments up to the closing parenthesis; one left out is blank."""
        if self._accept(")"):
            return ()
        arguments = [self._argument()]
        while self._accept(",", ";"):
            arguments.append(self._argument())
        self._expect(")")
        return tuple(arguments)

    def _argument(self) -> Node:
        return Literal(None) if self._next() in (",", ";", ")") else self.expression(0)

    def _bracketed(self, opening: str) -> Node:
        """Read what stands in parentheses or braces."""
        if opening == "(":
            node = self.expression(0)
            self._expect(")")
            return node
        if opening == "{":
            return self._array()
        raise FormulaError(f"unexpected {opening!r}")

    def _array(self) -> Node:
        """Read an array: `,` parts columns, `;` parts rows."""
        rows: list[list[Node]] = [[self.expression(0)]]
        while not self._accept("}"):
            if self._accept(";"):
                rows.append([])
            else:
                self._expect(",")
            rows[-1].append(self.expression(0))
        return Rows(tuple(map(tuple, rows)))
