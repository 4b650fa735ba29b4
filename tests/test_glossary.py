"""The terms of the field: complete, listed where a page asks, explained where first used."""

from __future__ import annotations

import re

import markdown
import pytest

from handbook.glossary import GlossaryExtension, Term, abbreviations, glossary_html, load_glossary
from written_pages import DOCS

LANGUAGES = ("zh", "vi", "en")
TERMS = load_glossary(DOCS / "glossary.yaml")
SMALL = (
    Term(
        "secondee",
        {"zh": "挂职干部", "vi": "cán bộ được biệt phái", "en": "secondee"},
        {"zh": "在挂职的人。", "vi": "Người đang biệt phái.", "en": "Somebody <seconded>."},
    ),
    Term(
        "leave",
        {"zh": "请销假 / 外出(临时)", "vi": "nghỉ (phép)", "en": "leave / time off"},
        {"zh": "先批后走。", "vi": "Xin phép trước.", "en": "Asked for first."},
    ),
)


def rendered(text: str, language: str) -> str:
    return markdown.markdown(text, extensions=[GlossaryExtension(SMALL, language)])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "zh", "每名挂职干部都有。", '每名<abbr title="在挂职的人。">挂职干部</abbr>都有。',
            id="between Chinese characters",
        ),
        pytest.param(
            "zh", "挂职干部**挂职干部**", '<abbr title="在挂职的人。">挂职干部</abbr>'
            "<strong>挂职干部</strong>", id="once on a page",
        ),
        pytest.param(
            "zh",
            "**请销假**、外出、挂职干部",
            '<strong><abbr title="先批后走。">请销假</abbr></strong>、外出、'
            '<abbr title="在挂职的人。">挂职干部</abbr>',
            id="one meaning, two words",
        ),
        pytest.param("zh", "“挂职干部”一列", "“挂职干部”一列", id="a title in quotation marks"),
        pytest.param("zh", "`挂职干部`", "<code>挂职干部</code>", id="code"),
        pytest.param(
            "zh", "[挂职干部](x.md)", '<a href="x.md">挂职干部</a>', id="text of a link"
        ),
        pytest.param(
            "en", "Leave it, secondee.", '<abbr title="Asked for first.">Leave</abbr> it, '
            '<abbr title="Somebody &lt;seconded&gt;.">secondee</abbr>.', id="a capital",
        ),
        pytest.param("en", "leaves secondees", "leaves secondees", id="part of a longer word"),
        pytest.param(
            "vi", "Được nghỉ.", 'Được <abbr title="Xin phép trước.">nghỉ</abbr>.',
            id="Vietnamese letters",
        ),
    ],
)  # fmt: skip
def test_a_term_is_explained_where_a_page_uses_it_first(
    language: str, text: str, expected: str
) -> None:
    assert rendered(text, language) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Leave of absence", ["Leave of absence"]),
        ("leave of absences", ["leave"]),
        ("of leave", ["leave"]),
    ],
)
def test_of_terms_with_one_first_letter_the_longest_is_explained(
    text: str, marked: list[str]
) -> None:
    absence = dict.fromkeys(("zh", "vi", "en"), "leave of absence")
    extension = GlossaryExtension([*SMALL, Term("absence", absence, absence)], "en")
    html = markdown.markdown(text, extensions=[extension])
    assert re.findall("<abbr[^>]*>([^<]*)", html) == marked


def test_headings_are_left_alone() -> None:
    assert rendered("# 挂职干部", "zh") == "<h1>挂职干部</h1>"


def test_a_page_may_ask_for_the_whole_list() -> None:
    assert rendered("前\n\n[GLOSSARY]\n\n后", "en") == (
        "<p>前</p>\n" + glossary_html(SMALL, "en") + "\n\n<p>后</p>"
    )
    assert '<dt id="secondee">secondee</dt>' in glossary_html(SMALL, "en")
    assert "Somebody &lt;seconded&gt;." in glossary_html(SMALL, "en")


def test_what_stands_in_brackets_is_no_part_of_a_word() -> None:
    assert abbreviations(SMALL, "zh").keys() == {"挂职干部", "请销假", "外出"}


def test_every_term_has_a_place_of_its_own() -> None:
    anchors = [term.anchor for term in TERMS]
    assert len(anchors) == len(set(anchors)) == 73
    assert [each for each in anchors if not re.fullmatch(r"[a-z-]+", each)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_word_and_one_sentence(language: str) -> None:
    bad = [
        term.anchor
        for term in TERMS
        if not term.words[language].strip()
        or not re.fullmatch(r"[^\n]+[。.]", term.meanings[language])
    ]
    assert bad == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_has_two_meanings(language: str) -> None:
    words = [word for term in TERMS for word in abbreviations([term], language)]
    assert [word for word in set(words) if words.count(word) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_page(language: str) -> None:
    assert "\n[GLOSSARY]\n" in (DOCS / language / "glossary.md").read_text("utf-8")
