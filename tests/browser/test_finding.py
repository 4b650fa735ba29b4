"""Finding, proven: drawn names among ten thousand people, phrases of the guidance, by telephone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Page, expect

from builders import PROJECT
from drawn_queries import drawn_queries, known
from handbook.packing import SEPARATOR
from handbook.pages.book import open_book
from handbook.publishable import Publishable
from handbook.rendering.directory_files import directory_files
from handbook.searching import page_sections, register_entries
from page_kinds import until
from phrases import drawn_phrases
from scaled_names import scaled_names
from sites import write_files

pytestmark = pytest.mark.browser

PEOPLE, QUERIES, PHRASES, SEED = 10_000, 100, 50, 7
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
FIND_ALL = """typed => {
  const input = document.querySelector("#search input");
  return typed.map((text) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
    return [...document.querySelectorAll(".hb-search__result")].slice(0, 3).map((each) => [
      each.querySelector(".hb-search__name").textContent,
      each.querySelector(".hb-search__about")?.textContent ?? "",
    ]);
  });
}"""
OWN_SCRIPTS = sorted((PROJECT / "docs" / "overrides" / "assets").glob("*.js"))


@pytest.fixture(scope="module")
def many() -> Publishable:
    """Ten thousand cadres."""
    return scaled_names(PEOPLE)


@pytest.fixture(scope="module")
def register_script(many: Publishable) -> bytes:
    """The file the search box finds them in."""
    return b"window.handbookRegister=%b;\n" % register_entries(many)


@pytest.fixture(scope="module")
def page(chromium: Browser, site: str, register_script: bytes) -> Iterator[Page]:
    """A page whose search box knows ten thousand cadres."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/search/register.js", lambda route: route.fulfill(body=register_script))
    page.goto(site + "units/U-0001.html")
    page.keyboard.press("/")
    until(page, "window.handbookPages")
    yield page
    context.close()


def test_the_file_of_ten_thousand_people_is_small(register_script: bytes) -> None:
    assert len(register_script) <= 300_000
    assert len(gzip.compress(register_script, mtime=0)) <= 100_000


def test_a_hundred_drawn_names_units_and_numbers_are_found(page: Page, many: Publishable) -> None:
    queries = list(drawn_queries(known(many), QUERIES, SEED))
    answers = page.evaluate(FIND_ALL, [each.typed for each in queries])
    missed = [
        (query.kind, query.typed, query.wanted, answer)
        for query, answer in zip(queries, answers, strict=True)
        if not query.is_answered_by([about.split(" · ")[0] for _, about in answer])
    ]

    assert len(queries) == QUERIES
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("岚屿人社局", "岚屿栖川市人力资源和社会保障局", id="short name nobody wrote"),
        pytest.param("岚屿广播电台集团", "岚屿栖川市广播电视集团", id="a wrong character"),
        pytest.param("岚屿 市委组织部", "岚屿中共栖川市委组织部", id="two words"),
        pytest.param("岚屿栖川学院", "岚屿栖川学院", id="the whole name first"),
    ],
)
def test_units_are_found_by_what_people_call_them(page: Page, typed: str, found: str) -> None:
    (answer,) = page.evaluate(FIND_ALL, [typed])

    assert found in [name for name, _ in answer]


@pytest.fixture(scope="module")
def sections(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Language → the script with the text of its written pages.

    Chinese from a whole site; the others from their Markdown alone, which is faster.
    """
    folder = tmp_path_factory.mktemp("written")
    told = {language: article_sections(language, folder) for language in ("en", "vi")}
    return {"zh": (site_folder / "search" / "pages.js").read_bytes(), **told}


def article_sections(language: str, folder: Path) -> bytes:
    """Turn the Markdown of a language into articles and give the script that tells their text."""
    docs = PROJECT / "docs" / language
    markdown = Markdown(extensions=["admonition", "attr_list", "md_in_html", "tables", "toc"])
    articles = {
        f"{language}/{path.relative_to(docs).with_suffix('.html')}": "<article>"
        + markdown.reset().convert(FRONT_MATTER.sub("", path.read_text(encoding="utf-8")))
        + "</article>"
        for path in docs.rglob("*.md")
    }
    write_files(folder, articles)
    return b"window.handbookPages=%b;\n" % page_sections(folder / language)


@pytest.mark.parametrize("language", ["zh", "en", "vi"])
def test_phrases_from_the_middle_of_sentences_find_their_page(
    chromium: Browser, site: str, sections: dict[str, bytes], language: str
) -> None:
    phrases = drawn_phrases(PROJECT / "docs", language, PHRASES, SEED)
    page = chromium.new_page()
    page.route("**/search/pages.js", lambda route: route.fulfill(body=sections[language]))
    page.goto(site + "units/U-0001.html")
    page.keyboard.press("/")
    until(page, "window.handbookPages")
    answers = page.evaluate(FIND_ALL, [each.typed for each in phrases])
    page.close()

    missed = [
        (phrase, answer)
        for phrase, answer in zip(phrases, answers, strict=True)
        if phrase.title not in [name.split(" › ")[0] for name, _ in answer]
    ]
    assert len(phrases) == PHRASES
    assert missed == []


@pytest.fixture
def directory(chromium: Browser, site: str, many: Publishable) -> Iterator[Page]:
    """The directory of ten thousand cadres."""
    script = directory_files(open_book(many, "zh"))["directory/people.js"]
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.route("**/directory/people.js", lambda route: route.fulfill(body=script))
    page.goto(site + "cadres/index.html")
    page.get_by_label("姓名", exact=True).focus()
    until(page, "window.handbookDirectory")
    yield page
    context.close()


def test_a_directory_of_ten_thousand_stays_light(directory: Page) -> None:
    form = directory.locator("form[data-directory]")
    form.get_by_role("button", name="列出").click()
    expect(form.get_by_role("status")).to_have_text(re.compile(r"^共 1000\d 人"))
    expect(directory.locator(".hb-results tbody tr")).to_have_count(100)
    directory.get_by_label("派出单位").fill("局")
    expect(directory.locator("datalist#hb-home option")).to_have_count(20)

    assert directory.locator("*").count() <= 3_000


def test_own_scripts_are_small() -> None:
    """Those every page loads together; what is asked for later counts too."""
    sizes = {path.name: len(gzip.compress(path.read_bytes(), mtime=0)) for path in OWN_SCRIPTS}

    assert sum(sizes.values()) <= 20 * 1024, json.dumps(sizes)
    assert SEPARATOR == "|"  # what names.js parts columns by
