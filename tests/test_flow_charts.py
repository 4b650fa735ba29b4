"""Flow charts: their data in three languages, the drawing, and that every article gets its own."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from builders import PROJECT
from handbook.rendering.flow_charts import Box, Flow, Shape, flow_svg, load_flows, wrapped
from handbook.schema import LANGUAGES

FLOWS = load_flows(PROJECT / "sheets_schema" / "flows.yaml")
ARTICLES = {
    "selection": "open-selection",
    "home-use": "home-unit-use",
    "leave": "leave",
    "return": "end-and-return",
}
EVERY = [
    pytest.param(flow, id=f"{flow.name}-{language}")
    for language in LANGUAGES
    for flow in FLOWS[language]
]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(flow: Flow) -> ET.Element:
    return ET.fromstring(str(flow_svg(flow)))  # noqa: S314 - drawn by ourselves


class SvgSnapshot(SingleFileSnapshotExtension):
    """Keeps every drawing as a file that can be opened."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_with_a_chart_asks_for_it(language: str) -> None:
    asked = {
        name: path.stem
        for path in sorted((PROJECT / "docs" / language / "guidance").glob("*.md"))
        for name in re.findall(
            r"^<!-- flow: (\S+) -->$", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert asked == ARTICLES
    assert [flow.name for flow in FLOWS[language]] == list(ARTICLES)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_chart_has_the_same_boxes_in_every_language(language: str) -> None:
    for original, flow in zip(FLOWS["zh"], FLOWS[language], strict=True):
        assert [box.shape for box in flow.boxes] == [box.shape for box in original.boxes]
        assert [(bool(box.who), bool(box.answer)) for box in flow.boxes] == [
            (bool(box.who), bool(box.answer)) for box in original.boxes
        ]


@pytest.mark.parametrize("flow", EVERY)
def test_a_question_has_two_answers_and_a_chart_one_end(flow: Flow) -> None:
    shapes = [box.shape for box in flow.boxes]
    assert shapes.index(Shape.END) == len(shapes) - 1
    for place, shape in enumerate(shapes):
        if shape is Shape.QUESTION:
            assert shapes[place + 1] is Shape.OTHERWISE
            answers = [box.answer for box in flow.boxes[place + 1 : place + 3]]
            assert len(set(answers) - {""}) == 2
    assert shapes.count(Shape.QUESTION) == shapes.count(Shape.OTHERWISE)


@pytest.mark.parametrize("flow", EVERY)
def test_a_drawing_is_told_in_words_to_who_cannot_see_it(flow: Flow) -> None:
    root = parsed(flow)
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == flow.title
    assert all(box.text in (told.text or "") for box in flow.boxes)


@pytest.mark.parametrize("flow", EVERY)
def test_boxes_do_not_touch_and_stay_inside(flow: Flow) -> None:
    root = parsed(flow)
    width, height = map(int, (root.get("viewBox") or "").split()[2:])
    boxes = [
        (int(each.get("x", "")), int(each.get("y", "")), int(each.get("height", "")))
        for each in root.iter(f"{SVG}rect")
    ]
    assert all(upper[1] + upper[2] < lower[1] for upper, lower in pairwise(boxes))
    assert all(x >= 0 and y + tall <= height for x, y, tall in boxes)
    assert width == 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing(language: str, snapshot: SnapshotAssertion) -> None:
    drawn = str(flow_svg(FLOWS[language][2]))
    assert drawn == snapshot.use_extension(SvgSnapshot)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        pytest.param("先批后走", 4, ["先批后走"], id="just fits"),
        pytest.param("先批后走", 3, ["先批后", "走"], id="Chinese breaks anywhere"),
        pytest.param("先批后走，再说", 4, ["先批后", "走，再说"], id="no line begins with a comma"),
        pytest.param("ask before going", 7, ["ask before", "going"], id="words stay whole"),
        pytest.param("填0.5天", 2, ["填", "0.5", "天"], id="a number stays whole"),
        pytest.param("", 5, [""], id="nothing"),
    ],
)
def test_lines(text: str, room: float, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


@given(st.text(alphabet="挂职，。 ab0 ", max_size=40), st.integers(3, 20))
def test_breaking_a_text_loses_nothing_but_spaces(text: str, room: int) -> None:
    assert "".join("".join(wrapped(text, room)).split()) == "".join(text.split())


def test_hostile_text_stays_text() -> None:
    box = Box(Shape.END, '"><script>', "<b>&", "</svg>")
    drawn = str(flow_svg(Flow("x", "<i>", (box,))))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert drawn.count("</svg>") == 1
