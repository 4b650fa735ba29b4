"""Publishing when the disk refuses: at every write in turn readers get all of the old or the new.

A child of this process publishes; the operating system's refusal is injected where Python asks it
(an audit hook), and where it writes (a limit on the size of files, one short of each file's own).
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from handbook.publishing import PublishError, publish, verify
from handbook.publishing.targets import KEPT, Target
from test_publishing import finished, make_site, make_target, names, seen

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGING = frozenset({"os.mkdir", "os.rename", "os.symlink", "os.link", "os.truncate"})


def refusing(folder: Path, count: int, error: int) -> None:
    """Let every call of this process that changes something in a folder fail from one on."""
    left = count

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        is_write = event in CHANGING or (event == "open" and bool(arguments[2] & WRITING))
        if not is_write or not any(str(each).startswith(str(folder)) for each in arguments[:2]):
            return
        left -= 1
        if left < 0:
            raise OSError(error, os.strerror(error))

    sys.addaudithook(hook)


def limited(size: int) -> None:
    """Let this process write no file over so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def published_in_child(site: Path, to: Path, prepare: Callable[[], None]) -> bool:
    """Publish in a child after something has been prepared in it; say whether it could."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            prepare()
            publish(site, to)
            code = 0
        except (OSError, PublishError):
            code = 1
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, 1}
    return code == 0


def sees_one_of(to: Path, whole: list[dict[str, str]]) -> bool:
    """Say whether readers see all of one site; nothing at all before the first."""
    current = Target(to).current
    if current is None:
        return {} in whole
    verify(current)
    online = seen(to)
    return any(online.items() >= each.items() for each in whole if each)


@pytest.mark.parametrize("is_first", [True, False], ids=["the first release", "a later one"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_readers_notice_nothing_of_a_refused_write(
    error: int, is_first: bool, tmp_path: Path
) -> None:
    old, new, to = (*(make_site(tmp_path, text) for text in ("正文", "别的")),
                    make_target(tmp_path / "www"))  # fmt: skip
    if not is_first:
        publish(old, to)
    before = {} if is_first else finished(old)
    faults = 0
    while not published_in_child(new, to, partial(refusing, to, faults, error)):
        assert sees_one_of(to, [before, finished(new)])
        faults += 1
    assert faults > 20
    assert sees_one_of(to, [finished(new)])
    assert names(to) == {"current", "releases"}
    assert len(Target(to).releases) <= KEPT


def test_readers_notice_nothing_of_a_file_cut_off(tmp_path: Path) -> None:
    old, new, to = (*(make_site(tmp_path, text) for text in ("正文", "别的")),
                    make_target(tmp_path / "www"))  # fmt: skip
    publish(old, to)
    sizes = sorted({each.stat().st_size for each in new.rglob("*") if each.is_file()})
    for size in sizes:
        assert not published_in_child(new, to, partial(limited, max(0, size - 1)))
        assert sees_one_of(to, [finished(old)])
    assert len(sizes) > 5
    assert publish(new, to).release.number == 2
