"""A made-up spreadsheet on this machine, in which anyone can try the loop without an account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from handbook.google import open_spreadsheet
from handbook.provisioning.applying import apply
from handbook.provisioning.blueprint import draw
from handbook.provisioning.filling import fill
from handbook.schema import Schema
from handbook.sources.names import Spreadsheet
from handbook.workbook import Workbook
from sheets_server import Store, running

_TITLES = {
    "zh": "挂职登记（示例数据）",
    "vi": "Sổ biệt phái (dữ liệu mẫu)",
    "en": "Register of secondments (sample data)",
}
_LOCALES = {"zh": "zh_CN", "vi": "vi_VN", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A spreadsheet that lasts as long as the program runs.

    Attributes:
        url: Address of the server that stands in for Google.
        grid_url: Address of the page on which a person edits the spreadsheet.
        spreadsheet: The spreadsheet.
    """

    url: str
    grid_url: str
    spreadsheet: Spreadsheet


@contextmanager
def sandbox(schema: Schema, workbook: Workbook, port: int = 0) -> Iterator[Sandbox]:
    """Set up a spreadsheet as `handbook sheet apply` does, and fill it with a register.

    Args:
        schema: What a register consists of.
        workbook: What to fill in, usually the demo register.
        port: Port on this machine; 0 takes a free one.

    Raises:
        OSError: The port is taken.
    """
    language = workbook.manifest.language or "zh"
    store = Store()
    spreadsheet = store.create(
        _TITLES[language], locale=_LOCALES[language], time_zone="Asia/Shanghai"
    )
    with running(store, port=port) as server:
        access = open_spreadsheet(spreadsheet, writing=True, base_url=server.url)
        blueprint = draw(schema, language)
        apply(access, blueprint)
        fill(access, workbook, blueprint)
        grid = f"{server.url}/grid/{spreadsheet}"
        yield Sandbox(server.url, grid, Spreadsheet(spreadsheet))
