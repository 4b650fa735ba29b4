"""Schemes with one or two postings each, the media group's rows, and two told stories."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.demo.book import Book, Value
from handbook.demo.contacts import add_contact, add_contacts
from handbook.demo.daily import accompany
from handbook.demo.intakes import Intake, add_batch, add_position
from handbook.demo.people import CIVIL_SERVANT, Profile, add_cadre
from handbook.demo.postings import add_posting


class Stay(NamedTuple):
    """One posting of a small scheme."""

    scheme: str
    title: str
    start: date
    end: date
    letters: str
    home: str
    receiving: str
    profile: Profile
    post: str
    duty: str
    facts: dict[str, Value]


_MEDIA = Profile("media_staff", "编辑", "", 26, 40, ("21", "14"), "编辑")
_TOWN_HEAD = Profile("civil_servant", "副镇长", "deputy_section", 33, 39)
_CLERK = Profile("community_cadre", "社区专职工作者", "", 26, 40, ("21", "31"))
_UNIVERSITY = Profile("university_staff", "辅导员", "", 27, 34, ("14", "11"))
_LECTURER = Profile("party_school_staff", "讲师", "", 29, 41, ("14", "11"), "讲师")
_UNION = Profile("union_staff", "基层工作部干事", "staff", 27, 36)
_AWAY: dict[str, Value] = {"direction": "lateral", "cross_region": True}
_UP: dict[str, Value] = {"direction": "up"}
_RECALLED: dict[str, Value] = {
    **_UP,
    "end_actual": date(2026, 4, 30),
    "status": "ended_early",
    "outcome": "equal_post",
    "outcome_reason": "原单位机构调整，经批准提前返回",
}
_GROUP: dict[str, Value] = {"direction": "up", "group_no": "第十一组"}

STAYS = (
    Stay(
        "S03",
        "2025年双向挂职",
        date(2025, 9, 15),
        date(2026, 9, 14),
        "栖组干",
        "财政局",
        "hr",
        CIVIL_SERVANT,
        "综合科科长助理",
        "协管基金监督",
        _RECALLED,
    ),
    Stay(
        "S13",
        "2026年上半年",
        date(2026, 2, 24),
        date(2026, 8, 23),
        "栖工组",
        "union",
        "望栖街道",
        _UNION,
        "工会主席助理",
        "协管职工服务和基层建会",
        {},
    ),
    Stay(
        "S14",
        "2025年财政干部挂职",
        date(2025, 10, 9),
        date(2026, 10, 8),
        "岚财组",
        "财政局",
        "麦垄镇",
        CIVIL_SERVANT,
        "镇长助理",
        "协管农林水项目资金",
        {},
    ),
    Stay(
        "S16",
        "2025年乡镇锻炼",
        date(2025, 5, 21),
        date(2026, 5, 20),
        "栖党校组",
        "party_school",
        "渡石镇",
        _LECTURER,
        "党委副书记",
        "协管党建和文化工作",
        {},
    ),
    Stay(
        "S17",
        "2025年机关干部进社区",
        date(2025, 9, 1),
        date(2026, 8, 31),
        "岚组干",
        "民政局",
        "檀栅社区",
        CIVIL_SERVANT,
        "社区办公室副主任",
        "协管居民服务和档案台账",
        {},
    ),
    Stay(
        "S18",
        "2026年社区跟学",
        date(2026, 3, 2),
        date(2026, 8, 1),
        "岚组干",
        "梨坪渡社区",
        "host_community",
        _CLERK,
        "社区主任助理",
        "协管网格治理",
        _AWAY,
    ),
    Stay(
        "S19",
        "2026年春节前后",
        date(2026, 1, 12),
        date(2026, 3, 11),
        "岚组干",
        "榆荫里街道",
        "檀栅社区",
        _CLERK,
        "居民区负责人助理",
        "协管物业协调和走访慰问",
        {},
    ),
    Stay(
        "S20",
        "2025年高新区挂职",
        date(2025, 10, 15),
        date(2026, 10, 14),
        "栖高企",
        "檀栅社区",
        "hitech",
        _CLERK,
        "服务专员",
        "协管企业诉求受理",
        {**_GROUP, "group_role": "leader"},
    ),
    Stay(
        "S21",
        "2025年团干部挂职",
        date(2025, 9, 8),
        date(2026, 9, 7),
        "栖团干",
        "university",
        "youth",
        _UNIVERSITY,
        "学校部副部长",
        "协管青年志愿服务",
        _UP,
    ),
    Stay(
        "S22",
        "2026年高校青年干部下乡",
        date(2026, 3, 2),
        date(2027, 3, 1),
        "栖院组",
        "university",
        "青楹乡",
        _UNIVERSITY,
        "乡长助理",
        "协管乡村教育和科普",
        {},
    ),
    Stay(
        "S23",
        "2026年短期交流",
        date(2026, 3, 16),
        date(2026, 5, 15),
        "栖组干",
        "司法局",
        "host_street",
        CIVIL_SERVANT,
        "街道办主任助理",
        "协管社区矫正和普法",
        _AWAY,
    ),
)


def add_stays(book: Book) -> None:
    """Write the small schemes, each a batch of one."""
    for stay in STAYS:
        batch_id = _add_stay(book, stay)
        if "group_no" in stay.facts:
            for held_on in (date(2025, 12, 26), date(2026, 3, 6), date(2026, 5, 15)):
                add_contact(book, batch_id, "group_activity", held_on, "小组集中调研和参观学习")
    _add_cancelled(book)


def _add_cancelled(book: Book) -> None:
    """Write a batch that was called off before anybody was appointed."""
    intake = Intake(
        "S24",
        "2026年先进地区跟班",
        1,
        date(2026, 8, 10),
        date(2026, 12, 9),
        date(2026, 6, 12),
        "栖组干",
        0,
    )
    batch_id = add_batch(book, intake, status="cancelled")
    host = book.id_of("host_street")
    desk = ("街道办主任助理", "协管产业园区服务")
    position_id = add_position(book, batch_id, host, *desk, status="withdrawn")
    cadre_id = add_cadre(book, book.id_of("砚泉岭镇"), _TOWN_HEAD, "called off")
    add_posting(
        book,
        batch_id,
        cadre_id,
        host,
        *desk,
        **_AWAY,
        position_id=position_id,
        status="cancelled",
    )


def _add_stay(book: Book, stay: Stay, name: str = "", **facts: Value) -> str:
    number = book.dice.number(7, 48, "document", stay.scheme, stay.title)
    intake = Intake(
        stay.scheme,
        stay.title,
        1,
        stay.start,
        stay.end,
        _deadline(stay.start),
        stay.letters,
        number,
    )
    batch_id = add_batch(book, intake)
    _add_one(book, batch_id, stay, f"{stay.scheme} {stay.title}", name, **facts)
    add_contacts(book, batch_id)
    return batch_id


def _deadline(start: date) -> date:
    month = start.month - 2 if start.month > 2 else start.month + 10
    return date(start.year - (start.month <= 2), month, 20)


def _add_one(
    book: Book, batch_id: str, stay: Stay, key: str, name: str = "", **facts: Value
) -> str:
    receiving = book.id_of(stay.receiving)
    cadre_id = add_cadre(
        book, book.id_of(stay.home), stay.profile, key, **({"name": name} if name else {})
    )
    position_id = add_position(book, batch_id, receiving, stay.post, stay.duty)
    values: dict[str, Value] = {"position_id": position_id, **stay.facts, **facts}
    posting_id = add_posting(book, batch_id, cadre_id, receiving, stay.post, stay.duty, **values)
    accompany(book, posting_id)
    book.name(f"posting {key}", posting_id)
    return posting_id


_MEDIA_INTAKE = Intake(
    "S12", "2025年外派培养", 6, date(2025, 9, 1), date(2026, 2, 28), date(2025, 7, 4), "栖广组", 12
)
_MEDIA_DESKS: tuple[tuple[str, str, str, dict[str, Value]], ...] = (
    ("host_media", "新闻中心编辑", "协管融媒体选题", _UP | {"cross_region": True}),
    ("university", "访问学者", "学习播音主持课程并参与教研", {"direction": "lateral"}),
    ("鹭汀洼乡", "宣传委员助理", "协管文明实践和对外宣传", {"direction": "down"}),
)
_MEDIA_TOTALS = (
    ("周三讲坛：到媒体挂职归来人员交流，五年累计", 29),
    ("周三讲坛：到高校学习归来人员交流，五年累计", 21),
    ("周三讲坛：下派挂职归来人员交流，五年累计", 17),
    ("周三讲坛：外出考察人员交流，五年累计", 10),
)


def add_media(book: Book) -> None:
    """Write six rows of the media group in detail and its totals as they were announced."""
    batch_id = add_batch(book, _MEDIA_INTAKE)
    for desk, (receiving, post, duty, facts) in enumerate(_MEDIA_DESKS):
        for number in range(2):
            stay = Stay(
                "S12", "", *_MEDIA_INTAKE[3:5], "", "media", receiving, _MEDIA, post, duty, facts
            )
            _add_one(book, batch_id, stay, f"media {desk} {number}")
    add_contacts(book, batch_id)
    for number, (topic, participants) in enumerate(_MEDIA_TOTALS):
        held_on = date(2026, 3, 11 + 7 * number) if number < 3 else date(2026, 4, 1)
        add_contact(book, batch_id, "share_lecture", held_on, topic, participants=participants)


_OFFICE_HEAD = Profile("civil_servant", "办公室主任", "subsection", 33, 40)
_LOST_POST = Stay(
    "S27",
    "2024年度",
    date(2024, 11, 1),
    date(2025, 10, 31),
    "澄组干",
    "county_farming",
    "union",
    _OFFICE_HEAD,
    "办公室主任助理",
    "协管文件收发",
    _UP,
)
_GOOD_STAY = Stay(
    "S27",
    "2025年下半年",
    date(2025, 11, 1),
    date(2026, 4, 30),
    "澄组干",
    "county_culture",
    "hr",
    _OFFICE_HEAD,
    "办公室副主任",
    "协管综合文稿和督查",
    _UP,
)


def add_stories(book: Book) -> None:
    """Write the one who came back to no post, and the one who was promoted on return."""
    _add_stay(
        book,
        _LOST_POST,
        "案例甲",
        home_post_status="replaced",
        home_post_change_consulted="no",
        outcome="other_post",
        outcome_post="后勤室工作人员",
        outcome_rank="staff",
        outcome_doc_number="",
    )
    _add_stay(
        book,
        _GOOD_STAY,
        "案例乙",
        outcome="promoted",
        outcome_post="副局长",
        outcome_rank="deputy_section",
        home_post_status="cadre_promoted",
        home_post_change_consulted="yes",
    )
