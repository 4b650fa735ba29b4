"""Units of a ledger: which names mean one unit, and which only look as if they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from handbook.casting.characters import half_width
from handbook.importing.splitting import closed_up
from handbook.schema import fold

_FORMER = re.compile(r"[(（]原(?:名|为|称)?[:：]?(?P<former>[^()（）]+)[)）]")
_SEAL = re.compile(r"(?<=[镇乡])(?:人民政府|政府|党委)$|(?<=街道)(?:办事处|党工委|办)$")
_VI_SEAL = re.compile(r"^(?:ubnd|ủybannhândân|đảngủy)(?=xã|phường|thịtrấn)")
_PUNCTUATION = re.compile(r"[\s()（）·.,，、\"“”'‘’\-–—]+")
_REGION = re.compile(r"^[\u4e00-\u9fff]{2,4}?[市县区州省]")
_LOCAL = re.compile(r"^[\u4e00-\u9fff]{0,4}[市县区州省]委?$")
_TELLING = set("一二三四五六七八九十0123456789东西南北中上下新老大小")
_SHORTEST_ALIKE = 6
_SHORTEST_LOCAL = 5
_TYPES = (
    (re.compile(r"[\u4e00-\u9fff]{2,}[镇乡](?:人民政府|政府)?$"), "township", "township"),
    (re.compile(r"[\u4e00-\u9fff]{2,}街道(?:办事处)?$"), "subdistrict", "township"),
    (re.compile(r"[\u4e00-\u9fff]{2,}社区(?:居委会)?$"), "community", "grassroots"),
    (re.compile(r"[\u4e00-\u9fff]{2,}村(?:委会|民委员会)?$"), "village", "grassroots"),
    (re.compile(r"^(?:ubnd )?(?:xã|thị trấn) .+", re.IGNORECASE), "township", "township"),
    (re.compile(r"^(?:ubnd )?phường .+", re.IGNORECASE), "subdistrict", "township"),
)


def unit_key(name: str) -> str:
    """Give what is equal for two ways of writing one unit's name.

    Width, spaces, brackets and letter case do not count, nor the seal of a town: 杏坞镇人民政府.

    Args:
        name: As typed.
    """
    bare = _PUNCTUATION.sub("", fold(_FORMER.sub("", name)))
    return _VI_SEAL.sub("", _SEAL.sub("", bare))


def region_of(title: str) -> str:
    """Give the region a title begins with, such as 栖川市; blank for none."""
    found = _REGION.match("".join(half_width(title).split()))
    return found[0] if found else ""


def type_and_level(name: str) -> tuple[str, str]:
    """Give type and level of a unit where its name leaves no doubt; else blanks."""
    for pattern, kind, level in _TYPES:
        if pattern.search(half_width(name)):
            return kind, level
    return "", ""


@dataclass(frozen=True)
class Alike:
    """Two names that may mean one unit; they were left apart.

    Attributes:
        name: The one.
        other: The other.
    """

    name: str
    other: str


class Units:
    """The units of a ledger, each under one name."""

    def __init__(self, same: Mapping[str, str]) -> None:
        """Begin without any.

        Args:
            same: Name as written → full name, as a person has confirmed.
        """
        self._same = {unit_key(name): full for name, full in same.items()}
        self._confirmed = {unit_key(full) for full in same.values()} | self._same.keys()
        self._spellings: dict[str, dict[str, None]] = {}
        self._aliases: dict[str, str] = {}

    def learn(self, text: str) -> None:
        """Take note of a name.

        Args:
            text: As typed; 栖川市发展规划局（原发展计划局） tells a former name too.
        """
        name = _clean(text)
        if not any(map(str.isalpha, name)):
            return
        full = self._same.get(unit_key(name))
        if full is not None and unit_key(full) != unit_key(name):
            self._aliases[unit_key(name)] = unit_key(full)
            self._spellings.setdefault(unit_key(full), {}).setdefault(full)
        self._spellings.setdefault(unit_key(name), {}).setdefault(name)
        former = _FORMER.search(half_width(text))
        if former:
            self._spellings.setdefault(unit_key(former["former"]), {}).setdefault(former["former"])
            self._aliases[unit_key(former["former"])] = unit_key(name)

    def settle(self, regions: Iterable[str]) -> None:
        """Join what is safe: 市财政局 is 栖川市财政局 in a ledger of that one city.

        Args:
            regions: Regions the titles of the ledger name.
        """
        named = list(dict.fromkeys(regions))
        for region in named:
            if sum(other[-1] == region[-1] for other in named) == 1:
                self._join_region(region)

    def _join_region(self, region: str) -> None:
        for key in list(self._spellings):
            full = fold(region) + key[1:]
            if key[0] == region[-1] and full in self._spellings and key not in self._aliases:
                self._aliases[key] = full

    def _root(self, key: str) -> str:
        seen = {key}
        while key in self._aliases and self._aliases[key] not in seen:
            key = self._aliases[key]
            seen.add(key)
        return key

    def name_of(self, text: str) -> str:
        """Give the name under which a unit is kept.

        Args:
            text: A name that was learnt.
        """
        root = self._root(unit_key(text))
        spellings = self._spellings.get(root) or {_clean(text): None}
        return min(spellings, key=len)

    def short_names(self, name: str) -> list[str]:
        """Give the other names of a unit, in the order in which they were met."""
        root = self._root(unit_key(name))
        return [
            spelling
            for key, spellings in self._spellings.items()
            if self._root(key) == root
            for spelling in spellings
            if fold(spelling) != fold(name)
        ]

    @property
    def names(self) -> set[str]:
        """Every way of writing a unit's name that was met."""
        return {spelling for each in self._spellings.values() for spelling in each}

    def alike(self) -> Iterator[Alike]:
        """Give pairs that may be one unit and were left apart, each once."""
        keys = [key for key in self._spellings if key not in self._aliases]
        by_tail: dict[str, list[str]] = {}
        for key in keys:
            by_tail.setdefault(key[-3:], []).append(key)
        for number, key in enumerate(keys):
            nested = [other for other in by_tail[key[-3:]] if self._is_local(other, key)]
            near = [other for other in keys[:number] if _is_slip(key, other)]
            for other in (*nested, *near):
                if key not in self._confirmed:
                    pair = (self.name_of(self._spelling(each)) for each in (key, other))
                    yield Alike(*pair)

    def _is_local(self, longer: str, shorter: str) -> bool:
        """Say whether one is the other with a region before it: 栖川市财政局 and 财政局."""
        return (
            len(shorter) > 2
            and longer != shorter
            and longer.endswith(shorter)
            and bool(_LOCAL.match(longer[: -len(shorter)]))
        )

    def _spelling(self, key: str) -> str:
        return next(iter(self._spellings[key]))


def _is_slip(one: str, other: str) -> bool:
    """Say whether two long names differ in one character that tells nothing apart.

    栖川市财政局 and 栖川市民政局 are two: without the city there is too little left to slip in.
    """
    if min(len(one), len(other)) < _SHORTEST_ALIKE or abs(len(one) - len(other)) > 1:
        return False
    local = {_REGION.sub("", one), _REGION.sub("", other)}
    if len(local) > 1 and min(map(len, local)) < _SHORTEST_LOCAL:
        return False
    if Levenshtein.distance(one, other, score_cutoff=1) != 1:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    same = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    return not {*one[same : same + 1], *other[same : same + 1]} & _TELLING


def _clean(text: str) -> str:
    return closed_up(_FORMER.sub("", half_width(text)))
