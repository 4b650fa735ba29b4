"""Findings for people and machines: text for a desk, JSON, GitHub annotations, Markdown.

Text and JSON repeat what stands in the cells and stay on one's own desk. GitHub annotations and
Markdown go to logs and summaries that others read: they carry code, name, record id and address,
never anything that was typed; a sheet is called as the schema calls it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handbook.catalogue import BY_CODE
from handbook.findings import Cell, Finding, Plain, Severity, Visibility
from handbook.links import cell_link
from handbook.rendering.environment import SEVERITIES
from handbook.rendering.messages import Messages, cell_text
from handbook.rendering.translations import fill_words
from handbook.schema import Schema
from handbook.workbook import RESTRICTED

JSON_VERSION = 1
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MARKDOWN_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "&\\`*_{}[]<>()#+!|~$@"}
_MARKDOWN_ROWS = 200  # a summary nobody scrolls through helps nobody
_ANNOTATIONS_MOST = 10  # GitHub shows no more of one kind and step
_ID = re.compile(r"[A-Z]{1,2}-[0-9]{1,8}")


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
    """

    findings: Sequence[Finding]
    schema: Schema
    messages: Messages
    language: str
    limit: Visibility = Visibility.SEALED
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def told(self) -> list[Finding]:
        """The findings the reader may know of."""
        return [each for each in self.findings if each.visibility <= self.limit]

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


def report_text(report: Report) -> str:
    """Write the findings for a person at a terminal.

    Args:
        report: What is to be told.

    Returns:
        Paragraphs of a few lines each and a line of counts; ends with a newline.
    """
    told = report.told
    if not told:
        return report.words("没有发现问题。") + "\n"
    return "\n".join([*(_paragraph(report, each) for each in told), _counts(report, told)]) + "\n"


def _paragraph(report: Report, finding: Finding) -> str:
    said = report.messages.explain(finding, report.language, report.limit)
    headline = report.words(
        "{severity}[{code}] {name}：{message}",
        severity=report.words(SEVERITIES[finding.severity]),
        code=finding.code,
        name=said.name,
        message=said.message,
    )
    lines = [headline, f"  --> {_place(report, finding)}"]
    details = [("应为", said.expected), ("怎么改", said.help)]
    details.append(("依据", BY_CODE[finding.code].policy))
    details.extend(
        ("参见", f"{_address(report, related.cell)} {cell_text(related.note)}".strip())
        for related in finding.related
        if related.visibility <= report.limit
    )
    lines.extend(
        report.words("   = {word}：{text}", word=report.words(word), text=text)
        for word, text in details
        if text
    )
    return "\n".join(lines) + "\n"


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
    return _in_its_book(report, cell, replace(cell, title=cell_text(cell.title)).a1)


def _in_its_book(report: Report, cell: Cell, address: str) -> str:
    """Name the second spreadsheet, in which a sheet may bear the same title as in the first."""
    is_restricted = cell.book == RESTRICTED
    return report.words("保密表格 {cell}", cell=address) if is_restricted else address


def _counts(report: Report, told: Iterable[Finding]) -> str:
    counted = Counter(each.severity for each in told)
    return report.words(
        "{total}：{errors}，{warnings}，{notes}。",
        total=report.words("共 {count} 条", count=counted.total()),
        errors=report.words("错误 {count}", count=counted[Severity.ERROR]),
        warnings=report.words("警告 {count}", count=counted[Severity.WARNING]),
        notes=report.words("提示 {count}", count=counted[Severity.INFO]),
    )


def report_json(report: Report) -> str:
    """Write the findings for another program.

    The keys are the same whatever is found; rows and columns are counted from 1 as in the text.

    Args:
        report: What is to be told.

    Returns:
        One JSON object with `version`, `counts` and `findings`; ends with a newline.
    """
    told = report.told
    counted = Counter(each.severity.value for each in told)
    content = {
        "version": JSON_VERSION,
        "language": report.language,
        "counts": {severity.value: counted[severity.value] for severity in Severity},
        "findings": [_as_json(report, each) for each in told],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _as_json(report: Report, finding: Finding) -> dict[str, Any]:
    said = report.messages.explain(finding, report.language, report.limit)
    entry = BY_CODE[finding.code]
    return {
        "code": finding.code,
        "slug": entry.name,
        "name": said.name,
        "severity": finding.severity.value,
        "effect": entry.effect.value,
        "responsible": finding.responsible.value,
        "visibility": finding.visibility.name.lower(),
        "sheet": finding.cell.sheet,
        "title": finding.cell.title,
        "cell": finding.cell.a1,
        "book": finding.cell.book,
        "row": finding.cell.row_number,
        "column": finding.cell.column_number,
        "field": finding.cell.field,
        "record": finding.record,
        "variant": finding.variant,
        "message": said.message,
        "expected": said.expected,
        "help": said.help,
        "policy": entry.policy,
        "params": {name: _plain(value, report) for name, value in finding.params.items()},
        "related": [
            {"cell": each.cell.a1, "note": each.note}
            for each in finding.related
            if each.visibility <= report.limit
        ],
    }


def _plain(value: object, report: Report) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, Plain):
        return value.texts[report.language]
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def report_github(report: Report) -> str:
    """Write the worst findings as workflow commands, without the text of any cell.

    Args:
        report: What is to be told.

    Returns:
        At most ten `::error`, `::warning` or `::notice` lines, errors first, and an ordinary line
        that says how many findings there are besides.
    """
    told = sorted(report.told, key=lambda each: list(Severity).index(each.severity))
    lines = [_annotation(report, each) for each in told[:_ANNOTATIONS_MOST]]
    if len(told) > _ANNOTATIONS_MOST:
        lines.append(report.words("另有 {count} 条未列出。", count=len(told) - _ANNOTATIONS_MOST))
    return "".join(f"{line}\n" for line in lines)


def _annotation(report: Report, finding: Finding) -> str:
    title = f"{finding.code} {report.messages.name(finding.code, report.language)}"
    place = f"{_shared_place(report, finding.cell)} {_shared_id(finding)}".rstrip()
    kind = _ANNOTATIONS[finding.severity]
    return f"::{kind} title={_escape_property(title)}::{_escape_data(place)}"


def _shared_place(report: Report, cell: Cell) -> str:
    """Give an address in which the sheet has the title of the schema, whatever was typed."""
    if cell.sheet:
        title = report.schema.tables[cell.sheet].titles[report.language]
    elif cell.title:
        title = report.words("其他工作表")
    else:
        return report.words("整个工作簿")
    return _in_its_book(report, cell, replace(cell, title=title).a1)


def _shared_id(finding: Finding) -> str:
    """Give the record id; one that is none could be anybody's text and is left out."""
    return finding.record if _ID.fullmatch(finding.record) else ""


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
        A line of counts, a table of counts by code, and a table of at most 200 findings with
        links to their cells where the register stands in Google; ends with a newline.
    """
    told = report.told
    if not told:
        return report.words("没有发现问题。") + "\n"
    tables = [_code_table(report, told), _finding_table(report, told[:_MARKDOWN_ROWS])]
    text = "\n\n".join([_counts(report, told), *tables])
    if len(told) > _MARKDOWN_ROWS:
        rest = report.words("另有 {count} 条未列出。", count=len(told) - _MARKDOWN_ROWS)
        text = f"{text}\n\n{rest}"
    return text + "\n"


def _code_table(report: Report, told: Sequence[Finding]) -> str:
    """Count by code, the commonest first."""
    counted = Counter(each.code for each in told)
    names = {code: report.messages.name(code, report.language) for code in counted}
    rows = [
        [escape_markdown(code), escape_markdown(names[code]), str(count)]
        for code, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
    return markdown_table([report.words(head) for head in ("编码", "问题", "条数")], rows)


def _finding_table(report: Report, told: Sequence[Finding]) -> str:
    heads = [report.words(head) for head in ("级别", "编码", "问题", "位置", "记录")]
    return markdown_table(heads, [_finding_row(report, each) for each in told])


def _finding_row(report: Report, finding: Finding) -> list[str]:
    cell = finding.cell
    place = escape_markdown(_shared_place(report, cell))
    address = report.links.get((cell.book, cell.title))
    if address:
        place = f"[{place}]({cell_link(address, cell)})"
    return [
        report.words(SEVERITIES[finding.severity]),
        escape_markdown(finding.code),
        escape_markdown(report.messages.name(finding.code, report.language)),
        place,
        _shared_id(finding),
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


REPORTERS: Mapping[str, Callable[[Report], str]] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "markdown": report_markdown,
}
