"""What one publishing run has to say to whoever reads its job summary; no text of any cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from handbook.editions import Edition
from handbook.reporters import Report, report_markdown
from handbook.workbook import Manifest


class State(StrEnum):
    """How a publishing run ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    STOPPED = "stopped"
    REFUSED = "refused"
    FAILED = "failed"


_SENTENCES: Mapping[State, str] = {
    State.PUBLISHED: "网站已重新生成，等待上线。",
    State.UNCHANGED: "登记表、程序和日期都没有变化，网站不必重新生成。",
    State.STOPPED: "登记表有必须先改的问题，网站没有更新，原来的内容保留。",
    State.REFUSED: "网站没有通过上线前的检查，没有更新，原来的内容保留。",
    State.FAILED: "运行中断，网站没有更新，原来的内容保留。请查看本次运行中标红的步骤。",
}


def state_of_build(exit_code: str) -> State:
    """Tell how a run ended by what `handbook build` exited with.

    Args:
        exit_code: As a workflow hands it over; blank where the build was skipped.
    """
    known = {"": State.UNCHANGED, "0": State.PUBLISHED, "10": State.STOPPED, "11": State.REFUSED}
    return known.get(exit_code, State.FAILED)


def summary_markdown(
    report: Report, state: State, manifest: Manifest, live: Edition | None, now: datetime
) -> str:
    """Write the summary of a run: what became of the site, how old everything is, what was found.

    Args:
        report: What was found, limited to the class the reader may know of.
        state: How the run ended.
        manifest: Of the workbook as pulled.
        live: What the site that stands was made from; None where that is not known.
        now: This moment, with a time zone.

    Returns:
        Markdown that ends with a newline.
    """
    lines = [f"**{report.words(_SENTENCES[state])}**", ""]
    if manifest.pulled_at:
        lines.append(_line(report, "登记表取自 {time}（{age}）。", manifest.pulled_at, now))
    if live is not None and state is not State.PUBLISHED:
        lines.append(report.words("网站上的内容截至 {day}。", day=live.as_of.isoformat()))
        if live.pulled_at:
            lines.append(_line(report, "网站的数据取自 {time}（{age}）。", live.pulled_at, now))
    return "\n".join([*lines, "", report_markdown(report)])


def _line(report: Report, msgid: str, pulled_at: str, now: datetime) -> str:
    moment = datetime.fromisoformat(pulled_at).astimezone(now.tzinfo)
    return report.words(msgid, time=f"{moment:%Y-%m-%d %H:%M}", age=_age(report, now - moment))


def _age(report: Report, age: timedelta) -> str:
    """Say how long ago something was, in the largest unit that fits."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return report.words("{count} 分钟前", count=minutes)
    hours = minutes // 60
    if hours < 48:
        return report.words("{count} 小时前", count=hours)
    return report.words("{count} 天前", count=hours // 24)
