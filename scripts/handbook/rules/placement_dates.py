"""Rules about the dates of a placement: term, extension, window, reporting in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from handbook.findings import Finding, Param, Severity
from handbook.register import Register, months_between, term_end, to_date
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import CLOSED, ROTATION, days_since

TOLERANCE_DAYS = 7  # R35, R37, R38: a term counted generously is no mistake
GRACE_DAYS = 5  # R39: the principals of S04 reported in over six days
_TOLERANCE = pd.Timedelta(days=TOLERANCE_DAYS)
_ONE_DAY = np.timedelta64(1, "D")


def check_term_not_too_short(register: Register) -> Iterator[Finding]:
    """A term is not planned shorter than its programme's minimum.

    Measured in days against start plus the minimum number of months less one day, less seven days
    of tolerance; an extension counts. An error in the Vietnamese programmes, where a rotation
    that has begun is left to R94 if that is on.

    Yields:
        POL-R35 at the planned end.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    frame = register.postings_with(
        ["term_min_months", "name", "kind"], ["start_planned", "end_planned", "extension_to"],
        rule="POL-R35",
    )  # fmt: skip
    unsure = register.tables["postings"].is_untrusted("extension_to")[frame.index]
    months = frame["term_min_months"].to_numpy(dtype=float)
    frame = frame.assign(
        end=frame["extension_to"].fillna(frame["end_planned"]),
        least=term_end(frame["start_planned"].to_numpy(), months),
    )
    short = frame[(frame["end"] < frame["least"] - _TOLERANCE) & ~unsure]
    programme = short["programme_id"].to_numpy(dtype=object)
    is_rotation = (short["kind"] == ROTATION) & (short["status"] != "planned")
    short = short[~(is_rotation & register.switches.on_for("POL-R94", programme))]
    vietnamese = short["kind"].str.startswith("vn_")
    yield from tell(register, "POL-R35", short[~vietnamese], "end_planned", _shortness)
    yield from tell(
        register, "POL-R35", short[vietnamese], "end_planned", _shortness, severity=Severity.ERROR
    )


def _shortness(row: Facts) -> Mapping[str, Param]:
    start, end = to_date(row["start_planned"]), to_date(row["end"])
    return {
        "months": f"{months_between(start, end):g}",
        "limit": f"{row['term_min_months']:g}",
        "programme": str(row["name"]),
        "end": to_date(row["least"]),
    }


def check_extension_allowed(register: Register) -> Iterator[Finding]:
    """An extension keeps to what its programme allows and names the document that approved it.

    The months allowed run from the day after the planned end, with seven days of tolerance; 0
    months means no extension at all. Left alone where R36 already asks for the document.

    Yields:
        POL-R37 at the extension; variants `no_document`, `none_allowed` and main.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = [
        "start_planned", "end_planned", "extension_to", "extension_doc_id", "extension_doc_number",
    ]  # fmt: skip
    frame = register.postings_with(
        ["extension_max_months", "term_max_months", "name"], fields, rule="POL-R37"
    )
    frame = frame[frame["extension_to"].notna()]
    allowed = frame["extension_max_months"].to_numpy(dtype=float)
    longest = frame["term_max_months"].to_numpy(dtype=float)
    frame = frame.assign(
        latest=term_end(frame["end_planned"].to_numpy() + _ONE_DAY, allowed),
        longest=term_end(frame["start_planned"].to_numpy(), longest),
    )
    undocumented = (frame["extension_doc_id"] == "") & (frame["extension_doc_number"] == "")
    told_by_r36 = undocumented & (frame["extension_to"] > frame["longest"] + _TOLERANCE)
    beyond = (frame["extension_to"] > frame["latest"] + _TOLERANCE) & ~told_by_r36
    never = frame["extension_max_months"] == 0
    cases = (
        ("none_allowed", beyond & never),
        ("", beyond & ~never),
        ("no_document", undocumented & ~beyond & ~told_by_r36),
    )
    for variant, hits in cases:
        found = frame[hits]
        yield from tell(
            register, "POL-R37", found, "extension_to", _extension, variant=variant,
            beside=("end_planned",),
        )  # fmt: skip


def _extension(row: Facts) -> Mapping[str, Param]:
    until = to_date(row["extension_to"])
    if row["latest"] is pd.NaT:
        return {"actual": until}
    return {
        "actual": until,
        "limit": f"{row['extension_max_months']:g}",
        "programme": str(row["name"]),
        "end": to_date(row["latest"]),
    }


def check_inside_the_window(register: Register) -> Iterator[Finding]:
    """A posting that was not extended lies inside the window of its batch, give or take seven days.

    A term that ends late because it is too long is R36's.

    Yields:
        POL-R38 at the planned start or, as variant `end`, at the actual or planned end.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["start_planned", "end_planned", "extension_to", "end_actual"]
    frame = register.postings_with(["term_max_months"], fields, rule="POL-R38")
    extended = frame["extension_to"].notna() | (frame["status"] == "extended")
    extended |= register.tables["postings"].is_untrusted("extension_to")[frame.index]
    frame = frame[~extended]
    batch = frame["batch_id"].to_numpy(dtype=object)
    frame = frame.assign(
        opens=register.look_up("batches", batch, "window_start"),
        closes=register.look_up("batches", batch, "window_end"),
        ended=frame["end_actual"].notna(),
        end=frame["end_actual"].fillna(frame["end_planned"]),
    )
    early = frame["start_planned"] < frame["opens"] - _TOLERANCE
    months = frame["term_max_months"].to_numpy(dtype=float)
    too_long = frame["end"] > term_end(frame["start_planned"].to_numpy(), months) + _TOLERANCE
    late = (frame["end"] > frame["closes"] + _TOLERANCE) & ~early & ~too_long
    yield from tell(register, "POL-R38", frame[early], "start_planned", _too_early)
    for field, hits in (
        ("end_actual", late & frame["ended"]), ("end_planned", late & ~frame["ended"]),
    ):  # fmt: skip
        yield from tell(register, "POL-R38", frame[hits], field, _too_late, variant="end")


def _too_early(row: Facts) -> Mapping[str, Param]:
    first, opens = to_date(row["start_planned"]), to_date(row["opens"])
    return {"actual": first, "limit": opens, "count": (opens - first).days}


def _too_late(row: Facts) -> Mapping[str, Param]:
    last, closes = to_date(row["end"]), to_date(row["closes"])
    return {"actual": last, "limit": closes, "count": (last - closes).days}


def check_reported_in_time(register: Register) -> Iterator[Finding]:
    """Whoever is posted reports in by the batch's deadline or the planned start, if that is later.

    Five days of grace. A blank day of reporting is told of only where the status does not require
    one (CEL301 speaks there) and nobody has closed the posting: that is a planned posting whose
    day has passed. Days before the programme's `checked_from` are not looked at.

    Yields:
        POL-R39 at the day of reporting; variant `missing` and main.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    frame = register.postings_with(
        ["checked_from"], ["start_planned", "reported_on"], rule="POL-R39"
    )
    batch = frame["batch_id"].to_numpy(dtype=object)
    deadline = pd.Series(register.look_up("batches", batch, "report_by"), frame.index)
    start = frame["start_planned"]
    frame = frame.assign(due=deadline.where(deadline > start, start))
    frame = frame[~(frame["due"] < frame["checked_from"])]
    unsure = register.tables["postings"].is_untrusted("reported_on")[frame.index]
    late = days_since(frame["due"], register.as_of)
    frame = frame.assign(late=late)
    speaks_elsewhere = frame["status"].isin(["active", "extended", "", *CLOSED]) | unsure
    missing = frame["reported_on"].isna() & (frame["late"] > GRACE_DAYS) & ~speaks_elsewhere
    waited = (frame["reported_on"] - frame["due"]).dt.days
    frame["late"] = frame["late"].where(missing, waited)
    yield from tell(
        register, "POL-R39", frame[missing], "reported_on", _lateness, variant="missing"
    )
    yield from tell(register, "POL-R39", frame[waited > GRACE_DAYS], "reported_on", _lateness)


def _lateness(row: Facts) -> Mapping[str, Param]:
    due: dict[str, Param] = {"end": to_date(row["due"]), "count": int(row["late"])}
    if row["reported_on"] is pd.NaT:
        return due
    return due | {"actual": to_date(row["reported_on"])}
