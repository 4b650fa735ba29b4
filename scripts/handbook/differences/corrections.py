"""Whether a value was wrong before, or has changed since: what the sheet itself says about it.

The register holds no reasons for edits, so only these count as corrections:

1. the old value could not be trusted (待核), or the check called it wrong by itself (CEL, KEY);
   what a rule says (POL) does not count, for a passed date is mended by something that happened;
2. old and new are the same words spelled differently (full-width signs, spaces, case);
3. the value states what cannot change any more: the day on which something had already happened,
   what holds for life (gender, month of birth), or what a record belongs to for good (the cadre of
   a posting, the post somebody was sent from);
4. the remark of the record was edited in the same step and says so (更正, 填错, …). Remarks are for
   the organisation department, so for every other audience this says nothing.

Everything else is a change: a cadre with another home unit has moved, a planned end may be moved,
a cell that was blank was filled in.
"""

from __future__ import annotations

import re
from datetime import date

from handbook.differences.model import Change
from handbook.differences.sides import Pair
from handbook.publishable import State
from handbook.schema import fold

_MAY_MOVE = frozenset(
    {
        "start_planned", "end_planned", "extension_to", "due_on", "expires_on", "follow_up_due",
        "nomination_deadline", "kickoff_on", "sendoff_on", "report_by", "window_start",
        "window_end", "checked_from", "valid_from", "valid_to", "effective_on", "repealed_on",
        "born_after", "home_post_checked_on", "end_on",
    }
)  # fmt: skip
"""Dates of plans, deadlines and validity, and days that are meant to be renewed."""
_FOR_GOOD = frozenset(
    {
        "cadres.gender", "cadres.birth_ym", "cadres.born_after",
        "postings.cadre_id", "postings.home_unit_id", "postings.home_post_at_sending",
        "postings.rank_at_sending", "postings.application_id",
        "applications.cadre_id", "applications.batch_id", "applications.unit_at_time_id",
        "batches.programme_id", "mentors.posting_id", "reports.posting_id",
        "assessments.posting_id", "absences.posting_id", "work_log.posting_id",
    }
)  # fmt: skip
"""What holds for life, what a record belongs to, and how things stood on the day of sending."""
_SAYS_SO = re.compile(
    r"更正|勘误|改正|订正|填错|错填|误填|录错|错录|误录|录入错误|笔误|写错"
    r"|đính chính|ghi nhầm|nhập nhầm|nhập sai|ghi sai|sửa lỗi"
    r"|\b(correct(ed|ion)|mistyped|typo|entered wrongly)\b",
    re.IGNORECASE,
)


def is_correction(change: Change, pair: Pair) -> bool:
    """Say whether a value was wrong before, by rules 1 to 3 of this module.

    Args:
        change: The value before and after; it can be trusted afterwards.
        pair: The record it belongs to.
    """
    field = change.field
    place = (pair.sheet, pair.old_key, field.name)
    if change.old is State.HELD or place in pair.old.mistakes:
        return True
    if not change.old:
        return False
    if field.kind in ("text", "code") and fold(change.old) == fold(change.new):
        return True
    if f"{pair.sheet}.{field.name}" in _FOR_GOOD:
        return True
    is_a_fact = field.kind == "date" and field.name not in _MAY_MOVE
    return is_a_fact and isinstance(change.old, date) and change.old <= pair.old.day


def says_so(changes: tuple[Change, ...]) -> bool:
    """Say whether the remark was edited together with other values and calls that a correction.

    Args:
        changes: All changes of one record that the audience may see.
    """
    return len(changes) > 1 and any(
        change.field.name == "remark"
        and isinstance(change.new, str)
        and _SAYS_SO.search(change.new)
        for change in changes
    )
