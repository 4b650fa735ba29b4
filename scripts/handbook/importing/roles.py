"""What a column of a ledger can be, and the titles offices give it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.schema import LANGUAGES, Schema, fold

NAME = "name"
SERIAL = "serial"
HOME_UNIT, HOME_POST, HOME_BOTH = "home_unit", "home_post", "home_unit_and_post"
HOST_UNIT, HOST_POST, HOST_BOTH = "host_unit", "host_post", "host_unit_and_post"
START, END, PERIOD, TERM = "start", "end", "period", "term"
PROGRAMME, BATCH = "programme", "batch"
MENTOR = "mentor"
AGE = "age"
REMARK = "remark"
WITHHELD = "withheld"
SKIPPED = "skipped"
UNKNOWN = "unknown"

ROLE_WORDS: Mapping[str, Mapping[str, str]] = {
    SERIAL: {"zh": "序号", "vi": "số thứ tự", "en": "serial number"},
    NAME: {"zh": "姓名", "vi": "họ và tên", "en": "name"},
    HOME_UNIT: {"zh": "原单位", "vi": "đơn vị cử đi", "en": "home unit"},
    HOME_POST: {"zh": "原职务", "vi": "chức vụ cũ", "en": "home post"},
    HOME_BOTH: {"zh": "原单位及职务", "vi": "đơn vị và chức vụ cũ", "en": "home unit and post"},
    HOST_UNIT: {"zh": "挂职单位", "vi": "nơi đến", "en": "receiving unit"},
    HOST_POST: {"zh": "挂任职务", "vi": "chức danh bố trí", "en": "post there"},
    HOST_BOTH: {
        "zh": "挂职单位及职务",
        "vi": "nơi đến và chức danh",
        "en": "receiving unit and post",
    },
    START: {"zh": "开始时间", "vi": "từ ngày", "en": "start"},
    END: {"zh": "结束时间", "vi": "đến ngày", "en": "end"},
    PERIOD: {"zh": "起止时间", "vi": "thời gian từ đến", "en": "period"},
    TERM: {"zh": "期限", "vi": "thời hạn", "en": "term"},
    PROGRAMME: {"zh": "项目", "vi": "chương trình", "en": "programme"},
    BATCH: {"zh": "批次", "vi": "đợt", "en": "batch"},
    MENTOR: {"zh": "帮带联系人", "vi": "người hướng dẫn", "en": "mentor"},
    AGE: {"zh": "年龄", "vi": "tuổi", "en": "age"},
    REMARK: {"zh": "备注", "vi": "ghi chú", "en": "remark"},
    WITHHELD: {"zh": "不收", "vi": "không thu thập", "en": "never kept"},
    SKIPPED: {"zh": "不带入", "vi": "không nhập", "en": "skip"},
    UNKNOWN: {"zh": "没认出", "vi": "chưa nhận ra", "en": "unknown"},
}
"""Role → language → how the map calls it. A field of the register is called `干部.学历`."""

_HOST = r"(?:挂职锻炼|挂职|挂任|接收|接受|派驻|派往|入驻|受援|援派|锻炼|拟挂|拟任|所驻|下派|服务)"
_HOME = r"(?:原工作|原所在|原|现工作|现所在|现任|现|派出|选派|工作|所在|推荐)?"
_AND = r"(?:及|和|与|、|/|,|，|\+|及其)?"
_POST = r"(?:原任|现任|原|现|所任|拟任|挂任|挂职|拟挂|担任)?(?:职务|岗位|职位)"
_VI_UNIT = r"(?:đơnvị|cơquan|cơquan,đơnvị)"
_TITLES = tuple(
    (role, re.compile("|".join(patterns)))
    for role, *patterns in (
        (WITHHELD, r".*(?:身份证|身份号|公民身份|证件号|cccd|cmnd|căncước|địnhdanh).*"),
        (MENTOR, r".*(?:帮带|帮扶联系人|指导教师|指导老师|导师|带教).*",
         r".*(?:联络员|联系人|ngườihướngdẫn|kèmcặp).*"),
        (WITHHELD, r".*(?:电话|手机|联系方式|联络方式|通讯方式|微信|qq|邮箱).*",
         r".*(?:điệnthoại|sđt|email).*"),
        (WITHHELD, r".*(?:住址|家庭|户籍|籍贯|出生地|现居).*",
         r".*(?:địachỉ|quêquán|nơiở|hộkhẩu).*"),
        (WITHHELD, r"民族|族别|dântộc|.*宗教.*|tôngiáo"),
        (WITHHELD, r".*(?:健康|身体状况|婚姻|婚否|配偶).*", r".*(?:sứckhỏe|hônnhân).*"),
        (WITHHELD, r".*(?:银行|卡号|账号|工资卡|照片|处分|惩戒).*",
         r".*(?:tàikhoản|ảnh3x4|kỷluật).*|ảnh"),
        (SERIAL, r"序号|序|编号|顺序号|号|no\.?|stt|tt|sốtt|sốthứtự"),
        (NAME, r"(?:挂职|选派)?(?:干部|人员|特派员|教师|学员|本人)?姓名",
         r"(?:挂职|选派)(?:干部|人员)|họ(?:và)?tên(?:cánbộ)?|họ,tên"),
        (AGE, r"年龄.*|周岁|tuổi"),
        (HOST_BOTH, rf"{_HOST}(?:的)?(?:单位|乡镇|地点|学校|村|企业){_AND}{_POST}",
         rf"{_VI_UNIT}(?:tiếpnhận|đến)(?:,|và|-)?chứcdanh.*|nơiđến(?:,|và)chứcdanh.*"),
        (HOST_UNIT,
         rf"{_HOST}(?:的)?(?:单位|乡镇|乡镇街道|地点|学校|村|去向|地|企业|社区)(?:名称)?",
         rf"接收地|{_VI_UNIT}(?:tiếpnhận|đến|nơiđến)|nơi(?:đến|tiếpnhận|luânchuyểnđến)"),
        (HOST_POST, rf"{_HOST}(?:的)?(?:职务|岗位|职位)|担任职务|chứcdanh.*",
         r"chứcvụ(?:mới|luânchuyển|bốtrí|đảmnhận|nơiđến)"),
        (HOME_BOTH, rf"{_HOME}(?:单位|学校|科室|部门){_AND}{_POST}|{_HOME}职务{_AND}单位",
         rf"chứcvụ(?:,|và|-){_VI_UNIT}.*|{_VI_UNIT}(?:,|và|-)?chứcvụ.*"),
        (HOME_UNIT, rf"{_HOME}(?:单位|学校|科室|部门)(?:名称)?",
         rf"{_VI_UNIT}(?:côngtác|cửđi|đangcôngtác|cũ)?|nơi(?:cửđi|côngtác|đi)"),
        (HOME_POST, r"(?:原任|现任|原|现|工作|所任)?(?:职务|岗位)",
         r"chứcvụ(?:hiệntại|cũ|đanggiữ|hiệnnay)?"),
        (TERM, r"期限|(?:挂职|锻炼)?期限(?:\(.*\))?|挂职时长|thờihạn(?:\(.*\))?|sốtháng"),
        (PERIOD, rf"(?:{_HOST})?(?:起止)?(?:时间|期间|日期|时段|年月)",
         rf"{_HOST}起止.*|起止时间.*|服务期",
         r"thờigian(?:luânchuyển|biệtphái|tăngcường|côngtác|thựchiện)?|từ-?đến"),
        (START, rf"(?:{_HOST})?(?:开始|起始)(?:时间|日期)?|起|从|自|{_HOST}开始.*",
         r"từ|từngày|từtháng|bắtđầu"),
        (END, rf"(?:{_HOST})?(?:结束|截止|终止|期满)(?:时间|日期)?|止|至|到|{_HOST}结束.*",
         r"đến|đếnngày|đếntháng|kếtthúc"),
        (BATCH, r"批次|期次|届次|第几批|所属批次|选派批次|đợt"),
        (PROGRAMME, r"项目|项目名称|选派项目|挂职项目|项目类别|chươngtrình|đềán|hìnhthức"),
        (REMARK, r"备注|备考|附注|说明|ghichú"),
    )
)  # fmt: skip
"""Patterns of folded titles, the more telling ones first."""
_SIDE_HOST = re.compile(rf"{_HOST}|nơiđến|tiếpnhận|luânchuyểnđến|mới")
_SIDE_HOME = re.compile(r"原|现|派出|选派|nơiđi|cửđi|cũ|hiện")
_SIDE_OF = {HOME_UNIT: HOST_UNIT, HOME_POST: HOST_POST, HOME_BOTH: HOST_BOTH}
_TIME = re.compile(r"时间|期|thờigian|年月")
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
_FIELD_SHEETS = ("cadres", "postings")
_FIELD_KINDS = ("enum", "text", "date", "month", "boolean", "integer", "number")
_BETTER_AS_ROLE = {
    "cadres.name": NAME, "cadres.home_post": HOME_POST, "cadres.remark": REMARK,
    "postings.remark": REMARK, "postings.title": HOST_POST, "postings.start_planned": START,
    "postings.end_planned": END, "postings.home_post_at_sending": HOME_POST,
    "postings.outcome_reason": REMARK,
}  # fmt: skip
_LOOSELY_NAMED = ("cadres.record_status",)
"""Whose aliases (状态) say the posting's state in a ledger."""


def role_of_title(title: str, above: str, schema: Schema) -> str:
    """Recognise a column by its title.

    Args:
        title: Its heading; of a heading in two rows the lower one.
        above: The upper heading, which several columns share; blank for none.
        schema: Knows what the register's own columns are called.

    Returns:
        A role, `sheet.field`, or `UNKNOWN`.
    """
    word, group = _word(title), _word(above)
    if not word:
        return role_of_title(above, "", schema) if above else UNKNOWN
    if group:
        joined = _role(group + word, schema)
        role = joined if joined != UNKNOWN else _role(word, schema)
        return _on_its_side(role, word, group)
    return _role(word, schema)


def _on_its_side(role: str, word: str, group: str) -> str:
    """Tell 单位 under 挂职情况 from 单位 under 原任职情况, and 起 under 挂职时间 from others."""
    if role in _SIDE_OF and _SIDE_HOST.search(group) and not _SIDE_HOME.search(group):
        return _SIDE_OF[role]
    if role == UNKNOWN and _TIME.search(group):
        return {"起": START, "止": END, "始": START, "终": END}.get(word[:1], UNKNOWN)
    return role


def _word(title: str) -> str:
    word = fold(title).replace("：", "").rstrip(":*")
    bare = fold(_BRACKETS.sub("", title)).rstrip(":*")
    return bare or word


def _role(word: str, schema: Schema) -> str:
    for role, pattern in _TITLES:
        if pattern.fullmatch(word):
            return role
    for sheet in _FIELD_SHEETS:
        field = schema.tables[sheet].field_of_header(word)
        if field is not None and field.kind in _FIELD_KINDS:
            path = f"{sheet}.{field.name}"
            if path not in _LOOSELY_NAMED:
                return _BETTER_AS_ROLE.get(path, path)
    return UNKNOWN


def role_words(role: str, schema: Schema, language: str) -> str:
    """Give what the map calls a role.

    Args:
        role: A role or `sheet.field`.
        schema: Knows the titles.
        language: zh, vi or en.
    """
    if role in ROLE_WORDS:
        return ROLE_WORDS[role][language]
    sheet, name = role.split(".")
    table = schema.tables[sheet]
    return f"{table.titles[language]}.{table.field(name).titles[language]}"


def role_of_words(words: str, schema: Schema) -> str | None:
    """Give the role that a map names, in any of the languages; None for no known one."""
    return _roles_by_words(schema).get(fold(words))


def fields_for_maps(schema: Schema) -> list[str]:
    """Give the fields of the register that a map may name."""
    return [
        f"{sheet}.{field.name}"
        for sheet in _FIELD_SHEETS
        for field in schema.tables[sheet].fields
        if field.kind in _FIELD_KINDS and f"{sheet}.{field.name}" not in _BETTER_AS_ROLE
    ]


def _roles_by_words(schema: Schema) -> dict[str, str]:
    known = {fold(path): path for path in fields_for_maps(schema)}
    for role in (*fields_for_maps(schema), *ROLE_WORDS):
        known |= {fold(role_words(role, schema, language)): role for language in LANGUAGES}
    return known
