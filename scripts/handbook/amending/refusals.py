"""Why a register was not changed, in plain words."""

from __future__ import annotations

from handbook.errors import HandbookError
from handbook.findings import column_letters


def not_read_back(name: str, title: str, row: int, column: int) -> HandbookError:
    """Say that a cell would not read as it was agreed; nothing has been changed.

    Args:
        name: Name of the register's file.
        title: Title of the sheet.
        row: Row number, from 1.
        column: Column number, from 1.
    """
    cell = f"{column_letters(column)}{row}"
    return HandbookError(
        {
            "zh": f"没有改动 {name}：“{title}”的 {cell} 写进去以后读出来不一样。"
            "请看看这一格的数字格式，改成“常规”或“文本”后再试。",
            "vi": f"{name} chưa bị sửa: ô {cell} của trang “{title}” đọc lại không giống. "
            "Hãy đổi định dạng ô này thành “Chung” hoặc “Văn bản” rồi thử lại.",
            "en": f"{name} was not changed: {cell} of “{title}” would read differently. "
            "Set the format of that cell to General or Text and try again.",
        }
    )
