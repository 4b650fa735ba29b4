"""What the desk can be asked to do: each task, its words, and what it needs from a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from werkzeug.datastructures import MultiDict

from handbook.desk import ledger_tasks, office_tasks, tasks
from handbook.desk.jobs import Work
from handbook.errors import HandbookError
from handbook.publishable import AUDIENCES

Form: TypeAlias = "MultiDict[str, str]"
Details: TypeAlias = Callable[[Form, tuple[Path, ...]], tuple[Any, ...]]
"""Form and copies of the files sent with it → the arguments of the work after the first two."""


@dataclass(frozen=True)
class Task:
    """One thing the desk can do with a register.

    Attributes:
        title: What it is called, as a msgid.
        work: A function of a module.
        details: What it takes besides.
        needs_file: Whether a file has to be sent along.
    """

    title: str
    work: Work
    details: Details = lambda _form, _files: ()
    needs_file: bool = False


def _audience(form: Form, _: tuple[Path, ...]) -> tuple[str]:
    name = form.get("audience", "")
    return (name if name in AUDIENCES else "internal",)


def _until(form: Form, _: tuple[Path, ...]) -> tuple[date]:
    try:
        return (date.fromisoformat(form.get("until", "")),)
    except ValueError:
        raise no_day() from None


def _files(form: Form, files: tuple[Path, ...]) -> tuple[tuple[Path, ...], bool]:
    return files, bool(form.get("again"))


TASKS: Mapping[str, Task] = {
    "check": Task("检查登记表", tasks.check),
    "annotate": Task("写带批注的副本", tasks.write_copy),
    "build": Task("生成手册网站", tasks.build, _audience),
    "split": Task("拆成各单位的表", office_tasks.split_files),
    "merge": Task("合并收回的表", office_tasks.merge_returned, _files, needs_file=True),
    "copy": Task("并入另一份登记表的改动", office_tasks.compare_copy, _files, needs_file=True),
    "answers": Task("收问卷的回答", office_tasks.read_answers, _files, needs_file=True),
    "ledger": Task("再导入一次台账", ledger_tasks.update_from, _files, needs_file=True),
    "number": Task("补编号", office_tasks.number),
    "rows": Task("补该有的行", office_tasks.due_rows, _until),
    "remind": Task("写本周提醒", office_tasks.remind),
    "roster": Task("出花名册", office_tasks.roster),
    "weekly": Task("出一页周报", office_tasks.weekly),
}
"""What is done with a register, by its name in addresses."""


def no_day() -> HandbookError:
    """Say that a day is missing."""
    return HandbookError(
        {
            "zh": "没有说到哪一天。请在“到哪一天”里选一个日期。",
            "vi": "Chưa cho biết đến ngày nào. Hãy chọn một ngày.",
            "en": "Which day is missing. Choose one.",
        }
    )


def no_file() -> HandbookError:
    """Say that no file was sent."""
    return HandbookError(
        {
            "zh": "没有收到文件。请先选一个文件，再按按钮。",
            "vi": "Chưa nhận được tệp nào. Hãy chọn tệp rồi bấm nút.",
            "en": "No file arrived. Choose one first, then press the button.",
        }
    )


def no_register(name: str) -> HandbookError:
    """Say that a workbook is not in the work folder.

    Args:
        name: As asked for.
    """
    return HandbookError(
        {
            "zh": f"工作文件夹里没有“{name}”。它可能被改了名或者移走了；请回到工作台重新选。",
            "vi": f"Không có “{name}” trong thư mục làm việc. Có thể tệp đã đổi tên hoặc bị "
            "chuyển đi; hãy quay lại bàn làm việc và chọn lại.",
            "en": f"There is no “{name}” in the work folder. It may have been renamed or moved; "
            "go back to the desk and choose again.",
        }
    )


def too_large() -> HandbookError:
    """Say that more was sent than any register is."""
    return HandbookError(
        {
            "zh": "文件太大，没有收下。请删去多余的工作表和图片后另存，再试一次。",
            "vi": "Tệp quá lớn nên không được nhận. Hãy xóa trang tính và hình ảnh thừa, "
            "lưu lại rồi thử lần nữa.",
            "en": "That is too large and was not taken. Delete sheets and pictures you do not "
            "need, save a copy and try again.",
        }
    )
