"""Whole sites: of a register of a few people, and of the demo register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builders import PROJECT, build_publishable
from handbook.building import Request, Texts, build_site, render_pages
from handbook.catalogue import CATALOGUE
from handbook.config import Project
from handbook.rendering.messages import load_messages
from handbook.searching import search_files
from handbook.site import build_shells
from handbook.stamping import stamp
from sites import built_copy

PEOPLE = {
    "C-00001": ("顾清禾", "U-0001", "规划科科长"),
    "C-00002": ("陆予安", "U-0001", "综合科副科长"),
    "C-00003": ("单若溪", "U-0002", "党政办主任"),
    "C-00004": ("顾清", "U-0003", "教师"),
    "C-00005": ("Trần Minh Lộc", "U-0004", "Phó trưởng phòng"),
    "C-00006": ("祁慕白", "U-0003", "清禾工作室负责人"),
}
UNITS = {
    "U-0001": ("栖川市发展规划局", "市发规局；发规局"),
    "U-0002": ("杏坞镇", ""),
    "U-0003": ("岚屿区第一学校", "一校"),
    "U-0004": ("Sở Nội vụ tỉnh Thanh Lộ", ""),
}
REGISTER = {
    "units": {
        key: {
            "unit_name": name,
            "short_names": short,
            "unit_type": "gov_organ",
            "level": "county",
            "status": "active",
        }
        for key, (name, short) in UNITS.items()
    },
    "cadres": {
        key: {"name": name, "home_unit_id": unit, "home_post": post, "record_status": "active"}
        for key, (name, unit, post) in PEOPLE.items()
    },
    "programmes": {
        "P-01": {
            "name": "年轻干部下派锻炼",
            "kind": "post_down",
            "owner_unit_id": "U-0001",
            "term_max_months": 12.0,
            "status": "active",
        }
    },
    "batches": {
        "B-001": {"programme_id": "P-01", "title": "2025年第一批", "status": "active", "quota": 3.0}
    },
    "postings": {
        "S-0001": {
            "cadre_id": "C-00001",
            "batch_id": "B-001",
            "home_unit_id": "U-0001",
            "receiving_unit_id": "U-0002",
            "title": "镇长助理",
            "duty_area": "乡村规划",
            "start_planned": date(2025, 9, 1),
            "end_planned": date(2026, 8, 31),
            "status": "active",
        },
        "S-0002": {
            "cadre_id": "C-00002",
            "batch_id": "B-001",
            "home_unit_id": "U-0001",
            "receiving_unit_id": "U-0003",
            "title": "校长助理",
            "start_planned": date(2024, 9, 1),
            "end_planned": date(2025, 7, 31),
            "end_actual": date(2025, 7, 31),
            "status": "completed",
        },
    },
    "mentors": {},
}


def make_site(folder: Path) -> Path:
    """Build the site below a folder and give the folder it stands in."""
    register = build_publishable(REGISTER)
    texts = Texts(register.schema, load_messages(PROJECT / "sheets_schema" / "messages"))
    shells = build_shells("zh", built_copy(folder / "project"))
    rules = [(entry.code, texts.messages.name(entry.code, "zh")) for entry in CATALOGUE]
    pages = render_pages(register, "zh", texts)
    stamp(shells, folder / "site", pages, search_files(register, rules, shells).items())
    return folder / "site"


def make_demo_site(folder: Path) -> Path:
    """Build the demo register below a folder and give the folder the site stands in."""
    project = Project(built_copy(folder / "project"))
    built = build_site(project, Request(source=project.demo_folder))
    assert built.problems == ()
    return built.site
