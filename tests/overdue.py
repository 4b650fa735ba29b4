"""A register in which one rule finds the same in many rows of a batch."""

from __future__ import annotations

from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, Row, workbook

NAMES = ("顾清禾", "陆予安", "沈知远", "林见微", "许望舒", "温如故")


def overdue(
    count: int, *, batches: int = 1, in_time: int = 0, language: str = "zh", **more: str
) -> Workbook:
    """Make a register of people of whom nobody has written what became of them (POL-R40).

    Args:
        count: People of each batch whose term has been over for two months.
        batches: How many batches, in turn row by row.
        in_time: People of the first batch whose term goes on, in the rows above the others.
        language: Of the workbook.
        **more: Columns that all postings have beside.
    """
    people = in_time + count * batches
    return workbook(
        cadres=[_cadre(number) for number in range(1, people + 1)],
        batches=[
            BATCH | {"batch_id": f"B-{number:03}", "title": f"第{number}批"}
            for number in range(1, batches + 1)
        ],
        postings=[
            POSTING
            | {
                "posting_id": f"S-{number:04}",
                "cadre_id": f"C-{number:05}",
                "batch_id": f"B-{max(number - in_time - 1, 0) % batches + 1:03}",
                "start_planned": "2025-05-01",
                "end_planned": "2026-12-31" if number <= in_time else "2026-04-30",
                "reported_on": "2025-05-01",
                "appointed_on": "2025-04-20",
            }
            | more
            for number in range(1, people + 1)
        ],
        language=language,
    )


def _cadre(number: int) -> Row:
    name = NAMES[(number - 1) % len(NAMES)]
    return {"cadre_id": f"C-{number:05}", "name": name, "home_unit_id": "U-0001"}
