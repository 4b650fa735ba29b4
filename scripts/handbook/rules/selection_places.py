"""Rules about places: how many were selected, and whether selection and posting agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd

from handbook.findings import Finding, Related
from handbook.register import Register, to_date
from handbook.rules.candidates import SHEETS, applications_with, hits_of, is_selected

ARRIVAL_DAYS = 14  # R27: how long after the day to report by a posting may take to be entered
_Column: TypeAlias = "pd.Series[str] | np.ndarray"
_TURNED_DOWN = ("not_selected", "withdrawn")


def check_batch_quota(register: Register) -> Iterator[Finding]:
    """No more people are selected in a batch than it has places.

    Yields:
        POL-R24 at the quota of the batch.
    """
    if not register.has("applications", "batches"):
        return
    frame = register.frame("batches", ["quota", "status"])
    frame = frame.assign(selected=_selected_per(register, "batch_id", "batches", frame))
    hits = (frame["selected"] > frame["quota"]) & (frame["status"] != "cancelled")
    table = register.tables["batches"]
    for row, facts in hits_of(frame, hits.to_numpy()):
        yield register.make(
            "POL-R24",
            table.cell("quota", row),
            record=str(table.keys[row]),
            batch=str(table.keys[row]),
            selected=int(facts["selected"]),
            quota=int(facts["quota"]),
            count=int(facts["selected"] - facts["quota"]),
        )


def check_position_quota(register: Register) -> Iterator[Finding]:
    """No more people are selected for a position than it takes; cancelled batches are passed over.

    Yields:
        POL-R25 at the quota of the position.
    """
    if not register.has(*SHEETS, "positions"):
        return
    frame = register.frame("positions", ["batch_id", "quota"])
    batch = frame["batch_id"].to_numpy(dtype=object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    is_cancelled = register.look_up("batches", batch, "status") == "cancelled"
    frame = frame[register.switches.on_for("POL-R25", programme) & ~is_cancelled]
    frame = frame.assign(selected=_selected_per(register, "position_id", "positions", frame))
    table = register.tables["positions"]
    for row, facts in hits_of(frame, (frame["selected"] > frame["quota"]).to_numpy()):
        yield register.make(
            "POL-R25",
            table.cell("quota", row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
            selected=int(facts["selected"]),
            quota=int(facts["quota"]),
            count=int(facts["selected"] - facts["quota"]),
        )


def _selected_per(
    register: Register, field: str, sheet: str, frame: pd.DataFrame
) -> pd.Series[int]:
    """Count the people selected for each record of a sheet."""
    applications = register.frame("applications", [field, "decision"])
    counts = applications.loc[applications["decision"] == "selected", field].value_counts()
    keys = pd.Series(register.tables[sheet].keys[frame.index], frame.index)
    return keys.map(counts).fillna(0).astype(int)


def check_selected_are_posted(register: Register) -> Iterator[Finding]:
    """Whoever was selected has a posting two weeks after the day to report by, if only cancelled.

    Yields:
        POL-R27 at the decision.
    """
    if not register.has(*SHEETS, "postings"):
        return
    frame = applications_with(register, "POL-R27", ["checked_from"], [], ("report_by",))
    days = (pd.Timestamp(register.as_of) - frame["batch_report_by"]).dt.days
    late = is_selected(frame) & (days > ARRIVAL_DAYS).to_numpy()
    late &= ~(frame["batch_report_by"] < frame["checked_from"]).to_numpy()
    table, postings = register.tables["applications"], register.tables["postings"]
    posted = _pairs(postings.values("batch_id"), postings.values("cadre_id"))
    by_pair = _pairs(frame["batch_id"], frame["cadre_id"]).isin(posted)
    by_number = np.isin(
        table.keys[frame.index].astype(str), _texts(postings.values("application_id"))
    )
    nameless = postings.values("batch_id")[postings.values("cadre_id") == ""]
    unclear = frame["batch_id"].isin(nameless) | (frame["cadre_id"] == "")
    for row, facts in hits_of(frame, late & ~by_pair & ~by_number & ~unclear.to_numpy()):
        yield register.make(
            "POL-R27",
            table.cell("decision", row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
            report_by=to_date(facts["batch_report_by"]),
            count=(register.as_of - to_date(facts["batch_report_by"])).days,
        )


def check_posted_were_selected(register: Register) -> Iterator[Finding]:
    """Whoever is posted was selected, or chosen by the organisation.

    Programmes that may post directly are left alone, and so is a batch with an application whose
    person is not known.

    Yields:
        POL-R28 at the cadre of the posting; variants `not_selected` and main.
    """
    if not register.has(*SHEETS, "postings"):
        return
    parameters = ["allow_direct_posting", "checked_from", "name"]
    fields = ["cadre_id", "start_planned", "application_id"]
    frame = register.postings_with(parameters, fields, rule="POL-R28")
    table, applications = register.tables["postings"], register.tables["applications"]
    wanted = (frame["status"] != "planned") & (frame["allow_direct_posting"] != "yes")
    wanted &= (frame["cadre_id"] != "") & (frame["batch_id"] != "")
    wanted &= ~(frame["start_planned"] < frame["checked_from"])
    decision = applications.values("decision").astype(str)
    organised = (applications.values("route") == "organisation") & ~np.isin(decision, _TURNED_DOWN)
    good = organised | (decision == "selected") | applications.is_untrusted("decision")
    known, chosen = (
        _has_application(register, frame, rows) for rows in (np.ones(len(good), bool), good)
    )
    nameless = applications.values("batch_id")[applications.values("cadre_id") == ""]
    unclear = (
        frame["batch_id"].isin(nameless).to_numpy()
        | table.is_untrusted("application_id")[frame.index]
    )
    judged = wanted.to_numpy() & ~chosen & ~unclear
    for variant, hits in (("", ~known), ("not_selected", known)):
        for row, facts in hits_of(frame, judged & hits):
            yield register.make(
                "POL-R28",
                table.cell("cadre_id", row),
                record=str(table.keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
                programme=str(facts["name"]),
            )


def _has_application(register: Register, frame: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Say which postings have one of some applications, by number or by batch and person."""
    table = register.tables["applications"]
    pairs = _pairs(table.values("batch_id")[rows], table.values("cadre_id")[rows])
    by_pair = _pairs(frame["batch_id"], frame["cadre_id"]).isin(pairs)
    by_number = np.isin(_texts(frame["application_id"]), _texts(table.keys[rows]))
    return by_pair | (by_number & (frame["application_id"] != "").to_numpy())


def _pairs(
    batches: pd.Series[str] | np.ndarray, cadres: pd.Series[str] | np.ndarray
) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([np.asarray(batches, object), np.asarray(cadres, object)])


def _texts(values: _Column) -> np.ndarray:
    return np.asarray(values, dtype=object).astype(str)


def check_selected_once(register: Register) -> Iterator[Finding]:
    """Nobody is selected in two batches whose windows overlap; first and last days count.

    Twice in the same batch is KEY409.

    Yields:
        POL-R30 at the cadre of the application for the batch that begins later.
    """
    if not register.has(*SHEETS):
        return
    milestones = ("window_start", "window_end", "title")
    frame = applications_with(register, "POL-R30", [], [], milestones)
    frame = frame[is_selected(frame) & (frame["cadre_id"] != "").to_numpy()]
    frame = frame.dropna(subset=["batch_window_start", "batch_window_end"])
    frame = frame[frame["cadre_id"].duplicated(keep=False)]
    table = register.tables["applications"]
    for row, other in _overlapping(frame.assign(key=table.keys[frame.index])):
        first, second = frame.loc[other], frame.loc[row]
        yield register.make(
            "POL-R30",
            table.cell("cadre_id", row),
            record=str(table.keys[row]),
            related=(Related(table.cell("cadre_id", other), str(table.keys[other])),),
            batch=str(second["batch_id"]),
            this=str(second["batch_title"]),
            other=str(first["batch_title"]),
            start=to_date(second["batch_window_start"]),
            other_end=to_date(first["batch_window_end"]),
        )


def _overlapping(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Pair each application with the one whose batch still runs when its own begins."""
    latest: dict[str, tuple[np.datetime64, int, str]] = {}
    frame = frame.sort_values(["cadre_id", "batch_window_start", "key"])
    columns = ("cadre_id", "batch_id", "batch_window_start", "batch_window_end")
    for row, cadre, batch, start, end in zip(
        frame.index, *(frame[name] for name in columns), strict=True
    ):
        running = latest.get(cadre)
        if running is not None and start <= running[0] and batch != running[2]:
            yield int(row), running[1]
        if running is None or end > running[0]:
            latest[cadre] = (end, int(row), batch)
