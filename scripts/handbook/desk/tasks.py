"""The work behind the buttons of the desk: functions that run in a process of their own.

Each takes `say` and what it was asked, calls what the commands call, and gives facts for a page.
What only one of them needs is loaded when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from handbook.checking import Checked
from handbook.config import now
from handbook.desk.folder import WORKBOOK_ENDINGS, WorkFolder, free_path, safe_name
from handbook.desk.jobs import Say
from handbook.desk.results import Asked, Found, SiteBuilt, Written
from handbook.errors import OutputError
from handbook.rendering.translations import fill_words
from handbook.texts import Texts, load_texts


def check(say: Say, asked: Asked) -> Found:
    """Check a workbook.

    Raises:
        PullError: It cannot be read.
    """
    from handbook.desk.telling import groups_of

    texts, checked = checked_of(say, asked)
    say(fill_words(asked.language, "正在整理检查结果"))
    return Found(
        asked.register,
        checked.register.as_of,
        groups_of(asked.project, texts, checked, checked.findings),
        len(checked.waived),
    )


def checked_of(say: Say, asked: Asked) -> tuple[Texts, Checked]:
    """Read and check the workbook.

    Raises:
        PullError: It cannot be read.
    """
    from handbook.building import check_pulled
    from handbook.sources import pull

    say(fill_words(asked.language, "正在读取“{file}”", file=asked.register.name))
    workbook = pull(asked.register)
    say(fill_words(asked.language, "正在逐格检查"))
    texts = load_texts(asked.project)
    return texts, check_pulled(texts, workbook)


def take_register(say: Say, asked: Asked) -> Found:
    """Check a copy that was just dropped, and put it into the work folder if it can be read.

    Args:
        say: Told how far it is.
        asked: Names the copy; it is gone afterwards.

    Raises:
        PullError: It is no workbook; says what to do.
    """
    copy = asked.register
    try:
        found = check(say, asked)
        is_named_so = copy.suffix.casefold() in WORKBOOK_ENDINGS
        name = copy.name if is_named_so else f"{copy.name}{WORKBOOK_ENDINGS[0]}"
        place = free_path(asked.folder, name)
        copy.replace(place)
    finally:
        copy.unlink(missing_ok=True)
    return replace(found, register=place, is_new=True)


def begin_empty(say: Say, asked: Asked) -> Found:
    """Write an empty register into the work folder, and check it.

    Raises:
        OutputError: It cannot be written.
    """
    from handbook.provisioning.template import write_template

    say(fill_words(asked.language, "正在写空白登记表"))
    place = free_path(asked.folder, asked.register.name)
    write_template(load_texts(asked.project).schema, asked.language, place)
    return replace(check(say, replace(asked, register=place)), is_new=True)


def begin_demo(say: Say, asked: Asked) -> Found:
    """Write the demo register into the work folder, and check it.

    Raises:
        OutputError: It cannot be written.
    """
    from handbook.demo.writing import write_xlsx
    from handbook.sources import pull

    say(fill_words(asked.language, "正在写演示登记表"))
    place = free_path(asked.folder, asked.register.name)
    write_xlsx(pull(asked.project.demo_folder), place)
    return replace(check(say, replace(asked, register=place)), is_new=True)


def write_copy(say: Say, asked: Asked) -> Written:
    """Write the copy with notes on its cells, beside the workbook.

    Raises:
        HandbookError: It cannot be written, or somebody has worked in the one that is there.
    """
    from handbook.annotating.xlsx import copy_path, write_annotated

    texts, checked = checked_of(say, asked)
    say(fill_words(asked.language, "正在写批注"))
    language = checked.register.make.language
    target = copy_path(asked.register)
    copy = write_annotated(asked.register, target, checked, texts.messages, language)
    headline = fill_words(
        asked.language,
        "已写好 {file}：{count} 条问题，{cells} 个单元格加了批注。原文件没有改动。",
        file=target.name,
        count=copy.told,
        cells=copy.noted,
    )
    return Written(asked.register, (target,), headline, copy.remarks)


def build(say: Say, asked: Asked, audience: str) -> SiteBuilt:
    """Build the site of one audience in the person's language.

    Args:
        say: Told how far it is.
        asked: What everybody is told.
        audience: Name of one that every register has.

    Raises:
        HandbookError: The register cannot be used.
    """
    from handbook.building import Request, build_site
    from handbook.desk.telling import groups_of
    from handbook.gate import SENTENCES
    from handbook.languages import language_root
    from handbook.publishable import AUDIENCES

    say(fill_words(asked.language, "正在生成手册，要等一会儿；可以先做别的"))
    folder, texts = WorkFolder(asked.folder), load_texts(asked.project)
    request = Request(
        source=asked.register,
        audience=AUDIENCES[audience],
        languages=(asked.language,),
        history=folder.history,
        output=folder.sites / audience,
    )
    built = build_site(asked.project, request, texts)
    if built.report is None:
        stopped = groups_of(asked.project, texts, built.checked, built.checked.stops)
        return SiteBuilt(asked.register, None, stopped=stopped)
    problems = tuple(
        f"{each.file}: {fill_words(asked.language, SENTENCES[each.problem])} {each.link}".rstrip()
        for each in built.problems
    )
    address = f"{audience}/{language_root(asked.language)}index.html"
    return SiteBuilt(asked.register, None if problems else built.site, address, problems=problems)


def results_folder(asked: Asked, kind: str) -> Path:
    """Make a folder of its own for what one piece of work writes.

    Args:
        asked: Names the work folder.
        kind: Of the work, in the name of the folder.

    Raises:
        OutputError: It cannot be made.
    """
    written = WorkFolder(asked.folder).written
    folder = free_path(written, f"{now():%Y-%m-%d-%H%M}-{kind}")
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise OutputError(folder) from error
    return folder


def packed(folder: Path, files: Iterable[Path]) -> Path:
    """Pack files of a folder into one beside it, which is easier to take along.

    Args:
        folder: Where they lie; names the file.
        files: In their order.

    Raises:
        OutputError: It cannot be written.
    """
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as pack:
        for file in files:
            pack.write(file, file.name)
    return write_bytes(folder.with_name(f"{folder.name}.zip"), content.getvalue())


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file that only its owner can read.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise OutputError(path) from error
    return path


def counting(say: Say, language: str, msgid: str) -> partial[None]:
    """Make the function that tells how many of how many are done.

    Args:
        say: Told how far it is.
        language: Of the person.
        msgid: Words with `{done}` and `{of}`.
    """
    return partial(_count, say, language, msgid)


def _count(say: Say, language: str, msgid: str, done: int, of: int) -> None:
    say(fill_words(language, msgid, done=done, of=of))


def named(asked: Asked, ending: str) -> str:
    """Name a file after the register: `register-roster.xlsx`.

    Args:
        asked: Names the register.
        ending: With its dot.
    """
    return safe_name(f"{asked.register.stem}{ending}")
