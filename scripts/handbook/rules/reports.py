"""Rules about reports: handed in, complete, and delivered to all who are to have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Plain, Severity
from handbook.register import Register, to_date
from handbook.rules.cycles import cycles_due
from handbook.rules.model import Rule
from handbook.rules.telling import each_row
from handbook.rules.terms import SPAN, days_since, with_span
from handbook.schema import LANGUAGES, LIST_SEPARATORS

PATIENCE_DAYS = 15  # R59: how long a report that is overdue stays a warning
GRACE_DAYS = 15  # R60: how long after its cycle a report may take to be written
AFTER_THE_END_DAYS = 30  # R59: a regular report due later than this after an early end is not due
REGULAR = ("monthly", "quarterly", "half_year", "stage", "annual")
_REPORTS = (*REGULAR, "final")
_NOT_BEGUN = ("planned", "cancelled")
COUNTING = {
    "monthly": ("monthly", "final"),
    "quarterly": ("quarterly", "final"),
    "half_year": ("half_year", "stage", "annual", "final"),
    "annual": ("annual", "final"),
    "": _REPORTS,
}
"""Type that is required → types that count for it; a summary stands for the shorter report."""
_MONTHS_OF = {"monthly": 1, "quarterly": 3, "half_year": 6, "annual": 12}


def check_reports_handed_in(register: Register) -> Iterator[Finding]:
    """A report is handed in by the day it is due.

    A warning from the day after, an error when more than fifteen days have passed. Reports due
    before the programme's `checked_from` are left alone, and regular ones that were to come more
    than thirty days after a posting ended early.

    Yields:
        POL-R59 at the day of handing in.
    """
    if not register.has("reports", "postings", "batches", "programmes"):
        return
    frame = _reports_of_postings(register, "POL-R59", ["type", "due_on", "submitted_on"])
    past = days_since(frame["due_on"], register.as_of)
    after_the_end = (frame["due_on"] - frame["end_actual"]).dt.days > AFTER_THE_END_DAYS
    told = frame["submitted_on"].isna() & (past > 0) & ~(frame["due_on"] < frame["checked_from"])
    told &= ~(after_the_end & frame["type"].isin(REGULAR))
    told &= ~register.tables["reports"].is_untrusted("submitted_on")[frame.index]
    table = register.tables["reports"]
    for (row, report), days in zip(each_row(frame[told]), past[told], strict=True):
        yield register.make(
            "POL-R59",
            table.cell("submitted_on", row),
            record=str(table.keys[row]),
            severity=Severity.WARNING if days <= PATIENCE_DAYS else Severity.ERROR,
            batch=str(report["batch_id"]),
            kind=_type_words(register, str(report["type"])),
            due=to_date(report["due_on"]),
            count=int(days),
        )


def _reports_of_postings(register: Register, rule: str, fields: list[str]) -> pd.DataFrame:
    """Give reports of postings that have begun, with batch and programme of the posting."""
    frame = register.frame("reports", ["posting_id", *fields])
    postings = frame["posting_id"].to_numpy(dtype=object)
    batch = register.look_up("postings", postings, "batch_id").astype(object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    frame = frame.assign(
        batch_id=batch,
        programme_id=programme,
        status=register.look_up("postings", postings, "status"),
        end_actual=register.look_up("postings", postings, "end_actual"),
        checked_from=register.look_up("programmes", programme, "checked_from"),
    )
    begun = (frame["status"] != "") & ~frame["status"].isin(_NOT_BEGUN)
    return frame[begun & register.switches.on_for(rule, programme)]


def check_enough_reports(register: Register) -> Iterator[Finding]:
    """There are as many regular reports as the cycles that are over require.

    The programme states the cycle, and names half-year and annual reports among those required.
    A report is missing when its cycle was over more than fifteen days ago. Rows that are due and
    not handed in are there; the rule on overdue reports speaks of them. A summary counts for the
    shorter report it takes the place of. Postings that are suspended are left alone.

    Yields:
        POL-R60 at the key of the posting, once for each type that is short.
    """
    if not register.has("postings", "batches", "programmes", "reports"):
        return
    parameters = ["report_cycle_months", "reports_required", "checked_from"]
    frame = register.postings_with(parameters, list(SPAN), "POL-R60")
    frame = with_span(register, frame)
    frame = frame[~frame["status"].isin([*_NOT_BEGUN, "suspended"])]
    present = _present(register, frame)
    for kind, months in required_cycles(frame):
        if np.isnan(months).all():
            continue
        expected = cycles_due(register, frame, months, GRACE_DAYS)
        counted = present[present["type"].isin(COUNTING[kind])].groupby("position").size()
        there = counted.reindex(frame.index, fill_value=0).to_numpy()
        for place in np.flatnonzero(there < expected):
            row = int(frame.index.to_numpy()[place])
            yield _too_few(register, frame, row, kind, int(there[place]), int(expected[place]))


def required_cycles(frame: pd.DataFrame) -> Iterator[tuple[str, NDArray[Any]]]:
    """Give the types that are required of the postings, each with its cycle for every posting.

    Args:
        frame: With report_cycle_months and reports_required of the programme.

    Yields:
        Type, blank for a cycle no type is named after; months of its cycle, NaN where it is not
        required.
    """
    cycle = frame["report_cycle_months"].to_numpy(dtype=float)
    listed = frame["reports_required"].to_numpy(dtype=object)
    usual = np.isin(cycle, list(_MONTHS_OF.values()))
    for kind, months in _MONTHS_OF.items():
        named = np.fromiter((kind in each for each in listed), bool, len(listed))
        yield kind, np.where((cycle == months) | named, float(months), np.nan)
    yield "", np.where(usual, np.nan, cycle)


def _present(register: Register, frame: pd.DataFrame) -> pd.DataFrame:
    """Give type and position of the posting of every report that counts as being there.

    Rows held for a broken number count; rows with neither a due date nor a day of handing in do
    not, because nothing else would ever tell of them.
    """
    table = register.tables["reports"]
    due, submitted = table.values("due_on"), table.values("submitted_on")
    keys = pd.Index(register.tables["postings"].keys[frame.index])
    place = keys.get_indexer(pd.Index(table.values("posting_id")))
    when = np.where(np.isnat(due), submitted, due)
    known = ~np.isnat(when) | table.is_untrusted("submitted_on") | table.is_untrusted("due_on")
    reports = pd.DataFrame({"type": table.values("type"), "when": when, "place": place})
    reports = reports[(place >= 0) & known]
    reports = reports.assign(
        position=frame.index.to_numpy()[reports["place"]],
        checked_from=frame["checked_from"].to_numpy()[reports["place"]],
    )
    return reports[~(reports["when"] < reports["checked_from"])]


def _too_few(
    register: Register, frame: pd.DataFrame, row: int, kind: str, present: int, expected: int
) -> Finding:
    table = register.tables["postings"]
    months = _MONTHS_OF.get(kind) or frame["report_cycle_months"][row]
    return register.make(
        "POL-R60",
        table.cell(table.schema.primary_key, row),
        record=str(table.keys[row]),
        variant="" if kind else "any",
        batch=str(frame.at[row, "batch_id"]),
        more={"kind": _type_words(register, kind)} if kind else {},
        months=f"{months:g}",
        on=register.as_of,
        expected=expected,
        present=present,
        count=expected - present,
    )


def check_reports_delivered(register: Register) -> Iterator[Finding]:
    """A report that was handed in has gone to all the parties its programme names.

    Plans, notes and essays are no reports. Reports handed in before the programme's
    `checked_from` are left alone.

    Yields:
        POL-R61 at the parties it was delivered to.
    """
    if not register.has("reports", "postings", "batches", "programmes"):
        return
    fields = ["type", "submitted_on", "delivered_to"]
    frame = _delivered(register, _reports_of_postings(register, "POL-R61", fields))
    table = register.tables["reports"]
    frame = frame[_is_short(frame["report_to"], frame["delivered_to"])]
    for row, report in each_row(frame):
        lacking = [each for each in report["report_to"] if each not in report["delivered_to"]]
        yield register.make(
            "POL-R61",
            table.cell("delivered_to", row),
            record=str(table.keys[row]),
            batch=str(report["batch_id"]),
            kind=_type_words(register, str(report["type"])),
            submitted=to_date(report["submitted_on"]),
            parties=_listed(register, "reports.delivered_to", lacking),
        )


def _is_short(wanted: pd.Series[Any], given: pd.Series[Any]) -> NDArray[np.bool_]:
    """Say where not all that is wanted is given; lists are compared once for each pair of them."""
    wanted_codes, wanted_lists = pd.factorize(wanted)
    given_codes, given_lists = pd.factorize(given)
    short = np.array(
        [[not set(most) <= set(some) for some in given_lists] for most in wanted_lists], dtype=bool
    ).reshape(len(wanted_lists), len(given_lists))
    told: NDArray[np.bool_] = short[wanted_codes, given_codes]
    return told


def _delivered(register: Register, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep reports that were handed in and whose programme says where they go."""
    programme = frame["programme_id"].to_numpy(dtype=object)
    frame = frame.assign(report_to=register.look_up("programmes", programme, "report_to"))
    wanted = frame["type"].isin(_REPORTS) & frame["submitted_on"].notna()
    wanted &= ~(frame["submitted_on"] < frame["checked_from"])
    wanted &= ~register.tables["reports"].is_untrusted("delivered_to")[frame.index]
    return frame[wanted]


def _type_words(register: Register, kind: str) -> Plain:
    return _listed(register, "reports.type", [kind] if kind else [])


def _listed(register: Register, path: str, keys: list[str]) -> Plain:
    """Write choices of a column as a list, in every language."""
    choices = register.schema.field(path).enumeration
    labels = {} if choices is None else choices.labels
    return Plain(
        {
            language: LIST_SEPARATORS[language].join(labels[key][language] for key in keys)
            for language in LANGUAGES
        }
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R59", check_reports_handed_in),
    ("POL-R60", check_enough_reports),
    ("POL-R61", check_reports_delivered),
)
