"""Rules about outcomes: known in time, explained where lower, earned, settled, approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Plain
from handbook.register import Register, to_date
from handbook.rules.belonging import are_trusted
from handbook.rules.ranks import is_below
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import OPEN, days_since, effective_end
from handbook.schema.words import fold

OUTCOME_DAYS = 30  # R82: catalogue of rules
SETTLING_DAYS = 30  # R87: as long as an outcome may take
_GOOD = ("excellent", "competent", "qualified", "vn_excellent", "vn_good")
_COMMAS = {"zh": "、", "vi": ", ", "en": ", "}
_SERVING = ("same_post", "equal_post", "other_post", "stayed_receiving", "third_unit")
_EXPLAINED = {
    "no_reason": "postings.outcome_reason",
    "no_document": "postings.outcome_doc_number",
    "no_consultation": "postings.home_post_change_consulted",
}


def _ended(register: Register, rule: str, fields: list[str]) -> pd.DataFrame:
    """Give the postings that somebody ended, by the register's day, not before `checked_from`.

    Returns:
        Postings with a day of actual end, and days, how many have passed since.
    """
    frame = register.postings_with(["checked_from"], ["end_actual", *fields], rule=rule)
    frame = frame[frame["status"] != "planned"]
    frame = frame.assign(days=days_since(frame["end_actual"], register.as_of))
    return frame[(frame["days"] > 0) & ~(frame["end_actual"] < frame["checked_from"])]


def check_outcome_known(register: Register) -> Iterator[Finding]:
    """A posting that has ended has its outcome within thirty days.

    待定 is no outcome. A posting nobody has ended is R40's.

    Yields:
        POL-R82 at the outcome; variant `pending` and main.

    Policy: docs/zh/guidance/end-and-return.md#outcomes
    """
    if not register.has("postings", "batches", "programmes"):
        return
    frame = _ended(register, "POL-R82", ["outcome"])
    unsure = register.tables["postings"].is_untrusted("outcome")[frame.index]
    late = (frame["days"] > OUTCOME_DAYS) & ~unsure
    for outcome, variant in (("", ""), ("pending", "pending")):
        hits = late & (frame["outcome"] == outcome)
        yield from tell(
            register, "POL-R82", frame[hits], "outcome", _since_end, variant=variant,
            beside=("end_actual",),
        )  # fmt: skip


def _since_end(row: Facts) -> Mapping[str, Param]:
    return {"end": to_date(row["end_actual"]), "count": int(row["days"])}


def check_lower_post_explained(register: Register) -> Iterator[Finding]:
    """A return to a lower rank or another, lesser post has a reason, a document, a consultation.

    Lower is a rank below the one at sending, where the two can be compared; where either rank is
    unknown, 回原单位其他岗位 with another post than at sending counts. Nobody types it.

    Yields:
        POL-R83 at the outcome, naming what is missing; variant `aside` and main.

    Policy: docs/zh/guidance/end-and-return.md#outcomes
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = [
        "outcome", "outcome_rank", "rank_at_sending", "outcome_post", "home_post_at_sending",
        "outcome_reason", "outcome_doc_number", "outcome_doc_id", "home_post_change_consulted",
    ]  # fmt: skip
    frame = _ended(register, "POL-R83", fields)
    frame = frame[are_trusted(register, "postings", fields, frame)]
    below, aside = _is_below(frame), _is_aside(frame)
    frame = frame.assign(
        no_reason=frame["outcome_reason"] == "",
        no_document=(frame["outcome_doc_number"] == "") & (frame["outcome_doc_id"] == ""),
        no_consultation=frame["home_post_change_consulted"] != "yes",
    )
    lacks = frame["no_reason"] | frame["no_document"] | frame["no_consultation"]
    titles = {name: register.schema.field(path).titles for name, path in _EXPLAINED.items()}
    for variant, hits in (("", below & lacks), ("aside", aside & ~below & lacks)):
        yield from tell(
            register, "POL-R83", frame[hits], "outcome", lambda row: _missing(row, titles),
            variant=variant, beside=("home_post_at_sending", "outcome_post"),
        )  # fmt: skip


def _is_below(frame: pd.DataFrame) -> pd.Series[bool]:
    """Say whose rank after the posting is below the one at sending."""
    after = frame["outcome_rank"].to_numpy(dtype=object)
    before = frame["rank_at_sending"].to_numpy(dtype=object)
    return frame["outcome"].isin(_SERVING) & is_below(after, before)


def _is_aside(frame: pd.DataFrame) -> pd.Series[bool]:
    """Say who went back to another post of the home unit, its rank unknown."""
    unknown = (frame["outcome_rank"] == "") | (frame["rank_at_sending"] == "")
    named = (frame["outcome_post"] != "") & (frame["home_post_at_sending"] != "")
    after = frame["outcome_post"].map(fold)
    moved = after != frame["home_post_at_sending"].map(fold)
    return unknown & named & moved & (frame["outcome"] == "other_post")


def _missing(row: Facts, titles: Mapping[str, Mapping[str, str]]) -> Mapping[str, Param]:
    lacking = [each for name, each in titles.items() if row[name]]
    texts = {
        language: comma.join(each[language] for each in lacking)
        for language, comma in _COMMAS.items()
    }
    return {"missing": Plain(texts)}


def check_promotion_earned(register: Register) -> Iterator[Finding]:
    """Whoever is promoted on return was assessed at the end as competent or better.

    Yields:
        POL-R84 at the outcome; variant `none` where there is no graded final assessment.

    Policy: docs/zh/guidance/end-and-return.md#outcomes
    """
    if not register.has("postings", "batches", "programmes", "assessments"):
        return
    frame = _ended(register, "POL-R84", ["outcome"])
    frame = frame[frame["outcome"] == "promoted"]
    table = register.tables["assessments"]
    finals = register.frame("assessments", ["posting_id", "kind", "grade"])
    unsure = table.is_untrusted("grade")[finals.index]
    finals = finals[finals["kind"] == "final"].assign(unsure=unsure[finals["kind"] == "final"])
    graded = finals[finals["grade"].isin([*_GOOD]) | finals["unsure"]]
    keys = pd.Series(register.tables["postings"].keys[frame.index], frame.index)
    unearned = ~keys.isin(graded["posting_id"])
    lesser = finals.loc[~finals["grade"].isin(["", "ungraded"]), "posting_id"]
    assessed = keys.isin(lesser)
    yield from tell(register, "POL-R84", frame[unearned & assessed], "outcome")
    yield from tell(register, "POL-R84", frame[unearned & ~assessed], "outcome", variant="none")


def check_stay_settled(register: Register) -> Iterator[Finding]:
    """Whoever stayed with the receiving unit is no longer counted as seconded to it.

    Once the term is over the posting is closed, and thirty days after its end the personnel
    relation, where somebody typed one, is no longer the home unit's. A stay that is settled before
    the term ends changes nothing until then.

    Yields:
        POL-R87 at the status or, as variant `relation`, at the personnel relation.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["outcome", "end_planned", "extension_to", "end_actual", "personnel_relation"]
    frame = register.postings_with([], fields, rule="POL-R87")
    table = register.tables["postings"]
    frame = frame[frame["outcome"] == "stayed_receiving"]
    derived = table.derived.get("personnel_relation", np.zeros(table.row_count, dtype=bool))
    frame = frame.assign(days=days_since(frame["end_actual"], register.as_of))
    is_over = ~(effective_end(frame) >= pd.Timestamp(register.as_of))
    still_open = frame["status"].isin(OPEN) & is_over
    still_home = (frame["personnel_relation"] == "home") & (frame["days"] > SETTLING_DAYS)
    still_home &= ~derived[frame.index] & ~frame["status"].isin(OPEN)
    yield from tell(register, "POL-R87", frame[still_open], "status", beside=("outcome",))
    yield from tell(
        register, "POL-R87", frame[still_home], "personnel_relation", _since_end,
        variant="relation", beside=("outcome",),
    )  # fmt: skip


def check_early_end_approved(register: Register) -> Iterator[Finding]:
    """An early end names the document that approved it.

    The removal document's number will do, and so will the outcome's number or document. Ends
    before the programme's `checked_from` are not looked at.

    Yields:
        POL-R113 at the number of the removal document.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    documents = ["removal_doc_number", "outcome_doc_number", "outcome_doc_id"]
    fields = ["end_actual", *documents]
    frame = register.postings_with(["checked_from"], fields, rule="POL-R113")
    table = register.tables["postings"]
    frame = frame[(frame["status"] == "ended_early") & frame["end_actual"].notna()]
    frame = frame[~(frame["end_actual"] < frame["checked_from"])]
    unsure = np.logical_or.reduce([table.is_untrusted(name)[frame.index] for name in documents])
    unnamed = (frame[documents] == "").all(axis=1) & ~unsure
    yield from tell(
        register, "POL-R113", frame[unnamed], "removal_doc_number",
        lambda row: {"end": to_date(row["end_actual"])}, beside=("end_actual",),
    )  # fmt: skip
