"""The command line; the only place where errors become exit codes.

Exit codes: 0 clean or warnings only · 10 findings (`check`: any error; `build`: something that
stops publication) · 11 the gate refused the site · 2 usage, configuration, source or schema file ·
1 a bug of ours.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from handbook.building import (
    Built,
    Request,
    build_site,
    check_source,
    load_texts,
    rebuilder,
    watched,
)
from handbook.catalogue import BY_CODE
from handbook.checking import Checked
from handbook.config import Project, find_project
from handbook.errors import ConfigError, HandbookError
from handbook.explaining import explain_code
from handbook.findings import Visibility
from handbook.gate import SENTENCES
from handbook.publishable import AUDIENCES
from handbook.rendering.translations import fill_words, translations
from handbook.reporters import REPORTERS, Report
from handbook.schema import LANGUAGES
from handbook.serving import HOST, serve

EXIT_FINDINGS = 10
EXIT_GATE = 11

_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="zh", help="Language of the answer."
)
_source = click.option(
    "--source",
    type=click.Path(path_type=Path),
    help="Excel file or folder of CSV files; the demo register without it.",
)
_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the register speaks about; by default the source's own, else today.",
)
_audience = click.option(
    "--audience",
    type=click.Choice(list(AUDIENCES)),
    default="internal",
    help="Whom the site is for.",
)


class _Group(click.Group):
    """Tells a `HandbookError` as one sentence and exits with its code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HandbookError as error:
            language = str(ctx.obj or "zh")
            click.echo(error.text(language), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Group)
@click.version_option(package_name="secondment-handbook")
def main() -> None:
    """Check a register of secondments and publish it as a handbook."""


@main.command()
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="text")
@_language
@_as_of
@click.option(
    "--audience",
    type=click.Choice([*AUDIENCES, "unit", "org", "sealed"]),
    default="sealed",
    help="Strictest class of columns the report may speak of.",
)
@click.pass_context
def check(
    ctx: click.Context,
    source: Path | None,
    style: str,
    lang: str,
    as_of: datetime | None,
    audience: str,
) -> None:
    """List every mistake in SOURCE once: where, what, and what to type instead."""
    ctx.obj = ctx.find_root().obj = lang
    project = find_project()
    texts = load_texts(project)
    checked = check_source(texts, source or project.demo_folder, _day(as_of))
    report = Report(
        checked.findings, texts.schema, texts.messages, lang, Visibility[audience.upper()],
        typed_labels(checked),
    )  # fmt: skip
    click.echo(REPORTERS[style](report), nl=False)
    ctx.exit(EXIT_FINDINGS if checked.has_errors else 0)


def typed_labels(checked: Checked) -> dict[tuple[str, str], str]:
    """Give the headers as the editor typed them.

    Args:
        checked: Outcome of a check.

    Returns:
        (sheet key, field name) → header.
    """
    return {
        (key, field): label
        for key, table in checked.register.tables.items()
        for field, label in table.located.labels.items()
    }


@main.command()
@click.argument("code")
@_language
@click.pass_context
def explain(ctx: click.Context, code: str, lang: str) -> None:
    """Print the page of a code, such as POL-R34."""
    ctx.find_root().obj = lang
    if code.upper() not in BY_CODE:
        raise _unknown_code(code)
    texts = load_texts(find_project())
    click.echo(explain_code(code.upper(), texts.schema, texts.messages, lang), nl=False)


def _unknown_code(code: str) -> ConfigError:
    return ConfigError(
        {
            "zh": f"没有编码“{code}”。编码如 POL-R34、KEY404，见检查结果方括号里的字样。",
            "vi": f"Không có mã “{code}”. Mã có dạng POL-R34, KEY404, ghi trong ngoặc vuông.",
            "en": f"There is no code “{code}”. Codes look like POL-R34 or KEY404; "
            "they stand in square brackets in the report.",
        },
        "code",
    )


@main.command()
@_source
@_as_of
@_audience
@_language
@click.option(
    "--accept-loss",
    default="",
    metavar="REASON",
    help="Publish although many records are gone: why, and who decided so.",
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
    source: Path | None,
    as_of: datetime | None,
    audience: str,
    lang: str,
    accept_loss: str,
    history: Path | None,
    output: Path | None,
) -> None:
    """Build the handbook into site/."""
    ctx.find_root().obj = lang
    project = find_project()
    request = Request(
        source=source or project.demo_folder,
        audience=AUDIENCES[audience],
        as_of=_day(as_of),
        accepted_loss=accept_loss,
        history=history or project.history_folder,
        output=output,
    )
    built = build_site(project, request)
    click.echo(_outcome(project, built, lang))
    ctx.exit(_exit_code(built))


def _exit_code(built: Built) -> int:
    if built.report is None:
        return EXIT_FINDINGS
    return EXIT_GATE if built.problems else 0


def _outcome(project: Project, built: Built, language: str) -> str:
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
            "网站已生成：{folder}（写入 {written}，未变 {unchanged}，删除 {removed}）",
            folder=_shown(built.site),
            written=built.report.written,
            unchanged=built.report.unchanged,
            removed=built.report.removed,
        ),
        fill_words(language, "检查发现 {count} 条，详见 handbook check。",
                   count=len(built.checked.findings)),
    ]  # fmt: skip
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
@_source
@_as_of
@_audience
@_language
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.pass_context
def serve_command(
    ctx: click.Context,
    source: Path | None,
    as_of: datetime | None,
    audience: str,
    lang: str,
    port: int,
) -> None:
    """Show the handbook on this machine and keep it fresh while files are saved."""
    ctx.find_root().obj = lang
    project = find_project()
    request = Request(
        source=source or project.demo_folder,
        audience=AUDIENCES[audience],
        as_of=_day(as_of),
    )
    click.echo(fill_words(lang, "正在生成，随后请打开 {url}", url=f"http://{HOST}:{port}/"))
    build_again = rebuilder(
        project, request, lambda built: click.echo(_outcome(project, built, lang))
    )
    serve(project.site_folder, build_again, watched(project, request.source), port)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def demo(file: Path) -> None:
    """Write the demo register as an Excel FILE to try things out on."""
    from handbook.demo.writing import write_xlsx
    from handbook.sources import pull

    write_xlsx(pull(find_project().demo_folder), file)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


if __name__ == "__main__":
    sys.exit(main())
