"""The surroundings in which a part of a formula is worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from sheets_server.formulas.blocks import Area, Block, Matrix
from sheets_server.formulas.context import Context
from sheets_server.formulas.references import Reference, moved
from sheets_server.formulas.values import ErrorValue, Value

Operand: TypeAlias = Value | Area | Block
"""A value, cells of a sheet not read yet, or an array."""


@dataclass(frozen=True)
class Scope:
    """Where a formula stands, and whether arrays spread over operators and functions."""

    context: Context
    down: int = 0
    across: int = 0
    is_array: bool = False

    @property
    def place(self) -> tuple[str, int, int]:
        """Give sheet, row and column of the formula."""
        return self.context.title, self.context.row + self.down, self.context.column + self.across

    def with_arrays(self) -> Scope:
        """Give the same scope with arrays spreading."""
        return self if self.is_array else replace(self, is_array=True)

    def area(self, reference: Reference) -> Area | ErrorValue:
        """Find the cells of a reference, cut to the size of their sheet; `#REF!` if there are none.

        Args:
            reference: As it stands in the formula.
        """
        there = moved(reference, self.down, self.across)
        if there is None:
            return ErrorValue.REF
        try:
            height, width = self.context.size(there.sheet)
        except LookupError:
            return ErrorValue.REF
        (top, bottom), (left, right) = there.rows, there.columns
        found = Area(
            there.sheet or self.context.title,
            top.number if top else 1,
            left.number if left else 1,
            min(bottom.number, height) if bottom else height,
            min(right.number, width) if right else width,
        )
        is_there = found.top <= found.bottom and found.left <= found.right
        return found if is_there else ErrorValue.REF

    def block(self, operand: Operand) -> Block:
        """Read all cells of an operand.

        Args:
            operand: A single value becomes a block of one cell.
        """
        if isinstance(operand, Block):
            return operand
        if not isinstance(operand, Area):
            return Block([[operand]])
        found = self.context.memo.get(operand)
        if found is None:
            found = self.context.memo[operand] = Block(self._rows(operand))
        return found

    def _rows(self, area: Area) -> Matrix:
        """Read the cells of an area."""
        cell, title = self.context.cell, area.title
        columns = range(area.left, area.right + 1)
        return [
            [cell(title, row, column) for column in columns]
            for row in range(area.top, area.bottom + 1)
        ]

    def single(self, operand: Operand) -> Value:
        """Give the one value meant where a single one is needed.

        Args:
            operand: Of a row or a column of cells it is the one in line with the formula, of an
                array the first.
        """
        if isinstance(operand, Block):
            return operand.rows[0][0]
        if not isinstance(operand, Area):
            return operand
        _, row, column = self.place
        row = operand.top if operand.height == 1 else row
        column = operand.left if operand.width == 1 else column
        is_inside = operand.top <= row <= operand.bottom and operand.left <= column <= operand.right
        return self.context.cell(operand.title, row, column) if is_inside else ErrorValue.VALUE

    def spreading(self, operand: Operand) -> Value | Block:
        """Give an array where arrays spread, else the one value meant.

        Args:
            operand: As an argument or a side of an operator gave it.
        """
        if not self.is_array or not isinstance(operand, Area | Block):
            return self.single(operand)
        block = self.block(operand)
        return block.rows[0][0] if block.height == block.width == 1 else block
