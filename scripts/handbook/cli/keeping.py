"""`handbook vault`, `handbook restore`, `handbook changed` and `handbook summary`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from handbook.building import Request, check_pulled, history_folder, load_texts
from handbook.cli import group
from handbook.cli.group import main
from handbook.cli.retaining import note_export
from handbook.config import day_of, find_project, now, vault_key
from handbook.editions import code_version, edition_of, load_edition, save_edition
from handbook.findings import Visibility
from handbook.history import load_history
from handbook.keeping import KEEP_DAYS, KEEP_HISTORY_DAYS, keep, take_out
from handbook.links import sheet_links
from handbook.reporters import Report
from handbook.restoring import restore
from handbook.sources import pull
from handbook.summaries import state_of_build, summary_markdown
from handbook.vault import new_key, read_keys

SEALED = Visibility.SEALED.name.lower()  # everything is in it
_file = click.Path(path_type=Path, exists=True, dir_okay=False)


@main.group()
def vault() -> None:
    """Keep personal data encrypted; the key is in HANDBOOK_VAULT_KEY."""


@vault.command()
def key() -> None:
    """Print a new key. Keep it where the register's owner keeps such things."""
    click.echo(new_key())


@vault.command(name="pack")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--keep-days", default=KEEP_DAYS, show_default=True, help="Age of a backup at most.")
@click.option(
    "--keep-history-days",
    default=KEEP_HISTORY_DAYS,
    show_default=True,
    help="Age of a publication at most; the last two always stay.",
)
@group.language
def pack_command(
    paths: tuple[Path, ...], to: Path, keep_days: int, keep_history_days: int, lang: str
) -> None:
    """Encrypt PATHS into one file, and forget what is older than the rules allow."""
    kept = keep(
        paths,
        to,
        read_keys(vault_key())[0],
        now().date(),
        keep_days=keep_days,
        keep_history_days=keep_history_days,
    )
    group.say(
        lang, "已加密保存：{file}（{size} KB），按保存期限删除 {count} 个旧文件。",
        file=to, size=-(-kept.size // 1024), count=len(kept.forgotten),
    )  # fmt: skip


@vault.command(name="unpack")
@click.argument("file", type=_file)
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True)
@group.language
def unpack_command(file: Path, to: Path, lang: str) -> None:
    """Decrypt FILE into a folder."""
    files = take_out(file, read_keys(vault_key()), to)
    note_export(find_project(), "vault unpack", SEALED, {}, to)
    group.say(lang, "已取出 {count} 个文件，放在 {folder}。", count=len(files), folder=to)


@main.command(name="restore")
@click.argument("backup", type=_file)
@click.option("--to", type=click.Path(path_type=Path), required=True)
@group.language
def restore_command(backup: Path, to: Path, lang: str) -> None:
    """Make a register one can work in again from an encrypted BACKUP."""
    schema = load_texts(find_project()).schema
    restored = restore(backup, read_keys(vault_key()), to, schema)
    note_export(find_project(), "restore", SEALED, {}, to)
    for path in restored.paths:
        group.say(lang, "已恢复：{file}", file=path)
    if restored.cut:
        group.say(
            lang,
            "有 {count} 格的文字超过 Excel 的上限，只留了前面一段；要完整的，请恢复成文件夹。",
            count=len(restored.cut),
        )


@main.command()
@click.argument("register")
@click.option("--since", type=click.Path(path_type=Path), required=True, metavar="EDITION")
@click.option("--to", type=click.Path(path_type=Path), help="Where to note what is published now.")
@click.option("--audience", "audiences", multiple=True, default=["internal"])
@click.option("--language", "languages", multiple=True, default=["zh"])
@group.as_of
def changed(
    register: str,
    since: Path,
    to: Path | None,
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    as_of: datetime | None,
) -> None:
    """Say whether REGISTER is to be published again, in lines for a workflow."""
    project = find_project()
    workbook = pull(group.source_of(project, register))
    day = day_of(workbook.manifest, group.day(as_of))
    edition = edition_of(workbook, code_version(project.root), day, audiences, languages)
    differences = edition.differences(load_edition(since))
    if to is not None:
        save_edition(edition, to)
    click.echo(f"changed={'true' if differences else 'false'}")
    click.echo(f"because={' '.join(differences)}")
    click.echo(f"as_of={day.isoformat()}")


@main.command()
@click.argument("register")
@click.option("--build", default="", help="What `handbook build` exited with; blank if not run.")
@click.option("--since", type=click.Path(path_type=Path), required=True, metavar="EDITION")
@click.option(
    "--audience",
    type=click.Choice([each.name.lower() for each in Visibility]),
    default="public",
    help="Strictest class of columns the summary may speak of.",
)
@group.language
@group.as_of
def summary(
    register: str, build: str, since: Path, audience: str, lang: str, as_of: datetime | None
) -> None:
    """Sum a publishing run up in Markdown, without the text of any cell."""
    project = find_project()
    texts = load_texts(project)
    source = group.source_of(project, register)
    workbook = pull(source)
    folder = history_folder(Request(source, history=project.history_folder), workbook)
    history = load_history(folder) if folder else None
    checked = check_pulled(texts, workbook, group.day(as_of), history)
    report = Report(
        checked.findings, texts.schema, texts.messages, lang, Visibility[audience.upper()],
        links=sheet_links(workbook), waived=checked.waived,
    )  # fmt: skip
    state = state_of_build(build)
    text = summary_markdown(report, state, workbook.manifest, load_edition(since), now())
    click.echo(text, nl=False)
