"""Cadres of the demo register: who they are at home."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.demo.book import Book, Value
from handbook.demo.months import add_months

_SPECIALTIES = [
    "农业技术",
    "公文写作",
    "财务管理",
    "工程管理",
    "法律事务",
    "信息技术",
    "城乡规划",
    "统计分析",
    "心理辅导",
    "项目申报",
    "文化活动",
    "水利工程",
]


class Profile(NamedTuple):
    """What cadres of one kind have in common.

    Attributes:
        category: Key of the enumeration of categories.
        post: Post at home.
        rank: Key of the enumeration of ranks; blank where there is none.
        youngest: Age in full years on 1 January 2025, lower end.
        oldest: The same, upper end.
        education: Codes of education that occur.
        professional_title: Blank where the category has none.
    """

    category: str
    post: str
    rank: str
    youngest: int = 27
    oldest: int = 38
    education: tuple[str, ...] = ("21", "21", "21", "14")
    professional_title: str = ""


CIVIL_SERVANT = Profile("civil_servant", "一级科员", "staff")
DEPUTY = Profile("civil_servant", "副科长", "deputy_section", 31, 38)
SECTION_HEAD = Profile("civil_servant", "科长", "section", 35, 43)
TEACHER = Profile("teacher", "教师", "", 28, 38, ("21", "14"), "一级教师")
PRINCIPAL_RESERVE = Profile("principal_reserve", "副校长", "", 33, 44, ("21", "14"), "高级教师")
TECHNICIAN = Profile("tech_staff", "技术员", "", 30, 52, ("21", "31", "14"), "农艺师")


def add_cadre(book: Book, home_unit_id: str, profile: Profile, key: str, **values: Value) -> str:
    """Write one cadre.

    Args:
        book: Register to write to.
        home_unit_id: Where the cadre is on the establishment.
        profile: What the cadre has in common with others.
        key: Unique word; decides the name and all that is drawn.
        **values: What is to stand instead of a draw.

    Returns:
        The id.
    """
    dice = book.dice
    drawn: dict[str, Value] = {
        "gender": dice.pick(("1", "2"), "gender", key),
        "category": profile.category,
        "home_unit_id": home_unit_id,
        "home_post": profile.post,
        "rank_level": profile.rank,
        "prof_title": profile.professional_title,
        "education_code": dice.pick(profile.education, "education", key),
        "specialty": dice.pick(_SPECIALTIES, "specialty", key),
        "base_experience": dice.pick(("yes", "no"), "experience", key),
        "birth_ym": _birth_month(book, profile, key),
        "party_status": dice.pick(("member", "member", "member", "none"), "party", key),
        "in_plan": "na",
        "record_status": "active",
    }
    name = values.pop("name", None) or book.names.name(key)
    return book.add("cadres", f"cadre {key}", **{"name": name, **drawn, **values})


def _birth_month(book: Book, profile: Profile, key: str) -> str:
    age_months = book.dice.number(profile.youngest * 12, profile.oldest * 12 + 11, "born", key)
    return f"{add_months(date(2025, 1, 1), -age_months):%Y-%m}"
