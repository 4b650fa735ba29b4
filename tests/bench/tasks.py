"""What is measured: `python -m bench.tasks NAME ARGUMENTS` does one task and says what it cost.

Only what stands inside `timed` counts; reading the register and cleaning up beforehand does not.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import ledgers, peers, work
from bench import reading as read
from bench.loop import Loop, filled_spreadsheet, naive, ours
from handbook.building import Texts
from handbook.checking import Checked
from served_sites import find_chromium

Facts = dict[str, Any]
SLOWEST_SHOWN = 15


@contextmanager
def timed(facts: Facts, beside: Callable[[], float] = lambda: 0.0) -> Iterator[None]:
    """Add to the facts what happens inside costs: wall and processor seconds, and those of others.

    Args:
        facts: Of the task.
        beside: Processor seconds so far of a process that takes part and goes on running.
    """
    os.sync()  # what earlier work left to be written must not be paid for here
    wall, processor, machine = time.perf_counter(), _processor_seconds(), _machine_seconds()
    helped = beside()
    yield
    facts["seconds"] = time.perf_counter() - wall
    facts["cpu_seconds"] = _processor_seconds() - processor + beside() - helped
    others = _machine_seconds() - machine - facts["cpu_seconds"]
    facts["others_seconds"] = max(0.0, others)


def _processor_seconds() -> float:
    """Give the seconds of this process and of those it has waited for."""
    return sum(os.times()[:4])


def _machine_seconds() -> float:
    """Give the seconds all processors of the machine were busy, or lent to other machines."""
    line = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0]
    user, nice, system, _idle, _waiting, *rest = map(int, line.split()[1:9])
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")


def register(cadres: int, folder: str) -> Facts:
    """Write a register of some size as a folder of CSV files."""
    facts: Facts = {}
    with timed(facts):
        work.write_register(cadres, Path(folder))
    return facts


def startup(cadres: int) -> Facts:
    """Start the program and read schema and messages."""
    facts: Facts = {"cadres": cadres}
    with timed(facts):
        _handbook("explain", "POL-R34")
    return facts


def _handbook(*arguments: str, folder: Path | None = None) -> None:
    command = [sys.executable, "-m", "handbook.cli", *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def pull(cadres: int, folder: str) -> Facts:
    """Read the CSV files."""
    facts: Facts = {"cadres": cadres}
    with timed(facts):
        workbook = work.pull(Path(folder))
    return facts | {
        "rows": sum(sheet.row_count - 1 for sheet in workbook.sheets),
        "cells": sum((sheet.row_count - 1) * sheet.column_count for sheet in workbook.sheets),
    }


def check(cadres: int, folder: str) -> Facts:
    """Check the pulled register: headers, cells, keys, references and all rules."""
    facts: Facts = {"cadres": cadres}
    workbook, texts = work.pull(Path(folder)), work.texts()
    with timed(facts):
        checked = work.check(workbook, texts)
    told = {finding.code for finding in checked.findings if finding.code.startswith("POL-")}
    return facts | {
        "findings": len(checked.findings),
        "rules": work.count_rules(),
        "rules_told": len(told),
        "slowest": work.time_rules(checked)[:SLOWEST_SHOWN],
    }


def shells(cadres: int, project: str) -> Facts:
    """Build the hand-written pages and the empty page shells."""
    facts: Facts = {"cadres": cadres}
    place = work.untouched(Path(project))
    work.fresh_project(place)
    with timed(facts):
        work.shells(place)
    return facts


def stamping(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Publish, render, stamp and index a checked register into an empty folder."""
    facts: Facts = {"cadres": cadres}
    texts, shells = work.texts(), work.shells(Path(project))
    checked = work.check(work.pull(Path(folder)), texts)
    place = work.untouched(Path(site))
    with timed(facts):
        stamped = work.stamp_site(checked, texts, shells, place)
    return facts | stamped.facts() | peers.site_facts(place)


def rebuild(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Bring the site of one language up to date after one cell of one cadre was edited."""
    return _rebuilt(cadres, folder, site, work.all_shells(Path(project), [work.LANGUAGE]))


def rebuild_posting(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Bring the site of one language up to date after the end of one posting was moved."""
    shells = work.all_shells(Path(project), [work.LANGUAGE])
    return _rebuilt(cadres, folder, site, shells, "postings")


def rebuild_all(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Bring the sites of all languages up to date after the same edit."""
    return _rebuilt(cadres, folder, site, work.all_shells(Path(project)))


def _rebuilt(
    cadres: int, folder: str, site: str, shells: Mapping[str, Path], title: str = "cadres"
) -> Facts:
    facts: Facts = {"cadres": cadres}
    texts, workbook = work.texts(), work.pull(Path(folder))
    place = work.untouched(Path(site))
    fork = multiprocessing.get_context("fork")  # what the first build leaves in memory is not ours
    first = fork.Process(
        target=lambda: work.press_site(work.check(workbook, texts), texts, shells, place)
    )
    first.start()
    first.join()
    if first.exitcode:
        raise RuntimeError("the first build failed")
    checked = work.check(work.edited(workbook, title), texts)
    with timed(facts):
        stamped = work.press_site(checked, texts, shells, place)
    return facts | stamped.facts()


def gate(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Look a stamped site over, every byte of it."""
    facts: Facts = {"cadres": cadres}
    texts, shells = work.texts(), work.shells(Path(project))
    checked = work.check(work.pull(Path(folder)), texts)
    place = work.untouched(Path(site))
    stamped = work.stamp_site(checked, texts, shells, place)
    secrets = work.secrets(checked, stamped.publishable)
    with timed(facts):
        problems = work.check_site(place, stamped.publishable, secrets=secrets)
    return facts | {"problems": len(problems)}


def build(cadres: int, folder: str, project: str) -> Facts:
    """Run `handbook build` in three languages where nothing has been built before."""
    facts: Facts = {"cadres": cadres}
    place = work.untouched(Path(project))
    work.fresh_project(place)
    options = ["--source", folder, "--output", "site", "--history", "history"]
    with timed(facts):
        _handbook("build", *options, folder=place)
    return facts


def reading(cadres: int, folder: str, site: str, project: str) -> Facts:
    """Search, filter and open pages of a site in a browser; what took so long is told apart."""
    facts: Facts = {"cadres": cadres}
    chromium = find_chromium()
    if chromium is None:
        return {"missing": "no Chromium on this machine"}
    texts, shells = work.texts(), work.all_shells(Path(project), [work.LANGUAGE])
    checked = work.check(work.pull(Path(folder)), texts)
    place = work.untouched(Path(site))
    work.press_site(checked, texts, shells, place)
    with timed(facts):
        told = read.read_as_readers_do(place, chromium)
    facts["others_seconds"] = 0.0  # the browser's own processes would count as others'
    return facts | told


def loop(cadres: int, folder: str) -> Facts:
    """Answer an edit in a spreadsheet whose other findings have been answered before."""
    texts = work.texts()
    with filled_spreadsheet(work.pull(Path(folder)), texts) as book:
        ours(book, texts)
        return _answered_edit(book, ours, texts, cadres)


def loop_naive(cadres: int, folder: str) -> Facts:
    """Answer an edit with gspread alone, one sheet and one note at a time."""
    texts = work.texts()
    with filled_spreadsheet(work.pull(Path(folder)), texts) as book:
        return _answered_edit(book, naive, texts, cadres)


def _answered_edit(
    book: Loop, answer: Callable[[Loop, Texts], Checked], texts: Texts, cadres: int
) -> Facts:
    facts: Facts = {"cadres": cadres}
    book.edit()
    reads, writes, helped = book.access.reads, book.access.writes, book.server_seconds()
    with timed(facts, beside=book.server_seconds):
        checked = answer(book, texts)
    facts["server_seconds"] = book.server_seconds() - helped
    facts |= {"reads": book.access.reads - reads, "writes": book.access.writes - writes}
    if not book.is_answered():
        raise RuntimeError("the slip has no answer at its cell")
    # The stand-in holds the whole spreadsheet; its memory is not the program's.
    facts["peak_kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return facts | book.shares | {"findings": len(checked.findings)}


def ledger(cadres: int, folder: str) -> Facts:
    """Read a flat ledger of as many lines into a register with drop-downs."""
    facts: Facts = {"cadres": cadres}
    texts, source = work.texts(), Path(f"{folder}-ledger.xlsx")
    ledgers.write_ledger(cadres, source)
    with timed(facts):
        rows = ledgers.import_to_register(source, texts.schema, Path(f"{folder}-register.xlsx"))
    return facts | {"rows": rows}


def ledger_naive(cadres: int, folder: str) -> Facts:
    """Take the lines of a flat ledger over with openpyxl, cell by cell."""
    facts: Facts = {"cadres": cadres}
    source = Path(f"{folder}-ledger.xlsx")
    ledgers.write_ledger(cadres, source)
    with timed(facts):
        rows = ledgers.copy_with_openpyxl(source, Path(f"{folder}-copied.xlsx"))
    return facts | {"rows": rows}


def frictionless(cadres: int, folder: str) -> Facts:
    """Let frictionless validate the same files against the same schema files."""
    facts: Facts = {"cadres": cadres}
    package = peers.frictionless_package(Path(folder), work.SCHEMA_FOLDER)
    with timed(facts):
        errors = peers.frictionless_errors(package)
    return facts | {"findings": errors}


def pages(cadres: int, folder: str, mkdocs: str, hugo: str, project: str) -> Facts:
    """Write the register's pages as Markdown for other generators."""
    facts: Facts = {"cadres": cadres}
    texts = work.texts()
    publishable = work.publishable(work.check(work.pull(Path(folder)), texts))
    with timed(facts):
        rendered = list(work.render_pages(publishable, "zh", texts))
        peers.write_mkdocs(rendered, Path(mkdocs))
        peers.write_hugo(rendered, Path(hugo), work.shells(Path(project)))
    return facts | {"pages": len(rendered)}


def mkdocs(cadres: int, folder: str) -> Facts:
    """Let plain MkDocs with Material build the pages."""
    facts: Facts = {"cadres": cadres}
    place = work.untouched(Path(folder) / "site")
    build_all = peers.mkdocs_builder(Path(folder), place)
    with timed(facts):
        build_all()
    return facts | peers.site_facts(place)


def hugo(cadres: int, folder: str) -> Facts:
    """Let Hugo build the pages."""
    facts: Facts = {"cadres": cadres}
    place = work.untouched(Path(folder) / "site")
    command = peers.hugo_command(Path(folder), place)
    if command is None:
        return {"missing": "Hugo is not installed"}
    with timed(facts):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return facts | peers.site_facts(place)


TASKS: dict[str, Callable[..., Facts]] = {
    task.__name__: task
    for task in (
        register, startup, pull, check, shells, stamping, rebuild, rebuild_posting, rebuild_all,
        gate, build, reading, loop, loop_naive, ledger, ledger_naive,
        frictionless, pages, mkdocs, hugo,
    )
}  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))) + "\n")
