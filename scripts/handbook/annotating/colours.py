"""The colour rule of a sheet: one conditional format of ours that looks marks up in the results.

A cell is coloured while its mark stands in the result sheet. The rule is keyed on the record id, so
colours follow a sort without anybody's help; rows without an id have notes but no colour. Nobody's
fill is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from handbook.annotating.results import MARK_COLUMN
from handbook.findings import column_letters, quoted
from handbook.own_sheets import RESULTS

Rule: TypeAlias = Mapping[str, Any]
"""`ConditionalFormatRule` of the Sheets API."""

COLOUR = {"red": 1.0, "green": 0.9, "blue": 0.7}
"""Light amber: seen on white and on banded rows, and black text stays readable on it."""


def formula(sheet_key: str, key_column: int, header_rows: tuple[int, int], *, results: str) -> str:
    """Write the condition of the rule, relative to the first data cell in column A.

    The name of the result sheet stands in a text, because a condition in Google Sheets may not
    name another sheet directly.

    Args:
        sheet_key: Key of the sheet in the schema, the first part of its marks.
        key_column: Column number of the record ids.
        header_rows: First and last row number of the header.
        results: The lookup range as a formula: `google_range`, or a defined name in Excel.
    """
    key = f"${column_letters(key_column)}{header_rows[1] + 1}"
    label = "&".join(f"A${row}" for row in range(header_rows[0], header_rows[1] + 1))
    return f'=COUNTIF({results},"{sheet_key}/"&{key}&"/"&{label})>0'


def google_range(title: str) -> str:
    """Give the marks of a result sheet as a condition in Google Sheets may name them."""
    letters = column_letters(MARK_COLUMN)
    return f'INDIRECT("{quoted(title)}!${letters}:${letters}")'


def rule(gid: int, condition: str, first_row: int) -> Rule:
    """Make the rule for everything below the header, to the edges of the sheet.

    Args:
        gid: Number of the sheet.
        condition: From `formula`.
        first_row: Row number of the first data row.
    """
    return {
        "ranges": [{"sheetId": gid, "startRowIndex": first_row - 1, "startColumnIndex": 0}],
        "booleanRule": {
            "condition": {
                "type": "CUSTOM_FORMULA",
                "values": [{"userEnteredValue": condition}],
            },
            "format": {"backgroundColorStyle": {"rgbColor": COLOUR}},
        },
    }


def condition_of(each: Rule) -> str:
    """Give the formula of a rule; blank where it has none."""
    condition = each.get("booleanRule", {}).get("condition", {})
    values = condition.get("values", [])
    if condition.get("type") != "CUSTOM_FORMULA" or not values:
        return ""
    return str(values[0].get("userEnteredValue", ""))


def is_ours(each: Rule) -> bool:
    """Say whether a rule looks something up in a result sheet of ours, in any language."""
    condition = condition_of(each)
    return any(google_range(title) in condition for title in RESULTS.values())


def says_the_same(live: Rule, wanted: Rule, rows: int, columns: int) -> bool:
    """Say whether a live rule is as it should be, colours apart.

    Google may name the edge of the sheet where we leave it open.

    Args:
        live: As read.
        wanted: From `rule`.
        rows: Rows of the sheet's grid.
        columns: Columns of the sheet's grid.
    """
    return condition_of(live) == condition_of(wanted) and _covers(live, wanted, rows, columns)


def _covers(live: Rule, wanted: Rule, rows: int, columns: int) -> bool:
    ranges: Iterable[Mapping[str, int]] = live.get("ranges", [])
    return [
        (
            each.get("startRowIndex", 0),
            each.get("startColumnIndex", 0),
            each.get("endRowIndex", rows) >= rows,
            each.get("endColumnIndex", columns) >= columns,
        )
        for each in ranges
    ] == [(wanted["ranges"][0]["startRowIndex"], 0, True, True)]
