"""What a roster adds up to: 结构分析. Every table counts every person once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handbook.rendering.translations import fill_words
from handbook.roster.people import BLANK, HELD, Person, Roster

_BANDS = (30, 35, 40, 45, 50)
"""Oldest age of each band, as 结构分析 counts them: 30 岁及以下, 31–35岁, …"""
_EXCELLENT = ("excellent", "vn_excellent")
_SCHOOLING = {"1": "研究生", "2": "大学本科", "3": "大学专科"}
"""First figure of the code of GB/T 4658-2006 → band; what follows is one band."""
_SCHOOLED = "中专、高中及以下"
COLUMNS = ("类别", "人数", "占比", "女", "35 岁及以下", "中共党员", "已定等次", "优秀", "优秀占比")
"""Titles of every table, words of the interface."""
_MEMBERS = ("member", "probationary")
_LABELS = {
    "gender": "cadres.gender",
    "party_status": "cadres.party_status",
    "rank": "cadres.rank_level",
}
_RECORDS = {"programme": "programmes", "batch": "batches", "host": "units", "home": "units"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people one line of a table is about, and how many of them are what.

    Attributes:
        people: How many.
        women: How many of them are women.
        young: How many are 35 or younger.
        members: How many are members of the party, those on probation among them.
        graded: How many have a grade of an annual or final assessment.
        excellent: How many of these are graded excellent.
    """

    people: int
    women: int
    young: int
    members: int
    graded: int
    excellent: int


@dataclass(frozen=True, slots=True)
class Section:
    """One table.

    Attributes:
        title: By what is counted, in words.
        rows: Category in words and its counts; those without anybody are left out.
        total: Of everybody.
    """

    title: str
    rows: tuple[tuple[str, Counts], ...]
    total: Counts


def sections_of(roster: Roster) -> tuple[Section, ...]:
    """Add a roster up.

    Args:
        roster: Who is in post.

    Returns:
        By age, gender, political status, schooling, rank, programme, batch, receiving and sending
        unit; the people of the rows of each are everybody, each once.
    """
    adder = _Adder(roster)
    return tuple(adder.section(title, *made) for title, made in adder.dimensions())


def counts_of(people: Sequence[Person]) -> Counts:
    """Count some people.

    Args:
        people: Each once.
    """
    return Counts(
        people=len(people),
        women=sum(each.facts["gender"] == "2" for each in people),
        young=sum(each.age is not None and each.age <= _BANDS[1] for each in people),
        members=sum(each.facts["party_status"] in _MEMBERS for each in people),
        graded=sum(each.facts["grade"] != BLANK for each in people),
        excellent=sum(each.facts["grade"] in _EXCELLENT for each in people),
    )


Line: TypeAlias = "tuple[str, int, float | None, int, int, int, int, int, float | None]"
"""What stands below `COLUMNS`; shares as fractions, None of nothing."""


def line_of(name: str, counts: Counts, total: Counts) -> Line:
    """Give one line of a table.

    Args:
        name: What it is about.
        counts: Of its people.
        total: Of everybody.
    """
    return (
        name,
        counts.people,
        counts.people / total.people if total.people else None,
        counts.women,
        counts.young,
        counts.members,
        counts.graded,
        counts.excellent,
        counts.excellent / counts.graded if counts.graded else None,
    )


def lines_of(section: Section, total: str) -> list[Line]:
    """Give the lines of a table, the last of everybody.

    Args:
        section: The table.
        total: What its last line is called.
    """
    rows = (*section.rows, (total, section.total))
    return [line_of(name, counts, section.total) for name, counts in rows]


@dataclass(frozen=True, eq=False)
class _Adder:
    roster: Roster

    def words(self, msgid: str, **values: object) -> str:
        return fill_words(self.roster.language, msgid, **values)

    def dimensions(
        self,
    ) -> Iterable[tuple[str, tuple[Callable[[Person], str], Sequence[str], Callable[[str], str]]]]:
        yield "年龄", (_band, [*map(str, range(len(_BANDS) + 1))], self._band_words)
        for title, name in (("性别", "gender"), ("政治面貌", "party_status")):
            yield title, self._by_choice(name)
        order = [*_SCHOOLING, "4"]
        yield "学历", (_schooling, order, lambda key: self.words(_SCHOOLING.get(key, _SCHOOLED)))
        yield "职务层次", self._by_choice("rank")
        for title, name in (
            ("项目", "programme"), ("批次", "batch"), ("接收单位", "host"), ("派出单位", "home"),
        ):  # fmt: skip
            yield title, self._by_record(name)

    def section(
        self,
        title: str,
        of: Callable[[Person], str],
        order: Sequence[str],
        write: Callable[[str], str],
    ) -> Section:
        groups: dict[str, list[Person]] = {key: [] for key in order}
        for person in self.roster.people:
            groups.setdefault(of(person), []).append(person)
        doubtful = [groups.pop(key, []) for key in (HELD, BLANK)]
        rows = [(write(key), counts_of(each)) for key, each in groups.items() if each]
        for key, each in zip((HELD, BLANK), doubtful, strict=True):
            if each:
                rows.append((self.words(key), counts_of(each)))
        return Section(self.words(title), tuple(rows), counts_of(self.roster.people))

    def _by_choice(
        self, name: str
    ) -> tuple[Callable[[Person], str], Sequence[str], Callable[[str], str]]:
        choices = self.roster.index.schema.field(_LABELS[name]).enumeration
        labels: Mapping[str, Mapping[str, str]] = choices.labels if choices else {}
        language = self.roster.language
        return (
            lambda person: person.facts[name],
            list(labels),
            lambda key: labels[key][language] if key in labels else key,
        )

    def _by_record(
        self, name: str
    ) -> tuple[Callable[[Person], str], Sequence[str], Callable[[str], str]]:
        index, sheet = self.roster.index, _RECORDS[name]
        keys = index.keys(sheet)
        return lambda person: person.facts[name], keys, lambda key: index.label(sheet, key)

    def _band_words(self, key: str) -> str:
        place = int(key)
        if place == 0:
            return self.words("{age} 岁及以下", age=_BANDS[0])
        if place == len(_BANDS):
            return self.words("{age} 岁及以上", age=_BANDS[-1] + 1)
        return self.words("{first}–{last} 岁", first=_BANDS[place - 1] + 1, last=_BANDS[place])


def _band(person: Person) -> str:
    if person.age is None:
        return HELD if person.is_age_held else BLANK
    return str(sum(person.age > last for last in _BANDS))


def _schooling(person: Person) -> str:
    code = person.facts["education"]
    if code in (HELD, BLANK):
        return code
    return code[0] if code[0] in _SCHOOLING else "4"
