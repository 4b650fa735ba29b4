"""The five haves of a posting: a plan, notes, time set aside, a special topic, a reflection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handbook.dues.frames import frame_of
from handbook.pages.book import Book
from handbook.pages.values import BLANK, Shown, date_text
from handbook.register import to_date
from handbook.rules.five_haves import PAPERS

TIME = "time"
ITEMS = (*PAPERS[:2], TIME, *PAPERS[2:])
"""The five in their order; time stands in the work log, the others are reports."""


@dataclass(frozen=True, slots=True)
class Have:
    """One of the five.

    Attributes:
        item: Which: a type of report, or `time`.
        is_asked: Whether the programme asks for it.
        is_there: Whether the register has it.
        day: The day of the first; blank where it is not there, or without a day.
    """

    item: str
    is_asked: bool
    is_there: bool
    day: Shown


def five_haves(book: Book, posting: str) -> tuple[Have, ...]:
    """Say which of the five a posting has, as the rule on them counts.

    Whoever is asked for notes is asked for time as well, where the register has a work log.

    Args:
        book: What all pages share.
        posting: One of which the audience sees class `unit`.

    Returns:
        All five; nothing where the programme asks for none of them.
    """
    required = _required(book, posting)
    asked = {item for item in PAPERS if item in required}
    if not asked:
        return ()
    if "study_note" in asked and book.index.has_sheet("work_log"):
        asked.add(TIME)
    there = _handed_in(book, posting)
    studied = book.shared(study_days).get(posting, None) if TIME in asked else None
    if studied:
        there[TIME] = Shown(date_text(studied, book.index.language), iso=studied.isoformat())
    return tuple(Have(item, item in asked, item in there, there.get(item, BLANK)) for item in ITEMS)


def _required(book: Book, posting: str) -> tuple[str, ...]:
    index = book.index
    batch = index.value("postings", posting, "batch_id")
    programme = (
        index.value("batches", batch, "programme_id") if _has(book, "batches", batch) else ""
    )
    if not _has(book, "programmes", programme):
        return ()
    return tuple(index.value("programmes", programme, "reports_required") or ())


def _has(book: Book, sheet: str, key: str | None) -> bool:
    return bool(key) and book.index.has(sheet, key or "")


def _handed_in(book: Book, posting: str) -> dict[str, Shown]:
    days = dict[str, Shown]()
    for key in book.index.keys_by("reports", "posting_id").get(posting, ()):
        item = book.index.value("reports", key, "type")
        if item in PAPERS:
            _keep_first(days, item, book.index.show("reports", key, "submitted_on"))
    return days


def study_days(book: Book) -> Mapping[str, date]:
    """Give the first day of study the work log has of every posting.

    Args:
        book: What all pages share.
    """
    publishable = book.index.publishable
    log = frame_of(publishable, "work_log", ["posting_id", "log_on", "entry_type"])
    log = log[(log["entry_type"] == "study") & log["log_on"].notna()]
    first = log.groupby("posting_id")["log_on"].min()
    return dict(zip(first.index, map(to_date, first), strict=True))


def _keep_first(days: dict[str, Shown], item: str, day: Shown) -> None:
    if day.iso and (item not in days or day.iso < days[item].iso):
        days[item] = day
