"""The page of a programme: its parameters, the rules that read them, its batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from handbook.catalogue import CATALOGUE
from handbook.pages.averages import NO_AVERAGES, Averages, programme_averages
from handbook.pages.book import Book, Source
from handbook.pages.calendar_links import calendar_link
from handbook.pages.figures import Figures
from handbook.pages.notices import Notices
from handbook.pages.overview import funnel, joined
from handbook.pages.programme_numbers import programme_numbers
from handbook.pages.tallies import NO_TALLIES, Tallies, programme_tallies
from handbook.pages.values import BLANK, Fact, ShowKey, Shown, Table

GROUPS: Mapping[str, tuple[str, ...]] = {
    "term": (
        "intakes_per_year",
        "term_min_months",
        "term_max_months",
        "extension_max_months",
        "fixed_window",
        "two_way",
        "lock_months",
    ),
    "conditions": (
        "age_max",
        "age_max_section",
        "age_max_county",
        "age_max_bureau",
        "born_after",
        "age_basis",
        "edu_min",
        "edu_strict",
        "require_no_base_exp",
        "require_in_plan",
        "min_service_left_months",
        "min_nominations_per_unit",
        "steps_required",
        "decision_body",
        "allow_direct_posting",
        "title_by_rank",
        "form_copies",
        "pre_talk",
        "pre_training",
    ),
    "relations": (
        "party_transfer",
        "salary_home",
        "personnel_home",
        "home_work_ban",
        "home_use_max_days",
        "leave_receiving_max_days",
        "leave_org_max_days",
        "absence_share_max",
    ),
    "mentors": ("mentor_min", "mentor_level", "mentor_load_max"),
    "cycles": (
        "report_cycle_months",
        "reports_required",
        "report_to",
        "assess_cycle_months",
        "assessor",
        "talk_cycle_months",
        "opinion_cycle_months",
        "site_days_min_year",
        "household_min",
        "observation_min",
        "log_min_per_month",
        "archive_required",
    ),
}
"""Group of parameters → columns of `programmes`; a column in no group is a fact of its own."""

_GROUPED = frozenset(name for names in GROUPS.values() for name in names)
_NOT_FACTS = _GROUPED | {"programme_id", "name"}
_BATCH_COLUMNS = ("status", "quota", "window_start", "window_end")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a programme.

    Attributes:
        title: Title of its column.
        value: What the programme says.
        rules: Codes of the rules that read it.
    """

    title: str
    value: Shown
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters that belong together; `kind` is one of the keys of `GROUPS`."""

    kind: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """What the page of one programme shows.

    Attributes:
        address: From the root of the site.
        title: Name of the programme.
        language: `vi` where the name is Vietnamese and the page is not; else blank.
        facts: Values that steer no rule.
        groups: Parameters it sets.
        unset: Group → titles of the parameters it says nothing of.
        documents: Documents that name it; None without any.
        notices: Rows held back and open findings.
        source: Where the data stands.
        calendar: Link to its calendar; blank where there is none.
        batches: Its batches, each linked by its name, with their numbers; None without any.
        funnel: Step of the selection → how many were left after it in all batches together.
        tallies: Its postings by status, unit and region.
        averages: What is usual in it.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    groups: tuple[ParameterGroup, ...]
    unset: tuple[tuple[str, tuple[str, ...]], ...]
    documents: Table | None
    notices: Notices
    source: Source
    calendar: str = ""
    batches: Figures | None = None
    funnel: Mapping[str, int] = field(default_factory=dict)
    tallies: Tallies = NO_TALLIES
    averages: Averages = NO_AVERAGES


def programme_pages(book: Book, keys: Iterable[str] | None = None) -> Iterator[ProgrammePage]:
    """Make the page of every programme, in order of their ids.

    Args:
        book: What all pages share.
        keys: Which of them; all by default.
    """
    index = book.index
    for key in index.keys("programmes") if keys is None else keys:
        batches = index.keys_by("batches", "programme_id").get(key, ())
        documents = index.keys_by("documents", "programme_id").get(key, ())
        yield ProgrammePage(
            address=f"programmes/{key}.html",
            title=index.show("programmes", key, "name").text or key,
            language=index.language_of("programmes", key),
            facts=book.facts("programmes", key, _NOT_FACTS),
            groups=parameter_groups(book, partial(index.show, "programmes", key)),
            unset=tuple(_unset(book, key)),
            documents=book.table("documents", documents, frozenset({"doc_id", "programme_id"})),
            notices=book.notices("programmes", key),
            source=book.source("programmes", key),
            calendar=calendar_link(book, key),
            batches=book.shared(programme_numbers).get(key, None),
            funnel=joined(funnel(book, batch) for batch in batches),
            tallies=book.shared(programme_tallies).get(key, NO_TALLIES),
            averages=book.shared(programme_averages).get(key, NO_AVERAGES),
        )


def parameter_groups(book: Book, show: ShowKey) -> tuple[ParameterGroup, ...]:
    """Gather the parameters that are set, with the rules that read them; empty groups are left out.

    Args:
        book: Of one register and language.
        show: Gives the shown value of a column of `programmes` by its name.
    """
    groups = (
        ParameterGroup(
            kind,
            tuple(
                Parameter(book.index.column_title("programmes", name), shown, _RULES[name])
                for name in names
                for shown in (show(name),)
                if shown is not BLANK
            ),
        )
        for kind, names in GROUPS.items()
    )
    return tuple(group for group in groups if group.parameters)


def _unset(book: Book, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    index = book.index
    for kind, names in GROUPS.items():
        titles = tuple(
            index.column_title("programmes", name)
            for name in names
            if index.has_column("programmes", name) and index.show("programmes", key, name) is BLANK
        )
        if titles:
            yield kind, titles


def batch_table(book: Book, keys: Sequence[str]) -> Table:
    """Show batches of one programme, each linked by its name without that of the programme.

    Args:
        book: Of one register and language.
        keys: Ids of the batches, at least one.
    """
    index = book.index
    names = [name for name in _BATCH_COLUMNS if index.has_column("batches", name)]
    return Table(
        "batches",
        index.sheet_title("batches"),
        tuple(index.column_title("batches", name) for name in ("title", *names)),
        tuple(
            (_titled(book, key), *(index.show("batches", key, name) for name in names))
            for key in keys
        ),
        tuple(keys),
    )


def _titled(book: Book, key: str) -> Shown:
    """Show the title of a batch without its programme, linked to its page."""
    shown = book.index.show("batches", key, "title")
    return replace(
        shown,
        text=shown.text or key,
        link=f"../{book.index.address('batches', key)}",
        language=book.index.language_of("batches", key),
    )


_RULES: Mapping[str, tuple[str, ...]] = {
    name: tuple(
        entry.code
        for entry in sorted(CATALOGUE, key=lambda entry: entry.number)
        if name in entry.parameters
    )
    for name in sorted(_GROUPED)
}
