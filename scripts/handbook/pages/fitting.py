"""Who fits a post that is open, among those who have never been seconded."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import Visibility
from handbook.pages.answers import Row
from handbook.pages.book import Book
from handbook.pages.names import sort_key
from handbook.pages.values import Shown, listed

_MEMBERS = frozenset({"member", "probationary"})
_NAMED = 12  # people named beside a post; the directory has all


def may_match(book: Book) -> bool:
    """Say whether the audience may be told who would fit: nobody below the department."""
    return book.index.audience.elsewhere >= Visibility.ORG and book.index.has_sheet("positions")


def fitting(book: Book) -> Iterator[Row]:
    """Give every open post with the people who fit it.

    They are in service, have no posting of any kind, come from another unit, have exactly the rank
    asked for, and are party members where the post asks for one. Specialty is shown, not judged.

    Args:
        book: What all pages share.
    """
    index = book.index
    free = _never_seconded(book)
    for post in index.keys("positions"):
        if index.value("positions", post, "status") not in ("open", ""):
            continue
        people = [key for key in free if _fits(book, post, key)]
        named = tuple(index.reference("cadres", key) for key in people[:_NAMED])
        yield Row(
            {
                "post": index.show("positions", post, "title"),
                "host": index.show("positions", post, "receiving_unit_id"),
                "batch": index.show("positions", post, "batch_id"),
                "rank_required": index.show("positions", post, "rank_required"),
                "specialty": index.show("positions", post, "specialty_required"),
                "people": Shown(str(len(people))),
                "named": listed(named, index.language),
            }
        )


def _never_seconded(book: Book) -> list[str]:
    index = book.index
    return sorted(
        (
            key
            for key in index.keys("cadres")
            if index.value("cadres", key, "record_status") in ("active", "")
            and not index.keys_by("postings", "cadre_id").get(key, ())
            and not book.notices("cadres", key).holds("postings")
        ),
        key=lambda key: (sort_key(index.reference("cadres", key).text), key),
    )


def _fits(book: Book, post: str, cadre: str) -> bool:
    index = book.index
    wanted = index.value("positions", post, "rank_required")
    unit = index.value("positions", post, "receiving_unit_id")
    needs_member = index.value("positions", post, "party_member_only") == "yes"
    return (
        (not wanted or index.value("cadres", cadre, "rank_level") == wanted)
        and not (unit and index.value("cadres", cadre, "home_unit_id") == unit)
        and (not needs_member or index.value("cadres", cadre, "party_status") in _MEMBERS)
    )
