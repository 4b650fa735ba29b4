"""The lists that lead to the pages: people by sound, units by level, rules, open findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.catalogue import CATALOGUE, Entry
from handbook.findings import Party
from handbook.pages.book import ROWS_PER_PAGE, Book, Pager, Source, pager, part_address, parts
from handbook.pages.names import initial_of, sort_key
from handbook.pages.notices import FindingGroup, FindingLine, HeldNotice, grouped, held_notices
from handbook.pages.postings import Phase
from handbook.pages.rule import lines_by_code
from handbook.pages.values import BLANK, HELD, Shown, Table


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
    held: tuple[HeldNotice, ...]
    pager: Pager
    source: Source


@dataclass(frozen=True, slots=True)
class RuleListPage:
    """All codes, by family.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        families: Family → entries with the number of findings now.
        source: The day of the register.
    """

    address: str
    title: str
    families: tuple[tuple[str, tuple[tuple[Entry, int], ...]], ...]
    source: Source


@dataclass(frozen=True, slots=True)
class PartyFindings:
    """Open findings one party has to act on, folded per code."""

    party: Party
    groups: tuple[FindingGroup, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """All open findings by the party that has to act.

    Attributes:
        address: From the root of the site.
        title: Word of the interface.
        count: How many there are.
        parties: By party, the one with most to do first; lines only in a short list.
        held: All rows left out.
        source: The day of the register.
    """

    address: str
    title: str
    count: int
    parties: tuple[PartyFindings, ...]
    held: tuple[HeldNotice, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class CodeFindingsPage:
    """All open findings of one code, in parts.

    Attributes:
        address: From the root of the site.
        title: The code.
        count: How many there are on all parts.
        lines: Those on this part.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    count: int
    lines: tuple[FindingLine, ...]
    pager: Pager
    source: Source


RULES_TITLE = "规则"
FINDINGS_TITLE = "待办与问题"
"""Words of the interface, translated where they are rendered."""

_HELD_LIMIT = 200


def cadre_lists(book: Book) -> Iterator[ListPage]:
    """Make the lists of cadres by the letter their names are found under; none without people."""
    if "cadres" not in book.index.publishable.tables:
        return
    name = book.index.shower("cadres", "name")
    names = {key: name(key).text for key in book.index.keys("cadres")}
    groups = dict[str, list[str]]()
    for key in sorted(names, key=lambda each: (sort_key(names[each]), each)):
        groups.setdefault(initial_of(names[key]), []).append(key)
    ordered = {
        letter: groups[letter] for letter in sorted(groups, key=lambda each: (not each, each))
    }
    labels = {letter: letter.upper() for letter in ordered}
    yield from _lists(book, "cadres", ordered, labels, _CADRE_COLUMNS)


def unit_lists(book: Book) -> Iterator[ListPage]:
    """Make the lists of units by level, the highest first."""
    enumeration = book.index.publishable.schema.field("units.level").enumeration
    groups: dict[str, list[str]] = {key: [] for key in enumeration.labels} if enumeration else {}
    for key in book.index.keys("units"):
        groups.setdefault(book.index.value("units", key, "level") or "", []).append(key)
    ordered = {level: keys for level, keys in groups.items() if keys}
    labels = {
        level: enumeration.label(level, book.index.language) if enumeration and level else ""
        for level in ordered
    }
    yield from _lists(book, "units", ordered, labels, _UNIT_COLUMNS)


def programme_lists(book: Book) -> Iterator[ListPage]:
    """Make the list of programmes."""
    keys = list(book.index.keys("programmes"))
    yield from _lists(book, "programmes", {"": keys}, {"": ""}, _PROGRAMME_COLUMNS)


def batch_lists(book: Book) -> Iterator[ListPage]:
    """Make the list of batches, the latest first."""

    def start(key: str) -> str:
        return book.index.show("batches", key, "window_start").iso

    keys = sorted(book.index.keys("batches"), key=lambda key: (start(key), key), reverse=True)
    yield from _lists(book, "batches", {"": keys}, {"": ""}, _BATCH_COLUMNS)


_CADRE_COLUMNS = ("home_unit_id", "home_post", "category")
_UNIT_COLUMNS = ("unit_type", "admin_parent_id", "legal_parent_id", "status")
_PROGRAMME_COLUMNS = ("kind", "owner_unit_id", "term_max_months", "status")
_BATCH_COLUMNS = ("programme_id", "status", "quota", "window_start", "window_end")


def _lists(
    book: Book,
    sheet: str,
    groups: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    columns: tuple[str, ...],
) -> Iterator[ListPage]:
    """Cut a list into pages: one where it is short, else an index and pages per group."""
    total = sum(map(len, groups.values()))
    address = f"{sheet}/index.html"
    if len(groups) == 1:
        yield from _group_pages(
            book, sheet, next(iter(groups.values())), (address, "", ()), columns
        )
        return
    is_short = total <= ROWS_PER_PAGE
    addresses = {group: f"{sheet}/{group or 'other'}.html" for group in groups}
    menu = tuple(
        ListGroup(
            Shown(
                labels[group], link=f"#{group or 'other'}" if is_short else f"../{addresses[group]}"
            ),
            len(keys),
        )
        for group, keys in groups.items()
    )
    tables = tuple(
        (each or "other", labels[each], _rows(book, sheet, keys, columns))
        for each, keys in groups.items()
    )
    yield _list_page(book, sheet, address, "", total, menu, tables if is_short else ())
    if not is_short:
        for group, keys in groups.items():
            frame = (addresses[group], labels[group], menu)
            yield from _group_pages(book, sheet, keys, frame, columns)


def _group_pages(
    book: Book,
    sheet: str,
    keys: Sequence[str],
    frame: tuple[str, str, tuple[ListGroup, ...]],
    columns: tuple[str, ...],
) -> Iterator[ListPage]:
    address, label, menu = frame
    pieces = parts(keys)
    for number, piece in enumerate(pieces, start=1):
        table = (("", "", _rows(book, sheet, piece, columns)),) if piece else ()
        yield _list_page(book, sheet, address, label, len(keys), menu, table, (number, len(pieces)))


def _list_page(
    book: Book,
    sheet: str,
    address: str,
    group: str,
    count: int,
    groups: tuple[ListGroup, ...],
    tables: tuple[tuple[str, str, Table], ...],
    part: tuple[int, int] = (1, 1),
) -> ListPage:
    is_first = address.endswith("/index.html") and part[0] == 1
    rows = [row for row in book.index.publishable.held if row.sheet == sheet] if is_first else []
    return ListPage(
        address=part_address(address, part[0]),
        title=book.index.sheet_title(sheet),
        sheet=sheet,
        group=group,
        count=count,
        groups=groups,
        tables=tables,
        held=held_notices(book.index, rows) if book.index.names_people else (),
        pager=pager(address, *part),
        source=book.no_source,
    )


def _rows(book: Book, sheet: str, keys: Sequence[str], columns: tuple[str, ...]) -> Table:
    index = book.index
    schema = index.publishable.schema.tables[sheet]
    names = [name for name in columns if (sheet, name) in index.columns]
    showers = [index.shower(sheet, name) for name in names]
    name_title = schema.field(schema.label[-1]).titles[index.language]
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
    return HELD if book.board.on("cadres", cadre).holds("postings") else BLANK


def rule_list(book: Book) -> Iterator[RuleListPage]:
    """Make the list of all codes by family."""
    found = lines_by_code(book)
    families = dict[str, list[tuple[Entry, int]]]()
    for entry in CATALOGUE:
        families.setdefault(entry.family, []).append((entry, len(found.get(entry.code, ()))))
    yield RuleListPage(
        "rules/index.html",
        RULES_TITLE,
        tuple((family, tuple(entries)) for family, entries in families.items()),
        book.no_source,
    )


def finding_lists(book: Book) -> Iterator[FindingsPage | CodeFindingsPage]:
    """Make the list of open findings and one list per code; none where nobody may know."""
    if not book.index.names_people:
        return
    lines = book.board.lines
    yield FindingsPage(
        "findings/index.html",
        FINDINGS_TITLE,
        len(lines),
        by_party(lines, limit=ROWS_PER_PAGE if len(lines) <= ROWS_PER_PAGE else 0),
        held_notices(book.index, book.index.publishable.held[:_HELD_LIMIT]),
        book.no_source,
    )
    for code, found in lines_by_code(book).items():
        address = f"findings/{code}.html"
        pieces = parts(found)
        for number, piece in enumerate(pieces, start=1):
            yield CodeFindingsPage(
                part_address(address, number),
                code,
                len(found),
                tuple(piece),
                pager(address, number, len(pieces)),
                book.no_source,
            )


def by_party(lines: Iterable[FindingLine], limit: int = 0) -> tuple[PartyFindings, ...]:
    """Fold findings by the party that has to act, in the fixed order of parties.

    Args:
        lines: In reading order.
        limit: Most lines kept per code; 0 keeps only the numbers.
    """
    found: dict[Party, list[FindingLine]] = {party: [] for party in Party}
    for line in lines:
        found[line.finding.responsible].append(line)
    return tuple(
        PartyFindings(party, grouped(many, limit), len(many))
        for party, many in found.items()
        if many
    )
