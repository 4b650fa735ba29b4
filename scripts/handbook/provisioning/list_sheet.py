"""The hidden sheet behind the drop-downs of references: one formula per sheet it lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handbook.findings import column_letters, quoted
from handbook.google import metadata
from handbook.provisioning.blueprint import Blueprint, Choices
from handbook.provisioning.cell_rules import list_range
from handbook.provisioning.live import Live, LiveSheet
from handbook.provisioning.placing import Place, own_sheets, title_is_taken
from handbook.schema import Field

TITLE_ROW = 1
FORMULA_ROW = 2

_QUOTED_TITLE = re.compile(r"'([^'!]+)'!")


@dataclass(frozen=True)
class ListSheet:
    """The list sheet as it should be.

    Attributes:
        title: As on the tab, or as it will be.
        live: As it stands; None where it is new.
        numbers: Sheet key → column number of its records.
        titles: Sheet key → title in row 1.
        formulas: Sheet key → formula in row 2.
        row_count: Rows it needs at least.
    """

    title: str
    live: LiveSheet | None
    numbers: Mapping[str, int]
    titles: Mapping[str, str]
    formulas: Mapping[str, str]
    row_count: int

    @property
    def column_count(self) -> int:
        """Columns it needs at least."""
        return max(self.numbers.values())

    def source(self, sheet: str) -> str:
        """Name the range with the records of a sheet; blank where it has none."""
        return list_range(self.title, self.numbers[sheet]) if sheet in self.numbers else ""

    def is_listed(self, sheet: str) -> bool:
        """Say whether the column of a sheet already has its title."""
        live = self.live
        return live is not None and bool(live.cell(TITLE_ROW, self.numbers[sheet]).text)

    def has_formula(self, sheet: str) -> bool:
        """Say whether the column of a sheet already holds its formula, however it is spelt."""
        live = self.live
        found = live.cell(FORMULA_ROW, self.numbers[sheet]).formula if live else ""
        return _spelt_alike(found) == _spelt_alike(self.formulas[sheet])


def lay_out_lists(
    blueprint: Blueprint, live: Live, places: Mapping[str, Place]
) -> ListSheet | None:
    """Settle what the list sheet holds.

    Args:
        blueprint: Names the sheets that references point to.
        live: The spreadsheet.
        places: Sheet key → its place.

    Returns:
        None where nothing is listed, or where somebody's own sheet bears its title.
    """
    listed = [each for each in blueprint.choices if _has_key(places.get(each.sheet), each)]
    found = own_sheets(live).get(metadata.LISTS)
    if not listed or (found is None and title_is_taken(live, blueprint.lists_title)):
        return None
    return ListSheet(
        title=found.title if found else blueprint.lists_title,
        live=found,
        numbers=_numbers(listed, found, blueprint),
        titles={each.sheet: each.title for each in listed},
        formulas={each.sheet: list_formula(places[each.sheet], each) for each in listed},
        row_count=max(places[each.sheet].row_count for each in listed) + FORMULA_ROW,
    )


def _has_key(place: Place | None, choices: Choices) -> bool:
    return place is not None and choices.key in place.numbers


def _numbers(
    listed: list[Choices], found: LiveSheet | None, blueprint: Blueprint
) -> dict[str, int]:
    """Give each sheet the column that bears its title, or else the next free one."""
    numbers: dict[str, int] = {}
    titles = found.top[0] if found and found.top else ()
    for number, cell in enumerate(titles, start=1):
        table = blueprint.schema.table_of_title(cell.text)
        if table is not None:
            numbers.setdefault(table.key, number)
    free = len(titles)
    for each in listed:
        if each.sheet not in numbers:
            free += 1
            numbers[each.sheet] = free
    return {each.sheet: numbers[each.sheet] for each in listed}


def list_formula(place: Place, choices: Choices) -> str:
    """Write the formula that lists the records of a sheet as `id name`.

    It begins at the header, which no row can be inserted above without moving it, and so its first
    result is the header. Arguments are parted by semicolons, which every locale understands.

    Args:
        place: The sheet that is listed.
        choices: Which fields name its records.
    """
    key = _range(place, choices.key)
    words = [_words(place, each) for each in choices.label if each.name in place.numbers]
    item = '&" "&'.join((key, *words))
    return f'=ARRAYFORMULA(IF({key}="";"";TRIM({item})))'


def _words(place: Place, field: Field) -> str:
    """Give what names a record; of a reference that is what stands behind its id, if anything."""
    cells = _range(place, field.name)
    if field.target:
        return f'IFERROR(MID({cells};FIND(" ";{cells})+1;99);"")'
    return cells


def _range(place: Place, name: str) -> str:
    letters = column_letters(place.numbers[name])
    return f"{quoted(place.title)}!{letters}{place.header_row}:{letters}"


def _spelt_alike(formula: str) -> str:
    plain = _QUOTED_TITLE.sub(lambda match: match[1] + "!", formula)
    return re.sub(r"[$\s]", "", plain.replace(";", ",")).upper()
