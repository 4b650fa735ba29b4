"""The Jinja environment of pages that are made once for several languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from jinja2 import BytecodeCache, Environment
from markupsafe import Markup, escape

from handbook.findings import Visibility
from handbook.rendering.environment import Site, make_environment
from handbook.rendering.messages import Messages
from handbook.shared_words import html_in_each, in_each, together

_OF_ONE_LANGUAGE = ("forms", "page_code", "policy_link", "policy_title", "article_title")
"""Filters that need to know which hand-written pages a language has, and where its site stands."""


def make_shared_environment(
    each: Mapping[str, Environment],
    messages: Messages,
    limit: Visibility = Visibility.INTERNAL,
    contact: str = "",
    kept: BytecodeCache | None = None,
) -> Environment:
    """Make the environment for pages that are made once for several languages.

    Args:
        each: Language → its own environment.
        messages: Texts of the findings.
        limit: Strictest class the audience may see.
        contact: Mail address for mistakes; blank for none.
        kept: Templates compiled before for an environment made from the same.
    """
    language = together(each)
    sites = {name: cast("Site", one.globals["site"]) for name, one in each.items()}
    readers = in_each(language, lambda one: sites[one].readers)
    environment = make_environment(language, messages, limit, contact, readers=readers, kept=kept)

    def of_one(name: str, *values: object) -> Markup:
        html = html_in_each(language, lambda one: str(escape(each[one].filters[name](*values))))
        return Markup(html)  # noqa: S704 - escaped for each language

    environment.filters.update({name: partial(of_one, name) for name in _OF_ONE_LANGUAGE})
    return environment
