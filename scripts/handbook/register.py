"""The register: typed tables, keys, joins and the day it speaks about; all that rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.schema import Schema
from handbook.switches import Switches
from handbook.tables import Table, find, frame_of, is_blank, take
from handbook.validation import Maker


@dataclass(frozen=True, eq=False)
class Register:
    """What the workbook says, as far as it can be trusted.

    Attributes:
        schema: What the register consists of.
        tables: Sheet key → typed table; absent sheets are absent.
        as_of: The day it speaks about.
        make: Makes findings in the workbook's language.
        is_sample: Whether all data in it is made up.
    """

    schema: Schema
    tables: Mapping[str, Table]
    as_of: date
    make: Maker
    is_sample: bool = False

    @cached_property
    def switches(self) -> Switches:
        """Which rules are on for which programme."""
        return Switches(self.tables.get("programmes"))

    def is_on(self, code: str) -> bool:
        """Say whether a rule is on for any programme at all."""
        return self.switches.is_on(code)

    def live(self, sheet: str) -> NDArray[np.intp]:
        """Give the positions of the records of a sheet that are not held, from 0.

        An absent sheet has none.
        """
        if sheet not in self._live:
            held = self.tables[sheet].held if sheet in self.tables else np.ones(0, dtype=bool)
            self._live[sheet] = np.flatnonzero(~held)
        return self._live[sheet]

    @cached_property
    def _live(self) -> dict[str, NDArray[np.intp]]:
        """Sheet key → positions of the records that are not held, of the sheets asked for."""
        return {}

    def has(self, *sheets: str) -> bool:
        """Say whether all of some sheets are there."""
        return all(sheet in self.tables for sheet in sheets)

    def look_up(self, sheet: str, keys: NDArray[np.object_], field: str) -> NDArray[Any]:
        """Fetch a field of the records that keys point to; blank where there is nothing."""
        return self.at(sheet, self.positions(sheet, keys), field)

    def at(self, sheet: str, positions: NDArray[np.intp], field: str) -> NDArray[Any]:
        """Fetch a field of the records at some positions; blank where there is nothing."""
        table = self.tables.get(sheet)
        if table is None:
            return np.full(len(positions), "", dtype=object)
        return take(table, field, positions)

    def positions(self, sheet: str, keys: NDArray[np.object_]) -> NDArray[np.intp]:
        """Find the live records of a sheet that keys point to, from 0; -1 where there is none."""
        if sheet not in self.tables:
            return np.full(len(keys), -1)
        if sheet not in self._ids:
            rows = self.live(sheet)
            ids = self.tables[sheet].keys[rows]
            filled = ~is_blank(ids)
            self._ids[sheet] = (pd.Index(ids[filled], dtype=object), rows[filled])
        return find(*self._ids[sheet], keys)

    @cached_property
    def _ids(self) -> dict[str, tuple[pd.Index[Any], NDArray[np.intp]]]:
        """Sheet key → ids and positions of the live records, of the sheets asked for."""
        return {}

    def frame(self, sheet: str, fields: list[str]) -> pd.DataFrame:
        """Give some typed columns of the live records of a sheet.

        Args:
            sheet: Sheet key; it must be there.
            fields: Field names.

        Returns:
            One row per live record, indexed by its position in the table.
        """
        table, rows = self.tables[sheet], self.live(sheet)
        return frame_of({field: table.values(field)[rows] for field in fields}, pd.Index(rows))

    def postings_with(
        self, parameters: list[str], fields: list[str], rule: str = ""
    ) -> pd.DataFrame:
        """Join live postings that were not cancelled with parameters of their programme.

        Args:
            parameters: Columns of `programmes`; blank where batch or programme is unknown.
            fields: Columns of `postings` besides `batch_id`.
            rule: Code of a rule; only postings of programmes that have it on are given.

        Returns:
            One row per posting, indexed by position, with `programme_id` and one column each.
        """
        rows, programme, places = self._postings_and_programmes
        if rule:
            is_on = self.switches.on_for(rule, programme)
            rows, programme, places = rows[is_on], programme[is_on], places[is_on]
        table = self.tables["postings"]
        columns = {name: table.values(name)[rows] for name in ("batch_id", "status", *fields)}
        columns["programme_id"] = programme
        for name in parameters:
            columns[name] = self.at("programmes", places, name)
        return frame_of(columns, pd.Index(rows))

    @cached_property
    def _postings_and_programmes(
        self,
    ) -> tuple[NDArray[np.intp], NDArray[np.object_], NDArray[np.intp]]:
        """Give the live postings that were not cancelled; id and position of their programmes."""
        table, rows = self.tables["postings"], self.live("postings")
        rows = rows[table.values("status")[rows] != "cancelled"]
        batches = table.values("batch_id")[rows]
        programme = self.look_up("batches", batches, "programme_id").astype(object)
        return rows, programme, self.positions("programmes", programme)

    @cached_property
    def spans(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """First and last day of every posting, `datetime64[s]`, NaT where unknown.

        The last day is NaT where the cell that would decide it cannot be trusted, so that a plan
        never stands in for an extension or an end somebody mistyped or left out. A plan does stand
        in for a day of reporting: the two lie close together.
        """
        table = self.tables["postings"]
        ended, extended = table.values("end_actual"), table.values("extension_to")
        doubtful = table.is_untrusted("end_actual")
        doubtful = doubtful | (table.is_untrusted("extension_to") & np.isnat(ended))
        first = _first_known(table.values("reported_on"), table.values("start_planned"))
        last = _first_known(ended, extended, table.values("end_planned"))
        return first, np.where(doubtful, np.datetime64("NaT", "s"), last)


def _first_known(*days: NDArray[Any]) -> NDArray[Any]:
    """Give of each row the first day that is known; NaT where none is."""
    known = days[-1]
    for each in days[-2::-1]:
        known = np.where(np.isnat(each), known, each)
    return known


def to_date(value: Any) -> date:  # noqa: ANN401 - pandas and numpy disagree about a day's type
    """Turn a day of pandas or numpy into a date.

    Args:
        value: Not NaT.
    """
    return pd.Timestamp(value).date()


def add_months(days: NDArray[Any], months: NDArray[Any]) -> NDArray[Any]:
    """Add calendar months; the day of the month is clamped to the end of the shorter month.

    Half months count fifteen days. NaT or NaN gives NaT.

    Args:
        days: `datetime64`, any unit.
        months: Numbers of months, of the same length.

    Source: computation notes of the catalogue of rules, `docs/en/about/architecture.md#terms`.
    """
    known = ~(np.isnat(days) | np.isnan(months.astype(float)))
    start = np.where(known, days, np.datetime64("2000-01-01")).astype("datetime64[D]")
    count = np.where(known, months, 0).astype(float)
    whole = np.floor(count)
    month = start.astype("datetime64[M]")
    target = month + whole.astype(int).astype("timedelta64[M]")
    last_day = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same_day = target.astype("datetime64[D]") + (start - month.astype("datetime64[D]"))
    result = np.minimum(same_day, last_day)
    result = result + np.round((count - whole) * 30).astype(int).astype("timedelta64[D]")
    result[~known] = np.datetime64("NaT")
    days_after: NDArray[Any] = result.astype("datetime64[s]")
    return days_after


def term_end(start: NDArray[Any], months: NDArray[Any]) -> NDArray[Any]:
    """Give the last day of a term: start plus n calendar months less one day.

    Twelve months from 2024-07-31 end on 2025-07-30.

    Args:
        start: First days.
        months: Lengths in months.
    """
    end: NDArray[Any] = add_months(start, months) - np.timedelta64(1, "D")
    return end


def months_between(first: date, last: date) -> float:
    """Measure a span in calendar months, both days included, to a tenth.

    Args:
        first: First day.
        last: Last day.
    """
    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    start = pd.Timestamp(first)
    whole = (end.year - start.year) * 12 + end.month - start.month
    reached = start + pd.DateOffset(months=whole)
    if reached > end:
        whole -= 1
        reached = start + pd.DateOffset(months=whole)
    return round(whole + (end - reached).days / 30.4375, 1)
