"""What titles say: the programme, the batch, what kind of programme it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.casting.characters import compose, half_width

_YEAR = re.compile(
    r"năm (?P<nam>20\d{2})|(?P<year>20\d{2})(?:\s*[-—–~至]\s*(?:20)?\d{2})?(?:年度?)?",
    re.IGNORECASE,
)
_BATCH = re.compile(
    r"第[一二三四五六七八九十\d]+(?:批次?|期|届)|首批|[一二三四五六七八九十\d]+期|"
    r"đợt (?:\d+|[IVX]+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[(（][^()（）]*(?:截至|截止|共|人|单位|年|附件|sample)[^()（）]*[)）]|^附件\d*[:：]?",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:人员|人选)?(?:基本)?(?:情况|信息)?(?:管理)?(?:工作)?"
    r"(?:台账|花名册|名册|名单|一览表|登记表|汇总表|统计表|情况表|信息表|明细表|表)$"
)
_VI_LIST = re.compile(
    r"^(?:danh sách|sổ theo dõi|bảng tổng hợp|bảng theo dõi|biểu tổng hợp)\s+", re.IGNORECASE
)
_EDGES = " ,，、:：-—()（）"
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
_KINDS = (
    (r"科技特派", "sci_tech"),
    (r"第一书记|驻村", "village_station"),
    (r"东西部", "east_west"),
    (r"博士服务团", "doctoral_team"),
    (r"对口支援|援派|援藏|援疆", "pair_support"),
    (r"校长|教师|支教|轮岗|联校", "school_rotation"),
    (r"选调生|三支一扶|毕业生", "graduate_base"),
    (r"跟班|跟岗", "talent_study"),
    (r"专班", "task_force"),
    (r"国企|国有企业|政企", "soe_exchange"),
    (r"异地|跨省|跨市", "cross_region"),
    (r"上派|上挂|到市直|到上级", "post_up"),
    (r"下派|下挂|到乡镇|到镇|到基层|到街道|到村|到社区|村镇规划", "post_down"),
    (r"luân chuyển", "vn_luan_chuyen"),
    (r"biệt phái", "vn_biet_phai"),
    (r"tăng cường", "vn_tang_cuong"),
)
_PROGRAMME_WORDS = re.compile(
    r"挂职|选派|特派|锻炼|驻村|支教|选调|轮岗|luân chuyển|biệt phái|tăng cường", re.IGNORECASE
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|[IVX]+[.、)])\s*"
)
_COUNT = re.compile(r"\s*[(（]?共?\s*\d+\s*(?:人|名|người)[)）]?$")


@dataclass(frozen=True)
class Heading:
    """What a title tells.

    Attributes:
        programme: Name of the programme; blank where it names none.
        batch: Title of the batch; blank where it names none.
        batch_no: 第一批 and the like; blank for none.
        kind: Key of the kind of programme; blank where the title leaves it open.
    """

    programme: str
    batch: str
    batch_no: str
    kind: str


def read_heading(text: str) -> Heading:
    """Read a title above a table, or the heading of a group of rows.

    Args:
        text: As typed: 栖川市2025年第一批公开选派优秀年轻干部到乡镇挂职人员台账.
    """
    is_latin = not re.search(r"[\u4e00-\u9fff]", text)
    bare = compose(text) if is_latin else "".join(half_width(text).split())
    bare = _COUNT.sub("", _NUMBERING.sub("", " ".join(bare.split())))
    year, batch = _YEAR.search(bare), _BATCH.search(bare)
    number = batch[0] if batch else ""
    named = (year["year"] or year["nam"]) if year else ""
    rest = _ASIDE.sub("", bare)
    rest = _EMPTY_BRACKETS.sub("", _BATCH.sub("", _YEAR.sub("", rest)))
    rest = _VI_LIST.sub("", " ".join(rest.split())) if is_latin else rest
    rest, lists = _LIST.subn("", rest.strip(_EDGES))
    name = rest.strip(_EDGES)
    is_programme = len(name) > 2 and bool(lists or _PROGRAMME_WORDS.search(name))
    return Heading(
        programme=name if is_programme else "",
        batch=_batch_title(named, number, is_latin=is_latin),
        batch_no=number,
        kind=kind_of(bare) if is_programme else "",
    )


def bare_heading(text: str) -> str:
    """Give the heading of a group without its number and the count of people.

    Args:
        text: As typed: （一）杏坞镇（3人）.
    """
    return _COUNT.sub("", _NUMBERING.sub("", " ".join(half_width(text).split()))).strip()


def _batch_title(year: str, number: str, *, is_latin: bool) -> str:
    if is_latin:
        return " ".join(
            filter(None, [number[:1].upper() + number[1:], f"năm {year}" if year else ""])
        )
    return f"{year}年{number}" if year else number


def kind_of(text: str) -> str:
    """Give the kind of programme a title speaks of; blank where it could be several or none."""
    found = [kind for pattern, kind in _KINDS if re.search(pattern, text, re.IGNORECASE)]
    return found[0] if found else ""
