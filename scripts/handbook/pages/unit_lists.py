"""Units in every order in which they are looked for: by level, kind, cluster, region, as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from handbook.pages.book import Book, Source
from handbook.pages.directory import unit_directory
from handbook.pages.lists import Arrangement, ListPage, list_pages
from handbook.pages.names import counted_key, sort_key
from handbook.pages.pagers import Pager, pager, part_address, parts
from handbook.pages.unit_kin import PARENTS, parent_of
from handbook.pages.values import Shown

TREE_ADDRESS = "units/tree.html"

_COLUMNS = ("unit_type", "admin_parent_id", "legal_parent_id", "status")
_COMPLETE = frozenset({"level", "kind"})  # the other ways leave out units they say nothing of
_DEEPEST = 40  # no administration has more levels; a chain beyond begins again at the top
_PROVINCE_AND_CITY = 4  # digits of a region code that people still tell regions apart by


@dataclass(frozen=True, slots=True)
class View:
    """One way to group the units.

    Attributes:
        name: level, kind, cluster or region.
        field: Field of the sheet of units.
        address: Of its first page.
        columns: Field names shown beside the name.
    """

    name: str
    field: str
    address: str
    columns: tuple[str, ...]


VIEWS = (
    View("level", "level", "units/index.html", _COLUMNS),
    View("kind", "unit_type", "units/by-kind.html", ("level", *_COLUMNS[1:])),
    View("cluster", "cluster_code", "units/by-cluster.html", ("is_lead_campus", *_COLUMNS)),
    View("region", "region_code", "units/by-region.html", ("region_code", "level", *_COLUMNS)),
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and the units below it.

    Attributes:
        unit: Its name, linked.
        notes: What is worth saying beside it: a campus by its legal unit, the lead campus, the
            cluster, a status other than active.
        below: Units below it, by the sound of their names.
    """

    unit: Shown
    notes: tuple[str, ...]
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class TreePage:
    """All units under those they belong to.

    Attributes:
        address: From the root of the site.
        title: Title of the sheet.
        count: How many units there are on all parts.
        branches: Those on this part, with everything above them.
        views: (way, link) of all ways to look at the units.
        pager: Which part this is.
        source: The day of the register.
    """

    address: str
    title: str
    count: int
    branches: tuple[Branch, ...]
    views: tuple[tuple[str, str], ...]
    pager: Pager
    source: Source


def unit_lists(book: Book) -> Iterator[ListPage | TreePage]:
    """Make the lists of units in every order that says something, then the tree."""
    arranged = [_arrange(book, view) for view in VIEWS]
    kept = [each for each in arranged if _says_something(each)]
    has_tree = any(parent_of(book, key) for key in book.index.keys("units"))
    views = [(each.view, f"../{each.address}") for each in kept]
    views += [("tree", f"../{TREE_ADDRESS}")] * has_tree
    for each in kept:
        yield from list_pages(book, "units", _with(each, tuple(views)))
    if has_tree:
        yield from _tree_pages(book, tuple(views))


def _says_something(arrangement: Arrangement) -> bool:
    """The list by level always stands; another one where it groups any unit."""
    return arrangement.view == "level" or any(arrangement.groups)


def _with(arrangement: Arrangement, views: tuple[tuple[str, str], ...]) -> Arrangement:
    several = len(views) > 1
    return Arrangement(
        arrangement.columns,
        arrangement.groups,
        arrangement.labels,
        arrangement.address,
        arrangement.prefix,
        arrangement.view if several else "",
        views if several else (),
        arrangement.directory,
    )


def _arrange(book: Book, view: View) -> Arrangement:
    index = book.index
    found: dict[str, list[str]] = {}
    for key in index.keys("units"):
        value = index.value("units", key, view.field) or ""
        group = value[:_PROVINCE_AND_CITY] if view.name == "region" else value
        found.setdefault(group, []).append(key)
    labels = _labels(book, view, found)
    names = _in_order(book, view, filter(None, found))
    if view.name == "cluster":  # the name is free text and no part of an address
        slugs = {name: f"{place:03d}" for place, name in enumerate(names, start=1)}
        names = list(slugs.values())
        found = {slugs.get(name, ""): keys for name, keys in found.items()}
        labels = {slugs.get(name, ""): label for name, label in labels.items()}
    rest = [""] if "" in found and view.name in _COMPLETE else []
    ordered = {name: found[name] for name in (*names, *rest)}
    prefix = "" if view.name == "level" else f"{view.name}-"
    directory = unit_directory(book) if view.name == "level" else None
    return Arrangement(
        view.columns, ordered, labels, view.address, prefix, view.name, directory=directory
    )


def _labels(book: Book, view: View, groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    show = book.index.brief("units", view.field)
    if view.name == "region":
        return {group: group and f"{group}××" for group in groups}
    return {group: group and show(keys[0]).text for group, keys in groups.items()}


def _in_order(book: Book, view: View, groups: Iterable[str]) -> list[str]:
    """Order groups as their closed list does, other ones by number or sound."""
    enumeration = book.index.schema.field(f"units.{view.field}").enumeration
    ranks = {key: place for place, key in enumerate(enumeration.labels)} if enumeration else {}
    return sorted(groups, key=lambda each: (ranks.get(each, len(ranks)), counted_key(each)))


def _tree_pages(book: Book, views: tuple[tuple[str, str], ...]) -> Iterator[TreePage]:
    paths = _paths(book)
    pieces = parts(paths)
    for number, piece in enumerate(pieces, start=1):
        yield TreePage(
            address=part_address(TREE_ADDRESS, number),
            title=book.index.sheet_title("units"),
            count=len(paths),
            branches=_nested(book, piece, 0),
            views=views,
            pager=pager(TREE_ADDRESS, number, len(pieces)),
            source=book.no_source,
        )


def _paths(book: Book) -> list[tuple[str, ...]]:
    """Give the way to every unit from the top, in the order of the tree; no unit is left out."""
    below: dict[str, list[str]] = {}
    for key in sorted(book.index.keys("units"), key=lambda key: _by_sound(book, key)):
        below.setdefault(parent_of(book, key), []).append(key)
    paths: list[tuple[str, ...]] = []
    seen = set[str]()

    def walk(path: tuple[str, ...]) -> None:
        paths.append(path)
        seen.add(path[-1])
        for key in below.get(path[-1], ()):
            if key not in seen and len(path) < _DEEPEST:
                walk((*path, key))

    for top in below.get("", ()):
        walk((top,))
    for key in book.index.keys("units"):
        if key not in seen:  # below the deepest, or under each other in a circle
            walk((key,))
    return paths


def _by_sound(book: Book, key: str) -> tuple[tuple[tuple[str, ...], str], str]:
    return sort_key(book.index.reference("units", key).text), key


def _nested(book: Book, paths: Sequence[tuple[str, ...]], depth: int) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            book.index.reference("units", key),
            tuple(_notes(book, key)),
            _nested(book, [path for path in under if len(path) > depth + 1], depth + 1),
        )
        for key, under in groupby(paths, key=lambda path: path[depth])
    )


def _notes(book: Book, key: str) -> Iterator[str]:
    index = book.index
    if parent_of(book, key) and not index.value("units", key, PARENTS[0]):
        yield index.column_title("units", PARENTS[1])
    if index.value("units", key, "is_lead_campus") == "yes":
        yield index.column_title("units", "is_lead_campus")
    yield index.show("units", key, "cluster_code").text
    if index.value("units", key, "status") not in (None, "", "active"):
        yield index.show("units", key, "status").text
