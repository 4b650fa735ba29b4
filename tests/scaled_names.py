"""The names of ten thousand cadres, one in twelve of them Vietnamese, with their units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from builders import real_schema
from handbook.checking import check_workbook
from handbook.demo.scaling import scaled_workbook
from handbook.publishable import INTERNAL, Publishable, make_publishable
from handbook.workbook import Workbook

SEED = 1
_SEARCHED = {"units", "programmes", "batches", "cadres", "postings"}
_SURNAMES = "Trần Lê Phạm Hoàng Đỗ Nguyễn Vũ Mai Bùi Đặng Dương Lý"
_MIDDLE = "Minh Thảo Gia Ngọc Quang Hải Tuấn Thanh Khánh Bảo Thu Đức"
_GIVEN = "Lộc Vy Diệp Vinh Yến Kiệt Trúc Sơn Lam Phúc Nhã Tâm"
_ONE_IN = 12


def scaled_names(cadres: int) -> Publishable:
    """Make the searched part of a register of that many cadres."""
    whole = scaled_workbook(cadres, SEED)
    searched = tuple(sheet for sheet in whole.sheets if sheet.title in _SEARCHED)
    checked = check_workbook(Workbook(searched, whole.manifest), real_schema(), date(2026, 6, 30))
    publishable = make_publishable(checked, INTERNAL)
    table = publishable.tables["cadres"]
    names = map(" ".join, product(_SURNAMES.split(), _MIDDLE.split(), _GIVEN.split()))
    records = {
        key: record if place % _ONE_IN else record._replace(name=next(names))
        for place, (key, record) in enumerate(table.records.items())
    }
    tables = {**publishable.tables, "cadres": replace(table, records=records)}
    return replace(publishable, tables=tables)
