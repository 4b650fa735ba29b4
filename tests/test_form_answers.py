"""Answers of a form: whose they are, what they would add, and why some are left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from handbook.form_answers import review_answers
from handbook.form_answers.columns import find_columns
from handbook.unit_files import Review, State, decide, without_conflict
from small_workbooks import CADRES, POSTING, SCHEMA, workbook
from unit_file_samples import ABSENCES, LOG, POSTINGS, SENT_AT, in_short, save_register

HEADER = (
    "序号",
    "提交答卷时间",
    "1、您的姓名（必填）",
    "2. 所在单位",
    "3、日期",
    "4、工作内容",
    "5、驻点天数",
)
ONE = ("1", "2026-06-02 10:00:01", "顾清禾", "", "2026/6/1", "走访农户", "1")

Rows = tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a register with two people of one name, and one who is there twice."""
    cadres = (
        *CADRES,
        {"cadre_id": "C-00003", "name": "苏棠", "home_unit_id": "U-0001"},
        {"cadre_id": "C-00004", "name": "苏棠", "home_unit_id": "U-0001"},
    )
    more = tuple(
        {**POSTING, "posting_id": f"S-000{n}", "cadre_id": f"C-0000{n}", "receiving_unit_id": unit}
        for n, unit in ((3, "U-0002"), (4, "U-0003"))
    )
    book = workbook(cadres=cadres, postings=(*POSTINGS[:2], *more), work_log=LOG, absences=ABSENCES)
    return save_register(tmp_path_factory.mktemp("answers"), book)


def answers(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Path:
    """Write what a form service exports."""
    path = folder / "答卷.csv"
    lines = (",".join(row) for row in (header, *rows))
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return path


def told(review: Review) -> list[str]:
    """Give what is told of the file."""
    return [each.text("zh") for each in review.files[0].remarks]


def row(**changes: str) -> tuple[str, ...]:
    """Give an answer that differs from the first one."""
    at = {"submitted": 1, "name": 2, "unit": 3, "day": 4, "what": 5, "days": 6}
    texts = list(ONE)
    for name, text in changes.items():
        texts[at[name]] = text
    return tuple(texts)


ADDED = ("work_log", "+", "", "", "S-0001 顾清禾 | 2026-06-01 | 驻点 | 走访农户 | 1")
LEFT_OUT: dict[str, tuple[tuple[str, ...], str]] = {
    "nobody of that name": (
        row(name="无此人"), "第 2 行：总表里没有“无此人”的挂职，没有列入清单。",
    ),
    "two of that name": (
        row(name="苏棠"),
        (
            "第 2 行：“苏棠”对得上几次挂职（S-0003、S-0004），没有列入清单。"
            "请在答卷里加一列“挂职编号”。"
        ),
    ),
    "a day before the posting": (
        row(day="2025-06-01"),
        "第 2 行：“顾清禾”在 2025-06-01 没有挂职，没有列入清单。请核对日期。",
    ),
    "nothing in it": (row(day="", what="", days=""), "第 2 行：没有填内容，跳过了。"),
    "there already": (
        row(day="2026-05-11"), "有 1 份答卷总表里已经有了，没有重复。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_OUT)
def test_why_an_answer_is_not_on_the_list(register: Path, tmp_path: Path, case: str) -> None:
    answer, sentence = LEFT_OUT[case]
    review = review_answers(answers(tmp_path, answer), register, SCHEMA)
    assert (sentence in told(review), review.proposals) == (True, ())


MATCHED: dict[str, tuple[str, ...]] = {
    "by name": ONE,
    "by a name with a space in it": row(name="顾　清 禾"),
    "with a time of day behind the date": row(day="2026-06-01 08:30:00"),
    "as one writes a date": row(day="2026年6月1日"),
}


@pytest.mark.parametrize("case", MATCHED)
def test_an_answer_becomes_a_row_of_the_log(register: Path, tmp_path: Path, case: str) -> None:
    review = review_answers(answers(tmp_path, MATCHED[case]), register, SCHEMA)
    assert in_short(review.proposals) == [ADDED]
    assert review.lines("zh")[0].sender == "顾清禾"


def test_a_name_that_two_bear_is_told_apart_by_the_unit(register: Path, tmp_path: Path) -> None:
    path = answers(tmp_path, row(name="苏棠", unit="白枥乡"))
    (added,) = review_answers(path, register, SCHEMA).proposals
    assert added.texts["posting_id"] == "S-0004 苏棠"


def test_a_number_of_the_posting_says_it_best(register: Path, tmp_path: Path) -> None:
    header = ("挂职编号", "姓名", "日期", "内容")
    path = answers(tmp_path, ("s-0003", "苏棠", "2026-06-01", "调研"), header=header)
    (added,) = review_answers(path, register, SCHEMA).proposals
    assert added.texts["posting_id"] == "S-0003 苏棠"


def test_of_two_answers_on_one_matter_the_later_one_counts(register: Path, tmp_path: Path) -> None:
    later = row(submitted="2026-06-05 09:00:00", days="2")
    review = review_answers(answers(tmp_path, later, ONE), register, SCHEMA)
    assert [each.texts["site_days"] for each in review.proposals] == ["2"]
    assert told(review) == ["第 3 行：和第 2 行说的是同一件事，用了后交的那一份。"]


def test_leave_is_told_from_work_by_its_columns(register: Path, tmp_path: Path) -> None:
    header = ("姓名", "请假类型", "请假开始日期", "请假结束日期", "请假事由")
    path = answers(tmp_path, ("陆予安", "事假", "2026-6-1", "2026-6-2", "家事"), header=header)
    review = review_answers(path, register, SCHEMA)
    assert in_short(review.proposals) == [
        ("absences", "+", "", "", "S-0002 陆予安 | 事假 | 2026-06-01 | 2026-06-02")
    ]
    assert told(review) == ["这几列没有读：请假事由。"]


def test_a_corrected_answer_changes_the_row_it_corrects(register: Path, tmp_path: Path) -> None:
    path = answers(tmp_path, row(day="2026-05-11", days="3"))
    assert in_short(review_answers(path, register, SCHEMA).proposals) == [
        ("work_log", "~S-0001~2026-05-11~site_day~走访农户", "site_days", "1", "3")
    ]


def test_answers_written_once_are_known_the_next_time(tmp_path: Path) -> None:
    register = save_register(tmp_path)
    path = answers(tmp_path, ONE, row(day="2026-06-02", what="=HYPERLINK(1)"))
    review = review_answers(path, register, SCHEMA)
    decide(review, register, SCHEMA, without_conflict(review), (), who="甲", at=SENT_AT)
    again = review_answers(path, register, SCHEMA)
    assert (again.proposals, again.files[0].state) == ((), State.UNCHANGED)
    assert told(again) == ["有 2 份答卷总表里已经有了，没有重复。"]


def test_a_private_number_is_never_taken_over(register: Path, tmp_path: Path) -> None:
    path = answers(tmp_path, row(what="联系 13812345678"))
    review = review_answers(path, register, SCHEMA)
    assert "what" not in review.proposals[0].texts
    assert told(review)[0] == "第 2 行：有身份证号或手机号，那一格没有列入清单。"


def test_a_workbook_is_read_like_a_csv_file(register: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for each in (HEADER, ONE):
        book.active.append(each)  # type: ignore[union-attr]
    book.save(tmp_path / "答卷.xlsx")
    review = review_answers(tmp_path / "答卷.xlsx", register, SCHEMA)
    assert in_short(review.proposals) == [ADDED]


REFUSED = {
    "no answers": (("部门", "电话"), "看不出这是表单的答卷"),
    "no sheet to put them in": (
        ("姓名", "请假开始日期", "请假结束日期"),
        "总表里没有“请销假与占用”",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_told_in_a_sentence(tmp_path: Path, case: str) -> None:
    header, sentence = REFUSED[case]
    register = save_register(tmp_path, workbook(work_log=LOG))
    path = answers(tmp_path, ("甲", "2026-06-01", "2026-06-02"), header=header)
    review = review_answers(path, register, SCHEMA)
    assert review.files[0].state is State.REFUSED
    assert told(review)[0].startswith(sentence)


TITLES: dict[str, tuple[Rows, dict[str, int]]] = {
    "as a service numbers them": ((HEADER,), {"log_on": 4, "what": 5, "site_days": 6}),
    "below a title": ((("工作纪实收集",), ("*姓名", "日期：", "事项")), {"log_on": 1, "what": 2}),
    "in Vietnamese": (
        (("Dấu thời gian", "Họ và tên", "Ngày làm việc", "Nội dung công việc"),),
        {"log_on": 2, "what": 3},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TITLES)
def test_titles_are_recognised(case: str) -> None:
    rows, expected = TITLES[case]
    found = find_columns(rows, SCHEMA)
    assert found is not None
    assert found.fields == expected
