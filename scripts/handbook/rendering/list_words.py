"""Words of lists: ways to look at the units, parts of the archive, columns of directories."""

from __future__ import annotations

from collections.abc import Mapping

DUES: Mapping[str, str] = {
    "half_year": "半年考核",
    "annual": "年度考核",
    "outcome": "期满考核和去向，最迟这一天",
    "filing": "考核归档，最迟这一天",
}
"""What follows from the window of a batch, in the calendar of the year."""
VIEWS: Mapping[str, str] = {
    "level": "按层级",
    "kind": "按类别",
    "cluster": "按片区",
    "region": "按地区",
    "tree": "隶属关系",
}
"""Ways to look at the units."""
POSTINGS: Mapping[str, str] = {
    "current": "正在挂职",
    "coming": "即将到岗",
    "undated": "已结束，日期待核",
    "cancelled": "已取消",
    "dates": "某一天谁在挂职",
}
"""Parts of the archive that are no year."""
COLUMNS: Mapping[str, str] = {
    "name": "姓名",
    "home": "派出单位",
    "host": "接收单位",
    "title": "挂任职务",
    "start": "起",
    "end": "止",
    "status": "状态",
    "programme": "项目",
    "batch": "批次",
    "direction": "方向",
    "cluster": "片区",
    "region": "行政区划",
    "year": "年份",
    "day": "日期",
    "level": "层级",
    "kind": "类别",
    "parent": "上级单位",
}
"""Columns and conditions of the directories; the name of a unit has a word of its own."""
LIST_WORDS: Mapping[str, Mapping[str, str]] = {
    "views": VIEWS,
    "postings": POSTINGS,
    "columns": COLUMNS,
    "dues": DUES,
}
"""Words chosen by a key at run time."""
