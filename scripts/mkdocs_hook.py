"""Let a plain `mkdocs build` or `mkdocs serve` fill the shells too; `handbook build` is faster."""

from mkdocs.config.defaults import MkDocsConfig

from handbook.building import stamp_after_mkdocs


def on_post_build(config: MkDocsConfig) -> None:
    """Stamp the site MkDocs has just built.

    Args:
        config: Of the finished build.
    """
    stamp_after_mkdocs(config)
