"""Registers of any size for benchmarks: county after county, each kept as the demo register is.

Sheets and columns are titled with their keys, enumerations hold keys; the check reads both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from handbook.demo import write_book
from handbook.demo.book import AS_OF, IDS, Record, Value
from handbook.demo.names import candidate_names, name_hash
from handbook.workbook import Manifest, Sheet, Workbook, grid

CADRES_OF_A_COUNTY = 450
"""Two in three of them stand for a programme, and half are sent: 4,800 rows with theirs."""
CELLS_PER_SLIP = 700
COUNTIES_PER_SLIP = 2
"""One filled cell in so many, and a cell of every column in every second county, are blank,
another row's, or nonsense: that makes two findings in a hundred rows."""
SLIP_TEXT = "？"
_RECORDS_OF_A_COUNTY = 10_000  # more than any sheet of a county has; keeps their numbers apart
_PLACES = (
    "岚屿", "禾望", "澄湾", "松栈", "杏坞", "白枥", "渡石", "青楹", "麦垄", "桐湾",
    "苔桥", "檐溪", "槿塘", "鹭汀", "椴木", "雾篱", "砚泉", "橘灯", "蒲柳", "岚枥",
)  # fmt: skip
_ID = re.compile(rf"({'|'.join(prefix for _, prefix, _ in IDS.values())})-(\d{{2,5}})")
_NAMED = {"units": "unit_name", "programmes": "name"}
"""Sheet key → field that says which county the record is of."""
_PEOPLE = {"cadres": "name", "mentors": "mentor_name"}
"""Sheet key → field with the name of a person."""
_NEVER_WRONG = {"rules_on", *_NAMED.values(), *_PEOPLE.values()}
_SPELT_ALIKE = "甲乙丙丁"  # tells apart people of one name, once there are no more


def scaled_workbook(cadres: int, seed: int, forbidden: Collection[str] = ()) -> Workbook:
    """Make a register with a number of cadres and nearly ten other rows for each of them.

    It is that of a well-kept office: every programme of the demo register with all rules on, and
    one slip in some hundred cells.

    Args:
        cadres: At least 450, for at least one county.
        seed: Same seed, same register.
        forbidden: Hashes of names nobody may bear.
    """
    make = _Maker(cadres, np.random.default_rng(seed), forbidden)
    for number in range(cadres // CADRES_OF_A_COUNTY):
        make.add_county(number, write_book(f"{seed} {number}", forbidden).sheets)
    make.add_reserve()
    manifest = Manifest(source=f"scaled-{cadres}", as_of=AS_OF, is_sample=True)
    return Workbook(tuple(make.sheets()), manifest)


@dataclass
class _Maker:
    """Puts counties together, then spoils some cells.

    Attributes:
        cadres: How many in all.
        rng: Decides on names and slips.
        forbidden: Hashes of names nobody may bear.
        records: Sheet key → records of all counties.
    """

    cadres: int
    rng: np.random.Generator
    forbidden: Collection[str]
    records: dict[str, list[Record]] = field(default_factory=lambda: {key: [] for key in IDS})

    def __post_init__(self) -> None:
        self._names = self._new_names()

    def add_county(self, number: int, sheets: Mapping[str, list[Record]]) -> None:
        """Add the records of a county under ids and names of their own.

        Args:
            number: Counted from 0.
            sheets: Sheet key → records as the demo register has them.
        """
        place = _PLACES[number % len(_PLACES)] + (str(number // len(_PLACES)) if number else "")
        names: dict[Value, str] = {}
        for sheet, records in sheets.items():
            for each in records:
                record = {name: _moved(value, number) for name, value in each.items()}
                if sheet in _NAMED:
                    record[_NAMED[sheet]] = f"{place}{record[_NAMED[sheet]]}"
                if (person := _PEOPLE.get(sheet, "")) and record.get(person):
                    old = record[person]
                    names[old] = names.get(old) or next(self._names)
                    record[person] = names[old]
                self.records[sheet].append(record)

    def add_reserve(self) -> None:
        """Add cadres nobody has sent anywhere yet, up to the number wanted."""
        people = self.records["cadres"]
        sent = list(people)
        for number in range(self.cadres - len(people)):
            like = sent[number % len(sent)]
            new: Record = {"cadre_id": f"C-{90_000_000 + number}", "name": next(self._names)}
            people.append({**like, **new})

    def sheets(self) -> Iterator[Sheet]:
        """Give all sheets that have records, with their slips."""
        for sheet, records in self.records.items():
            if not records:
                continue
            names = list(dict.fromkeys(name for record in records for name in record))
            columns = [self._column(sheet, name, records) for name in names]
            rows = zip(*columns, strict=True)
            yield Sheet(title=sheet, text=grid([names, *rows]))

    def _column(self, sheet: str, name: str, records: list[Record]) -> NDArray[np.object_]:
        texts = np.array([_text(record.get(name)) for record in records], dtype=object)
        return texts if name in {IDS[sheet][0], *_NEVER_WRONG} else self._with_slips(texts)

    def _with_slips(self, texts: NDArray[np.object_]) -> NDArray[np.object_]:
        """Leave some filled cells blank, put what stands in another row, or nonsense."""
        filled = np.flatnonzero(texts)
        wanted = self.cadres // CADRES_OF_A_COUNTY // COUNTIES_PER_SLIP
        wanted += len(filled) // CELLS_PER_SLIP
        slips = self.rng.choice(filled, min(len(filled), wanted), replace=False)
        spoilt = texts.copy()
        for number, row in enumerate(slips):
            others = (texts[self.rng.choice(filled)], "", "", SLIP_TEXT)
            spoilt[row] = others[number % len(others)]
        return spoilt

    def _new_names(self) -> Iterator[str]:
        every = candidate_names()
        order = self.rng.permutation(len(every))
        names = [every[at] for at in order]
        for suffix in ("", *_SPELT_ALIKE):
            yield from (name + suffix for name in names if name_hash(name) not in self.forbidden)


def _moved(value: Value, county: int) -> Value:
    """Give a value with the ids in it as those of a county."""
    if isinstance(value, tuple):
        return tuple(str(_moved(each, county)) for each in value)
    found = _ID.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return value
    return f"{found[1]}-{county * _RECORDS_OF_A_COUNTY + int(found[2]):05d}"


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "；".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, date) else str(value)
