"""Threat 7: what an audience may not see changes nothing that it is given, wherever it is told.

Columns are taken in sets in which every two of them are parted, either way, so that what follows
from one column is not hidden by what follows from another; `make soak` takes them one by one, in
the whole demo register. A page is a function of what is published, which is what is compared there;
the bytes of whole sites are compared with everything replaced at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import pytest

from annotating_office import open_on
from cut_registers import as_checked, cut_register, demo
from disguised_registers import EMBARGO, Column, disguised
from handbook.annotating.answers import share_out
from handbook.annotating.notes import block
from handbook.annotating.results import Manner
from handbook.annotating.saying import Saying
from handbook.articles import article_titles
from handbook.checking import Checked
from handbook.config import Project
from handbook.editions import Edition
from handbook.findings import SHARED_CLASS, Visibility
from handbook.folding import batch_titles
from handbook.history import History, Publication, publication_of
from handbook.language_sites import Maker
from handbook.latest_changes import latest_difference
from handbook.links import sheet_links
from handbook.past import with_past
from handbook.publishable import (
    INTERNAL,
    ORG,
    PUBLIC,
    Audience,
    Publishable,
    make_publishable,
    unit_audience,
)
from handbook.reporters import REPORTERS, Report
from handbook.site_folder import MadeLater
from handbook.stamping import Region, RenderedPage
from handbook.steps import open_counts
from handbook.summaries import State, summary_markdown
from handbook.texts import load_texts
from sheets_server import Store, running
from sites import WRITTEN, write_files
from small_workbooks import ROOT, SCHEMA

TEXTS = load_texts(Project(ROOT))
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SEED = 11


@cache
def busiest() -> str:
    """Give the unit that receives most people of the small register."""
    units = list(cut_register().register.tables["postings"].values("receiving_unit_id"))
    return max(sorted(set(filter(None, units))), key=units.count)


AUDIENCES: Mapping[str, Callable[[], Audience]] = {
    "public": lambda: PUBLIC,
    "internal": lambda: INTERNAL,
    "unit": lambda: unit_audience(busiest()),
    "org": lambda: ORG,
    "all units": lambda: Audience("all units", SHARED_CLASS),
}
EVERYBODY = pytest.mark.parametrize("name", ["public", "internal", "unit", "org"])


def above(visibility: Visibility) -> list[Column]:
    """Give every column of the schema above a class."""
    return [
        (key, field.name)
        for key, table in SCHEMA.tables.items()
        for field in table.fields
        if field.visibility > visibility and field.kind != "id"
    ]


def parted(columns: Collection[Column]) -> list[list[Column]]:
    """Give sets of columns: of any two columns each is in one in which the other is not."""
    count = next(each for each in range(1, 99) if comb(each, each // 2) >= len(columns))
    places = list(combinations(range(count), count // 2 or 1))
    return [
        [column for column, place in zip(columns, places, strict=False) if number in place]
        for number in range(count)
    ]


def test_the_sets_part_every_two_columns() -> None:
    columns = above(Visibility.PUBLIC)
    sets = [set(each) for each in parted(columns)]
    assert len(columns) > 150
    assert len(sets) < 12
    together = [
        pair
        for pair in combinations(columns, 2)
        if not all(
            any(one in each and other not in each for each in sets)
            for one, other in (pair, pair[::-1])
        )
    ]
    assert together == []


# --- what is published ---------------------------------------------------------------------------


def before(checked: Checked) -> History:
    """Give a history in which a register was published once, with another person's post."""
    table = checked.register.tables["cadres"]
    text = table.located.sheet.text.copy()
    text.loc[table.located.row_numbers[0], table.located.columns["home_post"]] = "原职务"
    sheets = tuple(
        replace(each, text=text) if each is table.located.sheet else each
        for each in checked.workbook.sheets
    )
    earlier = as_checked(replace(checked.workbook, sheets=sheets))
    return History((kept(earlier, History()),))


def kept(checked: Checked, history: History) -> Publication:
    digest = checked.workbook.content_hash()
    now = publication_of(checked.register, digest, "", checked.findings, history)
    return replace(now, open=open_counts(checked))


@cache
def history_of(checked: Checked) -> History:
    return before(checked)


def published(checked: Checked, audience: Audience, history: History) -> tuple[Publishable, Any]:
    """Give all that pages are made from, as a build does."""
    shown = make_publishable(checked, audience, history)
    now = kept(checked, history)
    shown = with_past(shown, checked, history, now)
    return shown, latest_difference(checked, shown, history, now)


def parts(shown: Publishable) -> dict[str, object]:
    """Give everything of a register as an audience sees it but the hash nobody is told."""
    told: dict[str, object] = {
        name: getattr(shown, name)
        for name in ("as_of", "held", "findings", "first_told", "sheet_links")
    }
    told["past"] = repr((shown.past.steps, shown.past.open))
    for key, table in shown.tables.items():
        told[key] = (table.title, table.fields, table.records, table.row_numbers, table.states)
    return told


def all_told(checked: Checked, audience: Audience, history: History) -> dict[str, object]:
    """Give all that readers are told: pages, what changed, reports, summaries."""
    shown, difference = published(checked, audience, history)
    sections = difference.sections if difference else None
    return {**parts(shown), "changes": repr(sections), **reports(checked, audience.elsewhere)}


def reports(checked: Checked, limit: Visibility) -> dict[str, str]:
    """Give every report and the job summary as a command writes them for readers of a class."""
    report = Report(
        checked.findings, SCHEMA, TEXTS.messages, "zh", limit,
        links=sheet_links(checked.workbook), batches=batch_titles(checked.register, limit),
        waived=checked.waived, articles=titles(),
    )  # fmt: skip
    manifest = checked.workbook.manifest
    live = Edition("a", "b", checked.register.as_of, ("public",), ("zh",), "2026-06-27T09:00+08:00")
    summary = summary_markdown(report, State.STOPPED, manifest, live, NOW)
    return {"summary": summary} | {style: write(report) for style, write in REPORTERS.items()}


@cache
def titles() -> Mapping[str, str]:
    return article_titles(ROOT / "docs", "zh")


def in_notes(checked: Checked) -> list[str]:
    """Give what is written into the shared spreadsheet, finding by finding."""
    saying = Saying(TEXTS.messages, "zh", SHARED_CLASS)
    shared = share_out(checked.findings, SHARED_CLASS, has_restricted=True).shared
    return [f"{each.cell.a1} {block([each], saying)}" for each in shared]


@cache
def told_once(checked: Checked, audience: Audience) -> dict[str, object]:
    return all_told(checked, audience, history_of(checked))


def differing(
    checked: Checked, hidden_from: Audience, columns: Collection[Column], readers: Sequence[str]
) -> list[str]:
    """Name what readers are told otherwise when columns they may not see say something else."""
    again = as_checked(disguised(checked, hidden_from, SEED, columns))
    assert again.workbook.content_hash() != checked.workbook.content_hash()
    changed = []
    for name in readers:
        audience = AUDIENCES[name]()
        plain = told_once(checked, audience)
        other = all_told(again, audience, history_of(checked))
        changed += [f"{name}: {each}" for each in plain if plain[each] != other[each]]
    is_of_second_book = all(each in SECRET for each in columns)
    if is_of_second_book and in_notes(again) != in_notes(checked):
        changed.append("notes")
    return changed


SECRET = frozenset(above(SHARED_CLASS))
FAMILIES: Mapping[str, tuple[str, Visibility, Sequence[str]]] = {
    "unit": ("unit", Visibility.SEALED, ("internal", "unit")),
    "public": ("public", Visibility.SEALED, ("public",)),
    "org": ("org", Visibility.SEALED, ("org",)),
}
"""Name → from whom values are hidden, strictest class replaced, whose pages are compared."""


@pytest.mark.parametrize("family", ["unit", "org", pytest.param("public", marks=pytest.mark.soak)])
def test_no_column_above_the_class_changes_what_is_told(family: str) -> None:
    name, most, readers = FAMILIES[family]
    audience, checked = AUDIENCES[name](), cut_register()
    hidden = [
        each for each in above(audience.elsewhere) if each not in above(most) and is_free(each)
    ]
    found = [(differing(checked, audience, each, readers), each) for each in parted(hidden)]
    assert [(changed, columns) for changed, columns in found if changed] == []


@pytest.mark.soak
@EVERYBODY
def test_no_single_column_of_the_demo_changes_what_is_told(name: str) -> None:
    audience, checked = AUDIENCES[name](), demo()
    for column in filter(is_free, above(audience.elsewhere)):
        changed = differing(checked, audience, [column], [name])
        assert (column, changed) == (column, [])


def is_free(column: Column) -> bool:
    """Say whether a column is there, and does not decide what may be known by being filled in."""
    table = demo().register.tables[column[0]]
    return column[1] not in EMBARGO and table.located.has_column(column[1])


# --- all at once, byte by byte -------------------------------------------------------------------


@pytest.fixture(scope="module")
def shells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shells") / "zh-0"
    return write_files(folder, {"index.html": WRITTEN.format(body="")})


def site_of(checked: Checked, audience: Audience, shells: Path) -> dict[str, bytes]:
    """Give every byte of a site that is made from the register."""
    shown, difference = published(checked, audience, history_of(cut_register()))
    made = Maker(Project(ROOT), {"zh": shells}, shown, TEXTS, difference).site("zh")
    site = {address: each.make() if isinstance(each, MadeLater) else each
            for address, each in made.extras}  # fmt: skip
    for page in made.pages:
        if isinstance(page, RenderedPage):
            site[page.address] = f"{page.title}\n{page.html}".encode()
        elif isinstance(page, Region):
            site[page.name] = page.html.encode()
    assert not [address for address, each in site.items() if not isinstance(each, bytes)]
    return site  # type: ignore[return-value]


@EVERYBODY
def test_no_byte_of_the_site_says_what_stands_above_the_class(name: str, shells: Path) -> None:
    audience, checked = AUDIENCES[name](), cut_register()
    again = as_checked(disguised(checked, audience, SEED))
    plain, other = (site_of(each, audience, shells) for each in (checked, again))
    assert plain.keys() == other.keys()
    assert {"publication.json", "changes/publication.html", "search/register.js"} <= plain.keys()
    assert [address for address in plain if plain[address] != other[address]] == []


def written_into(checked: Checked) -> dict[str, object]:
    """Give all that is written into the shared spreadsheet, on the stand-in for Google."""
    with running(Store()) as server:
        office = open_on(server, checked.workbook)
        office.annotate(checked, manner=Manner.CELLS_TOO)
        written: dict[str, object] = {
            title: (office.notes(title), office.store.colours(office.spreadsheet_id, title))
            for title in office.titles()
        }
        rows = office.store.values(office.spreadsheet_id, "'检查结果'")
        return written | {"results": without_version(repr(rows))}


def test_nothing_written_into_the_shared_sheet_says_what_stands_in_the_second() -> None:
    checked = cut_register()
    again = as_checked(disguised(checked, AUDIENCES["all units"](), SEED))
    plain, other = written_into(checked), written_into(again)
    assert "POL-R" in str(plain)
    assert plain == other


def without_version(text: str) -> str:
    """Leave out the version of the shared sheet, in which the columns stand here."""
    return re.sub(r"内容版本 \w+", "", text)
