"""Render a large register with a second process: half the wait, the same bytes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

from jinja2 import Environment

from handbook.pages import Book, cadre_pages, other_pages
from handbook.rendering.fragments import Fragment, render_all, render_each

WORTH_SHARING = 2_000
"""Cadres from which a second process saves more than it costs."""
_HELPERS_SHARE = 0.62  # of the cadres; this process has the other pages and the stamping to do


def render_quickly(book: Book, environment: Environment) -> Iterator[Fragment]:
    """Render every register page, with a helper process where that is worth it and safe.

    A process can only be forked where the system knows how and no other thread is running.

    Args:
        book: What all pages share.
        environment: Of the language of the book.
    """
    cadres = len(book.index.keys("cadres"))
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    if can_fork and cadres >= WORTH_SHARING and (os.cpu_count() or 1) > 1:
        return render_shared(book, environment)
    return render_all(book, environment)


def render_shared(book: Book, environment: Environment) -> Iterator[Fragment]:
    """Render every register page in two processes.

    Args:
        book: What all pages share.
        environment: Of the language of the book.

    Raises:
        ChildProcessError: The helper process died.
    """
    own = round(len(book.index.keys("cadres")) * (1 - _HELPERS_SHARE))
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    helper = fork.Process(target=_help, args=(book, environment, slice(own, None), sending))
    gc.freeze()  # the helper would copy every page of memory the collector marks
    try:
        helper.start()
        sending.close()
        yield from render_each(cadre_pages(book, slice(own)), environment)
        yield from render_each(other_pages(book), environment)
        yield from _received(receiving)
    finally:
        gc.unfreeze()
        receiving.close()
        helper.join()


def _help(book: Book, environment: Environment, part: slice, sending: Connection) -> None:
    gc.disable()
    fragments = render_each(cadre_pages(book, part), environment)
    sending.send([(each.address, each.title, each.html) for each in fragments])
    sending.close()


def _received(receiving: Connection) -> Iterator[Fragment]:
    try:
        fragments = receiving.recv()
    except EOFError as error:
        raise ChildProcessError("the helper process that renders pages died") from error
    for address, title, html in fragments:
        yield Fragment(address, title, html)
