"""How much the home unit uses a secondee in any six months, counted in working days."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Related, Severity
from handbook.register import Register, add_months, to_date
from handbook.rules.away import absences_of, days_away
from handbook.rules.belonging import begun_postings
from handbook.rules.counting import sums_between
from handbook.workdays import is_announced, is_workday

HOME_USE_DAYS = 10  # R49: where the programme names no limit
WINDOW_MONTHS = 6
_RELATED_AT_MOST = 5


def check_home_use_in_total(register: Register) -> Iterator[Finding]:
    """In any six months the home unit uses a secondee no more working days than allowed.

    Ten where the programme names no limit. Fewer days entered than worked count as entered. Where
    the limit is passed only if days of a year without announced holidays are working days, that is
    said instead of guessed. The first time is told, once for a posting.

    Yields:
        POL-R49 at the days of the use that passed the limit; variants `not_announced` and main.
    """
    if not register.has("postings", "batches", "programmes", "absences"):
        return
    parameters = ["home_use_max_days", "country", "checked_from"]
    frame = absences_of(register, begun_postings(register, "POL-R49", parameters))
    frame = frame[frame["kind"] == "home_use"]
    frame = frame[~(frame["start_on"] < frame["checked_from"])]
    days = _counted_days(frame)
    days = days.assign(
        limit=frame["home_use_max_days"].fillna(HOME_USE_DAYS).loc[days["absence"]].to_numpy(),
        known=_in_window(days, "known"),
        possible=_in_window(days, "possible"),
    )
    over = days[days["possible"] > days["limit"]]
    surely = over["known"] > over["limit"]
    first = over.assign(surely=surely).sort_values(["posting", "surely", "day"],
                                                   ascending=[True, False, True])  # fmt: skip
    for each in first.drop_duplicates("posting").to_dict("records"):
        yield _too_much(register, frame, each)


def _counted_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Spread home use over its working days, each with what it counts for.

    Returns:
        From `days_away`, in order of posting and day, with `known` (in announced years) and
        `possible` (in years not announced too).
    """
    days = days_away(frame)
    country = frame["country"].loc[days["absence"]].to_numpy(dtype=object)
    worked = np.zeros(len(days), dtype=bool)
    announced = np.zeros(len(days), dtype=bool)
    for name in ("cn", "vn"):
        here = (country == name) if name == "vn" else (country != "vn")
        dates = days["day"].to_numpy()[here]
        worked[here] = is_workday(dates, name)
        announced[here] = is_announced(dates, name)
    days = days.assign(announced=announced)[worked]
    length = days.groupby("absence")["day"].transform("size")
    entered = frame["days"].loc[days["absence"]].set_axis(days.index)
    counts = (entered / length).clip(upper=1).fillna(1)
    days = days.assign(possible=counts, known=counts.where(days["announced"], 0.0))
    return days.sort_values(["posting", "day"], ignore_index=True)


def _in_window(days: pd.DataFrame, column: str) -> NDArray[Any]:
    """Add up a column over the six months that end on each day, posting by posting."""
    day = days["day"].to_numpy()
    opens = add_months(day, np.full(len(day), -WINDOW_MONTHS)) + np.timedelta64(1, "D")
    posting = days["posting"].to_numpy()
    return sums_between((posting, day, days[column].to_numpy()), posting, opens, day)


def _too_much(register: Register, frame: pd.DataFrame, excess: Mapping[Hashable, Any]) -> Finding:
    table = register.tables["absences"]
    row = int(excess["absence"])
    last = pd.Timestamp(excess["day"])
    opens = last - pd.DateOffset(months=WINDOW_MONTHS) + pd.Timedelta(days=1)
    uses = frame[(frame["posting"] == excess["posting"]) & (frame["last"] >= opens)]
    uses = uses[(uses["start_on"] <= last) & (uses.index != row)].head(_RELATED_AT_MOST)
    total = float(excess["known"] if excess["surely"] else excess["possible"])
    return register.make(
        "POL-R49",
        table.cell("days", row),
        record=str(table.keys[row]),
        severity=Severity.WARNING if excess["surely"] else Severity.INFO,
        variant="" if excess["surely"] else "not_announced",
        batch=str(frame["batch_id"].at[row]),
        related=tuple(
            Related(table.cell("start_on", other), str(to_date(start)))
            for other, start in zip(uses.index, uses["start_on"], strict=True)
        ),
        first=to_date(opens),
        last=to_date(last),
        days=f"{total:g}",
        limit=f"{excess['limit']:g}",
        year=str(last.year),
        count=int(np.ceil(total)),
    )
