"""One of two registers that are compared: what its audience sees, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from handbook.checking import Checked
from handbook.findings import Severity
from handbook.publishable import Audience, Publishable, State, make_publishable


@dataclass(frozen=True, eq=False)
class Side:
    """A register as it is compared.

    Attributes:
        shown: What the audience may see of it.
        columns: Sheet key → fields its sheet has a column for; the history does not say, so all.
        is_kept: Whether it was read back from the published history, which keeps neither what
            was a default nor records without a number of their own.
    """

    shown: Publishable
    columns: Mapping[str, frozenset[str]]
    is_kept: bool

    @property
    def day(self) -> date:
        """The day it speaks about."""
        return self.shown.as_of

    @cached_property
    def unsure(self) -> frozenset[tuple[str, str]]:
        """Sheet key and record key of the records with a value that cannot be trusted."""
        return frozenset(
            (sheet, key)
            for sheet, table in self.shown.tables.items()
            for (key, _), state in table.states.items()
            if state is State.HELD
        )

    @cached_property
    def withheld(self) -> frozenset[tuple[str, str]]:
        """Sheet key and record key, as typed, of the rows left out."""
        return frozenset((row.sheet, row.key) for row in self.shown.held if row.key)

    @cached_property
    def mistakes(self) -> frozenset[tuple[str, str, str]]:
        """Sheet key, record key and field of the values the check calls wrong by themselves."""
        return frozenset(
            (finding.cell.sheet, finding.record, finding.cell.field)
            for finding in self.shown.findings
            if finding.code.startswith(("CEL", "KEY")) and finding.severity is not Severity.INFO
        )

    def value(self, sheet: str, key: str, field: str) -> Any:  # noqa: ANN401 - typed by the field
        """Give a value of a published record, or `State.HELD` where it cannot be trusted."""
        table = self.shown.tables[sheet]
        if (sheet, key) in self.unsure and table.states.get((key, field)) is State.HELD:
            return State.HELD
        return getattr(table.records[key], field)

    def is_default(self, sheet: str, key: str, field: str) -> bool:
        """Say whether nobody typed a value and it follows from others."""
        return self.shown.tables[sheet].states.get((key, field)) is State.DEFAULT


@dataclass(frozen=True, slots=True)
class Pair:
    """One record in both registers.

    Attributes:
        old: The register before.
        new: The register afterwards.
        sheet: Sheet key.
        old_key: Key of the record before.
        new_key: Key of the record afterwards.
    """

    old: Side
    new: Side
    sheet: str
    old_key: str
    new_key: str

    @property
    def is_unsure(self) -> bool:
        """Whether any value of the record cannot be trusted, before or afterwards."""
        was_unsure = (self.sheet, self.old_key) in self.old.unsure
        return was_unsure or (self.sheet, self.new_key) in self.new.unsure

    def values(self, field: str) -> tuple[Any, Any]:
        """Give a value before and afterwards, or `State.HELD` where it cannot be trusted."""
        return (
            self.old.value(self.sheet, self.old_key, field),
            self.new.value(self.sheet, self.new_key, field),
        )

    def is_unknown(self, field: str) -> bool:
        """Say whether the history does not tell what stood in a cell.

        It keeps no value that was in doubt, nor the rows held back that others refer to.
        """
        old, new = self.values(field)
        was_default = self.old.is_default(self.sheet, self.old_key, field)
        is_default = self.new.is_default(self.sheet, self.new_key, field)
        return (self.old.is_kept and _is_lost(None if was_default else old, new)) or (
            self.new.is_kept and _is_lost(None if is_default else new, old)
        )

    def follows_from_others(self, field: str) -> bool:
        """Say whether nobody typed a value, before or afterwards, as far as one can know."""
        was_default = self.old.is_default(self.sheet, self.old_key, field)
        is_default = self.new.is_default(self.sheet, self.new_key, field)
        return (
            (was_default or is_default)
            and (was_default or self.old.is_kept)
            and (is_default or self.new.is_kept)
        )


def _is_lost(kept: Any, other: Any) -> bool:  # noqa: ANN401 - typed by the field
    return kept is State.HELD or (other is State.HELD and kept in (None, "", ()))


def side_of(checked: Checked, audience: Audience, *, is_kept: bool = False) -> Side:
    """Take one side of a comparison out of a checked register.

    Args:
        checked: Outcome of the check.
        audience: Whom the comparison is for.
        is_kept: Whether the register was read back from the published history.
    """
    return Side(
        make_publishable(checked, audience),
        {
            sheet: frozenset(
                field.name
                for field in table.schema.fields
                if is_kept or table.has_column(field.name)
            )
            for sheet, table in checked.register.tables.items()
        },
        is_kept,
    )
