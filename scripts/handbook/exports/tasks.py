"""The list of findings and the list of tasks as rows."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.exports.lists import Listing, Value, reference_text
from handbook.findings import Finding
from handbook.pages.book import Book
from handbook.pages.takeaway import OPEN
from handbook.rendering.environment import PARTIES, SEVERITIES
from handbook.rendering.messages import Explained, Messages
from handbook.rendering.translations import translations
from handbook.todo import Task

_FINDING_COLUMNS = ("规则编号", "名称", "轻重", "谁来办", "工作表", "记录", "问题", "怎么办")
_TASK_COLUMNS = (
    "办理期限",
    "离期限天数",
    "谁来办",
    "单位",
    "干部",
    "记录",
    "规则编号",
    "要办的事",
    "怎么办",
)


def task_lists(book: Book, messages: Messages) -> Iterator[Listing]:
    """Give the open findings and the tasks they make; none where nobody may know.

    Args:
        book: What all pages of the language share.
        messages: Texts of the findings.
    """
    if not book.index.names_people:
        return
    rows = _Rows(book, messages)
    words = translations(book.index.language).gettext
    findings = tuple(map(rows.finding, book.index.publishable.findings))
    columns = tuple(map(words, _FINDING_COLUMNS))
    yield Listing("findings", words(OPEN["findings"]), columns, findings)
    tasks = tuple(map(rows.task, book.tasks))
    yield Listing("todo", words(OPEN["todo"]), tuple(map(words, _TASK_COLUMNS)), tasks)


class _Rows:
    """Makes rows; what a finding says is worked out once."""

    def __init__(self, book: Book, messages: Messages) -> None:
        self._index = book.index
        self._words = translations(book.index.language).gettext
        limit = book.index.publishable.audience.visibility
        self._told: dict[int, Explained] = {
            id(finding): messages.explain(finding, book.index.language, limit)
            for finding in book.index.publishable.findings
        }

    def finding(self, finding: Finding) -> tuple[Value, ...]:
        told = self._told[id(finding)]
        return (
            finding.code,
            told.name,
            self._words(SEVERITIES[finding.severity]),
            self._words(PARTIES[finding.responsible]),
            self._sheet(finding),
            finding.record,
            told.message,
            told.help,
        )

    def task(self, task: Task) -> tuple[Value, ...]:
        finding, told = task.finding, self._told[id(task.finding)]
        return (
            task.due or "",
            "" if task.days is None else float(task.days),
            self._words(PARTIES[finding.responsible]),
            self._named("units", task.unit),
            self._named("cadres", task.cadre),
            finding.record,
            finding.code,
            told.message,
            told.help,
        )

    def _sheet(self, finding: Finding) -> str:
        known = self._index.schema.tables
        sheet = finding.cell.sheet
        return self._index.sheet_title(sheet) if sheet in known else sheet

    def _named(self, sheet: str, key: str) -> str:
        return reference_text(self._index, sheet, key) if key else ""
