"""Rules about what a programme asks of the person: education, experience, list, rank, specialty."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from handbook.findings import Finding, Severity
from handbook.register import Register
from handbook.rules.candidates import (
    SHEETS,
    applications_with,
    hits_of,
    is_candidate,
    is_selected,
    is_trusted,
    labels_of,
    of_cadre,
)
from handbook.rules.ranks import is_below
from handbook.rules.terms import ROTATION

# GB/T 4658: studies that were finished, and those broken off (肄业), which are below their own
# level and may or may not reach the one beneath it; all other codes are unclear and R07's.
_LEVEL_OF = {
    "11": 3, "14": 3, "17": 3, "21": 2, "28": 2, "31": 1,
    "13": 2.5, "16": 2.5, "19": 2.5, "23": 1.5, "33": 0.5,
} | dict.fromkeys(
    ("40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "60", "61", "62", "63", "70",
     "71", "73", "80", "81", "83"), 0
)  # fmt: skip
_LEVEL_ASKED = {"college": 1, "bachelor": 2, "master": 3}
_COMMITTEE = re.compile(
    r"党委委员|[Ủủ]y viên Ban [Cc]hấp hành|[Đđ]ảng ủy viên|[Pp]arty committee member"
)
_NOT_FULL_MEMBERS = (
    "probationary", "applicant", "league", "other_party", "independent", "none",
)  # fmt: skip
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
# A space parts two Chinese words; beside a Latin letter it belongs to the name of one thing.
_BETWEEN_WORDS = re.compile(
    rf"\s*[,，、;；/／]+\s*|或|和|与|及|\s+(?:và|hoặc|and|or)\s+|(?<![{_LATIN}])\s+(?![{_LATIN}])"
)


def check_education(register: Register) -> Iterator[Finding]:
    """Whoever is selected has at least the education the programme asks for.

    An education whose code does not say whether the studies were finished is left to R07; one that
    was broken off does not reach its own level, and below that is left to R07 too. An error
    where the programme makes it a strict condition, else a warning; education that nobody entered
    is a warning.

    Yields:
        POL-R20 at the cadre of the application; variants `unknown` and main.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(register, "POL-R20", ["edu_min", "edu_strict", "name"], [])
    frame = frame.assign(education=of_cadre(register, frame, "education_code"))
    asked = frame["edu_min"].map(_LEVEL_ASKED).to_numpy(dtype=float)
    level = frame["education"].map(_LEVEL_OF).to_numpy(dtype=float)
    judged = is_selected(frame) & ~np.isnan(asked)
    judged &= is_trusted(register, "cadres", frame["cadre_id"], "education_code")
    unknown = judged & (frame["education"] == "").to_numpy()
    for variant, hits in (("", judged & (level < asked)), ("unknown", unknown)):
        for row, facts in hits_of(frame, hits):
            strict = facts["edu_strict"] == "yes" and not variant
            education = [str(facts["education"])] if not variant else []
            yield register.make(
                "POL-R20",
                register.tables["applications"].cell("cadre_id", row),
                record=str(register.tables["applications"].keys[row]),
                severity=Severity.ERROR if strict else Severity.WARNING,
                variant=variant,
                batch=str(facts["batch_id"]),
                education=labels_of(register, "cadres.education_code", education),
                asked=labels_of(register, "programmes.edu_min", [str(facts["edu_min"])]),
                programme=str(facts["name"]),
            )


def check_no_base_experience(register: Register) -> Iterator[Finding]:
    """Where a programme is for people without base-level experience, candidates have none.

    Yields:
        POL-R21 at the cadre of the application.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(register, "POL-R21", ["require_no_base_exp", "name"], ["eligibility"])
    hits = is_candidate(frame) & (frame["require_no_base_exp"] == "yes").to_numpy()
    hits &= of_cadre(register, frame, "base_experience") == "yes"
    for row, facts in hits_of(frame, hits):
        yield register.make(
            "POL-R21",
            register.tables["applications"].cell("cadre_id", row),
            record=str(register.tables["applications"].keys[row]),
            batch=str(facts["batch_id"]),
            programme=str(facts["name"]),
        )


def check_in_plan(register: Register) -> Iterator[Finding]:
    """Where a programme takes people from a reserve list or plan, whoever is selected is on it.

    Vietnamese rotations are judged by R96 at the posting where that rule is on.

    Yields:
        POL-R29 at the cadre of the application; variants `unknown` and main.
    """
    if not register.has(*SHEETS):
        return
    frame = applications_with(register, "POL-R29", ["require_in_plan", "kind", "name"], [])
    programme = register.look_up("batches", frame["batch_id"].to_numpy(object), "programme_id")
    by_r96 = (frame["kind"] == ROTATION) & register.switches.on_for("POL-R96", programme)
    in_plan = of_cadre(register, frame, "in_plan")
    judged = is_selected(frame) & (frame["require_in_plan"] == "yes").to_numpy()
    judged &= ~by_r96.to_numpy() & is_trusted(register, "cadres", frame["cadre_id"], "in_plan")
    for variant, hits in (("", in_plan == "no"), ("unknown", np.isin(in_plan, ["", "na"]))):
        for row, facts in hits_of(frame, judged & hits):
            yield register.make(
                "POL-R29",
                register.tables["applications"].cell("cadre_id", row),
                record=str(register.tables["applications"].keys[row]),
                variant=variant,
                batch=str(facts["batch_id"]),
                programme=str(facts["name"]),
            )


def check_title_fits_rank(register: Register) -> Iterator[Finding]:
    """Where titles follow rank, section chiefs of the party sit on the committee, others do not.

    Looked at only where the programme says titles follow rank. A title counts as a committee seat
    by its words. Rank is that at sending, else today's; a person whose party status is unknown or
    not disclosed is not judged.

    Yields:
        POL-R31 at the title of the posting; variants `rank`, `below`, `seat` and main.
    """
    if not register.has("postings", "batches", "programmes", "cadres"):
        return
    fields = ["cadre_id", "title", "rank_at_sending", "position_id"]
    frame = register.postings_with(["title_by_rank"], fields, rule="POL-R31")
    frame = frame[(frame["title_by_rank"] == "yes") & (frame["status"] != "planned")]
    frame = frame[frame["title"] != ""]
    for variant, hits in _misfits(register, frame):
        for row, facts in hits_of(frame, hits):
            yield register.make(
                "POL-R31",
                register.tables["postings"].cell("title", row),
                record=str(register.tables["postings"].keys[row]),
                severity=Severity.WARNING if variant else Severity.ERROR,
                variant=variant,
                batch=str(facts["batch_id"]),
                title=str(facts["title"]),
            )


def _misfits(register: Register, frame: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    """Tell the ways a title may not fit apart; the first that holds of a posting is given."""
    party = of_cadre(register, frame, "party_status")
    rank = np.where(
        frame["rank_at_sending"] != "",
        frame["rank_at_sending"],
        of_cadre(register, frame, "rank_level"),
    )
    position = frame["position_id"].to_numpy(dtype=object)
    asked = register.look_up("positions", position, "rank_required")
    members_only = register.look_up("positions", position, "party_member_only") == "yes"
    seat = frame["title"].str.contains(_COMMITTEE).to_numpy(dtype=bool)
    section = np.full(len(frame), "section", dtype=object)
    is_chief = (rank == "section") | is_below(section, rank)
    told = np.zeros(len(frame), dtype=bool)
    cases = (
        ("", (seat | members_only) & np.isin(party, _NOT_FULL_MEMBERS)),
        ("rank", seat & is_below(rank, section)),
        ("below", is_below(rank, asked)),
        ("seat", ~seat & is_chief & (party == "member")),
    )
    for variant, hits in cases:
        yield variant, hits & ~told
        told |= hits


def check_specialty(register: Register) -> Iterator[Finding]:
    """Where a position asks for a specialty, the person selected for it has one like it.

    Alike is whatever shares a word with what is asked for, in either direction.

    Yields:
        POL-R32 at the position of the application; variants `unknown` and main.
    """
    if not register.has(*SHEETS, "positions"):
        return
    frame = applications_with(register, "POL-R32", [], ["position_id"])
    position = frame["position_id"].to_numpy(dtype=object)
    frame = frame.assign(
        asked=register.look_up("positions", position, "specialty_required"),
        has=of_cadre(register, frame, "specialty"),
    )
    judged = is_selected(frame) & (frame["asked"] != "").to_numpy()
    judged &= is_trusted(register, "cadres", frame["cadre_id"], "specialty")
    frame = frame[judged]
    pairs = pd.MultiIndex.from_frame(frame[["asked", "has"]])
    codes, distinct = pairs.factorize()
    is_alike = np.array([_is_alike(*pair) for pair in distinct], dtype=bool)[codes]
    for row, facts in hits_of(frame, ~is_alike):
        asked, has = str(facts["asked"]), str(facts["has"])
        yield register.make(
            "POL-R32",
            register.tables["applications"].cell("position_id", row),
            record=str(register.tables["applications"].keys[row]),
            variant="" if has else "unknown",
            batch=str(facts["batch_id"]),
            asked=asked,
            has=has,
        )


def _is_alike(asked: str, has: str) -> bool:
    wanted = [word for word in _BETWEEN_WORDS.split(asked.casefold()) if word]
    there = [word for word in _BETWEEN_WORDS.split(has.casefold()) if word]
    return any(one in other or other in one for one in wanted for other in there)
