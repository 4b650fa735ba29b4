"""The figures in words: a table on the terminal, and the page `docs/en/about/benchmarks.md`."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.chart import growth_svg
from bench.measuring import Figure

START, END = "<!-- figures: start -->", "<!-- figures: end -->"
_LIBRARIES = ("pandas", "numpy", "jinja2", "mkdocs", "mkdocs-material", "frictionless")
_VIRTUAL = frozenset({"tmpfs", "ramfs"})

_NAMES = {
    "startup": "start-up: load the program, schema and messages",
    "pull": "read the CSV files",
    "check": "**check**: cells, keys, references, all rules",
    "frictionless": "frictionless, the same files and schema files",
    "stamping": "**stamping**: publish, render, stamp, search index",
    "hugo": "Hugo, the same pages as Markdown",
    "mkdocs": "MkDocs with Material, the same pages as Markdown",
    "rebuild": "**one edited row**: one language brought up to date, gate included",
    "rebuild_posting": "the same, where the end of one posting was moved",
    "rebuild_all": "the first, all three languages",
    "gate": "gate: read the whole site, every byte",
    "build": "whole `handbook build`, three languages, cold, hand-written pages included",
    "loop": "**the loop**: an edit in the sheet, its answer in the sheet",
    "loop_naive": "the loop with gspread alone, sheet by sheet and note by note",
    "ledger": "**import**: a flat ledger of as many lines into a register with drop-downs",
    "ledger_naive": "the same lines copied with openpyxl, nothing split, matched or checked",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure at 10,000 cadres must not pass.

    Attributes:
        text: As the page says it.
        is_met: Whether it is; None where one figure alone does not say.
    """

    text: str
    is_met: Callable[[Figure], bool] | None = None


TARGETS = {
    "check": Target("≤ 2 s, ≤ 400 MB", lambda each: each.seconds <= 2 and each.peak_mb <= 400),
    "stamping": Target(
        "≤ 5 s, search ≤ 300 KB",
        lambda each: each.seconds <= 5 and each.facts["search_kb"] <= 300,
    ),
    "rebuild": Target("≤ 1.5 s", lambda each: each.seconds <= 1.5),
    "gate": Target("≤ 15 s", lambda each: each.seconds <= 15),
    "build": Target("≤ 25 s", lambda each: each.seconds <= 25),
    "loop": Target("≤ 3 s", lambda each: each.seconds <= 3),
}
TARGET_SIZE = 10_000
CHART = "growth.svg"
_OURS = {
    "frictionless": "check",
    "hugo": "stamping",
    "mkdocs": "stamping",
    "loop_naive": "loop",
    "ledger_naive": "ledger",
}


def machine(scratch: Path) -> list[str]:
    """Describe the machine without naming it.

    Args:
        scratch: Where the sites are written.
    """
    hugo = shutil.which("hugo")
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    if hugo:
        said = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
        versions.append(f"Hugo {said.split()[1].split('+')[0].lstrip('v')}")
    kind = _file_system(scratch.resolve())
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return [
        f"- {cores} cores ({_cpu_model()}), {_memory_gb():.0f} GB of memory, {system}.",
        f"- Sites are written to {kind}{' (memory, not a disk)' if kind in _VIRTUAL else ''}.",
        f"- Python {platform.python_version()}, {', '.join(versions)}.",
    ]


def _cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _file_system(folder: Path) -> str:
    """Give the kind of the file system a folder stands on, such as ext4."""
    mounts = [
        line.split()[1:3] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    ]
    above = [(len(place), kind) for place, kind in mounts if folder.is_relative_to(place)]
    return max(above)[1]


def table(figures: Sequence[Figure]) -> list[str]:
    """Lay the figures out as a Markdown table.

    Args:
        figures: In the order of the page.
    """
    lines = [
        "| work | cadres | seconds | median | processor s | peak MB | target | ratio |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    lines.extend(_line(figure, figures) for figure in figures if figure.task in _NAMES)
    return lines


def _line(figure: Figure, figures: Sequence[Figure]) -> str:
    name = _NAMES[figure.task]
    if not figure.runs:
        return f"| {name} | {figure.cadres:,} | – | – | – | – |  | {figure.gave_up} |"
    mark = " †" if figure.is_disturbed else ""
    return (
        f"| {name} | {figure.cadres:,} | {figure.seconds:.2f}{mark} | {figure.median_seconds:.2f} "
        f"| {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} | {_verdict(figure)} "
        f"| {_ratio(figure, figures)} |"
    )


def _verdict(figure: Figure) -> str:
    target = TARGETS.get(figure.task)
    if target is None or figure.cadres != TARGET_SIZE:
        return ""
    if target.is_met is None:
        return target.text
    return f"{target.text}: {'met' if target.is_met(figure) else '**missed**'}"


def _ratio(figure: Figure, figures: Sequence[Figure]) -> str:
    ours = _find(figures, _OURS.get(figure.task, ""), figure.cadres)
    if ours is None or not ours.runs:
        return ""
    if figure.is_disturbed or ours.is_disturbed:
        return f"{figure.cpu_seconds / ours.cpu_seconds:.1f} × our processor seconds"
    return f"{figure.seconds / ours.seconds:.1f} × ours"


def _find(figures: Sequence[Figure], task: str, cadres: int) -> Figure | None:
    return next((each for each in figures if (each.task, each.cadres) == (task, cadres)), None)


def notes(figures: Sequence[Figure]) -> Iterator[str]:
    """Say what stands beside the times: sizes and growth.

    Args:
        figures: All.
    """
    smallest = min(figure.cadres for figure in figures)
    largest = max(figure.cadres for figure in figures)
    read, stamped = _find(figures, "pull", largest), _find(figures, "stamping", largest)
    if read and read.runs:
        yield (
            f"- The register of {largest:,} cadres has {read.facts['rows']:,} rows and "
            f"{read.facts['cells']:,} cells in all sheets."
        )
    ours, theirs = _find(figures, "check", largest), _find(figures, "frictionless", largest)
    if ours and theirs and ours.runs and theirs.runs:
        yield (
            f"- Our check gives {ours.facts['findings']:,} findings about it; all "
            f"{ours.facts['rules']} rules are on and {ours.facts['rules_told']} of them find "
            f"something; frictionless gives {theirs.facts['findings']:,} errors."
        )
    if stamped and stamped.runs:
        facts = stamped.facts
        yield (
            f"- Its site has {facts['pages']:,} pages of {facts['bytes'] / 1e6:.0f} MB; "
            f"the register's search file has {facts['search_kb']} KB "
            f"({facts['search_gzip_kb']} KB as sent), target ≤ 300 KB."
        )
    yield from _written_again(figures, largest)
    for task, name in (("loop", "The loop"), ("loop_naive", "The loop with gspread alone")):
        looped = _find(figures, task, largest)
        if looped and looped.runs:
            yield _stages(looped, name)
    if any(figure.is_disturbed for figure in figures):
        yield "- † Other programs were busy during every run; only the processor seconds count."
    for task, word in (("check", "checking"), ("stamping", "stamping")):
        small, large = _find(figures, task, smallest), _find(figures, task, largest)
        if smallest < largest and small and large and small.runs and large.runs:
            growth = large.cpu_seconds / largest / (small.cpu_seconds / smallest)
            yield (
                f"- Growth: {word} takes {growth:.2f} times the processor time for each cadre at "
                f"{largest:,} as at {smallest:,}."
            )


def _written_again(figures: Sequence[Figure], cadres: int) -> Iterator[str]:
    for task, edit in (("rebuild", "one edited row"), ("rebuild_posting", "a moved end")):
        again = _find(figures, task, cadres)
        if again and again.runs:
            facts = again.facts
            yield (
                f"- After {edit} {facts['written']} files were written "
                f"and {facts['unchanged']:,} left as they were."
            )


_WAITS = {
    "search": "from opening the search box on a first visit to the first result (target ≤ 300)",
    "filter": "from a stroke in a filter of the directory to the next picture (target ≤ 100)",
    "largest_paint": "from asking for the home page to its largest part on the screen",
}


def readers_waits(figures: Sequence[Figure]) -> Iterator[str]:
    """Say how long a reader waits; nothing where that was not measured.

    Args:
        figures: All.
    """
    figure = next((each for each in figures if each.task == "reading" and each.runs), None)
    if figure is None:
        return
    yield (
        f"- In Chromium at {figure.cadres:,} cadres, on a screen of 360 px, in milliseconds, "
        "median and longest; at the speed of this machine, and slowed down four times:"
    )
    for name, words in _WAITS.items():
        (usual, most), (slow, slowest) = (figure.facts[f"{name}_ms_{rate}x"] for rate in (1, 4))
        yield f"    - {words}: {usual} and {most}; {slow} and {slowest}."


def _stages(figure: Figure, name: str) -> str:
    """Say what the loop's time went to, and what it asked of the API."""
    facts = figure.facts
    return (
        f"- {name} at {figure.cadres:,} cadres: {facts['pull_s']:.2f} s to pull, "
        f"{facts['check_s']:.2f} s to check, {facts['annotate_s']:.2f} s to annotate, with "
        f"{facts['reads']:,} reads and {facts['writes']:,} writes; "
        f"{facts['server_seconds']:.2f} of the processor seconds were those of the stand-in."
    )


def slowest_rules(figures: Sequence[Figure]) -> Iterator[str]:
    """Lay out what the slowest rules take at the largest size as a Markdown table.

    Args:
        figures: All; nothing is laid out where the check was not measured.
    """
    checked = [each for each in figures if each.task == "check" and each.runs]
    if not checked:
        return
    largest = max(checked, key=lambda each: each.cadres)
    yield (
        f"The slowest rules at {largest.cadres:,} cadres, each applied by itself, in processor "
        "time, the least of three runs:"
    )
    yield ""
    yield "| rule | milliseconds | findings |"
    yield "| --- | ---: | ---: |"
    for code, seconds, findings in largest.facts["slowest"]:
        yield f"| {code} | {seconds * 1000:.0f} | {findings:,} |"


def body(figures: Sequence[Figure]) -> Iterator[str]:
    """Give all tables and notes.

    Args:
        figures: All, in the order of the page.
    """
    yield from table(figures)
    yield ""
    yield f"![Processor seconds of each kind of work by number of cadres; as in the table]({CHART})"
    yield ""
    yield from notes(figures)
    yield from readers_waits(figures)
    yield ""
    yield from slowest_rules(figures)


def write_page(page: Path, figures: Sequence[Figure], about: Sequence[str]) -> None:
    """Put the figures between the markers of the page, and the chart of the growth beside it.

    Args:
        page: Hand-written, with both markers.
        figures: All.
        about: Of the machine.

    Raises:
        ValueError: The page lacks the markers.
    """
    text = page.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{page.name} lacks the markers of the figures")
    between = "\n".join([*about, "", *body(figures)])
    page.with_name(CHART).write_text(growth_svg(figures), encoding="utf-8")
    page.write_text(f"{before}{START}\n\n{between}\n\n{END}{after}", encoding="utf-8")
