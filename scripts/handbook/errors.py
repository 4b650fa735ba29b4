"""What stops the program for a reason other than the data: each error says what to do about it.

A bad cell is a finding, never an error. Only the command line turns these into exit codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar


class HandbookError(Exception):
    """Something outside the data is wrong, and a person can put it right.

    Attributes:
        texts: One sentence per language (zh, vi, en): what is wrong and what to do.
        exit_code: What the command line exits with.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Keep the sentence in every language; `str()` gives the Chinese one.

        Args:
            texts: Keys are zh, vi and en.
        """
        super().__init__(texts["zh"])
        self.texts = dict(texts)

    def text(self, language: str) -> str:
        """Give the sentence in one language, the Chinese one where that language has none.

        Args:
            language: zh, vi or en.
        """
        return self.texts.get(language, self.texts["zh"])


class ConfigError(HandbookError):
    """A setting or an option cannot be used.

    Attributes:
        setting: Name of the setting or option, as typed.
    """

    def __init__(self, texts: Mapping[str, str], setting: str = "") -> None:
        """Keep the setting beside the sentence about it.

        Args:
            texts: One sentence per language: what is wrong and what to write instead.
            setting: Name of the setting or option, as typed.
        """
        super().__init__(texts)
        self.setting = setting


class SchemaFileError(HandbookError):
    """A file that describes the register cannot be used.

    Attributes:
        path: The file.
        problem: What is wrong in it, in the words of whoever noticed; for maintainers.
    """

    def __init__(self, path: Path, problem: str) -> None:
        """Build the sentence from the file and what is wrong in it.

        Args:
            path: The file.
            problem: What is wrong in it.
        """
        super().__init__(
            {
                "zh": f"架构文件 {path} 有误：{problem}。请由维护人员改正后重试。",
                "vi": f"Tệp lược đồ {path} có lỗi: {problem}. "
                "Đề nghị người bảo trì sửa rồi chạy lại.",
                "en": f"The schema file {path} is wrong: {problem}. "
                "Ask a maintainer to correct it, then try again.",
            }
        )
        self.path = path
        self.problem = problem


class GoogleError(HandbookError):
    """Google could not be reached, or refused.

    Attributes:
        reason: Which of the sentences of `google/refusals.py` it is.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, texts: Mapping[str, str], reason: str) -> None:
        """Keep the reason beside the sentence about it.

        Args:
            texts: One sentence per language: what is wrong and what to do.
            reason: Key of the sentence.
        """
        super().__init__(texts)
        self.reason = reason


class PullError(HandbookError):
    """The register could not be fetched or read at all.

    Attributes:
        source: What was to be read: a file, a folder, or the name of a spreadsheet.
    """

    def __init__(self, texts: Mapping[str, str], source: Path | str) -> None:
        """Keep the source beside the sentence about it.

        Args:
            texts: One sentence per language: what is wrong and what to do.
            source: What was to be read.
        """
        super().__init__(texts)
        self.source = source


class OutputError(HandbookError):
    """A file cannot be written where it was asked for.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        """Build the sentence from the file.

        Args:
            path: The file.
        """
        super().__init__(
            {
                "zh": f"写不了 {path}。如果它正在 Excel 或 WPS 里打开，请先关闭；"
                "否则换一个文件夹。",
                "vi": f"Không ghi được {path}. Nếu tệp đang mở trong Excel hoặc WPS, hãy đóng lại; "
                "nếu không, chọn thư mục khác.",
                "en": f"{path} cannot be written. Close it if it is open in Excel or WPS; "
                "otherwise choose another folder.",
            }
        )
        self.path = path
