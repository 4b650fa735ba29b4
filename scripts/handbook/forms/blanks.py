"""The blank .docx files that stand beside the pages of the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from handbook.forms.model import Form
from handbook.forms.word import word_bytes
from handbook.page_filters import NoSettings

FOLDER = "forms"
"""Of the pages of the forms, and of the files beside them."""


class BlankForms(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]
    """Puts a blank .docx file beside the page of every form, so that the page can link to it."""

    def __init__(self, forms: Callable[[], Mapping[str, Form]], language: str) -> None:
        """Remember where to get the forms.

        Args:
            forms: Gives them, slug → form; called when a site has pages of forms.
            language: Language of the site.
        """
        super().__init__()
        self._forms = forms
        self._language = language

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a file for every page of a form.

        Args:
            files: All files of the site.
            config: Of the build.
        """
        pages = {Path(file.src_uri).stem for file in files.documentation_pages() if _is_form(file)}
        forms = self._forms() if pages else {}
        for slug in forms.keys() & pages:
            content = word_bytes(forms[slug], self._language)
            files.append(File.generated(config, f"{FOLDER}/{slug}.docx", content=content))
        return files


def _is_form(file: File) -> bool:
    return Path(file.src_uri).parent.as_posix() == FOLDER
