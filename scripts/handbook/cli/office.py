"""`handbook number` and `handbook rows`: what a register lacks, offered and then written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from handbook.building import check_pulled, load_texts
from handbook.cli import group
from handbook.cli.group import main, say
from handbook.config import find_project
from handbook.due_rows import USUAL, Wanted, propose_due_rows, unasked_for
from handbook.numbering import propose_numbers
from handbook.proposals import (
    Line,
    Place,
    Proposal,
    apply_proposals,
    lines_of,
    places_of,
    read_decisions,
    write_review_list,
)
from handbook.publishable import ORG, make_publishable
from handbook.publishable.embargo import is_wholly_embargoed
from handbook.register import Register
from handbook.schema import Schema
from handbook.sources import pull
from handbook.validation import Maker

_ALL = ""
_SHOWN = 20

register_option = click.option(
    "--source",
    "register",
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="The register: an Excel file or a folder of CSV files.",
)
list_option = click.option(
    "--list",
    "write_to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the list as an Excel file with a column for yes and no.",
)
apply_option = click.option(
    "--apply",
    "decisions",
    is_flag=False,
    flag_value=_ALL,
    metavar="[LIST]",
    help="Write what is accepted in the list filled in; without a list, everything.",
)


def tell_embargo(register: Register, lang: str) -> bool:
    """Say so where nobody outside may know of a single posting yet.

    Args:
        register: As checked.
        lang: Language of the answer.

    Returns:
        Whether it is so.
    """
    is_so = is_wholly_embargoed(register)
    if is_so:
        say(
            lang,
            "还没有一次挂职可以对外说：任职文号和任职日期都填了，日期也到了，"
            "才发给单位，才提醒；表里没有这两列的，看报到日期。请先补上。",
        )
    return is_so


@dataclass(frozen=True)
class _Asked:
    """What is to become of proposals.

    Attributes:
        write_to: List to write; None for none.
        decisions: List that was filled in, `_ALL` for everything; None while nobody has decided.
        lang: Language of the answer.
    """

    write_to: Path | None
    decisions: str | None
    lang: str


@main.command(name="number")
@register_option
@click.option(
    "--sheet", "sheets", multiple=True, metavar="KEY",
    help="Number this sheet too although its rows need no numbers: reports, mentors …",
)  # fmt: skip
@list_option
@apply_option
@group.language
def number_command(
    register: Path,
    sheets: tuple[str, ...],
    write_to: Path | None,
    decisions: str | None,
    lang: str,
) -> None:
    """Give the next free number to every row that has none."""
    schema, workbook = load_texts(find_project()).schema, pull(register)
    language = Maker.for_workbook(schema, workbook).language
    places = places_of(workbook, schema, language)
    offer = _Offer(register, places, schema, language)
    offer.settle(propose_numbers(places, register.name, sheets), _Asked(write_to, decisions, lang))


@main.command(name="rows")
@register_option
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Rows for what is due by this day; by the end of the year by default.",
)
@click.option(
    "--also-talks", is_flag=True, help="Rows for talks too; the check asks for their day at once."
)
@list_option
@apply_option
@group.language
@group.as_of
def rows_command(
    register: Path,
    until: datetime | None,
    also_talks: bool,
    write_to: Path | None,
    decisions: str | None,
    lang: str,
    as_of: datetime | None,
) -> None:
    """Add the rows of the reports and assessments that the programmes ask for."""
    texts = load_texts(find_project())
    checked = check_pulled(texts, pull(register), group.day(as_of))
    language, publishable = checked.register.make.language, make_publishable(checked, ORG)
    places = places_of(checked.workbook, texts.schema, language)
    wanted = (*USUAL, Wanted.TALKS) if also_talks else USUAL
    for each in wanted:
        if each not in places:
            title = texts.schema.tables[each].titles[lang]
            say(lang, "总表里没有“{sheet}”表，这一类没有列。", sheet=title)
    last = group.day(until) or date(publishable.as_of.year, 12, 31)
    offer = _Offer(register, places, texts.schema, language)
    due = list(propose_due_rows(publishable, places, last, register.name, wanted))
    unasked = () if due else [*unasked_for(publishable, lang, wanted)]
    for sentence in unasked:
        click.echo(sentence)
    if len(unasked) < len(wanted):
        offer.settle(due, _Asked(write_to, decisions, lang))


@dataclass(frozen=True)
class _Offer:
    """Shows proposals to one register, and writes those that were accepted."""

    register: Path
    places: Mapping[str, Place]
    schema: Schema
    locale: str

    def settle(self, offered: Iterable[Proposal], asked: _Asked) -> None:
        proposals, lang = list(offered), asked.lang
        if not proposals:
            say(lang, "没有要补的。")
            return
        lines = lines_of(proposals, self.places, self.schema, lang)
        if asked.write_to:
            write_review_list(lines, asked.write_to, lang)
        if asked.decisions is not None:
            self._apply(_accepted(proposals, asked.decisions, lang), lang)
            return
        _show(lines, lang)
        say(lang, "要定的有 {count} 处，还没有写进总表。", count=len(lines))
        if asked.write_to:
            file = asked.write_to
            say(lang, "清单写在 {file}。填好“采纳吗”一栏，再用 --apply。", file=file)
        else:
            say(lang, "全部写进去，加上 --apply；要逐条定，先用 --list 写成清单。")

    def _apply(self, accepted: Sequence[Proposal], lang: str) -> None:
        outcome = apply_proposals(self.register, accepted, self.schema, self.locale)
        cells, rows = outcome.amended.written, outcome.amended.added
        say(lang, "改了 {cells} 格，添了 {count} 行。", cells=cells, count=rows)
        if outcome.amended.backup is not None:
            say(lang, "原来的总表另存为 {file}。", file=outcome.amended.backup)
        left = [*outcome.outdated, *outcome.homeless, *outcome.amended.left]
        if left:
            say(lang, "有 {count} 处写不进去：总表已经变了，或者那里是公式。", count=len(left))


def _accepted(proposals: Sequence[Proposal], decisions: str, lang: str) -> list[Proposal]:
    if decisions == _ALL:
        return list(proposals)
    decided = read_decisions(Path(decisions))
    for row in decided.unclear:
        say(lang, "清单第 {row} 行看不出采纳还是不采纳，当作还没有定。", row=row)
    return [each for each in proposals if each.token in decided.accepted]


def _show(lines: Sequence[Line], lang: str) -> None:
    for line in lines[:_SHOWN]:
        place = " ".join(filter(None, [line.sheet, line.record, line.column]))
        click.echo(f"  {place}  {line.after}".replace("\n", "；"))
    if len(lines) > _SHOWN:
        say(lang, "……另有 {count} 条。", count=len(lines) - _SHOWN)
