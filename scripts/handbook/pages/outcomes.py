"""What became of the people a unit sent: for the organisation department alone (R102)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handbook.findings import Visibility
from handbook.pages.book import Book
from handbook.pages.figures import Figures, Placed, placed, tabled
from handbook.pages.postings import Phase
from handbook.pages.values import Shown, label_of, listed
from handbook.rules.ranks import is_below

_OTHER_POST = frozenset({"replaced", "abolished"})
_MOST = 20  # people named


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The postings of a unit's people that are over.

    Attributes:
        ended: How many there are.
        by_outcome: How many have each outcome; None without any.
        replaced: Whose home post was filled by another or abolished.
        lower: Whose rank is lower than at sending.
        lost: To how many either happened.
        people: Those, linked.
    """

    ended: int
    by_outcome: Figures | None
    replaced: int
    lower: int
    lost: int
    people: Shown


def unit_outcomes(book: Book) -> dict[str, Outcomes]:
    """Give the pattern of outcomes of every unit that sent people; nothing below the department.

    Args:
        book: What all pages share.
    """
    index = book.index
    if index.audience.elsewhere < Visibility.ORG or not index.has_sheet("postings"):
        return {}
    over = [each for each in placed(book) if each.phase is Phase.PAST and each.home]
    records = index.table("postings").records
    lower = is_below(
        _column(records, over, "outcome_rank"), _column(records, over, "rank_at_sending")
    )
    by_home: dict[str, list[tuple[Placed, bool]]] = {}
    for each, is_lower in zip(over, lower.tolist(), strict=True):
        by_home.setdefault(each.home, []).append((each, is_lower))
    return {unit: _outcomes(book, by_home[unit]) for unit in sorted(by_home)}


def _column(records: Mapping[str, Any], over: Sequence[Placed], name: str) -> Any:  # noqa: ANN401
    """Give one column of some postings as an array of objects."""
    return np.array([getattr(records[each.key], name) for each in over], dtype=object)


def _outcomes(book: Book, over: Sequence[tuple[Placed, bool]]) -> Outcomes:
    index = book.index

    def is_replaced(each: Placed) -> bool:
        return index.value("postings", each.key, "home_post_status") in _OTHER_POST

    lost = [each for each, is_lower in over if is_lower or is_replaced(each)]
    people = dict.fromkeys(each.cadre for each in lost if each.cadre)
    return Outcomes(
        len(over),
        _by_outcome(book, [each for each, _ in over]),
        sum(is_replaced(each) for each, _ in over),
        sum(is_lower for _, is_lower in over),
        len(lost),
        listed(
            tuple(index.reference("cadres", each) for each in list(people)[:_MOST]), index.language
        ),
    )


def _by_outcome(book: Book, over: Sequence[Placed]) -> Figures | None:
    index = book.index
    enumeration = index.schema.field("postings.outcome").enumeration
    found = Counter(index.value("postings", each.key, "outcome") or "" for each in over)
    return tabled(
        "by_outcome",
        ("outcome", "postings"),
        [
            (Shown(label_of(enumeration, key, index.language)), (found[key],))
            for key in (enumeration.labels if enumeration else ())
            if enumeration and found[key]
        ],
    )
