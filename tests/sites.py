"""Small sites for the tests: hand-made shells, and copies of the real hand-written pages."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from handbook.stamping import RenderedPage

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


LISTS = (
    RenderedPage("cadres/index.html", "干部", "<h1>干部</h1>"),
    RenderedPage("units/index.html", "单位", "<h1>单位</h1>"),
    RenderedPage("units/U-0001.html", "市发规局", "<h1>市发规局</h1>"),
    RenderedPage("index.html", "首页", "<p>现在 2 人</p>"),
)


def project_copy(folder: Path) -> Path:
    """Copy what MkDocs reads for Chinese, so that a test may change it."""
    shutil.copytree(PROJECT / "docs" / "zh", folder / "docs" / "zh")
    shutil.copytree(PROJECT / "docs" / "overrides", folder / "docs" / "overrides")
    shutil.copy(PROJECT / "docs" / "glossary.yaml", folder / "docs")
    shutil.copytree(PROJECT / "sheets_schema", folder / "sheets_schema")
    shutil.copy(PROJECT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "scripts").mkdir()
    shutil.copy(PROJECT / "scripts" / "mkdocs_hook.py", folder / "scripts")
    return folder
