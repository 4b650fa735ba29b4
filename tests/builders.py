"""Small registers built by hand, as `publishable.py` would give them to the pages."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from handbook.findings import Finding
from handbook.publishable import (
    INTERNAL,
    Audience,
    HeldRow,
    Publishable,
    PublishedTable,
    State,
)
from handbook.schema import Field, Schema, load_schema
from handbook.workbook import Manifest

AS_OF = date(2026, 6, 30)
PROJECT = Path(__file__).parent.parent

Rows = Mapping[str, Mapping[str, Any]]
"""Record key → field name → typed value; fields not named are blank."""


@cache
def real_schema() -> Schema:
    """Read the schema of the project once."""
    return load_schema(PROJECT / "sheets_schema")


def build_publishable(
    sheets: Mapping[str, Rows],
    *,
    audience: Audience = INTERNAL,
    states: Mapping[tuple[str, str, str], State] | None = None,
    held: Sequence[HeldRow] = (),
    findings: Sequence[Finding] = (),
    as_of: date = AS_OF,
) -> Publishable:
    """Make a publishable register from typed rows; row numbers count from 2 in the given order.

    Args:
        sheets: Sheet key → rows. Columns above the audience's class are dropped, and so is a
            sheet whose key column is.
        audience: Whom it is for.
        states: (sheet key, record key, field name) → state.
        held: Rows left out.
        findings: Those the audience may know of.
        as_of: The day it speaks about.
    """
    schema = real_schema()
    tables = {
        sheet: _table(schema, sheet, sheets.get(sheet, {}), audience, states or {})
        for sheet, each in schema.tables.items()
        if each.field(each.primary_key).visibility <= audience.visibility
    }
    manifest = Manifest("register.xlsx", as_of=as_of, is_sample=True)
    return Publishable(
        audience, schema, as_of, manifest, "0" * 64, tables, tuple(held), tuple(findings)
    )


def _table(
    schema: Schema,
    sheet: str,
    rows: Rows,
    audience: Audience,
    states: Mapping[tuple[str, str, str], State],
) -> PublishedTable:
    table = schema.tables[sheet]
    fields = tuple(each for each in table.fields if each.visibility <= audience.visibility)
    names = [each.name for each in fields]
    record = namedtuple(f"{sheet.title().replace('_', '')}Record", names)
    numbers = {key: number for number, key in enumerate(rows, start=2)}
    return PublishedTable(
        sheet,
        table.titles["zh"],
        fields,
        {
            key: record(**_values(fields, rows[key] | {table.primary_key: key}))
            for key in sorted(rows)
        },
        {key: numbers[key] for key in sorted(rows)},
        {(key, name): state for (of, key, name), state in states.items() if of == sheet},
    )


def _values(fields: Sequence[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = row.keys() - {each.name for each in real_schema().tables[fields[0].sheet].fields}
    if unknown:
        raise KeyError(f"{fields[0].sheet} has no {sorted(unknown)}")
    return {each.name: row.get(each.name, _blank(each)) for each in fields}


def _blank(field: Field) -> object:
    if field.kind in {"number", "integer", "date"}:
        return None
    return () if field.kind in {"enums", "references"} else ""


def one_programme() -> dict[str, Rows]:
    """Give a small register whose persons, units and numbers show every part of a page."""
    return {
        "units": {
            "U-0001": {
                "unit_name": "栖川市财政局",
                "unit_type": "gov_organ",
                "level": "prefecture",
            },
            "U-0002": {
                "unit_name": "杏坞镇",
                "short_names": "杏坞",
                "unit_type": "township",
                "level": "township",
                "status": "active",
            },
            "U-0003": {
                "unit_name": "梨坪渡社区",
                "unit_type": "community",
                "level": "grassroots",
                "admin_parent_id": "U-0002",
            },
        },
        "cadres": {
            "C-00001": {
                "name": "陆予安",
                "gender": "1",
                "category": "civil_servant",
                "home_unit_id": "U-0001",
                "home_post": "预算股股长",
                "record_status": "active",
            },
            "C-00002": {"name": "单秋实", "home_unit_id": "U-0001"},
            "C-00003": {"name": "苏棠"},
        },
        "programmes": {
            "P-01": {
                "name": "公开选派",
                "kind": "post_down",
                "country": "cn",
                "owner_unit_id": "U-0001",
                "status": "active",
                "term_max_months": 12.0,
                "mentor_min": 1.0,
                "fixed_window": "no",
                "basis_doc_ids": ("D-001",),
            }
        },
        "batches": {
            "B-001": {
                "programme_id": "P-01",
                "title": "第一批",
                "status": "running",
                "quota": 20.0,
                "nomination_deadline": date(2025, 7, 8),
                "window_start": date(2025, 9, 1),
                "window_end": date(2026, 8, 31),
            }
        },
        "positions": {
            "N-0001": {
                "batch_id": "B-001",
                "receiving_unit_id": "U-0002",
                "title": "乡镇长助理",
                "quota": 1.0,
            }
        },
        "postings": {
            "S-0001": {
                "cadre_id": "C-00001",
                "batch_id": "B-001",
                "home_unit_id": "U-0001",
                "receiving_unit_id": "U-0002",
                "position_id": "N-0001",
                "title": "乡镇长助理",
                "duty_area": "协管农业",
                "status": "active",
                "start_planned": date(2025, 9, 1),
                "reported_on": date(2025, 9, 3),
                "end_planned": date(2026, 8, 31),
            },
            "S-0002": {
                "cadre_id": "C-00001",
                "home_unit_id": "U-0001",
                "receiving_unit_id": "U-0009",
                "title": "主任助理",
                "status": "completed",
                "start_planned": date(2023, 3, 1),
                "end_planned": date(2023, 8, 31),
                "end_actual": date(2023, 9, 2),
            },
            "S-0003": {
                "cadre_id": "C-00002",
                "batch_id": "B-001",
                "home_unit_id": "U-0001",
                "receiving_unit_id": "U-0002",
                "status": "planned",
                "start_planned": date(2026, 7, 15),
            },
        },
        "mentors": {
            "S-0001~0001": {
                "posting_id": "S-0001",
                "role": "leader_contact",
                "mentor_name": "庄以宁",
                "unit_id": "U-0002",
                "start_on": date(2025, 9, 3),
            }
        },
        "reports": {
            "R-00001": {
                "posting_id": "S-0001",
                "type": "quarterly",
                "period": "2025-Q4",
                "link": "https://files.example.org/r1",
            }
        },
        "documents": {"D-001": {"title": "选派工作方案", "doc_number": "栖组〔2025〕1号"}},
    }
