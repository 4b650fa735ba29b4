"""The Jinja environment of one language: autoescaping, strict, every template compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from handbook.findings import Effect, Finding, Party, Severity, Visibility
from handbook.pages.past import RecordPast
from handbook.pages.takeaway import OPEN
from handbook.pages.values import date_text, list_mark
from handbook.publishable import Publishable
from handbook.rendering.charts import flows_svg, funnel_svg, trend_svg
from handbook.rendering.days import day_html, days_in_words, days_of
from handbook.rendering.feet import FootWriter
from handbook.rendering.figure_words import FIGURE_WORDS
from handbook.rendering.figures import FigureWriter
from handbook.rendering.list_words import LIST_WORDS
from handbook.rendering.messages import Explained, Messages
from handbook.rendering.page_codes import page_code
from handbook.rendering.past_words import PAST_KINDS
from handbook.rendering.posting_details import PostingWriter
from handbook.rendering.question_words import QUESTION_WORDS
from handbook.rendering.tables import Tables
from handbook.rendering.timeline import timeline_svg, timeline_words
from handbook.rendering.translations import fill_words, word, words_of
from handbook.rendering.written_pages import (
    NO_PAGES,
    article_title,
    form_links,
    policy_link,
    policy_title,
)
from handbook.shared_words import html_in_each, in_each

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
    Effect.MASK: "只有出错的格标“待核”，显示上次发布的值，没有就只显示“待核”"
    "；同一行其他内容照常显示。",
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
    "WVR": "豁免",
    "integrity": "登记表本身",
    "privacy": "个人信息",
    "batches": "项目、批次和岗位",
    "selection": "推荐和选拔",
    "postings": "挂职期限",
    "placement": "派出和到岗",
    "home-unit": "原单位和原岗位",
    "presence": "请假和在岗",
    "mentors": "帮带联系人",
    "reports": "汇报",
    "contacts": "谈话、走访和征求意见",
    "assessments": "考核",
    "ending": "期满和返回",
    "portfolio": "总体情况",
    "vietnam": "越南项目",
}
"""Family of codes, or chapter of the rules of the programme → its heading."""
CLASSES: Mapping[Visibility, str] = {
    Visibility.PUBLIC: "所有人",
    Visibility.INTERNAL: "手册的所有读者",
    Visibility.UNIT: "派出单位、接收单位、本人和组织部门",
    Visibility.ORG: "只有组织部门",
    Visibility.SEALED: "只有组织部门，而且只在本地报告和保密表格里",
}
_TABLES: Mapping[str, Mapping[Any, str]] = {
    **LIST_WORDS,
    **FIGURE_WORDS,
    **QUESTION_WORDS,
    "past": PAST_KINDS,
    "open": OPEN,
    "sections": SECTIONS,
    "groups": GROUPS,
    "families": FAMILIES,
    "severities": SEVERITIES,
    "parties": PARTIES,
    "effects": EFFECTS,
    "classes": CLASSES,
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
        list_mark: What stands between the items of a list.
        readers: Whom the pages are for, in words; blank to leave it unsaid.
        is_narrow: Whether they are for fewer people than all readers of the handbook.
    """

    language: str
    contact: str
    messages: Messages
    words: Mapping[str, Mapping[Any, str]]
    list_mark: str = "、"
    readers: str = ""
    is_narrow: bool = False

    def name(self, code: str) -> str:
        """Give the headline of a code."""
        return self.messages.name(code, self.language)


def make_environment(
    language: str,
    messages: Messages,
    limit: Visibility = Visibility.INTERNAL,
    contact: str = "",
    elsewhere: Mapping[str, str] = NO_PAGES,
    titles: Mapping[str, str] = NO_PAGES,
    readers: str = "",
    site_url: str = "",
    kept: BytecodeCache | None = None,
) -> Environment:
    """Make the environment for the pages of one language and audience.

    Args:
        language: zh, vi or en.
        messages: Texts of the findings.
        limit: Strictest class the audience may see.
        contact: Mail address for mistakes; blank for none.
        elsewhere: Hand-written page this language lacks → where it is read instead, from the root
            of the language's site; both without their ending.
        titles: Article, section and form → what it is called, from `article_titles`; a form that
            is not there is not linked.
        readers: Whom the pages are for, from `readers_text`.
        site_url: Address of the site in this language, ends with a slash; blank for unknown.
        kept: Templates compiled before for an environment made from the same.

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
        bytecode_cache=kept,
    )
    linked = partial(policy_link, elsewhere=elsewhere)
    unnamed = word(language, "指南中的规定")
    environment.filters.update(
        **_filters(language, messages, limit),
        page_code=partial(page_code, site_url),
        policy_link=linked,
        forms=cache(partial(form_links, titles, word(language, "用得上的表格"), linked)),
        policy_title=partial(policy_title, titles, unnamed),
        article_title=partial(article_title, titles, unnamed),
    )
    told = readers if limit > Visibility.INTERNAL else ""
    environment.filters["foot"] = _foot_writer(environment, language, contact, told).write
    environment.globals.clear()  # each global costs every page a little time
    environment.globals["site"] = Site(
        language,
        contact,
        messages,
        _words_by_key(language),
        list_mark(language),
        readers,
        limit > Visibility.INTERNAL,
    )
    return environment


def _foot_writer(environment: Environment, language: str, contact: str, readers: str) -> FootWriter:
    report_link = partial(_report_link, language, contact) if contact else None
    day, past = environment.filters["day"], partial(_earlier, environment)
    return FootWriter(words_of(language), day, report_link, readers, past)


def _earlier(environment: Environment, past: RecordPast) -> str:
    """Write what is told of earlier days, which few pages have."""
    module: Any = environment.get_template("_parts.html").module
    return str(module.earlier(past))


def _filters(
    language: str, messages: Messages, limit: Visibility
) -> Mapping[str, Callable[..., object]]:
    """Give the filters that write values and findings in the language of the pages."""
    words = words_of(language)
    days = partial(days_of, lru_cache(maxsize=4096)(partial(days_in_words, language)))
    more = partial(_more, language)
    tables = Tables(
        language,
        words,
        days,
        more,
        lists_findings=limit >= Visibility.INTERNAL,
    )
    figures = FigureWriter(language, tables)
    return {
        "t": words,
        "fill": partial(_fill, language),
        "shown": tables.value,
        "named": tables.named,
        "facts": tables.facts,
        "links": tables.links,
        "figures": figures.figures,
        "dues": figures.dues,
        "table": tables.table,
        "grouped": tables.grouped,
        "lines": tables.lines,
        "posting": PostingWriter(language, tables, more).write,
        "explained": _explainer(messages, language, limit),
        "about": partial(_paragraphs, messages, language),
        "days": days,
        "day": lru_cache(maxsize=4096)(partial(day_html, language)),
        "day_text": partial(date_text, language=language),
        "timeline": partial(timeline_svg, language, timeline_words(words)),
        "flows": flows_svg,
        "funnel": funnel_svg,
        "trend": trend_svg,
        "at_root": at_root,
    }


def _more(language: str, count: int) -> str:
    return fill_words(language, "更早的 {count} 条没有列出。", count=count)


def _words_by_key(language: str) -> Mapping[str, Mapping[Any, str]]:
    gettext = words_of(language)
    return {
        name: {key: gettext(msgid) for key, msgid in table.items()}
        for name, table in _TABLES.items()
    }


_READERS: Mapping[str, str] = {
    "public": "公开版，没有任何人名",
    "internal": "供登录的手册读者使用",
    "org": "只供组织部门使用，请勿外传",
}
"""Audience that every register has → whom its pages are for."""


def readers_text(publishable: Publishable, language: str) -> str:
    """Say whom the pages of an audience are for.

    Args:
        publishable: Made for that audience.
        language: zh, vi or en.
    """
    audience = publishable.audience
    if audience.unit:
        unit = publishable.tables["units"].records[audience.unit]
        return fill_words(language, "只供{unit}使用，请勿外传", unit=unit.unit_name)
    return word(language, _READERS[audience.name])


def _fill(language: str, msgid: str, **values: object) -> str:
    return fill_words(language, msgid, **values)


def _explainer(
    messages: Messages, language: str, limit: Visibility
) -> Callable[[Finding], Explained]:
    return lambda finding: messages.explain(finding, language, limit)


def _paragraphs(messages: Messages, language: str, code: str) -> Markup:
    """Write the paragraphs that explain a code."""

    def written(each: str) -> str:
        return "\n".join(f"<p>{escape(part)}</p>" for part in messages.about(code, each))

    return Markup(html_in_each(language, written))  # noqa: S704 - escaped for each language


def at_root(html: Markup) -> Markup:
    """Make the links of a shown value lead from the root of the site, where the home page is."""
    return Markup(str(html).replace('href="../', 'href="'))  # noqa: S704 - text holds no bare quote


def _report_link(language: str, contact: str, key: str) -> str:
    def link(each: str) -> str:
        subject = fill_words(each, "信息有误：{key}", key=key)
        return f"mailto:{contact}?subject={quote(subject)}"

    return in_each(language, link)
