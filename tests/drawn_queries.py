"""What people may type to find a cadre or a unit, drawn by chance, and everything that fits it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from handbook.pages.names import is_han, pinyin_of, without_marks
from handbook.publishable import Publishable


@dataclass(frozen=True)
class Query:
    """Something typed.

    Attributes:
        kind: What it is made of.
        typed: As typed.
        wanted: Id of the record it was drawn for.
        fitting: Ids of all records it says just as much about.
    """

    kind: str
    typed: str
    wanted: str
    fitting: frozenset[str]

    def is_answered_by(self, ids: list[str]) -> bool:
        """Whether the wanted one is there, or else others that fit it as well, and no other."""
        return self.wanted in ids or (len(self.fitting) > len(ids) and self.fitting >= {*ids})


@dataclass(frozen=True)
class Known:
    """Names of a register.

    Attributes:
        cadres: Id → name.
        names: Id of a unit, programme or batch → name and short names.
        sounds: Id of a cadre → syllables.
        plain: Id → all names, folded.
    """

    cadres: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    sounds: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, tuple[str, ...]]


def known(publishable: Publishable) -> Known:
    """Gather the names of a register."""
    fields = {"units": "unit_name", "programmes": "name", "batches": "title"}
    names = {
        key: (
            getattr(record, field),
            *filter(None, re.split("[;；、,，]", getattr(record, "short_names", ""))),
        )
        for sheet, field in fields.items()
        for key, record in publishable.tables[sheet].records.items()
    }
    records = publishable.tables["cadres"].records
    cadres = {key: record.name for key, record in records.items()}
    sounds = {key: pinyin_of(name).syllables for key, name in cadres.items()}
    everybody = {**names, **{key: (name,) for key, name in cadres.items()}}
    plain = {key: tuple(map(without_marks, each)) for key, each in everybody.items()}
    return Known(cadres, names, sounds, plain)


def drawn_queries(register: Known, count: int, seed: int) -> Iterator[Query]:
    """Draw queries of every kind in turn."""
    rng = random.Random(seed)  # noqa: S311 - which names are tried
    chinese = [key for key, sounds in register.sounds.items() if 2 <= len(sounds) <= 4]
    foreign = [key for key, sounds in register.sounds.items() if not sounds]
    units = [key for key in register.names if key.startswith("U-")]
    short = [key for key in units if len(register.names[key]) > 1]
    pools = {
        **dict.fromkeys(CHINESE, chinese),
        **dict.fromkeys(VIETNAMESE, foreign),
        **dict.fromkeys(UNITS, units),
        "short name": short,
    }
    kinds = {**CHINESE, **VIETNAMESE, **UNITS, "short name": _short_name}
    for number in range(count):
        kind = list(kinds)[number % len(kinds)]
        wanted = rng.choice(pools[kind])
        typed, fitting = kinds[kind](register, wanted, rng)
        yield Query(kind, typed, wanted, frozenset(fitting))


Drawn = tuple[str, set[str]]
Draw = Callable[[Known, str, random.Random], Drawn]


def _full(register: Known, wanted: str, _: random.Random) -> Drawn:
    name = register.cadres[wanted]
    return name, {key for key, other in register.cadres.items() if other == name}


def _given(register: Known, wanted: str, _: random.Random) -> Drawn:
    name = register.cadres[wanted]
    given = name[1:] if len(name) < 4 else name[2:]
    return given, {key for key, other in register.cadres.items() if given in other}


def _sounding(register: Known, typed: str) -> Drawn:
    letters = typed.replace(" ", "")
    return typed, {
        key
        for key, sounds in register.sounds.items()
        if any(
            letters[0] == first[0] and _pattern(sounds[at:]).fullmatch(letters)
            for at, first in enumerate(sounds[:2])
        )
    }


@cache
def _pattern(sounds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_begun(sounds))


def _begun(sounds: tuple[str, ...]) -> str:
    """Give a pattern for the syllables from the first on, each whole or only begun."""
    if not sounds:
        return "(?!)"
    first, *others = sounds[0]
    begun = first + "".join(f"(?:{letter}" for letter in others) + ")?" * len(others)
    return f"{begun}(?:{_begun(sounds[1:])})?"


def _pinyin(register: Known, wanted: str, _: random.Random) -> Drawn:
    return _sounding(register, "".join(register.sounds[wanted]))


def _spaced(register: Known, wanted: str, _: random.Random) -> Drawn:
    return _sounding(register, " ".join(register.sounds[wanted]))


def _given_pinyin(register: Known, wanted: str, _: random.Random) -> Drawn:
    return _sounding(register, "".join(register.sounds[wanted][1:]))


def _initials(register: Known, wanted: str, _: random.Random) -> Drawn:
    return _sounding(register, "".join(each[0] for each in register.sounds[wanted]))


def _id(_: Known, wanted: str, __: random.Random) -> Drawn:
    return wanted.lower(), {wanted}


def _marked(register: Known, wanted: str, _: random.Random) -> Drawn:
    return _full(register, wanted, _)


def _unmarked(register: Known, wanted: str, _: random.Random) -> Drawn:
    plain = without_marks(register.cadres[wanted])
    return plain, {key for key, name in register.cadres.items() if without_marks(name) == plain}


def _two_letters(register: Known, wanted: str, rng: random.Random) -> Drawn:
    name = register.names[wanted][0]
    at = rng.randrange(len(name) - 1)
    return _holding(register, name[at : at + 2].strip())


def _two_words(register: Known, wanted: str, rng: random.Random) -> Drawn:
    name = register.names[wanted][0]
    if not is_han(name[0]):
        return _holding(register, " ".join(name.split()[:2]))
    at = rng.randrange(2, len(name) - 1)
    return _holding(register, f"{name[:2]} {name[at : at + 2]}")


def _short_name(register: Known, wanted: str, rng: random.Random) -> Drawn:
    short = rng.choice(register.names[wanted][1:])
    return short, {key for key, names in register.names.items() if short in names}


def _holding(register: Known, typed: str) -> Drawn:
    parts = [without_marks(part) for part in typed.split()]
    return typed, {
        key
        for key, names in register.plain.items()
        if any(all(part in name for part in parts) for name in names)
    }


CHINESE: Mapping[str, Draw] = {
    "name": _full,
    "given name": _given,
    "pinyin": _pinyin,
    "pinyin, spaced": _spaced,
    "pinyin of the given name": _given_pinyin,
    "initials": _initials,
    "id": _id,
}
VIETNAMESE: Mapping[str, Draw] = {"Vietnamese": _marked, "Vietnamese without marks": _unmarked}
UNITS: Mapping[str, Draw] = {
    "two characters of a unit": _two_letters,
    "two words of it": _two_words,
}
