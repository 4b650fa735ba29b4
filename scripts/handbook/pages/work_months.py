"""The work log of a posting by month: entries, days on site, and what the programme asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.dues.frames import Days, frame_of
from handbook.pages.book import Book
from handbook.register import to_date
from handbook.rules.counting import month_end, sums_between
from handbook.rules.site_days import posting_years

_PARAMETERS = ("site_days_min_year", "log_min_per_month", "household_min", "observation_min")
_LOG = ("posting_id", "log_on", "entry_type", "site_days", "verified", "quantity")
_COUNTED = {"household_link": "household_min", "lesson_observed": "observation_min"}
"""Type of entry whose numbers are added up → column of the programme that asks for so many."""
_ONE_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class SiteYear:
    """Days on site in one year of a posting, counted as the rule on them counts.

    Attributes:
        first: First day of the year.
        last: Last day of it, or of the posting.
        days: Days entered, those the receiving unit does not bear out left out.
        required: How many are asked for by now, in the share of the months that are over.
        minimum: How many the programme asks for in a whole year.
        is_over: Whether the year is.
    """

    first: date
    last: date
    days: float
    required: int
    minimum: int
    is_over: bool

    @property
    def missing(self) -> float:
        """Days that are lacking by now."""
        return max(self.required - self.days, 0.0)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is added up over a whole posting.

    Attributes:
        kind: Type of entry.
        total: The sum; an entry without a number counts as one.
        minimum: How many the programme asks for; 0 for no such rule.
    """

    kind: str
    total: float
    minimum: int


@dataclass(frozen=True, slots=True)
class WorkLog:
    """The work log of one posting, from its first month to its last or to that of the register.

    Attributes:
        months: `2025-09` and on.
        entries: Number of entries in each month.
        days: Days on site in each month.
        minimum: Entries the programme asks for in a month; 0 for no such rule.
        short: Whole months that are over with fewer entries than that, or with none.
        years: Years of the posting; none where no days on site are asked for.
        quantities: Households and lessons, where there are any or some are asked for.
    """

    months: tuple[str, ...]
    entries: tuple[int, ...]
    days: tuple[float, ...]
    minimum: int
    short: tuple[str, ...]
    years: tuple[SiteYear, ...]
    quantities: tuple[Quantity, ...]


def work_logs(book: Book) -> Mapping[str, WorkLog]:
    """Add the work log up for every posting that has begun and of which the audience sees it.

    Args:
        book: What all pages share.

    Returns:
        Posting id → its log; absent where there is no entry and none is asked for.
    """
    publishable = book.index.publishable
    if "work_log" not in publishable.tables or "postings" not in publishable.tables:
        return {}
    days = Days(publishable)
    postings = _begun(days)
    if postings.empty:
        return {}
    log = _log_of(days, postings)
    asked = (postings[list(_PARAMETERS)] > 0).any(axis=1).to_numpy()
    told = np.flatnonzero(asked | (np.bincount(log["owner"], minlength=len(postings)) > 0))
    return dict(_Logs(days, postings, log).of(told))


def _begun(days: Days) -> pd.DataFrame:
    """Give postings of which the audience sees class `unit`, from the day they began."""
    frame = days.postings
    asked = frame_of(days.publishable, "programmes", _PARAMETERS)
    asked = asked.reindex(frame["programme_id"].to_numpy()).set_axis(frame.index)
    frame = pd.concat([frame, asked], axis=1)
    return frame[frame["is_own"] & (frame["start"] <= days.today) & (frame["status"] != "planned")]


def _log_of(days: Days, postings: pd.DataFrame) -> pd.DataFrame:
    """Give the dated entries of some postings with the place of their posting as owner."""
    log = frame_of(days.publishable, "work_log", _LOG)
    log = log.assign(owner=postings.index.get_indexer(pd.Index(log["posting_id"])))
    return log[(log["owner"] >= 0) & log["log_on"].notna()]


@dataclass(frozen=True, eq=False)
class _Logs:
    """Everything about the logs of some postings, laid out flat."""

    calendar: Days
    postings: pd.DataFrame
    log: pd.DataFrame

    def of(self, places: NDArray[np.intp]) -> Iterator[tuple[str, WorkLog]]:
        """Cut the flat arrays up by posting, for some of them."""
        first, last = self._months()
        count = np.maximum((last - first).astype(int) + 1, 0)
        begin = np.cumsum(count) - count
        entries, days = self._sums(first, count, begin)
        names = first[np.repeat(np.arange(len(count)), count)] + _runs(count, begin)
        words, whole = names.astype(str), self._whole(names, count)
        minimum = self.postings["log_min_per_month"].fillna(0).to_numpy()
        short = whole & (entries < np.repeat(np.maximum(minimum, 1), count))
        years, quantities = self._years(), self._quantities()
        for place in places:
            part = slice(begin[place], begin[place] + count[place])
            yield (
                str(self.postings.index[place]),
                WorkLog(
                    tuple(words[part].tolist()),
                    tuple(entries[part].tolist()),
                    tuple(days[part].tolist()),
                    int(minimum[place]),
                    tuple(words[part][short[part]].tolist()),
                    tuple(years.get(place, ())),
                    tuple(quantities.get(place, ())),
                ),
            )

    def _months(self) -> tuple[NDArray[Any], NDArray[Any]]:
        today = self.calendar.today
        end = self.postings["end"].where(self.postings["end"] < today, today)
        first = self.postings["start"].to_numpy().astype("datetime64[M]")
        return first, end.to_numpy().astype("datetime64[M]")

    def _sums(
        self, first: NDArray[Any], count: NDArray[Any], begin: NDArray[Any]
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Count entries and add days up by month; what lies outside a posting is left out."""
        owner = self.log["owner"].to_numpy()
        place = (self.log["log_on"].to_numpy().astype("datetime64[M]") - first[owner]).astype(int)
        is_inside = (place >= 0) & (place < count[owner])
        flat = (begin[owner] + place)[is_inside]
        size = int(count.sum())
        days = self._site_days()[is_inside]
        return np.bincount(flat, minlength=size), np.bincount(flat, days, size).round(6)

    def _site_days(self) -> NDArray[Any]:
        """Give the days of each entry; those the receiving unit does not bear out are none."""
        days = self.log["site_days"].fillna(0)
        counted: NDArray[Any] = days.where(self.log["verified"] != "no", 0).to_numpy()
        return counted

    def _whole(self, names: NDArray[Any], count: NDArray[Any]) -> NDArray[np.bool_]:
        """Mark months that lie whole within the posting, are over, and are to be looked at."""
        since = np.repeat(self.postings["since"].to_numpy(), count)
        today = self.calendar.today
        until = self.postings["end"].where(self.postings["end"] < today, today).to_numpy()
        first, last = names.astype("datetime64[s]"), month_end(names).astype("datetime64[s]")
        is_paused = np.repeat((self.postings["status"] == "suspended").to_numpy(), count)
        return (first >= since) & (last <= np.repeat(until, count)) & ~is_paused

    def _years(self) -> dict[int, list[SiteYear]]:
        frame = self.postings.assign(place=np.arange(len(self.postings)))
        frame = frame[(frame["site_days_min_year"] > 0) & frame["end"].notna()]
        today = self.calendar.today.to_numpy()
        years = posting_years(frame, today)
        owner, last = years["place"].to_numpy(), years["last"].to_numpy()
        is_last = last == years["end"].to_numpy()  # a month's sum stands on its last day
        last = np.where(is_last, month_end(last).astype("datetime64[s]"), last)
        log = (self.log["owner"].to_numpy(), self.log["log_on"].to_numpy(), self._site_days())
        days = sums_between(log, owner, years["first"].to_numpy(), np.minimum(last, today))
        found = dict[int, list[SiteYear]]()
        columns = ("first", "last", "required", "site_days_min_year", "is_over")
        for place, total, first, final, required, minimum, is_over in zip(
            owner, days, *(years[name] for name in columns), strict=True
        ):
            year = SiteYear(
                to_date(first), to_date(final), float(total), int(required), int(minimum),
                bool(is_over),
            )  # fmt: skip
            found.setdefault(int(place), []).append(year)
        return {place: sorted(each, key=lambda year: year.first) for place, each in found.items()}

    def _quantities(self) -> dict[int, list[Quantity]]:
        found = dict[int, list[Quantity]]()
        amounts = self.log["quantity"].fillna(1)
        for kind, column in _COUNTED.items():
            mine = (self.log["entry_type"] == kind).to_numpy()
            total = np.bincount(
                self.log["owner"].to_numpy()[mine], amounts.to_numpy()[mine], len(self.postings)
            )
            minimum = self.postings[column].fillna(0).to_numpy()
            for place in np.flatnonzero((total > 0) | (minimum > 0)):
                each = Quantity(kind, float(total[place]), int(minimum[place]))
                found.setdefault(int(place), []).append(each)
        return found


def _runs(count: NDArray[Any], begin: NDArray[Any]) -> NDArray[Any]:
    """Count 0, 1, 2 … within each run of some lengths."""
    runs: NDArray[Any] = np.arange(count.sum()) - np.repeat(begin, count)
    return runs
