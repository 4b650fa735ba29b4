"""Every form in a real browser: one sheet of A4, nothing but the form on it, accessible, narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from builders import PROJECT
from handbook.forms import Form, load_forms
from handbook.languages import CONFIG_FILES, prepare
from handbook.schema import LANGUAGES, load_schema
from looking_over import violations

pytestmark = pytest.mark.browser

SCHEMA_FOLDER = PROJECT / "sheets_schema"
FORMS = load_forms(SCHEMA_FOLDER / "forms", load_schema(SCHEMA_FOLDER))
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the pages of the forms in every language, whatever the menus hold of them."""
    folder = tmp_path_factory.mktemp("forms")
    for language, name in CONFIG_FILES.items():
        config = load_config(
            str(PROJECT / name), site_dir=str(folder / language), hooks=[], strict=False,
            exclude_docs="*.md\n!/forms/*.md",
        )  # fmt: skip
        config.nav = None
        prepare(config, (language,))
        build(config)
    return folder


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """Give one page for all tests."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page) -> Page:
    """Give it with the media of a screen, and those of paper where it is printed."""
    window.emulate_media(media="null")
    return window


def address(folder: Path, form: Form, language: str = "zh") -> str:
    return (folder / language / "forms" / f"{form.slug}.html").as_uri()


@every_form
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_printed_on_the_sheets_it_says(
    page: Page, folder: Path, form: Form, language: str
):
    page.goto(address(folder, form, language))
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(_PAGE.findall(printed)) == form.pages
    page.emulate_media(media="print")
    assert page.locator("body").inner_text() == page.locator(".hb-form").inner_text()


@every_form
def test_a_form_is_accessible_and_scrolls_within_its_own_box(page: Page, folder: Path, form: Form):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address(folder, form))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    sheet = page.locator(".hb-form__sheet")
    assert sheet.evaluate("each => each.scrollWidth > each.clientWidth")
    assert violations(page) == []
