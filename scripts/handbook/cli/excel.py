"""`handbook template`: an empty register as an Excel file."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.building import load_texts
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.config import find_project
from handbook.provisioning.template import ROW_COUNT, write_template


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rows", default=ROW_COUNT, show_default=True, help="Rows the drop-downs reach to.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@group.language
def template(file: Path, rows: int, force: bool, lang: str) -> None:
    """Write an empty register, with drop-downs and date checks, as an Excel FILE."""
    group.refuse_taken(file, force=force)
    write_template(load_texts(find_project()).schema, lang, file, rows=rows)
    say(lang, "已写好空白登记表 {file}。", file=file)
