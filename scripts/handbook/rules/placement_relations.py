"""Rules about the three relations: party membership goes along, salary and personnel file stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.findings import Finding, Param
from handbook.register import Register, to_date
from handbook.rules.telling import Facts, tell
from handbook.rules.terms import OPEN, SPAN, days_since, is_running, with_span

TRANSFER_DAYS = 30  # R41: catalogue of rules
_MEMBERS = ("member", "probationary")
_DONE = {
    "required": ("transferred", "na"),
    "temporary": ("transferred", "temporary", "na"),
}


def check_party_relation(register: Register) -> Iterator[Finding]:
    """A party member's relation is transferred within thirty days where the programme asks for it.

    Counted from the day of reporting in, for postings that run on the register's day. A day of
    transfer counts even where the state of the relation is blank. A programme that asks for a
    temporary transfer is content with a full one. Days before `checked_from` are not looked at.

    Yields:
        POL-R41 at the party relation; variant `temporary` and main.
    """
    if not register.has("postings", "batches", "programmes", "cadres"):
        return
    frame = register.postings_with(
        ["party_transfer", "checked_from"],
        ["cadre_id", "party_relation", "party_transfer_on", *SPAN],
        rule="POL-R41",
    )
    frame = with_span(register, frame)
    table = register.tables["postings"]
    cadres = frame["cadre_id"].to_numpy(dtype=object)
    frame = frame.assign(
        party_status=register.look_up("cadres", cadres, "party_status"),
        days=days_since(frame["start"], register.as_of),
    )
    late = is_running(frame, register.as_of) & (frame["days"] > TRANSFER_DAYS)
    late &= frame["party_status"].isin(_MEMBERS) & ~(frame["start"] < frame["checked_from"])
    late &= ~table.is_untrusted("party_relation")[frame.index]
    dated = frame["party_transfer_on"].notna() & (frame["party_relation"] == "")
    for wanted, done in _DONE.items():
        hits = late & (frame["party_transfer"] == wanted) & ~frame["party_relation"].isin(done)
        variant = "" if wanted == "required" else wanted
        yield from tell(
            register, "POL-R41", frame[hits & ~dated], "party_relation", _since_start,
            variant=variant,
        )  # fmt: skip


def _since_start(row: Facts) -> Mapping[str, Param]:
    return {"start": to_date(row["start"]), "count": int(row["days"])}


def check_salary_stays(register: Register) -> Iterator[Finding]:
    """The salary is paid by the home unit where the programme says it stays there.

    Sharing the cost moves nothing; only a relation entered as the receiving unit's counts.

    Yields:
        POL-R42 at the salary relation.
    """
    yield from _stays_home(register, "POL-R42", "salary_home", "salary_relation", moved="receiving")


def check_personnel_stays(register: Register) -> Iterator[Finding]:
    """The personnel relation stays with the home unit while the posting lasts.

    Looked at only where the programme says that it stays.

    Yields:
        POL-R43 at the personnel relation.
    """
    yield from _stays_home(
        register, "POL-R43", "personnel_home", "personnel_relation", moved="moved"
    )


def _stays_home(
    register: Register, code: str, parameter: str, field: str, moved: str
) -> Iterator[Finding]:
    if not register.has("postings", "batches", "programmes"):
        return
    frame = register.postings_with([parameter, "name"], [field], rule=code)
    hits = (frame[parameter] == "yes") & (frame[field] == moved) & frame["status"].isin(OPEN)
    yield from tell(register, code, frame[hits], field, lambda row: {"programme": str(row["name"])})
