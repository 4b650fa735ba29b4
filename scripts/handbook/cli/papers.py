"""`handbook remind`, `roster` and `weekly`: papers of the organisation department."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from handbook.building import Request, check_pulled, history_folder, load_texts
from handbook.checking import Checked
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.cli.office import register_option, tell_embargo
from handbook.cli.retaining import note_export
from handbook.config import Project, account, find_project, now
from handbook.differences import Difference, compare, side_of
from handbook.errors import ConfigError, OutputError
from handbook.findings import Party, Visibility
from handbook.history import load_history
from handbook.office_paper import Mark
from handbook.publishable import ORG, Audience, make_publishable
from handbook.reminding import reminder_text, reminders_of, write_reminders
from handbook.rendering.translations import fill_words
from handbook.roster import Choice, roster_of, roster_paper, roster_workbook
from handbook.site_folder import MARKER
from handbook.sources import pull
from handbook.texts import Texts
from handbook.weekly import since_last_week, weekly_of, weekly_paper, weekly_text

_PARTIES = [each.value for each in Party if each is not Party.MAINTAINER]
_WEEK = timedelta(days=7)
_new_file = click.Path(path_type=Path, dir_okay=False)
force_option = click.option("--force", is_flag=True, help="Replace a file of that name.")


@dataclass(frozen=True)
class _Opened:
    """A register that was checked, and what is needed to speak about it."""

    project: Project
    texts: Texts
    path: Path
    checked: Checked


def _open(register: Path, as_of: datetime | None, lang: str) -> _Opened:
    project = find_project()
    texts = load_texts(project)
    checked = check_pulled(texts, pull(register), group.day(as_of))
    if checked.stops:
        warning = (
            "登记表有 {count} 处必须先改的问题，写出来的可能不全。请先用 handbook check 检查。"
        )
        click.echo(fill_words(lang, warning, count=len(checked.stops)), err=True)
    return _Opened(project, texts, register, checked)


@main.command(name="remind")
@register_option
@click.option("--unit", default="", metavar="ID", help="Only this unit, such as U-0007.")
@click.option("--party", type=click.Choice(_PARTIES), help="Only those who act in this role.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the messages and letters, which go into one of the day; printed without it.",
)
@click.option("--from", "sender", default="", help="Who signs; else the unit in charge.")
@force_option
@group.language
@group.as_of
def remind_command(
    register: Path,
    unit: str,
    party: str | None,
    folder: Path | None,
    sender: str,
    force: bool,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Write for every unit what it has to do: a message to paste and a letter to print."""
    opened = _open(register, as_of, lang)
    role = Party(party) if party else None
    reminders = reminders_of(opened.checked, opened.texts, lang, unit, role, sender)
    if not reminders:
        if not tell_embargo(opened.checked.register, lang):
            say(lang, "没有要提醒的。")
    elif folder is None:
        click.echo("\n".join(reminder_text(each, lang) for each in reminders), nl=False)
    else:
        folder /= opened.checked.register.as_of.isoformat()
        _refuse_site(opened.project, folder)
        for each in reminders:
            group.refuse_taken(folder / f"{each.name}.txt", force=force)
        hidden = not sys.stderr.isatty()
        with click.progressbar(reminders, file=sys.stderr, hidden=hidden) as bar:
            files = write_reminders(bar, folder, lang)
        counts = {"units": len({each.unit for each in reminders if each.unit})}
        note_export(opened.project, "remind", Visibility.UNIT.name.lower(), counts, folder)
        say(lang, "已写好 {count} 个提醒文件：{folder}", count=len(files), folder=folder)


@main.command(name="roster")
@register_option
@click.option(
    "-o", "--output", "file", required=True, type=_new_file,
    help="The file to write: .xlsx to work with, .docx to print.",
)  # fmt: skip
@click.option("--programme", default="", metavar="ID", help="Only people of this programme.")
@click.option("--batch", default="", metavar="ID", help="Only people of this batch.")
@click.option("--unit", default="", metavar="ID", help="Only people this unit sends or receives.")
@click.option("--all", "is_past_too", is_flag=True, help="Those whose posting has ended as well.")
@force_option
@group.language
@group.as_of
def roster_command(
    register: Path,
    file: Path,
    programme: str,
    batch: str,
    unit: str,
    is_past_too: bool,
    force: bool,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Write the roster of people in post and what it adds up to, marked with who took it out."""
    if file.suffix not in (".xlsx", ".docx"):
        raise _unknown_ending(file)
    opened = _open(register, as_of, lang)
    _refuse_site(opened.project, file)
    group.refuse_taken(file, force=force)
    publishable = make_publishable(opened.checked, ORG)
    for sheet, key in (("programmes", programme), ("batches", batch), ("units", unit)):
        if key and not publishable.has(sheet, key):
            raise _unknown(key, opened.texts.schema.tables[sheet].titles)
    choice = Choice(programme, batch, unit, is_past_too)
    roster = roster_of(publishable, lang, choice)
    write = roster_workbook if file.suffix == ".xlsx" else roster_paper
    _write(write(roster, Mark(account(), now())), file)
    counts = {"cadres": len(roster.people)}
    note_export(opened.project, "roster", ORG.name, counts, file)
    say(lang, "已写好 {count} 人的花名册：{file}", count=len(roster.people), file=file)


@main.command(name="weekly")
@register_option
@click.option(
    "-o", "--output", "file", type=_new_file, help="A .docx file; without it the text is printed."
)
@click.option(
    "--since",
    type=click.Path(path_type=Path, exists=True),
    help="The register of last week; else what was published a week ago.",
)
@force_option
@group.language
@group.as_of
def weekly_command(
    register: Path,
    file: Path | None,
    since: Path | None,
    force: bool,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Sum the week up on one page: numbers, what changed, what is late, what to decide."""
    opened = _open(register, as_of, lang)
    week = weekly_of(make_publishable(opened.checked, ORG), _difference(opened, since), lang)
    if file is None:
        click.echo(weekly_text(week), nl=False)
        return
    _refuse_site(opened.project, file)
    group.refuse_taken(file, force=force)
    _write(weekly_paper(week, Mark(account(), now())), file)
    note_export(opened.project, "weekly", ORG.name, {}, file)
    say(lang, "已写好周报：{file}", file=file)


def _difference(opened: _Opened, since: Path | None) -> Difference | None:
    if since is not None:
        readers = Audience("unit", Visibility.UNIT)
        workbook = pull(since)
        day = workbook.manifest.as_of or opened.checked.register.as_of - _WEEK
        old = check_pulled(opened.texts, workbook, day)
        return compare(side_of(old, readers), side_of(opened.checked, readers))
    request = Request(opened.path, history=opened.project.history_folder)
    folder = history_folder(request, opened.checked.workbook)
    return since_last_week(opened.checked, load_history(folder)) if folder else None


def _write(content: bytes, file: Path) -> None:
    """Put a file in its place whole, or not at all."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(file) from error


def _refuse_site(project: Project, path: Path) -> None:
    """See that nothing for the office alone comes to lie in a site.

    Raises:
        ConfigError: It would.
    """
    whole = path.resolve()
    folders = (whole, *whole.parents)
    if project.site_folder.resolve() in folders or any(
        (each / MARKER).exists() for each in folders
    ):
        raise ConfigError(
            {
                "zh": f"“{path}”在网站的文件夹里，网站上的东西大家都看得到。请存到别的文件夹。",
                "vi": f"“{path}” nằm trong thư mục của trang web, ai cũng xem được. "
                "Hãy lưu vào thư mục khác.",
                "en": f"“{path}” lies in the folder of the site, which all its readers see. "
                "Choose another folder.",
            },
            "output",
        )


def _unknown(key: str, titles: Mapping[str, str]) -> ConfigError:
    return ConfigError(
        {
            "zh": f"“{titles['zh']}”表里没有编号“{key}”，或者它待核。请核对编号。",
            "vi": f"Trang “{titles['vi']}” không có mã “{key}”, hoặc mã đó còn chờ kiểm tra. "
            "Hãy kiểm tra lại mã.",
            "en": f"The sheet “{titles['en']}” has no number “{key}”, or it is still to be "
            "checked. Check the number.",
        },
        "id",
    )


def _unknown_ending(file: Path) -> ConfigError:
    return ConfigError(
        {
            "zh": f"“{file.name}”的结尾要写成 .xlsx（表格）或 .docx（打印）。",
            "vi": f"Tên tệp “{file.name}” phải kết thúc bằng .xlsx (bảng tính) hoặc .docx (để in).",
            "en": f"The name “{file.name}” must end with .xlsx, to work with, or .docx, to print.",
        },
        "output",
    )
