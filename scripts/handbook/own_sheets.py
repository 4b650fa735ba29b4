"""Sheets that belong to the program: results, drop-down lists, instructions; never the register.

They are recognised by their titles, so that an answer written into a workbook changes neither
what is checked nor the hash of what was checked.
"""

from __future__ import annotations

from collections.abc import Mapping

RESULTS: Mapping[str, str] = {"zh": "检查结果", "vi": "Kết quả kiểm tra", "en": "Check results"}
"""Title of the sheet that lists what a check found, by language."""

RESULTS_NAME = "handbook_results"
"""Defined name that tells our result sheet in an Excel file from a sheet of the same title."""

LISTS: Mapping[str, str] = {"zh": "_下拉选项", "vi": "_Danh sách chọn", "en": "_Choices"}
"""Title of the hidden sheet behind the drop-downs of references, by language."""

INSTRUCTIONS: Mapping[str, str] = {"zh": "填写说明", "vi": "Hướng dẫn điền", "en": "How to fill in"}
"""Title of the sheet that explains a template to whoever opens it, by language."""

_OWN = frozenset((*RESULTS.values(), *LISTS.values(), *INSTRUCTIONS.values()))


def is_own(title: str) -> bool:
    """Say whether a tab belongs to the program.

    Args:
        title: As it stands on the tab.
    """
    return title in _OWN
