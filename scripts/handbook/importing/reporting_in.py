"""Who of a ledger without appointments has reported in: asked once, filled in line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import date
from typing import Any

from handbook.importing import reasons
from handbook.importing.facts import Row
from handbook.importing.model import Imported, Record, Target
from handbook.schema import Schema
from handbook.validation import APPOINTMENT

FROM_START, UNKNOWN = "from start", "unknown"
"""What a map can say under `reported`."""
REPORTED_ON = "postings.reported_on"

_APPOINTMENT = frozenset(f"postings.{name}" for name in APPOINTMENT)
_NEVER_CAME = ("planned", "cancelled")
_SAID = re.compile(
    r"报到|到岗|到任|赴任|成行|取消|推迟|暂缓|nhận nhiệm vụ|chưa|hủy|hoãn", re.IGNORECASE
)


def lacks_appointments(roles: Set[str]) -> bool:
    """Say whether a ledger has no column for document or date of an appointment.

    Args:
        roles: What the columns of all its tables are.
    """
    return not roles & _APPOINTMENT


def is_open(tables: Iterable[Set[str]]) -> bool:
    """Say whether somebody has to tell if those whose term has begun have reported in.

    Args:
        tables: For each table of the ledger, what its columns are.
    """
    every = list(tables)
    told = all(REPORTED_ON in roles for roles in every)
    return not told and lacks_appointments(frozenset[str]().union(*every))


def answer(content: Mapping[str, Any]) -> bool | None:
    """Read the answer of a map: whether they count as reported in; None where it is no answer.

    A map without an answer is one nobody was asked by: nobody counts as reported in.
    """
    return {FROM_START: True, UNKNOWN: False}.get(str(content.get("reported", UNKNOWN)).strip())


def fill_reported(
    imported: Imported, row: Row, posting: int, schema: Schema, begun_by: date
) -> None:
    """Enter the day somebody reported in as the day the term began, and list it.

    Nothing is entered where the term has not begun, where the status says that nobody came, or
    where the remarks speak of it themselves; the last is listed.

    Args:
        imported: Its posting is completed.
        row: The row of the ledger.
        posting: Position of the posting.
        schema: Knows the labels of states.
        begun_by: The day everybody's term is looked at.
    """
    record = imported.records["postings"][posting]
    start = record.get("start_planned", "")
    if "reported_on" in record or not start or start > begun_by.isoformat():
        return
    if _never_came(record, schema, imported.language):
        return
    at = next((fact.at for fact in row.posting if fact.field == "start_planned"), row.name_at)
    target = Target("postings", posting, "reported_on")
    if _SAID.search(" ".join(_texts(row, record))):
        imported.leave(at, start, reasons.REPORTED_SAID)
        return
    record["reported_on"] = start
    imported.assumed.add(target)
    imported.leave(at, start, reasons.REPORTED_ASSUMED, target)


def _texts(row: Row, record: Record) -> Collection[str]:
    return [record.get("remark", ""), *(remark.whole for remark in row.remarks)]


def _never_came(record: Record, schema: Schema, language: str) -> bool:
    states = schema.field("postings.status").enumeration
    labels = {states.label(key, language) for key in _NEVER_CAME} if states else set[str]()
    return record.get("status", "") in labels
