"""Policy and rules lead to each other: no rule without a section, no section without its rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.articles import article_titles
from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.schema import LANGUAGES

DOCS = Path(__file__).parents[1] / "docs"
RULES = {entry.code: entry for entry in CATALOGUE if entry.family == "POL"}
ARTICLES = sorted(
    pytest.param(path, id=f"{path.parts[-3]} {path.stem}")
    for path in DOCS.glob("*/guidance/*.md")
    if path.stem != "index"
)
LINK = re.compile(r"\(rule:([^)#\s]+)")
CHECKS = re.compile(r"^## .*\{ ?#checks ?\}$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def text_of(page: str, language: str) -> str:
    """Give an article in a language; blank where it is not written."""
    path = DOCS / language / f"{page}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def anchors(text: str) -> set[str]:
    return set(re.findall(r"\{ ?#([\w-]+)", text))


def checks(text: str) -> str:
    """Give the section of an article that says what the register checks."""
    found = CHECKS.search(text)
    return found[1] if found else ""


def test_every_rule_of_the_programme_has_a_section_of_the_guidance_behind_it() -> None:
    assert len(RULES) == 115
    assert [code for code, entry in RULES.items() if "#" not in entry.policy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_behind_a_rule_is_there_in_every_language_the_article_is(language: str) -> None:
    loose = []
    for code, entry in RULES.items():
        page, _, anchor = entry.policy.partition("#")
        text = text_of(page, language)
        if (text or language == "zh") and anchor not in anchors(text):
            loose.append(f"{code} {entry.policy}")
    assert loose == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_article_behind_a_rule_lists_it_among_its_checks(language: str) -> None:
    loose = []
    for code, entry in RULES.items():
        text = text_of(entry.policy.partition("#")[0], language)
        if text and code not in LINK.findall(checks(text)):
            loose.append(f"{code} {entry.policy}")
    assert loose == []


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_links_rules_there_are_and_for_those_of_others_their_article(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(LINK.findall(text)) - BY_CODE.keys() == set()
    elsewhere = {
        (code, page)
        for code in set(LINK.findall(checks(text))) & RULES.keys()
        for page in (RULES[code].policy.partition("#")[0].removeprefix("guidance/"),)
        if page != path.stem and f"({page}.md" not in text
    }
    assert elsewhere == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_article_and_section_behind_a_rule_have_a_title(language: str) -> None:
    titles = article_titles(DOCS, language)
    named = {
        part for entry in RULES.values() for part in (entry.policy, entry.policy.split("#")[0])
    }
    assert named - titles.keys() == set()


def test_titles_are_read_without_their_anchors_and_not_from_code(tmp_path: Path) -> None:
    for language, title in (("zh", "请销假"), ("en", "Leave")):
        folder = tmp_path / language / "guidance"
        folder.mkdir(parents=True)
        (folder / "leave.md").write_text(
            f"---\nnumber: 17\n---\n# {title} {{#content}}\n\n```\n# 注释\n```\n"
            f"## {title} 3 {{#levels}}\n### 没有锚\n",
            encoding="utf-8",
        )
    (tmp_path / "zh" / "guidance" / "welfare.md").write_text("# 生活保障\n", encoding="utf-8")
    assert article_titles(tmp_path, "en") == {
        "guidance/leave": "Leave",
        "guidance/leave#levels": "Leave 3",
        "guidance/welfare": "生活保障",
    }
