"""What the register says about the worked examples of the guidance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from small_workbooks import AS_OF, PROGRAMME, Row, check, workbook


def rule_says(
    code: str, as_of: str | date = AS_OF, **sheets: Sequence[Row]
) -> list[tuple[str, str]]:
    """Give variant and severity of the findings of one rule on a day.

    Args:
        code: Of the rule, such as `POL-R36`.
        as_of: The day the register is looked at.
        sheets: Rows by sheet, in place of the small workbook's own.
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    checked = check(workbook(**sheets), day)
    return [(each.variant, each.severity.value) for each in checked.findings if each.code == code]


def asking(code: str, **parameters: str) -> list[Row]:
    """Give the programme of the small workbook, with a rule switched on and some parameters."""
    return [{**PROGRAMME, "rules_on": code, **parameters}]
