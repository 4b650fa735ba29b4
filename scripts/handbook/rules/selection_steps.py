"""Rules about how a person was chosen: steps, results, deciding body, checks before it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from handbook.findings import Finding
from handbook.register import Register
from handbook.rules.candidates import (
    SHEETS,
    applications_with,
    hits_of,
    is_looked_at,
    is_selected,
    labels_of,
)

_COLUMN_OF = {
    "eligibility": "eligibility",
    "exam": "exam_score",
    "interview": "interview_score",
    "inspection": "inspection",
    "expert_review": "expert_review",
}
_RESULTS = ("eligibility", "inspection", "expert_review")
_DECIDED = ("selected", "reserve", "not_selected")


def check_steps(register: Register) -> Iterator[Finding]:
    """Whoever is selected went through every step the programme requires.

    A step counts as taken when its column says anything but "not applicable"; that it went badly
    is R26. The decision itself is in the column that says selected.

    Yields:
        POL-R22 at the first step that is missing.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(
        register,
        "POL-R22",
        ["steps_required", "checked_from", "name"],
        [*_COLUMN_OF.values(), "decided_on"],
        ("decided_on",),
    )
    wanted = is_selected(frame) & is_looked_at(frame)
    missing = {step: _is_missing(register, frame, step) for step in _COLUMN_OF}
    table = register.tables["applications"]
    judged = wanted & np.logical_or.reduce(list(missing.values()))
    places = {row: place for place, row in enumerate(frame.index)}
    for row, facts in hits_of(frame, judged):
        steps = [step for step in _COLUMN_OF if missing[step][places[row]]]
        yield register.make(
            "POL-R22",
            table.cell(_COLUMN_OF[steps[0]], row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
            steps=labels_of(register, "programmes.steps_required", steps),
            count=len(steps),
            programme=str(facts["name"]),
        )


def _is_missing(register: Register, frame: pd.DataFrame, step: str) -> np.ndarray:
    """Say where a step is required and nothing was entered for it."""
    column = _COLUMN_OF[step]
    table = register.tables["applications"]
    codes, lists = pd.factorize(frame["steps_required"])
    required = np.array([step in each for each in lists], dtype=bool)[codes]
    if column.endswith("_score"):
        blank = frame[column].isna().to_numpy()
    else:
        assumed = table.derived.get(column)
        blank = frame[column].isin(["", "na"]).to_numpy()
        blank = blank if assumed is None else blank | assumed[frame.index]
    return required & blank & ~table.is_untrusted(column)[frame.index]


def check_decided_by_the_right_body(register: Register) -> Iterator[Finding]:
    """Candidates are decided on by the body the programme names.

    Yields:
        POL-R23 at the body entered.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(register, "POL-R23", ["decision_body", "name"], ["decided_by"])
    hits = frame["decision"].isin(_DECIDED) & (frame["decided_by"] != frame["decision_body"])
    hits &= (frame["decided_by"] != "") & (frame["decision_body"] != "")
    table = register.tables["applications"]
    for row, facts in hits_of(frame, hits.to_numpy()):
        yield register.make(
            "POL-R23",
            table.cell("decided_by", row),
            record=str(table.keys[row]),
            batch=str(facts["batch_id"]),
            body=labels_of(register, "programmes.decision_body", [str(facts["decided_by"])]),
            named=labels_of(register, "programmes.decision_body", [str(facts["decision_body"])]),
            programme=str(facts["name"]),
        )


def check_results(register: Register) -> Iterator[Finding]:
    """Nobody is selected whose check, inspection or review failed or is still open.

    A check that nobody entered is R22's where the programme requires it.

    Yields:
        POL-R26 at the first result that stands against it; variants `open` and main.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(register, "POL-R26", [], list(_RESULTS))
    table = register.tables["applications"]
    selected = is_selected(frame)
    told = ~selected
    for column in _RESULTS:
        assumed = table.derived.get(column)
        typed = np.ones(len(frame), bool) if assumed is None else ~assumed[frame.index]
        for variant, state in (("", "fail"), ("open", "pending")):
            hits = (frame[column] == state).to_numpy() & typed & ~told
            told |= hits
            for row, facts in hits_of(frame, hits):
                yield register.make(
                    "POL-R26",
                    table.cell(column, row),
                    record=str(table.keys[row]),
                    variant=variant,
                    batch=str(facts["batch_id"]),
                    step=labels_of(register, "programmes.steps_required", [column]),
                )


def check_avoidance(register: Register) -> Iterator[Finding]:
    """Before somebody is selected, kinship and home area were asked about, and what to do decided.

    What was decided about a declared relation stands in the remark; that it is blank is the proxy
    for nothing having been decided.

    Yields:
        POL-R58 at what was declared; variants `declared` and main.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(
        register,
        "POL-R58",
        ["checked_from"],
        ["avoidance_declared", "remark", "decided_on"],
        ("decided_on",),
    )
    table = register.tables["applications"]
    declared = frame["avoidance_declared"]
    judged = is_selected(frame) & is_looked_at(frame)
    judged &= ~table.is_untrusted("avoidance_declared")[frame.index]
    open_ended = ((declared == "declared") & (frame["remark"] == "")).to_numpy()
    cases = (("", declared.isin(["", "not_asked"]).to_numpy()), ("declared", open_ended))
    for variant, hits in cases:
        for row, facts in hits_of(frame, judged & hits):
            yield register.make(
                "POL-R58",
                table.cell("avoidance_declared", row),
                record=str(table.keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
            )


def check_exclusions(register: Register) -> Iterator[Finding]:
    """Nobody is selected before it was checked that nothing forbids the exchange.

    Only the result is ever entered. Vietnamese secondments are R98's.

    Yields:
        POL-R107 at the check; variants `blocked` and main.
    """
    yield from _unchecked(register, "POL-R107", of_biet_phai=False)


def check_exclusions_biet_phai(register: Register) -> Iterator[Finding]:
    """Nobody is sent on biệt phái before the seven excluded cases were checked.

    Only the result is ever entered.

    Yields:
        POL-R98 at the check; variants `blocked` and main.
    """
    yield from _unchecked(register, "POL-R98", of_biet_phai=True)


def _unchecked(register: Register, code: str, *, of_biet_phai: bool) -> Iterator[Finding]:
    if not register.has(*SHEETS):
        return
    frame = applications_with(
        register, code, ["kind", "checked_from"], ["limit_checked", "decided_on"], ("decided_on",)
    )
    table = register.tables["applications"]
    judged = is_selected(frame) & is_looked_at(frame)
    judged &= ((frame["kind"] == "vn_biet_phai") == of_biet_phai).to_numpy()
    judged &= ~table.is_untrusted("limit_checked")[frame.index]
    checked = frame["limit_checked"]
    cases = (("", checked.isin(["", "not_checked"])), ("blocked", checked == "blocked"))
    for variant, hits in cases:
        for row, facts in hits_of(frame, judged & hits.to_numpy()):
            yield register.make(
                code,
                table.cell("limit_checked", row),
                record=str(table.keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
            )
