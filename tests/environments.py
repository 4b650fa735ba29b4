"""Jinja environments with the messages of the project, each made once: compiling is what costs."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from handbook.findings import Visibility
from handbook.rendering.environment import make_environment
from small_workbooks import MESSAGES


def environment_of(
    language: str, limit: Visibility = Visibility.INTERNAL, site_url: str = ""
) -> Environment:
    """Give the environment of a language for readers of a class.

    Args:
        language: zh, vi or en.
        limit: Strictest class they may see.
        site_url: Address of the site in this language; blank for unknown.
    """
    return _made(language, limit, site_url)


@cache
def _made(language: str, limit: Visibility, site_url: str) -> Environment:
    return make_environment(language, MESSAGES, limit, site_url=site_url)
