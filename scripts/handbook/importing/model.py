"""What becomes of the cells of an old ledger: records, and the list of what is left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from handbook.findings import column_letters

SHEETS = ("units", "cadres", "programmes", "batches", "postings", "mentors")
"""Keys of the sheets an import fills; the last one only where a ledger names mentors."""


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A cell of the ledger.

    Attributes:
        title: Title of the sheet.
        row: Row number, from 1.
        column: Column number, from 1.
    """

    title: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """The cell as a spreadsheet calls it: `B7`."""
        return f"{column_letters(self.column)}{self.row}"


class What(StrEnum):
    """What a cell of the ledger is."""

    VALUE = "value"
    """Its text, or a part of it, stands in the register."""
    TITLE = "title"
    """A title above a table."""
    HEADER = "header"
    """The heading of a column."""
    SERIAL = "serial"
    """A running number."""
    SECTION = "section"
    """The heading of a group of rows."""
    TOTAL = "total"
    """A line of totals."""
    BLANK = "blank"
    """A sign that says there is nothing, such as a dash."""
    LEFTOVER = "leftover"
    """On the list of what was not understood."""
    WITHHELD = "withheld"
    """Not taken over because a register never holds such a thing."""


@dataclass(frozen=True, slots=True)
class Target:
    """A cell of the new register.

    Attributes:
        sheet: Key of the sheet.
        record: Position of the record in it, from 0.
        field: Field name.
    """

    sheet: str
    record: int
    field: str


@dataclass(frozen=True)
class Leftover:
    """One thing that was not understood, or not taken over.

    Attributes:
        at: Where it stands in the ledger.
        text: What stands there; blank for what is never taken over.
        reason: Sentence, as a msgid with placeholders.
        values: What fills the placeholders.
        placed: Where the text was put in the register; None where nowhere.
    """

    at: At
    text: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    placed: Target | None = None


Record = dict[str, str]
"""Field name → text; the fields that are blank are absent."""


@dataclass
class Imported:
    """A ledger as a register.

    Attributes:
        language: Language of the ledger and so of the register: zh, vi or en.
        records: Sheet key → records, each with its id.
        origins: (sheet key, position) → row of the ledger it was first read from.
        leftovers: In the order of the ledger.
        accounts: Every cell of the ledger that holds anything → what it is; more than one thing
            where it was split.
        assumed: Cells of the register that somebody's answer filled and no cell of the ledger.
        has_appointments: Whether the ledger has a column for document or date of appointments.
    """

    language: str
    records: dict[str, list[Record]] = field(
        default_factory=lambda: {sheet: [] for sheet in SHEETS}
    )
    origins: dict[tuple[str, int], At] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)
    accounts: dict[At, set[What]] = field(default_factory=dict)
    assumed: set[Target] = field(default_factory=set)
    has_appointments: bool = True

    def account(self, at: At, what: What) -> None:
        """Note what a cell of the ledger is."""
        self.accounts.setdefault(at, set()).add(what)

    def leave(
        self, at: At, text: str, reason: str, placed: Target | None = None, /, **values: object
    ) -> None:
        """Put something on the list of what was not understood.

        Args:
            at: Where it stands.
            text: What stands there.
            reason: One of `reasons`.
            placed: Where its text was put all the same.
            **values: What fills the placeholders of the reason.
        """
        self.leftovers.append(Leftover(at, text, reason, values, placed))
        self.account(at, What.LEFTOVER)

    def withhold(self, at: At, reason: str, /, **values: object) -> None:
        """Say that something is not taken over, without saying what it is."""
        self.leftovers.append(Leftover(at, "", reason, values))
        self.account(at, What.WITHHELD)


def sorted_leftovers(imported: Imported) -> list[Leftover]:
    """Give the leftovers in the order of the ledger."""
    titles = list(dict.fromkeys(at.title for at in imported.accounts))
    order = {title: number for number, title in enumerate(titles)}
    return sorted(
        imported.leftovers,
        key=lambda each: (order.get(each.at.title, 0), each.at.row, each.at.column),
    )
