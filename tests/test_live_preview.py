"""The live preview with a real build behind it: an edit is shown, the browser told to reload."""

from __future__ import annotations

import http.client
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from handbook.building import Built, Request, rebuilder, watched
from handbook.config import Project
from handbook.saving import save_csv_folder
from handbook.serving import SiteServer
from sites import built_copy
from small_workbooks import CADRES, ROOT, workbook

PAGES = ("/cadres/C-00001.html", "/vi/cadres/C-00001.html")


def _save(post: str, folder: Path) -> None:
    cadres = [dict(CADRES[0]) | {"home_post": post}, CADRES[1]]
    save_csv_folder(workbook(cadres=cadres), folder)


@contextmanager
def _preview(project: Project, source: Path) -> Iterator[tuple[http.client.HTTPConnection, list]]:
    built: list[Built] = []
    build = rebuilder(project, Request(source), built.append)
    build()
    addresses: queue.Queue[str] = queue.Queue()
    server = SiteServer(project.site_folder, build, watched(project, source), 0, addresses.put)
    runner = threading.Thread(target=server.serve)
    runner.start()
    connection = http.client.HTTPConnection(urlsplit(addresses.get(timeout=60)).netloc, timeout=120)
    try:
        yield connection, built
    finally:
        connection.close()
        server.shutdown(wait=True)
        runner.join()


def _body(connection: http.client.HTTPConnection, address: str) -> str:
    connection.request("GET", address)
    return connection.getresponse().read().decode()


def _told_to_reload(connection: http.client.HTTPConnection, page: str) -> bool:
    """Wait, as the script in a page does, until there is something newer."""
    epoch = re.search(r"livereload\((\d+), ", page)[1]
    return int(_body(connection, f"/livereload/{epoch}/1")) > int(epoch)


def test_an_edit_is_built_in_every_language_and_the_browser_told(tmp_path: Path) -> None:
    project = Project(built_copy(tmp_path / "project", ("zh", "vi")))
    _save("规划科科长", tmp_path / "register")
    with _preview(project, tmp_path / "register") as (connection, built):
        before = [_body(connection, address) for address in PAGES]
        assert all("规划科科长" in page for page in before)

        _save("档案馆馆长", tmp_path / "register")
        assert _told_to_reload(connection, before[0])
        after = [_body(connection, address) for address in PAGES]
        assert all("档案馆馆长" in page and "规划科科长" not in page for page in after)
        assert built[-1].report.written < built[-1].report.unchanged

        article = next((project.root / "docs" / "zh" / "guidance").glob("[a-z]*.md"))
        article.write_text(article.read_text("utf-8") + "\n新添的一句话。\n", encoding="utf-8")
        assert _told_to_reload(connection, after[0])
        address = f"/guidance/{article.stem}.html"
        assert "新添的一句话。" in _body(connection, address)
        assert "档案馆馆长" in _body(connection, PAGES[0])


def _serving(project: Path, source: Path) -> subprocess.Popen[str]:
    """Start the command with a copy of the program of its own, which a test may change."""
    shutil.copytree(ROOT / "scripts" / "handbook", project / "scripts" / "handbook")
    command = [sys.executable, "-m", "handbook.cli", "serve", "--source", str(source)]
    environment = os.environ | {"PYTHONPATH": str(project / "scripts"), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [*command, "--port", "0"], cwd=project, env=environment, stdout=subprocess.PIPE, text=True
    )


def test_an_edited_template_is_shown_in_every_language(tmp_path: Path) -> None:
    project = built_copy(tmp_path / "project", ("zh", "vi"))
    _save("规划科科长", tmp_path / "register")
    with _serving(project, tmp_path / "register") as process:
        assert process.stdout is not None
        told = (re.search(r"http://(127\.0\.0\.1:\d+)", line) for line in process.stdout)
        connection = http.client.HTTPConnection(next(filter(None, told))[1], timeout=120)
        before = [_body(connection, address) for address in PAGES]

        template = project / "scripts/handbook/rendering/templates/cadre.html"
        words = '<p class="hb-new">{{ "派出单位"|t }}</p>\n'
        template.write_text(template.read_text("utf-8") + words, encoding="utf-8")
        assert _told_to_reload(connection, before[0])
        after = [_body(connection, address) for address in PAGES]
        process.terminate()
    assert [re.findall('<p class="hb-new">(.*)</p>', page) for page in before] == [[], []]
    assert [re.findall('<p class="hb-new">(.*)</p>', page) for page in after] == [
        ["派出单位"],
        ["Đơn vị cử đi"],
    ]
