"""Signing in as a reader does: at both servers of the hosting page, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hosting.offices import CANARY, SITES, Office, run_office
from served_sites import find_chromium

pytestmark = pytest.mark.browser

INNER = "https://handbook.example.org"
UNIT = "https://u-0007.handbook.example.org"
ORG = "https://org.handbook.example.org"


@pytest.fixture(scope="module", params=sorted(SITES))
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Run one kind of server with all three sites."""
    with run_office(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: Browser, office: Office) -> Iterator[Browser]:
    """Start a second browser, to which the hosts of the page are this machine."""
    rules = f"MAP *.example.org:443 127.0.0.1:{office.port},MAP *.example.org 127.0.0.1"
    started = chromium.browser_type.launch(
        executable_path=find_chromium(),
        args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules={rules}"],
    )
    yield started
    started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who is signed in nowhere."""
    context = browser.new_context(ignore_https_errors=True, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of theirs."""
    return context.new_page()


def sign_in(page: Page, address: str, person: str) -> None:
    """Ask for a page and say at the provider who one is."""
    page.goto(address)
    page.get_by_role("button", name=person, exact=True).click()


def place(page: Page) -> str:
    """Where a page is, without the port that only a test needs."""
    parts = urlsplit(page.url)
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{parts.hostname}{parts.path}{query}"


def test_signing_in_leads_to_the_page_that_was_asked_for(page: Page, office: Office):
    before = len(office.provider.signed_in)
    sign_in(page, f"{INNER}/cadres/C-00001.html?a=b", "inner")
    expect(page.locator("p")).to_have_text(f"{CANARY} internal")
    assert place(page) == f"{INNER}/cadres/C-00001.html?a=b"
    assert office.provider.signed_in[before:] == ["inner"]
    kept = ("name", "domain", "path", "httpOnly", "secure", "sameSite")
    assert [tuple(cookie[key] for key in kept) for cookie in page.context.cookies()] == [
        ("__Host-handbook", "handbook.example.org", "/", True, True, "Lax")
    ]


def test_a_site_of_another_group_says_so_in_three_languages(page: Page):
    sign_in(page, f"{ORG}/cadres/C-00001.html", "unit")
    expect(page.locator("body")).to_contain_text("此网站不对您所在的组开放，请找组织人事科。")
    expect(page.locator("body")).to_contain_text("Trang này không mở cho nhóm của bạn.")
    expect(page.locator("body")).to_contain_text("This site is not open to your group.")
    assert CANARY not in page.content()


def test_signing_out_ends_the_visit(page: Page):
    sign_in(page, f"{INNER}/cadres/C-00001.html", "inner")
    expect(page.locator("p")).to_have_text(f"{CANARY} internal")
    page.goto(f"{INNER}/oidc/callback?logout=https%3A%2F%2Fhandbook.example.org%2F")
    expect(page).to_have_title("登录")
    page.goto(f"{INNER}/cadres/C-00001.html")
    expect(page).to_have_title("登录")


@pytest.fixture
def neighbour(browser: Browser) -> Iterator[Page]:
    """A page of one site, in a browser whose reader may see two, with its own policy off."""
    context = browser.new_context(ignore_https_errors=True, bypass_csp=True)
    page = context.new_page()
    sign_in(page, f"{INNER}/", "inner")
    sign_in(page, f"{UNIT}/", "unit")
    expect(page.locator("p")).to_have_text(f"{CANARY} unit-U-0007")
    yield page
    context.close()


LOAD = """address => new Promise(done => {
  window.taken = [];
  window.handbook = words => window.taken.push(words);
  const script = document.createElement("script");
  script.src = address;
  script.onload = script.onerror = () => done(window.taken);
  document.head.append(script);
})"""


def test_a_page_of_one_site_learns_nothing_of_another(neighbour: Page):
    assert neighbour.evaluate(LOAD, "/search/register.js") == [f"{CANARY} unit-U-0007"]
    assert neighbour.evaluate(LOAD, f"{INNER}/search/register.js") == []

    neighbour.evaluate(
        """address => new Promise(done => {
          const frame = document.createElement("iframe");
          frame.src = address;
          frame.onload = () => done();
          document.body.append(frame);
        })""",
        f"{INNER}/cadres/C-00001.html",
    )
    frame = neighbour.frames[-1]
    assert frame != neighbour.main_frame
    assert CANARY not in frame.content()


@pytest.fixture
def real_site(office: Office, site_folder: Path) -> Iterator[None]:
    """Put a whole site in the place of the one the other tests read."""
    folder = office.place.sites / "internal"
    release = folder / "releases" / "000002"
    if not release.exists():
        shutil.copytree(site_folder, release)
    _switch(folder, "releases/000002")
    yield
    _switch(folder, "releases/000001")


def _switch(folder: Path, to: str) -> None:
    (folder / "next").symlink_to(to)
    (folder / "next").replace(folder / "current")


@pytest.mark.usefixtures("real_site")
def test_a_whole_site_works_behind_the_login(page: Page):
    complaints: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
    sign_in(page, f"{INNER}/units/U-0001.html", "inner")
    expect(page.locator("h1").first).to_contain_text("栖川市发展规划局")
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("gqh")
    expect(page.get_by_role("option").first).to_contain_text("顾清禾")
    page.get_by_role("option").first.click()
    expect(page.locator("h1").first).to_contain_text("顾清禾")
    page.goto(f"{INNER}/units/U-9999.html")
    expect(page.locator("h1").first).to_have_text("没有这一页")
    assert hosts == {"handbook.example.org"}
    assert [text for text in complaints if "404" not in text and "ERR_ABORTED" not in text] == []
