"""A reminder as a letter to print and stamp: 提醒函, with the list of what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import segno
from docx.shared import Mm

from handbook.findings import Party
from handbook.forms.filling import day_on_paper
from handbook.office_paper import Paper
from handbook.reminding.messages import answer_by, grouped
from handbook.reminding.model import Matter, Reminder
from handbook.rendering.environment import PARTIES
from handbook.rendering.translations import fill_words

_TITLE = "关于办理挂职工作有关事项的提醒函"
_LIST = "挂职工作待办清单"
_COLUMNS = ("序号", "干部", "要办的事", "期限", "怎么办")
_WIDTHS = (9, 19, 46, 33, 60)
_MOST_NAMED = 6
_CODE_SIDE = Mm(28)


def letter_bytes(reminder: Reminder, language: str) -> bytes:
    """Write a reminder as a .docx file; same reminder, same bytes.

    Args:
        reminder: What one office is reminded of.
        language: zh, vi or en.
    """
    title = fill_words(language, _TITLE)
    paper = Paper(title, language)
    paper.title(title)
    addressee = reminder.unit_name or fill_words(language, PARTIES[reminder.party])
    paper.text(fill_words(language, "{who}：", who=addressee), is_indented=False)
    for text in _body(reminder, language):
        paper.text(text)
    paper.text(fill_words(language, "附件：{name}", name=fill_words(language, _LIST)))
    paper.sign([reminder.sender, day_on_paper(reminder.as_of, language)])
    _add_list(paper, reminder, language)
    return paper.content()


def _body(reminder: Reminder, language: str) -> Iterator[str]:
    day = day_on_paper(reminder.as_of, language)
    yield fill_words(
        language, _OPENINGS[reminder.party], day=day,
        count=len(reminder.matters), role=fill_words(language, PARTIES[reminder.party]),
    )  # fmt: skip
    groups = grouped(reminder.matters)
    parts = [
        fill_words(language, "{what} {count} 件", what=each[0].name, count=len(each))
        for each in groups[:_MOST_NAMED]
    ]
    separator = "；" if language == "zh" else "; "
    yield fill_words(language, "主要是：{items}。", items=separator.join(parts))
    yield from _deadlines(reminder, language)
    if reminder.office:
        yield fill_words(language, "请转{office}办理。", office=reminder.office)


_OPENINGS = {
    Party.HOME: "挂职干部登记表截至{day}的数据显示，你单位作为派出单位，有 {count} 件事需要办理。",
    Party.RECEIVING: "挂职干部登记表截至{day}的数据显示，"
    "你单位作为接收单位，有 {count} 件事需要办理。",
    Party.CADRE: "挂职干部登记表截至{day}的数据显示，"
    "在你单位挂职的干部有 {count} 件事需要本人办理，请转告他们。",
    Party.ORG_DEPT: "挂职干部登记表截至{day}的数据显示，组织部门有 {count} 件事需要办理。",
}


def _deadlines(reminder: Reminder, language: str) -> Iterator[str]:
    day = day_on_paper(answer_by(reminder), language)
    if reminder.overdue:
        yield fill_words(
            language,
            "其中 {count} 件已经过期，请在{day}前办好；其余的按清单上的期限办。",
            count=reminder.overdue,
            day=day,
        )
    else:
        yield fill_words(language, "请按清单上的期限办好；没有写期限的，请在{day}前办好。", day=day)
    if reminder.unit:
        told = "办好后请填在发给你们的表里，或者回复{sender}。"
        yield fill_words(language, told, sender=reminder.sender)
    else:
        yield fill_words(language, "办好后请填进登记表。")


def _add_list(paper: Paper, reminder: Reminder, language: str) -> None:
    paper.new_page()
    paper.heading(fill_words(language, _LIST))
    head = [fill_words(language, column) for column in _COLUMNS]
    rows = [
        (str(number), *_row(matter, language))
        for number, matter in enumerate(reminder.matters, start=1)
    ]
    paper.table(head, rows, _WIDTHS, numbers=(0,))
    if reminder.address:
        code = BytesIO()
        segno.make(reminder.address, error="m", micro=False).save(code, kind="png", scale=8)
        caption = fill_words(language, "网上的待办清单：{address}", address=reminder.address)
        paper.picture(code.getvalue(), _CODE_SIDE, caption)


def _row(matter: Matter, language: str) -> tuple[str, str, str, str]:
    when = day_on_paper(matter.due, language) if matter.due else ""
    if matter.is_overdue and matter.days is not None:
        late = fill_words(language, "已过 {count} 天", count=-matter.days)
        when = fill_words(language, "{day}（{late}）", day=when, late=late)
    return matter.who, matter.told, when, matter.help
