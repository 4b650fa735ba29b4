"""Puts a finished site online with one atomic switch, and back: releases, archive, plain folder."""

from handbook.publishing.carrying import write_archive, write_pages
from handbook.publishing.drafts import declared
from handbook.publishing.kept_lists import compared_with, secrets_kept
from handbook.publishing.looking import problems_of
from handbook.publishing.refusals import BrokenSiteError, PublishError, RefusedSiteError
from handbook.publishing.releases import Contents, Release, load_contents, verify
from handbook.publishing.switching import Published, publish, rollback
from handbook.publishing.targets import Settings, load_settings

__all__ = [
    "BrokenSiteError",
    "Contents",
    "PublishError",
    "Published",
    "RefusedSiteError",
    "Release",
    "Settings",
    "compared_with",
    "declared",
    "load_contents",
    "load_settings",
    "problems_of",
    "publish",
    "rollback",
    "secrets_kept",
    "verify",
    "write_archive",
    "write_pages",
]
