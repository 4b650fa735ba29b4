"""Rows for what the cycles of the programmes ask for, offered like any other change.

Nobody has to have them: what is due is worked out without a row. They are for offices that like to
see in the sheet what is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from handbook.dues.frames import Days, frame_of
from handbook.pages.book import Book
from handbook.pages.index import make_index
from handbook.pages.talks_due import talks_due
from handbook.proposals import Kind, Origin, Place, Proposal
from handbook.publishable import Publishable
from handbook.register import add_months, term_end, to_date
from handbook.rendering.translations import fill_words
from handbook.rules import assessments, reports
from handbook.rules.cycles import later_of, whole_cycles
from handbook.schema import LIST_SEPARATORS
from handbook.switches import is_asked_for

_ONE_DAY = np.timedelta64(1, "D")
_ASSESSED = {12.0: "annual", 6.0: "half_year"}
_SPOKEN_WITH = {"heart_talk": "cadre", "opinion": "receiving"}
_NOT_ON = "“{sheet}”没有要补的：没有一个项目启用 {rules}。要用，请填在“项目”表的“启用规则”里。"
_NO_CYCLE = "“{sheet}”没有要补的：启用了规则的项目没有填“{columns}”。请在“项目”表里填上。"
_STAGES = 9  # the register knows stage-1 to stage-9


class Wanted(StrEnum):
    """What rows can be written for; the sheet they go to."""

    REPORTS = "reports"
    ASSESSMENTS = "assessments"
    TALKS = "engagements"
    """Talks and inquiries. Their rows have no day yet, which the check counts as a mistake."""


USUAL = (Wanted.REPORTS, Wanted.ASSESSMENTS)
_KEYS: Mapping[Wanted, tuple[str, ...]] = {
    Wanted.REPORTS: ("posting_id", "type", "period"),
    Wanted.ASSESSMENTS: ("posting_id", "kind", "due_on"),
    Wanted.TALKS: ("posting_ids", "kind", "held_on"),
}
"""What tells rows of one sheet apart: of two that agree in it, one is a double."""
_NEEDED: Mapping[Wanted, tuple[str, ...]] = {
    Wanted.REPORTS: ("posting_id", "type", "period", "due_on"),
    Wanted.ASSESSMENTS: ("posting_id", "kind", "due_on"),
    Wanted.TALKS: ("posting_ids", "kind", "held_on"),
}
"""Columns without which a row would say nothing, or be proposed again and again."""

_CYCLES: Mapping[Wanted, Mapping[str, str]] = {
    Wanted.REPORTS: {"POL-R60": "report_cycle_months"},
    Wanted.ASSESSMENTS: {"POL-R75": "assess_cycle_months", "POL-R76": ""},
    Wanted.TALKS: {"POL-R63": "talk_cycle_months", "POL-R62": "opinion_cycle_months"},
}
"""Rules that ask for rows, each with the column of its cycle; blank where none is needed."""


@dataclass(frozen=True, slots=True, order=True)
class _Expected:
    """One row that is due.

    Attributes:
        day: When it is due.
        posting: Of which posting.
        kind: Key of its kind.
        period: Which period of a report; blank for others.
    """

    day: date
    posting: str
    kind: str
    period: str = ""


def propose_due_rows(
    publishable: Publishable,
    places: Mapping[str, Place],
    until: date,
    file: str,
    wanted: Collection[Wanted] = USUAL,
) -> Iterator[Proposal]:
    """Propose a row for everything the cycles ask for that has none yet.

    Args:
        publishable: The register as the organisation department may see it.
        places: Sheets of the register; one that is not there gets no rows.
        until: The last day on which what gets a row is due.
        file: Name of the register, for the list.
        wanted: What to write rows for.

    Yields:
        By sheet, day and posting; each names the row of its posting as where it comes from.
    """
    for each in Wanted:
        place = places.get(each)
        if each in wanted and place is not None and set(_NEEDED[each]) <= set(place.texts):
            rows = _Rows(each, place, _known(each, place))
            for expected in sorted(set(_MAKERS[each](Days(publishable), until))):
                yield from rows.proposal(expected, _origin(publishable, expected, file))


def unasked_for(
    publishable: Publishable, language: str, wanted: Collection[Wanted] = USUAL
) -> Iterator[str]:
    """Say what no programme asks for, so that no row is ever proposed for it.

    Args:
        publishable: The register as the organisation department may see it.
        language: zh, vi or en.
        wanted: What rows were asked for.

    Yields:
        A sentence for each that has no rule switched on, or no cycle stated where one is on.
    """
    tables = publishable.schema.tables
    names = ["rules_on", "reports_required", *filter(None, _cycle_columns(wanted))]
    programmes = frame_of(publishable, "programmes", names)
    for each in (each for each in Wanted if each in wanted):
        cycles, sheet = _CYCLES[each], tables[each].titles[language]
        asking = {code: _asking(programmes, code) for code in cycles}
        on = [code for code in cycles if len(asking[code])]
        if not on:
            rules = LIST_SEPARATORS[language].join(code.removeprefix("POL-") for code in cycles)
            yield fill_words(language, _NOT_ON, sheet=sheet, rules=rules)
        elif not any(_has_cycle(asking[code], cycles[code]) for code in on):
            titles = [tables["programmes"].field(cycles[code]).titles[language] for code in on]
            columns = LIST_SEPARATORS[language].join(titles)
            yield fill_words(language, _NO_CYCLE, sheet=sheet, columns=columns)


def _cycle_columns(wanted: Collection[Wanted]) -> Iterator[str]:
    for each in wanted:
        yield from _CYCLES[each].values()


def _asking(programmes: pd.DataFrame, code: str) -> pd.DataFrame:
    return programmes[[is_asked_for(code, text or "") for text in programmes["rules_on"]]]


def _has_cycle(programmes: pd.DataFrame, column: str) -> bool:
    if column == "report_cycle_months":
        required = reports.required_cycles(programmes)
        return any(bool((months > 0).any()) for _, months in required)
    return not column or bool((programmes[column] > 0).any())


def _origin(publishable: Publishable, expected: _Expected, file: str) -> Origin:
    postings = publishable.tables["postings"]
    return Origin(file, postings.title, postings.row_numbers[expected.posting])


def _known(wanted: Wanted, place: Place) -> set[tuple[str, ...]]:
    """Give what stands in the sheet, by what tells its rows apart."""
    columns = [[place.meaning(name, text) for text in place.texts[name]] for name in _KEYS[wanted]]
    return set(zip(*columns, strict=True))


@dataclass(frozen=True)
class _Rows:
    """Lays out new rows of one sheet in the language of the register."""

    wanted: Wanted
    place: Place
    known: Collection[tuple[str, ...]]

    def proposal(self, expected: _Expected, origin: Origin) -> Iterator[Proposal]:
        texts = {
            name: text
            for name, text in self._texts(expected).items()
            if text and name in self.place.located.columns
        }
        key = tuple(self.place.meaning(name, texts.get(name, "")) for name in _KEYS[self.wanted])
        if key not in self.known:
            label = " | ".join(texts.values())
            yield Proposal(Kind.ADD, self.wanted.value, "", "", "", label, (origin,), texts)

    def _texts(self, expected: _Expected) -> dict[str, str]:
        if self.wanted is Wanted.TALKS:
            day = fill_words(self.place.locale, "应在 {day} 前进行", day=expected.day.isoformat())
            return {
                "kind": self._label("kind", expected.kind),
                "posting_ids": expected.posting,
                "with_party": self._label("with_party", _SPOKEN_WITH[expected.kind]),
                "remark": day,
            }
        kind = "type" if self.wanted is Wanted.REPORTS else "kind"
        return {
            "posting_id": expected.posting,
            kind: self._label(kind, expected.kind),
            "period": expected.period,
            "due_on": expected.day.isoformat(),
        }

    def _label(self, name: str, key: str) -> str:
        choices = self.place.located.schema.field(name).enumeration
        return choices.label(key, self.place.locale) if choices else key


def _reports(days: Days, until: date) -> Iterator[_Expected]:
    """Give the reports of every cycle that is over in time and has none.

    As many as the rule on missing reports would miss; those of the latest periods without a row.
    """
    frame = days.asking("POL-R60", days.postings)
    frame = frame[~frame["status"].isin(["planned", "suspended"])]
    columns = ["posting_id", "type", "period", "due_on", "submitted_on"]
    entered = frame_of(days.publishable, "reports", columns)
    for kind, months in reports.required_cycles(frame) if len(frame) else ():
        if not np.isnan(months).all():
            counted = entered[entered["type"].isin(reports.COUNTING[kind])]
            yield from _of_kind(_cycles(frame, months, until), counted, kind)


def _cycles(frame: pd.DataFrame, months: NDArray[Any], until: date) -> pd.DataFrame:
    """Give every cycle that is over within its posting and due by a day.

    Returns:
        posting, number from 1, last (its last day), in that order; and of the posting
        checked_from and types (what its programme asks for).
    """
    start = frame["start_planned"].to_numpy()
    late = np.datetime64(until, "s") - reports.GRACE_DAYS * _ONE_DAY
    end = frame["end"].to_numpy()
    over = whole_cycles(start, np.where(end < late, end, late), months)
    before = whole_cycles(start, frame["checked_from"].to_numpy() - _ONE_DAY, months)
    count = np.where(np.isnat(end), 0, np.maximum(over - before, 0))
    rows = np.repeat(np.arange(len(frame)), count)
    found = pd.DataFrame({"posting": frame.index.to_numpy()[rows]})
    number = before[rows] + found.groupby("posting").cumcount().to_numpy() + 1
    return found.assign(
        number=number,
        last=term_end(start[rows], number * months[rows]),
        checked_from=frame["checked_from"].to_numpy()[rows],
        types=frame["reports_required"].to_numpy(dtype=object)[rows],
    )


def _of_kind(cycles: pd.DataFrame, entered: pd.DataFrame, kind: str) -> Iterator[_Expected]:
    """Give the cycles no report stands for; one without a period stands for the earliest."""
    cycles = cycles.assign(kind=[_type(kind, types) for types in cycles["types"]])
    cycles["period"] = [
        _period(*each)
        for each in zip(cycles["kind"], cycles["last"], cycles["number"], strict=True)
    ]
    there = _counted(entered, cycles)
    wanted = cycles.groupby("posting")["number"].transform("size") - there
    taken = set(zip(entered["posting_id"], entered["period"], strict=True))
    is_free = [pair not in taken for pair in zip(cycles["posting"], cycles["period"], strict=True)]
    free = cycles.assign(wanted=wanted)[is_free]
    left = free.groupby("posting").cumcount(ascending=False)
    for row in free[left < free["wanted"]].itertuples():
        day = to_date(row.last) + timedelta(days=reports.GRACE_DAYS)
        yield _Expected(day, str(row.posting), str(row.kind), str(row.period))


def _counted(entered: pd.DataFrame, cycles: pd.DataFrame) -> pd.Series[Any]:
    """Count for each cycle the reports of its posting that the rule would count."""
    when = entered["due_on"].fillna(entered["submitted_on"])
    first = cycles.drop_duplicates("posting").set_index("posting")["checked_from"]
    since = first.reindex(entered["posting_id"]).set_axis(entered.index)
    counted = entered[when.notna() & ~(when < since)].groupby("posting_id").size()
    return cycles["posting"].map(counted).fillna(0)


def _type(kind: str, types: Collection[str]) -> str:
    """Give the type of report a row gets; offices that ask for stages write those."""
    by_stage = kind not in types and "stage" in types
    return kind if kind and not by_stage else "stage"


def _period(kind: str, last: pd.Timestamp, number: int) -> str:
    """Name a period by its last day, as the register writes it."""
    if kind == "quarterly":
        return f"{last.year}-Q{(last.month + 2) // 3}"
    if kind == "half_year":
        return f"{last.year}-H{(last.month + 5) // 6}"
    if kind == "stage":
        return f"stage-{number}" if number <= _STAGES else ""
    return f"{last.year}" if kind == "annual" else f"{last:%Y-%m}"


def _assessments(days: Days, until: date) -> Iterator[_Expected]:
    """Give the assessments of every cycle to come, counted from the last one, and the final one."""
    entered = frame_of(days.publishable, "assessments", ["posting_id", "kind", "due_on", "done_on"])
    frame = days.asking("POL-R75", days.at_work)
    cyclic = entered[entered["kind"].isin(assessments.OF_CYCLES)]
    when = cyclic["done_on"].fillna(cyclic["due_on"])
    last = when.groupby(cyclic["posting_id"]).max().reindex(frame.index)
    yield from _rounds(frame, later_of(frame["since"], last), until)
    yield from _final(days, entered, until)


def _rounds(frame: pd.DataFrame, since: pd.Series[Any], until: date) -> Iterator[_Expected]:
    months = frame["assess_cycle_months"].where(frame["assess_cycle_months"] > 0)
    limit = frame["end"].where(frame["end"] < pd.Timestamp(until), pd.Timestamp(until))
    number = 1
    while True:
        due = pd.Series(add_months(since.to_numpy(), number * months.to_numpy()), frame.index)
        due = due[due <= limit]
        if due.empty:
            return
        for posting, day in due.items():
            kind = _ASSESSED.get(float(months[str(posting)]), "adhoc")
            yield _Expected(to_date(day), str(posting), kind)
        number += 1


def _final(days: Days, entered: pd.DataFrame, until: date) -> Iterator[_Expected]:
    """Give the final assessment of postings that have ended, or end in time."""
    frame = days.asking("POL-R76", days.postings)
    has_final = frame["key"].isin(entered.loc[entered["kind"] == "final", "posting_id"])
    is_over = frame["end_actual"].notna() & (frame["status"] != "planned")
    ends = is_over | frame["key"].isin(days.running.index)
    day = frame["end"] + pd.Timedelta(days=assessments.GRACE_DAYS)
    told = ends & ~has_final & ~(frame["end"] < frame["checked_from"])
    for posting, due in day[told & (day <= pd.Timestamp(until))].items():
        yield _Expected(to_date(due), str(posting), "final")


def _talks(days: Days, until: date) -> Iterator[_Expected]:
    """Give the next talk and inquiry of every running posting."""
    for posting, due in talks_due(Book(make_index(days.publishable, "zh"))).items():
        for kind, day in due:
            if day <= until:
                yield _Expected(day, posting, kind)


_MAKERS: Mapping[Wanted, Callable[[Days, date], Iterator[_Expected]]] = {
    Wanted.REPORTS: _reports,
    Wanted.ASSESSMENTS: _assessments,
    Wanted.TALKS: _talks,
}
