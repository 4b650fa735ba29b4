"""What the things that pages read say now, in a few bytes each, to compare with what they said.

Everything is looked at a sheet at a time. What many pages take a part of is told apart by its
parts, and by its roots as well: the sheets it was made from. Where the roots say the same, so do
all the parts, and none of them is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib import import_module
from operator import attrgetter
from typing import Any, TypeAlias

from handbook.pages.book import Book
from handbook.pages.foreign_names import vietnamese_names
from handbook.pages.index import OWNERS
from handbook.pages.reads import EVERYTHING, FINDINGS, FOREIGN, PAST, Read
from handbook.pages.values import Shown
from handbook.pages.worked import worked_of
from handbook.publishable import Publishable, PublishedTable
from handbook.schema import Field, Schema

Prints: TypeAlias = Mapping[str, bytes]
"""Key of a record or a part → what it says, in a few bytes; nothing for what says nothing."""

NOTHING = b""
_SIZE = 10  # bytes; two of a million things are told apart as surely as it will not rain stones


@dataclass(frozen=True, eq=False)
class RegisterPrints:
    """What a register says, in whatever language.

    Attributes:
        roots: Sheet key → what all of the sheet says; and the same of what is no sheet.
        tables: Sheet key → sheet, for its columns.
        names: Root for each sheet → which records there are, and what decides how each is called.
    """

    roots: Prints
    tables: Mapping[str, PublishedTable] = field(default_factory=dict)
    names: Prints = field(default_factory=dict)
    _columns: dict[tuple[str, str], bytes] = field(default_factory=dict)
    _records: dict[str, Prints] = field(default_factory=dict)

    def records(self, sheet: str) -> Prints:
        """Say what each record of a sheet says, and what is special about it.

        Args:
            sheet: Sheet key; one that is absent has none.
        """
        known = self._records.get(sheet)
        if known is None:
            table = self.tables.get(sheet)
            known = self._records[sheet] = _record_prints(table) if table else {}
        return known

    def column(self, sheet: str, name: str) -> bytes:
        """Say what one column says, in which records; nothing where nobody may see it.

        Args:
            sheet: Sheet key.
            name: Of the field.
        """
        known = self._columns.get((sheet, name))
        if known is None:
            table = self.tables.get(sheet)
            is_shown = table and table.shows(name)
            known = _column_print(table, name) if table and is_shown else NOTHING
            self._columns[sheet, name] = known
        return known


def register_prints(publishable: Publishable) -> RegisterPrints:
    """Say in a few bytes each what the records of a register say.

    Args:
        publishable: The register as its audience may see it.
    """
    roots = {sheet: _table_print(table) for sheet, table in publishable.tables.items()}
    told = (publishable.findings, publishable.held, sorted(publishable.first_told.items()))
    roots[FINDINGS] = _print(repr(told))
    roots[FOREIGN] = _print(repr(sorted(worked_of(publishable).of(vietnamese_names)[0])))
    roots[PAST] = _print(repr((publishable.past.steps, publishable.past.open)))
    names = {
        _names(sheet): _names_print(publishable.schema, table)
        for sheet, table in publishable.tables.items()
    }
    return RegisterPrints(roots, publishable.tables, names)


class Leaves:
    """What can be read by the pages of one language."""

    def __init__(self, book: Book, register: RegisterPrints) -> None:
        """Look at nothing yet.

        Args:
            book: Of the language of the pages.
            register: Of the same register.
        """
        self._book = book
        self._register = register
        self._prints: dict[tuple[str, str], Prints] = {}

    @cached_property
    def roots(self) -> Prints:
        """What the sheets say, and what their records are called."""
        return {**self._register.roots, **self._register.names}

    def print(self, kind: str, place: str, key: str) -> bytes:
        """Say what one thing says.

        Args:
            kind: As in `Read`; never everything.
            place: As in `Read`.
            key: As in `Read`.
        """
        if kind == "column":
            return self._register.column(place, key)
        if kind != "reference":
            return self.prints(kind, place).get(key, NOTHING)
        index = self._book.index
        return _print(_told(index.reference(place, key))) if index.has(place, key) else NOTHING

    def prints(self, kind: str, place: str) -> Prints:
        """Say what everything of one kind in one place says.

        Args:
            kind: As in `Read`; never everything.
            place: As in `Read`.
        """
        known = self._prints.get((kind, place))
        if known is None:
            known = self._prints[kind, place] = self._made(kind, place)
        return known

    def _made(self, kind: str, place: str) -> Prints:
        book, index = self._book, self._book.index
        match kind:
            case "record":
                return self._register.records(place)
            case "records" | "root":
                return {"": self.roots.get(place, NOTHING)}
            case "keys":
                return {"": _print("\0".join(index.keys(place)))}
            case "group":
                sheet, _, field = place.partition(".")
                parts = index.keys_by(sheet, field).parts
                return {target: _print("\0".join(keys)) for target, keys in parts.items()}
            case "reference":
                keys = index.keys(place)
                return {key: _print(_told(index.reference(place, key))) for key in keys}
            case "references":
                return {"": _sheet_print(self.prints("reference", place))}
            case "filled":
                return {"": _print(" ".join(sorted(index.filled(place))))}
            case "notices":
                return _prints_of(book.notices_of_sheet(place))
            case "shared":
                return _prints_of(book.shared(_maker(place)).parts)
            case _:
                raise ValueError(f"no page reads {kind}")

    def roots_of(self, kind: str, place: str) -> frozenset[str]:
        """Say which sheets decide what everything of one kind in one place says.

        Args:
            kind: As in `Read`; never everything.
            place: As in `Read`.
        """
        match kind:
            case "reference" | "references":
                return self._roots_of_names[place]
            case "group":
                return frozenset({place.partition(".")[0]})
            case "notices":
                return self._roots_of_all(self._book.board_reads)
            case "shared":
                return self._roots_of_all(self._book.shared_reads(_maker(place)))
            case _:
                return frozenset({place})

    def reads_of(self, kind: str, place: str) -> frozenset[Read]:
        """Say what all of one kind in one place is made from; nothing for the register itself.

        Args:
            kind: As in `Read`; never everything.
            place: As in `Read`.
        """
        match kind:
            case "notices":
                return self._book.board_reads
            case "shared":
                return self._book.shared_reads(_maker(place))
            case _:
                return frozenset()

    @cached_property
    def _roots_of_names(self) -> Mapping[str, frozenset[str]]:
        """Give for each sheet the sheets that decide how its records are called and linked."""
        schema, roots = self._book.index.schema, dict[str, frozenset[str]]()

        def follow(sheet: str) -> frozenset[str]:
            targets = {each.target for each in _naming(schema, sheet)} - {"", sheet}
            return frozenset({_names(sheet), FOREIGN}).union(*map(follow, targets))

        for sheet in schema.tables:
            roots[sheet] = follow(sheet)
        return roots

    def _roots_of_all(self, reads: Iterable[Read]) -> frozenset[str]:
        places = {(kind, place) for kind, place, _ in reads}
        if EVERYTHING[:2] in places:
            return frozenset(self.roots)
        return frozenset[str]().union(*(self.roots_of(*each) for each in places))


def _maker(name: str) -> Callable[[Book], Mapping[str, Any]]:
    module, _, function = name.rpartition(".")
    maker: Callable[[Book], Mapping[str, Any]] = getattr(import_module(module), function)
    return maker


def _told(shown: Shown) -> str:
    return "\0".join((shown.text, shown.link, shown.language))


def _prints_of(parts: Mapping[str, Any]) -> Prints:
    return {key: _print(repr(part)) for key, part in parts.items()}


def _print(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


def _sheet_print(prints: Prints) -> bytes:
    digest = blake2b("\0".join(prints).encode("utf-8", "surrogatepass"), digest_size=_SIZE)
    digest.update(b"".join(prints.values()))
    return digest.digest()


def _table_print(table: PublishedTable) -> bytes:
    digest = blake2b("\0".join(table.records).encode("utf-8", "surrogatepass"), digest_size=_SIZE)
    for column in zip(*table.records.values(), strict=True):
        digest.update(_told_in(column).encode("utf-8", "surrogatepass"))
    digest.update(repr(sorted(table.states.items())).encode())
    return digest.digest()


def _told_in(column: Sequence[Any]) -> str:
    """Write a column as one text, each distinct value once where they are no texts."""
    try:
        return "\0".join(column)
    except TypeError:
        known = {value: repr(value) for value in set(column)}
        return "\0".join(map(known.__getitem__, column))


def _record_prints(table: PublishedTable) -> Prints:
    states: dict[str, list[str]] = {}
    for (key, name), state in table.states.items():
        states.setdefault(key, []).append(f"{name}={state}")
    prints: dict[str, bytes] = {}
    rows = zip(*_value_prints(table), strict=True)
    for key, values in zip(table.records, rows, strict=True):
        special = ";".join(sorted(states[key])).encode() if key in states else b""
        prints[key] = blake2b(b"".join(values) + special, digest_size=_SIZE).digest()
    return prints


def _value_prints(table: PublishedTable) -> Iterator[list[bytes]]:
    """Print each distinct value of a column once; give the prints of every column by row."""
    for each in table.fields:
        column = list(map(attrgetter(each.name), table.records.values()))
        known = {value: _print(repr(value)) for value in set(column)}
        yield list(map(known.__getitem__, column))


def _names(sheet: str) -> str:
    """Name the root that says which records a sheet has, and how each is called."""
    return f"~names {sheet}"


def _naming(schema: Schema, sheet: str) -> Iterator[Field]:
    """Give the columns that decide what a record is called, and on whose page it stands."""
    table = schema.tables[sheet]
    for name in (*table.label, *((OWNERS[sheet][1],) if sheet in OWNERS else ())):
        yield table.field(name)


def _names_print(schema: Schema, table: PublishedTable) -> bytes:
    columns = [each.name for each in _naming(schema, table.key) if table.shows(each.name)]
    keys = _print("\0".join(table.records))
    return _print(repr((keys, [_column_print(table, name) for name in columns])))


def _column_print(table: PublishedTable, name: str) -> bytes:
    states = repr(sorted(table.states_of(name).items()))
    values = list(map(attrgetter(name), table.records.values()))
    return _print("\n".join(("\0".join(table.records), _told_in(values), states)))
