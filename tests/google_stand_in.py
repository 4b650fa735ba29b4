"""A server on this machine that stands in for Google, and access to it that never really waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from handbook.google import Access, Patience, open_spreadsheet
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Spreadsheet
from handbook.workbook import Workbook
from sheets_server import Fault, Served, Server, Store, running

PULLED_AT = "2026-11-25T13:00:00+08:00"
Texts = Sequence[Sequence[Any]]


@dataclass
class Google:
    """A running stand-in with one spreadsheet.

    Attributes:
        store: All spreadsheets.
        server: Its log and its hook.
        id: Of the spreadsheet.
        naps: Seconds the client would have waited, in order.
    """

    store: Store
    server: Server
    id: str
    naps: list[float] = field(default_factory=list)

    def patience(self, **settings: Any) -> Patience:
        """Give the usual patience, but note pauses instead of making them."""
        spread = Random(7)  # noqa: S311 - spreads pauses, keeps no secret
        return Patience(sleep=self.naps.append, random=spread, **settings)

    def open(self, *, writing: bool = False, **settings: Any) -> Access:
        """Open the spreadsheet."""
        return open_spreadsheet(
            self.id,
            writing=writing,
            base_url=self.server.url,
            patience=self.patience(**settings),
        )

    def pull(self, access: Access | None = None, restricted_id: str = "") -> Workbook:
        """Pull the spreadsheet."""
        source = Spreadsheet(self.id, restricted_id)
        return pull_spreadsheet(source, access or self.open(), PULLED_AT)

    def batch(self, *requests: dict[str, Any], spreadsheet_id: str = "") -> None:
        """Change the spreadsheet as somebody else would."""
        self.store.batch_update(spreadsheet_id or self.id, {"requests": list(requests)})

    def lay(self, title: str, rows: Texts, *, typed: bool = False, id: str = "") -> None:  # noqa: A002
        """Add a sheet and fill it, with texts as they are or as if somebody typed them."""
        self.batch({"addSheet": {"properties": {"title": title}}}, spreadsheet_id=id)
        escaped = title.replace("'", "''")
        self.store.write(id or self.id, f"'{escaped}'!A1", rows, user_entered=typed)

    def answer(self, *faults: Fault | None) -> None:
        """Commit one fault for each of the next requests; None answers well, and so do the rest."""
        waiting = list(faults)
        self.server.before = lambda _: waiting.pop(0) if waiting else None

    def kinds(self) -> list[str]:
        """Give the kinds of all requests so far."""
        return [served.kind for served in self.server.log]

    def edit_before(self, number: int, edit: Callable[[], None]) -> None:
        """Have somebody edit just before the request of a number, from 1."""
        count = 0

        def before(_: Served) -> None:
            nonlocal count
            count += 1
            if count == number:
                edit()

        self.server.before = before


@contextmanager
def stand_in(**settings: Any) -> Iterator[Google]:
    """Serve a spreadsheet of one sheet, 挂职, that holds two records."""
    store = Store(**settings)
    spreadsheet_id = store.create("栖川市挂职登记", locale="zh_CN", time_zone="Asia/Shanghai")
    rename = {"sheetId": 0, "title": "挂职"}
    store.batch_update(
        spreadsheet_id,
        {"requests": [{"updateSheetProperties": {"properties": rename, "fields": "title"}}]},
    )
    rows = [["挂职编号", "干部"], ["S-0001", "C-00001"], ["S-0002", "C-00002"]]
    store.write(spreadsheet_id, "'挂职'!A1", rows, user_entered=False)
    with running(store) as server:
        yield Google(store, server, spreadsheet_id)
