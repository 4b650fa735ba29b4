"""Threat 20: whatever a page says of a record stands in the cell it is from, and links prove it.

A value on a page is compared with the cell of the register after casting, not with what the page
was made from; a link to the guidance with the section it leads to; a link to the sheet with the row
that is there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from cut_registers import as_checked, cut_register, demo
from handbook.checking import Checked
from handbook.config import Project
from handbook.history import History, publication_of
from handbook.language_sites import render_pages
from handbook.pages.leaves import register_prints
from handbook.past import with_past
from handbook.publishable import ORG, make_publishable
from handbook.schema import Field
from handbook.standing import ROWS_FILE, standing_files, standing_of
from handbook.tables import Table
from handbook.texts import load_texts
from handbook.workbook import Manifest, Workbook
from small_workbooks import ROOT

TEXTS = load_texts(Project(ROOT))
DOCS = ROOT / "docs"
GUIDANCE = re.compile(r"(?:\.\./)*(guidance/[\w-]+)\.html#([\w-]+)")
SHEETS = {"C": "cadres", "U": "units", "P": "programmes", "B": "batches", "S": "postings"}
CALLED = {"units": "unit_name", "cadres": "name", "programmes": "name", "batches": "title",
          "documents": "title"}  # fmt: skip


@dataclass
class Claim:
    """One value a page gives for a column.

    Attributes:
        record: Id of the record it is told of.
        title: Of the column.
        text: What is read.
        days: Days in a form for programs.
        links: Where it leads.
    """

    record: str
    title: str = ""
    text: str = ""
    days: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """What a page of a record claims, and where it leads."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.claims: list[Claim] = []
        self.links: list[dict[str, str]] = []
        self._record = address.rpartition("/")[2].removesuffix(".html")
        self._sections = [self._record]
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "section":
            is_record = re.fullmatch(r"[A-Z]+-\d+", given.get("id", ""))
            self._sections.append(given["id"] if is_record else self._sections[-1])
        elif tag == "dt":
            self.claims.append(Claim(self._sections[-1]))
        if tag in {"dt", "dd"}:
            self._in = tag
        elif tag == "br" and self._in:
            self._in += " after"  # what the page adds of its own, such as whom to ask
        if tag == "a":
            self.links.append(given)
        if self._in == "dd" and tag == "time":
            self.claims[-1].days.append(given["datetime"])
        if self._in == "dd" and tag == "a":
            self.claims[-1].links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._sections.pop()
        if tag in {"dt", "dd"}:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "dt":
            self.claims[-1].title += data
        elif self._in == "dd":
            self.claims[-1].text += data


@cache
def pages(checked: Checked) -> dict[str, Page]:
    shown = make_publishable(checked, ORG)
    made = render_pages(shown, "zh", TEXTS)
    return {page.address: Page(page.address, page.html) for page in made}


def cells(table: Table, record: str, title: str) -> Iterator[tuple[Field, Any]]:
    """Give the trusted, typed value of a cell somebody filled in, with its column."""
    [row] = np.flatnonzero(table.keys == record)
    for each in table.schema.fields:
        if not table.located.has_column(each.name):
            continue
        is_column = table.located.label(each.name, "zh") == title
        is_typed = bool(table.located.texts(each.name)[row].strip())
        if is_column and is_typed and not table.is_untrusted(each.name)[row]:
            yield each, table.values(each.name)[row]


def is_so(checked: Checked, claim: Claim, column: Field, value: Any) -> bool:
    """Say whether a page gives a cell as it is."""
    text = " ".join(claim.text.split())
    match column.kind:
        case "date" | "month":
            day = str(np.datetime64(value, "D" if column.kind == "date" else "M"))
            return claim.days == [day] if claim.days else text == day
        case "number" | "integer":
            return bool(re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]*\d)", text))
        case "enum":
            assert column.enumeration is not None
            return text == column.enumeration.label(value, "zh")
        case "enums":
            assert column.enumeration is not None
            return text == "、".join(column.enumeration.label(each, "zh") for each in value)
        case "boolean":
            return text == {"yes": "是", "no": "否"}[value]
        case "reference" | "references":
            ids = (value,) if isinstance(value, str) else value
            return all(_is_named(checked, claim, text, column.target, each) for each in ids)
        case _:
            return text == " ".join(str(value).split())


def _is_named(checked: Checked, claim: Claim, text: str, target: str, key: str) -> bool:
    """Say whether a claim names a record as its own sheet does, and leads to it if anywhere."""
    leads = not claim.links or any(re.search(rf"{key}(?:\.html)?$", each) for each in claim.links)
    table = checked.register.tables[target]
    name = CALLED.get(target)
    if name is None:
        return leads
    [row] = np.flatnonzero(table.keys == key)
    return leads and str(table.values(name)[row]) in text


def claims(checked: Checked) -> Iterator[tuple[str, Claim]]:
    """Give every claim of the pages of records, with the key of the sheet it is of."""
    for address, page in pages(checked).items():
        if re.search(r"/[CUPB]-\d+\.html$", address):
            for claim in page.claims:
                yield SHEETS[claim.record.partition("-")[0]], claim


def compared(checked: Checked) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Compare every claim with its cell; give how many of each kind, and what is not so."""
    counted, wrong = Counter[tuple[str, str]](), list[str]()
    for sheet, claim in claims(checked):
        for column, value in cells(checked.register.tables[sheet], claim.record, claim.title):
            counted[sheet, column.kind] += 1
            if not is_so(checked, claim, column, value):
                wrong.append(f"{claim.record} {column.name}: {claim.text!r} {value!r}")
    return counted, wrong


@pytest.mark.parametrize("make", [cut_register, pytest.param(demo, marks=pytest.mark.soak)])
def test_a_value_on_a_page_is_that_of_its_cell(make: Any) -> None:
    counted, wrong = compared(make())
    assert wrong == []
    assert {sheet for sheet, _ in counted} == set(SHEETS.values())
    assert {kind for _, kind in counted} >= {"text", "date", "enum", "reference", "boolean"}
    assert counted.total() > 400


def sections(page: str) -> str:
    return (DOCS / "zh" / f"{page}.md").read_text(encoding="utf-8")


def test_a_link_to_the_guidance_leads_to_a_section_that_names_the_rule() -> None:
    counted, wrong = 0, []
    for address, page in pages(cut_register()).items():
        for link in page.links:
            found = GUIDANCE.match(link["href"])
            if found is None:
                continue
            counted += 1
            text = sections(found[1])
            if not re.search(rf"\{{ ?#{found[2]}\b", text):
                wrong.append((address, link["href"]))
            rule = re.fullmatch(r"rules/([A-Z]+-?R?\d+)\.html", address)
            if rule and f"(rule:{rule[1]}" not in text:
                wrong.append((address, link["href"]))
    assert wrong == []
    assert counted > 115


def test_a_link_to_the_sheet_leads_to_the_row_of_the_record() -> None:
    checked = in_google(cut_register())
    shown = with_past(
        make_publishable(checked, ORG), checked, History(), publication_of(checked.register, "")
    )
    standing = standing_of(shown, register_prints(shown).roots, DOCS, ())
    rows = json.loads(standing_files(standing, shown, "zh", 72)[ROWS_FILE])
    led = 0
    for page in render_pages(shown, "zh", TEXTS):
        for link in Page(page.address, page.html).links:
            sheet, _, key = link.get("data-row", "").partition("/")
            if sheet:
                led += 1
                table = checked.register.tables[sheet].located
                column = table.columns[table.schema.primary_key]
                assert table.sheet.text.loc[rows[sheet][key], column] == key
                assert link["href"].endswith(f"#gid={table.sheet.gid}")
    assert led > 60


def in_google(checked: Checked) -> Checked:
    """Give a register as if it had been pulled from Google."""
    book = checked.workbook
    sheets = tuple(replace(each, gid=number) for number, each in enumerate(book.sheets))
    manifest = Manifest("1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg", version="42")
    return as_checked(Workbook(sheets, manifest))
