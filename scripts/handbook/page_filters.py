"""Text changed in every page MkDocs has built, just before it is written."""

from __future__ import annotations

from collections.abc import Callable

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin


class NoSettings(Config):  # type: ignore[no-untyped-call]
    """Nothing can be set."""


class PageFilter(BasePlugin[NoSettings]):  # type: ignore[no-untyped-call]
    """Changes every page, shells and pages without an article among them."""

    def __init__(self, change: Callable[[str], str]) -> None:
        """Take what changes a page.

        Args:
            change: Gives the page as it is to be written.
        """
        super().__init__()
        self._change = change

    def on_post_page(self, output: str, **_: object) -> str:
        """Change a hand-written page or a shell.

        Args:
            output: The page.
        """
        return self._change(output)

    def on_post_template(self, output_content: str, **_: object) -> str:
        """Change a page without an article, such as that of a wrong address.

        Args:
            output_content: The page.
        """
        return self._change(output_content)
