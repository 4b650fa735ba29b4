"""What happened to a record, in the fewest words, by its kind."""

from __future__ import annotations

from collections.abc import Mapping

PAST_KINDS: Mapping[str, str] = {
    "arrived": "到任",
    "extended": "延期",
    "ended": "结束挂职",
    "cancelled": "取消挂职",
    "new_posting": "新增挂职",
    "moved": "换了单位",
    "new_cadre": "新增干部",
    "renamed": "更名",
    "closed": "撤并",
    "new_unit": "新增单位",
    "added": "新登记",
    "changed": "有改动",
    "corrected": "更正",
    "unsure": "待核",
}
"""`differences.Kind` → word of the interface."""
