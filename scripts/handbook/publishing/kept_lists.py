"""What must not stand in a site: as its build kept it on this machine, or by a register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from handbook.building import check_source, load_texts, written_folders
from handbook.config import Project
from handbook.declaring import Declaration, declaration_of, mark_of
from handbook.hidden_texts import secrets_of
from handbook.publishable import AUDIENCES, make_publishable, unit_audience
from handbook.publishing.drafts import declared
from handbook.publishing.refusals import PublishError
from handbook.secret_texts import SecretTexts, list_of_site, load_secret_texts
from handbook.sources.names import Source


def secrets_kept(site: Path, projects: Iterable[Project]) -> SecretTexts:
    """Read the list of a site.

    Args:
        site: Folder of the finished site.
        projects: That may have built it; one the site stands in is looked at by itself.

    Raises:
        PublishError: The site is not finished, or no project has its list.
    """
    declared(site)
    around = map(Project, site.resolve().parents)
    for project in (*around, *projects):
        found = load_secret_texts(list_of_site(project.build_folder, site), mark_of(site))
        if found is not None:
            return found
    raise PublishError("no_list", site=site)


def compared_with(
    project: Project, site: Path, source: Source, as_of: date | None = None
) -> tuple[Declaration, SecretTexts]:
    """Say what a site should hold, and what it must not, by a register instead of by its build.

    Args:
        project: Where docs and schema stand.
        site: Folder of the finished site.
        source: Workbook file, CSV folder or spreadsheet.
        as_of: Day asked for; None takes that the site says.

    Raises:
        PublishError: The site is not finished.
        PullError: The source cannot be read.
    """
    said = declared(site)
    checked = check_source(load_texts(project), source, as_of or said.as_of)
    audience = AUDIENCES.get(said.audience) or unit_audience(said.audience.partition(":")[2])
    publishable = make_publishable(checked, audience)
    secrets = secrets_of(checked, publishable, written_folders(project))
    return declaration_of(publishable, said.languages), secrets
