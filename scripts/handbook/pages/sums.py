"""Numbers of a batch that are stated once and can be counted once more, and must agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.places import GONE

_DECLARED = {
    "units": "declared_units",
    "applicants": "declared_applicants",
    "selected": "declared_selected",
}
_BATCH_RULE, _ANNOUNCED_RULE, _PLACES_RULE = "POL-R24", "POL-R10", "POL-R11"


@dataclass(frozen=True, slots=True)
class Sum:
    """One number of a batch and what it is compared with.

    Attributes:
        kind: places, units, applicants, selected or chosen.
        stated: What the batch says.
        counted: What the rows add up to.
        is_limit: Whether fewer are allowed.
        code: The rule that compares them.
        is_told: Whether a finding of that rule is open on the page.
    """

    kind: str
    stated: int
    counted: int
    is_limit: bool
    code: str
    is_told: bool

    @property
    def agrees(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.counted <= self.stated if self.is_limit else self.counted == self.stated

    @property
    def difference(self) -> int:
        """How many more were counted than stated."""
        return self.counted - self.stated


def sums_of(book: Book, key: str) -> Iterator[Sum]:
    """Give the numbers of a batch that can be counted once more.

    Args:
        book: What all pages share.
        key: Id of the batch.
    """
    told = {group.code for group in book.notices("batches", key).findings}
    for kind, stated, counted, is_limit, code in _compared(book, key):
        yield Sum(kind, stated, counted, is_limit, code, code in told)


def _compared(book: Book, key: str) -> Iterator[tuple[str, int, int, bool, str]]:
    index = book.index
    quota, places = index.value("batches", key, "quota"), _places(book, key)
    offers_more = index.value("batches", key, "more_posts_than_places") == "yes"
    if quota is not None and places is not None and not offers_more:
        yield "places", int(quota), places, False, _PLACES_RULE
    counted = _counted(book, key)
    if quota is not None and counted:
        yield "chosen", int(quota), counted["selected"], True, _BATCH_RULE
    for kind, field in _DECLARED.items():
        stated = index.value("batches", key, field)
        if stated is not None and counted:
            yield kind, int(stated), counted[kind], False, _ANNOUNCED_RULE


def _places(book: Book, key: str) -> int | None:
    """Add up the places of the posts still offered; None without a post or with an unclear one."""
    index = book.index
    quotas = [
        index.value("positions", each, "quota")
        for each in index.keys_by("positions", "batch_id").get(key, ())
        if index.value("positions", each, "status") not in GONE
    ]
    if not quotas or None in quotas:
        return None
    return int(sum(quotas))


def _counted(book: Book, key: str) -> dict[str, int]:
    """Count the applications of a batch; empty where there are none or nobody may know."""
    index = book.index
    keys = index.keys_by("applications", "batch_id").get(key, ())
    if not keys:
        return {}
    units = {index.value("applications", each, "unit_at_time_id") for each in keys}
    return {
        "units": len(units - {""}),
        "applicants": len(keys),
        "selected": sum(
            index.value("applications", each, "decision") == "selected" for each in keys
        ),
    }
