"""A page that is made once for all languages is, in each of them, the page made for it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from jinja2 import Environment

from handbook.building import load_texts
from handbook.checking import Checked
from handbook.config import Project
from handbook.pages import Book, Entry, entries, open_book
from handbook.publishable import INTERNAL, ORG, PUBLIC, make_publishable, unit_audience
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


@cache
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


SEEN = {
    "internal": ("demo", INTERNAL),
    "org": ("demo_mistakes", ORG),
    "public": ("demo_mistakes", PUBLIC),
    "unit": ("demo", unit_audience("U-0003")),  # its own page is one of those taken
}
"""Name → register and audience."""
ALIKE = ("cadres", "units", "rules")
"""Kinds of pages of which there are hundreds."""


def entries_in(book: Book, first: int, every: int) -> Iterator[Entry]:
    """Give whatever there is to make, of what is alike only one in so many."""
    seen = dict.fromkeys(ALIKE, -first)
    for entry in entries(book):
        kind = entry.name.partition("/")[0]
        if kind in seen:
            seen[kind] += 1
        if seen.get(kind, 0) % every == 0:
            yield entry


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", SEEN)
def test_a_shared_page_is_the_page_of_each_language(name: str, every: int) -> None:
    register, audience = SEEN[name]
    shown = make_publishable(checked(register), audience)
    books = {each: open_book(shown, each) for each in LANGUAGES}
    alone: Mapping[str, Environment] = {each: environment_of(book) for each, book in books.items()}
    shared = open_book(shown, together(LANGUAGES))
    environment = make_shared_environment(
        alone, TEXTS.messages, audience.visibility, "hr@example.org"
    )
    words = {each: Words(each) for each in LANGUAGES}
    seen = 0
    for entry in entries_in(shared, list(SEEN).index(name), every):
        rendered = render_entry(entry, shared, environment)
        for language, book in books.items():
            own = render_entry(entry, book, alone[language])
            assert pages_of(rendered, words[language]) == pages_of(own), entry.name
            assert own.reads == rendered.reads, entry.name
            seen += len(own.fragments)
    assert seen > 1000 / every
