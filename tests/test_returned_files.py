"""What came back from the units: told apart, listed, decided on, written once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from handbook.provisioning.template import write_template
from handbook.sources import pull
from handbook.unit_files import (
    State,
    decide,
    decided_before,
    recall,
    review_copy,
    sent_folder,
    without_conflict,
)
from handbook.unit_files.decisions import decisions_file
from handbook.unit_files.memory import remember
from small_workbooks import SCHEMA
from unit_file_samples import (
    LATER,
    SENT_AT,
    edited,
    fill_in,
    in_short,
    put,
    register_book,
    review,
    save_register,
    send,
)

XING, BAI, BUREAU = "U-0002_杏坞镇.xlsx", "U-0003_白枥乡.xlsx", "U-0001_栖川市发展规划局.xlsx"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register, what is remembered beside it, and the files."""
    folder = tmp_path_factory.mktemp("sent")
    send(save_register(folder), folder / "out")
    return folder


@pytest.fixture
def office(original: Path, tmp_path: Path) -> Path:
    """Give a copy of the folder that may be changed."""
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return tmp_path


def register_of(office: Path) -> Path:
    return office / "register"


def text_of(office: Path, sheet: str, row: int, title: str) -> str:
    """Give what stands in the register."""
    (found,) = [each for each in pull(register_of(office)).sheets if each.title == sheet]
    titles = list(map(str, found.text.loc[1]))
    return str(found.text.at[row, titles.index(title) + 1])


CHANGES: dict[str, tuple[Callable[[Path], Path], list[tuple[str, ...]]]] = {
    "a cell filled in": (
        lambda out: fill_in(out / BAI, "挂职", 2, 食宿安排="已安排"),
        [("postings", "S-0002", "housing", "", "已安排")],
    ),
    "a cell changed": (
        lambda out: fill_in(out / XING, "挂职", 2, 分工="协助分管工业"),
        [("postings", "S-0001", "duty_area", "协助分管农业", "协助分管工业")],
    ),
    "a cell cleared": (
        lambda out: fill_in(out / XING, "挂职", 2, 分工=""),
        [("postings", "S-0001", "duty_area", "协助分管农业", "")],
    ),
    "a day typed another way is the same day": (
        lambda out: fill_in(out / XING, "挂职", 2, 报到日期="2026年1月1日"),
        [],
    ),
    "a day is listed as the register writes it": (
        lambda out: fill_in(out / XING, "挂职", 2, 报到日期="2026年1月8日"),
        [("postings", "S-0001", "reported_on", "2026-01-01", "2026-01-08")],
    ),
    "a row without an id": (
        lambda out: fill_in(out / XING, "汇报与材料", 3, 实交日期="2026-07-01"),
        [("reports", "~S-0001~quarterly~2026-Q2", "submitted_on", "", "2026-07-01")],
    ),
    "what a row is called may be corrected": (
        lambda out: fill_in(out / BAI, "请销假与占用", 2, 开始日期="2026-03-03"),
        [("absences", "~S-0002~leave~2026-03-02", "start_on", "2026-03-02", "2026-03-03")],
    ),
    "a row added": (
        lambda out: fill_in(
            out / XING, "工作纪实", 3,
            挂职="S-0001 顾清禾", 日期="2026-06-03", 类型="驻点", 事项="调研",
        ),
        [("work_log", "+", "", "", "S-0001 顾清禾 | 2026-06-03 | 驻点 | 调研")],
    ),
    "a row that names the person only": (
        lambda out: fill_in(
            out / XING, "工作纪实", 3,
            挂职="顾 清禾", 日期="2026-06-03", 类型="驻点", 事项="调研",
        ),
        [("work_log", "+", "", "", "S-0001 顾清禾 | 2026-06-03 | 驻点 | 调研")],
    ),
    "a row that names the cadre by number": (
        lambda out: fill_in(
            out / XING, "工作纪实", 3,
            挂职="C-00001", 日期="2026-06-03", 类型="驻点", 事项="调研",
        ),
        [("work_log", "+", "", "", "S-0001 顾清禾 | 2026-06-03 | 驻点 | 调研")],
    ),
    "a row that is there already": (
        lambda out: fill_in(
            out / XING, "工作纪实", 3,
            挂职="S-0001", 日期="2026-05-11", 类型="驻点", 事项="走访农户",
        ),
        [],
    ),
    "a row that is there already with a cell more": (
        lambda out: fill_in(
            out / XING, "工作纪实", 3,
            挂职="S-0001", 日期="2026-05-11", 类型="驻点", 事项="走访农户", 驻点天数="2",
        ),
        [("work_log", "~S-0001~2026-05-11~site_day~走访农户", "site_days", "1", "2")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_a_unit_asks_for(office: Path, case: str) -> None:
    edit, expected = CHANGES[case]
    path = edit(office / "out")
    assert in_short(review(register_of(office), path).proposals) == expected


def swap_columns(book: openpyxl.Workbook) -> None:
    tab = book["挂职"]
    for row in tab.iter_rows(min_row=1, max_row=2):
        row[0].value, row[5].value = row[5].value, row[0].value


def drop_column(book: openpyxl.Workbook) -> None:
    tab = book["挂职"]
    titles = [cell.value for cell in tab[1]]
    for row in tab.iter_rows(min_row=1, max_row=2):
        row[titles.index("食宿安排")].value = None


def unprotect(book: openpyxl.Workbook) -> None:
    book["挂职"].protection.sheet = False


def forget_id(book: openpyxl.Workbook) -> None:
    del book["handbook_file"]
    properties = book.custom_doc_props  # type: ignore[attr-defined]
    properties.props.clear()


def other_person(book: openpyxl.Workbook) -> None:
    put(book["汇报与材料"], 2, {"挂职": "S-0002", "实交日期": "2026-07-07"})


def add_posting(book: openpyxl.Workbook) -> None:
    put(book["挂职"], 3, {"干部": "C-00009 无名", "分工": "无"})


def strange_row(book: openpyxl.Workbook) -> None:
    put(book["请销假与占用"], 2, {"挂职": "S-0002", "类别": "请假", "开始日期": "2026-06-01"})


def private_number(book: openpyxl.Workbook) -> None:
    put(book["挂职"], 2, {"分工": "联系电话 13812345678"})


TOLD: dict[str, tuple[Callable[[openpyxl.Workbook], object], str, int]] = {
    "columns moved": (swap_columns, "“挂职”的列挪动过，已按列名对上。", 0),
    "a column gone": (
        drop_column, "“挂职”里找不到“食宿安排”一列（删了，或者改了列名），这一列没有读。", 0,
    ),
    "a sheet gone": (
        lambda book: book.remove(book["挂职"]),
        "少了“挂职”这张表，那张表里的内容没有读到。请对方补发。", 0,
    ),
    "unprotected": (
        unprotect, "“挂职”的工作表保护撤消过，灰格子也可能动过；动过的下面会说。", 0,
    ),
    "a grey cell changed": (
        lambda book: put(book["挂职"], 2, {"计划结束": "2027-12-31"}),
        (
            "“挂职”第 2 行（S-0001 顾清禾）“计划结束”不归它填，改成“2027-12-31”没有列入清单；"
            "发出时是“2026-12-31”。"
        ),
        0,
    ),
    "a row given to somebody else": (
        other_person,
        (
            "“汇报与材料”第 2 行的人和事对不上了（发出时是“顾清禾 季度汇报 2026-Q1”），"
            "整行没有列入清单。请对方在原来的行里填。"
        ),
        0,
    ),
    "a row where none may be added": (
        add_posting, "“挂职”不能添行，第 3 行没有列入清单。请回信说明。", 0,
    ),
    "a new row begun and not finished": (
        lambda book: put(book["工作纪实"], 3, {"挂职": "S-0001"}),
        "“工作纪实”第 3 行只填了一部分（还缺：日期、类型），没有列入清单。请对方补齐。", 0,
    ),
    "a row for another unit's posting": (
        strange_row,
        "“请销假与占用”第 2 行没有写是它的哪一次挂职，没有列入清单。请从下拉选项里选“挂职”。", 0,
    ),
    "a private number": (
        private_number,
        "“挂职”第 2 行“分工”里有身份证号或手机号，没有列入清单。请删去号码再填。", 0,
    ),
    "a row deleted": (
        lambda book: book["汇报与材料"].delete_rows(2),
        "“汇报与材料”比发出时少了 1 行。少了不算删除，总表没有动。", 0,
    ),
    "the id lost": (forget_id, "文件里的编号丢了，按各行认出是发给杏坞镇的那一份。", 0),
    "half filled in": (
        lambda book: put(book["汇报与材料"], 3, {"实交日期": "2026-07-01"}),
        "空着的格子填了 1 格，还有 2 格空着。", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_what_is_told_of_a_file(office: Path, case: str) -> None:
    edit, sentence, asked = TOLD[case]
    path = edited(office / "out" / XING, lambda book: edit(book))  # type: ignore[arg-type]
    found = review(register_of(office), path)
    assert sentence in [each.text("zh") for each in found.files[0].remarks]
    assert len(found.proposals) == asked


def test_a_file_that_came_back_as_it_was_sent_asks_for_nothing(office: Path) -> None:
    found = review(register_of(office), office / "out" / XING)
    assert (found.files[0].state, found.proposals) == (State.UNCHANGED, ())


def test_a_renamed_file_is_known_and_its_copy_used_once(office: Path) -> None:
    path = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    copy = shutil.copy(path, office / "out" / "杏坞报来(1).xlsx")
    found = review(register_of(office), Path(copy), path)
    assert [each.state for each in found.files] == [State.REPEATED, State.CHANGED]
    assert found.files[0].remarks[0].text("zh") == f"和“{XING}”内容一样，只用一次。"
    assert len(found.proposals) == 1


def test_two_versions_of_one_file_contradict_each_other_by_name(office: Path) -> None:
    one = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    other = Path(shutil.copy(one, office / "out" / "后来.xlsx"))
    fill_in(other, "挂职", 2, 分工="商贸")
    lines = review(register_of(office), one, other).lines("zh")
    assert [(line.after, line.remark) for line in lines] == [
        ("工业", "冲突：杏坞镇（后来.xlsx）要改为“商贸”"),
        ("商贸", f"冲突：杏坞镇（{XING}）要改为“工业”"),
    ]


def test_a_file_of_an_older_sending_is_compared_with_what_was_sent_then(office: Path) -> None:
    late = fill_in(office / "out" / XING, "挂职", 2, 食宿安排="已安排")
    register = register_of(office)
    first = review(register, late)
    decide(first, register, SCHEMA, without_conflict(first), (), who="甲", at=LATER)
    send(register, office / "new", at=LATER)
    again = fill_in(office / "out" / XING, "挂职", 2, 分工="工业", 食宿安排="周转房")
    found = review(register, again)
    assert found.files[0].remarks[-1].text("zh").startswith("这是 2026-06-30 发的那一份")
    assert in_short(found.proposals) == [
        ("postings", "S-0001", "duty_area", "协助分管农业", "工业")
    ]


def test_a_cell_changed_on_both_sides_is_a_conflict(office: Path) -> None:
    path = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    register = register_of(office)
    postings = register / "postings.csv"
    postings.write_text(postings.read_text("utf-8").replace("协助分管农业", "教育"), "utf-8")
    (line,) = review(register, path).lines("zh")
    assert (line.before, line.after, line.remark) == (
        "教育", "工业", "冲突：发出以后，总表里已改为“教育”",
    )  # fmt: skip


OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
STRANGERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "an old workbook": (
        lambda folder: _written(folder / "表.xls", OLD_WORKBOOK),
        "不是 .xlsx 格式",
    ),
    "a file of WPS": (
        lambda folder: _written(folder / "表.et", OLD_WORKBOOK),
        "另存为 .xlsx",
    ),
    "a picture": (
        lambda folder: _written(folder / "照片.xlsx", b"\x89PNG" + bytes(99)), "不是 Excel",
    ),
    "an empty file": (lambda folder: _written(folder / "空.xlsx", b""), "空文件"),
    "some other workbook": (
        lambda folder: _workbook(folder / "值班表.xlsx"), "认不出这是发出去的哪一份",
    ),
    "the whole register": (lambda folder: _whole(folder / "总表.xlsx"), "这像是整份总表"),
}  # fmt: skip


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "值班日期"])  # type: ignore[union-attr]
    book.save(path)
    return path


def _whole(path: Path) -> Path:
    write_template(SCHEMA, "zh", path, rows=1)
    return path


@pytest.mark.parametrize("case", STRANGERS)
def test_what_is_none_of_the_files_is_told_with_what_to_do(office: Path, case: str) -> None:
    make, words = STRANGERS[case]
    (file,) = review(register_of(office), make(office)).files
    assert file.state is State.REFUSED
    assert words in file.remarks[0].text("zh")
    assert all(file.remarks[0].text(language) for language in ("vi", "en"))


def test_a_file_nobody_remembers_sending_is_not_used(office: Path) -> None:
    path = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    shutil.rmtree(sent_folder(register_of(office)))
    found = review(register_of(office), path)
    assert found.files[0].remarks[0].text("zh").startswith("这份文件不是从这份总表发出去的")
    assert found.proposals == ()


def test_what_is_remembered_is_what_was_sent(office: Path) -> None:
    folder = sent_folder(register_of(office))
    sendings = recall(folder)
    shutil.rmtree(folder)
    remember(folder, sendings.values())
    assert recall(folder) == sendings
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    (folder / "broken.json").write_text("{")
    assert recall(folder) == sendings


def test_a_sending_is_forgotten_after_a_year(office: Path) -> None:
    register = register_of(office)
    first = set(recall(sent_folder(register)))
    send(register, office / "later", at=LATER)
    assert first < set(recall(sent_folder(register)))
    send(register, office / "next year", at=LATER + timedelta(days=365))
    assert not first & set(recall(sent_folder(register)))
    (file,) = review(register, office / "out" / XING).files
    assert file.state is State.REFUSED


def test_accepted_changes_are_written_once_and_refused_ones_not_asked_again(office: Path) -> None:
    register = register_of(office)
    path = fill_in(office / "out" / BAI, "挂职", 2, 食宿安排="已安排", 分工="教育")
    fill_in(path, "工作纪实", 2, 挂职="S-0002", 日期="2026-06-03", 类型="驻点", 事项="调研")
    found = review(register, path)
    yes = [each.token for each in found.proposals if each.field != "duty_area"]
    no = [each.token for each in found.proposals if each.field == "duty_area"]
    decided = decide(found, register, SCHEMA, yes, no, who="组织科", at=SENT_AT)
    assert (decided.outcome.amended.written, decided.outcome.amended.added) == (1, 1)
    assert decided.outcome.amended.backup is not None
    assert text_of(office, "postings", 3, "housing") == "已安排"
    assert text_of(office, "postings", 3, "duty_area") == ""
    assert text_of(office, "work_log", 3, "what") == "调研"
    later = review(register, path)
    assert later.proposals == ()
    assert later.refused_before == 1
    again = decide(later, register, SCHEMA, yes, no, who="组织科", at=LATER)
    assert again.outcome.amended.backup is None
    assert [each.text("zh") for each in again.remarks] == ["有 3 处以前已经定过，这次没有再动。"]


def test_decisions_are_recorded_without_values(office: Path) -> None:
    register = register_of(office)
    path = fill_in(office / "out" / BAI, "挂职", 2, 食宿安排="已安排", 分工="教育")
    found = review(register, path)
    tokens = [each.token for each in found.proposals]
    decide(found, register, SCHEMA, tokens[:1], tokens[1:], who="组织科", at=SENT_AT)
    file = decisions_file(register)
    entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(each["who"], each["accepted"], each["record"]) for each in entries] == [
        ("组织科", True, "S-0002"), ("组织科", False, "S-0002"),
    ]  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert "已安排" not in file.read_text("utf-8")
    assert decided_before(register).accepted == {tokens[0]}


def test_a_list_accepted_twice_is_written_once(office: Path) -> None:
    register = register_of(office)
    path = fill_in(
        office / "out" / BAI, "工作纪实", 2,
        挂职="S-0002", 日期="2026-06-03", 类型="驻点", 事项="调研",
    )  # fmt: skip
    found = review(register, path)
    for written in (1, 0):
        decided = decide(found, register, SCHEMA, without_conflict(found), (), who="甲", at=SENT_AT)
        assert decided.outcome.amended.added == written


def test_a_file_in_another_language_is_written_in_the_register_s_own(tmp_path: Path) -> None:
    titled = tuple(
        replace(each, title=SCHEMA.tables[each.title].titles["zh"])
        for each in register_book().sheets
    )
    register = save_register(tmp_path, replace(register_book(), sheets=titled))
    sent = send(register, tmp_path / "out", "vi")["U-0002"]
    reports = SCHEMA.tables["reports"]
    kind = reports.field("type").enumeration
    assert kind is not None
    texts = {
        reports.field("posting_id").titles["vi"]: "S-0001 顾清禾",
        reports.field("type").titles["vi"]: kind.label("final", "vi"),
        reports.field("submitted_on").titles["vi"]: "05/06/2026",
    }
    path = edited(
        tmp_path / "out" / sent.file, lambda book: put(book[reports.titles["vi"]], 4, texts)
    )
    (added,) = review(register, path).proposals
    assert dict(added.texts) == {
        "posting_id": "S-0001 顾清禾",
        "type": kind.label("final", "zh"),
        "submitted_on": "2026-06-05",
    }


def test_a_new_row_that_lacks_something_says_what(office: Path) -> None:
    path = fill_in(office / "out" / XING, "工作纪实", 3, 挂职="S-0001", 事项="调研")
    (line,) = review(register_of(office), path).lines("zh")
    assert line.remark == "还缺：日期、类型"


def test_a_text_that_its_column_cannot_read_is_named(office: Path) -> None:
    path = fill_in(office / "out" / XING, "挂职", 2, 报到日期="开春以后")
    found = review(register_of(office), path)
    assert found.lines("zh")[0].remark == "“报到日期”读不懂“开春以后”"
    assert without_conflict(found) == frozenset()


def test_a_cell_is_not_cleared_unseen(office: Path) -> None:
    found = review(register_of(office), fill_in(office / "out" / XING, "挂职", 2, 分工=""))
    assert found.lines("zh")[0].remark == "会把这一格清空"
    assert without_conflict(found) == frozenset()


def test_two_texts_accepted_for_one_cell_are_not_written(office: Path) -> None:
    register = register_of(office)
    one = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    other = Path(shutil.copy(one, office / "out" / "后来.xlsx"))
    fill_in(other, "挂职", 2, 分工="商贸")
    found = review(register, one, other)
    assert without_conflict(found) == frozenset()
    tokens = [each.token for each in found.proposals]
    decided = decide(found, register, SCHEMA, tokens, (), who="甲", at=SENT_AT)
    assert decided.clashing == tuple(tokens)
    assert text_of(office, "postings", 2, "duty_area") == "协助分管农业"
    decide(found, register, SCHEMA, tokens[1:], tokens[:1], who="甲", at=SENT_AT)
    assert text_of(office, "postings", 2, "duty_area") == "商贸"


def test_a_decision_on_a_list_that_no_longer_fits_is_told(office: Path) -> None:
    register = register_of(office)
    path = fill_in(office / "out" / XING, "挂职", 2, 分工="工业")
    token = review(register, path).proposals[0].token
    fill_in(path, "挂职", 2, 分工="商贸")
    decided = decide(review(register, path), register, SCHEMA, [token], (), who="甲", at=SENT_AT)
    assert decided.unknown == (token,)
    assert decided.remarks[0].text("zh").startswith("有 1 处没有写：列清单以后")


def test_a_copied_row_is_a_new_one_and_the_record_stays(office: Path) -> None:
    def copy_row(book: openpyxl.Workbook) -> None:
        tab = book["汇报与材料"]
        for column, cell in enumerate(tab[2], start=1):
            tab.cell(4, column).value = cell.value
        put(tab, 4, {"所属期间": "2026-Q3"})

    path = edited(office / "out" / XING, copy_row)
    (added,) = review(register_of(office), path).proposals
    assert (added.record, added.texts["period"]) == ("", "2026-Q3")


def test_a_row_numbered_meanwhile_is_still_the_row_that_was_sent(office: Path) -> None:
    path = fill_in(office / "out" / XING, "汇报与材料", 3, 实交日期="2026-07-01")
    reports = register_of(office) / "reports.csv"
    lines = reports.read_text("utf-8").splitlines()
    numbered = [f"report_id,{lines[0]}", f"R-0001,{lines[1]}", f"R-0002,{lines[2]}"]
    reports.write_text("\n".join(numbered) + "\n", "utf-8")
    assert in_short(review(register_of(office), path).proposals) == [
        ("reports", "R-0002", "submitted_on", "", "2026-07-01")
    ]


def test_an_edited_copy_of_the_register_is_listed_cell_by_cell(office: Path) -> None:
    register = register_of(office)
    copy = office / "copy"
    shutil.copytree(register, copy)
    postings = copy / "postings.csv"
    postings.write_text(postings.read_text("utf-8").replace("2026-12-31", "2026-11-30", 1), "utf-8")
    found = review_copy(copy, register, SCHEMA)
    assert in_short(found.proposals) == [
        ("postings", "S-0001", "end_planned", "2026-12-31", "2026-11-30")
    ]
    assert review_copy(register, register, SCHEMA).files[0].state is State.UNCHANGED
    odd = review_copy(_workbook(office / "值班表.xlsx"), register, SCHEMA)
    assert odd.files[0].remarks[0].text("zh").startswith("里面没有总表的任何一张表")
