"""Links from the pages of the register to hand-written pages, and what those are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

NO_PAGES: Mapping[str, str] = MappingProxyType({})


def policy_link(policy: str, elsewhere: Mapping[str, str] = NO_PAGES) -> str:
    """Give the link from a page one folder deep to a page of the guidance.

    Args:
        policy: Page and anchor, such as `guidance/mentors#how-many`.
        elsewhere: Page the language lacks → where it is read instead; the place on it is kept
            where it is the same page in another language.
    """
    page, _, anchor = policy.partition("#")
    found = elsewhere.get(page, page)
    return f"../{found}.html#{anchor}" if anchor and found.endswith(page) else f"../{found}.html"


def article_title(titles: Mapping[str, str], otherwise: str, policy: str) -> str:
    """Give the title of the article behind a rule.

    Args:
        titles: Article and section → what it is called.
        otherwise: What to say of an article whose title is not known.
        policy: Page and anchor, such as `guidance/mentors#how-many`.
    """
    return titles.get(policy.partition("#")[0], otherwise)


def policy_title(titles: Mapping[str, str], otherwise: str, policy: str) -> str:
    """Give the titles of the article behind a rule and of its section.

    Args:
        titles: Article and section → what it is called.
        otherwise: What to say of an article whose title is not known.
        policy: Page and anchor, such as `guidance/mentors#how-many`.
    """
    named = (article_title(titles, otherwise, policy), titles.get(policy, ""))
    return " · ".join(filter(None, named))


def form_links(
    titles: Mapping[str, str], heading: str, link: Callable[[str], str], forms: Sequence[str]
) -> Markup:
    """Write links to forms as a list that flows like text; one without a page is left out.

    Args:
        titles: Page → what it is called.
        heading: What stands above them.
        link: Gives the link to a hand-written page, as `policy_link` does.
        forms: Names of the pages of the forms.

    Returns:
        Blank where none of them has a page.
    """
    item = Markup('<li><a href="{}">{}</a></li>')
    pages = [page for form in forms if (page := f"forms/{form}") in titles]
    items = Markup().join(item.format(link(page), titles[page]) for page in pages)
    if not items:
        return Markup()
    section = Markup('<h2 id="forms">{}</h2>\n<ul class="hb-links">{}</ul>\n')
    return section.format(heading, items)
