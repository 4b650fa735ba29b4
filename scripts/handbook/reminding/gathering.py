"""Who is to be reminded of what: open findings, and what falls due within a week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias

from handbook.checking import Checked
from handbook.dues import Due, Kind, all_dues
from handbook.findings import Finding, Party, Severity, Visibility
from handbook.languages import language_root
from handbook.pages.index import Index, make_index
from handbook.pages.todo import todo_address
from handbook.publishable import Audience, UnknownUnitError, make_publishable, unit_audience
from handbook.publishable.embargo import embargoed_rows
from handbook.publishable.own import owners_of_rows
from handbook.reminding.model import Matter, Reminder
from handbook.rendering.figure_words import DUE_KINDS
from handbook.rendering.translations import fill_words
from handbook.rules.terms import OPEN
from handbook.texts import Texts
from handbook.todo import Task, tasks_of

AHEAD_DAYS = 7
_END_AHEAD_DAYS = 30
"""The end of a posting is prepared: an assessment, a removal, a place to return to."""
_ANY_UNIT = Audience("unit", Visibility.UNIT)
_PARTIES = (Party.HOME, Party.RECEIVING, Party.CADRE, Party.ORG_DEPT)
_OF_UNITS = {Party.HOME: "home_unit", Party.RECEIVING: "receiving_unit"}
_OWES: Mapping[Kind, tuple[Party, ...]] = {
    Kind.REPORT: (Party.CADRE,),
    Kind.ASSESSMENT: (Party.ORG_DEPT,),
    Kind.MENTOR_GAP: (Party.RECEIVING,),
    Kind.HOME_POST: (Party.HOME,),
    Kind.TERM_END: (Party.HOME, Party.RECEIVING, Party.ORG_DEPT),
}
_TOLD_BY = {
    Kind.MENTOR_GAP: "POL-R44",
    Kind.HOME_POST: "POL-R51",
    Kind.TERM_END: "POL-R40",
}
"""What falls due → the rule that says the same when its day has come."""
_CHOICES = {Kind.REPORT: "reports.type", Kind.ASSESSMENT: "assessments.kind"}

Office: TypeAlias = tuple[Party, str]
"""A role, and the id of the unit that has it; blank for the organisation department."""
Row: TypeAlias = "tuple[str, int | None]"
"""Sheet key and row number."""


def reminders_of(
    checked: Checked,
    texts: Texts,
    language: str,
    unit: str = "",
    party: Party | None = None,
    sender: str = "",
) -> list[Reminder]:
    """Give what every office is to be reminded of.

    A unit is told no more than the site built for it would tell; what only the organisation
    department may know is in no reminder. Notes are left out: nobody has to act on them.

    Args:
        checked: Outcome of the check.
        texts: Schema and messages.
        language: zh, vi or en.
        unit: Id of the only unit to remind; blank for all.
        party: The only role to remind; None for all.
        sender: Who asks; blank for the unit in charge of the programmes concerned.

    Returns:
        By role, then unit; what cadres have to do goes to the unit they are at. Offices with
        nothing to do are absent.

    Raises:
        UnknownUnitError: The register has no such unit.
    """
    gatherer = _Gatherer(checked, texts, language, sender)
    if unit and not gatherer.index.has("units", unit):
        raise UnknownUnitError(unit)
    found: dict[Office, list[Matter]] = defaultdict(list)
    for office, matter in gatherer.matters():
        found[office].append(matter)
    offices = sorted(found, key=lambda office: (_PARTIES.index(office[0]), office[1]))
    return [
        gatherer.reminder(office, found[office])
        for office in offices
        if (not unit or office[1] == unit) and party in (None, office[0])
    ]


@dataclass(frozen=True, eq=False)
class _Gatherer:
    checked: Checked
    texts: Texts
    language: str
    sender: str = ""

    @cached_property
    def index(self) -> Index:
        """The register as units may see their own records; what is not theirs is asked later."""
        return make_index(make_publishable(self.checked, _ANY_UNIT), self.language)

    def words(self, msgid: str, **values: object) -> str:
        return fill_words(self.language, msgid, **values)

    def matters(self) -> Iterator[tuple[Office, Matter]]:
        told = set[tuple[Office, str, str]]()
        for task in tasks_of(self.index.publishable):
            office = self._office(task)
            if office is not None:
                told.add((office, task.cadre, task.finding.code))
                yield office, self._of_task(task)
        for due in all_dues(self.index.publishable):
            for office in self._offices(due):
                if (office, due.subject.cadre, _TOLD_BY.get(due.kind)) not in told:
                    yield office, self._of_due(due)

    def reminder(self, office: Office, matters: list[Matter]) -> Reminder:
        party, unit = office
        site = self.texts.site_url
        address = site + language_root(self.language) + todo_address(unit or party.value)
        return Reminder(
            party=party,
            unit=unit,
            unit_name=self.index.label("units", unit) if unit else "",
            office=self.index.show("units", unit, "contact_post").text if unit else "",
            sender=self.sender or self._owner(unit),
            as_of=self.index.as_of,
            address=address if site else "",
            matters=tuple(sorted(matters, key=lambda each: each.due or date.max)),
        )

    # Of findings

    def _office(self, task: Task) -> Office | None:
        """Give who is told of a task; None where nobody is."""
        party = task.finding.responsible
        if party is Party.MAINTAINER or task.finding.severity is Severity.INFO:
            return None
        unit = self._hosts.get(task.cadre, "") if party is Party.CADRE else task.unit
        if not unit or not self.index.has("units", unit):
            return Party.ORG_DEPT, ""
        return (party, unit) if self._may_know(unit, task.finding) else None

    def _may_know(self, unit: str, finding: Finding) -> bool:
        """Say whether the readers of a unit are told of a finding, as their own site would."""
        is_own = any(
            all(unit in self._owners_of_rows.get(row, ()) for row in rows)
            for rows in self._places.get(finding.matter, ())
        )
        return unit_audience(unit).sees(finding.visibility, is_own=is_own)

    @cached_property
    def _owners_of_rows(self) -> dict[Row, frozenset[str]]:
        register = self.checked.register
        owners = owners_of_rows(register, embargoed_rows(register))
        return dict(owners.items())

    @cached_property
    def _places(self) -> Mapping[str, list[list[Row]]]:
        """Matter → for each finding of it the rows it names.

        A row without an id is named as it is published, so that its findings are found again.
        """
        found: dict[str, list[list[Row]]] = defaultdict(list)
        tables = self.checked.register.tables
        names = {
            (sheet, number): key
            for sheet, table in self.index.publishable.tables.items()
            for key, number in table.row_numbers.items()
        }
        for finding in self.checked.findings:
            cells = [finding.cell, *(related.cell for related in finding.related)]
            rows: list[Row] = [
                (cell.sheet, tables[cell.sheet].located.row_of(cell))
                for cell in cells
                if cell.sheet in tables
            ]
            if rows and rows[0][1] is not None:
                name = finding.record or names.get((rows[0][0], rows[0][1]), "")
                found[replace(finding, record=name).matter].append(rows)
        return found

    def _of_task(self, task: Task) -> Matter:
        finding, index = task.finding, self.index
        told = self.texts.messages.explain(finding, self.language, Visibility.UNIT)
        sheet = finding.cell.sheet
        who = (
            index.label("cadres", task.cadre) if task.cadre else index.label(sheet, finding.record)
        )
        return Matter(told.name, who, told.message, told.help, task.due, task.days)

    # Of what falls due

    def _offices(self, due: Due) -> Iterator[Office]:
        ahead = _END_AHEAD_DAYS if due.kind is Kind.TERM_END else AHEAD_DAYS
        first = self.index.as_of
        if not first <= due.day <= first + timedelta(days=ahead):
            return
        for party in _OWES.get(due.kind, ()):
            side = _OF_UNITS.get(party, "receiving_unit")
            unit = "" if party is Party.ORG_DEPT else getattr(due.subject, side)
            if party is Party.ORG_DEPT or self.index.has("units", unit):
                yield party, unit

    def _of_due(self, due: Due) -> Matter:
        name = self.words(DUE_KINDS[due.kind.value])
        path = _CHOICES.get(due.kind)
        choices = self.index.schema.field(path).enumeration if path and due.detail else None
        if choices is not None:
            what = choices.label(due.detail, self.language)
            name = self.words("{name}（{what}）", name=name, what=what)
        who = self.index.label("cadres", due.subject.cadre) if due.subject.cadre else ""
        return Matter(name, who, name, "", due.day, (due.day - self.index.as_of).days)

    # Who is where, who asks

    @cached_property
    def _hosts(self) -> Mapping[str, str]:
        """Cadre → the unit they are at, by the latest posting nobody has closed."""
        table = self.index.publishable.tables.get("postings")
        records = table.records.values() if table else ()
        running = [each for each in records if each.status in OPEN and each.cadre_id]
        running.sort(key=lambda each: each.start_planned or date.min)
        return {each.cadre_id: each.receiving_unit_id for each in running}

    @cached_property
    def _owners(self) -> Mapping[str, Counter[str]]:
        """Unit → the units in charge of the programmes it takes part in; blank for all units."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        tables = self.index.publishable.tables
        batches = tables["batches"].records if "batches" in tables else {}
        programmes = tables["programmes"].records if "programmes" in tables else {}
        for record in tables["postings"].records.values() if "postings" in tables else ():
            batch = batches.get(record.batch_id)
            programme = programmes.get(batch.programme_id) if batch else None
            owner = programme.owner_unit_id if programme else ""
            for unit in {"", record.home_unit_id, record.receiving_unit_id} if owner else ():
                found[unit][owner] += 1
        return found

    def _owner(self, unit: str) -> str:
        owners = self._owners.get(unit) or self._owners.get("") or Counter()
        known = [each for each, _ in sorted(owners.items(), key=lambda each: (-each[1], each[0]))]
        return self.index.label("units", known[0]) if known else self.words("组织部门")
