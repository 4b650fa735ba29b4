"""The last look at a copy before anybody else sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

from handbook.declaring import Declaration
from handbook.findings import Visibility
from handbook.gate import GateProblem, check_site
from handbook.languages import language_root
from handbook.outgoing import has_placeholder
from handbook.publishable import PUBLIC, Audience, Publishable, PublishedTable
from handbook.publishing.refusals import BrokenSiteError, RefusedSiteError
from handbook.schema import Schema
from handbook.secret_texts import NO_SECRETS, SecretTexts
from handbook.workbook import Manifest

SEARCH_FILES = ("search/register.js", "search/pages.js")


def look_over(copy: Path, declaration: Declaration, secrets: SecretTexts = NO_SECRETS) -> None:
    """Open a few pages as a reader would, then read every byte.

    Args:
        copy: Folder of the copy.
        declaration: What the site says of itself.
        secrets: Texts that must not stand in it.

    Raises:
        BrokenSiteError: A page or file that every site has is missing or cut off.
        RefusedSiteError: The gate refuses it.
    """
    folders = [language_root(language) for language in declaration.languages]
    for folder in folders:
        for address in _sample(declaration):
            _open(copy, folder + address)
    if problems := problems_of(copy, declaration, secrets):
        raise RefusedSiteError(problems)


def problems_of(
    site: Path, declaration: Declaration, secrets: SecretTexts = NO_SECRETS
) -> list[GateProblem]:
    """Read every byte of a site, and give every reason not to publish it.

    Args:
        site: Folder of the site.
        declaration: What it says of itself.
        secrets: Texts that must not stand in it.
    """
    folders = [language_root(language) for language in declaration.languages]
    return check_site(site, _as_declared(declaration), folders, secrets)


def _sample(declaration: Declaration) -> Iterator[str]:
    """Give the home page, what the search reads, and of each kind its list and one page."""
    yield from ("index.html", *SEARCH_FILES)
    for folder, ids in declaration.records.items():
        yield f"{folder}/index.html"
        yield from (f"{folder}/{key}.html" for key in ids[:1])


def _open(copy: Path, address: str) -> None:
    try:
        content = (copy / address).read_bytes()
    except FileNotFoundError as error:
        raise BrokenSiteError(address) from error
    is_page = address.endswith(".html")
    is_whole = content.rstrip().endswith(b"</html>") if is_page else bool(content)
    if not is_whole or has_placeholder(address, content):
        raise BrokenSiteError(address)


def _as_declared(declaration: Declaration) -> Publishable:
    """Give a register of nothing but the ids a site has pages of; a public one has no people."""
    is_public = declaration.audience == PUBLIC.name
    records: Mapping[str, tuple[str, ...]] = {
        folder: ids
        for folder, ids in declaration.records.items()
        if not (is_public and folder == "cadres")
    }
    tables = {
        folder: PublishedTable(folder, folder, (), dict.fromkeys(ids, SimpleNamespace()), {}, {})
        for folder, ids in records.items()
    }
    audience = Audience(declaration.audience, Visibility.PUBLIC)
    manifest = Manifest("")
    return Publishable(audience, Schema(0, {}), declaration.as_of, manifest, "", tables, (), ())
