"""Rules about how somebody is placed: dates, relations, duties, documents, preparation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.findings import Finding, Param
from handbook.register import Register, to_date
from handbook.rules.model import Rule
from handbook.rules.placement_dates import (
    check_extension_allowed,
    check_inside_the_window,
    check_reported_in_time,
    check_term_not_too_short,
)
from handbook.rules.placement_preparation import (
    check_information_before,
    check_talk_before,
    check_training_before,
)
from handbook.rules.placement_relations import (
    check_party_relation,
    check_personnel_stays,
    check_salary_stays,
)
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import SPAN, days_since, is_running, with_span

SETTLING_DAYS = 30  # R47, R108: how long a new posting may go without duties or its document
_STUDY = "talent_study"
_FIRST_JOBS = ("selected_graduate", "scheme_graduate")


def check_real_duty(register: Register) -> Iterator[Finding]:
    """Whoever is posted has duties after thirty days, and does more than sit in.

    The day of the division-of-work document is looked at first: with one there are duties even
    where their column is blank, and sitting in is counted from it. Otherwise both are counted from
    the first day. Programmes of the kind 跟班培养 are about sitting in and are not told so.

    Yields:
        POL-R47 at the duties or, as variant `observe`, at the duty mode.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["duty_area", "duty_mode", "duty_doc_on", *SPAN]
    frame = register.postings_with(["kind", "checked_from"], fields, rule="POL-R47")
    frame = with_span(register, frame)
    table = register.tables["postings"]
    unsure = table.is_untrusted("duty_area") | table.is_untrusted("duty_doc_on")
    running = is_running(frame, register.as_of) & ~(frame["start"] < frame["checked_from"])
    settled = running & ~unsure[frame.index]
    since = frame["duty_doc_on"].fillna(frame["start"])
    frame = frame.assign(since=since, days=days_since(since, register.as_of))
    settled &= frame["days"] > SETTLING_DAYS
    idle = settled & (frame["duty_area"] == "") & frame["duty_doc_on"].isna()
    watching = settled & (frame["duty_mode"] == "observe") & (frame["kind"] != _STUDY) & ~idle
    yield from tell(register, "POL-R47", frame[idle], "duty_area", _since)
    yield from tell(register, "POL-R47", frame[watching], "duty_mode", _since, variant="observe")


def _since(row: Facts) -> Mapping[str, Param]:
    return {"start": to_date(row["since"]), "count": int(row["days"])}


def check_housing(register: Register) -> Iterator[Finding]:
    """Whoever comes from elsewhere, or to a first job, finds bed and board arranged.

    From elsewhere is a posting marked 异地 or of that direction; a first job is that of a selected
    graduate or of a graduate on a scheme. Looked at while the posting runs.

    Yields:
        POL-R53 at the housing; variant `first_job` and main.
    """
    if not register.has("postings", "batches", "programmes", "cadres"):
        return
    fields = ["cadre_id", "cross_region", "direction", "housing", *SPAN]
    frame = register.postings_with([], fields, rule="POL-R53")
    frame = with_span(register, frame)
    unsure = register.tables["postings"].is_untrusted("housing")[frame.index]
    cadres = frame["cadre_id"].to_numpy(dtype=object)
    graduate = register.look_up("cadres", cadres, "category")
    frame = frame.assign(graduate=graduate)
    open_question = is_running(frame, register.as_of) & frame["housing"].isin(["", "not_arranged"])
    open_question &= ~unsure
    away = (frame["cross_region"] == "yes") | (frame["direction"] == "cross_region")
    first_job = frame["graduate"].isin(_FIRST_JOBS) & ~away
    for variant, hits in (("", away), ("first_job", first_job)):
        found = frame[open_question & hits]
        yield from tell(register, "POL-R53", found, "housing", variant=variant)


def check_document_named(register: Register) -> Iterator[Finding]:
    """A posting names the decision or agreement it rests on within thirty days.

    A number of the document or the document itself, either will do. Looked at while the posting
    runs; starts before the programme's `checked_from` are not looked at.

    Yields:
        POL-R108 at the number of the appointment document.
    """
    if not register.has("postings", "batches", "programmes"):
        return
    fields = ["appointment_doc_number", "doc_id", *SPAN]
    frame = with_span(register, register.postings_with(["checked_from"], fields, rule="POL-R108"))
    table = register.tables["postings"]
    unsure = table.is_untrusted("appointment_doc_number") | table.is_untrusted("doc_id")
    frame = frame.assign(since=frame["start"], days=days_since(frame["start"], register.as_of))
    unnamed = (frame["appointment_doc_number"] == "") & (frame["doc_id"] == "")
    late = is_running(frame, register.as_of) & (frame["days"] > SETTLING_DAYS)
    hits = unnamed & late & ~unsure[frame.index] & ~(frame["start"] < frame["checked_from"])
    yield from tell(register, "POL-R108", frame[hits], "appointment_doc_number", _since)


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R35", check_term_not_too_short),
    ("POL-R37", check_extension_allowed),
    ("POL-R38", check_inside_the_window),
    ("POL-R39", check_reported_in_time),
    ("POL-R41", check_party_relation),
    ("POL-R42", check_salary_stays),
    ("POL-R43", check_personnel_stays),
    ("POL-R47", check_real_duty),
    ("POL-R53", check_housing),
    ("POL-R54", check_talk_before),
    ("POL-R55", check_training_before),
    ("POL-R100", check_information_before),
    ("POL-R108", check_document_named),
)
