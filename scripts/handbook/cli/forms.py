"""`handbook form`: a form as a .docx file, blank or filled in for one person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from handbook.building import check_source, load_texts
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.cli.retaining import note_export
from handbook.config import find_project
from handbook.errors import ConfigError, OutputError
from handbook.forms import Form, form_named, load_forms
from handbook.forms.choosing import Subject, choose
from handbook.forms.filling import Filled, fill
from handbook.forms.word import word_bytes
from handbook.publishable import ORG, make_publishable
from handbook.schema import LIST_SEPARATORS


@main.command()
@click.argument("form")
@click.argument("person", required=False)
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The .docx file to write.",
)
@click.option("--posting", default="", metavar="ID", help="Which posting; the current one without.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@group.source_option
@group.restricted
@group.language
@group.as_of
def form(
    form: str,
    person: str | None,
    file: Path,
    posting: str,
    force: bool,
    source: str | None,
    restricted: str,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Write FORM as a .docx file, blank or filled in for PERSON.

    FORM is the name of a form in any language; PERSON is the number of a cadre, such as C-00012.
    """
    project = find_project()
    texts = load_texts(project)
    asked = form_named(load_forms(project.schema_folder / "forms", texts.schema), form)
    group.refuse_taken(file, force=force)
    if person is None:
        if posting:
            raise _whose(posting)
        _write(word_bytes(asked, lang), file)
        say(lang, "已写好空白的“{form}”：{file}", form=asked.names[lang], file=file)
        return
    checked = check_source(texts, group.source_of(project, source, restricted), group.day(as_of))
    # Who fills a form in has the workbook at hand; what is sealed stays out all the same.
    publishable = make_publishable(checked, ORG)
    subject = choose(publishable, asked, person, posting)
    filled = fill(publishable, asked, subject, lang)
    _write(word_bytes(asked, lang, lambda cell: filled.text(cell, lang)), file)
    note_export(project, "form", ORG.name, {"cadres": 1}, file)
    _tell(asked, subject, filled, file, lang)


def _write(content: bytes, file: Path) -> None:
    """Put a file in its place whole, or not at all."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(file) from error


def _tell(asked: Form, subject: Subject, filled: Filled, file: Path, lang: str) -> None:
    """Say whose form it is, what stands in it and what is left to a person."""
    say(
        lang, "已写好{person}的“{form}”：{file}",
        person=" ".join(filter(None, (subject.cadre, subject.posting))),
        form=asked.names[lang], file=file,
    )  # fmt: skip
    say(lang, "从登记表填入 {count} 项。", count=len(filled.values))
    for msgid, paths in (
        ("登记表里没有、空着的：{boxes}", filled.left),
        ("还有问题待核、没有填的：{boxes}", filled.doubtful),
    ):
        if paths:
            labels = dict.fromkeys(asked.label_of(path)[lang] for path in paths)
            say(lang, msgid, boxes=LIST_SEPARATORS[lang].join(labels))


def _whose(posting: str) -> ConfigError:
    return ConfigError(
        {
            "zh": f"写了 --posting {posting}，没有写是谁的。"
            "请在表名后面写上干部编号，例如 C-00012。",
            "vi": f"Đã ghi --posting {posting} nhưng chưa ghi của ai. "
            "Hãy ghi mã cán bộ sau tên biểu mẫu, ví dụ C-00012.",
            "en": f"--posting {posting} is given, but not whose it is. "
            "Write the number of the cadre after the name of the form, such as C-00012.",
        },
        "posting",
    )
