"""One change to a register that waits for somebody's yes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

_TOKEN_DIGITS = 10


class Kind(StrEnum):
    """What would happen to the register."""

    CHANGE = "change"
    """A cell gets another text, or its first one, or none."""
    ADD = "add"
    """A row is added."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a proposal comes from.

    Attributes:
        file: Name of the file.
        title: Title of the sheet in it.
        row_number: Row number in that sheet, from 1.
        sender: Who sent it, as a person would say it: a unit's name, a form; blank if unknown.
    """

    file: str
    title: str
    row_number: int
    sender: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Rival:
    """Another text somebody wants, or already wrote, in the same cell.

    Attributes:
        text: The text.
        sender: Who wants it; blank where the register itself was changed meanwhile.
    """

    text: str
    sender: str


@dataclass(frozen=True)
class Proposal:
    """One change that can be accepted or refused on its own.

    Attributes:
        kind: A changed cell or a new row.
        sheet: Key of the sheet.
        record: Name of the record as in `Place.names`; blank for a new row.
        field: Field name; blank for a new row.
        before: Text that stands in the register now; blank for a new row.
        after: Text that would stand there, blank to clear the cell; for a new row its texts in a
            row, so that one can read it.
        texts: Field name → text of a new row; empty for a cell.
        origins: Every row that asks for exactly this, in order.
        rivals: Who wants something else there; a conflict where there are any.
    """

    kind: Kind
    sheet: str
    record: str
    field: str
    before: str
    after: str
    origins: tuple[Origin, ...]
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rivals: tuple[Rival, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether something else is wanted in the same place."""
        return bool(self.rivals)

    @cached_property
    def token(self) -> str:
        """Name by which a decision finds its proposal again.

        It changes with the register's own text, so that nobody's yes is applied to something they
        never saw.

        Returns:
            10 hexadecimal digits.
        """
        texts = (f"{name}={text}" for name, text in sorted(self.texts.items()))
        rivals = (f"{each.sender}:{each.text}" for each in self.rivals)
        parts = (self.kind, self.sheet, self.record, self.field, self.before, self.after)
        whole = "\x1f".join([*parts, *texts, "\x1e", *rivals])
        digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:_TOKEN_DIGITS]
