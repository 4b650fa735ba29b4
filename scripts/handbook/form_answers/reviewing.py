"""Answers as proposals: new rows for what is not there yet, changes where an answer says more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handbook.errors import PullError
from handbook.form_answers.columns import (
    CADRE,
    NAME,
    POSTING,
    SUBMITTED,
    UNIT,
    Columns,
    find_columns,
)
from handbook.form_answers.people import People, Stay
from handbook.personal_numbers import has_personal_number
from handbook.proposals import UNREAD, Kind, Origin, Place, Proposal, Scope, compare
from handbook.schema import LIST_SEPARATORS, Schema
from handbook.sources import pull_xlsx
from handbook.sources.csv_folder import pull_csv_file
from handbook.tables import LocatedSheet
from handbook.unit_files import Remark, Returned, Review, State, listed, read_register, remark
from handbook.unit_files.returned import NamedPlace, Saying
from handbook.workbook import Sheet, Workbook, grid

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[AaPp][Mm])?$")
_DAY = {"work_log": "log_on", "absences": "start_on"}
_SITE_DAY = "site_day"


@dataclass(frozen=True)
class _Answer:
    row_number: int
    submitted: str
    who: str
    texts: Mapping[str, str]


def review_answers(file: Path, register: Path, schema: Schema, *, again: bool = False) -> Review:
    """List what the answers of a form would add to a register.

    Args:
        file: CSV or Excel file as a form service exports it; only read.
        register: Excel workbook or CSV folder.
        schema: What it consists of.
        again: Whether to list once more what was refused before.

    Raises:
        PullError: The register cannot be read.
    """
    places = read_register(register, schema)
    try:
        workbook = pull_csv_file(file) if _is_text(file) else pull_xlsx(file)
    except PullError as error:
        refused = Returned(file, State.REFUSED, None, "", (error,))
        return listed([refused], [], places, schema, register, again=again)
    for sheet in workbook.sheets:
        rows = [list(map(str, row)) for row in sheet.text.to_numpy()]
        columns = find_columns(rows, schema)
        if columns is not None and columns.sheet in places:
            taken = _Taken(file, sheet.title, columns, places)
            proposals = taken.proposals(rows)
            state = State.CHANGED if proposals else State.UNCHANGED
            read = Returned(file, state, None, "", tuple(taken.remarks))
            return listed([read], proposals, places, schema, register, again=again)
    said = _no_answers(workbook, places, schema)
    refused = Returned(file, State.REFUSED, None, "", (said,))
    return listed([refused], [], places, schema, register, again=again)


def _is_text(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            is_workbook = content.read(4).startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    except OSError:
        return False
    return file.suffix.casefold() in (".csv", ".tsv", ".txt") and not is_workbook


def _no_answers(workbook: Workbook, places: Mapping[str, Place], schema: Schema) -> Remark:
    for sheet in workbook.sheets:
        rows = [list(map(str, row)) for row in sheet.text.to_numpy()]
        columns = find_columns(rows, schema)
        if columns is not None:
            title = schema.tables[columns.sheet].titles[_locale(places)]
            return remark("总表里没有“{title}”这张表，答卷没有地方放。请先加上。", title=title)
    return remark(
        "看不出这是表单的答卷：第一行要有“姓名”（或者干部编号、挂职编号）和“日期”“内容”这样的列名。"
    )


def _locale(places: Mapping[str, Place]) -> str:
    return next((place.locale for place in places.values()), "zh")


class _Taken:
    """The answers of one table, as far as they can be taken over."""

    def __init__(
        self, file: Path, title: str, columns: Columns, places: Mapping[str, Place]
    ) -> None:
        self._file = file
        self._title = title
        self._columns = columns
        self._register = places[columns.sheet]
        self._people = People(places)
        self.remarks: list[Saying] = []

    def proposals(self, rows: Sequence[Sequence[str]]) -> list[Proposal]:
        """Propose the answers that the register does not hold; tell of the rest."""
        self._tell_columns()
        answers = list(self._latest(list(self._answers(rows))))
        found = [
            proposal
            for proposal in self._compare(answers)
            if proposal.kind is Kind.ADD or proposal.after
        ]
        known = len(answers) - len({p.origins[0].row_number for p in found})
        if known:
            self.remarks.append(remark("有 {count} 份答卷总表里已经有了，没有重复。", count=known))
        return found

    def _tell_columns(self) -> None:
        if self._columns.unread:
            separator = LIST_SEPARATORS[self._register.locale]
            self.remarks.append(
                remark("这几列没有读：{titles}。", titles=separator.join(self._columns.unread))
            )

    def _answers(self, rows: Sequence[Sequence[str]]) -> Iterator[_Answer]:
        first = self._columns.header_row
        for number, row in enumerate(rows[first:], start=first + 1):
            if not any(text.strip() for text in row):
                continue
            texts = {
                name: self._text(number, name, row[at]) for name, at in self._columns.fields.items()
            }
            if not any(texts.values()):
                self._tell(number, "没有填内容，跳过了。")
                continue
            stay = self._stay(number, row, texts.get(_DAY[self._columns.sheet], ""))
            if stay is not None:
                who = self._people.names.get(stay.cadre, "")
                texts["posting_id"] = f"{stay.id} {who}".strip()
                yield _Answer(number, self._told(row, SUBMITTED), who, self._completed(texts))

    def _told(self, row: Sequence[str], role: str) -> str:
        at = self._columns.roles.get(role)
        return "" if at is None else " ".join(row[at].split())

    def _text(self, number: int, name: str, text: str) -> str:
        """Write a text as the register would hold it; days without the time of day."""
        field = self._register.located.schema.field(name)
        if has_personal_number(text):
            self._tell(number, "有身份证号或手机号，那一格没有列入清单。")
            return ""
        if field.kind == "date":
            day = _TIME.sub("", text.strip())
            meant = self._register.meaning(name, day)
            return day if not meant or meant.startswith(UNREAD) else meant
        return text

    def _completed(self, texts: dict[str, str]) -> dict[str, str]:
        """Say that it is a day on site where a form asks for nothing else."""
        is_days = self._columns.sheet == "work_log" and texts.get("site_days")
        if is_days and not texts.get("entry_type"):
            kinds = self._register.located.schema.field("entry_type").enumeration
            texts["entry_type"] = kinds.label(_SITE_DAY, self._register.locale) if kinds else ""
        return {name: text for name, text in texts.items() if text}

    def _stay(self, number: int, row: Sequence[str], typed_day: str) -> Stay | None:
        """Find the posting an answer is about; tell why where there is none, or more than one."""
        name = self._told(row, NAME)
        day = self._register.meaning(_DAY[self._columns.sheet], typed_day)
        day = "" if day.startswith(UNREAD) else day
        if posting := self._told(row, POSTING):
            stays = self._people.with_number(posting)
        elif cadre := self._told(row, CADRE):
            stays = self._people.of_cadre(cadre)
        else:
            stays = self._people.called(name)
        if not stays:
            who = self._told(row, POSTING) or self._told(row, CADRE) or name
            self._tell(number, "总表里没有“{who}”的挂职，没有列入清单。", who=who)
            return None
        return self._only(number, [each for each in stays if each.covers(day)], row, name, day)

    def _only(
        self, number: int, there: list[Stay], row: Sequence[str], name: str, day: str
    ) -> Stay | None:
        unit = self._told(row, UNIT)
        if len(there) > 1 and unit:
            there = self._people.at_unit(there, unit) or there
        if not there:
            self._tell(
                number, "“{who}”在 {day} 没有挂职，没有列入清单。请核对日期。", who=name, day=day
            )
        elif len(there) > 1:
            numbers = LIST_SEPARATORS[self._register.locale].join(each.id for each in there)
            self._tell(
                number,
                "“{who}”对得上几次挂职（{numbers}），没有列入清单。请在答卷里加一列“挂职编号”。",
                who=name,
                numbers=numbers,
            )
        return there[0] if len(there) == 1 else None

    def _tell(self, number: int, msgid: str, **values: object) -> None:
        self.remarks.append(_RowRemark(number, remark(msgid, **values)))

    def _latest(self, answers: Sequence[_Answer]) -> Iterator[_Answer]:
        """Keep of answers on one matter the one that was sent last, where it was answered first."""
        by_matter: dict[str, list[_Answer]] = {}
        for answer in answers:
            by_matter.setdefault(self._matter(answer), []).append(answer)
        for same in by_matter.values():
            *older, last = sorted(same, key=lambda each: (each.submitted, each.row_number))
            for answer in older:
                self._tell(
                    answer.row_number,
                    "和第 {other} 行说的是同一件事，用了后交的那一份。",
                    other=last.row_number,
                )
            yield last

    def _matter(self, answer: _Answer) -> str:
        schema = self._register.located.schema
        parts = [
            self._register.meaning(name, answer.texts.get(name, "")) for name in schema.keyed_by
        ]
        return "~" + "~".join(parts)

    def _compare(self, answers: Sequence[_Answer]) -> Iterator[Proposal]:
        schema = self._register.located.schema
        fields = [field.name for field in schema.fields]
        texts = [fields, *([each.texts.get(name, "") for name in fields] for each in answers)]
        located = LocatedSheet(
            schema,
            Sheet(self._title, grid(texts)),
            1,
            {name: number for number, name in enumerate(fields, start=1)},
            {name: name for name in fields},
            {},
            np.arange(2, len(answers) + 2),
        )
        names = [self._register.known_as.get(self._matter(each), "") for each in answers]
        asked = {*self._columns.fields, "posting_id", "entry_type"} & set(fields)
        yield from compare(
            self._register,
            NamedPlace(located, self._register.locale, names),
            None,
            Scope(asked),
            lambda at: Origin(
                self._file.name, self._title, answers[at - 2].row_number, answers[at - 2].who
            ),
        )


@dataclass(frozen=True)
class _RowRemark:
    number: int
    said: Remark

    def text(self, language: str) -> str:
        return remark("第 {row} 行：{words}", row=self.number, words=self.said.text(language)).text(
            language
        )
