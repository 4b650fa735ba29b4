"""Telling the check that the sheet has changed: once, in plain words, without any cell text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from menu_scripts import CADRES, SETTINGS, Json, Script, fresh, page_with_scripts, tab

pytestmark = pytest.mark.browser

CANARY = "顾清禾-CANARY"


@pytest.fixture(scope="module")
def loaded(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium) as page:
        yield page


@pytest.fixture
def script(loaded: Page) -> Script:
    return fresh(loaded)


def test_the_check_is_started_by_a_notice_without_any_cell_text(script: Script):
    script.put(sheets=[tab(CANARY, [CANARY, CANARY], [CANARY, "顾清禾"], gid=77)])
    script.call("checkNow")
    [[url, options]] = script.logged("fetch")
    assert url == "https://api.github.com/repos/qichuan/handbook/dispatches"
    assert json.loads(options["payload"]) == {
        "event_type": "sheet-changed",
        "client_payload": {
            "spreadsheet": "stand-in-spreadsheet",
            "sheet": 77,
            "time": "2026-06-30T08:00:00.000Z",
        },
    }
    assert options["headers"]["Authorization"] == "Bearer T-CANARY"
    assert "T-CANARY" not in url + options["payload"]
    assert CANARY not in json.dumps([url, options], ensure_ascii=False)
    assert script.logged("alert") == [["已经通知检查程序。几分钟以后，结果写在“检查结果”表里。"]]


@pytest.mark.parametrize(
    ("answers", "tries", "begins"),
    [
        pytest.param([204], 1, "已经通知", id="accepted"),
        pytest.param([503, 204], 2, "已经通知", id="accepted at the second try"),
        pytest.param(["no answer", 204], 2, "已经通知", id="answered at the second try"),
        pytest.param(["no answer", "no answer"], 2, "检查没有启动：连不上", id="unreachable"),
        pytest.param([401], 1, "检查没有启动：令牌无效", id="token expired"),
        pytest.param([403], 1, "检查没有启动：令牌没有", id="token without the right"),
        pytest.param([404], 1, "检查没有启动：找不到", id="unknown repository"),
        pytest.param([422], 1, "检查没有启动：GitHub 不接受", id="refused"),
        pytest.param([500, 500], 2, "检查没有启动：GitHub 的回答是 500", id="broken twice"),
        pytest.param([429, 429], 2, "检查没有启动：GitHub 的回答是 429", id="too many"),
    ],
)
def test_answers_are_told_in_plain_words(
    script: Script, answers: list[Json], tries: int, begins: str
):
    script.put(sheets=[tab("干部", CADRES)], answers=answers)
    script.call("checkNow")
    [[said]] = script.logged("alert")
    assert (len(script.logged("fetch")), said.startswith(begins)) == (tries, True)
    assert "T-CANARY" not in said


def test_nothing_is_sent_before_it_is_set_up(script: Script):
    script.put(sheets=[tab("干部", CADRES)], properties={})
    script.call("checkNow")
    script.call("installTriggers")
    script.call("noteChange", {"changeType": "EDIT"})
    assert script.logged("fetch") == []
    assert script.world("triggers") == []
    assert [text.startswith("还没有设置") for [text] in script.logged("alert")] == [True, True]


def test_many_edits_in_two_minutes_give_one_notice(script: Script):
    script.put(sheets=[tab("干部", CADRES, gid=5)])
    for _ in range(20):
        script.call("noteChange", {"changeType": "EDIT"})
        script.pass_seconds(5)
    assert script.logged("fetch") == []
    script.pass_seconds(60)
    assert script.call("runDueTriggers") == [""]
    assert len(script.logged("fetch")) == 1
    assert script.world("triggers") == []


def test_people_who_edit_at_the_same_instant_give_one_notice(script: Script):
    script.put(sheets=[tab("干部", CADRES)])
    script.page.evaluate("""() => {
      const original = LockService.getScriptLock;
      LockService.getScriptLock = () => {
        LockService.getScriptLock = original;
        noteChange({changeType: 'EDIT'}); // the other one was a moment quicker
        return original();
      };
      noteChange({changeType: 'EDIT'});
    }""")
    assert [each["handler"] for each in script.world("triggers")] == ["sendPending"]


def test_an_edit_after_the_notice_gives_another_one(script: Script):
    script.put(sheets=[tab("干部", CADRES)])
    for _ in range(2):
        script.call("noteChange", {"changeType": "INSERT_ROW"})
        script.pass_seconds(121)
        script.call("runDueTriggers")
    assert len(script.logged("fetch")) == 2


def test_an_edit_names_its_sheet_and_a_change_of_looks_is_no_edit(script: Script):
    script.put(sheets=[tab("干部", CADRES, gid=5), tab("挂职", ["挂职编号"], gid=6)])
    script.call("noteChange", {"changeType": "FORMAT"})
    assert script.world("triggers") == []
    script.page.evaluate("() => noteEdit({range: new StandInRange(world.sheets[1], 1, 1, 1, 1)})")
    script.pass_seconds(121)
    script.call("runDueTriggers")
    [[_, options]] = script.logged("fetch")
    assert json.loads(options["payload"])["client_payload"]["sheet"] == 6


def test_a_trigger_google_lost_does_not_silence_the_sheet_for_ever(script: Script):
    script.put(sheets=[tab("干部", CADRES)])
    script.call("noteChange", {"changeType": "EDIT"})
    script.put(triggers=[])
    script.pass_seconds(16 * 60)
    script.call("noteChange", {"changeType": "EDIT"})
    assert [each["handler"] for each in script.world("triggers")] == ["sendPending"]


def test_a_failed_notice_is_thrown_remembered_and_told_at_the_next_opening(script: Script):
    script.put(sheets=[tab("干部", CADRES)], answers=[401])
    script.call("noteChange", {"changeType": "EDIT"})
    script.pass_seconds(121)
    [thrown] = script.call("runDueTriggers")
    assert thrown == "检查没有启动：令牌无效或者过期了。请换一个新令牌（菜单里的“设置…”）。"
    script.call("onOpen")
    assert script.logged("toast") == [[f"上一次自动通知没有成功（2026-06-30 16:02）：{thrown}"]]
    script.call("checkNow")
    script.put(log=[])
    script.call("onOpen")
    assert script.logged("toast") == []


def test_numbers_given_out_are_announced_too(script: Script):
    script.put(sheets=[tab("干部", CADRES, ["", "顾清禾"])])
    script.call("numberThisSheet")
    assert [each["handler"] for each in script.world("triggers")] == ["sendPending"]


def test_triggers_installed_twice_are_there_once(script: Script):
    script.put(sheets=[tab("干部", CADRES)])
    script.call("installTriggers")
    script.call("installTriggers")
    assert [(each["handler"], each["kind"]) for each in script.world("triggers")] == [
        ("noteChange", "change"),
        ("noteEdit", "edit"),
    ]
    assert script.logged("alert") == [
        ["好了。以后改动表格两分钟以后，自动通知检查程序一次。"],
        ["已经装好了，没有重复安装。"],
    ]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        pytest.param({}, "", id="all right"),
        pytest.param({"token": ""}, "", id="token kept"),
        pytest.param({"handbook": ""}, "", id="no address"),
        pytest.param({"repository": "handbook"}, "badRepository", id="owner missing"),
        pytest.param({"repository": "a/b/../c"}, "badRepository", id="a path"),
        pytest.param({"repository": "a/b?c"}, "badRepository", id="a query"),
        pytest.param({"token": "T CANARY"}, "badToken", id="space in the token"),
        pytest.param(
            {"handbook": "javascript:alert(1)"}, "badHandbook", id="script for an address"
        ),
    ],
)
def test_settings_are_looked_over(script: Script, form: dict[str, str], problem: str):
    assert script.call("settingsProblem", SETTINGS | form) == problem


def test_settings_are_saved_from_their_window_and_the_token_never_shown(
    script: Script, chromium: Browser
):
    script.call("showSettings")
    html = script.world("page")
    assert "T-CANARY" not in html
    page = chromium.new_page()
    page.add_init_script("""window.google = {script: {run: {
      withSuccessHandler(done) { this.done = done; return this; },
      withFailureHandler() { return this; },
      saveSettings(form) { window.sent = form; this.done('已保存。'); },
    }}};""")
    page.goto("data:text/html,")
    page.set_content(html)
    page.get_by_label("GitHub 仓库").fill(" qichuan/register ")
    page.get_by_label("GitHub 访问令牌").fill("T-NEW")
    page.get_by_role("button", name="保存").click()
    sent = page.evaluate("() => window.sent")
    assert page.get_by_role("status").inner_text() == "已保存。"
    page.close()

    assert script.call("saveSettings", sent) == "已保存。"
    assert script.world("properties") == {
        "repository": "qichuan/register",
        "token": "T-NEW",
        "handbook": "https://example.org",
    }


def test_a_blank_token_keeps_the_old_one_and_a_mistake_saves_nothing(script: Script):
    script.call("saveSettings", SETTINGS | {"token": "", "handbook": ""})
    assert script.world("properties") == SETTINGS | {"handbook": ""}
    said = script.call("saveSettings", SETTINGS | {"repository": "handbook", "token": "T-NEW"})
    assert said.endswith("没有保存。")
    assert script.world("properties") == SETTINGS | {"handbook": ""}


def test_the_handbook_opens_by_a_link_whose_address_is_escaped(script: Script, chromium: Browser):
    address = "https://example.org/?a=1&b='\"><script>window.bad=1</script>"
    script.put(properties=SETTINGS | {"handbook": address})
    script.call("openHandbook")
    page = chromium.new_page()
    page.set_content(script.world("page"))
    link = page.get_by_role("link", name="在新窗口打开手册")
    assert link.get_attribute("href") == address
    assert page.evaluate("() => window.bad") is None
    page.close()


def test_about_says_when_the_check_was_last_told(script: Script):
    script.put(sheets=[tab("干部", CADRES)])
    script.call("showAbout")
    script.call("checkNow")
    script.call("showAbout")
    said = [text.splitlines()[-1] for [text] in script.logged("alert")]
    assert [said[0], said[2]] == ["还没有通知过。", "上一次通知：2026-06-30 16:00"]
