"""What one row of a ledger says of a person and of a posting, on its way into the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handbook.importing.blocks import Line
from handbook.importing.model import At
from handbook.importing.splitting import Person


@dataclass
class Fact:
    """A text on its way to a cell of the register.

    Attributes:
        at: Where it stands in the ledger.
        field: Field name.
        text: As the register will hold it.
    """

    at: At
    field: str
    text: str

    def as_field(self, name: str) -> Fact:
        """Give the same for another field."""
        return Fact(self.at, name, self.text)


@dataclass
class Remark:
    """A text on its way to a remark.

    Attributes:
        at: Where it stands.
        text: As the ledger has it, without what is never kept.
        label: From `label`, stands before it; blank for the ledger's own remark.
        reason: Why it goes there; blank for the ledger's own remark.
        values: What fills the placeholders of the reason.
    """

    at: At
    text: str
    label: str = ""
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Label and text as they stand in the register."""
        return f"{self.label}{self.text}"


def label(title: str, language: str) -> str:
    """Give a title as it stands before a text in a remark.

    Args:
        title: Of a column.
        language: zh, vi or en.
    """
    return f"{title}：" if language == "zh" else f"{title}: "


@dataclass
class Row:
    """What one row of a ledger says of one person.

    Attributes:
        line: The row.
        person: Name, and where it stands.
        cadre: Facts about the person; a unit is still a name.
        posting: Facts about the posting; likewise.
        remarks: What goes to the posting's remark.
        mentors: Where mentors stand, with title of the column.
        programme: Name in a column of its own; None without.
        batch: Likewise.
    """

    line: Line
    person: Person
    name_at: At
    cadre: list[Fact] = field(default_factory=list)
    posting: list[Fact] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    mentors: list[tuple[At, str, str]] = field(default_factory=list)
    programme: Fact | None = None
    batch: Fact | None = None

    def value(self, of: str, name: str) -> str:
        """Give the text of a fact; blank where the row does not say."""
        facts = self.cadre if of == "cadres" else self.posting
        return next((fact.text for fact in facts if fact.field == name), "")
