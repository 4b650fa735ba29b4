"""Findings for people and machines: text for a desk, JSON, GitHub annotations, Markdown.

Text and JSON repeat what stands in the cells and stay on one's own desk. GitHub annotations and
Markdown go to logs and summaries that others read: they carry code, name, record id and address,
never anything that was typed; a sheet is called as the schema calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.reporters.machine import report_json
from handbook.reporters.model import Report
from handbook.reporters.shared import (
    escape_markdown,
    markdown_table,
    report_github,
    report_markdown,
)
from handbook.reporters.text import report_text

__all__ = [
    "REPORTERS",
    "Report",
    "escape_markdown",
    "markdown_table",
    "report_github",
    "report_json",
    "report_markdown",
    "report_text",
]

REPORTERS: Mapping[str, Callable[[Report], str]] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "markdown": report_markdown,
}
