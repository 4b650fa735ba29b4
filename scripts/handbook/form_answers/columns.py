"""Which column of an exported table is what: titles as people and form services write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.schema import Schema, fold

SHEETS = ("work_log", "absences")
"""Sheets that answers may be rows of; the one that explains more titles is meant."""
SUBMITTED, NAME, UNIT, CADRE, POSTING = "submitted", "name", "unit", "cadre", "posting"
_SERVICE = "service"
"""What a service adds of its own and nobody misses."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    SUBMITTED: (
        "提交时间", "提交日期", "提交答卷时间", "填写时间", "填报时间", "填表时间", "时间戳记",
        "Timestamp", "Submitted at", "Dấu thời gian", "Thời gian gửi",
    ),
    NAME: (
        "姓名", "名字", "干部姓名", "挂职干部", "填报人", "填写人", "请假人", "记录人", "本人姓名",
        "Name", "Full name", "Họ và tên", "Họ tên", "Người điền",
    ),
    UNIT: (
        "单位", "所在单位", "挂职单位", "接收单位", "挂任单位", "工作单位", "派出单位", "原单位",
        "Unit", "Đơn vị", "Nơi đến", "Đơn vị tiếp nhận", "Đơn vị cử đi",
    ),
    CADRE: ("干部编号", "人员编号", "Mã cán bộ", "Cadre number"),
    _SERVICE: (
        "序号", "答题序号", "来自IP", "IP", "来源", "来源详情", "所用时间", "用时", "答题时长",
        "开始答题时间", "总分", "提交者", "填写设备", "微信昵称", "STT", "No.",
    ),
    POSTING: ("挂职编号", "Mã lượt biệt phái", "Mã lượt luân chuyển", "Posting number"),
}  # fmt: skip
_ROLES = {fold(word): role for role, words in _WORDS.items() for word in words}
_MORE_FIELDS: Mapping[str, Mapping[str, str]] = {
    "work_log": {
        "工作日期": "log_on", "驻点日期": "log_on", "到岗日期": "log_on", "哪一天": "log_on",
        "做了什么": "what", "工作情况": "what", "工作内容": "what", "今日工作": "what",
        "天数": "site_days", "驻点": "site_days", "工作类型": "entry_type",
        "Ngày làm việc": "log_on", "Công việc": "what", "Nội dung công việc": "what",
    },
    "absences": {
        "请假类型": "kind", "请假开始日期": "start_on", "请假开始时间": "start_on",
        "请假结束日期": "end_on", "请假结束时间": "end_on",
        "从哪天": "start_on", "到哪天": "end_on",
        "Loại nghỉ": "kind", "Nghỉ từ": "start_on", "Nghỉ đến": "end_on",
    },
}  # fmt: skip
_FIELDS = {
    sheet: {fold(word): name for word, name in words.items()}
    for sheet, words in _MORE_FIELDS.items()
}
_BEFORE = re.compile(r"^\s*(?:Q?\d+\s*[、.．:：)）]\s*|[*＊]\s*)+")
_BEHIND = re.compile(r"\s*(?:[(（\[【][^)）\]】]*[)）\]】]|[*＊:：?？])\s*$")
_YOUR = re.compile(r"^(?:请填写|请选择|请输入|您的|你的|您|本人)")
_SEARCHED_ROWS = 10


@dataclass(frozen=True)
class Columns:
    """How an exported table is read.

    Attributes:
        sheet: Key of the sheet its answers are rows of.
        header_row: Row number of its titles, from 1.
        roles: What a column tells about who answered → its place, from 0.
        fields: Field name → place, from 0.
        unread: Titles that mean nothing here.
    """

    sheet: str
    header_row: int
    roles: Mapping[str, int]
    fields: Mapping[str, int]
    unread: tuple[str, ...]


def find_columns(rows: Sequence[Sequence[str]], schema: Schema) -> Columns | None:
    """Recognise the titles among the first rows.

    Args:
        rows: The table from row 1 on.
        schema: Titles of the sheets.

    Returns:
        The reading that explains most; None where no row tells both who and what.
    """
    best: Columns | None = None
    for number, row in enumerate(rows[:_SEARCHED_ROWS], start=1):
        for sheet in SHEETS:
            found = _reading(sheet, number, row, schema)
            is_one = found.fields and found.roles.keys() & {NAME, CADRE, POSTING}
            if is_one and (best is None or len(found.fields) > len(best.fields)):
                best = found
    return best


def _reading(sheet: str, number: int, row: Sequence[str], schema: Schema) -> Columns:
    roles: dict[str, int] = {}
    fields: dict[str, int] = {}
    unread: list[str] = []
    for at, title in enumerate(row):
        words = [fold(title), fold(_bare(title)), fold(_YOUR.sub("", _bare(title)))]
        role = next((_ROLES[word] for word in words if word in _ROLES), "")
        name = "" if role else _field(sheet, words, schema)
        if role:
            roles.setdefault(role, at)
        elif name:
            fields.setdefault(name, at)
        elif title.strip():
            unread.append(" ".join(title.split()))
    return Columns(sheet, number, roles, fields, tuple(unread))


def _field(sheet: str, words: Sequence[str], schema: Schema) -> str:
    for word in words:
        if word in _FIELDS[sheet]:
            return _FIELDS[sheet][word]
        field = schema.tables[sheet].field_of_header(word)
        if field is not None and field.target != "postings" and field.kind != "id":
            return field.name
    return ""


def _bare(title: str) -> str:
    """Take off what form services put around a title: `1、`, `*`, `（必填）`."""
    bare = _BEFORE.sub("", " ".join(title.split()))
    while (shorter := _BEHIND.sub("", bare)) != bare:
        bare = shorter
    return bare
