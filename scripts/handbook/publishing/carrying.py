"""Sites that somebody else puts online: a plain folder for GitHub Pages, one file to carry."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from handbook.publishable import PUBLIC
from handbook.publishing.drafts import declared, draw_up
from handbook.publishing.durability import flush_folder, flush_tree
from handbook.publishing.locking import locked
from handbook.publishing.refusals import PublishError
from handbook.publishing.releases import (
    MANIFEST_NAME,
    Contents,
    differences,
    load_contents,
    plain_files,
)
from handbook.publishing.targets import admit, require_apart
from handbook.secret_texts import NO_SECRETS, SecretTexts

NO_JEKYLL = ".nojekyll"
"""Keeps GitHub Pages from leaving out files it takes for sources."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name; the same for every file
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def write_pages(site: Path, to: Path, secrets: SecretTexts = NO_SECRETS) -> Contents:
    """Write a public site as a plain folder to be uploaded to GitHub Pages.

    Args:
        site: Folder of the finished site.
        to: Folder to write; an earlier one of this kind is replaced, anything else is left alone.
        secrets: Texts that must not stand in it.

    Returns:
        What it holds.

    Raises:
        PublishError: The site is not public, or the folder holds other things.
        BrokenSiteError: Something every site has is missing.
        RefusedSiteError: The gate refused it.
        OSError: The disk is full, or cannot be written to.
    """
    declaration = declared(site)
    if declaration.audience != PUBLIC.name:
        raise PublishError("only_public", audience=declaration.audience)
    folder = to.resolve()
    require_apart(site, folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft, old = _beside(folder, "new"), _beside(folder, "old")
    with locked(folder.parent):
        _clear(draft, old)
        _require_ours(folder)
        try:
            contents = draw_up(site, draft, {NO_JEKYLL: b""}, secrets)
            flush_tree(draft)
            if folder.exists():
                folder.rename(old)
            draft.rename(folder)
            flush_folder(folder.parent)
        finally:
            _clear(draft, old)
    return contents


def write_archive(site: Path, file: Path, secrets: SecretTexts = NO_SECRETS) -> Contents:
    """Write a site as one zip file; the same site gives the same bytes.

    Args:
        site: Folder of the finished site.
        file: File to write; an earlier archive is replaced, anything else is left alone.
        secrets: Texts that must not stand in it.

    Returns:
        What it holds.

    Raises:
        PublishError: The folder of the file is open to others than the site is for, or the file
            is something else.
        BrokenSiteError: Something every site has is missing.
        RefusedSiteError: The gate refused it.
        OSError: The disk is full, or cannot be written to.
    """
    archive = file.resolve()
    require_apart(site, archive)
    archive.parent.mkdir(parents=True, exist_ok=True)
    draft, part = _beside(archive, "new"), _beside(archive, "part")
    with locked(archive.parent):
        admit(declared(site).audience, archive.parent)
        _require_archive(archive)
        _clear(draft, part)
        try:
            contents = draw_up(site, draft, secrets=secrets)
            _zip(draft, part)
            part.replace(archive)
            flush_folder(archive.parent)
        finally:
            _clear(draft, part)
    return contents


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")


def _clear(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)


def _require_ours(folder: Path) -> None:
    """See that a folder is missing, empty, or just as it was written."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    contents = load_contents(folder)
    if contents is None or NO_JEKYLL not in contents.files or any(differences(folder, contents)):
        raise PublishError("foreign", path=folder)


def _require_archive(file: Path) -> None:
    """See that a file is missing, or an archive of a site."""
    if not file.exists():
        return
    try:
        with ZipFile(file) as archive:
            archive.getinfo(MANIFEST_NAME)
    except (OSError, BadZipFile, KeyError) as error:
        raise PublishError("foreign", path=file) from error


def _zip(folder: Path, file: Path) -> None:
    with file.open("wb") as stream:
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            for address, path in sorted(plain_files(folder)):
                entry = ZipInfo(address, _EARLIEST)
                entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
                archive.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
        stream.flush()
        os.fsync(stream.fileno())
