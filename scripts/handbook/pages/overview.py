"""Numbers of the home page: how far running batches have come, flows between units, the trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handbook.pages.book import Book
from handbook.pages.postings import Phase
from handbook.publishable.small_cells import may_tell_steps, told_steps

STEPS = ("reported", "eligible", "exam", "interview", "inspection", "selected")
"""Steps of a selection in their order."""
_DECLARED = {"reported": "declared_applicants", "selected": "declared_selected"}
_FLOWS = 10  # the largest ones; the directory has all
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Flow:
    """How many people a unit has in post at another one.

    Attributes:
        home: Name of the sending unit.
        host: Name of the receiving unit.
        count: Current postings between them.
    """

    home: str
    host: str
    count: int


def funnel(book: Book, batch: str) -> dict[str, int]:
    """Count how many are left after every step of the selection of a batch.

    The organisation department counts its sheet of applications; everybody else is told the
    numbers that were announced. For the public a breakdown with a number from one to four, or with
    so few who dropped out, is left out whole: what is missing could be worked out.

    Args:
        book: What all pages share.
        batch: Its id.

    Returns:
        Step → how many; steps nobody has taken and steps nobody may know of are absent.
    """
    counts = _counted(book, batch) if book.index.has_sheet("applications") else {}
    return told_steps(book.index.audience, counts or _declared(book, batch))


def announced_may_be_told(book: Book, batch: str) -> bool:
    """Say whether the audience may be told the announced numbers of a batch, as in the funnel.

    Args:
        book: What all pages share.
        batch: Its id.
    """
    return may_tell_steps(book.index.audience, _declared(book, batch).values())


def _counted(book: Book, batch: str) -> dict[str, int]:
    index = book.index
    found = Counter[str]()
    for key in index.keys_by("applications", "batch_id").get(batch, ()):
        found["reported"] += 1
        found["eligible"] += index.value("applications", key, "eligibility") == "pass"
        found["exam"] += index.value("applications", key, "exam_score") is not None
        found["interview"] += index.value("applications", key, "interview_score") is not None
        found["inspection"] += index.value("applications", key, "inspection") == "pass"
        found["selected"] += index.value("applications", key, "decision") == "selected"
    return {step: found[step] for step in STEPS if found[step]}


def _declared(book: Book, batch: str) -> dict[str, int]:
    values = {step: book.index.value("batches", batch, name) for step, name in _DECLARED.items()}
    return {step: int(value) for step, value in values.items() if value}


def flows(book: Book) -> tuple[Flow, ...]:
    """Give the largest flows of people in post, from sending to receiving units.

    Args:
        book: What all pages share.
    """
    found = Counter[tuple[str, str]]()
    for key, line in book.postings.items():
        home = book.index.value("postings", key, "home_unit_id")
        host = book.index.value("postings", key, "receiving_unit_id")
        if line.phase is Phase.CURRENT and home and host:
            found[home, host] += 1
    largest = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:_FLOWS]
    names = book.index.label
    return tuple(
        Flow(names("units", home), names("units", host), count) for (home, host), count in largest
    )


def trend(book: Book) -> Mapping[str, int]:
    """Count the postings that began in each of the last twelve months, this one included.

    Args:
        book: What all pages share.

    Returns:
        Month as `2026-06` → how many, the oldest first; empty where none began in any of them.
    """
    today = book.index.as_of
    last = today.year * 12 + today.month - 1
    months = [f"{each // 12}-{each % 12 + 1:02d}" for each in range(last - _MONTHS + 1, last + 1)]
    starts = Counter(
        f"{line.starts_on:%Y-%m}"
        for line in book.postings.values()
        if line.starts_on and line.starts_on <= today and line.phase is not Phase.CANCELLED
    )
    return {month: starts[month] for month in months} if any(map(starts.get, months)) else {}


def joined(funnels: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up the funnels of several batches over the steps that all of them have.

    Args:
        funnels: As told of each batch; empty ones are passed over.
    """
    told = [each for each in funnels if each]
    common = [step for step in STEPS if told and all(step in each for each in told)]
    return {step: sum(each[step] for each in told) for step in common}
