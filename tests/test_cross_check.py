"""Frictionless as an independent judge: its verdict on every cell against ours, both ways.

Whatever frictionless rejects, our check has told of; whatever our check calls a mistake in a cell,
frictionless rejects. Where the two differ on purpose, the difference stands in `DIFFERENCES` with
its reason and a register that still shows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from frictionless_view import (
    Place,
    canonical,
    descriptor,
    read_by_frictionless,
    rejected_by_frictionless,
)
from handbook.catalogue import BY_CODE
from handbook.checking import Checked
from handbook.findings import Effect, Finding, Severity
from handbook.schema import Field, TableSchema
from handbook.workbook import Manifest, Workbook
from small_workbooks import (
    BATCH,
    CADRES,
    POSTING,
    PROGRAMME,
    ROOT,
    SCHEMA,
    UNITS,
    Row,
    check,
    sheet,
)
from test_corpus import CASES, check_source, checked_case

CORPUS = {case.name: case for case in CASES if not case.name.startswith(("CNT", "POL"))}
DEMOS = ("demo", "demo_mistakes")
AS_TYPED = ("cells", "limits")
REGISTERS = (*AS_TYPED, *DEMOS, *CORPUS)

# -- Single cells, typed in canonical forms: our code and the error of frictionless

CELLS = (
    ("units.unit_id", "U-0007", "", ""),
    ("units.unit_id", "U-0001", "KEY403", "primary-key unique-error"),
    ("units.unit_id", "", "KEY401", "constraint-error primary-key"),
    ("units.unit_id", "u-0008", "KEY402", "constraint-error"),
    ("units.unit_id", "U-8", "KEY402", "constraint-error"),
    ("units.unit_id", "U0008", "KEY402", "constraint-error"),
    ("units.unit_id", "8", "KEY402", "constraint-error"),
    ("units.unit_id", "U-000000008", "KEY402", "constraint-error"),
    ("units.unit_id", "U-0008/../9", "KEY402", "constraint-error"),
    ("cadres.cadre_id", "C-00007", "", ""),
    ("cadres.cadre_id", "C-0007", "KEY402", "constraint-error"),
    ("mentors.mentor_id", "M-0007", "", ""),
    ("mentors.mentor_id", "", "", "primary-key"),
    ("mentors.mentor_id", "M-7", "KEY402", "constraint-error"),
    ("postings.cadre_id", "C-00001", "", ""),
    ("postings.cadre_id", "C-77777", "KEY404", "foreign-key"),
    ("postings.cadre_id", "U-0001", "KEY404", "foreign-key"),
    ("postings.cadre_id", "c-00012", "KEY404", ""),
    ("postings.cadre_id", "", "CEL301", "constraint-error"),
    ("postings.cadre_id", "顾清和", "KEY404", "foreign-key"),
    ("postings.cadre_id", "C-00001、C-00002", "CEL315", "foreign-key"),
    ("units.admin_parent_id", "U-0001", "", ""),
    ("units.admin_parent_id", "U-7777", "KEY404", "foreign-key"),
    ("units.admin_parent_id", "", "", ""),
    ("postings.succeeds_posting_id", "S-0001", "", ""),
    ("postings.succeeds_posting_id", "S-7777", "KEY404", "foreign-key"),
    ("engagements.posting_ids", "S-0001", "", ""),
    ("engagements.posting_ids", "S-0001；S-7777", "KEY404", ""),
    ("postings.status", "planned", "", ""),
    ("postings.status", "", "", ""),
    ("postings.status", "asleep", "CEL308", "constraint-error"),
    ("cadres.gender", "2", "", ""),
    ("cadres.gender", "3", "CEL308", "constraint-error"),
    ("programmes.report_to", "home；receiving", "", ""),
    ("programmes.report_to", "home；nobody", "CEL308", ""),
    ("postings.title", "乡镇长助理", "", ""),
    ("postings.title", "#", "", ""),
    ("postings.title", "=1+1", "", ""),
    ("postings.title", "NaN", "", ""),
    ("postings.title", "组长A\u202eB", "CEL312", ""),
    ("postings.title", "#REF!", "SRC107", ""),
    ("units.region_code", "330102", "", ""),
    ("units.region_code", "030102", "", ""),
    ("units.region_code", "33010", "CEL309", "constraint-error"),
    ("units.region_code", "3301020", "CEL309", "constraint-error"),
    ("units.region_code", "33O102", "CEL309", "constraint-error"),
    ("reports.period", "2025-Q4", "", ""),
    ("reports.period", "2025-Q5", "CEL309", "constraint-error"),
    ("reports.period", "2025-13", "CEL309", "constraint-error"),
    ("reports.link", "https://example.org/a.pdf", "", ""),
    ("reports.link", "汇报/2025/一季度.pdf", "", ""),
    ("reports.link", "javascript:alert(1)", "CEL317", ""),
    ("reports.link", "../a.pdf", "CEL317", ""),
    ("batches.quota", "12", "", ""),
    ("batches.quota", "012", "", ""),
    ("batches.quota", "12.0", "", "type-error"),
    ("batches.quota", "0", "CEL310", "constraint-error"),
    ("batches.quota", "-3", "CEL310", "constraint-error"),
    ("batches.quota", "2.5", "CEL302", "type-error"),
    ("batches.quota", "twelve", "CEL302", "type-error"),
    ("batches.quota", "1e1", "CEL302", "type-error"),
    ("batches.quota", "1_0", "CEL302", ""),
    ("batches.quota", "NaN", "CEL302", "type-error"),
    ("absences.days", "2.5", "", ""),
    ("absences.days", ".5", "", ""),
    ("absences.days", "-0.5", "CEL310", "constraint-error"),
    ("absences.days", "half", "CEL302", "type-error"),
    ("absences.days", "1e1", "CEL302", ""),
    ("absences.days", "Infinity", "CEL302", ""),
    ("absences.days", "NaN", "CEL302", "constraint-error"),
    ("work_log.amount", "12000.50", "", ""),
    ("postings.cross_region", "true", "", ""),
    ("postings.cross_region", "0", "", ""),
    ("postings.cross_region", "maybe", "CEL318", "type-error"),
    ("postings.cross_region", "2", "CEL318", "type-error"),
    ("batches.kickoff_on", "2025-09-01", "", ""),
    ("batches.kickoff_on", "2024-02-29", "", ""),
    ("batches.kickoff_on", "2025-9-1", "", ""),
    ("batches.kickoff_on", "2025-02-29", "CEL303", "type-error"),
    ("batches.kickoff_on", "2025-09-31", "CEL303", "type-error"),
    ("batches.kickoff_on", "2025-13-01", "CEL303", "type-error"),
    ("batches.kickoff_on", "2025-00-10", "CEL303", "type-error"),
    ("batches.kickoff_on", "2025-09-00", "CEL303", "type-error"),
    ("batches.kickoff_on", "2025-09", "CEL314", "type-error"),
    ("postings.reported_on", "2025-09", "CEL305", "type-error"),
    ("batches.kickoff_on", "09-01", "CEL305", "type-error"),
    ("batches.kickoff_on", "soon", "CEL305", "type-error"),
    ("batches.kickoff_on", "3/4/2025", "CEL304", "type-error"),
    ("batches.kickoff_on", "3025-09-01", "CEL306", ""),
    ("cadres.born_after", "1980-07-01", "", ""),
    ("cadres.born_after", "1929-12-31", "CEL306", "constraint-error"),
    ("cadres.born_after", "1930-01-01", "", ""),
    ("documents.issued_on", "1954-09-20", "", ""),
    ("documents.issued_on", "1948-12-31", "CEL306", "constraint-error"),
    ("cadres.birth_ym", "1992-05", "", ""),
    ("cadres.birth_ym", "1992-13", "CEL303", "type-error"),
    ("cadres.birth_ym", "1992", "CEL305", "type-error"),
    ("cadres.birth_ym", "1892-05", "CEL306", ""),
)


# -- Where the two differ on purpose


@dataclass(frozen=True)
class Disagreement:
    """A cell that only one of the two rejects.

    Attributes:
        place: Sheet, row and field.
        text: As typed.
        ours: Codes of our findings, with their variants; empty where frictionless alone rejects.
        theirs: Types of its errors; empty where our check alone rejects.
    """

    place: Place
    text: str
    ours: frozenset[tuple[str, str]]
    theirs: frozenset[str]

    @property
    def field(self) -> Field:
        """The column."""
        return SCHEMA.tables[self.place[0]].field(self.place[2])

    def is_ours(self, *codes: str) -> bool:
        """Say whether our check alone rejects the cell, for some of these codes only."""
        return bool(self.ours) and {code for code, _ in self.ours} <= set(codes)


@dataclass(frozen=True)
class Difference:
    """A kind of cell on which the two differ, and are meant to.

    Attributes:
        name: Id of the test.
        reason: Why.
        covers: Says whether a disagreement is of the kind.
        shown_by: A register that has such a cell; without one the difference is to be deleted.
    """

    name: str
    reason: str
    covers: Callable[[Disagreement], bool]
    shown_by: str


def _is_id_of(target: str, text: str) -> bool:
    table = SCHEMA.tables[target]
    return re.fullmatch(table.field(table.primary_key).pattern, text) is not None


DIFFERENCES = (
    Difference(
        "required under a condition",
        "Table Schema cannot say that a posting that was extended needs the day of its new end.",
        lambda cell: cell.ours in ({("CEL301", "when")}, {("CEL301", "when_derived")}),
        "CEL301-extended-without-a-date",
    ),
    Difference(
        "one of several choices",
        "Table Schema knows no list in a cell whose items have an enumeration: it sees a string.",
        lambda cell: cell.is_ours("CEL308") and cell.field.kind == "enums",
        "CEL308-one-of-several-choices",
    ),
    Difference(
        "rule that is none",
        "To Table Schema the numbers of the rules switched on are a text like any other.",
        lambda cell: cell.is_ours("CEL316"),
        "CEL316-number-of-no-rule",
    ),
    Difference(
        "one of several references",
        "A foreign key of Table Schema is the whole cell, so several numbers cannot have one.",
        lambda cell: cell.is_ours("KEY404") and cell.field.kind == "references",
        "KEY404-one-of-several-numbers",
    ),
    Difference(
        "reference to a malformed id",
        "The id itself was told and its row is held, so nothing can point to it; frictionless "
        "finds the same misspelling on both sides and is content.",
        lambda cell: cell.is_ours("KEY404") and not _is_id_of(cell.field.target, cell.text),
        "cells",
    ),
    Difference(
        "blank id of a child record",
        "A mentor or a report is known by its posting; a primary key of Table Schema is never "
        "blank.",
        lambda cell: (
            cell.theirs == {"primary-key"}
            and not cell.text
            and not SCHEMA.tables[cell.place[0]].key_required
        ),
        "cells",
    ),
    Difference(
        "year nobody means",
        "The usual span of years belongs to the check; a column declares limits only where it "
        "needs others.",
        lambda cell: cell.is_ours("CEL306") and cell.field.minimum is None,
        "CEL306-year-3025",
    ),
    Difference(
        "end before start",
        "Table Schema compares no two cells.",
        lambda cell: cell.is_ours("CEL307"),
        "CEL307-end-before-start",
    ),
    Difference(
        "forbidden characters",
        "Table Schema has no word for characters that turn text round or hide in it.",
        lambda cell: cell.is_ours("CEL312"),
        "CEL312-text-turned-round",
    ),
    Difference(
        "unusable link",
        "Its format `uri` would refuse a path in the file store and let `javascript:` through.",
        lambda cell: cell.is_ours("CEL317"),
        "CEL317-file-on-ones-own-computer",
    ),
    Difference(
        "formula error as text",
        "Table Schema knows no spreadsheets: `#REF!` is a text to it.",
        lambda cell: cell.is_ours("SRC107") and cell.field.kind == "text",
        "cells",
    ),
    Difference(
        "merged cells",
        "Table Schema knows no merged cells; the value of the first one may be fine as it is.",
        lambda cell: cell.is_ours("SRC110"),
        "SRC110-merged-cells",
    ),
    Difference(
        "same combination twice",
        "Uniqueness of several columns together is in version 2 of Table Schema only.",
        lambda cell: cell.is_ours("KEY409"),
        "KEY409-batch-entered-twice",
    ),
    Difference(
        "circle",
        "A foreign key may run in a circle.",
        lambda cell: cell.is_ours("KEY410"),
        "KEY410-two-units-above-each-other",
    ),
    Difference(
        "references disagree",
        "Table Schema follows no foreign key further than one step.",
        lambda cell: cell.is_ours("KEY412"),
        "KEY412-position-of-another-batch",
    ),
    Difference(
        "programmers' numbers",
        "Python reads 1e1, 1_0 and Infinity as numbers; in an office they are slips.",
        lambda cell: (
            cell.is_ours("CEL302")
            and any(mark in cell.text.casefold() for mark in ("e", "_", "inf"))
        ),
        "cells",
    ),
    Difference(
        "month for a day",
        "Where a plan may say 2025-09, the day is proposed and confirmed later.",
        lambda cell: (
            cell.theirs == {"type-error"}
            and bool(cell.field.month_precision)
            and re.fullmatch(r"\d{4}-\d{2}", cell.text) is not None
        ),
        "cells",
    ),
    Difference(
        "whole number with a point",
        "A spreadsheet adds `.0` to a whole number by itself.",
        lambda cell: (
            cell.theirs == {"type-error"}
            and cell.field.kind == "integer"
            and cell.text.endswith(".0")
        ),
        "cells",
    ),
)


# -- The registers


@cache
def checked(register: str) -> Checked:
    """Check one of the registers, once."""
    if register == "cells":
        return check(_workbook(_rows_of_cells()[0]))
    if register == "limits":
        return check(_workbook(_rows_of_limits()))
    if register in DEMOS:
        return check_source(ROOT / "sheets_schema" / register, None)
    return checked_case(CORPUS[register])


def _workbook(rows: Mapping[str, list[Row]]) -> Workbook:
    columns = {key: [field.name for field in table.fields] for key, table in SCHEMA.tables.items()}
    sheets = tuple(sheet(key, rows[key], columns[key]) for key in SCHEMA.tables)
    return Workbook(sheets, Manifest(source="test"))


@cache
def _rows_of_cells() -> tuple[Mapping[str, list[Row]], tuple[Place, ...]]:
    """Lay every single cell out in a row of its own, below a few sound records."""
    rows: dict[str, list[Row]] = defaultdict(list)
    rows |= {"units": [*UNITS], "cadres": [*CADRES, {"cadre_id": "c-00012", "remark": "一行"}]}
    rows |= {"programmes": [PROGRAMME], "batches": [BATCH], "postings": [POSTING]}
    places: list[Place] = []
    for path, text, *_ in CELLS:
        key, name = path.split(".")
        rows[key].append(_record(SCHEMA.tables[key], len(rows[key]), name, text))
        places.append((key, len(rows[key]) + 1, name))
    return rows, tuple(places)


def _record(table: TableSchema, number: int, field: str, text: str) -> Row:
    """Make a record of one cell; the remark keeps the row from being blank."""
    return {table.primary_key: _id(table, number), "remark": "一行"} | {field: text}


def _id(table: TableSchema, number: int) -> str:
    return f"{table.id_prefix}-{90000 + number}"


def _rows_of_limits() -> Mapping[str, list[Row]]:
    """Try every field of every sheet just inside and just outside of what its file declares."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for key, table in SCHEMA.tables.items():
        for field in descriptor(key)["fields"]:
            for text in _limits(table.field(field["name"]), field.get("constraints", {})):
                rows[key].append(_record(table, len(rows[key]), field["name"], text))
    return rows


KNOWN_WORDS = {
    "boolean": ("true", "false", "1", "0", "maybe"),
    "date": ("2025-09-01", "2025-09-31", "never"),
    "month": ("1992-05", "1992-13", "never"),
    "integer": ("several",),
    "number": ("several",),
}


def _limits(field: Field, constraints: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", *KNOWN_WORDS.get(field.kind, ()))
    if field.kind == "reference":
        target = SCHEMA.tables[field.target]
        yield from (_id(target, 0), _id(target, 8888))
    elif field.enumeration:
        yield "；".join(list(field.enumeration.labels)[: 2 if field.kind == "enums" else 1])
    elif field.example and field.kind not in ("id", "references"):
        yield field.example
    if "enum" in constraints:
        yield from (*constraints["enum"], "no_such_choice")
    if "pattern" in constraints:
        yield from (f"{field.example}!", f"!{field.example}")
    if "maxLength" in constraints:
        yield from ("一" * constraints["maxLength"], "一" * (constraints["maxLength"] + 1))
    for bound, step in (("minimum", -1), ("maximum", 1)):
        if bound in constraints:
            yield from (str(constraints[bound]), _beyond(constraints[bound], step))


def _beyond(limit: float | str, step: int) -> str:
    if isinstance(limit, str):
        return str(date.fromisoformat(limit) + timedelta(days=step))
    return str(limit + step)


# -- The two verdicts


def _is_about_a_cell(finding: Finding) -> bool:
    """Leave out the second spreadsheet: Table Schema knows no sheet in two files."""
    is_bad = finding.severity is Severity.ERROR or BY_CODE[finding.code].effect is Effect.WITHHOLD
    is_here = bool(finding.cell.field) and not finding.cell.book
    return is_bad and is_here and finding.code[:3] in ("SRC", "HDR", "CEL", "KEY")


@cache
def ours(register: str) -> dict[Place, frozenset[tuple[str, str]]]:
    """List the cells our check rejects; what is said of a header is said of its whole column."""
    said: dict[Place, frozenset[tuple[str, str]]] = {}
    for finding in filter(_is_about_a_cell, checked(register).findings):
        cell = finding.cell
        place = (cell.sheet, cell.row_number or 0, cell.field)
        said[place] = said.get(place, frozenset()) | {(finding.code, finding.variant)}
    return said


@cache
def theirs(register: str) -> dict[Place, frozenset[str]]:
    """List the cells frictionless rejects."""
    return rejected_by_frictionless(checked(register), as_typed=register in AS_TYPED)


def disagreements(register: str) -> Iterator[Disagreement]:
    """List the cells of a register that only one of the two rejects."""
    tables = checked(register).register.tables
    for place in sorted(ours(register).keys() ^ theirs(register).keys()):
        key, row, field = place
        header_row = tables[key].located.header_row if key in tables else row
        if row == header_row or (key, header_row, field) in ours(register):
            continue
        column = tables[key].located.columns.get(field)
        text = tables[key].located.sheet.text.at[row, column] if column else ""
        yield Disagreement(
            place,
            str(text),
            ours(register).get(place, frozenset()),
            theirs(register).get(place, frozenset()),
        )


@pytest.mark.parametrize("register", REGISTERS)
def test_the_two_agree_on_every_cell(register: str) -> None:
    unexplained = [
        each
        for each in disagreements(register)
        if not any(difference.covers(each) for difference in DIFFERENCES)
    ]
    assert unexplained == []


@pytest.mark.parametrize("difference", DIFFERENCES, ids=[each.name for each in DIFFERENCES])
def test_a_difference_is_still_there(difference: Difference) -> None:
    shown = [each for each in disagreements(difference.shown_by) if difference.covers(each)]
    assert shown != []


@pytest.mark.parametrize(
    "number", range(len(CELLS)), ids=[f"{path} {text or 'blank'}" for path, text, *_ in CELLS]
)
def test_a_single_cell(number: int) -> None:
    _, _, code, errors = CELLS[number]
    place = _rows_of_cells()[1][number]
    assert (_told("cells", place), theirs("cells").get(place, set())) == (
        set(code.split()),
        set(errors.split()),
    )


def _told(register: str, place: Place) -> set[str]:
    """Give the codes of all findings at a cell."""
    return {
        finding.code
        for finding in checked(register).findings
        if (finding.cell.sheet, finding.cell.row_number, finding.cell.field) == place
    }


@pytest.mark.parametrize("register", AS_TYPED)
def test_the_two_read_the_same_value(register: str) -> None:
    different = [
        (place, text, value)
        for place, text, value in _trusted_cells(register)
        if place not in theirs(register)
        and read_by_frictionless(place[0], place[2], text)
        != read_by_frictionless(place[0], place[2], value)
    ]
    assert different == []


def _trusted_cells(register: str) -> Iterator[tuple[Place, str, str]]:
    """Give text as typed and value in canonical form of every cell our check trusts."""
    for key, table in checked(register).register.tables.items():
        for field in table.schema.fields:
            trusted = ~table.is_untrusted(field.name)
            cells = zip(table.located.row_numbers, table.located.texts(field.name), strict=True)
            for (row, text), value, is_trusted in zip(
                cells, table.values(field.name), trusted, strict=True
            ):
                if text and is_trusted:
                    yield (key, int(row), field.name), text, canonical(field.kind, value)
