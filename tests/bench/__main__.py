"""Measure everything: `python -m bench`, with `tests` on the path; `make bench` does that."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from bench import report
from bench.measuring import Figure, Run, measure, run_once

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "en" / "about" / "benchmarks.md"
SCRATCH = PROJECT / ".build" / "bench"  # on the disk of the project, not in memory
RESULTS = SCRATCH / "results.json"
SIZES = (1_000, 3_000, 10_000)
RUNS = 3
OURS = (
    "startup",
    "pull",
    "check",
    "stamping",
    "rebuild",
    "rebuild_posting",
    "rebuild_all",
    "gate",
    "build",
    "reading",
    "loop",
    "ledger",
)
PEERS = ("loop_naive", "ledger_naive", "frictionless", "hugo", "mkdocs")
_LARGEST_ONLY = {"reading"}
_WITHOUT_PAGES = {
    "startup", "pull", "check", "loop", "loop_naive", "ledger", "ledger_naive", "frictionless",
}  # fmt: skip


def main() -> None:
    """Measure, print a table, and write the page unless only a part was asked for."""
    options = _options()
    _clean()  # of a run that was broken off
    try:
        _measure(options)
    finally:
        _clean()


def _measure(options: argparse.Namespace) -> None:
    if options.page_only:
        figures, about = _load()
    else:
        about = report.machine(PROJECT)
        figures = list(_measure_all(options.cadres, options.only, options.runs))
        _say("\n".join([*about, "", *report.body(figures)]))
        if options.only or options.cadres != list(SIZES):
            return
        _keep(figures, about)
    report.write_page(PAGE, figures, about)


def _clean() -> None:
    """Remove what was made; only at the end, because of what `work.untouched` says."""
    for path in SCRATCH.iterdir() if SCRATCH.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != RESULTS:
            path.unlink()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--cadres", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--only", nargs="+", choices=[*OURS, *PEERS], default=[])
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--page-only", action="store_true", help="write the last figures again")
    return parser.parse_args()


def _measure_all(sizes: Sequence[int], only: Sequence[str], runs: int) -> Iterator[Figure]:
    """Measure task by task, so that ours and those of others alternate at every size."""
    project = str(SCRATCH / "project")
    if not only or set(only) - _WITHOUT_PAGES:
        run_once("shells", cadres=0, project=project)
    for cadres in sizes:
        register = str(SCRATCH / f"register-{cadres}")
        places = {
            "folder": register,
            "site": str(SCRATCH / "site"),
            "project": project,
        }
        run_once("register", cadres=cadres, folder=register)
        mkdocs, hugo = str(SCRATCH / f"mkdocs-{cadres}"), str(SCRATCH / f"hugo-{cadres}")
        if not only or {"mkdocs", "hugo"} & set(only):
            run_once(
                "pages", cadres=cadres, folder=register, mkdocs=mkdocs, hugo=hugo, project=project
            )
        arguments = {
            "startup": {},
            "pull": {"folder": register},
            "check": {"folder": register},
            "frictionless": {"folder": register},
            "stamping": places,
            "hugo": {"folder": hugo},
            "mkdocs": {"folder": mkdocs},
            "rebuild": places,
            "rebuild_posting": places,
            "rebuild_all": places,
            "gate": places,
            "build": {"folder": register, "project": str(SCRATCH / "cold")},
            "reading": places,
            "loop": {"folder": register},
            "loop_naive": {"folder": register},
            "ledger": {"folder": register},
            "ledger_naive": {"folder": register},
        }
        for task, given in arguments.items():
            is_wanted = task in only if only else task not in _LARGEST_ONLY or cadres == max(sizes)
            if is_wanted:
                _say(f"{cadres:>6} cadres: {task}", to=sys.stderr)
                yield measure(task, cadres, runs, **given)


def _keep(figures: Sequence[Figure], about: Sequence[str]) -> None:
    content = {"about": list(about), "figures": [asdict(figure) for figure in figures]}
    RESULTS.write_text(json.dumps(content), encoding="utf-8")


def _load() -> tuple[list[Figure], list[str]]:
    content = json.loads(RESULTS.read_text(encoding="utf-8"))
    figures = [
        Figure(**{**each, "runs": tuple(Run(**run) for run in each["runs"])})
        for each in content["figures"]
    ]
    return figures, content["about"]


def _say(text: str, to: TextIO = sys.stdout) -> None:
    print(text, file=to, flush=True)


if __name__ == "__main__":
    main()
