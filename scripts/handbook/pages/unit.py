"""The page of a unit: its place among the others, who is here, who is away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.pages.book import ROWS_PER_PAGE, Book, Pager, Source, pager, part_address, parts
from handbook.pages.calendar_links import calendar_link
from handbook.pages.notices import Notices
from handbook.pages.postings import Phase, PostingLine
from handbook.pages.todo import Load, unit_loads
from handbook.pages.values import Fact, Shown, Table

_NOT_FACTS = frozenset({"unit_id", "unit_name"})
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
    """

    sheet: str
    title: str
    items: tuple[Shown, ...]


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
        positions: Positions on offer here; None without any.
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
    positions: Table | None
    todo: Load | None
    notices: Notices
    pager: Pager
    source: Source
    calendar: str = ""


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
        pieces = parts(rows)
        for number, piece in enumerate(pieces, start=1):
            todo = loads.get(key, None) if number == 1 else None
            yield _page(book, key, _sections(piece, counts), todo, (number, len(pieces)))


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


def _page(
    book: Book,
    key: str,
    sections: tuple[Section, ...],
    todo: Load | None,
    part: tuple[int, int],
) -> UnitPage:
    index = book.index
    address = f"units/{key}.html"
    is_first = part[0] == 1
    return UnitPage(
        address=part_address(address, part[0]),
        title=index.show("units", key, "unit_name").text or key,
        language=index.language_of("units", key),
        facts=book.facts("units", key, _NOT_FACTS) if is_first else (),
        children=tuple(relations(book, "units", key, "units")) if is_first else (),
        programmes=tuple(relations(book, "programmes", key, "units")) if is_first else (),
        cadres=tuple(relations(book, "cadres", key, "units")) if is_first else (),
        sections=sections,
        positions=_positions(book, key) if is_first else None,
        todo=todo,
        notices=book.notices("units", key) if is_first else Notices(),
        pager=pager(address, *part),
        source=book.source("units", key),
        calendar=calendar_link(book, key) if is_first else "",
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
            items = tuple(index.reference(sheet, each) for each in keys)
            yield Relation(sheet, field.titles[index.language], items)


def _positions(book: Book, key: str) -> Table | None:
    keys = book.index.keys_by("positions", "receiving_unit_id").get(key, ())
    return book.table(
        "positions", keys, frozenset({"position_id", "receiving_unit_id"}), ROWS_PER_PAGE
    )
