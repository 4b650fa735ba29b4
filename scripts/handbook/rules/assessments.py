"""Rules about assessments: held in time, by whom they should be, told and filed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Plain, Severity
from handbook.register import Register, to_date
from handbook.rules.assessments_grades import check_share_of_excellent
from handbook.rules.cycles import later_of, next_due, running_postings
from handbook.rules.model import Rule
from handbook.rules.telling import each_row
from handbook.rules.terms import days_since

GRACE_DAYS = 30  # R75, R76: how long after a cycle or the end an assessment may take
PATIENCE_DAYS = 30  # R75: how long an assessment that is overdue stays a warning
FILING_DAYS = 60  # R79
FEEDBACK_DAYS = 30  # R80
OF_CYCLES = ("half_year", "annual", "final", "adhoc")
_FORMAL = ("half_year", "annual", "final")
_NOT_BEGUN = ("planned", "cancelled")

_Facts: TypeAlias = Mapping[Hashable, Any]


def check_assessed_in_time(register: Register) -> Iterator[Finding]:
    """A cadre is assessed once in every cycle the programme states, and by the day set for it.

    A day set in the sheet of assessments is overdue from the day after. Where none is set, an
    assessment is due once the cycle since the start, the programme's `checked_from` or the last
    assessment was over more than thirty days ago; only while the posting runs. A warning at
    first, an error thirty days later. The first look at the start is no assessment of a cycle, and
    the final one has a rule of its own.

    Yields:
        POL-R75 at the day it was held, or at the key of the posting (variant `missing`).
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    typed = _assessments(register, "POL-R75", ["kind", "due_on", "done_on"])
    overdue = _overdue(register, typed)
    table = register.tables["assessments"]
    for row, each in each_row(overdue):
        yield register.make(
            "POL-R75",
            table.cell("done_on", row),
            record=str(table.keys[row]),
            severity=_severity(int(each["past"])),
            batch=str(each["batch_id"]),
            kind=_words(register, "assessments.kind", str(each["kind"])),
            due=to_date(each["due_on"]),
            count=int(each["past"]),
        )
    yield from _never_entered(register, typed, overdue)


def _overdue(register: Register, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep assessments of a cycle whose day has passed; final ones are left to their own rule."""
    frame = frame.assign(past=days_since(frame["due_on"], register.as_of))
    told = frame["kind"].isin(["half_year", "annual", "adhoc"]) & (frame["past"] > 0)
    told &= frame["done_on"].isna() & ~(frame["due_on"] < frame["checked_from"])
    told &= ~register.tables["assessments"].is_untrusted("done_on")[frame.index]
    return frame[told]


def _never_entered(
    register: Register, typed: pd.DataFrame, overdue: pd.DataFrame
) -> Iterator[Finding]:
    """Tell of running postings without an assessment in the last cycle and none that is due."""
    frame = running_postings(register, "POL-R75", ["assess_cycle_months"])
    held = typed[typed["kind"].isin(OF_CYCLES)].groupby("posting_id")["done_on"].max()
    last = pd.Series(held.reindex(frame["key"]).to_numpy(), frame.index)
    since = later_of(frame["since"], last)
    due = next_due(since, frame["assess_cycle_months"])
    frame = frame.assign(since=since, due=due, past=days_since(due, register.as_of))
    told = (frame["past"] > GRACE_DAYS) & ~frame["key"].isin(overdue["posting_id"])
    table = register.tables["postings"]
    for row, posting in each_row(frame[told]):
        yield register.make(
            "POL-R75",
            table.cell(table.schema.primary_key, row),
            record=str(table.keys[row]),
            severity=_severity(int(posting["past"]) - GRACE_DAYS),
            variant="missing",
            batch=str(posting["batch_id"]),
            months=f"{posting['assess_cycle_months']:g}",
            since=to_date(posting["since"]),
            due=to_date(posting["due"]),
            count=int(posting["past"]),
        )


def _severity(days: int) -> Severity:
    return Severity.WARNING if days <= PATIENCE_DAYS else Severity.ERROR


def check_final_assessment(register: Register) -> Iterator[Finding]:
    """A posting that has ended has its final assessment within thirty days.

    Whether it ended early or in time; counted from the actual end. Postings that ended before the
    programme's `checked_from` are left alone, and so are those without an actual end: that their
    term is over is another rule's to tell.

    Yields:
        POL-R76 at the day it was held, or at the key of the posting (variant `missing`).
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    frame = register.postings_with(["checked_from"], ["end_actual"], "POL-R76")
    frame = frame[~frame["status"].isin(_NOT_BEGUN)]
    frame = frame.assign(
        key=register.tables["postings"].keys[frame.index],
        past=days_since(frame["end_actual"], register.as_of),
    )
    final = _final_rows(register)
    late = (frame["past"] > GRACE_DAYS) & ~(frame["end_actual"] < frame["checked_from"])
    frame = frame[late & ~frame["key"].isin(final.index[final["is_done"]])]
    entered = final["row"].reindex(frame["key"])
    for row, posting, assessment in zip(
        frame.index, frame.to_dict("records"), entered, strict=True
    ):
        yield _no_final(register, int(row), posting, assessment)


def _final_rows(register: Register) -> pd.DataFrame:
    """Give one final assessment of each posting, by its key: a finished one if there is one."""
    table = register.tables["assessments"]
    done = ~np.isnat(table.values("done_on")) | table.is_untrusted("done_on")
    frame = pd.DataFrame(
        {"posting_id": table.values("posting_id"), "is_done": done, "kind": table.values("kind")}
    )
    frame = frame[frame["kind"] == "final"].rename_axis("row").reset_index()
    frame = frame.sort_values(["is_done", "row"], ascending=[False, True])
    return frame.drop_duplicates("posting_id").set_index("posting_id")


def _no_final(register: Register, row: int, posting: _Facts, assessment: float) -> Finding:
    is_entered = not np.isnan(assessment)
    postings, assessments = register.tables["postings"], register.tables["assessments"]
    cell = (
        assessments.cell("done_on", int(assessment))
        if is_entered
        else postings.cell(postings.schema.primary_key, row)
    )
    record = assessments.keys[int(assessment)] if is_entered else postings.keys[row]
    return register.make(
        "POL-R76",
        cell,
        record=str(record),
        variant="" if is_entered else "missing",
        batch=str(posting["batch_id"]),
        end=to_date(posting["end_actual"]),
        count=int(posting["past"]),
    )


def check_assessor(register: Register) -> Iterator[Finding]:
    """An assessment is held by whom the programme names.

    Half-year, annual and final ones are looked at, from the programme's `checked_from` on; blank
    says nothing.

    Yields:
        POL-R77 at the assessor.
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    frame = _assessments(register, "POL-R77", ["kind", "done_on", "assessor"])
    wanted = register.look_up(
        "programmes", frame["programme_id"].to_numpy(dtype=object), "assessor"
    )
    frame = frame.assign(wanted=wanted)
    told = frame["kind"].isin(_FORMAL) & (frame["assessor"] != "") & (frame["wanted"] != "")
    told &= frame["assessor"] != frame["wanted"]
    told &= ~(frame["done_on"] < frame["checked_from"])
    table = register.tables["assessments"]
    for row, each in each_row(frame[told]):
        yield register.make(
            "POL-R77",
            table.cell("assessor", row),
            record=str(table.keys[row]),
            batch=str(each["batch_id"]),
            actual=_words(register, "assessments.assessor", str(each["assessor"])),
            wanted=_words(register, "assessments.assessor", str(each["wanted"])),
        )


def check_baseline(register: Register) -> Iterator[Finding]:
    """A final assessment has a first look to be compared with.

    Postings that began before the programme's `checked_from` are left alone.

    Yields:
        POL-R78 at the kind of the final assessment.
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    frame = _assessments(register, "POL-R78", ["kind", "done_on"])
    postings = frame["posting_id"].to_numpy(dtype=object)
    start = pd.Series(register.look_up("postings", postings, "start_planned"), frame.index)
    table = register.tables["assessments"]
    has_baseline = table.values("posting_id")[table.values("kind") == "baseline"]
    told = (frame["kind"] == "final") & frame["done_on"].notna()
    told &= ~frame["posting_id"].isin(has_baseline) & ~(start < frame["checked_from"])
    for row, each in each_row(frame[told]):
        yield register.make(
            "POL-R78",
            table.cell("kind", row),
            record=str(table.keys[row]),
            batch=str(each["batch_id"]),
            posting=str(each["posting_id"]),
            done=to_date(each["done_on"]),
        )


def check_filed(register: Register) -> Iterator[Finding]:
    """Where the programme says so, an assessment is in the personnel file within sixty days.

    Half-year, annual and final ones; a posting marked as filed as a whole, on the day of the
    assessment or later, is enough. Those held before the programme's `checked_from` are left alone.

    Yields:
        POL-R79 at the day of filing.
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    frame = _assessments(register, "POL-R79", ["kind", "done_on", "archived_on"])
    programme = frame["programme_id"].to_numpy(dtype=object)
    postings = frame["posting_id"].to_numpy(dtype=object)
    frame = frame.assign(past=days_since(frame["done_on"], register.as_of))
    whole = pd.Series(register.look_up("postings", postings, "archived_on"), frame.index)
    told = register.look_up("programmes", programme, "archive_required") == "yes"
    told &= (
        frame["kind"].isin(_FORMAL) & (frame["past"] > FILING_DAYS) & ~(whole >= frame["done_on"])
    )
    told &= _lacks(register, frame, "archived_on")
    told &= ~(frame["done_on"] < frame["checked_from"])
    table = register.tables["assessments"]
    for row, each in each_row(frame[told]):
        yield register.make(
            "POL-R79",
            table.cell("archived_on", row),
            record=str(table.keys[row]),
            batch=str(each["batch_id"]),
            kind=_words(register, "assessments.kind", str(each["kind"])),
            done=to_date(each["done_on"]),
            count=int(each["past"]),
        )


def check_result_told(register: Register) -> Iterator[Finding]:
    """The result of an assessment is told to the receiving unit and to the cadre in thirty days.

    Half-year, annual and final ones, from the programme's `checked_from` on.

    Yields:
        POL-R80 at the first of the two days that is missing; variants `receiving` and `cadre` where
        only that one is.
    """
    if not register.has("assessments", "postings", "batches", "programmes"):
        return
    fields = ["kind", "done_on", "fed_back_receiving_on", "fed_back_cadre_on"]
    frame = _assessments(register, "POL-R80", fields)
    frame = frame.assign(past=days_since(frame["done_on"], register.as_of))
    receiving = _lacks(register, frame, "fed_back_receiving_on")
    cadre = _lacks(register, frame, "fed_back_cadre_on")
    told = frame["kind"].isin(_FORMAL) & (frame["past"] > FEEDBACK_DAYS) & (receiving | cadre)
    told &= ~(frame["done_on"] < frame["checked_from"])
    lacking = np.select([receiving & cadre, receiving], ["", "receiving"], "cadre")
    found = frame.assign(lacking=lacking)[told]
    table = register.tables["assessments"]
    for row, each in each_row(found):
        field = "fed_back_cadre_on" if each["lacking"] == "cadre" else "fed_back_receiving_on"
        yield register.make(
            "POL-R80",
            table.cell(field, row),
            record=str(table.keys[row]),
            variant=str(each["lacking"]),
            batch=str(each["batch_id"]),
            done=to_date(each["done_on"]),
            count=int(each["past"]),
        )


def _lacks(register: Register, frame: pd.DataFrame, field: str) -> pd.Series[bool]:
    """Say where a day is blank, and not because somebody mistyped it."""
    untrusted = register.tables["assessments"].is_untrusted(field)[frame.index]
    return frame[field].isna() & ~untrusted


def _assessments(register: Register, rule: str, fields: list[str]) -> pd.DataFrame:
    """Give assessments of postings that have begun, with batch and programme of the posting."""
    frame = register.frame("assessments", ["posting_id", *fields])
    postings = frame["posting_id"].to_numpy(dtype=object)
    status = register.look_up("postings", postings, "status").astype(object)
    batch = register.look_up("postings", postings, "batch_id").astype(object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    frame = frame.assign(
        batch_id=batch,
        programme_id=programme,
        checked_from=register.look_up("programmes", programme, "checked_from"),
    )
    begun: NDArray[np.bool_] = (status != "") & ~np.isin(status.astype(str), _NOT_BEGUN)
    begun &= register.switches.on_for(rule, programme)
    return frame[begun]


def _words(register: Register, path: str, key: str) -> Plain:
    choices = register.schema.field(path).enumeration
    return Plain({} if choices is None else choices.labels[key])


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R75", check_assessed_in_time),
    ("POL-R76", check_final_assessment),
    ("POL-R77", check_assessor),
    ("POL-R78", check_baseline),
    ("POL-R79", check_filed),
    ("POL-R80", check_result_told),
    ("POL-R81", check_share_of_excellent),
)
