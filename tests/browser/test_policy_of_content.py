"""Whatever gets into a page, the browser does not run it, and no page is in the policy's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from page_kinds import KINDS, REPORTS, Watched, until, watched

pytestmark = pytest.mark.browser

INJECTED = [
    pytest.param("<script>window.ran = true</script>", "script-src-elem", id="script"),
    pytest.param('<img src="x" onerror="window.ran = true">', "script-src-attr", id="handler"),
    pytest.param(
        '<details open ontoggle="window.ran = true"><summary>x</summary></details>',
        "script-src-attr",
        id="handler of an element that opens",
    ),
    pytest.param(
        '<svg><animate onbegin="window.ran = true" attributeName="x" dur="1s"/></svg>',
        "script-src-attr",
        id="handler of a drawing",
    ),
    pytest.param(
        '<script src="https://example.org/a.js"></script>', "script-src-elem", id="script of others"
    ),
    pytest.param(
        '<script src="data:text/javascript,window.ran=true"></script>',
        "script-src-elem",
        id="script in an address",
    ),
    pytest.param("<iframe srcdoc='<p>x</p>'></iframe>", "", id="empty frame"),
    pytest.param('<iframe src="https://example.org/"></iframe>', "frame-src", id="frame"),
    pytest.param('<object data="https://example.org/"></object>', "object-src", id="object"),
    pytest.param('<img src="https://example.org/a.png">', "img-src", id="picture of others"),
    pytest.param('<p style="color: red">x</p>', "style-src-attr", id="style"),
    pytest.param("<style>p { color: red }</style>", "style-src-elem", id="style sheet"),
    pytest.param('<base href="https://example.org/">', "base-uri", id="base"),
]


@pytest.fixture(scope="module")
def seen(chromium: Browser) -> Iterator[Watched]:
    """Give one page for all."""
    context = chromium.new_context()
    context.add_init_script(REPORTS)
    yield watched(context)
    context.close()


def _with(page: Page, injected: str) -> None:
    """Let what the server sends hold something more, as a slip of ours would let it."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("<h1", f"{injected}<h1", 1))

    page.route("**/cadres/*.html", answer, times=1)


@pytest.mark.parametrize(("injected", "directive"), INJECTED)
def test_what_was_injected_does_not_run(
    seen: Watched, demo: str, injected: str, directive: str
) -> None:
    _with(seen.page, injected)
    seen.page.goto(demo + "cadres/C-00001.html")
    seen.page.wait_for_load_state("networkidle")

    assert seen.page.evaluate("window.ran") is None
    assert set(filter(None, [directive])) <= set(seen.page.evaluate("reports"))
    seen.forget()


def test_a_form_cannot_be_sent(seen: Watched, demo: str) -> None:
    form = '<form id="sent" action="https://example.org/"><button>x</button></form>'
    _with(seen.page, form)
    seen.page.goto(demo + "cadres/C-00001.html")
    seen.page.locator("#sent").evaluate("form => form.requestSubmit()")
    until(seen.page, "reports.includes('form-action')")

    assert seen.page.url == demo + "cadres/C-00001.html"
    seen.forget()


def test_a_link_cannot_run(seen: Watched, demo: str) -> None:
    _with(seen.page, '<a id="run" href="javascript:window.ran=true">x</a>')
    seen.page.goto(demo + "cadres/C-00001.html")
    seen.page.locator("#run").click()
    until(seen.page, "reports.length > 0")

    assert seen.page.evaluate("window.ran") is None
    seen.forget()


@pytest.mark.parametrize("site", sorted({site for site, _ in KINDS.values()}))
def test_no_page_of_a_site_is_without_its_policy(request: pytest.FixtureRequest, site: str) -> None:
    folder: Path = request.getfixturevalue(f"{site}_folder")
    mark = "default-src 'none'; style-src 'self'; "
    without = [
        path.name for path in folder.rglob("*.html") if mark not in path.read_text("utf-8")[:2000]
    ]

    assert without == []


def test_menus_and_terms_need_nothing_the_policy_forbids(seen: Watched, demo: str) -> None:
    seen.page.set_viewport_size({"width": 360, "height": 740})
    seen.page.goto(demo + "guidance/leave.html")
    seen.page.locator("label.md-header__button[for=__drawer]").click()
    seen.page.keyboard.press("Escape")
    seen.page.set_viewport_size({"width": 1280, "height": 800})
    seen.page.locator("abbr").first.hover()
    seen.page.wait_for_selector(".md-tooltip--active, .md-tooltip2--active")

    assert seen.page.evaluate("reports") == []
    assert seen.faults(demo) == []
