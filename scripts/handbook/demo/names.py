"""Names of people who do not exist: a fixed pool, then surnames with given names put together."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path

from handbook.demo.dice import Dice

POOL = [
    "顾清禾",
    "陆予安",
    "沈牧之",
    "唐若溪",
    "程栎",
    "苏棠",
    "韩知行",
    "薄秋实",
    "邵闻笛",
    "郁青川",
    "冉向阳",
    "祁慕白",
    "屈南星",
    "闫书屿",
    "卓未央",
    "蓝采薇",
    "岑望舒",
    "景砚秋",
    "庄以宁",
    "俞含章",
]
VIETNAMESE = (
    "Trần Minh Lộc",
    "Lê Thảo Vy",
    "Phạm Gia Khánh",
    "Hoàng Ngọc Diệp",
    "Đỗ Quang Vinh",
    "Nguyễn Hải Yến",
    "Vũ Tuấn Kiệt",
    "Mai Thanh Trúc",
)
_SURNAMES = (
    "顾陆沈唐程苏韩薄邵郁冉祁屈闫卓蓝岑景庄俞季柏桑温费萧舒骆阮褚奚裴霍戚左蒋虞牧丰简"
    "纪鲍殷时穆葛郝晏宗滕燕喻尤耿楼臧全郦闻鞠"
)
_FIRST = "云知望若予清书闻砚秋向南以含未牧青采慕星景溪言临若晚舒新怀远维其泽乐思嘉明庭松之"
_SECOND = "禾安之溪棠行实笛川阳白星屿央薇舒宁章澄岚野帆舟亭桥朗宇柏原屹昭衡遥霁湖音砚樾苒"
_VN_SURNAMES = (
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Đỗ",
    "Nguyễn",
    "Vũ",
    "Mai",
    "Bùi",
    "Đặng",
    "Dương",
    "Lý",
)
_VN_MIDDLE = (
    "Minh",
    "Thảo",
    "Gia",
    "Ngọc",
    "Quang",
    "Hải",
    "Tuấn",
    "Thanh",
    "Khánh",
    "Bảo",
    "Thu",
    "Đức",
)
_VN_GIVEN = ("Lộc", "Vy", "Diệp", "Vinh", "Yến", "Kiệt", "Trúc", "Sơn", "Lam", "Phúc", "Nhã", "Tâm")


def name_hash(name: str) -> str:
    """Hash a name the way the list of forbidden names does: sha256 of its NFKC form."""
    return hashlib.sha256(unicodedata.normalize("NFKC", name).encode()).hexdigest()


def load_forbidden(path: Path) -> frozenset[str]:
    """Read the hashes of names no made-up person may bear.

    Args:
        path: One hash per line; lines that begin with `#` are remarks.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def candidate_names() -> list[str]:
    """Give every three-character name the surnames and given names allow, some hundred thousand."""
    names = (
        f"{surname}{first}{second}"
        for surname in _SURNAMES
        for first in _FIRST
        for second in _SECOND
        if first != second
    )
    return list(dict.fromkeys(names))


class NameMint:
    """Gives every key a name of its own, none of them forbidden, none of them twice."""

    def __init__(self, dice: Dice, forbidden: Collection[str]) -> None:
        """Start with nobody named.

        Args:
            dice: Decides which characters come together.
            forbidden: Hashes as `load_forbidden` gives them.
        """
        self._dice = dice
        self._forbidden = forbidden
        self._by_key: dict[str, str] = {}
        self._used = {*POOL, *VIETNAMESE}

    def name(self, key: str, country: str = "cn") -> str:
        """Give the name of a key; the same one each time it is asked.

        Args:
            key: Whom the name is for (`U-0031 leader_contact 0`).
            country: `cn` or `vn`.
        """
        if key not in self._by_key:
            self._by_key[key] = self._new(
                key, self._vietnamese if country == "vn" else self._chinese
            )
        return self._by_key[key]

    def _new(self, key: str, candidate: Callable[[str, int], str]) -> str:
        attempt = 0
        while (name := candidate(key, attempt)) in self._used or self._is_forbidden(name):
            attempt += 1
        self._used.add(name)
        return name

    def _vietnamese(self, key: str, attempt: int) -> str:
        surname = self._dice.pick(_VN_SURNAMES, "surname", key, attempt)
        middle = self._dice.pick(_VN_MIDDLE, "middle", key, attempt)
        given = self._dice.pick(_VN_GIVEN, "given", key, attempt)
        return f"{surname} {middle} {given}"

    def _chinese(self, key: str, attempt: int) -> str:
        surname = self._dice.pick(_SURNAMES, "surname", key, attempt)
        first = self._dice.pick(_FIRST, "first", key, attempt)
        second = self._dice.pick(_SECOND, "second", key, attempt)
        return f"{surname}{first}{second}"

    def _is_forbidden(self, name: str) -> bool:
        return name_hash(name) in self._forbidden or name[1] == name[2]
