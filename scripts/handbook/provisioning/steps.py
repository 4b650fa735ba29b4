"""One step of setting a spreadsheet up, and the plan they make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum, StrEnum

from handbook.provisioning.google_requests import Request


class Change(StrEnum):
    """What becomes of a thing."""

    ADD = "+"
    RENEW = "~"
    KEEP = "="


class Kind(Enum):
    """What a step is about; the value says in which order the requests must be carried out."""

    LANGUAGE = "0-language"
    VERSION = "0-version"
    PART = "0-part"
    RESULTS = "1-results"
    SHEET = "1-sheet"
    LIST_SHEET = "1-list-sheet"
    MARK = "2-mark"
    ROWS = "2-rows"
    COLUMN = "3-column"
    LIST = "4-list"
    NOTE = "5-note"
    RULE = "5-rule"
    FORMAT = "5-format"
    FREEZE = "6-freeze"
    PROTECT = "6-protect"
    BAND = "6-band"
    FOLD = "7-fold"
    DOUBLED = "9-doubled"
    NO_HEADER = "9-no-header"
    OWN_TITLE = "9-own-title"

    @property
    def phase(self) -> str:
        """Requests of a later phase rely on those of an earlier one."""
        return self.value[0]

    @property
    def word(self) -> str:
        """Name for machines: `rule`, `no-header`."""
        return self.value[2:]


@dataclass(frozen=True, slots=True)
class Touched:
    """An existing column whose cells are given a rule or a format.

    Attributes:
        gid: Number of the sheet.
        column: Column number as it stands now, from 1.
        below_row: Last row of the header.
    """

    gid: int
    column: int
    below_row: int


@dataclass(frozen=True)
class Step:
    """One difference between a live spreadsheet and its blueprint.

    Attributes:
        kind: What it is about.
        change: Whether something is added, renewed, or kept as somebody made it.
        sheet: Title of the sheet; blank for the spreadsheet as a whole.
        column: Header of the column; blank for the sheet as a whole.
        letters: Letters of the column once the plan was applied; blank likewise.
        old: What stands there now; blank for nothing.
        new: What will stand there; blank where that needs no words.
        requests: What to ask of Google; none for what is kept.
        touches: The existing column whose cells it changes, all of which must have been read; else
            None.
    """

    kind: Kind
    change: Change
    sheet: str = ""
    column: str = ""
    letters: str = ""
    old: str = ""
    new: str = ""
    requests: tuple[Request, ...] = ()
    touches: Touched | None = None


@dataclass(frozen=True)
class Plan:
    """What has to be done, in reading order.

    Attributes:
        title: Title of the spreadsheet.
        language: Language of the workbook.
        steps: All steps, those that keep something included.
    """

    title: str
    language: str
    steps: tuple[Step, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any(step.requests for step in self.steps)

    @property
    def counts(self) -> Counter[Change]:
        """Number of steps by what they do."""
        return Counter(step.change for step in self.steps)

    @property
    def touched(self) -> frozenset[Touched]:
        """Existing columns that must have been read from end to end."""
        return frozenset(step.touches for step in self.steps if step.touches)

    def requests(self) -> list[Request]:
        """Give the requests of one batch, those that others rely on first."""
        steps = sorted(self.steps, key=lambda step: step.kind.phase)
        return [request for step in steps for request in step.requests]
