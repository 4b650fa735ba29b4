"""A small spreadsheet with everything on it that the grid page can show."""

from __future__ import annotations

from typing import Any

from sheets_server import Store

POSTINGS, RESULTS, CHOICES = 0, 7, 9
"""Sheet ids."""

HEADERS = ["挂职编号", "干部", "接收单位", "起", "状态", "学历", "政治面貌", "备注"]
ROWS = [
    ["P-0001", "C-00001 顾清禾", "U-0001 栖川市发展和改革局", "2024-03-01", "在岗"],
    ["P-0002", "C-00002 陆予安", "青岚", "2024-09-01", "在岗"],
    ["P-0003", "C-00003 单若溪", "U-0002 青岚县人民政府", "2023-07-15", "已结束"],
]
UNITS = ["U-0001 栖川市发展和改革局", "U-0002 青岚县人民政府", "U-0003 云栖区教育局"]


def block(top: int, bottom: int, left: int, right: int, gid: int = POSTINGS) -> dict[str, int]:
    """Give a block of cells as the API has it; counted from 0, ends not included."""
    return {
        "sheetId": gid,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def colour(code: str) -> dict[str, float]:
    """Give a colour as the API has it."""
    shares = [int(code[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return dict(zip(("red", "green", "blue"), shares, strict=True))


def note(row: int, column: int, text: str, gid: int = POSTINGS) -> dict[str, Any]:
    """Give the request that writes a note."""
    there = block(row, row + 1, column, column + 1, gid)
    return {
        "updateCells": {"range": there, "rows": [{"values": [{"note": text}]}], "fields": "note"}
    }


def _sheets(rows: int) -> list[dict[str, Any]]:
    postings = {
        "sheetId": POSTINGS,
        "title": "挂职",
        "gridProperties": {
            "rowCount": rows,
            "columnCount": 8,
            "frozenRowCount": 1,
            "frozenColumnCount": 1,
        },
    }
    fields = "title,gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)"
    return [
        {"updateSheetProperties": {"properties": postings, "fields": fields}},
        {"addSheet": {"properties": _small(RESULTS, "检查结果")}},
        {"addSheet": {"properties": {**_small(CHOICES, "_下拉选项"), "hidden": True}}},
    ]


def _small(gid: int, title: str) -> dict[str, Any]:
    return {"sheetId": gid, "title": title, "gridProperties": {"rowCount": 20, "columnCount": 3}}


def _rules(rows: int) -> list[dict[str, Any]]:
    below = range(1, rows)
    marked = '=COUNTIF(INDIRECT("\'检查结果\'!$C:$C"),$A2&"/"&A$1)>0'
    return [
        _validation(2, below, "ONE_OF_RANGE", "='_下拉选项'!$A$2:$A"),
        _validation(3, below, "DATE_IS_VALID"),
        _validation(4, below, "ONE_OF_LIST", "待派", "在岗", "已结束", is_strict=True),
        {
            "addConditionalFormatRule": {
                "rule": {
                    "ranges": [block(1, rows, 0, 8)],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": marked}],
                        },
                        "format": {"backgroundColor": colour("#fde2c4")},
                    },
                },
                "index": 0,
            }
        },
    ]


def _validation(
    column: int, rows: range, kind: str, *values: str, is_strict: bool = False
) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
    return {
        "setDataValidation": {
            "range": block(rows.start, rows.stop, column, column + 1),
            "rule": {
                "condition": condition,
                "inputMessage": "写成 2024-03-01" if kind == "DATE_IS_VALID" else "",
                "showCustomUi": True,
                "strict": is_strict,
            },
        }
    }


def _looks(rows: int) -> list[dict[str, Any]]:
    group = {"sheetId": POSTINGS, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 7}
    closed = {"range": group, "depth": 1, "collapsed": True}
    bands = {
        "headerColor": colour("#1d4063"),
        "firstBandColor": colour("#ffffff"),
        "secondBandColor": colour("#eef3f8"),
    }
    head = {"textFormat": {"bold": True, "foregroundColor": colour("#ffffff")}}
    jump = {"textFormat": {"link": {"uri": "#gid=0&range=C3"}}}
    return [
        {"addBanding": {"bandedRange": {"range": block(0, rows, 0, 8), "rowProperties": bands}}},
        {
            "repeatCell": {
                "range": block(0, 1, 0, 8),
                "cell": {"userEnteredFormat": head},
                "fields": "userEnteredFormat.textFormat",
            }
        },
        {
            "addProtectedRange": {
                "protectedRange": {"range": block(0, 1, 0, 8), "warningOnly": True}
            }
        },
        {"addDimensionGroup": {"range": group}},
        {"updateDimensionGroup": {"dimensionGroup": closed, "fields": "collapsed"}},
        {
            "updateCells": {
                "range": block(1, 2, 0, 1, RESULTS),
                "rows": [{"values": [{"userEnteredFormat": jump}]}],
                "fields": "userEnteredFormat",
            }
        },
        note(2, 2, "没有“青岚”这个单位"),
    ]


def make_spreadsheet(store: Store, rows: int = 30) -> str:
    """Make the spreadsheet.

    Args:
        store: Where it is kept.
        rows: Of the sheet of postings, filled or not.

    Returns:
        Its id.
    """
    made = store.create("栖川市挂职登记", "zh_CN", "Asia/Shanghai")
    store.batch_update(made, {"requests": _sheets(rows)})
    store.write(made, "'挂职'!A1", [HEADERS, *ROWS], user_entered=True)
    store.write(made, "'_下拉选项'!A1", [["单位"], *([unit] for unit in UNITS)])
    store.write(made, "'检查结果'!A1", [["位置"], ["挂职!C3", "没有这个单位", "P-0002/接收单位"]])
    store.batch_update(made, {"requests": [*_rules(rows), *_looks(rows)]})
    return made
