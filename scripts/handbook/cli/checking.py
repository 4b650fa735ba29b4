"""`handbook check` and `handbook explain`."""

from __future__ import annotations

from datetime import datetime

import click

from handbook.articles import article_titles
from handbook.building import check_source, load_texts
from handbook.catalogue import BY_CODE
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, main, typed_labels
from handbook.config import find_project
from handbook.errors import ConfigError
from handbook.explaining import explain_code
from handbook.findings import Visibility
from handbook.folding import batch_titles
from handbook.links import sheet_links
from handbook.reporters import REPORTERS, Report


@main.command()
@click.argument("source", required=False)
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="text")
@group.restricted
@group.language
@group.as_of
@click.option(
    "--audience",
    type=click.Choice([each.name.lower() for each in Visibility]),
    default="sealed",
    help="Strictest class of columns the report may speak of.",
)
@click.option("--unfold", is_flag=True, help="Tell every finding by itself, however many alike.")
@click.pass_context
def check(
    ctx: click.Context,
    source: str | None,
    style: str,
    restricted: str,
    lang: str,
    as_of: datetime | None,
    audience: str,
    unfold: bool,
) -> None:
    """List every mistake in SOURCE once: where, what, and what to type instead."""
    project = find_project()
    texts = load_texts(project)
    register = group.source_of(project, source, restricted)
    checked = check_source(texts, register, group.day(as_of))
    limit = Visibility[audience.upper()]
    report = Report(
        checked.findings, texts.schema, texts.messages, lang, limit,
        typed_labels(checked), sheet_links(checked.workbook),
        batch_titles(checked.register, limit), unfold, checked.waived,
        article_titles(project.root / "docs", lang),
    )  # fmt: skip
    click.echo(REPORTERS[style](report), nl=False)
    ctx.exit(EXIT_FINDINGS if checked.has_errors else 0)


@main.command()
@click.argument("code")
@group.language
def explain(code: str, lang: str) -> None:
    """Print the page of a code, such as POL-R34."""
    if code.upper() not in BY_CODE:
        raise _unknown_code(code)
    project = find_project()
    texts = load_texts(project)
    articles = article_titles(project.root / "docs", lang)
    page = explain_code(code.upper(), texts.schema, texts.messages, lang, articles)
    click.echo(page, nl=False)


def _unknown_code(code: str) -> ConfigError:
    return ConfigError(
        {
            "zh": f"没有代码“{code}”。代码像 POL-R34、KEY404，写在检查结果的方括号里。",
            "vi": f"Không có mã “{code}”. Mã có dạng POL-R34, KEY404, ghi trong ngoặc vuông.",
            "en": f"There is no code “{code}”. Codes look like POL-R34 or KEY404; "
            "they stand in square brackets in the report.",
        },
        "code",
    )
