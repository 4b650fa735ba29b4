"""What is to be told, to whom, in which language; and the words every report has in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.articles import name_policy
from handbook.catalogue import BY_CODE
from handbook.findings import Cell, Finding, Severity, Visibility
from handbook.folding import Fold, folded, may_tell_batches
from handbook.rendering.messages import Messages
from handbook.rendering.translations import fill_words
from handbook.schema import Schema
from handbook.workbook import RESTRICTED


@dataclass(frozen=True)
class Report:
    """What is to be told, to whom, in which language.

    Attributes:
        findings: In reading order.
        schema: For titles of columns.
        messages: The texts.
        language: zh, vi or en.
        limit: Strictest class the reader may know of; findings above it are left out.
        labels: (sheet key, field name) → header as typed, where it is known.
        links: (spreadsheet, title of the tab) → address of the sheet, as `links.py` gives them.
        batches: Id of a batch → what it is called, as far as the reader may know; None for
            nothing known.
        is_unfolded: Whether every finding is told by itself, however many say the same.
        waived: Findings a waiver in force silences, in reading order.
        articles: Page and section of the guidance → what it is called, as `articles.py` reads them;
            one that is not there is named by its address.
    """

    findings: Sequence[Finding]
    schema: Schema
    messages: Messages
    language: str
    limit: Visibility = Visibility.SEALED
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    batches: Mapping[str, str] | None = None
    is_unfolded: bool = False
    waived: Sequence[Finding] = ()
    articles: Mapping[str, str] = field(default_factory=dict)

    def policy(self, code: str) -> str:
        """Name the article and the section behind a rule; blank where there is none."""
        return name_policy(BY_CODE[code].policy, self.articles)

    @property
    def silenced(self) -> list[Finding]:
        """The waived findings the reader may know of."""
        return [each for each in self.waived if each.visibility <= self.limit]

    @property
    def told(self) -> list[Finding]:
        """The findings the reader may know of."""
        return [each for each in self.findings if each.visibility <= self.limit]

    def folded(self, findings: Iterable[Finding]) -> list[Fold[Finding]]:
        """Fold findings the reader may know of; each stands alone where that was asked for."""
        with_batches = not self.is_unfolded and may_tell_batches(self.schema, self.limit)
        return folded(findings, lambda each: each, with_batches=with_batches)

    def words(self, msgid: str, **values: object) -> str:
        """Translate a word of the report."""
        return fill_words(self.language, msgid, **values)

    def column_title(self, finding: Finding) -> str:
        """Give the title of the column of a finding: as typed, else in the report's language."""
        cell = finding.cell
        if not cell.sheet or not cell.field:
            return ""
        typed = self.labels.get((cell.sheet, cell.field))
        return typed or self.schema.tables[cell.sheet].field(cell.field).titles[self.language]


def in_its_book(report: Report, cell: Cell, address: str) -> str:
    """Name the second spreadsheet, in which a sheet may bear the same title as in the first."""
    is_restricted = cell.book == RESTRICTED
    return report.words("保密表格 {cell}", cell=address) if is_restricted else address


def count_line(report: Report, told: Iterable[Finding]) -> str:
    """Count findings by severity; a fold counts as what it holds."""
    counted = Counter(each.severity for each in told)
    return report.words(
        "{total}：{errors}，{warnings}，{notes}。",
        total=report.words("共 {count} 条", count=counted.total()),
        errors=report.words("错误 {count}", count=counted[Severity.ERROR]),
        warnings=report.words("警告 {count}", count=counted[Severity.WARNING]),
        notes=report.words("提示 {count}", count=counted[Severity.INFO]),
    )


def closing_lines(report: Report, told: Sequence[Finding]) -> list[str]:
    """Count what was told, or say that there is nothing, and what waivers keep silent beside it."""
    first = count_line(report, told) if told else report.words("没有发现问题。")
    count = len(report.silenced)
    waived = [report.words("另有 {count} 条已获豁免，不再提示。", count=count)] if count else []
    return [first, *waived]
