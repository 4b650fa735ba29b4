"""Where things are and what day it is.

The only module that asks the clock, the environment and the current directory.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handbook.errors import ConfigError
from handbook.workbook import Manifest

DEFAULT_TIME_ZONE = "Asia/Shanghai"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout of the handbook and the folders in it.

    Attributes:
        root: Folder that holds `mkdocs.yml` and `sheets_schema/`.
    """

    root: Path

    @property
    def schema_folder(self) -> Path:
        """Schema files, messages and the demo register."""
        return self.root / "sheets_schema"

    @property
    def demo_folder(self) -> Path:
        """The demo register, used where no source is named."""
        return self.schema_folder / "demo"

    @property
    def build_folder(self) -> Path:
        """What can be made again at any time."""
        return self.root / ".build"

    @property
    def site_folder(self) -> Path:
        """The finished site."""
        return self.root / "site"

    @property
    def history_folder(self) -> Path:
        """Published registers of the past; personal data, never in Git."""
        return self.root / ".handbook" / "history"


def find_project() -> Project:
    """Find the project: the current folder or one above it, else where this code was installed.

    Raises:
        ConfigError: Neither holds a handbook.
    """
    here = Path.cwd()
    installed = Path(__file__).resolve().parents[2]
    for folder in (here, *here.parents, installed):
        if (folder / "mkdocs.yml").is_file() and (folder / "sheets_schema").is_dir():
            return Project(folder)
    raise ConfigError(
        {
            "zh": f"在 {here} 里没有找到手册（mkdocs.yml 和 sheets_schema）。"
            "请先进入手册所在的文件夹。",
            "vi": f"Không thấy sổ tay (mkdocs.yml và sheets_schema) trong {here}. "
            "Hãy chuyển vào thư mục của sổ tay rồi chạy lại.",
            "en": f"No handbook (mkdocs.yml and sheets_schema) in {here}. "
            "Change into the handbook's folder first.",
        }
    )


def day_of(manifest: Manifest, asked: date | None = None) -> date:
    """Settle the day the register speaks about.

    Args:
        manifest: May pin a day.
        asked: Day given on the command line; wins.

    Returns:
        The day asked for, else the pinned one, else today in the register's time zone.
    """
    return asked or manifest.as_of or datetime.now(UTC).astimezone(_time_zone()).date()


def now() -> datetime:
    """Give this moment in the register's time zone, to the second."""
    return datetime.now(UTC).astimezone(_time_zone()).replace(microsecond=0)


def spreadsheet_ids() -> tuple[str, str]:
    """Give the spreadsheets the environment names: the register's, and that of what few may see.

    Returns:
        `HANDBOOK_SPREADSHEET` and `HANDBOOK_RESTRICTED_SPREADSHEET`, blank where not set.
    """
    return (
        os.environ.get("HANDBOOK_SPREADSHEET", ""),
        os.environ.get("HANDBOOK_RESTRICTED_SPREADSHEET", ""),
    )


def sheets_url() -> str | None:
    """Give the address that stands in for Google, as `HANDBOOK_SHEETS_URL` names it.

    Returns:
        None where it is not set, which means Google itself.

    Raises:
        ConfigError: It is no web address, or neither encrypted nor on this machine.
    """
    address = os.environ.get("HANDBOOK_SHEETS_URL", "")
    if not address:
        return None
    parts = urlsplit(address)
    if parts.hostname and (parts.scheme == "https" or is_loopback(address)):
        return address
    raise ConfigError(
        {
            "zh": f"HANDBOOK_SHEETS_URL 的“{address}”不能用。"
            "请写成 http://127.0.0.1:8765 这样的本机地址，或以 https:// 开头的地址。",
            "vi": f"Không dùng được “{address}” trong HANDBOOK_SHEETS_URL. Hãy ghi địa chỉ "
            "của máy này như http://127.0.0.1:8765, hoặc địa chỉ bắt đầu bằng https://.",
            "en": f"“{address}” in HANDBOOK_SHEETS_URL cannot be used. Write an address of this "
            "machine such as http://127.0.0.1:8765, or one that begins with https://.",
        },
        "HANDBOOK_SHEETS_URL",
    )


def is_loopback(address: str) -> bool:
    """Say whether a web address is one of this machine.

    Args:
        address: With its scheme.
    """
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK_HOSTS


def vault_key() -> str:
    """Give `HANDBOOK_VAULT_KEY` as it is set, perhaps several keys; blank where it is not."""
    return os.environ.get("HANDBOOK_VAULT_KEY", "")


def export_record(project: Project) -> Path:
    """Give the file in which it is noted who took what out: `HANDBOOK_EXPORT_RECORD`, if set.

    Args:
        project: Where it is kept otherwise.
    """
    named = os.environ.get("HANDBOOK_EXPORT_RECORD", "")
    return Path(named) if named else project.root / ".handbook" / "exports.jsonl"


def desk_folder() -> Path:
    """Give the folder the desk works in where none is named: `HANDBOOK_DESK`, else in the home."""
    named = os.environ.get("HANDBOOK_DESK", "")
    return Path(named) if named else Path.home() / "handbook-desk"


def account() -> str:
    """Give the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "?"


def is_log_shared() -> bool:
    """Say whether others read what is printed, as `HANDBOOK_SHARED_LOG` tells in CI."""
    return bool(os.environ.get("HANDBOOK_SHARED_LOG"))


def _time_zone() -> ZoneInfo:
    name = os.environ.get("HANDBOOK_TIME_ZONE", DEFAULT_TIME_ZONE)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            {
                "zh": f"不认识时区“{name}”。"
                "请把环境变量 HANDBOOK_TIME_ZONE 改成如 Asia/Shanghai 的写法。",
                "vi": f"Không có múi giờ “{name}”. "
                "Hãy đặt biến HANDBOOK_TIME_ZONE, ví dụ Asia/Ho_Chi_Minh.",
                "en": f"There is no time zone “{name}”. "
                "Set HANDBOOK_TIME_ZONE to one such as Asia/Shanghai.",
            },
            "HANDBOOK_TIME_ZONE",
        ) from error
