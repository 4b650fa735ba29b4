"""Reminders: what each office has to do, no more than it may know, short enough to paste."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pytest
import segno
import zxingcpp

from handbook.building import Texts
from handbook.checking import Checked
from handbook.findings import Party, Severity
from handbook.publishable import UnknownUnitError, make_publishable, unit_audience
from handbook.publishable.embargo import embargoed_rows, places_of
from handbook.publishable.own import own_rows, owners_of_rows
from handbook.reminding import (
    Matter,
    Reminder,
    letter_bytes,
    reminder_text,
    reminders_of,
    write_reminders,
)
from handbook.rendering.messages import load_messages
from handbook.schema import LANGUAGES
from handbook.todo import by_unit, tasks_of
from small_workbooks import BATCH, CADRES, POSTING, PROGRAMME, ROOT, SCHEMA, check, workbook

ASKING = {
    **PROGRAMME,
    "owner_unit_id": "U-0003",
    "mentor_min": "1",
    "report_cycle_months": "3",
    "checked_from": "2026-01-01",
    "rules_on": "全部",
}
POSTINGS = (
    {**POSTING, "home_post_status": "保留", "home_post_checked_on": ""},
    {
        **POSTING,
        "posting_id": "S-0002",
        "cadre_id": "C-00002",
        "receiving_unit_id": "U-0003",
        "end_planned": "2026-07-20",
    },
)
REPORTS = (
    {
        "posting_id": "S-0001",
        "type": "季度汇报",
        "period": "2026-Q1",
        "due_on": "2026-04-15",
        "submitted_on": "",
    },
)


@cache
def texts() -> Texts:
    return Texts(SCHEMA, load_messages(ROOT / "sheets_schema" / "messages"))


@cache
def small() -> Checked:
    """Give a register of two people at two units, with a report that is late."""
    return check(
        workbook(
            cadres=CADRES,
            programmes=(ASKING,),
            batches=(BATCH,),
            postings=POSTINGS,
            reports=REPORTS,
            mentors=({"posting_id": "S-0002", "role": "业务帮带", "start_on": "2026-01-01"},),
        )
    )


def reminders(language: str = "zh", **chosen) -> dict[str, Reminder]:
    """Give the reminders of the small register by the name of their files."""
    return {each.name: each for each in reminders_of(small(), texts(), language, **chosen)}


def one(matters: Sequence[Matter] = (), **facts) -> Reminder:
    """Give a reminder by hand."""
    made = Reminder(
        Party.RECEIVING, "U-0002", "杏坞镇", "党政办", "栖川市委组织部", date(2026, 6, 30), "",
        tuple(matters),
    )  # fmt: skip
    return replace(made, **facts)


LATE = Matter("汇报逾期", "顾清禾", "季度汇报过期", "补交", date(2026, 4, 15), -76)
SOON = Matter("核对原岗位", "陆予安", "核对原岗位", "", date(2026, 7, 2), 2)


# Who is told what


def test_every_role_has_its_own():
    assert {name.rpartition("-")[2] for name in reminders()} >= {"home", "receiving", "cadre"}


def test_what_a_cadre_owes_goes_to_the_unit_they_are_at():
    told = reminders()["U-0002-cadre"]
    assert [each.who for each in told.matters if each.due == date(2026, 4, 15)] == ["顾清禾"]


def test_an_end_that_comes_is_told_to_both_sides_and_the_office():
    assert [
        name
        for name, each in reminders().items()
        if any(matter.due == date(2026, 7, 20) for matter in each.matters)
    ] == ["U-0001-home", "U-0003-receiving", "org-dept"]


def test_what_a_rule_tells_already_is_not_told_as_coming():
    names = [each.name for each in reminders()["U-0002-receiving"].matters]
    assert ("帮带联系人不够" in names, "补足帮带联系人" in names) == (True, False)


def test_one_unit_and_one_role_can_be_chosen():
    assert list(reminders(unit="U-0002", party=Party.RECEIVING)) == ["U-0002-receiving"]


def test_a_unit_that_is_not_there_is_told_so():
    with pytest.raises(UnknownUnitError, match="U-0999"):
        reminders_of(small(), texts(), "zh", "U-0999")


def test_a_unit_is_told_what_its_own_site_tells_and_nothing_else():
    for unit in ("U-0001", "U-0002", "U-0003"):
        shown = make_publishable(small(), unit_audience(unit))
        wanted = sorted(
            texts().messages.explain(task.finding, "zh").message
            for task in by_unit(tasks_of(shown)).get(unit, [])
            if task.finding.severity is not Severity.INFO
        )
        names = {each.name for each in map(reminders().get, _of(unit)) if each}
        told = [matter for name in names for matter in reminders()[name].matters if matter.help]
        assert sorted(each.told for each in told) == wanted


def test_whose_own_a_row_is_is_worked_out_at_once_as_for_each_unit():
    engagements = (
        {"kind": "谈心谈话", "held_on": "2026-03-01", "posting_ids": "S-0001"},
        {"kind": "谈心谈话", "held_on": "2026-03-02", "posting_ids": "S-0001；S-0002"},
        {"kind": "谈心谈话", "held_on": "2026-03-03", "batch_id": "B-001", "posting_ids": ""},
    )
    hidden = {**POSTING, "posting_id": "S-0003", "appointed_on": ""}
    book = workbook(postings=(*POSTINGS, hidden), engagements=engagements, reports=REPORTS)
    register = check(book).register
    embargoed = embargoed_rows(register)
    owners = owners_of_rows(register, embargoed)
    for unit in ("U-0001", "U-0002", "U-0003", ""):
        own = places_of(register, own_rows(register, unit, embargoed)) if unit else set()
        assert {row for row, units in owners.items() if unit in units} == own


def _of(unit: str) -> list[str]:
    return [f"{unit}-home", f"{unit}-receiving"]


def test_what_only_the_office_may_know_is_in_no_reminder():
    posting = {**POSTINGS[0], "party_relation": "已转接", "party_transfer_on": ""}
    checked = check(
        workbook(
            programmes=({**ASKING, "party_transfer": "必须转"},),
            batches=(BATCH,),
            postings=(posting,),
            cadres=({**CADRES[0], "remark": "电话 13900000000"}, CADRES[1]),
        )
    )
    assert any(each.visibility.name == "ORG" for each in checked.findings)
    text = "".join(reminder_text(each, "zh") for each in reminders_of(checked, texts(), "zh"))
    assert "备注" not in text
    assert "组织关系" not in text
    assert "139" not in text


def test_a_posting_nobody_may_know_of_yet_is_in_no_reminder():
    secret = {**POSTINGS[0], "appointment_doc_number": "", "appointed_on": ""}
    checked = check(workbook(programmes=(ASKING,), postings=(secret,), reports=REPORTS))
    found = reminders_of(checked, texts(), "zh")
    assert "顾清禾" not in "".join(reminder_text(each, "zh") for each in found)


def test_the_unit_in_charge_signs_unless_somebody_else_is_named():
    assert reminders()["U-0002-receiving"].sender == "白枥乡"
    assert reminders(sender="栖川市委组织部")["U-0002-receiving"].sender == "栖川市委组织部"


# The text


def test_the_text_says_what_who_by_when_and_whom_to_tell():
    assert reminder_text(one([LATE, SOON]), "zh") == (
        "【挂职工作提醒】2026-06-30\n"
        "杏坞镇（接收单位）：\n"
        "有 2 件事要办，1 件已经过期，1 件在 2026-07-07 前到期。\n"
        "1. 汇报逾期：顾清禾（期限 2026-04-15，已过 76 天）\n"
        "2. 核对原岗位：陆予安（最迟 2026-07-02）\n"
        "请尽快办好，填在发给你们的表里，或者回复栖川市委组织部。\n"
    )


@pytest.mark.parametrize(
    ("due", "asked"),
    [
        (date(2026, 7, 2), "请在 2026-07-02 前办好，"),
        (date(2026, 7, 20), "请在 2026-07-07 前办好，"),
        (None, "请在 2026-07-07 前办好，"),
    ],
)
def test_no_day_is_asked_for_that_is_later_than_the_day_of_the_matter(due: date | None, asked: str):
    days = due and (due - date(2026, 6, 30)).days
    text = reminder_text(one([replace(SOON, due=due, days=days)]), "zh")
    assert text.splitlines()[-1] == f"{asked}填在发给你们的表里，或者回复栖川市委组织部。"


def test_what_is_said_of_many_is_said_once():
    many = [replace(LATE, who=f"干部{number}") for number in range(1, 10)]
    (line,) = (each for each in reminder_text(one(many), "zh").splitlines() if each[:2] == "1.")
    assert line.startswith("1. 汇报逾期：干部1、干部2、干部3、干部4、干部5、干部6等 9 人")


def test_a_long_text_says_how_much_it_left_out():
    many = [replace(SOON, name=f"事项{number}") for number in range(1, 13)]
    text = reminder_text(one(many), "zh")
    assert ("8. 事项8" in text, "9. 事项9" in text) == (True, False)
    assert "另有 4 件，见待办清单。" in text


def test_the_list_on_the_site_is_named_where_it_has_an_address():
    told = reminders_of(small(), replace(texts(), site_url="https://handbook.example.org/"), "vi")
    found = next(each for each in told if each.name == "U-0002-receiving")
    assert found.address == "https://handbook.example.org/vi/todo/U-0002.html"
    assert found.address in reminder_text(found, "vi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_chinese_word_is_left_in_other_languages(language: str):
    reminder = one(
        [replace(LATE, name="A", who="B", told="C", help="D")], unit_name="E", sender="F"
    )
    assert not re.search("[\u4e00-\u9fff]", reminder_text(reminder, language))


# The letter


def paragraphs(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(BytesIO(content)).paragraphs if each.text]


def test_the_letter_has_title_addressee_text_signature_and_day():
    found = paragraphs(letter_bytes(one([LATE, SOON]), "zh"))
    assert found == [
        "关于办理挂职工作有关事项的提醒函",
        "杏坞镇：",
        "挂职干部登记表截至2026年6月30日的数据显示，你单位作为接收单位，有 2 件事需要办理。",
        "主要是：汇报逾期 1 件；核对原岗位 1 件。",
        "其中 1 件已经过期，请在2026年7月7日前办好；其余的按清单上的期限办。",
        "办好后请填在发给你们的表里，或者回复栖川市委组织部。",
        "请转党政办办理。",
        "附件：挂职工作待办清单",
        "栖川市委组织部",
        "2026年6月30日",
        "挂职工作待办清单",
    ]


def test_the_list_of_the_letter_has_every_matter_and_a_head_on_every_page():
    (table,) = docx.Document(BytesIO(letter_bytes(one([LATE, SOON]), "zh"))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "干部", "要办的事", "期限", "怎么办"],
        ["1", "顾清禾", "季度汇报过期", "2026年4月15日（已过 76 天）", "补交"],
        ["2", "陆予安", "核对原岗位", "2026年7月2日", ""],
    ]
    assert "w:tblHeader" in table._tbl.xml


def test_texts_of_cells_cannot_break_the_letter():
    hostile = replace(LATE, who="=1+1 <w:p/> & \x07\u202e", told="a\nb")
    (table,) = docx.Document(BytesIO(letter_bytes(one([hostile]), "zh"))).tables
    assert [cell.text for cell in table.rows[1].cells][1:3] == ["=1+1 <w:p/> &", "a b"]


def test_the_code_of_the_list_stands_in_the_letter_where_it_has_an_address():
    plain, coded = one([LATE]), one([LATE], address="https://handbook.example.org/todo/U-0002.html")
    shapes = [
        len(docx.Document(BytesIO(letter_bytes(each, "zh"))).inline_shapes)
        for each in (plain, coded)
    ]
    assert shapes == [0, 1]


def test_a_telephone_reads_where_the_list_is():
    address = "https://handbook.example.org/vi/todo/U-0002.html"
    paper = docx.Document(BytesIO(letter_bytes(one([LATE], address=address), "vi")))
    (picture,) = (part for part in paper.part.package.iter_parts() if "media" in part.partname)
    code = segno.make(address, error="m", micro=False)
    drawn = BytesIO()
    code.save(drawn, kind="png", scale=8)
    assert picture.blob == drawn.getvalue()
    rows = np.array([bytearray(row) for row in code.matrix_iter(border=4)], dtype=np.uint8)
    image = np.kron(np.where(rows, 0, 255), np.ones((8, 8))).astype(np.uint8)
    assert [each.text for each in zxingcpp.read_barcodes(image)] == [address]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_reminder_gives_the_same_letter(language: str):
    reminder = one([LATE], address="https://handbook.example.org/todo/U-0002.html")
    assert letter_bytes(reminder, language) == letter_bytes(reminder, language)


# The files


def test_files_are_named_by_ids_and_roles(tmp_path: Path):
    office = one([SOON], party=Party.ORG_DEPT, unit="", unit_name="")
    files = write_reminders([one([LATE]), office], tmp_path / "new", "zh")
    assert [each.name for each in files] == [
        "U-0002-receiving.txt",
        "U-0002-receiving.docx",
        "org-dept.txt",
    ]
    assert all(each.read_bytes() for each in files)
