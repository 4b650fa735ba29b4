"""The site of one language: what its pages are rendered from, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from handbook.articles import article_titles
from handbook.both_ends import FromBothEnds
from handbook.catalogue import CATALOGUE
from handbook.config import Project
from handbook.differences import Difference
from handbook.downloads import download_makers
from handbook.kept_parts import (
    MakeFiles,
    kept_or_made_files,
    kept_regions,
    kept_sections,
    kept_spellings,
)
from handbook.languages import elsewhere, language_root
from handbook.latest_changes import render_changes
from handbook.pages import Book, Entry, entries, open_book
from handbook.pages.leaves import Leaves, RegisterPrints, register_prints
from handbook.pages.names import phrase_spellings
from handbook.pages.reads import NoReads
from handbook.publishable import Publishable
from handbook.register_pages import Making, RegisterPages, page_digest
from handbook.rendering.directory_files import directory_files
from handbook.rendering.environment import make_environment, readers_text
from handbook.rendering.fragments import render_each
from handbook.rendering.kept_templates import KeptTemplates
from handbook.rendering.memory import PageMemory
from handbook.rendering.regions import render_regions
from handbook.rendering.shared_environment import make_shared_environment
from handbook.rendering.written_pages import NO_PAGES
from handbook.searching import search_files
from handbook.shared_words import Words, together
from handbook.site_folder import SiteFolder
from handbook.stamping import AnyPage, LanguageSite, Region, RenderedPage
from handbook.standing import (
    Standing,
    render_standing,
    standing_files,
    standing_of,
    unordered,
)
from handbook.texts import Texts

_AT_ONCE = 8  # records of which the pages are made together


def render_pages(
    publishable: Publishable,
    language: str,
    texts: Texts,
    elsewhere: Mapping[str, str] = NO_PAGES,
    titles: Mapping[str, str] = NO_PAGES,
) -> FromBothEnds[AnyPage]:
    """Render every register page of an audience, when it is taken.

    Args:
        publishable: The register as the audience may see it.
        language: Language of the pages.
        texts: Schema and messages.
        elsewhere: Hand-written page this language lacks → where it is read instead.
        titles: Article and section of the guidance → what it is called.
    """
    book = open_book(publishable, language, NoReads())
    environment = _environment(book, texts, elsewhere, titles)
    return FromBothEnds(_page_makers(book, environment), at_once=_AT_ONCE)


def _page_makers(book: Book, environment: Environment) -> list[Callable[[], Iterator[AnyPage]]]:
    """Give what makes the pages of the register, those of a record together."""

    def make(entry: Entry) -> Iterator[RenderedPage]:
        for page in render_each(entry.make(book), environment):
            yield RenderedPage(page.address, page.title, page.html)

    return [partial(make, entry) for entry in entries(book)]


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
    return Maker(project, shells, publishable, texts).site(language)


def _environment(
    book: Book,
    texts: Texts,
    elsewhere: Mapping[str, str],
    titles: Mapping[str, str],
    kept: KeptTemplates | None = None,
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
        kept,
    )


class Maker:
    """Gathers the sites of all languages from the same register and texts."""

    def __init__(
        self,
        project: Project,
        shells: Mapping[str, Path],
        publishable: Publishable,
        texts: Texts,
        difference: Difference | None = None,
        program: str = "",
    ) -> None:
        """Take what all languages are made from.

        Args:
            project: Where the written pages stand.
            shells: Language → its built hand-written site.
            publishable: The register as the audience may see it.
            texts: Schema and messages.
            difference: What changed since the last publication; None before the second.
            program: Digest of the program, the schema and the messages.
        """
        self._program = program
        self._project = project
        self._shells = shells
        self._publishable = publishable
        self._texts = texts
        self._difference = difference

    @cached_property
    def records(self) -> RegisterPrints:
        """What the records of the register say, in a few bytes each."""
        return register_prints(self._publishable)

    @cached_property
    def standing(self) -> Standing:
        """What the site is made from."""
        made_with = (self._program, *(each.name for each in self._shells.values()))
        docs = self._project.root / "docs"
        roots = unordered(self._publishable, self.records.roots)
        return standing_of(self._publishable, roots, docs, made_with)

    def site(self, language: str) -> LanguageSite:
        """Gather the whole site of a language.

        Args:
            language: zh, en or vi.
        """
        book = open_book(self._publishable, language, NoReads())
        environment = self._environment(book)
        makers = _page_makers(book, environment)
        makers += [partial(each, book, environment) for each in (self._told, self._regions)]
        return self._gathered(book, FromBothEnds(makers, at_once=_AT_ONCE))

    def pages_over(
        self,
        records: RegisterPrints,
        shape: str,
        memory: Path,
        folders: Mapping[str, SiteFolder],
    ) -> RegisterPages:
        """Make the pages of the register for all languages, but for those that would be the same.

        Args:
            records: What the records of the register say.
            shape: From `shape`.
            memory: Where it is kept between builds what pages were made from.
            folders: Language → its site of the last build.
        """
        languages = tuple(self._shells)
        book = open_book(self._publishable, together(languages))
        around = (f"{self._shells[each].name} {self._around(each)}" for each in languages)
        key = blake2b(" ".join((shape, *around)).encode()).hexdigest()

        def begin() -> Making:
            templates = KeptTemplates(memory.with_name(f"templates-{memory.name}"), key)
            digest = partial(page_digest, folders)
            remembered = PageMemory(memory, key, Leaves(book, records), digest)
            return Making(self._environment_of_all(languages, templates), remembered, templates)

        return RegisterPages(languages, memory.parent, book, begin)

    def _environment_of_all(self, languages: Sequence[str], kept: KeptTemplates) -> Environment:
        """Make the environment of pages in all languages together; of one, it is its own."""
        each = {language: open_book(self._publishable, language) for language in languages}
        if len(each) == 1:
            return self._environment(each[languages[0]], kept)
        return make_shared_environment(
            {language: self._environment(book) for language, book in each.items()},
            self._texts.messages,
            self._publishable.audience.visibility,
            self._texts.contact,
            kept,
        )

    def site_over(
        self,
        language: str,
        records: RegisterPrints,
        shape: str,
        memory: Path,
        folder: SiteFolder,
        register_pages: RegisterPages,
    ) -> LanguageSite:
        """Gather the site of a language, keeping what would be the same.

        Args:
            language: zh, en or vi.
            records: What the records of the register say.
            shape: From `shape`.
            memory: Where it is kept between builds what its files were made from.
            folder: The site of the last build.
            register_pages: From `pages_over`.
        """
        book, root = open_book(self._publishable, language), language_root(language)
        around = f"{shape} {self._shells[language].name} {self._around(language)}"
        key = blake2b(around.encode()).hexdigest()
        templates = KeptTemplates(memory.with_name(f"templates-{memory.name}"), key)
        environment = self._environment(book, templates)
        remembered = PageMemory(
            memory,
            key,
            Leaves(book, records),
            lambda address: folder.digest(root + address),
        )
        pages = chain(
            register_pages.of(language),
            self._told(book, environment),
            kept_regions(lambda: self._regions(book, environment), book, remembered),
        )
        sections = kept_sections(self._shells[language], self._program)
        part = self._gathered(book, pages, sections, remembered)

        def keep() -> None:
            remembered.keep()
            templates.keep()

        is_first = language == next(iter(self._shells))
        return replace(part, done=keep, words=Words(language), is_first=is_first)

    def shape(self, program: str) -> str:
        """Give a digest of all that shapes every page beside the records of the register.

        Args:
            program: Digest of the program, the schema and the messages.
        """
        publishable = self._publishable
        digest = blake2b(program.encode(), digest_size=16)
        links = sorted(publishable.sheet_links.items())
        is_sample = publishable.manifest.is_sample
        digest.update(repr((publishable.audience, publishable.as_of, links, is_sample)).encode())
        for key, table in publishable.tables.items():
            names = [field.name for field in table.fields]
            digest.update(repr((key, table.title, names)).encode())
        return digest.hexdigest()

    def _around(self, language: str) -> str:
        docs, readers = self._project.root / "docs", readers_text(self._publishable, language)
        missing = sorted(elsewhere(docs, language, self._shells).items())
        titles = sorted(article_titles(docs, language).items())
        return repr((language, self._texts.contact, self._texts.site_url, readers, missing, titles))

    def _environment(self, book: Book, kept: KeptTemplates | None = None) -> Environment:
        docs, language = self._project.root / "docs", book.index.language
        missing = elsewhere(docs, language, self._shells)
        return _environment(book, self._texts, missing, article_titles(docs, language), kept)

    def _gathered(
        self,
        book: Book,
        pages: Iterable[AnyPage],
        sections: bytes | None = None,
        memory: PageMemory | None = None,
    ) -> LanguageSite:
        language, texts = book.index.language, self._texts
        rules = [(entry.code, texts.messages.name(entry.code, language)) for entry in CATALOGUE]
        shells = self._shells[language]
        spelled = shells.with_name(f"spelled-{language}.kept")
        spell = partial(kept_spellings, spelled, self._program) if memory else phrase_spellings
        makers: Mapping[str, MakeFiles] = {
            "search": lambda: search_files(book.index.publishable, rules, shells, sections, spell),
            "directory": lambda: directory_files(book),
            **download_makers(book, texts.messages, with_names=texts.calendar_names),
        }
        standing = standing_files(
            self.standing, self._publishable, language, texts.stale_after_hours
        )
        extras = chain(kept_or_made_files(makers, book, memory), standing.items())
        return LanguageSite(language_root(language), shells, pages, extras)

    def _told(self, book: Book, environment: Environment) -> Iterator[RenderedPage]:
        """Render what tells of the publication itself; it is made again every time."""
        yield render_changes(self._difference, book, environment)
        hours = self._texts.stale_after_hours
        yield render_standing(self.standing, book, environment, hours)

    def _regions(self, book: Book, environment: Environment) -> Iterator[Region]:
        flows = self._texts.flows.get(book.index.language, ())
        for name, html in render_regions(book, environment, self._texts.schemes, flows):
            yield Region(name, html)
