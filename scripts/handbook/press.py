"""All languages of a site, made over those of the last build and looked over while written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from handbook.config import Project
from handbook.differences import Difference
from handbook.gate import GateProblem, check_site, record_problems
from handbook.gate_memory import Looked, Looker, are_clean
from handbook.language_sites import Maker
from handbook.languages import language_root
from handbook.pages.worked import work_out
from handbook.program import code_digest
from handbook.publishable import Publishable
from handbook.register_pages import RegisterPages
from handbook.secret_texts import NO_SECRETS, SecretTexts
from handbook.shared_words import together
from handbook.site_folder import SiteFolder
from handbook.stamping import LanguageSite, StampReport
from handbook.stamping_languages import folders_of, stamp_at_once, sweep_root
from handbook.texts import Texts

_SHAPING = ("*.html", "*.po")  # files of the package beside its code


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
        secrets: Callable[[], SecretTexts] = lambda: NO_SECRETS,
    ) -> None:
        """Take what all languages are made from.

        Args:
            project: Where the written pages stand.
            shells: Language → its built hand-written site.
            publishable: The register as the audience may see it.
            texts: Schema and messages.
            site: Where the finished site stands.
            difference: What changed since the last publication; None before the second.
            secrets: Gives the texts that must not stand in any of them.
        """
        self._secrets = secrets
        self._program = _program(project)
        self._maker = Maker(project, shells, publishable, texts, difference, self._program)
        self._shells = shells
        self._publishable = publishable
        self._site = site
        self._shape = self._maker.shape(self._program)
        self._lookers: dict[str, Looker] = {}

    def run(
        self, nested: Iterable[str] = (), beside: Callable[[], object] = lambda: None
    ) -> tuple[StampReport, list[Looked]]:
        """Make the site over that of the last build.

        Args:
            nested: Folders inside that are cleaned too although each was a site of its own.
            beside: What this process can get done where it has to wait for others.

        Returns:
            What was done, and what each language is like.

        Raises:
            ChildProcessError: A process failed; says where.
            ForeignFolderError: The folder of the site holds other files.
        """
        if not any(self._memory("files", language).is_file() for language in self._shells):
            work_out(self._publishable)  # every language will need all of it
        roots = [language_root(each) for each in self._shells]
        folders = folders_of(self._site, next(iter(self._shells.values())), roots, nested)
        pages = self._pages_over(folders)
        self._secrets()  # before the languages part, or each would wait for them
        makers = {
            language_root(each): partial(self._made_over, each, pages) for each in self._shells
        }

        def meanwhile() -> None:
            pages.hand_over()
            beside()

        report, looked = stamp_at_once(
            folders,
            makers,
            self._publishable.as_of,
            meanwhile if pages.are_awaited else None,
            finish=self._finish,
        )
        removed = report.removed + sweep_root(self._site, roots)
        return replace(report, removed=removed), looked

    def _pages_over(self, folders: Mapping[str, SiteFolder]) -> RegisterPages:
        by_language = {each: folders[language_root(each)] for each in self._shells}
        memory = self._memory("pages", together(self._shells))
        return self._maker.pages_over(self._maker.records, self._shape, memory, by_language)

    def _made_over(self, language: str, pages: RegisterPages, folder: SiteFolder) -> LanguageSite:
        memory = self._memory("gate", language)
        key = f"{self._program} {together(self._shells)}"  # the first is looked through for all
        self._lookers[language] = Looker(self._site, memory, key, self._secrets())
        folder.on_write = self._lookers[language].judge
        files, records = self._memory("files", language), self._maker.records
        return self._maker.site_over(language, records, self._shape, files, folder, pages)

    def _finish(self, folder: SiteFolder, part: LanguageSite) -> Looked:
        """Look over the site of a language that has been written."""
        looker = self._lookers[part.folder.rstrip("/") or "zh"]
        looker.judge_words(f"{part.folder}index.html", part.words.used)
        return looker.look(folder.digests)

    def problems(self, looked: Sequence[Looked]) -> list[GateProblem]:
        """Give every reason not to publish; all is read again only where there is one.

        Args:
            looked: What each language is like, from `run`.
        """
        folders = [language_root(each) for each in self._shells]
        addresses = frozenset[str]().union(*(each.addresses for each in looked))
        is_complete = not any(
            any(record_problems(addresses, self._publishable, folder)) for folder in folders
        )
        if is_complete and are_clean(looked, self._site):
            return []
        return check_site(self._site, self._publishable, folders, self._secrets())

    def _memory(self, kind: str, language: str) -> Path:
        name = blake2b(str(self._site.resolve()).encode(), digest_size=8).hexdigest()
        beside = next(iter(self._shells.values()))
        return beside.with_name(f"{kind}-{name}-{language}.kept")


def _program(project: Project) -> str:
    """Give a digest of the program, the schema and the messages."""
    digest = blake2b(f"{code_digest()} {version('jinja2')}".encode(), digest_size=16)
    package, schema = Path(__file__).parent, project.schema_folder
    for path in sorted(each for kind in _SHAPING for each in package.rglob(kind)):
        digest.update(path.read_bytes())
    for path in sorted((*schema.glob("*.yaml"), *schema.glob("messages/*"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()
