"""Where the data stands, in a real browser: the foot, old data, the row of the sheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from handbook.standing import ROWS_FILE, STANDING_FILE

pytestmark = pytest.mark.browser

DAY = "2026-06-30"
TOLD = {
    "as_of": DAY, "pulled_at": f"{DAY}T08:10:00+08:00", "data": "0a1b2c3d", "guidance": "11112222",
    "build": "deadbeef", "audience": "org", "sample": False,
    "after": 72,
    "words": "数据取自 {pulled} · 数据版本 {data} · 指南版本 {guidance} · 构建 {build}",
    "stale": "已经 {days} 天没有更新，上一次是 {time}",
}  # fmt: skip
SHEET = "https://docs.google.com/spreadsheets/d/1AbC/edit#gid=7"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Give one page for all tests."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def show(page: Page, site: str, now: str, address: str = "C-00001", **told: object) -> None:
    """Open the page of a cadre as an editor would have it, at a given moment."""
    page.unroute_all()
    page.clock.set_fixed_time(now)
    page.route(f"**/{STANDING_FILE}", lambda route: route.fulfill(json=TOLD | told))
    page.route(f"**/{ROWS_FILE}", lambda route: route.fulfill(json={"cadres": {"C-00001": 12}}))
    page.route("**/cadres/C-*.html", lambda route: _with_link(route, address))
    page.goto(f"{site}cadres/{address}.html")
    page.locator("[data-standing]").wait_for()


def _with_link(route: Route, address: str) -> None:
    response = route.fetch()
    link = f'<a href="{SHEET}" data-row="cadres/{address}">在表格里打开这一行</a>'
    route.fulfill(
        response=response, body=response.text().replace("</article>", f"{link}</article>")
    )


def test_the_foot_says_what_was_read_and_built(page: Page, site: str) -> None:
    show(page, site, f"{DAY}T12:00:00+08:00")
    foot = page.locator("[data-standing]").inner_text()
    assert (
        foot
        == "数据取自 2026年6月30日 08:10 · 数据版本 0a1b2c3d · 指南版本 11112222 · 构建 deadbeef"
    )


@pytest.mark.parametrize(
    ("now", "told", "is_stale"),
    [
        pytest.param("2026-07-03T08:00:00+08:00", {}, False, id="72 hours less ten minutes"),
        pytest.param("2026-07-03T09:20:00+08:00", {}, True, id="73 hours"),
        pytest.param(
            "2026-07-03T09:20:00+08:00", {"pulled_at": ""}, False, id="never pulled, 58 h"
        ),
        pytest.param("2026-07-04T02:00:00+08:00", {"pulled_at": ""}, True, id="never pulled, 74 h"),
        pytest.param("2026-09-01T00:00:00+08:00", {"sample": True}, False, id="made-up data"),
    ],
)
def test_old_data_is_said(
    page: Page, site: str, now: str, told: dict[str, object], *, is_stale: bool
) -> None:
    show(page, site, now, **told)
    banner = page.locator("article > .hb-stale[role=status]")
    assert banner.count() == int(is_stale)
    if is_stale:
        assert "已经 3 天没有更新" in banner.inner_text()


@pytest.mark.parametrize(
    ("address", "place"), [("C-00001", "&range=A12:Z12"), ("C-00002", "")], ids=["known", "unknown"]
)
def test_an_editor_is_led_to_the_row(page: Page, site: str, address: str, place: str) -> None:
    show(page, site, f"{DAY}T12:00:00+08:00", address)
    page.route("https://docs.google.com/**", lambda route: route.fulfill(body="ok"))
    page.locator("a[data-row]").click()
    page.wait_for_url(SHEET + place)
    assert page.url == SHEET + place


def test_without_scripts_the_foot_still_tells_the_day(chromium: Browser, demo: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo + "cadres/C-00024.html")
    assert "数据截至" in page.locator(".hb-source").inner_text()
    assert not page.locator("[data-standing]").is_visible()
    page.get_by_role("link", name="发布说明").first.click()
    assert "构建编号" in page.locator("article").inner_text()
    context.close()
