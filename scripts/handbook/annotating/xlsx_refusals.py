"""Why no annotated copy was written, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from handbook.errors import HandbookError


def same_file(source: Path) -> HandbookError:
    """Refuse to write the answer into the original.

    Args:
        source: The original.
    """
    return HandbookError(
        {
            "zh": f"答复不能写回原文件 {source}。请另给一个文件名。",
            "vi": f"Không ghi câu trả lời vào chính tệp gốc {source}. Hãy đặt tên tệp khác.",
            "en": f"The answer is never written into the original {source}. "
            "Give another file name.",
        }
    )


def title_taken(source: Path, title: str) -> HandbookError:
    """Say that a sheet of somebody's own has the title of the result sheet.

    Args:
        source: The workbook.
        title: Of the sheet.
    """
    return HandbookError(
        {
            "zh": f"{source} 里已经有一张自己的表叫“{title}”。请先给它改个名，再重试。",
            "vi": f"{source} đã có một trang tính riêng tên “{title}”. Hãy đổi tên rồi chạy lại.",
            "en": f"{source} has a sheet of its own called “{title}”. Rename it, then try again.",
        }
    )


def not_ours(target: Path) -> HandbookError:
    """Refuse to replace a file that somebody has worked in, or that is no copy of ours.

    Args:
        target: File that was to be written.
    """
    return HandbookError(
        {
            "zh": f"已经有 {target}，而且写好以后有人改过，没有动它。如果新内容在这一份里，"
            "请直接检查这一份；不要了就删掉，或者另给一个文件名。",
            "vi": f"Đã có {target} và tệp này đã được sửa sau khi ghi, nên giữ nguyên. "
            "Nếu nội dung mới nằm trong tệp này thì kiểm tra chính tệp này; "
            "nếu không cần nữa thì xóa đi hoặc đặt tên khác.",
            "en": f"{target} is there already and somebody has changed it since, so it was left "
            "alone. If that is where you made your corrections, check that file; "
            "otherwise delete it or give another name.",
        }
    )


def strict(source: Path) -> HandbookError:
    """Say that the file is of the strict kind, whose comments are kept in another way.

    Args:
        source: The workbook.
    """
    return HandbookError(
        {
            "zh": f"{source} 存成了“Strict Open XML”格式，没法加批注。"
            "请在 Excel 里另存为普通的 .xlsx，再重试。",
            "vi": f"{source} được lưu ở dạng “Strict Open XML” nên không thêm ghi chú được. "
            "Hãy lưu lại trong Excel thành .xlsx thông thường rồi chạy lại.",
            "en": f"{source} is saved as “Strict Open XML”, to which no notes can be added. "
            "Save it in Excel as an ordinary .xlsx, then try again.",
        }
    )
