"""What holds on the Chinese pages holds on the English and the Vietnamese ones.

They are made from the same templates, but their words are longer. A few kinds of page are looked at
every time, all of them with `make soak`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.building import Request, build_site
from handbook.config import Project
from handbook.languages import TAGS
from looking_over import ACCEPTED, Looks, look_over
from page_kinds import KINDS, Watched, fullest, size
from served_sites import served
from sites import built_copy

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "vi")
OFTEN = ("home", "list of cadres", "cadre", "policy article")
SELDOM = [
    pytest.param(each, marks=pytest.mark.soak)
    for each, (site, _) in KINDS.items()
    if site == "demo" and each not in OFTEN
]
ACCEPTED_HERE = ACCEPTED | {
    # Of a hint that runs out of sight in a form wider than the screen, axe cannot tell what is
    # behind it, which is the white sheet.
    "color-contrast": "svg text, .hb-form__table caption, .hb-form__hint, .hb-search__status",
}


LOOKS: Looks = {
    (320, "screen"): (("slate", "whole"),),
    (1280, "screen"): (("default", "places"),),
}
"""Other words have other widths; colours are looked at on the Chinese pages."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo register in all languages."""
    project = Project(built_copy(tmp_path_factory.mktemp("languages") / "project", tuple(TAGS)))
    built = build_site(project, Request(source=project.demo_folder))
    assert built.problems == ()
    return built.site


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Serve it."""
    with served(folder) as root:
        yield root


@pytest.mark.parametrize("kind", [*OFTEN, *SELDOM])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_as_good_in_another_language(
    seen: Watched, folder: Path, address: str, language: str, kind: str
) -> None:
    place = fullest(folder, KINDS[kind][1]).relative_to(folder)
    if not (folder / language / place).exists():
        pytest.skip("a page that this language reads in Chinese")
    url = f"{address}{language}/{place.as_posix()}"

    seen.page.goto(url)
    assert seen.page.locator("html").get_attribute("lang") == TAGS[language]
    for width in (320, 1280):
        seen.page.set_viewport_size(size(width)["viewport"])
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width
    assert look_over(seen.page, LOOKS, ACCEPTED_HERE) == []
    assert seen.faults(url) == []
