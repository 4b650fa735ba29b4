"""What a publishing run says where others read it: enough to act on, and nothing anybody typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from handbook.editions import Edition
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.links import sheet_links
from handbook.reporters import Report, report_github, report_markdown
from handbook.schema import LANGUAGES
from handbook.shared_logs import bare_traceback
from handbook.summaries import State, state_of_build, summary_markdown
from handbook.workbook import Manifest, Workbook
from small_workbooks import MESSAGES, SCHEMA, check, sheet, workbook

SPREADSHEET = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde"
NOW = datetime(2026, 6, 30, 9, 30, tzinfo=timezone(timedelta(hours=8)))
MANIFEST = Manifest(SPREADSHEET, pulled_at="2026-06-30T01:28:00+00:00", version="42")
LIVE = Edition("a", "b", date(2026, 6, 27), ("public",), ("zh",), "2026-06-27T09:00:00+08:00")

HOSTILE = [
    pytest.param("x\n::add-mask::secret", id="add-mask on a line of its own"),
    pytest.param("x\r::error::lies", id="carriage return"),
    pytest.param("x%0A::set-output name=a::b", id="escaped newline"),
    pytest.param("::stop-commands::token", id="command at the start"),
    pytest.param("x\u2028::warning::lies", id="line separator"),
    pytest.param("\x1b[31mred\x1b[0m", id="ANSI colour"),
    pytest.param("a,title=b:c", id="property of a command"),
    pytest.param("[x](javascript:alert(1))", id="Markdown link"),
    pytest.param("| a | b |", id="Markdown table"),
    pytest.param("<img src=x onerror=alert(1)>", id="HTML"),
    pytest.param("C-110101199001011237", id="id that is an identity number"),
    pytest.param("Ｃ-００００１", id="full-width id"),
]


def finding(
    code: str = "KEY404",
    severity: Severity = Severity.ERROR,
    record: str = "S-0001",
    cell: Cell | None = None,
    visibility: Visibility = Visibility.INTERNAL,
    text: str = "顾清和",
) -> Finding:
    """A finding about the cadre of a posting."""
    params = {"value": text, "sheet": text, "suggestion": text, "label": text}
    place = cell or Cell("postings", "挂职", 11, 2, "cadre_id")
    return Finding(code, place, record, severity, Party.HOME, visibility, params=params)


def report(*findings: Finding, language: str = "zh", **options) -> Report:
    return Report(findings, SCHEMA, MESSAGES, language, **options)


LINKS = {("", "挂职"): f"https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=7"}


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        pytest.param(
            Cell("postings", "挂职", 11, 8, "end_planned"),
            f"[挂职&#33;H11](https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=7&range=H11)",
            id="a cell",
        ),
        pytest.param(
            Cell("postings", "挂职", 11),
            f"[挂职&#33;11:11](https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=7&range=11:11)",
            id="a row",
        ),
        pytest.param(
            Cell("postings", "挂职"),
            f"[挂职](https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid=7)",
            id="a sheet",
        ),
        pytest.param(
            Cell("postings", "别处", 11, 8), "挂职&#33;H11", id="a sheet without a number"
        ),
        pytest.param(
            Cell("postings", "挂职", 11, 8, book="restricted"),
            "保密表格 挂职&#33;H11",
            id="the second book",
        ),
        pytest.param(Cell("", "食堂排班", 3, 2), "其他工作表&#33;B3", id="a sheet nobody knows"),
        pytest.param(Cell("", ""), "整个工作簿", id="the whole workbook"),
    ],
)
def test_a_place_links_to_its_cell(cell: Cell, link: str) -> None:
    row = report_markdown(report(finding(cell=cell), links=LINKS)).splitlines()[-1]
    assert row.split(" | ")[3] == link


def test_a_pulled_spreadsheet_has_links_and_its_second_one_has_none() -> None:
    sheets = (
        replace(sheet("挂职", [{"a": "b"}]), gid=7),
        replace(sheet("干部", [{"a": "b"}]), gid=0),
        replace(sheet("干部", [{"a": "b"}]), gid=3, book="restricted"),
        sheet("单位", [{"a": "b"}]),
    )
    base = f"https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit#gid="
    assert sheet_links(Workbook(sheets, MANIFEST)) == {
        ("", "挂职"): f"{base}7",
        ("", "干部"): f"{base}0",
    }


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param(Manifest("register.xlsx", version="3"), id="an Excel file"),
        pytest.param(Manifest(SPREADSHEET), id="a folder that is only called so"),
    ],
)
def test_what_does_not_stand_in_google_has_no_links(manifest: Manifest) -> None:
    assert sheet_links(Workbook((replace(sheet("挂职", [{"a": "b"}]), gid=7),), manifest)) == {}


def test_findings_are_counted_by_severity_and_by_code() -> None:
    told = [finding(), finding(record="S-0002"), finding("CEL301", Severity.ERROR)]
    lines = report_markdown(report(*told, finding("POL-R34", Severity.WARNING))).splitlines()
    assert lines[:7] == [
        "共 4 条：错误 3，警告 1，提示 0。",
        "",
        "| 代码 | 问题 | 条数 |",
        "| --- | --- | --- |",
        f"| KEY404 | {MESSAGES.name('KEY404', 'zh')} | 2 |",
        f"| CEL301 | {MESSAGES.name('CEL301', 'zh')} | 1 |",
        f"| POL-R34 | {MESSAGES.name('POL-R34', 'zh')} | 1 |",
    ]


def test_at_most_ten_annotations_are_given_errors_first() -> None:
    told = [finding("POL-R34", Severity.WARNING, f"S-{n:04}") for n in range(9)]
    told += [finding(record=f"S-{n:04}") for n in range(4)]
    lines = report_github(report(*told)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 4 + ["::warning"] * 6 + ["另有"]
    assert lines[-1] == "另有 3 条未列出。"
    assert lines[0] == f"::error title=KEY404 {MESSAGES.name('KEY404', 'zh')}::挂职!B11 S-0000"


def test_ten_findings_need_no_line_about_more() -> None:
    assert report_github(report(*[finding()] * 10)).count("\n") == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_above_the_class_are_in_no_count(language: str) -> None:
    secret = finding("POL-R34", visibility=Visibility.UNIT)
    for write in (report_github, report_markdown):
        limited = report(finding(), secret, language=language, limit=Visibility.INTERNAL)
        assert write(limited) == write(report(finding(), language=language))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_typed_reaches_a_log_or_a_summary(text: str, language: str) -> None:
    told = report(
        finding(record=text, text=text),
        finding("SRC103", Severity.INFO, "", Cell("", text, 3, 1), text=text),
        finding(cell=Cell("postings", text, 3, 1, "cadre_id"), text=text),
        language=language,
        labels={("postings", "cadre_id"): text},
    )
    summary = summary_markdown(told, State.STOPPED, MANIFEST, LIVE, NOW)
    log = report_github(told)
    plain = report(
        finding(record=""),
        finding("SRC103", Severity.INFO, "", Cell("", "x", 3, 1)),
        finding(cell=Cell("postings", "挂职", 3, 1, "cadre_id")),
        language=language,
    )
    assert (log, summary) == (
        report_github(plain),
        summary_markdown(plain, State.STOPPED, MANIFEST, LIVE, NOW),
    )
    assert re.findall(r"(?m)^::(\w+)", log) == ["error", "error", "notice"]
    assert "::" not in summary


@pytest.mark.parametrize(
    ("state", "live", "lines"),
    [
        pytest.param(
            State.PUBLISHED,
            None,
            ["**网站已重新生成，等待上线。**", "", "登记表取自 2026-06-30 09:28（2 分钟前）。"],
            id="published",
        ),
        pytest.param(
            State.UNCHANGED,
            LIVE,
            [
                "**登记表、程序和日期都没有变化，网站不必重新生成。**",
                "",
                "登记表取自 2026-06-30 09:28（2 分钟前）。",
                "网站上的内容截至 2026-06-27。",
                "网站的数据取自 2026-06-27 09:00（3 天前）。",
            ],
            id="nothing to publish",
        ),
        pytest.param(
            State.STOPPED,
            replace(LIVE, pulled_at="2026-06-29T20:00:00+08:00"),
            [
                "**登记表有必须先改的问题，网站没有更新，原来的内容保留。**",
                "",
                "登记表取自 2026-06-30 09:28（2 分钟前）。",
                "网站上的内容截至 2026-06-27。",
                "网站的数据取自 2026-06-29 20:00（13 小时前）。",
            ],
            id="stopped",
        ),
        pytest.param(
            State.FAILED,
            None,
            [
                "**运行中断，网站没有更新，原来的内容保留。请查看本次运行中标红的步骤。**",
                "",
                "登记表取自 2026-06-30 09:28（2 分钟前）。",
            ],
            id="broken off before the first time",
        ),
    ],
)
def test_the_summary_says_what_became_of_the_site(
    state: State, live: Edition | None, lines: list[str]
) -> None:
    summary = summary_markdown(report(), state, MANIFEST, live, NOW)
    assert summary == "\n".join([*lines, "", "没有发现问题。", ""])


def test_a_clock_that_is_behind_gives_no_negative_age() -> None:
    early = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
    assert "（0 分钟前）" in summary_markdown(report(), State.PUBLISHED, MANIFEST, None, early)


@pytest.mark.parametrize(
    ("exit_code", "state"),
    [
        pytest.param("0", State.PUBLISHED, id="built"),
        pytest.param("", State.UNCHANGED, id="not built at all"),
        pytest.param("10", State.STOPPED, id="stopped by findings"),
        pytest.param("11", State.REFUSED, id="refused by the gate"),
        pytest.param("1", State.FAILED, id="a bug of ours"),
        pytest.param("nonsense", State.FAILED, id="anything else"),
    ],
)
def test_the_state_follows_from_the_exit_code(exit_code: str, state: State) -> None:
    assert state_of_build(exit_code) is state


def test_a_real_check_is_summed_up_without_its_texts() -> None:
    checked = check(workbook(postings=[{"posting_id": "S-0001", "cadre_id": "顾清和"}]))
    told = Report(checked.findings, SCHEMA, MESSAGES, "zh")
    text = summary_markdown(told, State.PUBLISHED, MANIFEST, None, NOW) + report_github(told)
    assert "顾清和" not in text
    assert "S-0001" in text


def test_a_traceback_of_a_shared_log_has_places_and_no_words() -> None:
    def convert(text: str) -> int:
        try:
            return int(text)
        except ValueError as error:
            error.add_note(text)
            raise LookupError(text) from error

    with pytest.raises(LookupError) as caught:
        convert("".join(("顾", "清禾")))
    said = bare_traceback(caught.value)
    assert "顾清禾" not in said
    assert [line for line in said.splitlines() if not line.startswith((" ", "Traceback"))] == [
        "ValueError",
        "",
        "LookupError",
    ]
    assert "in convert" in said
