"""The page of a unit: its place among the others, who is here and away, places, mentors, dues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handbook.pages.book import Book, Source
from handbook.pages.calendar_links import calendar_link
from handbook.pages.due_lists import NOTHING_DUE, DueLists, unit_dues
from handbook.pages.mentor_loads import NO_MENTORS, Mentors, unit_mentors
from handbook.pages.notices import Notices
from handbook.pages.outcomes import Outcomes, unit_outcomes
from handbook.pages.pagers import Pager, pager, part_address, parts
from handbook.pages.places import NO_PLACES, Places, unit_places
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.tallies import NO_EXCHANGE, Exchange, unit_exchange
from handbook.pages.todo import Load, unit_loads
from handbook.pages.unit_kin import NO_KIN, Kin, kin_of
from handbook.pages.values import BLANK, Fact, Shown, title_of

_NOT_FACTS = frozenset({"unit_id", "unit_name", "contact_post"})
_ROWS = 80  # postings on one part of a page: it stays below 60 KB
_MOST_RELATED = 120  # records of one relation; the lists have all
_SECTIONS = (
    ("here", "receiving_unit_id", Phase.CURRENT),
    ("away", "home_unit_id", Phase.CURRENT),
    ("coming", "receiving_unit_id", Phase.COMING),
    ("leaving", "home_unit_id", Phase.COMING),
    ("was_here", "receiving_unit_id", Phase.PAST),
    ("was_away", "home_unit_id", Phase.PAST),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Postings that stand in one relation to a unit.

    Attributes:
        kind: here, away, coming, leaving, was_here or was_away.
        count: How many there are on all parts of the page.
        lines: Those on this part.
    """

    kind: str
    count: int
    lines: tuple[PostingLine, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Records that point to the one on the page by one of their columns.

    Attributes:
        sheet: Sheet key of the records.
        title: Title of the column.
        items: The records, linked.
        more: Records left out.
    """

    sheet: str
    title: str
    items: tuple[Shown, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of one unit shows; a large unit has several parts.

    Attributes:
        address: From the root of the site.
        title: Name of the unit.
        language: `vi` where the name is Vietnamese and the page is not; else blank.
        facts: Values of the unit's own row, its parents among them.
        children: Units that name this one in a column.
        programmes: Programmes it owns.
        cadres: Cadres whose home unit it is.
        sections: Postings by relation; sections without any are absent.
        contact: The post to ask, never a person; blank where none is named.
        kin: The units above it and its cluster.
        exchange: Where those who are here come from and where its own are.
        places: Posts on offer and quotas to send.
        mentors: Its mentors and their load.
        dues: What is overdue and what falls due in the next ninety days.
        outcomes: What became of those it sent; None where nobody may know.
        todo: How much it has to do, linked; None for nothing, and on later parts.
        notices: Rows held back and open findings; only on the first part.
        pager: Which part this is.
        source: Where the data stands.
        calendar: Link to its calendar; blank where there is none, and on later parts.
    """

    address: str
    title: str
    language: str
    facts: tuple[Fact, ...]
    children: tuple[Relation, ...]
    programmes: tuple[Relation, ...]
    cadres: tuple[Relation, ...]
    sections: tuple[Section, ...]
    todo: Load | None
    notices: Notices
    pager: Pager
    source: Source
    calendar: str = ""
    contact: Shown = BLANK
    kin: Kin = NO_KIN
    exchange: Exchange = NO_EXCHANGE
    places: Places = NO_PLACES
    mentors: Mentors = NO_MENTORS
    dues: DueLists = NOTHING_DUE
    outcomes: Outcomes | None = None


def unit_pages(book: Book, keys: Iterable[str] | None = None) -> Iterator[UnitPage]:
    """Make the page of every unit, in order of their ids, large ones in parts.

    Args:
        book: What all pages share.
        keys: Which of them; all by default.
    """
    loads = book.shared(unit_loads)
    for key in book.index.keys("units") if keys is None else keys:
        rows = _rows(book, key)
        counts = Counter(kind for kind, _ in rows)
        pieces = parts(rows, _ROWS)
        for number, piece in enumerate(pieces, start=1):
            page = _page(book, key, _sections(piece, counts), (number, len(pieces)))
            yield _first(book, key, page, loads.get(key, None)) if number == 1 else page


def _rows(book: Book, key: str) -> list[tuple[str, PostingLine]]:
    lines = {name: book.lines(name, key) for name in ("receiving_unit_id", "home_unit_id")}
    return [
        (kind, line)
        for kind, field, phase in _SECTIONS
        for line in lines[field]
        if line.phase is phase
    ]


def _sections(
    rows: Sequence[tuple[str, PostingLine]], counts: Mapping[str, int]
) -> tuple[Section, ...]:
    sections = dict[str, list[PostingLine]]()
    for kind, line in rows:
        sections.setdefault(kind, []).append(line)
    return tuple(Section(kind, counts[kind], tuple(lines)) for kind, lines in sections.items())


def _page(book: Book, key: str, sections: tuple[Section, ...], part: tuple[int, int]) -> UnitPage:
    """Make a part of a page that holds nothing but postings."""
    index, address = book.index, f"units/{key}.html"
    return UnitPage(
        address=part_address(address, part[0]),
        title=index.show("units", key, "unit_name").text or key,
        language=index.language_of("units", key),
        facts=(),
        children=(),
        programmes=(),
        cadres=(),
        sections=sections,
        todo=None,
        notices=Notices(),
        pager=pager(address, *part),
        source=book.source("units", key),
    )


def _first(book: Book, key: str, page: UnitPage, todo: Load | None) -> UnitPage:
    """Add to the first part of a page what is told once."""
    return replace(
        page,
        facts=book.facts("units", key, _NOT_FACTS),
        children=tuple(relations(book, "units", key, "units")),
        programmes=tuple(relations(book, "programmes", key, "units")),
        cadres=tuple(relations(book, "cadres", key, "units")),
        todo=todo,
        notices=book.notices("units", key),
        calendar=calendar_link(book, key),
        contact=book.index.show("units", key, "contact_post"),
        kin=kin_of(book, key),
        exchange=book.shared(unit_exchange).get(key, NO_EXCHANGE),
        places=book.shared(unit_places).get(key, NO_PLACES),
        mentors=book.shared(unit_mentors).get(key, NO_MENTORS),
        dues=book.shared(unit_dues).get(key, NOTHING_DUE),
        outcomes=book.shared(unit_outcomes).get(key, None),
    )


def relations(book: Book, sheet: str, key: str, target: str) -> Iterator[Relation]:
    """Give the records of a sheet that name one record, by the column that does.

    Args:
        book: What all pages share.
        sheet: Sheet whose rows refer.
        key: Id of the record referred to.
        target: Its sheet.
    """
    index = book.index
    for field in index.fields(sheet):
        if field.target != target:
            continue
        keys = index.keys_by(sheet, field.name).get(key, ())
        if keys:
            items = tuple(index.reference(sheet, each) for each in keys[:_MOST_RELATED])
            more = max(0, len(keys) - _MOST_RELATED)
            yield Relation(sheet, title_of(field, index.language), items, more)
