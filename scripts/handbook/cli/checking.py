"""`handbook check` and `handbook explain`."""

from __future__ import annotations

from datetime import datetime

import click

from handbook.building import check_source, load_texts
from handbook.catalogue import BY_CODE
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, main, typed_labels
from handbook.config import find_project
from handbook.errors import ConfigError
from handbook.explaining import explain_code
from handbook.findings import Visibility
from handbook.links import sheet_links
from handbook.publishable import AUDIENCES
from handbook.reporters import REPORTERS, Report


@main.command()
@click.argument("source", required=False)
@click.option("--format", "style", type=click.Choice(list(REPORTERS)), default="text")
@group.restricted
@group.language
@group.as_of
@click.option(
    "--audience",
    type=click.Choice([*AUDIENCES, "unit", "org", "sealed"]),
    default="sealed",
    help="Strictest class of columns the report may speak of.",
)
@click.pass_context
def check(
    ctx: click.Context,
    source: str | None,
    style: str,
    restricted: str,
    lang: str,
    as_of: datetime | None,
    audience: str,
) -> None:
    """List every mistake in SOURCE once: where, what, and what to type instead."""
    project = find_project()
    texts = load_texts(project)
    register = group.source_of(project, source, restricted)
    checked = check_source(texts, register, group.day(as_of))
    report = Report(
        checked.findings, texts.schema, texts.messages, lang, Visibility[audience.upper()],
        typed_labels(checked), sheet_links(checked.workbook),
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
