"""The other half of the schemes: party school, communities, streets, and Vietnam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from handbook.demo.book import Value

GROUNDWORK: Final[Mapping[str, Mapping[str, Value]]] = {
    "S15": {
        "name": "党校教师到县挂职",
        "kind": "post_down",
        "owner_unit_id": "party_school",
        "term_min_months": 12,
        "term_max_months": 12,
        "decision_body": "party_secretary",
        "mentor_min": 3,
        "mentor_load_max": 10,
        "report_cycle_months": 6,
        "reports_required": ("half_year", "final"),
        "report_to": ("home", "receiving", "org_dept"),
        "assessor": "joint",
        "log_min_per_month": 1,
        "leave_receiving_max_days": 3,
        "leave_org_max_days": 7,
    },
    "S16": {
        "name": "党校干部到乡镇任职锻炼",
        "kind": "post_down",
        "owner_unit_id": "party_school",
        "term_min_months": 12,
        "term_max_months": 12,
        "decision_body": "party_secretary",
        "mentor_level": "party_gov_leader",
        "log_min_per_month": 1,
    },
    "S17": {
        "name": "机关干部到社区挂职",
        "kind": "post_down",
        "owner_unit_id": "district_org",
        "term_min_months": 12,
        "term_max_months": 12,
        "reports_required": ("final",),
    },
    "S18": {
        "name": "社区干部到先进社区学习",
        "kind": "cross_region",
        "owner_unit_id": "district_org",
        "term_min_months": 3,
        "term_max_months": 6,
        "reports_required": ("plan", "final"),
    },
    "S19": {
        "name": "社区中心干部到居民区短期挂职",
        "kind": "post_down",
        "owner_unit_id": "district_org",
        "term_min_months": 1,
        "term_max_months": 3,
    },
    "S20": {
        "name": "社区干部到高新区挂职",
        "kind": "post_up",
        "owner_unit_id": "hitech",
        "term_min_months": 12,
        "term_max_months": 12,
    },
    "S21": {
        "name": "高校干部到团市委挂职",
        "kind": "post_up",
        "owner_unit_id": "youth",
        "term_min_months": 12,
        "term_max_months": 12,
        "report_cycle_months": 6,
        "reports_required": ("stage", "final"),
    },
    "S22": {
        "name": "高校青年干部到乡镇挂职",
        "kind": "post_down",
        "owner_unit_id": "university",
        "term_min_months": 12,
        "term_max_months": 12,
        "pre_training": True,
    },
    "S23": {
        "name": "跨省短期挂职",
        "kind": "cross_region",
        "owner_unit_id": "org",
        "term_min_months": 2,
        "term_max_months": 2,
    },
    "S24": {
        "name": "乡镇负责人到先进地区挂职",
        "kind": "cross_region",
        "owner_unit_id": "org",
        "term_min_months": 3,
        "term_max_months": 6,
    },
    "S25": {
        "name": "基层干部轮训与社区干部培养",
        "kind": "talent_study",
        "owner_unit_id": "district_org",
        "term_min_months": 1,
        "term_max_months": 6,
        "mentor_level": "leader",
    },
    "S26": {
        "name": "选派优秀高校毕业生到街道乡镇",
        "kind": "graduate_base",
        "owner_unit_id": "district_org",
        "checked_from": date(2026, 1, 1),
        "term_min_months": 24,
        "term_max_months": 36,
        "party_transfer": "optional",
        "mentor_level": "party_gov_leader",
        "mentor_load_max": 5,
        "assess_cycle_months": 12,
        "assessor": "org_dept",
        "talk_cycle_months": 12,
        "lock_months": 12,
    },
    "S27": {
        "name": "县直机关干部到市直部门挂职",
        "kind": "post_up",
        "owner_unit_id": "county_org",
        "term_min_months": 6,
        "term_max_months": 12,
        "post_loss_alert": 2,
    },
}

_VIETNAM: Final[Mapping[str, Value]] = {
    "country": "vn",
    "time_zone": "Asia/Ho_Chi_Minh",
    "checked_from": date(2026, 1, 1),
    "decision_body": "standing_committee",
    "report_to": ("home", "receiving", "org_dept"),
}

VIETNAM: Final[Mapping[str, Mapping[str, Value]]] = {
    "S28": {
        **_VIETNAM,
        "name": "Luân chuyển cán bộ lãnh đạo, quản lý tỉnh Thanh Lộ",
        "kind": "vn_luan_chuyen",
        "owner_unit_id": "vn_org",
        "term_min_months": 36,
        "term_max_months": 60,
        "require_in_plan": True,
        "min_service_left_months": 120,
        "steps_required": ("eligibility", "decision"),
        "allow_direct_posting": False,
        "party_transfer": "required",
        "salary_home": False,
        "personnel_home": False,
        "home_work_ban": False,
        "mentor_level": "leader",
    },
    "S28B": {
        **_VIETNAM,
        "name": "Biệt phái công chức tỉnh Thanh Lộ",
        "kind": "vn_biet_phai",
        "owner_unit_id": "vn_home",
        "term_min_months": 6,
        "term_max_months": 36,
        "party_transfer": "temporary",
        "mentor_level": "leader",
    },
}
