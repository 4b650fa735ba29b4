"""Places: the posts on offer and the quotas to send, how many are taken and how many are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.figures import Figures, by_unit, placed, tabled
from handbook.pages.values import Shown

GONE = ("withdrawn", "abolished")
"""Statuses of positions whose places are offered no longer."""
_OVER = ("closed", "cancelled")  # batches in which nobody is placed any more
_SENT = ("allotted", "nominated", "sent")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a unit, or of a batch.

    Attributes:
        posts: Of a unit its posts on offer, of a batch the units that offer posts; None without.
        quotas: Of a unit the batches, of a batch the units, with the places to send to; None
            without or where nobody may know.
    """

    posts: Figures | None = None
    quotas: Figures | None = None


NO_PLACES = Places()


@dataclass(frozen=True, slots=True)
class _Post:
    """A position in numbers; those of people are None where nobody may know."""

    key: str
    batch: str
    host: str
    places: int | None
    taken: int | None
    open: int | None


def unit_places(book: Book) -> dict[str, Places]:
    """Give the posts every unit offers and the quotas it is to send, by unit.

    Args:
        book: What all pages share.
    """
    offered: dict[str, list[_Post]] = {}
    for post in _posts(book):
        offered.setdefault(post.host, []).append(post)
    quotas = {
        unit: {batch: cells for _, batch, cells in rows}
        for unit, rows in _grouped(_quotas(book), 0).items()
    }
    return {
        unit: Places(
            _posts_of_unit(book, offered.get(unit, ())),
            tabled(
                "quotas_of_unit",
                ("batch", *_SENT),
                [(book.index.reference("batches", batch), cells)
                 for batch, cells in sorted(quotas.get(unit, {}).items(), reverse=True)],
            ),
        )
        for unit in sorted({*offered, *quotas})
        if unit
    }  # fmt: skip


def batch_places(book: Book) -> dict[str, Places]:
    """Give the units that offer posts and those with a quota to send, by batch.

    Args:
        book: What all pages share.
    """
    offered: dict[str, dict[str, list[_Post]]] = {}
    for post in _posts(book):
        offered.setdefault(post.batch, {}).setdefault(post.host, []).append(post)
    quotas = {
        batch: {unit: cells for unit, _, cells in rows}
        for batch, rows in _grouped(_quotas(book), 1).items()
    }
    return {
        batch: Places(
            _units_of_batch(book, offered.get(batch, {})),
            tabled("quotas", ("unit", *_SENT), list(by_unit(book, quotas.get(batch, {})))),
        )
        for batch in sorted({*offered, *quotas})
        if batch
    }


def _posts(book: Book) -> Iterator[_Post]:
    """Give the positions still offered with how many of their places are taken."""
    index = book.index
    taken = Counter(each.position for each in placed(book) if each.takes_a_place)
    for key in index.keys("positions"):
        batch = index.value("positions", key, "batch_id") or ""
        quota = index.value("positions", key, "quota")
        if index.value("positions", key, "status") in GONE:
            continue
        places = None if quota is None else int(quota)
        count = taken[key] if index.has_sheet("postings") else None
        yield _Post(
            key,
            batch,
            index.value("positions", key, "receiving_unit_id") or "",
            places,
            count,
            _open(book, batch, places, count),
        )


def _open(book: Book, batch: str, places: int | None, taken: int | None) -> int | None:
    """Give how many places are open; none where the batch is over, unknown where it is unclear."""
    if places is None or taken is None:
        return None
    is_over = book.index.value("batches", batch, "status") in _OVER if batch else False
    return 0 if is_over else max(0, places - taken)


def _posts_of_unit(book: Book, posts: Sequence[_Post]) -> Figures | None:
    """List posts on offer, those with open places first, then by batch, the latest first."""
    ordered = sorted(posts, key=lambda each: (each.batch, each.key), reverse=True)
    ordered.sort(key=lambda each: -(each.open or 0))
    return tabled(
        "posts_of_unit",
        ("post", "places", "taken", "open"),
        [(_post(book, each.key), (each.places, each.taken, each.open)) for each in ordered],
    )


def _post(book: Book, key: str) -> Shown:
    """Show a position by its title and batch, linked to where it stands there."""
    index = book.index
    title = index.show("positions", key, "title").text or key
    batch = index.value("positions", key, "batch_id")
    name = f"{title} · {index.label('batches', batch)}" if batch else title
    address = index.address("positions", key)
    return Shown(name, link=f"../{address}" if address else "")


def _units_of_batch(book: Book, offered: Mapping[str, Sequence[_Post]]) -> Figures | None:
    counts = {
        unit: (
            _sum(each.places for each in posts),
            _sum(each.taken for each in posts),
            _sum(each.open for each in posts),
        )
        for unit, posts in offered.items()
        if unit
    }
    return tabled("places", ("unit", "places", "taken", "open"), list(by_unit(book, counts)))


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


_Quota = tuple[str, str, tuple[float | None, ...]]
"""Unit, batch, and how many it is to send, has nominated and has sent."""


def _quotas(book: Book) -> Iterator[_Quota]:
    index = book.index
    if not index.has_sheet("allocations"):
        return
    sent = Counter((each.home, each.batch) for each in placed(book) if each.takes_a_place)
    knows = index.has_sheet("applications")
    nominated = Counter(
        (_id(book, key, "unit_at_time_id"), _id(book, key, "batch_id"))
        for key in index.keys("applications")
    )
    quotas: dict[tuple[str, str], list[int | None]] = {}
    for key in index.keys("allocations"):
        place = (
            index.value("allocations", key, "unit_id") or "",
            index.value("allocations", key, "batch_id") or "",
        )
        quotas.setdefault(place, []).append(index.value("allocations", key, "quota"))
    for place, several in quotas.items():
        yield *place, (_sum(several), nominated[place] if knows else None, sent[place])


def _id(book: Book, application: str, field: str) -> str:
    return book.index.value("applications", application, field) or ""


def _grouped(rows: Iterable[_Quota], place: int) -> dict[str, list[_Quota]]:
    found: dict[str, list[_Quota]] = {}
    for row in rows:
        found.setdefault(str(row[place]), []).append(row)
    return found
