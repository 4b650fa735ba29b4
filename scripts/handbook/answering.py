"""One round of the loop with a spreadsheet: pull, check, write the answers beside the cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from handbook.annotating.google import Outcome, annotate
from handbook.annotating.results import Manner
from handbook.building import Request, Texts, check_pulled, history_folder
from handbook.checking import Checked
from handbook.config import Project, day_of, now
from handbook.findings import Visibility
from handbook.google import open_spreadsheet
from handbook.google.access import Access
from handbook.history import load_history
from handbook.provisioning.blueprint import SHARED_CLASS
from handbook.rendering.messages import Messages
from handbook.sources.google import pull_spreadsheet, spreadsheet_version
from handbook.sources.names import Spreadsheet
from handbook.workbook import Workbook


@dataclass(frozen=True, eq=False)
class Answer:
    """What one round found and did.

    Attributes:
        checked: Outcome of the check.
        outcome: What was written.
        is_new: Whether an editor, or the day, had changed anything since the last round.
    """

    checked: Checked
    outcome: Outcome
    is_new: bool


@dataclass(eq=False)
class Answering:
    """Answers one spreadsheet, as often as it is asked to.

    Attributes:
        access: To the spreadsheet, for writing.
        source: The spreadsheet, and perhaps the restricted one.
        day: Settles the day a pulled workbook speaks about.
        check: Checks a pulled workbook on a day.
        messages: What findings say.
        manner: How to answer; None leaves it to what the editor chose in the result sheet.
        limit: Strictest class the shared spreadsheet may tell of.
        on_new: Told of every workbook that differs from the one before, once it was checked.
    """

    access: Access
    source: Spreadsheet
    day: Callable[[Workbook], date]
    check: Callable[[Workbook, date], Checked]
    messages: Messages
    manner: Manner | None = None
    limit: Visibility = SHARED_CLASS
    on_new: Callable[[Checked], None] | None = None
    _last: Checked | None = field(default=None, init=False)

    def version(self) -> str:
        """Give what changes whenever either spreadsheet does, and at midnight; no Sheets read.

        Raises:
            GoogleError: Google refuses or cannot be reached.
        """
        return f"{spreadsheet_version(self.source, self.access)} {now().date()}"

    def answer(self) -> Answer:
        """Pull, check and write.

        What was checked before and has not changed is not checked again, but the answers are
        still looked at, because the editor may have chosen another manner.

        Raises:
            GoogleError: Google refuses or cannot be reached.
            HandbookError: A sheet of somebody else's bears the title of the result sheet.
        """
        workbook = pull_spreadsheet(self.source, self.access, now().isoformat())
        return self.answer_to(workbook)

    def answer_to(self, workbook: Workbook) -> Answer:
        """Check a workbook that was pulled from the spreadsheet, and write.

        Args:
            workbook: As pulled.
        """
        checked, is_new = self._checked(workbook)
        outcome = annotate(
            self.access,
            checked,
            self.messages,
            restricted_id=self.source.restricted_id,
            limit=self.limit,
            manner=self.manner,
        )
        return Answer(checked, outcome, is_new)

    def _checked(self, workbook: Workbook) -> tuple[Checked, bool]:
        last, day = self._last, self.day(workbook)
        if last is not None and (last.register.as_of, last.workbook.content_hash()) == (
            day,
            workbook.content_hash(),
        ):
            return last, False
        self._last = checked = self.check(workbook, day)
        if self.on_new is not None:
            self.on_new(checked)
        return checked, True


def answering_for(
    project: Project,
    texts: Texts,
    source: Spreadsheet,
    *,
    base_url: str | None = None,
    as_of: date | None = None,
    manner: Manner | None = None,
    limit: Visibility = SHARED_CLASS,
) -> Answering:
    """Get ready to answer a spreadsheet, beside what was published from it before.

    Args:
        project: Where the history of publications stands.
        texts: Schema and messages.
        source: The spreadsheet.
        base_url: Address that stands in for Google; None for Google itself.
        as_of: Day asked for; None takes the source's or today.
        manner: How to answer; None leaves it to the editor.
        limit: Strictest class the shared spreadsheet may tell of.

    Raises:
        GoogleError: There are no usable credentials.
    """
    request = Request(source, history=project.history_folder)

    def check(workbook: Workbook, day: date) -> Checked:
        folder = history_folder(request, workbook)
        return check_pulled(texts, workbook, day, load_history(folder) if folder else None)

    return Answering(
        access=open_spreadsheet(source.id, writing=True, base_url=base_url),
        source=source,
        day=lambda workbook: day_of(workbook.manifest, as_of),
        check=check,
        messages=texts.messages,
        manner=manner,
        limit=limit,
    )
