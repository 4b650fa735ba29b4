"""The blank .docx files that stand beside the pages of the forms."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from handbook.forms.loading import load_forms
from handbook.forms.word import word_bytes
from handbook.page_filters import NoSettings
from handbook.schema import load_schema

FOLDER = "forms"
"""Of the pages of the forms, and of the files beside them."""


class BlankForms(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]
    """Puts a blank .docx file beside the page of every form, so that the page can link to it."""

    def __init__(self, schema_folder: Path, language: str) -> None:
        """Remember where the forms are; they are read when a site has pages of forms.

        Args:
            schema_folder: `sheets_schema/`.
            language: Language of the site.
        """
        super().__init__()
        self._folder = schema_folder
        self._language = language

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a file for every page of a form.

        Args:
            files: All files of the site.
            config: Of the build.
        """
        pages = {Path(file.src_uri).stem for file in files.documentation_pages() if _is_form(file)}
        forms = load_forms(self._folder / FOLDER, load_schema(self._folder)) if pages else {}
        for slug in forms.keys() & pages:
            content = word_bytes(forms[slug], self._language)
            files.append(File.generated(config, f"{FOLDER}/{slug}.docx", content=content))
        return files


def _is_form(file: File) -> bool:
    return Path(file.src_uri).parent.as_posix() == FOLDER
