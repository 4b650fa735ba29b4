"""The folder a site is published to: what it says about its readers, and what stands in it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from handbook.publishable import PUBLIC
from handbook.publishing.durability import flush_folder, flush_tree
from handbook.publishing.refusals import PublishError
from handbook.publishing.releases import Release, load_contents, releases_in

SETTINGS_NAME = "handbook-target.yaml"
CURRENT = "current"
"""Name of the link that leads to the release readers see."""
KEPT = 5
"""Releases that stay, the one readers see among them."""

_RELEASES = "releases"
_NEXT_LINK = ".current-next"
_DRAFT = ".draft"
_GOING = ".going-"  # in front of the name of a release that is being removed
_ACCESS = ("open", "login")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a folder says about whoever reads what is published to it.

    Attributes:
        asks_to_sign_in: Whether only people who signed in can read it.
        audience: Name of the one audience it is for; blank where it does not say.
    """

    asks_to_sign_in: bool = False
    audience: str = ""


def load_settings(folder: Path) -> Settings:
    """Read what a folder says; silent, it is open to everybody.

    Args:
        folder: To be published to, or in which an archive is to be written.

    Raises:
        PublishError: It says something that cannot be understood.
    """
    file = folder / SETTINGS_NAME
    try:
        content = yaml.safe_load(file.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PublishError("bad_settings", file=file) from error
    if not isinstance(content, dict) or not content.keys() <= {"access", "audience"}:
        raise PublishError("bad_settings", file=file)
    access, audience = content.get("access", _ACCESS[0]), content.get("audience", "")
    if access not in _ACCESS or not isinstance(audience, str):
        raise PublishError("bad_settings", file=file)
    return Settings(access == "login", audience)


def admit(audience: str, folder: Path, current_audience: str = "") -> None:
    """See that the readers of a folder are those a site was made for.

    Args:
        audience: Name of the audience of the site.
        folder: Where it is to go.
        current_audience: Of the site that is there; blank where there is none.

    Raises:
        PublishError: They are not, or might not be.
    """
    settings = load_settings(folder)
    if audience != PUBLIC.name and not settings.asks_to_sign_in:
        raise PublishError("no_login", audience=audience, target=folder, settings=SETTINGS_NAME)
    wanted = settings.audience or current_audience
    if wanted and wanted != audience:
        raise PublishError(
            "other_audience",
            audience=audience, target=folder, wanted=wanted, settings=SETTINGS_NAME,
        )  # fmt: skip


def require_apart(site: Path, target: Path) -> None:
    """See that a site and where it goes do not stand one inside the other.

    Args:
        site: Folder of the finished site.
        target: Where it goes.

    Raises:
        PublishError: They do.
    """
    here, there = site.resolve(), target.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise PublishError("inside", site=site, target=target)


class Target:
    """A folder with releases and a link to the one that readers see.

    Everything but reading wants the lock of the folder.

    Attributes:
        folder: The folder.
        draft: Where the next release is written before it has a name.
    """

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet.

        Args:
            folder: The folder.
        """
        self.folder = folder
        self._releases = folder / _RELEASES
        self.draft = self._releases / _DRAFT

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release that is whole, the oldest first."""
        return releases_in(self._releases)

    @property
    def current(self) -> Release | None:
        """The release readers see; None before the first."""
        try:
            name = (self.folder / CURRENT).readlink().name
        except OSError:
            return None
        return next((each for each in self.releases if each.name == name), None)

    def admit(self, audience: str) -> None:
        """See that its readers are those a site was made for.

        Args:
            audience: Name of the audience of the site.

        Raises:
            PublishError: They are not, or might not be.
        """
        contents = load_contents(self.current.folder) if self.current else None
        admit(audience, self.folder, contents.audience if contents else "")

    def prepare(self) -> None:
        """Make its folders, see that it can be switched, and clear away what was left over.

        Raises:
            PublishError: It knows no links, or `current` is none.
        """
        self._releases.mkdir(exist_ok=True)
        for left in (self.draft, *self._releases.glob(f"{_GOING}*")):
            shutil.rmtree(left, ignore_errors=True)
        current = self.folder / CURRENT
        if current.exists() and not current.is_symlink():
            raise PublishError("foreign", path=current)
        try:
            self._link_next(_RELEASES)
        except OSError as error:
            raise PublishError("no_links", target=self.folder) from error
        (self.folder / _NEXT_LINK).unlink()

    def name_draft(self, as_of: str, digest: str) -> Release:
        """Make a release of the draft, under the next number; nobody sees it yet.

        Args:
            as_of: ISO day the register spoke about.
            digest: Of its contents.
        """
        number = max((each.number for each in self.releases), default=0) + 1
        release = Release(number, as_of, digest, self._releases)
        flush_tree(self.draft)
        self.draft.rename(release.folder)
        flush_folder(self._releases)
        return release

    def switch(self, release: Release) -> None:
        """Let readers see a release from now on, all of it at once.

        Args:
            release: One of this folder that is whole.
        """
        self._link_next(f"{_RELEASES}/{release.name}")
        (self.folder / _NEXT_LINK).replace(self.folder / CURRENT)
        flush_folder(self.folder)

    def switch_back(self, before: Release | None, bad: Release) -> None:
        """Let readers see what they saw before a release that cannot be read, and remove that.

        Args:
            before: What they saw; None where there was nothing yet.
            bad: The release.
        """
        if before is None:
            (self.folder / CURRENT).unlink()
            flush_folder(self.folder)
        else:
            self.switch(before)
        self._forget(bad)

    def forget_old(self) -> tuple[Release, ...]:
        """Remove all releases but the last few; what cannot be removed is left for another time.

        Returns:
            Those removed, the oldest first.
        """
        current = self.current
        others = [each for each in self.releases if each != current]
        old = others[: max(0, len(others) - (KEPT - 1))]
        for release in old:
            self._forget(release)
        return tuple(old)

    def _forget(self, release: Release) -> None:
        going = self._releases / f"{_GOING}{release.name}"
        release.folder.rename(going)  # half a release must not look like a whole one
        shutil.rmtree(going, ignore_errors=True)

    def _link_next(self, to: str) -> None:
        link = self.folder / _NEXT_LINK
        link.unlink(missing_ok=True)
        os.symlink(to, link, target_is_directory=True)  # noqa: PTH211
