"""Values, records and counts of a difference in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.differences.matching import own_key
from handbook.differences.model import Difference, Entry, Kind
from handbook.pages.values import date_text, plain_value
from handbook.publishable import Publishable, State
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS, Field

CLAUSES: Mapping[Kind, str] = {
    Kind.ARRIVED: "{count} 人到任",
    Kind.EXTENDED: "{count} 人延期",
    Kind.ENDED: "{count} 人结束挂职",
    Kind.CANCELLED: "{count} 人取消挂职",
    Kind.NEW_POSTING: "新增 {count} 次挂职",
    Kind.MOVED: "{count} 名干部换了单位",
    Kind.NEW_CADRE: "新增 {count} 名干部",
    Kind.RENAMED: "{count} 个单位更名",
    Kind.CLOSED: "{count} 个单位撤并",
    Kind.NEW_UNIT: "新增 {count} 个单位",
    Kind.ADDED: "新增 {count} 条其他记录",
    Kind.CHANGED: "{count} 条记录有改动",
    Kind.CORRECTED: "更正 {count} 处",
    Kind.UNSURE: "{count} 处待核",
    Kind.GONE: "{count} 条记录不在表里了",
    Kind.NEW_SHEET: "新增 {count} 张表",
    Kind.LOST_SHEET: "少了 {count} 张表",
    Kind.NEW_COLUMN: "新增 {count} 列",
    Kind.LOST_COLUMN: "少了 {count} 列",
}


@dataclass(frozen=True)
class Wording:
    """Puts a difference into words.

    Attributes:
        difference: What is told.
        language: zh, vi or en.
    """

    difference: Difference
    language: str

    def words(self, msgid: str, **values: object) -> str:
        """Translate a text of the interface and fill it in."""
        return fill_words(self.language, msgid, **values)

    def heading(self, kind: Kind) -> str:
        """Say in a few words how many of a kind there are."""
        return _capitalised(self.words(CLAUSES[kind], count=self.difference.counts[kind]))

    def summary(self) -> str:
        """Say everything in one sentence, between which days where these differ."""
        counts = self.difference.counts
        if not counts:
            return self.words("没有变化。")
        clauses = (self.words(CLAUSES[kind], count=many) for kind, many in counts.items())
        changes = self.words("，").join(clauses)
        old, new = self.difference.old.as_of, self.difference.new.as_of
        if old == new:
            return self.words("{changes}。", changes=_capitalised(changes))
        return self.words(
            "{old} 至 {new}：{changes}。",
            old=date_text(old, self.language),
            new=date_text(new, self.language),
            changes=changes,
        )

    def sheet_title(self, sheet: str) -> str:
        """Give the title of a sheet as the schema has it."""
        return self.difference.new.schema.tables[sheet].titles[self.language]

    def value(self, field: Field, value: Any, side: Publishable) -> str:  # noqa: ANN401 - typed by the field
        """Write a value; a reference as number and name, a blank as such.

        Args:
            field: The column.
            value: As in a `Change`.
            side: The register it stands in.
        """
        if value is State.HELD:
            return self.words("待核")
        if value is None or value in ("", ()):
            return self.words("（空）")
        if field.kind == "reference":
            return self._reference(side, field.target, value)
        if field.kind == "references":
            names = (self._reference(side, field.target, each) for each in value)
            return LIST_SEPARATORS[self.language].join(names)
        return plain_value(field, self.language)(value).text

    def _reference(self, side: Publishable, sheet: str, key: str) -> str:
        name = self._name(side, sheet, key) if side.has(sheet, key) else ""
        return f"{key} {name}".rstrip()

    def record(self, entry: Entry) -> str:
        """Name a record: its number and what it is called; of a posting also where it leads to.

        A posting that came or went, of which no values are told, is named with its term as well.
        """
        side = self.difference.side(entry)
        called = f"{own_key(entry.key)} {self._name(side, entry.sheet, entry.key)}".rstrip()
        details = list(self._details(side, entry)) if entry.sheet == "postings" else []
        if not details:
            return called
        return self.words(
            "{record}（{details}）", record=called, details=self.words("，").join(details)
        )

    def _details(self, side: Publishable, entry: Entry) -> Iterator[str]:
        table = side.tables["postings"]
        unit, start, planned, extended = (
            "" if table.states.get((entry.key, name)) is State.HELD
            else getattr(table.records[entry.key], name)
            for name in ("receiving_unit_id", "start_planned", "end_planned", "extension_to")
        )  # fmt: skip
        if unit and side.has("units", unit):
            yield self._name(side, "units", unit)
        end = extended or planned
        if start and end and not entry.changes:
            first, last = (date_text(day, self.language) for day in (start, end))
            yield self.words("{start} 至 {end}", start=first, end=last)

    def _name(self, side: Publishable, sheet: str, key: str) -> str:
        """Call a record by its label fields, those its audience may see and that can be trusted."""
        table = side.tables[sheet]
        schema = side.schema.tables[sheet]
        parts = (
            self._part(side, schema.field(name), getattr(table.records[key], name))
            for name in schema.label
            if table.shows(name) and table.states.get((key, name)) is not State.HELD
        )
        return " ".join(part for part in parts if part)

    def _part(self, side: Publishable, field: Field, value: Any) -> str:  # noqa: ANN401 - typed by the field
        if value is None or value in ("", ()):
            return ""
        if field.kind == "reference":
            return self._name(side, field.target, value) if side.has(field.target, value) else ""
        return plain_value(field, self.language)(value).text


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
