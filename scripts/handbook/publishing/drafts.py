"""The copy of a site that is looked over and, if it is good, goes online."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from handbook.declaring import Declaration, load_declaration
from handbook.publishing.looking import look_over
from handbook.publishing.refusals import PublishError
from handbook.publishing.releases import MANIFEST_NAME, Contents, differences, plain_files
from handbook.secret_texts import NO_SECRETS, SecretTexts
from handbook.site_folder import MARKER

_NOTHING: Mapping[str, bytes] = MappingProxyType({})


def declared(site: Path) -> Declaration:
    """Read what a finished site says of itself.

    Args:
        site: Folder of the site.

    Raises:
        PublishError: It says nothing, so it is not finished.
    """
    declaration = load_declaration(site)
    if declaration is None:
        raise PublishError("no_site", site=site)
    return declaration


def draw_up(
    site: Path,
    draft: Path,
    extras: Mapping[str, bytes] = _NOTHING,
    secrets: SecretTexts = NO_SECRETS,
) -> Contents:
    """Copy a site and look the copy over.

    Args:
        site: Folder of the finished site.
        draft: Folder to write; does not exist.
        extras: Address → content of files to put beside those of the site.
        secrets: Texts that must not stand in it.

    Raises:
        PublishError: The site is not finished, is being built, or holds what is no plain file.
        BrokenSiteError: Something every site has is missing.
        RefusedSiteError: The gate refused it.
        OSError: The disk is full, or cannot be written to.
    """
    declaration = declared(site)
    began = _state(site)
    files = _copy(site, draft, extras)
    if _state(site) != began:
        raise PublishError("site_changed", site=site)
    contents = Contents(declaration.audience, declaration.as_of.isoformat(), files)
    (draft / MANIFEST_NAME).write_text(contents.text, encoding="utf-8", newline="")
    look_over(draft, declaration, secrets)
    for file in differences(draft, contents):
        raise OSError(f"{file} was not written as it should be")
    return contents


def _state(site: Path) -> tuple[int, int, int]:
    """Tell one build of a site from the next by the marker, which every build writes anew."""
    try:
        status = (site / MARKER).stat()
    except FileNotFoundError as error:
        raise PublishError("site_changed", site=site) from error
    return status.st_ino, status.st_size, status.st_mtime_ns


def _copy(site: Path, draft: Path, extras: Mapping[str, bytes]) -> dict[str, str]:
    """Copy all but the marker; give address → sha256."""
    digests: dict[str, str] = {}
    for address, path in sorted(plain_files(site)):
        if address != MARKER:
            digests[address] = _write(draft, address, _read(site, path))
    for address, content in extras.items():
        digests[address] = _write(draft, address, content)
    return digests


def _read(site: Path, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PublishError("site_changed", site=site) from error


def _write(draft: Path, address: str, content: bytes) -> str:
    path = draft / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
