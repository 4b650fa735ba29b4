"""Findings for another program, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from handbook.catalogue import BY_CODE
from handbook.findings import Finding, Plain, Severity
from handbook.folding import is_fold
from handbook.reporters.model import Report

JSON_VERSION = 1

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Characters that do not show; a terminal would obey some of them."""


def report_json(report: Report) -> str:
    """Write the findings for another program.

    The keys are the same whatever is found; rows and columns are counted from 1 as in the text.

    Args:
        report: What is to be told.

    Returns:
        One JSON object with `version`, `counts`, `findings`, `folds` and `waived` (findings that a
        waiver in force silences, the waiver their last related place); ends with a newline. A fold
        names findings that the other reports tell in one line, by their places in `findings`,
        from 0 as programs count.
    """
    told = report.told
    counted = Counter(each.severity.value for each in told)
    content = {
        "version": JSON_VERSION,
        "language": report.language,
        "counts": {severity.value: counted[severity.value] for severity in Severity},
        "findings": [_as_json(report, each) for each in told],
        "folds": _folds(report, told),
        "waived": [_as_json(report, each) for each in report.silenced],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return _UNSEEN.sub(lambda each: f"\\u{ord(each[0]):04x}", text)


def _folds(report: Report, told: Sequence[Finding]) -> list[dict[str, Any]]:
    places = {id(finding): place for place, finding in enumerate(told)}
    return [
        {
            "code": fold[0].code,
            "batch": fold[0].batch,
            "count": len(fold),
            "indexes": [places[id(each)] for each in fold],
        }
        for fold in report.folded(told)
        if is_fold(fold)
    ]


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
