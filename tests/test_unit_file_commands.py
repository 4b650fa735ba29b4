"""`handbook split`, `merge`, `propose` and `answers`, as a person types them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.export_record import load_exports
from handbook.provisioning.template import write_template
from handbook.sources import pull_xlsx
from small_workbooks import SCHEMA
from unit_file_samples import fill_in, register_book

NOT_PUBLIC = (
    "有 1 次挂职没有发：任职文号和任职日期没有填全，或者日期还没到；"
    "表里没有这两列的，看报到日期。补上、到了日子，再拆一次就有。"
)
XING, BAI = "U-0002_杏坞镇.xlsx", "U-0003_白枥乡.xlsx"


def run(*arguments: object) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [str(each) for each in arguments])


def lines(*arguments: object) -> list[str]:
    """Run a command that goes well; give what it says."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


@pytest.fixture(scope="module")
def split_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with an Excel register and the files made from it."""
    folder = tmp_path_factory.mktemp("office")
    register = folder / "register.xlsx"
    book = register_book()
    titled = tuple(
        replace(each, title=SCHEMA.tables[each.title].titles["zh"]) for each in book.sheets
    )
    write_template(SCHEMA, "zh", register, rows=20, workbook=replace(book, sheets=titled))
    lines("split", "--source", register, "--to", folder / "out", "--as-of", "2026-06-30")
    return folder


@pytest.fixture
def office(split_once: Path, tmp_path: Path) -> Path:
    """Give a copy of the folder."""
    shutil.copytree(split_once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def cell(register: Path, title: str, row: int, column: str) -> str:
    """Give what stands in a register."""
    (sheet,) = [each for each in pull_xlsx(register).sheets if each.title == title]
    return str(sheet.text.at[row, list(map(str, sheet.text.loc[1])).index(column) + 1])


def test_split_says_what_it_wrote_and_notes_that_it_left(
    office: Path, record_of_exports: Path
) -> None:
    said = lines("split", "--source", office / "register.xlsx", "--to", office / "again",
                 "--unit", "U-0003", "--as-of", "2026-06-30")  # fmt: skip
    assert said == [
        f"{BAI}  2",
        NOT_PUBLIC,
        f"写好 1 份，在 {office / 'again'}。",
        f"发出了什么记在 {office / 'register.sent'}，合并时要用，请和总表放在一起。",
    ]
    last = load_exports(record_of_exports)[0][-1]
    assert (last.command, last.audience, last.to) == ("split", "unit", "again")
    assert last.records == {"postings": 1, "reports": 0, "absences": 1, "work_log": 0}


def test_a_unit_with_nothing_to_fill_in_is_refused_in_a_sentence(office: Path) -> None:
    result = run("split", "--source", office / "register.xlsx", "--to", office / "x",
                 "--unit", "U-0099", "--as-of", "2026-06-30")  # fmt: skip
    assert result.exit_code == 2
    assert "请核对单位编号" in result.output
    assert not (office / "x").exists()


def test_merge_lists_what_came_back(office: Path) -> None:
    fill_in(office / "out" / BAI, "挂职", 2, 食宿安排="已安排")
    said = lines("merge", office / "out", "--source", office / "register.xlsx")
    assert said == [
        "U-0001_栖川市发展规划局.xlsx  栖川市发展规划局  [没有填]",
        "  一处也没有填。如果不该是空的，请对方看看是不是发错了文件。",
        f"{XING}  杏坞镇  [没有填]",
        "  一处也没有填。如果不该是空的，请对方看看是不是发错了文件。",
        f"{BAI}  白枥乡  [有改动]",
        "  空着的格子填了 1 格，还有 2 格空着。",
        "  白枥乡  挂职 S-0002 陆予安 食宿安排：— → 已安排",
        "要定的有 1 处，其中 0 处有冲突。",
    ]


def test_the_list_is_filled_in_and_applied(office: Path) -> None:
    register, review = office / "register.xlsx", office / "清单.xlsx"
    fill_in(office / "out" / BAI, "挂职", 2, 食宿安排="已安排", 分工="教育")
    said = lines("merge", office / "out", "--source", register, "--list", review)
    assert said[-1] == f"清单写在 {review}。填好“采纳吗”一栏，再用 --apply。"
    book = openpyxl.load_workbook(review)
    tab = book.worksheets[0]
    for row in tab.iter_rows(min_row=2):
        row[0].value = "采纳" if row[6].value == "已安排" else "不采纳"
    book.save(review)
    applied = lines("merge", office / "out", "--source", register, "--apply", review)
    assert applied[-2:] == [
        "改了 1 格，添了 0 行。",
        f"原来的总表另存为 {office / 'register.before-1.xlsx'}。",
    ]
    assert cell(register, "挂职", 3, "housing") == "已安排"
    assert cell(register, "挂职", 3, "duty_area") == ""
    again = lines("merge", office / "out", "--source", register, "--apply", review)
    assert "另有 1 处以前没有采纳过，这次不再列出；要看，加上 --again。" in again
    assert again[-2:] == ["有 2 处以前已经定过，这次没有再动。", "改了 0 格，添了 0 行。"]


def test_what_nobody_contradicts_is_accepted_at_once(office: Path) -> None:
    register = office / "register.xlsx"
    fill_in(office / "out" / XING, "挂职", 2, 分工="工业", 食宿安排="已安排")
    later = shutil.copy(office / "out" / XING, office / "out" / "后来.xlsx")
    fill_in(Path(later), "挂职", 2, 分工="商贸")
    said = lines("merge", office / "out", "--source", register, "--accept-all-without-conflict")
    assert said[-3] == "改了 1 格，添了 0 行。"
    assert said[-1] == "另有 2 处要您自己看：有冲突、会清空，或者读不懂。"
    assert cell(register, "挂职", 2, "housing") == "已安排"
    assert cell(register, "挂职", 2, "duty_area") == "协助分管农业"


def test_a_folder_without_workbooks_is_told(tmp_path: Path, office: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("merge", tmp_path / "empty", "--source", office / "register.xlsx")
    assert (result.exit_code, result.output.startswith("这里面没有文件")) == (2, True)


def test_answers_are_listed_and_taken_over(office: Path) -> None:
    register, answers = office / "register.xlsx", office / "答卷.csv"
    answers.write_text("姓名,日期,内容,驻点天数\n顾清禾,2026-06-01,调研,1\n", "utf-8")
    said = lines("answers", answers, "--source", register)
    assert said[-2] == (
        "  顾清禾  工作纪实 新增一行："
        "挂职：S-0001 顾清禾；日期：2026-06-01；类型：驻点；事项：调研；驻点天数：1"
    )
    lines("answers", answers, "--source", register, "--accept-all-without-conflict")
    assert cell(register, "工作纪实", 3, "what") == "调研"


def test_an_edited_copy_is_listed(office: Path) -> None:
    copy = Path(shutil.copy(office / "register.xlsx", office / "copy.xlsx"))
    fill_in(copy, "挂职", 2, end_planned="2026-11-30")
    said = lines("propose", copy, "--source", office / "register.xlsx")
    assert said[-2] == "    挂职 S-0001 顾清禾 计划结束：2026-12-31 → 2026-11-30"
