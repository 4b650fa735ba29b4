"""Which tab is which sheet of the register, and what is there, twice there, or missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.casting.characters import screen
from handbook.findings import Cell, Finding, Visibility
from handbook.own_sheets import is_own
from handbook.schema import Schema, TableSchema
from handbook.tables import LocatedSheet
from handbook.validation.header_rows import find_header
from handbook.validation.headers import check_header, locate
from handbook.validation.making import Maker
from handbook.workbook import Sheet, Workbook


def locate_sheets(
    workbook: Workbook,
    schema: Schema,
    make: Maker,
    elsewhere: Mapping[str, Collection[str]],
) -> tuple[dict[str, LocatedSheet], list[Finding]]:
    """Match tabs with the sheets of the schema and find their headers and records.

    Args:
        workbook: Tabs in any order, without those that only add columns to another.
        schema: What the register consists of.
        make: Makes findings in the workbook's language.
        elsewhere: Sheet key → fields that have their column in the other spreadsheet.

    Returns:
        Sheet key → located sheet, for every sheet that can be read, and the findings
        SRC101, SRC103 to SRC106, SRC111 to SRC113 and HDR201 to HDR206.
    """
    findings: list[Finding] = []
    chosen = _choose(workbook, schema, make, findings)
    located: dict[str, LocatedSheet] = {}
    for key, sheet in chosen.items():
        table = schema.tables[key]
        place, said = locate_sheet(table, sheet, make, elsewhere.get(key, ()))
        findings.extend(said)
        if place is not None:
            located[key] = place
        elif sheet.row_count or table.is_core:
            findings.append(no_header(table, sheet, make))
    return located, findings


def locate_sheet(
    table: TableSchema, sheet: Sheet, make: Maker, elsewhere: Collection[str] = ()
) -> tuple[LocatedSheet | None, list[Finding]]:
    """Find header and records of one tab.

    Args:
        table: What it is read as.
        sheet: As pulled.
        make: Makes findings.
        elsewhere: Fields that have their column in the other spreadsheet.

    Returns:
        None where no row is the header, and the findings SRC111 to SRC113 and HDR201 to HDR206.
    """
    findings = list(_about_sheet(table, sheet, make))
    header = find_header(table, sheet)
    if header is None:
        return None, findings
    place = locate(table, sheet, header)
    findings.extend(_about_hidden_rows(place, make))
    findings.extend(check_header(place, header, make, elsewhere))
    return place, findings


def absent_sheets(workbook: Workbook, schema: Schema) -> list[TableSchema]:
    """Give the optional sheets that no tab is, nor seems meant to be.

    Args:
        workbook: Tabs in any order, without those that only add columns to another.
        schema: What the register consists of.
    """
    tabs = _recognise(workbook, schema)
    return [
        table
        for key, table in schema.tables.items()
        if not table.is_core and key not in tabs.by_key and key not in tabs.near
    ]


@dataclass(frozen=True, slots=True)
class _Tabs:
    """What the tabs of a workbook are.

    Attributes:
        by_key: Sheet key → the tabs that are that sheet.
        meant: Unknown tab → the sheet its title comes near to; None where it comes near none.
        near: Key of a sheet no tab is → title of the unknown tab that seems meant to be it.
    """

    by_key: dict[str, list[Sheet]]
    meant: dict[Sheet, TableSchema | None]
    near: dict[str, str]


def _recognise(workbook: Workbook, schema: Schema) -> _Tabs:
    by_key: dict[str, list[Sheet]] = {}
    unknown: list[Sheet] = []
    for sheet in workbook.sheets:
        if is_own(sheet.title):
            continue
        table = table_of(sheet, schema)
        if table is not None:
            by_key.setdefault(table.key, []).append(sheet)
        elif sheet.row_count and not sheet.is_hidden:
            unknown.append(sheet)
    by_key = {key: _without_blanks(sheets) for key, sheets in by_key.items()}
    meant = {sheet: schema.nearest_table(sheet.title) for sheet in unknown}
    near = {
        table.key: sheet.title
        for sheet, table in meant.items()
        if table and table.key not in by_key
    }
    return _Tabs(by_key, meant, near)


def _choose(
    workbook: Workbook, schema: Schema, make: Maker, findings: list[Finding]
) -> dict[str, Sheet]:
    tabs = _recognise(workbook, schema)
    by_key, near = tabs.by_key, tabs.near
    for table in schema.tables.values():
        findings.extend(_about_presence(table, by_key.get(table.key, []), near, make))
    findings.extend(
        _unknown_sheet(sheet, meant, by_key, make)
        for sheet, meant in tabs.meant.items()
        if sheet.title not in near.values() or not schema.tables[_key_of(near, sheet.title)].is_core
    )
    return {key: by_key[key][0] for key in schema.tables if len(by_key.get(key, ())) == 1}


def table_of(sheet: Sheet, schema: Schema) -> TableSchema | None:
    """Recognise a sheet by the key it remembers, else by its title; else None.

    Args:
        sheet: As pulled.
        schema: What the register consists of.
    """
    return schema.tables.get(sheet.key) or schema.table_of_title(screen(sheet.title).text)


def _without_blanks(sheets: list[Sheet]) -> list[Sheet]:
    """Leave blank sheets out beside one that holds something: nothing in them could be meant."""
    return [sheet for sheet in sheets if sheet.row_count] or sheets[:1]


def _key_of(near: Mapping[str, str], title: str) -> str:
    return next(key for key, other in near.items() if other == title)


def _about_presence(
    table: TableSchema, sheets: Sequence[Sheet], near: Mapping[str, str], make: Maker
) -> Iterator[Finding]:
    title = make.text(table.titles)
    if len(sheets) > 1:
        second = sheets[1].cell(table.key)
        yield make("SRC104", second, sheet=title, first=sheets[0].title, second=sheets[1].title)
    elif not sheets and table.is_core:
        if table.key in near:
            place = Cell("", near[table.key])
            yield make("SRC101", place, variant="near", sheet=title, found=near[table.key])
        else:
            yield make("SRC101", Cell(table.key, ""), sheet=title)


def _unknown_sheet(
    sheet: Sheet, meant: TableSchema | None, present: Mapping[str, object], make: Maker
) -> Finding:
    place = sheet.cell("")
    if meant is None or meant.key in present:
        return make("SRC103", place, sheet=sheet.title)
    suggestion = make.text(meant.titles)
    return make("SRC103", place, variant="near", sheet=sheet.title, suggestion=suggestion)


def _about_sheet(table: TableSchema, sheet: Sheet, make: Maker) -> Iterator[Finding]:
    place = sheet.cell(table.key)
    if sheet.is_hidden:
        yield make("SRC112", place, sheet=sheet.title)
    if sheet.encoding:
        yield make("SRC113", place, sheet=sheet.title, encoding=sheet.encoding.upper())


def no_header(table: TableSchema, sheet: Sheet, make: Maker) -> Finding:
    """Tell that no row of a sheet is its header: SRC105 for a core sheet, else SRC106."""
    titles = make.listed([make.text(field.titles) for field in table.fields[:4]])
    code = "SRC105" if table.is_core else "SRC106"
    return make(code, sheet.cell(table.key), sheet=sheet.title, titles=titles)


def _about_hidden_rows(place: LocatedSheet, make: Maker) -> Iterator[Finding]:
    rows = [int(row) for row in place.row_numbers if int(row) in place.sheet.hidden_rows]
    if rows:
        yield make(
            "SRC111",
            place.sheet.cell(place.schema.key, rows[0]),
            visibility=Visibility.PUBLIC,
            sheet=place.sheet.title,
            count=len(rows),
            rows=make.listed([str(row) for row in rows]),
        )
