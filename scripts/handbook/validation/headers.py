"""Which sheet is which, where its header stands, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handbook.catalogue import CATALOGUE
from handbook.findings import Cell, Finding, Related, Visibility, column_letters
from handbook.schema import Field, Schema, TableSchema, fold
from handbook.tables import LocatedSheet
from handbook.validation.making import Maker
from handbook.workbook import Sheet, Workbook

HEADER_ROWS_SEARCHED = 10  # offices put titles and notes above the header, never more than a few
_ORDINALS = frozenset(map(fold, ("序号", "序", "顺序号", "STT", "TT", "No.", "No", "№", "#")))
_FOOT = re.compile(
    r"\s*(合\s*计|总\s*计|小\s*计|共\s*计|注\s*\d*\s*[:：]|备\s*注\s*[:：]|说\s*明\s*[:：]"
    r"|填\s*表|制\s*表|审\s*核|填报|联系人\s*[:：]|tổng|ghi chú\s*[:：]|total\b|notes?\s*[:：])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Header:
    """One reading of the first rows: header text and field by column number."""

    last_row: int
    texts: Mapping[int, str]
    fields: Mapping[int, Field]

    @property
    def score(self) -> int:
        return len({field.name for field in self.fields.values()})


def locate_sheets(
    workbook: Workbook, schema: Schema, make: Maker
) -> tuple[dict[str, LocatedSheet], list[Finding]]:
    """Match tabs with the sheets of the schema and find their headers and records.

    Args:
        workbook: As pulled; tabs in any order.
        schema: What the register consists of.
        make: Makes findings in the workbook's language.

    Returns:
        Sheet key → located sheet, for every sheet that can be read, and the findings
        SRC101 to SRC106, SRC111 to SRC113 and HDR201 to HDR206.
    """
    findings: list[Finding] = []
    chosen = _choose(workbook, schema, make, findings)
    located: dict[str, LocatedSheet] = {}
    for key, sheet in chosen.items():
        table = schema.tables[key]
        findings.extend(_about_sheet(table, sheet, make))
        header = find_header(table, sheet)
        if header is None:
            if sheet.row_count or table.is_core:
                findings.append(_no_header(table, sheet, make))
            continue
        place = _locate(table, sheet, header)
        findings.extend(_about_header(place, header, make))
        located[key] = place
    return located, findings


def _choose(
    workbook: Workbook, schema: Schema, make: Maker, findings: list[Finding]
) -> dict[str, Sheet]:
    by_key: dict[str, list[Sheet]] = {}
    unknown: list[Sheet] = []
    for sheet in workbook.sheets:
        table = schema.table_of_title(sheet.title)
        if table is not None:
            by_key.setdefault(table.key, []).append(sheet)
        elif sheet.row_count and not sheet.is_hidden:
            unknown.append(sheet)
    meant = {sheet.title: schema.nearest_table(sheet.title) for sheet in unknown}
    near = {table.key: title for title, table in meant.items() if table and table.key not in by_key}
    for table in schema.tables.values():
        findings.extend(_about_presence(table, by_key.get(table.key, []), near, make))
    absent = [
        table
        for key, table in schema.tables.items()
        if not table.is_core and key not in by_key and key not in near
    ]
    findings.extend(_about_absent(absent, make))
    findings.extend(
        _unknown_sheet(sheet, meant[sheet.title], by_key, make)
        for sheet in unknown
        if sheet.title not in near.values() or not schema.tables[_key_of(near, sheet.title)].is_core
    )
    return {key: by_key[key][0] for key in schema.tables if len(by_key.get(key, ())) == 1}


def _key_of(near: Mapping[str, str], title: str) -> str:
    return next(key for key, other in near.items() if other == title)


def _about_presence(
    table: TableSchema, sheets: Sequence[Sheet], near: Mapping[str, str], make: Maker
) -> Iterator[Finding]:
    title = make.text(table.titles)
    if len(sheets) > 1:
        second = Cell(table.key, sheets[1].title)
        yield make("SRC104", second, sheet=title, first=sheets[0].title, second=sheets[1].title)
    elif not sheets and table.is_core:
        if table.key in near:
            place = Cell("", near[table.key])
            yield make("SRC101", place, variant="near", sheet=title, found=near[table.key])
        else:
            yield make("SRC101", Cell(table.key, ""), sheet=title)


def _about_absent(tables: Sequence[TableSchema], make: Maker) -> Iterator[Finding]:
    """Tell once which optional sheets are not there, apart those that silence rules."""
    silenced = {
        table.key: [
            entry.code
            for entry in CATALOGUE
            if any(path.split(".")[0] == table.key for path in entry.reads)
        ]
        for table in tables
    }
    loud = [make.text(table.titles) for table in tables if silenced[table.key]]
    quiet = [make.text(table.titles) for table in tables if not silenced[table.key]]
    if loud:
        rules = sorted({code for codes in silenced.values() for code in codes})
        yield make(
            "SRC102",
            Cell("", ""),
            sheet=make.listed(loud),
            count=len(rules),
            rules=make.listed(rules),
        )
    if quiet:
        yield make("SRC102", Cell("", ""), variant="no_rules", sheet=make.listed(quiet))


def _unknown_sheet(
    sheet: Sheet, meant: TableSchema | None, present: Mapping[str, object], make: Maker
) -> Finding:
    place = Cell("", sheet.title)
    if meant is None or meant.key in present:
        return make("SRC103", place, sheet=sheet.title)
    suggestion = make.text(meant.titles)
    return make("SRC103", place, variant="near", sheet=sheet.title, suggestion=suggestion)


def _about_sheet(table: TableSchema, sheet: Sheet, make: Maker) -> Iterator[Finding]:
    place = Cell(table.key, sheet.title)
    if sheet.is_hidden:
        yield make("SRC112", place, sheet=sheet.title)
    if sheet.encoding:
        yield make("SRC113", place, sheet=sheet.title, encoding=sheet.encoding.upper())


def _no_header(table: TableSchema, sheet: Sheet, make: Maker) -> Finding:
    titles = make.listed([make.text(field.titles) for field in table.fields[:4]])
    code = "SRC105" if table.is_core else "SRC106"
    return make(code, Cell(table.key, sheet.title), sheet=sheet.title, titles=titles)


def find_header(table: TableSchema, sheet: Sheet) -> _Header | None:
    """Find the header among the first rows: the row, or pair of rows, naming most fields.

    Args:
        table: Whose fields are looked for.
        sheet: As pulled.

    Returns:
        The best reading, or None where no row names two fields (or the only field it has).
    """
    rows = [
        [str(text) for text in sheet.text.loc[number]]
        for number in range(1, min(sheet.row_count, HEADER_ROWS_SEARCHED) + 1)
    ]
    best: _Header | None = None
    for number, row in enumerate(rows, start=1):
        readings = [_read_header(table, number, [row])]
        if number > 1:
            readings.append(_read_header(table, number, [rows[number - 2], row]))
        for reading in readings:
            if best is None or reading.score > best.score:
                best = reading
    if best is None or best.score < min(2, sheet.column_count):
        return None
    return best


def _read_header(table: TableSchema, last_row: int, rows: Sequence[Sequence[str]]) -> _Header:
    texts: dict[int, str] = {}
    fields: dict[int, Field] = {}
    group = ""
    for column, lower in enumerate(rows[-1], start=1):
        upper = rows[0][column - 1] if len(rows) == 2 else ""
        group = upper if upper.strip() else group
        candidates = (group + lower if lower.strip() else upper, lower, upper)
        for text in candidates:
            field = table.field_of_header(text) if text.strip() else None
            if field is not None:
                fields[column] = field
                texts[column] = " ".join(text.split())
                break
        else:
            texts[column] = " ".join((lower if lower.strip() else upper).split())
    return _Header(last_row, texts, fields)


def _locate(table: TableSchema, sheet: Sheet, header: _Header) -> LocatedSheet:
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    doubled: dict[str, int] = {}
    for column, field in header.fields.items():
        if field.name in columns:
            doubled.setdefault(field.name, column)
        else:
            columns[field.name] = column
            labels[field.name] = header.texts[column]
    return LocatedSheet(
        schema=table,
        sheet=sheet,
        header_row=header.last_row,
        columns=columns,
        labels=labels,
        doubled=doubled,
        row_numbers=_record_rows(table, sheet, header, columns),
    )


def _record_rows(
    table: TableSchema, sheet: Sheet, header: _Header, columns: Mapping[str, int]
) -> NDArray[np.intp]:
    """Find the rows that are records: not blank, not a heading, a total or a note."""
    texts = sheet.text.to_numpy(dtype=object)[header.last_row :]
    filled = _filled(texts)
    counted = filled.copy()
    ordinals = [column - 1 for column, text in header.texts.items() if fold(text) in _ORDINALS]
    counted[:, ordinals] = False
    is_record: NDArray[np.bool_] = np.asarray(counted.any(axis=1))
    first = filled.argmax(axis=1)
    first_texts = texts[np.arange(len(texts)), first]
    key = columns.get(table.primary_key, 0) - 1
    doubtful: NDArray[np.bool_] = np.asarray(filled.any(axis=1))
    if key >= 0:
        prefix = table.id_prefix + "-"
        doubtful &= ~np.fromiter((text.startswith(prefix) for text in texts[:, key]), bool)
    for row in np.flatnonzero(doubtful):
        row_number = header.last_row + 1 + int(row)
        positions = np.flatnonzero(filled[row])
        if (
            _FOOT.match(first_texts[row])
            or (len(positions) == 1 and _is_band(sheet, row_number))
            or _repeats_header(header, texts[row], positions)
        ):
            is_record[row] = False
    return np.flatnonzero(is_record) + header.last_row + 1


def _filled(texts: NDArray[np.object_]) -> NDArray[np.bool_]:
    flat = texts.ravel()
    filled = np.fromiter((bool(text) and not text.isspace() for text in flat), bool, flat.size)
    return filled.reshape(texts.shape)


def _is_band(sheet: Sheet, row_number: int) -> bool:
    """Say whether a row is one merged band across the sheet, such as a section heading."""
    return any(
        block.first_row <= row_number <= block.last_row
        and block.last_column - block.first_column >= 2
        for block in sheet.merged
    )


def _repeats_header(
    header: _Header, texts: NDArray[np.object_], positions: NDArray[np.intp]
) -> bool:
    """Say whether a row is the header once more, as printed lists have it on every page."""
    return len(positions) > 1 and all(
        texts[position].strip() == header.texts.get(int(position) + 1) for position in positions
    )


def _about_hidden_rows(place: LocatedSheet, make: Maker) -> Iterator[Finding]:
    rows = [int(row) for row in place.row_numbers if int(row) in place.sheet.hidden_rows]
    if rows:
        yield make(
            "SRC111",
            Cell(place.schema.key, place.sheet.title, rows[0]),
            visibility=Visibility.PUBLIC,
            sheet=place.sheet.title,
            count=len(rows),
            rows=make.listed([str(row) for row in rows]),
        )


def _about_header(place: LocatedSheet, header: _Header, make: Maker) -> Iterator[Finding]:
    yield from _about_hidden_rows(place, make)
    strangers = {
        column: text
        for column, text in header.texts.items()
        if text and column not in header.fields and fold(text) not in _ORDINALS
    }
    meant = _meant_by(place, strangers)
    yield from _missing_columns(place, meant, make)
    yield from _unknown_columns(place, strangers, meant, make)
    yield from _doubled_columns(place, make)
    yield from _untitled_columns(place, header, make)


def _meant_by(place: LocatedSheet, strangers: Mapping[int, str]) -> dict[int, Field]:
    """Guess, for headers nobody knows, which absent field each was meant to be."""
    guesses: dict[int, Field] = {}
    for column, text in strangers.items():
        field = place.schema.nearest_header(text)
        taken = {guess.name for guess in guesses.values()}
        if field and field.name not in place.columns and field.name not in taken:
            guesses[column] = field
    return guesses


def _must_have(field: Field) -> bool:
    return field.required and not (field.derived or field.default)


def _missing_columns(
    place: LocatedSheet, meant: Mapping[int, Field], make: Maker
) -> Iterator[Finding]:
    near = {field.name: column for column, field in meant.items()}
    for field in place.schema.fields:
        if field.name in place.columns or not _must_have(field):
            continue
        is_key = field.name == place.schema.primary_key and place.schema.is_core
        code = "HDR201" if is_key else "HDR202"
        title = make.text(field.titles)
        column = near.get(field.name)
        cell = Cell(
            place.schema.key, place.sheet.title, place.header_row or None, column, field.name
        )
        if column:
            found = str(place.sheet.text.at[place.header_row, column]).strip()
            yield make(
                code, cell, variant="near", field=title, sheet=place.sheet.title, found=found
            )
        else:
            yield make(code, cell, field=title, sheet=place.sheet.title)


def _unknown_columns(
    place: LocatedSheet,
    strangers: Mapping[int, str],
    meant: Mapping[int, Field],
    make: Maker,
) -> Iterator[Finding]:
    for column, text in strangers.items():
        cell = Cell(place.schema.key, place.sheet.title, place.header_row, column)
        field = meant.get(column)
        if field is None:
            yield make("HDR203", cell, found=text, sheet=place.sheet.title)
        elif not _must_have(field):
            suggestion = make.text(field.titles)
            yield make(
                "HDR203",
                cell,
                variant="near",
                found=text,
                sheet=place.sheet.title,
                suggestion=suggestion,
            )


def _doubled_columns(place: LocatedSheet, make: Maker) -> Iterator[Finding]:
    for name, column in place.doubled.items():
        code = "HDR205" if name == place.schema.primary_key else "HDR204"
        first = place.columns[name]
        cell = Cell(place.schema.key, place.sheet.title, place.header_row, column, name)
        yield make(
            code,
            cell,
            related=(Related(Cell(place.schema.key, place.sheet.title, place.header_row, first)),),
            field=place.labels[name],
            sheet=place.sheet.title,
            first=column_letters(first),
        )


def _untitled_columns(place: LocatedSheet, header: _Header, make: Maker) -> Iterator[Finding]:
    for column in range(1, place.sheet.column_count + 1):
        if header.texts.get(column):
            continue
        values = _filled(place.sheet.column(column)[place.row_numbers - 1])
        if values.any():
            first_row = int(place.row_numbers[np.argmax(values)])
            cell = Cell(place.schema.key, place.sheet.title, first_row, column)
            yield make(
                "HDR206",
                cell,
                count=int(values.sum()),
                column=column_letters(column),
                sheet=place.sheet.title,
            )
