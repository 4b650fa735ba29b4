"""Rules of the Vietnamese programmes: luân chuyển, biệt phái, tăng cường."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.findings import Finding, Severity
from handbook.register import Register, months_between, term_end, to_date
from handbook.rules.ages import months_from, months_of
from handbook.rules.candidates import hits_of, is_trusted, of_cadre
from handbook.rules.model import Rule
from handbook.rules.ranks import is_below
from handbook.rules.terms import ROTATION, RUNNING

ROTATION_MONTHS = 36.0  # R94, Decree 170/2025 Art. 48: a rotation lasts three years at least
SECONDMENT_MONTHS = 36.0  # R97, Decree 138/2020 Art. 27: a secondment lasts three years at most
SERVICE_LEFT_MONTHS = 120.0  # R95, 65-QĐ/TW Art. 5: ten years of work left at the start
TERM_TOLERANCE_DAYS = 7  # as R36: a term counted generously is not an error
_SECONDMENT = "vn_biet_phai"
_KINDS = (ROTATION, _SECONDMENT, "vn_tang_cuong")
_SHEETS = ("postings", "batches", "programmes")


def _postings_of(
    register: Register, rule: str, kinds: tuple[str, ...], parameters: list[str], fields: list[str]
) -> pd.DataFrame:
    """Give the postings of some kinds of programme that have begun."""
    frame = register.postings_with(["kind", *parameters], fields, rule=rule)
    return frame[frame["kind"].isin(kinds) & (frame["status"] != "planned")]


def check_rotation_long_enough(register: Register) -> Iterator[Finding]:
    """A rotation lasts at least 36 months, give or take seven days.

    The end is the actual one, else the extension, else the plan. One that was ended early by a
    document of removal or of the next post is a warning: somebody decided on the exception.

    Yields:
        POL-R94 at the end that decides.
    """
    if not register.has(*_SHEETS):
        return
    fields = [
        "start_planned", "end_planned", "extension_to", "end_actual", "removal_doc_number",
        "outcome_doc_number", "outcome_doc_id",
    ]  # fmt: skip
    frame = _postings_of(register, "POL-R94", (ROTATION,), [], fields)
    field, end = _deciding_end(register, frame)
    wanted_end = _term_end(frame, ROTATION_MONTHS)
    frame = frame.assign(field=field, end=end, wanted_end=wanted_end)
    documents = frame[["removal_doc_number", "outcome_doc_number", "outcome_doc_id"]]
    frame["decided"] = (documents != "").any(axis=1) & frame["end_actual"].notna()
    tolerance = np.timedelta64(TERM_TOLERANCE_DAYS, "D")
    short = (end < wanted_end - tolerance) & (end >= frame["start_planned"].to_numpy())
    for row, facts in hits_of(frame, short):
        months = months_between(to_date(facts["start_planned"]), to_date(facts["end"]))
        yield register.make(
            "POL-R94",
            register.tables["postings"].cell(str(facts["field"]), row),
            record=str(register.tables["postings"].keys[row]),
            severity=Severity.WARNING if facts["decided"] else Severity.ERROR,
            batch=str(facts["batch_id"]),
            months=f"{months:g}",
            limit=f"{ROTATION_MONTHS:g}",
            end=to_date(facts["wanted_end"]),
            count=round(months),
        )


def _deciding_end(
    register: Register, frame: pd.DataFrame
) -> tuple[NDArray[np.object_], NDArray[Any]]:
    """Give the field that says when each posting ends, and the day; NaT where it is in doubt."""
    fields = ("end_actual", "extension_to", "end_planned")
    table = register.tables["postings"]
    filled = [frame[name].notna().to_numpy() for name in fields]
    names: NDArray[np.object_] = np.select(filled[:2], fields[:2], fields[2]).astype(object)
    end = frame["end_actual"].fillna(frame["extension_to"]).fillna(frame["end_planned"])
    doubtful = [table.is_untrusted(name)[frame.index] for name in fields]
    in_doubt = doubtful[0] | (doubtful[1] & ~filled[0]) | (doubtful[2] & ~filled[0] & ~filled[1])
    return names, end.mask(in_doubt).to_numpy()


def _term_end(frame: pd.DataFrame, months: float) -> NDArray[Any]:
    return term_end(frame["start_planned"].to_numpy(), np.full(len(frame), months))


def check_service_left(register: Register) -> Iterator[Finding]:
    """Who is rotated has at least ten years of work left at the start.

    The programme's own number of months comes before the ten years; exactly that many months is
    enough, days aside. Programmes for people who need only one term left say so there.

    Yields:
        POL-R95 at the planned start; variants `unknown` and main.
    """
    if not register.has(*_SHEETS, "cadres"):
        return
    frame = _postings_of(
        register,
        "POL-R95",
        (ROTATION,),
        ["min_service_left_months", "checked_from"],
        ["cadre_id", "start_planned"],
    )
    retires = of_cadre(register, frame, "service_end_ym")
    months = months_from(frame["start_planned"].to_numpy(), months_of(retires))
    frame = frame.assign(
        retires=retires,
        months=months,
        wanted=frame["min_service_left_months"].fillna(SERVICE_LEFT_MONTHS),
    )
    judged = frame["start_planned"].notna() & ~(frame["start_planned"] < frame["checked_from"])
    judged &= is_trusted(register, "cadres", frame["cadre_id"], "service_end_ym")
    short = months < frame["wanted"].to_numpy()
    cases = (("", short), ("unknown", judged.to_numpy() & (retires == "")))
    for variant, hits in cases:
        for row, facts in hits_of(frame, hits):
            yield register.make(
                "POL-R95",
                register.tables["postings"].cell("start_planned", row),
                record=str(register.tables["postings"].keys[row]),
                severity=Severity.WARNING if variant else Severity.ERROR,
                variant=variant,
                batch=str(facts["batch_id"]),
                wanted=f"{facts['wanted']:g}",
                more={} if variant else _service_left(facts["months"], str(facts["retires"])),
            )


def _service_left(months: float, retires: str) -> dict[str, str | int]:
    left = max(int(months), 0)
    return {"months": str(left), "retires": retires, "count": left}


def check_rotated_by_plan(register: Register) -> Iterator[Finding]:
    """Who is rotated is in the succession plan.

    Yields:
        POL-R96 at the cadre of the posting; variants `unknown` and main.
    """
    if not register.has(*_SHEETS, "cadres"):
        return
    frame = _postings_of(
        register, "POL-R96", (ROTATION,), ["checked_from"], ["cadre_id", "start_planned"]
    )
    in_plan = of_cadre(register, frame, "in_plan")
    judged = ~(frame["start_planned"] < frame["checked_from"]).to_numpy()
    judged &= is_trusted(register, "cadres", frame["cadre_id"], "in_plan")
    for variant, hits in (("", in_plan == "no"), ("unknown", np.isin(in_plan, ["", "na"]))):
        for row, facts in hits_of(frame, judged & hits):
            yield register.make(
                "POL-R96",
                register.tables["postings"].cell("cadre_id", row),
                record=str(register.tables["postings"].keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
            )


def check_secondment_not_too_long(register: Register) -> Iterator[Finding]:
    """A biệt phái lasts at most 36 months, give or take seven days, extensions included.

    Yields:
        POL-R97 at the end that decides.
    """
    if not register.has(*_SHEETS):
        return
    fields = ["start_planned", "end_planned", "extension_to", "end_actual"]
    frame = _postings_of(register, "POL-R97", (_SECONDMENT,), [], fields)
    field, end = _deciding_end(register, frame)
    last = _term_end(frame, SECONDMENT_MONTHS)
    frame = frame.assign(field=field, end=end, last=last)
    for row, facts in hits_of(frame, end > last + np.timedelta64(TERM_TOLERANCE_DAYS, "D")):
        months = months_between(to_date(facts["start_planned"]), to_date(facts["end"]))
        yield register.make(
            "POL-R97",
            register.tables["postings"].cell(str(facts["field"]), row),
            record=str(register.tables["postings"].keys[row]),
            batch=str(facts["batch_id"]),
            months=f"{months:g}",
            limit=f"{SECONDMENT_MONTHS:g}",
            end=to_date(facts["last"]),
            count=round(months),
        )


def check_no_new_title(register: Register) -> Iterator[Finding]:
    """No title is created or added for a rotation.

    Yields:
        POL-R99 at the position.
    """
    if not register.has("positions", "batches", "programmes"):
        return
    frame = register.frame("positions", ["batch_id", "newly_created", "title", "status"])
    batch = frame["batch_id"].to_numpy(dtype=object)
    programme = register.look_up("batches", batch, "programme_id").astype(object)
    hits = (frame["newly_created"] == "yes") & ~frame["status"].isin(["withdrawn", "abolished"])
    hits &= register.look_up("programmes", programme, "kind") == ROTATION
    hits &= register.switches.on_for("POL-R99", programme)
    table = register.tables["positions"]
    for row, facts in hits_of(frame, hits.to_numpy()):
        yield register.make(
            "POL-R99",
            table.cell("newly_created", row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
            title=str(facts["title"]),
        )


def check_both_sides_answer(register: Register) -> Iterator[Finding]:
    """While somebody is away, one person at each side answers for them today.

    Where the programme requires mentors, that none is there is R44; only the side that sent the
    person is looked at then.

    Yields:
        POL-R101 at the key of the posting; variants `receiving`, `both` and main.
    """
    if not register.has(*_SHEETS, "mentors"):
        return
    today = pd.Timestamp(register.as_of)
    frame = _postings_of(register, "POL-R101", _KINDS, ["mentor_min"], ["start_planned"])
    frame = frame[frame["status"].isin(RUNNING) & (frame["start_planned"] <= today)]
    mentors = register.frame("mentors", ["posting_id", "role", "start_on", "end_on"])
    mentors = mentors[~((mentors["start_on"] > today) | (mentors["end_on"] < today))]
    at_home = mentors["role"] == "home_contact"
    table = register.tables["postings"]
    keys = table.keys[frame.index].astype(str)
    no_home = ~np.isin(keys, mentors.loc[at_home, "posting_id"].to_numpy(str))
    no_host = ~np.isin(keys, mentors.loc[~at_home, "posting_id"].to_numpy(str))
    no_host &= ~(frame["mentor_min"] > 0).to_numpy()
    cases = (
        ("", no_home & ~no_host),
        ("receiving", ~no_home & no_host),
        ("both", no_home & no_host),
    )
    for variant, hits in cases:
        for row, facts in hits_of(frame, hits):
            yield register.make(
                "POL-R101",
                table.cell(table.schema.primary_key, row),
                record=str(table.keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
                on=register.as_of,
            )


def check_equivalent_post(register: Register) -> Iterator[Finding]:
    """Nobody is rotated below a post of their own level without a decision.

    The level of the post is that the position asks for; a decision is the appointment document or
    its number. Levels that cannot be compared, such as head of division and head of a commune, are
    not.

    Yields:
        POL-R114 at the position of the posting.
    """
    if not register.has(*_SHEETS, "positions"):
        return
    fields = ["position_id", "rank_at_sending", "doc_id", "appointment_doc_number"]
    frame = _postings_of(register, "POL-R114", (ROTATION,), [], fields)
    position = frame["position_id"].to_numpy(dtype=object)
    asked = register.look_up("positions", position, "rank_required")
    table = register.tables["postings"]
    undecided = (frame["doc_id"] == "") & (frame["appointment_doc_number"] == "")
    undecided &= ~table.is_untrusted("doc_id")[frame.index]
    below = is_below(asked, frame["rank_at_sending"].to_numpy(dtype=object))
    for row, facts in hits_of(frame, below & undecided.to_numpy()):
        yield register.make(
            "POL-R114",
            table.cell("position_id", row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
        )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R94", check_rotation_long_enough),
    ("POL-R95", check_service_left),
    ("POL-R96", check_rotated_by_plan),
    ("POL-R97", check_secondment_not_too_long),
    ("POL-R99", check_no_new_title),
    ("POL-R101", check_both_sides_answer),
    ("POL-R114", check_equivalent_post),
)
