"""Findings as the desk shows them: by severity, folded, each with a picture of its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from handbook.annotating.outlines import Outlines, outlines_of
from handbook.articles import article_titles
from handbook.checking import Checked
from handbook.config import Project
from handbook.desk.pictures import picture_of
from handbook.desk.results import FoundGroup, FoundLine, FoundPlace
from handbook.findings import Cell, Finding, Severity, Visibility
from handbook.folding import Fold, batch_titles, is_fold
from handbook.rendering.environment import PARTIES
from handbook.rendering.folds import explain_fold
from handbook.rendering.messages import cell_text
from handbook.reporters.model import Report, in_its_book
from handbook.schema import LANGUAGES
from handbook.texts import Texts

_LINES_MOST = 100
"""Lines of one severity on a page; whoever has more works in the copy with notes."""
_PLACES_MOST = 10


def groups_of(
    project: Project, texts: Texts, checked: Checked, findings: Sequence[Finding]
) -> dict[str, tuple[FoundGroup, ...]]:
    """Put findings into words and pictures, in every language.

    Args:
        project: Where the guidance stands.
        texts: Schema and messages.
        checked: Outcome of the check.
        findings: Those to be told, in reading order.

    Returns:
        Language → one group for each severity that occurs, the worst first.
    """
    outlines = outlines_of(checked.workbook, checked.register.schema)
    tellers = {
        language: _Teller(_report(project, texts, checked, language), outlines)
        for language in LANGUAGES
    }
    return {language: tuple(teller.tell(findings)) for language, teller in tellers.items()}


def _report(project: Project, texts: Texts, checked: Checked, language: str) -> Report:
    labels = {
        (key, field): label
        for key, table in checked.register.tables.items()
        for field, label in table.located.typed_labels.items()
    }
    return Report(
        (),
        texts.schema,
        texts.messages,
        language,
        labels=labels,
        batches=batch_titles(checked.register, Visibility.SEALED),
        articles=article_titles(project.root / "docs", language),
    )


@dataclass(frozen=True)
class _Teller:
    report: Report
    outlines: Outlines

    def tell(self, findings: Sequence[Finding]) -> Iterator[FoundGroup]:
        for severity in Severity:
            here = [each for each in findings if each.severity is severity]
            folds = self.report.folded(here)
            told = folds[:_LINES_MOST]
            if here:
                left = len(here) - sum(map(len, told))
                yield FoundGroup(severity, len(here), tuple(map(self._line, told)), left)

    def _line(self, fold: Fold[Finding]) -> FoundLine:
        report, finding = self.report, fold[0]
        if is_fold(fold):
            said = explain_fold(
                report.messages, fold, report.language, report.limit, report.batches
            )
        else:
            said = report.messages.explain(finding, report.language, report.limit)
        return FoundLine(
            finding.code,
            said.name,
            said.message,
            said.expected,
            said.help,
            report.policy(finding.code),
            report.words(PARTIES[finding.responsible]),
            tuple(map(self._place, islice(fold, _PLACES_MOST))),
            len(fold),
        )

    def _place(self, finding: Finding) -> FoundPlace:
        report, cell = self.report, finding.cell
        outline = self.outlines.get((cell.book, cell.title))
        return FoundPlace(
            self._address(finding),
            report.messages.explain(finding, report.language, report.limit).message,
            picture_of(cell, outline) if outline is not None else None,
            tuple(
                f"{self._cell(each.cell)} {cell_text(each.note)}".strip()
                for each in finding.related
            ),
        )

    def _address(self, finding: Finding) -> str:
        """Name a place by its address, its record and its column, as far as it has them."""
        address = self._cell(finding.cell) or self.report.words("整个工作簿")
        record, column = cell_text(finding.record), self.report.column_title(finding)
        if record and column:
            return self.report.words(
                "{cell}（{record}，{column}）", cell=address, record=record, column=column
            )
        if record or column:
            return self.report.words("{cell}（{detail}）", cell=address, detail=record or column)
        return address

    def _cell(self, cell: Cell) -> str:
        return in_its_book(self.report, cell, replace(cell, title=cell_text(cell.title)).a1)
