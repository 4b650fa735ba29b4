"""R19: nobody nominated is older than the programme allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Param, Related, Severity, Visibility
from handbook.register import Register, to_date
from handbook.rules.ages import age_of, is_birthday_month, months_of, oldest_age
from handbook.rules.candidates import (
    SHEETS,
    Facts,
    applications_with,
    hits_of,
    is_candidate,
    is_trusted,
    labels_of,
    of_cadre,
    rows_of,
)
from handbook.rules.ranks import BUREAU, COUNTY, SECTION_AND_BELOW

_LIMITS = ("age_max", "age_max_section", "age_max_county", "age_max_bureau", "born_after")
_Mask: TypeAlias = NDArray[np.bool_]


def check_age(register: Register) -> Iterator[Finding]:
    """Nobody in the running is over the age limit on the day ages are counted.

    Ages are full years, and the limit itself is allowed: 45 passes, 46 does not. The limit of the
    cadre's rank comes before the general one. A day of birth asked for (`born_after`) is allowed
    itself. Where only the day of birth could tell, and where neither month nor checked limit of
    birth is entered, that is said as a warning. Ages are counted on the nomination deadline, the
    decision (of the person, else of the batch) or the start of the batch's window.

    Yields:
        POL-R19 at the cadre of the application; variants `born`, `day`, `born_day`, `unknown`
        and main.
    """
    if not register.has(*SHEETS):
        return
    people = _people(register)
    for variant, hits in _verdicts(people):
        related = rows_of(register, "cadres", people["cadre_id"][hits])
        for row, facts in hits_of(people, hits):
            yield _finding(register, row, facts, variant, related[str(facts["cadre_id"])])


def _people(register: Register) -> pd.DataFrame:
    """Give those in the running whose programme limits ages, with limit, day and birth."""
    frame = applications_with(
        register,
        "POL-R19",
        [*_LIMITS, "age_basis", "name"],
        ["eligibility", "decided_on"],
        ("nomination_deadline", "decided_on", "window_start"),
    )
    limited = frame[list(_LIMITS)].notna().any(axis=1).to_numpy()
    frame = frame[is_candidate(frame) & limited]
    ranks = of_cadre(register, frame, "rank_level")
    birth, on = of_cadre(register, frame, "birth_ym"), _basis_day(frame)
    frame = frame.assign(
        birth=birth,
        born_on=of_cadre(register, frame, "born_after"),
        limit=_limit(frame, ranks),
        on=on,
        age=oldest_age(months_of(birth), on.to_numpy()),
        may_be_younger=is_birthday_month(months_of(birth), on.to_numpy()),
    )
    fields = ("birth_ym", "born_after", "rank_level")
    judged = frame["on"].notna() & (frame["limit"].notna() | frame["born_after"].notna())
    return frame[is_trusted(register, "cadres", frame["cadre_id"], *fields) & judged]


def _limit(frame: pd.DataFrame, ranks: NDArray[Any]) -> pd.Series[float]:
    limit = frame["age_max"]
    bands = (
        ("age_max_section", SECTION_AND_BELOW),
        ("age_max_county", COUNTY),
        ("age_max_bureau", BUREAU),
    )
    for name, band in bands:
        limit = limit.mask(np.isin(ranks.astype(str), band) & frame[name].notna(), frame[name])
    return limit


def _basis_day(frame: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    day = frame["batch_nomination_deadline"]
    decided = frame["decided_on"].fillna(frame["batch_decided_on"])
    day = day.mask(frame["age_basis"] == "decision_date", decided)
    return day.mask(frame["age_basis"] == "posting_start", frame["batch_window_start"])


def _verdicts(people: pd.DataFrame) -> tuple[tuple[str, _Mask], ...]:
    """Tell the variants apart; each person is in one of them at most."""
    born, on = months_of(people["birth"].to_numpy(dtype=object)), people["on"].to_numpy()
    limit = people["limit"].to_numpy(dtype=float)
    first = people["born_after"].to_numpy()
    age = people["age"].to_numpy()
    turning = (age == limit + 1) & people["may_be_younger"].to_numpy()
    too_old = (age > limit) & ~turning
    first_month = first.astype("datetime64[M]")
    too_early = born < first_month
    in_that_month = (born == first_month) & (first > first_month.astype("datetime64[s]"))
    cleared = _is_cleared(people["born_on"].to_numpy(), on, limit, first)
    unsure = ~too_old & ~too_early & ~cleared
    return (
        ("", too_old),
        ("born", too_early & ~too_old),
        ("day", turning & unsure),
        ("born_day", in_that_month & unsure & ~turning),
        ("unknown", np.isnat(born) & ~cleared),
    )


def _is_cleared(
    born_on: NDArray[Any], on: NDArray[Any], limit: NDArray[Any], first: NDArray[Any]
) -> _Mask:
    """Say whose checked limit of birth settles it."""
    young = np.isnan(limit) | (age_of(born_on, on) <= limit)
    late = np.isnat(first) | (born_on >= first)
    cleared: _Mask = young & late & ~np.isnat(born_on)
    return cleared


def _finding(register: Register, row: int, facts: Facts, variant: str, cadre_row: int) -> Finding:
    table, cadres = register.tables["applications"], register.tables["cadres"]
    severity = Severity.ERROR if variant in ("", "born") else Severity.WARNING
    note = str(facts["birth"])
    return register.make(
        "POL-R19",
        table.cell("cadre_id", row),
        record=str(table.keys[row]),
        severity=severity,
        variant=variant,
        related=(Related(cadres.cell("birth_ym", cadre_row), note, Visibility.ORG),),
        batch=str(facts["batch_id"]),
        programme=str(facts["name"]),
        more=_numbers(register, facts, variant),
    )


def _numbers(register: Register, facts: Facts, variant: str) -> dict[str, Param]:
    """Give the days and numbers that decided."""
    if variant == "unknown":
        return {}
    if variant in ("born", "born_day"):
        return {"first": to_date(facts["born_after"])}
    age = int(facts["age"]) - int(facts["may_be_younger"] and not variant)
    basis = labels_of(
        register, "programmes.age_basis", [str(facts["age_basis"]) or "nomination_deadline"]
    )
    return {
        "age": age,
        "count": age,
        "limit": int(facts["limit"]),
        "on": to_date(facts["on"]),
        "basis": basis,
    }
