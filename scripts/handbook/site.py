"""Run MkDocs for one language: hand-written pages and empty shells, before anything is stamped."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterator
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from handbook.errors import HandbookError

LISTS = ("cadres", "units", "programmes", "batches", "findings", "rules")
"""Folders of the register's pages; each has a list page, which is the shell of all in it."""
_BUILDS_KEPT = 4
_CONFIG_FILES = {"zh": "mkdocs.yml"}


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


def build_shells(language: str, project: Path, absent: Collection[str] = ()) -> Path:
    """Build the hand-written site with its shells, unless nothing of it changed.

    Args:
        language: zh.
        project: Folder of `mkdocs.yml`.
        absent: Those of `LISTS` an audience has no list of; they are left out of the menu.

    Returns:
        The folder of the built site, named by what it was built from, below `.build/shells`.

    Raises:
        WrittenPagesError: MkDocs warned or failed.
    """
    folder = project / ".build" / "shells"
    name = "-without-".join((language, *sorted(absent)))
    digest = _inputs_digest(project, _CONFIG_FILES[language])
    target = folder / f"{name}-{digest}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="building-") as work:
        built = Path(work) / name
        _run_mkdocs(project / _CONFIG_FILES[language], built, absent)
        _move(built, target)
    _forget_old(folder, name, target)
    return target


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
    content = yaml.safe_load((project / _CONFIG_FILES["zh"]).read_text(encoding="utf-8"))
    return dict(content.get("extra") or {})


def _inputs_digest(project: Path, config_file: str) -> str:
    """Hash all that MkDocs reads, and which MkDocs and which theme read it."""
    digest = blake2b(f"{version('mkdocs')} {version('mkdocs-material')}".encode(), digest_size=16)
    folders = [project / "docs" / "overrides", project / "docs" / "zh"]
    files = sorted(path for each in folders for path in each.rglob("*") if path.is_file())
    for path in (project / config_file, *files):
        digest.update(f"\0{path.relative_to(project).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _run_mkdocs(config_file: Path, target: Path, absent: Collection[str]) -> None:
    listener = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    propagates, logger.propagate = logger.propagate, False
    try:
        build(_config(config_file, target, absent))
    except (MkDocsException, SystemExit) as error:
        raise WrittenPagesError(listener.problems or [str(error)]) from error
    finally:
        logger.propagate = propagates
        logger.removeHandler(listener)


def _config(config_file: Path, target: Path, absent: Collection[str]) -> MkDocsConfig:
    excluded = {"exclude_docs": "".join(f"/{name}/\n" for name in absent)} if absent else {}
    config = load_config(str(config_file), site_dir=str(target), hooks=[], strict=True, **excluded)
    config.nav = list(_present(config.nav or [], absent))
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
