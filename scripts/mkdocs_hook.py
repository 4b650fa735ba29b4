"""Let a plain `mkdocs build` or `mkdocs serve` fill the shells too; `handbook build` is faster."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from handbook.building import watched
from handbook.config import find_project
from handbook.languages import language_of, prepare
from handbook.plain_builds import stamp_after_mkdocs


def on_config(config: MkDocsConfig) -> None:
    """Add the glossary; one language alone has no other to switch to.

    Args:
        config: As loaded.
    """
    prepare(config, [language_of(config)])


def on_post_build(config: MkDocsConfig) -> None:
    """Stamp the site MkDocs has just built.

    Args:
        config: Of the finished build.
    """
    stamp_after_mkdocs(config)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
    """Build again when the demo register, a template or a message is saved, not only a page.

    Args:
        server: Not running yet.
        config: Of the finished build.
        builder: Of MkDocs.
    """
    del config, builder
    project = find_project()
    for path in watched(project, project.demo_folder):
        server.watch(str(path))
