"""The catalogue against everything that leans on it: messages, corpus, rules, guidance."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from numpy.typing import NDArray

from handbook.catalogue import BY_CODE, CATALOGUE, Entry
from handbook.findings import Finding, Visibility
from handbook.register import Register
from handbook.rules import RULES
from handbook.switches import ALWAYS_ON
from handbook.tables import Table
from showcases import SHOWCASES, checked
from small_workbooks import MESSAGES, POSTING, SCHEMA, check, workbook
from test_corpus import CASES, findings_of

ROOT = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "workbooks" / "invalid"
COMPUTED = {entry.code: entry for entry in CATALOGUE if entry.family == "POL" and not entry.is_page}
FORM = re.compile(r"(?:SRC|HDR|CEL|KEY|CNT|WVR)[1-9]\d{2}|POL-R\d{2,3}|WVR-R\d{2}")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def test_every_code_stands_once() -> None:
    codes = [entry.code for entry in CATALOGUE]
    assert sorted(codes) == sorted(set(codes))
    assert [code for code in codes if not FORM.fullmatch(code)] == []


def test_every_name_stands_once_and_is_kebab_case() -> None:
    names = [entry.name for entry in CATALOGUE]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not NAME.fullmatch(name)] == []


def test_every_code_has_its_texts_and_every_text_its_code() -> None:
    assert set(MESSAGES.texts) == set(BY_CODE)


def test_every_code_that_can_be_found_has_an_example_workbook() -> None:
    shown = {FORM.match(folder.name).group() for folder in CORPUS.iterdir()}  # type: ignore[union-attr]
    assert shown == {entry.code for entry in CATALOGUE if not entry.is_page}


def test_pages_that_list_codes_list_codes_there_are() -> None:
    listed = [code for entry in CATALOGUE for code in entry.covers]
    assert [code for code in listed if code not in BY_CODE] == []
    assert sorted(listed) == sorted(set(listed))


def test_every_rule_has_an_entry_with_what_it_reads_and_every_such_entry_a_rule() -> None:
    silent = [code for code, entry in COMPUTED.items() if bool(entry.reads) == entry.each_cell]
    assert silent == []
    assert list(COMPUTED) == [code for code, _ in RULES]


@pytest.mark.parametrize("entry", COMPUTED.values(), ids=list(COMPUTED))
def test_every_column_a_rule_names_is_in_the_schema(entry: Entry) -> None:
    paths = [*entry.reads, *(f"programmes.{name}" for name in entry.parameters)]
    assert [SCHEMA.field(path).name for path in paths] == [path.split(".")[1] for path in paths]


POLICIES = [entry for entry in CATALOGUE if entry.policy]


@pytest.mark.parametrize("entry", POLICIES, ids=[entry.code for entry in POLICIES])
def test_the_policy_behind_a_code_can_be_read(entry: Entry) -> None:
    page, _, anchor = entry.policy.partition("#")
    text = (ROOT / "docs" / "zh" / f"{page}.md").read_text(encoding="utf-8")
    assert f"{{ #{anchor} }}" in text or f"{{#{anchor}}}" in text


class RecordingTable(Table):
    """A table that notes which of its columns are read."""

    noted: set[str]

    @classmethod
    def around(cls, table: Table, noted: set[str]) -> RecordingTable:
        """Wrap a table; reads are noted as `sheet.field`."""
        made = cls(**{each.name: getattr(table, each.name) for each in fields(Table)})
        made.noted = noted
        return made

    def values(self, field: str) -> NDArray[Any]:
        self.noted.add(f"{self.schema.key}.{field}")
        return super().values(field)

    def is_untrusted(self, field: str) -> NDArray[Any]:
        self.noted.add(f"{self.schema.key}.{field}")
        return super().is_untrusted(field)


class RecordingRegister(Register):
    """A register that notes which columns are read through it."""

    def frame(self, sheet: str, fields: list[str]) -> pd.DataFrame:
        for field in fields:
            self.tables[sheet].is_untrusted(field)
        return super().frame(sheet, fields)


@cache
def reads_of(code: str) -> tuple[set[str], list[Finding]]:
    """Give the columns a rule reads in its showcase, keys apart, and what it finds there."""
    rule, register = dict(RULES)[code], checked(SHOWCASES[code]).register
    noted: set[str] = set()
    tables = {key: RecordingTable.around(table, noted) for key, table in register.tables.items()}
    recording = RecordingRegister(register.schema, tables, register.as_of, register.make)
    found = list(rule(recording))
    keys = {f"{key}.{table.schema.primary_key}" for key, table in tables.items()}
    return noted - keys, found


@pytest.mark.parametrize("code", dict(RULES))
def test_a_rule_reads_the_columns_its_entry_names(code: str) -> None:
    read, found = reads_of(code)
    entry = BY_CODE[code]
    switch = set() if code in ALWAYS_ON else {"programmes.rules_on"}
    named = {*entry.reads, *(f"programmes.{name}" for name in entry.parameters), *switch}
    assert found
    assert read == named


@pytest.mark.parametrize("code", dict(RULES))
def test_a_finding_is_as_secret_as_the_strictest_column_its_rule_reads(code: str) -> None:
    read, found = reads_of(code)
    strictest = max([BY_CODE[code].at_least, *(SCHEMA.field(path).visibility for path in read)])
    cells = [SCHEMA.field(f"{each.cell.sheet}.{each.cell.field}").visibility for each in found]
    alone = BY_CODE[code].each_cell
    expected = [max(strictest, cell) if alone else strictest for cell in cells]
    assert [finding.visibility for finding in found] == expected


def test_a_finding_of_one_cell_is_as_secret_as_its_column() -> None:
    secret = {"cadre_id": "C-00009", "outcome": "？", "remark": "x" * 5000}
    findings = check(workbook(postings=[POSTING | secret])).findings
    told = {each.cell.field: each.visibility for each in findings if each.cell.row_number}
    assert told == {name: SCHEMA.field(f"postings.{name}").visibility for name in told}
    assert told["remark"] is Visibility.ORG


@pytest.fixture(scope="module")
def corpus() -> list[Finding]:
    """Give the findings of the whole invalid corpus."""
    return [each for case in CASES for each in findings_of(case)[0]]


def test_findings_carry_severities_and_parties_the_catalogue_allows(corpus: list[Finding]) -> None:
    strays = [
        replace(finding, params={})
        for finding in corpus
        if finding.severity not in BY_CODE[finding.code].severities
        or BY_CODE[finding.code].responsible not in (None, finding.responsible)
    ]
    assert strays == []


def test_every_severity_the_catalogue_allows_is_given_somewhere(corpus: list[Finding]) -> None:
    given = {(finding.code, finding.severity) for finding in corpus}
    allowed = {
        (entry.code, severity)
        for entry in CATALOGUE
        if not entry.is_page
        for severity in entry.severities
    }
    assert given == allowed
