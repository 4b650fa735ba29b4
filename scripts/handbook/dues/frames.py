"""Published records as data frames, so that dates are worked out by the rules' own functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.dues.model import Due, Kind, Subject
from handbook.findings import Visibility
from handbook.publishable import Publishable, State
from handbook.register import to_date
from handbook.rules.terms import CLOSED
from handbook.switches import is_asked_for

_DATES = frozenset({"date"})
_NUMBERS = frozenset({"integer", "number"})
_SPAN = ("reported_on", "start_planned", "end_planned", "extension_to", "end_actual")
_SUBJECT = ("cadre_id", "home_unit_id", "receiving_unit_id", "batch_id")
_PARAMETERS = (
    "checked_from",
    "rules_on",
    "mentor_min",
    "mentor_level",
    "report_cycle_months",
    "reports_required",
    "assess_cycle_months",
)


def frame_of(publishable: Publishable, sheet: str, fields: Iterable[str]) -> pd.DataFrame:
    """Give some columns of the published records of a sheet, by their keys.

    Args:
        publishable: The register as the audience may see it.
        sheet: Sheet key; one that is absent has no rows.
        fields: Field names; what the audience may not see is blank.

    Returns:
        One row per record; days as `datetime64[s]`, numbers as floats, blanks as NaT and NaN.
    """
    records = publishable.records_of(sheet)
    columns = {}
    for name in fields:
        read = publishable.reader(sheet, name)
        values = list(map(read, records.values())) if publishable.shows(sheet, name) else None
        kind = publishable.schema.tables[sheet].field(name).kind
        columns[name] = _column(values, kind, len(records))
    return pd.DataFrame(columns, index=pd.Index(list(records), dtype=object))


def _column(values: list[Any] | None, kind: str, length: int) -> NDArray[Any]:
    if kind in _DATES:
        return np.array(values or [None] * length, dtype="datetime64[D]").astype("datetime64[s]")
    if kind in _NUMBERS:
        return np.array(values or [None] * length, dtype=float)
    column = np.full(length, "", dtype=object)
    if values:
        column[:] = np.fromiter(values, dtype=object, count=length)
    return column


@dataclass(frozen=True, eq=False)
class Days:
    """The postings of one audience, with their days and what their programmes ask for.

    Attributes:
        publishable: The register as the audience may see it.
    """

    publishable: Publishable

    @property
    def today(self) -> pd.Timestamp:
        """The day the register speaks about."""
        return pd.Timestamp(self.publishable.as_of).as_unit("s")

    @cached_property
    def postings(self) -> pd.DataFrame:
        """Give the postings that were not cancelled.

        Returns:
            Indexed by id: their columns of a span and of a subject, status, the parameters of
            their programmes, key, programme_id, start, end, since (the later of the start and
            `checked_from`) and is_own (whether the audience may know of what is overdue in it).
        """
        posts = ("status", "home_post_status", "home_post_checked_on")
        frame = frame_of(self.publishable, "postings", (*_SPAN, *_SUBJECT, *posts))
        batches = frame_of(self.publishable, "batches", ["programme_id"])
        programme = frame["batch_id"].map(batches["programme_id"]).astype(object).fillna("")
        parameters = frame_of(self.publishable, "programmes", _PARAMETERS)
        joined = parameters.reindex(programme.to_numpy()).set_axis(frame.index)
        frame = pd.concat([frame, joined], axis=1).assign(
            key=frame.index,
            programme_id=programme,
            start=frame["reported_on"].fillna(frame["start_planned"]),
            end=frame["end_actual"].fillna(frame["extension_to"]).fillna(frame["end_planned"]),
            is_own=self._own(frame),
        )
        begin, checked = frame["start"], frame["checked_from"]
        frame["since"] = begin.where(~(checked > begin), checked)
        return frame[frame["status"] != "cancelled"]

    @cached_property
    def running(self) -> pd.DataFrame:
        """Give the postings that run on the day of the register, suspended ones among them."""
        frame = self.postings
        closed = frame["status"].isin(["planned", *CLOSED])
        return frame[(frame["start"] <= self.today) & (self.today <= frame["end"]) & ~closed]

    @property
    def at_work(self) -> pd.DataFrame:
        """Give the postings that run and are not suspended."""
        return self.running[self.running["status"] != "suspended"]

    def _own(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Mark the postings of which the audience sees class `unit`."""
        audience = self.publishable.audience
        if not audience.unit:
            return np.full(len(frame), audience.visibility >= Visibility.UNIT)
        own = np.zeros(len(frame), dtype=bool)
        for side in ("home_unit_id", "receiving_unit_id"):
            is_named = (frame[side] == audience.unit).to_numpy()
            own |= is_named & ~self.held("postings", side, frame.index)
        return own

    def held(self, sheet: str, field: str, keys: Iterable[str]) -> NDArray[np.bool_]:
        """Mark the records one cell of which cannot be trusted."""
        states = self.publishable.states_of(sheet, field)
        return np.array([states.get(key) is State.HELD for key in keys], dtype=bool)

    def asking(self, code: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Keep the postings of programmes that have a rule on.

        Args:
            code: `POL-R60`.
            frame: Postings.
        """
        known = {text: is_asked_for(code, text or "") for text in frame["rules_on"].fillna("")}
        return frame[frame["rules_on"].fillna("").map(known).astype(bool)]

    @cached_property
    def subjects(self) -> Mapping[str, Subject]:
        """Posting id → whom it is about."""
        columns = ("cadre_id", "home_unit_id", "receiving_unit_id", "batch_id", "programme_id")
        frame = self.postings
        values = zip(frame.index, *(frame[name] for name in columns), strict=True)
        return {key: Subject(key, *facts) for key, *facts in values}

    def told(
        self,
        kind: Kind,
        frame: pd.DataFrame,
        held: Iterable[bool] | None = None,
    ) -> Iterator[Due]:
        """Turn rows into what falls due.

        Args:
            kind: What falls due.
            frame: With posting_id and day, and where there is something to say detail and period.
            held: Whether the day of each row is not to be trusted.
        """
        blank = [""] * len(frame)
        for posting, day, detail, period, is_held in zip(
            frame["posting_id"],
            frame["day"],
            frame.get("detail", blank),
            frame.get("period", blank),
            [False] * len(frame) if held is None else held,
            strict=True,
        ):
            subject = self.subjects[posting]
            yield Due(kind, to_date(day), subject, detail, str(period), bool(is_held))
