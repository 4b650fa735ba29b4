"""Rules about what a programme rests on: its documents, and what its rules need to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Related
from handbook.register import Register, to_date
from handbook.rules.model import Rule
from handbook.switches import asked_for
from handbook.tables import is_blank

NEEDED: Mapping[int, tuple[str, ...]] = {
    7: ("edu_min",), 12: ("intakes_per_year",), 15: ("min_nominations_per_unit",),
    17: ("form_copies",), 20: ("edu_min",), 22: ("steps_required",),
    23: ("decision_body",), 35: ("term_min_months",), 36: ("term_max_months",),
    37: ("extension_max_months",), 41: ("party_transfer",), 42: ("salary_home",),
    43: ("personnel_home",), 44: ("mentor_min",), 52: ("lock_months",), 54: ("pre_talk",),
    55: ("pre_training",), 60: ("report_cycle_months",), 61: ("report_to",),
    62: ("opinion_cycle_months",), 63: ("talk_cycle_months",), 65: ("site_days_min_year",),
    69: ("log_min_per_month",), 70: ("observation_min",), 72: ("household_min",),
    75: ("assess_cycle_months",), 77: ("assessor",), 79: ("archive_required",),
}  # fmt: skip
"""Number of a rule → columns of `programmes` without which it can say nothing."""


def check_basis(register: Register) -> Iterator[Finding]:
    """The documents a programme is based on are in force and were looked up, not remembered.

    A document is out of force from its day of repeal on, or once another replaces it that is in
    force itself: from its effective day, else its day of issue, else at once. Closed programmes
    are passed over.

    Yields:
        POL-R105 at the basis of the programme, once for each document; variants `replaced`,
        `unconfirmed` and main (repealed).
    """
    if not register.has("programmes", "documents"):
        return
    table, documents = register.tables["programmes"], register.tables["documents"]
    frame = register.frame("programmes", ["basis_doc_ids", "status"])
    frame = frame[register.switches.on_for("POL-R105", table.keys[frame.index])]
    frame = frame[frame["status"] != "closed"].rename_axis("row").reset_index()
    frame = frame.explode("basis_doc_ids").merge(
        _weak_documents(register), left_on="basis_doc_ids", right_on="doc_id"
    )
    for facts in frame.to_dict("records"):
        variant, params = _weakness(facts)
        yield register.make(
            "POL-R105",
            table.cell("basis_doc_ids", facts["row"]),
            record=str(table.keys[facts["row"]]),
            variant=variant,
            related=(Related(documents.cell("title", facts["place"]), str(facts["doc_id"])),),
            document=str(facts["title"]),
            more=params,
        )


def _weak_documents(register: Register) -> pd.DataFrame:
    """Give the documents nothing should rest on any more, or not yet."""
    table = register.tables["documents"]
    fields = ["title", "repealed_on", "replaced_by_id", "confirmed"]
    frame = register.frame("documents", fields)
    repealed = frame["repealed_on"] <= pd.Timestamp(register.as_of)
    replaced = _is_replaced(register, frame["replaced_by_id"])
    frame = frame.assign(replaced_by_id=frame["replaced_by_id"].where(replaced, ""))
    frame = frame[repealed | replaced | (frame["confirmed"] == "memory")]
    by = register.look_up("documents", frame["replaced_by_id"].to_numpy(dtype=object), "title")
    keys = table.keys[frame.index]
    return frame.assign(
        doc_id=keys, by=by, repealed=repealed[frame.index], place=frame.index
    )  # fmt: skip


def _is_replaced(register: Register, successor: pd.Series[str]) -> pd.Series[bool]:
    """Say which documents have a successor that is in force on the day of the register."""
    keys = successor.to_numpy(dtype=object)
    effective = register.look_up("documents", keys, "effective_on")
    issued = register.look_up("documents", keys, "issued_on")
    since = np.where(np.isnat(effective), issued, effective)
    return (successor != "") & ~(since > np.datetime64(register.as_of))


def _weakness(facts: Mapping[object, object]) -> tuple[str, dict[str, Param]]:
    if facts["replaced_by_id"]:
        return "replaced", {"other": f"{facts['replaced_by_id']} {facts['by']}".strip()}
    if facts["repealed"]:
        return "", {"day": to_date(facts["repealed_on"])}
    return "unconfirmed", {}


def check_parameters(register: Register) -> Iterator[Finding]:
    """A programme states what the rules need that it asks for in 启用规则.

    Only rules asked for by number need their parameters; with 全部 a rule that lacks one is simply
    silent. Closed programmes are passed over.

    Yields:
        POL-R106 at the missing parameter, once for each.
    """
    if not register.has("programmes"):
        return
    table = register.tables["programmes"]
    frame = register.frame("programmes", ["rules_on", "status"])
    is_on = register.switches.on_for("POL-R106", table.keys[frame.index])
    frame = frame[is_on & (frame["status"] != "closed").to_numpy()]
    asked = frame["rules_on"].map(asked_for)
    numbers = asked.explode()
    numbers = pd.to_numeric(numbers, errors="coerce").dropna().astype(int)
    for field in dict.fromkeys(name for names in NEEDED.values() for name in names):
        blank = is_blank(table.values(field)) & ~table.is_untrusted(field)
        needing = [number for number, names in NEEDED.items() if field in names]
        lacking = numbers[numbers.isin(needing) & blank[numbers.index]]
        for row, rules in lacking.groupby(level=0):
            yield _lacking(register, int(str(row)), field, rules.to_numpy())


def _lacking(register: Register, row: int, field: str, rules: np.ndarray) -> Finding:
    table = register.tables["programmes"]
    return register.make(
        "POL-R106",
        table.cell(field, row),
        record=str(table.keys[row]),
        rules=register.make.listed(f"R{number:02d}" for number in sorted(set(rules))),
        field=table.located.label(field, register.make.language),
        count=len(set(rules)),
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R105", check_basis),
    ("POL-R106", check_parameters),
)
