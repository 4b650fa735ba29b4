"""`handbook retention` and `handbook exports`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from handbook.building import Request, check_pulled, history_folder, load_texts
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, main, say
from handbook.config import Project, account, export_record, find_project, now
from handbook.export_record import Export, load_exports, record_export
from handbook.retention import KeptFact, clear_copy, clear_history, kept_too_long
from handbook.sources import pull
from handbook.texts import Texts


def note_export(
    project: Project, command: str, audience: str, records: Mapping[str, int], to: Path
) -> None:
    """Note in the record of exports that something was taken out.

    Args:
        project: Whose record it is.
        command: What was run.
        audience: Whose rights the contents have.
        records: How many records of each sheet are in it.
        to: What was written.
    """
    export = Export(now(), account(), command, audience, dict(records), to.name)
    record_export(export_record(project), export)


@main.command(name="retention")
@group.source_option
@group.restricted
@group.as_of
@click.option(
    "--copy",
    "copies",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A pulled copy (CSV folder) to clear as well; may be given several times.",
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of earlier publications; .handbook/history by default.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Clear the copies, not only list.")
@group.language
def retention_command(
    source: str | None,
    restricted: str,
    as_of: datetime | None,
    copies: tuple[Path, ...],
    history: Path | None,
    is_applied: bool,
    lang: str,
) -> None:
    """List confidential facts about people whose last posting ended three years ago.

    The cells of the register itself are for its editors to clear; the program clears its own
    copies when --apply is given.
    """
    project = find_project()
    texts = load_texts(project)
    register = group.source_of(project, source, restricted)
    workbook = pull(register)
    facts = kept_too_long(check_pulled(texts, workbook, group.day(as_of)).register)
    _tell_cells(facts, texts, lang)
    folder = history_folder(Request(register, history=history or project.history_folder), workbook)
    if is_applied:
        for copy in _copies(project, copies):
            _clear(copy, texts, as_of, lang)
        written = clear_history(folder, facts, texts.schema) if folder else []
        say(lang, "历史版本：清理了 {count} 份。", count=len(written))


def _copies(project: Project, named: Sequence[Path]) -> list[Path]:
    followed = project.build_folder / "followed"
    found = sorted(followed.iterdir()) if followed.is_dir() else []
    return [*named, *(folder for folder in found if (folder / "manifest.json").is_file())]


def _clear(copy: Path, texts: Texts, as_of: datetime | None, lang: str) -> None:
    workbook = pull(copy)
    facts = kept_too_long(check_pulled(texts, workbook, group.day(as_of)).register)
    if facts:
        clear_copy(workbook, facts, copy)
    say(lang, "副本“{folder}”：清空了 {count} 格。", folder=copy, count=len(facts))


def _tell_cells(facts: Sequence[KeptFact], texts: Texts, lang: str) -> None:
    """Say which cells the editors should clear, a line each, without their text."""
    if not facts:
        say(lang, "没有保存过久的机密内容。")
        return
    say(lang, "保存过久，请在表格里清空下面 {count} 格：", count=len(facts))
    for fact in facts:
        title = texts.schema.tables[fact.sheet].field(fact.field).titles[lang]
        click.echo(f"  {fact.cell.a1}  {fact.person}  {title}  ({fact.ended.isoformat()})")


@main.command(name="exports")
@group.language
@click.pass_context
def exports_command(ctx: click.Context, lang: str) -> None:
    """Show who took which part of the register out, and when."""
    exports, broken = load_exports(export_record(find_project()))
    if not exports and not broken:
        say(lang, "还没有导出过。")
    for each in exports:
        counts = ", ".join(f"{sheet} {count}" for sheet, count in each.records.items())
        click.echo(f"{each.at:%Y-%m-%d %H:%M}  {each.who}  {each.command}  {each.audience}  "
                   f"{each.to}  {counts}".rstrip())  # fmt: skip
    if broken:
        say(lang, "第 {number} 行接不上前一行：记录被改过，或者少了一行。", number=broken)
        ctx.exit(EXIT_FINDINGS)
