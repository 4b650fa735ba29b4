"""The cells of one row read: what each says of a person or a posting, or why nobody knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from handbook.casting import read_cell
from handbook.casting.characters import clean_lines
from handbook.importing import reasons, roles
from handbook.importing.blocks import Kind, Line
from handbook.importing.facts import Fact, Remark, Row, label
from handbook.importing.mapping import Table
from handbook.importing.model import At, Imported, What
from handbook.importing.periods import Period, agrees, end_of_term, read_period, read_term
from handbook.importing.privacy import Kept, without_private
from handbook.importing.recognising import Recognised
from handbook.importing.splitting import (
    UnitAndPost,
    closed_up,
    is_no_name,
    names_several_units,
    read_people,
    split_unit_and_post,
)
from handbook.schema import Schema

_BETWEEN = re.compile(r"[、,，;；/\n]+")
_SERIAL = re.compile(r"[(（]?(?:\d+(?:[.\-]\d+)*|[一二三四五六七八九十]+)[)）.、．]?")
_BEFORE_BRACKET = re.compile(r"^(?P<head>[^(（]+)[(（].*[)）]$")
_OF_ONE = (roles.HOME_POST, roles.HOME_BOTH, roles.AGE)
_GENDERS = {"男": "男", "女": "女", "nam": "Nam", "nữ": "Nữ"}
_LEADS = ("组长", "副组长", "组员")


class RowReader:
    """Reads the rows of one table."""

    def __init__(
        self,
        table: Table,
        schema: Schema,
        language: str,
        units: Collection[str],
        imported: Imported,
    ) -> None:
        """Begin.

        Args:
            table: The table.
            schema: What the register consists of.
            language: Of the ledger.
            units: Ways of writing units' names that are known.
            imported: Takes note of cells.
        """
        self._schema = schema
        self._language = language
        self._units = units
        self._imported = imported
        self._columns = {column.number: column for column in table.columns}
        self._name = next((c.number for c in table.columns if c.role == roles.NAME), 0)
        self._blanks = schema.field("cadres.name").missing_values
        self._side = _missing_side({column.role for column in table.columns})
        self.group: Fact | None = None
        self._cleaned: dict[str, Kept] = {}
        self._values: dict[tuple[str, str], str | None] = {}
        self._withheld: set[At] = set()
        self._columns_withheld: dict[int, list[At]] = {}

    def rows(self, line: Line) -> Iterator[Row]:
        """Read a row; several where its name cell holds several people.

        Args:
            line: A row with data.
        """
        named = line.cells.get(self._name)
        text = self._kept(*named) if named else ""
        people = read_people(text) if text and not is_no_name(text) else None
        if named is None or people is None:
            self._leave(line, reasons.NOT_A_NAME if named else reasons.NO_NAME)
            return
        for number, person in enumerate(people):
            row = Row(line, person, named[0])
            self._of_name(row)
            for column, (at, cell) in line.cells.items():
                self._cell(row, column, at, cell, number, len(people))
            self._period(row)
            self._of_group(row)
            yield row

    def _of_group(self, row: Row) -> None:
        """Give a row the unit its group is named after, where the table has no column for it."""
        if self.group is None:
            return
        if self._side == "home":
            row.cadre.append(self.group.as_field("home_unit_id"))
            row.posting.append(self.group.as_field("home_unit_id"))
        elif self._side == "host":
            row.posting.append(self.group.as_field("receiving_unit_id"))

    @property
    def lacks_a_unit(self) -> bool:
        """Whether the table has a column for the unit on one side only."""
        return bool(self._side)

    def finish(self) -> None:
        """Say once for each column that is never kept how many cells were not taken over."""
        for number, cells in self._columns_withheld.items():
            title, count = self._columns[number].title, len(set(cells))
            self._imported.withhold(cells[0], reasons.COLUMN_WITHHELD, title=title, count=count)

    def leave(self, line: Line, reason: str) -> None:
        """Put every cell of a row on the list, but the running number.

        Args:
            line: The row.
            reason: Why.
        """
        self._leave(line, reason)

    def _leave(self, line: Line, reason: str) -> None:
        for number, (at, text) in line.cells.items():
            role = self._columns[number].role if number in self._columns else roles.UNKNOWN
            if role == roles.SERIAL and _SERIAL.fullmatch(text):
                self._imported.account(at, What.SERIAL)
            elif role == roles.WITHHELD and line.kind is not Kind.NOTE:
                self._withhold_column(at, self._columns[number])
            elif kept := self._kept(at, text):
                self._imported.leave(at, kept, reason)

    def _kept(self, at: At, text: str) -> str:
        """Take out what a register never holds, and say so once for a cell."""
        kept = self._cleaned.get(text)
        if kept is None:
            kept = self._cleaned[text] = without_private(text, self._schema)
        for reason in kept.reasons if at not in self._withheld else ():
            self._imported.withhold(at, reason)
        if kept.reasons:
            self._withheld.add(at)
        return clean_lines(kept.text)

    def _withhold_column(self, at: At, column: Recognised) -> None:
        self._imported.account(at, What.WITHHELD)
        self._columns_withheld.setdefault(column.number, []).append(at)

    def _of_name(self, row: Row) -> None:
        row.cadre.append(Fact(row.name_at, "name", row.person.name))
        remark = row.person.remark
        if remark.casefold() in _GENDERS:
            row.cadre.append(Fact(row.name_at, "gender", _GENDERS[remark.casefold()]))
        elif remark in _LEADS:
            row.posting.append(Fact(row.name_at, "group_role", remark))
        elif remark:
            row.remarks.append(Remark(row.name_at, remark, "", reasons.NAME_REMARK))

    def _cell(self, row: Row, number: int, at: At, text: str, place: int, count: int) -> None:
        column = self._columns.get(number)
        if number == self._name:
            return
        if column is None:
            self._remark(row, at, self._kept(at, text), "", reasons.OUTSIDE)
        elif column.role == roles.SERIAL and _SERIAL.fullmatch(text):
            self._imported.account(at, What.SERIAL)
        elif column.role == roles.WITHHELD:
            self._withhold_column(at, column)
        elif column.role == roles.SKIPPED:
            self._imported.leave(at, self._kept(at, text), reasons.SKIPPED)
        elif text in self._blanks:
            self._imported.account(at, What.BLANK)
        elif kept := self._kept(at, text):
            own = _part(kept, place, count, is_shared=self._is_shared(column.role))
            if own is None:
                self._remark(row, at, kept, column.title, reasons.SEVERAL_PEOPLE)
            else:
                self._read(row, column, at, own)

    def _is_shared(self, role: str) -> bool:
        return role not in _OF_ONE and not role.startswith("cadres.")

    def _remark(
        self, row: Row, at: At, text: str, title: str, reason: str, /, **values: object
    ) -> None:
        if text:
            before = label(title, self._language) if title else ""
            row.remarks.append(Remark(at, text, before, reason, values))

    def _read(self, row: Row, column: Recognised, at: At, text: str) -> None:
        role = column.role
        is_second = role in (roles.PROGRAMME, roles.BATCH) and getattr(row, role) is not None
        if is_second or role in (roles.UNKNOWN, roles.AGE, roles.SERIAL, roles.NAME):
            reason = reasons.AGE if role == roles.AGE else reasons.UNKNOWN_COLUMN
            self._remark(row, at, text, column.title, reason)
        elif role == roles.REMARK:
            row.remarks.append(Remark(at, text))
        elif role == roles.MENTOR:
            row.mentors.append((at, column.title, text))
        elif role in (roles.PROGRAMME, roles.BATCH):
            setattr(row, role, Fact(at, role, " ".join(text.split())))
        elif role in _PLACES:
            self._place(row, column, at, text)
        elif role in (roles.PERIOD, roles.TERM):
            row.posting.append(Fact(at, role, text))
        else:
            self._field(row, _FIELDS.get(role, role), column, at, text)

    def _place(self, row: Row, column: Recognised, at: At, text: str) -> None:
        """Read a unit, with or without a post behind it."""
        side, is_both = _PLACES[column.role]
        name = "receiving_unit_id" if side == "host" else "home_unit_id"
        split = split_unit_and_post(text, self._units, self._language)
        if not is_both and not (split and split.unit and split.post):
            split = None if names_several_units(text) else UnitAndPost(closed_up(text), "")
        known = row.value("postings", name)
        if split is None:
            reason = reasons.UNSPLIT if is_both else reasons.SEVERAL_UNITS
            self._remark(row, at, text, column.title, reason)
        elif not self._is_unit(split.unit):
            self._remark(row, at, text, column.title, reasons.NO_UNIT)
        elif known not in ("", split.unit):
            title = self._schema.field(f"postings.{name}").titles[self._language]
            self._remark(row, at, text, column.title, reasons.DIFFERS, field=title)
        else:
            self._set_place(row, column, Fact(at, name, split.unit), split.post)

    def _is_unit(self, name: str) -> bool:
        return bool(self._value("units.unit_name", name)) and any(map(str.isalpha, name))

    def _set_place(self, row: Row, column: Recognised, unit: Fact, post: str) -> None:
        is_home = unit.field == "home_unit_id"
        row.posting.append(unit)
        if is_home:
            row.cadre.append(unit)
        if post:
            path = "cadres.home_post" if is_home else "postings.title"
            self._field(row, path, column, unit.at, post)

    def _field(self, row: Row, path: str, column: Recognised, at: At, text: str) -> None:
        """Read a cell as the field asks; what it cannot be goes to the remark."""
        value = self._value(path, text)
        if value is None:
            title = self._schema.field(path).titles[self._language]
            self._remark(row, at, text, column.title, reasons.UNREAD, field=title)
            head = _BEFORE_BRACKET.match(text)
            value = self._value(path, head["head"]) if head else None
            if value is None:
                return
        sheet, name = path.split(".")
        facts = row.cadre if sheet == "cadres" else row.posting
        if value and any(fact.field == name and fact.text != value for fact in facts):
            title = self._schema.field(path).titles[self._language]
            self._remark(row, at, text, column.title, reasons.DIFFERS, field=title)
        else:
            facts.append(Fact(at, name, value))
        if path == "cadres.home_post":
            row.posting.append(Fact(at, "home_post_at_sending", value))

    def _value(self, path: str, text: str) -> str | None:
        """Give a text as the register holds it; None where it cannot be read."""
        if (path, text) not in self._values:
            self._values[path, text] = self._read_value(path, text)
        return self._values[path, text]

    def _read_value(self, path: str, text: str) -> str | None:
        known = self._schema.field(path)
        reading = read_cell(known, text, self._language)
        if reading.value is None:
            return None if reading.code else ""
        if known.enumeration is not None:
            return known.enumeration.label(str(reading.value), self._language)
        return str(reading.value)

    def _period(self, row: Row) -> None:
        """Turn the texts about the term into first and last day."""
        periods = [fact for fact in row.posting if fact.field == roles.PERIOD]
        terms = [fact for fact in row.posting if fact.field == roles.TERM]
        row.posting = [f for f in row.posting if f.field not in (roles.PERIOD, roles.TERM)]
        for fact in periods:
            self._of_period(row, fact)
        for fact in terms:
            self._of_term(row, fact)

    def _of_period(self, row: Row, fact: Fact) -> None:
        period = read_period(fact.text, self._language)
        if period is None or not self._is_new(row, period):
            title = self._columns[fact.at.column].title
            self._remark(row, fact.at, fact.text, title, reasons.PERIOD)
            return
        for name, day in (("start_planned", period.start), ("end_planned", period.end)):
            if day is not None:
                row.posting.append(Fact(fact.at, name, day.isoformat()))
        if period.is_open:
            self._remark(
                row, fact.at, fact.text, self._columns[fact.at.column].title, reasons.OPEN_END
            )

    def _is_new(self, row: Row, period: Period) -> bool:
        """Say whether a period says nothing else than columns of their own for its ends."""
        pairs = (("start_planned", period.start), ("end_planned", period.end))
        return all(
            row.value("postings", name) in ("", day.isoformat() if day else "")
            for name, day in pairs
        )

    def _of_term(self, row: Row, fact: Fact) -> None:
        months = read_term(fact.text)
        start, end = (self._day(row, name) for name in ("start_planned", "end_planned"))
        if months and start and end is None:
            row.posting.append(Fact(fact.at, "end_planned", end_of_term(start, months).isoformat()))
        elif months and start and end and agrees(start, end, months):
            row.posting.append(Fact(fact.at, "end_planned", end.isoformat()))
        else:
            title = self._columns[fact.at.column].title
            self._remark(row, fact.at, fact.text, title, reasons.TERM)

    def _day(self, row: Row, name: str) -> date | None:
        text = row.value("postings", name)
        return date.fromisoformat(text) if text else None


def _missing_side(known: Collection[str]) -> str:
    """Say which of the two units of a posting a table has no column for, where it has one."""
    has_home, has_host = (
        any(side == each and role in known for role, (side, _) in _PLACES.items())
        for each in ("home", "host")
    )
    return "" if has_home == has_host else "host" if has_home else "home"


_PLACES = {
    roles.HOME_UNIT: ("home", False), roles.HOME_BOTH: ("home", True),
    roles.HOST_UNIT: ("host", False), roles.HOST_BOTH: ("host", True),
}  # fmt: skip
_FIELDS = {
    roles.HOME_POST: "cadres.home_post",
    roles.HOST_POST: "postings.title",
    roles.START: "postings.start_planned",
    roles.END: "postings.end_planned",
}


def _part(text: str, place: int, count: int, *, is_shared: bool) -> str | None:
    """Give one person's share of a cell; None where it cannot be told."""
    if count == 1:
        return text
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) == count:
        return parts[place]
    return text if is_shared else None
