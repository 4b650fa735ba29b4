"""Units of the demo register: one made-up prefecture, its neighbours, and a Vietnamese province."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handbook.demo.book import Book


class Seed(NamedTuple):
    """One unit as listed here: what it is called in the code, and what the sheet says."""

    key: str
    name: str
    short: str = ""
    parent: str = ""
    uscc: str = ""


_FOUNDED = date(2012, 3, 1)
_CONTACT_VN = "Chánh Văn phòng"
_FOUNDED_VN = date(2025, 7, 1)  # communes have stood alone since the districts went

TOWNS = [
    "杏坞镇",
    "白枥乡",
    "渡石镇",
    "青楹乡",
    "麦垄镇",
    "桐湾河镇",
    "苔桥渡乡",
    "檐溪岭乡",
    "槿塘湾镇",
    "鹭汀洼乡",
    "椴木垭镇",
    "雾篱乡",
    "砚泉岭镇",
    "橘灯乡",
    "蒲柳渡镇",
    "岚枥镇",
]
STREETS = ["望栖街道", "榆荫里街道", "檀影街道", "柿园里街道"]
COMMUNITIES = ["梨坪渡社区", "檀栅社区"]
ORGANS = [
    "发展和改革局",
    "财政局",
    "教育局",
    "科学技术局",
    "民政局",
    "司法局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农业农村局",
    "林业局",
    "文化和旅游局",
    "应急管理局",
    "审计局",
    "统计局",
    "市场监督管理局",
]
OFFICES = [
    "办公室",
    "政工科",
    "法制科",
    "督查科",
    "市容科",
    "环卫科",
    "执法监督科",
    "信息科",
    "计划财务科",
    "宣传科",
    "规划建设科",
    "公用事业科",
    "数字城管中心",
    "渣土管理所",
]
SQUADS = ["第一中队", "第二中队", "第三中队"]
CLUSTERS = [
    "第一片区",
    "第二片区",
    "第三片区",
    "第四片区",
    "第五片区",
    "第六片区",
    "第七片区",
    "第八片区",
    "第九片区",
]

_PREFECTURE = (
    ("party_organ", Seed("org", "中共栖川市委组织部", "市委组织部", uscc="11980101T0000001XY")),
    ("gov_organ", Seed("hr", "栖川市人力资源和社会保障局", "市人社局", uscc="11980201T000000284")),
    (
        "party_school",
        Seed("party_school", "中共栖川市委党校", "市委党校", uscc="12980101T00000052C"),
    ),
    ("mass_org", Seed("union", "栖川市总工会", "市总工会", uscc="81980101T000001759")),
    ("mass_org", Seed("youth", "共青团栖川市委", "团市委", uscc="13980101T00000095N")),
    ("media", Seed("media", "栖川市广播电视集团", "市广电集团", uscc="12980301T00000079E")),
    ("university", Seed("university", "栖川学院")),
    ("gov_organ", Seed("hitech", "栖川市高新区企业服务局", "高新区企服局")),
)
_COUNTY = (
    ("party_organ", Seed("district_org", "中共岚屿区委组织部", "区委组织部", "org")),
    (
        "gov_organ",
        Seed("city_management", "禾望区城市管理局", "禾望城管局", uscc="11980101T000003860"),
    ),
    ("party_organ", Seed("county_org", "中共澄湾县委组织部", "澄湾县委组织部", "org")),
    ("gov_organ", Seed("county_farming", "澄湾县农业农村局", "澄湾农业局")),
    ("gov_organ", Seed("county_culture", "澄湾县文化和旅游局", "澄湾文旅局")),
    ("gov_organ", Seed("songzhan_hr", "松栈县人力资源和社会保障局", "松栈人社局", "hr")),
)
_SONGZHAN_TOWNS = (Seed("茶坞岭镇", "松栈县茶坞岭镇"), Seed("栈桥湾乡", "松栈县栈桥湾乡"))
_HOSTS = (
    ("school", "county", Seed("host_1", "临屿市第一实验学校")),
    ("school", "county", Seed("host_2", "北栈市栈桥中学")),
    ("school", "county", Seed("host_3", "汐岚市望汐学校")),
    ("school", "county", Seed("host_4", "榉屿市榉园小学")),
    ("media", "county", Seed("host_media", "临屿市广播电视台")),
    ("community", "grassroots", Seed("host_community", "临屿市汀兰里社区")),
    ("subdistrict", "township", Seed("host_street", "北栈市望岸街道")),
)
_VIETNAM = (
    ("party_organ", "province", Seed("vn_org", "Ban Tổ chức Tỉnh ủy Thanh Lộ")),
    ("gov_organ", "province", Seed("vn_home", "Sở Nội vụ tỉnh Thanh Lộ")),
    ("gov_organ", "province", Seed("vn_farming", "Sở Nông nghiệp và Môi trường tỉnh Thanh Lộ")),
    ("township", "township", Seed("vn_xa", "Ủy ban nhân dân xã Suối Lam", "xã Suối Lam")),
    (
        "subdistrict",
        "township",
        Seed("vn_phuong", "Ủy ban nhân dân phường Mây Trắng", "phường Mây Trắng"),
    ),
)


def add_units(book: Book) -> None:
    """Write all units; those of the lists above are found again under their own names."""
    for unit_type, seed in _PREFECTURE:
        _add(book, seed, unit_type, "prefecture")
    for unit_type, seed in _COUNTY:
        _add(book, seed, unit_type, "county")
    for name in ORGANS:
        _add(book, Seed(name, f"岚屿区{name}", f"区{name}"), "gov_organ", "county")
    _add_towns(book)
    _add_city_management(book)
    _add_schools(book)
    for unit_type, level, seed in _HOSTS:
        _add(book, seed, unit_type, level)
    for unit_type, level, seed in _VIETNAM:
        _add(book, seed, unit_type, level, _FOUNDED_VN)


def _add_towns(book: Book) -> None:
    for name in TOWNS:
        _add(book, Seed(name, f"岚屿区{name}", name), "township", "township")
    for name in STREETS:
        _add(book, Seed(name, f"岚屿区{name}", name), "subdistrict", "township")
    for name, street in zip(COMMUNITIES, STREETS, strict=False):
        uscc = "54980101T00000132M" if name == COMMUNITIES[0] else ""
        _add(book, Seed(name, f"{street}{name}", name, street, uscc), "community", "grassroots")
    for seed in _SONGZHAN_TOWNS:
        _add(book, seed, "township", "township")


def _add_city_management(book: Book) -> None:
    for name in OFFICES:
        full = f"禾望区城市管理局{name}"
        unit_type = "institution" if name.endswith(("中心", "所")) else "other"
        _add(book, Seed(name, full, f"城管{name}", "city_management"), unit_type, "county")
    for name in SQUADS:
        full = f"禾望区城市管理局执法大队{name}"
        _add(book, Seed(name, full, f"城管{name}", "city_management"), "squad", "grassroots")


def school_districts() -> list[str]:
    """Name the 22 school districts of the towns and streets."""
    seats = [name[:-2] if name.endswith("街道") else name[:-1] for name in (*TOWNS, *STREETS)]
    return [*(f"{seat}学区" for seat in seats), "渡石第二学区", "麦垄第二学区"]


def _add_schools(book: Book) -> None:
    direct = (
        Seed("experimental", "栖川市实验学校"),
        Seed("second_school", "栖川市第二中学"),
    )
    districts = [Seed(name, f"岚屿区{name}", name, "教育局") for name in school_districts()]
    for position, seed in enumerate((*districts, *direct)):
        unit_id = _add(
            book, seed, "school", "grassroots" if position < len(districts) else "county"
        )
        book.record(unit_id)["cluster_code"] = CLUSTERS[position % len(CLUSTERS)]
    for key, name in (("lead", "主校区"), ("branch_1", "柿园校区"), ("branch_2", "渡口校区")):
        seed = Seed(f"campus_{key}", f"栖川市实验学校{name}", f"实验学校{name}")
        campus = book.record(_add(book, seed, "campus", "grassroots"))
        campus["legal_parent_id"] = book.id_of("experimental")
        campus["is_lead_campus"] = key == "lead"


def _add(book: Book, seed: Seed, unit_type: str, level: str, valid_from: date = _FOUNDED) -> str:
    return book.add(
        "units",
        seed.key,
        unit_name=seed.name,
        short_names=seed.short,
        unit_type=unit_type,
        level=level,
        admin_parent_id=book.id_of(seed.parent) if seed.parent else None,
        uscc=seed.uscc,
        contact_post=_CONTACT_VN if valid_from == _FOUNDED_VN else _contact_post(unit_type),
        status="active",
        valid_from=valid_from,
    )


def _contact_post(unit_type: str) -> str:
    posts = {
        "party_organ": "干部科科长",
        "gov_organ": "人事科科长",
        "township": "党建办主任",
        "subdistrict": "党建办主任",
        "school": "校办主任",
        "campus": "校办主任",
    }
    return posts.get(unit_type, "综合岗负责人")
