"""Answers in Google spreadsheets: the sheet with the results, notes and colours on the cells.

Never a value, a fill or a note of anybody else is touched. One thing cannot be helped: the API has
no precondition, so a note that a person types on a cell between our last look and our write to
that same cell is lost. Answers stand in the result sheet only, until an editor chooses more there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from handbook.annotating.answers import Answers, answers_for, needs_of, share_out
from handbook.annotating.desired import Desired, clear_everything
from handbook.annotating.live import LiveBook
from handbook.annotating.outlines import Outlines, line_of, outlines_of
from handbook.annotating.repairing import Notes
from handbook.annotating.result_requests import Links
from handbook.annotating.results import (
    Heading,
    Manner,
    ResultSheet,
    first_seen_in,
    manner_in,
    manner_words,
    result_sheet,
)
from handbook.annotating.saying import Saying
from handbook.annotating.settling import Change, Settled, settle
from handbook.checking import Checked
from handbook.findings import Finding, Visibility
from handbook.folding import batch_titles
from handbook.google.access import Access
from handbook.provisioning.blueprint import SHARED_CLASS
from handbook.rendering.messages import Messages
from handbook.schema import Schema
from handbook.undisturbed import undisturbed
from handbook.workbook import RESTRICTED, Workbook

_UNTOUCHED = Settled(0, 0, is_settled=True)


@dataclass(frozen=True, slots=True)
class BookOutcome:
    """What a run did to one spreadsheet.

    Attributes:
        told: Findings listed in its result sheet.
        vanished: Findings left out because their row, column or sheet is gone.
        changed: Findings left out because their text was changed since the pull.
        manner: How the editor wants to be answered.
        settled: What it took.
    """

    told: int = 0
    vanished: int = 0
    changed: int = 0
    manner: Manner = Manner.RESULTS_ONLY
    settled: Settled = _UNTOUCHED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes:
        shared: To the shared spreadsheet.
        restricted: To the second one; None where there is none.
        kept_back: Findings that no connected spreadsheet may tell of.
    """

    shared: BookOutcome
    restricted: BookOutcome | None
    kept_back: int

    @property
    def is_settled(self) -> bool:
        """Whether every spreadsheet was left as it should be."""
        books = (self.shared, self.restricted)
        return all(each.settled.is_settled for each in books if each is not None)


@undisturbed()
def annotate(
    access: Access,
    checked: Checked,
    messages: Messages,
    *,
    restricted_id: str = "",
    limit: Visibility = SHARED_CLASS,
    manner: Manner | None = None,
) -> Outcome:
    """Write the answers of a check into the spreadsheets it was pulled from.

    Args:
        access: To the shared spreadsheet, for writing.
        checked: Outcome of the check of what was pulled from it.
        messages: What findings say.
        restricted_id: Id of the second spreadsheet; blank where there is none.
        limit: Strictest class the shared spreadsheet may tell of.
        manner: How to answer; None leaves it to what the editor chose in the result sheet.

    Raises:
        GoogleError: Google refuses or cannot be reached, or somebody edits without pause.
        HandbookError: A sheet of somebody else's bears the title of the result sheet.
    """
    shares = share_out(checked.findings, limit, has_restricted=bool(restricted_id))
    outlines = outlines_of(checked.workbook, checked.register.schema)
    saying = Saying(messages, checked.register.make.language, limit)
    shared = _Run(access, checked, outlines, saying, manner).go(shares.shared)
    second = None
    if restricted_id:
        beside, saying = access.beside(restricted_id), replace(saying, limit=Visibility.SEALED)
        run = _Run(beside, checked, outlines, saying, manner, RESTRICTED)
        second = run.go(shares.restricted)
    return Outcome(shared, second, len(shares.kept_back))


def clear(
    access: Access, workbook: Workbook, schema: Schema, *, restricted_id: str = ""
) -> Outcome:
    """Take away everything the program has written: notes, colour rules, lines of the results.

    The result sheet itself stays, empty, with the editor's drop-down.

    Args:
        access: To the shared spreadsheet, for writing.
        workbook: As just pulled from it.
        schema: What the register consists of.
        restricted_id: Id of the second spreadsheet; blank where there is none.

    Raises:
        GoogleError: Google refuses or cannot be reached, or somebody edits without pause.
    """
    outlines = outlines_of(workbook, schema)
    shared = _clear_book(access, outlines, "")
    second = None
    if restricted_id:
        second = _clear_book(access.beside(restricted_id), outlines, RESTRICTED)
    return Outcome(shared, second, 0)


def _clear_book(access: Access, outlines: Outlines, book: str) -> BookOutcome:
    settled = settle(access, needs_of([], outlines, book), clear_everything)
    return BookOutcome(settled=settled)


@dataclass(eq=False)
class _Run:
    """One run over one spreadsheet."""

    access: Access
    checked: Checked
    outlines: Outlines
    saying: Saying
    manner: Manner | None
    book: str = ""
    first_seen: dict[str, str] = field(default_factory=dict)

    def go(self, findings: Iterable[Finding]) -> BookOutcome:
        """Answer these findings, and nothing else."""
        lines = [line_of(finding, self.outlines) for finding in findings]
        needs = needs_of(lines, self.outlines, self.book)
        last = BookOutcome()

        def work_out(live: LiveBook, overruled: Mapping[int, Notes]) -> Change:
            nonlocal last
            answers = answers_for(lines, needs, live, self.book)
            manner = self.manner or manner_in(live.result_rows, manner_words())
            manner = manner or Manner.RESULTS_ONLY
            last = BookOutcome(len(answers.lines), answers.vanished, answers.changed, manner)
            results = self._results(live, answers, manner)
            return Desired(
                live, needs, overruled, answers, results, manner, self.saying, self._links(live)
            ).change()

        settled = settle(self.access, needs, work_out)
        return replace(last, settled=settled)

    def _results(self, live: LiveBook, answers: Answers, manner: Manner) -> ResultSheet:
        self.first_seen |= first_seen_in(live.result_rows)
        return result_sheet(
            answers.lines,
            self.saying,
            Heading(self.checked.register.as_of, self._version),
            first_seen=self.first_seen,
            manner=manner,
            remarks=tuple(_remarks(answers, self.saying)),
            batches=batch_titles(self.checked.register, self.saying.limit),
        )

    @cached_property
    def _version(self) -> str:
        """Name what was checked, as far as this spreadsheet's readers know of it."""
        sheets = tuple(each for each in self.checked.workbook.sheets if each.book == self.book)
        return Workbook(sheets, self.checked.workbook.manifest).content_hash()[:8]

    def _links(self, live: LiveBook) -> Links:
        pulled = {key: each.sheet.gid for key, each in self.outlines.items()}
        gids = {key: gid for key, gid in pulled.items() if gid is not None}
        gids |= {(self.book, sheet.title): gid for gid, sheet in live.sheets.items()}
        return Links(gids, self.book, self.checked.workbook.manifest.source)


def _remarks(answers: Answers, saying: Saying) -> Iterator[str]:
    if answers.vanished:
        yield saying.words(
            "检查期间有 {count} 条问题所在的行或列被移走或删除，没有写出。", count=answers.vanished
        )
    if answers.changed:
        yield saying.words(
            "检查期间有 {count} 条问题所在的内容被改过，没有写出，下次检查再看。",
            count=answers.changed,
        )
