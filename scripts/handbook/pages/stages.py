"""Which forms somebody has use for now: by where their postings and their application stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handbook.pages.index import Index
from handbook.pages.postings import Phase, PostingLine

BEFORE_SELECTION = ("registration-form",)
BEFORE_LEAVING = ("home-post-confirmation", "talk-outline", "mentoring-pledge")
ON_ARRIVAL = ("mentoring-pledge",)
IN_POST = (
    "three-party-report",
    "leave-request",
    "home-use-request",
    "opinion-feedback",
    "assessment-form",
)
AT_THE_END = ("assessment-form", "outcome-registration")
_UNDECIDED = frozenset({None, "", "pending", "reserve"})
_ARRIVAL_DAYS = 31
_ENDING_DAYS = 60  # before the end and after it


def forms_of(index: Index, cadre: str, postings: Sequence[PostingLine]) -> tuple[str, ...]:
    """Name the forms that fit where a cadre stands today, in the order of their use.

    Args:
        index: Looks values up.
        cadre: Id of the cadre.
        postings: Their postings in one line each.

    Returns:
        Names of the pages of the forms, each once; none where there is nothing to fill in.
    """
    forms = [form for line in postings for form in _of_posting(index, line)]
    if not forms and _waits_for_decision(index, cadre):
        return BEFORE_SELECTION
    return tuple(dict.fromkeys(forms))


def _of_posting(index: Index, line: PostingLine) -> Iterator[str]:
    if line.phase is Phase.COMING:
        yield from BEFORE_LEAVING
    elif line.phase is Phase.CURRENT:
        if _is_within(index.as_of, line.starts_on, _ARRIVAL_DAYS):
            yield from ON_ARRIVAL
        yield from IN_POST
        if _is_within(index.as_of, line.ends_on, _ENDING_DAYS):
            yield from AT_THE_END
    elif line.phase is Phase.PAST and _is_within(index.as_of, line.ends_on, _ENDING_DAYS):
        yield from AT_THE_END


def _is_within(today: date, day: date | None, days: int) -> bool:
    return day is not None and abs((today - day).days) <= days


def _waits_for_decision(index: Index, cadre: str) -> bool:
    """Say whether an application of theirs is open, as far as the audience may know."""
    if not index.has_column("applications", "decision"):
        return False
    keys = index.keys_by("applications", "cadre_id").get(cadre, ())
    return any(index.value("applications", key, "decision") in _UNDECIDED for key in keys)
