"""A ledger that tells of no appointment: who has reported in, and that the way goes on from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from builders import real_schema
from handbook.cli import main
from handbook.errors import HandbookError
from handbook.importing import (
    Imported,
    LedgerMap,
    draft_map,
    import_ledger,
    leftover_lines,
    propose_update,
    read_ledger,
    register_workbook,
    with_map,
    write_map,
)
from handbook.proposals import places_of
from handbook.schema.files import read_mapping
from handbook.sources import pull

SCHEMA = real_schema()
DAY = date(2026, 3, 1)
NAMES = ("顾清禾", "陆予安", "沈牧之", "唐若溪")
HEADINGS = ("姓名", "原单位", "挂职单位", "开始时间", "结束时间", "备注")
ROWS = (
    (NAMES[0], "栖川市财政局", "杏坞镇", "2025-09-01", "2026-08-31", ""),
    (NAMES[1], "栖川市财政局", "白枥乡", "2026-03-01", "2027-02-28", ""),
    (NAMES[2], "栖川市教育局", "杏坞镇", "2026-03-02", "2027-02-28", ""),
    (NAMES[3], "栖川市教育局", "白枥乡", "2025-09-01", "2026-08-31", "因病推迟报到"),
)
MORE = {"任职文号": "栖组〔2025〕1号", "报到日期": "2025-09-03", "状态": "已取消"}


def ledger_in(folder: Path, more: str = "", text: str | None = None) -> Path:
    """Write a ledger of four people; `more` is one more column, filled for the first of them."""
    path = folder / "台账.xlsx"
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.append(["2025年第一批优秀年轻干部到乡镇挂职人员台账"])
    tab.append([*HEADINGS, *([more] if more else [])])
    for number, row in enumerate(ROWS):
        tab.append([*row, (MORE[more] if text is None else text) if more and not number else ""])
    book.save(path)
    return path


def drafted(folder: Path, more: str = "", text: str | None = None) -> LedgerMap:
    return draft_map(read_ledger(ledger_in(folder, more, text)), SCHEMA, as_of=DAY)


def reported(imported: Imported) -> dict[str, str]:
    """Give the days of reporting in that are filled in, by name."""
    names = {each["cadre_id"]: each["name"] for each in imported.records["cadres"]}
    postings = imported.records["postings"]
    return {names[p["cadre_id"]]: p["reported_on"] for p in postings if p.get("reported_on")}


def columns(imported: Imported) -> set[str]:
    sheets = {each.key: each for each in register_workbook(imported, SCHEMA).sheets}
    return set(sheets["postings"].text.iloc[0])


def test_whoever_has_begun_reported_in_on_the_first_day(tmp_path: Path) -> None:
    imported = import_ledger(drafted(tmp_path), SCHEMA)
    assert reported(imported) == {NAMES[0]: "2025-09-01", NAMES[1]: "2026-03-01"}


def test_every_day_filled_in_is_listed_and_so_is_what_the_remarks_say(tmp_path: Path) -> None:
    lines = leftover_lines(import_ledger(drafted(tmp_path), SCHEMA), SCHEMA, "zh")
    assert [line[1:] for line in lines] == [
        ("D3", "2025-09-01", "按起始日期填的报到日期，请核对", "挂职 S-0001 报到日期"),
        ("D4", "2026-03-01", "按起始日期填的报到日期，请核对", "挂职 S-0002 报到日期"),
        ("D6", "2025-09-01", "备注里说到到岗的事，报到日期没有填，请您看着填", ""),
    ]


@pytest.mark.parametrize(
    ("more", "text", "filled"),
    [
        pytest.param("任职文号", None, {}, id="a document of appointment"),
        pytest.param("任职日期", "", {}, id="a blank column of appointments"),
        pytest.param("报到日期", None, {NAMES[0]: "2025-09-03"}, id="days of reporting in"),
        pytest.param("状态", None, {NAMES[1]: "2026-03-01"}, id="somebody who never went"),
    ],
)
def test_what_the_ledger_says_is_not_added_to(
    tmp_path: Path, more: str, text: str | None, filled: dict[str, str]
) -> None:
    assert reported(import_ledger(drafted(tmp_path, more, text), SCHEMA)) == filled


def test_columns_of_appointments_are_written_only_where_the_ledger_has_one(tmp_path: Path) -> None:
    pair = {"任职文号", "任职日期"}
    assert not pair & columns(import_ledger(drafted(tmp_path), SCHEMA))
    assert pair <= columns(import_ledger(drafted(tmp_path, "任职日期", ""), SCHEMA))


def test_the_map_asks_only_where_the_ledger_does_not_tell(tmp_path: Path) -> None:
    asked = [
        "\nreported: " in write_map(drafted(tmp_path, more), SCHEMA, "zh")
        for more in ("", "任职文号", "报到日期")
    ]
    assert asked == [True, False, False]


def answered(folder: Path, answer: str) -> LedgerMap:
    """Give the ledger as a map with this answer decides; blank for a map without one."""
    draft, path = drafted(folder), folder / "map.yaml"
    asked = f"reported: {answer}" if answer else ""
    text = write_map(draft, SCHEMA, "zh").replace("reported: from start", asked)
    path.write_text(text, encoding="utf-8")
    return with_map(draft, read_mapping(path), SCHEMA, path)


def test_the_draft_says_yes_and_reads_back_as_it_was_drafted(tmp_path: Path) -> None:
    assert answered(tmp_path, "from start") == drafted(tmp_path)


@pytest.mark.parametrize("answer", ["unknown", ""])
def test_without_a_yes_nobody_has_reported_in(tmp_path: Path, answer: str) -> None:
    assert reported(import_ledger(answered(tmp_path, answer), SCHEMA)) == {}


def test_an_answer_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match="也许"):
        answered(tmp_path, "也许")


def test_a_day_put_right_since_is_not_overwritten_by_the_next_import(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    book = register_workbook(import_ledger(draft, SCHEMA), SCHEMA)
    sheets = [
        replace(each, text=each.text.replace("2025-09-01", "2025-09-04"))
        if each.key == "postings"
        else each
        for each in book.sheets
    ]
    postings = next(each for each in sheets if each.key == "postings").text
    start = list(postings.iloc[0]).index("计划开始")
    postings.iloc[1:, start] = [row[3] for row in ROWS]
    places = places_of(replace(book, sheets=tuple(sheets)), SCHEMA, "zh")
    assert propose_update(import_ledger(draft, SCHEMA), SCHEMA, places, "台账.xlsx") == []


def test_a_column_the_register_does_not_have_is_listed_once(tmp_path: Path) -> None:
    book = register_workbook(import_ledger(drafted(tmp_path), SCHEMA), SCHEMA)
    newer = import_ledger(drafted(tmp_path, "任职文号"), SCHEMA)
    assert propose_update(newer, SCHEMA, places_of(book, SCHEMA, "zh"), "新台账.xlsx") == []
    assert [line[1:] for line in leftover_lines(newer, SCHEMA, "zh")] == [
        (
            "A3",
            MORE["任职文号"],
            "登记表的“挂职”没有“任职文号”这一列，台账里有 1 格；要用，请把这一列连内容一起加上",
            "",
        )
    ]


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_from_a_ledger_to_files_and_reminders(tmp_path: Path) -> None:
    ledger, register = ledger_in(tmp_path), tmp_path / "register.xlsx"
    told = run("import", ledger, "--yes", "--as-of", "2026-03-01")
    assert "有 2 人的报到日期是按起始日期填的，请照清单核对。" in told
    run("split", "--source", register, "--to", tmp_path / "units", "--as-of", "2026-03-01")
    files = {path.name: pull(path) for path in (tmp_path / "units").glob("*.xlsx")}
    assert sorted(files) == ["U-0001_栖川市财政局.xlsx", "U-0002_杏坞镇.xlsx", "U-0003_白枥乡.xlsx"]
    held = {text for book in files.values() for s in book.sheets for text in s.text.to_numpy().flat}
    assert [any(name in text for text in held) for name in NAMES] == [True, True, False, False]
    reminders = run("remind", "--source", register, "--as-of", "2026-08-20")
    assert "挂职期满：顾清禾（最迟 2026-08-31）" in reminders


@pytest.mark.parametrize("command", ["split", "remind"])
def test_where_nobody_has_reported_in_the_commands_say_why_there_is_nothing(
    tmp_path: Path, command: str
) -> None:
    ledger, register = ledger_in(tmp_path), tmp_path / "register.xlsx"
    run("import", ledger, "--yes", "--as-of", "2025-01-01")
    told = run(command, "--source", register, "--to", tmp_path / "out", "--as-of", "2026-03-01")
    assert "还没有一次挂职可以对外说" in told
