"""From a view model to the HTML that is stamped into a shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from jinja2 import Environment

from handbook.pages import (
    BatchPage,
    Book,
    CadrePage,
    CodeFindingsPage,
    FindingsPage,
    HomePage,
    ListPage,
    Page,
    ProgrammePage,
    RuleListPage,
    RulePage,
    UnitPage,
    all_pages,
)
from handbook.rendering.environment import Site

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
    HomePage: "home.html",
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
    template = environment.get_template(_TEMPLATES[type(page)])
    return template.render(page=page, title=title_of(page, environment))


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
        case RuleListPage() | FindingsPage():
            title: str = environment.filters["t"](page.title)
            return title
        case ListPage():
            return f"{page.title} · {page.group}" if page.group else page.title
        case _:
            return page.title


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
        yield Fragment(page.address, title, render_page(page, environment))
