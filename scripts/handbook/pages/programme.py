"""The page of a programme: its parameters, the rules that read them, its batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.catalogue import CATALOGUE
from handbook.pages.book import Book, Source
from handbook.pages.notices import Notices
from handbook.pages.values import Fact, Shown, Table

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


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a programme.

    Attributes:
        title: Title of its column.
        value: Blank where the programme says nothing.
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
        groups: Parameters, blank ones among them.
        batches: Its batches; None without any.
        documents: Documents that name it; None without any.
        notices: Rows held back and open findings.
        source: Where the data stands.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    groups: tuple[ParameterGroup, ...]
    batches: Table | None
    documents: Table | None
    notices: Notices
    source: Source


def programme_pages(book: Book) -> Iterator[ProgrammePage]:
    """Make the page of every programme, in order of their ids."""
    index = book.index
    for key in index.keys("programmes"):
        batches = index.keys_by("batches", "programme_id").get(key, ())
        documents = index.keys_by("documents", "programme_id").get(key, ())
        yield ProgrammePage(
            address=f"programmes/{key}.html",
            title=index.show("programmes", key, "name").text or key,
            language=index.language_of("programmes", key),
            facts=book.facts("programmes", key, _NOT_FACTS),
            groups=tuple(_groups(book, key)),
            batches=book.table("batches", batches, frozenset({"programme_id"})),
            documents=book.table("documents", documents, frozenset({"doc_id", "programme_id"})),
            notices=book.board.on("programmes", key),
            source=book.source("programmes", key),
        )


def _groups(book: Book, key: str) -> Iterator[ParameterGroup]:
    for kind, names in GROUPS.items():
        parameters = tuple(
            Parameter(
                book.index.column_title("programmes", name),
                book.index.show("programmes", key, name),
                _RULES.get(name, ()),
            )
            for name in names
            if ("programmes", name) in book.index.columns
        )
        if parameters:
            yield ParameterGroup(kind, parameters)


_RULES: Mapping[str, tuple[str, ...]] = {
    name: tuple(entry.code for entry in CATALOGUE if name in entry.parameters)
    for name in sorted(_GROUPED)
}
