"""Fill the shells after a plain `mkdocs build` or `mkdocs serve`, with the demo register."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from handbook.building import check_source, language_site, load_texts
from handbook.config import find_project
from handbook.errors import HandbookError
from handbook.languages import language_of, language_root
from handbook.publishable import INTERNAL, make_publishable
from handbook.stamping import stamp


def stamp_after_mkdocs(config: MkDocsConfig) -> None:
    """Fill the shells of a plain `mkdocs build` or `mkdocs serve` with the demo register.

    `mkdocs serve` shows the folder it has just built, so that is filled in place; `mkdocs build`
    leaves the shells where they are and the finished site in `site/`, or in the folder of its
    language in there.

    Args:
        config: Of the finished MkDocs build.

    Raises:
        HandbookError: The demo register cannot be published.
    """
    project = find_project()
    texts = load_texts(project)
    checked = check_source(texts, project.demo_folder)
    if checked.stops:
        codes = ", ".join(finding.code for finding in checked.stops)
        raise StoppedError(codes)
    shells, language = Path(config.site_dir), language_of(config)
    is_build = shells.resolve().is_relative_to(project.build_folder.resolve())
    publishable = make_publishable(checked, INTERNAL)
    site = project.site_folder / language_root(language) if is_build else shells
    part = language_site(project, {language: shells}, language, publishable, texts)
    stamp(shells, site, part.pages, part.extras, publishable.as_of)


class StoppedError(HandbookError):
    """A plain MkDocs build met findings that stop publication.

    Attributes:
        codes: What was found.
    """

    def __init__(self, codes: str) -> None:
        """Build the sentence from the codes."""
        super().__init__(
            {
                "zh": f"登记表有必须先改的问题（{codes}），没有生成页面。请先运行 handbook check。",
                "vi": f"Sổ đăng ký có lỗi phải sửa trước ({codes}) nên chưa tạo trang. "
                "Hãy chạy handbook check.",
                "en": f"The register has findings that must be mended first ({codes}); "
                "no pages were made. Run handbook check.",
            }
        )
        self.codes = codes
