"""Marks stand for texts that differ between languages, and each language fills its own in."""

from __future__ import annotations

import pytest
from markupsafe import escape

from handbook.shared_words import (
    Wordings,
    Words,
    each_of,
    html_in_each,
    in_each,
    learn,
    together,
    told,
    wordings_in,
)

ALL = together(("zh", "en", "vi"))
GREETINGS = {"zh": "你好", "en": 'He said "hello" & left', "vi": "Xin chào"}
LANGUAGES = ["zh", "en", "vi"]


def test_one_language_has_no_marks() -> None:
    assert together(["en"]) == "en"
    assert each_of("en") == ["en"]
    assert in_each("en", GREETINGS.__getitem__) == GREETINGS["en"]


def test_a_text_that_is_the_same_everywhere_has_no_mark() -> None:
    assert in_each(ALL, lambda each: "U-0001") == "U-0001"  # noqa: ARG005 - the same in each


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_gives_way_to_the_text_escaped_once(language: str) -> None:
    mark = in_each(ALL, GREETINGS.__getitem__)
    page = f"<p>{escape(mark)}</p><p>{mark}</p>"
    text = escape(GREETINGS[language])
    assert Words(language).fill(page) == f"<p>{text}</p><p>{text}</p>"
    assert Words(language).fill_bytes(page.encode()).decode() == f"<p>{text}</p><p>{text}</p>"
    assert told(f"{mark}!", language) == f"{GREETINGS[language]}!"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_within_a_text_is_filled_in(language: str) -> None:
    inner = in_each(ALL, GREETINGS.__getitem__)
    outer = in_each(ALL, lambda each: f"{each}: {inner}")
    assert told(outer, language) == f"{language}: {GREETINGS[language]}"
    assert Words(language).fill(outer) == f"{language}: {escape(GREETINGS[language])}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_stays_html_and_what_is_in_it_is_escaped(language: str) -> None:
    inner = in_each(ALL, GREETINGS.__getitem__)
    html = html_in_each(ALL, lambda each: f'<b lang="{each}">{inner}</b>')
    assert Words(language).fill(html) == f'<b lang="{language}">{escape(GREETINGS[language])}</b>'


def test_the_same_texts_have_the_same_mark_and_others_another() -> None:
    mark = in_each(ALL, GREETINGS.__getitem__)
    assert in_each(ALL, dict(GREETINGS).__getitem__) == mark
    assert in_each(ALL, (GREETINGS | {"vi": "Chào"}).__getitem__) != mark
    assert html_in_each(ALL, GREETINGS.__getitem__) != mark


def test_a_mark_is_no_blank_and_is_seen() -> None:
    mark = in_each(ALL, GREETINGS.__getitem__)
    assert " ".join(f" {mark} \n".split()) == mark
    assert told(mark, "zh") != mark
    assert told("你好", "zh") == "你好"


def test_what_marks_stand_for_passes_between_processes() -> None:
    wordings = Wordings()
    mark = in_each(ALL, lambda each: f"{each} 7c1d")
    made = wordings.new()
    assert list(made.values()) == [({each: f"{each} 7c1d" for each in LANGUAGES}, False)]
    assert wordings.new() == {}
    assert wordings_in(f"<p>{mark}</p>", b"nothing") == made
    learn(made)
    assert told(mark, "vi") == "vi 7c1d"


def test_words_say_which_texts_they_put_in() -> None:
    words = Words("vi")
    words.fill(in_each(ALL, GREETINGS.__getitem__))
    assert words.used == ["Xin chào".encode()]
