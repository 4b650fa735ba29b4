"""What the work of the desk gives: plain facts for its pages, fit to pass between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from handbook.config import Project
from handbook.desk.pictures import Picture

if TYPE_CHECKING:
    from handbook.proposals import Line, Proposal


@dataclass(frozen=True, slots=True)
class Asked:
    """What every piece of work is told.

    Attributes:
        project: Where schema and written pages stand.
        folder: The work folder.
        register: The workbook it is about.
        language: Of the person at the desk.
    """

    project: Project
    folder: Path
    register: Path
    language: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One place of a finding.

    Attributes:
        address: As in the spreadsheet, with what the row and column are called.
        message: The fact there.
        picture: Its surroundings; None for a sheet or the whole workbook.
        related: Addresses that help to understand it, with what stands there.
    """

    address: str
    message: str
    picture: Picture | None
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One finding, or several that say the same, in one language.

    Attributes:
        code: Of the catalogue.
        name: Headline of the code.
        message: The fact, or how many there are where.
        expected: What should stand there; may be blank.
        help: What to do; may be blank.
        policy: Article behind it; may be blank.
        responsible: Who acts.
        places: The first of them.
        count: How many there are.
    """

    code: str
    name: str
    message: str
    expected: str
    help: str
    policy: str
    responsible: str
    places: tuple[FoundPlace, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """All findings of one severity.

    Attributes:
        severity: `error`, `warning` or `info`.
        count: How many there are.
        lines: The first of them.
        left: How many are in no line.
    """

    severity: str
    count: int
    lines: tuple[FoundLine, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a check has found.

    Attributes:
        register: The workbook.
        as_of: The day it speaks about.
        groups: Language → groups, the worst first.
        waived: How many findings are silenced by waivers.
        is_new: Whether the workbook was just put into the folder.
    """

    page: ClassVar[str] = "found"

    register: Path
    as_of: date
    groups: Mapping[str, tuple[FoundGroup, ...]]
    waived: int = 0
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were written.

    Attributes:
        register: The workbook they were made from.
        files: Where they are.
        headline: What was done, in the language of the person.
        remarks: What else is to be said.
        folder: Folder in which the single files of a packed one lie; None where there is none.
    """

    page: ClassVar[str] = "written"

    register: Path
    files: tuple[Path, ...]
    headline: str
    remarks: tuple[str, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A reminder to be pasted.

    Attributes:
        name: Whom it is for.
        text: Ready to be sent.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """Reminders, to be copied from the page or taken along.

    Attributes:
        register: The workbook.
        messages: One per unit and party.
        files: All of them packed, with letters.
        is_hidden: Whether nobody may be reminded yet, as no posting may be known of.
    """

    page: ClassVar[str] = "reminded"

    register: Path
    messages: tuple[Message, ...]
    files: tuple[Path, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SiteBuilt:
    """A site, or why there is none.

    Attributes:
        register: The workbook.
        site: Folder of the site; None where findings stopped it or the gate refused it.
        address: Path of the first page in the folder of sites.
        stopped: Findings that stopped it; language → groups.
        problems: What the gate said.
    """

    page: ClassVar[str] = "site"

    register: Path
    site: Path | None
    address: str = ""
    stopped: Mapping[str, tuple[FoundGroup, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnedFile:
    """What became of one file that came back.

    Attributes:
        name: Of the file.
        state: `changed`, `unchanged`, `repeated` or `refused`.
        sender: Whose it is; may be blank.
        remarks: Sentences, by language.
    """

    name: str
    state: str
    sender: str
    remarks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ToDecide:
    """A list of proposed changes.

    Attributes:
        register: The workbook they would go into.
        title: What they come from, as a msgid.
        proposals: What is decided about.
        lines: Language → the proposals in words.
        files: What came back.
        remarks: Language → sentences about the whole.
        free: Tokens that may be accepted all at once: nobody contradicts, and nothing is to be
            thought about.
    """

    page: ClassVar[str] = "decide"

    register: Path
    title: str
    proposals: tuple[Proposal, ...]
    lines: Mapping[str, tuple[Line, ...]]
    files: tuple[ReturnedFile, ...]
    remarks: Mapping[str, tuple[str, ...]]
    free: frozenset[str]


@dataclass(frozen=True)
class Done:
    """What became of decisions.

    Attributes:
        register: The workbook.
        written: Changes that are in it now.
        refused: Changes that were refused.
        backup: Name of the workbook as it was before; blank where nothing was written.
        remarks: Language → sentences.
    """

    page: ClassVar[str] = "done"

    register: Path
    written: int
    refused: int
    backup: str
    remarks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """One column of an old ledger and what it was taken for.

    Attributes:
        letters: Its name in the spreadsheet.
        title: Its heading.
        role: Key of what it was taken for.
        samples: A few texts of it, short.
    """

    letters: str
    title: str
    role: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftTable:
    """One table of an old ledger.

    Attributes:
        sheet: Title of its tab.
        title: Text above it; may be blank.
        programme: Name of the programme; may be blank.
        batch: Name of the batch; may be blank.
        columns: From left to right.
    """

    sheet: str
    title: str
    programme: str
    batch: str
    columns: tuple[DraftColumn, ...]


@dataclass(frozen=True)
class LedgerDraft:
    """How an old ledger would be read.

    Attributes:
        register: The ledger.
        tables: Those recognised in it.
        roles: Language → key and words of everything a column can be.
        is_open: Whether somebody has to say if those whose term has begun have reported in.
    """

    page: ClassVar[str] = "draft"

    register: Path
    tables: tuple[DraftTable, ...]
    roles: Mapping[str, tuple[tuple[str, str], ...]]
    is_open: bool = False


@dataclass(frozen=True)
class LedgerImported:
    """A register that was made from an old ledger.

    Attributes:
        register: The register.
        ledger: Name of the ledger.
        counts: Sheet key and how many records it got.
        titles: Language → sheet key → title.
        leftovers: Language → the first of what was not taken over: sheet, cell, text, why, where;
            without the assumed days of reporting in.
        left: How many of these there are in all.
        files: The list of all of them.
        assumed: How many days of reporting in were taken from the start of the term.
    """

    page: ClassVar[str] = "imported"

    register: Path
    ledger: str
    counts: Mapping[str, int]
    titles: Mapping[str, Mapping[str, str]]
    leftovers: Mapping[str, tuple[tuple[str, str, str, str, str], ...]]
    left: int
    files: tuple[Path, ...]
    assumed: int = 0
