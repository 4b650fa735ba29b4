"""From a source to the finished site: pull, check, strip, render, stamp, look it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from handbook.absent_lists import absent_lists, lists_withheld
from handbook.checking import Checked, check_workbook
from handbook.config import Project, day_of
from handbook.declaring import declaration_of, declare, mark_of
from handbook.findings import Finding
from handbook.forking import begun
from handbook.gate import GateProblem
from handbook.hidden_texts import secrets_of
from handbook.history import (
    History,
    Publication,
    folder_of,
    keep_publication,
    load_history,
    publication_of,
)
from handbook.language_sites import language_site, render_pages
from handbook.languages import CONFIG_FILES, language_root, site_languages
from handbook.latest_changes import latest_difference
from handbook.past import with_past
from handbook.press import Press
from handbook.publishable import (
    INTERNAL,
    Audience,
    Publishable,
    make_publishable,
    require_unit,
)
from handbook.rendering.translations import renew_words
from handbook.secret_texts import list_of_site, save_secret_texts
from handbook.site import build_all_shells, shells_begun
from handbook.sources import pull
from handbook.sources.names import Source, spreadsheet_id
from handbook.stamping import StampReport
from handbook.steps import open_counts
from handbook.texts import Texts, load_texts
from handbook.undisturbed import undisturbed
from handbook.workbook import Workbook

__all__ = [
    "Built",
    "Request",
    "Texts",
    "build_site",
    "check_pulled",
    "check_source",
    "history_folder",
    "language_site",
    "load_texts",
    "rebuilder",
    "render_pages",
    "undisturbed",
    "watched",
]


@dataclass(frozen=True, slots=True)
class Request:
    """What to build.

    Attributes:
        source: Workbook file, CSV folder or spreadsheet.
        audience: Whom the site is for.
        languages: Languages of the site; none means all it has pages in.
        as_of: Day asked for; None takes the source's or today.
        accepted_loss: Reason and person where records are meant to be gone; blank otherwise.
        history: Folder of published registers of all sources; None keeps and reads none.
        output: Folder of the finished site; None is the project's own.
    """

    source: Source
    audience: Audience = INTERNAL
    languages: tuple[str, ...] = ()
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
    """Build the whole site of one audience in all its languages, unless a finding stops it.

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


def _build(project: Project, request: Request, texts: Texts) -> Built:
    site = request.output or project.site_folder
    languages = _languages(project, request)
    with shells_begun(languages, project.root, lists_withheld(texts.schema, request.audience)):
        workbook = pull(request.source)
        folder = history_folder(request, workbook)
        history = load_history(folder) if folder else History()
        checked = check_pulled(texts, workbook, request.as_of, history)
        if _blocking(checked, request):
            return Built(site, checked, None, ())
        publishable = make_publishable(checked, request.audience, history)
        require_unit(publishable)
        publication = _publication(request, checked, publishable, history)
        publishable = with_past(
            publishable, checked, history, publication, is_kept=folder is not None
        )
        difference = latest_difference(checked, publishable, history, publication)
    secrets = begun(partial(secrets_of, checked, publishable, written_folders(project)))
    shells = build_all_shells(languages, project.root, absent_lists(publishable))
    press = Press(project, shells, publishable, texts, site, difference, secrets)
    report, looked = press.run(_FOLDERS, beside=lambda: folder and publication.packed)
    problems = tuple(press.problems(looked))
    if not problems:
        declare(site, declaration_of(publishable, languages))
        save_secret_texts(secrets(), list_of_site(project.build_folder, site), mark_of(site))
    if folder and not problems:
        keep_publication(folder, publication)
    return Built(site, checked, report, problems)


def _publication(
    request: Request, checked: Checked, publishable: Publishable, history: History
) -> Publication:
    accepted = "\n".join(filter(None, (request.accepted_loss, checked.accepted_loss)))
    kept = publication_of(
        checked.register, publishable.content_hash, accepted, checked.findings, history
    )
    return replace(kept, open=open_counts(checked))


_FOLDERS = tuple(filter(None, map(language_root, CONFIG_FILES)))
"""Folders of all languages but the one at the root; what an earlier build left there goes."""


def _languages(project: Project, request: Request) -> tuple[str, ...]:
    """Give the languages asked for in the order of the handbook; all it has where none is named."""
    known = site_languages(project.root)
    return tuple(each for each in known if each in request.languages) or known


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
    """Give the findings that stop this build; an accepted loss stops nothing.

    One that the sheet of waivers acknowledges is no finding any more.
    """
    accepted = {"CNT501"} if request.accepted_loss else set()
    return [finding for finding in checked.stops if finding.code not in accepted]


def written_folders(project: Project) -> list[Path]:
    """Give the folders of all that was written by hand: pages, schema, words of the interface."""
    return [project.root / "docs", project.schema_folder, Path(__file__).parent / "rendering"]


def watched(project: Project, source: Path) -> list[Path]:
    """Give what a live site depends on: the source, pages, templates, schema and messages."""
    package = Path(__file__).parent
    root = project.root
    configs = [root / file for file in CONFIG_FILES.values()]
    return [source, root / "docs", project.schema_folder, package / "rendering", *configs]


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
        renew_words()
        told(build_site(project, request))

    return build
