"""Rules about codes of national standards: credit codes, regions, education."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from stdnum.cn import uscc

from handbook.findings import Finding, Plain, Related
from handbook.register import Register
from handbook.rules.model import Rule

_PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71),
                        (81, 82))
    for number in range(first, last + 1)
)  # fmt: skip
_MADE_UP = "98"  # no province has it, so made-up registers use it
_UNCLEAR = ("10", "12", "15", "18", "20", "22", "30", "32", "90")
_DEGREES = ("college", "bachelor", "master")
_BROKEN_OFF = {"13": _DEGREES[:2], "16": _DEGREES[:2], "19": _DEGREES[:2], "23": _DEGREES[:1]}
"""Code of studies broken off (肄业) → minima that what was finished before may reach."""


def check_credit_codes(register: Register) -> Iterator[Finding]:
    """A unified social credit code ends in the check character that the others give.

    A blank code and one of another form (CEL309) are passed over.

    Yields:
        POL-R05 at the code of the unit.

    Source: GB 32100-2015, 4.
    """
    if not register.has("units") or not register.is_on("POL-R05"):
        return
    table = register.tables["units"]
    codes = register.frame("units", ["uscc"])["uscc"]
    codes = codes[codes != ""]
    expected = codes.str[:-1].map(uscc.calc_check_digit)
    for row in codes.index[codes.str[-1] != expected]:
        yield register.make(
            "POL-R05",
            table.cell("uscc", row),
            record=str(table.keys[row]),
            value=str(codes[row]),
            last=str(codes[row])[-1],
            computed=str(expected[row]),
        )


def check_regions(register: Register) -> Iterator[Finding]:
    """A region code begins with the two digits of a province; made-up registers may use 98.

    A code that has not six digits is passed over (CEL309).

    Yields:
        POL-R06 at the region code of the unit.

    Source: GB/T 2260, province codes 11 to 82.
    """
    if not register.has("units") or not register.is_on("POL-R06"):
        return
    table = register.tables["units"]
    codes = register.frame("units", ["region_code"])["region_code"]
    prefixes = codes[codes != ""].str[:2]
    known = prefixes.isin(_PROVINCES) | (register.is_sample & (prefixes == _MADE_UP))
    for row in prefixes.index[~known]:
        yield register.make(
            "POL-R06",
            table.cell("region_code", row),
            record=str(table.keys[row]),
            value=str(codes[row]),
            prefix=str(prefixes[row]),
        )


def check_education_is_clear(register: Register) -> Iterator[Finding]:
    """The education of somebody posted under a minimum says whether a degree was completed.

    Unclear are the codes of a whole group (大学本科教育), of 结业, and 其他, and those of 肄业
    where the minimum is below the studies broken off. Looked at for postings that were not
    cancelled of programmes that state a minimum.

    Yields:
        POL-R07 at the education of the cadre, once for each.

    Source: GB/T 4658.
    """
    if not register.has("postings", "batches", "programmes", "cadres"):
        return
    frame = register.postings_with(["edu_min", "name"], ["cadre_id"], rule="POL-R07")
    frame = frame[frame["edu_min"].isin(_DEGREES)]
    frame = frame.assign(row=frame.index).drop_duplicates("cadre_id")
    table = register.tables["cadres"]
    cadres = register.frame("cadres", ["education_code"])
    cadres = cadres[cadres["education_code"].isin([*_UNCLEAR, *_BROKEN_OFF])]
    cadres = cadres.assign(cadre_id=table.keys[cadres.index], at=cadres.index)
    unclear = cadres.merge(frame, on="cadre_id")
    minima = unclear["education_code"].map(lambda code: _BROKEN_OFF.get(code, _DEGREES))
    unclear = unclear[
        [asked in each for asked, each in zip(unclear["edu_min"], minima, strict=True)]
    ]
    for facts in unclear.to_dict("records"):
        yield _unclear(register, pd.Series(facts))


def _unclear(register: Register, facts: pd.Series) -> Finding:
    table, postings = register.tables["cadres"], register.tables["postings"]
    education = register.schema.field("cadres.education_code").enumeration
    minimum = register.schema.field("programmes.edu_min").enumeration
    posting = str(postings.keys[facts["row"]])
    return register.make(
        "POL-R07",
        table.cell("education_code", facts["at"]),
        record=str(facts["cadre_id"]),
        batch=str(facts["batch_id"]),
        related=(Related(postings.cell("cadre_id", facts["row"]), posting),),
        value="" if education is None else register.make.text(
            education.labels[facts["education_code"]]
        ),
        minimum=Plain({} if minimum is None else minimum.labels[facts["edu_min"]]),
        programme=str(facts["name"]),
    )  # fmt: skip


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R05", check_credit_codes),
    ("POL-R06", check_regions),
    ("POL-R07", check_education_is_clear),
)
