"""Desks for tests: one whose work is done at once, without a process, and what one asks of it."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from builders import PROJECT
from handbook.config import Project
from handbook.demo.writing import write_xlsx
from handbook.desk.access import HEADERS
from handbook.desk.app import make_app, make_site
from handbook.desk.folder import WorkFolder
from handbook.desk.guarding import Guard
from handbook.desk.jobs import Job, Jobs, State, Work
from handbook.desk.session import Desk, opened
from handbook.errors import HandbookError
from handbook.workbook import Workbook

PORT = 8123
ORIGIN = f"http://127.0.0.1:{PORT}"


class AtOnce(Jobs):
    """Does its work where it is asked for; what passes between processes is packed all the same."""

    def start(self, title: str, work: Work, *arguments: Any) -> Job:
        job = Job(next(self._numbers), title, State.RUNNING)
        self._jobs[job.number] = job
        try:
            work, arguments = _passed((work, arguments))
            result = work(lambda said: setattr(job, "said", said), *arguments)
            job.result = _passed(result)
            job.state = State.DONE
        except HandbookError as error:
            job.state, job.problem = State.FAILED, error.texts
        return job


def _passed(content: Any) -> Any:
    """Give something as it arrives in another process."""
    return pickle.loads(pickle.dumps(content))  # noqa: S301 - our own


@dataclass
class Asking:
    """Somebody at a desk, asking through its guard."""

    desk: Desk
    language: str = "zh"
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.desk.folder.prepare()
        guard = Guard(make_app(self.desk), self.desk.keys, HEADERS, self.desk.used, ("zh", "打开"))
        guard.port = PORT
        self.client = Client(guard)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(self._address(path), base_url=ORIGIN, **more)

    def post(self, path: str, data: Any = None, **headers: str) -> TestResponse:
        """Send a form and follow where it leads."""
        answer = self.client.post(
            self._address(path),
            base_url=ORIGIN,
            data=data or {},
            headers={"Origin": ORIGIN} | headers,
        )
        if answer.status_code != 303:
            return answer
        return self.client.get(answer.headers["Location"], base_url=ORIGIN)

    def send(self, path: str, *files: tuple[str, bytes], **fields: str) -> TestResponse:
        """Send files with a form."""
        sent = [(BytesIO(content), name) for name, content in files]
        return self.post(path, {**fields, "files": sent})

    def _address(self, path: str) -> str:
        return f"/{self.desk.keys.path}/{self.language}/{path}"


def make_desk(folder: Path, language: str = "zh") -> Desk:
    """Make a desk that does its work at once."""
    return Desk(Project(PROJECT), WorkFolder(folder), language, jobs=AtOnce())


@contextmanager
def listening(folder: Path, jobs: Jobs | None = None) -> Iterator[Desk]:
    """Let a real desk listen on a port of its own."""
    desk = Desk(Project(PROJECT), WorkFolder(folder), "zh", jobs=jobs or AtOnce())
    with opened(desk, make_app(desk), make_site(desk)):
        yield desk


def xlsx_of(book: Workbook, folder: Path) -> bytes:
    """Give a workbook as the bytes of a file."""
    write_xlsx(book, folder / "made.xlsx")
    content = (folder / "made.xlsx").read_bytes()
    (folder / "made.xlsx").unlink()
    return content


def text_of(answer: TestResponse) -> str:
    """Give what is read of the main part of a page, a line for each piece."""
    main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
    pieces = re.sub(r"<[^>]*>", "\n", main).split("\n")[1:]
    return "\n".join(each.strip() for each in pieces if each.strip())
