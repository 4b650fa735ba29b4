"""From a view model to the HTML that is stamped into a shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jinja2 import Environment
from jinja2.runtime import Context

from handbook.pages import (
    ArchivePage,
    BatchPage,
    Book,
    CadrePage,
    CodeFindingsPage,
    DatesPage,
    Entry,
    FindingsPage,
    HomePage,
    ListPage,
    MonthPage,
    Page,
    ProgrammePage,
    PublicationPage,
    QuestionPage,
    QuestionsPage,
    RuleListPage,
    RulePage,
    TodoIndexPage,
    TodoPage,
    TreePage,
    UnitPage,
    YearPage,
    all_pages,
)
from handbook.pages.reads import Read, coarsened
from handbook.rendering.environment import Site
from handbook.rendering.translations import fill_words

_TEMPLATES: Mapping[type, str] = {
    CadrePage: "cadre.html",
    UnitPage: "unit.html",
    ProgrammePage: "programme.html",
    BatchPage: "batch.html",
    RulePage: "rule.html",
    ListPage: "list.html",
    RuleListPage: "rules.html",
    FindingsPage: "findings.html",
    CodeFindingsPage: "code_findings.html",
    TodoIndexPage: "todo_index.html",
    TodoPage: "todo.html",
    ArchivePage: "archive.html",
    DatesPage: "dates.html",
    MonthPage: "month.html",
    TreePage: "tree.html",
    QuestionsPage: "questions.html",
    QuestionPage: "question.html",
    HomePage: "home.html",
    PublicationPage: "publication.html",
    YearPage: "publications.html",
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """One page, ready to be stamped.

    Attributes:
        address: From the root of the site.
        title: Text for the title of the page; blank for the home page, which has its own.
        html: HTML that starts with its `<h1>`; on the home page a region without one.
    """

    address: str
    title: str
    html: str


def render_page(page: Page, environment: Environment) -> str:
    """Give the HTML of one page; same page, same bytes.

    Args:
        page: The view model.
        environment: Of the language of the page.
    """
    return _render(page, title_of(page, environment), environment)


def _render(page: Page, title: str, environment: Environment) -> str:
    """Do what `Template.render` does, without putting all globals together for every page."""
    template = environment.get_template(_TEMPLATES[type(page)])
    seen = {**environment.globals, "page": page, "title": title}
    context = Context(environment, seen, template.name, template.blocks)
    try:
        return "".join(template.root_render_func(context))
    except Exception:
        return environment.handle_exception()


def title_of(page: Page, environment: Environment) -> str:
    """Give the title of a page in its language.

    Args:
        page: The view model; of rules and lists it holds a code or a word of the interface.
        environment: Of the language of the page.
    """
    match page:
        case RulePage() | CodeFindingsPage():
            site = cast("Site", environment.globals["site"])
            return f"{page.title} {site.name(page.title)}"
        case RuleListPage() | FindingsPage() | TodoIndexPage() | QuestionsPage():
            title: str = environment.filters["t"](page.title)
            return title
        case QuestionPage():
            return cast("Site", environment.globals["site"]).words["questions"][page.title]
        case PublicationPage() | YearPage():
            return fill_words(_language(environment), "{day}发布的变化", day=page.title)
        case TodoPage():
            site = cast("Site", environment.globals["site"])
            name = page.title or site.words["parties"][page.party]
            return fill_words(site.language, "{name}的待办", name=name)
        case ListPage() | TreePage() | ArchivePage() | DatesPage() | MonthPage():
            return " · ".join(filter(None, (page.title, *_parts_of_title(page, environment))))
        case _:
            return page.title


def _language(environment: Environment) -> str:
    return cast("Site", environment.globals["site"]).language


def _parts_of_title(
    page: ListPage | TreePage | ArchivePage | DatesPage | MonthPage, environment: Environment
) -> tuple[str, ...]:
    words = cast("Site", environment.globals["site"]).words
    match page:
        case ListPage():
            is_other = page.view not in {"", "level"}
            return (words["views"][page.view] if is_other else "", page.group)
        case TreePage():
            return (words["views"]["tree"],)
        case ArchivePage():
            return (words["postings"].get(page.group, page.group),)
        case DatesPage():
            return (words["postings"]["dates"],)
        case MonthPage():
            return (f"{page.first:%Y-%m}",)


def render_all(book: Book, environment: Environment) -> Iterator[Fragment]:
    """Render every register page of an audience, one after the other.

    Args:
        book: What all pages share.
        environment: Of the language of the book.
    """
    yield from render_each(all_pages(book), environment)


def render_each(pages: Iterable[Page], environment: Environment) -> Iterator[Fragment]:
    """Render pages one after the other.

    Args:
        pages: View models.
        environment: Of their language.
    """
    for page in pages:
        title = title_of(page, environment)
        yield Fragment(page.address, title, _render(page, title, environment))


@dataclass(frozen=True, slots=True)
class RenderedEntry:
    """Pages that are made together, rendered.

    Attributes:
        name: Of the entry.
        fragments: Its pages.
        reads: All that was read of the register to make them.
    """

    name: str
    fragments: tuple[Fragment, ...]
    reads: frozenset[Read]


def render_entry(entry: Entry, book: Book, environment: Environment) -> RenderedEntry:
    """Render what is made together.

    Args:
        entry: What to make.
        book: What all pages share.
        environment: Of the language of the book.
    """
    with book.index.reads.gathered() as reads:
        fragments = tuple(render_each(entry.make(book), environment))
    return RenderedEntry(entry.name, fragments, coarsened(reads))
