"""`handbook sheet`, `check`, `annotate`, `pull` and `watch` on a spreadsheet, as typed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import discovery
from handbook.cli import main
from handbook.config import Project
from handbook.following import copying, followed
from handbook.google import open_spreadsheet
from handbook.provisioning.blueprint import Part, draw
from handbook.provisioning.filling import fill
from handbook.schema import fold
from handbook.sources import pull
from handbook.sources.google import spreadsheet_version
from handbook.sources.names import Spreadsheet
from handbook.workbook import Workbook
from sheets_server import Server, Store, running
from sheets_server.spreadsheet import Spreadsheet as Version
from small_workbooks import CADRES, POSTING, SCHEMA, sheet, workbook

DAY = ("--as-of", "2026-06-30")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Start a server that stands in for Google; every exchange is validated at the end."""
    with running(Store()) as started:
        monkeypatch.setenv("HANDBOOK_SHEETS_URL", started.url)
        monkeypatch.setattr(Project, "history_folder", tmp_path / "history")
        yield started
        discovery.assert_all_valid(started.log)


def run(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def titled(book: Workbook) -> Workbook:
    """Give a small workbook the titles `sheet apply` gives."""
    keys = {each.title: SCHEMA.tables[each.title] for each in book.sheets}
    sheets = []
    for each in book.sheets:
        table = keys[each.title]
        rows = each.text.to_numpy().tolist()
        header = [table.field(name).titles["zh"] for name in rows[0]]
        cells = [dict(zip(header, row, strict=True)) for row in rows[1:]]
        sheets.append(sheet(table.titles["zh"], cells, header))
    return Workbook(tuple(sheets), book.manifest)


def fill_in(server: Server, spreadsheet: str) -> None:
    """Fill a small register with one mistake into a spreadsheet that is set up."""
    access = open_spreadsheet(spreadsheet, writing=True, base_url=server.url)
    book = titled(workbook(postings=[POSTING | {"end_planned": "2026-02-30"}]))
    fill(access, book, draw(SCHEMA, "zh", Part.WHOLE))


@pytest.fixture(scope="module")
def ready() -> Version:
    """Set a spreadsheet up with the command and fill a small register in."""
    with running(Store()) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_SHEETS_URL", server.url)
        spreadsheet = server.store.create("登记", locale="zh_CN")
        assert run("sheet", "apply", spreadsheet).exit_code == 0
        fill_in(server, spreadsheet)
        discovery.assert_all_valid(server.log)
        return server.store.spreadsheet(spreadsheet)


@pytest.fixture
def filled(server: Server, ready: Version) -> str:
    """Give a spreadsheet that was set up and filled in, as the only one of the server."""
    return server.store.add(ready.draft())


def choose(server: Server, spreadsheet: str, manner: str) -> None:
    """Choose in the result sheet how to be answered."""
    server.store.write(spreadsheet, "'检查结果'!B2", [[manner]], user_entered=True)


def note(server: Server, spreadsheet: str, title: str) -> str:
    """Give the note on the planned end of the first posting."""
    texts = server.store.values(spreadsheet, f"'{title}'!1:2")
    return str(server.store.note(spreadsheet, title, 2, texts[0].index("计划结束") + 1) or "")


def results(server: Server, spreadsheet: str) -> list[list[str]]:
    """Give the lines of the result sheet, without its hidden column."""
    rows = server.store.values(spreadsheet, "'检查结果'")
    return [row[:5] for row in rows[4:] if any(row)]


def test_a_new_spreadsheet_is_set_up_filled_checked_and_answered(server: Server) -> None:
    empty = server.store.create("登记", locale="zh_CN")
    planned = run("sheet", "plan", empty)
    assert (planned.exit_code, "挂职" in planned.output) == (0, True)
    assert len(server.store.spreadsheet(empty).sheets) == 1

    assert run("sheet", "apply", empty).exit_code == 0
    again = run("sheet", "plan", empty, "--lang", "en")
    assert (again.exit_code, again.output) == (
        0,
        "Nothing to do: the spreadsheet “登记” is already set up.\n",
    )

    fill_in(server, empty)
    checked = run("check", empty, *DAY)
    assert (checked.exit_code, "错误[CEL303]" in checked.output) == (10, True)

    first = run("annotate", empty, *DAY, "--lang", "en")
    assert first.exit_code == 0
    assert ["错误", "CEL303", "没有这一天", "挂职!G2", "S-0001"] in results(server, empty)
    assert note(server, empty, "挂职") == ""

    choose(server, empty, "也写批注和颜色")
    assert run("annotate", empty, *DAY).exit_code == 0
    assert "CEL303" in note(server, empty, "挂职")


def test_a_second_answer_to_the_same_sheet_writes_nothing(server: Server, filled: str) -> None:
    run("annotate", filled, *DAY, "--marks", "cells")
    server.log.clear()
    assert run("annotate", filled, *DAY, "--marks", "cells").exit_code == 0
    kinds = [served.kind for served in server.log]
    assert kinds.count("sheets.write") == 0
    assert kinds.count("sheets.read") == 5


def test_every_trace_is_taken_away_again(server: Server, filled: str) -> None:
    before = server.store.values(filled, "'挂职'")
    run("annotate", filled, *DAY, "--marks", "cells")
    assert run("annotate", filled, "--clear").exit_code == 0
    assert note(server, filled, "挂职") == ""
    assert results(server, filled) == []
    assert server.store.values(filled, "'挂职'") == before


def test_what_was_pulled_is_answered_without_reading_it_again(
    server: Server, filled: str, tmp_path: Path
) -> None:
    assert run("pull", filled, "--to", str(tmp_path / "copy")).exit_code == 0
    server.log.clear()
    answered = run("annotate", filled, *DAY, "--pulled", str(tmp_path / "copy"))
    assert answered.exit_code == 0
    assert [each.name for each in server.log if each.name.endswith("values.batchGet")] == []
    assert [line[1] for line in results(server, filled) if line[0] == "错误"] == ["CEL303"]


def test_secret_columns_and_what_follows_from_them_stay_in_the_second_spreadsheet(
    server: Server,
) -> None:
    shared, second = (server.store.create(title, locale="zh_CN") for title in ("共享", "保密"))
    assert run("sheet", "apply", shared, "--restricted", second).exit_code == 0
    headers = server.store.values(shared, "'干部'!1:1")[0]
    secret = server.store.values(second, "'干部'!1:1")[0]
    assert "出生年月" not in headers
    assert "出生年月" in secret

    access = open_spreadsheet(shared, writing=True, base_url=server.url)
    fill(access, titled(workbook()), draw(SCHEMA, "zh", Part.SHARED))
    born = secret.index("出生年月")
    rows = [[each["cadre_id"], *[""] * (born - 1), "八十年代"] for each in CADRES]
    server.store.write(second, "'干部'!A2", rows)
    answered = run("annotate", shared, "--restricted", second, *DAY)
    assert answered.exit_code == 0
    assert "CEL305" not in {line[1] for line in results(server, shared)}
    assert [line[4] for line in results(server, second) if line[1] == "CEL305"] == [
        "C-00001",
        "C-00002",
    ]


@pytest.mark.parametrize("command", [("check",), ("annotate",), ("watch",), ("sheet", "plan")])
def test_a_spreadsheet_that_does_not_exist_is_said_in_one_sentence(
    server: Server, command: tuple[str, ...]
) -> None:
    result = run(*command, "1" * 44, "--lang", "en")
    assert result.exit_code == 3
    assert result.stderr.startswith("There is no such Google spreadsheet.")
    assert result.stderr.count("\n") == 1
    assert server.log


def test_a_copy_follows_every_edit(server: Server, filled: str, tmp_path: Path) -> None:
    spreadsheet = Spreadsheet(filled)
    access = open_spreadsheet(spreadsheet.id, writing=False, base_url=server.url)
    folder = tmp_path / "copy"
    copy = copying(access, spreadsheet, folder)
    copy()
    assert fold("挂职") in {fold(each.title) for each in pull(folder).sheets}
    written = folder.joinpath("挂职.csv").stat().st_mtime_ns
    copy()
    assert folder.joinpath("挂职.csv").stat().st_mtime_ns == written
    server.store.write(spreadsheet.id, "'挂职'!E2", [["镇长助理"]])
    copy()
    assert "镇长助理" in folder.joinpath("挂职.csv").read_text(encoding="utf-8")


def test_the_background_acts_on_an_edit_in_either_spreadsheet(server: Server) -> None:
    first, second = server.store.create("甲"), server.store.create("乙")
    source = Spreadsheet(first, second)
    access = open_spreadsheet(first, writing=False, base_url=server.url)

    seen: list[str] = []
    edited, noticed = threading.Event(), threading.Event()

    def act() -> None:
        seen.append(spreadsheet_version(source, access))
        if edited.is_set():
            noticed.set()

    with followed(lambda: spreadsheet_version(source, access), act, 0.01, seen.append):
        server.store.write(second, "'Sheet1'!A1", [["改"]])
        edited.set()
        assert noticed.wait(20)
    assert len(set(seen)) > 1
