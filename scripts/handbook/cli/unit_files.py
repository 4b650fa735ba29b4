"""`handbook split`, `merge`, `propose` and `answers`: out to the units, back through one list."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path

import click

from handbook.building import check_pulled, load_texts
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.cli.office import tell_embargo
from handbook.cli.retaining import note_export
from handbook.config import account, find_project, now
from handbook.errors import ConfigError
from handbook.form_answers import review_answers
from handbook.proposals import Line, read_decisions, write_review_list
from handbook.rendering.translations import fill_words
from handbook.schema import Schema
from handbook.sources import pull
from handbook.unit_files import (
    Decided,
    Returned,
    Review,
    State,
    decide,
    review_copy,
    review_returned,
    sent_folder,
    split,
    without_conflict,
)

_LITTER = ("thumbs.db", "desktop.ini")
_STATES = {
    State.CHANGED: "有改动",
    State.UNCHANGED: "没有填",
    State.REPEATED: "重复",
    State.REFUSED: "没有用",
}

_register = click.option(
    "--source",
    "register",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="The register: an Excel file or a folder of CSV files on this machine.",
)


@dataclass(frozen=True)
class _Choice:
    """What is to become of a list."""

    write_to: Path | None
    decisions: Path | None
    is_all: bool


def _decisions(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options by which a list is written, decided and applied; they come as one choice."""

    @wraps(command)
    def chosen(
        *, write_to: Path | None, decisions: Path | None, is_all: bool, **rest: object
    ) -> None:
        command(choice=_Choice(write_to, decisions, is_all), **rest)

    options: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
        click.option(
            "--list",
            "write_to",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write the list as an Excel file with a column for yes and no.",
        ),
        click.option(
            "--apply",
            "decisions",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            help="The list filled in: write what is accepted in it into the register.",
        ),
        click.option(
            "--accept-all-without-conflict",
            "is_all",
            is_flag=True,
            help="Write everything into the register that nobody contradicts.",
        ),
        click.option("--again", is_flag=True, help="List once more what was refused before."),
        _register,
        group.language,
    )
    asking: Callable[..., None] = chosen
    for option in options:
        asking = option(asking)
    return asking


@main.command(name="split")
@_register
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files.",
)
@click.option("--unit", "units", multiple=True, metavar="ID", help="Only these units.")
@click.option("--force", is_flag=True, help="Replace files of these names.")
@group.as_of
@group.language
def split_command(
    register: Path,
    folder: Path,
    units: tuple[str, ...],
    force: bool,
    as_of: datetime | None,
    lang: str,
) -> None:
    """Write one Excel file per unit: its own rows, the columns it fills in."""
    project = find_project()
    checked = check_pulled(load_texts(project), pull(register), group.day(as_of))
    with _progress(lang, "正在写各单位的文件") as progress:
        sending = split(
            checked.register, register, folder, lang, now(), units, force=force, progress=progress
        )
    records = Counter[str]()
    for sent in sending.files:
        click.echo(f"{sent.file}  {sum(len(sheet.rows) for sheet in sent.sheets)}")
        records.update({sheet.key: len(sheet.rows) for sheet in sent.sheets})
    note_export(project, "split", "unit", records, folder)
    for remark in sending.remarks:
        click.echo(remark.text(lang))
    tell_embargo(checked.register, lang)
    say(lang, "写好 {count} 份，在 {folder}。", count=len(sending.files), folder=folder)
    say(
        lang,
        "发出了什么记在 {folder}，合并时要用，请和总表放在一起。",
        folder=sent_folder(register),
    )


@main.command(name="merge")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_decisions
def merge_command(
    files: tuple[Path, ...],
    register: Path,
    choice: _Choice,
    again: bool,
    lang: str,
) -> None:
    """List what the units changed in the FILES (or folders) they sent back; accept or refuse."""
    schema = load_texts(find_project()).schema
    with _progress(lang, "正在读发回来的文件") as progress:
        review = review_returned(_files_in(files), register, schema, again=again, progress=progress)
    _settle(review, register, schema, choice, lang)


@main.command(name="propose")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@_decisions
def propose_command(
    file: Path,
    register: Path,
    choice: _Choice,
    again: bool,
    lang: str,
) -> None:
    """List where FILE, an edited copy of the whole register, says something else; accept or not."""
    schema = load_texts(find_project()).schema
    review = review_copy(file, register, schema, again=again)
    _settle(review, register, schema, choice, lang)


@main.command(name="answers")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_decisions
def answers_command(
    file: Path,
    register: Path,
    choice: _Choice,
    again: bool,
    lang: str,
) -> None:
    """List what the answers in FILE, exported by a form service, would add; accept or refuse."""
    schema = load_texts(find_project()).schema
    review = review_answers(file, register, schema, again=again)
    _settle(review, register, schema, choice, lang)


def _files_in(paths: tuple[Path, ...]) -> list[Path]:
    """Give the files named, and those in the folders named, sorted by name.

    What is no workbook is told of when it is read; only what programs leave behind is passed over.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for each in inside:
            is_litter = each.name.startswith((".", "~")) or each.name.casefold() in _LITTER
            if each == path or (each.is_file() and not is_litter):
                found[each] = None
    if not found:
        raise ConfigError(
            {
                "zh": "这里面没有文件。请给出各单位发回来的 .xlsx 文件，或者放它们的文件夹。",
                "vi": "Không có tệp nào ở đây. Hãy chỉ ra các tệp .xlsx do đơn vị gửi trả, "
                "hoặc thư mục chứa chúng.",
                "en": "There is no file here. Name the .xlsx files the units sent back, "
                "or the folder they are in.",
            },
            "files",
        )
    return list(found)


def _settle(review: Review, register: Path, schema: Schema, choice: _Choice, lang: str) -> None:
    """Tell what there is, and do what was asked for with it."""
    for file in review.files:
        _tell_file(file, lang)
    for remark in review.remarks:
        click.echo(remark.text(lang))
    if count := review.refused_before:
        say(lang, "另有 {count} 处以前没有采纳过，这次不再列出；要看，加上 --again。", count=count)
    lines = review.lines(lang)
    accepted, refused = frozenset[str](), frozenset[str]()
    if choice.decisions:
        decided = read_decisions(choice.decisions)
        accepted, refused = decided.accepted, decided.refused
        for row in decided.unclear:
            say(lang, "清单第 {row} 行看不出采纳还是不采纳，当作还没有定。", row=row)
    if choice.is_all:
        accepted |= without_conflict(review) - refused
    if choice.decisions or choice.is_all:
        _tell_decided(
            decide(review, register, schema, accepted, refused, who=account(), at=now()), lang
        )
        left = {line.token for line in lines} - accepted - refused
        if choice.is_all and left:
            say(lang, "另有 {count} 处要您自己看：有冲突、会清空，或者读不懂。", count=len(left))
    else:
        _tell_lines(lines, lang)
    if choice.write_to:
        write_review_list(lines, choice.write_to, lang)
        say(lang, "清单写在 {file}。填好“采纳吗”一栏，再用 --apply。", file=choice.write_to)


def _tell_file(file: Returned, lang: str) -> None:
    state = fill_words(lang, _STATES[file.state])
    click.echo(f"{file.name}  {file.sender}  [{state}]".replace("    ", "  "))
    for remark in file.remarks:
        click.echo(f"  {remark.text(lang)}")


def _tell_lines(lines: list[Line], lang: str) -> None:
    for line in lines:
        mark = "!" if line.is_conflict else " "
        place = " ".join(filter(None, [line.sheet, line.record, line.column]))
        texts = " → ".join([line.before or "—", line.after or "—"]) if line.column else line.after
        click.echo(f"{mark} {line.sender}  {place}：{texts}".replace("\n", "；"))
        if line.remark:
            click.echo(f"    {line.remark}")
    conflicts = sum(line.is_conflict for line in lines)
    say(
        lang,
        "要定的有 {count} 处，其中 {conflicts} 处有冲突。",
        count=len(lines),
        conflicts=conflicts,
    )
    if cleared := sum(bool(line.before and not line.after) for line in lines):
        say(lang, "其中 {count} 处会把原有内容清空，请看仔细。", count=cleared)


def _tell_decided(decided: Decided, lang: str) -> None:
    amended = decided.outcome.amended
    for remark in decided.remarks:
        click.echo(remark.text(lang))
    say(lang, "改了 {cells} 格，添了 {count} 行。", cells=amended.written, count=amended.added)
    if amended.backup:
        say(lang, "原来的总表另存为 {file}。", file=amended.backup)


@contextmanager
def _progress(lang: str, msgid: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long step is, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    with click.progressbar(length=1, label=fill_words(lang, msgid), file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield progress
