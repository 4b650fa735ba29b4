"""The core sheets of a register, filled from the rows of a ledger."""

from __future__ import annotations

from datetime import date
from itertools import islice

from handbook.importing import reasons
from handbook.importing.blocks import Kind, Line, is_note
from handbook.importing.facts import Fact, Remark, Row, label
from handbook.importing.headings import Heading, bare_heading, read_heading
from handbook.importing.mapping import LedgerMap, Table
from handbook.importing.matching import type_and_level, unit_key
from handbook.importing.mentors import mentor_role, read_mentors
from handbook.importing.model import SHEETS, At, Imported, Target, What
from handbook.importing.privacy import without_private
from handbook.importing.reporting_in import REPORTED_ON, fill_reported, lacks_appointments
from handbook.importing.rows import RowReader
from handbook.importing.splitting import unit_of_heading
from handbook.importing.unit_names import learn_names
from handbook.schema import Schema, fold
from handbook.validation.keys import ids_beside

_LONGEST_NAME, _LONGEST_TITLE = 100, 80  # of a programme and of a batch, as the schema has it
_UNIT_FIELDS = ("home_unit_id", "receiving_unit_id")
_SEPARATORS = {"zh": "；", "vi": "; ", "en": "; "}


def import_ledger(ledger_map: LedgerMap, schema: Schema) -> Imported:
    """Read a ledger into the core sheets of a register.

    Ids are handed out from the first one on, and every cell of the ledger that holds anything is
    accounted for.

    Args:
        ledger_map: The ledger and what its columns mean.
        schema: What the register consists of.
    """
    return _Filler(ledger_map, schema).filled()


class _Filler:
    def __init__(self, ledger_map: LedgerMap, schema: Schema) -> None:
        self._map = ledger_map
        self._schema = schema
        self._language = ledger_map.language
        self._names = learn_names(ledger_map)
        self._units = self._names.units
        self._out = Imported(self._language)
        self._out.has_appointments = not lacks_appointments(ledger_map.roles)
        self._begun_by: date | None = None
        self._heading = Heading("", "", "", "")
        self._places: dict[tuple[str, str], int] = {}
        self._people: dict[str, list[int]] = {}
        self._met: dict[str, At] = {}

    def filled(self) -> Imported:
        for at, text in self._map.loose:
            self._leave(at, text, reasons.NO_HEADER)
        before: Table | None = None
        for table in self._map.tables:
            self._table(table, before)
            before = table
        self._name_alike()
        self._number()
        return self._out

    def _table(self, table: Table, before: Table | None) -> None:
        for at in table.block.header:
            self._out.account(at, What.HEADER)
        used = {table.title[0]} if table.title else set()
        for at, text in table.block.titles:
            told = read_heading(text)
            if at in used or ((told.batch or told.programme) and not is_note(text)):
                self._out.account(at, What.TITLE)
            else:
                self._leave(at, text, reasons.NOTE)
        goes_on = before is not None and not table.block.titles
        heading = _inherited(table.heading, self._heading) if goes_on else table.heading
        is_open = self._map.is_open and REPORTED_ON not in table.roles
        self._begun_by = self._map.begun_by if is_open else None
        reader = RowReader(table, self._schema, self._language, self._names.known, self._out)
        unit = self._names.of_sheets.get(table.block.sheet)
        reader.group = Fact(table.block.header[0], "", unit) if unit else None
        for line in table.block.lines:
            heading = self._line(line, heading, table.heading, reader)
        reader.finish()
        self._heading = heading

    def _leave(self, at: At, text: str, reason: str) -> None:
        kept = without_private(text, self._schema)
        for why in kept.reasons:
            self._out.withhold(at, why)
        if kept.text:
            self._out.leave(at, kept.text, reason)

    def _line(self, line: Line, heading: Heading, own: Heading, reader: RowReader) -> Heading:
        if line.kind is Kind.SECTION:
            return self._section(line, heading, own, reader)
        if line.kind is Kind.TOTAL:
            for at, _ in line.cells.values():
                self._out.account(at, What.TOTAL)
        elif line.kind is Kind.NOTE:
            reader.leave(line, reasons.NOTE)
        elif line.kind is Kind.NAMELESS:
            reader.leave(line, reasons.NO_NAME)
        else:
            for row in reader.rows(line):
                self._row(row, heading)
        return heading

    def _section(self, line: Line, heading: Heading, own: Heading, reader: RowReader) -> Heading:
        """Let the heading of a group name programme, batch or unit of the rows under it."""
        at, text = next(iter(line.cells.values()))
        told = read_heading(text)
        self._out.account(at, What.SECTION)
        if told.programme:
            return Heading(told.programme, told.batch or own.batch, told.batch_no, told.kind)
        if told.batch:
            return Heading(heading.programme, told.batch, told.batch_no, heading.kind)
        unit = unit_of_heading(bare_heading(text), self._language) if reader.lacks_a_unit else ""
        reader.group = Fact(at, "", unit) if unit else None
        if not unit:
            self._leave(at, text, reasons.SECTION)
        return heading

    def _row(self, row: Row, heading: Heading) -> None:
        cadre = self._cadre(row)
        batch = self._batch(row, heading)
        facts = [(fact.field, self._reference(fact)) for fact in row.posting if fact.text]
        record = {"cadre_id": str(cadre), **({"batch_id": str(batch)} if batch is not None else {})}
        record |= dict(reversed(facts))
        if self._is_there(row, record):
            return
        number = self._add("postings", record, row.name_at)
        for fact in row.posting:
            self._account(fact)
        self._mentors(row, number)
        self._remarks(row, number)
        if self._begun_by:
            fill_reported(self._out, row, number, self._schema, self._begun_by)

    def _is_there(self, row: Row, record: dict[str, str]) -> bool:
        """Say whether an earlier row says all this, and nothing is left to put anywhere."""
        remark = "；".join(remark.whole for remark in row.remarks)
        key = fold(repr(sorted(record.items())) + remark + repr([m[1:] for m in row.mentors]))
        if key not in self._met:
            self._met[key] = row.name_at
            return False
        for fact in row.posting:
            self._account(fact)
        for at in [*(remark.at for remark in row.remarks), *(m[0] for m in row.mentors)]:
            self._out.account(at, What.VALUE)
        self._out.leave(row.name_at, row.person.name, reasons.DUPLICATE, row=self._met[key].row)
        return True

    def _account(self, fact: Fact) -> None:
        self._out.account(fact.at, What.VALUE)

    def _reference(self, fact: Fact) -> str:
        return str(self._unit(fact.text, fact.at)) if fact.field in _UNIT_FIELDS else fact.text

    def _add(self, sheet: str, record: dict[str, str], at: At) -> int:
        self._out.records[sheet].append(record)
        number = len(self._out.records[sheet]) - 1
        self._out.origins[sheet, number] = at
        return number

    def _unit(self, text: str, at: At) -> int:
        name = self._units.name_of(text)
        place = "units", unit_key(name)
        if place not in self._places:
            record = {"unit_name": name}
            if short := self._units.short_names(name):
                record["short_names"] = "；".join(short)
            kind, level = type_and_level(name)
            for field, key in (("unit_type", kind), ("level", level)):
                if key:
                    record[field] = self._label(f"units.{field}", key)
            self._places[place] = self._add("units", record, at)
        return self._places[place]

    def _label(self, path: str, key: str) -> str:
        choices = self._schema.field(path).enumeration
        return choices.label(key, self._language) if choices else key

    def _cadre(self, row: Row) -> int:
        """Find the person of a row, or add them; the same name elsewhere may be somebody else."""
        name, home = row.person.name, row.value("cadres", "home_unit_id")
        at = next((fact.at for fact in row.cadre if fact.field == "home_unit_id"), row.name_at)
        home_key = str(self._unit(home, at)) if home else ""
        birth = row.value("cadres", "birth_ym")
        namesakes = self._people.setdefault(name, [])
        for number in namesakes:
            known = self._out.records["cadres"][number]
            same_home = home_key == known.get("home_unit_id", "")
            same_age = birth in ("", known.get("birth_ym", birth))
            if (home_key or birth) and same_home and same_age:
                self._complete(row, number)
                return number
        number = self._add("cadres", {}, row.name_at)
        if namesakes:
            other = self._out.origins["cadres", namesakes[0]]
            self._out.leave(row.name_at, name, reasons.NAMESAKE, row=other.row)
        namesakes.append(number)
        self._complete(row, number)
        return number

    def _complete(self, row: Row, number: int) -> None:
        known = self._out.records["cadres"][number]
        for fact in row.cadre:
            text = self._reference(fact)
            if fact.text and fact.field != "home_post" and known.get(fact.field, text) != text:
                titles = self._schema.field(f"cadres.{fact.field}").titles
                values = {"field": titles[self._language]}
                before = label(titles[self._language], self._language)
                row.remarks.append(Remark(fact.at, fact.text, before, reasons.DIFFERS, values))
            else:
                known.setdefault(fact.field, text)
                self._account(fact)

    def _batch(self, row: Row, heading: Heading) -> int | None:
        """Give the batch of a row: from its own columns, else from the title above it."""
        programme = row.programme.text if row.programme else heading.programme
        batch = row.batch.text if row.batch else heading.batch
        for fact, most in ((row.programme, _LONGEST_NAME), (row.batch, _LONGEST_TITLE)):
            if fact:
                self._account(fact)
            if fact and len(fact.text) > most:
                self._out.leave(fact.at, fact.text, reasons.CUT)
        programme = programme or self._map.ledger.rsplit(".", 1)[0]
        kind = read_heading(programme).kind if row.programme else heading.kind
        owner = self._programme(programme, kind, row.name_at)
        number = read_heading(batch).batch_no if row.batch else heading.batch_no
        title = batch or programme
        place = "batches", f"{owner}\x1f{fold(title)}"
        if place not in self._places:
            record = {"programme_id": str(owner), "title": title[:_LONGEST_TITLE]}
            if number:
                record["batch_no"] = number
            self._places[place] = self._add("batches", record, row.name_at)
        return self._places[place]

    def _programme(self, name: str, kind: str, at: At) -> int:
        place = "programmes", fold(name)
        if place not in self._places:
            record = {"name": name[:_LONGEST_NAME]}
            if kind:
                record["kind"] = self._label("programmes.kind", kind)
            if self._language == "vi":
                record["country"] = self._label("programmes.country", "vn")
            self._places[place] = self._add("programmes", record, at)
        return self._places[place]

    def _mentors(self, row: Row, posting: int) -> None:
        for at, title, text in row.mentors:
            people = read_mentors(text)
            if people is None:
                before = label(title, self._language)
                row.remarks.append(Remark(at, text, before, reasons.MENTOR))
                continue
            role = self._label("mentors.role", mentor_role(title))
            for person in people:
                record = {"posting_id": str(posting), "mentor_name": person.name, "role": role}
                if person.remark:
                    record["remark"] = person.remark
                self._add("mentors", record, at)
            self._out.account(at, What.VALUE)

    def _remarks(self, row: Row, posting: int) -> None:
        """Put what has no column of its own into the remark, as far as there is room."""
        room = self._schema.field("postings.remark").max_length or 0
        written, separator = "", _SEPARATORS[self._language]
        for remark in row.remarks:
            whole = f"{written}{separator}{remark.whole}" if written else remark.whole
            fits = len(whole) <= room
            written = whole if fits else written
            target = Target("postings", posting, "remark") if fits else None
            if not fits or remark.reason:
                reason = remark.reason if fits else reasons.TOO_LONG
                self._out.leave(remark.at, remark.text, reason, target, **remark.values)
            if fits:
                self._out.account(remark.at, What.VALUE)
        if written:
            self._out.records["postings"][posting]["remark"] = written

    def _name_alike(self) -> None:
        for pair in self._units.alike():
            place = self._places.get(("units", unit_key(pair.name)))
            if place is not None and ("units", unit_key(pair.other)) in self._places:
                at = self._out.origins["units", place]
                target = Target("units", place, "unit_name")
                self._out.leave(
                    at, pair.name, reasons.ALIKE_UNIT, target, text=pair.name, other=pair.other
                )

    def _number(self) -> None:
        """Hand out ids, and turn positions into them."""
        ids: dict[str, list[str]] = {}
        for sheet in SHEETS:
            table, records = self._schema.tables[sheet], self._out.records[sheet]
            ids[sheet] = list(islice(ids_beside(table, ()), len(records)))
            for record, key in zip(records, ids[sheet], strict=True):
                record[table.primary_key] = key
        for sheet in SHEETS:
            for field in self._schema.tables[sheet].fields:
                if field.kind == "reference" and field.target in ids:
                    for record in self._out.records[sheet]:
                        if field.name in record:
                            record[field.name] = ids[field.target][int(record[field.name])]


def _inherited(heading: Heading, before: Heading) -> Heading:
    """Let a table that goes on under a repeated header belong where the one above did."""
    return heading if heading.programme or heading.batch else before
