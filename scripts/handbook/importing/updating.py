"""A newer ledger against a register: what it would change, without a second copy of anybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from handbook.importing import reasons
from handbook.importing.matching import unit_key
from handbook.importing.model import SHEETS, At, Imported, Record, Target
from handbook.proposals import Kind, Origin, Place, Proposal, Scope, compare, places_of
from handbook.schema import Schema, TableSchema, fold
from handbook.validation.keys import ids_beside
from handbook.workbook import Manifest, Sheet, Workbook, grid

_NEAR_DAYS = 62
_NOT_TOLD_AGAIN: Mapping[str, Collection[str]] = {
    "units": ("unit_name",), "programmes": ("name", "kind"), "batches": ("title", "programme_id"),
    "postings": ("batch_id",),
}  # fmt: skip
"""What a ledger never changes of a record that is there: by these it was found, or people have
completed them since."""
_LISTS = ("short_names", "remark")
"""Fields to which a newer ledger adds, instead of replacing what stands there."""


def propose_update(
    imported: Imported,
    schema: Schema,
    register: Mapping[str, Place],
    file: str,
    before: Imported | None = None,
) -> list[Proposal]:
    """List what a newer ledger asks of a register that an older one was imported into.

    People are matched by name, unit and month of birth, units by any of their names, postings by
    person, receiving unit and start. A blank in the ledger asks for nothing.

    Args:
        imported: The newer ledger; people who may be somebody else of that name go to its
            leftovers.
        schema: What the register consists of.
        register: Its sheets, as they stand now.
        file: Name of the ledger, for the list.
        before: The older ledger, where it is still there: what both say alike is no wish, so that
            what was put right in the register stays.

    Returns:
        Changes and new rows, sheet by sheet.
    """
    wishes = _Wishes(imported, schema, register)
    earlier = _Wishes(before, schema, register).places(new=False) if before else {}
    found: list[Proposal] = []
    for key, place in wishes.places().items():
        fields = [each.name for each in schema.tables[key].fields if each.name in place.texts]

        def origin(row: int, key: str = key) -> Origin:
            at = wishes.origin(key, row)
            return Origin(file, at.title, at.row)

        if key in register:
            known = register[key]
            _leave_columns(imported, schema.tables[key], known)
            found += compare(known, place, earlier.get(key), Scope(fields), origin)
    return list(_needed(found, schema))


def _leave_columns(imported: Imported, table: TableSchema, known: Place) -> None:
    """List the columns of the ledger that the register does not have, each once."""
    records = list(enumerate(imported.records[table.key]))
    for field in table.fields:
        filled = [number for number, record in records if field.name in record]
        told = [n for n in filled if Target(table.key, n, field.name) not in imported.assumed]
        if told and field.name not in known.texts:
            sheet, title = (each.titles[imported.language] for each in (table, field))
            at, count = imported.origins[table.key, told[0]], len(told)
            text = imported.records[table.key][told[0]][field.name]
            values = {"sheet": sheet, "field": title, "count": count}
            imported.leave(at, text, reasons.NO_COLUMN, **values)


def _needed(proposals: list[Proposal], schema: Schema) -> Iterator[Proposal]:
    """Leave out new batches, programmes and units that no other proposal refers to."""
    wanted = {
        text.split(" ")[0]
        for each in proposals
        for name, text in (*each.texts.items(), (each.field, each.after))
        if name and name != schema.tables[each.sheet].primary_key
    }
    for each in proposals:
        own = each.texts.get(schema.tables[each.sheet].primary_key, "")
        is_lone = each.kind is Kind.ADD and each.sheet in ("units", "programmes", "batches")
        if not is_lone or own in wanted:
            yield each


def _known(place: Place) -> dict[str, dict[str, str]]:
    """Give every record of a sheet with what its cells mean."""
    return {
        name: {field: place.meaning(field, texts[at]) for field, texts in place.texts.items()}
        for name, at in place.rows.items()
    }


class _Wishes:
    """A ledger's records under the ids they have in the register."""

    def __init__(self, imported: Imported, schema: Schema, register: Mapping[str, Place]) -> None:
        self._imported = imported
        self._schema = schema
        self._register = register
        self._ids: dict[str, dict[str, str]] = {sheet: {} for sheet in SHEETS}
        self._new: dict[str, set[str]] = {sheet: set() for sheet in SHEETS}
        self._rows: dict[str, list[int]] = {}
        self._known = {key: _known(register[key]) if key in register else {} for key in SHEETS}
        for sheet, match in (
            ("units", self._units()),
            ("programmes", self._by_name("programmes", "name")),
            ("cadres", self._cadres),
            ("batches", self._batches),
            ("postings", self._postings),
            ("mentors", self._mentors),
        ):
            self._settle(sheet, match if isinstance(match, dict) else match())

    def origin(self, sheet: str, row: int) -> At:
        """Give the place in the ledger of a row of `places`."""
        return self._imported.origins[sheet, self._rows[sheet][row - 2]]

    def _settle(self, sheet: str, matched: Mapping[int, str]) -> None:
        table = self._schema.tables[sheet]
        pattern = f"{table.id_prefix}-"
        free = ids_beside(table, [key for key in self._known[sheet] if key.startswith(pattern)])
        for number, record in enumerate(self._imported.records[sheet]):
            own = record[table.primary_key]
            found = matched.get(number)
            self._ids[sheet][own] = found or next(free)
            if found is None:
                self._new[sheet].add(self._ids[sheet][own])

    def _units(self) -> dict[int, str]:
        names: dict[str, str] = {}
        for key, record in self._known["units"].items():
            several = record.get("short_names", "").replace(";", "；").split("；")
            for name in (*several, record.get("unit_name", "")):
                if name.strip():
                    names.setdefault(unit_key(name), key)
        found: dict[int, str] = {}
        for number, record in enumerate(self._imported.records["units"]):
            written = [record["unit_name"], *record.get("short_names", "").split("；")]
            keys = [names[unit_key(name)] for name in written if unit_key(name) in names]
            if keys:
                found[number] = keys[0]
        return found

    def _by_name(self, sheet: str, name: str) -> dict[int, str]:
        names = {fold(each.get(name, "")): key for key, each in self._known[sheet].items()}
        return {
            number: names[fold(record[name])]
            for number, record in enumerate(self._imported.records[sheet])
            if fold(record[name]) in names
        }

    def _batches(self) -> dict[int, str]:
        names = {
            (each.get("programme_id"), fold(each.get("title", ""))): key
            for key, each in self._known["batches"].items()
        }
        found: dict[int, str] = {}
        for number, record in enumerate(self._imported.records["batches"]):
            programme = self._ids["programmes"][record["programme_id"]]
            key = names.get((programme, fold(record["title"])))
            if key:
                found[number] = key
        return found

    def _cadres(self) -> dict[int, str]:
        homes: dict[str, set[str]] = {}
        for posting in self._known["postings"].values():
            of = homes.setdefault(posting.get("cadre_id", ""), set())
            of.add(posting.get("home_unit_id", ""))
        by_name: dict[str, list[str]] = {}
        for key, record in self._known["cadres"].items():
            by_name.setdefault(fold(record.get("name", "")), []).append(key)
        found: dict[int, str] = {}
        taken: set[str] = set()
        for number, record in enumerate(self._imported.records["cadres"]):
            namesakes = [k for k in by_name.get(fold(record["name"]), ()) if k not in taken]
            person = self._same_person(record, namesakes, homes)
            if person:
                found[number] = person
                taken.add(person)
            elif namesakes:
                at = self._imported.origins["cadres", number]
                self._imported.leave(
                    at, record["name"], reasons.NAMESAKE_THERE, record=namesakes[0]
                )
        return found

    def _same_person(
        self, record: Record, namesakes: list[str], homes: Mapping[str, set[str]]
    ) -> str | None:
        """Find the one person of that name, unit and month of birth, as far as both are known."""
        unit = self._ids["units"].get(record.get("home_unit_id", ""), "")
        birth = record.get("birth_ym", "")
        known = self._known["cadres"]
        alike = [
            key
            for key in namesakes
            if (known[key].get("home_unit_id", ""), known[key].get("birth_ym", "")) == (unit, birth)
        ]
        if alike:
            return alike[0]
        same_age = [
            key for key in namesakes if not birth or known[key].get("birth_ym", "") in ("", birth)
        ]
        here = [
            key
            for key in same_age
            if unit and unit in {known[key].get("home_unit_id"), *homes.get(key, ())}
        ]
        sure = here or [
            key for key in same_age if birth and known[key].get("birth_ym", "") == birth
        ]
        if not sure and not unit:
            sure = same_age
        return sure[0] if len(sure) == 1 else None

    def _postings(self) -> dict[int, str]:
        by_cadre: dict[str, list[str]] = {}
        for key, record in self._known["postings"].items():
            by_cadre.setdefault(record.get("cadre_id", ""), []).append(key)
        found: dict[int, str] = {}
        taken: set[str] = set()
        for rank in range(3):  # the surest first, so that nobody else's posting is taken
            for number, record in enumerate(self._imported.records["postings"]):
                cadre = self._ids["cadres"][record["cadre_id"]]
                free = [key for key in by_cadre.get(cadre, ()) if key not in taken]
                same = [key for key in free if self._rank(record, key) == rank]
                if same and number not in found:
                    found[number] = same[0]
                    taken.add(same[0])
        return found

    def _rank(self, record: Record, key: str) -> int | None:
        """Say how surely two are one posting: 0 is sure, None is another one."""
        known = self._known["postings"][key]
        host = self._ids["units"].get(record.get("receiving_unit_id", ""), "")
        same_host = host == known.get("receiving_unit_id", "")
        start, there = record.get("start_planned", ""), known.get("start_planned", "")
        if start == there:
            return 0 if same_host else 1
        is_near = not start or not there or _apart(start, there) <= _NEAR_DAYS
        return 2 if same_host and is_near else None

    def _mentors(self) -> dict[int, str]:
        names = {
            (each.get("posting_id"), fold(each.get("mentor_name", ""))): key
            for key, each in self._known["mentors"].items()
        }
        found: dict[int, str] = {}
        for number, record in enumerate(self._imported.records["mentors"]):
            posting = self._ids["postings"][record["posting_id"]]
            key = names.get((posting, fold(record["mentor_name"])))
            if key:
                found[number] = key
        return found

    def places(self, *, new: bool = True) -> dict[str, Place]:
        """Lay the records out as sheets of the register.

        Args:
            new: Whether to have those that the register does not have yet.
        """
        sheets = tuple(self._sheet(key, new=new) for key in SHEETS if key in self._register)
        book = Workbook(sheets, Manifest(source=""))
        return places_of(book, self._schema, self._imported.language)

    def _sheet(self, key: str, *, new: bool) -> Sheet:
        table = self._schema.tables[key]
        filled = (name for each in self._imported.records[key] for name in each)
        names = list(dict.fromkeys([table.primary_key, *filled]))
        rows: list[list[str]] = []
        self._rows[key] = []
        for number, record in enumerate(self._imported.records[key]):
            own = self._ids[key][record[table.primary_key]]
            is_new = own in self._new[key]
            if new or not is_new:
                text = self._new_text if is_new else self._known_text
                told = self._told(key, number, own)
                rows.append([text(key, own, name, told) for name in names])
                self._rows[key].append(number)
        title = table.titles[self._imported.language]
        return Sheet(title=title, text=grid([names, *rows]), key=key)

    def _told(self, key: str, number: int, own: str) -> Record:
        """Give what the ledger itself says, and what was assumed where nothing stands yet."""
        record = self._imported.records[key][number]
        standing = self._known[key].get(own, {})
        return {
            name: text
            for name, text in record.items()
            if Target(key, number, name) not in self._imported.assumed or not standing.get(name)
        }

    def _new_text(self, key: str, own: str, name: str, record: Record) -> str:
        table = self._schema.tables[key]
        known = table.field(name)
        text = record.get(name, "")
        if name == table.primary_key:
            return own
        return self._ids[known.target][text] if text and known.kind == "reference" else text

    def _known_text(self, key: str, own: str, name: str, record: Record) -> str:
        """Give what a record that is there would hold: what the ledger says, else what stands."""
        place = self._register[key]
        texts = place.texts.get(name)
        standing = texts[place.rows[own]] if texts is not None else ""
        text = self._new_text(key, own, name, record)
        if not text or name in _NOT_TOLD_AGAIN.get(key, ()):
            return standing
        return _added(standing, text, self._imported.language) if name in _LISTS else text


def _added(standing: str, text: str, language: str) -> str:
    """Add what is not there yet."""
    separator = "；" if language == "zh" else "; "
    missing = [part for part in re.split("； ?|; ", text) if part not in standing]
    return separator.join(filter(None, [standing, *missing]))


def _apart(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return _NEAR_DAYS + 1
