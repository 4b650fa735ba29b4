"""The page that says what has changed since the register was last published with other content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from handbook.checking import Checked
from handbook.differences import Difference, Entry, Section, Side, side_of
from handbook.differences.matching import is_nameless, own_key
from handbook.differences.narrowing import compare_with_kept
from handbook.differences.wording import Wording
from handbook.history import KEPT, History, Publication
from handbook.pages import Book
from handbook.pages.book import Source
from handbook.pages.publications import PublicationLine, newest_publications
from handbook.pages.values import Shown
from handbook.publishable import Audience, Publishable
from handbook.stamping import RenderedPage

CHANGES_ADDRESS = "changes/index.html"
CHANGES_TITLE = "最近的变化"
"""Word of the interface."""
_SHOWN = 200  # records of one section; nobody reads further, and pages stay small


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """What is told about one record, sheet or column.

    Attributes:
        anchor: Its id, for links to this place; blank where it has none or stands further up.
        sheet: Title of its sheet.
        record: Its name, linked where it has a page; of one that is gone only the id.
        lines: Column, value before, value afterwards, in words; empty where it came or went.
    """

    anchor: str
    sheet: str
    record: Shown
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed, in words.

    Attributes:
        summary: All of it in one sentence; blank where there is nothing to compare with.
        sections: (heading, records shown, how many are not).
        source: The day of the register.
        earlier: The newest publications that said anything new.
        years: Those that have a list of their own.
    """

    summary: str
    sections: tuple[tuple[str, tuple[ChangedRecord, ...], int], ...]
    source: Source
    earlier: tuple[PublicationLine, ...] = ()
    years: tuple[str, ...] = ()


def latest_difference(
    checked: Checked, publishable: Publishable, history: History, records: Publication
) -> Difference | None:
    """Compare a register with the last publication that said anything else.

    A build that is made again compares with the same one, so it gives the same page. The history
    keeps classes up to `unit`; the organisation department is told of these.

    Args:
        checked: The register of today.
        publishable: The same as the audience may see it.
        history: What was published before.
        records: What will be kept of the register of today.

    Returns:
        None where nothing else has been published.
    """
    others = (each for each in reversed(history.publications) if each.records != records.records)
    old = next(others, None)
    if old is None:
        return None
    if publishable.audience.visibility > KEPT:
        return compare_with_kept(old, records, side_of(checked, Audience("unit", KEPT)))
    return compare_with_kept(old, records, Side(publishable, _columns(checked), is_kept=False))


def _columns(checked: Checked) -> Mapping[str, frozenset[str]]:
    return {
        sheet: frozenset(each.name for each in table.schema.fields if table.has_column(each.name))
        for sheet, table in checked.register.tables.items()
    }


def render_changes(
    difference: Difference | None, book: Book, environment: Environment
) -> RenderedPage:
    """Render the page; it stands also where there is nothing to tell.

    Args:
        difference: What changed; None before the second publication.
        book: Of the language of the page.
        environment: The same.
    """
    title: str = environment.filters["t"](CHANGES_TITLE)
    page = changes_page(difference, book)
    html = environment.get_template("changes.html").render(page=page, title=title)
    return RenderedPage(CHANGES_ADDRESS, title, html)


def changes_page(difference: Difference | None, book: Book) -> ChangesPage:
    """Put a difference into words.

    Args:
        difference: What changed; None before the second publication.
        book: Of the language of the page.
    """
    if difference is None:
        return ChangesPage("", (), book.no_source, *newest_publications(book))
    wording = Wording(difference, book.index.language)
    told = set[str]()
    sections = tuple(_section(wording, section, book, told) for section in difference.sections)
    summary, earlier = wording.summary(), newest_publications(book)
    return ChangesPage(summary, sections, book.no_source, *earlier)


def _section(
    wording: Wording, section: Section, book: Book, told: set[str]
) -> tuple[str, tuple[ChangedRecord, ...], int]:
    shown = section.entries[:_SHOWN]
    records = tuple(_record(wording, entry, book, told) for entry in shown)
    return wording.heading(section.kind), records, len(section.entries) - len(shown)


def _record(wording: Wording, entry: Entry, book: Book, told: set[str]) -> ChangedRecord:
    key = "" if is_nameless(entry.key) else entry.key
    anchor = "" if key in told else key
    told.add(key)
    return ChangedRecord(
        anchor,
        wording.sheet_title(entry.sheet),
        _name(wording, entry, book),
        tuple(_lines(wording, entry)),
    )


def _name(wording: Wording, entry: Entry, book: Book) -> Shown:
    """Name a record; one that is gone by its id alone, for its name must not come back."""
    if not entry.key:
        return Shown(entry.field.titles[wording.language] if entry.field else "")
    if entry.is_old:
        return Shown("" if is_nameless(entry.key) else own_key(entry.key))
    address = "" if is_nameless(entry.key) else book.index.address(entry.sheet, entry.key)
    return Shown(wording.record(entry), link=f"../{address}" if address else "")


def _lines(wording: Wording, entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Give the values before and afterwards; both name others as they are called today."""
    side = wording.difference.new
    for change in entry.changes:
        old, new = (wording.value(change.field, each, side) for each in (change.old, change.new))
        yield change.field.titles[wording.language], old, new
