"""Words of the tables of numbers on the pages of units, programmes and batches."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.rendering.question_words import TASKS

CAPTIONS: Mapping[str, str] = {
    "posts_of_unit": "提供的岗位",
    "quotas_of_unit": "选派名额",
    "places": "各接收单位的岗位",
    "quotas": "各派出单位的名额",
    "by_status": "按状态",
    "by_home": "按派出单位",
    "by_host": "按接收单位",
    "by_region": "按接收单位所在地区",
    "by_outcome": "期满去向",
    "ages": "开始挂职时的年龄",
    "batches": "各批次的时间和人数",
}
"""What a table holds."""
FIGURES: Mapping[str, str] = {
    "post": "岗位",
    "batch": "批次",
    "unit": "单位",
    "home": "派出单位",
    "host": "接收单位",
    "region": "行政区划",
    "status": "状态",
    "outcome": "期满去向",
    "age": "年龄",
    "quota": "名额",
    "places": "名额",
    "taken": "已配备",
    "open": "空缺",
    "allotted": "名额",
    "nominated": "已推荐",
    "sent": "已派出",
    "reported": "报名",
    "selected": "入选",
    "postings": "人次",
    "current": "正在挂职",
    "coming": "即将到岗",
    "past": "已结束",
}
"""Columns of the tables."""
SUMS: Mapping[str, str] = {
    "places": "各岗位名额之和应等于批次名额",
    "chosen": "入选人数不能超过批次名额",
    "units": "公布的单位数应等于报名的单位数",
    "applicants": "公布的报名数应等于登记的报名数",
    "selected": "公布的入选数应等于登记的入选数",
}
"""What numbers of a batch have to agree."""
AVERAGES: Mapping[str, str] = {
    "term": "平均挂职时间",
    "site_days": "平均驻点天数",
    "entries": "平均纪实条数",
    "on_time": "按时交汇报",
}
"""Averages of a batch or programme."""
DUE_KINDS: Mapping[str, str] = {"term-end": "挂职期满", **TASKS}
"""What falls due."""
FIGURE_WORDS: Mapping[str, Mapping[str, str]] = {
    "captions": CAPTIONS,
    "figures": FIGURES,
    "sums": SUMS,
    "averages": AVERAGES,
    "due_kinds": DUE_KINDS,
}
"""Words chosen by a key at run time."""
