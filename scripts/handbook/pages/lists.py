"""The lists that lead to the pages: people by sound, programmes, batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handbook.pages.book import Book, Source
from handbook.pages.directory import Directory, people_directory
from handbook.pages.directory_rows import cadres_by_name
from handbook.pages.names import initial_of
from handbook.pages.notices import HeldNotice, held_notices
from handbook.pages.pagers import ROWS_PER_PAGE, Pager, pager, part_address, parts
from handbook.pages.postings import Phase
from handbook.pages.values import BLANK, HELD, Shown, Table

Part: TypeAlias = tuple[str, int]
"""A page of a list: group, and number of the page in it, from 1."""
FRONT: Part = ("", 0)
"""The first page of a list of several groups, which leads to them."""


@dataclass(frozen=True, slots=True)
class ListGroup:
    """A part of a long list that has a page of its own.

    Attributes:
        label: Letter or label, linked; blank text for names without a letter.
        count: How many records it holds.
    """

    label: Shown
    count: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of records.

    Attributes:
        address: From the root of the site.
        title: Title of the sheet.
        sheet: Sheet key.
        group: Letter or label this page holds; blank where it holds all.
        count: How many records the sheet or group holds.
        groups: All groups, on every page of a list that is cut into them.
        tables: (anchor, heading, rows) per group on this page; the heading is blank for records
            without a group, both are where there is only one.
        view: By what the list is grouped where there are several ways; else blank.
        views: (way, link) of all ways; empty where there is one.
        directory: What can be filtered; only on the first page of the whole list.
        held: Rows of the sheet left out; only on the first page.
        pager: Which part of the group this is.
        source: The day of the register.
    """

    address: str
    title: str
    sheet: str
    group: str
    count: int
    groups: tuple[ListGroup, ...]
    tables: tuple[tuple[str, str, Table], ...]
    view: str
    views: tuple[tuple[str, str], ...]
    directory: Directory | None
    held: tuple[HeldNotice, ...]
    pager: Pager
    source: Source


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the records of a sheet are laid out.

    Attributes:
        columns: Field names shown beside the name.
        groups: Group → keys of its records; one group for a list that has none.
        labels: Group → what it is called; blank for records without a group.
        address: Of the first page, from the root of the site.
        prefix: What the addresses of its groups begin with.
        view: By what it is grouped where there are several ways; else blank.
        views: (way, link) of all ways.
        directory: What can be filtered on the first page.
    """

    columns: tuple[str, ...]
    groups: Mapping[str, Sequence[str]]
    labels: Mapping[str, str]
    address: str
    prefix: str = ""
    view: str = ""
    views: tuple[tuple[str, str], ...] = ()
    directory: Directory | None = None

    def address_of(self, group: str) -> str:
        """Give the address of a group that has pages of its own."""
        folder = self.address.partition("/")[0]
        return f"{folder}/{self.prefix}{slug(group)}.html"


def slug(group: str) -> str:
    """Give what a group is called in an address or anchor; the one without a name is `none`.

    No key of an enumeration and no letter is called so: `other` is one that units have.
    """
    return group.replace("_", "-") or "none"


def cadre_list_parts(book: Book) -> tuple[Part, ...]:
    """Give the pages the list of cadres has, to be made one by one; none without people.

    Args:
        book: What all pages share.
    """
    return list_parts(book.whole(_cadres_by_letter)) if book.index.has_sheet("cadres") else ()


def cadre_lists(book: Book, wanted: Iterable[Part] | None = None) -> Iterator[ListPage]:
    """Make the lists of cadres by the letter their names are found under; none without people.

    Args:
        book: What all pages share.
        wanted: Which of their pages; all by default.
    """
    for part in cadre_list_parts(book) if wanted is None else wanted:
        groups = book.whole(_cadres_by_letter)
        labels = {letter: letter.upper() for letter in groups}
        is_first = part == FRONT or len(groups) == 1
        directory = people_directory(book, "cadres") if is_first else None
        arrangement = Arrangement(
            _CADRE_COLUMNS, groups, labels, "cadres/index.html", directory=directory
        )
        yield _page(book, "cadres", arrangement, part)


def _cadres_by_letter(book: Book) -> Mapping[str, list[str]]:
    name = book.index.shower("cadres", "name")
    groups = dict[str, list[str]]()
    for key in cadres_by_name(book):
        groups.setdefault(initial_of(name(key).text), []).append(key)
    return {letter: groups[letter] for letter in sorted(groups, key=lambda each: (not each, each))}


def programme_lists(book: Book) -> Iterator[ListPage]:
    """Make the list of programmes."""
    yield from _plain_list(book, "programmes", book.index.keys("programmes"), _PROGRAMME_COLUMNS)


def batch_lists(book: Book) -> Iterator[ListPage]:
    """Make the list of batches, the latest first."""

    def start(key: str) -> str:
        return book.index.show("batches", key, "window_start").iso

    keys = sorted(book.index.keys("batches"), key=lambda key: (start(key), key), reverse=True)
    yield from _plain_list(book, "batches", keys, _BATCH_COLUMNS)


_CADRE_COLUMNS = ("home_unit_id", "home_post", "category")
_PROGRAMME_COLUMNS = ("kind", "owner_unit_id", "term_max_months", "status")
_BATCH_COLUMNS = ("programme_id", "status", "quota", "window_start", "window_end")


def _plain_list(
    book: Book, sheet: str, keys: Sequence[str], columns: tuple[str, ...]
) -> Iterator[ListPage]:
    arrangement = Arrangement(columns, {"": keys}, {"": ""}, f"{sheet}/index.html")
    yield from list_pages(book, sheet, arrangement)


def list_pages(book: Book, sheet: str, arrangement: Arrangement) -> Iterator[ListPage]:
    """Cut a list into pages: one where it is short, else an index and pages per group.

    Args:
        book: What all pages share.
        sheet: Sheet key of the records.
        arrangement: How they are laid out.
    """
    has_views = bool(arrangement.view)
    for part in list_parts(arrangement.groups, has_views=has_views):
        yield _page(book, sheet, arrangement, part)


def list_parts(groups: Mapping[str, Sequence[str]], *, has_views: bool = False) -> tuple[Part, ...]:
    """Give the pages a list is cut into.

    Args:
        groups: Group → keys of its records.
        has_views: Whether there are several ways to group them, so that one group is one of many.
    """
    pages = tuple(
        (group, number)
        for group, keys in groups.items()
        for number, _ in enumerate(parts(keys), start=1)
    )
    if len(groups) == 1 and not has_views:
        return pages
    is_short = sum(map(len, groups.values())) <= ROWS_PER_PAGE
    return (FRONT,) if is_short else (FRONT, *pages)


def _page(book: Book, sheet: str, arrangement: Arrangement, part: Part) -> ListPage:
    groups, (group, number) = arrangement.groups, part
    if part == FRONT:
        return _front(book, sheet, arrangement)
    is_alone = len(groups) == 1 and not arrangement.view
    address = arrangement.address if is_alone else arrangement.address_of(group)
    menu = () if is_alone else tuple(_menu(arrangement, is_short=False))
    frame = (address, arrangement.labels[group], len(groups[group]))
    pieces = parts(groups[group])
    piece = pieces[number - 1]
    rows = _rows(book, sheet, piece, arrangement.columns)
    table = (("", "", rows),) if piece else ()
    return _list_page(book, sheet, frame, menu, table, arrangement, (number, len(pieces)))


def _front(book: Book, sheet: str, arrangement: Arrangement) -> ListPage:
    total = sum(map(len, arrangement.groups.values()))
    is_short = total <= ROWS_PER_PAGE
    tables = tuple(
        (slug(each), arrangement.labels[each], _rows(book, sheet, keys, arrangement.columns))
        for each, keys in arrangement.groups.items()
        if is_short
    )
    menu = tuple(_menu(arrangement, is_short=is_short))
    return _list_page(book, sheet, (arrangement.address, "", total), menu, tables, arrangement)


def _menu(arrangement: Arrangement, *, is_short: bool) -> Iterator[ListGroup]:
    for group, keys in arrangement.groups.items():
        link = f"#{slug(group)}" if is_short else f"../{arrangement.address_of(group)}"
        yield ListGroup(Shown(arrangement.labels[group], link=link), len(keys))


def _list_page(
    book: Book,
    sheet: str,
    frame: tuple[str, str, int],
    menu: tuple[ListGroup, ...],
    tables: tuple[tuple[str, str, Table], ...],
    arrangement: Arrangement,
    part: tuple[int, int] = (1, 1),
) -> ListPage:
    address, group, count = frame
    is_first = address.endswith("/index.html") and part[0] == 1
    rows = [row for row in book.index.publishable.held if row.sheet == sheet] if is_first else []
    return ListPage(
        address=part_address(address, part[0]),
        title=book.index.sheet_title(sheet),
        sheet=sheet,
        group=group,
        count=count,
        groups=menu,
        tables=tables,
        view=arrangement.view,
        views=arrangement.views,
        directory=arrangement.directory if address == arrangement.address else None,
        held=held_notices(book.index, rows) if book.index.names_people else (),
        pager=pager(address, *part),
        source=book.no_source,
    )


def _rows(book: Book, sheet: str, keys: Sequence[str], columns: tuple[str, ...]) -> Table:
    index = book.index
    names = [name for name in columns if index.has_column(sheet, name)]
    showers = [index.shower(sheet, name) for name in names]
    name_title = index.column_title(sheet, index.schema.tables[sheet].label[-1])
    now_title = (index.column_title("postings", "receiving_unit_id"),) if sheet == "cadres" else ()
    return Table(
        sheet,
        index.sheet_title(sheet),
        (name_title, *(index.column_title(sheet, name) for name in names), *now_title),
        tuple(
            (
                index.reference(sheet, key),
                *(show(key) for show in showers),
                *((_now_at(book, key),) if now_title else ()),
            )
            for key in keys
        ),
        tuple(keys),
    )


def _now_at(book: Book, cadre: str) -> Shown:
    current = [line for line in book.lines("cadre_id", cadre) if line.phase is Phase.CURRENT]
    if current:
        return current[-1].receiving_unit
    return HELD if book.notices("cadres", cadre).holds("postings") else BLANK
