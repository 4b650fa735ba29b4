"""The sheet with the results: what was checked, and one line for every finding.

The same for Google Sheets and Excel; whoever writes it makes links of the cells in `lines`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.annotating.outlines import Line
from handbook.annotating.saying import Saying
from handbook.findings import Cell, Severity
from handbook.folding import Fold, folded, is_fold
from handbook.own_sheets import RESULTS
from handbook.rendering.messages import cell_text
from handbook.rendering.translations import translations
from handbook.schema import LANGUAGES

LINES_AT_MOST = 5_000  # nobody reads further, and a sheet that long opens slowly

HEADING_ROW, CHOICE_ROW, REMARKS_ROW, HEADER_ROW = 1, 2, 3, 4
"""Row numbers of what stands above the lines."""

COLUMNS = (
    "轻重",
    "代码",
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

FOLD_COLUMNS = (1, 2, 5, 9)
"""Column numbers by which the line of a fold is known again: severity, code, batch, party."""

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
        groups: First and last row number of the lines behind each line that folds them.
    """

    title: str
    heading: str
    choice: tuple[str, str]
    choices: tuple[str, ...]
    remarks: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]
    groups: tuple[tuple[int, int], ...] = ()

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
    batches: Mapping[str, str] | None = None,
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
        batches: Id of a batch → what it is called; None where readers may not know what belongs
            to which batch, and nothing is folded.

    Returns:
        At most 5,000 findings, the mildest left out first; a remark says how many. Findings that
        are folded stand below a line that tells of them together.
    """
    told = _at_most(lines)
    remarks = [*remarks, *_left_out(len(lines) - len(told), saying)]
    folds = folded(told, lambda line: line.finding, with_batches=batches is not None)
    teller = _Teller(saying, first_seen or {}, heading.as_of, batches or {})
    return ResultSheet(
        title=RESULTS[saying.language],
        heading=_heading(lines, saying, heading),
        choice=(saying.words("答复方式"), saying.words(manner.value)) if manner else ("", ""),
        choices=tuple(saying.words(each.value) for each in Manner),
        remarks=tuple(remarks),
        header=tuple(_capitalised(saying.words(each)) for each in COLUMNS),
        rows=tuple(row for fold in folds for row in teller.rows(fold)),
        cells=tuple(cell for fold in folds for cell in _cells(fold)),
        groups=tuple(_groups(folds)),
    )


def _cells(fold: Fold[Line]) -> list[Cell]:
    """Say where the lines of a fold point: the line that tells of all points at the first."""
    cells = [line.cell for line in fold]
    return [cells[0], *cells] if is_fold(fold) else cells


def _groups(folds: Iterable[Fold[Line]]) -> Iterator[tuple[int, int]]:
    row = HEADER_ROW
    for fold in folds:
        row += 1
        if is_fold(fold):
            yield row + 1, row + len(fold)
            row += len(fold)


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


@dataclass(frozen=True)
class _Teller:
    """Puts findings into the columns of the result sheet."""

    saying: Saying
    first_seen: Mapping[str, str]
    today: date
    batches: Mapping[str, str]

    def rows(self, fold: Fold[Line]) -> Iterator[tuple[str, ...]]:
        """Give the line of a finding, or the line of a fold and those of its members."""
        if is_fold(fold):
            yield self._fold(fold)
        yield from map(self._line, fold)

    def _line(self, line: Line) -> tuple[str, ...]:
        finding, saying = line.finding, self.saying
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
            self._since(line),
            line.mark,
            line.identity,
        )

    def _fold(self, fold: Fold[Line]) -> tuple[str, ...]:
        """Tell of all members; there is no mark, so that no cell is coloured for it."""
        finding, saying = fold[0].finding, self.saying
        said = saying.explain_fold([line.finding for line in fold], self.batches)
        return (
            saying.severity(finding.severity),
            finding.code,
            said.name,
            saying.words("{count} 处", count=len(fold)),
            cell_text(finding.batch),
            saying.words("{message}，逐条列在下面，点左边的加号展开", message=said.message),
            said.expected,
            said.help,
            saying.responsible(finding),
            min(map(self._since, fold)),
            "",
            "",
        )

    def _since(self, line: Line) -> str:
        return self.first_seen.get(line.identity) or self.today.isoformat()


def first_seen_in(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Read back since when each finding has been there.

    Args:
        rows: Texts of a result sheet from A1 on, in any language; rows may be short.

    Returns:
        Identity → ISO day; lines that a person has spoiled, and those of folds, are left out.
    """
    return {
        row[IDENTITY_COLUMN - 1]: row[FIRST_SEEN_COLUMN - 1]
        for row in rows
        if len(row) >= IDENTITY_COLUMN
        and row[IDENTITY_COLUMN - 1]
        and _is_day(row[FIRST_SEEN_COLUMN - 1])
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
