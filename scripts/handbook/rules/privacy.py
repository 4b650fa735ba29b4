"""Rules about personal data that must not stand in the register, or not for ever."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import compress
from re import Match, Pattern

import numpy as np
import pandas as pd
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from handbook.findings import Finding, Visibility, column_letters
from handbook.register import Register, add_months, to_date
from handbook.rules.model import Rule
from handbook.rules.private_texts import TextColumn, columns_of, search
from handbook.rules.terms import CLOSED

RETENTION_MONTHS = 36  # R93: how long confidential facts are kept after the last posting
_GAP = r"[ \-]?"
_BORN = r"(?:[1１][89８９]|[2２][0０])\d{6}"
_IDENTITY = rf"(?<!\d)(?P<citizen>\d{{6}}{_GAP}{_BORN}{_GAP}\d{{3}}[\dXxＸｘ])(?![\dXxＸｘ])"
_VIETNAMESE = r"(?<!\d)(?P<vietnamese>0\d{11})(?!\d)"
_LABEL = r"CCCD|CMND|căn ?cước|định ?danh|身份证|公民身份"
_LABELLED = rf"(?:{_LABEL})[^\d\n]{{0,20}}{_VIETNAMESE}"
IDENTITY_NUMBER = re.compile(rf"{_IDENTITY}|{_LABELLED}", re.IGNORECASE)
IDENTITY_COLUMN = re.compile(rf"{_IDENTITY}|{_VIETNAMESE}")
_HEADER = re.compile(_LABEL, re.IGNORECASE)

_PHONE = (
    r"(?=[+01])(?<![\d.\-])(?P<phone>(?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}"
    r"|0\d{2,3}[\-－]\d{7,8}|(?:\+84[ .]?|0)[35789]\d{2}[ .]?\d{3}[ .]?\d{3})(?![\d\-])"
)
_CARD = r"(?=[4-6])(?<!\d)(?P<card>[4-6]\d{3}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?)(?![\dXxＸｘ])"
_CONFIDENTIAL = (
    "birth_ym", "born_after", "party_status", "political_theory", "base_experience", "in_plan",
    "plan_title", "plan_period", "service_end_ym", "remark",
)  # fmt: skip
_SAYS_NOTHING = ("", "na", "unknown", "undisclosed")


def check_identity_numbers(register: Register) -> Iterator[Finding]:
    """No cell holds an identity number.

    Looked for in every column, also in those the schema does not know: 18 digits with a date of
    birth and the right check character (GB 11643), and 12 digits beside the word CCCD or one like
    it. The number is repeated nowhere.

    Yields:
        POL-R89 at the cell, as secret as its column; at most once for a cell.
    """
    for column in columns_of(register):
        labelled = column.field is None and _HEADER.search(column.header)
        pattern, shortest = (IDENTITY_COLUMN, 12) if labelled else (IDENTITY_NUMBER, 16)
        for row, matches in search(column, pattern, shortest):
            if any(map(_is_identity_number, matches)):
                yield _found(register, "POL-R89", column, row, "")


def _is_identity_number(match: Match[str]) -> bool:
    if match["vietnamese"]:
        return True
    number = re.sub(r"\D", "", unicodedata.normalize("NFKC", match["citizen"])[:-1])
    number += unicodedata.normalize("NFKC", match["citizen"][-1]).upper()
    return _is_day(number[6:14]) and mod_11_2.is_valid(number)


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def check_private_texts(register: Register) -> Iterator[Finding]:
    """Free text holds no phone number, no bank card and no word about anybody's health.

    Names of units are not looked at, and a word that is part of one is passed over elsewhere
    (市残疾人联合会). Identity numbers are left to R89.

    Yields:
        POL-R91 at the cell, as secret as its column; variants `card`, `health` and main (phone),
        each at most once for a cell.
    """
    if not register.is_on("POL-R91"):
        return
    pattern = _private(register)
    for column in columns_of(register):
        if column.field is not None and column.field.kind != "text":
            continue
        if (
            column.table.schema.key == "units"
            and column.field is not None
            and (column.field.name in ("unit_name", "short_names"))
        ):
            continue
        for row, matches in search(column, pattern, 1):
            variants = {_variant(match) for match in matches}
            for variant in sorted(each for each in variants if each is not None):
                yield _found(register, "POL-R91", column, row, variant)


def _private(register: Register) -> Pattern[str]:
    """Compile one expression for all: harmless words first, so that they use up what they hold."""
    health = _any_of(register.schema.health_words)
    names = _harmless_names(register, re.compile(health, re.IGNORECASE))
    harmless = _any_of((*names, *register.schema.harmless_words))
    return re.compile(
        rf"{harmless}|{_IDENTITY}|{_PHONE}|{_CARD}|(?P<health>{health})", re.IGNORECASE
    )


def _any_of(words: Iterable[str]) -> str:
    """Write an expression for any of some words; what cannot begin one is passed over at once."""
    every = list(words)
    first = "".join(sorted({re.escape(word[0]) for word in every}))
    return rf"(?=[{first}])(?:{'|'.join(map(_word, every))})"


def _word(text: str) -> str:
    escaped = re.escape(text)
    return escaped if text[0] >= "一" else rf"\b{escaped}\b"


def _harmless_names(register: Register, health: Pattern[str]) -> list[str]:
    """Give the names of units that hold a word about health, longest first."""
    if not register.has("units"):
        return []
    table = register.tables["units"]
    names = {
        str(name)
        for field in ("unit_name", "short_names")
        for text in table.located.texts(field)
        for name in re.split(r"[;；]", str(text))
        if health.search(name)
    }
    return sorted(names, key=lambda name: (-len(name), name))


def _variant(match: Match[str]) -> str | None:
    """Say what was found, or None where it is harmless after all."""
    if match["health"]:
        return "health"
    if match["phone"]:
        return ""
    if match["card"] and luhn.is_valid(re.sub(r"\D", "", match["card"])):
        return "card"
    return None


def _found(register: Register, code: str, column: TextColumn, row: int, variant: str) -> Finding:
    return register.make(
        code,
        column.cell(row),
        record=str(column.table.keys[row]),
        variant=variant,
        visibility=None if column.field is not None else Visibility.ORG,
        field=_title(register, column),
    )


def _title(register: Register, column: TextColumn) -> str:
    """Name a column as its editor does; one without a title by its letters."""
    if column.field is not None:
        return column.table.located.label(column.field.name, register.make.language)
    return column.header or column_letters(column.column_number)


def check_retention(register: Register) -> Iterator[Finding]:
    """What is confidential about a cadre is removed three years after the last posting ended.

    Looked at for cadres all of whose postings are over (cancelled ones aside): the latest of their
    last days and days of outcome, plus 36 months, lies before the register's day. Somebody with a
    posting whose end is unknown is passed over.

    Yields:
        POL-R93 at the first confidential fact still there, once for each cadre.
    """
    if not register.has("cadres", "postings") or not register.is_on("POL-R93"):
        return
    table = register.tables["cadres"]
    frame = register.frame("cadres", list(_CONFIDENTIAL))
    kept = frame.notna() & ~frame.isin(_SAYS_NOTHING)
    ended = ended_long_ago(register).reindex(table.keys[frame.index]).set_axis(frame.index)
    kept = kept[kept.any(axis=1) & ended.notna()]
    keys = table.keys[kept.index]
    for row, cadre, there in zip(kept.index, keys, kept.to_numpy(), strict=True):
        fields = [table.schema.field(name) for name in compress(_CONFIDENTIAL, there)]
        yield register.make(
            "POL-R93",
            table.cell(fields[0].name, row),
            record=str(cadre),
            fields=register.make.listed(register.make.text(each.titles) for each in fields),
            ended=to_date(ended[row]),
            months=RETENTION_MONTHS,
            count=len(fields),
        )


def ended_long_ago(register: Register) -> pd.Series:
    """Give for each cadre whose postings are all long over the day the last one ended, by id."""
    frame = register.frame("postings", ["cadre_id", "status", "end_actual", "outcome_on"])
    frame = frame[(frame["status"] != "cancelled") & (frame["cadre_id"] != "")]
    over = frame["status"].isin(CLOSED) & frame["end_actual"].notna()
    last = frame[["end_actual", "outcome_on"]].max(axis=1)
    cadres = frame.assign(over=over, last=last).groupby("cadre_id")
    days = cadres["last"].max()[cadres["over"].all()]
    limit = add_months(days.to_numpy(), np.full(len(days), RETENTION_MONTHS))
    return days[limit < np.datetime64(register.as_of)]


RULES: tuple[tuple[str, Rule], ...] = (
    ("POL-R89", check_identity_numbers),
    ("POL-R91", check_private_texts),
    ("POL-R93", check_retention),
)
