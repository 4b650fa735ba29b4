"""How to connect a spreadsheet, in three languages: the same steps, and the program's own words."""

import re
from pathlib import Path

import pytest

from handbook.annotating.results import Manner
from handbook.google.refusals import SENTENCES, UNNAMED_ACCOUNT
from handbook.own_sheets import RESULTS
from handbook.rendering.translations import translations
from handbook.schema import LANGUAGES
from written_pages import DOCS, PROJECT, anchors, blocks, read, rows_under

NAMES = ("connect", "apps-script")


def page(language: str, name: str) -> Path:
    return DOCS / language / "editing" / f"{name}.md"


def commands(path: Path) -> set[str]:
    """Give every line of the shell blocks, without the language of the answer."""
    lines = "\n".join(blocks(path, "sh")).splitlines()
    return {re.sub(r" --lang \w+", "", line) for line in lines}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_translated_page_has_the_same_commands_and_sections(language: str, name: str):
    original, translated = page("zh", name), page(language, name)
    assert commands(translated) == commands(original)
    assert anchors(translated) == anchors(original)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_are_quoted_as_the_program_says_them(language: str):
    sentences = [
        texts[language].replace("{account}", UNNAMED_ACCOUNT[language])
        for texts in SENTENCES.values()
    ]
    quoted = [row[0] for row in rows_under(page(language, "connect"), "refused")]
    assert len(quoted) > 8
    assert [text for text in quoted if not any(text in each for each in sentences)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_result_sheet_are_those_the_editor_sees(language: str):
    words = translations(language).gettext
    text = read(page(language, "connect"))
    seen = [RESULTS[language], *(words(each) for each in ("答复方式", *Manner))]
    assert [word for word in seen if f"**{word}**" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_variables_are_those_the_workflow_reads(language: str):
    workflow = read(PROJECT / ".github" / "workflows" / "publish.yml")
    asked = set(re.findall(r"\b(?:vars|secrets)\.([A-Z_]+)", workflow))
    listed = {row[0] for row in rows_under(page(language, "connect"), "ci-variables")}
    assert listed == asked
