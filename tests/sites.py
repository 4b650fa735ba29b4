"""Small sites for the tests: hand-made shells, and copies of the real hand-written pages."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from handbook.config import Project
from handbook.languages import CONFIG_FILES
from handbook.site import LISTS as LIST_FOLDERS
from handbook.site import build_shells
from handbook.stamping import RenderedPage
from once_a_run import folder_once

PROJECT = Path(__file__).parent.parent

POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    """content="default-src 'none'; style-src 'self'">"""
)
SHELL = """<!doctype html>
<html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<title>{title} - 手册</title></head><body>
<span data-md-component="header-topic">
  <span class="md-ellipsis">
    {title}
  </span>
</span>
<nav><a href="../index.html">首页</a> <a href="index.html">{title}</a></nav>
<article class="md-content__inner">
<h1 id="content">{title}<a class="headerlink" href="#content">#</a></h1>
<div data-stamp="page"></div>
</article></body></html>
"""
WRITTEN = """<!doctype html>
<html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<title>期限 - 手册</title></head><body>
<article><h1 id="content">期限</h1>
{body}
</article></body></html>
"""
HOME = WRITTEN.format(body='<div data-stamp="home"></div>')


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write address → text below a folder."""
    for address, text in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read_files(folder: Path) -> dict[str, str]:
    """Give address → text of everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def small_shells(folder: Path, written: str = "<p>正文</p>") -> Path:
    """Make a hand-written site of two shells, a home page, an article and a style sheet."""
    return write_files(
        folder,
        {
            "cadres/index.html": SHELL.format(title="干部"),
            "units/index.html": SHELL.format(title="单位"),
            "index.html": HOME,
            "guidance/term.html": WRITTEN.format(body=written),
            "assets/handbook.css": "body { margin: 0 }",
        },
    )


def person(number: int, name: str = "顾清禾") -> RenderedPage:
    """Make the page of a cadre."""
    body = f'<h1>{name}</h1>\n<p><a href="../units/U-0001.html">市发规局</a></p>'
    return RenderedPage(f"cadres/C-{number:05d}.html", name, body)


SITE_LANGUAGES = ("zh", "en", "vi")
EMPTY_LIST = '# {name} {{#content}}\n\n<div data-stamp="page"></div>\n'
REVIEWED = """---
owner: 干部科
reviewed_on: 2025-11-01
review_by: 2026-06-29
audience: [cadre, home]
---

# 期限 {#content}

正文 [人](record:C-00001)。
"""
REVIEWS = "---\ntemplate: reviews.html\n---\n\n# 复核\n"

LISTS = (
    RenderedPage("cadres/index.html", "干部", "<h1>干部</h1>"),
    RenderedPage("units/index.html", "单位", "<h1>单位</h1>"),
    RenderedPage("units/U-0001.html", "市发规局", "<h1>市发规局</h1>"),
    RenderedPage("index.html", "首页", "<p>现在 2 人</p>"),
)


def project_copy(folder: Path, languages: Sequence[str] = ("zh",)) -> Path:
    """Copy what MkDocs reads, so that a test may change it.

    Args:
        folder: Not there yet, or without a project.
        languages: Chinese among them.
    """
    for language in languages:
        shutil.copytree(PROJECT / "docs" / language, folder / "docs" / language)
        shutil.copy(PROJECT / CONFIG_FILES[language], folder)
    shutil.copytree(PROJECT / "docs" / "overrides", folder / "docs" / "overrides")
    shutil.copy(PROJECT / "docs" / "glossary.yaml", folder / "docs")
    shutil.copytree(PROJECT / "sheets_schema", folder / "sheets_schema")
    (folder / "scripts").mkdir()
    shutil.copy(PROJECT / "scripts" / "mkdocs_hook.py", folder / "scripts")
    return folder


def built_copy(folder: Path, languages: Sequence[str] = ("zh",)) -> Path:
    """Copy the project with its hand-written pages as MkDocs builds them, as after a first build.

    MkDocs runs again only for a test that changes them: the program knows them by their content.

    Args:
        folder: Not there yet, or without a project.
        languages: Chinese among them.
    """
    built = folder_once(
        f"shells-{'-'.join(languages)}", lambda each: _shells_alone(each, languages)
    )
    project_copy(folder, languages)
    shutil.copytree(built, folder / ".build" / "shells")
    return folder


def _shells_alone(folder: Path, languages: Sequence[str]) -> None:
    with TemporaryDirectory() as work:
        project = project_copy(Path(work) / "project", languages)
        for language in languages:
            build_shells(language, project, languages=languages)
        shutil.copytree(project / ".build" / "shells", folder, dirs_exist_ok=True)


def small_project(folder: Path) -> Project:
    """Write a project of few pages: an article that Vietnamese lacks, and the real theme."""
    shutil.copytree(PROJECT / "docs" / "overrides", folder / "docs" / "overrides")
    for language, file in zip(SITE_LANGUAGES, ("", ".en", ".vi"), strict=True):
        pages = {f"{name}/index.md": EMPTY_LIST.format(name=name) for name in LIST_FOLDERS}
        pages |= {"index.md": '# 首页\n\n<div data-stamp="home"></div>\n'}
        pages |= {"editing/index.md": "# 填表", "about/privacy.md": "# 个人信息"}
        pages |= {"about/index.md": "# 关于", "about/reviews.md": REVIEWS}
        if language != "vi":
            pages |= {"guidance/index.md": "# 指南", "guidance/term.md": REVIEWED}
        for address, text in pages.items():
            path = folder / "docs" / language / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        config = yaml.safe_load((PROJECT / f"mkdocs{file}.yml").read_text("utf-8"))
        config["nav"] = list(pages)
        (folder / f"mkdocs{file}.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return Project(folder)
