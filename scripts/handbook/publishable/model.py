"""The register as one audience sees it: types with nothing in them the audience may not see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any

from handbook.errors import HandbookError
from handbook.findings import Finding, Visibility
from handbook.publishable.past import Past
from handbook.schema import Field, Schema
from handbook.workbook import Manifest

UNIT_PREFIX = "unit:"
"""What stands in front of the id of a unit in the name of its audience."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a build is for.

    Attributes:
        name: `public`, `internal`, `org`, or `unit:` and the id of a unit.
        visibility: Strictest class its readers may see.
        unit: Id of the unit whose own records alone are seen up to that class, all others as by
            any reader; blank where it holds for every record.
    """

    name: str
    visibility: Visibility
    unit: str = ""

    @property
    def elsewhere(self) -> Visibility:
        """Strictest class its readers may see of records that are not their unit's own."""
        return min(self.visibility, Visibility.INTERNAL) if self.unit else self.visibility

    def sees(self, visibility: Visibility, *, is_own: bool) -> bool:
        """Say whether its readers may see a class.

        Args:
            visibility: The class.
            is_own: Whether the record is their unit's own.
        """
        return visibility <= (self.visibility if is_own else self.elsewhere)


PUBLIC = Audience("public", Visibility.PUBLIC)
INTERNAL = Audience("internal", Visibility.INTERNAL)
ORG = Audience("org", Visibility.ORG)
AUDIENCES: Mapping[str, Audience] = {each.name: each for each in (PUBLIC, INTERNAL, ORG)}
"""Those that are the same in every register; beside them each unit is one."""


def unit_audience(unit: str) -> Audience:
    """Give the audience of one unit.

    Args:
        unit: Its id.
    """
    return Audience(f"{UNIT_PREFIX}{unit}", Visibility.UNIT, unit)


class State(StrEnum):
    """What is special about a shown value; most values have no state."""

    HELD = "held"
    """Cannot be trusted: the value is the last published one, or blank; shown as 待核."""
    DEFAULT = "default"
    """Nobody typed it: it follows from the programme or another record; shown in grey."""


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """One sheet without the columns, rows and values its audience may not see.

    Attributes:
        key: Sheet key.
        title: Title of the sheet as the editor typed it.
        fields: Visible fields in the order of the schema, whether or not the workbook has them.
        records: Record key → record, sorted by key. A record is a named tuple with exactly one
            attribute per visible field: str (`""` blank; enum keys; ids), float or None for
            numbers, `date` or None, tuple of str for lists, `yes`/`no`/`""` for booleans.
        row_numbers: Record key → row number in the sheet, from 1.
        states: (record key, field name) → state, only where there is something to say.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    records: Mapping[str, Any]
    row_numbers: Mapping[str, int]
    states: Mapping[tuple[str, str], State]

    def shows(self, field: str) -> bool:
        """Say whether the audience may see a column at all."""
        return any(each.name == field for each in self.fields)

    def states_of(self, field: str) -> Mapping[str, State]:
        """Give what there is to say of the values of a column, by the keys of their records."""
        return {key: state for (key, name), state in self.states.items() if name == field}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row left out because its key cannot be trusted.

    Attributes:
        sheet: Sheet key.
        key: Key as typed; blank where none was typed.
        row_number: Counted from 1.
        code: Why.
        references: Field name → id it points to, visible reference fields only.
    """

    sheet: str
    key: str
    row_number: int
    code: str
    references: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Publishable:
    """The register as one audience may see it.

    Attributes:
        audience: Whom it is for.
        schema: For titles and labels; classes above the audience's still have their field here,
            never a value.
        as_of: The day it speaks about.
        manifest: Where the data came from.
        content_hash: Hash of the workbook it was made from.
        tables: Sheet key → table; a sheet whose key the audience may not see is absent.
        held: Rows left out, by sheet, key and reason.
        findings: Those about a record the audience may know of, without row and column numbers.
        first_told: Matter of a finding → day since which it has been told, before today.
        past: What may be told of earlier publications.
        sheet_links: Sheet key → address of the sheet, for audiences of editors.
    """

    audience: Audience
    schema: Schema
    as_of: date
    manifest: Manifest
    content_hash: str
    tables: Mapping[str, PublishedTable]
    held: tuple[HeldRow, ...]
    findings: tuple[Finding, ...]
    first_told: Mapping[str, date] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    sheet_links: Mapping[str, str] = field(default_factory=dict)

    def records_of(self, sheet: str) -> Mapping[str, Any]:
        """Give the records of a sheet by their keys; none for an absent sheet.

        Args:
            sheet: Sheet key.
        """
        table = self.tables.get(sheet)
        return table.records if table else {}

    def reader(self, sheet: str, field: str) -> Callable[[Any], Any]:
        """Give the function that reads a field of a record; blank where nobody may see it.

        Args:
            sheet: Sheet key of the record.
            field: Name of the column.
        """
        return attrgetter(field) if self.shows(sheet, field) else _blank

    def shows(self, sheet: str, field: str) -> bool:
        """Say whether the audience may see a column at all.

        Args:
            sheet: Sheet key; of an absent one it may see none.
            field: Name of the column.
        """
        table = self.tables.get(sheet)
        return table is not None and table.shows(field)

    def states_of(self, sheet: str, field: str) -> Mapping[str, State]:
        """Give what there is to say of the values of a column, by the keys of their records.

        Args:
            sheet: Sheet key; nothing is said of an absent one.
            field: Name of the column.
        """
        table = self.tables.get(sheet)
        return table.states_of(field) if table else {}

    def has(self, sheet: str, key: str) -> bool:
        """Say whether a record is published, so that a reference to it may be a link."""
        table = self.tables.get(sheet)
        return table is not None and key in table.records


class UnknownUnitError(HandbookError):
    """An audience was asked for whose unit the register does not know.

    Attributes:
        unit: Id as asked for.
    """

    def __init__(self, unit: str) -> None:
        """Build the sentence from the id.

        Args:
            unit: Id as asked for.
        """
        super().__init__(
            {
                "zh": f"“单位”表里没有编号为“{unit}”的单位，或者它的编号待核。"
                "请核对编号，写成 unit:U-0007 这样。",
                "vi": f"Không có đơn vị mã “{unit}”, hoặc mã đó còn chờ kiểm tra. "
                "Hãy kiểm tra lại mã và ghi như unit:U-0007.",
                "en": f"There is no unit “{unit}”, or its number is still to be checked. "
                "Check the number, and write it as in unit:U-0007.",
            }
        )
        self.unit = unit


def require_unit(publishable: Publishable) -> None:
    """See that the unit an audience is named after is there.

    Args:
        publishable: Made for that audience.

    Raises:
        UnknownUnitError: It is not.
    """
    unit = publishable.audience.unit
    if unit and not publishable.has("units", unit):
        raise UnknownUnitError(unit)


def _blank(record: Any) -> str:  # noqa: ANN401, ARG001 - of whatever record
    return ""
