"""Days, and how far off they are, in the words of a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup

from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import date_text
from handbook.rendering.translations import fill_words


def day_html(language: str, day: date) -> Markup:
    """Write a day as an element that says which it is.

    Args:
        language: zh, vi or en, or several together.
        day: The day.
    """
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), date_text(day, language))


def days_of(days_in_words: Callable[[int, Phase], str], line: PostingLine) -> str:
    """Say how far off the end or start of a posting is; blank where there is nothing to say.

    Args:
        days_in_words: Says it of days, fewer than none for what has passed, and a phase.
        line: The posting.
    """
    return "" if line.days is None else days_in_words(line.days, line.phase)


def days_in_words(language: str, days: int, phase: Phase) -> str:
    """Say how far off the end of a posting is, or the start of one that has not begun.

    Args:
        language: zh, vi or en, or several together.
        days: From the day of the register; fewer than none for what has passed.
        phase: Of the posting.
    """
    if phase is Phase.COMING:
        text = "还有 {count} 天开始" if days > 0 else "开始日期已过 {count} 天"
    elif days == 0:
        text = "今天到期"
    else:
        text = "还有 {count} 天到期" if days > 0 else "到期已过 {count} 天"
    return fill_words(language, text, count=abs(days))
