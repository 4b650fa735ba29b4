"""Commands for `.venv/bin` that need not load the program: each begins as a copy of one that has.

Run as a program, it loads the modules of the commands and waits; whoever calls one of the two
commands it lays out gets a process of its own, with the caller's arguments, folder, variables and
files, and nothing in it that an earlier command did.
"""

from __future__ import annotations

import json
import os
import runpy
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = ("handbook", "python")
LOADED = ("building", "checking", "keeping", "sheets")
"""Modules of commands that are in memory when a command begins."""
_MOST = 1 << 20
_CALLER = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as program:
    program.connect({address!r})
    asked = {{"words": sys.argv, "folder": os.getcwd(), "variables": dict(os.environ)}}
    socket.send_fds(program, [json.dumps(asked).encode()], [0, 1, 2])
    sys.exit(int(program.recv(16)))
"""


@contextmanager
def loaded_program() -> Iterator[Path]:
    """Load the installed program once; give what stands for the `.venv` of a checkout."""
    with TemporaryDirectory() as folder:
        address = str(Path(folder) / "program")
        for name in NAMES:
            caller = Path(folder) / "bin" / name
            caller.parent.mkdir(exist_ok=True)
            caller.write_text(_CALLER.format(python=sys.executable, address=address))
            caller.chmod(0o755)
        command = [sys.executable, __file__, address]
        environment = {"PATH": os.environ["PATH"]}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            assert program.stdout.readline() == b"ready\n"
            try:
                yield Path(folder)
            finally:
                program.terminate()


def _answer_for_ever(address: str) -> None:
    for name in LOADED:
        import_module(f"handbook.cli.{name}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)  # noqa: T201
        while True:
            caller, _ = listening.accept()
            with caller:
                asked, files, _, _ = socket.recv_fds(caller, _MOST, 3)
                caller.send(str(_code_of(json.loads(asked), files, listening)).encode())


def _code_of(asked: Mapping[str, Any], files: list[int], listening: socket.socket) -> int:
    """Run a command in a process of its own; give its exit code."""
    child = os.fork()
    if child == 0:
        listening.close()
        os._exit(_run(asked, files))
    for each in files:
        os.close(each)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _run(asked: Mapping[str, Any], files: list[int]) -> int:
    for number, each in enumerate(files):
        os.dup2(each, number)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["variables"])
    name, *words = asked["words"]
    try:
        _call(Path(name).name, words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _call(name: str, words: list[str]) -> None:
    """Call what a command stands for: the program, or Python with a script of a checkout."""
    if name == "handbook":
        from handbook.cli import main

        main(words)
    else:
        sys.argv = words
        sys.path.insert(0, str(Path(words[0]).parent.resolve()))
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    _answer_for_ever(sys.argv[1])
