"""A flat ledger of some size, read into a register by us and by plain openpyxl loops."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import xlsxwriter

from handbook.importing import (
    draft_map,
    import_ledger,
    read_ledger,
    register_workbook,
    write_leftovers,
)
from handbook.provisioning.template import write_template
from handbook.schema import Schema

_COLUMNS = """
序号 姓名 性别 出生年月 民族 政治面貌 学历 原单位及职务 挂职单位 挂职职务 挂职时间 帮带联系人
联系电话 驻点情况 备注
"""
_SURNAMES, _GIVEN = "顾陆沈唐程苏韩薄邵郁冉祁屈闫卓蓝岑景庄俞", "清禾予安若溪知行秋实向阳南星"
_SPARE_ROWS = 200
_SEED = 1


def write_ledger(lines: int, path: Path) -> None:
    """Write a ledger of made-up people, the same for the same number of lines.

    Args:
        lines: Rows with people.
        path: Excel file to write.
    """
    dice = random.Random(_SEED)  # noqa: S311 - no secret
    with xlsxwriter.Workbook(path) as book:
        tab = book.add_worksheet("台账")
        tab.write_string(0, 0, "栖川市2025年第一批挂职干部台账")
        tab.write_row(1, 0, _COLUMNS.split())
        for row in range(lines):
            tab.write_row(row + 2, 0, _line(row, dice))


def _line(row: int, dice: random.Random) -> tuple[str, ...]:
    year = dice.randrange(2018, 2026)
    return (
        str(row + 1),
        dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, 2)),
        dice.choice("男女"),
        f"19{dice.randrange(70, 99)}.{dice.randrange(1, 13):02}",
        "汉",
        "中共党员",
        "本科",
        f"栖川市{dice.choice('财发规民教科商林水农')}{dice.choice('务政展划')}局综合科科长",
        f"{dice.choice('杏白渡青麦桐梨檀')}{dice.choice('坞枥石楹垄湾')}镇",
        "镇长助理",
        f"{year}.09-{year + 1}.08",
        "沈牧之（党委副书记）",
        f"1381234{row % 10_000:04}",
        "每周五天" if row % 7 == 0 else "",
        "表现良好" if row % 5 == 0 else "",
    )


def import_to_register(ledger: Path, schema: Schema, register: Path) -> int:
    """Read a ledger and write register and leftovers, as `handbook import` does.

    Args:
        ledger: To read.
        schema: What a register consists of.
        register: Excel file to write.

    Returns:
        Number of postings.
    """
    imported = import_ledger(draft_map(read_ledger(ledger), schema), schema)
    rows = len(imported.records["postings"])
    book = register_workbook(imported, schema)
    write_template(schema, imported.language, register, rows=rows + _SPARE_ROWS, workbook=book)
    write_leftovers(imported, schema, "zh", register.with_suffix(".leftovers.xlsx"))
    return rows


def copy_with_openpyxl(ledger: Path, register: Path) -> int:
    """Take people and postings over with loops: nothing is split, matched or checked.

    Args:
        ledger: To read.
        register: Excel file to write, without drop-downs.

    Returns:
        Number of postings.
    """
    rows = list(openpyxl.load_workbook(ledger).worksheets[0].iter_rows(values_only=True))[2:]
    book = openpyxl.Workbook()
    units: dict[object, str] = {}
    cadres, postings = book.create_sheet("干部"), book.create_sheet("挂职")
    for number, row in enumerate(rows, start=1):
        for unit in (row[7], row[8]):
            units.setdefault(unit, f"U-{len(units) + 1:04}")
        cadres.append([f"C-{number:05}", row[1], row[2], row[3], units[row[7]], row[5], row[6]])
        postings.append([f"S-{number:04}", f"C-{number:05}", units[row[8]], row[9], row[10]])
    names = book.create_sheet("单位")
    for unit, key in units.items():
        names.append([key, unit])
    book.save(register)
    return len(rows)
