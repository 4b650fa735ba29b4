"""Whose answer it is: found by number, or by a name that means one person on that day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.casting import fold_id
from handbook.casting.characters import compose
from handbook.proposals import Place

_AFTER = timedelta(days=31)
"""How long after the end of a posting its last answers may come in."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A posting as far as answers are matched to it.

    Attributes:
        id: Of the posting.
        cadre: Id of the cadre.
        units: Folded names of its two units.
        first: First day, ISO; blank if unknown.
        last: Last day an answer may speak of, ISO; blank if unknown.
    """

    id: str
    cadre: str
    units: frozenset[str]
    first: str
    last: str

    def covers(self, day: str) -> bool:
        """Say whether it lasts on a day.

        Args:
            day: ISO; blank where nobody knows.
        """
        return not day or ((not self.first or self.first <= day) and (day <= (self.last or day)))


class People:
    """The people of a register, and where they are when.

    Attributes:
        names: Id of a cadre → name.
    """

    def __init__(self, places: Mapping[str, Place]) -> None:
        """Learn who is called what and who is where.

        Args:
            places: Sheets of the register.
        """
        self._units = _units(places)
        self._stays = {stay.id: stay for stay in _stays(places, self._units)}
        self._named: dict[str, set[str]] = {}
        self.names: dict[str, str] = {}
        for cadre, name in _columns(places, "cadres", "cadre_id", "name"):
            self.names[cadre] = name
            self._named.setdefault(fold_name(name), set()).add(cadre)

    def with_number(self, posting: str) -> list[Stay]:
        """Give the posting of a number, or nothing.

        Args:
            posting: As typed, with or without a name behind it.
        """
        stay = self._stays.get(_id(posting))
        return [stay] if stay else []

    def of_cadre(self, cadre: str) -> list[Stay]:
        """Give the postings of a cadre.

        Args:
            cadre: Id as typed, with or without a name behind it.
        """
        wanted = _id(cadre)
        return [stay for stay in self._stays.values() if stay.cadre == wanted]

    def called(self, name: str) -> list[Stay]:
        """Give the postings of everybody who bears a name.

        Args:
            name: As typed.
        """
        bearers = self._named.get(fold_name(name), set())
        return [stay for stay in self._stays.values() if stay.cadre in bearers]

    def at_unit(self, stays: list[Stay], unit: str) -> list[Stay]:
        """Give those of some postings in which a unit sends or receives.

        Args:
            stays: Any.
            unit: Its name or one of its short names, as typed.
        """
        return [stay for stay in stays if fold_name(unit) in stay.units]


def fold_name(name: str) -> str:
    """Make spellings of one name equal: spaces, width, case.

    Args:
        name: As typed.
    """
    text = unicodedata.normalize("NFKC", compose(name)).casefold()
    return "".join(text.split())


def _id(text: str) -> str:
    """Take the id out of an id with a name behind it."""
    return fold_id(text.split(" ")[0]).upper()


def _columns(places: Mapping[str, Place], sheet: str, *names: str) -> Iterator[tuple[str, ...]]:
    """Give what some columns of a sheet mean, record by record."""
    place = places.get(sheet)
    if place is None:
        return
    blank = [""] * len(place.names)
    columns = [
        [place.meaning(name, text) for text in place.texts.get(name, blank)] for name in names
    ]
    yield from zip(*columns, strict=True)


def _units(places: Mapping[str, Place]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for unit, name, short in _columns(places, "units", "unit_id", "unit_name", "short_names"):
        for mark in "；;，,、/\n":
            short = short.replace(mark, " ")
        found[unit] = frozenset(map(fold_name, filter(None, [unit, name, *short.split()])))
    return found


def _stays(places: Mapping[str, Place], units: Mapping[str, frozenset[str]]) -> Iterator[Stay]:
    wanted = (
        "posting_id", "cadre_id", "home_unit_id", "receiving_unit_id",
        "reported_on", "start_planned", "end_actual", "extension_to", "end_planned",
    )  # fmt: skip
    for posting, cadre, home, receiving, *days in _columns(places, "postings", *wanted):
        if posting:
            names = units.get(home, frozenset()) | units.get(receiving, frozenset())
            starts = sorted(filter(_is_day, days[:2]))
            last = next(filter(_is_day, days[2:]), "")
            yield Stay(posting, cadre, names, starts[0] if starts else "", _later(last))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _later(day: str) -> str:
    return (date.fromisoformat(day) + _AFTER).isoformat() if day else ""
