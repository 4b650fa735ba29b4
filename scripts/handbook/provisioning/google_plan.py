"""What is missing between a live spreadsheet and its blueprint, step by step; pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.google import metadata
from handbook.provisioning import google_requests as make
from handbook.provisioning.blueprint import Blueprint, Tab
from handbook.provisioning.list_sheet import ListSheet, lay_out_lists
from handbook.provisioning.list_steps import list_steps
from handbook.provisioning.live import Live, LiveSheet
from handbook.provisioning.placing import (
    Obstacle,
    Place,
    find_tab,
    own_sheets,
    place,
    title_is_taken,
)
from handbook.provisioning.steps import Change, Kind, Plan, Step
from handbook.provisioning.tab_steps import tab_steps
from handbook.rendering.translations import fill_words

_RESULTS_SIZE = (200, 12)
_GID_BITS = 0x3FFFFFFF  # Google's numbers of sheets are positive and 31 bits wide


def plan(blueprint: Blueprint, live: Live) -> Plan:
    """Work out what has to be done so that a spreadsheet becomes what its blueprint says.

    Nothing of anybody's is changed: values, headers, notes, validations and formats that a person
    made stay, and where one stands in the way the plan says that it is kept. What is a matter of
    taste (frozen rows, protection, shading, folded columns) is offered once, when a sheet is first
    met, and never again.

    Args:
        blueprint: As it should be.
        live: As it stands.

    Returns:
        Steps in reading order; none that changes anything where everything is in place.
    """
    return _Planner(blueprint, live).plan()


@dataclass(frozen=True)
class _Arrangement:
    """Which sheet is where.

    Attributes:
        places: Sheet key → place, for sheets that are or will be there.
        obstacles: Sheet key → why it is left alone.
        indexes: Key of a sheet to be added → its place among the tabs, from 0.
        lists: The list sheet, or None.
    """

    places: Mapping[str, Place]
    obstacles: Mapping[str, Obstacle]
    indexes: Mapping[str, int]
    lists: ListSheet | None


class _Planner:
    """One working out of a plan."""

    def __init__(self, blueprint: Blueprint, live: Live) -> None:
        self._blueprint = blueprint
        self._live = live
        self._own = own_sheets(live)

    def plan(self) -> Plan:
        arrangement = self._arrange()
        steps = [*self._settings(), *self._results(arrangement.indexes)]
        for tab in self._blueprint.tabs:
            steps.extend(self._tab(tab, arrangement))
        steps.extend(self._lists(arrangement))
        return Plan(self._live.title, self._blueprint.language, tuple(steps))

    def _arrange(self) -> _Arrangement:
        taken = frozenset(sheet.gid for sheet in self._own.values())
        schema = self._blueprint.schema
        found = {tab.key: find_tab(tab, self._live, schema, taken) for tab in self._blueprint.tabs}
        places: dict[str, Place] = {}
        obstacles = {key: each for key, each in found.items() if isinstance(each, Obstacle)}
        for tab in self._blueprint.tabs:
            sheet = found[tab.key]
            if isinstance(sheet, Obstacle):
                continue
            gid = sheet.gid if sheet else self._free_gid(tab.key)
            placed = place(tab, sheet, gid, self._blueprint)
            if isinstance(placed, Obstacle):
                obstacles[tab.key] = placed
            else:
                places[tab.key] = placed
        lists = lay_out_lists(self._blueprint, self._live, places)
        return _Arrangement(places, obstacles, self._indexes(found, lists), lists)

    def _free_gid(self, key: str) -> int:
        """Choose the number of a new sheet: always the same for a key, if it is free."""
        gid = zlib.crc32(key.encode()) & _GID_BITS
        taken = {sheet.gid for sheet in self._live.sheets}
        while gid in taken:
            gid = (gid + 1) & _GID_BITS
        return gid

    def _indexes(
        self, found: Mapping[str, LiveSheet | Obstacle | None], lists: ListSheet | None
    ) -> dict[str, int]:
        """Settle where new tabs go: results first, each sheet behind the one before it."""
        order: list[object] = [sheet.gid for sheet in self._live.sheets]
        if self._adds_results:
            order.insert(0, metadata.RESULTS)
        before: object = metadata.RESULTS
        for tab in self._blueprint.tabs:
            sheet = found[tab.key]
            if isinstance(sheet, LiveSheet):
                before = sheet.gid
            elif sheet is None:
                order.insert(order.index(before) + 1 if before in order else 0, tab.key)
                before = tab.key
        if lists is not None and lists.live is None:
            order.append(metadata.LISTS)
        return {each: index for index, each in enumerate(order) if isinstance(each, str)}

    @property
    def _adds_results(self) -> bool:
        taken = title_is_taken(self._live, self._blueprint.results_title)
        return metadata.RESULTS not in self._own and not taken

    def _settings(self) -> Iterator[Step]:
        blueprint = self._blueprint
        if metadata.LANGUAGE not in self._live.metadata:
            yield from self._noted(Kind.LANGUAGE, metadata.LANGUAGE, blueprint.language)
        version = str(blueprint.schema.version)
        yield from self._noted(Kind.VERSION, metadata.SCHEMA_VERSION, version)
        yield from self._noted(Kind.PART, metadata.PART, blueprint.part.value)

    def _noted(self, kind: Kind, key: str, new: str) -> Iterator[Step]:
        """Note something about the spreadsheet, where it is not noted yet."""
        number, old = self._live.metadata.get(key, (0, ""))
        if not old:
            yield Step(kind, Change.ADD, new=new, requests=(make.mark_spreadsheet(key, new),))
        elif old != new:
            requests = (make.renew_mark(number, new),)
            yield Step(kind, Change.RENEW, old=old, new=new, requests=requests)

    def _results(self, indexes: Mapping[str, int]) -> Iterator[Step]:
        title = self._blueprint.results_title
        if metadata.RESULTS in self._own:
            return
        if not self._adds_results:
            yield Step(Kind.OWN_TITLE, Change.KEEP, title)
            return
        gid = self._free_gid(metadata.RESULTS)
        rows, columns = _RESULTS_SIZE
        words = fill_words(
            self._blueprint.language, "还没有检查过。检查以后，查到的问题一条一条列在这里。"
        )
        requests = (
            make.add_sheet(gid, title, indexes[metadata.RESULTS], rows=rows, columns=columns),
            make.colour_results_tab(gid),
            make.mark_sheet(gid, metadata.RESULTS, self._blueprint.language),
            make.write_text(gid, 1, 1, words),
        )
        yield Step(Kind.RESULTS, Change.ADD, title, requests=requests)

    def _tab(self, tab: Tab, arrangement: _Arrangement) -> Iterator[Step]:
        if tab.key in arrangement.obstacles:
            obstacle = arrangement.obstacles[tab.key]
            kind = Kind.DOUBLED if obstacle is Obstacle.DOUBLED else Kind.NO_HEADER
            yield Step(kind, Change.KEEP, tab.title)
            return
        index = arrangement.indexes.get(tab.key, 0)
        yield from tab_steps(
            arrangement.places[tab.key], index, arrangement.lists, self._blueprint.language
        )

    def _lists(self, arrangement: _Arrangement) -> Iterator[Step]:
        title = self._blueprint.lists_title
        if arrangement.lists is not None:
            gid = self._free_gid(metadata.LISTS)
            index = arrangement.indexes.get(metadata.LISTS, 0)
            yield from list_steps(arrangement.lists, gid, index, self._blueprint.language)
        elif metadata.LISTS not in self._own and title_is_taken(self._live, title):
            yield Step(Kind.OWN_TITLE, Change.KEEP, title)
