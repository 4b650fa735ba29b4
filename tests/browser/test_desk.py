"""The desk in a real browser: by keyboard and by mouse, without scripts, and for strangers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

import ledger_files
from desks import Asking, listening, xlsx_of
from handbook.desk.jobs import Jobs
from handbook.desk.session import Desk
from looking_over import violations
from small_workbooks import POSTING, workbook

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)>"
BROKEN = POSTING | {"end_planned": "2026-02-30", "status": MARKUP}
UNNUMBERED = POSTING | {"posting_id": "", "cadre_id": "C-00002"}
SOMEBODY = "http://127.0.0.1:9/page.html"
PATIENCE_MS = 90_000  # another process has to start; nothing is waited for longer than it takes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Let a desk listen whose work is done at once."""
    with listening(tmp_path_factory.mktemp("desk") / "work") as running:
        yield running


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a register with a day that does not exist, a row without an id, and markup."""
    folder = tmp_path_factory.mktemp("register")
    content = xlsx_of(workbook(postings=[BROKEN, UNNUMBERED]), folder)
    (folder / "台账.xlsx").write_bytes(content)
    return folder / "台账.xlsx"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="zh-CN")
    yield context
    context.close()


def enter(context: BrowserContext, desk: Desk) -> Page:
    """Open the desk as a double click does."""
    desk.open_again()
    page = context.new_page()
    page.goto(desk.folder.opening.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("先选一份表")
    return page


def tab_to(page: Page, name: str) -> None:
    """Press the tabulator until something of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("(document.activeElement.innerText || '').trim()")
        if words == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_a_register_is_checked_and_mended_by_keyboard_alone(
    context: BrowserContext, desk: Desk, register: Path
) -> None:
    page = enter(context, desk)
    page.get_by_label("把登记表或者旧台账拖到这里，或者选一个文件").set_input_files(register)
    tab_to(page, "检查")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("台账.xlsx 的检查结果")
    assert page.locator(".picture .marked").first.is_visible()
    tab_to(page, "其他的事")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("台账.xlsx")
    tab_to(page, "补编号")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有编号的行")
    page.get_by_label("先不定").first.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    tab_to(page, "只写勾了“采纳”的")
    page.keyboard.press("Enter")
    expect(page.locator(".sentence")).to_contain_text("已写进 1 处")


def test_a_dropped_file_is_taken_like_a_chosen_one(
    context: BrowserContext, desk: Desk, register: Path
) -> None:
    page = enter(context, desk)
    data = page.evaluate_handle(
        """bytes => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "拖来的.xlsx")); return data; }""",
        list(register.read_bytes()),
    )
    page.locator("form.drop").dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_role("heading", level=1)).to_contain_text("拖来的.xlsx 的检查结果")


def test_markup_in_a_cell_does_nothing(context: BrowserContext, desk: Desk, register: Path) -> None:
    page = enter(context, desk)
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.locator("#files").set_input_files(register)
    page.get_by_role("button", name="检查").click()
    shown = page.locator(".picture mark", has_text=MARKUP).first
    expect(shown).to_be_visible()
    shown.hover()
    shown.click()
    assert page.locator("main img").count() == 0
    assert opened == []


def test_long_work_shows_how_far_it_is_and_can_be_stopped(
    context: BrowserContext, tmp_path: Path
) -> None:
    with listening(tmp_path / "work", Jobs()) as real:
        page = enter(context, real)
        page.get_by_role("button", name="写演示登记表").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="不做了").click()
        expect(page.locator(".sentence")).to_have_text("已经停下，登记表没有改动。")
        page.get_by_role("link", name="回到工作台").click()
        page.get_by_role("button", name="写空白登记表").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("register.xlsx 的检查结果", timeout=PATIENCE_MS)


def test_everything_is_there_without_scripts(
    chromium: Browser, tmp_path: Path, register: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    with listening(tmp_path / "work", Jobs()) as real:
        page = enter(context, real)
        page.locator("#files").set_input_files(register)
        page.get_by_role("button", name="检查").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("台账.xlsx 的检查结果", timeout=PATIENCE_MS)
    context.close()


# Strangers


def test_another_page_of_this_browser_gets_nothing_even_with_the_address(
    context: BrowserContext, desk: Desk
) -> None:
    home = f"http://127.0.0.1:{desk.port}/{desk.keys.path}/zh/"
    form = f'<form method="post" action="{home}begin/demo" target="f"><button>x</button></form>'
    body = f'<meta charset="utf-8"><iframe name="f" src="{home}"></iframe>{form}'
    context.route(SOMEBODY, lambda route: route.fulfill(body=body, content_type="text/html"))
    before = len(desk.jobs.newest_first())
    page = context.new_page()
    page.goto(SOMEBODY)
    page.get_by_role("button").click()
    page.wait_for_load_state("networkidle")
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("home => fetch(home).then(each => each.text())", home)
    for frame in page.frames[1:]:
        assert "登记表" not in frame.content()
    assert len(desk.jobs.newest_first()) == before


def test_a_name_that_leads_to_this_machine_is_not_ours(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with pytest.raises(Error, match="ERR_HTTP_RESPONSE_CODE_FAILURE"):  # nothing but its number
        page.goto(f"http://rebound.localhost:{desk.port}/{desk.keys.path}/zh/")
    context.close()


# The site, at an origin of its own


def test_the_site_is_read_at_another_origin_and_finds_people(
    context: BrowserContext, desk: Desk, site_folder: Path
) -> None:
    shutil.copytree(site_folder, desk.folder.sites / "internal", dirs_exist_ok=True)
    page = context.new_page()
    said: list[str] = []
    page.on("response", lambda answer: said.append(answer.url) if not answer.ok else None)
    page.goto(f"{desk.site_address}internal/index.html")
    page.keyboard.press("/")
    page.keyboard.type("顾清禾")
    expect(page.locator(".hb-search__result").first).to_contain_text("顾清禾")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("顾清禾")
    assert [each for each in said if "publication.json" not in each] == []  # of no release
    assert f":{desk.port}/" not in page.url


# How it looks


@pytest.fixture(scope="module")
def pages(desk: Desk, register: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Bring every kind of page about; give name → path."""
    asking = Asking(desk)
    ledger = ledger_files.load("13-messy").write(tmp_path_factory.mktemp("ledger"))
    asking.desk.folder.prepare()
    made: dict[str, str] = {"home": "", "lost": "jobs/9999", "refused": "register?file=gone.xlsx"}

    def job(name: str) -> None:
        made[name] = f"jobs/{desk.jobs.newest_first()[0].number}"

    asking.send("take", ("样子.xlsx", register.read_bytes()))
    job("found")
    made["register"] = "register?file=样子.xlsx"
    asking.send("take", ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    job("failed")
    asking.post("do/number", {"file": "样子.xlsx"})
    job("to decide")
    asking.post(f"{made['to decide']}/decide", {"rest": "yes"})
    job("done")
    asking.post("do/annotate", {"file": "样子.xlsx"})
    job("written")
    asking.post("do/remind", {"file": "样子.xlsx"})
    job("reminded")
    asking.send("ledger", ("旧台账.xlsx", ledger.read_bytes()))
    job("draft")
    asking.post(f"{made['draft']}/import")
    job("imported")
    return made


NAMES = (
    "home", "lost", "refused", "found", "register", "failed", "to decide", "done", "written",
    "reminded", "draft", "imported",
)  # fmt: skip


LOOKS = (
    ("zh", 360, "light"), ("zh", 1280, "dark"), ("vi", 360, "dark"), ("vi", 1280, "light"),
)  # fmt: skip
"""Each language, width and scheme of colours with each other one."""


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """Give one page for all that is looked over."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_at_any_width_in_either_colours(
    window: Page, desk: Desk, pages: dict[str, str], name: str
) -> None:
    found: list[str] = []
    for language, width, scheme in LOOKS:
        window.set_viewport_size({"width": width, "height": 800})
        window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        window.goto(f"http://127.0.0.1:{desk.port}/{desk.keys.path}/{language}/{pages[name]}")
        found += [f"{language} {width} {scheme}: {each}" for each in violations(window)]
        if window.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{language} {width}: wider than the window")
    assert found == []
