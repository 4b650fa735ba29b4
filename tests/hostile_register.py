"""A register with hostile text in every cell where text may stand, and its harmless twin."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook.workbook import Workbook
from small_workbooks import BATCH, POSTING, PROGRAMME, UNITS, Row, workbook

PAYLOADS_FILE = Path(__file__).parent / "threats" / "payloads.txt"


def own_payloads() -> list[str]:
    """Read the project's own list."""
    lines = PAYLOADS_FILE.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line and not line.startswith("#")]


def harmless(payload: str) -> str:
    """Give a text of the same length that means nothing to any program."""
    return ("无害文字" * len(payload))[: len(payload)]


def hostile_workbook(payloads: Sequence[str], written: Callable[[str], str] = str) -> Workbook:
    """Put each payload into a person, a posting, a unit, a document and what hangs on them.

    Args:
        payloads: Texts for the cells.
        written: What is typed instead of each; `harmless` for the twin.
    """
    texts = [written(each) for each in payloads]
    numbers = range(len(texts))
    return workbook(
        units=[*UNITS, *(_unit(number, texts[number]) for number in numbers)],
        cadres=[_cadre(number, texts[number]) for number in numbers],
        programmes=[PROGRAMME | {"name": texts[0]}],
        batches=[BATCH, *(_batch(number, texts[number]) for number in numbers)],
        postings=[_posting(number, texts[number]) for number in numbers],
        positions=[_position(number, texts[number]) for number in numbers],
        mentors=[_mentor(number, texts[number]) for number in numbers],
        reports=[_report(number, texts[number]) for number in numbers],
        work_log=[_entry(number, texts[number]) for number in numbers],
        documents=[_document(number, texts[number]) for number in numbers],
        食堂=[{"菜": text} for text in texts],
    )


def _unit(number: int, text: str) -> Row:
    return {"unit_id": f"U-{number + 1000:04d}", "unit_name": f"{text}{number}",
            "short_names": f"{text}", "contact_post": text, "level": "township"}  # fmt: skip


def _cadre(number: int, text: str) -> Row:
    return {"cadre_id": f"C-{number + 1:05d}", "name": f"顾{number}{text}"[:40],
            "home_unit_id": "U-0001", "home_post": text, "prof_title": text, "specialty": text,
            "plan_title": text, "remark": text, "家庭住址": text}  # fmt: skip


def _batch(number: int, text: str) -> Row:
    return BATCH | {"batch_id": f"B-{number + 100:03d}", "title": f"{text}{number}"}


def _posting(number: int, text: str) -> Row:
    return POSTING | {
        "posting_id": f"S-{number + 1:04d}", "cadre_id": f"C-{number + 1:05d}",
        "receiving_unit_id": f"U-{number + 1000:04d}", "title": text, "duty_area": text,
        "appointment_doc_number": text[:60] or "1", "position_id": f"N-{number + 1:04d}",
        "home_post_at_sending": text, "remark": text,
    }  # fmt: skip


def _position(number: int, text: str) -> Row:
    return {"position_id": f"N-{number + 1:04d}", "batch_id": "B-001", "title": text,
            "receiving_unit_id": f"U-{number + 1000:04d}", "duty_area": text,
            "specialty_required": text}  # fmt: skip


def _mentor(number: int, text: str) -> Row:
    return {"posting_id": f"S-{number + 1:04d}", "role": "leader_contact",
            "mentor_name": text[:40], "unit_id": "U-0002", "start_on": "2026-01-02"}  # fmt: skip


def _report(number: int, text: str) -> Row:
    return {"posting_id": f"S-{number + 1:04d}", "type": "quarterly", "period": "2026-Q1",
            "link": text, "published_in": text}  # fmt: skip


def _entry(number: int, text: str) -> Row:
    return {"posting_id": f"S-{number + 1:04d}", "log_on": "2026-03-02", "what": text,
            "entry_type": "research_visit", "evidence": text}  # fmt: skip


def _document(number: int, text: str) -> Row:
    return {"doc_id": f"D-{number + 1:03d}", "title": text, "doc_number": text[:60],
            "issuer": text}  # fmt: skip
