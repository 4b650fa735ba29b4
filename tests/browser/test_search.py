"""The search box: what is found, in which order, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from page_kinds import until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Give one reader for all tests."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page of the register with the search box open."""
    page = context.new_page()
    _open(page, site)
    yield page
    page.close()


@pytest.fixture(scope="module")
def asked(context: BrowserContext, site: str) -> Iterator[Page]:
    """One page whose search box is asked one thing after the other."""
    page = context.new_page()
    _open(page, site)
    yield page
    page.close()


def _open(page: Page, site: str) -> None:
    page.goto(site + "units/U-0001.html")
    page.keyboard.press("/")
    until(page, "window.handbookPages")


def _names(page: Page, typed: str, kind: str = "干部") -> list[str]:
    """Give the names found of one kind, in order."""
    page.locator("[role=combobox]").fill(typed)
    found = page.locator("[role=option]").evaluate_all(
        """all => all.map((each) => [".hb-search__kind", ".hb-search__name"]
          .map((part) => each.querySelector(part).textContent))"""
    )
    return [name for of, name in found if of == kind]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("C-00003", ["单若溪"], id="id"),
        pytest.param("c-00003", ["单若溪"], id="id in small letters"),
        pytest.param("Ｃ－００００３", ["单若溪"], id="id in full width"),
        pytest.param("3", ["单若溪"], id="number of an id"),
        pytest.param("顾清", ["顾清", "顾清禾"], id="whole name before longer ones"),
        pytest.param("清禾", ["顾清禾", "祁慕白"], id="given name before a post"),
        pytest.param("顾", ["顾清", "顾清禾"], id="surname"),
        pytest.param("予", ["陆予安"], id="one character of a name"),
        pytest.param("guqinghe", ["顾清禾"], id="pinyin in one word"),
        pytest.param("gu qing he", ["顾清禾"], id="pinyin in three words"),
        pytest.param("gqh", ["顾清禾"], id="initials"),
        pytest.param("gq", ["顾清", "顾清禾"], id="first initials"),
        pytest.param("guqh", ["顾清禾"], id="pinyin and initials mixed"),
        pytest.param("qinghe", ["顾清禾"], id="pinyin of the given name"),
        pytest.param("shanruoxi", ["单若溪"], id="surname read as one"),
        pytest.param("danruoxi", [], id="surname misread"),
        pytest.param("tran minh loc", ["Trần Minh Lộc"], id="Vietnamese without marks"),
        pytest.param("Lộc", ["Trần Minh Lộc"], id="Vietnamese given name"),
        pytest.param("tml", ["Trần Minh Lộc"], id="Vietnamese initials"),
        pytest.param("市发规局", ["顾清禾", "陆予安"], id="short name of the unit"),
        pytest.param("杏坞镇", ["单若溪", "顾清禾"], id="sent from or received by a unit"),
        pytest.param("镇长助理", ["顾清禾"], id="present title"),
        pytest.param("顾 发规局", ["顾清禾"], id="name and unit"),
        pytest.param("校长助理", [], id="title of a posting that is over"),
        pytest.param("<b>", [], id="markup"),
        pytest.param("\\", [], id="a backslash"),
    ],
)
def test_who_is_found(asked: Page, typed: str, expected: list[str]) -> None:
    assert _names(asked, typed) == expected


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        pytest.param("发规局", "单位", ["栖川市发展规划局"], id="unit by its short name"),
        pytest.param("fazhanguihuaju", "单位", ["栖川市发展规划局"], id="unit by sound"),
        pytest.param("qcsfzghj", "单位", ["栖川市发展规划局"], id="unit by its initials"),
        pytest.param("sfgj", "单位", ["栖川市发展规划局"], id="unit by short initials"),
        pytest.param("xing wu zhen", "单位", ["杏坞镇"], id="unit in three syllables"),
        pytest.param("thanh lo", "单位", ["Sở Nội vụ tỉnh Thanh Lộ"], id="Vietnamese unit"),
        pytest.param("下派", "项目", ["年轻干部下派锻炼"], id="programme"),
        pytest.param("第一批", "批次", ["2025年第一批"], id="batch"),
        pytest.param("R34", "规则", None, id="rule by its number"),
        pytest.param("2024-02-29", "文章", ["期限与延长 › 期限怎么算"], id="text of an article"),
    ],
)
def test_what_else_is_found(asked: Page, typed: str, kind: str, expected) -> None:
    names = _names(asked, typed, kind)
    assert names == expected if expected else len(names) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("", "可以写姓名", id="nothing typed"),
        pytest.param("gqh", "共 1 条", id="one found"),
        pytest.param("zzzz", "没有找到。请换一种写法", id="none found"),
    ],
)
def test_the_count_is_announced(asked: Page, typed: str, said: str) -> None:
    asked.get_by_role("combobox").fill(typed)

    assert asked.get_by_role("status").inner_text().startswith(said)


def test_end_to_end_by_keyboard(page: Page, site: str) -> None:
    page.keyboard.type("gq")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", "search-result-0")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-result-1")
    expect(page.locator("#search-result-1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(site + "cadres/C-00001.html")

    expect(page.locator("main h1")).to_contain_text("顾清禾")


def test_the_arrows_go_round(page: Page) -> None:
    page.keyboard.type("gq")
    page.keyboard.press("ArrowUp")
    last = page.get_by_role("option").count() - 1

    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", f"search-result-{last}"
    )


def test_escape_closes_and_gives_the_focus_back(page: Page) -> None:
    page.keyboard.press("Escape")
    opener = page.locator("[data-search-open]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#search")).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_the_keys_that_open_it(page: Page, keys: str) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    page.keyboard.press(keys)

    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_slash_can_be_typed_into_the_box(page: Page) -> None:
    page.keyboard.type("a/b")

    expect(page.get_by_role("combobox")).to_have_value("a/b")


def test_the_mouse_opens_a_result(page: Page, site: str) -> None:
    page.keyboard.type("gqh")
    page.get_by_role("option").first.click()

    page.wait_for_url(site + "cadres/C-00001.html")


def test_what_was_looked_for_is_marked(page: Page) -> None:
    page.keyboard.insert_text("清禾")

    assert page.locator("#search-result-0 mark").all_inner_texts() == ["清禾"]


def test_it_works_in_a_folder_without_a_server(chromium: Browser, site_folder: Path) -> None:
    page = chromium.new_page()
    page.goto((site_folder / "cadres" / "index.html").as_uri())
    page.keyboard.press("/")
    until(page, "window.handbookPages")
    page.keyboard.type("gqh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cadres/C-00001.html")

    assert page.locator("main h1").inner_text().startswith("顾清禾")
    page.close()


def test_nothing_is_loaded_before_it_is_opened(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site, wait_until="networkidle")

    assert [each for each in asked if each.startswith("search/")] == []
    page.close()


def test_missing_data_is_told(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    page.route("**/search/register.js", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")

    expect(page.get_by_role("status")).to_have_text("搜索数据没有读到，请刷新页面再试。")
    page.close()
