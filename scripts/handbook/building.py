"""From a source to the finished site: pull, check, strip, render, stamp, look it over."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from handbook.catalogue import CATALOGUE
from handbook.checking import Checked, check_workbook
from handbook.config import Project, day_of, find_project
from handbook.errors import HandbookError
from handbook.findings import Finding
from handbook.gate import GateProblem, check_site
from handbook.history import (
    History,
    folder_of,
    keep_publication,
    load_history,
    publication_of,
)
from handbook.pages import open_book
from handbook.publishable import INTERNAL, Audience, Publishable, make_publishable
from handbook.rendering.environment import make_environment
from handbook.rendering.messages import Messages, load_messages
from handbook.rendering.sharing import render_quickly
from handbook.schema import Schema, load_schema
from handbook.searching import search_files
from handbook.site import LISTS, build_shells, settings
from handbook.sources import pull
from handbook.sources.names import Source, spreadsheet_id
from handbook.stamping import RenderedPage, StampReport, stamp
from handbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Request:
    """What to build.

    Attributes:
        source: Workbook file, CSV folder or spreadsheet.
        audience: Whom the site is for.
        language: Language of the site.
        as_of: Day asked for; None takes the source's or today.
        accepted_loss: Reason and person where records are meant to be gone; blank otherwise.
        history: Folder of published registers of all sources; None keeps and reads none.
        output: Folder of the finished site; None is the project's own.
    """

    source: Source
    audience: Audience = INTERNAL
    language: str = "zh"
    as_of: date | None = None
    accepted_loss: str = ""
    history: Path | None = None
    output: Path | None = None


@dataclass(frozen=True, eq=False)
class Built:
    """What a build did.

    Attributes:
        checked: Outcome of the check.
        report: Files written, unchanged and removed; None where the findings stopped the build.
        problems: Reasons of the gate; empty for a good site.
        site: Folder of the site.
    """

    site: Path
    checked: Checked
    report: StampReport | None
    problems: tuple[GateProblem, ...]


@dataclass(frozen=True, eq=False)
class Texts:
    """Schema and message files, read once.

    Attributes:
        schema: What the register consists of.
        messages: What findings say.
        contact: Mail address for mistakes, from `extra.contact` of mkdocs.yml; blank for none.
    """

    schema: Schema
    messages: Messages
    contact: str = ""


def load_texts(project: Project) -> Texts:
    """Read the schema and message files of a project.

    Raises:
        SchemaFileError: A file cannot be used.
    """
    folder = project.schema_folder
    contact = str(settings(project.root).get("contact", ""))
    return Texts(load_schema(folder), load_messages(folder / "messages"), contact)


def check_source(
    texts: Texts, source: Source, as_of: date | None = None, history: History | None = None
) -> Checked:
    """Pull a source and check it.

    Args:
        texts: Schema and messages.
        source: Workbook file, CSV folder or spreadsheet.
        as_of: Day asked for; None takes the source's or today.
        history: What was published before; None before the first time.

    Raises:
        PullError: The source cannot be read.
    """
    return check_pulled(texts, pull(source), as_of, history)


def check_pulled(
    texts: Texts, workbook: Workbook, as_of: date | None = None, history: History | None = None
) -> Checked:
    """Check a workbook that has been pulled.

    Args:
        texts: Schema and messages.
        workbook: As pulled.
        as_of: Day asked for; None takes the source's or today.
        history: What was published before; None before the first time.
    """
    published = history.ids() if history is not None else None
    return check_workbook(workbook, texts.schema, day_of(workbook.manifest, as_of), published)


def build_site(project: Project, request: Request, texts: Texts | None = None) -> Built:
    """Build the whole site of one language and audience, unless a finding stops it.

    Args:
        project: Where docs, schema and site stand.
        request: What to build.
        texts: Schema and messages, when they are at hand.

    Returns:
        What was done; with a report of None the last good site still stands.

    Raises:
        HandbookError: The source, a schema file or a hand-written page cannot be used.
    """
    with undisturbed():
        return _build(project, request, texts or load_texts(project))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector from walking through a register that is all in use.

    A build makes millions of objects without circles and lets go of them at its end; looking for
    circles meanwhile costs a fifth of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _build(project: Project, request: Request, texts: Texts) -> Built:
    site = request.output or project.site_folder
    workbook = pull(request.source)
    folder = history_folder(request, workbook)
    history = load_history(folder) if folder else History()
    checked = check_pulled(texts, workbook, request.as_of, history)
    if _blocking(checked, request):
        return Built(site, checked, None, ())
    publishable = make_publishable(checked, request.audience, history)
    shells = build_shells(request.language, project.root, absent_lists(publishable))
    report = _stamp(shells, site, publishable, request.language, texts)
    problems = tuple(check_site(site, publishable))
    if folder and not problems:
        publication = publication_of(
            checked.register, publishable.content_hash, request.accepted_loss
        )
        keep_publication(folder, publication)
    return Built(site, checked, report, problems)


def history_folder(request: Request, workbook: Workbook) -> Path | None:
    """Give the folder of a source's history; that of a spreadsheet goes with its pulled copies."""
    if request.history is None:
        return None
    manifest = workbook.manifest
    if manifest.version and (pulled := spreadsheet_id(manifest.source)):
        return folder_of(request.history, pulled)
    source = request.source.resolve() if isinstance(request.source, Path) else request.source
    return folder_of(request.history, str(source))


def _blocking(checked: Checked, request: Request) -> list[Finding]:
    """Give the findings that stop this build; an accepted loss stops nothing."""
    accepted = {"CNT501"} if request.accepted_loss else set()
    return [finding for finding in checked.stops if finding.code not in accepted]


def absent_lists(publishable: Publishable) -> tuple[str, ...]:
    """Give the lists an audience has none of: people, and what is open about them."""
    absent = {name for name in publishable.schema.tables if name not in publishable.tables}
    if "cadres" in absent:
        absent.add("findings")
    return tuple(name for name in LISTS if name in absent)


def render_pages(publishable: Publishable, language: str, texts: Texts) -> Iterator[RenderedPage]:
    """Render every register page of an audience.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages.
        texts: Schema and messages.
    """
    limit = publishable.audience.visibility
    environment = make_environment(language, texts.messages, limit, texts.contact)
    for fragment in render_quickly(open_book(publishable, language), environment):
        yield RenderedPage(fragment.address, fragment.title, fragment.html)


def _stamp(
    shells: Path, site: Path, publishable: Publishable, language: str, texts: Texts
) -> StampReport:
    rules = [(entry.code, texts.messages.name(entry.code, language)) for entry in CATALOGUE]
    extras = search_files(publishable, rules, shells)
    return stamp(shells, site, render_pages(publishable, language, texts), extras)


def stamp_after_mkdocs(config: MkDocsConfig) -> None:
    """Fill the shells of a plain `mkdocs build` or `mkdocs serve` with the demo register.

    `mkdocs serve` shows the folder it has just built, so that is filled in place; `mkdocs build`
    leaves the shells where they are and the finished site in `site/`.

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
    shells = Path(config.site_dir)
    is_build = shells.resolve().is_relative_to(project.build_folder.resolve())
    publishable = make_publishable(checked, INTERNAL)
    site = project.site_folder if is_build else shells
    _stamp(shells, site, publishable, "zh", texts)


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


def watched(project: Project, source: Path) -> list[Path]:
    """Give what a live site depends on: the source, pages, templates, schema and messages."""
    package = Path(__file__).parent
    docs = project.root / "docs"
    return [source, docs, project.schema_folder, package / "rendering", project.root / "mkdocs.yml"]


def rebuilder(
    project: Project, request: Request, told: Callable[[Built], None]
) -> Callable[[], None]:
    """Make the function a live server calls after every save.

    Args:
        project: Where everything stands.
        request: What to build.
        told: Is given the outcome of every build.
    """

    def build() -> None:
        told(build_site(project, request))

    return build
