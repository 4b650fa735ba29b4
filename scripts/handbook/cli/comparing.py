"""`handbook diff`: what changed between two registers."""

from __future__ import annotations

import zlib
from datetime import datetime
from pathlib import Path

import click

from handbook.building import Texts, check_pulled, check_source, load_texts
from handbook.checking import Checked
from handbook.cli import group
from handbook.cli.group import EXIT_FINDINGS, main, say, typed_labels
from handbook.config import Project, find_project
from handbook.differences import Side, compare, side_of
from handbook.differences.kept import KEPT_NAME, workbook_of
from handbook.differences.reporting import REPORTS
from handbook.errors import ConfigError, PullError
from handbook.findings import Finding, Visibility
from handbook.history import KEPT, Publication, load_publication
from handbook.publishable import Audience, require_unit
from handbook.reporters import REPORTERS, Report


@main.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "style", type=click.Choice(list(REPORTS)), default="text")
@click.option(
    "--audience",
    type=group.AudienceType({"unit": Audience("unit", Visibility.UNIT)}),
    default="internal",
    help="Strictest class of columns the answer may speak of; of one unit its id: unit:U-0007.",
)
@group.language
@group.as_of
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    style: str,
    audience: Audience,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Say what changed from register OLD to register NEW.

    Each is an Excel file, a folder of CSV files, the id or address of a Google spreadsheet, or a
    file of the published history.
    """
    project = find_project()
    texts = load_texts(project)
    sides = []
    for named in (old, new):
        checked = _checked(project, texts, named, as_of, audience)
        if any(_is_core(texts, stop) for stop in checked.stops):
            _say_why_not(texts, checked, named, lang)
            ctx.exit(EXIT_FINDINGS)
        sides.append(_side(checked, audience, named))
    require_unit(sides[1].shown)
    click.echo(REPORTS[style](compare(*sides), lang), nl=False)


def _is_core(texts: Texts, stop: Finding) -> bool:
    """Say whether a finding leaves too little to compare; of another sheet the rest is enough."""
    sheet = stop.cell.sheet
    return not sheet or texts.schema.tables[sheet].is_core


def _checked(
    project: Project, texts: Texts, named: str, as_of: datetime | None, readers: Audience
) -> Checked:
    day = group.day(as_of)
    if not named.endswith(KEPT_NAME):
        return check_source(texts, group.source_of(project, named), day)
    if readers.visibility > KEPT:
        raise _not_kept(readers)
    file = Path(named)
    return check_pulled(texts, workbook_of(_publication(file), texts.schema, file.name), day)


def _side(checked: Checked, readers: Audience, named: str) -> Side:
    return side_of(checked, readers, is_kept=named.endswith(KEPT_NAME))


def _publication(file: Path) -> Publication:
    """Read a file of the published history.

    Raises:
        PullError: It is none, or not there.
    """
    try:
        return load_publication(file)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise PullError(
            {
                "zh": f"“{file}”不是一次发布的存档，或者打不开。"
                "存档在 .handbook/history 下面，文件名以 .json.gz 结尾。",
                "vi": f"“{file}” không phải bản lưu của một lần xuất bản, hoặc không mở được. "
                "Các bản lưu nằm trong .handbook/history, tên tệp kết thúc bằng .json.gz.",
                "en": f"“{file}” is no file of the published history, or cannot be opened. "
                "These files are below .handbook/history, and their names end in .json.gz.",
            },
            file,
        ) from error


def _not_kept(readers: Audience) -> ConfigError:
    return ConfigError(
        {
            "zh": f"发布存档里没有只给组织部门看的列，不能按 --audience {readers.name} 比较。"
            "请改用 --audience unit，或者直接比较两份登记表。",
            "vi": "Bản lưu xuất bản không giữ các cột chỉ dành cho ban tổ chức nên không so sánh "
            f"được với --audience {readers.name}. Hãy dùng --audience unit, "
            "hoặc so sánh trực tiếp hai sổ.",
            "en": "The published history does not keep what only the organisation department may "
            f"see, so it cannot be compared with --audience {readers.name}. "
            "Use --audience unit, or compare two registers themselves.",
        },
        "audience",
    )


def _say_why_not(texts: Texts, checked: Checked, named: str, lang: str) -> None:
    """Print what has to be mended before a register can be compared with another."""
    say(lang, "“{source}”还不能比较，请先改正下面的问题：", source=named)
    report = Report(checked.stops, texts.schema, texts.messages, lang, labels=typed_labels(checked))
    click.echo(f"\n{REPORTERS['text'](report)}", nl=False)
