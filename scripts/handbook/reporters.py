"""Findings for people and machines: text for a desk, JSON, GitHub annotations, Markdown.

Text and JSON repeat what stands in the cells and stay on one's own desk. GitHub annotations and
Markdown go to logs and summaries that others read: they carry code, name, record id and address,
never the text of a cell.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handbook.catalogue import BY_CODE
from handbook.findings import Cell, Finding, Plain, Severity, Visibility
from handbook.rendering.environment import SEVERITIES
from handbook.rendering.messages import Messages, cell_text
from handbook.rendering.translations import fill_words, translations
from handbook.schema import Schema

JSON_VERSION = 1
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MARKDOWN_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "&\\`*_{}[]<>()#+!|~$@"}
_MARKDOWN_ROWS = 200  # a summary nobody scrolls through helps nobody


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
    """

    findings: Sequence[Finding]
    schema: Schema
    messages: Messages
    language: str
    limit: Visibility = Visibility.SEALED
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)

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
        ("参见", f"{_address(related.cell)} {cell_text(related.note)}".strip())
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
    address = _address(finding.cell) or report.words("整个工作簿")
    record, column = cell_text(finding.record), report.column_title(finding)
    if record and column:
        return report.words(
            "{cell}（{record}，{column}）", cell=address, record=record, column=column
        )
    if record or column:
        return report.words("{cell}（{detail}）", cell=address, detail=record or column)
    return address


def _address(cell: Cell) -> str:
    """Give the address with the title of the sheet made fit for one line."""
    return replace(cell, title=cell_text(cell.title)).a1


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
    """Write the findings as workflow commands, without the text of any cell.

    Args:
        report: What is to be told.

    Returns:
        One `::error`, `::warning` or `::notice` line per finding.
    """
    return "".join(
        f"::{_ANNOTATIONS[each.severity]} title={_escape_property(_headline(report, each))}"
        f"::{_escape_data(_bare_place(each))}\n"
        for each in report.told
    )


def _headline(report: Report, finding: Finding) -> str:
    return f"{finding.code} {report.messages.name(finding.code, report.language)}"


def _bare_place(finding: Finding) -> str:
    """Give address and record id; an id that is none could be anybody's text and is left out."""
    record = finding.record if _is_id(finding.record) else ""
    return " ".join(part for part in (finding.cell.a1, record) if part) or "-"


def _is_id(text: str) -> bool:
    prefix, dash, number = text.partition("-")
    return bool(dash) and prefix.isascii() and prefix.isalpha() and number.isdecimal()


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def report_markdown(report: Report) -> str:
    """Write the findings as a table for a job summary, without the text of any cell.

    Args:
        report: What is to be told.

    Returns:
        A line of counts and a table of at most 200 rows; ends with a newline.
    """
    told = report.told
    if not told:
        return report.words("没有发现问题。") + "\n"
    words = translations(report.language).gettext
    heads = [words("级别"), words("编码"), words("问题"), words("位置"), words("记录")]
    rows = [
        [
            report.words(SEVERITIES[each.severity]),
            each.code,
            report.messages.name(each.code, report.language),
            _address(each.cell),
            each.record if _is_id(each.record) else "",
        ]
        for each in told[:_MARKDOWN_ROWS]
    ]
    lines = [_counts(report, told), "", _markdown_row(heads), "|---" * len(heads) + "|"]
    lines.extend(_markdown_row(row) for row in rows)
    if len(told) > _MARKDOWN_ROWS:
        rest = len(told) - _MARKDOWN_ROWS
        lines.extend(["", report.words("另有 {count} 条未列出。", count=rest)])
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escape_markdown(cell) for cell in cells) + " |"


def _escape_markdown(text: str) -> str:
    return text.translate(_MARKDOWN_SIGNS)


REPORTERS: Mapping[str, Callable[[Report], str]] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "markdown": report_markdown,
}
