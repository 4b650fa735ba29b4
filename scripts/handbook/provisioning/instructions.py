"""The sheet of a template that tells a clerk how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from handbook.findings import quoted
from handbook.own_sheets import INSTRUCTIONS
from handbook.provisioning.blueprint import Column
from handbook.provisioning.template_layout import Layout
from handbook.provisioning.template_styles import Styles
from handbook.rendering.translations import fill_words
from handbook.schema import LIST_SEPARATORS, Schema

_PARAGRAPHS = (
    (
        "一行写一条：一个单位、一名干部、一次挂职各写一行。先填“{units}”“{cadres}”“{programmes}”"
        "“{batches}”，再填“{postings}”；其余的表用到再填，不用的空着。"
    ),
    (
        "深色标题的列每行都要填；浅色标题的列可以空着，空着就按默认的算。鼠标停在标题上，"
        "会说明这一列填什么。"
    ),
    "编号可以先空着，检查时会给出下一个号，照着补上。有编号的记录才会出现在别处的下拉选项里。",
    (
        "能选的就从下拉选项里选。选项里没有的也能填，Excel 会问一声，点“是”就保留；"
        "一格要写几个的，用分号隔开。"
    ),
    "日期照 2025-09-01 写。",
    (
        "标题行锁着，免得误改；没有密码，在“审阅”里可以撤消工作表保护。不要改表名和列名，"
        "列的先后可以换，也可以加自己的列，加的列不会发布。"
    ),
    (
        "“{postings}”平时只看前面几列，其余的列折叠着。要用时选中折叠处左右两列，右键“取消隐藏”；"
        "撤消工作表保护以后，也可以点列标上方的加号。"
    ),
    (
        "填完存盘，再检查。检查不改您的文件，答复写在另存的一份里：单元格上有批注，"
        "“{results}”里逐条列出。"
    ),
)
_WIDTHS = (22, 74, 40)


def write_instructions(
    tab: Worksheet,
    schema: Schema,
    layouts: Sequence[Layout],
    results_title: str,
    language: str,
    styles: Styles,
) -> None:
    """Write how to fill the register in, and what each sheet is for.

    Args:
        tab: An empty sheet.
        schema: Titles and descriptions.
        layouts: The sheets of the register; strangers are passed over.
        results_title: Title of the result sheet.
        language: zh, vi or en.
        styles: Formats of the file.
    """
    for index, width in enumerate(_WIDTHS):
        tab.set_column(index, index, width)
    titles = {key: table.titles[language] for key, table in schema.tables.items()}
    tab.write_string(0, 0, INSTRUCTIONS[language], styles.title)
    for row, msgid in enumerate(_PARAGRAPHS, start=2):
        text = fill_words(language, msgid, results=results_title, **titles)
        tab.merge_range(row, 0, row, 2, text, styles.prose)
        tab.set_row(row, _height(text, sum(_WIDTHS)))
    _write_sheets(tab, len(_PARAGRAPHS) + 3, schema, layouts, language, styles)
    tab.set_paper(9)
    tab.set_landscape()
    tab.fit_to_pages(1, 0)


def _write_sheets(
    tab: Worksheet,
    first_row: int,
    schema: Schema,
    layouts: Sequence[Layout],
    language: str,
    styles: Styles,
) -> None:
    """List the sheets: title with a link, what a row is, which columns every row must fill in."""
    for index, msgid in enumerate(("表", "写什么", "每行都要填的列")):
        tab.write_string(first_row, index, fill_words(language, msgid), styles.heading)
    known = [layout for layout in layouts if layout.key]
    for row, layout in enumerate(known, start=first_row + 1):
        about = schema.tables[layout.key].descriptions[language]
        needed = LIST_SEPARATORS[language].join(_required(layout.columns))
        tab.write_url(row, 0, f"internal:{quoted(layout.title)}!A1", styles.link, layout.title)
        tab.write_string(row, 1, about, styles.prose)
        tab.write_string(row, 2, needed, styles.prose)
        tab.set_row(row, max(_height(about, _WIDTHS[1]), _height(needed, _WIDTHS[2])))


def _required(columns: Sequence[Column | None]) -> Iterator[str]:
    """Give the titles of what must be filled in; ids are not, they can be handed out."""
    for column in columns:
        if column is not None and column.field.required and column.field.kind != "id":
            yield column.title


def _height(text: str, width: int) -> float:
    """Estimate the height of a wrapped text in points.

    Excel does not fit rows of merged cells by itself.
    """
    wide = sum(2 if ord(each) > 0x2E7F else 1 for each in text)
    return 16.0 * (1 + wide // width)
