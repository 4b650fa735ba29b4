"""The Jinja environment of one language: autoescaping, strict, every template compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handbook.findings import Effect, Finding, Party, Severity, Visibility
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.values import date_text
from handbook.rendering.messages import Explained, Messages
from handbook.rendering.tables import Tables
from handbook.rendering.timeline import timeline_svg
from handbook.rendering.translations import fill_words, translations

_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "错误",
    Severity.WARNING: "警告",
    Severity.INFO: "提示",
}
PARTIES: Mapping[Party, str] = {
    Party.HOME: "派出单位",
    Party.RECEIVING: "接收单位",
    Party.ORG_DEPT: "组织部门",
    Party.CADRE: "干部本人",
    Party.MAINTAINER: "维护人员",
}
EFFECTS: Mapping[Effect, str] = {
    Effect.STOP: "整个网站暂不更新，继续显示上一次的内容，改好后再发布。",
    Effect.WITHHOLD: "这一行暂不显示，指向它的地方只显示编号，改好后自动恢复。",
    Effect.MASK: "只有这一格标“待核”，显示上一次可信的内容，同一行其他内容照常显示。",
    Effect.TELL: "页面照常显示，只提醒责任方处理。",
}
SECTIONS: Mapping[str, str] = {
    "here": "正在这里挂职",
    "away": "派出在外",
    "coming": "即将到岗",
    "leaving": "即将派出",
    "was_here": "曾在这里挂职",
    "was_away": "曾派出挂职",
}
GROUPS: Mapping[str, str] = {
    "term": "期限",
    "conditions": "条件和程序",
    "relations": "各种关系和请假",
    "mentors": "帮带",
    "cycles": "汇报、考核和日常工作",
}
FAMILIES: Mapping[str, str] = {
    "SRC": "文件和工作表",
    "HDR": "表头",
    "CEL": "单元格",
    "KEY": "编号和引用",
    "CNT": "数量异常",
    "POL": "政策规定",
    "WVR": "豁免",
}
_TABLES: Mapping[str, Mapping[Any, str]] = {
    "sections": SECTIONS,
    "groups": GROUPS,
    "families": FAMILIES,
    "severities": SEVERITIES,
    "parties": PARTIES,
    "effects": EFFECTS,
}
"""Words chosen by a key at run time; templates hold all others as `"…"|t`."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every template may look at beside its page.

    Attributes:
        language: zh, vi or en.
        contact: Mail address for mistakes; blank for none.
        messages: Texts of the findings.
        words: Table of words → key → word.
    """

    language: str
    contact: str
    messages: Messages
    words: Mapping[str, Mapping[Any, str]]

    def name(self, code: str) -> str:
        """Give the headline of a code."""
        return self.messages.name(code, self.language)


def make_environment(
    language: str,
    messages: Messages,
    limit: Visibility = Visibility.INTERNAL,
    contact: str = "",
) -> Environment:
    """Make the environment for the pages of one language and audience.

    Args:
        language: zh, vi or en.
        messages: Texts of the findings.
        limit: Strictest class the audience may see.
        contact: Mail address for mistakes; blank for none.

    Raises:
        ValueError: The contact is no mail address.
    """
    if contact and not _MAIL_ADDRESS.fullmatch(contact):
        raise ValueError(f"not a mail address: {contact}")
    environment = Environment(
        loader=PackageLoader("handbook", "rendering/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = translations(language)
    days = lru_cache(maxsize=4096)(partial(_days_in_words, language))
    tables = Tables(
        language,
        words.gettext,
        partial(days_of, days),
        lambda count: fill_words(language, "更早的 {count} 条没有列出。", count=count),
        lists_findings=limit >= Visibility.INTERNAL,
    )
    environment.filters.update(
        t=words.gettext,
        fill=partial(_fill, language),
        shown=tables.value,
        facts=tables.facts,
        table=tables.table,
        grouped=tables.grouped,
        lines=tables.lines,
        posting=tables.posting,
        explained=_explainer(messages, language, limit),
        days=partial(days_of, days),
        day=lru_cache(maxsize=4096)(partial(_day_html, language)),
        day_text=partial(date_text, language=language),
        timeline=timeline_svg,
        at_root=at_root,
        policy_link=policy_link,
        report_link=partial(_report_link, language, contact),
    )
    environment.globals.clear()  # each global costs every page a little time
    environment.globals["site"] = Site(
        language,
        contact,
        messages,
        {
            name: {key: words.gettext(msgid) for key, msgid in table.items()}
            for name, table in _TABLES.items()
        },
    )
    return environment


def _fill(language: str, msgid: str, **values: object) -> str:
    return fill_words(language, msgid, **values)


def _explainer(
    messages: Messages, language: str, limit: Visibility
) -> Callable[[Finding], Explained]:
    return lambda finding: messages.explain(finding, language, limit)


def _day_html(language: str, day: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), date_text(day, language))


def days_of(days_in_words: Callable[[int, Phase], str], line: PostingLine) -> str:
    """Say how far off the end or start of a posting is; blank where there is nothing to say."""
    return "" if line.days is None else days_in_words(line.days, line.phase)


def _days_in_words(language: str, days: int, phase: Phase) -> str:
    if phase is Phase.COMING:
        text = "还有 {count} 天开始" if days > 0 else "开始日期已过 {count} 天"
    elif days == 0:
        text = "今天到期"
    else:
        text = "还有 {count} 天到期" if days > 0 else "到期已过 {count} 天"
    return fill_words(language, text, count=abs(days))


def at_root(html: Markup) -> Markup:
    """Make the links of a shown value lead from the root of the site, where the home page is."""
    return Markup(str(html).replace('href="../', 'href="'))  # noqa: S704 - text holds no bare quote


def policy_link(policy: str) -> str:
    """Give the link from a page one folder deep to a page of the guidance.

    Args:
        policy: Page and anchor, such as `guidance/mentors#how-many`.
    """
    page, _, anchor = policy.partition("#")
    return f"../{page}.html#{anchor}" if anchor else f"../{page}.html"


def _report_link(language: str, contact: str, key: str) -> str:
    subject = fill_words(language, "信息有误：{key}", key=key)
    return f"mailto:{contact}?subject={quote(subject)}"
