"""Run MkDocs once for each language: hand-written pages and empty shells, before stamping."""

from __future__ import annotations

import logging
import multiprocessing
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from handbook.errors import HandbookError
from handbook.forking import can_fork
from handbook.languages import CONFIG_FILES, prepare, site_languages
from handbook.program import code_digest
from handbook.schema.files import read_yaml

LISTS = (
    "cadres", "postings", "units", "programmes", "batches", "findings", "todo", "questions",
    "changes", "rules",
)  # fmt: skip
"""Folders of the register's pages; each has a list page, which is the shell of all in it."""
_BUILDS_KEPT = 4


class WrittenPagesError(HandbookError):
    """MkDocs found something wrong in the hand-written pages, or could not build them.

    Attributes:
        problems: What MkDocs said, one sentence each; for maintainers.
    """

    def __init__(self, problems: Collection[str]) -> None:
        """Build the sentence from what MkDocs said.

        Args:
            problems: One sentence each.
        """
        said = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(
            {
                "zh": f"手写页面有误，网站没有生成。请维护人员改正后重试：\n{said}",
                "vi": f"Trang viết tay có lỗi nên chưa tạo được trang web. "
                f"Đề nghị người bảo trì sửa rồi chạy lại:\n{said}",
                "en": f"The hand-written pages have mistakes, so no site was built. "
                f"Ask a maintainer to correct them, then try again:\n{said}",
            }
        )
        self.problems = tuple(problems)


def build_all_shells(
    languages: Collection[str], project: Path, absent: Collection[str] = ()
) -> dict[str, Path]:
    """Build the hand-written site of every language, side by side where that is safe.

    Args:
        languages: Those of the handbook, in their order; they link to each other.
        project: Folder of `mkdocs.yml`.
        absent: Those of `LISTS` an audience has no list of; they are left out of the menu.

    Returns:
        Language → folder of its built site.

    Raises:
        WrittenPagesError: MkDocs warned or failed in any of them.
    """
    targets = {each: _target(each, project, absent, languages) for each in languages}
    missing = {each: target for each, target in targets.items() if not target.is_dir()}
    build_one = partial(_build_or_say_why, tuple(languages), project, tuple(absent))
    if len(missing) > 1 and can_fork():
        with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as workers:
            said = list(workers.map(build_one, missing, missing.values()))
    else:
        said = list(map(build_one, missing, missing.values()))
    problems = [
        f"docs/{language}: {problem}"
        for language, each in zip(missing, said, strict=True)
        for problem in each
    ]
    if problems:
        raise WrittenPagesError(problems)
    return targets


@contextmanager
def shells_begun(
    languages: Collection[str], project: Path, absent: Collection[str] = ()
) -> Iterator[None]:
    """Begin to build them in a process of its own, which `build_all_shells` then finds done.

    MkDocs needs nothing of the register, so the register can be read and checked meanwhile. What
    is wrong with the hand-written pages is said by whoever asks for them.

    Args:
        languages: As for `build_all_shells`.
        project: The same.
        absent: The same, as far as is known yet.
    """
    if not can_fork():
        yield
        return
    fork = multiprocessing.get_context("fork")
    helper = fork.Process(target=_build_quietly, args=(languages, project, absent))
    helper.start()
    try:
        yield
    finally:
        helper.join()


def _build_quietly(languages: Collection[str], project: Path, absent: Collection[str]) -> None:
    with suppress(WrittenPagesError, KeyboardInterrupt):  # whoever waits is interrupted as well
        build_all_shells(languages, project, absent)


def _build_or_say_why(
    languages: tuple[str, ...], project: Path, absent: tuple[str, ...], language: str, target: Path
) -> tuple[str, ...]:
    """Build one language; a mistake comes back as its sentences, which pass between processes."""
    try:
        _build(language, target, project, absent, languages)
    except WrittenPagesError as error:
        return error.problems
    return ()


def build_shells(
    language: str,
    project: Path,
    absent: Collection[str] = (),
    languages: Collection[str] | None = None,
) -> Path:
    """Build the hand-written site of a language with its shells, unless nothing of it changed.

    Args:
        language: zh, en or vi.
        project: Folder of `mkdocs.yml`.
        absent: Those of `LISTS` an audience has no list of; they are left out of the menu.
        languages: All languages of the handbook, for the switch between them; None takes those
            the project has a configuration for.

    Returns:
        The folder of the built site, named by what it was built from, below `.build/shells`.

    Raises:
        WrittenPagesError: MkDocs warned or failed.
    """
    all_languages = tuple(languages or site_languages(project))
    target = _target(language, project, absent, all_languages)
    if not target.is_dir():
        _build(language, target, project, absent, all_languages)
    return target


def _build(
    language: str,
    target: Path,
    project: Path,
    absent: Collection[str],
    languages: Collection[str],
) -> None:
    """Build it beside its place, and put it there once it is whole."""
    folder, name = target.parent, target.name.rpartition("-")[0]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="building-") as work:
        built = Path(work) / name
        _run_mkdocs(project / CONFIG_FILES[language], built, absent, languages)
        _move(built, target)
    _forget_old(folder, name, target)


def _target(
    language: str, project: Path, absent: Collection[str], languages: Collection[str]
) -> Path:
    """Name the folder of a built site by what it is built from."""
    name = "-without-".join((language, *sorted(absent)))
    digest = _inputs_digest(project, language, languages)
    return project / ".build" / "shells" / f"{name}-{digest}"


def _move(built: Path, target: Path) -> None:
    """Put a finished build in its place; another build may have been quicker with the same."""
    try:
        built.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _forget_old(folder: Path, name: str, target: Path) -> None:
    """Keep the last few builds only; one of them may be in use by another program."""
    others = [path for path in folder.glob(f"{name}-[0-9a-f]*") if path != target]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_BUILDS_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def settings(project: Path) -> dict[str, Any]:
    """Give what `extra:` of mkdocs.yml says; empty without it.

    Args:
        project: Folder of `mkdocs.yml`.
    """
    return dict(read_yaml(project / CONFIG_FILES["zh"]).get("extra") or {})


def site_address(project: Path) -> str:
    """Give the address the site will be read at, from `site_url` of mkdocs.yml; blank without it.

    Args:
        project: Folder of `mkdocs.yml`.

    Returns:
        Ends with a slash.
    """
    address = str(read_yaml(project / CONFIG_FILES["zh"]).get("site_url") or "")
    return f"{address.rstrip('/')}/" if address else ""


def _inputs_digest(project: Path, language: str, languages: Collection[str]) -> str:
    """Hash all that MkDocs reads, and which program, which MkDocs and which theme read it."""
    programs = f"{code_digest()} {version('mkdocs')} {version('mkdocs-material')}"
    digest = blake2b(programs.encode(), digest_size=16)
    docs = project / "docs"
    folders = [docs / "overrides", docs / language]
    files = sorted(path for each in folders for path in each.rglob("*") if path.is_file())
    configs = {project / CONFIG_FILES[each] for each in ("zh", language)}  # zh is inherited from
    glossary = [path for path in (docs / "glossary.yaml",) if path.is_file()]
    schema = project / "sheets_schema"
    tables = sorted((*schema.glob("*.yaml"), *schema.glob("forms/*.yaml")))
    for path in (*sorted(configs), *glossary, *tables, *files):
        digest.update(f"\0{path.relative_to(project).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for other in languages:  # the switch between languages asks which pages there are
        pages = sorted(path.relative_to(docs).as_posix() for path in (docs / other).rglob("*.md"))
        digest.update("\0".join((other, *pages)).encode())
    return digest.hexdigest()


def _run_mkdocs(
    config_file: Path, target: Path, absent: Collection[str], languages: Collection[str]
) -> None:
    listener = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    propagates, logger.propagate = logger.propagate, False
    try:
        build(_config(config_file, target, absent, languages))
    except (MkDocsException, SystemExit) as error:
        raise WrittenPagesError(listener.problems or [str(error)]) from error
    finally:
        logger.propagate = propagates
        logger.removeHandler(listener)


def _config(
    config_file: Path, target: Path, absent: Collection[str], languages: Collection[str]
) -> MkDocsConfig:
    excluded = {"exclude_docs": "".join(f"/{name}/\n" for name in absent)} if absent else {}
    config = load_config(str(config_file), site_dir=str(target), hooks=[], strict=True, **excluded)
    config.nav = list(_present(config.nav or [], absent))
    prepare(config, languages)
    return config


def _present(nav: list[Any], absent: Collection[str]) -> Iterator[Any]:
    """Leave out the entries of the menu that lead to an absent list."""
    gone = {f"{name}/index.md" for name in absent}
    for entry in nav:
        if not (isinstance(entry, dict) and gone.intersection(map(str, entry.values()))):
            yield entry


class _Listener(logging.Handler):
    """Keeps what MkDocs warns of, to be told in one place."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.problems.append(record.getMessage())
