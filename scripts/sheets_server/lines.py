"""What rows and columns have in common: size, hiding, groups and metadata."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_HEIGHT, DEFAULT_WIDTH = 21, 100
"""Pixels."""


@dataclass(frozen=True)
class Metadata:
    """One entry of developer metadata, wherever it hangs."""

    id: int
    key: str
    value: str
    visibility: str


class Dimension:
    """What rows and columns have in common.

    Attributes:
        size: Pixels.
        is_hidden: Hidden by a person.
        depth: Number of groups it lies in.
        collapsed: Depths of the collapsed groups that begin here.
        metadata: Developer metadata of the row or column.
    """

    __slots__ = ("collapsed", "depth", "is_hidden", "metadata", "size")

    def __init__(self, size: int) -> None:
        """Make a visible one without groups.

        Args:
            size: Pixels.
        """
        self.size = size
        self.is_hidden = False
        self.depth = 0
        self.collapsed: frozenset[int] = frozenset()
        self.metadata: tuple[Metadata, ...] = ()

    def _copy_to(self, other: Dimension) -> None:
        for name in Dimension.__slots__:
            setattr(other, name, getattr(self, name))


class Column(Dimension):
    """One column: only what belongs to the column itself."""

    __slots__ = ()

    def __init__(self, size: int = DEFAULT_WIDTH) -> None:
        """Make a visible column.

        Args:
            size: Pixels.
        """
        super().__init__(size)

    def copy(self) -> Column:
        """Give a column of its own with the same properties."""
        column = Column()
        self._copy_to(column)
        return column
