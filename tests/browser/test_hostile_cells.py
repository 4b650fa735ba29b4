"""Threats 1 and 18: no cell runs anything in a real browser, or makes it ask anybody else.

The pages' own policy is switched off in the browser, so that escaping alone has to hold.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook.building import Request, build_site
from handbook.config import Project
from handbook.publishable import ORG
from handbook.saving import save_csv_folder
from hostile_register import hostile_workbook, own_payloads
from page_kinds import until
from served_sites import served
from sites import built_copy

pytestmark = pytest.mark.browser

Serving = Callable[[Path], AbstractContextManager[str]]
LISTS = (
    "index.html", "cadres/index.html", "units/index.html", "batches/index.html",
    "programmes/index.html", "todo/index.html", "findings/index.html", "questions/index.html",
)  # fmt: skip
SEARCHED = ("<", "__f", "script", "javascript:", "[x]", "{{", '"', "\\", "顾1")
TOUCH = """(what) => {
  for (const each of document.querySelectorAll(what)) {
    for (const kind of ['mouseover', 'mouseenter', 'pointerover', 'focus', 'focusin', 'toggle',
                        'animationstart', 'error', 'load', 'click'])
      each.dispatchEvent(new MouseEvent(kind, {bubbles: kind !== 'load', cancelable: true}));
  }
}"""
EVERYTHING = "body *"
ITS_OWN = "main *, .md-header__title *, .md-sidebar--secondary *"
"""What a page of a record holds of it; the rest is the same on every page."""
STAY = """() => document.addEventListener('click', event => {
  const link = event.target.closest('a[href], button, [type=submit]');
  if (link && !link.getAttribute('href')?.startsWith('javascript')) event.preventDefault();
}, true)"""


@dataclass
class Watched:
    """A page whose calls of `__f` and whose requests elsewhere are noted."""

    page: Page
    origin: str
    called: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def note(self, address: str) -> None:
        if not address.startswith(self.origin):
            self.elsewhere.append(address)

    def visit(self, address: str, touched: str = EVERYTHING) -> None:
        self.page.goto(self.origin + address, wait_until="load")
        self.page.evaluate(STAY)
        self.page.evaluate(TOUCH, touched)


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the whole site of the hostile register."""
    return built(own_payloads(), tmp_path_factory.mktemp("hostile"))


def built(payloads: list[str], folder: Path) -> Path:
    source = folder / "register"
    save_csv_folder(hostile_workbook(payloads), source)
    project = Project(built_copy(folder / "project"))
    done = build_site(project, Request(source=source, audience=ORG, languages=("zh",)))
    assert done.problems == ()
    return done.site


def watched(chromium: Browser, origin: str) -> Iterator[Watched]:
    """Open a browser that can ask this machine only, and note what else it would ask."""
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    seen = Watched(page, origin)
    context.expose_binding("__f", lambda source, *_: seen.called.append(source["page"].url))
    context.on("request", lambda asked: seen.note(asked.url))
    page.on("dialog", lambda dialog: (seen.called.append("dialog"), dialog.dismiss()))
    yield seen
    context.close()


@pytest.fixture(scope="module")
def browsing(chromium: Browser, hostile_folder: Path) -> Iterator[Watched]:
    with served(hostile_folder) as origin:
        yield from watched(chromium, origin)


@pytest.fixture
def browser(browsing: Watched) -> Watched:
    browsing.page.unroute_all(behavior="ignoreErrors")
    browsing.called.clear()
    browsing.elsewhere.clear()
    return browsing


def record_pages(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for kind in ("cadres", "units")
        for path in (folder / kind).glob("[A-Z]-*.html")
    )


def test_what_runs_or_is_asked_elsewhere_would_be_noticed(browser: Watched) -> None:
    hostile = "<img src=https://elsewhere.example/ onerror='__f(1).then(() => { failed = true })'>"
    browser.page.goto(browser.origin + "index.html")
    browser.page.evaluate("hostile => { document.body.innerHTML += hostile }", hostile)
    until(browser.page, "window.failed")
    assert (len(browser.called), browser.elsewhere) == (1, ["https://elsewhere.example/"])


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.soak)])
def test_no_payload_runs_on_load_hover_or_click(
    browser: Watched, hostile_folder: Path, step: int
) -> None:
    payloads, records = own_payloads(), record_pages(hostile_folder)
    assert len(records) > len(payloads)
    for address in LISTS:
        browser.visit(address)
    for address in records[::step]:
        browser.visit(address, ITS_OWN)
    assert (browser.called, browser.elsewhere) == ([], [])


def test_no_payload_runs_in_the_search(browser: Watched) -> None:
    browser.visit("index.html")
    browser.page.goto(browser.origin + "index.html")
    browser.page.keyboard.press("/")
    until(browser.page, "window.handbookPages")
    # A click on a result leaves the page; typing into one that is being left waits for ever.
    browser.page.route(re.compile(r"\.html"), lambda route: route.fulfill(status=204))
    found = 0
    for typed in SEARCHED:
        browser.page.keyboard.press("Control+A")
        browser.page.keyboard.insert_text(typed)
        found += browser.page.locator("[role=option]").count()
        browser.page.evaluate(STAY)
        browser.page.evaluate(TOUCH, "#search *")
        browser.page.keyboard.press("/")
    assert found > len(SEARCHED)
    assert (browser.called, browser.elsewhere) == ([], [])


def tell(line: str) -> None:
    sys.stdout.write(f"\n{line}")
    sys.stdout.flush()


@pytest.mark.soak
def test_no_payload_of_public_corpora_runs(
    chromium: Browser, serving: Serving, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = os.environ.get("PAYLOADS", "")
    files = sorted(path for path in Path(named).rglob("*.txt") if path.is_file()) if named else []
    with capsys.disabled():
        if not files:
            tell("Public corpora: not run (make soak PAYLOADS=DIR)")
            pytest.skip("no folder of payloads was named")
        for file in files:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            payloads = [line for line in dict.fromkeys(lines) if line.strip()]
            digest = sha256(file.read_bytes()).hexdigest()
            tell(f"{file.name}: sha256 {digest}, {len(payloads)} payloads")
            folder = built(payloads, tmp_path / digest)
            with serving(folder) as origin:
                for seen in watched(chromium, origin):
                    for address in (*LISTS, *record_pages(folder)):
                        if (folder / address).is_file():
                            seen.visit(address)
                    tell(f"  called: {len(seen.called)}, elsewhere: {len(seen.elsewhere)}")
                    assert (seen.called, seen.elsewhere) == ([], [])
