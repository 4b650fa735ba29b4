"""A page that is made once for all languages is, in each of them, the page made for it alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import Environment

from handbook.building import load_texts
from handbook.checking import Checked
from handbook.config import Project
from handbook.pages import Book, entries, open_book
from handbook.publishable import INTERNAL, ORG, PUBLIC, Audience, make_publishable, unit_audience
from handbook.rendering.environment import make_environment, readers_text
from handbook.rendering.fragments import RenderedEntry, render_entry
from handbook.rendering.shared_environment import make_shared_environment
from handbook.shared_words import Words, together
from handbook.sources import pull
from small_workbooks import ROOT, check

LANGUAGES = ("zh", "en", "vi")
PROJECT = Project(ROOT)
TEXTS = load_texts(PROJECT)
ELSEWHERE = {"zh": {}, "en": {"guidance/mentors": "../guidance/mentors"}, "vi": {}}
TITLES = {
    "zh": {"forms/leave-request": "请假审批表"},
    "en": {"forms/leave-request": "Leave request"},
    "vi": {},
}
Pages = dict[str, tuple[str, str]]
"""Address → title and HTML."""


def checked(name: str) -> Checked:
    return check(pull(PROJECT.schema_folder / name))


def environment_of(book: Book) -> Environment:
    publishable, language = book.index.publishable, book.index.language
    return make_environment(
        language, TEXTS.messages, publishable.audience.visibility, "hr@example.org",
        ELSEWHERE[language], TITLES[language], readers_text(publishable, language),
        f"https://example.org/{language}/",
    )  # fmt: skip


def pages_of(rendered: RenderedEntry, words: Words | None = None) -> Pages:
    fill = words.fill if words else str
    return {each.address: (fill(each.title), fill(each.html)) for each in rendered.fragments}


@pytest.mark.parametrize(
    ("register", "audience"),
    [
        ("demo", INTERNAL),
        ("demo", unit_audience("U-0003")),
        ("demo_mistakes", ORG),
        ("demo_mistakes", PUBLIC),
    ],
    ids=["internal", "unit", "org", "public"],
)
def test_a_shared_page_is_the_page_of_each_language(register: str, audience: Audience) -> None:
    shown = make_publishable(checked(register), audience)
    books = {each: open_book(shown, each) for each in LANGUAGES}
    alone: Mapping[str, Environment] = {each: environment_of(book) for each, book in books.items()}
    shared = open_book(shown, together(LANGUAGES))
    environment = make_shared_environment(
        alone, TEXTS.messages, audience.visibility, "hr@example.org"
    )
    words = {each: Words(each) for each in LANGUAGES}
    seen = 0
    for entry in entries(shared):
        rendered = render_entry(entry, shared, environment)
        for language, book in books.items():
            own = render_entry(entry, book, alone[language])
            assert pages_of(rendered, words[language]) == pages_of(own), entry.name
            assert own.reads == rendered.reads, entry.name
            seen += len(own.fragments)
    assert seen > 1000
