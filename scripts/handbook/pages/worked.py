"""What follows from the register alone, whatever the language: worked out once for all of them.

Where the sites of several languages are made in processes of their own, whoever starts them calls
`work_out` before, so that each of them finds it done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from handbook.dues import all_dues
from handbook.dues.talks import coming_talks
from handbook.pages.foreign_names import vietnamese_names
from handbook.pages.names import letters_of, phrase_spellings
from handbook.pages.reads import NotedRegister, Read, Reads, coarsened
from handbook.publishable import Publishable, PublishedTable
from handbook.todo import tasks_of

Made = TypeVar("Made")
_Groups = Mapping[str, tuple[str, ...]]

_SPOKEN = {"cadres": "name", "units": "unit_name"}  # sheets whose records are sorted by sound
_NAME = "worked"


class Worked:
    """What has been worked out of one register."""

    def __init__(self, publishable: Publishable) -> None:
        """Begin without anything.

        Args:
            publishable: The register as its audience may see it.
        """
        self._publishable = publishable
        self._made: dict[Callable[..., Any], tuple[Any, frozenset[Read]]] = {}
        self._groups: dict[tuple[str, str], _Groups] = {}
        self._filled: dict[str, frozenset[str]] = {}
        self._namesakes: dict[str, frozenset[str]] = {}

    def of(self, make: Callable[[Publishable], Made]) -> tuple[Made, frozenset[Read]]:
        """Give what a function makes of the register, and what it has read for that.

        Args:
            make: A function of a module, called once.
        """
        known = self._made.get(make)
        if known is None:
            reads = Reads()
            with reads.gathered() as read:
                made = make(NotedRegister(self._publishable, reads))
            known = self._made[make] = made, coarsened(read)
        return known

    def filled(self, sheet: str) -> frozenset[str]:
        """Give the names of the columns of a sheet in which any record has something to show.

        Args:
            sheet: Sheet key; an absent one has none.
        """
        known = self._filled.get(sheet)
        if known is None:
            table = self._publishable.tables.get(sheet)
            known = self._filled[sheet] = frozenset(_filled_columns(table) if table else ())
        return known

    def group(self, sheet: str, field: str) -> _Groups:
        """Sort the records of a sheet by what a reference column says.

        Args:
            sheet: Sheet key.
            field: Name of a reference field; a list counts for each of its ids.

        Returns:
            Id referred to → keys of the records, in their order; empty where nobody may look.
        """
        known = self._groups.get((sheet, field))
        if known is None:
            known = self._groups[sheet, field] = self._group(sheet, field)
        return known

    def namesakes(self, sheet: str) -> frozenset[str]:
        """Give the keys of the records of a sheet whose name another one has as well.

        Args:
            sheet: Sheet key.
        """
        known = self._namesakes.get(sheet)
        if known is None:
            known = self._namesakes[sheet] = frozenset(self._bearers(sheet))
        return known

    def _bearers(self, sheet: str) -> Iterator[str]:
        shows = self._publishable.shows
        names = [
            each for each in self._publishable.schema.tables[sheet].label if shows(sheet, each)
        ]
        if names:
            records = self._publishable.records_of(sheet)
            called = list(map(attrgetter(*names), records.values()))
            bearers = Counter(called)
            yield from (key for key, name in zip(records, called, strict=True) if bearers[name] > 1)

    def _group(self, sheet: str, field: str) -> _Groups:
        read, groups = self._publishable.reader(sheet, field), dict[str, list[str]]()
        for key, record in self._publishable.records_of(sheet).items():
            value = read(record)
            for target in value if isinstance(value, tuple) else (value,):
                groups.setdefault(target, []).append(key)
        return {target: tuple(keys) for target, keys in groups.items() if target}


def _filled_columns(table: PublishedTable) -> Iterator[str]:
    yield from {name for _, name in table.states}
    for field in table.fields:
        read = attrgetter(field.name)
        if any(read(record) not in _BLANKS for record in table.records.values()):
            yield field.name


_BLANKS = frozenset[Any]({None, "", ()})


def worked_of(publishable: Publishable) -> Worked:
    """Give what has been worked out of a register: it is kept with it, and goes with it.

    Args:
        publishable: The register as its audience may see it.
    """
    beside = vars(publishable)
    if _NAME not in beside:
        beside[_NAME] = Worked(publishable)
    worked: Worked = beside[_NAME]
    return worked


def work_out(publishable: Publishable) -> None:
    """Work out beforehand what the pages of every language take.

    Args:
        publishable: The register as its audience may see it.
    """
    worked = worked_of(publishable)
    for make in (all_dues, coming_talks, tasks_of, vietnamese_names):
        worked.of(make)
    for sheet, table in publishable.tables.items():
        worked.filled(sheet)
        worked.namesakes(sheet)
        for field in table.fields:
            if field.target:
                worked.group(sheet, field.name)
    for sheet, field_name in _SPOKEN.items():
        names = _texts(publishable, sheet, field_name)
        list(map(letters_of, names))  # keeps them
    phrase_spellings(_texts(publishable, "units", "unit_name"))


def _texts(publishable: Publishable, sheet: str, field: str) -> list[str]:
    return list(map(publishable.reader(sheet, field), publishable.records_of(sheet).values()))
