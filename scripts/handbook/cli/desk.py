"""`handbook desk`: the same as the commands, as a page in one's own browser."""

from __future__ import annotations

import signal
import threading
import webbrowser
from pathlib import Path

import click

from handbook.annotating.xlsx import AnnotatedCopy
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.config import desk_folder, find_project, now
from handbook.desk.app import make_app, make_site
from handbook.desk.folder import WorkFolder
from handbook.desk.session import Desk, opened, running_desk
from handbook.desk.watching_folder import FolderWatch
from handbook.errors import HandbookError
from handbook.texts import load_texts

_LOOK_S = 2.0
_MINUTE_S = 60


@main.command(name="desk")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with the registers; handbook-desk in your home folder by default.",
)
@click.option("--idle", default=120, show_default=True, help="Minutes without use until it ends.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser, only say what to open.")
@click.option(
    "--watch",
    "watched",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="No page: check every workbook saved in this folder, and write its copy beside it.",
)
@group.language
def desk_command(
    folder: Path | None, idle: int, no_browser: bool, watched: Path | None, lang: str
) -> None:
    """Open a page in the browser for everything the commands do; nothing leaves this machine."""
    if watched is not None:
        _watch(watched, lang)
        return
    work = WorkFolder((folder or desk_folder()).resolve())
    page = running_desk(work)
    if page is not None:
        _open(page, lang, no_browser=no_browser)
        return
    desk = Desk(find_project(), work, lang)
    with opened(desk, make_app(desk), make_site(desk)):
        signal.signal(signal.SIGTERM, lambda *_: desk.end())
        _open(work.opening, lang, no_browser=no_browser)
        say(lang, "工作台开着，文件在 {folder}。不用了就在页面上关掉，或者在这里按 Ctrl-C。",
            folder=work.root)  # fmt: skip
        try:
            desk.wait(idle * _MINUTE_S)
        except KeyboardInterrupt:
            click.echo()  # the terminal has written ^C on the line
    say(lang, "工作台已关掉。")


def _open(page: Path, lang: str, *, no_browser: bool) -> None:
    if no_browser or not webbrowser.open(page.as_uri()):
        say(lang, "请用浏览器打开这个文件：{file}", file=page)


def _watch(folder: Path, lang: str) -> None:
    def told(path: Path, outcome: AnnotatedCopy | HandbookError) -> None:
        if isinstance(outcome, HandbookError):
            click.echo(f"{now():%H:%M:%S} {outcome.text(lang)}", err=True)
            return
        click.echo(f"{now():%H:%M:%S} ", nl=False)
        say(lang, "{file}：{count} 条问题，写在 {copy} 里。",
            file=path.name, count=outcome.told, copy=outcome.target.name)  # fmt: skip

    watch = FolderWatch(folder.resolve(), load_texts(find_project()), told)
    say(lang, "正在看着 {folder}：保存一份登记表，旁边就会有带批注的副本。按 Ctrl-C 停下。",
        folder=folder)  # fmt: skip
    try:
        watch.keep_looking(threading.Event(), _LOOK_S)
    except KeyboardInterrupt:
        click.echo()  # the terminal has written ^C on the line
