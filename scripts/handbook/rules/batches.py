"""Rules about programmes, batches and positions."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import Finding, Plain, Related
from handbook.register import Register, to_date
from handbook.rules import batches_basis, batches_nominations, batches_posts
from handbook.rules.intakes import batches_with
from handbook.rules.model import Rule

MILESTONES = (
    "kickoff_on", "nomination_deadline", "decided_on", "sendoff_on", "report_by", "window_end",
)  # fmt: skip
_NEED_QUOTA = ("selecting", "running")


def check_intakes(register: Register) -> Iterator[Finding]:
    """A programme has no more batches in a calendar year than it says.

    A batch belongs to the year of its kickoff, else of its first day. Cancelled batches and those
    without either day do not count.

    Yields:
        POL-R12 at the number of the first batch too many of a year.
    """
    if not register.has("batches", "programmes"):
        return
    table = register.tables["batches"]
    frame = batches_with(
        register, "POL-R12", ["intakes_per_year", "name"], ["kickoff_on", "window_start"]
    )
    frame = frame.assign(began=frame["kickoff_on"].fillna(frame["window_start"]))
    frame = frame[frame["began"].notna() & frame["intakes_per_year"].notna()]
    frame = frame.assign(year=frame["began"].dt.year).sort_values(["began", "batch_id"])
    years = frame.groupby(["programme_id", "year"])
    first_too_many = years.cumcount() == frame["intakes_per_year"]
    for row in frame.index[first_too_many]:
        batch = frame.loc[row]
        others = frame[(frame["programme_id"] == batch["programme_id"])
                       & (frame["year"] == batch["year"]) & (frame.index != row)]  # fmt: skip
        yield register.make(
            "POL-R12",
            table.cell(table.schema.primary_key, int(row)),
            record=str(batch["batch_id"]),
            batch=str(batch["batch_id"]),
            related=tuple(
                Related(table.cell(table.schema.primary_key, int(other)), str(key))
                for other, key in others["batch_id"].sort_index().items()
            ),
            programme=str(batch["name"]),
            year=str(batch["year"]),
            limit=int(batch["intakes_per_year"]),
            intakes=len(others) + 1,
            count=int(batch["intakes_per_year"]),
        )


def check_milestones(register: Register) -> Iterator[Finding]:
    """The days of a batch follow one another: kickoff, deadline, decision, send-off, arrival, end.

    Two on one day are in order. A blank day is left out and its neighbours are compared.

    Yields:
        POL-R13 at the later of two milestones that are the wrong way round.
    """
    if not register.has("batches"):
        return
    frame = batches_with(register, "POL-R13", [], list(MILESTONES))
    reached = frame[MILESTONES[0]]
    for position, field in enumerate(MILESTONES[1:], start=1):
        for row in frame.index[frame[field] < reached]:
            before = frame.loc[row, list(MILESTONES[:position])].dropna()
            yield _out_of_order(register, int(row), str(before.index[-1]), field)
        reached = frame[field].fillna(reached)


def _out_of_order(register: Register, row: int, earlier: str, later: str) -> Finding:
    table = register.tables["batches"]
    first, second = (to_date(table.values(name)[row]) for name in (earlier, later))
    return register.make(
        "POL-R13",
        table.cell(later, row),
        record=str(table.keys[row]),
        batch=str(table.keys[row]),
        related=(Related(table.cell(earlier, row), str(first)),),
        field=Plain(table.schema.field(later).titles),
        earlier_field=Plain(table.schema.field(earlier).titles),
        on=second,
        earlier=first,
    )


def check_quota_decided(register: Register) -> Iterator[Finding]:
    """A batch that selects or runs has a quota.

    Batches that began before the programme's `checked_from` are passed over, and a quota that
    cannot be read.

    Yields:
        POL-R14 at the quota.
    """
    if not register.has("batches", "programmes"):
        return
    table = register.tables["batches"]
    frame = batches_with(register, "POL-R14", ["checked_from"], ["quota", "window_start"])
    blank = frame["quota"].isna() & ~table.is_untrusted("quota")[frame.index]
    frame = frame[
        blank & frame["status"].isin(_NEED_QUOTA) & ~(frame["window_start"] < frame["checked_from"])
    ]
    choices = register.schema.field("batches.status").enumeration
    for row, status, batch in zip(frame.index, frame["status"], frame["batch_id"], strict=True):
        yield register.make(
            "POL-R14",
            table.cell("quota", row),
            record=str(batch),
            batch=str(batch),
            status=Plain({} if choices is None else choices.labels[status]),
        )


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R12", check_intakes),
    ("POL-R13", check_milestones),
    ("POL-R14", check_quota_decided),
    *batches_nominations.RULES,
    *batches_posts.RULES,
    *batches_basis.RULES,
)
