"""Flow charts of the guidance: from steps in three languages to an inline drawing.

One column, so that it reads on a telephone: steps from top to bottom, questions as hexagons, and
where an answer ends the matter, a dashed box further right between the question and the next step.
The line of the usual way runs left of it. Lines and text take the colour of the page around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from handbook.schema.files import read_mapping

_WIDTH = 320  # user units; on a telephone one is about one pixel
_EDGE = 4
_SPINE = 24  # where the usual way runs
_OTHERWISE_X = 76  # left edge of the boxes an answer ends in
_PADDING = 12
_CORNER = 12  # of a hexagon
_TEXT_SIZE = 14
_LINE = 20  # from one line of text to the next
_WHO_LINE = 17
_GAP = 22  # between two boxes, for the arrow
_ANSWER_GAP = 34  # the same with an answer beside it
_LATIN_WIDTH = 0.56  # of the size of the text; wide enough for Vietnamese capitals
_NO_LINE_STARTS_WITH = "，。；：、？！）”』」》"


class Shape(StrEnum):
    """What a box is; told by its form, never by colour alone."""

    STEP = "step"
    QUESTION = "question"
    OTHERWISE = "otherwise"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a chart in one language.

    Attributes:
        shape: Step, question, what becomes of the other answer, or end.
        who: Who acts; blank where nobody in particular does.
        text: What is done or asked.
        answer: Word beside the line that leads here; blank for an ordinary step.
    """

    shape: Shape
    who: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One chart in one language.

    Attributes:
        name: As the placeholder says it: `leave`.
        title: What it shows.
        boxes: From top to bottom; the other answer stands right after its question.
    """

    name: str
    title: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box and where it stands, in user units."""

    box: Box
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]

    @property
    def bottom(self) -> int:
        return self.y + self.height


def load_flows(path: Path) -> Mapping[str, tuple[Flow, ...]]:
    """Read all charts.

    Args:
        path: `sheets_schema/flows.yaml`.

    Returns:
        Language → the charts, in the order of the file.

    Raises:
        SchemaFileError: The file cannot be read, or is no YAML mapping.
    """
    content = read_mapping(path)
    return {
        language: tuple(
            _flow(name, entry, content["who"], language) for name, entry in content["flows"].items()
        )
        for language in ("zh", "vi", "en")
    }


def _flow(name: str, entry: Mapping[str, Any], people: Mapping[str, Any], language: str) -> Flow:
    def word(of: Mapping[str, str] | None) -> str:
        return of[language] if of else ""

    boxes = []
    for each in entry["boxes"]:
        who = people[each["who"]] if "who" in each else None
        shape = Shape(each.get("shape", Shape.STEP))
        boxes.append(Box(shape, word(who), word(each), word(each.get("answer"))))
    return Flow(name, word(entry), tuple(boxes))


def flow_svg(flow: Flow) -> Markup:
    """Draw a chart, with a title and all its steps in words for who cannot see it.

    Args:
        flow: In the language of the page.
    """
    placed = _place(flow.boxes)
    told = " ".join(f"{number}. {_told(box)}" for number, box in enumerate(flow.boxes, start=1))
    name, height = f"flow-{flow.name}", placed[-1].bottom + _EDGE
    drawn = "\n".join((*_lines_between(placed), *map(_drawn, placed)))
    return Markup(  # noqa: S704 - built from escaped pieces
        f'<svg class="hb-flow" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">\n'
        f'<title id="{name}-title">{escape(flow.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(told)}</desc>\n'
        f'<g aria-hidden="true">\n{drawn}\n</g>\n</svg>'
    )


def _told(box: Box) -> str:
    before = f"{box.answer} → " if box.answer else ""
    return f"{before}{box.who} – {box.text}" if box.who else f"{before}{box.text}"


def _place(boxes: Sequence[Box]) -> list[_Placed]:
    """Stand the boxes one below the other."""
    placed: list[_Placed] = []
    for box in boxes:
        x = _OTHERWISE_X if box.shape is Shape.OTHERWISE else _EDGE
        width = _WIDTH - _EDGE - x
        inner = width - 2 * (_PADDING + _CORNER * (box.shape is Shape.QUESTION))
        lines = tuple(wrapped(box.text, inner / _TEXT_SIZE))
        height = 2 * _PADDING - 6 + _LINE * len(lines) + _WHO_LINE * bool(box.who)
        y = placed[-1].bottom + _gap(placed[-1].box, box) if placed else _EDGE
        placed.append(_Placed(box, x, y, width, height, lines))
    return placed


def _gap(above: Box, box: Box) -> int:
    answers = box.answer or above.shape is Shape.QUESTION
    return _ANSWER_GAP if answers and above.shape is not Shape.OTHERWISE else _GAP


def wrapped(text: str, room: float) -> list[str]:
    """Break a text into lines.

    Args:
        text: Chinese, which breaks anywhere but before a closing mark, or words with spaces.
        room: Width of a line, in sizes of the text.
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and _width((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Part a text where a line may end."""
    pieces: list[str] = []
    for character in text:
        joins = character in _NO_LINE_STARTS_WITH or character == " "
        is_inside_word = pieces and _is_narrow(character) and _is_narrow(pieces[-1][-1])
        if pieces and (joins or (is_inside_word and pieces[-1][-1] != " ")):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_narrow(character: str) -> bool:
    return character < "\u2e80"


def _width(text: str) -> float:
    return sum(_LATIN_WIDTH if _is_narrow(character) else 1 for character in text)


def _lines_between(placed: Sequence[_Placed]) -> list[str]:
    """Draw the arrows; one to a dashed box starts below the middle of its question."""
    usual = [each for each in placed if each.box.shape is not Shape.OTHERWISE]
    drawn = [_arrow(_SPINE, above.bottom, below) for above, below in pairwise(usual)]
    for above, below in pairwise(placed):
        if below.box.shape is Shape.OTHERWISE:
            drawn.append(_arrow(below.x + below.width // 2, above.bottom, below))
    return drawn


def _arrow(x: int, start: int, to: _Placed) -> str:
    """Draw a line down to the top of a box, with the answer that leads there beside its start."""
    tip = to.y
    answer = f'<text x="{x + 8}" y="{start + 19}">{escape(to.box.answer)}</text>'
    return (
        f'<path class="hb-flow-line" d="M{x} {start}V{tip - 3}"/>'
        f'<path class="hb-flow-tip" d="M{x - 4} {tip - 8}L{x} {tip}L{x + 4} {tip - 8}Z"/>'
        f"{answer if to.box.answer else ''}"
    )


def _drawn(each: _Placed) -> str:
    """Draw a box with its text."""
    x = each.x + _PADDING + _CORNER * (each.box.shape is Shape.QUESTION)
    y = each.y + _PADDING + 9
    texts = []
    if each.box.who:
        who = escape(each.box.who)
        texts.append(f'<text class="hb-flow-who" x="{x}" y="{y - 1}">{who}</text>')
        y += _WHO_LINE
    for line in each.lines:
        texts.append(f'<text x="{x}" y="{y}">{escape(line)}</text>')
        y += _LINE
    return f"{_outline(each)}{''.join(texts)}"


def _outline(each: _Placed) -> str:
    x, y, width, height = each.x, each.y, each.width, each.height
    shape = f'class="hb-flow-{each.box.shape}"'
    if each.box.shape is Shape.QUESTION:
        left, right, middle = x + _CORNER, x + width - _CORNER, y + height // 2
        return (
            f'<path {shape} d="M{left} {y}H{right}L{x + width} {middle}L{right} {each.bottom}'
            f'H{left}L{x} {middle}Z"/>'
        )
    round_by = height // 2 if each.box.shape is Shape.END else 3
    round_by = min(round_by, 18)
    return f'<rect {shape} x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_by}"/>'
