"""The slips of the second demo register, one by one, as busy people make them.

What each of them must be answered with stands in `tests/demo/expected_mistakes.yaml`, written by
hand beside this list.
"""

from __future__ import annotations

from typing import NamedTuple


class Slip(NamedTuple):
    """One cell with something else in it than the demo register has.

    Attributes:
        meant_for: Code the slip is there for.
        sheet: Sheet key.
        record: Id of the record.
        field: Field name.
        text: What stands in the cell instead.
    """

    meant_for: str
    sheet: str
    record: str
    field: str
    text: str


class Extra(NamedTuple):
    """One more row at the end of a sheet.

    Attributes:
        meant_for: Code the row is there for.
        sheet: Sheet key.
        cells: Field name → text; other cells stay blank.
    """

    meant_for: str
    sheet: str
    cells: dict[str, str]


SLIPS = (
    Slip("SRC107", "units", "U-0003", "contact_post", "#REF!"),
    Slip("CEL301", "cadres", "C-00004", "name", ""),
    Slip("CEL301", "postings", "S-0031", "status", "已延期"),
    Slip("CEL302", "batches", "B-004", "quota", "八"),
    Slip("CEL303", "postings", "S-0005", "reported_on", "2025-09-31"),
    Slip("CEL304", "postings", "S-0006", "duty_doc_on", "5/9/2025"),
    Slip("CEL305", "postings", "S-0009", "info_pack_on", "八月下旬"),
    Slip("CEL306", "units", "U-0020", "valid_from", "1012-03-01"),
    Slip("CEL307", "absences", "L-0004", "end_on", "2026-01-18"),
    Slip("CEL308", "cadres", "C-00008", "gender", "不告诉"),
    Slip("CEL309", "units", "U-0021", "region_code", "98A102"),
    Slip("CEL310", "applications", "A-00008", "exam_score", "108"),
    Slip("CEL311", "units", "U-0022", "contact_post", "人事科科长" * 13),
    Slip("CEL312", "postings", "S-0010", "duty_area", "协管\ue0a1文化旅游"),
    Slip("CEL313", "batches", "B-007", "quota", "16人"),
    Slip("CEL314", "postings", "S-0217", "start_planned", "2026.08"),
    Slip("CEL315", "postings", "S-0151", "cadre_id", "C-00225、C-00226"),
    Slip("CEL317", "reports", "R-0001", "link", "D:\\资料\\季度汇报.docx"),
    Slip("CEL318", "programmes", "P-18", "pre_training", "看情况"),
    Slip("CEL319", "cadres", "C-00012", "name", "景砚\u200b澄"),
    Slip("CEL320", "batches", "B-007", "kickoff_on", "46162"),
    Slip("CEL321", "cadres", "C-00013", "birth_ym", "1989-03-12"),
    Slip("KEY403", "reports", "R-0005", "report_id", "R-0004"),
    Slip("KEY404", "cadres", "C-00017", "home_unit_id", "U-0999"),
    Slip("KEY405", "postings", "S-0012", "cadre_id", "C-00083 祁慕青"),
    Slip("KEY406", "postings", "S-0013", "cadre_id", "屈南星"),
    Slip("KEY407", "cadres", "C-00021", "name", "邵以屹"),
    Slip("KEY407", "applications", "A-00019", "cadre_id", "邵以屹"),
    Slip("KEY409", "applications", "A-00030", "cadre_id", "C-00026"),
    Slip("KEY410", "units", "U-0001", "admin_parent_id", "U-0009"),
    Slip("KEY412", "postings", "S-0014", "position_id", "N-0021"),
    Slip("POL-R33", "postings", "S-0030", "receiving_unit_id", "U-0059 禾望区城市管理局市容科"),
    Slip("POL-R34", "postings", "S-0152", "cadre_id", "C-00033 卓未央"),
    Slip("POL-R36", "postings", "S-0016", "end_planned", "2026-09-30"),
    Slip("POL-R40", "postings", "S-0017", "end_planned", "2026-06-15"),
    Slip("POL-R40", "postings", "S-0018", "end_planned", "2026-05-20"),
    Slip("POL-R40", "postings", "S-0019", "end_planned", "2026-07-20"),
    Slip("POL-R44", "mentors", "M-0020", "level", "一般"),
    Slip("POL-R24", "batches", "B-001", "quota", "19"),
    Slip("POL-R24", "batches", "B-001", "more_posts_than_places", "是"),
    Slip("POL-R48", "absences", "L-0003", "receiving_opinion", ""),
    Slip("POL-R48", "absences", "L-0003", "approved_by", "接收单位"),
    Slip("POL-R50", "postings", "S-0007", "home_post_status", "已另行配备人员"),
    Slip("POL-R50", "postings", "S-0007", "home_post_change_consulted", "否"),
    Slip("POL-R59", "reports", "R-0009", "submitted_on", ""),
    Slip("POL-R75", "assessments", "X-0006", "done_on", ""),
    Slip("POL-R82", "postings", "S-0221", "outcome", ""),
    Slip("POL-R89", "cadres", "C-00045", "remark", "证件号440524188001010014"),
)

EXTRAS = (
    Extra("KEY401", "cadres", {"name": "顾知舟", "category": "公务员", "home_unit_id": "U-0016"}),
    Extra(
        "KEY402",
        "cadres",
        {"cadre_id": "C-12", "name": "闻予岚", "category": "公务员", "home_unit_id": "U-0016"},
    ),
)

UNKNOWN_SHEET = ("食堂排班", (("日期", "值班"), ("2026-06-29", "综合科"), ("2026-06-30", "财务科")))
ABSENT_SHEET = "engagements"  # SRC102
DOUBLED_SHEET = ("waivers", "Waivers")  # SRC104: a second tab for the same sheet
HEADLESS_SHEET = "documents"  # SRC106: somebody deleted the header row
FOREIGN_SHEET = ("assessments", "gb18030")  # SRC113: saved by an old program
DELETED_COLUMNS = (
    ("positions", "title"),  # HDR202
    ("postings", "appointment_doc_number"),  # HDR207, together with the next
    ("postings", "appointed_on"),
)
ADDED_COLUMNS = (
    ("batches", "会议地点", "B-001", "三楼会议室"),  # HDR203
    ("cadres", "专业特长", "C-00001", "公文写作"),  # HDR204
    ("allocations", "分配编号", "Q-0001", "Q-0001"),  # HDR205
    ("units", "", "U-0004", "已电话核对"),  # HDR206
)
