"""A reminder as a text to paste into a chat group: short, and nobody's number in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from handbook.findings import Party
from handbook.pages.values import date_text
from handbook.reminding.gathering import AHEAD_DAYS
from handbook.reminding.model import Matter, Reminder
from handbook.rendering.environment import PARTIES
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS

_MOST_LINES = 8
_MOST_NAMES = 6


def reminder_text(reminder: Reminder, language: str) -> str:
    """Write a reminder as plain text, one line for each kind of matter.

    Args:
        reminder: What one office is reminded of.
        language: zh, vi or en.

    Returns:
        Ends with a newline.
    """
    return "\n".join(_lines(reminder, language)) + "\n"


def _lines(reminder: Reminder, language: str) -> Iterator[str]:
    day = date_text(reminder.as_of, language)
    yield fill_words(language, "【挂职工作提醒】{day}", day=day)
    yield fill_words(language, "{who}：", who=addressee(reminder, language))
    yield counts(reminder, language)
    groups = grouped(reminder.matters)
    for number, group in enumerate(groups[:_MOST_LINES], start=1):
        yield f"{number}. {_line(group, language)}"
    left = sum(map(len, groups[_MOST_LINES:]))
    if left:
        yield fill_words(language, "另有 {count} 件，见待办清单。", count=left)
    yield _where_to(reminder, language)
    if reminder.address:
        yield fill_words(language, "逐条怎么办：{address}", address=reminder.address)


def addressee(reminder: Reminder, language: str) -> str:
    """Name whom a reminder goes to: the unit with its role, or the organisation department.

    Args:
        reminder: What one office is reminded of.
        language: zh, vi or en.
    """
    role = fill_words(language, PARTIES[reminder.party])
    if not reminder.unit:
        return role
    if reminder.party is Party.CADRE:
        return fill_words(language, "{unit}的各位挂职干部", unit=reminder.unit_name)
    return fill_words(language, "{unit}（{role}）", unit=reminder.unit_name, role=role)


def counts(reminder: Reminder, language: str) -> str:
    """Say in one sentence how much there is to do, and how much of it is late or due soon.

    Args:
        reminder: What one office is reminded of.
        language: zh, vi or en.
    """
    total, late = len(reminder.matters), reminder.overdue
    sunday = reminder.as_of + timedelta(days=AHEAD_DAYS)
    soon = sum(each.due is not None and not each.is_overdue and each.due <= sunday
               for each in reminder.matters)  # fmt: skip
    parts = [fill_words(language, "有 {count} 件事要办", count=total)]
    if late:
        parts.append(fill_words(language, "{count} 件已经过期", count=late))
    if soon:
        day = date_text(sunday, language)
        parts.append(fill_words(language, "{count} 件在 {day} 前到期", count=soon, day=day))
    return fill_words(language, "{items}。", items=_COMMAS[language].join(parts))


_COMMAS = {"zh": "，", "vi": ", ", "en": ", "}


def grouped(matters: Sequence[Matter]) -> list[list[Matter]]:
    """Put together what is said of several people; the most urgent group first.

    Args:
        matters: In order of urgency.
    """
    found: dict[str, list[Matter]] = {}
    for each in matters:
        found.setdefault(each.name, []).append(each)
    return list(found.values())


def _line(group: Sequence[Matter], language: str) -> str:
    names = list(dict.fromkeys(filter(None, (each.who for each in group))))
    shown = LIST_SEPARATORS[language].join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = fill_words(language, "{names}等 {count} 人", names=shown, count=len(names))
    text = group[0].name
    if shown:
        text = fill_words(language, "{what}：{who}", what=text, who=shown)
    when = deadline(group[0], language)
    return fill_words(language, "{text}（{when}）", text=text, when=when) if when else text


def deadline(matter: Matter, language: str) -> str:
    """Say by when something is to be done, or since when it is late; blank without a day.

    Args:
        matter: What is to be done.
        language: zh, vi or en.
    """
    if matter.due is None or matter.days is None:
        return ""
    day = date_text(matter.due, language)
    if matter.is_overdue:
        return fill_words(language, "期限 {day}，已过 {count} 天", day=day, count=-matter.days)
    return fill_words(language, "最迟 {day}", day=day)


def answer_by(reminder: Reminder) -> date:
    """Give the day by which what is late should be done now: a week on.

    Args:
        reminder: What one office is reminded of.
    """
    return reminder.as_of + timedelta(days=AHEAD_DAYS)


def _asked_by(reminder: Reminder) -> date | None:
    """Give the day to ask for: a week on, or the first deadline; None where one has passed."""
    if reminder.overdue:
        return None
    return min([answer_by(reminder), *(each.due for each in reminder.matters if each.due)])


def _where_to(reminder: Reminder, language: str) -> str:
    if not reminder.unit:
        return fill_words(language, "办好后请填进登记表。")
    asked_by = _asked_by(reminder)
    if asked_by is None:
        return fill_words(
            language,
            "请尽快办好，填在发给你们的表里，或者回复{sender}。",
            sender=reminder.sender,
        )
    return fill_words(
        language,
        "请在 {day} 前办好，填在发给你们的表里，或者回复{sender}。",
        day=date_text(asked_by, language),
        sender=reminder.sender,
    )
