"""The page of a unit's file that says what to do with it."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from handbook.findings import quoted
from handbook.provisioning.template_styles import Styles
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS, Schema
from handbook.unit_files.model import SentFile, SentSheet

_PARAGRAPHS = (
    "这份表是 {day} 从挂职干部总表里取出来的，只有{unit}的人和事。请填好存盘，原样发回。",
    (
        "白格子由您填，灰格子不用动（锁着，没有密码，只为免得误改）。灰格子里有错，"
        "请回信说一声，改在这里不算数。"
    ),
    "能选的从下拉选项里选；日期照 2025-09-01 写；没有的就空着，不必填“无”。",
    "标明“可添行”的表，在已有的行下面接着填，一件事一行；“挂职”一栏从下拉选项里选是谁。",
    "不要改表名和列名，不要另建一份来抄。文件改名没有关系；请存成 .xlsx，不要存成 .xls 或 .et。",
    "发回以后，每一处改动都先由组织部门逐条看过，才写进总表。",
)
_WIDTHS = (30, 26, 80)


def write_guide(tab: Worksheet, sent: SentFile, schema: Schema, styles: Styles) -> None:
    """Write what to fill in, sheet by sheet.

    Args:
        tab: An empty sheet, the first of the file.
        sent: What the file holds.
        schema: Titles.
        styles: Formats of the file.
    """
    for index, width in enumerate(_WIDTHS):
        tab.set_column(index, index, width)
    title = fill_words(sent.language, "{unit}填报表", unit=sent.unit_name)
    tab.write_string(0, 0, title, styles.title)
    day = sent.sent_at.date().isoformat()
    for row, msgid in enumerate(_PARAGRAPHS, start=2):
        text = fill_words(sent.language, msgid, day=day, unit=sent.unit_name)
        tab.merge_range(row, 0, row, 2, text, styles.prose)
        tab.set_row(row, _height(text, sum(_WIDTHS)))
    _write_sheets(tab, len(_PARAGRAPHS) + 3, sent, schema, styles)
    tab.protect("")
    tab.set_paper(9)
    tab.set_landscape()
    tab.fit_to_pages(1, 0)


def _write_sheets(
    tab: Worksheet, first_row: int, sent: SentFile, schema: Schema, styles: Styles
) -> None:
    for index, msgid in enumerate(("表", "有几行", "请填这几列")):
        tab.write_string(first_row, index, fill_words(sent.language, msgid), styles.heading)
    for row, sheet in enumerate(sent.sheets, start=first_row + 1):
        titles = LIST_SEPARATORS[sent.language].join(_titles(sheet, sent.language, schema))
        tab.write_url(row, 0, f"internal:{quoted(sheet.title)}!A1", styles.link, sheet.title)
        tab.write_string(row, 1, _about(sheet, sent.language), styles.prose)
        tab.write_string(row, 2, titles, styles.prose)
        tab.set_row(row, _height(titles, _WIDTHS[2]))


def _about(sheet: SentSheet, language: str) -> str:
    msgid = "{count} 行，可添行" if sheet.new_fields else "{count} 行"
    return fill_words(language, msgid, count=len(sheet.rows))


def _titles(sheet: SentSheet, language: str, schema: Schema) -> Iterator[str]:
    opened = sheet.new_fields.union(*sheet.open_fields)
    for name in sheet.fields:
        if name in opened:
            yield schema.tables[sheet.key].field(name).titles[language]


def _height(text: str, width: int) -> float:
    """Estimate the height of a wrapped text in points."""
    wide = sum(2 if ord(each) > 0x2E7F else 1 for each in text)
    return 16.0 * (1 + wide // width)
