"""The languages of the handbook: where each stands in the site, and how one leads to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from handbook.content_policy import with_policy
from handbook.forms import load_forms
from handbook.forms.blanks import BlankForms
from handbook.forms.html import FormExtension
from handbook.glossary import GlossaryExtension, load_glossary
from handbook.page_filters import PageFilter
from handbook.schema import load_schema
from handbook.sheet_list import SheetsExtension
from handbook.short_pages import shortened_page
from handbook.written_tables import TablesExtension

CONFIG_FILES: Mapping[str, str] = {
    "zh": "mkdocs.yml",
    "en": "mkdocs.en.yml",
    "vi": "mkdocs.vi.yml",
}
"""Language → its MkDocs configuration; Chinese first, the others inherit from it."""
NAMES: Mapping[str, str] = {"zh": "中文", "en": "English", "vi": "Tiếng Việt"}
"""Language → what its own readers call it."""
TAGS: Mapping[str, str] = {"zh": "zh-Hans", "en": "en", "vi": "vi"}
"""Language → its name in the attribute `lang`."""


def site_languages(project: Path) -> tuple[str, ...]:
    """Give the languages a project has a configuration for.

    Args:
        project: Folder of `mkdocs.yml`.
    """
    return tuple(each for each, file in CONFIG_FILES.items() if (project / file).is_file())


def language_root(language: str) -> str:
    """Give the folder of a language in the site: blank for Chinese, `en/`, `vi/`.

    Args:
        language: zh, en or vi.
    """
    return "" if language == "zh" else f"{language}/"


def path_between(language: str, other: str) -> str:
    """Give the way from the root of one language's site to that of another.

    Args:
        language: Where one is.
        other: Where one goes.
    """
    return ("../" if language_root(language) else "") + language_root(other)


def language_of(config: MkDocsConfig) -> str:
    """Give the language a MkDocs configuration is for, by the name of its folder of pages."""
    return Path(config.docs_dir).name


def written_pages(docs: Path, language: str) -> frozenset[str]:
    """Give the addresses of the hand-written pages of a language.

    Args:
        docs: Folder of all languages.
        language: zh, en or vi.
    """
    folder = docs / language
    return frozenset(
        path.relative_to(folder).with_suffix(".html").as_posix() for path in folder.rglob("*.md")
    )


def elsewhere(docs: Path, language: str, languages: Collection[str]) -> dict[str, str]:
    """Give the pages that Chinese has and a language lacks, and where they are read instead.

    Args:
        docs: Folder of all languages.
        language: zh, en or vi.
        languages: Those that are built.

    Returns:
        Page without its ending → where it is read, from the root of the language's site: the
        Chinese page, or the index of its folder where Chinese is not built.
    """
    missing = written_pages(docs, "zh") - written_pages(docs, language)
    prefix = path_between(language, "zh") if "zh" in languages else ""
    return {
        page.removesuffix(".html"): prefix + page.removesuffix(".html")
        if prefix
        else str(PurePosixPath(page).parent / "index")
        for page in missing
    }


def prepare(config: MkDocsConfig, languages: Collection[str]) -> None:
    """Tell MkDocs about the other languages, the glossary, the forms and the policy of pages.

    Args:
        config: As loaded; changed in place.
        languages: All languages of the handbook, in their order.
    """
    own, docs = language_of(config), Path(config.docs_dir).parent
    config.extra["languages"] = [_switch(docs, own, each) for each in languages]
    glossary = docs / "glossary.yaml"
    if glossary.is_file():
        extension = GlossaryExtension(load_glossary(glossary), own)
        # MkDocs passes on what Python-Markdown takes, which is more than names.
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]
    folder = docs.parent / "sheets_schema"
    schema = cache(lambda: load_schema(folder))  # read when a page first needs it
    forms = cache(lambda: load_forms(folder / "forms", schema()))
    config.markdown_extensions.append(FormExtension(forms, own))  # type: ignore[arg-type]
    config.plugins["forms"] = BlankForms(forms, own)
    config.plugins["short_pages"] = PageFilter(shortened_page)
    config.plugins["content_policy"] = PageFilter(with_policy)
    config.markdown_extensions.append(SheetsExtension(schema, own))  # type: ignore[arg-type]
    config.markdown_extensions.append(TablesExtension())  # type: ignore[arg-type]


def _switch(docs: Path, own: str, other: str) -> dict[str, Any]:
    """Give what the template of the language switch asks for."""
    return {
        "name": NAMES[other],
        "tag": TAGS[other],
        "is_own": other == own,
        "path": path_between(own, other),
        "pages": written_pages(docs, other),
    }
