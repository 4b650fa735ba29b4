"""The site of one language: what its pages are rendered from, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment

from handbook.articles import article_titles
from handbook.catalogue import CATALOGUE
from handbook.config import Project
from handbook.differences import Difference
from handbook.downloads import download_files
from handbook.gate import GateProblem, check_site, record_problems
from handbook.gate_memory import Looked, are_clean, look_over
from handbook.languages import elsewhere, language_root
from handbook.latest_changes import render_changes
from handbook.pages import Book, Entry, entries, open_book
from handbook.pages.leaves import RecordPrints, record_prints
from handbook.publishable import Publishable
from handbook.rendering.directory_files import directory_files
from handbook.rendering.environment import NO_PAGES, make_environment, readers_text
from handbook.rendering.fragments import RenderedEntry
from handbook.rendering.memory import PageMemory
from handbook.rendering.regions import render_regions
from handbook.rendering.sharing import render_quickly
from handbook.searching import page_sections, search_files
from handbook.site import LISTS
from handbook.site_folder import SiteFolder
from handbook.stamping import Kept, LanguageSite, Region, RenderedPage
from handbook.texts import Texts

_SHAPING = ("*.py", "*.html", "*.po")  # files of the package


def absent_lists(publishable: Publishable) -> tuple[str, ...]:
    """Give the lists an audience has none of: people, and what is open about them."""
    absent = {name for name in publishable.schema.tables if name not in publishable.tables}
    if "cadres" in absent:
        absent |= {"findings", "todo", "questions"}
    return tuple(name for name in LISTS if name in absent)


def render_pages(
    publishable: Publishable,
    language: str,
    texts: Texts,
    elsewhere: Mapping[str, str] = NO_PAGES,
    titles: Mapping[str, str] = NO_PAGES,
) -> Iterator[RenderedPage]:
    """Render every register page of an audience.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages.
        texts: Schema and messages.
        elsewhere: Hand-written page this language lacks → where it is read instead.
        titles: Article and section of the guidance → what it is called.
    """
    book = open_book(publishable, language)
    environment = _environment(book, texts, elsewhere, titles)
    for rendered in render_quickly(tuple(entries(book)), book, environment):
        yield from _rendered_pages(rendered)


def language_site(
    project: Project,
    shells: Mapping[str, Path],
    language: str,
    publishable: Publishable,
    texts: Texts,
) -> LanguageSite:
    """Gather what the site of one language is stamped from; pages are rendered when taken.

    Args:
        project: Where the written pages stand.
        shells: Language → its built hand-written site, for every language there will be.
        language: Language of this site.
        publishable: The register as the audience may see it.
        texts: Schema and messages.
    """
    return _Maker(project, shells, publishable, texts).site(language)


class Press:
    """Makes the sites of all languages over those of the last build, and looks them over."""

    def __init__(
        self,
        project: Project,
        shells: Mapping[str, Path],
        publishable: Publishable,
        texts: Texts,
        site: Path,
        difference: Difference | None = None,
    ) -> None:
        """Take what all languages are made from.

        Args:
            project: Where the written pages stand.
            shells: Language → its built hand-written site.
            publishable: The register as the audience may see it.
            texts: Schema and messages.
            site: Where the finished site stands.
            difference: What changed since the last publication; None before the second.
        """
        self._maker = _Maker(project, shells, publishable, texts, difference)
        self._shells = shells
        self._publishable = publishable
        self._site = site
        self._program = _program(project)
        self._shape = self._maker.shape(self._program)

    def makers(self) -> list[Callable[[SiteFolder], LanguageSite]]:
        """Give for each language what gathers its site, without pages that stand as they are."""
        records = record_prints(self._publishable)
        return [
            partial(
                self._maker.site_over,
                language,
                records,
                self._shape,
                self._memory("pages", language),
            )
            for language in self._shells
        ]

    def finish(self, folder: SiteFolder, part: LanguageSite) -> Looked:
        """Look over the site of a language that has been written.

        Args:
            folder: Holds its files.
            part: What it was made from.
        """
        language = part.folder.rstrip("/") or "zh"
        return look_over(self._site, folder.digests, self._memory("gate", language), self._program)

    def problems(self, looked: Sequence[Looked]) -> list[GateProblem]:
        """Give every reason not to publish; all is read again only where there is one.

        Args:
            looked: What `finish` gave for each language.
        """
        folders = [language_root(each) for each in self._shells]
        addresses = frozenset[str]().union(*(each.addresses for each in looked))
        is_complete = not any(
            any(record_problems(addresses, self._publishable, folder)) for folder in folders
        )
        if is_complete and are_clean(looked, self._site):
            return []
        return check_site(self._site, self._publishable, folders)

    def _memory(self, kind: str, language: str) -> Path:
        name = blake2b(str(self._site.resolve()).encode(), digest_size=8).hexdigest()
        return self._shells[language].with_name(f"{kind}-{name}-{language}.json")


def _kept_sections(shells: Path, key: str) -> bytes:
    """Give the sections of the written pages, which are read once for each build of them."""
    file = shells.with_name(f"sections-{shells.name}-{key}.json")
    if not file.is_file():
        for old in shells.parent.glob(f"sections-{shells.name.partition('-')[0]}-*"):
            old.unlink(missing_ok=True)
        file.write_bytes(page_sections(shells))
    return file.read_bytes()


def _program(project: Project) -> str:
    """Give a digest of the program, the schema and the messages."""
    digest = blake2b(version("jinja2").encode(), digest_size=16)
    package, schema = Path(__file__).parent, project.schema_folder
    for path in sorted(each for kind in _SHAPING for each in package.rglob(kind)):
        digest.update(path.read_bytes())
    for path in sorted((*schema.glob("*.yaml"), *schema.glob("messages/*"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _environment(
    book: Book, texts: Texts, elsewhere: Mapping[str, str], titles: Mapping[str, str]
) -> Environment:
    publishable, language = book.index.publishable, book.index.language
    return make_environment(
        language,
        texts.messages,
        publishable.audience.visibility,
        texts.contact,
        elsewhere,
        titles,
        readers_text(publishable, language),
        texts.site_url and texts.site_url + language_root(language),
    )


def _rendered_pages(rendered: RenderedEntry) -> Iterator[RenderedPage]:
    for fragment in rendered.fragments:
        yield RenderedPage(fragment.address, fragment.title, fragment.html)


class _Maker:
    """Gathers the sites of all languages from the same register and texts."""

    def __init__(
        self,
        project: Project,
        shells: Mapping[str, Path],
        publishable: Publishable,
        texts: Texts,
        difference: Difference | None = None,
    ) -> None:
        self._project = project
        self._shells = shells
        self._publishable = publishable
        self._texts = texts
        self._difference = difference

    def site(self, language: str) -> LanguageSite:
        """Gather the whole site of a language."""
        book = open_book(self._publishable, language)
        environment = self._environment(book)
        return self._gathered(book, self._all_pages(book, environment))

    def site_over(
        self, language: str, records: RecordPrints, shape: str, memory: Path, folder: SiteFolder
    ) -> LanguageSite:
        """Gather the site of a language, keeping the pages that would be the same."""
        book = open_book(self._publishable, language)
        environment = self._environment(book)
        key = f"{shape} {self._shells[language].name} {self._around(language)}"
        remembered = PageMemory(memory, blake2b(key.encode()).hexdigest(), book, records)
        pages = self._fresh_and_rendered(book, environment, remembered, folder)
        done = partial(self._keep, remembered, language)
        sections = _kept_sections(self._shells[language], shape)
        return self._gathered(book, pages, done, sections)

    def shape(self, program: str) -> str:
        """Give a digest of all that shapes every page beside the records of the register."""
        publishable = self._publishable
        digest = blake2b(program.encode(), digest_size=16)
        digest.update(repr((publishable.audience, publishable.as_of)).encode())
        for key, table in publishable.tables.items():
            names = [field.name for field in table.fields]
            digest.update(repr((key, table.title, names)).encode())
        return digest.hexdigest()

    def _around(self, language: str) -> str:
        docs, readers = self._project.root / "docs", readers_text(self._publishable, language)
        missing = sorted(elsewhere(docs, language, self._shells).items())
        titles = sorted(article_titles(docs, language).items())
        return repr((language, self._texts.contact, self._texts.site_url, readers, missing, titles))

    def _environment(self, book: Book) -> Environment:
        docs, language = self._project.root / "docs", book.index.language
        missing = elsewhere(docs, language, self._shells)
        return _environment(book, self._texts, missing, article_titles(docs, language))

    def _gathered(
        self,
        book: Book,
        pages: Iterator[RenderedPage | Kept | Region],
        done: Callable[[SiteFolder], None] = lambda _: None,
        sections: bytes | None = None,
    ) -> LanguageSite:
        language, texts = book.index.language, self._texts
        rules = [(entry.code, texts.messages.name(entry.code, language)) for entry in CATALOGUE]
        shells = self._shells[language]
        extras = {
            **search_files(self._publishable, rules, shells, sections),
            **directory_files(book),
            **download_files(book, texts.messages, with_names=texts.calendar_names),
        }
        return LanguageSite(language_root(language), shells, pages, extras, done)

    def _all_pages(
        self, book: Book, environment: Environment
    ) -> Iterator[RenderedPage | Kept | Region]:
        for rendered in render_quickly(tuple(entries(book)), book, environment):
            yield from _rendered_pages(rendered)
        yield render_changes(self._difference, book, environment)
        yield from self._regions(book, environment)

    def _fresh_and_rendered(
        self, book: Book, environment: Environment, memory: PageMemory, folder: SiteFolder
    ) -> Iterator[RenderedPage | Kept | Region]:
        root = language_root(book.index.language)
        stale: list[Entry] = []
        for entry in entries(book):
            kept = memory.fresh(entry.name, lambda address: folder.digest(root + address))
            if kept is None:
                stale.append(entry)
            else:
                yield from map(Kept, kept)
        for rendered in render_quickly(stale, book, environment):
            memory.note(rendered)
            yield from _rendered_pages(rendered)
        yield render_changes(self._difference, book, environment)
        yield from self._regions(book, environment)

    def _regions(self, book: Book, environment: Environment) -> Iterator[Region]:
        flows = self._texts.flows.get(book.index.language, ())
        for name, html in render_regions(book, environment, self._texts.schemes, flows):
            yield Region(name, html)

    @staticmethod
    def _keep(memory: PageMemory, language: str, folder: SiteFolder) -> None:
        root = language_root(language)
        memory.keep(lambda address: folder.digest(root + address))
