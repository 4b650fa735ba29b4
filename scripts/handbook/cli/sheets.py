"""`handbook pull`, `annotate`, `watch` and `sheet`: the loop with a shared spreadsheet."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

import click

from handbook.annotating.google import Outcome, clear
from handbook.annotating.results import Manner
from handbook.annotating.xlsx import copy_path, write_annotated
from handbook.answering import Answer, Answering, answering_for
from handbook.building import check_source, load_texts
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, main, say
from handbook.config import Project, find_project, now, sheets_url
from handbook.findings import Severity, Visibility
from handbook.google import open_spreadsheet
from handbook.google.access import Access
from handbook.provisioning.applying import apply, propose
from handbook.provisioning.blueprint import SHARED_CLASS, Blueprint, Part, draw
from handbook.provisioning.languages import language_there
from handbook.provisioning.plan_text import plan_json, plan_text
from handbook.provisioning.steps import Plan
from handbook.rendering.translations import fill_words
from handbook.saving import save_csv_folder
from handbook.sources import pull
from handbook.sources.google import pull_spreadsheet
from handbook.sources.names import Source, Spreadsheet
from handbook.watching import watch

_MANNERS = {"results": Manner.RESULTS_ONLY, "cells": Manner.CELLS_TOO}

_marks = click.option(
    "--marks",
    type=click.Choice(list(_MANNERS)),
    help="Answer in the result sheet only, or on the cells too; by default as the result sheet "
    "itself says.",
)
_limit = click.option(
    "--audience",
    type=click.Choice([each.name.lower() for each in Visibility]),
    help="Strictest class of columns the answers may speak of: by default that of the units in a "
    "shared spreadsheet, and all in a file.",
)


@main.command(name="pull")
@click.argument("source", required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the CSV files; an earlier copy in it is renewed.",
)
@group.restricted
@group.language
def pull_command(source: str | None, to: Path, restricted: str, lang: str) -> None:
    """Keep SOURCE as it stands now as a folder of CSV files."""
    workbook = pull(group.spreadsheet_of(source, restricted))
    save_csv_folder(workbook, to)
    rows = sum(max(sheet.row_count - 1, 0) for sheet in workbook.sheets)
    say(lang, "已读取 {sheets} 张表，共 {rows} 行，放在 {folder}。",
        sheets=len(workbook.sheets), rows=rows, folder=to)  # fmt: skip


@main.command()
@click.argument("source", required=False)
@click.option(
    "--output", "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Annotated copy of an Excel file; by default register.checked.xlsx beside it.",
)  # fmt: skip
@click.option(
    "--pulled",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder `handbook pull` has just written; saves reading the spreadsheet again.",
)
@click.option("--clear", "is_clearing", is_flag=True, help="Take every answer away again.")
@_marks
@_limit
@group.restricted
@group.as_of
@group.language
@click.pass_context
def annotate(
    ctx: click.Context,
    source: str | None,
    output: Path | None,
    pulled: Path | None,
    is_clearing: bool,
    marks: str | None,
    audience: str | None,
    restricted: str,
    as_of: datetime | None,
    lang: str,
) -> None:
    """Write the answers into SOURCE: a spreadsheet itself, or a copy of an Excel file."""
    register = group.spreadsheet_of(source, restricted)
    if isinstance(register, Path):
        _annotate_file(register, output, audience, group.day(as_of), lang)
        return
    if is_clearing:
        _clear(register, lang)
        return
    limit = Visibility[audience.upper()] if audience else SHARED_CLASS
    answering = _answering(register, marks, group.day(as_of), limit)
    answer = answering.answer_to(pull(pulled)) if pulled else answering.answer()
    click.echo(told(answer, lang))
    if not answer.outcome.is_settled:
        ctx.exit(EXIT_FINDINGS)


def _annotate_file(
    register: Path, output: Path | None, audience: str | None, day: date | None, lang: str
) -> None:
    texts = load_texts(find_project())
    checked = check_source(texts, register, day)
    limit = Visibility[audience.upper()] if audience else Visibility.SEALED
    language = checked.register.make.language
    target = output or copy_path(register)
    copy = write_annotated(register, target, checked, texts.messages, language, limit)
    say(lang, "已写好 {file}：{count} 条问题，{cells} 个单元格加了批注。原文件没有改动。",
        file=copy.target, count=copy.told, cells=copy.noted)  # fmt: skip
    for remark in copy.remarks:
        click.echo(remark)
    if copy.kept_back:
        say(lang, "另有 {count} 条涉及更严格的列，没有写进去。", count=copy.kept_back)


def _answering(
    register: Spreadsheet, marks: str | None, day: date | None, limit: Visibility
) -> Answering:
    project = find_project()
    return answering_for(
        project, load_texts(project), register, base_url=sheets_url(), as_of=day,
        manner=_MANNERS[marks] if marks else None, limit=limit,
    )  # fmt: skip


def _clear(register: Spreadsheet, lang: str) -> None:
    access = open_spreadsheet(register.id, writing=True, base_url=sheets_url())
    workbook = pull_spreadsheet(register, access, now().isoformat())
    schema = load_texts(find_project()).schema
    clear(access, workbook, schema, restricted_id=register.restricted_id)
    say(lang, "程序写的批注、颜色和检查结果都已拿掉，别的一概没有动。")


def told(answer: Answer, lang: str) -> str:
    """Say in a few lines what one round found and did.

    Args:
        answer: Of the round.
        lang: Language of the reader.
    """
    outcome, findings = answer.outcome, answer.checked.findings
    errors = sum(each.severity is Severity.ERROR for each in findings)
    lines = [
        fill_words(lang, "检查发现 {count} 条，其中错误 {errors} 条。",
                   count=len(findings), errors=errors),
        *_told_of_books(outcome, lang),
    ]  # fmt: skip
    if outcome.kept_back:
        lines.append(
            fill_words(lang, "有 {count} 条涉及只给组织部门看的列，没有写进共享的表格；"
                       "用 handbook check 在本机上看。", count=outcome.kept_back)
        )  # fmt: skip
    return "\n".join(lines)


def _told_of_books(outcome: Outcome, lang: str) -> list[str]:
    lines = []
    names = ("共享的表格", "第二份表格")
    for name, book in zip(names, (outcome.shared, outcome.restricted), strict=True):
        if book is None:
            continue
        lines.append(
            fill_words(lang, "{book}：列出 {told} 条，改了 {notes} 处批注。",
                       book=fill_words(lang, name), told=book.told, notes=book.settled.notes)
        )  # fmt: skip
        skipped = book.vanished + book.changed
        if skipped:
            lines.append(
                fill_words(lang, "{count} 条所在的行或内容刚刚被人改过，没有写，下次再看。",
                           count=skipped)
            )  # fmt: skip
        if not book.settled.is_settled:
            lines.append(fill_words(lang, "表格一直有人在改，没有写完；请过一会儿再运行一次。"))
    return lines


@main.command(name="watch")
@click.argument("source", required=False)
@click.option("--every", default=15, show_default=True, help="Seconds between two looks.")
@_marks
@group.restricted
@group.as_of
@group.language
def watch_command(
    source: str | None,
    every: int,
    marks: str | None,
    restricted: str,
    as_of: datetime | None,
    lang: str,
) -> None:
    """Answer SOURCE, a spreadsheet, within seconds of every edit until interrupted."""
    register = _spreadsheet(group.spreadsheet_of(source, restricted))
    answering = _answering(register, marks, group.day(as_of), SHARED_CLASS)

    def act() -> None:
        answer = answering.answer()
        if answer.is_new or answer.outcome.shared.settled.notes:
            click.echo(f"{now():%H:%M:%S} {told(answer, lang)}")

    answering.version()  # what is wrong from the start ends the command
    say(lang, "每 {seconds} 秒看一次表格，有改动就检查。按 Ctrl-C 停下。", seconds=every)
    stopped = threading.Event()
    try:
        watch(answering.version, act, lambda: not stopped.wait(every), group.teller(lang))
    except KeyboardInterrupt:
        click.echo()  # the terminal has written ^C on the line
        say(lang, "已停下，表格里的回答留着。")


def _spreadsheet(source: Source) -> Spreadsheet:
    if isinstance(source, Spreadsheet):
        return source
    raise group.no_spreadsheet(str(source), "source")


@main.group()
def sheet() -> None:
    """Set a spreadsheet up: drop-downs, date checks, headers, a result sheet."""


@sheet.command(name="plan")
@click.argument("source", required=False)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
@group.restricted
@group.language
def plan_command(source: str | None, style: str, restricted: str, lang: str) -> None:
    """Say what `apply` would change in SOURCE, and change nothing."""
    register = _spreadsheet(group.spreadsheet_of(source, restricted))
    for access, blueprint in _blueprints(find_project(), register, lang, writing=False):
        proposed = propose(access, blueprint)
        click.echo(plan_json(proposed) if style == "json" else plan_text(proposed, lang), nl=False)


@sheet.command(name="apply")
@click.argument("source", required=False)
@group.restricted
@group.language
def apply_command(source: str | None, restricted: str, lang: str) -> None:
    """Add what SOURCE lacks; nothing anybody typed or set up is changed."""
    register = _spreadsheet(group.spreadsheet_of(source, restricted))
    for access, blueprint in _blueprints(find_project(), register, lang, writing=True):
        _told_plan(apply(access, blueprint), lang)


def _told_plan(done: Plan, lang: str) -> None:
    click.echo(plan_text(done, lang), nl=False)
    if not done.is_empty:
        say(lang, "已经做完。")


def _blueprints(
    project: Project, register: Spreadsheet, lang: str, *, writing: bool
) -> list[tuple[Access, Blueprint]]:
    """Draw what each spreadsheet should be, in the language its sheets have or are to have."""
    schema = load_texts(project).schema
    access = open_spreadsheet(register.id, writing=writing, base_url=sheets_url())
    titles = language_there(access, schema) or lang
    if not register.restricted_id:
        return [(access, draw(schema, titles, Part.WHOLE))]
    second = access.beside(register.restricted_id)
    return [
        (access, draw(schema, titles, Part.SHARED)),
        (second, draw(schema, titles, Part.RESTRICTED)),
    ]
