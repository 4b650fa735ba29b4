"""`handbook publish` and `handbook rollback`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

import click

from handbook.cli import group
from handbook.cli.group import EXIT_GATE, main, say
from handbook.cli.retaining import note_export
from handbook.config import find_project
from handbook.gate import SENTENCES, GateProblem
from handbook.publishing import (
    Contents,
    Published,
    PublishError,
    RefusedSiteError,
    compared_with,
    declared,
    problems_of,
    publish,
    rollback,
    secrets_kept,
    write_archive,
    write_pages,
)
from handbook.rendering.translations import translations

_FULL = (ENOSPC, EDQUOT, EFBIG)
_folder = click.Path(path_type=Path, file_okay=False)


@main.command(name="publish")
@click.option(
    "--to", type=_folder, metavar="DIR", help="Folder with the releases; made if missing."
)
@click.option("--site", type=_folder, help="The finished site; site/ by default.")
@click.option(
    "--github-pages",
    "is_for_pages",
    is_flag=True,
    help="Write DIR as a plain folder to be uploaded to GitHub Pages; only of a public site.",
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one zip file instead of a folder.",
)
@group.language
def publish_command(
    to: Path | None, site: Path | None, is_for_pages: bool, archive: Path | None, lang: str
) -> None:
    """Put the finished site online in one step, after a last look at it.

    A site for anybody but the public goes only to a folder whose handbook-target.yaml says
    `access: login`.
    """
    if (to is None) == (archive is None) or (archive is not None and is_for_pages):
        raise click.UsageError(
            "Name either --to DIR, with or without --github-pages, or --archive."
        )
    finished = site or find_project().site_folder
    project = find_project()
    with _problems_told(archive or to, lang):
        secrets = secrets_kept(finished, [project])
        if archive is not None:
            _say_written(lang, archive, write_archive(finished, archive, secrets))
        elif to is not None and is_for_pages:
            _say_written(lang, to, write_pages(finished, to, secrets))
        elif to is not None:
            _say_published(lang, to, publish(finished, to, secrets=secrets))
    declaration = declared(finished)
    counts = {folder: len(ids) for folder, ids in declaration.records.items()}
    note_export(project, "publish", declaration.audience, counts, archive or to or finished)


@main.command(name="rollback")
@click.option("--to", type=_folder, metavar="DIR", required=True, help="Folder with the releases.")
@click.option(
    "--release",
    "number",
    type=click.IntRange(min=1),
    help="Number of the release; the one before that which is online without it.",
)
@group.language
def rollback_command(to: Path, number: int | None, lang: str) -> None:
    """Put an earlier release online again, after looking whether it is as it was."""
    with _problems_told(to, lang):
        done = rollback(to, number)
    said = "本来就是这一版：{release}" if done.was_current else "已退回：{release}"
    say(lang, said, release=done.release.name)


@main.command(name="gate")
@click.argument("site", type=_folder, required=False)
@group.source_option
@group.restricted
@group.as_of
@group.language
@click.pass_context
def gate_command(
    ctx: click.Context,
    site: Path | None,
    source: str | None,
    restricted: str,
    as_of: datetime | None,
    lang: str,
) -> None:
    """Read every byte of the finished SITE, and say what must not be published.

    Compared with the register the site was built from, or with the one that --source names.
    """
    project = find_project()
    finished = site or project.site_folder
    if source is None:
        declaration, secrets = declared(finished), secrets_kept(finished, [project])
    else:
        register = group.source_of(project, source, restricted)
        declaration, secrets = compared_with(project, finished, register, group.day(as_of))
    problems = problems_of(finished, declaration, secrets)
    if problems:
        say(lang, "不能发布，有 {count} 处问题：", count=len(problems))
        tell_problems(problems, lang)
        ctx.exit(EXIT_GATE)
    say(lang, "可以发布：每个文件都看过，没有发现问题。")


def _say_published(lang: str, to: Path, done: Published) -> None:
    if done.was_current:
        say(lang, "网站没有变化，已经发布着：{release}", release=done.release.name)
        return
    say(
        lang, "已发布：{folder}（{release}，{count} 个文件）",
        folder=to / "current", release=done.release.name, count=len(done.contents.files),
    )  # fmt: skip
    if done.forgotten:
        say(lang, "删除了 {count} 个旧的发布版。", count=len(done.forgotten))


def _say_written(lang: str, path: Path, contents: Contents) -> None:
    say(lang, "已写好：{file}（{count} 个文件）", file=path, count=len(contents.files))


def tell_problems(problems: Iterable[GateProblem], lang: str) -> None:
    """Say what the gate found, a line each.

    Args:
        problems: Reasons not to publish.
        lang: Language of the words.
    """
    words = translations(lang).gettext
    for problem in problems:
        line = f"  {problem.file}: {words(SENTENCES[problem.problem])} {problem.link}"
        click.echo(line.rstrip())


@contextmanager
def _problems_told(target: Path | None, lang: str) -> Iterator[None]:
    """Say what the gate found, and what the disk refused, in words."""
    try:
        yield
    except RefusedSiteError as error:
        tell_problems(error.problems, lang)
        raise
    except OSError as error:
        reason = "no_space" if error.errno in _FULL else "not_writable"
        raise PublishError(reason, target=target, problem=error) from error
