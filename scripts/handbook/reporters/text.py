"""Findings for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handbook.findings import Cell, Finding
from handbook.folding import Fold, is_fold
from handbook.rendering.environment import SEVERITIES
from handbook.rendering.folds import explain_fold
from handbook.rendering.messages import Explained, cell_text
from handbook.reporters.model import Report, closing_lines, in_its_book

_LISTED_MOST = 10
"""Findings of a fold that are listed; whoever wants more asks for all of them unfolded."""


def report_text(report: Report) -> str:
    """Write the findings for a person at a terminal.

    Args:
        report: What is to be told.

    Returns:
        Paragraphs of a few lines each, a line of counts, and one of what is waived, if anything
        is; ends with a newline.
    """
    told = report.told
    paragraphs = [
        _fold(report, each) if is_fold(each) else _paragraph(report, each[0])
        for each in report.folded(told)
    ]
    return "\n".join([*paragraphs, *closing_lines(report, told)]) + "\n"


def _paragraph(report: Report, finding: Finding) -> str:
    said = report.messages.explain(finding, report.language, report.limit)
    lines = [_headline(report, finding, said), f"  --> {_place(report, finding)}"]
    details = [("应为", said.expected), ("怎么改", said.help)]
    details.append(("依据", report.policy(finding.code)))
    details.extend(
        ("参见", f"{_address(report, related.cell)} {cell_text(related.note)}".strip())
        for related in finding.related
        if related.visibility <= report.limit
    )
    return "\n".join([*lines, *_details(report, details)]) + "\n"


def _headline(report: Report, finding: Finding, said: Explained) -> str:
    return report.words(
        "{severity}[{code}] {name}：{message}",
        severity=report.words(SEVERITIES[finding.severity]),
        code=finding.code,
        name=said.name,
        message=said.message,
    )


def _details(report: Report, details: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (
        report.words("   = {word}：{text}", word=report.words(word), text=text)
        for word, text in details
        if text
    )


def _fold(report: Report, findings: Fold[Finding]) -> str:
    """Tell of many findings in one paragraph: what they are, where, and what to do about them."""
    said = explain_fold(report.messages, findings, report.language, report.limit, report.batches)
    lines = [_headline(report, findings[0], said)]
    lines.extend(_short(report, each) for each in findings[:_LISTED_MOST])
    rest = max(len(findings) - _LISTED_MOST, 0)
    more = report.words("另有 {count} 处，加上 --unfold 逐条列出", count=rest) if rest else ""
    one_by_one = report.words("各处不同，加上 --unfold 逐条列出")
    details = [
        ("其余", more),
        ("应为", said.expected),
        ("怎么改", said.help or ("" if rest else one_by_one)),
        ("依据", report.policy(findings[0].code)),
    ]
    return "\n".join([*lines, *_details(report, details)]) + "\n"


def _short(report: Report, finding: Finding) -> str:
    """Tell one finding of a fold in one line: its place and the fact."""
    said = report.messages.explain(finding, report.language, report.limit)
    place = _place(report, finding)
    return report.words("  --> {place}：{message}", place=place, message=said.message)


def _place(report: Report, finding: Finding) -> str:
    address = _address(report, finding.cell) or report.words("整个工作簿")
    record, column = cell_text(finding.record), report.column_title(finding)
    if record and column:
        return report.words(
            "{cell}（{record}，{column}）", cell=address, record=record, column=column
        )
    if record or column:
        return report.words("{cell}（{detail}）", cell=address, detail=record or column)
    return address


def _address(report: Report, cell: Cell) -> str:
    """Give the address with the title of the sheet made fit for one line."""
    return in_its_book(report, cell, replace(cell, title=cell_text(cell.title)).a1)
