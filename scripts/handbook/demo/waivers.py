"""Exceptions to the rules: one granted, one asked for, one over and settled."""

from __future__ import annotations

from datetime import date

from handbook.demo.book import Book

_GRANTED_BY = "市委组织部干部科"


def add_waivers(book: Book) -> None:
    """Write three waivers about records that other parts have made.

    The posts nobody took up are let be until the next intake; the empty month of a log is asked
    about; a report of the first batch was let be late, is handed in, and the row is kept.
    """
    book.add(
        "waivers",
        code="POL-R18",
        record_id="B-018",
        reason="岗位分两年招满，缺的 6 个列入下一年计划",
        owner="松栈县人力资源和社会保障局",
        expires_on=date(2026, 12, 31),
        approved_by=_GRANTED_BY,
        approved_on=date(2026, 1, 12),
    )
    book.add(
        "waivers",
        code="POL-R69",
        record_id="S-0145",
        reason="二月在市委党校备课，没有到县里",
        owner="市委党校",
    )
    book.add(
        "waivers",
        code="POL-R59",
        record_id="S-0001",
        reason="春节前集中走访，年度小结推迟一个月",
        owner="岚屿区杏坞镇",
        expires_on=date(2026, 2, 28),
        approved_by=_GRANTED_BY,
        approved_on=date(2026, 1, 9),
    )
