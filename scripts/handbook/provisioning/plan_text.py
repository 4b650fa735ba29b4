"""A plan as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from handbook.provisioning.blueprint import Part
from handbook.provisioning.steps import Change, Kind, Plan, Step
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS

_LISTED_AT_MOST = 8
_WORDS = {
    (Kind.LANGUAGE, Change.ADD): "记下登记表的语言：{new}",
    (Kind.VERSION, Change.ADD): "记下架构版本：{new}",
    (Kind.VERSION, Change.RENEW): "架构版本：{old} → {new}",
    (Kind.PART, Change.ADD): "记下这份表格放哪些列：{new}",
    (Kind.PART, Change.RENEW): "这份表格放哪些列：{old} → {new}",
    (Kind.RESULTS, Change.ADD): "新建工作表，用来写检查结果",
    (Kind.SHEET, Change.ADD): "新建工作表，共 {columns}",
    (Kind.LIST_SHEET, Change.ADD): "新建隐藏的工作表，用来存放下拉选项",
    (Kind.MARK, Change.ADD): "认作登记表里的“{new}”表",
    (Kind.ROWS, Change.ADD): "在末尾添加空白的行或列",
    (Kind.COLUMN, Change.ADD): "添加列：{columns}",
    (Kind.LIST, Change.ADD): "列出可选的记录：{columns}",
    (Kind.LIST, Change.RENEW): "更新可选的记录：{columns}",
    (Kind.NOTE, Change.ADD): "在标题上写填写说明：{columns}",
    (Kind.NOTE, Change.RENEW): "更新标题上的填写说明：{columns}",
    (Kind.NOTE, Change.KEEP): "保留标题上已有的批注，不写填写说明：{columns}",
    (Kind.RULE, Change.ADD): "下拉列表、日期校验：{columns}",
    (Kind.RULE, Change.RENEW): "更新下拉列表、日期校验：{columns}",
    (Kind.RULE, Change.KEEP): "保留已有的数据验证，不另设下拉列表、日期校验：{columns}",
    (Kind.FORMAT, Change.ADD): "单元格格式（日期、文本）：{columns}",
    (Kind.FREEZE, Change.ADD): "冻结标题行和首列",
    (Kind.PROTECT, Change.ADD): "改动标题行之前先提醒",
    (Kind.BAND, Change.ADD): "隔行底色",
    (Kind.FOLD, Change.ADD): "折叠平时不用填的新列",
    (Kind.DOUBLED, Change.KEEP): "有几张工作表都像是它，没有动；请只留一张，或给其余的改名",
    (Kind.NO_HEADER, Change.KEEP): "表里有内容，却没有认出标题行，没有动；请在前十行里写好列标题",
    (Kind.OWN_TITLE, Change.KEEP): "这个名称已被别的工作表占用，没有动；请先给它改名",
}
_LANGUAGE_NAMES = {"zh": "中文", "vi": "Tiếng Việt", "en": "English"}
_PART_NAMES = {
    Part.WHOLE: "全部列",
    Part.SHARED: "与单位共用的列",
    Part.RESTRICTED: "只给组织部门看的列",
}


def plan_text(plan: Plan, language: str) -> str:
    """Write a plan for people: by sheet, `+` for what is added, `~` renewed, `=` kept.

    Args:
        plan: What has to be done.
        language: Language of the reader: zh, vi or en.

    Returns:
        Lines, the last with counts, or one that says there is nothing to do.
    """
    return "\n".join((*_sheets(plan, language), _total(plan, language))) + "\n"


def _sheets(plan: Plan, language: str) -> Iterator[str]:
    for sheet, steps in groupby(plan.steps, key=lambda step: step.sheet):
        yield sheet or plan.title
        yield from _lines(list(steps), language)
        yield ""


def _lines(steps: Sequence[Step], language: str) -> Iterator[str]:
    is_new = any(step.kind is Kind.SHEET for step in steps)
    alike: dict[tuple[Kind, Change], list[Step]] = {}
    for step in steps:
        alike.setdefault((step.kind, step.change), []).append(step)
    for (kind, change), same in alike.items():
        if is_new and kind is Kind.COLUMN:
            continue
        columns = _counted(same, language) if is_new else _listed(same, language)
        yield f"  {change} {_sentence(same[0], columns, language)}"


def _sentence(step: Step, columns: str, language: str) -> str:
    return fill_words(
        language,
        _WORDS[step.kind, step.change],
        columns=columns,
        old=_named(step.kind, step.old, language),
        new=_named(step.kind, step.new, language),
    )


def _named(kind: Kind, value: str, language: str) -> str:
    """Write what is noted about a spreadsheet in words."""
    if kind is Kind.PART and value:
        return fill_words(language, _PART_NAMES[Part(value)])
    return _LANGUAGE_NAMES.get(value, value) if kind is Kind.LANGUAGE else value


def _counted(steps: Sequence[Step], language: str) -> str:
    """Only count the columns of a new sheet: nobody knows them yet."""
    count = int(steps[0].new) if steps[0].kind is Kind.SHEET else len(steps)
    return fill_words(language, "{count} 列", count=count)


def _listed(steps: Sequence[Step], language: str) -> str:
    names = [f"{step.column} ({step.letters})" for step in steps[:_LISTED_AT_MOST]]
    listed = LIST_SEPARATORS[language].join(names)
    if len(steps) <= _LISTED_AT_MOST:
        return listed
    return fill_words(language, "{columns}等，共 {total} 列", columns=listed, total=len(steps))


def _total(plan: Plan, language: str) -> str:
    counts = plan.counts
    if plan.is_empty:
        return fill_words(language, "没有要做的事：表格“{title}”已经设置好。", title=plan.title)
    return fill_words(
        language,
        "共添加 {added} 处，更新 {renewed} 处，保留 {kept} 处。",
        added=counts[Change.ADD],
        renewed=counts[Change.RENEW],
        kept=counts[Change.KEEP],
    )


def plan_json(plan: Plan) -> str:
    """Write a plan for programs; the keys are the same whatever it holds."""
    counts = plan.counts
    content = {
        "version": 1,
        "title": plan.title,
        "language": plan.language,
        "steps": [_record(step) for step in plan.steps],
        "counts": {
            "add": counts[Change.ADD],
            "renew": counts[Change.RENEW],
            "keep": counts[Change.KEEP],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _record(step: Step) -> dict[str, str]:
    return {
        "kind": step.kind.word,
        "change": step.change.name.lower(),
        "sheet": step.sheet,
        "column": step.column,
        "letters": step.letters,
        "old": step.old,
        "new": step.new,
    }
