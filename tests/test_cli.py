"""The command line: what it prints and what it exits with."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.saving import save_csv_folder
from handbook.workbook import Workbook
from small_workbooks import POSTING, workbook

TODAY = "2026-06-30"
BROKEN = POSTING | {"end_planned": "2026-02-30", "title": "::error::<b>标记</b>"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    return saved(workbook(postings=[BROKEN]), tmp_path)


def saved(book: Workbook, folder: Path) -> str:
    save_csv_folder(book, folder / "register")
    return str(folder / "register")


def test_a_clean_register_exits_with_0(tmp_path: Path) -> None:
    result = run("check", saved(workbook(), tmp_path), "--as-of", TODAY)
    assert result.exit_code == 0
    assert "SRC102" in result.output
    assert "错误 0" in result.output


def test_an_error_exits_with_10(broken: str) -> None:
    result = run("check", broken, "--as-of", TODAY)
    assert result.exit_code == 10
    assert "错误[CEL303]" in result.output


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "错误[CEL303]"), ("vi", "lỗi[CEL303]"), ("en", "error[CEL303]")],
)
def test_the_report_speaks_three_languages(broken: str, language: str, expected: str) -> None:
    assert expected in run("check", broken, "--as-of", TODAY, "--lang", language).output


def test_json_counts_from_1_and_has_fixed_keys(broken: str) -> None:
    content = json.loads(run("check", broken, "--as-of", TODAY, "--format", "json").output)
    assert content["version"] == 1
    assert content["counts"] == {"error": 1, "warning": 0, "info": 2}
    finding = next(each for each in content["findings"] if each["code"] == "CEL303")
    assert (finding["cell"], finding["row"], finding["column"]) == ("postings!G2", 2, 7)
    assert finding["params"]["value"] == "2026-02-30"
    assert len({tuple(each) for each in content["findings"]}) == 1


@pytest.mark.parametrize("style", ["github", "markdown"])
def test_logs_never_repeat_a_cell(broken: str, style: str) -> None:
    output = run("check", broken, "--as-of", TODAY, "--format", style).output
    assert "CEL303" in output
    assert "S-0001" in output
    assert "2026-02-30" not in output


def test_a_hostile_title_cannot_start_a_workflow_command(tmp_path: Path) -> None:
    book = workbook(postings=[POSTING | {"end_planned": "x", "posting_id": "S-1\n::error::的"}])
    output = run("check", saved(book, tmp_path), "--as-of", TODAY, "--format", "github").output
    lines = output.splitlines()
    assert lines
    assert all(line.startswith(("::error title=", "::warning title=", "::notice title="))
               for line in lines)  # fmt: skip
    assert "::error::的" not in output


def test_a_class_above_the_readers_is_left_out(tmp_path: Path) -> None:
    cadre = {"cadre_id": "C-00001", "name": "顾清禾", "birth_ym": "1991-13"}
    source = saved(workbook(cadres=[cadre]), tmp_path)
    everything = run("check", source, "--as-of", TODAY).output
    for_readers = run("check", source, "--as-of", TODAY, "--audience", "internal").output
    assert "1991-13" in everything
    assert "CEL303" not in for_readers


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["check", "no-such-file.xlsx"], "no-such-file.xlsx", id="no file"),
        pytest.param(["explain", "POL-R999"], "POL-R999", id="no such code"),
    ],
)
def test_what_a_person_can_put_right_is_one_sentence_and_exit_2(
    arguments: list[str], expected: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert expected in result.output
    assert "Traceback" not in result.output


def test_the_sentence_comes_in_the_language_asked_for() -> None:
    assert "There is no code" in run("explain", "POL-R999", "--lang", "en").output


def test_explain_prints_the_page_of_a_rule() -> None:
    output = run("explain", "pol-r34").output
    assert output.startswith("POL-R34 同一人的挂职时间重叠\n\n")
    assert "用到“挂职”表的列：批次、干部、计划开始" in output
    assert "期限与延长 › 同一时间只在一处" in output


def test_build_stops_with_10_and_says_why(tmp_path: Path) -> None:
    book = workbook()
    book = Workbook(book.sheets[1:], book.manifest)
    result = run(
        "build", "--source", saved(book, tmp_path), "--output", str(tmp_path / "site"),
        "--history", str(tmp_path / "history"),
    )  # fmt: skip
    assert result.exit_code == 10
    assert "SRC101" in result.output
    assert not (tmp_path / "site").exists()


def test_build_says_what_it_wrote(tmp_path: Path) -> None:
    result = run(
        "build", "--source", saved(workbook(), tmp_path), "--output", str(tmp_path / "site"),
        "--history", str(tmp_path / "history"), "--as-of", TODAY,
    )  # fmt: skip
    assert result.exit_code == 0
    assert "网站已生成" in result.output
    assert (tmp_path / "site" / "cadres" / "C-00001.html").is_file()
    assert len(list((tmp_path / "history").rglob("*.json.gz"))) == 1


_FIRST = "1FirstSpreadsheetOfTheRegister"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            ["check", "https://docs.google.com/document/d/1AbcAbcAbcAbcAbcAbcAbc/edit"],
            "“https://docs.google.com/document/d/1AbcAbcAbcAbcAbcAbcAbc/edit”不是 Google 表格",
            id="an address of something else",
        ),
        pytest.param(
            ["annotate", _FIRST, "--restricted", "register.xlsx"],
            "“register.xlsx”不是 Google 表格",
            id="a second spreadsheet that is none",
        ),
        pytest.param(
            ["annotate", _FIRST, "--restricted", _FIRST], "同一份表格", id="the same one twice"
        ),
        pytest.param(["annotate"], "没有说是哪份登记表", id="nothing to annotate"),
        pytest.param(["sheet", "plan"], "没有说是哪份登记表", id="nothing to plan for"),
        pytest.param(["watch"], "没有说是哪份登记表", id="nothing to watch"),
        pytest.param(["watch", "register.xlsx"], "“register.xlsx”不是 Google", id="a file"),
    ],
)
def test_a_register_that_is_not_named_well_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: str
) -> None:
    monkeypatch.delenv("HANDBOOK_SPREADSHEET", raising=False)
    result = run(*arguments)
    assert result.exit_code == 2
    assert expected in result.output


def test_an_interruption_is_no_bug() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    group = type(main)("handbook", commands={"wait": click.Command("wait", callback=interrupt)})
    result = CliRunner().invoke(group, ["wait"])
    assert (result.exit_code, result.output.strip()) == (130, "")
