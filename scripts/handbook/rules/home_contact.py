"""Whether the home unit keeps in touch with those it has sent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from handbook.findings import Finding
from handbook.register import Register, add_months, to_date
from handbook.rules.belonging import begun_postings
from handbook.rules.cycles import later_of
from handbook.rules.terms import CLOSED, is_running


def check_home_unit_keeps_in_touch(register: Register) -> Iterator[Finding]:
    """The home unit contacts or visits its secondee within every cycle of talks.

    A visit by the home unit counts, and anything the home unit itself organised. The cycle is that
    of the programme's talks; without one nothing is asked for. Counted from the last contact, the
    first day of the posting or `checked_from`, whichever is latest.

    Yields:
        POL-R73 at the key of the posting.
    """
    if not register.has("postings", "batches", "programmes", "engagements"):
        return
    parameters = ["talk_cycle_months", "checked_from"]
    frame = begun_postings(register, "POL-R73", parameters, ["home_unit_id"])
    running = is_running(frame, register.as_of) & ~frame["status"].isin(CLOSED)
    frame = frame[running & (frame["talk_cycle_months"] > 0)]
    frame = frame.assign(contact=_last_contact(register, frame))
    since = later_of(later_of(frame["start"], frame["checked_from"]), frame["contact"])
    due = add_months(since.to_numpy(), frame["talk_cycle_months"].to_numpy(dtype=float))
    late = due < np.datetime64(register.as_of)
    table = register.tables["postings"]
    today = pd.Timestamp(register.as_of)
    for row, last, cycle, batch in zip(
        frame.index[late],
        since[late],
        frame["talk_cycle_months"][late],
        frame["batch_id"][late],
        strict=True,
    ):
        yield register.make(
            "POL-R73",
            table.cell("posting_id", row),
            record=str(table.keys[row]),
            batch=batch,
            since=to_date(last),
            months=f"{cycle:g}",
            count=(today - last).days,
        )


def _last_contact(register: Register, postings: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """Give the last day up to today on which each home unit was in touch; NaT for never."""
    fields = ["kind", "held_on", "batch_id", "posting_ids", "by_unit_id"]
    events = register.frame("engagements", fields)
    events = events[events["held_on"] <= pd.Timestamp(register.as_of)]
    to_one = events.explode("posting_ids").rename(columns={"posting_ids": "key"})
    for_all = events[events["posting_ids"].str.len() == 0]
    people = postings[["key", "batch_id", "home_unit_id"]]
    named = people.merge(to_one.drop(columns="batch_id"), on="key")
    whole = people.merge(for_all[for_all["batch_id"] != ""], on="batch_id")
    both = pd.concat([named, whole])
    by_home = (both["kind"] == "home_visit") | (both["by_unit_id"] == both["home_unit_id"])
    last = both[by_home].groupby("key")["held_on"].max().reindex(postings["key"])
    return last.set_axis(postings.index)
