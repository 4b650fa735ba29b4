"""Render a large register with a second process: half the wait, the same bytes."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

from jinja2 import Environment

from handbook.forking import can_fork
from handbook.pages import Book, Entry
from handbook.rendering.fragments import RenderedEntry, render_entry

WORTH_SHARING = 4_000
"""Entries from which a second process saves more than it costs."""
_HELPERS_SHARE = 0.62  # of the entries, the first of which are small; this process stamps as well


def render_quickly(
    entries: Sequence[Entry], book: Book, environment: Environment
) -> Iterator[RenderedEntry]:
    """Render entries, with a helper process where that is worth it and safe.

    A process that is a helper itself has company enough.

    Args:
        entries: What to render.
        book: What all pages share.
        environment: Of the language of the book.
    """
    is_alone = multiprocessing.parent_process() is None and (os.cpu_count() or 1) > 1
    if len(entries) >= WORTH_SHARING and is_alone and can_fork():
        yield from render_shared(entries, book, environment)
    else:
        for entry in entries:
            yield render_entry(entry, book, environment)


def render_shared(
    entries: Sequence[Entry], book: Book, environment: Environment
) -> Iterator[RenderedEntry]:
    """Render entries in two processes.

    Args:
        entries: What to render.
        book: What all pages share.
        environment: Of the language of the book.

    Raises:
        ChildProcessError: The helper process died.
    """
    helpers = round(len(entries) * _HELPERS_SHARE)
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    helper = fork.Process(target=_help, args=(entries[:helpers], book, environment, sending))
    gc.freeze()  # the helper would copy every page of memory the collector marks
    try:
        helper.start()
        sending.close()
        for entry in entries[helpers:]:
            yield render_entry(entry, book, environment)
        yield from _received(receiving)
    except BaseException:
        helper.terminate()  # nobody waits for its pages any more
        raise
    finally:
        gc.unfreeze()
        receiving.close()
        helper.join()


def _help(
    entries: Sequence[Entry], book: Book, environment: Environment, sending: Connection
) -> None:
    gc.disable()
    sending.send([render_entry(entry, book, environment) for entry in entries])
    sending.close()


def _received(receiving: Connection) -> Iterator[RenderedEntry]:
    try:
        rendered: list[RenderedEntry] = receiving.recv()
    except EOFError as error:
        raise ChildProcessError("the helper process that renders pages died") from error
    yield from rendered
