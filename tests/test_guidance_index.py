"""The index of the guidance: every article once, in its group, under its own title."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.schema import LANGUAGES
from written_pages import DOCS, front_matter, read

GROUPS = (
    "before",
    "sending",
    "receiving",
    "during",
    "assessing",
    "returning",
    "special",
    "editors",
)
_ROW = re.compile(r"^\| (.+) \| \[(.+)\]\(([a-z-]+)\.md\) \|$", re.MULTILINE)


def sections(language: str) -> dict[str, str]:
    text = read(DOCS / language / "guidance" / "index.md")
    cut = re.split(r"^## .+ \{#([a-z]+)\}$", text, flags=re.MULTILINE)
    return dict(zip(cut[1::2], cut[2::2], strict=True))


def articles(language: str) -> list[Path]:
    pages = (DOCS / language / "guidance").glob("*.md")
    return sorted(page for page in pages if page.name != "index.md")


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_come_in_the_order_of_the_work_and_the_reading_help_last(language: str) -> None:
    assert tuple(sections(language)) == (*GROUPS, "basis", "examples")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_stands_once_in_the_group_it_names(language: str) -> None:
    listed = {
        (slug, group)
        for group, text in sections(language).items()
        for *_, slug in _ROW.findall(text)
    }
    assert listed == {(page.stem, front_matter(page)["group"]) for page in articles(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_is_listed_by_its_title(language: str) -> None:
    titles = {
        slug: title for text in sections(language).values() for _, title, slug in _ROW.findall(text)
    }
    heads = {
        page.stem: re.search(r"^# (.+)$", read(page), re.MULTILINE) for page in articles(language)
    }
    assert titles == {slug: head[1] for slug, head in heads.items() if head}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_a_question(language: str) -> None:
    asked = [
        question for text in sections(language).values() for question, *_ in _ROW.findall(text)
    ]
    assert [each for each in asked if each[-1] not in "？?"] == []


def test_the_articles_come_in_the_same_order_in_every_language() -> None:
    orders = {
        language: [slug for text in sections(language).values() for *_, slug in _ROW.findall(text)]
        for language in LANGUAGES
    }
    assert orders["vi"] == orders["en"] == orders["zh"]
