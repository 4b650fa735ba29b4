"""Findings where others read them too: GitHub annotations and Markdown.

They go to logs and summaries: they carry code, name, record id and address, never anything that
was typed; a sheet is called as the schema calls it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from handbook.findings import Cell, Finding, Severity
from handbook.folding import Fold, is_fold
from handbook.links import cell_link
from handbook.rendering.environment import SEVERITIES
from handbook.reporters.model import Report, closing_lines, in_its_book
from handbook.schema import LIST_SEPARATORS

_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MARKDOWN_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "&\\`*_{}[]<>()#+!|~$@"}
_MARKDOWN_ROWS = 200  # a summary nobody scrolls through helps nobody
_ANNOTATIONS_MOST = 10  # GitHub shows no more of one kind and step
_IDS_MOST = 10  # of the records of one fold; the report for a desk names them all
_ID = re.compile(r"[A-Z]{1,2}-[0-9]{1,8}")


def report_github(report: Report) -> str:
    """Write the worst findings as workflow commands, without the text of any cell.

    Args:
        report: What is to be told.

    Returns:
        At most ten `::error`, `::warning` or `::notice` lines, errors first, and an ordinary line
        that says how many findings there are besides.
    """
    told = sorted(report.told, key=lambda each: list(Severity).index(each.severity))
    folds = report.folded(told)
    lines = [_annotation(report, each) for each in folds[:_ANNOTATIONS_MOST]]
    if len(folds) > _ANNOTATIONS_MOST:
        rest = sum(map(len, folds[_ANNOTATIONS_MOST:]))
        lines.append(report.words("另有 {count} 条未列出。", count=rest))
    return "".join(f"{line}\n" for line in lines)


def _annotation(report: Report, fold: Fold[Finding]) -> str:
    finding = fold[0]
    title = f"{finding.code} {report.messages.name(finding.code, report.language)}"
    kind, ids = _ANNOTATIONS[finding.severity], _shared_ids(report, fold)
    text = f"{_shared_place(report, finding.cell)} {ids}".rstrip()
    if is_fold(fold):
        many = _shared_fold(report, fold)
        text = report.words("{word}：{text}", word=many, text=ids) if ids else many
    return f"::{kind} title={_escape_property(title)}::{_escape_data(text)}"


def _shared_fold(report: Report, fold: Fold[Finding]) -> str:
    """Say how many there are; a batch whose id is none is not named."""
    batch = fold[0].batch
    if _ID.fullmatch(batch):
        return report.words("批次 {batch}，共 {count} 处", batch=batch, count=len(fold))
    return report.words("同一批次，共 {count} 处", count=len(fold))


def _shared_place(report: Report, cell: Cell) -> str:
    """Give an address in which the sheet has the title of the schema, whatever was typed."""
    if cell.sheet:
        title = report.schema.tables[cell.sheet].titles[report.language]
    elif cell.title:
        title = report.words("其他工作表")
    else:
        return report.words("整个工作簿")
    return in_its_book(report, cell, replace(cell, title=title).a1)


def _shared_ids(report: Report, fold: Fold[Finding]) -> str:
    """Give the record ids; one that is none could be anybody's text and is left out."""
    ids = [each.record for each in fold if _ID.fullmatch(each.record)]
    ids = list(dict.fromkeys(ids))
    listed = LIST_SEPARATORS[report.language].join(ids[:_IDS_MOST])
    return f"{listed}…" if len(ids) > _IDS_MOST else listed


def _escape_data(text: str) -> str:
    """Keep a text inside its workflow command.

    Spec: escapeData of actions/toolkit, packages/core/src/command.ts.
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def report_markdown(report: Report) -> str:
    """Write the findings as tables for a job summary, without the text of any cell.

    Args:
        report: What is to be told.

    Returns:
        A line of counts, a table of counts by code, and a table of at most 200 lines with links
        to their cells where the register stands in Google; ends with a newline.
    """
    told = report.told
    closing = "\n\n".join(closing_lines(report, told))
    if not told:
        return closing + "\n"
    folds = report.folded(told)
    tables = [_code_table(report, told), _finding_table(report, folds[:_MARKDOWN_ROWS])]
    text = "\n\n".join([closing, *tables])
    if len(folds) > _MARKDOWN_ROWS:
        left = sum(map(len, folds[_MARKDOWN_ROWS:]))
        text = f"{text}\n\n{report.words('另有 {count} 条未列出。', count=left)}"
    return text + "\n"


def _code_table(report: Report, told: Sequence[Finding]) -> str:
    """Count by code, the commonest first."""
    counted = Counter(each.code for each in told)
    names = {code: report.messages.name(code, report.language) for code in counted}
    rows = [
        [escape_markdown(code), escape_markdown(names[code]), str(count)]
        for code, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
    return markdown_table([report.words(head) for head in ("代码", "问题", "条数")], rows)


def _finding_table(report: Report, folds: Sequence[Fold[Finding]]) -> str:
    heads = [report.words(head) for head in ("轻重", "代码", "问题", "位置", "记录")]
    return markdown_table(heads, [_finding_row(report, each) for each in folds])


def _finding_row(report: Report, fold: Fold[Finding]) -> list[str]:
    finding, cell = fold[0], fold[0].cell
    place = _shared_fold(report, fold) if is_fold(fold) else _shared_place(report, cell)
    place = escape_markdown(place)
    address = report.links.get((cell.book, cell.title))
    if address:
        place = f"[{place}]({cell_link(address, cell)})"
    return [
        report.words(SEVERITIES[finding.severity]),
        escape_markdown(finding.code),
        escape_markdown(report.messages.name(finding.code, report.language)),
        place,
        _shared_ids(report, fold),
    ]


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table.

    Args:
        heads: Titles of the columns.
        rows: Cells of each row, already fit for Markdown.

    Returns:
        Lines without a newline at the end.
    """
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def escape_markdown(text: str) -> str:
    """Write every sign that could be markup as an entity."""
    return text.translate(_MARKDOWN_SIGNS)
