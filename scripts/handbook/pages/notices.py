"""What a page says about rows left out and about open findings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from handbook.findings import Finding, Party, Severity
from handbook.folding import folded
from handbook.pages.index import FOLDERS, Index
from handbook.pages.values import BLANK, Shown
from handbook.publishable import HeldRow

_LINES_PER_CODE = 20  # findings of one code a page shows before it refers to the list
_OPEN_AT_MOST = 3  # findings of one code that stand open on a page

Place = tuple[str, str]
"""Sheet key and record key of a record that has a page."""


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """Rows of one sheet left out for one reason.

    Attributes:
        sheet: Sheet key.
        title: Title of the sheet.
        code: Why.
        keys: Their keys as typed, blanks left out, each once.
        count: How many rows there are.
    """

    sheet: str
    title: str
    code: str
    keys: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as a page lists it.

    Attributes:
        finding: What was found.
        record: The record concerned, linked where it has a page; blank without one.
        batch: The batch of the record, linked; blank where there is none the audience may know.
    """

    finding: Finding
    record: Shown
    batch: Shown = BLANK


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """One line of a list of findings: a finding, or several of one rule and batch.

    Attributes:
        lines: The findings it tells of, in reading order, at least one; fewer than there are
            where a list is cut.
        count: How many there are in all.
    """

    lines: tuple[FindingLine, ...]
    count: int

    @property
    def first(self) -> FindingLine:
        """The first of them."""
        return self.lines[0]

    @property
    def is_fold(self) -> bool:
        """Whether it tells of several findings."""
        return self.count > 1


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code on one page.

    Attributes:
        code: The code.
        severity: The worst among them.
        entries: The first of them, folded by batch; a group that is all one fold tells each.
        count: How many there are in all.
        is_short: Whether they are few enough to stand open.
    """

    code: str
    severity: Severity
    entries: tuple[FoldedLine, ...]
    count: int
    is_short: bool

    @property
    def shown(self) -> int:
        """How many of them are shown."""
        return sum(len(entry.lines) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Notices:
    """What concerns one page.

    Attributes:
        held: Rows left out that point to the record.
        findings: Open findings, by code in reading order.
    """

    held: tuple[HeldNotice, ...] = ()
    findings: tuple[FindingGroup, ...] = ()

    def holds(self, sheet: str) -> bool:
        """Say whether a row of a sheet is held back."""
        return any(each.sheet == sheet for each in self.held)


_NONE = Notices()
_WORST_FIRST = list(Severity)


@dataclass(frozen=True, eq=False)
class NoticeBoard:
    """All notices of a register by the page they belong to.

    Attributes:
        lines: Every finding the audience may know of, in reading order.
    """

    lines: tuple[FindingLine, ...]
    _notices: Mapping[Place, Notices] = field(default_factory=dict)

    def on(self, sheet: str, key: str) -> Notices:
        """Give what the page of a record has to say."""
        return self._notices.get((sheet, key), _NONE)

    def of_sheet(self, sheet: str) -> dict[str, Notices]:
        """Give the same for every record of a sheet whose page has anything to say, by its key."""
        return {key: notices for (each, key), notices in self._notices.items() if each == sheet}


def make_board(index: Index) -> NoticeBoard:
    """Sort findings and held rows by the pages they belong to.

    An audience that may not see persons gets an empty board.
    """
    if not index.names_people:
        return NoticeBoard(())
    finder = _Finder.of(index)
    lines, by_place = [], dict[Place, list[FindingLine]]()
    for finding in index.publishable.findings:
        own, places = finder.places(finding)
        line = _line(index, finding, own)
        lines.append(line)
        for place in places:
            by_place.setdefault(place, []).append(line)
    held = dict[Place, list[HeldRow]]()
    for row in index.publishable.held:
        for place in finder.pages_of_held(row):
            held.setdefault(place, []).append(row)
    return NoticeBoard(
        tuple(lines),
        {
            place: Notices(
                held_notices(index, held.get(place, ())), grouped(by_place.get(place, ()))
            )
            for place in by_place.keys() | held.keys()
        },
    )


def grouped(lines: Iterable[FindingLine], limit: int = _LINES_PER_CODE) -> tuple[FindingGroup, ...]:
    """Fold findings by code, in order of first appearance.

    Args:
        lines: In reading order.
        limit: Most lines shown per code.
    """
    by_code = dict[str, list[FindingLine]]()
    for line in lines:
        by_code.setdefault(line.finding.code, []).append(line)
    return tuple(_group(code, many, limit) for code, many in by_code.items())


def _group(code: str, lines: Sequence[FindingLine], limit: int) -> FindingGroup:
    severity = min((line.finding.severity for line in lines), key=_WORST_FIRST.index)
    folds = fold_lines(lines)
    is_short = len(folds) == len(lines) <= _OPEN_AT_MOST
    if len(folds) == 1:
        folds = tuple(FoldedLine((line,), 1) for line in lines)
    entries = fold_parts(folds, limit)[0] if limit else ()
    return FindingGroup(code, severity, entries, len(lines), is_short and bool(entries))


def fold_lines(lines: Iterable[FindingLine]) -> tuple[FoldedLine, ...]:
    """Fold findings of one rule on many rows of a batch into one line each.

    Args:
        lines: In reading order.
    """
    return tuple(FoldedLine(fold, len(fold)) for fold in folded(lines, lambda line: line.finding))


def fold_parts(folds: Sequence[FoldedLine], size: int) -> list[tuple[FoldedLine, ...]]:
    """Cut folded findings into parts of so many findings; a fold may go on in the next part.

    Args:
        folds: Not cut yet.
        size: Most findings of a part.

    Returns:
        At least one part.
    """
    flat = [(place, line) for place, fold in enumerate(folds) for line in fold.lines]
    starts = range(0, max(len(flat), 1), size)
    return [
        tuple(
            FoldedLine(tuple(line for _, line in many), folds[place].count)
            for place, many in groupby(flat[start : start + size], key=itemgetter(0))
        )
        for start in starts
    ]


def held_notices(index: Index, rows: Iterable[HeldRow]) -> tuple[HeldNotice, ...]:
    """Fold held rows by sheet and reason, in their order."""
    groups = dict[tuple[str, str], list[HeldRow]]()
    for row in rows:
        groups.setdefault((row.sheet, row.code), []).append(row)
    return tuple(
        HeldNotice(
            sheet,
            index.sheet_title(sheet),
            code,
            tuple(dict.fromkeys(row.key for row in many if row.key)),
            len(many),
        )
        for (sheet, code), many in groups.items()
    )


def _line(index: Index, finding: Finding, own: Place | None) -> FindingLine:
    """Make the line of a finding; a batch the audience may not know is taken out of it."""
    record = _record(index, finding, own)
    if not finding.batch:
        return FindingLine(finding, record)
    if not index.publishable.has("batches", finding.batch):
        return FindingLine(replace(finding, batch=""), record)
    return FindingLine(finding, record, index.reference("batches", finding.batch))


def _record(index: Index, finding: Finding, own: Place | None) -> Shown:
    if own is None:
        return Shown(finding.record)
    shown = index.reference(*own)
    if own[0] in FOLDERS or shown.text == own[1]:
        return shown
    return Shown(f"{own[1]} {shown.text.removesuffix(f' {own[1]}')}", link=shown.link)


@dataclass(frozen=True, eq=False)
class _Finder:
    """Finds the pages a row belongs to by following its references."""

    index: Index
    held: Mapping[Place, tuple[HeldRow, ...]]

    @classmethod
    def of(cls, index: Index) -> _Finder:
        held = dict[Place, tuple[HeldRow, ...]]()
        for row in index.publishable.held:
            held[row.sheet, row.key] = (*held.get((row.sheet, row.key), ()), row)
        return cls(index, held)

    def places(self, finding: Finding) -> tuple[Place | None, set[Place]]:
        """Give the record of a finding, if published, and the pages that show the finding."""
        key = unicodedata.normalize("NFKC", finding.record).strip()
        own = (finding.cell.sheet, key)
        if self.index.publishable.has(*own):
            return own, self._pages(own, finding.responsible)
        rows = self.held.get((finding.cell.sheet, finding.record), ()) if key else ()
        return None, {page for row in rows for page in self.pages_of_held(row)}

    def pages_of_held(self, row: HeldRow) -> set[Place]:
        """Give the pages of the records a held row points to."""
        schema = self.index.publishable.schema.tables[row.sheet]
        targets = {(schema.field(name).target, key) for name, key in row.references.items() if key}
        return {
            page
            for target in targets
            if self.index.publishable.has(*target)
            for page in self._pages(target, None)
        }

    def _pages(self, own: Place, responsible: Party | None) -> set[Place]:
        sheet, key = own
        if sheet in FOLDERS:
            return {own}
        found: set[Place] = set()
        for name in _OWNERS.get(sheet, ()) + _PARTIES.get((sheet, responsible), ()):
            target = self.index.value(sheet, key, name)
            target_sheet = self.index.publishable.schema.tables[sheet].field(name).target
            if not target or not self.index.publishable.has(target_sheet, target):
                continue
            is_page = target_sheet in FOLDERS
            found |= (
                {(target_sheet, target)}
                if is_page
                else self._pages((target_sheet, target), responsible)
            )
        return found


_OWNERS: Mapping[str, tuple[str, ...]] = {
    "postings": ("cadre_id", "batch_id"),
    "positions": ("batch_id",),
    "applications": ("cadre_id", "batch_id"),
    "mentors": ("posting_id",),
    "reports": ("posting_id",),
    "assessments": ("posting_id",),
    "engagements": ("batch_id",),
    "absences": ("posting_id",),
    "work_log": ("posting_id",),
    "documents": ("programme_id",),
    "allocations": ("batch_id",),
}
"""Sheets without pages → the references that lead to the pages their rows are shown on."""

_PARTIES: Mapping[tuple[str, Party | None], tuple[str, ...]] = {
    ("postings", Party.HOME): ("home_unit_id",),
    ("postings", Party.RECEIVING): ("receiving_unit_id",),
}
"""Findings on a posting also stand on the page of the unit that has to act."""
