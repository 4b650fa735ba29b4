"""Who is on a roster, and what stands there about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from handbook.pages.index import Index, make_index
from handbook.publishable import Publishable, State
from handbook.rendering.translations import fill_words
from handbook.rules.terms import CLOSED, OPEN

HELD, BLANK = "待核", "未填"
"""What is counted where a value cannot be trusted, and where there is none."""
_GRADED_KINDS = ("annual", "final")
_NO_GRADE = ("", "ungraded")
_FIELDS = {
    "姓名": ("cadres", "name"),
    "性别": ("cadres", "gender"),
    "出生年月": ("cadres", "birth_ym"),
    "政治面貌": ("cadres", "party_status"),
    "学历": ("cadres", "education_code"),
    "原单位": ("cadres", "home_unit_id"),
    "原任职务": ("cadres", "home_post"),
    "职务层次": ("cadres", "rank_level"),
    "接收单位": ("postings", "receiving_unit_id"),
    "挂任职务": ("postings", "title"),
    "批次": ("postings", "batch_id"),
    "开始": ("postings", "start_planned"),
    "结束": ("postings", "end_planned"),
}
_AGE_AT = 3  # behind the month of birth
_NAMES = tuple(_FIELDS)
COLUMNS = ("序号", *_NAMES[:_AGE_AT], "年龄", *_NAMES[_AGE_AT:], "考核等次")
"""Titles of the roster, words of the interface."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is wanted: everybody in post, or only those of one programme, batch or unit.

    Attributes:
        programme: Its id; blank for all.
        batch: Its id; blank for all.
        unit: Id of a unit that sends or receives them; blank for all.
        is_past_too: Whether those count as well whose posting has ended.
    """

    programme: str = ""
    batch: str = ""
    unit: str = ""
    is_past_too: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in post.

    Attributes:
        cadre: Id of the person.
        texts: What stands on the roster below `COLUMNS`, without the number.
        facts: What is counted → key, `HELD` or `BLANK`: gender, party_status, education, rank,
            programme, batch, home, host, grade (of the last annual or final assessment).
        age: In whole years on the day of the register; None where it is not known.
        is_age_held: Whether the month of birth cannot be trusted.
    """

    cadre: str
    texts: tuple[str, ...]
    facts: Mapping[str, str]
    age: int | None
    is_age_held: bool = False


@dataclass(frozen=True, eq=False)
class Roster:
    """Everybody wanted, each once.

    Attributes:
        index: Of the register as the organisation department may see it.
        people: By receiving unit, then by id.
    """

    index: Index
    people: tuple[Person, ...]

    @property
    def language(self) -> str:
        """Language of the roster."""
        return self.index.language

    @property
    def as_of(self) -> date:
        """The day of the register."""
        return self.index.as_of


def roster_of(publishable: Publishable, language: str, choice: Choice | None = None) -> Roster:
    """Give the roster of everybody in post.

    Somebody with two postings that run stands there once, with the one that began last.

    Args:
        publishable: The register as the organisation department may see it.
        language: zh, vi or en.
        choice: Who is wanted; everybody by default.
    """
    index = make_index(publishable, language)
    people = list(_Reader(index, choice or Choice()).people())
    people.sort(key=lambda each: (each.facts["host"], each.facts["batch"], each.cadre))
    return Roster(index, tuple(people))


@dataclass(frozen=True, eq=False)
class _Reader:
    index: Index
    choice: Choice

    def people(self) -> Iterator[Person]:
        for posting in self._postings().values():
            cadre = self.index.value("postings", posting, "cadre_id")
            yield self._person(posting, cadre)

    def _postings(self) -> dict[str, str]:
        """Cadre → the posting that began last of those that run and are wanted."""
        found = []
        for key in self.index.keys("postings"):
            record = self.index.table("postings").records[key]
            if self._is_wanted(record) and self.index.has("cadres", record.cadre_id):
                found.append((record.start_planned or date.min, key, record.cadre_id))
        return {cadre: key for _, key, cadre in sorted(found)}

    def _is_wanted(self, record: Any) -> bool:  # noqa: ANN401 - a published record
        wanted = self.choice
        sides = (record.home_unit_id, record.receiving_unit_id)
        statuses = (*OPEN, *CLOSED) if wanted.is_past_too else OPEN
        return (
            record.status in statuses
            and wanted.batch in ("", record.batch_id)
            and (not wanted.unit or wanted.unit in sides)
            and wanted.programme in ("", self._programme(record.batch_id))
        )

    def _programme(self, batch: str) -> str:
        if not batch or not self.index.has("batches", batch):
            return ""
        return str(self.index.value("batches", batch, "programme_id") or "")

    def _person(self, posting: str, cadre: str) -> Person:
        age, is_held = self._age(cadre)
        texts = [
            self._text(sheet, cadre if sheet == "cadres" else posting, name)
            for sheet, name in _FIELDS.values()
        ]
        facts = self._facts(posting, cadre)
        grade = facts["grade"]
        choices = self.index.schema.field("assessments.grade").enumeration
        shown = choices.label(grade, self.index.language) if choices and grade != BLANK else ""
        texts.insert(_AGE_AT, "" if age is None else str(age))
        return Person(cadre, (*texts, shown), facts, age, is_held)

    def _text(self, sheet: str, key: str, name: str) -> str:
        if (sheet, key, name) in self._held:
            return fill_words(self.index.language, HELD)
        if name == "end_planned":
            name = next(filter(lambda each: self.index.value(sheet, key, each),
                               ("extension_to", "end_planned")), name)  # fmt: skip
        text = self.index.show(sheet, key, name).text
        is_day = self.index.schema.tables[sheet].field(name).kind in ("date", "month")
        return text.replace("-", ".") if is_day and self.index.language == "zh" else text

    def _facts(self, posting: str, cadre: str) -> dict[str, str]:
        batch = self._fact("postings", posting, "batch_id")
        return {
            "gender": self._fact("cadres", cadre, "gender"),
            "party_status": self._fact("cadres", cadre, "party_status"),
            "education": self._fact("cadres", cadre, "education_code"),
            "rank": self._fact("cadres", cadre, "rank_level"),
            "programme": self._programme(batch) or BLANK,
            "batch": batch,
            "home": self._fact("postings", posting, "home_unit_id"),
            "host": self._fact("postings", posting, "receiving_unit_id"),
            "grade": self._grades.get(cadre, (date.min, BLANK))[1],
        }

    def _fact(self, sheet: str, key: str, name: str) -> str:
        if (sheet, key, name) in self._held:
            return HELD
        return str(self.index.value(sheet, key, name) or BLANK)

    def _age(self, cadre: str) -> tuple[int | None, bool]:
        if ("cadres", cadre, "birth_ym") in self._held:
            return None, True
        month = self.index.value("cadres", cadre, "birth_ym")
        if not month:
            return None, False
        today = self.index.as_of.year * 12 + self.index.as_of.month
        return (today - int(month[:4]) * 12 - int(month[5:7])) // 12, False

    @cached_property
    def _held(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (sheet, key, name)
            for sheet in ("cadres", "postings")
            if self.index.has_sheet(sheet)
            for (key, name), state in self.index.table(sheet).states.items()
            if state is State.HELD
        )

    @cached_property
    def _grades(self) -> Mapping[str, tuple[date, str]]:
        """Cadre → day and grade of the last annual or final assessment that has a grade."""
        found: dict[str, tuple[date, str]] = {}
        if not self.index.has_sheet("assessments"):
            return found
        postings = self.index.table("postings").records
        for record in self.index.table("assessments").records.values():
            posting = postings.get(record.posting_id)
            if posting and record.kind in _GRADED_KINDS and record.grade not in _NO_GRADE:
                day = record.done_on or date.min
                if day >= found.get(posting.cadre_id, (date.min, ""))[0]:
                    found[posting.cadre_id] = (day, record.grade)
        return found
