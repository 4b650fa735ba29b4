"""Directories in a real browser: filters, the state in the address, sorting, nothing found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

from looking_over import EVERY_LOOK, FEW_LOOKS, Looks, look_over
from page_kinds import until

pytestmark = pytest.mark.browser

CADRES = "cadres/index.html"
POSTINGS = "postings/index.html"
DATES = "postings/on-a-date.html"


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """Give one page for all tests."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def scriptless(chromium: Browser) -> Iterator[Page]:
    """Give one page for all tests without scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@contextmanager
def opened(window: Page, url: str, width: int = 1280) -> Iterator[Page]:
    """Open a page afresh, and fail if it throws."""
    thrown: list[Error] = []

    def note(error: Error) -> None:
        thrown.append(error)

    window.on("pageerror", note)
    window.emulate_media(media="screen")
    window.set_viewport_size({"width": width, "height": 800})
    if window.url.partition("#")[0] == url.partition("#")[0]:
        window.goto("about:blank")  # another state of the page one is on would be the same page
    window.goto(url)
    try:
        yield window
    finally:
        window.unroute_all()
        window.remove_listener("pageerror", note)
    assert thrown == []


@pytest.fixture
def cadres(window: Page, demo: str) -> Iterator[Page]:
    """The directory of cadres."""
    with opened(window, demo + CADRES) as page:
        yield page


def rows(page: Page) -> Locator:
    return page.locator(".hb-results tbody tr")


def column(page: Page, label: str) -> list[str]:
    return page.locator(f".hb-results td[data-label='{label}']").all_inner_texts()


def count(page: Page) -> int:
    """Give the number that is announced, once it is and all rows of the first page stand there."""
    status = page.locator("form [role=status]")
    expect(status).to_have_text(re.compile(r"^共 \d+ "))
    found = re.search(r"\d+", status.inner_text())
    assert found is not None
    expect(rows(page)).to_have_count(min(int(found[0]), 100))
    return int(found[0])


def test_conditions_hold_together(cadres: Page) -> None:
    cadres.get_by_label("接收单位").fill("镇")
    receiving = count(cadres)
    cadres.get_by_label("状态").select_option("active")
    both = count(cadres)

    assert 0 < both < receiving
    expect(rows(cadres)).to_have_count(both)
    assert all("镇" in text for text in column(cadres, "接收单位"))
    assert set(column(cadres, "状态")) == {"在挂"}
    expect(cadres.locator("[data-whole]")).to_be_hidden()


@pytest.mark.parametrize(
    ("label", "typed"),
    [
        pytest.param("姓名", "顾", id="part of a name"),
        pytest.param("姓名", "C-0000", id="part of a number"),
        pytest.param("接收单位", "城管第二", id="short name of a unit"),
        pytest.param("接收单位", "Ｕ－００", id="number in full width"),
    ],
)
def test_words_find_names_short_names_and_numbers(cadres: Page, label: str, typed: str) -> None:
    cadres.get_by_label(label, exact=True).fill(typed)

    assert count(cadres) > 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("guqinghe", "顾清禾", id="pinyin"),
        pytest.param("gu qing he", "顾清禾", id="pinyin in words"),
        pytest.param("gqh", "顾清禾", id="initials"),
        pytest.param("qinghe", "顾清禾", id="pinyin of the given name"),
        pytest.param("GuQH", "顾清禾", id="mixed"),
        pytest.param("tran minh loc", "Trần Minh Lộc", id="Vietnamese without marks"),
        pytest.param("tml", "Trần Minh Lộc", id="Vietnamese initials"),
        pytest.param("minh loc", "Trần Minh Lộc", id="Vietnamese given name"),
        pytest.param("顾清", "顾清禾", id="two characters"),
    ],
)
def test_names_are_found_as_the_search_box_finds_them(
    cadres: Page, typed: str, expected: str
) -> None:
    cadres.get_by_label("姓名", exact=True).fill(typed)

    assert count(cadres) > 0
    assert expected in rows(cadres).locator("th").all_inner_texts()


def test_a_person_stands_once_and_a_posting_each_time(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#all=1") as page:
        people = count(page)
    with opened(window, demo + POSTINGS + "#all=1") as page:
        postings = count(page)

    assert (people, postings) == (303, 226)


def test_the_address_keeps_everything(cadres: Page) -> None:
    cadres.get_by_label("状态").select_option("active")
    cadres.get_by_label("接收单位").fill("镇 岚屿")
    cadres.get_by_role("button", name="止").click()
    found = count(cadres)
    names = rows(cadres).locator("th").all_inner_texts()
    address = cadres.url
    cadres.goto("about:blank")
    cadres.goto(address)

    assert "?" not in address
    assert count(cadres) == found
    assert rows(cadres).locator("th").all_inner_texts() == names
    expect(cadres.get_by_label("接收单位")).to_have_value("镇 岚屿")
    expect(cadres.get_by_label("状态")).to_have_value("active")


def test_the_way_back_leads_to_the_answer(cadres: Page) -> None:
    cadres.get_by_label("状态").select_option("active")
    found = count(cadres)
    rows(cadres).first.locator("th a").click()
    cadres.wait_for_url("**/cadres/C-*.html")
    cadres.go_back()

    assert count(cadres) == found


def test_further_conditions_stand_open_where_one_is_set(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#year=2025") as page:
        count(page)

        expect(page.get_by_label("年份")).to_be_visible()
        expect(page.get_by_label("年份")).to_have_value("2025")


def test_an_anchor_is_no_condition(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#content") as page:
        expect(page.locator("[data-whole]")).to_be_visible()
        expect(page.locator(".hb-results")).to_be_hidden()


def test_sorting_by_keyboard(window: Page, demo: str) -> None:
    with opened(window, demo + POSTINGS + "#status=active") as page:
        count(page)
        head = page.locator("[data-column=end]")
        page.locator("[data-column=start] button").focus()
        page.keyboard.press("Tab")
        expect(head.get_by_role("button")).to_be_focused()
        page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", "ascending")
        rising = column(page, "止")
        page.keyboard.press("Space")
        expect(head).to_have_attribute("aria-sort", "descending")
        expect(head.get_by_role("button")).to_be_focused()
        falling = column(page, "止")

        assert rising == sorted(rising)
        assert falling == sorted(falling, reverse=True)
        assert page.locator("[aria-sort]").count() == 1


def test_names_are_sorted_by_sound(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#sort=name") as page:
        count(page)

        assert rows(page).locator("th").all_inner_texts()[:2] == ["案例甲", "案例乙"]


def test_a_hundred_rows_at_a_time(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#all=1") as page:
        status = page.locator("form [role=status]")
        expect(status).to_have_text("共 303 人，列出第 1–100 条")
        expect(rows(page)).to_have_count(100)
        expect(page.get_by_role("button", name="上一页")).to_be_disabled()
        for _ in range(3):
            page.get_by_role("button", name="下一页").press("Enter")
        expect(status).to_have_text("共 303 人，列出第 301–303 条")
        expect(rows(page)).to_have_count(3)
        expect(page.get_by_role("button", name="下一页")).to_be_disabled()
        assert "page=4" in page.url


def test_a_later_answer_is_not_mixed_with_an_earlier_one(cadres: Page) -> None:
    cadres.get_by_label("状态").select_option("active")
    count(cadres)
    cadres.evaluate(
        """() => {
          const name = document.querySelector("form [name=name]");
          for (const typed of ["", "顾", "顾清禾"]) {
            name.value = typed;
            name.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }"""
    )
    cadres.wait_for_timeout(300)

    assert rows(cadres).count() == count(cadres)


def test_nothing_found_says_what_to_let_go(cadres: Page) -> None:
    cadres.get_by_label("状态").select_option("active")
    cadres.get_by_label("姓名").fill("zzzz")
    status = cadres.locator("form [role=status]")
    expect(status).to_have_text(
        "没有符合全部条件的记录。文字条件可以只写两三个字，也可以写简称或编号。"
    )
    expect(cadres.locator(".hb-results")).to_be_hidden()
    offer = cadres.get_by_role("button", name="去掉“姓名 zzzz”")
    told = re.search(r"共 (\d+) 人|：(\d+)$", offer.inner_text())
    offer.press("Enter")

    assert told is not None
    assert count(cadres) == int(told[1] or told[2])
    expect(cadres.get_by_label("姓名")).to_be_focused()


def test_clearing_brings_the_whole_list_back(cadres: Page, demo: str) -> None:
    cadres.get_by_label("状态").select_option("active")
    count(cadres)
    cadres.get_by_role("button", name="清除条件").click()

    expect(cadres.locator("[data-whole]")).to_be_visible()
    expect(cadres.locator(".hb-results")).to_be_hidden()
    assert cadres.url == demo + CADRES


def test_who_was_in_post_on_a_date(window: Page, demo: str) -> None:
    with opened(window, demo + DATES) as page:
        page.get_by_label("日期").fill("2025-03-01")
        count(page)
        starts, ends = column(page, "起"), column(page, "止")

        assert starts
        assert all(start <= "2025-03-01" <= end for start, end in zip(starts, ends, strict=True))


def test_a_month_without_a_script_holds_who_was_in_post(
    window: Page, scriptless: Page, demo: str
) -> None:
    with opened(window, demo + DATES + "#day=2025-03-01") as page:
        count(page)
        asked = set(rows(page).locator("th").all_inner_texts())
    with opened(scriptless, demo + DATES) as page:
        page.get_by_role("link", name="2025-03").click()
        month = set(page.locator("tbody th[scope=row]").all_inner_texts())

    assert asked
    assert asked <= month


def test_everything_can_be_reached_without_a_script(scriptless: Page, demo: str) -> None:
    with opened(scriptless, demo + CADRES) as page:
        expect(page.locator("form[data-directory]")).to_be_hidden()
        links = page.locator(".hb-letters a").all()
        counts = [int(link.locator("small").inner_text()) for link in links]

        assert sum(counts) == 303
    with opened(scriptless, demo + POSTINGS) as page:
        counts = [int(each) for each in page.locator(".hb-letters small").all_inner_texts()]
        page.get_by_role("link", name="2025 年结束").click()

        assert sum(counts) == 226
        assert page.locator("tbody tr").count() == 92


def test_nothing_is_loaded_before_the_form_is_touched(chromium: Browser, demo: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(demo)))
    page.goto(demo + CADRES, wait_until="networkidle")
    before = [each for each in asked if each.startswith("directory/")]
    page.get_by_label("姓名").focus()
    until(page, "window.handbookDirectory")

    assert before == []
    assert [each for each in asked if each.startswith("directory/")] == ["directory/people.js"]
    page.close()


def test_missing_data_is_told_and_tried_again(cadres: Page) -> None:
    cadres.route("**/directory/people.js", lambda route: route.abort())
    cadres.get_by_label("状态").select_option("active")
    expect(cadres.locator("form [role=status]")).to_have_text("数据没有读到，请刷新页面再试。")
    cadres.unroute("**/directory/people.js")
    cadres.get_by_role("button", name="列出").click()

    assert count(cadres) > 0


def test_it_works_in_a_folder_without_a_server(window: Page, demo_folder: Path) -> None:
    with opened(window, (demo_folder / CADRES).as_uri() + "#status=active") as page:
        assert count(page) > 0
        page.get_by_label("接收单位").fill("镇")

        assert count(page) > 0
        assert "host=" in page.url


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-Hans", "2025-07-03"), ("vi", "03/07/2025"), ("en", "3 Jul 2025")],
)
def test_days_are_written_as_readers_do(
    window: Page, demo: str, language: str, expected: str
) -> None:
    with opened(window, "about:blank") as page:
        page.route(
            f"**/{CADRES}",
            lambda route: route.fulfill(
                response=(found := route.fetch()),
                body=found.text().replace('lang="zh-Hans"', f'lang="{language}"', 1),
            ),
        )
        page.goto(demo + CADRES + "#name=冉溪帆&sort=start")
        page.wait_for_selector(".hb-results tbody tr")
        days = page.locator(".hb-results time").all_inner_texts()

        assert expected in days


def test_text_of_the_register_stays_text(cadres: Page) -> None:
    cadres.route(
        "**/directory/people.js",
        lambda route: route.fulfill(
            response=(found := route.fetch()),
            body=found.text().replace("顾清禾", "<img src=x onerror=alert(1)>"),
        ),
    )
    cadres.get_by_label("姓名").fill("onerror")

    assert count(cadres) == 1
    assert rows(cadres).locator("th").all_inner_texts() == ["<img src=x onerror=alert(1)>"]
    assert cadres.locator(".hb-results img").count() == 0


STATES = [
    pytest.param(CADRES, FEW_LOOKS, id="cadres"),
    pytest.param(CADRES + "#year=2025&sort=-end", EVERY_LOOK, id="answer"),
    pytest.param(CADRES + "#name=zzzz&status=active", FEW_LOOKS, id="nothing found"),
    pytest.param(POSTINGS, FEW_LOOKS, id="postings"),
    pytest.param("postings/2025.html", FEW_LOOKS, id="a year"),
    pytest.param(DATES, FEW_LOOKS, id="dates"),
    pytest.param("postings/month-2025-03.html", FEW_LOOKS, id="a month"),
    pytest.param("units/index.html#level=county", FEW_LOOKS, id="units"),
    pytest.param("units/by-cluster.html", FEW_LOOKS, id="clusters"),
    pytest.param("units/tree.html", FEW_LOOKS, id="tree"),
]


@pytest.mark.parametrize(("address", "looks"), STATES)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    window: Page, demo: str, address: str, looks: Looks
) -> None:
    with opened(window, demo + address) as page:
        if "zzzz" in address:
            expect(page.locator("form [role=status]")).not_to_be_empty()
        elif "=" in address:
            count(page)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
        assert look_over(page, looks) == []


def test_buttons_and_fields_are_large_enough_for_a_finger(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#all=1", 320) as page:
        count(page)
        things = page.locator("form[data-directory] :is(input, select, button), thead button")
        boxes = [each.bounding_box() for each in things.all() if each.is_visible()]
        sizes = [(box["width"], box["height"]) for box in boxes if box]

        assert len(sizes) >= 10
        assert all(min(size) >= 24 for size in sizes)


def test_paper_repeats_the_heads_and_leaves_the_form_out(window: Page, demo: str) -> None:
    with opened(window, demo + CADRES + "#status=active") as page:
        count(page)
        page.emulate_media(media="print")

        expect(page.locator(".hb-directory__fields").first).to_be_hidden()
        expect(page.locator("form [role=status]")).to_be_visible()
        head = page.locator(".hb-sortable thead")
        assert head.evaluate("(each) => getComputedStyle(each).display") == "table-header-group"
