"""Threats 1, 2, 4 and 16: whatever is typed into a cell stays text, on every way it leaves.

The project's own list, `payloads.txt`, stands in every column that takes text. Its harmless twin,
texts of the same length, says which elements, attributes and properties a page or file may have.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from openpyxl import load_workbook

from handbook.building import render_pages
from handbook.cli import main
from handbook.config import Project
from handbook.downloads import download_files
from handbook.exports.plain import BYTE_ORDER_MARK
from handbook.history import History
from handbook.pages import open_book
from handbook.publishable import ORG, Publishable, make_publishable, unit_audience
from handbook.reporters import REPORTERS, Report
from handbook.saving import save_csv_folder
from handbook.searching import register_entries
from handbook.site_folder import MadeLater
from handbook.texts import load_texts
from handbook.workbook import Manifest
from hostile_register import harmless, hostile_workbook, own_payloads
from small_workbooks import ROOT, SCHEMA, check

PAYLOADS = own_payloads()
TEXTS = load_texts(Project(ROOT))
RUNNING = {"script", "iframe", "object", "embed", "style", "link", "meta", "base", "template"}

HELD = {("a", "class")}  # 待核, where a text of the list is no valid value


@cache
def shown(*, is_hostile: bool) -> Publishable:
    written = str if is_hostile else harmless
    return make_publishable(check(hostile_workbook(PAYLOADS, written)), ORG, History())


class Page(HTMLParser):
    """What a page is made of, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.comments = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.add((tag, ""))
        self.parts.update((tag, name) for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        del data
        self.comments += 1

    @property
    def text(self) -> str:
        return squeezed("".join(self.texts))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def pages(*, is_hostile: bool) -> dict[str, Page]:
    made = render_pages(shown(is_hostile=is_hostile), "zh", TEXTS)
    return {page.address: Page(page.html) for page in made}


def test_no_cell_adds_an_element_an_attribute_or_a_comment() -> None:
    hostile, twin = pages(is_hostile=True), pages(is_hostile=False)
    allowed = {part for page in twin.values() for part in page.parts} | HELD
    strange = {address: page.parts - allowed for address, page in hostile.items()}
    assert {address: parts for address, parts in strange.items() if parts} == {}
    assert not {part for part, _ in allowed} & RUNNING
    assert not {name for _, name in allowed if name.startswith("on")}
    assert sum(page.comments for page in hostile.values()) == 0


def test_no_cell_becomes_an_address_that_runs_or_leads_astray() -> None:
    links = {link for page in pages(is_hostile=True).values() for link in page.links}
    schemes = {link.partition(":")[0] for link in links if re.match(r"\s*[\w+.-]+:", link)}
    assert schemes <= {"https", "http", "mailto", "rule", "list", "record"}
    assert not any(link.startswith("//") for link in links)


def free_texts(publishable: Publishable, sheet: str) -> Iterator[tuple[str, str]]:
    """Give every published text of a sheet with the id of its record."""
    table = publishable.tables[sheet]
    names = [field.name for field in table.fields if field.kind == "text"]
    for key, record in table.records.items():
        yield from ((key, getattr(record, name)) for name in names if getattr(record, name))


def test_the_text_of_a_cell_is_read_on_the_page_of_its_record_as_it_was_typed() -> None:
    publishable, made = shown(is_hostile=True), pages(is_hostile=True)
    lost = [
        (key, text)
        for key, text in free_texts(publishable, "cadres")
        if squeezed(text) not in made[f"cadres/{key}.html"].text
        and text != publishable.tables["cadres"].records[key].plan_title  # shown nowhere
    ]
    assert lost == []
    assert len(PAYLOADS) > 100


def test_most_payloads_reach_the_pages() -> None:
    posts = {text for _, text in free_texts(shown(is_hostile=True), "cadres")}
    kept = [payload for payload in PAYLOADS if payload.strip() in posts]
    assert len(kept) > 0.8 * len(PAYLOADS)


@cache
def files(*, is_hostile: bool) -> dict[str, bytes]:
    book = open_book(shown(is_hostile=is_hostile), "zh")
    made = download_files(book, TEXTS.messages, with_names=True).items()
    return {address: each.make() if isinstance(each, MadeLater) else each for address, each in made}


def test_no_cell_of_an_excel_file_is_a_formula_or_a_link() -> None:
    books = {
        address: each for address, each in files(is_hostile=True).items() if ".xlsx" in address
    }
    assert books
    said: set[str] = set()
    for content in books.values():
        for sheet in load_workbook(BytesIO(content)).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
            said.update(str(cell.value) for cell in cells)
    names = {
        record.home_post for record in shown(is_hostile=True).tables["cadres"].records.values()
    }
    assert [name for name in names if name and name not in said] == []


def test_no_cell_of_a_csv_file_begins_a_formula() -> None:
    tables = [each for address, each in files(is_hostile=True).items() if address.endswith(".csv")]
    assert tables
    for content in tables:
        text = content.decode().removeprefix(BYTE_ORDER_MARK)
        for row in csv.reader(StringIO(text, newline="")):
            assert not [
                cell
                for cell in row
                if re.match(r"[=+\-@\t\r＝＋－＠]", cell) and not re.fullmatch(r"-?[\d.]+", cell)
            ]


def properties(content: bytes) -> set[tuple[str, str]]:
    calendar = Calendar.from_ical(content)
    return {(each.name, name) for each in calendar.walk() for name in each}


def test_no_cell_adds_anything_to_a_calendar() -> None:
    hostile, twin = files(is_hostile=True), files(is_hostile=False)
    calendars = [address for address in hostile if address.endswith(".ics")]
    assert calendars
    allowed = {each for address in twin if address.endswith(".ics")
               for each in properties(twin[address])}  # fmt: skip
    for address in calendars:
        assert properties(hostile[address]) <= allowed
        assert len(Calendar.from_ical(hostile[address]).walk("VEVENT")) == len(
            Calendar.from_ical(twin[address]).walk("VEVENT")
        )


def test_what_the_search_reads_is_data_and_ends_no_script() -> None:
    content = register_entries(shown(is_hostile=True)).decode()
    assert harmless(PAYLOADS[0]) not in content
    assert json.loads(content)["cadres"]
    assert "\u2028" not in content.replace("\\u2028", "")


# --- logs, terminals, job summaries --------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
@pytest.mark.parametrize("style", list(REPORTERS))
def test_no_cell_speaks_to_a_terminal_or_a_workflow(style: str, language: str) -> None:
    findings = check(hostile_workbook(PAYLOADS)).findings
    assert findings
    told = REPORTERS[style](Report(findings, SCHEMA, TEXTS.messages, language))
    controls = {each for each in told if unicodedata.category(each) in {"Cc", "Cf"}} - {"\n"}
    assert controls == set()
    ours = ("::error title=", "::warning title=", "::notice title=", "::group::", "::endgroup::")
    lines = [line for line in told.splitlines() if line.lstrip().startswith(("::", "##["))]
    assert [line for line in lines if not line.startswith(ours)] == []


@pytest.mark.parametrize("style", ["github", "markdown"])
def test_a_shared_log_repeats_no_cell(style: str) -> None:
    findings = check(hostile_workbook(PAYLOADS)).findings
    told = REPORTERS[style](Report(findings, SCHEMA, TEXTS.messages, "en"))
    assert "__f" not in told
    assert "evil.example.org" not in told


def test_the_command_says_the_same_to_a_terminal(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    book = hostile_workbook(PAYLOADS[:20])
    assert isinstance(book.manifest, Manifest)
    save_csv_folder(book, tmp_path / "book")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "book"), "--as-of", "2026-06-30"])
    assert result.exit_code in {0, 10}
    assert "\x1b" not in result.stdout


def test_a_unit_is_attacked_as_the_department_is() -> None:
    checked = check(hostile_workbook(PAYLOADS[:40]))
    publishable = make_publishable(checked, unit_audience("U-0001"))
    twin = {part for page in pages(is_hostile=False).values() for part in page.parts} | HELD
    for page in render_pages(publishable, "vi", TEXTS):
        assert Page(page.html).parts <= twin
