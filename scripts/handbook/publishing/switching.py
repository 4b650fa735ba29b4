"""From one release to the next, and back: readers see all of one or all of the other."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from handbook.publishing.drafts import declared, draw_up
from handbook.publishing.live import live_problem
from handbook.publishing.locking import PATIENCE_S, locked
from handbook.publishing.refusals import PublishError
from handbook.publishing.releases import Contents, Release, verify
from handbook.publishing.targets import Target, require_apart
from handbook.secret_texts import NO_SECRETS, SecretTexts


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see now.

    Attributes:
        release: The release.
        contents: What it holds.
        was_current: Whether they saw it before.
        forgotten: Releases that were removed, the oldest first.
    """

    release: Release
    contents: Contents
    was_current: bool = False
    forgotten: tuple[Release, ...] = ()


def publish(
    site: Path,
    to: Path,
    patience_s: float = PATIENCE_S,
    secrets: SecretTexts = NO_SECRETS,
) -> Published:
    """Copy a finished site into a new release, look it over, and let readers see it at once.

    A site that is online already makes no second release. Whatever fails, and whenever the
    program is killed, readers go on seeing the release of before, whole. What they see after the
    switch is read once as they read it; if it is not what it should be, they get the release of
    before again.

    Args:
        site: Folder of the finished site.
        to: Folder with the releases; made if missing.
        patience_s: How long to wait for another publisher, in seconds.
        secrets: Texts that must not stand in it.

    Raises:
        PublishError: Its readers are others than the site is for, or it cannot be switched.
        BrokenSiteError: Something every site has is missing.
        RefusedSiteError: The gate refused it.
        OSError: The disk is full, or cannot be written to.
    """
    require_apart(site, to)
    target = Target(to)
    target.admit(declared(site).audience)
    to.mkdir(parents=True, exist_ok=True)
    with locked(to, patience_s):
        target.prepare()
        try:
            contents = draw_up(site, target.draft, secrets=secrets)
            target.admit(contents.audience)
            return _put_online(target, contents)
        finally:
            shutil.rmtree(target.draft, ignore_errors=True)


def _put_online(target: Target, contents: Contents) -> Published:
    before = target.current
    release = _same(target, before, contents)
    if release is None:
        release = target.name_draft(contents.as_of, contents.digest)
    if release == before:
        return Published(release, contents, was_current=True)
    target.switch(release)
    if problem := live_problem(target, contents):
        target.switch_back(before, release)
        raise PublishError("not_as_it_should_be", target=target.folder, file=problem)
    return Published(release, contents, forgotten=target.forget_old())


def _same(target: Target, current: Release | None, contents: Contents) -> Release | None:
    """Give the release that holds the same, if it is online or newer, and undamaged."""
    first = current.number if current else 0
    for release in reversed(target.releases):
        if release.number >= first and release.digest == contents.digest:
            try:
                verify(release)
            except PublishError:
                return None
            return release
    return None


def rollback(to: Path, number: int | None = None, patience_s: float = PATIENCE_S) -> Published:
    """Let readers see an earlier release again, after looking whether it is as it was.

    Args:
        to: Folder with the releases.
        number: Of the release; None takes the one before that which is online.
        patience_s: How long to wait for another publisher, in seconds.

    Raises:
        PublishError: There is no such release, it is damaged, or the folder's readers are others.
        OSError: The folder cannot be written to.
    """
    target = Target(to)
    _chosen(target, number)
    with locked(to, patience_s):
        target.prepare()
        before, release = target.current, _chosen(target, number)
        contents = verify(release)
        target.admit(contents.audience)
        if release != before:
            target.switch(release)
    return Published(release, contents, was_current=release == before)


def _chosen(target: Target, number: int | None) -> Release:
    current, releases = target.current, target.releases
    if number is None:
        earlier = [each for each in releases if current is None or each.number < current.number]
        chosen = earlier[-1] if earlier else None
    else:
        chosen = next((each for each in releases if each.number == number), None)
    if chosen is None:
        known = ", ".join(f"{each.number} ({each.as_of})" for each in releases) or "–"
        raise PublishError("no_release", target=target.folder, known=known)
    return chosen
