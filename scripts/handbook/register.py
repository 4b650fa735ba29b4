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
from handbook.tables import Table, look_up
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
        table = self.tables.get(sheet)
        return np.flatnonzero(~table.held) if table is not None else np.array([], dtype=np.intp)

    def has(self, *sheets: str) -> bool:
        """Say whether all of some sheets are there."""
        return all(sheet in self.tables for sheet in sheets)

    def look_up(self, sheet: str, keys: NDArray[np.object_], field: str) -> NDArray[Any]:
        """Fetch a field of the records that keys point to; blank where there is nothing."""
        return look_up(self.tables.get(sheet), keys, field)

    def frame(self, sheet: str, fields: list[str]) -> pd.DataFrame:
        """Give some typed columns of the live records of a sheet.

        Args:
            sheet: Sheet key; it must be there.
            fields: Field names.

        Returns:
            One row per live record, indexed by its position in the table.
        """
        return self.tables[sheet].frame[fields].iloc[self.live(sheet)]

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
        frame = self.frame("postings", list(dict.fromkeys(["batch_id", "status", *fields])))
        frame = frame[frame["status"] != "cancelled"]
        batch = frame["batch_id"].to_numpy(dtype=object)
        programme = self.look_up("batches", batch, "programme_id").astype(object)
        if rule:
            is_on = self.switches.on_for(rule, programme)
            frame, programme = frame[is_on], programme[is_on]
        joined = {name: self.look_up("programmes", programme, name) for name in parameters}
        return frame.assign(programme_id=programme, **joined)


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
