"""Other tools at the same work: frictionless, MkDocs with Material, Hugo.

Each is given what suits it: frictionless a package of tables with only the fields that are there,
MkDocs and Hugo ready Markdown that they need only turn into pages, without the drawings of ours.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from bench.plain_markdown import to_markdown

_NO_LIMIT = 1_000_000
_JUDGED = ("name", "type", "format", "constraints", "trueValues", "falseValues")
_TITLE = re.compile(r"<title>[^<]*</title>")
_SHELL_BODY = re.compile(r'<h1 [^>]*>(?:(?!</h1>).)*</h1>\s*<div data-stamp="page"></div>', re.S)

_MKDOCS = """\
site_name: Register
docs_dir: docs
site_dir: site
use_directory_urls: false
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {omitted_files: ignore}
"""
_HUGO = {
    "baseURL": "/",
    "title": "Register",
    "publishDir": "site",
    "uglyURLs": True,
    "disablePathToLower": True,
    "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"],
}


def frictionless_package(folder: Path, schema_folder: Path) -> Any:
    """Describe the CSV files to frictionless by our own schema files.

    Args:
        folder: The CSV files, with field names as headers.
        schema_folder: Of the Table Schemas.
    """
    from frictionless import Package

    paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    package = Package()
    for sheet, path in paths.items():
        package.add_resource(_resource(sheet, path, schema_folder, paths))
    return package


def _resource(sheet: str, path: Path, schema_folder: Path, sheets: Iterable[str]) -> Any:
    from frictionless import Schema
    from frictionless.resources import TableResource

    with path.open(encoding="utf-8-sig") as file:
        headers = file.readline().strip().split(",")
    content = yaml.safe_load((schema_folder / f"{sheet}.yaml").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in content["fields"]}
    keys = [
        key
        for key in content.get("foreignKeys", ())
        if key["fields"] in headers and key["reference"]["resource"] in {"", *sheets}
    ]
    schema = {
        "fields": [
            {name: fields[header][name] for name in _JUDGED if name in fields[header]}
            for header in headers
        ],
        "primaryKey": content["primaryKey"],
        "foreignKeys": keys,
        "missingValues": content.get("missingValues", [""]),
    }
    return TableResource(
        name=sheet,
        path=path.name,
        basepath=str(path.parent),
        schema=Schema.from_descriptor(schema),
        encoding="utf-8-sig",
    )


def frictionless_errors(package: Any) -> int:
    """Validate everything and count the errors."""
    report = package.validate(limit_errors=_NO_LIMIT)
    return sum(len(task.errors) for task in report.tasks)


def write_mkdocs(pages: Iterable[Any], folder: Path) -> None:
    """Lay the pages out as a MkDocs project.

    Args:
        pages: As rendered by us.
        folder: Where to; removed first.
    """
    shutil.rmtree(folder, ignore_errors=True)
    rendered = list(pages)
    names = {page.address for page in rendered}
    for page in rendered:
        body = to_markdown(page.html, page.address, names, ".md")
        heading = "" if body.startswith("# ") else f"# {page.title}\n\n"
        _write(folder / "docs" / page.address.replace(".html", ".md"), heading + body)
    _write(folder / "mkdocs.yml", _MKDOCS)


def mkdocs_builder(folder: Path, site: Path) -> Callable[[], None]:
    """Give the function that reads the configuration and builds the site."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    return lambda: build(load_config(str(folder / "mkdocs.yml"), site_dir=str(site)))


def write_hugo(pages: Iterable[Any], folder: Path, shells: Path) -> None:
    """Lay the pages out as a Hugo project whose one template is our page shell.

    Args:
        pages: As rendered by us.
        folder: Where to; removed first.
        shells: Built hand-written pages.
    """
    shutil.rmtree(folder, ignore_errors=True)
    rendered = list(pages)
    names = {page.address for page in rendered}
    for page in rendered:
        body = to_markdown(page.html, page.address, names, ".html")
        head = json.dumps({"title": page.title}, ensure_ascii=False)
        address = re.sub(r"(^|/)index\.html$", r"\1_index.html", page.address)
        _write(folder / "content" / address.replace(".html", ".md"), f"{head}\n\n{body}")
    _write(folder / "config.json", json.dumps(_HUGO))
    template = _hugo_template((shells / "cadres" / "index.html").read_text(encoding="utf-8"))
    for name in ("index.html", "_default/single.html", "_default/list.html"):
        _write(folder / "layouts" / name, template)


def _hugo_template(shell: str) -> str:
    titled = _TITLE.sub("<title>{{ .Title }}</title>", shell, count=1)
    template, count = _SHELL_BODY.subn("{{ .Content }}", titled)
    if count != 1:
        raise ValueError("the shell of the cadres has another shape than expected")
    return template


def hugo_command(folder: Path, site: Path) -> list[str] | None:
    """Give the command that builds the site, or None where Hugo is not installed."""
    hugo = shutil.which("hugo")
    options = ["--source", str(folder), "--destination", str(site.resolve()), "--quiet"]
    return [hugo, *options] if hugo else None


def site_facts(site: Path) -> dict[str, int]:
    """Count the pages of a site and their bytes."""
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    return {"pages": len(sizes), "bytes": sum(sizes)}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
