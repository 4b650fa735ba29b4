"""The sheet with the results: what was checked, and one line for every finding.

The same for Google Sheets and Excel; whoever writes it makes links of the cells in `lines`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.annotating.outlines import Line
from handbook.annotating.saying import Saying
from handbook.findings import Cell, Severity
from handbook.own_sheets import RESULTS
from handbook.rendering.messages import cell_text
from handbook.rendering.translations import translations
from handbook.schema import LANGUAGES

LINES_AT_MOST = 5_000  # nobody reads further, and a sheet that long opens slowly

HEADING_ROW, CHOICE_ROW, REMARKS_ROW, HEADER_ROW = 1, 2, 3, 4
"""Row numbers of what stands above the lines."""

COLUMNS = (
    "级别",
    "编码",
    "问题",
    "位置",
    "记录",
    "情况",
    "应为",
    "怎么改",
    "责任方",
    "首次发现",
    "标记",
    "识别码",
)
"""Titles of the columns in Chinese, from column A on."""

PLACE_COLUMN, FIRST_SEEN_COLUMN, MARK_COLUMN, IDENTITY_COLUMN = 4, 10, 11, 12
"""Column numbers that others refer to; the last two are for the program and hidden."""

WIDTHS = (7, 10, 18, 14, 12, 44, 28, 44, 11, 12, 12, 12)
"""Widths of the columns, in characters of a Latin font."""


class Manner(StrEnum):
    """How the editor wants to be answered."""

    RESULTS_ONLY = "只写在本表"
    """In the result sheet and nowhere else; the default."""
    CELLS_TOO = "也写批注和颜色"
    """Also by notes and colours on the cells."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of the result sheet tells.

    Attributes:
        as_of: The day the register speaks about.
        version: Short name of the content that was checked; blank for none.
    """

    as_of: date
    version: str


@dataclass(frozen=True)
class ResultSheet:
    """The result sheet as it should be.

    Attributes:
        title: Title of the tab.
        heading: What was checked and what came out.
        choice: Label of the choice and the choice made; blank where there is none to make.
        choices: What the drop-down offers.
        remarks: What else there is to say about this run.
        header: Titles of the columns.
        rows: Texts of each line, as long as the header.
        cells: Where each line points; the same length as `rows`.
    """

    title: str
    heading: str
    choice: tuple[str, str]
    choices: tuple[str, ...]
    remarks: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]

    def texts(self) -> list[tuple[str, ...]]:
        """Give all texts from A1 on; what stands above the lines is shorter than they are."""
        return [(self.heading,), self.choice, (" ".join(self.remarks),), self.header, *self.rows]


def result_sheet(
    lines: Sequence[Line],
    saying: Saying,
    heading: Heading,
    *,
    first_seen: Mapping[str, str] | None = None,
    manner: Manner | None = None,
    remarks: Sequence[str] = (),
) -> ResultSheet:
    """Compose the result sheet.

    Args:
        lines: What is to be told, in reading order.
        saying: The voice.
        heading: What was checked.
        first_seen: Identity → day as read from the previous result sheet with `first_seen_in`; a
            finding that is not in it was first seen on the day of the heading.
        manner: What the editor chose; None where there is no choice (Excel).
        remarks: Sentences about this run.

    Returns:
        At most 5,000 lines, the mildest left out first; a remark says how many.
    """
    told = _at_most(lines)
    remarks = [*remarks, *_left_out(len(lines) - len(told), saying)]
    return ResultSheet(
        title=RESULTS[saying.language],
        heading=_heading(lines, saying, heading),
        choice=(saying.words("答复方式"), saying.words(manner.value)) if manner else ("", ""),
        choices=tuple(saying.words(each.value) for each in Manner),
        remarks=tuple(remarks),
        header=tuple(_capitalised(saying.words(each)) for each in COLUMNS),
        rows=tuple(_row(line, saying, first_seen or {}, heading.as_of) for line in told),
        cells=tuple(line.cell for line in told),
    )


def _capitalised(text: str) -> str:
    """Begin a title as titles begin; the catalogues have the word as it stands in a sentence."""
    return text[:1].upper() + text[1:]


def _at_most(lines: Sequence[Line]) -> Sequence[Line]:
    if len(lines) <= LINES_AT_MOST:
        return lines
    rank = list(Severity)
    order = sorted(range(len(lines)), key=lambda each: rank.index(lines[each].finding.severity))
    return [lines[each] for each in sorted(order[:LINES_AT_MOST])]


def _left_out(count: int, saying: Saying) -> Iterable[str]:
    if count > 0:
        yield saying.words("问题太多，另有 {count} 条没有列出，请先处理已列出的。", count=count)


def _heading(lines: Iterable[Line], saying: Saying, heading: Heading) -> str:
    counted = Counter(line.finding.severity for line in lines)
    counts = saying.words(
        "{total}：{errors}，{warnings}，{notes}。",
        total=saying.words("共 {count} 条", count=counted.total()),
        errors=saying.words("错误 {count}", count=counted[Severity.ERROR]),
        warnings=saying.words("警告 {count}", count=counted[Severity.WARNING]),
        notes=saying.words("提示 {count}", count=counted[Severity.INFO]),
    )
    return saying.words(
        "截至 {as_of} 的检查结果（内容版本 {version}）。{counts}",
        as_of=heading.as_of.isoformat(),
        version=heading.version or "-",
        counts=counts if counted else saying.words("没有发现问题。"),
    )


def _row(line: Line, saying: Saying, first_seen: Mapping[str, str], today: date) -> tuple[str, ...]:
    finding = line.finding
    said = saying.explain(finding)
    return (
        saying.severity(finding.severity),
        finding.code,
        said.name,
        cell_text(line.cell.a1) or saying.words("整个工作簿"),
        cell_text(finding.record),
        said.message,
        said.expected,
        said.help,
        saying.responsible(finding),
        first_seen.get(line.identity) or today.isoformat(),
        line.mark,
        line.identity,
    )


def first_seen_in(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Read back since when each finding has been there.

    Args:
        rows: Texts of a result sheet from A1 on, in any language; rows may be short.

    Returns:
        Identity → ISO day; lines that a person has spoiled are left out.
    """
    return {
        row[IDENTITY_COLUMN - 1]: row[FIRST_SEEN_COLUMN - 1]
        for row in rows
        if len(row) >= IDENTITY_COLUMN and _is_day(row[FIRST_SEEN_COLUMN - 1])
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def manner_in(rows: Sequence[Sequence[str]], words: Mapping[str, Manner]) -> Manner | None:
    """Read back how the editor wants to be answered.

    Args:
        rows: Texts of a result sheet from A1 on.
        words: From `manner_words`.

    Returns:
        The choice above the header; None where there is none, or it cannot be read.
    """
    chosen = (words[text] for row in rows[:HEADER_ROW] for text in row if text in words)
    return next(chosen, None)


def manner_words() -> dict[str, Manner]:
    """Give the choices as they stand in the cell, in every language."""
    return {
        translations(language).gettext(manner.value): manner
        for language in LANGUAGES
        for manner in Manner
    }
