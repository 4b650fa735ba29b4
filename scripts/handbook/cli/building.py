"""`handbook build`, `handbook serve` and `handbook demo`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from handbook.building import Built, Request, build_site, load_texts, rebuilder, watched
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, EXIT_GATE, main, say, teller, typed_labels
from handbook.config import Project, find_project, sheets_url
from handbook.gate import SENTENCES
from handbook.languages import language_root, site_languages
from handbook.publishable import Audience
from handbook.rendering.translations import fill_words, translations
from handbook.reporters import REPORTERS, Report
from handbook.serving import serve
from handbook.sources import pull
from handbook.sources.names import Source, Spreadsheet

SANDBOX_SECONDS = 1  # between two looks at the made-up spreadsheet, which costs nobody anything


@main.command()
@group.source_option
@group.restricted
@group.as_of
@group.audience
@group.languages
@click.option(
    "--accept-loss",
    default="",
    metavar="REASON",
    help="Publish although many records are gone: why, and who decided so. Granting it in the "
    "sheet of waivers (豁免, code CNT501) does the same for a week.",
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of earlier publications; .handbook/history by default.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the finished site; site/ by default.",
)
@click.pass_context
def build(
    ctx: click.Context,
    source: str | None,
    restricted: str,
    as_of: datetime | None,
    audience: Audience,
    lang: tuple[str, ...],
    accept_loss: str,
    history: Path | None,
    output: Path | None,
) -> None:
    """Build the handbook into site/."""
    project = find_project()
    request = Request(
        source=group.source_of(project, source, restricted),
        audience=audience,
        languages=lang,
        as_of=group.day(as_of),
        accepted_loss=accept_loss,
        history=history or project.history_folder,
        output=output,
    )
    built = build_site(project, request)
    click.echo(_outcome(project, built, group.language_of_answer(lang)))
    gc.freeze()  # the process ends, and would look through all of the register once more
    ctx.exit(_exit_code(built))


def _exit_code(built: Built) -> int:
    if built.report is None:
        return EXIT_FINDINGS
    return EXIT_GATE if built.problems else 0


_FOUND = "检查发现 {count} 条，详见 handbook check。"
_FOUND_AND_ANSWERED = "检查发现 {count} 条，写在表格的检查结果里。"


def _outcome(project: Project, built: Built, language: str, *, is_answered: bool = False) -> str:
    if built.report is None:
        texts = load_texts(project)
        stopping = Report(
            built.checked.stops, texts.schema, texts.messages, language,
            labels=typed_labels(built.checked),
        )  # fmt: skip
        stopped = fill_words(language, "网站没有更新，原来的内容保留。请先改正下面的问题：")
        return f"{stopped}\n\n{REPORTERS['text'](stopping)}".rstrip()
    lines = [
        fill_words(
            language,
            "网站已生成：{folder}（写入 {written} 个文件，未变 {unchanged} 个，删除 {removed} 个）",
            folder=_shown(built.site),
            written=built.report.written,
            unchanged=built.report.unchanged,
            removed=built.report.removed,
        ),
        fill_words(
            language,
            _FOUND_AND_ANSWERED if is_answered else _FOUND,
            count=len(built.checked.findings),
        ),
    ]
    words = translations(language).gettext
    lines.extend(
        f"  {problem.file}: {words(SENTENCES[problem.problem])} {problem.link}".rstrip()
        for problem in built.problems
    )
    return "\n".join(lines)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@main.command(name="serve")
@group.source_option
@group.restricted
@group.as_of
@group.audience
@group.language
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.option(
    "--sandbox",
    "is_sandbox",
    is_flag=True,
    help="Open a made-up spreadsheet on this machine as well and answer in it; no account needed.",
)
@click.option("--every", default=15, show_default=True, help="Seconds between looks at a sheet.")
def serve_command(
    source: str | None,
    restricted: str,
    as_of: datetime | None,
    audience: Audience,
    lang: str,
    port: int,
    is_sandbox: bool,
    every: int,
) -> None:
    """Show the handbook on this machine and keep it fresh while the register is edited."""
    project, day = find_project(), group.day(as_of)
    register = group.source_of(project, source, restricted)
    with ExitStack() as running:
        if is_sandbox:
            register = running.enter_context(_in_sandbox(project, register, day, lang))
        elif isinstance(register, Spreadsheet):
            register = running.enter_context(_copied(project, register, every, lang))
        request = Request(source=register, audience=audience, as_of=day)
        say(lang, "正在生成手册，请稍等。")
        build_again = rebuilder(
            project, request,
            lambda built: click.echo(_outcome(project, built, lang, is_answered=is_sandbox)),
        )  # fmt: skip
        opened = partial(_say_address, project, lang)
        serve(project.site_folder, build_again, watched(project, register), port, opened)


def _say_address(project: Project, lang: str, url: str) -> None:
    """Say where the handbook is, in the language of the answer where there is one in it."""
    folder = language_root(lang) if lang in site_languages(project.root) else ""
    say(lang, "请在浏览器里打开手册：{url}", url=url + folder)


@contextmanager
def _in_sandbox(project: Project, source: Source, day: date | None, lang: str) -> Iterator[Path]:
    """Fill a made-up spreadsheet with a source, answer in it, and keep a copy of it."""
    from handbook.annotating.results import Manner
    from handbook.answering import answering_for
    from handbook.following import copying_answers, followed
    from handbook.sandbox import sandbox

    texts = load_texts(project)
    with sandbox(texts.schema, pull(source)) as box:
        answering = answering_for(
            project, texts, box.spreadsheet, base_url=box.url, as_of=day, manner=Manner.CELLS_TOO
        )
        folder = project.build_folder / "sandbox"
        act = copying_answers(answering, folder)
        with followed(answering.version, act, SANDBOX_SECONDS, teller(lang)):
            answering.manner = None  # from now on what is chosen in the spreadsheet
            say(lang, "表格（只在本机上，关掉就没有了）：{url}", url=box.grid_url)
            yield folder


@contextmanager
def _copied(project: Project, source: Spreadsheet, every_s: int, lang: str) -> Iterator[Path]:
    """Keep a copy of a spreadsheet."""
    from handbook.following import copy_folder, copying, followed
    from handbook.google import open_spreadsheet
    from handbook.sources.google import spreadsheet_version

    access = open_spreadsheet(source.id, writing=False, base_url=sheets_url())
    folder = copy_folder(project, source)
    act = copying(access, source, folder)
    version = partial(spreadsheet_version, source, access)
    with followed(version, act, every_s, teller(lang)):
        yield folder


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def demo(file: Path) -> None:
    """Write the demo register as an Excel FILE to try things out on."""
    from handbook.demo.writing import write_xlsx

    write_xlsx(pull(find_project().demo_folder), file)
