"""`handbook number`, `rows`, `remind`, `roster` and `weekly` as an office calls them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from builders import PROJECT
from handbook.cli import main
from handbook.export_record import load_exports
from handbook.saving import save_csv_folder
from handbook.site_folder import MARKER
from handbook.sources import pull
from small_workbooks import CADRES, POSTING, PROGRAMME, workbook

NEW = {"cadre_id": "", "name": "韩知远", "home_unit_id": "U-0001"}
ASKING = {
    **PROGRAMME,
    "report_cycle_months": "3",
    "checked_from": "2026-01-01",
    "rules_on": "全部",
}
REPORT = {
    "posting_id": "S-0001",
    "type": "季度汇报",
    "period": "2026-Q1",
    "due_on": "2026-04-15",
    "submitted_on": "",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Give a register with a cadre who has no number and a report that is late."""
    book = workbook(
        cadres=(*CADRES, NEW), programmes=(ASKING,), postings=(POSTING,), reports=(REPORT,)
    )
    save_csv_folder(book, tmp_path / "register")
    return tmp_path / "register"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the record of exports of this test."""
    monkeypatch.setenv("HANDBOOK_EXPORT_RECORD", str(tmp_path / "exports.jsonl"))
    return tmp_path / "exports.jsonl"


def run(command: str, register: Path, *arguments: object) -> Result:
    day = [] if command == "number" else ["--as-of", "2026-06-30"]
    given = [command, "--source", str(register), *day, *map(str, arguments)]
    return CliRunner().invoke(main, given, catch_exceptions=False)


def ids(register: Path) -> list[str]:
    (tab,) = (sheet for sheet in pull(register).sheets if sheet.title == "cadres")
    return [str(text) for text in tab.column(1)[1:]]


PAGE = PROJECT / "docs" / "zh" / "editing" / "office-day.md"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_is_one(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for name in ("register.xlsx", "last-week.xlsx"):
        (tmp_path / name).touch()
    _, name, *arguments = shlex.split(line)
    with click.Context(main) as root:
        command = main.get_command(root, name)
        assert command is not None
        assert command.make_context(name, arguments, parent=root).params


# number


def test_numbers_are_listed_first_and_written_when_asked(register: Path):
    listed = run("number", register)
    assert "C-00003" in listed.output
    assert "--apply" in listed.output
    assert ids(register) == ["C-00001", "C-00002", ""]
    written = run("number", register, "--apply")
    assert "改了 1 格" in written.output
    assert ids(register) == ["C-00001", "C-00002", "C-00003"]
    assert run("number", register).output == "没有要补的。\n"


def test_a_list_is_filled_in_and_applied(register: Path, tmp_path: Path):
    list_file = tmp_path / "list.xlsx"
    run("number", register, "--list", list_file)
    book = openpyxl.load_workbook(list_file)
    book.worksheets[0]["A2"] = "不采纳"
    book.save(list_file)
    assert "改了 0 格" in run("number", register, "--apply", list_file).output
    assert ids(register)[-1] == ""
    book.worksheets[0]["A2"] = "采纳"
    book.save(list_file)
    assert "改了 1 格" in run("number", register, "--apply", list_file).output
    assert ids(register)[-1] == "C-00003"


# rows


def test_rows_are_written_once(register: Path):
    assert "2026-Q2" in run("rows", register, "--until", "2026-07-31").output
    assert "添了 1 行" in run("rows", register, "--until", "2026-07-31", "--apply").output
    again = run("rows", register, "--until", "2026-07-31")
    assert "没有要补的。" in again.output


def test_rows_that_no_programme_asks_for_are_said_to_be_switched_off(tmp_path: Path):
    book = workbook(programmes=(PROGRAMME,), postings=(POSTING,), reports=(REPORT,))
    save_csv_folder(book, tmp_path / "register")
    assert run("rows", tmp_path / "register").output.splitlines() == [
        "总表里没有“考核”表，这一类没有列。",
        "“汇报与材料”没有要补的：没有一个项目启用 R60。要用，请填在“项目”表的“启用规则”里。",
        "“考核”没有要补的：没有一个项目启用 R75、R76。要用，请填在“项目”表的“启用规则”里。",
    ]


def test_a_sheet_that_is_missing_is_named(register: Path):
    assert "总表里没有“考核”表" in run("rows", register).output


# remind


def test_reminders_are_printed_or_written(register: Path, tmp_path: Path, record: Path):
    printed = run("remind", register, "--unit", "U-0002", "--party", "cadre").output
    assert printed.startswith("【挂职工作提醒】2026-06-30\n杏坞镇的各位挂职干部：\n")
    folder = tmp_path / "reminders"
    said = run("remind", register, "--to", folder, "--from", "栖川市委组织部")
    assert str(folder / "2026-06-30") in said.output
    assert (folder / "2026-06-30" / "U-0002-cadre.docx").is_file()
    text = (folder / "2026-06-30" / "U-0002-cadre.txt").read_text("utf-8-sig")
    assert "回复栖川市委组织部。" in text
    (export,), broken = load_exports(record)
    assert (export.command, export.audience, export.to, broken) == (
        "remind", "unit", "2026-06-30", 0,
    )  # fmt: skip


@pytest.mark.usefixtures("record")
def test_a_letter_somebody_may_have_edited_is_not_written_over(register: Path, tmp_path: Path):
    run("remind", register, "--to", tmp_path / "out")
    letter = tmp_path / "out" / "2026-06-30" / "U-0002-cadre.docx"
    letter.write_bytes(b"edited")
    assert run("remind", register, "--to", tmp_path / "out").exit_code != 0
    assert letter.read_bytes() == b"edited"
    assert run("remind", register, "--to", tmp_path / "out", "--force").exit_code == 0
    assert letter.read_bytes() != b"edited"


def test_a_unit_nobody_knows_is_refused(register: Path):
    result = run("remind", register, "--unit", "U-0999")
    assert (result.exit_code, "U-0999" in result.output) == (2, True)


# roster and weekly


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_roster_is_written_and_recorded(register: Path, tmp_path: Path, record: Path, ending):
    file = tmp_path / f"roster.{ending}"
    assert run("roster", register, "-o", file).output == f"已写好 1 人的花名册：{file}\n"
    (export,), _ = load_exports(record)
    assert (export.command, export.audience, dict(export.records), export.to) == (
        "roster", "org", {"cadres": 1}, file.name,
    )  # fmt: skip
    assert run("roster", register, "-o", file).exit_code != 0
    assert run("roster", register, "-o", file, "--force").exit_code == 0


@pytest.mark.parametrize("option", ["--unit", "--batch", "--programme"])
def test_a_roster_of_something_nobody_knows_is_refused(register: Path, tmp_path: Path, option):
    result = run("roster", register, "-o", tmp_path / "roster.xlsx", option, "X-0999")
    assert (result.exit_code != 0, "X-0999" in result.output) == (True, True)


def test_a_roster_of_another_ending_is_refused(register: Path, tmp_path: Path):
    result = run("roster", register, "-o", tmp_path / "roster.pdf")
    assert (result.exit_code != 0, ".docx" in result.output) == (True, True)


@pytest.mark.parametrize("command", ["roster", "weekly", "remind"])
def test_nothing_of_the_office_is_written_into_a_site(
    register: Path, tmp_path: Path, record: Path, command: str
):
    site = tmp_path / "site"
    site.mkdir()
    (site / MARKER).touch()
    file = site / "papers" / ("out" if command == "remind" else "out.docx")
    result = run(command, register, "--to" if command == "remind" else "-o", file)
    assert (result.exit_code != 0, "网站" in result.output) == (True, True)
    assert not record.exists()
    assert [each.name for each in site.iterdir()] == [MARKER]


def test_the_week_is_printed_and_written(register: Path, tmp_path: Path, record: Path):
    assert run("weekly", register).output.startswith("挂职工作周报\n截至2026年6月30日\n")
    file = tmp_path / "weekly.docx"
    assert run("weekly", register, "-o", file).output == f"已写好周报：{file}\n"
    assert load_exports(record)[0][0].command == "weekly"


def test_a_register_that_has_to_be_mended_first_is_said_to_be(register: Path):
    (register / "batches.csv").unlink()
    said = run("weekly", register)
    assert "必须先改的问题" in said.stderr
    assert said.stdout.startswith("挂职工作周报")


def test_the_week_is_compared_with_the_register_of_last_week(register: Path, tmp_path: Path):
    save_csv_folder(workbook(programmes=(ASKING,), reports=(REPORT,)), tmp_path / "old")
    said = run("weekly", register, "--since", tmp_path / "old").output
    assert "没有以前的存档" not in said
