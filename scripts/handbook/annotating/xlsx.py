"""An annotated copy of an Excel workbook: comments on the cells, a colour, and the result sheet.

The parts of the original are copied byte for byte; where a mark is put, only the bytes it needs
are spliced in. So nothing is lost that we know nothing of: drawings, pivots, macros, links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.annotating.notes import block
from handbook.annotating.outlines import Line, lines_of, outlines_of
from handbook.annotating.results import (
    COLUMNS,
    HEADER_ROW,
    Heading,
    ResultSheet,
    first_seen_in,
    result_sheet,
)
from handbook.annotating.saying import Saying
from handbook.annotating.xlsx_comments import with_blocks
from handbook.annotating.xlsx_markup import read_markup
from handbook.annotating.xlsx_package import Parts, is_as_written
from handbook.annotating.xlsx_refusals import not_ours, same_file, strict, title_taken
from handbook.annotating.xlsx_results import (
    Tab,
    is_ours,
    results_part,
    tabs_of,
    with_names,
    with_tab,
)
from handbook.annotating.xlsx_shapes import Hidden, with_shapes
from handbook.annotating.xlsx_sheet import (
    colour_rule,
    drawing_of,
    hidden_columns,
    with_drawing,
    with_rule,
)
from handbook.annotating.xlsx_styles import Formats, with_formats
from handbook.checking import Checked
from handbook.errors import OutputError
from handbook.findings import Finding, Visibility, column_letters
from handbook.folding import batch_titles
from handbook.own_sheets import RESULTS, is_own
from handbook.rendering.messages import Messages
from handbook.rendering.translations import fill_words
from handbook.schema import LANGUAGES
from handbook.sources.xlsx_package import Package
from handbook.workbook import Sheet

_WORKBOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CHECKED = re.compile(r"(.*)\.checked(?:-(\d+))?", re.DOTALL)
_DATA = re.compile(
    rb"(<(?:\w+:)?sheetData(?:\s[^<>]*[^/<>])?>)(.*)(</(?:\w+:)?sheetData\s*>)", re.DOTALL
)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_VERSION_DIGITS = 8


@dataclass(frozen=True)
class AnnotatedCopy:
    """What became of an annotated copy.

    Attributes:
        target: The file written.
        told: Findings in its result sheet.
        noted: Cells with a comment of ours.
        kept_back: Findings above the class that was asked for; they are nowhere in the file.
        remarks: Sentences about what could not be done, in the copy's language.
    """

    target: Path
    told: int
    noted: int
    kept_back: int
    remarks: tuple[str, ...]


def copy_path(source: Path) -> Path:
    """Name the annotated copy of a workbook: `register.xlsx` gives `register.checked.xlsx`.

    The copy of a copy is `register.checked-2.xlsx`, so that a copy people work in is kept too.

    Args:
        source: The workbook.
    """
    earlier = _CHECKED.fullmatch(source.stem)
    if earlier is None:
        return source.with_name(f"{source.stem}.checked{source.suffix}")
    number = int(earlier[2] or 1) + 1
    return source.with_name(f"{earlier[1]}.checked-{number}{source.suffix}")


def write_annotated(
    source: Path,
    target: Path,
    checked: Checked,
    messages: Messages,
    language: str,
    limit: Visibility = Visibility.SEALED,
) -> AnnotatedCopy:
    """Write a copy of a workbook with the findings on their cells and in the result sheet.

    Traces of earlier runs are renewed or taken away; comments of persons are kept, above ours. The
    same findings on an annotated copy give the same parts again.

    Args:
        source: The workbook that was checked; it is never written to.
        target: File to write; an annotated copy that nobody has saved since is replaced.
        checked: Outcome of its check.
        messages: What findings say.
        language: Language of the answers.
        limit: Findings above this class stay out; by default none does, for the file stays with
            its owner.

    Raises:
        HandbookError: The target is the source, or a file somebody has worked in; or the workbook
            has a sheet of its own under the title of the result sheet, or is a strict one.
        OutputError: The target cannot be written.
        PullError: The source is no workbook any more.
    """
    if target.exists() and target.samefile(source):
        raise same_file(source)
    if target.exists() and not is_as_written(target):
        raise not_ours(target)
    told = [each for each in checked.findings if each.visibility <= limit and not each.cell.book]
    saying = Saying(messages, language, limit)
    package = Package(source)
    if _STRICT in package.part(_WORKBOOK):
        raise strict(source)
    annotator = _Annotator(package, checked, saying)
    copy = annotator.annotate(lines_of(checked, told))
    try:
        annotator.parts.write(target, annotator.results_part)
    except OSError as error:
        raise OutputError(target) from error
    return AnnotatedCopy(target, len(told), copy[0], len(checked.findings) - len(told), copy[1])


class _Annotator:
    """Puts marks into the parts of one workbook."""

    def __init__(self, package: Package, checked: Checked, saying: Saying) -> None:
        self.parts = Parts(package.content)
        self._package = package
        self._checked = checked
        self._saying = saying
        self._sheets = {sheet.title: sheet for sheet in checked.workbook.sheets if not sheet.book}
        self._outlines = outlines_of(checked.workbook, checked.register.schema)
        self.results_part = ""
        self._noted = 0
        self._covered = 0

    def annotate(self, lines: Sequence[Line]) -> tuple[int, tuple[str, ...]]:
        """Mark the cells and write the result sheet; give cells noted, and remarks."""
        styles, formats = with_formats(self.parts.part(_STYLES))
        self._put_styles(styles)
        by_sheet = self._by_cell(lines)
        for part in self._package.sheets():
            if not is_own(part.title) and part.title in self._sheets:
                self._mark_sheet(part.name, self._sheets[part.title], by_sheet, formats)
        remarks = tuple(self._remarks())
        self._write_results(lines, formats, remarks)
        return self._noted, remarks

    def _put_styles(self, styles: bytes) -> None:
        if _STYLES not in self.parts:
            self.parts.relate(_WORKBOOK, "styles", _STYLES)
            self.parts.declare(_STYLES, _TYPE.format("styles"))
        self.parts.put(_STYLES, styles)

    def _by_cell(self, lines: Iterable[Line]) -> Mapping[str, Mapping[str, list[Finding]]]:
        """Group findings by sheet and the address their comment stands at."""
        grouped: dict[str, dict[str, list[Finding]]] = {}
        for line in lines:
            outline = self._outlines.get(("", line.cell.title))
            place = outline.place(line.cell) if outline else None
            if outline and place:
                address = _address(_unmerged(outline.sheet, *place))
                here = grouped.setdefault(line.cell.title, {})
                here.setdefault(address, []).append(line.finding)
        return grouped

    def _mark_sheet(
        self,
        name: str,
        sheet: Sheet,
        by_sheet: Mapping[str, Mapping[str, list[Finding]]],
        formats: Formats,
    ) -> None:
        findings = by_sheet.get(sheet.title, {})
        outline = self._outlines["", sheet.title]
        content, data = _without_data(self.parts.part(name))
        rule = colour_rule(outline, formats.mark) if findings else None
        marked = with_rule(content, rule)
        blocks = {place: block(each, self._saying) for place, each in findings.items()}
        marked = self._with_comments(name, marked, blocks, sheet)
        if marked != content:
            self.parts.put(name, _with_data(marked, data))

    def _with_comments(
        self, name: str, content: bytes, blocks: Mapping[str, str], sheet: Sheet
    ) -> bytes:
        relations = {kind: (key, path) for key, kind, path in self.parts.relations(name)}
        threaded = self._threaded(relations)
        self._covered += len(threaded & blocks.keys())
        blocks = {place: text for place, text in blocks.items() if place not in threaded}
        self._noted += len(blocks)
        key, comments = relations.get("comments", ("", ""))
        before = self.parts.part(comments) if comments else b""
        after = with_blocks(before, blocks)
        if after.content == before:
            return content
        if not after.content:
            self.parts.unrelate(name, key)
            self.parts.drop(comments)
        elif comments:
            self.parts.put(comments, after.content)
        else:
            comments = self.parts.free_name("xl/comments{}.xml")
            self.parts.put(comments, after.content)
            self.parts.declare(comments, _TYPE.format("comments"))
            self.parts.relate(name, "comments", comments)
        hidden = Hidden(sheet.hidden_rows, frozenset(hidden_columns(content)))
        added = {place: blocks[place] for place in after.added}
        return self._with_shapes(name, content, added, after.removed, hidden)

    def _with_shapes(
        self,
        name: str,
        content: bytes,
        added: Mapping[str, str],
        removed: Sequence[str],
        hidden: Hidden,
    ) -> bytes:
        key = drawing_of(content)
        paths = {key: path for key, _, path in self.parts.relations(name)}
        drawing = paths.get(key, "")
        before = self.parts.part(drawing) if drawing else b""
        after = with_shapes(before, added, removed, hidden)
        if after == before:
            return content
        if not after:
            self.parts.unrelate(name, key)
            self.parts.drop(drawing)
            return with_drawing(content, "")
        if not drawing:
            drawing = self.parts.free_name("xl/drawings/vmlDrawing{}.vml")
            self.parts.declare(drawing, _VML_TYPE)
            key = self.parts.relate(name, "vmlDrawing", drawing)
        self.parts.put(drawing, after)
        return with_drawing(content, key)

    def _threaded(self, relations: Mapping[str, tuple[str, str]]) -> frozenset[str]:
        """Give the cells with a conversation; Excel writes their comments itself."""
        _, path = relations.get("threadedComment", ("", ""))
        if not path or path not in self.parts:
            return frozenset()
        root = read_markup(self.parts.part(path), 1)
        return frozenset(each.attribute("ref") for each in root.children)

    def _remarks(self) -> Iterator[str]:
        if self._covered:
            yield self._saying.words(
                "有 {count} 个单元格上有会话批注，答复只写在本表。", count=self._covered
            )
        if any(name.startswith("_xmlsignatures/") for name in self.parts.names()):
            yield self._saying.words("原文件有数字签名，在这一份里不再有效。")

    def _write_results(
        self, lines: Sequence[Line], formats: Formats, remarks: Sequence[str]
    ) -> None:
        tab, name = self._results_tab()
        self.results_part = name
        results = self._results(lines, remarks, tab.title)
        self.parts.put(name, results_part(results, formats))
        workbook = self.parts.part(_WORKBOOK)
        self.parts.put(_WORKBOOK, with_names(workbook, tab, len(results.rows)))

    def _results(self, lines: Sequence[Line], remarks: Sequence[str], title: str) -> ResultSheet:
        before = self._sheets.get(title)
        rows = before.text.to_numpy().tolist() if before is not None else []
        version = self._checked.workbook.content_hash()[:_VERSION_DIGITS]
        heading = Heading(self._checked.register.as_of, version)
        return result_sheet(
            lines, self._saying, heading, first_seen=first_seen_in(rows), remarks=remarks,
            batches=batch_titles(self._checked.register, self._saying.limit),
        )  # fmt: skip

    def _results_tab(self) -> tuple[Tab, str]:
        """Find our result sheet, whatever its language, or add one; give its tab and part."""
        workbook = self.parts.part(_WORKBOOK)
        paths = {key: path for key, _, path in self.parts.relations(_WORKBOOK)}
        titled = [tab for tab in tabs_of(workbook) if tab.title in RESULTS.values()]
        for tab in titled:
            if is_ours(workbook, tab.title) or self._reads_like_ours(tab.title):
                return tab, paths[tab.relationship]
        title = RESULTS[self._saying.language]
        if any(tab.title == title for tab in titled):
            raise title_taken(self._package.path, title)
        name = self.parts.free_name("xl/worksheets/sheet{}.xml")
        key = self.parts.relate(_WORKBOOK, "worksheet", name)
        self.parts.declare(name, _TYPE.format("worksheet"))
        self.parts.put(_WORKBOOK, with_tab(workbook, title, key))
        return tabs_of(self.parts.part(_WORKBOOK))[-1], name

    def _reads_like_ours(self, title: str) -> bool:
        """Say whether a sheet has our header; some programs drop defined names."""
        rows = self._sheets[title].text.to_numpy().tolist() if title in self._sheets else []
        header = rows[HEADER_ROW - 1][: len(COLUMNS)] if len(rows) >= HEADER_ROW else []
        return any(header == [fill_words(each, word) for word in COLUMNS] for each in LANGUAGES)


def _address(place: tuple[int, int]) -> str:
    return f"{column_letters(place[1])}{place[0]}"


def _unmerged(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    """Give the first cell of the merged block a cell lies in; only there a comment is shown."""
    for each in sheet.merged:
        if (
            each.first_row <= row <= each.last_row
            and each.first_column <= column <= each.last_column
        ):
            return each.first_row, each.first_column
    return row, column


def _without_data(content: bytes) -> tuple[bytes, bytes]:
    """Take the cells out of a sheet: they are most of it, and nothing is changed in them."""
    found = _DATA.search(content)
    if found is None:
        return content, b""
    return content[: found.start(2)] + content[found.end(2) :], found[2]


def _with_data(content: bytes, data: bytes) -> bytes:
    found = _DATA.search(content)
    if found is None:
        return content
    return content[: found.start(2)] + data + content[found.end(2) :]
